"""The tickets of exports, each as one export showed it."""

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import delete, insert, select

from assessment.domain.ticket_imports import DONE
from assessment.domain.tickets import Ticket
from assessment.store.database import Unit
from assessment.store.tables import ticket, ticket_import

t = ticket.c
i = ticket_import.c
FIELDS = tuple(t[name] for name in Ticket._fields)
GROUPS = Ticket._fields.index("groups")
ROWS_AT_ONCE = 5000


def add_tickets(unit: Unit, import_id: str, tickets: Iterable[Ticket]) -> None:
    """Store tickets of an export."""
    key = {"workspace_id": unit.workspace_id, "import_id": import_id}
    rows: list[dict[str, Any]] = [{**key, **one._asdict()} for one in tickets]
    if rows:
        unit.connection.execute(insert(ticket), rows)


def delete_tickets(unit: Unit, import_id: str, most: int) -> int:
    """Delete some tickets of an export and return how many there were."""
    here = (t.workspace_id == unit.workspace_id) & (t.import_id == import_id)
    some = select(t.number).where(here).limit(most)
    return unit.connection.execute(delete(ticket).where(here, t.number.in_(some))).rowcount


def tickets_of_client(unit: Unit, client_id: str) -> Iterator[tuple[str, Ticket]]:
    """Yield every ticket of the exports of a client that are in, with its tool, the oldest export first."""
    statement = (
        select(i.layout, *FIELDS)
        .join(ticket_import, (i.workspace_id == t.workspace_id) & (i.id == t.import_id))
        .where(i.workspace_id == unit.workspace_id, i.client_id == client_id, i.state == DONE)
        .order_by(i.id)
    )
    for row in unit.connection.execute(statement.execution_options(yield_per=ROWS_AT_ONCE)):
        values = list(row[1:])
        values[GROUPS] = tuple(values[GROUPS])
        yield row[0], Ticket(*values)
