"""What reviews keep for those after them: lessons, the operating plan, proposals and changed needs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    Date,
    String,
    Table,
    cast,
    literal,
    null,
    select,
    type_coerce,
    union_all,
)

from assessment.domain.reviews import Lesson, Proposal, Step
from assessment.errors import NotFound
from assessment.store.database import Unit
from assessment.store.numbers import LARGEST_NUMBER, add_numbered
from assessment.store.tables import lesson, operating_step, proposal
from assessment.store.versioned import change_over

TABLES: Mapping[str, Table] = {"lesson": lesson, "step": operating_step, "proposal": proposal}
Kept = Lesson | Step | Proposal


@dataclass(frozen=True, slots=True)
class KeptThings:
    """The registers that reviews keep, each by number."""

    lessons: tuple[Lesson, ...]
    steps: tuple[Step, ...]
    proposals: tuple[Proposal, ...]


n, s, o = lesson.c, operating_step.c, proposal.c
NO_DAY = cast(null(), Date)
# The columns of the three registers under one another: what is said, more of it, who or which kind, a day,
# when it was retired or why, the state.
SAID: Mapping[str, tuple[Any, ...]] = {
    "lesson": (n.text, n.change, literal(""), NO_DAY, type_coerce(n.retired_at, String), literal("")),
    "step": (s.text, literal(""), s.owner, s.due_on, null(), s.state),
    "proposal": (o.title, o.description, o.kind, NO_DAY, o.reason, o.state),
}


def _columns(name: str) -> tuple[Any, ...]:
    t = TABLES[name].c
    return (literal(name).label("register"), t.id, t.number, t.review_id, t.version, *SAID[name])


def _to_kept(row: Sequence[Any]) -> Kept:
    name, made, number, review_id, version, text, more, who, due_on, other, state = row
    if name == "lesson":
        return Lesson(made, number, text, more, review_id, other is not None, version)
    if name == "step":
        return Step(made, number, text, who, due_on, state, review_id, version)
    return Proposal(made, number, text, who, more, state, other or "", review_id, version)


def list_kept(unit: Unit, client_id: str) -> KeptThings:
    """Return every lesson, step and proposal of a client, in one query."""
    parts = [
        select(*_columns(name)).where(
            table.c.workspace_id == unit.workspace_id, table.c.client_id == client_id
        )
        for name, table in TABLES.items()
    ]
    found = sorted(
        (_to_kept(row) for row in unit.connection.execute(union_all(*parts))), key=lambda one: one.number
    )
    return KeptThings(
        tuple(one for one in found if isinstance(one, Lesson)),
        tuple(one for one in found if isinstance(one, Step)),
        tuple(one for one in found if isinstance(one, Proposal)),
    )


def get_kept(unit: Unit, client_id: str, name: str, number: int) -> Kept:
    """Return a lesson, step or proposal of a client; NotFound where there is none of that number."""
    table = TABLES[name]
    row = None
    if 0 < number <= LARGEST_NUMBER:
        row = unit.connection.execute(
            select(*_columns(name)).where(
                table.c.workspace_id == unit.workspace_id,
                table.c.client_id == client_id,
                table.c.number == number,
            )
        ).one_or_none()
    if row is None:
        raise NotFound(f"This client has no {name} of this number.")
    return _to_kept(row)


def add_kept(unit: Unit, client_id: str, name: str, values: Mapping[str, Any]) -> tuple[str, int]:
    """Store a lesson, step or proposal under the client's next number; return its id and number."""
    return add_numbered(unit, TABLES[name], client_id, values)


def change_kept(
    unit: Unit, client_id: str, name: str, number: int, seen: int, values: Mapping[str, Any]
) -> bool:
    """Change a lesson, step or proposal; False when it changed since `seen`."""
    return change_over(unit, TABLES[name], client_id, values, seen, number=number)
