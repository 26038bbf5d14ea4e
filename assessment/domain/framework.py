"""A framework as the rest of the program sees it: areas, levels, cells, practices, outcomes, metrics."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

from assessment.domain.order import in_order

Text = Mapping[str, str]
"""A text by language code; the first language of the framework is always there."""

NO_TEXT: Text = {}


def localise(text: Text, language: str = "en") -> str:
    """Return `text` in `language`, else in its first language, else an empty string."""
    found = text.get(language)
    return found if found is not None else next(iter(text.values()), "")


@dataclass(frozen=True, slots=True)
class Level:
    """One step of the maturity scale. `number` orders the levels and is what people say."""

    number: int
    name: Text
    meaning: Text = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ScaleStep:
    """One answer of a rating scale with its exact value from 0 to 1."""

    id: str
    value: Fraction
    name: Text
    help: Text = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Practice:
    """Something an organisation does; the unit that is rated."""

    id: str
    area: str
    level: int
    text: Text
    question: Text = field(default_factory=dict)
    why: Text = field(default_factory=dict)
    evidence: Text = field(default_factory=dict)
    note: Text = field(default_factory=dict)
    effort: int = 1
    weight: Fraction = Fraction(1)
    implied_by: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    scale: tuple[ScaleStep, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one would see when the practices of a cell work. Noted, never scored."""

    id: str
    text: Text
    note: Text = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MetricUse:
    """A metric entry of a cell; it may use more than one metric of the catalogue."""

    id: str
    uses: tuple[str, ...]
    text: Text = field(default_factory=dict)
    note: Text = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Metric:
    """A catalogue metric. `direction` is higher, lower or context (no fixed better side).

    `lowest` and `highest` are the ends of the scale of a rating, where it is known.
    """

    id: str
    key: str
    name: Text
    unit: str
    direction: str
    numerator: Text = field(default_factory=dict)
    denominator: Text = field(default_factory=dict)
    formula: str = ""
    words: Text = field(default_factory=dict)
    data_needed: Text = field(default_factory=dict)
    source: str = ""
    from_tickets: str = "no"
    note: Text = field(default_factory=dict)
    orientation: Text = field(default_factory=dict)
    lowest: Fraction | None = None
    highest: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """One area at one level. Any of the three lists may be empty."""

    level: int
    practices: tuple[Practice, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    metrics: tuple[MetricUse, ...] = ()


@dataclass(frozen=True, slots=True)
class Area:
    """A practice area with one cell per level, in the order of the levels."""

    id: str
    slug: str
    name: Text
    cells: tuple[Cell, ...]
    short: Text = field(default_factory=dict)
    question: Text = field(default_factory=dict)
    steps: Mapping[int, Text] = field(default_factory=dict)
    group: str | None = None
    weight: Fraction = Fraction(1)

    @property
    def practices(self) -> Iterator[Practice]:
        """Yield the practices of the area from the lowest level up."""
        for cell in self.cells:
            yield from cell.practices

    def cell(self, level: int) -> Cell:
        """Return the cell of `level`; KeyError when the framework has no such level."""
        for cell in self.cells:
            if cell.level == level:
                return cell
        raise KeyError(level)


@dataclass(frozen=True, slots=True)
class Group:
    """A named group of areas; groups may nest through `parent`."""

    id: str
    name: Text
    parent: str | None = None


@dataclass(frozen=True, slots=True)
class Term:
    """One entry of the framework's glossary."""

    term: str
    text: Text


@dataclass(frozen=True, slots=True)
class Scoring:
    """How answers become a number; section "Parameters" of docs/method.md."""

    method: str = "gated_coverage"
    use_implied: bool = True
    achieved_above: Fraction = Fraction(17, 20)
    ahead_above: Fraction = Fraction(1, 2)
    floor_level: int = 0
    not_applicable: str = "exclude"
    unanswered: str = "zero"


@dataclass(frozen=True)
class Framework:
    """A whole framework edition. Look-ups are computed once and kept."""

    id: str
    version: str
    languages: tuple[str, ...]
    name: Text
    origin: Text
    levels: tuple[Level, ...]
    scale: tuple[ScaleStep, ...]
    scoring: Scoring
    areas: tuple[Area, ...]
    metrics: tuple[Metric, ...] = ()
    glossary: tuple[Term, ...] = ()
    groups: tuple[Group, ...] = ()

    @cached_property
    def practices(self) -> Mapping[str, Practice]:
        """Every practice by id, in framework order."""
        return {practice.id: practice for area in self.areas for practice in area.practices}

    @cached_property
    def practice_order(self) -> Mapping[str, int]:
        """Position of each practice id in the framework, from 0."""
        return {practice: position for position, practice in enumerate(self.practices)}

    @cached_property
    def practices_of(self) -> Mapping[str, tuple[Practice, ...]]:
        """The practices of each area, by area id, from the lowest level up."""
        return {area.id: tuple(area.practices) for area in self.areas}

    @cached_property
    def outcomes(self) -> Mapping[str, Outcome]:
        """Every outcome by id."""
        return {o.id: o for area in self.areas for cell in area.cells for o in cell.outcomes}

    @cached_property
    def area_by_id(self) -> Mapping[str, Area]:
        """Every area by id, in framework order."""
        return {area.id: area for area in self.areas}

    @cached_property
    def area_by_slug(self) -> Mapping[str, Area]:
        """Every area by the word that stands in addresses."""
        return {area.slug: area for area in self.areas}

    @cached_property
    def area_order(self) -> Mapping[str, int]:
        """Position of each area id in the framework, from 0."""
        return {area.id: position for position, area in enumerate(self.areas)}

    @cached_property
    def metric_by_id(self) -> Mapping[str, Metric]:
        """Every catalogue metric by id."""
        return {metric.id: metric for metric in self.metrics}

    @cached_property
    def level_by_number(self) -> Mapping[int, Level]:
        """Every level by number, ascending."""
        return {level.number: level for level in self.levels}

    @cached_property
    def level_numbers(self) -> tuple[int, ...]:
        """The level numbers, ascending."""
        return tuple(level.number for level in self.levels)

    @cached_property
    def base(self) -> int:
        """The index of an area that has achieved nothing: one below the first level, never under 0."""
        return max(0, self.level_numbers[0] - 1)

    @cached_property
    def top(self) -> int:
        """The highest level number."""
        return self.level_numbers[-1]

    def levels_near(self, placing: Fraction) -> tuple[int, ...]:
        """Return the levels to ask about first: the one of a placing, the one below it, the one above it.

        A placing between two levels, or below the lowest one, means the lower of them, or the lowest.
        """
        numbers = self.level_numbers
        at = max((at for at, number in enumerate(numbers) if number <= placing), default=0)
        below = (numbers[at - 1],) if at else ()
        return (numbers[at], *below, *numbers[at + 1 : at + 2])

    def scale_of(self, practice: Practice) -> tuple[ScaleStep, ...]:
        """Return the rating scale of `practice`: its own, else the framework's."""
        return practice.scale or self.scale

    @cached_property
    def values_of(self) -> Mapping[str, Mapping[str, Fraction]]:
        """The value of each answer id, by practice id."""
        common = {step.id: step.value for step in self.scale}
        return {
            p.id: {step.id: step.value for step in p.scale} if p.scale else common
            for p in self.practices.values()
        }

    @cached_property
    def touched_areas(self) -> Mapping[str, frozenset[str]]:
        """The areas whose score may change when a practice of an area is rated, by area id.

        A rating reaches other areas only through `implied_by`, followed as far as it goes.
        """
        reached: dict[str, set[str]] = {area.id: {area.id} for area in self.areas}
        lifts: dict[str, list[str]] = {}
        for practice in self.practices.values():
            for source in practice.implied_by:
                lifts.setdefault(source, []).append(practice.id)
        for practice in self.practices.values():
            stack, seen = [practice.id], {practice.id}
            while stack:
                for lifted in lifts.get(stack.pop(), ()):
                    if lifted not in seen:
                        seen.add(lifted)
                        stack.append(lifted)
            reached[practice.area].update(self.practices[i].area for i in seen)
        return {area: frozenset(areas) for area, areas in reached.items()}

    @cached_property
    def needed_areas(self) -> Mapping[str, frozenset[str]]:
        """The areas whose ratings are needed to score an area, by area id: the reverse of touched_areas."""
        needed: dict[str, set[str]] = {area.id: {area.id} for area in self.areas}
        for source, reached in self.touched_areas.items():
            for area in reached:
                needed[area].add(source)
        return {area: frozenset(areas) for area, areas in needed.items()}

    @cached_property
    def in_implied_order(self) -> tuple[Practice, ...]:
        """Every practice, those that imply others before the ones they imply; ValueError on a cycle."""
        sources = {practice.id: practice.implied_by for practice in self.practices.values()}
        return tuple(self.practices[practice_id] for practice_id in in_order(sources))
