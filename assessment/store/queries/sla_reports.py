"""The reports of agreements as they were issued; nothing here changes one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select

from assessment.errors import NotFound
from assessment.store.base import new_id
from assessment.store.database import Unit
from assessment.store.numbers import LARGEST_NUMBER, next_number
from assessment.store.tables import sla_report

p = sla_report.c


@dataclass(frozen=True, slots=True)
class SlaReport:
    """A report of a period as it was issued; `note` says what a correction changed."""

    id: str
    sla_id: str
    number: int
    version_number: int
    period: str
    content: Any
    issued_at: datetime
    issued_by: str
    receivers: tuple[str, ...]
    note: str

    @property
    def reference(self) -> str:
        """Return its name in lists: report 3."""
        return f"Report {self.number}"


COLUMNS = (
    p.id, p.sla_id, p.number, p.version_number, p.period, p.content, p.issued_at, p.issued_by, p.receivers,
    p.note,
)  # fmt: skip


def list_reports(unit: Unit, client_id: str, sla_id: str) -> tuple[SlaReport, ...]:
    """Return the reports of an agreement, the newest first."""
    statement = (
        select(*COLUMNS)
        .where(p.workspace_id == unit.workspace_id, p.client_id == client_id, p.sla_id == sla_id)
        .order_by(p.number.desc())
    )
    return tuple(_report(row) for row in unit.connection.execute(statement))


def _report(row: Any) -> SlaReport:
    *rest, receivers, note = row
    values: list[Any] = [*rest, tuple(receivers), note]
    return SlaReport(*values)


def get_report(unit: Unit, client_id: str, sla_id: str, number: int) -> SlaReport:
    """Return a report of an agreement; NotFound where it has none of that number."""
    row = None
    if number <= LARGEST_NUMBER:
        statement = select(*COLUMNS).where(
            p.workspace_id == unit.workspace_id, p.client_id == client_id, p.sla_id == sla_id,
            p.number == number,
        )  # fmt: skip
        row = unit.connection.execute(statement).one_or_none()
    if row is None:
        raise NotFound("This agreement has no report of this number.")
    return _report(row)


def add_report(
    unit: Unit,
    client_id: str,
    sla_id: str,
    version_number: int,
    period: str,
    content: Any,
    receivers: Sequence[str],
    note: str,
) -> int:
    """Store a report under the agreement's next number and return that."""
    number = next_number(unit, sla_report, client_id, sla_id=sla_id)
    unit.connection.execute(
        insert(sla_report).values(
            workspace_id=unit.workspace_id, id=new_id(), client_id=client_id, sla_id=sla_id, number=number,
            version_number=version_number, period=period, content=content, issued_at=unit.now,
            issued_by=unit.actor, receivers=list(receivers), note=note,
        )
    )  # fmt: skip
    return number
