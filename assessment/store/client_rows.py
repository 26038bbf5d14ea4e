"""Every row of one client, read for a file, and put into another place after they were tried elsewhere.

Which rows those are follows from the tables themselves: whatever names the client, or points at a row that
does. A table that is added later is taken along without a change here.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Date, Select, String, Table, TypeDecorator, insert, select, type_coerce
from sqlalchemy.exc import DBAPIError, StatementError

from assessment.errors import AppError, Conflict
from assessment.store.archive import add_rows, make_tables, tables_of
from assessment.store.base import metadata
from assessment.store.database import Database, Unit
from assessment.store.migrate import newest_revision, upgrade
from assessment.store.queries.own import EVERYBODY
from assessment.store.tables import (
    assessment,
    assignment,
    client,
    fill_in,
    framework_edition,
    join_code,
    own_item,
    presence,
    share_link,
)

WORKSPACE = "workspace_id"
OF_ONE_PLACE = {assignment, fill_in, join_code, presence, share_link}
"""What belongs to the people, the links and the screens of one installation rather than to the client."""

ROWS_AT_ONCE = 500

Row = list[Any]
Rows = tuple[list[str], Iterable[Row]]


class UnfitRows(AppError):
    """Rows that do not fit together, or that do not fit the tables."""


def tables_of_a_client() -> list[Table]:
    """Return the tables with rows of a client, those first that others point at."""
    known = [table for table in metadata.sorted_tables if table not in OF_ONE_PLACE]
    found: list[Table] = [framework_edition]
    for table in known:
        if table is client or "client_id" in table.c or _parents(table, found):
            found.append(table)
    return [table for table in known if table in found]


def _parents(table: Table, among: Iterable[Table]) -> list[tuple[str, Table]]:
    """The column of a table that names a row of another, with that other, for those that a client owns."""
    owners = set(among) - {framework_edition}
    return [
        (key.parent.name, key.column.table)
        for key in table.foreign_keys
        if key.column.name == "id" and key.column.table in owners
    ]


def _belongs(table: Table, workspace_id: str, client_id: str) -> ColumnElement[bool]:
    """The condition under which a row belongs to the client."""
    here = table.c.workspace_id == workspace_id
    if table is client:
        return here & (table.c.id == client_id)
    if table is framework_edition:
        a = assessment.c
        used = select(a.framework_hash).where(a.workspace_id == workspace_id, a.client_id == client_id)
        return here & table.c.hash.in_(used)
    if table is own_item:
        return here & table.c.owner.in_((client_id, EVERYBODY))
    if "client_id" in table.c:
        return here & (table.c.client_id == client_id)
    name, owner = _parents(table, tables_of_a_client())[0]
    return here & table.c[name].in_(select(owner.c.id).where(_belongs(owner, workspace_id, client_id)))


def _plain(table: Table) -> list[Any]:
    """The columns of a table as JSON knows their values, without the workspace."""
    return [
        type_coerce(column, column.type.impl if isinstance(column.type, TypeDecorator) else column.type)
        for column in table.columns
        if column.name != WORKSPACE
    ]


def rows_of_client(unit: Unit, client_id: str) -> Iterator[tuple[str, list[str], Iterator[Row]]]:
    """Yield each table with its columns and the rows of the client, in the order of their keys."""
    for table in tables_of_a_client():
        names = [column.name for column in table.columns if column.name != WORKSPACE]
        statement = (
            select(*_plain(table))
            .where(_belongs(table, unit.workspace_id, client_id))
            .order_by(*table.primary_key.columns)
        )
        rows = _json_rows(unit, statement)
        yield table.name, names, _as_its_own(names, rows, client_id) if table is own_item else rows


def _as_its_own(names: Sequence[str], rows: Iterable[Row], client_id: str) -> Iterator[Row]:
    """Yield rows of own metrics and practices as if all of them were the client's: elsewhere they are."""
    known: set[str] = set()
    for row in sorted(rows, key=lambda row: row[names.index("owner")] == EVERYBODY):
        code = row[names.index("code")]
        if code not in known:
            known.add(code)
            named = dict(zip(names, row, strict=True)) | {"owner": client_id, "client_id": client_id}
            yield list(named.values())


def _json_rows(unit: Unit, statement: Select[Any]) -> Iterator[Row]:
    for row in unit.connection.execute(statement.execution_options(yield_per=ROWS_AT_ONCE)):
        yield [value.isoformat() if isinstance(value, date) else value for value in row]


def try_rows(place: Database, revision: str, workspace_id: str, rows: Mapping[str, Rows], unit: Unit) -> None:
    """Put the rows of a file into an empty database made for it, then bring that up to date.

    Raises UnfitRows when they do not fit the tables of their revision.
    """
    is_current = revision == newest_revision()
    if is_current:
        metadata.create_all(place.engine)
    else:
        make_tables(place, revision)
    try:
        with place.engine.begin() as connection:
            known = {table.name: table for table in tables_of(connection, None)}
            moment = unit.now.isoformat()
            named = [workspace_id, workspace_id, "", moment]
            add_rows(connection, known["workspace"], ["id", "slug", "name", "created_at"], [named])
            for name, (columns, lines) in rows.items():
                own = ([workspace_id, *line] for line in lines)
                add_rows(connection, known[name], [WORKSPACE, *columns], own)
    except (DBAPIError, StatementError, KeyError, ValueError, TypeError) as error:
        raise UnfitRows("The rows in the file do not fit together. Nothing was imported.") from error
    if not is_current:
        upgrade(place, unit.now)


def checked_rows(place: Database) -> dict[Table, list[dict[str, Any]]]:
    """Return the rows of the one client of a database, each value of the type that its column has.

    Raises UnfitRows when there is another client in it, or a value that is none of its type.
    """
    found: dict[Table, list[dict[str, Any]]] = {}
    try:
        with place.engine.connect() as connection:
            for table in tables_of_a_client():
                found[table] = [dict(row) for row in connection.execute(select(table)).mappings()]
                for column in table.columns:
                    _check(column, [row[column.name] for row in found[table]])
    except (DBAPIError, StatementError, ValueError, TypeError, RecursionError) as error:
        raise UnfitRows("The file has values of the wrong kind. Nothing was imported.") from error
    clients = {row["id"] for row in found[client]}
    named = {row["client_id"] for rows in found.values() for row in rows if "client_id" in row}
    if len(clients) != 1 or not named <= clients:
        raise UnfitRows("The file has rows of another client. Nothing was imported.")
    return found


def _check(column: Any, values: list[Any]) -> None:
    """Raise ValueError for a value that SQLite would keep although it is none of the column's type."""
    kind = column.type
    if isinstance(kind, TypeDecorator):
        return
    wanted: type[Any] | tuple[type[Any], ...] = date if isinstance(kind, Date) else kind.python_type
    for value in values:
        if value is None and column.nullable:
            continue
        if not isinstance(value, wanted if wanted is not float else (int, float)):
            raise ValueError(f"{column.table.name}.{column.name}")
        if isinstance(kind, String) and kind.length and len(str(value)) > kind.length:
            raise ValueError(f"{column.table.name}.{column.name}")


def take_in(unit: Unit, found: Mapping[Table, list[dict[str, Any]]]) -> int:
    """Store the rows in the workspace of the unit and return how many; an edition that is there is kept.

    Raises Conflict when one of them is here already.
    """
    there = set(
        unit.connection.execute(
            select(framework_edition.c.hash).where(framework_edition.c.workspace_id == unit.workspace_id)
        ).scalars()
    )
    count = 0
    for table, rows in found.items():
        new = [
            {**row, WORKSPACE: unit.workspace_id}
            for row in rows
            if table is not framework_edition or row["hash"] not in there
        ]
        count += len(new)
        try:
            for at in range(0, len(new), ROWS_AT_ONCE):
                unit.connection.execute(insert(table), new[at : at + ROWS_AT_ONCE])
        except DBAPIError as error:
            raise Conflict("Something of this client is here already. Nothing was imported.") from error
    return count
