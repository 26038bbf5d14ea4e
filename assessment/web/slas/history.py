"""The history of an agreement in plain words, newest first."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from assessment.domain.events import sentence_of
from assessment.services.slas_page import Event
from assessment.web.filters import format_moment
from assessment.web.slas.words import STAGE_NAMES, STEP_NAMES

WITH_VALUES = frozenset({"sla changed", "sla target changed", "sla targets moved"})
STEPS = {**STEP_NAMES, "freeze": "Signed by both sides", "period closed": "A period was closed",
         "report issued": "A report was issued"}  # fmt: skip


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


def entries_of(events: Iterable[Event], language: str) -> tuple[Entry, ...]:
    """Return the history of an agreement; `events` are newest first."""
    return tuple(
        Entry(
            format_moment(one.at, language), one.at.isoformat(), one.actor, *_line(one.kind, one.data or {})
        )
        for one in events
    )


def _line(kind: str, data: Mapping[str, Any]) -> tuple[str, str, str, str]:
    if kind == "sla moved":
        stages = (STAGE_NAMES.get(data[name], data[name]) for name in ("from", "to"))
        was, now = stages
        return STEPS.get(data["step"], data["step"]), was, now, data.get("reason", "")
    if kind == "sla need":
        said = "; ".join(part for part in (data["text"], data["verdict"], data["reason"]) if part)
        return sentence_of(kind, data), "", "", said
    if kind in WITH_VALUES:
        return sentence_of(kind, data), str(data.get("from", "")), str(data.get("to", "")), ""
    return sentence_of(kind, data), "", "", ""
