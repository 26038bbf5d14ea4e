"""What came of the targets of service level agreements, period by period, and what was typed for them."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from sqlalchemy import bindparam, delete, func, insert, select, tuple_

from assessment.domain.sla_results import TargetResult
from assessment.store.database import Unit
from assessment.store.tables import client, reading, sla_figure, sla_result, ticket_count
from assessment.store.versioned import save_over

r = sla_result.c
f = sla_figure.c
m = reading.c
n = ticket_count.c
COLUMNS = (
    r.sla_id, r.target_key, r.period, r.version_number, r.state, r.name, r.agreed, r.baseline, r.actual,
    r.variance, r.cases, r.met, r.at_risk, r.low, r.high, r.reason, r.computed_at,
)  # fmt: skip
EARLIER = (r.actual, r.variance, r.low, r.high)
FIGURE = (
    f.sla_id, f.target_key, f.period, f.cases, f.met, f.value, f.at_risk, f.source, f.note, f.updated_at,
    f.updated_by, f.version,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class KeptFigure:
    """What was measured by hand for a target in a period; `version` is 0 before anything is stored."""

    sla_id: str
    target_key: str
    period: str
    cases: int | None = None
    met: int | None = None
    value: Fraction | None = None
    at_risk: int | None = None
    source: str = ""
    note: str = ""
    updated_at: datetime | None = None
    updated_by: str = ""
    version: int = 0

    @property
    def is_empty(self) -> bool:
        """Return whether it was taken out: its row stays, so that two people cannot miss each other."""
        return self.met is None and self.value is None


def list_results(
    unit: Unit, client_id: str, since: str, until: str, sla_ids: Collection[str] | None = None
) -> tuple[TargetResult, ...]:
    """Return the results of a client, or of some agreements, from month `since` to `until`, both included."""
    statement = (
        select(*COLUMNS)
        .where(r.workspace_id == unit.workspace_id, r.client_id == client_id, r.period.between(since, until))
        .order_by(r.period, r.sla_id, r.target_key)
    )
    if sla_ids is not None:
        statement = statement.where(r.sla_id.in_(list(sla_ids)))
    return tuple(TargetResult(*row) for row in unit.connection.execute(statement))


def list_results_of(
    unit: Unit, client_id: str, month: str, since: str, targets: Collection[tuple[str, str]]
) -> tuple[TargetResult, ...]:
    """Return the results of a month, and from month `since` on those of some targets: agreement and key."""
    later = tuple_(r.sla_id, r.target_key).in_(list(targets)) & r.period.between(since, month)
    statement = (
        select(*COLUMNS)
        .where(r.workspace_id == unit.workspace_id, r.client_id == client_id)
        .where((r.period == month) | later if targets else r.period == month)
        .order_by(r.period, r.sla_id, r.target_key)
    )
    return tuple(TargetResult(*row) for row in unit.connection.execute(statement))


def list_earlier(
    unit: Unit, client_id: str, since: str, month: str, targets: Collection[tuple[str, str]]
) -> tuple[TargetResult, ...]:
    """Return the results of some targets from month `since` on and before `month`, in what a line draws."""
    statement = (
        select(r.sla_id, r.target_key, r.period, r.version_number, r.state, *EARLIER)
        .where(
            r.workspace_id == unit.workspace_id,
            r.client_id == client_id,
            r.period >= since,
            r.period < month,
            tuple_(r.sla_id, r.target_key).in_(list(targets)),
        )
        .order_by(r.period)
    )
    rows: Any = unit.connection.execute(statement) if targets else ()
    return tuple(
        TargetResult(
            sla_id, key, period, version, state, actual=actual, variance=variance, low=low, high=high
        )
        for sla_id, key, period, version, state, actual, variance, low, high in rows
    )


def newest_states(unit: Unit, client_id: str, since: str, until: str) -> dict[str, tuple[str, list[str]]]:
    """Return the newest month with results of each agreement, and which states its targets have in it."""
    there = (r.workspace_id == unit.workspace_id, r.client_id == client_id, r.period.between(since, until))
    newest = select(r.sla_id, func.max(r.period).label("period")).where(*there).group_by(r.sla_id).subquery()
    statement = (
        select(r.sla_id, r.period, r.state)
        .join_from(sla_result, newest, (newest.c.sla_id == r.sla_id) & (newest.c.period == r.period))
        .where(*there)
        .distinct()
        .order_by(r.sla_id, r.state)
    )
    found: dict[str, tuple[str, list[str]]] = {}
    for sla_id, period, state in unit.connection.execute(statement):
        found.setdefault(sla_id, (period, []))[1].append(state)
    return found


def latest_period(unit: Unit, client_id: str) -> str:
    """Return the last month for which a client has a result; "" before the first."""
    statement = select(func.max(r.period)).where(
        r.workspace_id == unit.workspace_id, r.client_id == client_id
    )
    return unit.connection.execute(statement).scalar_one() or ""


def last_input(unit: Unit, client_id: str) -> datetime | None:
    """Return when a reading of a client was entered last, or its tickets counted; None before the first."""
    readings = select(func.max(m.recorded_at)).where(
        m.workspace_id == unit.workspace_id, m.client_id == client_id
    )
    counted = select(n.counted_at).where(n.workspace_id == unit.workspace_id, n.client_id == client_id)
    row = unit.connection.execute(select(readings.scalar_subquery(), counted.scalar_subquery())).one()
    return max((moment for moment in row if moment is not None), default=None)


def lock_results(unit: Unit, client_id: str) -> None:
    """Let whoever works out the results of a client take turns, so that each sees what the other stored."""
    unit.connection.execute(
        select(client.c.id)
        .where(client.c.workspace_id == unit.workspace_id, client.c.id == client_id)
        .with_for_update()
    )


def save_results(
    unit: Unit, client_id: str, results: Iterable[TargetResult], gone: Iterable[tuple[str, str, str]] = ()
) -> None:
    """Put results in the place of those of the same agreement, target and period, and take some out."""
    new = list(results)
    keys = [dict(zip(("of_sla", "of_target", "of_period"), key, strict=True)) for key in gone]
    keys += [{"of_sla": one.sla_id, "of_target": one.target_key, "of_period": one.period} for one in new]
    if keys:
        statement = delete(sla_result).where(
            r.workspace_id == unit.workspace_id,
            r.client_id == client_id,
            r.sla_id == bindparam("of_sla"),
            r.target_key == bindparam("of_target"),
            r.period == bindparam("of_period"),
        )
        unit.connection.execute(statement, keys)
    if new:
        here = {"workspace_id": unit.workspace_id, "client_id": client_id, "computed_at": unit.now}
        unit.connection.execute(insert(sla_result), [asdict(one) | here for one in new])


def list_figures(unit: Unit, client_id: str, sla_id: str | None = None) -> dict[Any, KeptFigure]:
    """Return what was typed by hand, by agreement, target and period; those that were taken out too."""
    statement = select(*FIGURE).where(f.workspace_id == unit.workspace_id, f.client_id == client_id)
    if sla_id is not None:
        statement = statement.where(f.sla_id == sla_id)
    kept = [KeptFigure(*row) for row in unit.connection.execute(statement)]
    return {(one.sla_id, one.target_key, one.period): one for one in kept}


def save_figure(unit: Unit, client_id: str, new: KeptFigure, values: Mapping[str, Any]) -> bool:
    """Store a figure over the version that it carries; False when somebody else changed it."""
    key = {"sla_id": new.sla_id, "target_key": new.target_key, "period": new.period}
    return bool(save_over(unit, sla_figure, key, values, new.version, client_id=client_id))
