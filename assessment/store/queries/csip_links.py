"""What an item of the register can be about: targets of agreements and goals, by the names they have now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, func, select

from assessment.store.database import Unit
from assessment.store.tables import goal, goal_version, sla, sla_version

s, v, g, w = sla.c, sla_version.c, goal.c, goal_version.c

LINKED_KINDS = ("csf", "kpi")


@dataclass(frozen=True, slots=True)
class SlaTarget:
    """One target of an agreement: the agreement by id and number, the target by key and name."""

    sla_id: str
    number: int
    key: str
    name: str


def list_sla_targets(unit: Unit, client_id: str) -> tuple[SlaTarget, ...]:
    """Return the targets of every agreement of a client that has not ended: those of its newest version."""
    newest = (
        select(v.sla_id, func.max(v.number).label("number"))
        .where(v.workspace_id == unit.workspace_id, v.client_id == client_id)
        .group_by(v.sla_id)
        .subquery()
    )
    joined = sla.outerjoin(newest, newest.c.sla_id == s.id).outerjoin(
        sla_version,
        and_(v.workspace_id == s.workspace_id, v.sla_id == newest.c.sla_id, v.number == newest.c.number),
    )
    statement = (
        select(s.id, s.number, v.content, s.draft)
        .select_from(joined)
        .where(s.workspace_id == unit.workspace_id, s.client_id == client_id, s.ended_on.is_(None))
        .order_by(s.number)
    )
    found: list[SlaTarget] = []
    for sla_id, number, content, draft in unit.connection.execute(statement):
        targets: Sequence[Mapping[str, Any]] = (content or draft or {}).get("targets") or ()
        found += [SlaTarget(sla_id, number, one["key"], one.get("name") or one["key"]) for one in targets]
    return tuple(found)


def list_goals(unit: Unit, client_id: str) -> tuple[tuple[str, str, str], ...]:
    """Return (id, kind, title) of the critical success factors and key performance indicators of a client."""
    newest = (
        select(w.goal_id, func.max(w.number).label("number"))
        .where(w.workspace_id == unit.workspace_id, w.client_id == client_id, w.valid_from <= unit.today)
        .group_by(w.goal_id)
        .subquery()
    )
    statement = (
        select(g.id, g.kind, w.title)
        .join_from(goal, newest, newest.c.goal_id == g.id)
        .join(
            goal_version,
            and_(w.workspace_id == g.workspace_id, w.goal_id == g.id, w.number == newest.c.number),
        )
        .where(
            g.workspace_id == unit.workspace_id,
            g.client_id == client_id,
            g.kind.in_(LINKED_KINDS),
            g.retired_at.is_(None),
        )
        .order_by(g.kind, g.number)
    )
    return tuple((row[0], row[1], row[2]) for row in unit.connection.execute(statement))
