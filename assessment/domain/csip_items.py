"""An item of the CSIP register: an improvement that goes beyond the contract."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from fractions import Fraction

from assessment.domain.csip import DONE, GROUP_OF, LATE_GROUPS, ON_HOLD, OPEN_STATES, ItemState

COSTED = "costed"
STALE_AFTER = timedelta(days=60)

SIZES = ("S", "M", "L")
TIMESCALES = ("short", "medium", "long")
HIGH, MEDIUM, LOW = "high", "medium", "low"
PRIORITIES = (HIGH, MEDIUM, LOW)
LAST_NEXT_WAVE = 3

ALSO_PARTS = ("practices", "areas", "metrics")


def reference_of(number: int) -> str:
    """Return the number of an item as people write it, such as CSIP-007."""
    return f"CSIP-{number:03d}"


@dataclass(frozen=True, slots=True)
class CsipItem:
    """One improvement. `progress` is a percentage; `because` says why the plan ranked it where it did.

    `also` names what else it is about, by practices, areas and metrics. `baseline` and `target` are in the
    unit of `value_kind`. `moved_from` is the number it had in the action register, such as ACT-004.
    """

    id: str
    number: int
    title: str
    description: str
    origin: str
    assessment_id: str | None
    practice_id: str | None
    area_id: str | None
    metric_id: str | None
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
    service_id: str | None = None
    party_id: str | None = None
    also: Mapping[str, Sequence[str]] = field(default_factory=dict)
    sla_id: str | None = None
    sla_target: str | None = None
    goal_id: str | None = None
    size: str = ""
    timescale: str = ""
    justification: str = ""
    priority: str = ""
    other_owner: str = ""
    budget_year: int | None = None
    value_kind: str = ""
    baseline: Fraction | None = None
    baseline_on: date | None = None
    target: Fraction | None = None
    target_on: date | None = None
    started_on: date | None = None
    implemented_on: date | None = None
    check_every_months: int | None = None
    next_check_on: date | None = None
    closing_note: str = ""
    lessons: str = ""
    moved_from: str = ""

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

    def is_stale(self, today: date, reviewed_on: date | None = None) -> bool:
        """Return whether an open item was not touched for 60 days, or the review held last passed it over."""
        touched = self.updated_at.date()
        missed = reviewed_on is not None and touched < reviewed_on
        return self.is_open and (missed or today - touched > STALE_AFTER)

    def check_is_due(self, today: date) -> bool:
        """Return whether the day of the next check-up of something implemented has come."""
        return self.group == DONE and self.next_check_on is not None and self.next_check_on <= today

    @property
    def computed_priority(self) -> str:
        """Return high, medium or low by wave, else by size and timescale; "" where nothing is known."""
        if self.wave is not None:
            return HIGH if self.wave == 1 else MEDIUM if self.wave <= LAST_NEXT_WAVE else LOW
        if not (self.size and self.timescale):
            return ""
        effort = SIZES.index(self.size) + TIMESCALES.index(self.timescale)
        return HIGH if effort <= 1 else MEDIUM if effort == len(SIZES) - 1 else LOW

    @property
    def ranked(self) -> str:
        """Return the priority that holds: the one set by hand, else the computed one."""
        return self.priority or self.computed_priority

    @property
    def year(self) -> int | None:
        """Return the year whose budget the item belongs to: the one named, else that of its due day."""
        return self.budget_year or (self.due_on.year if self.due_on else None)

    def look_again_is_due(self, today: date) -> bool:
        """Return whether the date to look again at an item on hold has come."""
        return self.state == ON_HOLD and self.look_again_on is not None and self.look_again_on <= today
