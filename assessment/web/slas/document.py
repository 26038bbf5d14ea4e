"""An agreement as people read it: the ten points in order, each with what it says and its targets."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from assessment.domain.sla_checks import PointCheck
from assessment.domain.sla_content import (
    ALWAYS,
    AT_MOST,
    AVAILABILITY,
    FUNCTIONALITY,
    METRIC,
    PER_MISS,
    POINTS,
    RESOLUTION,
    RESPONSE,
    Credit,
    SlaContent,
    Target,
)
from assessment.domain.sla_findings import PASS, Finding, worst
from assessment.domain.sla_points import FIELD_NAMES, POINT_FIELDS, POINT_NAMES
from assessment.services.slas_loaded import Loaded
from assessment.services.slas_points import typed_of
from assessment.services.slas_reading import limit_of, text_of
from assessment.web.filters import format_money, format_short_date
from assessment.web.slas.words import STATE_KINDS

TARGETS_OF: Mapping[str, tuple[str, ...]] = {
    "availability": (AVAILABILITY,),
    "performance": (RESPONSE, RESOLUTION, METRIC),
    "functionality": (FUNCTIONALITY,),
}
Told = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class TargetRow:
    """A target in the table of its point; `letters` are pairs of a text and a tag, `told` why."""

    key: str
    name: str
    wanted: str
    limit: str
    hours: str
    failing: str
    period: str
    letters: tuple[tuple[str, str], ...]
    told: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class PointView:
    """One point: its facts as pairs, its prose, its targets, and what the checks say."""

    point: str
    number: int
    name: str
    facts: tuple[tuple[str, str], ...]
    prose: str
    waiver: str
    targets: tuple[TargetRow, ...]
    filled: bool
    state: str
    kind: str
    told: tuple[Told, ...]


def document_of(
    loaded: Loaded, content: SlaContent, language: str, *, checked: bool = True
) -> tuple[PointView, ...]:
    """Return the ten points of a content; the checks are those of the draft, so only with `checked`."""
    checks = {one.point: one for one in loaded.checks} if checked else {}
    return tuple(
        _point(loaded, content, point, number, checks.get(point), language)
        for number, point in enumerate(POINTS, 1)
    )


def _point(
    loaded: Loaded, content: SlaContent, point: str, number: int, check: PointCheck | None, language: str
) -> PointView:
    kinds = TARGETS_OF.get(point, ())
    targets = (one for one in content.targets if one.kind in kinds)
    state = worst(check.findings) if check else PASS
    return PointView(
        point=point,
        number=number,
        name=POINT_NAMES[point],
        facts=tuple(_facts(loaded, content, point, language)),
        prose=content.prose.get(point, ""),
        waiver=content.waivers.get(point, ""),
        targets=tuple(target_row(loaded, one, language, checked=check is not None) for one in targets),
        filled=check.filled if check else True,
        state=state,
        kind=STATE_KINDS[state],
        told=told_of(check.findings, language) if check else (),
    )


def told_of(findings: Iterable[Finding], language: str) -> tuple[Told, ...]:
    """Return findings as triples of the state, the kind of its tag and the sentence."""
    return tuple((one.state, STATE_KINDS[one.state], one.sentence(language)) for one in findings)


def _facts(loaded: Loaded, content: SlaContent, point: str, language: str) -> Iterable[tuple[str, str]]:
    typed = typed_of(content, point)
    for name in POINT_FIELDS[point]:
        value = _fact(loaded, content, name, typed, language)
        if value:
            yield FIELD_NAMES[name], value


def _fact(loaded: Loaded, content: SlaContent, name: str, typed: Mapping[str, str], language: str) -> str:
    if name == "signatories":
        return "; ".join(
            f"{', '.join(dict.fromkeys(filter(None, (one.name, one.role))))} for the {one.side}"
            for one in content.signatories
        )
    if name == "credits":
        return "; ".join(credit_text(one, content) for one in content.credits)
    if name.endswith("calendar_id"):
        return calendar_text(loaded, typed[name])
    if name == "price" and content.price is not None:
        return format_money(content.price, content.currency, language)
    if name in ("price_per", "currency") and content.price is None:
        return typed[name] if name == "currency" else ""
    return typed[name].replace("\n", "; ")


def credit_text(credit: Credit, content: SlaContent) -> str:
    """Return a credit in words."""
    name = next((one.name for one in content.targets if one.key == credit.target_key), credit.target_key)
    worth = (
        f"{text_of(credit.percent)}%"
        if credit.percent is not None
        else f"{text_of(credit.amount)} {content.currency}"
    )
    per = "each period that misses it" if credit.per == PER_MISS else "each point below it"
    most = f", at most {text_of(credit.at_most_percent)}%" if credit.at_most_percent is not None else ""
    return f"{name}: {worth} for {per}{most}"


def calendar_text(loaded: Loaded, calendar_id: str) -> str:
    """Return a calendar in words: its name, days, hours and zone."""
    if calendar_id == ALWAYS:
        return "Every hour of every day"
    kept = next((one for one in loaded.calendars if one.id == calendar_id), None)
    if kept is None:
        return "A calendar that is not there any more" if calendar_id else ""
    days: dict[str, list[str]] = {}
    for day, spans in kept.week.items():
        days.setdefault(", ".join(spans), []).append(day.capitalize())
    hours = "; ".join(f"{' '.join(names)} {spans}" for spans, names in days.items())
    return f"{kept.name}: {hours} ({kept.zone})" if kept.zone else f"{kept.name}: {hours}"


def target_row(loaded: Loaded, target: Target, language: str, *, checked: bool = True) -> TargetRow:
    """Return a target as a row of the table of its point."""
    smart = loaded.smart_of(target) if checked else None
    letters: dict[str, list[str]] = {}
    for letter, finding in smart.letters if smart else ():
        letters.setdefault(finding.state, []).append(letter)
    return TargetRow(
        key=target.key,
        name=target.name,
        wanted=wanted_text(target),
        limit=limit_of(target),
        hours=_hours(loaded, target),
        failing=_failing(target),
        period=target.period,
        letters=tuple((f"{' '.join(found)} {state}", STATE_KINDS[state]) for state, found in letters.items()),
        told=tuple(
            (f"{letter} {one.state}", STATE_KINDS[one.state], one.sentence(language))
            for letter, one in (smart.letters if smart else ())
        ),
    )  # fmt: skip


def wanted_text(target: Target) -> str:
    """Return the value that is wanted, in words."""
    if target.value is None:
        return "No value"
    sign = "at most" if target.operator == AT_MOST else "at least"
    return f"{sign} {_with_unit(target, text_of(target.value))}"


def _with_unit(target: Target, value: str) -> str:
    units = {"percent": "%", "count": "", "duration": " min", "currency": ""}
    return f"{value}{units.get(target.unit, '')}"


def _failing(target: Target) -> str:
    if target.unacceptable is None:
        return ""
    way = "up" if target.operator == AT_MOST else "down"
    return f"from {_with_unit(target, text_of(target.unacceptable))} {way}"


def _hours(loaded: Loaded, target: Target) -> str:
    if target.kind not in (RESPONSE, RESOLUTION, AVAILABILITY):
        return ""
    if not target.calendar_id:
        return "service hours"
    if target.calendar_id == ALWAYS:
        return "every hour"
    return loaded.calendar_names.get(target.calendar_id, "a calendar that is gone")


def validity_text(content: SlaContent, language: str) -> str:
    """Return from when to when an agreement holds, in words."""
    days: Sequence[str] = [
        f"{word} {format_short_date(day, language)}"
        for word, day in (("from", content.valid_from), ("to", content.valid_to))
        if day
    ]
    return " ".join(days) if days else "not set yet"
