"""What a client aims at for its metrics."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from sqlalchemy import select

from assessment.domain.metric_targets import MetricTarget
from assessment.store.database import Unit
from assessment.store.tables import metric_target, reading
from assessment.store.versioned import save_over

t = metric_target.c
m = reading.c
COLUMNS = (t.metric_id, t.target, t.target_code, t.baseline, t.baseline_period, t.provider, t.version)


def _to_target(row: Sequence[Any]) -> MetricTarget:
    return MetricTarget(*row)


def list_targets(unit: Unit, client_id: str, framework_id: str) -> dict[str, MetricTarget]:
    """Return the targets of a client by metric id."""
    statement = select(*COLUMNS).where(
        t.workspace_id == unit.workspace_id, t.client_id == client_id, t.framework_id == framework_id
    )
    return {row[0]: _to_target(row) for row in unit.connection.execute(statement)}


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
