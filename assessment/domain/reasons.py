"""Why an item stands where it stands, as one line with the arithmetic and the plain reasons."""

import re
from collections.abc import Callable, Mapping
from fractions import Fraction

from assessment.domain.candidates import FIND_OUT
from assessment.domain.framework import Framework, localise
from assessment.domain.numbers import percent, plain
from assessment.domain.plan_items import PlanItem
from assessment.domain.priority import (
    GAP_X_IMPORTANCE,
    VALUE_EFFORT_MATRIX,
    VALUE_PER_EFFORT,
    WSJF,
    matrix_class,
)
from assessment.domain.values import ZERO
from assessment.domain.wording import capital

DONE_IN_WORDS: Mapping[Fraction, str] = {
    ZERO: "nothing done yet",
    Fraction(1, 3): "one third done",
    Fraction(1, 2): "half done",
    Fraction(2, 3): "two thirds done",
}
NAMED_AT_MOST = 3


def because(item: PlanItem, framework: Framework, language: str = "en") -> str:
    """Return the explanation of one item: "2.48 = benefit 3.3 (...) / remaining effort 1.33 (...); ..."."""
    parts = [arithmetic(item), *reasons(item, framework, language)]
    return "; ".join(part for part in parts if part)


def arithmetic(item: PlanItem) -> str:
    """Return how the item's own priority comes about, numbers rounded to two decimals."""
    return f"{plain(item.priority)} = {_FORMULAS[item.method](item)}"


def reasons(item: PlanItem, framework: Framework, language: str = "en") -> tuple[str, ...]:
    """Return the plain reasons beside the arithmetic, the most telling first."""
    area = localise(framework.area_by_id[item.area].name, language)
    found = [
        _gap_in_words(item, area),
        _unlocks_in_words(item),
        _waits_in_words(item),
        *item.impact_reasons,
        "already mostly done" if item.ahead else "",
        "nobody could say yet whether it is in place, so find out first" if item.kind == FIND_OUT else "",
        _pin_in_words(item),
    ]
    return tuple(reason for reason in found if reason)


def _benefit_in_words(item: PlanItem) -> str:
    inputs = item.inputs
    return (
        f"benefit {plain(item.benefit)} (importance {plain(inputs.importance)}, "
        f"gap {plain(inputs.gap_points)}, impact {inputs.impact}, urgency {inputs.urgency})"
    )


def _effort_in_words(item: PlanItem) -> str:
    value = item.inputs.value
    done = DONE_IN_WORDS.get(value, f"{percent(value)} done")
    return f"remaining effort {plain(item.remaining_effort)} (effort {item.inputs.effort}, {done})"


def _value_per_effort(item: PlanItem) -> str:
    return f"{_benefit_in_words(item)} / {_effort_in_words(item)}"


def _gap_x_importance(item: PlanItem) -> str:
    return f"gap {plain(item.inputs.gap)} x importance {plain(item.inputs.importance)}"


def _wsjf(item: PlanItem) -> str:
    inputs = item.inputs
    return (
        f"(importance {plain(inputs.importance)} + urgency {inputs.urgency} + impact {inputs.impact})"
        f" / {_effort_in_words(item)}"
    )


def _value_effort_matrix(item: PlanItem) -> str:
    quadrant = matrix_class(item.benefit, item.remaining_effort)
    return f"{quadrant}, {_benefit_in_words(item)} against {_effort_in_words(item)}"


_FORMULAS: Mapping[str, Callable[[PlanItem], str]] = {
    VALUE_PER_EFFORT: _value_per_effort,
    GAP_X_IMPORTANCE: _gap_x_importance,
    WSJF: _wsjf,
    VALUE_EFFORT_MATRIX: _value_effort_matrix,
}


def _gap_in_words(item: PlanItem, area: str) -> str:
    gap = item.inputs.gap
    unit = "level" if gap == 1 else "levels"
    return f"{area} is {plain(gap)} {unit} below its target"


def _named(practices: tuple[str, ...]) -> str:
    shown = ", ".join(practices[:NAMED_AT_MOST])
    more = len(practices) - NAMED_AT_MOST
    return f"{shown} and {more} more" if more > 0 else shown


def _unlocks_in_words(item: PlanItem) -> str:
    if not item.unlocks:
        return ""
    raised = (
        f"raised to {plain(item.effective_priority)} because "
        if item.effective_priority > item.priority
        else ""
    )
    return f"{raised}it unlocks {_named(item.unlocks)}"


def _waits_in_words(item: PlanItem) -> str:
    return f"needs {_named(item.open_needs)} first" if item.open_needs else ""


def _pin_in_words(item: PlanItem) -> str:
    if item.pin is None:
        return ""
    why = f" because {item.pin.reason}" if item.pin.reason else ""
    return f"pinned to wave {item.pin.wave}{why}"


def named_by_rank(ranks: Mapping[str, int], word: str = "") -> Callable[[str], str]:
    """Return what puts the ranks of planned items, after `word`, in place of their ids in a sentence."""
    ids = "|".join(map(re.escape, ranks)) or "(?!)"
    named = re.compile(rf"(?<![\w-])({ids})(?![\w-])")
    return lambda sentence: capital(named.sub(lambda found: f"{word}{ranks[found[0]]}", sentence))
