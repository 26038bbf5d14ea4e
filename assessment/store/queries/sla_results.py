"""What came of the targets of service level agreements, period by period."""

from collections.abc import Iterable
from dataclasses import asdict

from sqlalchemy import delete, insert, select

from assessment.domain.sla_results import TargetResult
from assessment.store.database import Unit
from assessment.store.tables import sla_result

r = sla_result.c
COLUMNS = (
    r.sla_id, r.target_key, r.period, r.version_number, r.state, r.name, r.agreed, r.baseline, r.actual,
    r.variance, r.cases, r.met, r.at_risk, r.low, r.high, r.reason, r.computed_at,
)  # fmt: skip


def list_results(unit: Unit, client_id: str, since: str, until: str) -> tuple[TargetResult, ...]:
    """Return the results of every agreement of a client from the month `since` to `until`, both included."""
    statement = (
        select(*COLUMNS)
        .where(r.workspace_id == unit.workspace_id, r.client_id == client_id, r.period.between(since, until))
        .order_by(r.period, r.sla_id, r.target_key)
    )
    return tuple(TargetResult(*row) for row in unit.connection.execute(statement))


def save_results(unit: Unit, client_id: str, results: Iterable[TargetResult]) -> None:
    """Put results in the place of those of the same agreement, target and period."""
    for one in results:
        key = {"sla_id": one.sla_id, "target_key": one.target_key, "period": one.period}
        same = [r[name] == value for name, value in key.items()]
        unit.connection.execute(delete(sla_result).where(r.workspace_id == unit.workspace_id, *same))
        row = asdict(one) | {"computed_at": unit.now}
        unit.connection.execute(
            insert(sla_result).values(**row, workspace_id=unit.workspace_id, client_id=client_id)
        )
