"""Rows stored many at a time: what is not given and has to be there is empty."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Boolean, Date, Integer, Table, insert

from assessment.store.base import Exact, Json, Moment
from assessment.store.database import Unit

ROWS_AT_ONCE = 2000
DAYS_OF_MONTH = 28


def store_rows(unit: Unit, table: Table, client_id: str, rows: Iterable[Mapping[str, Any]]) -> None:
    """Store rows of a client, each with the same keys as the first."""
    waiting: list[dict[str, Any]] = []
    empty = {"workspace_id": unit.workspace_id, "client_id": client_id}
    for column in table.columns:
        if column.name not in empty and not column.nullable:
            empty[column.name] = _empty(unit, column.type)
    for row in rows:
        waiting.append({**empty, **row})
        if len(waiting) >= ROWS_AT_ONCE:
            unit.connection.execute(insert(table), waiting)
            waiting.clear()
    if waiting:
        unit.connection.execute(insert(table), waiting)


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


def day_in(month: str, number: int) -> date:
    """Return a day of a month, another one for each number."""
    return date.fromisoformat(f"{month}-{number % DAYS_OF_MONTH + 1:02}")


def morning(day: date) -> datetime:
    """Return nine o'clock of a day."""
    return datetime(day.year, day.month, day.day, 9, tzinfo=UTC)


def numbered(most: int) -> Iterator[tuple[int, str]]:
    """Yield the numbers from 1 on, each with an id that sorts like it."""
    for number in range(1, most + 1):
        yield number, f"{number:016}"
