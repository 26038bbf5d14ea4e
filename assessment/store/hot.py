"""Statements of the path that every saved answer takes: compiled once, then run as the driver's own SQL."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Dialect, Executable, TypeDecorator
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.compiler import SQLCompiler

Processor = Callable[[Any], Any]
TRANSLATION = "schema_translate_map"


@dataclass(frozen=True, slots=True)
class Ready:
    """A compiled statement: its text, the order of its values where they have one, how values are bound.

    `results` says which columns of a row have to be read, and how.
    """

    sql: str
    order: Sequence[str] | None
    given: Mapping[str, Any]
    processors: Mapping[str, Processor]
    results: Sequence[tuple[int, Processor]]

    def parameters(self, values: Mapping[str, Any]) -> Any:
        """Return the values as the driver takes them: by name, or in order where it knows no names."""
        bound = {**self.given, **values}
        for name, process in self.processors.items():
            bound[name] = process(bound[name])
        return bound if self.order is None else tuple(bound[name] for name in self.order)


class Hot:
    """A statement of the expression language that is run a great many times with other values.

    It is compiled once for each engine. What the ordinary way does beyond that, looking up the compiled form
    and preparing a result, takes longer than the database itself takes for a row.
    """

    def __init__(self, statement: Any, columns: Sequence[str] | None = None) -> None:
        self.statement: Executable = statement
        self._columns = columns
        self._ready: dict[str, Ready] = {}

    def run(self, connection: Connection, values: Mapping[str, Any]) -> int:
        """Run an insert or an update with these values and return how many rows it wrote."""
        if connection.get_execution_options().get(TRANSLATION):
            result = connection.execute(self.statement, dict(values))
            return int(result.rowcount)
        ready = self._ready.get(connection.dialect.name) or self._compile(connection.dialect)
        with driven(connection, ready.sql, ready.parameters(values)) as cursor:
            return int(cursor.rowcount)

    def rows(self, connection: Connection, values: Mapping[str, Any]) -> list[Sequence[Any]]:
        """Run a select with these values and return its rows, each column read as its type says."""
        if connection.get_execution_options().get(TRANSLATION):
            return [tuple(row) for row in connection.execute(self.statement, dict(values))]
        ready = self._ready.get(connection.dialect.name) or self._compile(connection.dialect)
        with driven(connection, ready.sql, ready.parameters(values)) as cursor:
            found: list[Sequence[Any]] = cursor.fetchall()
        if not ready.results:
            return found
        rows: list[Sequence[Any]] = []
        for raw in found:
            row = list(raw)
            for at, process in ready.results:
                row[at] = process(row[at])
            rows.append(row)
        return rows

    def _compile(self, dialect: Dialect) -> Ready:
        compiled: Any = self.statement.compile(dialect=dialect, column_keys=self._columns)  # type: ignore[attr-defined]
        assert isinstance(compiled, SQLCompiler)  # noqa: S101  Nothing else has values to bind.
        processors = {name: processor_of(bind.type, dialect) for name, bind in compiled.binds.items()}
        ready = Ready(
            str(compiled),
            tuple(compiled.positiontup) if compiled.positiontup is not None else None,
            {name: value for name, value in compiled.params.items() if value is not None},
            {name: process for name, process in processors.items() if process is not None},
            readers_of(self.statement, dialect),
        )
        self._ready[dialect.name] = ready
        return ready


@contextmanager
def driven(connection: Connection, sql: str, parameters: Any) -> Iterator[Any]:
    """Run a text with the driver's own cursor, within the transaction of the connection, and give the cursor.

    The ordinary way prepares a result for every run, which takes longer than the statement. Listeners hear
    of it and errors are those of the ordinary way.
    """
    if not connection.in_transaction():
        connection.begin()
    cursor: Any = connection.connection.cursor()
    for listener in connection.dispatch.before_cursor_execute:
        listener(connection, cursor, sql, parameters, None, False)
    try:
        cursor.execute(sql, parameters)
        yield cursor
    except connection.dialect.loaded_dbapi.Error as error:
        kind = connection.dialect.loaded_dbapi.Error
        raise DBAPIError.instance(sql, parameters, error, kind, dialect=connection.dialect) from error
    finally:
        cursor.close()


def processor_of(kind: Any, dialect: Dialect) -> Processor | None:
    """Return what turns a value of this type into one of the driver, or None when nothing has to be done."""
    found = kind if isinstance(kind, TypeDecorator) else kind.dialect_impl(dialect)
    processor: Processor | None = found.bind_processor(dialect)
    return processor


def readers_of(statement: Executable, dialect: Dialect) -> tuple[tuple[int, Processor], ...]:
    """Return the place and the reader of each selected column that the driver does not return ready."""
    readers: list[tuple[int, Processor]] = []
    for at, column in enumerate(getattr(statement, "selected_columns", ())):
        kind = column.type
        found = kind if isinstance(kind, TypeDecorator) else kind.dialect_impl(dialect)
        process = found.result_processor(dialect, None)
        if process is not None:
            readers.append((at, process))
    return tuple(readers)
