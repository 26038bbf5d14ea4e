"""The framework editions that assessments of a workspace use."""

from sqlalchemy import insert, select

from assessment.errors import NotFound
from assessment.store.database import Unit
from assessment.store.tables import framework_edition

f = framework_edition.c


def get_edition_text(unit: Unit, edition_hash: str) -> tuple[str, str]:
    """Return (framework id, text) of a stored edition."""
    row = unit.connection.execute(
        select(f.framework_id, f.text).where(f.workspace_id == unit.workspace_id, f.hash == edition_hash)
    ).one_or_none()
    if row is None:
        raise NotFound("The framework of this assessment is missing from the database.")
    return row.framework_id, row.text


def list_editions(unit: Unit, framework_id: str, version: str) -> list[str]:
    """Return the hashes of the stored editions of a framework that carry this version."""
    statement = select(f.hash).where(
        f.workspace_id == unit.workspace_id, f.framework_id == framework_id, f.version == version
    )
    return list(unit.connection.execute(statement.order_by(f.stored_at, f.hash)).scalars())


def keep_edition(unit: Unit, *, edition_hash: str, framework_id: str, version: str, text: str) -> None:
    """Store the text of an edition unless the workspace has it already."""
    known = unit.connection.execute(
        select(f.hash).where(f.workspace_id == unit.workspace_id, f.hash == edition_hash)
    ).one_or_none()
    if known is None:
        unit.connection.execute(
            insert(framework_edition).values(
                workspace_id=unit.workspace_id, hash=edition_hash, framework_id=framework_id,
                version=version, text=text, stored_at=unit.now,
            )
        )  # fmt: skip
