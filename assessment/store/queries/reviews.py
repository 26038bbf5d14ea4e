"""The reviews of a client, what was decided in them, and what was added after they were closed."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import insert, select, update

from assessment.domain.reviews import Addendum, Decided, Review
from assessment.errors import NotFound
from assessment.store.base import new_id
from assessment.store.database import Unit
from assessment.store.numbers import LARGEST_NUMBER, add_numbered, next_number
from assessment.store.tables import review, review_addendum, review_decision
from assessment.store.versioned import change_over

r, d, a = review.c, review_decision.c, review_addendum.c

HEAD = (
    r.id, r.number, r.plan_id, r.kind, r.title, r.party_id, r.mode, r.period_from, r.period_to, r.planned_on,
    r.starts_at, r.minutes_long, r.cut_off_on, r.held_on, r.state,
)  # fmt: skip
TAIL = (
    r.minutes, r.relationship, r.relationship_note, r.next_on, r.cancel_reason, r.closed_at, r.closed_by,
    r.updated_at, r.updated_by, r.version,
)  # fmt: skip
COLUMNS = (*HEAD, r.pack, r.pack_at, r.agenda, r.attendance, *TAIL)
DECIDED = (
    d.id, d.review_id, d.number, d.kind, d.subject, d.decision, d.text, d.reason, d.owner, d.due_on,
    d.look_again_on, d.deciders, d.decided_on, d.made_at, d.made_by, d.undone_at,
)  # fmt: skip
DECIDERS, UNDONE = 11, 15
MOST_REVIEWS = 500


def _of_client(unit: Unit, client_id: str) -> list[Any]:
    return [r.workspace_id == unit.workspace_id, r.client_id == client_id]


def _light(row: Sequence[Any]) -> Review:
    values: list[Any] = [*row[: len(HEAD)], None, None, [], [], *row[len(HEAD) :]]
    return Review(*values)


def list_reviews(unit: Unit, client_id: str, states: Collection[str] = ()) -> tuple[Review, ...]:
    """Return the reviews of a client, newest day first, without their packs and agendas."""
    statement = select(*HEAD, *TAIL).where(*_of_client(unit, client_id))
    if states:
        statement = statement.where(r.state.in_(sorted(states)))
    statement = statement.order_by(r.planned_on.desc(), r.number.desc()).limit(MOST_REVIEWS)
    return tuple(_light(row) for row in unit.connection.execute(statement))


def get_review(unit: Unit, client_id: str, number: int, *, lock: bool = False) -> Review:
    """Return a review of a client; NotFound where it has none of that number.

    With `lock`, two who write parts of the same review take turns.
    """
    row = None
    if 0 < number <= LARGEST_NUMBER:
        statement = select(*COLUMNS).where(*_of_client(unit, client_id), r.number == number)
        row = unit.connection.execute(statement.with_for_update() if lock else statement).one_or_none()
    if row is None:
        raise NotFound("This client has no review of this number.")
    return Review(*row)


def get_review_by_id(unit: Unit, client_id: str, review_id: str) -> Review:
    """Return a review of a client by its id. Raises NotFound."""
    row = unit.connection.execute(
        select(*COLUMNS).where(*_of_client(unit, client_id), r.id == review_id)
    ).one_or_none()
    if row is None:
        raise NotFound("There is no such review.")
    return Review(*row)


def add_review(unit: Unit, client_id: str, values: Mapping[str, Any]) -> int:
    """Store a review under the client's next number and return that number."""
    defaults: dict[str, Any] = {
        "plan_id": None, "party_id": None, "starts_at": "", "cut_off_on": None, "held_on": None,
        "pack": None, "pack_at": None, "agenda": [], "attendance": [], "minutes": "", "relationship": "",
        "relationship_note": "", "next_on": None, "cancel_reason": "", "closed_at": None, "closed_by": "",
    }  # fmt: skip
    return add_numbered(unit, review, client_id, {**defaults, **values})[1]


def change_review(unit: Unit, client_id: str, number: int, seen: int, values: Mapping[str, Any]) -> bool:
    """Change a review; False when it changed since `seen`."""
    return change_over(unit, review, client_id, values, seen, number=number)


def add_decision(unit: Unit, client_id: str, review_id: str, values: Mapping[str, Any]) -> str:
    """Store what was decided in a review and return its id."""
    made = new_id()
    number = next_number(unit, review_decision, client_id, review_id=review_id)
    defaults: dict[str, Any] = {
        "subject": "", "text": "", "reason": "", "owner": "", "due_on": None, "look_again_on": None,
        "deciders": [], "undone_at": None,
    }  # fmt: skip
    unit.connection.execute(
        insert(review_decision).values(
            **{**defaults, **values}, workspace_id=unit.workspace_id, client_id=client_id, id=made,
            review_id=review_id, number=number, made_at=unit.now, made_by=unit.actor,
        )
    )  # fmt: skip
    return made


def _decided(row: Sequence[Any]) -> Decided:
    values = list(row)
    values[DECIDERS], values[UNDONE] = tuple(values[DECIDERS]), values[UNDONE] is not None
    return Decided(*values)


def list_decisions(unit: Unit, client_id: str, review_id: str) -> tuple[Decided, ...]:
    """Return what was decided in a review, in the order in which it was."""
    statement = (
        select(*DECIDED)
        .where(d.workspace_id == unit.workspace_id, d.client_id == client_id, d.review_id == review_id)
        .order_by(d.number)
    )
    return tuple(_decided(row) for row in unit.connection.execute(statement))


def undo_decision(unit: Unit, client_id: str, decision_id: str) -> bool:
    """Mark a decision as taken back; it stays in the minutes. False where it was before."""
    statement = (
        update(review_decision)
        .where(
            d.workspace_id == unit.workspace_id,
            d.client_id == client_id,
            d.id == decision_id,
            d.undone_at.is_(None),
        )
        .values(undone_at=unit.now)
    )
    return unit.connection.execute(statement).rowcount == 1


def add_addendum(unit: Unit, client_id: str, review_id: str, text: str) -> None:
    """Store something that is added to the minutes of a closed review."""
    unit.connection.execute(
        insert(review_addendum).values(
            workspace_id=unit.workspace_id, client_id=client_id, id=new_id(), review_id=review_id, text=text,
            made_at=unit.now, made_by=unit.actor,
        )
    )  # fmt: skip


def list_addenda(unit: Unit, client_id: str, review_id: str) -> tuple[Addendum, ...]:
    """Return what was added to the minutes of a review, oldest first."""
    statement = (
        select(a.text, a.made_at, a.made_by)
        .where(a.workspace_id == unit.workspace_id, a.client_id == client_id, a.review_id == review_id)
        .order_by(a.id)
    )
    return tuple(Addendum(*row) for row in unit.connection.execute(statement))
