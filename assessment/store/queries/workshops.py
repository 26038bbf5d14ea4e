"""Live workshops and the seats in them: who may join, who is there, what every screen shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, delete, insert, or_, select, update

from assessment.domain.answers import Options
from assessment.errors import NotFound
from assessment.store.base import new_id
from assessment.store.database import Unit
from assessment.store.hot import Hot
from assessment.store.queries.scope import Scoped, visible
from assessment.store.tables import assessment, client, join_code, seat, workshop
from assessment.store.watch import announce

w = workshop.c
s = seat.c


@dataclass(frozen=True, slots=True)
class Workshop:
    """A workshop with the addresses of its client and assessment; `areas` are the ids on its agenda."""

    id: str
    client_id: str
    assessment_id: str
    client_slug: str
    client_name: str
    assessment_slug: str
    assessment_title: str
    framework_hash: str
    code: str
    is_named: bool
    door_open: bool
    created_at: datetime
    expires_at: datetime
    ended_at: datetime | None
    current_round_id: str | None
    areas: Sequence[str]
    timer_seconds: int
    keeps_names: bool
    survey_until: datetime | None
    survey_closed_at: datetime | None
    facilitator_seat_id: str | None
    language: str
    planned_minutes: int
    options: Options
    version: int

    @property
    def is_survey(self) -> bool:
        """Return whether people answer by link, each at their own pace, just now."""
        return self.survey_until is not None and self.survey_closed_at is None


@dataclass(frozen=True, slots=True)
class Seat:
    """One phone at a workshop; `name` is empty in an anonymous one."""

    id: str
    workshop_id: str
    group: str
    name: str
    removed_at: datetime | None
    feedback: str


JOINED = workshop.join(client, (client.c.workspace_id == w.workspace_id) & (client.c.id == w.client_id)).join(
    assessment, (assessment.c.workspace_id == w.workspace_id) & (assessment.c.id == w.assessment_id)
)

WORKSHOPS = select(
    w.id, w.client_id, w.assessment_id, client.c.slug, client.c.name, assessment.c.slug, assessment.c.title,
    assessment.c.framework_hash, w.code, w.is_named, w.door_open, w.created_at, w.expires_at, w.ended_at,
    w.current_round_id, w.areas, w.timer_seconds, w.keeps_names, w.survey_until, w.survey_closed_at,
    w.facilitator_seat_id, w.language, w.planned_minutes, assessment.c.options, w.version,
).select_from(JOINED)  # fmt: skip

AREAS_AT, OPTIONS_AT = 15, 23

# A room of people votes within seconds; what every vote asks for is compiled once.
BY_ID = Scoped(WORKSHOPS.where(w.workspace_id == bindparam("workspace"), w.id == bindparam("id")))
BY_CODE = Scoped(WORKSHOPS.where(w.workspace_id == bindparam("workspace"), w.code == bindparam("code")))
WORKSPACE_OF_CODE = Hot(select(join_code.c.workspace_id).where(join_code.c.code == bindparam("code")))
MARK_CHANGED = Hot(
    update(workshop)
    .where(w.workspace_id == bindparam("workspace"), w.id == bindparam("id"))
    .values(version=w.version + 1)
)

SEATS = select(s.id, s.workshop_id, s.group, s.name, s.removed_at, s.feedback)
SEAT_BY_ID = Hot(SEATS.where(s.workspace_id == bindparam("workspace"), s.id == bindparam("id")))
# Those that were not taken away; the moment when that happened is left out, since reading it costs most.
SEATS_OF = Hot(
    select(s.id, s.workshop_id, s.group, s.name, s.feedback)
    .where(
        s.workspace_id == bindparam("workspace"),
        s.workshop_id == bindparam("workshop"),
        s.removed_at.is_(None),
    )
    .order_by(s.id)
)


def add_workshop(
    unit: Unit,
    client_id: str,
    assessment_id: str,
    *,
    code: str,
    is_named: bool,
    expires_at: datetime,
    areas: Sequence[str] = (),
    timer_seconds: int = 0,
    keeps_names: bool = False,
    survey_until: datetime | None = None,
    language: str = "en",
    planned_minutes: int = 0,
) -> str:
    """Store a new workshop with its door open and return its id."""
    workshop_id = new_id()
    unit.connection.execute(
        insert(workshop).values(
            workspace_id=unit.workspace_id, id=workshop_id, client_id=client_id, assessment_id=assessment_id,
            code=code, is_named=is_named, door_open=True, created_at=unit.now, expires_at=expires_at,
            ended_at=None, current_round_id=None, areas=list(areas), timer_seconds=timer_seconds,
            keeps_names=keeps_names, survey_until=survey_until, survey_closed_at=None,
            facilitator_seat_id=None, language=language, planned_minutes=planned_minutes, version=1,
        )
    )  # fmt: skip
    unit.connection.execute(
        insert(join_code).values(code=code, workspace_id=unit.workspace_id, workshop_id=workshop_id)
    )
    return workshop_id


def code_is_taken(unit: Unit, code: str) -> bool:
    """Return whether any workshop of any workspace has this code; nothing else of it is told."""
    return workspace_of_code(unit, code) is not None


def workspace_of_code(unit: Unit, code: str) -> str | None:
    """Return the workspace that a join code leads to, whatever the unit's own; None when none has it."""
    rows = WORKSPACE_OF_CODE.rows(unit.connection, {"code": code})
    return str(rows[0][0]) if rows else None


def get_workshop(unit: Unit, client_slug: str, assessment_slug: str, workshop_id: str) -> Workshop:
    """Return a workshop of that assessment of that client; NotFound otherwise."""
    statement = WORKSHOPS.where(
        w.workspace_id == unit.workspace_id,
        w.id == workshop_id,
        client.c.slug == client_slug,
        assessment.c.slug == assessment_slug,
        *visible(unit),
    )
    return _only(unit.connection.execute(statement).all())


def get_workshop_by_id(unit: Unit, workshop_id: str) -> Workshop:
    """Return the workshop with that id; NotFound when there is none in this workspace."""
    return _only(BY_ID.rows(unit, {"workspace": unit.workspace_id, "id": workshop_id}))


def get_workshop_by_code(unit: Unit, code: str) -> Workshop:
    """Return the workshop with that join code; NotFound when there is none in this workspace."""
    return _only(BY_CODE.rows(unit, {"workspace": unit.workspace_id, "code": code}))


def list_workshops(unit: Unit, assessment_id: str) -> list[Workshop]:
    """Return the workshops of an assessment, newest first."""
    statement = WORKSHOPS.where(w.workspace_id == unit.workspace_id, w.assessment_id == assessment_id)
    return [_to_workshop(row) for row in unit.connection.execute(statement.order_by(w.id.desc()))]


def _only(rows: Sequence[Sequence[Any]]) -> Workshop:
    if not rows:
        raise NotFound("There is no such workshop.")
    return _to_workshop(rows[0])


def _to_workshop(row: Any) -> Workshop:
    values = list(row)
    values[AREAS_AT] = tuple(values[AREAS_AT] or ())
    values[OPTIONS_AT] = Options(**(values[OPTIONS_AT] or {}))
    return Workshop(*values)


def mark_changed(unit: Unit, workshop_id: str) -> None:
    """Give a workshop its next version, so that every screen hears that something is new."""
    MARK_CHANGED.run(unit.connection, {"workspace": unit.workspace_id, "id": workshop_id})
    announce(unit.connection)


def change_workshop(unit: Unit, workshop_id: str, **values: Any) -> None:
    """Write columns of a workshop and its next version, so that every screen hears of it."""
    unit.connection.execute(
        update(workshop)
        .where(w.workspace_id == unit.workspace_id, w.id == workshop_id)
        .values(**values, version=w.version + 1)
    )
    announce(unit.connection)


def versions_of(unit: Unit, places: Sequence[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """Return the versions of workshops named by (workspace, workshop); one that is gone is left out.

    The broadcaster of a process asks for the workshops of all its screens at once, whatever their workspace.
    """
    by_workspace: dict[str, list[str]] = {}
    for workspace_id, workshop_id in places:
        by_workspace.setdefault(workspace_id, []).append(workshop_id)
    conditions = [and_(w.workspace_id == of, w.id.in_(ids)) for of, ids in by_workspace.items()]
    if not conditions:
        return {}
    statement = select(w.workspace_id, w.id, w.version).where(or_(*conditions))
    return {(row[0], row[1]): row[2] for row in unit.connection.execute(statement)}


def add_seat(unit: Unit, workshop_id: str, group: str, name: str) -> str:
    """Store a new seat and return its id."""
    seat_id = new_id()
    unit.connection.execute(
        insert(seat).values(
            workspace_id=unit.workspace_id, id=seat_id, workshop_id=workshop_id, group=group, name=name,
            joined_at=unit.now, removed_at=None, feedback="",
        )
    )  # fmt: skip
    return seat_id


def get_seat(unit: Unit, seat_id: str) -> Seat:
    """Return a seat; NotFound when this workspace has none with that id."""
    rows = SEAT_BY_ID.rows(unit.connection, {"workspace": unit.workspace_id, "id": seat_id})
    if not rows:
        raise NotFound("There is no such seat.")
    return Seat(*rows[0])


def list_seats(unit: Unit, workshop_id: str) -> list[Seat]:
    """Return the seats of a workshop that were not taken away, in the order in which people joined."""
    rows = SEATS_OF.rows(unit.connection, {"workspace": unit.workspace_id, "workshop": workshop_id})
    return [Seat(seat_id, of, group, name, None, feedback) for seat_id, of, group, name, feedback in rows]


def remove_seat(unit: Unit, workshop_id: str, seat_id: str) -> bool:
    """Take a seat away; False when the workshop has none with that id. Its votes stay."""
    statement = (
        update(seat)
        .where(s.workspace_id == unit.workspace_id, s.workshop_id == workshop_id, s.id == seat_id)
        .values(removed_at=unit.now)
    )
    return unit.connection.execute(statement).rowcount == 1


def delete_seat(unit: Unit, workshop_id: str, seat_id: str) -> bool:
    """Delete a seat with its votes; False when the workshop has none with that id."""
    statement = delete(seat).where(
        s.workspace_id == unit.workspace_id, s.workshop_id == workshop_id, s.id == seat_id
    )
    return unit.connection.execute(statement).rowcount == 1


def set_feedback(unit: Unit, seat_id: str, feedback: str) -> None:
    """Store what a seat says of the workshop."""
    unit.connection.execute(
        update(seat).where(s.workspace_id == unit.workspace_id, s.id == seat_id).values(feedback=feedback)
    )


def clear_name(unit: Unit, workshop_id: str, seat_id: str) -> bool:
    """Take the name of one seat away; False when the workshop has none with that id."""
    statement = (
        update(seat)
        .where(s.workspace_id == unit.workspace_id, s.workshop_id == workshop_id, s.id == seat_id)
        .values(name="")
    )
    return unit.connection.execute(statement).rowcount == 1


def clear_names_before(unit: Unit, moment: datetime) -> int:
    """Take the names out of workshops from before a moment that do not keep them; return how many."""
    old = select(w.id).where(
        w.workspace_id == unit.workspace_id, w.created_at < moment, w.keeps_names.is_(False)
    )
    statement = (
        update(seat)
        .where(s.workspace_id == unit.workspace_id, s.workshop_id.in_(old), s.name != "")
        .values(name="")
    )
    return unit.connection.execute(statement).rowcount
