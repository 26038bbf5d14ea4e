"""Bring a ticket export in: take the file, settle how it is read, start, cancel, remove."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from assessment.domain.ticket_imports import (
    ARRIVING,
    ASKING,
    CANCELLED,
    DONE,
    FAILED,
    NOT_IN_YET,
    REMOVED,
    TO_LOOK,
    TO_READ,
)
from assessment.domain.tickets import STATES, TYPES
from assessment.errors import InvalidInput, NotAllowed
from assessment.files.tickets.instants import ORDERS
from assessment.files.tickets.layouts import FIELDS, NAMES
from assessment.files.tickets.sources import MB, MOST_BYTES
from assessment.files.tickets.values import plain_key
from assessment.services.texts import LONGEST_NAME, checked_line
from assessment.services.ticket_settings import checked_zone
from assessment.store.database import Unit
from assessment.store.queries import ticket_imports as queries
from assessment.store.queries.clients import get_client
from assessment.store.queries.events import add_event
from assessment.store.queries.ticket_imports import TicketImport
from assessment.store.queries.ticket_rules import want_count

PIECE_BYTES = 1024 * 1024
MOST_UNDER_WAY = 10
GONE_ON = "This import has gone on meanwhile."


@dataclass(frozen=True, slots=True)
class MappingEntry:
    """How somebody says that an export is to be read. `columns` gives a header, or "", by field.

    `states`, `types` and `priorities` give the meaning, or the name, by the word of the export.
    """

    layout: str
    columns: Mapping[str, str] = field(default_factory=dict)
    states: Mapping[str, str] = field(default_factory=dict)
    types: Mapping[str, str] = field(default_factory=dict)
    priorities: Mapping[str, str] = field(default_factory=dict)
    date_order: str = ""
    zone: str = ""


def begin_import(unit: Unit, client_slug: str, name: str, size: int, keeps_file: bool = False) -> str:
    """Note that a file of so many bytes begins to arrive, and return the id of its import.

    Raises InvalidInput naming file where it is empty or too large, or where too many are under way.
    """
    client = get_client(unit, client_slug)
    called = checked_line("file", name, LONGEST_NAME) or "export"
    if size <= 0:
        raise InvalidInput(
            "file", "The file is empty. Export the tickets again, with a line of column names."
        )
    if size > MOST_BYTES:
        raise InvalidInput(
            "file",
            f"The file has {size // MB} MB; at most {MOST_BYTES // MB} MB are read. Pack it, export fewer "
            "columns, or export one year at a time.",
        )
    others = queries.list_imports(unit, client.id, (DONE, FAILED, CANCELLED, REMOVED))
    if len(others) >= MOST_UNDER_WAY:
        raise InvalidInput(
            "file", f"{len(others)} imports are under way. Finish or cancel one of them first."
        )
    return queries.add_import(unit, client.id, called, size, keeps_file, ARRIVING)


def take_piece(unit: Unit, client_slug: str, import_id: str, number: int, content: bytes) -> None:
    """Store a piece of a file that arrives; the same piece may be sent again."""
    found = get_import(unit, client_slug, import_id)
    if found.state != ARRIVING:
        raise NotAllowed(GONE_ON)
    if not 0 <= number < pieces_in(found.size) or len(content) > PIECE_BYTES:
        raise InvalidInput("piece", "This is no piece of the file.")
    queries.add_piece(unit, import_id, number, content)
    queries.move(unit, import_id, [ARRIVING])


def pieces_in(size: int) -> int:
    """Return in how many pieces a file of so many bytes arrives."""
    return -(-size // PIECE_BYTES)


def finish_arrival(unit: Unit, client_slug: str, import_id: str) -> None:
    """Let the file be looked into once all of it is there; InvalidInput while something is missing."""
    found = get_import(unit, client_slug, import_id)
    missing = pieces_in(found.size) - queries.count_pieces(unit, import_id)
    if missing:
        raise InvalidInput("file", "The file did not arrive whole. Choose it again.")
    if not queries.move(unit, import_id, [ARRIVING], state=TO_LOOK):
        raise NotAllowed(GONE_ON)


def take_file(unit: Unit, client_slug: str, name: str, content: bytes, keeps_file: bool = False) -> str:
    """Take a whole file and return the id of its import, which waits to be looked into."""
    import_id = begin_import(unit, client_slug, name, len(content), keeps_file)
    for number in range(pieces_in(len(content))):
        part = content[number * PIECE_BYTES : (number + 1) * PIECE_BYTES]
        queries.add_piece(unit, import_id, number, part)
    finish_arrival(unit, client_slug, import_id)
    return import_id


def get_import(unit: Unit, client_slug: str, import_id: str) -> TicketImport:
    """Return an import of a client. Raises NotFound."""
    return queries.get_import(unit, get_client(unit, client_slug).id, import_id)


def correct_mapping(unit: Unit, client_slug: str, import_id: str, entry: MappingEntry) -> None:
    """Keep how an export is to be read, and look into it again with that."""
    found = get_import(unit, client_slug, import_id)
    settings = _checked(found, entry)
    if not queries.move(unit, found.id, [ASKING], state=TO_LOOK, layout=entry.layout, settings=settings):
        raise NotAllowed(GONE_ON)


def start_import(unit: Unit, client_slug: str, import_id: str, entry: MappingEntry) -> None:
    """Let an export be read as the entry says.

    Raises InvalidInput naming what has to be answered first: a column, date_order or zone.
    """
    found = get_import(unit, client_slug, import_id)
    settings = _checked(found, entry)
    columns = {**found.found.get("columns", {}), **settings["columns"]}
    if not columns.get("number"):
        raise InvalidInput("number", "Choose the column with the number of the ticket.")
    if not (columns.get("opened_at") or columns.get("event_at") or columns.get("updated_at")):
        raise InvalidInput("opened_at", "Choose the column that says when a ticket was opened.")
    if found.found.get("order_example") and not entry.date_order:
        raise InvalidInput("date_order", "Say whether the day or the month comes first in the dates.")
    if found.found.get("needs_zone") and not entry.zone:
        raise InvalidInput("zone", "The times name no time zone. Say in which one they are.")
    if not queries.move(unit, found.id, [ASKING], state=TO_READ, layout=entry.layout, settings=settings):
        raise NotAllowed(GONE_ON)


def _checked(found: TicketImport, entry: MappingEntry) -> dict[str, Any]:
    """Return the entry as it is stored; another tool than before begins with a guess of its own."""
    if entry.layout not in NAMES:
        raise InvalidInput("layout", "Choose the tool that the export comes from.")
    headers = {*found.found.get("headers", ()), ""}
    columns = {name: header for name, header in entry.columns.items() if name in FIELDS and header in headers}
    other = entry.layout != found.layout
    return {
        "columns": {} if other else columns,
        "states": {} if other else _meanings(entry.states, STATES),
        "types": {} if other else _meanings(entry.types, TYPES),
        "priorities": {
            plain_key(word): checked_line("priorities", name, LONGEST_NAME)
            for word, name in entry.priorities.items()
            if name.strip() and name.strip() != word.strip()
        },
        "date_order": entry.date_order if entry.date_order in ORDERS else "",
        "zone": checked_zone("zone", entry.zone) if entry.zone.strip() else "",
    }


def _meanings(said: Mapping[str, str], allowed: tuple[str, ...]) -> dict[str, str]:
    return {plain_key(word): meaning for word, meaning in said.items() if meaning in allowed}


def cancel_import(unit: Unit, client_slug: str, import_id: str) -> TicketImport:
    """Stop an import that is not in yet; nothing of it stays. NotAllowed when it is in by now."""
    found = get_import(unit, client_slug, import_id)
    if not queries.move(unit, found.id, NOT_IN_YET, state=CANCELLED, ended_at=unit.now):
        raise NotAllowed(GONE_ON)
    return found


def remove_import(unit: Unit, client_slug: str, import_id: str) -> TicketImport:
    """Let the tickets of an import count no longer; what they had corrected counts again as it was."""
    return _switch(unit, get_import(unit, client_slug, import_id), DONE, REMOVED, "tickets removed")


def bring_back_import(unit: Unit, client_slug: str, import_id: str) -> TicketImport:
    """Let the tickets of a removed import count again; NotAllowed when it is too late."""
    return _switch(unit, get_import(unit, client_slug, import_id), REMOVED, DONE, "tickets brought back")


def _switch(unit: Unit, found: TicketImport, before: str, after: str, kind: str) -> TicketImport:
    if not queries.move(unit, found.id, [before], state=after):
        raise NotAllowed(GONE_ON)
    want_count(unit, found.client_id)
    add_event(unit, found.client_id, f"tickets:{found.id}", kind, {"name": found.name})
    return found


def forget_import(unit: Unit, client_slug: str, import_id: str) -> None:
    """Take an import that failed off the list."""
    found = get_import(unit, client_slug, import_id)
    queries.move(unit, found.id, [FAILED], state=CANCELLED)
