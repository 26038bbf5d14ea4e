"""What the index becomes when items are done, so that a plan shows its worth before it starts."""

from collections.abc import Collection, Iterable, Mapping
from fractions import Fraction

from assessment.domain.answers import AnswerSet, Options
from assessment.domain.framework import Framework
from assessment.domain.scoring import NO_ANSWER, ScoreCard, overall, score_area, score_values
from assessment.domain.values import IMPLIED, NA, ONE, RATED, UNKNOWN, PracticeValue
from assessment.domain.waves import Schedule

IN_PLACE = PracticeValue(RATED, ONE, ONE, ONE)


def index_if_done(
    framework: Framework,
    answers: AnswerSet,
    values: Mapping[str, PracticeValue],
    practices: Collection[str],
    card: ScoreCard | None = None,
) -> ScoreCard:
    """Return the score card as if `practices` were fully in place.

    A practice that is unknown or does not apply stays as it is: finding out changes no value. With the
    `card` of `values` only the areas that change are scored again.
    """
    changed = values_if_done(framework, values, practices, answers.options)
    if card is None:
        card = score_values(framework, answers, values)
    return _with_changes(framework, answers, {**values, **changed}, changed, card)


def values_if_done(
    framework: Framework,
    values: Mapping[str, PracticeValue],
    practices: Collection[str],
    options: Options,
) -> dict[str, PracticeValue]:
    """Return the practice values that differ once `practices` are fully in place, implied ones included."""
    changed = {
        key: IN_PLACE for key in practices if values[key].state not in (UNKNOWN, NA) and values[key].low < ONE
    }
    use_implied = framework.scoring.use_implied if options.use_implied is None else options.use_implied
    if not use_implied or not changed:
        return changed
    for practice in framework.in_implied_order:
        lifting = [source for source in practice.implied_by if source in changed]
        if not lifting or practice.id in changed or values[practice.id].state == NA:
            continue
        source = max(lifting, key=lambda key: changed[key].low)
        lifted = _lifted(values[practice.id], changed[source], source)
        if lifted is not None:
            changed[practice.id] = lifted
    return changed


def _lifted(value: PracticeValue, by: PracticeValue, source: str) -> PracticeValue | None:
    if by.low <= value.low:
        return None
    state = IMPLIED if value.own is None else RATED
    return PracticeValue(state, by.low, max(value.high, by.high), value.own, by.lifted_by or source)


def _with_changes(
    framework: Framework,
    answers: AnswerSet,
    values: Mapping[str, PracticeValue],
    changed: Iterable[str],
    card: ScoreCard,
) -> ScoreCard:
    touched = {framework.practices[key].area for key in changed}
    if not touched:
        return card
    scored = [
        score_area(
            framework,
            framework.area_by_id[score.area],
            values,
            answers.areas.get(score.area, NO_ANSWER),
            answers.options,
            card.method,
        )
        if score.area in touched
        else score
        for score in card.areas
    ]
    return overall(framework, scored, card.method, card.requested)


def mean_after_waves(
    framework: Framework,
    answers: AnswerSet,
    values: Mapping[str, PracticeValue],
    card: ScoreCard,
    laid: Schedule,
    improving: Collection[str],
) -> tuple[Fraction | None, ...]:
    """Return the mean index after each wave, all earlier waves included.

    An item counts in the wave in which its last day falls; only the items in `improving` change a value.
    """
    means = []
    for wave in laid.waves:
        finished = [key for key, ends in laid.ends.items() if ends == wave.number and key in improving]
        changed = values_if_done(framework, values, finished, answers.options)
        values = {**values, **changed}
        card = _with_changes(framework, answers, values, changed, card)
        means.append(card.mean_index)
    return tuple(means)
