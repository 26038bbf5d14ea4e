"""The statements that a piece of work sends to the database."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from assessment.store.database import Database

# How a transaction begins and ends differs between the engines, and whether the sign-in is on is asked
# again only every few seconds: neither says anything about the page.
PASSING = ("BEGIN", "COMMIT", "ROLLBACK", "PRAGMA", "SELECT EXISTS (SELECT person")


@contextmanager
def counted(database: Database) -> Iterator[list[str]]:
    """Collect the statements that run inside the block."""
    statements: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if not " ".join(statement.split()).startswith(PASSING):
            statements.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(database.engine, "before_cursor_execute", note)
