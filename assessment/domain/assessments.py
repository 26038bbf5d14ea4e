"""An assessment as a record: what it is about, which framework it uses, whether it is still open."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from assessment.domain.answers import Options
from assessment.errors import NotAllowed

OPEN = "open"
CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Assessment:
    """One assessment of a client. `scores` is the stored score card, packed (see store/scores.py).

    `revision` grows with every answer, `version` with every change of the assessment itself.
    """

    id: str
    client_id: str
    slug: str
    title: str
    held_on: date
    scope: str
    method: str
    options: Options
    framework_id: str
    framework_version: str
    framework_hash: str
    state: str
    closed_at: datetime | None
    baseline_id: str | None
    headline: str
    scores: Mapping[str, Any] | None
    revision: int
    created_at: datetime
    updated_at: datetime
    version: int

    @property
    def is_open(self) -> bool:
        """Return whether answers may still change."""
        return self.state == OPEN


def require_open(assessment: Assessment) -> None:
    """Raise NotAllowed when the assessment is closed."""
    if not assessment.is_open:
        raise NotAllowed(
            f"{assessment.title} is closed and its results are frozen. Re-open it to change an answer."
        )
