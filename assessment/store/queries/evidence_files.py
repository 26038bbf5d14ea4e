"""The files of clients, shown as evidence or kept with an item; one that nothing names is kept for a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Text, delete, insert, select, type_coerce, update

from assessment.domain.answers import EvidenceFile
from assessment.errors import NotFound
from assessment.store.database import Unit
from assessment.store.tables import attachment, evidence_file, rating

f = evidence_file.c
r = rating.c
t = attachment.c

KEPT_FOR = timedelta(days=1)
"""How long a file that nothing names stays, so that its removal can be taken back."""


@dataclass(frozen=True, slots=True)
class KeptFile:
    """The content of a file, and the media type that was found when it was added."""

    media_type: str
    content: bytes


def add_evidence_file(
    unit: Unit, client_id: str, file: EvidenceFile, media_type: str, content: bytes
) -> None:
    """Keep a file of a client; the same content is kept once."""
    if known_files(unit, client_id, [file.hash]):
        return
    unit.connection.execute(
        insert(evidence_file).values(
            workspace_id=unit.workspace_id, client_id=client_id, hash=file.hash, size=file.size,
            media_type=media_type, content=content,
            added_at=unit.now, added_by=unit.actor,
        )
    )  # fmt: skip


def get_evidence_file(unit: Unit, client_id: str, hash: str) -> KeptFile:
    """Return a file of a client. Raises NotFound when it is not there, or not any longer."""
    statement = select(f.media_type, f.content).where(
        f.workspace_id == unit.workspace_id, f.client_id == client_id, f.hash == hash
    )
    found = unit.connection.execute(statement).one_or_none()
    if found is None:
        raise NotFound("This file is not here, or not any longer.")
    return KeptFile(found.media_type, found.content)


def known_files(unit: Unit, client_id: str, hashes: Iterable[str]) -> set[str]:
    """Return those of the hashes whose files are kept for the client."""
    wanted = list(hashes)
    if not wanted:
        return set()
    statement = select(f.hash).where(
        f.workspace_id == unit.workspace_id, f.client_id == client_id, f.hash.in_(wanted)
    )
    return set(unit.connection.execute(statement).scalars())


def let_go(unit: Unit, client_id: str, hashes: Iterable[str]) -> None:
    """Note that something does not name these files any more, and forget those let go a day ago."""
    _forget_unnamed(unit)
    _set_unnamed(unit, client_id, hashes, unit.now)


def _set_unnamed(unit: Unit, client_id: str, hashes: Iterable[str], since: datetime | None) -> None:
    statement = (
        update(evidence_file)
        .where(f.workspace_id == unit.workspace_id, f.client_id == client_id, f.hash.in_(list(hashes)))
        .values(unnamed_since=since)
    )
    unit.connection.execute(statement)


def _forget_unnamed(unit: Unit) -> None:
    """Delete the files that nothing has named for a day; one that is named again is kept."""
    old = select(f.client_id, f.hash).where(
        f.workspace_id == unit.workspace_id, f.unnamed_since < unit.now - KEPT_FOR
    )
    for client_id, hash in unit.connection.execute(old).all():
        if _is_named(unit, client_id, hash):
            _set_unnamed(unit, client_id, [hash], None)
            continue
        unit.connection.execute(
            delete(evidence_file).where(
                f.workspace_id == unit.workspace_id, f.client_id == client_id, f.hash == hash
            )
        )


def _is_named(unit: Unit, client_id: str, hash: str) -> bool:
    by_rating = (
        select(r.practice_id)
        .where(r.workspace_id == unit.workspace_id, r.client_id == client_id)
        .where(type_coerce(r.evidence, Text).contains(hash))
        .limit(1)
    )
    by_item = select(t.id).where(
        t.workspace_id == unit.workspace_id,
        t.client_id == client_id,
        t.hash == hash,
        t.deleted_at.is_(None),
    )
    return any(unit.connection.execute(one).first() is not None for one in (by_item, by_rating))
