"""Rows of registers for tests that look at something else than how these are made."""

from typing import Any

from sqlalchemy import Boolean, Date, Integer, Table, insert

from assessment.services.actions import ActionDraft, add_action, move_to_csip
from assessment.services.remarks import add_remark, attach
from assessment.store.base import Exact, Json, Moment
from assessment.store.database import Unit


def row_of(unit: Unit, table: Table, **values: Any) -> None:
    """Store a row; what is not given and has to be there is empty, 0, or today."""
    row: dict[str, Any] = {"workspace_id": unit.workspace_id}
    for column in table.columns:
        if column.name not in row and not column.nullable:
            row[column.name] = _empty(unit, column.type)
    unit.connection.execute(insert(table).values(**{**row, **values}))


def _empty(unit: Unit, kind: Any) -> Any:
    if isinstance(kind, Date):
        return unit.today
    if isinstance(kind, Moment):
        return unit.now
    if isinstance(kind, Json):
        return []
    if isinstance(kind, Boolean):
        return False
    if isinstance(kind, (Integer, Exact)):
        return 0
    return ""


def fill_registers(unit: Unit, slug: str) -> None:
    """Put a row into each table of the action register and of comments."""
    item = add_action(unit, slug, ActionDraft("Answer in time"))
    subject = f"action:{item.id}"
    add_remark(unit, slug, subject, "Seen")
    attach(unit, slug, subject, "record.txt", b"Forty records")
    move_to_csip(unit, slug, item.number, "It goes further")
