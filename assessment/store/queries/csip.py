"""The CSIP register of a client."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    String,
    Table,
    and_,
    case,
    cast,
    extract,
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
from assessment.store.base import SharedJson, new_id
from assessment.store.database import Unit
from assessment.store.numbers import LARGEST_NUMBER, next_number
from assessment.store.tables import assessment, csip_item, party, service

k = csip_item.c

COLUMNS = tuple(k[field.name] for field in fields(CsipItem))
TEXTS = frozenset({"description", "justification", "because", "expected_benefit", "closing_note", "lessons"})
LISTED = tuple(
    literal("").label(one.name)
    if one.name in TEXTS
    else type_coerce(one, SharedJson)
    if one is k.also
    else one
    for one in COLUMNS
)
"""What a list shows of an item: its long texts stay where they are."""

SORTS: Mapping[str, tuple[Any, ...]] = {
    "number": (k.number,),
    "due": (k.due_on.is_(None), k.due_on, k.number),
    "state": (case({state: place for place, state in enumerate(STATES)}, value=k.state), k.number),
    "owner": (k.owner == "", func.lower(k.owner), k.number),
    "progress": (k.progress.desc(), k.number),
    "updated": (k.updated_at.desc(), k.number),
}
YEAR = func.coalesce(k.budget_year, extract("year", k.due_on))
DONE_STATES = [state for state, group in GROUP_OF.items() if group == DONE]
LATE_STATES = [state for state, group in GROUP_OF.items() if group in LATE_GROUPS]
REFERENCE = re.compile(r"(?:csip[- ]?)?0*([1-9]\d{0,8})\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class CsipFilter:
    """What the register is narrowed to. `group` is a group of states, `cost` none or costed.

    `service` and `party` are numbers of the client's catalogue, None for all; a party stands for the
    register of that supplier alone.
    """

    group: str = ""
    cost: str = ""
    owner: str = ""
    words: str = ""
    sort: str = "number"
    service: int | None = None
    party: int | None = None
    year: int | None = None


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
    check: bool
    count: int

    @property
    def group(self) -> str:
        """Return the filter group of the state."""
        return GROUP_OF[self.state]


@dataclass(frozen=True, slots=True)
class Amount:
    """What items of one year, state and approval cost; one with a broken amount stands alone."""

    year: int | None
    state: str
    approval: str
    currency: str
    amount: Fraction | int


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


def conditions_of(unit: Unit, client_id: str, wanted: CsipFilter, *, group: bool = True) -> list[Any]:
    """Return what an item has to meet to be in the register as wanted; `group` says whether states count."""
    conditions = [*_of_client(unit, client_id), *_of_party(unit, client_id, wanted.party)]
    conditions += _narrowed(unit, client_id, wanted)
    if wanted.group and group:
        conditions.append(k.state.in_([state for state, name in GROUP_OF.items() if name == wanted.group]))
    if wanted.cost:
        conditions.append(k.cost_kind == wanted.cost)
    if wanted.owner:
        conditions.append(k.owner == wanted.owner)
    return conditions


def _of_party(unit: Unit, client_id: str, number: int | None) -> list[Any]:
    return [] if number is None else [k.party_id == _id_of(unit, party, client_id, number)]


def _narrowed(unit: Unit, client_id: str, wanted: CsipFilter) -> list[Any]:
    conditions: list[Any] = []
    if wanted.service is not None:
        conditions.append(k.service_id == _id_of(unit, service, client_id, wanted.service))
    if wanted.year is not None:
        conditions.append(wanted.year == YEAR)
    if wanted.words:
        conditions.append(_has_words(wanted.words))
    return conditions


def _id_of(unit: Unit, table: Table, client_id: str, number: int) -> Any:
    t = table.c
    same = (t.workspace_id == unit.workspace_id, t.client_id == client_id, t.number == number)
    return select(t.id).where(*same).scalar_subquery()


def list_items(
    unit: Unit, client_id: str, wanted: CsipFilter, *, limit: int = 200, offset: int = 0, texts: bool = True
) -> list[CsipItem]:
    """Return one page of the register, with empty long texts where these are not asked for."""
    conditions = conditions_of(unit, client_id, wanted)
    statement = (
        select(*(COLUMNS if texts else LISTED))
        .where(*conditions)
        .order_by(*SORTS.get(wanted.sort, SORTS["number"]))
    )
    return [to_item(row) for row in unit.connection.execute(statement.limit(limit).offset(offset))]


def list_tallies(
    unit: Unit,
    client_id: str,
    wanted: CsipFilter | None = None,
    reviewed: Mapping[str | None, date] | None = None,
) -> list[Tally]:
    """Return how many items of the register are alike in what the page counts.

    A party in `wanted` leaves out all others; words, service and year only say what is found. `reviewed` has
    the day of the last review of everything (under None) and of single parties.
    """
    wanted = wanted or CsipFilter()
    narrowed = _narrowed(unit, client_id, wanted)
    marks = (
        (and_(*narrowed) if narrowed else true()).label("found"),
        and_(k.state.in_(LATE_STATES), k.due_on.is_not(None), k.due_on < unit.today).label("late"),
        and_(k.state == ON_HOLD, k.look_again_on.is_not(None), k.look_again_on <= unit.today).label("again"),
        and_(k.state.in_(sorted(OPEN_STATES)), or_(*_untouched(unit, reviewed or {}))).label("stale"),
        and_(k.state.in_(DONE_STATES), k.next_check_on <= unit.today).label("check"),
    )
    # The marks are made in a query of their own, since PostgreSQL does not group by what holds parameters.
    rows = (
        select(k.state, k.cost_kind, k.cost_approval, k.owner, *(_flag(mark) for mark in marks))
        .where(*_of_client(unit, client_id), *_of_party(unit, client_id, wanted.party))
        .subquery()
    )
    statement = select(*rows.c, func.count()).group_by(*rows.c)
    return [_to_tally(*row) for row in unit.connection.execute(statement)]


def _untouched(unit: Unit, reviewed: Mapping[str | None, date]) -> list[ColumnElement[bool]]:
    found = [k.updated_at < unit.now - STALE_AFTER - timedelta(days=1)]
    for party_id, day in reviewed.items():
        passed_over = k.updated_at < datetime.combine(day, time(), UTC)
        found.append(passed_over if party_id is None else and_(k.party_id == party_id, passed_over))
    return found


def _to_tally(state: str, kind: str, approval: str, owner: str, *rest: int) -> Tally:
    *flags, count = rest
    found, late, look_again, stale, check = (bool(flag) for flag in flags)
    return Tally(state, kind, approval, owner, found, late, look_again, stale, check, count)


def _flag(mark: Any) -> Any:
    return case((mark.element, literal(1)), else_=literal(0)).label(mark.name)


def list_amounts(unit: Unit, client_id: str, party_number: int | None = None) -> list[Amount]:
    """Return what the costed items of a register cost, those of one supplier where a party is named."""
    # Whole amounts add up in the database; the others are kept as text such as 5/2, and few.
    text = type_coerce(k.cost_amount, String)
    is_broken = text.contains("/")
    whole = cast(case((is_broken, "0"), else_=text), BigInteger)
    groups: tuple[Any, ...] = (
        YEAR,
        k.state,
        k.cost_approval,
        k.cost_currency,
        case((is_broken, text), else_=""),
    )
    of_party = _of_party(unit, client_id, party_number)
    rows = (
        select(*(column.label(f"group_{at}") for at, column in enumerate(groups)), whole.label("whole"))
        .where(*_of_client(unit, client_id), *of_party, k.cost_kind == COSTED, k.cost_amount.is_not(None))
        .subquery()
    )
    by = [rows.c[f"group_{at}"] for at in range(len(groups))]
    statement = select(*by, func.sum(rows.c.whole), func.count()).group_by(*by)
    found: Any = unit.connection.execute(statement)
    return [
        Amount(
            None if year is None else int(year), state, approval, currency,
            Fraction(broken) * count if broken else int(total),
        )
        for year, state, approval, currency, broken, total, count in found
    ]  # fmt: skip


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
    number = next_number(unit, csip_item, client_id)
    defaults = {
        "description": "", "origin": "idea", "also": {}, "size": "", "timescale": "", "justification": "",
        "priority": "", "cost_kind": "none", "cost_currency": "", "cost_approval": "none", "owner": "",
        "owner_side": "", "other_owner": "", "raised_by": unit.actor, "raised_on": unit.today, "because": "",
        "expected_benefit": "", "value_kind": "", "progress": 0, "state": "proposed", "closing_note": "",
        "lessons": "", "moved_from": "",
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
