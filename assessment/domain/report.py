"""Everything that a report says, as one read model: the exports format it and compute nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from assessment.domain.comparison import Move
from assessment.domain.framework import Framework
from assessment.domain.plan import Plan
from assessment.domain.scoring import AreaScore, ScoreCard


@dataclass(frozen=True, slots=True)
class ReportArea:
    """One area: its score, how sure it is, and how many practices are in place of those that apply.

    `in_place` holds (level, in place, applicable) for each level.
    """

    id: str
    name: str
    short: str
    score: AreaScore
    confidence: str = ""
    confidence_reasons: tuple[str, ...] = ()
    in_place: tuple[tuple[int, int, int], ...] = ()
    note: str = ""


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


@dataclass(frozen=True, slots=True)
class ReportItem:
    """One item of the plan in words, by rank; `wave` is None beyond the horizon."""

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
    cost: str = ""
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReportCsip:
    """One entry of the CSIP register."""

    number: str
    title: str
    state: str
    owner: str = ""
    due: date | None = None
    cost: str = ""
    area: str = ""
    practice: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class ReportReading:
    """One metric reading in words."""

    metric: str
    name: str
    period: str
    value: Fraction | None
    shown: str
    areas: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """One assessment of one client, with its plan and register where there are any.

    `findings` are whole sentences in the order of the page; `title` is the first of them or the person's own.
    """

    client: str
    sector: str
    assessment: str
    held_on: date
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
    is_sample: bool = False
    currency: str = "EUR"

    @property
    def provisional(self) -> bool:
        """Return whether too little is known to compare."""
        return self.card.provisional

    def area(self, area_id: str) -> ReportArea:
        """Return one area; KeyError when there is none."""
        for area in self.areas:
            if area.id == area_id:
                return area
        raise KeyError(area_id)
