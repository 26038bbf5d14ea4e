"""The CSIP register of a client."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction
from typing import Any

from sqlalchemy import (
    ColumnElement,
    String,
    and_,
    case,
    func,
    insert,
    literal,
    or_,
    select,
    true,
    type_coerce,
    update,
)

from assessment.domain.csip import DONE, GROUP_OF, LATE_GROUPS, ON_HOLD, OPEN_STATES, REMOVED, STATES
from assessment.domain.csip_items import COSTED, STALE_AFTER, CsipItem
from assessment.errors import NotFound
from assessment.store.base import new_id
from assessment.store.database import Unit
from assessment.store.tables import assessment, client, csip_item

k = csip_item.c

LARGEST_NUMBER = 2**31 - 1
"""The largest whole number that a column of either engine takes."""

COLUMNS = (
    k.id, k.number, k.title, k.description, k.origin, k.assessment_id, k.practice_id, k.area_id,
    k.metric_id, k.service, k.party, k.level_from, k.level_to, k.cost_kind, k.cost_amount, k.cost_currency,
    k.cost_approval, k.owner, k.owner_side, k.raised_on, k.raised_by, k.due_on, k.wave, k.effort,
    k.because, k.expected_benefit, k.progress, k.state, k.state_before_hold, k.look_again_on, k.verdict,
    k.updated_at, k.version,
)  # fmt: skip

SORTS: Mapping[str, tuple[Any, ...]] = {
    "number": (k.number,),
    "due": (k.due_on.is_(None), k.due_on, k.number),
    "state": (case({state: place for place, state in enumerate(STATES)}, value=k.state), k.number),
    "owner": (k.owner == "", func.lower(k.owner), k.number),
    "progress": (k.progress.desc(), k.number),
}
LATE_STATES = [state for state, group in GROUP_OF.items() if group in LATE_GROUPS]
REFERENCE = re.compile(r"(?:csip[- ]?)?0*([1-9]\d{0,8})\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class CsipFilter:
    """What the register is narrowed to. `group` is a group of states, `cost` none or costed."""

    group: str = ""
    cost: str = ""
    owner: str = ""
    words: str = ""
    sort: str = "number"


@dataclass(frozen=True, slots=True)
class DoneItem:
    """A plan item that is implemented: its number in the register and the wave it was planned for."""

    number: int
    wave: int


@dataclass(frozen=True, slots=True)
class PlannedItems:
    """What the register says about plan items, by practice: the number of the open one, and what is done."""

    numbers: Mapping[str, int]
    done: Mapping[str, DoneItem]


@dataclass(frozen=True, slots=True)
class Tally:
    """How many items of a register are alike; `found` says whether they hold the words looked for."""

    state: str
    cost_kind: str
    cost_approval: str
    owner: str
    found: bool
    late: bool
    look_again: bool
    stale: bool
    count: int

    @property
    def group(self) -> str:
        """Return the filter group of the state."""
        return GROUP_OF[self.state]


@dataclass(frozen=True, slots=True)
class Amount:
    """Items of one state and approval that cost the same, and how many there are."""

    state: str
    approval: str
    currency: str
    amount: Fraction | int
    count: int


@dataclass(frozen=True, slots=True)
class Origin:
    """The assessment that an item may come from, without its answers."""

    assessment_id: str
    slug: str
    title: str
    framework_hash: str


def to_item(row: Sequence[Any]) -> CsipItem:
    """Return the domain record of a row selected with COLUMNS."""
    return CsipItem(*row)


def _of_client(unit: Unit, client_id: str) -> list[Any]:
    return [k.workspace_id == unit.workspace_id, k.client_id == client_id]


def _has_words(words: str) -> ColumnElement[bool]:
    text = func.lower(k.title + " " + k.description + " " + k.owner)
    holds = text.contains(words.lower(), autoescape=True)
    number = REFERENCE.match(words)
    return or_(holds, k.number == int(number[1])) if number else holds


def list_items(
    unit: Unit, client_id: str, wanted: CsipFilter, *, limit: int = 200, offset: int = 0
) -> list[CsipItem]:
    """Return one page of the register."""
    conditions = _of_client(unit, client_id)
    if wanted.group:
        conditions.append(k.state.in_([state for state, group in GROUP_OF.items() if group == wanted.group]))
    if wanted.cost:
        conditions.append(k.cost_kind == wanted.cost)
    if wanted.owner:
        conditions.append(k.owner == wanted.owner)
    if wanted.words:
        conditions.append(_has_words(wanted.words))
    statement = select(*COLUMNS).where(*conditions).order_by(*SORTS.get(wanted.sort, SORTS["number"]))
    return [to_item(row) for row in unit.connection.execute(statement.limit(limit).offset(offset))]


def list_tallies(unit: Unit, client_id: str, words: str = "") -> list[Tally]:
    """Return how many items of the whole register are alike in what the page counts."""
    long_ago = unit.now - STALE_AFTER - timedelta(days=1)
    marks = (
        (_has_words(words) if words else true()).label("found"),
        and_(k.state.in_(LATE_STATES), k.due_on.is_not(None), k.due_on < unit.today).label("late"),
        and_(k.state == ON_HOLD, k.look_again_on.is_not(None), k.look_again_on <= unit.today).label("again"),
        and_(k.state.in_(sorted(OPEN_STATES)), k.updated_at < long_ago).label("stale"),
    )
    # The marks are made in a query of their own, since PostgreSQL does not group by what holds parameters.
    rows = (
        select(k.state, k.cost_kind, k.cost_approval, k.owner, *(_flag(mark) for mark in marks))
        .where(*_of_client(unit, client_id))
        .subquery()
    )
    statement = select(*rows.c, func.count()).group_by(*rows.c)
    return [_to_tally(*row) for row in unit.connection.execute(statement)]


def _to_tally(state: str, kind: str, approval: str, owner: str, *rest: int) -> Tally:
    found, late, look_again, stale, count = rest
    return Tally(state, kind, approval, owner, bool(found), bool(late), bool(look_again), bool(stale), count)


def _flag(mark: Any) -> Any:
    return case((mark.element, literal(1)), else_=literal(0)).label(mark.name)


def list_amounts(unit: Unit, client_id: str) -> list[Amount]:
    """Return what the costed items of a register cost."""
    # Read as text: a register holds many amounts, most of them whole, and whole numbers add up much faster.
    columns = (k.state, k.cost_approval, k.cost_currency, type_coerce(k.cost_amount, String))
    statement = (
        select(*columns, func.count())
        .where(*_of_client(unit, client_id), k.cost_kind == COSTED, k.cost_amount.is_not(None))
        .group_by(*columns)
    )
    rows: Any = unit.connection.execute(statement)
    return [
        Amount(state, approval, currency, int(text) if text.isdecimal() else Fraction(text), count)
        for state, approval, currency, text, count in rows
    ]


def list_origins(unit: Unit, client_id: str) -> list[Origin]:
    """Return the assessments of a client, newest first, with no more than a register needs of them."""
    a = assessment.c
    statement = (
        select(a.id, a.slug, a.title, a.framework_hash)
        .where(a.workspace_id == unit.workspace_id, a.client_id == client_id)
        .order_by(a.held_on.desc(), a.id.desc())
    )
    return [Origin(*row) for row in unit.connection.execute(statement)]


def get_item(unit: Unit, client_id: str, number: int) -> CsipItem:
    """Return the item with that number; NotFound when the client has none."""
    if number > LARGEST_NUMBER:
        raise NotFound("There is no such item in this register.")
    row = unit.connection.execute(
        select(*COLUMNS).where(*_of_client(unit, client_id), k.number == number)
    ).one_or_none()
    if row is None:
        raise NotFound("There is no such item in this register.")
    return to_item(row)


def numbers_by_practice(unit: Unit, client_id: str) -> dict[str, int]:
    """Return the number of the open item of each practice that has one."""
    statement = select(k.open_for, k.number).where(*_of_client(unit, client_id), k.open_for.is_not(None))
    return {row.open_for: row.number for row in unit.connection.execute(statement)}


def planned_items(unit: Unit, client_id: str, assessment_id: str) -> PlannedItems:
    """Return which practices have an open item, and which of the plan of an assessment are done."""
    statement = (
        select(k.practice_id, k.open_for, k.number, k.state, k.wave, k.assessment_id)
        .where(*_of_client(unit, client_id), k.practice_id.is_not(None), k.state != REMOVED)
        .order_by(k.number)
    )
    numbers: dict[str, int] = {}
    done: dict[str, DoneItem] = {}
    for practice, open_for, number, state, wave, planned_in in unit.connection.execute(statement):
        if open_for:
            numbers[open_for] = number
        if practice is None:
            continue
        done.pop(practice, None)
        if GROUP_OF[state] == DONE and wave is not None and planned_in == assessment_id:
            done[practice] = DoneItem(number, wave)
    return PlannedItems(numbers, done)


def add_item(unit: Unit, client_id: str, values: Mapping[str, Any]) -> int:
    """Store a new item under the client's next number and return that number."""
    # Two writers take turns at the client's row, so that both get a number of their own.
    unit.connection.execute(
        select(client.c.id)
        .where(client.c.workspace_id == unit.workspace_id, client.c.id == client_id)
        .with_for_update()
    )
    last = unit.connection.execute(
        select(func.max(k.number)).where(*_of_client(unit, client_id))
    ).scalar_one()
    number = (last or 0) + 1
    defaults = {
        "description": "", "origin": "idea", "service": "", "party": "", "cost_kind": "none",
        "cost_currency": "", "cost_approval": "none", "owner": "", "owner_side": "", "raised_by": unit.actor,
        "raised_on": unit.today, "because": "", "expected_benefit": "", "progress": 0, "state": "proposed",
    }  # fmt: skip
    row = {**defaults, **values}
    row["open_for"] = row.get("practice_id") if row["state"] in OPEN_STATES else None
    unit.connection.execute(
        insert(csip_item).values(
            **row, workspace_id=unit.workspace_id, client_id=client_id, id=new_id(), number=number,
            updated_at=unit.now, version=1,
        )
    )  # fmt: skip
    return number


def update_item(unit: Unit, client_id: str, item: CsipItem, seen: int, values: Mapping[str, Any]) -> bool:
    """Change an item; False when it changed since `seen`."""
    state = values.get("state", item.state)
    changed = {
        **values,
        "open_for": item.practice_id if state in OPEN_STATES else None,
        "updated_at": unit.now,
        "version": k.version + 1,
    }
    statement = update(csip_item).where(*_of_client(unit, client_id), k.id == item.id, k.version == seen)
    return unit.connection.execute(statement.values(**changed)).rowcount == 1
