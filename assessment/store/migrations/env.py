"""The migration environment: online only, batch mode so that SQLite can change tables."""

from typing import Any, Literal

from alembic import context
from sqlalchemy import Engine, TypeDecorator

from assessment.store.migrate import inside_schema
from assessment.store.tables import metadata

engine: Engine = context.config.attributes["engine"]


def plain_types(kind: str, obj: Any, autogen_context: Any) -> str | Literal[False]:
    """Write a type of our own as the plain type under it, so that old migrations need no new code."""
    if kind == "type" and isinstance(obj, TypeDecorator):
        return f"sa.{obj.impl_instance!r}"
    return False


with (
    engine.connect() as connection,
    inside_schema(connection, context.config.attributes.get("schema")),
):
    # Changing a table of SQLite means to copy and to drop it. Dropping deletes its rows first, and with the
    # keys watched that would delete everything that points at them.
    driver: Any = connection.connection.dbapi_connection
    is_sqlite = engine.dialect.name == "sqlite"
    if is_sqlite:
        driver.execute("PRAGMA foreign_keys=OFF")
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_as_batch=True,
        compare_type=True,
        render_item=plain_types,
    )
    try:
        with context.begin_transaction():
            context.run_migrations()
            if is_sqlite and (broken := driver.execute("PRAGMA foreign_key_check").fetchall()):
                raise RuntimeError(f"the migration would leave rows that point nowhere: {broken[:3]}")
        connection.commit()
    finally:
        if is_sqlite:
            connection.rollback()
            driver.execute("PRAGMA foreign_keys=ON")
