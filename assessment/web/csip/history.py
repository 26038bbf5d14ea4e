"""The history of a CSIP item in plain words, newest first."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from assessment.domain.benefit import measured_text
from assessment.domain.wording import joined
from assessment.services import csip
from assessment.services.csip_changes import LOOKED_AT, VALUE_ADDED, VALUE_BACK, VALUE_WITHDRAWN
from assessment.services.csip_item import Event, ItemPage
from assessment.web.csip.words import (
    APPROVAL_NAMES,
    COST_NAMES,
    DECIDED,
    FIELD_NAMES,
    KIND_NAMES,
    ORIGIN_NAMES,
    PRIORITY_NAMES,
    SIDE_NAMES,
    SIZE_NAMES,
    STATE_NAMES,
    TIMESCALE_NAMES,
    VERDICT_NAMES,
)
from assessment.web.filters import format_moment, format_plain, format_short_date

LONGEST_SHOWN = 240
CHOICES: Mapping[str, Mapping[str, str]] = {
    "cost_kind": COST_NAMES,
    "cost_approval": {value: name.capitalize() for value, name in APPROVAL_NAMES.items()},
    "owner_side": {**SIDE_NAMES, "": ""},
    "size": SIZE_NAMES,
    "timescale": TIMESCALE_NAMES,
    "priority": PRIORITY_NAMES,
    "value_kind": KIND_NAMES,
}
VALUE_WORDS = {
    VALUE_ADDED: "Value after the implementation",
    VALUE_WITHDRAWN: "Value taken out",
    VALUE_BACK: "Value put back",
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


@dataclass(frozen=True, slots=True)
class Names:
    """What ids of an item's fields are called, by field, and the kind of its values."""

    of: Mapping[str, Mapping[str, str]]
    kind: str
    language: str


def names_of(page: ItemPage, language: str) -> Names:
    """Return the names that the history needs."""
    links = page.links
    found = {
        "area_id": {one.id: one.name.get(language) or one.name.get("en", one.id) for one in page.areas},
        "service_id": {one.id: one.name for one in links.services},
        "party_id": {one.id: one.name for one in links.parties},
        "metric_id": dict(links.metrics),
        "goal_id": {goal_id: title for goal_id, _, title in links.goals},
        "sla_id": {one.sla_id: f"SLA-{one.number:03d}" for one in links.targets},
        "sla_target": {one.key: one.name for one in links.targets},
    }
    return Names(found, page.item.value_kind, language)


def history_of(page: ItemPage, language: str) -> tuple[Entry, ...]:
    """Return the history of an item, newest first; a change of several fields is several lines."""
    names = names_of(page, language)
    return tuple(
        Entry(format_moment(event.at, language), event.at.isoformat(), event.actor, *line)
        for event in page.events
        for line in _lines(event, names)
    )


Line = tuple[str, str, str, str]


def _lines(event: Event, names: Names) -> Iterator[Line]:
    kind, data = event.kind, event.data or {}
    if kind == csip.ADDED:
        origin = ORIGIN_NAMES.get(data.get("origin", ""), "").lower()
        moved = f", was {data['moved_from']}" if data.get("moved_from") else ""
        yield f"Put into the register, from: {origin}{moved}", "", "", _override(data)
    elif kind == csip.CHANGED:
        for field, change in data.items():
            was, now = (_value(field, change[side], names) for side in ("from", "to"))
            yield FIELD_NAMES.get(field, field.replace("_", " ").capitalize()), was, now, ""
    elif kind == csip.DECIDED:
        yield _decided(data, event, names.language)
    elif kind == csip.UNDONE:
        undone = DECIDED.get(data["undone"], data["undone"]).lower()
        yield f"Decision taken back ({undone})", *_states(data), ""
    elif kind in VALUE_WORDS:
        about = f"{VALUE_WORDS[kind]}: {data['value']}{_period(data.get('period', ''), names.language)}"
        yield about, "", "", data.get("note", "")
    elif kind == LOOKED_AT:
        yield "Checked whether it still holds", "", "", data["note"]
    else:
        yield kind.capitalize(), "", "", str(data.get("reason", ""))


def _period(text: str, language: str) -> str:
    days = [format_short_date(date.fromisoformat(day), language) for day in text.split(" to ") if day]
    return f", {' to '.join(days)}" if days else ""


def _override(data: Mapping[str, Any]) -> str:
    if not data.get("override"):
        return ""
    why = data.get("hint") or "It only restores what was agreed."
    return f"{why} Kept here all the same: {data['override']}"


def _decided(data: Mapping[str, Any], event: Event, language: str) -> Line:
    what = DECIDED.get(data["decision"], data["decision"])
    if data.get("look_again_on"):
        what += f" until {format_short_date(date.fromisoformat(data['look_again_on']), language)}"
    decided_on = date.fromisoformat(data["decided_on"])
    if decided_on != event.at.date():
        what += f", on {format_short_date(decided_on, language)}"
    deciders = data.get("deciders") or []
    if deciders not in ([], [event.actor]):
        what += f", by {joined(deciders)}"
    verdict = VERDICT_NAMES.get(data.get("verdict") or "", "")
    lessons = data.get("lessons", "")
    reasons = [
        f"Benefit: {verdict.lower()}." if verdict else "", data.get("reason", ""),
        data.get("closing_note", ""), f"Lessons: {lessons}" if lessons else "",
    ]  # fmt: skip
    return what, *_states(data), " ".join(part for part in reasons if part)


def _states(data: Mapping[str, Any]) -> tuple[str, str]:
    before = data["before"]["state"]
    return STATE_NAMES.get(before, before), STATE_NAMES.get(data["to"], data["to"])


def _value(field: str, value: Any, names: Names) -> str:
    if value in (None, "", {}):
        return ""
    if field in CHOICES:
        return CHOICES[field].get(value, str(value))
    if field in names.of:
        return names.of[field].get(value, str(value))
    if field in ("baseline", "target"):
        return measured_text(names.kind or "number", Fraction(value))
    if field.endswith("_on"):
        return format_short_date(date.fromisoformat(value), names.language)
    if field == "cost_amount":
        return format_plain(Fraction(value), language=names.language)
    if field == "also":
        return ", ".join(code for codes in value.values() for code in codes)
    return f"{value}%" if field == "progress" else shortened(str(value))


def shortened(text: str) -> str:
    """Return a text as far as a history line shows it."""
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN].rstrip()} ..."
