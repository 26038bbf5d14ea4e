"""The whole database as one file of lines, the same for both engines, and rows copied from one to another.

The first line says what the file is, then each table is announced and followed by its rows, and the last line
counts the rows and holds the hash of everything before it, so that a file that was cut off or damaged shows.
"""

import gzip
import hashlib
import json
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Date, MetaData, Table, func, insert, select

from assessment.errors import AppError
from assessment.store.database import Database
from assessment.store.migrate import alembic_config, current_revision, is_empty, upgrade

FORMAT = "gradino-backup/1"
VERSION_TABLE = "alembic_version"
ROWS_AT_ONCE = 500
SNAPSHOT = "REPEATABLE READ"

Row = list[Any]


class DamagedBackup(AppError):
    """A file that is no backup, or not a whole one."""


def tables_of(connection: Connection, schema: str | None) -> list[Table]:
    """Return the tables of a database, those first that others point at."""
    found = MetaData()
    found.reflect(connection, schema=schema)
    return [table for table in found.sorted_tables if table.name != VERSION_TABLE]


def rows_of(connection: Connection, table: Table) -> Iterator[Row]:
    """Yield the rows of a table in the order of its key, as values that JSON knows."""
    statement = select(table).order_by(*table.primary_key.columns)
    for row in connection.execute(statement.execution_options(yield_per=ROWS_AT_ONCE)):
        yield [value.isoformat() if isinstance(value, date) else value for value in row]


def add_rows(connection: Connection, table: Table, columns: list[str], rows: Iterable[Row]) -> int:
    """Store rows in a table and return how many."""
    dates = {name for name in columns if isinstance(table.c[name].type, Date)}
    count, waiting = 0, iter(rows)
    while batch := list(islice(waiting, ROWS_AT_ONCE)):
        values = [
            {
                name: date.fromisoformat(value) if name in dates and value else value
                for name, value in zip(columns, row, strict=True)
            }
            for row in batch
        ]
        connection.execute(insert(table), values)
        count += len(batch)
    return count


def snapshot(database: Database) -> Connection:
    """Return a connection that sees one state of the database, however long it reads."""
    connection = database.engine.connect()
    if not database.is_sqlite:
        connection.execution_options(isolation_level=SNAPSHOT)
    return connection


def write_archive(database: Database, path: Path, now: datetime) -> dict[str, int]:
    """Write everything of a database into a file, while it is in use; return the rows of each table."""
    counts: dict[str, int] = {}
    with snapshot(database) as connection, gzip.open(path, "wb") as file:
        hashed = hashlib.sha256()

        def put(value: Any) -> None:
            line = (json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n").encode()
            hashed.update(line)
            file.write(line)

        put({"format": FORMAT, "schema": current_revision(database), "made_at": now.isoformat()})
        for table in tables_of(connection, database.schema):
            put({"table": table.name, "columns": [column.name for column in table.columns]})
            counts[table.name] = 0
            for row in rows_of(connection, table):
                put(row)
                counts[table.name] += 1
        end = {"rows": counts, "sha256": hashed.hexdigest()}
        file.write((json.dumps(end) + "\n").encode())
    return counts


def check_archive(path: Path) -> dict[str, Any]:
    """Return the first line of a backup after all of it was read; DamagedBackup when it is not whole."""
    hashed, last, first = hashlib.sha256(), b"", b""
    try:
        with gzip.open(path, "rb") as file:
            for line in file:
                if last:
                    hashed.update(last)
                first, last = first or line, line
        head, end = json.loads(first), json.loads(last)
    except (OSError, EOFError, ValueError) as error:
        raise DamagedBackup(f"{path} is no backup of Gradino, or it is damaged.") from error
    if not isinstance(head, dict) or head.get("format") != FORMAT:
        raise DamagedBackup(f"{path} is no backup of Gradino.")
    if not isinstance(end, dict) or end.get("sha256") != hashed.hexdigest():
        raise DamagedBackup(f"{path} is damaged or was cut off. Nothing was restored.")
    return {**head, "rows": end["rows"]}


def read_archive(database: Database, path: Path, now: datetime) -> dict[str, int]:
    """Put everything of a backup into an empty database, bring it up to date, and return the rows.

    Raises DamagedBackup, or AppError when the database is not empty or the backup is newer than the program.
    """
    head = check_archive(path)
    if not is_empty(database):
        raise AppError("The database is not empty. A backup is restored into an empty one only.")
    make_tables(database, str(head["schema"]))
    with database.engine.begin() as connection, gzip.open(path, "rb") as file:
        known = {table.name: table for table in tables_of(connection, database.schema)}
        counts = load_lines(connection, known, file)
    if counts != head["rows"]:
        raise DamagedBackup(f"{path} announces other rows than it holds.")
    upgrade(database, now)
    return counts


def make_tables(database: Database, revision: str) -> None:
    """Make the tables of a revision. Raises AppError for one that this program does not know."""
    from alembic import command

    try:
        command.upgrade(alembic_config(database), revision)
    except Exception as error:
        raise AppError(
            f"The file is of schema {revision}, which this edition of Gradino does not know. "
            "Install a newer edition, then try again."
        ) from error


def load_lines(connection: Connection, known: dict[str, Table], file: Iterable[bytes]) -> dict[str, int]:
    """Store the rows of the lines of a backup and return how many each table got."""
    counts: dict[str, int] = {}
    for announced, rows in parts_of(json.loads(line) for line in islice(file, 1, None)):
        name = announced["table"]
        counts[name] = add_rows(connection, known[name], announced["columns"], rows)
    return counts


def parts_of(values: Iterator[Any]) -> Iterator[tuple[dict[str, Any], Iterator[Row]]]:
    """Yield each table of a backup as it is announced, with its rows, to be taken before the next."""
    following: list[dict[str, Any]] = []

    def rows() -> Iterator[Row]:
        for value in values:
            if not isinstance(value, list):
                following.append(value)
                return
            yield value

    list(rows())
    while following and "table" in following[-1]:
        yield following.pop(), rows()


def copy_rows(source: Database, target: Database, now: datetime) -> dict[str, tuple[int, str]]:
    """Copy everything from one database into an empty one, compare, and return rows and hash of each table.

    Raises AppError when the target is not empty or when what arrived differs; nothing is kept then.
    """
    if not is_empty(target):
        raise AppError("The database to copy to is not empty. Nothing was copied.")
    upgrade(source, now)
    upgrade(target, now)
    copied: dict[str, tuple[int, str]] = {}
    with snapshot(source) as reading, target.engine.begin() as writing:
        known = {table.name: table for table in tables_of(writing, target.schema)}
        for table in tables_of(reading, source.schema):
            add_rows(writing, known[table.name], [c.name for c in table.columns], rows_of(reading, table))
            there, here = fingerprint(reading, table), fingerprint(writing, known[table.name])
            if there != here:
                raise AppError(f"The table {table.name} did not arrive as it was. Nothing was copied.")
            copied[table.name] = here
    return copied


def fingerprint(connection: Connection, table: Table) -> tuple[int, str]:
    """Return how many rows a table has and a hash of them that does not depend on the engine."""
    count = connection.execute(select(func.count()).select_from(table)).scalar_one()
    hashes = sorted(
        hashlib.sha256(repr(sorted(zip(table.columns.keys(), row, strict=True))).encode()).digest()
        for row in rows_of(connection, table)
    )
    return count, hashlib.sha256(b"".join(hashes)).hexdigest()
