"""Which practices are worth planning: the missing ones up to the target; docs/method.md, "Candidates"."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from assessment.domain.answers import AnswerSet
from assessment.domain.framework import Area, Framework, Practice
from assessment.domain.methods import ITCMF_SURVEY
from assessment.domain.numbers import whole
from assessment.domain.priority import DEFAULT_IMPORTANCE
from assessment.domain.scoring import AreaScore, ScoreCard, target_of
from assessment.domain.values import NA, ONE, UNKNOWN, ZERO, PracticeValue

IMPROVE = "improve"
FIND_OUT = "find_out"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A practice that may enter the plan. `kind` is improve, or find_out where nothing is known of it.

    `gap` is the distance from the area's index to its target. `ahead` says that the cell lies above the
    gate and is mostly done already.
    """

    practice: Practice
    kind: str
    value: Fraction
    gap: Fraction
    importance: Fraction
    ahead: bool


def candidates(
    framework: Framework, card: ScoreCard, values: Mapping[str, PracticeValue], answers: AnswerSet
) -> tuple[Candidate, ...]:
    """Return the practices that separate each area from its target, in framework order.

    Areas without target or index and areas that cannot be assessed stay out, and so do practices of weight
    0, not applicable, or fully in place. The target is the card's, else the one in `answers`.
    """
    found: list[Candidate] = []
    for score in card.areas:
        target = score.target
        if target is None and score.area in answers.areas:
            target = target_of(answers.areas[score.area])
        if not score.assessable or score.index is None or target is None or score.index >= target:
            continue
        area = framework.area_by_id[score.area]
        levels = _levels_between(framework, score, target, card.method)
        found.extend(_of_area(area, score, levels, target - score.index, values))
    return tuple(found)


def _levels_between(framework: Framework, score: AreaScore, target: Fraction, method: str) -> frozenset[int]:
    index = score.index if score.index is not None else ZERO
    above = next((number for number in framework.level_numbers if number > index), framework.top)
    if method != ITCMF_SURVEY:
        open_cells = (cell.level for cell in score.cells if not cell.achieved)
        above = min(above, next(open_cells, above))
    highest = max(above, whole(target))
    return frozenset(number for number in framework.level_numbers if above <= number <= highest)


def _of_area(
    area: Area,
    score: AreaScore,
    levels: frozenset[int],
    gap: Fraction,
    values: Mapping[str, PracticeValue],
) -> Iterator[Candidate]:
    importance = DEFAULT_IMPORTANCE if score.importance is None else score.importance
    for practice in area.practices:
        value = values[practice.id]
        missing = practice.weight and value.state != NA and value.low < ONE
        if practice.level in levels and missing:
            kind = FIND_OUT if value.state == UNKNOWN else IMPROVE
            ahead = practice.level in score.ahead_of_gate
            yield Candidate(practice, kind, value.low, gap, importance, ahead)
