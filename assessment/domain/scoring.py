"""From answers to a score card: cells, area indexes with range, overall; docs/method.md, "Scoring"."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from statistics import median

from assessment.domain import methods
from assessment.domain.answers import AnswerSet, AreaAnswer, Options
from assessment.domain.cells import CellScore, score_cell, steps_of
from assessment.domain.framework import Area, Framework
from assessment.domain.methods import GATED_COVERAGE, ITCMF_SURVEY, METHODS, Step
from assessment.domain.values import NA, RATED, ZERO, PracticeValue, mean, practice_values

PROVISIONAL_BELOW = Fraction(4, 5)
PLACING_DIFFERS_FROM = Fraction(1)
MOST_NOT_APPLICABLE = Fraction(1, 2)

NO_ANSWER = AreaAnswer()


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


def score_area(
    framework: Framework,
    area: Area,
    values: Mapping[str, PracticeValue],
    answer: AreaAnswer,
    options: Options,
    method: str = GATED_COVERAGE,
) -> AreaScore:
    """Score one area under `method`; no index when more than half of its weight is not applicable."""
    return _score_area(framework, area, _looked_at(framework, area, values), answer, options, method)


@dataclass(frozen=True, slots=True)
class _Looked:
    """What every method reads of an area, worked out once."""

    cells: tuple[CellScore, ...]
    steps: Sequence[Step]
    steps_high: Sequence[Step]
    rated: int
    assessable: bool

    @property
    def is_certain(self) -> bool:
        return all(c.coverage == c.coverage_high and c.least == c.least_high for c in self.cells)


def _looked_at(framework: Framework, area: Area, values: Mapping[str, PracticeValue]) -> _Looked:
    cells = tuple(score_cell(cell, values, framework.scoring) for cell in area.cells)
    steps = steps_of(framework, cells)
    return _Looked(
        cells,
        steps,
        steps_of(framework, cells, high=True),
        rated_practices(area, values),
        is_assessable(area, values),
    )


def _score_area(
    framework: Framework, area: Area, looked: _Looked, answer: AreaAnswer, options: Options, method: str
) -> AreaScore:
    scoring = framework.scoring
    placing = placing_of(answer)
    assessable = looked.assessable or method == ITCMF_SURVEY
    index: Fraction | None = None
    high: Fraction | None = None
    if method == ITCMF_SURVEY:
        index = high = placing
        valued, counted = int(placing is not None), 1
    else:
        if assessable:
            index = high = METHODS[method](looked.steps, framework.base, scoring)
            if not looked.is_certain:
                high = METHODS[method](looked.steps_high, framework.base, scoring)
        valued, counted = _coverage(framework, looked.cells, index)
    gated = method == GATED_COVERAGE and assessable
    return AreaScore(
        area.id,
        assessable,
        index,
        high,
        None if index is None else level_of(framework, index, options),
        valued,
        counted,
        looked.rated,
        methods.ahead_of_gate(looked.steps, scoring) if gated else (),
        looked.cells,
        placing,
        target_of(answer),
        importance_of(answer),
        methods.samm_reachable(looked.steps, framework.base) if method == methods.SAMM_SUM else None,
    )


def is_assessable(area: Area, values: Mapping[str, PracticeValue]) -> bool:
    """Return whether no more than half of the weight of an area is not applicable."""
    left_out = [practice.weight for practice in area.practices if values[practice.id].state == NA]
    if not left_out:
        return True
    total = sum((practice.weight for practice in area.practices), ZERO)
    return sum(left_out, ZERO) <= total * MOST_NOT_APPLICABLE


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


def score_by_every_method(
    framework: Framework, answers: AnswerSet, values: Mapping[str, PracticeValue] | None = None
) -> dict[str, ScoreCard]:
    """Score the same answers under every method, for the table that sets them side by side."""
    if values is None:
        values = practice_values(framework, answers.ratings, answers.options)
    looked = [(area, _looked_at(framework, area, values)) for area in framework.areas]
    cards = {}
    for key in methods.METHOD_KEYS:
        scored = [
            _score_area(framework, area, seen, answers.areas.get(area.id, NO_ANSWER), answers.options, key)
            for area, seen in looked
        ]
        cards[key] = overall(framework, scored, key, key)
    return cards
