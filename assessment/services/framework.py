"""The framework that comes with the program, laid out for reading: matrix, cells, metrics, glossary."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from assessment.domain.framework import Area, Cell, Framework, Metric, MetricUse, Practice, localise
from assessment.errors import NotFound
from assessment.files.framework_file import framework_by_id, list_frameworks

DEFAULT_FRAMEWORK = "pom"
FRAMEWORKS_IN_MEMORY = 8


def shipped_framework(framework_id: str = DEFAULT_FRAMEWORK) -> Framework:
    """Return today's edition of a framework that comes with the program, parsed once per process."""
    return framework_by_id(framework_id)


def framework_choices(language: str = "en") -> tuple[tuple[str, str], ...]:
    """Return (id, name with version) of every framework that comes with the program."""
    return tuple(
        (one.id, f"{localise(one.name, language)}, version {one.version}") for one in list_frameworks()
    )


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """One cell of the matrix of areas and levels: how much it holds."""

    level: int
    practices: int
    outcomes: int
    metrics: int


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One area of the matrix."""

    area: str
    slug: str
    name: str
    question: str
    cells: tuple[MatrixCell, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """The whole framework at a glance. `levels` holds (number, name, meaning)."""

    name: str
    version: str
    origin: str
    levels: tuple[tuple[int, str, str], ...]
    rows: tuple[MatrixRow, ...]
    scale: tuple[tuple[str, str, str], ...]
    practices: int
    metrics: int
    terms: int


@lru_cache(maxsize=FRAMEWORKS_IN_MEMORY)
def matrix_page(framework_id: str = DEFAULT_FRAMEWORK, language: str = "en") -> Matrix:
    """Return the matrix of areas and levels."""
    framework = shipped_framework(framework_id)

    def say(text: Mapping[str, str]) -> str:
        return localise(text, language)

    rows = tuple(
        MatrixRow(area.id, area.slug, say(area.name), say(area.question), _counts(area))
        for area in framework.areas
    )
    return Matrix(
        say(framework.name),
        framework.version,
        say(framework.origin),
        tuple((level.number, say(level.name), say(level.meaning)) for level in framework.levels),
        rows,
        tuple((step.id, say(step.name), say(step.help)) for step in framework.scale),
        len(framework.practices),
        len(framework.metrics),
        len(framework.glossary),
    )


def _counts(area: Area) -> tuple[MatrixCell, ...]:
    return tuple(
        MatrixCell(cell.level, len(cell.practices), len(cell.outcomes), len(cell.metrics))
        for cell in area.cells
    )


@dataclass(frozen=True, slots=True)
class Reference:
    """A practice that another one points to, with where its cell is."""

    id: str
    text: str
    area: str
    area_slug: str
    level: int


@dataclass(frozen=True, slots=True)
class PracticeText:
    """One practice in full. `implied_by` are practices that count for it, `implies` the reverse."""

    id: str
    text: str
    question: str
    why: str
    evidence: str
    note: str
    effort: int
    implied_by: tuple[Reference, ...]
    implies: tuple[Reference, ...]
    needs: tuple[Reference, ...]
    needed_by: tuple[Reference, ...]


@dataclass(frozen=True, slots=True)
class MetricEntry:
    """A metric of a cell: the words of the cell and the catalogue metrics that it uses, as (id, name)."""

    id: str
    text: str
    note: str
    uses: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class CellPage:
    """One area at one level, with its neighbours for moving on."""

    area: str
    area_slug: str
    area_name: str
    level: int
    level_name: str
    meaning: str
    step: str
    practices: tuple[PracticeText, ...]
    outcomes: tuple[tuple[str, str, str], ...]
    metrics: tuple[MetricEntry, ...]
    levels: tuple[tuple[int, str], ...]
    areas: tuple[tuple[str, str], ...]


@lru_cache(maxsize=256)
def cell_page(
    area_slug: str, level: int, framework_id: str = DEFAULT_FRAMEWORK, language: str = "en"
) -> CellPage:
    """Return one cell in full; NotFound when the framework has no such area or level."""
    framework = shipped_framework(framework_id)
    area = framework.area_by_slug.get(area_slug)
    if area is None or level not in framework.level_by_number:
        raise NotFound("The framework has no such area or level.")
    cell: Cell = area.cell(level)
    found = framework.level_by_number[level]
    reader = Reader(framework, language)
    return CellPage(
        area=area.id,
        area_slug=area.slug,
        area_name=localise(area.name, language),
        level=level,
        level_name=localise(found.name, language),
        meaning=localise(found.meaning, language),
        step=localise(area.steps.get(level, {}), language),
        practices=tuple(reader.practice(practice) for practice in cell.practices),
        outcomes=tuple((o.id, localise(o.text, language), localise(o.note, language)) for o in cell.outcomes),
        metrics=tuple(reader.metric_use(use) for use in cell.metrics),
        levels=tuple((one.number, localise(one.name, language)) for one in framework.levels),
        areas=tuple((one.slug, localise(one.name, language)) for one in framework.areas),
    )


class Reader:
    """Puts the parts of a framework into the words of one language, references resolved."""

    def __init__(self, framework: Framework, language: str) -> None:
        self.framework = framework
        self.language = language
        self.implies: dict[str, list[str]] = {}
        self.needed_by: dict[str, list[str]] = {}
        for practice in framework.practices.values():
            for source in practice.implied_by:
                self.implies.setdefault(source, []).append(practice.id)
            for source in practice.needs:
                self.needed_by.setdefault(source, []).append(practice.id)

    def say(self, text: Mapping[str, str]) -> str:
        """Return a text in the reader's language."""
        return localise(text, self.language)

    def reference(self, practice_id: str) -> Reference:
        """Return where a practice is and what it says."""
        practice = self.framework.practices[practice_id]
        area = self.framework.area_by_id[practice.area]
        return Reference(practice.id, self.say(practice.text), self.say(area.name), area.slug, practice.level)

    def references(self, ids: tuple[str, ...] | list[str]) -> tuple[Reference, ...]:
        """Return several references in the order given."""
        return tuple(self.reference(one) for one in ids)

    def practice(self, practice: Practice) -> PracticeText:
        """Return one practice in full."""
        return PracticeText(
            practice.id,
            self.say(practice.text),
            self.say(practice.question),
            self.say(practice.why),
            self.say(practice.evidence),
            self.say(practice.note),
            practice.effort,
            self.references(practice.implied_by),
            self.references(self.implies.get(practice.id, [])),
            self.references(practice.needs),
            self.references(self.needed_by.get(practice.id, [])),
        )

    def metric_use(self, use: MetricUse) -> MetricEntry:
        """Return a metric entry of a cell with the names of the catalogue metrics behind it."""
        uses = tuple((one, self.say(self.framework.metric_by_id[one].name)) for one in use.uses)
        text = self.say(use.text) or "; ".join(name for _, name in uses)
        return MetricEntry(use.id, text, self.say(use.note), uses)


UNITS = {"yes_no": "yes or no", "currency": "money"}
DIRECTIONS = {"higher": "higher is better", "lower": "lower is better", "context": "depends on the service"}
TICKETS = {"yes": "yes", "partial": "in part", "no": "no"}
UsedIn = tuple[str, str, int, tuple[str, ...]]
Used = Mapping[str, list[UsedIn]]


@dataclass(frozen=True, slots=True)
class MetricText:
    """One catalogue metric with its definition.

    `cells` are those that use it as (slug, short name, level, texts of the practices).
    """

    id: str
    name: str
    unit: str
    direction: str
    numerator: str
    denominator: str
    formula: str
    words: str
    data_needed: str
    source: str
    from_tickets: str
    note: str
    orientation: str
    cells: tuple[UsedIn, ...]


@lru_cache(maxsize=FRAMEWORKS_IN_MEMORY)
def metrics_page(framework_id: str = DEFAULT_FRAMEWORK, language: str = "en") -> tuple[MetricText, ...]:
    """Return the metric catalogue with definitions."""
    framework = shipped_framework(framework_id)
    where = _cells_using(framework, language)
    return tuple(_metric_text(metric, where, language) for metric in framework.metrics)


def metric_text(framework: Framework, metric: Metric, language: str = "en") -> MetricText:
    """Return one metric in words, with the cells of the framework that use it."""
    return _metric_text(metric, _cells_using(framework, language), language)


def _cells_using(framework: Framework, language: str) -> dict[str, list[UsedIn]]:
    found: dict[str, list[UsedIn]] = {}
    for area in framework.areas:
        for cell in area.cells:
            used = dict.fromkeys(one for use in cell.metrics for one in use.uses)
            for metric_id in used:
                practices = tuple(localise(practice.text, language) for practice in cell.practices)
                place = (area.slug, localise(area.short or area.name, language), cell.level, practices)
                found.setdefault(metric_id, []).append(place)
    return found


def _metric_text(metric: Metric, where: Used, language: str) -> MetricText:
    return MetricText(
        metric.id,
        localise(metric.name, language),
        UNITS.get(metric.unit, metric.unit),
        DIRECTIONS.get(metric.direction, metric.direction),
        localise(metric.numerator, language),
        localise(metric.denominator, language),
        metric.formula,
        localise(metric.words, language),
        localise(metric.data_needed, language),
        metric.source.replace("_", " "),
        TICKETS.get(metric.from_tickets, metric.from_tickets),
        localise(metric.note, language),
        localise(metric.orientation, language),
        tuple(where.get(metric.id, [])),
    )


def glossary_page(framework_id: str = DEFAULT_FRAMEWORK, language: str = "en") -> tuple[tuple[str, str], ...]:
    """Return (term, meaning) in alphabetical order."""
    terms = ((one.term, localise(one.text, language)) for one in shipped_framework(framework_id).glossary)
    return tuple(sorted(terms, key=lambda pair: pair[0].casefold()))
