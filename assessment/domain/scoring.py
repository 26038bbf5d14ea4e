"""From answers to a score card: cells, area indexes with range, overall; docs/method.md, "Scoring"."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from statistics import median

from assessment.domain import methods
from assessment.domain.answers import AnswerSet, AreaAnswer, Options
from assessment.domain.framework import Area, Cell, Framework, Scoring
from assessment.domain.methods import GATED_COVERAGE, ITCMF_SURVEY, METHODS, Step
from assessment.domain.values import NA, RATED, ZERO, PracticeValue, mean, practice_values

PROVISIONAL_BELOW = Fraction(4, 5)
PLACING_DIFFERS_FROM = Fraction(1)
MOST_NOT_APPLICABLE = Fraction(1, 2)

NO_ANSWER = AreaAnswer()


@dataclass(frozen=True, slots=True)
class CellScore:
    """One cell: `coverage` is None when nothing in it applies (such a cell counts as achieved).

    `valued` of `applicable` practices of weight above 0 have a value.
    """

    level: int
    coverage: Fraction | None
    coverage_high: Fraction | None
    achieved: bool
    least: Fraction | None = None
    least_high: Fraction | None = None
    valued: int = 0
    applicable: int = 0


@dataclass(frozen=True, slots=True)
class AreaScore:
    """One area. `index`, `index_high` and `level` are None when the area cannot be assessed or is not placed.

    `valued` of `counted` practices stand behind `coverage`; `rated` practices carry an answer of their own.
    """

    area: str
    assessable: bool
    index: Fraction | None
    index_high: Fraction | None
    level: int | None
    valued: int
    counted: int
    rated: int
    ahead_of_gate: tuple[int, ...]
    cells: tuple[CellScore, ...]
    placing: Fraction | None = None
    target: Fraction | None = None
    importance: Fraction | None = None
    reachable: int | None = None

    @property
    def coverage(self) -> Fraction:
        """Return the share of the counted practices that have a value; 1 when none is counted."""
        return Fraction(self.valued, self.counted) if self.counted else Fraction(1)

    @property
    def provisional(self) -> bool:
        """Return whether too little is known to compare the area."""
        return self.coverage < PROVISIONAL_BELOW

    @property
    def gap(self) -> Fraction | None:
        """Return how far the index is below the target, or None without one of them."""
        if self.target is None or self.index is None:
            return None
        return max(ZERO, self.target - self.index)

    @property
    def placing_differs(self) -> bool:
        """Return whether the placing and the index are a whole level or more apart."""
        if self.placing is None or self.index is None:
            return False
        return abs(self.placing - self.index) >= PLACING_DIFFERS_FROM


@dataclass(frozen=True, slots=True)
class ScoreCard:
    """The result of an assessment. `method` is the one used, `requested` the one chosen.

    They differ when an area was only placed: then the whole assessment is read as a survey of placings.
    """

    method: str
    requested: str
    areas: tuple[AreaScore, ...]
    mean_index: Fraction | None
    mean_index_high: Fraction | None
    weakest: AreaScore | None
    coverage: Fraction
    provisional: bool

    def area(self, area_id: str) -> AreaScore:
        """Return the score of one area; KeyError when there is none."""
        for score in self.areas:
            if score.area == area_id:
                return score
        raise KeyError(area_id)


def score(framework: Framework, answers: AnswerSet, method: str | None = None) -> ScoreCard:
    """Score a whole assessment under `method`, else the assessment's, else the framework's own."""
    values = practice_values(framework, answers.ratings, answers.options)
    return score_values(framework, answers, values, method)


def score_values(
    framework: Framework,
    answers: AnswerSet,
    values: Mapping[str, PracticeValue],
    method: str | None = None,
) -> ScoreCard:
    """Score practice values that are already there; used to try what a plan would change."""
    requested = method or answers.method or framework.scoring.method
    used = effective_method(framework, answers, values, requested)
    scored = [
        score_area(framework, a, values, answers.areas.get(a.id, NO_ANSWER), answers.options, used)
        for a in framework.areas
    ]
    return overall(framework, scored, used, requested)


def effective_method(
    framework: Framework, answers: AnswerSet, values: Mapping[str, PracticeValue], requested: str
) -> str:
    """Return the placing survey where some area was only placed and none of its practices rated."""
    placed = [area for area, answer in answers.areas.items() if placing_of(answer) is not None]
    if requested == ITCMF_SURVEY or not placed:
        return requested
    only_placed = any(not rated_practices(framework.area_by_id[area], values) for area in placed)
    return ITCMF_SURVEY if only_placed else requested


def rated_practices(area: Area, values: Mapping[str, PracticeValue]) -> int:
    """Return how many practices of an area carry an answer of their own, "does not apply" included."""
    return sum(1 for practice in area.practices if values[practice.id].state in (RATED, NA))


def placing_of(answer: AreaAnswer) -> Fraction | None:
    """Return the agreed placing, else the mean of the placing votes."""
    if answer.placing is not None:
        return answer.placing
    return mean(answer.placing_votes) if answer.placing_votes else None


def target_of(answer: AreaAnswer) -> Fraction | None:
    """Return the agreed target, else the median of the target votes."""
    if answer.target is not None:
        return answer.target
    return Fraction(median(answer.target_votes)) if answer.target_votes else None


def importance_of(answer: AreaAnswer) -> Fraction | None:
    """Return the agreed importance, else the mean of the importance votes."""
    if answer.importance is not None:
        return answer.importance
    return mean(answer.importance_votes) if answer.importance_votes else None


def score_cell(cell: Cell, values: Mapping[str, PracticeValue], scoring: Scoring) -> CellScore:
    """Return the coverage of one cell, weighted, with unknown practices as 0 and as 1."""
    weight = low = high = ZERO
    leasts: list[Fraction] = []
    leasts_high: list[Fraction] = []
    valued = applicable = 0
    unknown_weight = ZERO
    for practice in cell.practices:
        value = values[practice.id]
        if not practice.weight or (value.state == NA and scoring.not_applicable == "exclude"):
            continue
        applicable += 1
        valued += value.has_value
        weight += practice.weight
        low += practice.weight * value.low
        high += practice.weight * value.high
        if not value.has_value and value.state != NA:
            unknown_weight += practice.weight
        leasts.append(value.low)
        leasts_high.append(value.high)
    if not applicable:
        return CellScore(cell.level, None, None, achieved=True)
    if scoring.unanswered == "exclude" and unknown_weight < weight:
        known = weight - unknown_weight
        coverage, coverage_high = low / known, (high - unknown_weight) / known
    else:
        coverage, coverage_high = low / weight, high / weight
    return CellScore(
        cell.level,
        coverage,
        coverage_high,
        coverage > scoring.achieved_above,
        min(leasts),
        min(leasts_high),
        valued,
        applicable,
    )


def steps_of(framework: Framework, cells: Sequence[CellScore], high: bool = False) -> list[Step]:
    """Return the cells as the methods want them, with the upper or the lower reading of unknowns."""
    below = framework.base
    steps = []
    for cell in cells:
        coverage, least = (cell.coverage_high, cell.least_high) if high else (cell.coverage, cell.least)
        steps.append(Step(cell.level, cell.level - below, coverage, least))
        below = cell.level
    return steps


def score_area(
    framework: Framework,
    area: Area,
    values: Mapping[str, PracticeValue],
    answer: AreaAnswer,
    options: Options,
    method: str = GATED_COVERAGE,
) -> AreaScore:
    """Score one area under `method`. An area with more than half of its weight not applicable has no index."""
    scoring = framework.scoring
    cells = tuple(score_cell(cell, values, scoring) for cell in area.cells)
    rated = rated_practices(area, values)
    placing, target, importance = placing_of(answer), target_of(answer), importance_of(answer)
    steps = steps_of(framework, cells)
    ahead: tuple[int, ...] = ()
    reachable: int | None = None
    index: Fraction | None
    high: Fraction | None
    assessable = is_assessable(area, values)
    if method == ITCMF_SURVEY:
        assessable = True
        index = high = placing
    elif not assessable:
        index = high = None
    else:
        index = METHODS[method](steps, framework.base, scoring)
        high = METHODS[method](steps_of(framework, cells, high=True), framework.base, scoring)
        ahead = methods.ahead_of_gate(steps, scoring) if method == GATED_COVERAGE else ()
        reachable = methods.samm_reachable(steps, framework.base) if method == methods.SAMM_SUM else None
    level = None if index is None else level_of(framework, index, options)
    if method == ITCMF_SURVEY:
        valued, counted = int(placing is not None), 1
    else:
        valued, counted = _coverage(framework, cells, index)
    return AreaScore(
        area.id,
        assessable,
        index,
        high,
        level,
        valued,
        counted,
        rated,
        ahead,
        cells,
        placing,
        target,
        importance,
        reachable,
    )


def is_assessable(area: Area, values: Mapping[str, PracticeValue]) -> bool:
    """Return whether no more than half of the weight of an area is not applicable."""
    total = not_applicable = ZERO
    for practice in area.practices:
        total += practice.weight
        if values[practice.id].state == NA:
            not_applicable += practice.weight
    return not_applicable <= total * MOST_NOT_APPLICABLE


def level_of(framework: Framework, index: Fraction, options: Options | None = None) -> int:
    """Return the highest level number that the index reaches, never under the floor level."""
    floor = framework.scoring.floor_level
    if options is not None and options.floor_level is not None:
        floor = options.floor_level
    reached = framework.base
    for number in framework.level_numbers:
        if number <= index:
            reached = number
    return max(floor, reached)


def _coverage(framework: Framework, cells: Sequence[CellScore], index: Fraction | None) -> tuple[int, int]:
    numbers = framework.level_numbers
    reached = framework.base if index is None else int(index)
    looked_at = next((number for number in numbers if number > reached), framework.top)
    counted = [cell for cell in cells if cell.level <= looked_at]
    return sum(cell.valued for cell in counted), sum(cell.applicable for cell in counted)


def overall(framework: Framework, scored: Sequence[AreaScore], used: str, requested: str) -> ScoreCard:
    """Put the areas together: weighted mean index, weakest area, pooled coverage."""
    total = weighted = weighted_high = ZERO
    weakest: AreaScore | None = None
    for area in scored:
        if area.index is None or area.index_high is None:
            continue
        weight = framework.area_by_id[area.area].weight
        total += weight
        weighted += weight * area.index
        weighted_high += weight * area.index_high
        if weakest is None or weakest.index is None or area.index < weakest.index:
            weakest = area
    assessed = [area for area in scored if area.assessable]
    counted = sum(area.counted for area in assessed)
    coverage = Fraction(sum(area.valued for area in assessed), counted) if counted else Fraction(1)
    return ScoreCard(
        used,
        requested,
        tuple(scored),
        weighted / total if total else None,
        weighted_high / total if total else None,
        weakest,
        coverage,
        coverage < PROVISIONAL_BELOW,
    )


def score_by_every_method(framework: Framework, answers: AnswerSet) -> dict[str, ScoreCard]:
    """Score the same answers under every method, for the table that sets them side by side."""
    values = practice_values(framework, answers.ratings, answers.options)
    cards = {}
    for key in methods.METHOD_KEYS:
        scored = [
            score_area(framework, a, values, answers.areas.get(a.id, NO_ANSWER), answers.options, key)
            for a in framework.areas
        ]
        cards[key] = overall(framework, scored, key, key)
    return cards
