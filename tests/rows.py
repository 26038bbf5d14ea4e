"""Everything that a database holds, to compare what was with what is."""

from typing import Any

from sqlalchemy import Connection

from assessment.store.base import metadata

Rows = dict[str, list[tuple[Any, ...]]]


def every_row(connection: Connection) -> Rows:
    """Every row of every table, in an order that does not depend on the engine."""
    return {
        table.name: sorted(map(tuple, connection.execute(table.select())), key=repr)
        for table in metadata.sorted_tables
    }
