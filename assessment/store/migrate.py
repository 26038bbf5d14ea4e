"""Bring a database to the program's own edition, or refuse one that is newer."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Column, Connection, MetaData, String, Table, inspect, select

from assessment.errors import AppError
from assessment.store.database import Database

if TYPE_CHECKING:
    from alembic.config import Config

# alembic is imported only where tables change: it would be a fifth of every start.

MIGRATIONS = Path(__file__).parent / "migrations"
VERSION_TABLE = "alembic_version"
# A whole table, because the name of the schema is put before those only.
VERSION = Table(VERSION_TABLE, MetaData(), Column("version_num", String(32)))


class NewerDatabase(AppError):
    """The database was written by a newer edition of the program."""


def alembic_config(database: Database) -> "Config":
    """Return the configuration that the migration commands run with."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["engine"] = database.engine
    config.attributes["schema"] = database.schema
    return config


def current_revision(database: Database) -> str | None:
    """Return the revision that the database is at, or None when it is empty."""
    with database.engine.connect() as connection:
        if not inspect(connection).has_table(VERSION_TABLE, schema=database.schema):
            return None
        return _stored_revision(connection)


def _stored_revision(connection: Connection) -> str | None:
    return connection.execute(select(VERSION.c.version_num)).scalar_one_or_none()


def upgrade(database: Database, now: datetime) -> Path | None:
    """Migrate to the newest revision; return the backup taken before, if there was anything to keep.

    Raises NewerDatabase when the program does not know the revision of the database.
    """
    current, head = current_revision(database), newest_revision()
    if current is not None and current not in known_revisions():
        raise NewerDatabase(
            "This database was last used by a newer edition of Gradino "
            f"(schema {current}; this edition knows up to {head}). Install that edition, "
            "or name another folder with --data. Nothing was changed."
        )
    if current == head:
        return None
    backup = _backup_before(database, current, now) if current is not None else None
    from alembic import command

    command.upgrade(alembic_config(database), "head")
    return backup


def _backup_before(database: Database, current: str, now: datetime) -> Path | None:
    if not database.is_sqlite or not database.url.database:
        return None
    source = Path(database.url.database)
    target = source.with_name(f"{source.stem}-before-{current}-{now:%Y%m%d-%H%M%S}{source.suffix}")
    copy_sqlite(source, target)
    return target


def copy_sqlite(source: Path, target: Path) -> None:
    """Copy a SQLite file while it is in use."""
    with sqlite3.connect(source) as reading, sqlite3.connect(target) as writing:
        reading.backup(writing)
    reading.close()
    writing.close()


@cache
def known_revisions() -> tuple[str, ...]:
    """Return every revision of this edition of the program, oldest first: the numbers of the files."""
    return tuple(sorted(path.name[:4] for path in (MIGRATIONS / "versions").glob("[0-9]*.py")))


def newest_revision() -> str:
    """Return the revision that this edition of the program needs."""
    return known_revisions()[-1]


def is_current(connection: Connection) -> bool:
    """Return whether the tables are at the newest revision, in one query."""
    return _stored_revision(connection) == newest_revision()


def is_empty(database: Database) -> bool:
    """Return whether the database has no table yet."""
    return not inspect(database.engine).get_table_names(schema=database.schema)


@contextmanager
def inside_schema(connection: Connection, schema: str | None) -> Iterator[None]:
    """Let statements that name no schema mean this one for the time of the block; make it when it is missing.

    The connection goes back to the pool as it was: anything else has to find its tables by their full names.
    """
    if not schema:
        yield
        return
    quoted = connection.dialect.identifier_preparer.quote(schema)
    connection.exec_driver_sql(f"CREATE SCHEMA IF NOT EXISTS {quoted}")
    connection.exec_driver_sql(f"SET search_path TO {quoted}")
    connection.commit()
    try:
        yield
    finally:
        connection.rollback()
        connection.exec_driver_sql("RESET search_path")
        connection.commit()
