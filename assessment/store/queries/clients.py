"""Clients: the list, one client, its summary."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from sqlalchemy import (
    Integer,
    Select,
    Subquery,
    bindparam,
    exists,
    func,
    insert,
    literal,
    or_,
    select,
    union,
    union_all,
    update,
)

from assessment.domain.clients import Client
from assessment.errors import NotFound
from assessment.store.base import Id, new_id
from assessment.store.database import Unit
from assessment.store.hot import Hot
from assessment.store.queries.scope import Scoped, visible
from assessment.store.tables import client, client_tag

c = client.c
t = client_tag.c

COLUMNS = (
    c.id, c.slug, c.name, c.sector, c.size, c.region, c.tags, c.shares, c.language, c.note, c.is_sample,
    c.created_at, c.archived_at, c.deleted_at, c.latest_id, c.previous, c.summary,
    c.held_on, c.edition, c.marks, c.version,
)  # fmt: skip
TAGS_AT = 6

ONE_BY_SLUG = Scoped(
    select(*COLUMNS).where(c.workspace_id == bindparam("workspace_id"), c.slug == bindparam("slug"))
)

# What each sort goes by, and whether the largest comes first; clients without a value come last.
SORTS: dict[str, tuple[Any, bool]] = {
    "lowest": (c.overall, False),
    "gap": (c.gap, True),
    "change": (c.change, False),
    "name": (None, False),
}


@dataclass(frozen=True, slots=True)
class ClientFilter:
    """What the client list is narrowed to. `words` is looked for in the name."""

    words: str = ""
    sector: str = ""
    size: str = ""
    region: str = ""
    tag: str = ""
    assessed_from: date | None = None
    assessed_to: date | None = None
    archived: bool = False
    sort: str = "lowest"

    @property
    def is_narrow(self) -> bool:
        """Return whether anything is left out but archived clients."""
        return self != ClientFilter(archived=self.archived, sort=self.sort)


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
    for column, value in ((c.sector, wanted.sector), (c.size, wanted.size), (c.region, wanted.region)):
        if value:
            conditions.append(column == value)
    if wanted.tag:
        conditions.append(_has_tag(wanted.tag))
    if wanted.assessed_from:
        conditions.append(c.held_on >= wanted.assessed_from)
    if wanted.assessed_to:
        conditions.append(c.held_on <= wanted.assessed_to)
    if wanted.words:
        conditions.append(func.lower(c.name).contains(wanted.words.lower(), autoescape=True))
    return conditions


def _has_tag(tag: str) -> Any:
    return exists(select(t.tag).where(t.workspace_id == c.workspace_id, t.client_id == c.id, t.tag == tag))


def list_clients(unit: Unit, wanted: ClientFilter, *, limit: int, offset: int = 0) -> list[Client]:
    """Return one page of clients, read in the order of an index however many clients there are."""
    sort = wanted.sort if wanted.sort in SORTS else "lowest"
    if wanted == ClientFilter(sort=wanted.sort):
        values = {
            "workspace_id": unit.workspace_id, "most": limit + offset, "limit": limit, "offset": offset,
        }  # fmt: skip
        return [to_client(row) for row in WHOLE_LISTS[sort].rows(unit, values)]
    statement = _listed(sort, _matching(unit, wanted), limit + offset).limit(limit).offset(offset)
    return [to_client(row) for row in unit.connection.execute(statement)]


def _listed(sort: str, conditions: Sequence[Any], most: Any) -> Select[Any]:
    """The clients that fulfil the conditions in an order; `most` is how many are needed from the first on."""
    column, is_falling = SORTS[sort]
    if column is None:
        return select(*COLUMNS).where(*conditions).order_by(c.name, c.id)
    first = _first(column, is_falling, conditions, most)
    value = first.c.value.desc() if is_falling else first.c.value
    at = (c.workspace_id == first.c.workspace_id) & (c.id == first.c.id)
    statement = select(*COLUMNS).join_from(first, client, at)
    return statement.order_by(first.c.part, value, first.c.name, first.c.id)


def _first(column: Any, is_falling: bool, conditions: Sequence[Any], most: Any) -> Subquery:
    """The first clients by a column, with part, id, value and name: those with a value, then those without.

    The engines do not agree where nothing belongs in an order, and sorting by whether there is a value would
    look at every client.
    """
    parts = []
    for part, condition in enumerate((column.is_not(None), column.is_(None))):
        rows = select(literal(part).label("part"), c.workspace_id, c.id, column.label("value"), c.name)
        order = (column.desc() if is_falling else column, c.name, c.id)
        rows = rows.where(condition, *conditions).order_by(*order).limit(most)
        parts.append(select(rows.subquery()))
    return union_all(*parts).subquery()


def _whole_list(sort: str) -> Scoped:
    """The statement for a page of all clients in use."""
    here = [c.workspace_id == bindparam("workspace_id", type_=Id), c.archived_at.is_(None)]

    def make(visible_ones: Sequence[Any]) -> Any:
        most, limit, offset = (bindparam(name, type_=Integer) for name in ("most", "limit", "offset"))
        return _listed(sort, [*here, *visible_ones], most).limit(limit).offset(offset)

    return Scoped.made_with(make)


WHOLE_LISTS = {sort: _whole_list(sort) for sort in SORTS}


def count_clients(unit: Unit, wanted: ClientFilter) -> int:
    """Return how many clients match."""
    statement = select(func.count()).select_from(client).where(*_matching(unit, wanted))
    return unit.connection.execute(statement).scalar_one()


def list_names(unit: Unit, limit: int) -> list[tuple[str, str]]:
    """Return (slug, name) of the clients in use that have an assessment with an answer, by name."""
    statement = select(c.slug, c.name).where(c.latest_id.is_not(None), *_matching(unit, ClientFilter()))
    rows = unit.connection.execute(statement.order_by(c.name, c.id).limit(limit))
    return [(slug, name) for slug, name in rows]


def list_deleted(unit: Unit) -> list[Client]:
    """Return the clients in the bin, the one deleted last first."""
    statement = select(*COLUMNS).where(c.workspace_id == unit.workspace_id, c.deleted_at.is_not(None))
    return [to_client(row) for row in unit.connection.execute(statement.order_by(c.deleted_at.desc(), c.id))]


def client_by_id(unit: Unit, client_id: str) -> Client | None:
    """Return the client with that id wherever it is, in the bin too; None when it is not there."""
    row = unit.connection.execute(
        select(*COLUMNS).where(c.workspace_id == unit.workspace_id, c.id == client_id)
    ).one_or_none()
    return None if row is None else to_client(row)


def count_named(unit: Unit, name: str) -> int:
    """Return how many clients have exactly this name."""
    statement = select(func.count()).where(
        c.workspace_id == unit.workspace_id, c.name == name, c.deleted_at.is_(None)
    )
    return unit.connection.execute(statement).scalar_one()


def list_marks(unit: Unit, wanted: ClientFilter) -> list[tuple[str, str]]:
    """Return (edition, marks) of every client that matches and has an assessment with an answer."""
    statement = select(c.edition, c.marks).where(c.edition != "", *_matching(unit, wanted))
    return [(edition, marks) for edition, marks in unit.connection.execute(statement)]


def list_chosen(unit: Unit, names: Sequence[str]) -> list[Client]:
    """Return the clients with these slugs or ids that the person sees, in the order asked for."""
    here = c.workspace_id == unit.workspace_id
    # Either way by an index of its own: joined with "or", SQLite would look at every client.
    ways = (c.slug.in_(names), c.id.in_(names))
    chosen = union(*(select(c.id).where(here, way) for way in ways)).subquery()
    at = (c.workspace_id == unit.workspace_id) & (c.id == chosen.c.id)
    statement = select(*COLUMNS).join_from(chosen, client, at).where(*visible(unit))
    found = [to_client(row) for row in unit.connection.execute(statement)]
    places = {name: place for place, name in reversed(list(enumerate(names)))}
    return sorted(
        found, key=lambda one: min(places.get(one.slug, len(names)), places.get(one.id, len(names)))
    )


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
    unit: Unit,
    *,
    slug: str,
    name: str,
    sector: str,
    language: str,
    size: str = "",
    region: str = "",
    tags: Sequence[str] = (),
    shares: bool = False,
    note: str = "",
    is_sample: bool = False,
) -> str:
    """Store a new client and return its id."""
    client_id = new_id()
    unit.connection.execute(
        insert(client).values(
            workspace_id=unit.workspace_id, id=client_id, slug=slug, name=name, sector=sector, size=size,
            region=region, tags=list(tags) or None, shares=shares, language=language, note=note,
            is_sample=is_sample, created_at=unit.now, version=1,
        )
    )  # fmt: skip
    set_tags(unit, client_id, tags)
    return client_id


def set_tags(unit: Unit, client_id: str, tags: Sequence[str]) -> None:
    """Replace the tags by which a client is found; its own row holds them too."""
    unit.connection.execute(
        client_tag.delete().where(t.workspace_id == unit.workspace_id, t.client_id == client_id)
    )
    if tags:
        rows = [{"workspace_id": unit.workspace_id, "client_id": client_id, "tag": tag} for tag in tags]
        unit.connection.execute(insert(client_tag), rows)


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
        marks=bindparam("marks"),
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
    marks: str,
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
            "marks": marks,
        },
    )
    return written == 1


def set_summary(
    unit: Unit,
    client_id: str,
    *,
    latest_id: str | None,
    summary: Mapping[str, Any] | None,
    overall: Fraction | None = None,
    previous: Fraction | None = None,
    gap: float | None = None,
    held_on: date | None = None,
    edition: str = "",
    marks: str = "",
) -> None:
    """Write which assessment is the latest, its summary and the overall index before it."""
    change = None if overall is None or previous is None else float(overall - previous)
    unit.connection.execute(
        update(client)
        .where(c.workspace_id == unit.workspace_id, c.id == client_id)
        .values(
            latest_id=latest_id, summary=summary, previous=previous, gap=gap, change=change,
            overall=None if overall is None else float(overall), held_on=held_on, edition=edition,
            marks=marks,
        )
    )  # fmt: skip


def clear_summary(unit: Unit, client_id: str) -> None:
    """Write that a client has no assessment with an answer."""
    set_summary(unit, client_id, latest_id=None, summary=None)


def list_unmarked(unit: Unit) -> list[str]:
    """Return the ids of the clients whose summary was written before it said where each practice stands."""
    statement = select(c.id).where(
        c.workspace_id == unit.workspace_id, c.latest_id.is_not(None), c.edition == ""
    )
    return list(unit.connection.execute(statement).scalars())


def delete_client(unit: Unit, client_id: str) -> None:
    """Delete a client and everything of it but what happened to it, which stays in the audit trail."""
    unit.connection.execute(client.delete().where(c.workspace_id == unit.workspace_id, c.id == client_id))
