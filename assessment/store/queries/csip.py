"""The CSIP register of a client."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, insert, select, update

from assessment.domain.csip import GROUP_OF, GROUPS, OPEN_STATES
from assessment.domain.csip_items import CsipItem
from assessment.errors import NotFound
from assessment.store.base import new_id
from assessment.store.database import Unit
from assessment.store.tables import csip_item

k = csip_item.c

COLUMNS = (
    k.id, k.number, k.title, k.description, k.origin, k.assessment_id, k.practice_id, k.area_id,
    k.metric_id, k.service, k.party, k.level_from, k.level_to, k.cost_kind, k.cost_amount, k.cost_currency,
    k.cost_approval, k.owner, k.owner_side, k.raised_on, k.raised_by, k.due_on, k.wave, k.effort,
    k.because, k.expected_benefit, k.progress, k.state, k.state_before_hold, k.look_again_on, k.verdict,
    k.updated_at, k.version,
)  # fmt: skip

SORTS = {
    "number": (k.number,),
    "due": (k.due_on.is_(None), k.due_on, k.number),
    "state": (k.state, k.number),
    "owner": (k.owner, k.number),
    "progress": (k.progress.desc(), k.number),
}


@dataclass(frozen=True, slots=True)
class CsipFilter:
    """What the register is narrowed to. `group` is a group of states, `cost` none or costed."""

    group: str = ""
    cost: str = ""
    owner: str = ""
    words: str = ""
    sort: str = "number"


def to_item(row: Sequence[Any]) -> CsipItem:
    """Return the domain record of a row selected with COLUMNS."""
    return CsipItem(*row)


def _of_client(unit: Unit, client_id: str) -> list[Any]:
    return [k.workspace_id == unit.workspace_id, k.client_id == client_id]


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
        words = func.lower(k.title + " " + k.description + " " + k.owner)
        conditions.append(words.contains(wanted.words.lower(), autoescape=True))
    statement = select(*COLUMNS).where(*conditions).order_by(*SORTS.get(wanted.sort, SORTS["number"]))
    return [to_item(row) for row in unit.connection.execute(statement.limit(limit).offset(offset))]


def count_by_group(unit: Unit, client_id: str) -> dict[str, int]:
    """Return how many items each group of states holds; every group is there."""
    statement = select(k.state, func.count()).where(*_of_client(unit, client_id)).group_by(k.state)
    counts = dict.fromkeys(GROUPS, 0)
    for state, number in unit.connection.execute(statement):
        counts[GROUP_OF[state]] += number
    return counts


def get_item(unit: Unit, client_id: str, number: int) -> CsipItem:
    """Return the item with that number; NotFound when the client has none."""
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


def items_of_assessment(unit: Unit, client_id: str, assessment_id: str) -> list[CsipItem]:
    """Return the items made from the plan of an assessment, by number."""
    statement = select(*COLUMNS).where(*_of_client(unit, client_id), k.assessment_id == assessment_id)
    return [to_item(row) for row in unit.connection.execute(statement.order_by(k.number))]


def add_item(unit: Unit, client_id: str, values: Mapping[str, Any]) -> int:
    """Store a new item under the client's next number and return that number."""
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
