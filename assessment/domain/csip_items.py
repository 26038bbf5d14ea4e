"""An item of the CSIP register: an improvement that goes beyond the contract."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction

from assessment.domain.csip import GROUP_OF, LATE_GROUPS, ON_HOLD, OPEN_STATES, ItemState

COSTED = "costed"
STALE_AFTER = timedelta(days=60)


def reference_of(number: int) -> str:
    """Return the number of an item as people write it, such as CSIP-007."""
    return f"CSIP-{number:03d}"


@dataclass(frozen=True, slots=True)
class CsipItem:
    """One improvement. `progress` is a percentage; `because` says why the plan ranked it where it did."""

    id: str
    number: int
    title: str
    description: str
    origin: str
    assessment_id: str | None
    practice_id: str | None
    area_id: str | None
    metric_id: str | None
    service: str
    party: str
    level_from: int | None
    level_to: int | None
    cost_kind: str
    cost_amount: Fraction | None
    cost_currency: str
    cost_approval: str
    owner: str
    owner_side: str
    raised_on: date
    raised_by: str
    due_on: date | None
    wave: int | None
    effort: int | None
    because: str
    expected_benefit: str
    progress: int
    state: str
    state_before_hold: str | None
    look_again_on: date | None
    verdict: str | None
    updated_at: datetime
    version: int

    @property
    def reference(self) -> str:
        """Return the number as people write it, such as CSIP-007."""
        return reference_of(self.number)

    @property
    def group(self) -> str:
        """Return the filter group of the state."""
        return GROUP_OF[self.state]

    @property
    def is_open(self) -> bool:
        """Return whether the item still awaits something."""
        return self.state in OPEN_STATES

    @property
    def standing(self) -> ItemState:
        """Return what the rules of decision need to know."""
        return ItemState(
            self.state, self.cost_kind == COSTED, self.cost_approval, self.state_before_hold, self.verdict
        )

    def days_late(self, today: date) -> int:
        """Return how many days an item that is still to be done is past its due date, 0 when it is not."""
        if self.due_on is None or self.group not in LATE_GROUPS:
            return 0
        return max(0, (today - self.due_on).days)

    def is_stale(self, today: date) -> bool:
        """Return whether an open item has not been touched for 60 days."""
        return self.is_open and today - self.updated_at.date() > STALE_AFTER

    def look_again_is_due(self, today: date) -> bool:
        """Return whether the date to look again at an item on hold has come."""
        return self.state == ON_HOLD and self.look_again_on is not None and self.look_again_on <= today
