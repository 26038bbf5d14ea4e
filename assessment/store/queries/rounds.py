"""The rounds of a workshop and their votes: no vote is read before its round is revealed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, func, insert, select, update

from assessment.domain.workshops import REVEALED, SHOWN, Ballot, Question, Round
from assessment.errors import NotFound
from assessment.store.base import new_id
from assessment.store.database import Unit
from assessment.store.hot import Hot
from assessment.store.tables import round_, seat, vote, workshop

s = seat.c
q = round_.c
v = vote.c
w = workshop.c


@dataclass(frozen=True, slots=True)
class KeptRound:
    """A round as it is stored; `moved_by` and `moved_at` tell who last moved it on, and when."""

    id: str
    workshop_id: str
    asked: Round
    opened_at: datetime
    ends_at: datetime | None
    moved_at: datetime | None
    moved_by: str
    note: str
    version: int


@dataclass(frozen=True, slots=True)
class HeldRound:
    """A round of a workshop that has ended, the agenda of that workshop, and the votes that were shown."""

    workshop_id: str
    begun: datetime
    areas: tuple[str, ...]
    kept: KeptRound
    ballots: list[Ballot]


ROUNDS = select(
    q.id, q.workshop_id, q.area_id, q.practice_id, q.number, q.state, q.opened_at, q.ends_at, q.moved_at,
    q.moved_by, q.note, q.version,
)  # fmt: skip


OF_WORKSHOP = ROUNDS.where(q.workspace_id == bindparam("workspace"), q.workshop_id == bindparam("workshop"))
ONE_ROUND = Hot(OF_WORKSHOP.where(q.id == bindparam("id")))
HELD_ROUND = Hot(OF_WORKSHOP.where(q.id == bindparam("id")).with_for_update(read=True))
ALL_ROUNDS = Hot(OF_WORKSHOP.order_by(q.id))
ADD_VOTE = Hot(insert(vote), [column.name for column in vote.columns])
CHANGE_VOTE = Hot(
    update(vote)
    .where(
        v.workspace_id == bindparam("workspace"),
        v.round_id == bindparam("round"),
        v.seat_id == bindparam("seat"),
    )
    .values(answer=bindparam("answer"), target=bindparam("target"), importance=bindparam("importance"))
)


def add_round(unit: Unit, workshop_id: str, asked: Round, ends_at: datetime | None = None) -> KeptRound:
    """Store a round that begins now."""
    round_id = new_id()
    unit.connection.execute(
        insert(round_).values(
            workspace_id=unit.workspace_id, id=round_id, workshop_id=workshop_id,
            area_id=asked.question.area_id, practice_id=asked.question.practice_id or "",
            number=asked.number, state=asked.state, opened_at=unit.now, revealed_at=None, ends_at=ends_at,
            moved_at=unit.now, moved_by=unit.actor, note="", version=1,
        )
    )  # fmt: skip
    return KeptRound(round_id, workshop_id, asked, unit.now, ends_at, unit.now, unit.actor, "", 1)


def _to_round(row: Any) -> KeptRound:
    round_id, workshop_id, area_id, practice_id, number, state, *others = row
    asked = Round(Question(area_id, practice_id or None), number, state)
    return KeptRound(round_id, workshop_id, asked, *others)


def get_round(unit: Unit, workshop_id: str, round_id: str, *, hold: bool = False) -> KeptRound:
    """Return a round of a workshop; NotFound otherwise.

    `hold` keeps it from changing until the unit ends, so that no vote slips in behind a reveal.
    """
    values = {"workspace": unit.workspace_id, "workshop": workshop_id, "id": round_id}
    rows = (HELD_ROUND if hold else ONE_ROUND).rows(unit.connection, values)
    if not rows:
        raise NotFound("There is no such question in this workshop.")
    return _to_round(rows[0])


def list_rounds(unit: Unit, workshop_id: str) -> list[KeptRound]:
    """Return the rounds of a workshop in the order in which they were opened."""
    values = {"workspace": unit.workspace_id, "workshop": workshop_id}
    return [_to_round(row) for row in ALL_ROUNDS.rows(unit.connection, values)]


def list_held_rounds(unit: Unit, assessment_id: str) -> list[HeldRound]:
    """Return the rounds of an assessment's workshops that have ended, with what was shown of their votes.

    One query: the rounds in the order in which they were opened, votes as in `list_shown_votes`.
    """
    statement = (
        select(
            w.id, w.created_at, w.areas, *ROUNDS.selected_columns,
            v.answer, v.target, v.importance, s.group,
        )
        .select_from(round_)
        .join(workshop, (w.workspace_id == q.workspace_id) & (w.id == q.workshop_id))
        .outerjoin(
            vote, (v.workspace_id == q.workspace_id) & (v.round_id == q.id) & q.state.in_(SHOWN)
        )
        .outerjoin(seat, (s.workspace_id == v.workspace_id) & (s.id == v.seat_id))
        .where(
            q.workspace_id == unit.workspace_id,
            w.assessment_id == assessment_id,
            w.ended_at.is_not(None),
        )
        .order_by(q.id, v.answer, s.group, v.target, v.importance)
    )  # fmt: skip
    found: dict[str, HeldRound] = {}
    for workshop_id, begun, areas, *rest in unit.connection.execute(statement):
        *of_round, answer, target, importance, group = rest
        kept = _to_round(of_round)
        held = found.setdefault(kept.id, HeldRound(workshop_id, begun, tuple(areas or ()), kept, []))
        if answer is not None:
            held.ballots.append(Ballot(answer, target, importance, group))
    return list(found.values())


def set_round_state(unit: Unit, kept: KeptRound, state: str, note: str | None = None) -> bool:
    """Move a round on from the state that was seen; False when somebody else moved it meanwhile."""
    values: dict[str, Any] = {
        "state": state, "moved_at": unit.now, "moved_by": unit.actor, "version": kept.version + 1,
    }  # fmt: skip
    if state == REVEALED:
        values["revealed_at"] = unit.now
    if note is not None:
        values["note"] = note
    statement = (
        update(round_)
        .where(q.workspace_id == unit.workspace_id, q.id == kept.id, q.version == kept.version)
        .values(**values)
    )
    return unit.connection.execute(statement).rowcount == 1


def set_round_end(unit: Unit, round_id: str, ends_at: datetime | None) -> None:
    """Write when the timer of a round runs out, or that it has none."""
    unit.connection.execute(
        update(round_).where(q.workspace_id == unit.workspace_id, q.id == round_id).values(ends_at=ends_at)
    )


def put_vote(unit: Unit, round_id: str, seat_id: str, ballot: Ballot) -> None:
    """Store the vote of a seat, in place of the one it gave before in the same round."""
    said = {"answer": ballot.answer, "target": ballot.target, "importance": ballot.importance}
    where = {"workspace": unit.workspace_id, "round": round_id, "seat": seat_id}
    if not CHANGE_VOTE.run(unit.connection, {**said, **where}):
        new = {"workspace_id": unit.workspace_id, "round_id": round_id, "seat_id": seat_id, **said}
        ADD_VOTE.run(unit.connection, new)


def count_votes(unit: Unit, round_id: str) -> int:
    """Return how many voted in a round, which is all that anybody may know before the reveal."""
    statement = select(func.count()).select_from(vote)
    return unit.connection.execute(
        statement.where(v.workspace_id == unit.workspace_id, v.round_id == round_id)
    ).scalar_one()


def list_voted(unit: Unit, round_ids: Sequence[str]) -> set[tuple[str, str]]:
    """Return pairs of round and seat that have a vote: that it is there, never what it says."""
    statement = select(v.round_id, v.seat_id).where(
        v.workspace_id == unit.workspace_id, v.round_id.in_(round_ids)
    )
    return {(round_id, seat_id) for round_id, seat_id in unit.connection.execute(statement)}


def own_vote(unit: Unit, round_id: str, seat_id: str) -> Ballot | None:
    """Return what one seat said in a round, for that seat alone, or None when it has not voted."""
    row = unit.connection.execute(
        select(v.answer, v.target, v.importance).where(
            v.workspace_id == unit.workspace_id, v.round_id == round_id, v.seat_id == seat_id
        )
    ).one_or_none()
    return None if row is None else Ballot(*row)


def list_own_votes(unit: Unit, round_ids: Sequence[str], seat_id: str) -> dict[str, Ballot]:
    """Return what one seat said, for that seat alone, by round."""
    statement = select(v.round_id, v.answer, v.target, v.importance).where(
        v.workspace_id == unit.workspace_id, v.round_id.in_(round_ids), v.seat_id == seat_id
    )
    return {
        round_id: Ballot(answer, target, importance)
        for round_id, answer, target, importance in unit.connection.execute(statement)
    }


def list_shown_votes(unit: Unit, round_ids: Sequence[str]) -> dict[str, list[Ballot]]:
    """Return the votes of rounds, each list in an order that tells nothing of who gave them or when.

    A round that was not revealed has none, whoever asks.
    """
    statement = (
        select(v.round_id, v.answer, v.target, v.importance, s.group)
        .join(seat, (s.workspace_id == v.workspace_id) & (s.id == v.seat_id))
        .join(round_, (q.workspace_id == v.workspace_id) & (q.id == v.round_id))
        .where(v.workspace_id == unit.workspace_id, v.round_id.in_(round_ids), q.state.in_(SHOWN))
        .order_by(v.answer, s.group, v.target, v.importance)
    )
    found: dict[str, list[Ballot]] = {round_id: [] for round_id in round_ids}
    for round_id, answer, target, importance, group in unit.connection.execute(statement):
        found[round_id].append(Ballot(answer, target, importance, group))
    return found


def remove_round(unit: Unit, round_id: str) -> None:
    """Take away a round that nobody voted in."""
    unit.connection.execute(delete(round_).where(q.workspace_id == unit.workspace_id, q.id == round_id))
