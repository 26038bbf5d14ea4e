"""Notices that somebody else wrote to the database: SQLite by its counter, PostgreSQL by its notifications.

The only module with statements of one engine.
"""

import time
from contextlib import suppress
from typing import Any

from sqlalchemy import Connection, text

from assessment.store.database import Database

CHANNEL = "gradino"
TRY_AGAIN_SECONDS = 1.0

NOTIFY = text(f"NOTIFY {CHANNEL}")


def announce(connection: Connection) -> None:
    """Tell every process, once the transaction is committed, that screens have something new to show."""
    if connection.dialect.name == "postgresql":
        connection.execute(NOTIFY)


class Watch:
    """Tells whether the database may have changed since it was last asked; only one thread asks.

    It asks no table. Where it cannot tell, because the connection is lost, it says yes.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._connection: Any = None
        self._seen: int | None = None
        self._retry_at = 0.0

    def has_changed(self) -> bool:
        """Return whether another connection committed something that screens show."""
        try:
            return self._counted() if self._database.is_sqlite else self._heard()
        except Exception:  # Whatever is wrong with the connection, a new one is made.
            self.close()
            self._retry_at = time.monotonic() + TRY_AGAIN_SECONDS
            return True

    def _counted(self) -> bool:
        if self._connection is None:
            self._connection = self._database.engine.raw_connection()
        cursor = self._connection.cursor()
        cursor.execute("PRAGMA data_version")
        (version,) = cursor.fetchone()
        cursor.close()
        changed: bool = version != self._seen
        self._seen = version
        return changed

    def _heard(self) -> bool:
        if self._connection is None:
            if time.monotonic() < self._retry_at:
                return False
            self._connection = self._listening()
            return True
        return bool(list(self._connection.notifies(timeout=0)))

    def _listening(self) -> Any:
        """Return a connection of its own that hears what others announce."""
        engine = self._database.engine
        arguments, options = engine.dialect.create_connect_args(engine.url)
        connection = engine.dialect.loaded_dbapi.connect(*arguments, autocommit=True, **options)
        connection.execute(f"LISTEN {CHANNEL}")
        return connection

    def close(self) -> None:
        """Give the connection back."""
        if self._connection is not None:
            with suppress(Exception):  # A lost connection cannot be closed either.
                self._connection.close()
            self._connection = None
            self._seen = None
