"""Assessments, found through their client."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from assessment.domain.answers import Options
from assessment.domain.assessments import Assessment
from assessment.domain.clients import Client
from assessment.errors import NotFound
from assessment.store.base import new_id
from assessment.store.database import Unit
from assessment.store.hot import Hot
from assessment.store.queries.clients import COLUMNS as CLIENT_COLUMNS
from assessment.store.queries.clients import to_client
from assessment.store.queries.scope import Scoped
from assessment.store.tables import assessment, client

a = assessment.c

COLUMNS = (
    a.id, a.client_id, a.slug, a.title, a.held_on, a.scope, a.method, a.options, a.framework_id,
    a.framework_version, a.framework_hash, a.state, a.closed_at, a.baseline_id, a.headline, a.scores,
    a.revision,
    a.created_at, a.updated_at, a.version,
)  # fmt: skip
OPTIONS_AT = 7

JOINED = assessment.join(client, (client.c.workspace_id == a.workspace_id) & (client.c.id == a.client_id))

OF_PLACE = (
    select(*CLIENT_COLUMNS, *COLUMNS)
    .select_from(JOINED)
    .where(
        a.workspace_id == bindparam("workspace_id"),
        client.c.slug == bindparam("client_slug"),
        a.slug == bindparam("slug"),
    )
)
PLACE = Scoped(OF_PLACE)
# Two people who answer different areas write the same score card, so the second waits for the first.
HELD_PLACE = Scoped(OF_PLACE.with_for_update())


@dataclass(frozen=True, slots=True)
class Place:
    """An assessment together with its client: what every address below a client names."""

    client: Client
    assessment: Assessment


def to_assessment(row: Sequence[Any]) -> Assessment:
    """Return the domain record of a row selected with COLUMNS."""
    values = list(row)
    values[OPTIONS_AT] = Options(**(values[OPTIONS_AT] or {}))
    return Assessment(*values)


def get_place(unit: Unit, client_slug: str, slug: str, *, hold: bool = False) -> Place:
    """Return the assessment with that slug of the client with that slug; NotFound otherwise.

    With `hold` nobody else can write to either before this transaction ends.
    """
    statement = HELD_PLACE if hold else PLACE
    found = statement.rows(
        unit, {"workspace_id": unit.workspace_id, "client_slug": client_slug, "slug": slug}
    )
    if not found:
        raise NotFound("There is no such assessment for this client.")
    row = found[0]
    split = len(CLIENT_COLUMNS)
    return Place(to_client(row[:split]), to_assessment(row[split:]))


def list_assessments(unit: Unit, client_id: str, *, limit: int | None = None) -> list[Assessment]:
    """Return the assessments of a client, newest first by date, then by when they were made."""
    statement = (
        select(*COLUMNS)
        .where(a.workspace_id == unit.workspace_id, a.client_id == client_id)
        .order_by(a.held_on.desc(), a.id.desc())
        .limit(limit)
    )
    return [to_assessment(row) for row in unit.connection.execute(statement)]


def list_scored(unit: Unit, client_id: str, *, limit: int = 2) -> list[Assessment]:
    """Return the newest assessments of a client that have any answer, newest first."""
    statement = (
        select(*COLUMNS)
        .where(a.workspace_id == unit.workspace_id, a.client_id == client_id, a.overall.is_not(None))
        .order_by(a.held_on.desc(), a.id.desc())
        .limit(limit)
    )
    return [to_assessment(row) for row in unit.connection.execute(statement)]


def list_latest(unit: Unit, client_ids: Sequence[str]) -> dict[str, Assessment]:
    """Return the latest assessment with an answer of each of these clients, by client id."""
    statement = (
        select(*COLUMNS)
        .select_from(JOINED)
        .where(a.workspace_id == unit.workspace_id, client.c.id.in_(client_ids), a.id == client.c.latest_id)
    )
    found = [to_assessment(row) for row in unit.connection.execute(statement)]
    return {one.client_id: one for one in found}


def list_assessment_slugs(unit: Unit, client_id: str) -> set[str]:
    """Return the slugs that a client's assessments use."""
    statement = select(a.slug).where(a.workspace_id == unit.workspace_id, a.client_id == client_id)
    return set(unit.connection.execute(statement).scalars())


def add_assessment(
    unit: Unit,
    client_id: str,
    *,
    slug: str,
    title: str,
    held_on: date,
    scope: str,
    method: str,
    options: Options,
    framework: tuple[str, str, str],
    scores: Mapping[str, Any],
    baseline_id: str | None = None,
) -> str:
    """Store a new open assessment and return its id. `framework` is (id, version, hash)."""
    assessment_id = new_id()
    unit.connection.execute(
        insert(assessment).values(
            workspace_id=unit.workspace_id, id=assessment_id, client_id=client_id, slug=slug, title=title,
            held_on=held_on, scope=scope, method=method, options=asdict(options), framework_id=framework[0],
            framework_version=framework[1], framework_hash=framework[2], state="open",
            baseline_id=baseline_id, headline="", scores=scores, revision=0, created_at=unit.now,
            updated_at=unit.now, version=1,
        )
    )  # fmt: skip
    return assessment_id


def update_assessment(
    unit: Unit, assessment_id: str, values: Mapping[str, Any], seen_version: int | None = None
) -> bool:
    """Change an assessment; False when it changed since `seen_version` (None: whatever it is)."""
    statement = update(assessment).where(a.workspace_id == unit.workspace_id, a.id == assessment_id)
    if seen_version is not None:
        statement = statement.where(a.version == seen_version)
    changed = {**values, "version": a.version + 1, "updated_at": unit.now}
    return unit.connection.execute(statement.values(**changed)).rowcount == 1


SET_SCORES = Hot(
    update(assessment)
    .where(a.workspace_id == bindparam("in_workspace"), a.id == bindparam("of_assessment"))
    .values(
        scores=bindparam("scores"),
        overall=bindparam("overall"),
        updated_at=bindparam("updated_at"),
        revision=a.revision + 1,
    )
)


def set_scores(unit: Unit, assessment_id: str, scores: Mapping[str, Any], overall: float | None) -> None:
    """Write the stored score card; `overall` is None as long as nothing is answered."""
    SET_SCORES.run(
        unit.connection,
        {
            "in_workspace": unit.workspace_id,
            "of_assessment": assessment_id,
            "scores": scores,
            "overall": overall,
            "updated_at": unit.now,
        },
    )
