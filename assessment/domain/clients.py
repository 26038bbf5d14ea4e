"""A client of the workspace."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Any

SIZES: Mapping[str, str] = {
    "": "Not said",
    "s": "Fewer than 50 people",
    "m": "50 to 249 people",
    "l": "250 to 999 people",
    "xl": "1,000 to 4,999 people",
    "xxl": "5,000 people or more",
}
"""How many people use the service that is assessed, by the code that is stored."""


@dataclass(frozen=True, slots=True)
class Client:
    """A client. `overall` and `summary` repeat its latest assessment, `previous` the one before.

    `shares` is its consent to be one of the peers of others.
    `summary` holds {assessment, title, held_on, state, provisional, areas: {id: [index, level, target]}}.
    `marks` says where each practice of the framework `edition` stands; domain/marks.py has the letters.
    """

    id: str
    slug: str
    name: str
    sector: str
    size: str
    region: str
    tags: tuple[str, ...]
    shares: bool
    language: str
    note: str
    is_sample: bool
    created_at: datetime
    archived_at: datetime | None
    deleted_at: datetime | None
    latest_id: str | None
    previous: Fraction | None
    summary: Mapping[str, Any] | None
    held_on: date | None
    edition: str
    marks: str
    version: int

    @property
    def is_archived(self) -> bool:
        """Return whether the client was put away."""
        return self.archived_at is not None
