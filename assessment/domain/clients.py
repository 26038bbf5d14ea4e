"""A client of the workspace."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any


@dataclass(frozen=True, slots=True)
class Client:
    """A client. `overall` and `summary` repeat its latest assessment, `previous` the one before.

    `shares` is its consent to be one of the peers of others.
    `summary` holds {assessment, title, held_on, state, provisional, areas: {id: [index, level, target]}}.
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
    version: int

    @property
    def is_archived(self) -> bool:
        """Return whether the client was put away."""
        return self.archived_at is not None
