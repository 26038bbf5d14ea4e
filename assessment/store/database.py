"""The engine and its transactions: one unit per request, scoped to a workspace."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import (
    ArgumentError,
    DataError,
    DBAPIError,
    IntegrityError,
    InvalidatePoolError,
    NoSuchModuleError,
    OperationalError,
)

from assessment.errors import AppError, Conflict, InvalidInput, Unavailable

BUSY_MILLISECONDS = 5000
STATEMENT_CACHE = 1000
RESTED_SECONDS = 1.0
LAST_USED = "gradino_last_used"
WRITES = "gradino_writes"
ONE_STATE = "REPEATABLE READ"

PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=NORMAL",
    "PRAGMA foreign_keys=ON",
    f"PRAGMA busy_timeout={BUSY_MILLISECONDS}",
)


@dataclass(frozen=True, slots=True)
class Scope:
    """For whom a unit works: the person, whether only assigned clients are there, the kind of program."""

    person_id: str = ""
    assigned_only: bool = False
    via: str = ""


EVERYTHING = Scope()


@dataclass(frozen=True, slots=True)
class Unit:
    """One transaction in one workspace: every query takes it, so that none can forget the scope."""

    connection: Connection
    workspace_id: str
    actor: str
    now: datetime
    scope: Scope = EVERYTHING

    @property
    def today(self) -> date:
        """Return the date of `now`."""
        return self.now.date()


class Database:
    """An engine with the settings that this program relies on."""

    def __init__(self, url: str, *, echo: bool = False) -> None:
        try:
            self.url, self.schema = split_schema(make_url(url))
            self.url.get_dialect()
        except (ArgumentError, NoSuchModuleError) as error:
            raise InvalidInput(
                "database",
                "The address of the database cannot be read. Write it like sqlite:///file.sqlite or "
                "postgresql+psycopg://user:password@host/name.",
            ) from error
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        if self.is_sqlite and self.url.database:
            Path(self.url.database).parent.mkdir(parents=True, exist_ok=True)
        options: dict[str, Any] = {"pool_size": 16, "max_overflow": 16}
        if self.is_sqlite:
            options["connect_args"] = {"check_same_thread": False, "timeout": BUSY_MILLISECONDS / 1000}
        self.engine: Engine = create_engine(self.url, echo=echo, query_cache_size=STATEMENT_CACHE, **options)
        if self.schema:
            self.engine = self.engine.execution_options(schema_translate_map={None: self.schema})
        self._writer = self.engine.execution_options(**{WRITES: True})
        # Each statement of a reader would see a later state; what a page adds up has to be from one.
        self._reader = (
            self.engine
            if self.is_sqlite
            else self.engine.execution_options(isolation_level=ONE_STATE, postgresql_readonly=True)
        )
        if self.is_sqlite:
            event.listen(self.engine, "connect", _prepare_sqlite)
            event.listen(self.engine, "begin", _begin_sqlite)
        else:
            event.listen(self.engine, "checkin", _note_use)
            event.listen(self.engine, "checkout", self._ask_a_rested)

    @property
    def exists(self) -> bool:
        """Whether there is a database to connect to, as far as that shows without making one."""
        return not self.is_sqlite or not self.url.database or Path(self.url.database).is_file()

    @contextmanager
    def read(self, workspace_id: str, actor: str, now: datetime, scope: Scope = EVERYTHING) -> Iterator[Unit]:
        """Yield a unit that only reads; it sees one state of the database."""
        try:
            with self._reader.connect() as connection:
                yield Unit(connection, workspace_id, actor, now, scope)
                if not self.is_sqlite:
                    # After a rollback the driver forgets every statement that the server has prepared.
                    connection.commit()
        except (DataError, IntegrityError, OperationalError) as error:
            raise plain_error(error) from error

    @contextmanager
    def write(
        self, workspace_id: str, actor: str, now: datetime, scope: Scope = EVERYTHING
    ) -> Iterator[Unit]:
        """Yield a unit that commits at the end, or leaves everything as it was on any error."""
        try:
            with self._writer.begin() as connection:
                yield Unit(connection, workspace_id, actor, now, scope)
        except (DataError, IntegrityError, OperationalError) as error:
            raise plain_error(error) from error

    def _ask_a_rested(self, connection: Any, record: Any, proxy: object) -> None:
        # A question before every use would be one more journey to the server for every page.
        used = record.info.get(LAST_USED)
        if used is None or time.monotonic() - used < RESTED_SECONDS:
            return
        try:
            self.engine.dialect.do_ping(connection)
        except self.engine.dialect.loaded_dbapi.Error as error:
            raise InvalidatePoolError from error

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()


def split_schema(url: URL) -> tuple[URL, str | None]:
    """Return an address without its `?schema=NAME`, and the schema in which the tables of PostgreSQL live."""
    named = url.query.get("schema")
    if not named or isinstance(named, tuple) or url.get_backend_name() == "sqlite":
        return url, None
    return url.difference_update_query(["schema"]), named


def _prepare_sqlite(connection: Any, record: object) -> None:
    # The driver's own transaction handling would begin too late; see _begin_sqlite.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in PRAGMAS:
        cursor.execute(pragma)
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    # A writer takes the lock at once, so that two writers wait for each other instead of failing midway.
    writes = connection.get_execution_options().get(WRITES)
    connection.connection.cursor().execute("BEGIN IMMEDIATE" if writes else "BEGIN")


def _note_use(connection: object, record: Any) -> None:
    record.info[LAST_USED] = time.monotonic()


def plain_error(error: DBAPIError) -> AppError:
    """Return what to tell people about an error of the database."""
    if isinstance(error, IntegrityError):
        return Conflict("Somebody else saved the same thing at the same moment. Look again, then retry.")
    if isinstance(error, DataError):
        return InvalidInput("", "This holds characters that the database cannot store. Type it again.")
    return Unavailable(_sentence(error))


def _sentence(error: DBAPIError) -> str:
    detail = str(error.orig).lower()
    if "disk is full" in detail or "no space" in detail:
        return "The disk is full. Nothing was saved; make room and try again."
    if "locked" in detail:
        return "The database is busy. Nothing was saved; try again in a moment."
    if "readonly" in detail or "read-only" in detail:
        return "The database cannot be written to. Nothing was saved; check who owns the file."
    return "The database did not answer. Nothing was saved; try again in a moment."
