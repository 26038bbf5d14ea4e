"""The register laid out as a board or by the days of a month, and the years that its items belong to."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import and_, case, func, or_, select

from assessment.domain.csip import GROUP_OF, ON_HOLD
from assessment.domain.csip_items import CsipItem
from assessment.store.database import Unit
from assessment.store.queries.csip import (
    DONE_STATES,
    LATE_STATES,
    LISTED,
    YEAR,
    CsipFilter,
    conditions_of,
    to_item,
)
from assessment.store.tables import csip_item

k = csip_item.c

DUE, LOOK_AGAIN, CHECK = "due", "look again", "check"
MOST_IN_MONTH = 500


@dataclass(frozen=True, slots=True)
class DayEntry:
    """An item and what its day stands for: due, look again or check."""

    day: date
    kind: str
    item: CsipItem


def list_board(unit: Unit, client_id: str, wanted: CsipFilter, *, most: int) -> list[CsipItem]:
    """Return the items as wanted, at most so many of each group of states, those due first."""
    group = case(dict(GROUP_OF), value=k.state)
    place = func.row_number().over(partition_by=group, order_by=(k.due_on.is_(None), k.due_on, k.number))
    ranked = select(k.id, place.label("place")).where(*conditions_of(unit, client_id, wanted)).subquery()
    statement = (
        select(*LISTED)
        .join_from(ranked, csip_item, k.id == ranked.c.id)
        .where(k.workspace_id == unit.workspace_id, ranked.c.place <= most)
    )
    return [to_item(row) for row in unit.connection.execute(statement.order_by(ranked.c.place))]


def list_month(
    unit: Unit, client_id: str, wanted: CsipFilter, first: date, after: date
) -> Sequence[DayEntry]:
    """Return what has its day from `first` on and before `after`, by day."""
    within = {
        DUE: and_(k.state.in_(LATE_STATES), k.due_on >= first, k.due_on < after),
        LOOK_AGAIN: and_(k.state == ON_HOLD, k.look_again_on >= first, k.look_again_on < after),
        CHECK: and_(k.state.in_(DONE_STATES), k.next_check_on >= first, k.next_check_on < after),
    }
    statement = (
        select(*LISTED, *(case((condition, 1), else_=0) for condition in within.values()))
        .where(*conditions_of(unit, client_id, replace(wanted, sort="number")), or_(*within.values()))
        .limit(MOST_IN_MONTH)
    )
    found = []
    for row in unit.connection.execute(statement):
        item = to_item(row[: len(LISTED)])
        days = {DUE: item.due_on, LOOK_AGAIN: item.look_again_on, CHECK: item.next_check_on}
        for (kind, day), flag in zip(days.items(), row[len(LISTED) :], strict=True):
            if flag and day is not None:
                found.append(DayEntry(day, kind, item))
    return sorted(found, key=lambda one: (one.day, one.item.number))


def list_years(unit: Unit, client_id: str) -> tuple[int, ...]:
    """Return the years whose budget the items of a client belong to."""
    statement = (
        select(YEAR)
        .where(k.workspace_id == unit.workspace_id, k.client_id == client_id, YEAR.is_not(None))
        .distinct()
    )
    return tuple(sorted(int(year) for year in unit.connection.execute(statement).scalars() if year))
