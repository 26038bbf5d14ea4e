"""The action register of a client, and what was moved between the registers."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, func, insert, literal, or_, select, true

from assessment.domain.action_items import LATE_STATES, SEVERITIES, STATES, ActionItem
from assessment.errors import NotFound
from assessment.store.base import new_id
from assessment.store.database import Unit
from assessment.store.numbers import LARGEST_NUMBER, add_numbered
from assessment.store.tables import action_item, client, register_move
from assessment.store.versioned import change_over

a = action_item.c
m = register_move.c

COLUMNS = (
    a.id, a.number, a.title, a.description, a.source, a.sla_id, a.target_key, a.period, a.variance,
    a.missed_again, a.review_id, a.service_id, a.party_id, a.root_cause, a.corrective, a.owner, a.owner_side,
    a.due_on, a.severity, a.state, a.evidence, a.verified_period, a.cancel_reason, a.raised_on, a.raised_by,
    a.started_on, a.done_on, a.closed_on, a.updated_at, a.updated_by, a.version,
)  # fmt: skip
MISSED_AT = 9

SORTS: Mapping[str, tuple[Any, ...]] = {
    "number": (a.number,),
    "due": (a.due_on.is_(None), a.due_on, a.number),
    "state": (case({state: at for at, state in enumerate(STATES)}, value=a.state), a.number),
    "severity": (case({one: at for at, one in enumerate(SEVERITIES)}, value=a.severity), a.number),
    "owner": (a.owner == "", func.lower(a.owner), a.number),
}
REFERENCE = re.compile(r"(?:(act|csip)[- ]?)?0*([1-9]\d{0,8})\Z", re.IGNORECASE)
ACTIONS, CSIP = "actions", "csip"


@dataclass(frozen=True, slots=True)
class ActionFilter:
    """What the register is narrowed to. `group` is a state; service and party are numbers, 0 for any."""

    group: str = ""
    severity: str = ""
    owner: str = ""
    service: int = 0
    party: int = 0
    source: str = ""
    late: bool = False
    words: str = ""
    sort: str = "number"


@dataclass(frozen=True, slots=True)
class ActionTally:
    """How many actions of a register are alike; `found` says whether they hold the words looked for."""

    state: str
    severity: str
    owner: str
    service_id: str | None
    party_id: str | None
    source: str
    found: bool
    late: bool
    count: int


@dataclass(frozen=True, slots=True)
class Move:
    """An item that was put into the other register. Registers are `actions` and `csip`."""

    from_register: str
    from_number: int
    to_register: str
    to_number: int
    reason: str


def to_action(row: Sequence[Any]) -> ActionItem:
    """Return the domain record of a row selected with COLUMNS."""
    values = list(row)
    values[MISSED_AT] = tuple(
        (period, None if variance is None else Fraction(variance))
        for period, variance in values[MISSED_AT] or ()
    )
    return ActionItem(*values)


def _of_client(unit: Unit, client_id: str) -> list[Any]:
    return [a.workspace_id == unit.workspace_id, a.client_id == client_id]


def _has_words(words: str) -> ColumnElement[bool]:
    text = func.lower(a.title + " " + a.description + " " + a.owner)
    holds = text.contains(words.lower(), autoescape=True)
    named = REFERENCE.match(words)
    if named is None:
        return holds
    number = int(named[2])
    came = exists(
        select(m.id).where(
            m.workspace_id == a.workspace_id,
            m.client_id == a.client_id,
            m.from_register == CSIP,
            m.from_number == number,
            m.to_register == ACTIONS,
            m.to_number == a.number,
        )
    )
    own = a.number == number
    by_register = {"csip": (came,), "act": (own,)}
    return or_(holds, *by_register.get((named[1] or "").lower(), (own, came)))


def _is_late(unit: Unit) -> ColumnElement[bool]:
    return and_(a.state.in_(sorted(LATE_STATES)), a.due_on.is_not(None), a.due_on < unit.today)


def list_actions(
    unit: Unit,
    client_id: str,
    wanted: ActionFilter,
    ids: Mapping[str, str | None],
    *,
    limit: int = 200,
    offset: int = 0,
) -> list[ActionItem]:
    """Return one page of the register; `ids` are those of the service and party wanted, by column."""
    conditions = _of_client(unit, client_id)
    plain = {"state": wanted.group, "severity": wanted.severity, "owner": wanted.owner,
             "source": wanted.source}  # fmt: skip
    conditions += [a[name] == value for name, value in plain.items() if value]
    conditions += [a[name] == value for name, value in ids.items()]
    if wanted.late:
        conditions.append(_is_late(unit))
    if wanted.words:
        conditions.append(_has_words(wanted.words))
    statement = select(*COLUMNS).where(*conditions).order_by(*SORTS.get(wanted.sort, SORTS["number"]))
    return [to_action(row) for row in unit.connection.execute(statement.limit(limit).offset(offset))]


def list_tallies(unit: Unit, client_id: str, words: str = "") -> list[ActionTally]:
    """Return how many actions of the whole register are alike in what the page counts."""
    marks = [
        case((mark, literal(1)), else_=literal(0)).label(name)
        for name, mark in (("found", _has_words(words) if words else true()), ("late", _is_late(unit)))
    ]
    # The marks are made in a query of their own, since PostgreSQL does not group by what holds parameters.
    rows = (
        select(a.state, a.severity, a.owner, a.service_id, a.party_id, a.source, *marks)
        .where(*_of_client(unit, client_id))
        .subquery()
    )
    statement = select(*rows.c, func.count()).group_by(*rows.c)
    return [_to_tally(*row) for row in unit.connection.execute(statement)]


def _to_tally(*values: Any) -> ActionTally:
    *plain, found, late, count = values
    all_values: list[Any] = [*plain, bool(found), bool(late), count]
    return ActionTally(*all_values)


def list_actions_of_slas(unit: Unit, client_id: str, sla_ids: Sequence[str]) -> list[ActionItem]:
    """Return every action, in whatever state, about a target of some agreements, by number."""
    statement = select(*COLUMNS).where(*_of_client(unit, client_id), a.sla_id.in_(sla_ids))
    return [to_action(row) for row in unit.connection.execute(statement.order_by(a.number))]


def get_action(unit: Unit, client_id: str, number: int) -> ActionItem:
    """Return the action with that number; NotFound when the client has none."""
    row = None
    if number <= LARGEST_NUMBER:
        statement = select(*COLUMNS).where(*_of_client(unit, client_id), a.number == number)
        row = unit.connection.execute(statement).one_or_none()
    if row is None:
        raise NotFound("There is no such action in this register.")
    return to_action(row)


def hold_register(unit: Unit, client_id: str) -> None:
    """Let nobody else draft actions of a client before this transaction ends."""
    c = client.c
    unit.connection.execute(
        select(c.id).where(c.workspace_id == unit.workspace_id, c.id == client_id).with_for_update()
    )


def add_action(unit: Unit, client_id: str, values: Mapping[str, Any]) -> int:
    """Store a new action under the client's next number and return that number."""
    defaults = {
        "description": "", "root_cause": "", "corrective": "", "owner": "", "owner_side": "", "evidence": "",
        "cancel_reason": "", "raised_by": unit.actor, "raised_on": unit.today,
    }  # fmt: skip
    return add_numbered(unit, action_item, client_id, {**defaults, **values})[1]


def update_action(unit: Unit, client_id: str, item: ActionItem, seen: int, values: Mapping[str, Any]) -> bool:
    """Change an action; False when it changed since `seen`."""
    return change_over(unit, action_item, client_id, values, seen, id=item.id)


def add_move(unit: Unit, client_id: str, move: Move) -> None:
    """Store that an item was put into the other register."""
    unit.connection.execute(
        insert(register_move).values(
            workspace_id=unit.workspace_id, client_id=client_id, id=new_id(),
            from_register=move.from_register, from_number=move.from_number, to_register=move.to_register,
            to_number=move.to_number, reason=move.reason, moved_at=unit.now, moved_by=unit.actor,
        )
    )  # fmt: skip


def list_moves(unit: Unit, client_id: str, register: str, number: int) -> list[Move]:
    """Return the moves from and to an item of a register, the oldest first."""
    if number > LARGEST_NUMBER:
        return []
    statement = (
        select(m.from_register, m.from_number, m.to_register, m.to_number, m.reason)
        .where(
            m.workspace_id == unit.workspace_id,
            m.client_id == client_id,
            or_(
                and_(m.from_register == register, m.from_number == number),
                and_(m.to_register == register, m.to_number == number),
            ),
        )
        .order_by(m.id)
    )
    return [Move(*row) for row in unit.connection.execute(statement)]
