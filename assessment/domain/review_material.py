"""What the pack of a review is made of, as the registers hold it, and what of it awaits people."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction

from assessment.domain.answers import Reading
from assessment.domain.catalogue import Contract
from assessment.domain.csip import BENEFIT_CHECK, COST_APPROVED, COST_REFUSED, COSTING, ON_HOLD, PROPOSED
from assessment.domain.csip_items import CsipItem
from assessment.domain.csip_waves import WaveOutcome
from assessment.domain.framework import Metric
from assessment.domain.metric_targets import MetricTarget
from assessment.domain.review_pack import Measure
from assessment.domain.reviews import Lesson, Proposal, Step
from assessment.domain.sla_results import TargetResult

MONTH_NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
ENDED_ACTIONS = frozenset({"verified", "closed", "cancelled"})
DONE_ACTIONS = ENDED_ACTIONS | {"done"}


@dataclass(frozen=True, slots=True)
class ActionNow:
    """An action as the pack shows it."""

    number: int
    title: str
    owner: str
    due_on: date | None
    state: str
    severity: str
    review_id: str | None
    updated_at: datetime

    @property
    def is_open(self) -> bool:
        """Return whether it still awaits something."""
        return self.state not in ENDED_ACTIONS

    def is_late(self, today: date) -> bool:
        """Return whether it should be done by now and is not."""
        return self.state not in DONE_ACTIONS and self.due_on is not None and self.due_on < today


@dataclass(frozen=True, slots=True)
class Agreement:
    """A service level agreement by name."""

    id: str
    number: int
    title: str
    stage: str
    service: str


@dataclass(frozen=True, slots=True)
class Kpi:
    """An indicator as it stands at the end of the period, with the reason; target and value in words.

    `amount` is the value that later packs are compared with, `direction` which side of it is better.
    """

    number: int
    name: str
    factor: str
    state: str
    reason: str = ""
    target: str = ""
    value: str = ""
    metric_id: str = ""
    amount: Fraction | None = None
    direction: str = ""


@dataclass(frozen=True, slots=True)
class Factor:
    """A success factor as it stands, and why."""

    number: int
    name: str
    state: str
    reason: str = ""
    has_kpi: bool = True


@dataclass(frozen=True, slots=True)
class Movement:
    """A decision about an improvement since the last review."""

    number: int
    title: str
    decision: str
    state: str
    reason: str
    at: date


@dataclass(frozen=True, slots=True)
class Before:
    """The previous review of the same kind, and how earlier ones judged the relationship."""

    review_id: str
    number: int
    held_on: date | None
    measures: tuple[Measure, ...]


@dataclass(frozen=True, slots=True)
class Judgement:
    """How a review judged the relationship."""

    number: int
    held_on: date | None
    word: str
    note: str


@dataclass(frozen=True, slots=True)
class Held:
    """An assessment that has been held."""

    title: str
    held_on: date


@dataclass(frozen=True, slots=True)
class Material:
    """Everything at the cut-off day. `months` is the period, `earlier` the months as long before it."""

    kind: str
    period_from: date
    period_to: date
    cut_off: date
    months: tuple[str, ...]
    earlier: tuple[str, ...]
    before: Before | None = None
    judgements: Sequence[Judgement] = ()
    actions: Sequence[ActionNow] = ()
    results: Sequence[TargetResult] = ()
    agreements: Mapping[str, Agreement] = field(default_factory=dict)
    factors: Sequence[Factor] = ()
    kpis: Sequence[Kpi] = ()
    metrics: Sequence[Metric] = ()
    readings: Mapping[tuple[str, str], Reading] = field(default_factory=dict)
    targets: Mapping[str, MetricTarget] = field(default_factory=dict)
    items: Sequence[CsipItem] = ()
    movements: Sequence[Movement] = ()
    lessons: Sequence[Lesson] = ()
    steps: Sequence[Step] = ()
    proposals: Sequence[Proposal] = ()
    contracts: Sequence[tuple[Contract, str]] = ()
    assessments: Sequence[Held] = ()
    waves: Sequence[WaveOutcome] = ()

    @property
    def month(self) -> str:
        """Return the last month of the period."""
        return self.months[-1]


def awaits(item: CsipItem, today: date) -> str:
    """Return what an improvement waits to be decided for; "" where nobody has to decide now."""
    if item.state == PROPOSED:
        return "Proposed"
    if item.state == COSTING and item.cost_approval in (COST_APPROVED, COST_REFUSED):
        return f"Cost {item.cost_approval}"
    if item.state == COSTING:
        return "Cost to be approved"
    if item.state == BENEFIT_CHECK:
        return "Benefit to be judged"
    if item.state == ON_HOLD and item.look_again_is_due(today):
        return "On hold past its day"
    return ""


def day_words(day: date | None, nothing: str = "No day") -> str:
    """Return a day in words, 14 Oct 2026."""
    return f"{day.day} {MONTH_NAMES[day.month - 1]} {day.year}" if day else nothing


def month_words(month: str) -> str:
    """Return a month such as 2026-10 in words, Oct 2026."""
    return f"{MONTH_NAMES[int(month[5:]) - 1]} {month[:4]}"
