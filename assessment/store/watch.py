"""Notices that somebody else wrote to the database, without reading any table."""

from typing import Any

from assessment.store.database import Database


class Watch:
    """Tells whether the database may have changed since it was last asked; only one thread asks."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._connection: Any = None
        self._seen: int | None = None

    def has_changed(self) -> bool:
        """Return whether another connection committed; always true on an engine that cannot tell."""
        if not self._database.is_sqlite:
            return True
        if self._connection is None:
            self._connection = self._database.engine.raw_connection()
        cursor = self._connection.cursor()
        cursor.execute("PRAGMA data_version")
        (version,) = cursor.fetchone()
        cursor.close()
        changed: bool = version != self._seen
        self._seen = version
        return changed

    def close(self) -> None:
        """Give the connection back."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
