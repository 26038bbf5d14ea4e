"""What is missing of readings and evidence, counted for many clients at once."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, case, exists, func, or_, select

from assessment.domain.answers import Options, Rating
from assessment.domain.evidence import TO_COLLECT
from assessment.store.database import Unit
from assessment.store.evidence import unpack_evidence
from assessment.store.queries.answers import unpack_votes
from assessment.store.queries.needs import Clients, of_clients
from assessment.store.queries.own import EVERYBODY
from assessment.store.queries.scope import visible
from assessment.store.tables import assessment, client, metric_target, own_item, rating, reading

c, m, g, o, e, q = client.c, reading.c, metric_target.c, own_item.c, assessment.c, rating.c


@dataclass(frozen=True, slots=True)
class RatedAssessment:
    """An open assessment with the ratings that may be high; `client` is a slug, `edition` a hash."""

    client: str
    slug: str
    title: str
    edition: str
    options: Options
    ratings: dict[str, Rating]


def count_missing_readings(unit: Unit, clients: Clients, month: str, usual: str) -> dict[str, int]:
    """Return, by client, how many metrics that it collects have no value for a month.

    They are counted in the framework of its latest assessment, without one in that of the program, `usual`.
    """
    framework = func.coalesce(e.framework_id, usual)
    latest = and_(e.workspace_id == c.workspace_id, e.id == c.latest_id)
    read = (
        select(
            m.client_id, m.framework_id, m.metric_id,
            func.max(case((m.period == month, 1), else_=0)).label("has"),
        )
        .where(m.workspace_id == unit.workspace_id, m.replaced_by.is_(None))
        .group_by(m.client_id, m.framework_id, m.metric_id)
    )  # fmt: skip
    aimed = select(g.client_id, g.framework_id, g.metric_id).where(
        g.workspace_id == unit.workspace_id, g.version > 0
    )
    if clients is not None:
        read, aimed = read.where(m.client_id.in_(clients)), aimed.where(g.client_id.in_(clients))
    seen = read.subquery()
    both = (
        select(seen.c.client_id, seen.c.framework_id, seen.c.metric_id)
        .where(seen.c.has == 0)
        .union(aimed.where(~exists(select(m.id).where(*_in_month(month)))))
        .subquery()
    )
    retired = exists(
        select(o.code).where(
            o.workspace_id == unit.workspace_id,
            o.owner.in_((both.c.client_id, EVERYBODY)),
            o.code == both.c.metric_id,
            o.retired_at.is_not(None),
        )
    )
    statement = (
        select(c.slug, func.count())
        .select_from(client.outerjoin(assessment, latest).join(both, both.c.client_id == c.id))
        .where(
            c.workspace_id == unit.workspace_id,
            c.archived_at.is_(None),
            *visible(unit),
            both.c.framework_id == framework,
            ~retired,
        )
        .group_by(c.slug)
    )
    rows: Any = unit.connection.execute(statement)
    return dict(rows.all())


def _in_month(month: str) -> list[Any]:
    return [
        m.workspace_id == g.workspace_id,
        m.client_id == g.client_id,
        m.framework_id == g.framework_id,
        m.metric_id == g.metric_id,
        m.replaced_by.is_(None),
        m.period == month,
    ]


def list_rated(unit: Unit, clients: Clients) -> list[RatedAssessment]:
    """Return the open assessments with those ratings that may be high, all in one query."""
    statement = (
        select(
            c.slug, e.id, e.slug, e.title, e.framework_hash, e.options, q.practice_id, q.consensus, q.votes,
            q.agreed, q.bulk, q.note, q.reason, q.evidence,
        )
        .select_from(
            rating.join(assessment, and_(e.workspace_id == q.workspace_id, e.id == q.assessment_id)).join(
                client, and_(c.workspace_id == e.workspace_id, c.id == e.client_id)
            )
        )
        .where(*of_clients(unit, assessment, clients), e.state == "open", or_(*_maybe_high()))
        .order_by(e.held_on.desc(), e.id)
    )  # fmt: skip
    found: dict[str, RatedAssessment] = {}
    for row in unit.connection.execute(statement):
        of_client, assessment_id, slug, title, edition, options, practice, *answer = row
        one = found.setdefault(
            assessment_id, RatedAssessment(of_client, slug, title, edition, Options(**(options or {})), {})
        )
        one.ratings[practice] = _to_rating(*answer)
    return list(found.values())


def _maybe_high() -> list[Any]:
    return [q.consensus.in_(TO_COLLECT), q.votes.is_not(None)]


def _to_rating(
    consensus: Any, votes: Any, agreed: bool, bulk: bool, note: str, reason: str, evidence: Any
) -> Rating:
    shown = unpack_evidence(evidence) if evidence else ()
    return Rating(consensus, unpack_votes(votes), note, reason, shown, agreed, bulk)
