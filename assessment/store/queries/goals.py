"""Objectives, critical success factors and KPIs of a client with all that ever stood there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, insert, select, type_coerce, update

from assessment.domain.goals import Goal, GoalVersion
from assessment.domain.sla_content import SlaContent
from assessment.store.base import new_id
from assessment.store.contents import KeptContent
from assessment.store.database import Unit
from assessment.store.numbers import next_number
from assessment.store.tables import goal, goal_version, review, sla, sla_version
from assessment.store.versioned import change_over

g, v, s, w, r = goal.c, goal_version.c, sla.c, sla_version.c, review.c

GOAL = (
    g.id, g.number, g.kind, g.parent_id, g.position, g.service_id, g.retired_at, g.version,
)  # fmt: skip
VERSION = (
    v.number, v.title, v.valid_from, v.description, v.framework_id, v.metric_id, v.target, v.target_code,
    v.target_currency, v.valid_to, v.review_id, v.reason, v.made_by,
)  # fmt: skip
MOST_REVIEWS = 50


@dataclass(frozen=True, slots=True)
class SlaText:
    """What an agreement says: its draft, and what each version says from when until when, oldest first."""

    id: str
    number: int
    title: str
    ended_on: date | None
    draft: SlaContent | None
    versions: tuple[tuple[SlaContent, date, date | None], ...]


@dataclass(frozen=True, slots=True)
class ReviewChoice:
    """A review that a change may come from."""

    id: str
    number: int
    title: str
    day: date


def list_goals(unit: Unit, client_id: str) -> tuple[Goal, ...]:
    """Return every goal of a client by number with its versions, those that were retired too."""
    statement = (
        select(*GOAL, *VERSION)
        .join(goal_version, (v.workspace_id == g.workspace_id) & (v.goal_id == g.id))
        .where(g.workspace_id == unit.workspace_id, g.client_id == client_id)
        .order_by(g.number, v.number)
    )
    heads: dict[str, Any] = {}
    versions: dict[str, list[GoalVersion]] = {}
    rows: Any = unit.connection.execute(statement)
    for row in rows:
        heads[row[0]] = row[: len(GOAL)]
        versions.setdefault(row[0], []).append(GoalVersion(*row[len(GOAL) :]))
    return tuple(_goal(head, tuple(versions[goal_id])) for goal_id, head in heads.items())


def _goal(head: Any, versions: tuple[GoalVersion, ...]) -> Goal:
    goal_id, number, kind, parent_id, position, service_id, retired_at, version = head
    retired_on = retired_at.date() if retired_at else None
    return Goal(goal_id, number, kind, parent_id, position, versions, service_id, retired_on, version)


def add_goal(
    unit: Unit, client_id: str, kind: str, parent_id: str | None, service_id: str | None
) -> tuple[str, int]:
    """Store a goal without a text behind those of its parent; return its id and number."""
    number = next_number(unit, goal, client_id)
    made = new_id()
    unit.connection.execute(
        insert(goal).values(
            workspace_id=unit.workspace_id, id=made, client_id=client_id, number=number, kind=kind,
            parent_id=parent_id, position=number, service_id=service_id, updated_at=unit.now,
            updated_by=unit.actor, version=1,
        )
    )  # fmt: skip
    return made, number


def add_version(unit: Unit, client_id: str, goal_id: str, new: GoalVersion) -> None:
    """Store what a goal says from a day on."""
    values = {
        "workspace_id": unit.workspace_id, "goal_id": goal_id, "number": new.number, "client_id": client_id,
        "title": new.title, "description": new.description, "framework_id": new.framework_id,
        "metric_id": new.metric_id, "target": new.target, "target_code": new.target_code,
        "target_currency": new.currency, "valid_from": new.valid_from, "valid_to": None,
        "review_id": new.review_id, "reason": new.reason, "made_at": unit.now, "made_by": unit.actor,
    }  # fmt: skip
    unit.connection.execute(insert(goal_version).values(**values))


def end_version(unit: Unit, goal_id: str, number: int, valid_to: date) -> None:
    """Note the last day of a version that another one follows."""
    statement = update(goal_version).where(
        v.workspace_id == unit.workspace_id, v.goal_id == goal_id, v.number == number
    )
    unit.connection.execute(statement.values(valid_to=valid_to))


def change_goal(unit: Unit, client_id: str, goal_id: str, seen: int, values: Mapping[str, Any]) -> bool:
    """Change a goal itself; False when it changed since `seen`."""
    return change_over(unit, goal, client_id, values, seen, id=goal_id)


def set_order(unit: Unit, client_id: str, goal_ids: Sequence[str]) -> None:
    """Put goals of one parent into this order; what they say is not touched, nor is their version."""
    for position, goal_id in enumerate(goal_ids, start=1):
        statement = update(goal).where(
            g.workspace_id == unit.workspace_id, g.client_id == client_id, g.id == goal_id
        )
        unit.connection.execute(statement.values(position=position))


def list_sla_texts(unit: Unit, client_id: str) -> tuple[SlaText, ...]:
    """Return what every agreement of a client says and said, by number."""
    statement = (
        select(
            s.id,
            s.number,
            s.title,
            s.ended_on,
            type_coerce(s.draft, KeptContent),
            type_coerce(w.content, KeptContent),
            w.valid_from,
            w.valid_to,
        )
        .outerjoin(sla_version, (w.workspace_id == s.workspace_id) & (w.sla_id == s.id))
        .where(s.workspace_id == unit.workspace_id, s.client_id == client_id)
        .order_by(s.number, w.number)
    )
    heads: dict[str, Any] = {}
    versions: dict[str, list[Any]] = {}
    rows: Any = unit.connection.execute(statement)
    for row in rows:
        heads[row[0]] = row[:5]
        said = versions.setdefault(row[0], [])
        if row[5] is not None:
            said.append(tuple(row[5:]))
    return tuple(
        SlaText(head[0], head[1], head[2], head[3], head[4], tuple(versions[sla_id]))
        for sla_id, head in heads.items()
    )


def list_review_choices(unit: Unit, client_id: str) -> tuple[ReviewChoice, ...]:
    """Return the latest reviews of a client, newest first."""
    day = func.coalesce(r.held_on, r.planned_on)
    statement = (
        select(r.id, r.number, r.title, day)
        .where(r.workspace_id == unit.workspace_id, r.client_id == client_id)
        .order_by(day.desc(), r.number.desc())
        .limit(MOST_REVIEWS)
    )
    rows: Any = unit.connection.execute(statement)
    return tuple(ReviewChoice(*row) for row in rows)
