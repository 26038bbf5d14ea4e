"""The history of a CSIP item in plain words, newest first."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from assessment.services import csip
from assessment.services.csip_register import Event, ItemPage
from assessment.web.csip.words import (
    APPROVAL_NAMES,
    COST_NAMES,
    DECIDED,
    FIELD_NAMES,
    ORIGIN_NAMES,
    SIDE_NAMES,
    STATE_NAMES,
    VERDICT_NAMES,
)
from assessment.web.filters import format_moment, format_plain, format_short_date

LONGEST_SHOWN = 240
CHOICES: Mapping[str, Mapping[str, str]] = {
    "cost_kind": COST_NAMES,
    "cost_approval": {value: name.capitalize() for value, name in APPROVAL_NAMES.items()},
    "owner_side": {**SIDE_NAMES, "": ""},
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the history, with the attributes that components/history.html reads."""

    at: str
    at_iso: str
    who: str
    what: str
    was: str = ""
    now: str = ""
    reason: str = ""


def history_of(page: ItemPage, language: str) -> tuple[Entry, ...]:
    """Return the history of an item, newest first; a change of several fields is several lines."""
    areas = {area.id: area.name.get(language) or area.name.get("en", area.id) for area in page.areas}
    return tuple(
        Entry(format_moment(event.at, language), event.at.isoformat(), event.actor, *line)
        for event in page.events
        for line in _lines(event, areas, language)
    )


Line = tuple[str, str, str, str]


def _lines(event: Event, areas: Mapping[str, str], language: str) -> Iterator[Line]:
    kind, data = event.kind, event.data or {}
    if kind == csip.ADDED:
        origin = ORIGIN_NAMES.get(data.get("origin", ""), "").lower()
        yield f"Put into the register, from: {origin}", "", "", _override(data)
    elif kind == csip.CHANGED:
        for field, change in data.items():
            was, now = (_value(field, change[side], areas, language) for side in ("from", "to"))
            yield FIELD_NAMES.get(field, field.replace("_", " ").capitalize()), was, now, ""
    elif kind == csip.DECIDED:
        yield _decided(data, event.at.date(), language)
    elif kind == csip.UNDONE:
        undone = DECIDED.get(data["undone"], data["undone"]).lower()
        yield f"Decision taken back ({undone})", *_states(data), ""
    else:
        yield kind.capitalize(), "", "", ""


def _override(data: Mapping[str, Any]) -> str:
    if not data.get("restores_agreed"):
        return ""
    return f"It only restores what was agreed. Kept here all the same: {data.get('override', '')}"


def _decided(data: Mapping[str, Any], recorded: date, language: str) -> Line:
    what = DECIDED.get(data["decision"], data["decision"])
    if data.get("look_again_on"):
        what += f" until {format_short_date(date.fromisoformat(data['look_again_on']), language)}"
    decided_on = date.fromisoformat(data["decided_on"])
    if decided_on != recorded:
        what += f", on {format_short_date(decided_on, language)}"
    verdict = VERDICT_NAMES.get(data.get("verdict") or "", "")
    reasons = [f"Benefit: {verdict.lower()}." if verdict else "", data.get("reason", "")]
    return what, *_states(data), " ".join(part for part in reasons if part)


def _states(data: Mapping[str, Any]) -> tuple[str, str]:
    before = data["before"]["state"]
    return STATE_NAMES.get(before, before), STATE_NAMES.get(data["to"], data["to"])


def _value(field: str, value: Any, areas: Mapping[str, str], language: str) -> str:
    if value is None or value == "":
        return ""
    if field in CHOICES:
        return CHOICES[field].get(value, str(value))
    if field == "due_on":
        return format_short_date(date.fromisoformat(value), language)
    if field == "cost_amount":
        return format_plain(Fraction(value), language=language)
    if field == "area_id":
        return areas.get(value, str(value))
    return f"{value}%" if field == "progress" else shortened(str(value))


def shortened(text: str) -> str:
    """Return a text as far as a history line shows it."""
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN].rstrip()} ..."
