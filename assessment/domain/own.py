"""What a client or a whole workspace adds to a framework: own metrics and own practices.

They are marked as own, never scored and never compared; docs/method.md, "Own metrics and practices".
"""

import re
from dataclasses import dataclass
from fractions import Fraction

from assessment.domain.framework import Framework, Metric
from assessment.domain.reading_values import PERCENT, RATING, RATIO

OWN = "own"
METRIC, PRACTICE = "metric", "practice"
RESERVED = "OWN-"
MARKS = {(METRIC, False): "", (METRIC, True): "W", (PRACTICE, False): "P", (PRACTICE, True): "WP"}
CODE = re.compile(r"OWN-(W?P?)(\d{2,6})\Z")
SURVEY = "survey"
PARTS = {PERCENT: "100*n/d", RATIO: "n/d"}

Cell = tuple[str, int]


@dataclass(frozen=True, slots=True)
class OwnMetric:
    """An own metric as it was defined; `cells` are pairs of area and level. Version 0 is not stored yet."""

    code: str
    name: str
    unit: str
    direction: str
    numerator: str = ""
    denominator: str = ""
    words: str = ""
    data_needed: str = ""
    lowest: Fraction | None = None
    highest: Fraction | None = None
    is_survey: bool = False
    cells: tuple[Cell, ...] = ()
    for_all: bool = False
    retired: bool = False
    version: int = 0


@dataclass(frozen=True, slots=True)
class OwnPractice:
    """An own practice of one cell. Version 0 is not stored yet."""

    code: str
    text: str
    area: str
    level: int
    effort: int
    for_all: bool = False
    retired: bool = False
    version: int = 0


@dataclass(frozen=True, slots=True)
class OwnThings:
    """Everything that a client has of its own, what is retired included."""

    metrics: tuple[OwnMetric, ...] = ()
    practices: tuple[OwnPractice, ...] = ()

    @property
    def everything(self) -> "tuple[OwnMetric | OwnPractice, ...]":
        """Return the metrics, then the practices."""
        return (*self.metrics, *self.practices)


def is_own(ident: str) -> bool:
    """Return whether an id belongs to an own metric or practice; no framework may use such an id."""
    return ident.upper().startswith(RESERVED)


def own_code(kind: str, for_all: bool, taken: tuple[str, ...]) -> str:
    """Return the next id of a kind: OWN-01, OWN-W01, OWN-P01, OWN-WP01; a retired id is never given again."""
    mark = MARKS[kind, for_all]
    found = (CODE.match(code) for code in taken)
    numbers = [int(match[2]) for match in found if match and match[1] == mark]
    return f"{RESERVED}{mark}{max(numbers, default=0) + 1:02d}"


def as_metric(own: OwnMetric) -> Metric:
    """Return an own metric in the shape of those of a catalogue."""
    has_parts = bool(own.numerator and own.denominator)
    return Metric(
        id=own.code,
        key=own.code.lower(),
        name={"en": own.name},
        unit=own.unit,
        direction=own.direction,
        numerator={"en": own.numerator} if own.numerator else {},
        denominator={"en": own.denominator} if own.denominator else {},
        formula=PARTS.get(own.unit, "") if has_parts else "",
        words={"en": own.words} if own.words else {},
        data_needed={"en": own.data_needed} if own.data_needed else {},
        source=SURVEY if own.is_survey else OWN,
        lowest=own.lowest if own.unit == RATING else None,
        highest=own.highest if own.unit == RATING else None,
    )


def cells_in(framework: Framework, cells: tuple[Cell, ...]) -> tuple[Cell, ...]:
    """Return those of some cells that a framework has."""
    levels = set(framework.level_numbers)
    return tuple(cell for cell in cells if cell[0] in framework.area_by_id and cell[1] in levels)
