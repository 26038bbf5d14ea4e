"""The latest reading of each of some metrics, without walking through the months before."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import CompoundSelect, bindparam, select, union_all

from assessment.domain.answers import Reading
from assessment.store.database import Unit
from assessment.store.tables import reading

m = reading.c

COLUMNS = (m.metric_id, m.period, m.value, m.numerator, m.denominator, m.source, m.note, m.scope, m.asked)
STATEMENTS_IN_MEMORY = 64


@lru_cache(maxsize=STATEMENTS_IN_MEMORY)
def _latest_of(count: int, most: int) -> CompoundSelect[Any]:
    """Return the statement for so many metrics: one step into the index each."""
    parts = []
    for number in range(count):
        latest = (
            select(*COLUMNS)
            .where(
                m.workspace_id == bindparam("workspace_id"),
                m.client_id == bindparam("client_id"),
                m.replaced_by.is_(None),
                m.metric_id == bindparam(f"metric_{number}"),
                m.framework_id == bindparam("framework_id"),
            )
            .order_by(m.period.desc())
            .limit(most)
            .subquery()
        )
        parts.append(select(latest))
    return union_all(*parts)


def list_latest_readings(
    unit: Unit, client_id: str, framework_id: str, metric_ids: Sequence[str]
) -> dict[str, Reading]:
    """Return the reading in force of the newest month of each metric that has any."""
    found = list_last_readings(unit, client_id, framework_id, metric_ids, most=1)
    return {metric: readings[-1] for metric, readings in found.items()}


def list_last_readings(
    unit: Unit, client_id: str, framework_id: str, metric_ids: Sequence[str], *, most: int
) -> dict[str, list[Reading]]:
    """Return the newest readings in force of each metric that has any, oldest first."""
    if not metric_ids:
        return {}
    values = {f"metric_{number}": metric for number, metric in enumerate(metric_ids)}
    values |= {"workspace_id": unit.workspace_id, "client_id": client_id, "framework_id": framework_id}
    found: dict[str, list[Reading]] = {}
    for row in unit.connection.execute(_latest_of(len(metric_ids), most), values):
        found.setdefault(row[0], []).append(Reading(*row))
    return {metric: sorted(readings, key=lambda one: one.period) for metric, readings in found.items()}
