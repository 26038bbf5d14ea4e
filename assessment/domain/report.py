"""Everything that a report says, as one read model: the exports format it and compute nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction

from assessment.domain.comparison import Move
from assessment.domain.csip_items import COSTED
from assessment.domain.edits import Cost, Pin
from assessment.domain.framework import Framework
from assessment.domain.plan import Plan
from assessment.domain.scoring import AreaScore, ScoreCard
from assessment.domain.waves import Days


@dataclass(frozen=True, slots=True)
class ReportArea:
    """One area: its score, how sure it is, and how many practices are in place of those that apply.

    `in_place` holds (level, in place, applicable) for each level; `steps` say how the index came about.
    """

    id: str
    name: str
    short: str
    score: AreaScore
    confidence: str = ""
    confidence_reasons: tuple[str, ...] = ()
    in_place: tuple[tuple[int, int, int], ...] = ()
    note: str = ""
    level_name: str = ""
    answered: bool = True
    steps: tuple[str, ...] = ()

    @property
    def index(self) -> Fraction | None:
        """Return the index, or None where nothing is known of the area or it cannot be assessed."""
        return self.score.index if self.answered else None


@dataclass(frozen=True, slots=True)
class ReportPractice:
    """One practice with the value that counts and where it comes from."""

    id: str
    area: str
    level: int
    text: str
    answer: str
    value: Fraction | None
    why: str
    state: str
    note: str = ""
    evidence: tuple[str, ...] = ()
    area_name: str = ""


@dataclass(frozen=True, slots=True)
class ReportItem:
    """One item of the plan in words, by rank; `wave` is None beyond the horizon.

    `effort` is what remains of it, in points; `needs` and `unlocks` are ranks of other items. `because`
    is the whole explanation in one line, `reasons` and `arithmetic` the same for a page.
    """

    rank: int
    practice: str
    text: str
    area: str
    level: int
    kind: str
    klass: str
    benefit: Fraction
    effort: Fraction
    priority: Fraction
    days: int
    wave: int | None
    because: str
    cost: Cost | None = None
    needs: tuple[int, ...] = ()
    area_name: str = ""
    effective: Fraction = Fraction(0)
    last_wave: int | None = None
    unlocks: tuple[int, ...] = ()
    reasons: tuple[str, ...] = ()
    arithmetic: str = ""
    pin: Pin | None = None
    csip: str = ""

    @property
    def is_costed(self) -> bool:
        """Return whether the item costs something."""
        return self.cost is not None and self.cost.kind == COSTED


@dataclass(frozen=True, slots=True)
class ReportWave:
    """One wave: person-days, its dates once the first day is known, the mean index after it, its work.

    `parts` are pairs of an item's rank and the days of it that fall into the wave.
    """

    number: int
    capacity: Days
    used: Days
    mean_after: Fraction | None = None
    begins: date | None = None
    ends: date | None = None
    parts: tuple[tuple[int, Days], ...] = ()


@dataclass(frozen=True, slots=True)
class ReportCsip:
    """One entry of the CSIP register; `progress` is a percentage."""

    number: str
    title: str
    state: str
    owner: str = ""
    due: date | None = None
    cost: Cost | None = None
    area: str = ""
    practice: str = ""
    note: str = ""
    progress: int = 0
    raised: date | None = None
    approval: str = ""


@dataclass(frozen=True, slots=True)
class ReportReading:
    """One metric reading in words."""

    metric: str
    name: str
    period: str
    value: Fraction | None
    shown: str
    areas: tuple[str, ...] = ()
    unit: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class ReportMinute:
    """One question of a workshop in words: how it ended, how far apart the votes were, what was noted."""

    held_on: date
    area: str
    question: str
    state: str
    answer: str
    spread: str
    note: str = ""
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class ReportLevel:
    """One level of the framework."""

    number: int
    name: str
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class Extent:
    """How much a report holds, so that what is in a document can be told before it is made."""

    areas: int
    levels: int
    practices: int
    items: int = 0
    waves: int = 0
    csip: int = 0
    readings: int = 0
    minutes: int = 0


@dataclass(frozen=True, slots=True)
class Report:
    """One assessment of one client, with its plan and register where there are any.

    `findings` are whole sentences in the order of the page; `title` is the first of them or the person's own.
    `held_on` is None where a file gives no date. `plan_said` are the sentences about the plan as a whole.
    """

    client: str
    sector: str
    assessment: str
    held_on: date | None
    state: str
    framework: Framework
    generated_on: date
    title: str
    findings: tuple[str, ...]
    method: str
    method_name: str
    method_explanation: str
    card: ScoreCard
    areas: tuple[ReportArea, ...]
    practices: tuple[ReportPractice, ...] = ()
    previous: ScoreCard | None = None
    previous_name: str = ""
    moves: tuple[Move, ...] = ()
    methods: Mapping[str, Mapping[str, Fraction | None]] = field(default_factory=dict)
    items: tuple[ReportItem, ...] = ()
    plan: Plan | None = None
    csip: Sequence[ReportCsip] = ()
    readings: Sequence[ReportReading] = ()
    minutes: Sequence[ReportMinute] = ()
    is_sample: bool = False
    currency: str = "EUR"
    framework_name: str = ""
    origin: str = ""
    levels: tuple[ReportLevel, ...] = ()
    scale: tuple[tuple[str, str, Fraction, str], ...] = ()
    glossary: tuple[tuple[str, str], ...] = ()
    waves: tuple[ReportWave, ...] = ()
    plan_title: str = ""
    plan_said: tuple[str, ...] = ()
    order_explanation: str = ""

    @property
    def provisional(self) -> bool:
        """Return whether too little is known to compare."""
        return self.card.provisional

    @property
    def day(self) -> date:
        """Return the day of the assessment, else the day on which the report was made."""
        return self.held_on or self.generated_on

    @property
    def beyond(self) -> tuple[ReportItem, ...]:
        """Return the items that no wave has room for, by rank."""
        return tuple(item for item in self.items if item.wave is None)

    @property
    def extent(self) -> Extent:
        """Return how much the report holds."""
        return Extent(
            len(self.areas), len(self.levels), len(self.practices), len(self.items), len(self.waves),
            len(self.csip), len(self.readings), len(self.minutes),
        )  # fmt: skip

    def area(self, area_id: str) -> ReportArea:
        """Return one area; KeyError when there is none."""
        for area in self.areas:
            if area.id == area_id:
                return area
        raise KeyError(area_id)


def without_costs(report: Report) -> Report:
    """Return the report without any cost, for a reader who is not to see them."""
    plan = report.plan
    if plan is not None:
        plan = replace(plan, items=tuple(replace(item, cost=None) for item in plan.items))
    return replace(
        report,
        plan=plan,
        items=tuple(replace(item, cost=None) for item in report.items),
        csip=tuple(replace(entry, cost=None, approval="") for entry in report.csip),
    )


def without_owners(report: Report) -> Report:
    """Return the report without the names of those who own an improvement."""
    return replace(report, csip=tuple(replace(entry, owner="") for entry in report.csip))
