"""Clients: the list, one client, its summary."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from sqlalchemy import bindparam, func, insert, or_, select, update

from assessment.domain.clients import Client
from assessment.errors import NotFound
from assessment.store.base import new_id
from assessment.store.database import Unit
from assessment.store.hot import Hot
from assessment.store.queries.scope import Scoped, visible
from assessment.store.tables import client

c = client.c

COLUMNS = (
    c.id, c.slug, c.name, c.sector, c.size, c.region, c.tags, c.shares, c.language, c.note, c.is_sample,
    c.created_at, c.archived_at, c.deleted_at, c.latest_id, c.previous, c.summary, c.version,
)  # fmt: skip
TAGS_AT = 6

ONE_BY_SLUG = Scoped(
    select(*COLUMNS).where(c.workspace_id == bindparam("workspace_id"), c.slug == bindparam("slug"))
)

SORTS = {
    "lowest": (c.overall.is_(None), c.overall, c.name, c.id),
    "gap": (c.gap.is_(None), c.gap.desc(), c.name, c.id),
    "change": (c.change.is_(None), c.change, c.name, c.id),
    "name": (c.name, c.id),
}


@dataclass(frozen=True, slots=True)
class ClientFilter:
    """What the client list is narrowed to. `words` is looked for in the name."""

    words: str = ""
    sector: str = ""
    archived: bool = False
    sort: str = "lowest"


def to_client(row: Sequence[Any]) -> Client:
    """Return the domain record of a row selected with COLUMNS."""
    values = list(row)
    values[TAGS_AT] = tuple(values[TAGS_AT] or ())
    return Client(*values)


def get_client(unit: Unit, slug: str) -> Client:
    """Return the client with that slug; NotFound when the person sees none, or when it lies in the bin."""
    rows = ONE_BY_SLUG.rows(unit, {"workspace_id": unit.workspace_id, "slug": slug})
    if not rows:
        raise NotFound("There is no such client here.")
    return to_client(rows[0])


def _matching(unit: Unit, wanted: ClientFilter) -> list[Any]:
    conditions: list[Any] = [c.workspace_id == unit.workspace_id, *visible(unit)]
    conditions.append(c.archived_at.is_not(None) if wanted.archived else c.archived_at.is_(None))
    if wanted.sector:
        conditions.append(c.sector == wanted.sector)
    if wanted.words:
        conditions.append(func.lower(c.name).contains(wanted.words.lower(), autoescape=True))
    return conditions


def list_clients(unit: Unit, wanted: ClientFilter, *, limit: int, offset: int = 0) -> list[Client]:
    """Return one page of clients."""
    statement = select(*COLUMNS).where(*_matching(unit, wanted))
    statement = statement.order_by(*SORTS.get(wanted.sort, SORTS["lowest"])).limit(limit).offset(offset)
    return [to_client(row) for row in unit.connection.execute(statement)]


def count_clients(unit: Unit, wanted: ClientFilter) -> int:
    """Return how many clients match."""
    statement = select(func.count()).select_from(client).where(*_matching(unit, wanted))
    return unit.connection.execute(statement).scalar_one()


def list_deleted(unit: Unit) -> list[Client]:
    """Return the clients in the bin, the one deleted last first."""
    statement = select(*COLUMNS).where(c.workspace_id == unit.workspace_id, c.deleted_at.is_not(None))
    return [to_client(row) for row in unit.connection.execute(statement.order_by(c.deleted_at.desc(), c.id))]


def list_sectors(unit: Unit) -> list[str]:
    """Return every sector in use, in alphabetical order."""
    statement = select(c.sector).where(c.workspace_id == unit.workspace_id, c.sector != "", *visible(unit))
    return list(unit.connection.execute(statement.distinct().order_by(c.sector)).scalars())


def list_slugs(unit: Unit, stem: str) -> set[str]:
    """Return the slugs that begin with `stem`, so that a free one can be chosen."""
    statement = select(c.slug).where(
        c.workspace_id == unit.workspace_id,
        or_(c.slug == stem, c.slug.startswith(f"{stem}-", autoescape=True)),
    )
    return set(unit.connection.execute(statement).scalars())


def list_samples(unit: Unit) -> list[Client]:
    """Return the sample clients, those in the bin too."""
    statement = select(*COLUMNS).where(c.workspace_id == unit.workspace_id, c.is_sample.is_(True))
    return [to_client(row) for row in unit.connection.execute(statement)]


def list_sample_ids(unit: Unit) -> list[str]:
    """Return the ids of the sample clients."""
    statement = select(c.id).where(c.workspace_id == unit.workspace_id, c.is_sample.is_(True))
    return list(unit.connection.execute(statement).scalars())


def add_client(
    unit: Unit, *, slug: str, name: str, sector: str, language: str, note: str = "", is_sample: bool = False
) -> str:
    """Store a new client and return its id."""
    client_id = new_id()
    unit.connection.execute(
        insert(client).values(
            workspace_id=unit.workspace_id, id=client_id, slug=slug, name=name, sector=sector,
            language=language, note=note, is_sample=is_sample, created_at=unit.now, version=1,
        )
    )  # fmt: skip
    return client_id


def update_client(unit: Unit, client_id: str, seen_version: int | None, values: Mapping[str, Any]) -> bool:
    """Change a client; False when it changed since `seen_version` (None: whatever it is)."""
    statement = update(client).where(c.workspace_id == unit.workspace_id, c.id == client_id)
    if seen_version is not None:
        statement = statement.where(c.version == seen_version)
    result = unit.connection.execute(statement.values(**values, version=c.version + 1))
    return result.rowcount == 1


SET_SUMMARY = Hot(
    update(client)
    .where(
        c.workspace_id == bindparam("in_workspace"),
        c.id == bindparam("of_client"),
        c.latest_id == bindparam("of_assessment"),
    )
    .values(
        summary=bindparam("summary"),
        overall=bindparam("overall"),
        gap=bindparam("gap"),
        change=bindparam("change"),
    )
)


def set_summary_if_latest(
    unit: Unit,
    client_id: str,
    assessment_id: str,
    summary: Mapping[str, Any],
    overall: float | None,
    gap: float | None,
    change: float | None,
) -> bool:
    """Write the summary of the latest assessment; False when that assessment is not the latest one."""
    written = SET_SUMMARY.run(
        unit.connection,
        {
            "in_workspace": unit.workspace_id,
            "of_client": client_id,
            "of_assessment": assessment_id,
            "summary": summary,
            "overall": overall,
            "gap": gap,
            "change": change,
        },
    )
    return written == 1


def set_summary(
    unit: Unit,
    client_id: str,
    *,
    latest_id: str | None,
    summary: Mapping[str, Any] | None,
    overall: Fraction | None,
    previous: Fraction | None,
    gap: float | None,
) -> None:
    """Write which assessment is the latest, its summary and the overall index before it."""
    change = None if overall is None or previous is None else float(overall - previous)
    unit.connection.execute(
        update(client)
        .where(c.workspace_id == unit.workspace_id, c.id == client_id)
        .values(
            latest_id=latest_id, summary=summary, previous=previous, gap=gap, change=change,
            overall=None if overall is None else float(overall),
        )
    )  # fmt: skip


def delete_client(unit: Unit, client_id: str) -> None:
    """Delete a client and everything of it but what happened to it, which stays in the audit trail."""
    unit.connection.execute(client.delete().where(c.workspace_id == unit.workspace_id, c.id == client_id))
