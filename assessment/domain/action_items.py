"""An entry of the action register: what brings a failing service back to what was agreed."""

from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

OPEN = "open"
IN_PROGRESS = "in progress"
DONE = "done"
VERIFIED = "verified"
CLOSED = "closed"
CANCELLED = "cancelled"
STATES = (OPEN, IN_PROGRESS, DONE, VERIFIED, CLOSED, CANCELLED)

OPEN_STATES = frozenset({OPEN, IN_PROGRESS, DONE})
"""Not yet back at what was agreed, as far as anybody knows: only such an action takes a further miss."""

LATE_STATES = frozenset({OPEN, IN_PROGRESS})
"""What is done waits for the next measured period rather than for its day."""

GROUPS = STATES
LOW, MEDIUM, HIGH = "low", "medium", "high"
SEVERITIES = (HIGH, MEDIUM, LOW)

FROM_SLA, FROM_REVIEW, FROM_INCIDENT, FROM_CSIP, FROM_ELSEWHERE = "sla", "review", "incident", "csip", "other"
SOURCES = (FROM_SLA, FROM_REVIEW, FROM_INCIDENT, FROM_CSIP, FROM_ELSEWHERE)


def reference_of(number: int) -> str:
    """Return the number of an action as people write it, such as ACT-004."""
    return f"ACT-{number:03d}"


@dataclass(frozen=True, slots=True)
class ActionItem:
    """One action. `period` and `variance` say what was missed first.

    `missed_again` holds later periods in which the same target was missed, each with its variance.
    """

    id: str
    number: int
    title: str
    description: str
    source: str
    sla_id: str | None
    target_key: str | None
    period: str | None
    variance: Fraction | None
    missed_again: tuple[tuple[str, Fraction | None], ...]
    review_id: str | None
    service_id: str | None
    party_id: str | None
    root_cause: str
    corrective: str
    owner: str
    owner_side: str
    due_on: date | None
    severity: str
    state: str
    evidence: str
    verified_period: str | None
    cancel_reason: str
    raised_on: date
    raised_by: str
    started_on: date | None
    done_on: date | None
    closed_on: date | None
    updated_at: datetime
    updated_by: str
    version: int

    @property
    def reference(self) -> str:
        """Return the number as people write it, such as ACT-004."""
        return reference_of(self.number)

    @property
    def is_open(self) -> bool:
        """Return whether something is still to be done or to be shown."""
        return self.state in OPEN_STATES

    @property
    def has_target(self) -> bool:
        """Return whether it brings a service level target back, so that only a result can verify it."""
        return self.sla_id is not None and self.target_key is not None

    @property
    def missed_periods(self) -> frozenset[str]:
        """Return every period in which its target was missed, as far as the action knows."""
        periods = [period for period, _ in self.missed_again]
        return frozenset([*periods, self.period] if self.period else periods)

    def days_late(self, today: date) -> int:
        """Return how many days an action that is still to be done is past its day, 0 when it is not."""
        if self.due_on is None or self.state not in LATE_STATES:
            return 0
        return max(0, (today - self.due_on).days)
