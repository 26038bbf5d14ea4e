"""What the page of a client says about its actions and agreements, in one query."""

from dataclasses import dataclass

from sqlalchemy import and_, case, func, literal, select, union_all

from assessment.domain.action_items import LATE_STATES, OPEN_STATES
from assessment.domain.sla_results import BREACHED
from assessment.store.database import Unit
from assessment.store.tables import action_item, sla, sla_result

a, r = action_item.c, sla_result.c


@dataclass(frozen=True, slots=True)
class Missed:
    """An agreement that missed targets in its latest period with results."""

    number: int
    title: str
    targets: int
    period: str


@dataclass(frozen=True, slots=True)
class Counted:
    """How many actions are open, how many of them overdue, and the agreements with misses."""

    open: int
    late: int
    missed: tuple[Missed, ...]


def count_registers(unit: Unit, client_id: str) -> Counted:
    """Return what is open in the action register and which agreements that run were missed."""
    late = case((and_(a.state.in_(sorted(LATE_STATES)), a.due_on < unit.today), literal(1)), else_=literal(0))
    actions = select(
        literal(0), literal(""), func.count(), func.coalesce(func.sum(late), 0), literal("")
    ).where(
        a.workspace_id == unit.workspace_id, a.client_id == client_id, a.state.in_(sorted(OPEN_STATES))
    )  # fmt: skip
    newer = sla_result.alias()
    latest = (
        select(func.max(newer.c.period))
        .where(newer.c.workspace_id == r.workspace_id, newer.c.sla_id == r.sla_id)
        .correlate(sla_result)
        .scalar_subquery()
    )
    missed = (
        select(sla.c.number, func.max(sla.c.title), func.count(), literal(0), func.max(r.period))
        .select_from(sla_result.join(sla, and_(sla.c.workspace_id == r.workspace_id, sla.c.id == r.sla_id)))
        .where(
            r.workspace_id == unit.workspace_id,
            r.client_id == client_id,
            r.state == BREACHED,
            r.period == latest,
            sla.c.ended_on.is_(None),
        )
        .group_by(sla.c.number)
    )
    rows = sorted(tuple(row) for row in unit.connection.execute(union_all(actions, missed)))
    # The row of the actions has no number, so it comes first.
    counted, *found = rows
    agreements = tuple(Missed(number, title, count, period) for number, title, count, _, period in found)
    return Counted(counted[2], counted[3], agreements)
