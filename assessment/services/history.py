"""The audit trail: who changed what from what to what, when, and with which kind of program."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from assessment.domain.clients import Client
from assessment.domain.events import VIA_WORDS, sentence_of, words_in
from assessment.store.database import Unit
from assessment.store.queries import events as queries
from assessment.store.queries.clients import get_client
from assessment.store.queries.events import TrailEvent, TrailFilter

PAGE_SIZE = 50
EXPORT_SIZE = 500
NOTHING = "nothing"
HEADS = ("When (UTC)", "Who", "With", "Client", "About", "What", "From", "To", "Details")


@dataclass(frozen=True, slots=True)
class Entry:
    """One event in words. `kind` is its name in the catalogue, `subject` the row it is about.

    `details` is all that was noted beside from and to, `more` what of it the sentence does not say.
    """

    id: str
    at: datetime
    who: str
    via: str
    client: str
    client_slug: str
    subject: str
    kind: str
    what: str
    was: str
    now: str
    details: str
    more: str


@dataclass(frozen=True, slots=True)
class Trail:
    """One page of the trail, newest first; `older` is the id to go on from, '' at the end."""

    client: Client | None
    entries: Sequence[Entry]
    older: str


def trail_of(unit: Unit, client_slug: str | None, kind: str = "", before: str = "") -> Trail:
    """Return a page of what happened to a client, or in the whole workspace for None."""
    client = get_client(unit, client_slug) if client_slug else None
    wanted = TrailFilter(client.id if client else None, kind, before)
    found = queries.list_trail(unit, wanted, limit=PAGE_SIZE + 1)
    shown = found[:PAGE_SIZE]
    older = shown[-1].event.id if len(found) > PAGE_SIZE else ""
    return Trail(client, [entry_of(one) for one in shown], older)


def whole_trail(unit: Unit, client_slug: str | None) -> Iterator[Entry]:
    """Yield everything that happened to a client, or in the whole workspace, newest first."""
    client = get_client(unit, client_slug) if client_slug else None
    wanted = TrailFilter(client.id if client else None)
    while True:
        found = queries.list_trail(unit, wanted, limit=EXPORT_SIZE)
        yield from (entry_of(one) for one in found)
        if len(found) < EXPORT_SIZE:
            return
        wanted = replace(wanted, before=found[-1].event.id)


def entry_of(one: TrailEvent) -> Entry:
    """Return an event in words."""
    event, data = one.event, dict(one.event.data or {})
    was, now = _text(data.pop("from", "")), _text(data.pop("to", ""))
    said = words_in(event.kind)
    more = {key: value for key, value in data.items() if key not in said and value not in ("", None, [])}
    return Entry(
        event.id, event.at, event.actor, VIA_WORDS.get(event.via, event.via), one.client_name,
        one.client_slug, event.subject, event.kind, sentence_of(event.kind, event.data), was, now,
        _list(data), _list(more),
    )  # fmt: skip


def _list(data: Mapping[str, object]) -> str:
    return "; ".join(f"{key.replace('_', ' ')}: {_text(value)}" for key, value in data.items())


def _text(value: object) -> str:
    if isinstance(value, dict) and value.keys() == {"from", "to"}:
        return f"{_text(value['from']) or NOTHING} → {_text(value['to']) or NOTHING}"
    if isinstance(value, dict):
        return "; ".join(f"{key}: {_text(one)}" for key, one in value.items())
    if isinstance(value, list):
        return ", ".join(_text(one) for one in value)
    return "" if value is None else str(value)
