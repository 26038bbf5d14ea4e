"""The history of an action in plain words, newest first."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from assessment.domain.numbers import plain
from assessment.services.actions_changes import ADDED, CHANGED, DECIDED, MISSED_AGAIN, UNDONE
from assessment.services.actions_register import ActionPage, Choices, Event
from assessment.services.results_words import month_in_full
from assessment.web.actions import words
from assessment.web.filters import format_moment, format_short_date

LONGEST_SHOWN = 240
CHOICES: Mapping[str, Mapping[str, str]] = {
    "severity": words.SEVERITY_NAMES,
    "source": words.SOURCE_NAMES,
    "owner_side": {**words.SIDE_NAMES, "": ""},
}
Line = tuple[str, str, str, str]


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


def history_of(page: ActionPage, language: str) -> tuple[Entry, ...]:
    """Return the history of an action, newest first; a change of several fields is several lines."""
    return tuple(
        Entry(format_moment(event.at, language), event.at.isoformat(), event.actor, *line)
        for event in page.events
        for line in _lines(event, page.choices, language)
    )


def _lines(event: Event, choices: Choices, language: str) -> Iterator[Line]:
    kind, data = event.kind, event.data or {}
    if kind == ADDED:
        yield _added(data), "", "", ""
    elif kind == CHANGED:
        for field, change in data.items():
            was, now = (_value(field, change[side], choices, language) for side in ("from", "to"))
            yield words.FIELD_NAMES.get(field, field.replace("_", " ").capitalize()), was, now, ""
    elif kind == DECIDED:
        yield _decided(data, event.at.date(), language)
    elif kind == UNDONE:
        undone = words.DECIDED.get(data["undone"], data["undone"]).lower()
        yield f"Decision taken back ({undone})", *_states(data), ""
    elif kind == MISSED_AGAIN:
        by = f" by {plain(abs(Fraction(data['variance'])))}" if data["variance"] else ""
        raised = "The severity is high from now on." if data.get("severity") else ""
        yield f"The target was missed again in {month_in_full(data['period'])}{by}", "", "", raised
    else:
        yield kind.capitalize(), "", "", str(data.get("reason", ""))


def _added(data: Mapping[str, Any]) -> str:
    if data.get("moved_from"):
        return f"Moved here from {data['moved_from']}"
    source = words.SOURCE_NAMES.get(data.get("source", ""), "").lower()
    period = f", {month_in_full(data['period'])}" if data.get("period") else ""
    return f"Put into the register, from: {source}{period}"


def _decided(data: Mapping[str, Any], recorded: date, language: str) -> Line:
    what = words.DECIDED.get(data["decision"], data["decision"])
    decided_on = date.fromisoformat(data["decided_on"])
    if decided_on != recorded:
        what += f", on {format_short_date(decided_on, language)}"
    period = data.get("period", "")
    proof = f"Measured in {month_in_full(period)}." if period else ""
    return what, *_states(data), " ".join(part for part in (proof, data.get("reason", "")) if part)


def _states(data: Mapping[str, Any]) -> tuple[str, str]:
    before = data["before"]["state"]
    return words.STATE_NAMES.get(before, before), words.STATE_NAMES.get(data["to"], data["to"])


def _value(field: str, value: Any, choices: Choices, language: str) -> str:
    if value is None or value == "":
        return ""
    if field == "due_on":
        return format_short_date(date.fromisoformat(value), language)
    if field in CHOICES:
        return CHOICES[field].get(value, str(value))
    if field == "service_id":
        return choices.service_name(value)
    if field == "party_id":
        return choices.party_name(value)
    if field == "sla_id":
        return choices.slas[value].reference if value in choices.slas else ""
    text = str(value)
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN].rstrip()} ..."
