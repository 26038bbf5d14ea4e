"""The checks of an agreement that lay targets beside each other: order, thresholds, recovery."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from assessment.domain.durations import in_words
from assessment.domain.sla_content import (
    ALWAYS,
    AT_LEAST,
    METRIC,
    RESOLUTION,
    RESPONSE,
    SlaContent,
    Target,
)
from assessment.domain.sla_findings import FAIL, PASS, WARN, Finding
from assessment.domain.sla_time import ServiceTime

WHOLE = 100
KIND_NAMES = {RESPONSE: "Response", RESOLUTION: "Resolution"}


def number(value: Fraction) -> str:
    """Return a number with at most three decimals."""
    text = f"{float(round(value, 3)):.3f}"
    return text.rstrip("0").rstrip(".")


def availability_findings(target: Target, time: ServiceTime) -> list[Finding]:
    """Return whether the percentage can be one, and how long the service may be away."""
    if target.value is None or not 0 < target.value <= WHOLE:
        return [Finding(FAIL, "percent", {"name": target.name})]
    found = [_threshold(target)]
    if time.is_known:
        week = time.allowed(target.value, time.week)
        period = time.allowed(target.value, time.minutes_of(target.period))
        words = {
            "name": target.name, "value": number(target.value), "week": number(week),
            "period": number(period), "month": f"this {target.period}",
        }  # fmt: skip
        found.insert(0, Finding(PASS, "downtime", words))
    return found


def _threshold(target: Target) -> Finding:
    if target.unacceptable is None or target.value is None:
        return Finding(WARN, "no threshold", {"name": target.name})
    worse = (
        target.unacceptable < target.value
        if target.operator == AT_LEAST
        else target.unacceptable > target.value
    )
    words = {
        "name": target.name, "threshold": number(target.unacceptable), "value": number(target.value),
    }  # fmt: skip
    return Finding(PASS, "threshold worse", words) if worse else Finding(FAIL, "threshold better", words)


def performance_findings(targets: Sequence[Target], hours: str) -> list[Finding]:
    """Return whether thresholds, the order of the classes, and response and resolution fit together."""
    found = [_threshold(one) for one in targets]
    for kind in (RESPONSE, RESOLUTION):
        found += _order([one for one in targets if one.kind == kind], kind, hours)
    return [*found, *_response_first(targets, hours)]


def _order(targets: Sequence[Target], kind: str, hours: str) -> list[Finding]:
    timed = [one for one in targets if one.limit_minutes is not None]
    if len(timed) < 2:
        return []
    found = [
        Finding(state, key, {"kind": KIND_NAMES[kind], "first": one.name, "second": other.name})
        for one, other in pairwise(in_order(timed))
        for state, key in [_compared(one, other, hours)]
        if state != PASS
    ]
    return found or [Finding(PASS, "order kept", {"kind": KIND_NAMES[kind]})]


def in_order(targets: Sequence[Target]) -> list[Target]:
    """Return targets from the most urgent class on: by the number in its name, else as they are listed."""
    ranks = [_rank(one) for one in targets]
    if None in ranks:
        return list(targets)
    return [one for _, one in sorted(zip(ranks, targets, strict=True), key=lambda pair: pair[0] or 0)]


def _rank(target: Target) -> int | None:
    digits = [
        char for char in (target.classes[0] if target.classes else "") if char.isascii() and char.isdigit()
    ]
    return int(digits[0]) if len(digits) == 1 else None


def _compared(first: Target, second: Target, hours: str) -> tuple[str, str]:
    one, other = (target.calendar_id or hours for target in (first, second))
    longer = (first.limit_minutes or 0) > (second.limit_minutes or 0)
    if one == other:
        return (FAIL, "order broken") if longer else (PASS, "order kept")
    # Minutes of the clock pass at least as fast as those of any calendar.
    if one == ALWAYS and not longer:
        return PASS, "order kept"
    return WARN, "order unclear"


def _response_first(targets: Sequence[Target], hours: str) -> Iterator[Finding]:
    resolutions = [one for one in targets if one.kind == RESOLUTION and one.limit_minutes is not None]
    for response in targets:
        if response.kind != RESPONSE or response.limit_minutes is None:
            continue
        for resolution in resolutions:
            same = {name.casefold() for name in response.classes} & {
                name.casefold() for name in resolution.classes
            }
            calendars = {target.calendar_id or hours for target in (response, resolution)}
            if not same or len(calendars) > 1:
                continue
            quicker = response.limit_minutes < (resolution.limit_minutes or 0)
            key = (PASS, "response first") if quicker else (FAIL, "response late")
            yield Finding(*key, {"name": ", ".join(response.classes)})


def functionality_findings(targets: Sequence[Target], categories: Sequence[str]) -> list[Finding]:
    """Return whether the tolerated errors are whole numbers of categories that the agreement knows."""
    known = {name.casefold() for name in categories}
    found = []
    for one in targets:
        value = one.value
        if value is None or value < 0 or value.denominator != 1:
            found.append(Finding(FAIL, "not whole", {"name": one.name}))
        elif one.category.casefold() not in known:
            found.append(
                Finding(FAIL, "category unknown", {"name": one.name, "category": one.category or "none"})
            )
        else:
            found.append(
                Finding(PASS, "whole", {"name": one.name, "value": number(value), "period": one.period})
            )
    return found


def continuity_findings(content: SlaContent, target: Target | None, time: ServiceTime) -> list[Finding]:
    """Return whether the service is back before its absence counts as failing."""
    recovery = content.recovery_time_minutes
    if recovery is None or recovery <= 0:
        return [Finding(FAIL, "no rto")]
    words = {"time": in_words(recovery)}
    if content.declared_disaster:
        return [Finding(PASS, "rto disaster", words)]
    if target is None or target.unacceptable is None or not time.is_known:
        return [Finding(PASS, "rto", words), Finding(WARN, "rto unclear")]
    limit = time.allowed(target.unacceptable, time.minutes_of(target.period))
    if recovery > limit:
        return [Finding(FAIL, "rto long", words | {"limit": in_words(limit), "period": target.period})]
    return [Finding(PASS, "rto", words)]


def unit_of(kind: str) -> str:
    """Return the unit that a kind of target has by itself; "" where it has to be said."""
    return {METRIC: "", "functionality": "count"}.get(kind, "percent")
