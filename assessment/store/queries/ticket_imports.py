"""Ticket exports on their way in: the file in pieces, its state, and which one is next."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, func, insert, or_, select, update

from assessment.domain.ticket_imports import AT_WORK, DONE
from assessment.errors import NotFound
from assessment.store.base import new_id
from assessment.store.database import Unit
from assessment.store.tables import ticket_import, ticket_piece

i = ticket_import.c
p = ticket_piece.c


@dataclass(frozen=True, slots=True)
class TicketImport:
    """One export on its way in, or what came of it; docs of the fields are at the table."""

    id: str
    client_id: str
    name: str
    size: int
    sha256: str
    keeps_file: bool
    state: str
    layout: str
    settings: Any
    found: Any
    report: Any
    problem: str
    rows_done: int
    rows_all: int
    tickets: int
    made_at: datetime
    made_by: str
    seen_at: datetime
    ended_at: datetime | None


COLUMNS = tuple(i[name] for name in TicketImport.__dataclass_fields__)


def _here(unit: Unit, import_id: str) -> ColumnElement[bool]:
    return (i.workspace_id == unit.workspace_id) & (i.id == import_id)


def add_import(unit: Unit, client_id: str, name: str, size: int, keeps_file: bool, state: str) -> str:
    """Store an export that begins to arrive and return its id."""
    made = new_id()
    values: dict[str, Any] = {
        "workspace_id": unit.workspace_id, "id": made, "client_id": client_id, "name": name, "size": size,
        "sha256": "", "keeps_file": keeps_file, "state": state, "layout": "", "settings": {}, "found": {},
        "report": {}, "problem": "", "rows_done": 0, "rows_all": 0, "tickets": 0, "made_at": unit.now,
        "made_by": unit.actor, "seen_at": unit.now,
    }  # fmt: skip
    unit.connection.execute(insert(ticket_import), values)
    return made


def get_import(unit: Unit, client_id: str, import_id: str) -> TicketImport:
    """Return an export of a client. Raises NotFound."""
    statement = select(*COLUMNS).where(_here(unit, import_id), i.client_id == client_id)
    row = unit.connection.execute(statement).one_or_none()
    if row is None:
        raise NotFound("There is no such import.")
    return TicketImport(*row)


def list_imports(unit: Unit, client_id: str, without: Sequence[str] = ()) -> list[TicketImport]:
    """Return the exports of a client, the newest first, without those in some states."""
    statement = (
        select(*COLUMNS)
        .where(i.workspace_id == unit.workspace_id, i.client_id == client_id, i.state.not_in(list(without)))
        .order_by(i.id.desc())
    )
    return [TicketImport(*row) for row in unit.connection.execute(statement)]


def has_any(unit: Unit, client_id: str) -> bool:
    """Return whether a client has an export that is in."""
    statement = select(i.id).where(
        i.workspace_id == unit.workspace_id, i.client_id == client_id, i.state == DONE
    )
    return unit.connection.execute(statement.limit(1)).one_or_none() is not None


def find_same(unit: Unit, client_id: str, sha256: str) -> TicketImport | None:
    """Return the export of a client that is in and has the same content."""
    statement = select(*COLUMNS).where(
        i.workspace_id == unit.workspace_id, i.client_id == client_id, i.sha256 == sha256, i.state == DONE
    )
    row = unit.connection.execute(statement.limit(1)).one_or_none()
    return None if row is None else TicketImport(*row)


def move(unit: Unit, import_id: str, states: Sequence[str], **values: Any) -> bool:
    """Change an export that is in one of the states; False when it is in none of them any more."""
    statement = (
        update(ticket_import)
        .where(_here(unit, import_id), i.state.in_(list(states)))
        .values(seen_at=unit.now, **values)
    )
    return unit.connection.execute(statement).rowcount == 1


def next_waiting(unit: Unit, silent_since: datetime) -> TicketImport | None:
    """Return the export that waits longest for work; one whose process fell silent waits again."""
    statement = (
        select(*COLUMNS)
        .where(
            i.workspace_id == unit.workspace_id,
            or_(
                i.state.in_(list(AT_WORK)),
                i.state.in_(list(AT_WORK.values())) & (i.seen_at < silent_since),
            ),
        )
        .order_by(i.id)
        .limit(1)
    )
    row = unit.connection.execute(statement).one_or_none()
    return None if row is None else TicketImport(*row)


def take_over(unit: Unit, found: TicketImport, state: str) -> bool:
    """Begin to work on an export as it was found; False when another process was faster."""
    statement = (
        update(ticket_import)
        .where(_here(unit, found.id), i.state == found.state, i.seen_at == found.seen_at)
        .values(seen_at=unit.now, state=state, rows_done=0)
    )
    return unit.connection.execute(statement).rowcount == 1


def add_piece(unit: Unit, import_id: str, number: int, content: bytes) -> None:
    """Store a piece of the file; the same piece sent again takes the place of the first."""
    unit.connection.execute(
        delete(ticket_piece).where(
            p.workspace_id == unit.workspace_id, p.import_id == import_id, p.number == number
        )
    )
    values = {
        "workspace_id": unit.workspace_id, "import_id": import_id, "number": number,
        "content": content,
    }  # fmt: skip
    unit.connection.execute(insert(ticket_piece), values)


def count_pieces(unit: Unit, import_id: str) -> int:
    """Return how many pieces of a file there are."""
    statement = (
        select(func.count())
        .select_from(ticket_piece)
        .where(p.workspace_id == unit.workspace_id, p.import_id == import_id)
    )
    return unit.connection.execute(statement).scalar_one()


def pieces_of(unit: Unit, import_id: str) -> Iterator[bytes]:
    """Yield the pieces of a file in order, one at a time."""
    for number in range(count_pieces(unit, import_id)):
        statement = select(p.content).where(
            p.workspace_id == unit.workspace_id, p.import_id == import_id, p.number == number
        )
        content = unit.connection.execute(statement).scalar_one_or_none()
        if content is None:
            raise NotFound("The file did not arrive whole. Upload it again.")
        yield content


def delete_piece(unit: Unit, import_id: str) -> bool:
    """Forget one piece of a file; False when there is none left."""
    last = (
        select(func.max(p.number))
        .where(p.workspace_id == unit.workspace_id, p.import_id == import_id)
        .scalar_subquery()
    )
    statement = delete(ticket_piece).where(
        p.workspace_id == unit.workspace_id, p.import_id == import_id, p.number == last
    )
    return unit.connection.execute(statement).rowcount == 1


def list_over(unit: Unit, states: Sequence[str], before: datetime) -> list[str]:
    """Return the ids of exports that have been in one of the states since before a moment."""
    statement = select(i.id).where(
        i.workspace_id == unit.workspace_id, i.state.in_(list(states)), i.seen_at < before
    )
    return list(unit.connection.execute(statement).scalars())


def delete_import(unit: Unit, import_id: str) -> None:
    """Forget an export."""
    unit.connection.execute(delete(ticket_import).where(_here(unit, import_id)))
