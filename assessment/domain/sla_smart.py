"""Whether a target is specific, measurable, agreed, realistic and bound to a time; docs/method.md, "SLA"."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from assessment.domain.durations import in_words
from assessment.domain.sla_content import (
    ALWAYS,
    AT_LEAST,
    AVAILABILITY,
    EXAMPLE,
    FUNCTIONALITY,
    METRIC,
    PERIODS,
    RESOLUTION,
    RESPONSE,
    Target,
)
from assessment.domain.sla_findings import CANNOT_TELL, FAIL, PASS, WARN, Finding
from assessment.domain.sla_vague import vague_words
from assessment.domain.slas import SIDES

LETTERS = ("S", "M", "A", "R", "T")
TIMED = (RESPONSE, RESOLUTION)
FEWEST_PERIODS, MOST_PERIODS = 3, 12
RECENT_PERIODS = 3
ENOUGH_CASES = 20
WHOLE = 100


@dataclass(frozen=True, slots=True)
class SmartFacts:
    """What is known beside the target itself.

    `values` are what was measured in the periods before, oldest first, as pairs of a month and a value;
    `recent` are the last three months, `calendars` the zone by the id of a calendar, `signed` the sides that
    signed exactly this version, `service_calendar` the one of the service hours.
    """

    service: bool = True
    metrics: frozenset[str] = frozenset()
    values: Sequence[tuple[str, Fraction]] = ()
    recent: Sequence[str] = ()
    cases: Fraction | None = None
    signed: frozenset[str] = frozenset()
    valid_from: date | None = None
    valid_to: date | None = None
    calendars: Mapping[str, str] = field(default_factory=dict)
    service_calendar: str = ""


@dataclass(frozen=True, slots=True)
class Smart:
    """The five findings about a target."""

    specific: Finding
    measurable: Finding
    agreed: Finding
    realistic: Finding
    timed: Finding

    @property
    def letters(self) -> tuple[tuple[str, Finding], ...]:
        """Return the findings with their letters, in order."""
        found = (self.specific, self.measurable, self.agreed, self.realistic, self.timed)
        return tuple(zip(LETTERS, found, strict=True))


def smart(target: Target, facts: SmartFacts) -> Smart:
    """Return the five findings about a target."""
    return Smart(
        specific(target, facts), measurable(target, facts), agreed(facts), realistic(target, facts),
        timed(target, facts),
    )  # fmt: skip


def ready(target: Target, found: Smart) -> bool:
    """Return whether a target may leave the negotiation.

    Specific, measurable and timed must not fail; realistic neither, unless it was accepted with a reason.
    """
    proven = all(one.state in (PASS, WARN) for one in (found.specific, found.measurable, found.timed))
    return proven and (found.realistic.state != FAIL or bool(target.accepted_because))


def _listed(parts: Sequence[str]) -> dict[str, str]:
    return {"parts": "|".join(parts)}


def specific(target: Target, facts: SmartFacts) -> Finding:
    """Return whether it says of what, where, and which value is wanted, in words that mean one thing."""
    vague = vague_words(" ".join((target.name, target.limit_text, target.source)))
    if vague:
        return Finding(FAIL, "s vague", {"words": ", ".join(vague)})
    missing = _missing(target, facts)
    if missing:
        return Finding(FAIL, "s missing", _listed(missing))
    if target.kind in TIMED and target.limit_minutes is None:
        return Finding(WARN, "s case by case")
    return Finding(PASS, "s pass")


def _missing(target: Target, facts: SmartFacts) -> list[str]:
    scoped = {RESPONSE: target.classes or target.site, RESOLUTION: target.classes or target.site,
              FUNCTIONALITY: target.category}  # fmt: skip
    limited = target.limit_minutes is not None or target.limit_text
    needed = (
        ("metric", target.kind != METRIC or target.metric_id),
        ("service", facts.service),
        ("scope", scoped.get(target.kind, True)),
        ("operator", target.operator),
        ("value", target.value is not None),
        ("unit", target.unit),
        ("limit", target.kind not in TIMED or limited),
    )
    return [name for name, there in needed if not there]


def measurable(target: Target, facts: SmartFacts) -> Finding:
    """Return whether it is known how to measure it, and whether somebody has done so lately."""
    if target.kind == METRIC and target.metric_id not in facts.metrics:
        return Finding(FAIL, "m unknown metric")
    if target.source in ("", EXAMPLE) and target.kind != METRIC:
        return Finding(FAIL, "m no source")
    known = {month for month, _ in facts.values}
    typed = target.baseline is not None and target.baseline_to in facts.recent
    if not typed and not known.intersection(facts.recent):
        return Finding(FAIL, "m no value")
    if facts.cases is not None and facts.cases < ENOUGH_CASES and target.unit == "percent":
        points = WHOLE / facts.cases if facts.cases else Fraction(WHOLE)
        return Finding(WARN, "m few cases", {"cases": in_short(facts.cases), "points": in_short(points)})
    return Finding(PASS, "m pass")


def agreed(facts: SmartFacts) -> Finding:
    """Return whether both sides signed exactly this version."""
    missing = [side for side in SIDES if side not in facts.signed]
    if not missing:
        return Finding(PASS, "a pass")
    if len(missing) < len(SIDES):
        return Finding(WARN, "a one side", _listed(missing))
    return Finding(FAIL, "a nobody")


def meets(target: Target, value: Fraction) -> bool:
    """Return whether a measured value meets a target that has a value."""
    wanted = target.value or Fraction(0)
    return value >= wanted if target.operator == AT_LEAST else value <= wanted


def _with_margin(target: Target, value: Fraction) -> bool:
    wanted = target.value or Fraction(0)
    if target.unit == "percent" and target.operator == AT_LEAST:
        return value >= wanted + (WHOLE - wanted) / 2
    step = abs(wanted) / 10
    return value >= wanted + step if target.operator == AT_LEAST else value <= wanted - step


def realistic(target: Target, facts: SmartFacts) -> Finding:
    """Return what the periods before say about it; without enough of them nobody can tell."""
    behind = sum((one.minutes for one in target.underpinned_by), Fraction(0))
    if target.limit_minutes is not None and behind > target.limit_minutes:
        words = {"behind": in_words(behind), "limit": in_words(target.limit_minutes)}
        return Finding(FAIL, "r behind", words)
    if target.value is None:
        return Finding(CANNOT_TELL, "r no value")
    values = [value for _, value in facts.values][-MOST_PERIODS:]
    if len(values) >= FEWEST_PERIODS:
        return _against(target, values)
    if (
        target.baseline is not None
        and months_between(target.baseline_from, target.baseline_to) >= FEWEST_PERIODS
    ):
        state, key = (
            (PASS, "r baseline met") if meets(target, target.baseline) else (FAIL, "r baseline missed")
        )
        return Finding(state, key, {"from": target.baseline_from, "to": target.baseline_to})
    return Finding(CANNOT_TELL, "r no baseline", {"periods": str(len(values))})


def _against(target: Target, values: Sequence[Fraction]) -> Finding:
    met = sum(1 for value in values if meets(target, value))
    words = {"met": str(met), "of": str(len(values))}
    if met == 0:
        return Finding(FAIL, "r never", words)
    if met == len(values) and all(_with_margin(target, value) for value in values):
        return Finding(WARN, "r no stretch", words)
    return Finding(PASS, "r pass", words)


def months_between(first: str, last: str) -> int:
    """Return how many months there are from one such as 2026-01 to another, both included; 0 for none."""
    try:
        begin, end = (date.fromisoformat(f"{month}-01") for month in (first, last))
    except ValueError:
        return 0
    return max(0, (end.year - begin.year) * 12 + end.month - begin.month + 1)


def timed(target: Target, facts: SmartFacts) -> Finding:
    """Return whether it says for which periods, from when to when, and when it is looked at again."""
    calendar = target.calendar_id or facts.service_calendar
    needed = (
        ("period", target.period in PERIODS),
        ("valid from", facts.valid_from),
        ("valid to", facts.valid_to),
        ("review day", target.review_on),
        ("calendar", not needs_calendar(target) or calendar),
    )
    missing = [name for name, there in needed if not there]
    if missing:
        return Finding(FAIL, "t missing", _listed(missing))
    if needs_calendar(target) and calendar != ALWAYS and not facts.calendars.get(calendar):
        return Finding(FAIL, "t calendar gone" if calendar not in facts.calendars else "t no zone")
    begin, end = facts.valid_from or date.min, facts.valid_to or date.min
    if begin >= end:
        return Finding(FAIL, "t backwards")
    if not begin <= (target.review_on or date.min) <= end:
        return Finding(FAIL, "t review outside")
    return Finding(PASS, "t pass")


def needs_calendar(target: Target) -> bool:
    """Return whether a target counts time, so that it has to be known which."""
    return target.kind in TIMED or target.kind == AVAILABILITY


def in_short(value: Fraction) -> str:
    """Return a number with at most one decimal."""
    tenths = round(value * 10)
    return str(tenths // 10) if tenths % 10 == 0 else f"{tenths // 10}.{tenths % 10}"
