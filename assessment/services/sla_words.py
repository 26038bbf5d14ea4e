"""Values, periods and targets of agreements in words."""

from fractions import Fraction

from assessment.domain.numbers import plain
from assessment.domain.reading_values import minutes_in_words
from assessment.domain.sla_content import (
    AT_LEAST,
    AVAILABILITY,
    FUNCTIONALITY,
    METRIC,
    RESOLUTION,
    RESPONSE,
    Target,
)
from assessment.domain.sla_results import is_percent, operator_of
from assessment.domain.wording import joined
from assessment.services.results_metrics import period_name

DURATION = "duration"
KINDS = {
    RESPONSE: "Response",
    RESOLUTION: "Resolution",
    AVAILABILITY: "Availability",
    FUNCTIONALITY: "Functionality",
    METRIC: "Metric",
}


def period_in_words(code: str, kind: str = "month") -> str:
    """Return a period by its last month: "Oct 2026", "Q4 2026" or "2026"."""
    if kind == "year":
        return code[:4]
    if kind == "quarter":
        return f"Q{(int(code[5:]) + 2) // 3} {code[:4]}"
    return period_name(code)


def value_of(target: Target, value: Fraction | None) -> str:
    """Return a value in the unit of its target; "no data" without one."""
    if value is None:
        return "no data"
    if is_percent(target):
        return f"{plain(value, 3 if target.kind == AVAILABILITY else 1)}%"
    return minutes_in_words(value) if target.unit == DURATION else plain(value)


def agreed_in_words(target: Target) -> str:
    """Return what was agreed: "at least 95%", "at most 3"."""
    if target.value is None:
        return "nothing agreed"
    word = "at least" if operator_of(target) == AT_LEAST else "at most"
    return f"{word} {value_of(target, target.value)}"


def apart_in_words(target: Target, variance: Fraction | None) -> str:
    """Return by how much a value is better or worse than another one: "5 points worse"."""
    if variance is None:
        return "–"
    if not variance:
        return "equal"
    size = abs(variance)
    places = 3 if target.kind == AVAILABILITY else 1
    if is_percent(target):
        shown = plain(size, places)
        amount = f"{shown} {'point' if shown == '1' else 'points'}"
    else:
        amount = minutes_in_words(size) if target.unit == DURATION else plain(size)
    return f"{amount} {'better' if variance > 0 else 'worse'}"


def scope_of(target: Target) -> str:
    """Return what a target is about: its kind, classes, time, site, category."""
    parts = [KINDS.get(target.kind, target.kind)]
    parts += [joined(target.classes)] if target.classes else []
    if target.limit_minutes is not None:
        parts.append(f"within {minutes_in_words(target.limit_minutes)}")
    elif target.limit_text:
        parts.append(f"within {target.limit_text}")
    parts += [one for one in (target.category, target.site) if one]
    return ", ".join(parts)
