"""What a client aims at for its metrics."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

from sqlalchemy import delete, insert, null, select, union_all

from assessment.domain.metric_targets import MetricTarget
from assessment.domain.series import Break
from assessment.store.database import Unit
from assessment.store.tables import metric_break, metric_target, reading
from assessment.store.versioned import save_over

t = metric_target.c
m = reading.c
b = metric_break.c
COLUMNS = (t.metric_id, t.target, t.target_code, t.baseline, t.baseline_period, t.provider, t.version)


def _to_target(row: Sequence[Any]) -> MetricTarget:
    return MetricTarget(*row)


def list_targets(unit: Unit, client_id: str, framework_id: str) -> dict[str, MetricTarget]:
    """Return the targets of a client by metric id, each with the breaks in its series.

    A metric with a break and without a target has version 0.
    """
    aims = select(*COLUMNS, null().label("reason")).where(
        t.workspace_id == unit.workspace_id, t.client_id == client_id, t.framework_id == framework_id
    )
    breaks = select(
        b.metric_id, null(), null(), null(), b.period, null(), null(), b.reason.label("reason")
    ).where(b.workspace_id == unit.workspace_id, b.client_id == client_id, b.framework_id == framework_id)
    found: dict[str, MetricTarget] = {}
    marked: dict[str, list[Break]] = {}
    rows: Iterable[Sequence[Any]] = unit.connection.execute(union_all(aims, breaks))
    for row in rows:
        if row[-1] is None:
            found[row[0]] = _to_target(row[:-1])
        else:
            marked.setdefault(row[0], []).append(Break(row[4], row[-1]))
    for metric, ones in marked.items():
        target = found.get(metric, MetricTarget(metric))
        found[metric] = replace(target, breaks=tuple(sorted(ones, key=lambda one: one.period)))
    return found


def add_break(unit: Unit, client_id: str, framework_id: str, metric_id: str, new: Break) -> None:
    """Store a break in the series of a metric."""
    values = {
        "workspace_id": unit.workspace_id, "client_id": client_id, "framework_id": framework_id,
        "metric_id": metric_id, "period": new.period, "reason": new.reason, "marked_at": unit.now,
        "marked_by": unit.actor,
    }  # fmt: skip
    unit.connection.execute(insert(metric_break).values(**values))


def delete_break(unit: Unit, client_id: str, framework_id: str, metric_id: str, period: str) -> bool:
    """Take a break out of the series of a metric; False when there is none."""
    result = unit.connection.execute(
        delete(metric_break).where(
            b.workspace_id == unit.workspace_id,
            b.client_id == client_id,
            b.framework_id == framework_id,
            b.metric_id == metric_id,
            b.period == period,
        )
    )
    return result.rowcount == 1


def list_against_targets(
    unit: Unit, client_id: str, framework_id: str
) -> list[tuple[MetricTarget, Fraction]]:
    """Return the targets of a client that have a number, each with the newest value of its metric."""
    latest = (
        select(m.value)
        .where(
            m.workspace_id == t.workspace_id,
            m.client_id == t.client_id,
            m.framework_id == t.framework_id,
            m.metric_id == t.metric_id,
            m.replaced_by.is_(None),
            m.value.is_not(None),
        )
        .order_by(m.period.desc())
        .limit(1)
        .scalar_subquery()
    )
    statement = select(*COLUMNS, latest).where(
        t.workspace_id == unit.workspace_id,
        t.client_id == client_id,
        t.framework_id == framework_id,
        t.target.is_not(None),
    )
    found = unit.connection.execute(statement)
    return [(_to_target(row[:-1]), row[-1]) for row in found if row[-1] is not None]


def save_target(unit: Unit, client_id: str, framework_id: str, new: MetricTarget) -> int:
    """Store a target over the version it was made of; return the new version, 0 when it has changed."""
    key = {"client_id": client_id, "framework_id": framework_id, "metric_id": new.metric}
    values = {
        "target": new.target, "target_code": new.code, "baseline": new.baseline,
        "baseline_period": new.baseline_period, "provider": new.provider,
    }  # fmt: skip
    return save_over(unit, metric_target, key, values, new.version)
