"""The clients that others may be compared with, without their names."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import literal, select

from assessment.domain.clients import Client
from assessment.store.database import Unit
from assessment.store.queries.scope import is_assigned
from assessment.store.tables import client

c = client.c


@dataclass(frozen=True, slots=True)
class Peer:
    """One client that agreed to be a peer. `is_seen` tells whether the person may see it by name."""

    sector: str
    size: str
    region: str
    summary: Mapping[str, Any]
    is_seen: bool


def list_peers(unit: Unit, viewed: Client, editions: Sequence[str]) -> list[Peer]:
    """Return the clients that agreed to be peers, assessed by one of these editions; never the viewed one.

    They come from the whole workspace, whoever asks, because only medians of them are shown. Sample clients
    and real ones are never each other's peers; archived clients and those in the bin are nobody's.
    """
    seen = is_assigned(unit.scope.person_id) if unit.scope.assigned_only else literal(value=True)
    statement = select(c.sector, c.size, c.region, c.summary, seen).where(
        c.workspace_id == unit.workspace_id,
        c.shares.is_(True),
        c.edition.in_(editions),
        c.id != viewed.id,
        c.is_sample.is_(viewed.is_sample),
        c.archived_at.is_(None),
        c.deleted_at.is_(None),
    )
    return [
        Peer(sector, size, region, summary or {}, bool(is_seen))
        for sector, size, region, summary, is_seen in unit.connection.execute(statement)
    ]
