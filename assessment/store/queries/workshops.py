"""Live workshops: who is there, what was asked, what was voted."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select, update

from assessment.domain.answers import Vote
from assessment.domain.workshops import OPEN, REVEALED, Question, Round
from assessment.errors import NotFound
from assessment.store.base import new_id
from assessment.store.database import Unit
from assessment.store.tables import assessment, client, round_, seat, vote, workshop

w = workshop.c
s = seat.c
q = round_.c
v = vote.c


@dataclass(frozen=True, slots=True)
class Workshop:
    """A workshop with the addresses of its client and assessment."""

    id: str
    client_id: str
    assessment_id: str
    client_slug: str
    assessment_slug: str
    code: str
    is_named: bool
    door_open: bool
    expires_at: datetime
    ended_at: datetime | None
    version: int


@dataclass(frozen=True, slots=True)
class Seat:
    """One phone at a workshop; `name` is empty in an anonymous one."""

    id: str
    workshop_id: str
    group: str
    name: str
    removed_at: datetime | None


@dataclass(frozen=True, slots=True)
class KeptRound:
    """A round as it is stored."""

    id: str
    workshop_id: str
    asked: Round
    version: int


JOINED = workshop.join(client, (client.c.workspace_id == w.workspace_id) & (client.c.id == w.client_id)).join(
    assessment, (assessment.c.workspace_id == w.workspace_id) & (assessment.c.id == w.assessment_id)
)

WORKSHOPS = select(
    w.id, w.client_id, w.assessment_id, client.c.slug, assessment.c.slug, w.code, w.is_named, w.door_open,
    w.expires_at, w.ended_at, w.version,
).select_from(JOINED)  # fmt: skip

ROUNDS = select(q.id, q.workshop_id, q.area_id, q.practice_id, q.number, q.state, q.version)


def add_workshop(
    unit: Unit, client_id: str, assessment_id: str, *, code: str, is_named: bool, expires_at: datetime
) -> str:
    """Store a new workshop with its door open and return its id."""
    workshop_id = new_id()
    unit.connection.execute(
        insert(workshop).values(
            workspace_id=unit.workspace_id, id=workshop_id, client_id=client_id, assessment_id=assessment_id,
            code=code, is_named=is_named, door_open=True, created_at=unit.now, expires_at=expires_at,
            ended_at=None, version=1,
        )
    )  # fmt: skip
    return workshop_id


def code_is_taken(unit: Unit, code: str) -> bool:
    """Return whether any workshop of any workspace has this code; nothing else of it is told."""
    return unit.connection.execute(select(func.count()).where(w.code == code)).scalar_one() > 0


def get_workshop(unit: Unit, client_slug: str, assessment_slug: str, workshop_id: str) -> Workshop:
    """Return a workshop of that assessment of that client; NotFound otherwise."""
    statement = WORKSHOPS.where(
        w.workspace_id == unit.workspace_id,
        w.id == workshop_id,
        client.c.slug == client_slug,
        assessment.c.slug == assessment_slug,
    )
    return _one_workshop(unit, statement)


def get_workshop_by_code(unit: Unit, code: str) -> Workshop:
    """Return the workshop with that join code; NotFound when there is none in this workspace."""
    return _one_workshop(unit, WORKSHOPS.where(w.workspace_id == unit.workspace_id, w.code == code))


def _one_workshop(unit: Unit, statement: Any) -> Workshop:
    row = unit.connection.execute(statement).one_or_none()
    if row is None:
        raise NotFound("There is no such workshop.")
    return Workshop(*row)


def set_door(unit: Unit, workshop_id: str, is_open: bool) -> None:
    """Open or close the door of a workshop."""
    unit.connection.execute(
        update(workshop)
        .where(w.workspace_id == unit.workspace_id, w.id == workshop_id)
        .values(door_open=is_open, version=w.version + 1)
    )


def add_seat(unit: Unit, workshop_id: str, group: str, name: str) -> str:
    """Store a new seat and return its id."""
    seat_id = new_id()
    unit.connection.execute(
        insert(seat).values(
            workspace_id=unit.workspace_id, id=seat_id, workshop_id=workshop_id, group=group, name=name,
            joined_at=unit.now, removed_at=None,
        )
    )  # fmt: skip
    return seat_id


def get_seat(unit: Unit, seat_id: str) -> Seat:
    """Return a seat; NotFound when this workspace has none with that id."""
    statement = select(s.id, s.workshop_id, s.group, s.name, s.removed_at)
    row = unit.connection.execute(
        statement.where(s.workspace_id == unit.workspace_id, s.id == seat_id)
    ).one_or_none()
    if row is None:
        raise NotFound("There is no such seat.")
    return Seat(*row)


def remove_seat(unit: Unit, workshop_id: str, seat_id: str) -> bool:
    """Take a seat away; False when the workshop has none with that id. Its votes stay."""
    statement = (
        update(seat)
        .where(s.workspace_id == unit.workspace_id, s.workshop_id == workshop_id, s.id == seat_id)
        .values(removed_at=unit.now)
    )
    return unit.connection.execute(statement).rowcount == 1


def add_round(unit: Unit, workshop_id: str, asked: Round) -> KeptRound:
    """Store a round that begins now."""
    round_id = new_id()
    unit.connection.execute(
        insert(round_).values(
            workspace_id=unit.workspace_id, id=round_id, workshop_id=workshop_id,
            area_id=asked.question.area_id, practice_id=asked.question.practice_id or "",
            number=asked.number, state=asked.state, opened_at=unit.now, revealed_at=None, version=1,
        )
    )  # fmt: skip
    return KeptRound(round_id, workshop_id, asked, 1)


def _to_round(row: Any) -> KeptRound:
    round_id, workshop_id, area_id, practice_id, number, state, version = row
    return KeptRound(
        round_id, workshop_id, Round(Question(area_id, practice_id or None), number, state), version
    )


def get_round(unit: Unit, workshop_id: str, round_id: str, *, hold: bool = False) -> KeptRound:
    """Return a round of a workshop; NotFound otherwise.

    `hold` keeps it from changing until the unit ends, so that no vote slips in behind a reveal.
    """
    statement = ROUNDS.where(
        q.workspace_id == unit.workspace_id, q.workshop_id == workshop_id, q.id == round_id
    )
    if hold:
        statement = statement.with_for_update(read=True)
    row = unit.connection.execute(statement).one_or_none()
    if row is None:
        raise NotFound("There is no such question in this workshop.")
    return _to_round(row)


def list_rounds(unit: Unit, workshop_id: str) -> list[KeptRound]:
    """Return the rounds of a workshop in the order in which they were opened."""
    statement = ROUNDS.where(q.workspace_id == unit.workspace_id, q.workshop_id == workshop_id)
    return [_to_round(row) for row in unit.connection.execute(statement.order_by(q.id))]


def set_round_state(unit: Unit, kept: KeptRound, state: str) -> bool:
    """Move a round on from the state that was seen; False when somebody else moved it meanwhile."""
    values: dict[str, Any] = {"state": state, "version": kept.version + 1}
    if state == REVEALED:
        values["revealed_at"] = unit.now
    statement = (
        update(round_)
        .where(q.workspace_id == unit.workspace_id, q.id == kept.id, q.version == kept.version)
        .values(**values)
    )
    return unit.connection.execute(statement).rowcount == 1


def put_vote(unit: Unit, round_id: str, seat_id: str, answer: str) -> None:
    """Store the vote of a seat, in place of the one it gave before in the same round."""
    changed = unit.connection.execute(
        update(vote)
        .where(v.workspace_id == unit.workspace_id, v.round_id == round_id, v.seat_id == seat_id)
        .values(answer=answer)
    )
    if not changed.rowcount:
        unit.connection.execute(
            insert(vote).values(
                workspace_id=unit.workspace_id, round_id=round_id, seat_id=seat_id, answer=answer
            )
        )


def count_votes(unit: Unit, round_id: str) -> int:
    """Return how many voted in a round, which is all that anybody may know before the reveal."""
    statement = select(func.count()).select_from(vote)
    return unit.connection.execute(
        statement.where(v.workspace_id == unit.workspace_id, v.round_id == round_id)
    ).scalar_one()


def list_shown_votes(unit: Unit, round_id: str) -> list[Vote]:
    """Return the votes of a round in an order that tells nothing of who gave them or when.

    None while the round is open, whoever asks.
    """
    statement = (
        select(v.answer, s.group)
        .join(seat, (s.workspace_id == v.workspace_id) & (s.id == v.seat_id))
        .join(round_, (q.workspace_id == v.workspace_id) & (q.id == v.round_id))
        .where(v.workspace_id == unit.workspace_id, v.round_id == round_id, q.state != OPEN)
        .order_by(v.answer, s.group)
    )
    return [Vote(answer, group) for answer, group in unit.connection.execute(statement)]
