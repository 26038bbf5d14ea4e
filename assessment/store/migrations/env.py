"""The migration environment: online only, batch mode so that SQLite can change tables."""

from typing import Any, Literal

from alembic import context
from sqlalchemy import Engine, TypeDecorator

from assessment.store.tables import metadata

engine: Engine = context.config.attributes["engine"]


def plain_types(kind: str, obj: Any, autogen_context: Any) -> str | Literal[False]:
    """Write a type of our own as the plain type under it, so that old migrations need no new code."""
    if kind == "type" and isinstance(obj, TypeDecorator):
        return f"sa.{obj.impl_instance!r}"
    return False


with engine.connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_as_batch=True,
        compare_type=True,
        render_item=plain_types,
    )
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
