"""Metric readings."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from assessment.domain.answers import Reading
from assessment.store.base import new_id
from assessment.store.database import Unit
from assessment.store.tables import reading

m = reading.c


@dataclass(frozen=True, slots=True)
class KeptReading:
    """A reading with where it came from; `from_tickets` when it was counted and not typed."""

    id: str
    reading: Reading
    recorded_at: datetime
    recorded_by: str
    from_tickets: bool = False


def list_readings(
    unit: Unit,
    client_id: str,
    framework_id: str,
    metric_ids: Iterable[str] | None = None,
    period: str | None = None,
) -> list[KeptReading]:
    """Return the readings in force of a client, by metric and period; those of one period where named."""
    statement = (
        select(
            m.id, m.metric_id, m.period, m.value, m.numerator, m.denominator, m.source, m.note,
            m.scope, m.asked, m.recorded_at, m.recorded_by, m.from_tickets,
        )
        .where(
            m.workspace_id == unit.workspace_id,
            m.client_id == client_id,
            m.replaced_by.is_(None),
            m.framework_id == framework_id,
        )
        .order_by(m.metric_id, m.period, m.id)
    )  # fmt: skip
    if metric_ids is not None:
        statement = statement.where(m.metric_id.in_(list(metric_ids)))
    if period is not None:
        statement = statement.where(m.period == period)
    return [
        KeptReading(
            row.id,
            Reading(*row[1:10]),
            row.recorded_at,
            row.recorded_by,
            row.from_tickets,
        )
        for row in unit.connection.execute(statement)
    ]


@dataclass(frozen=True, slots=True)
class PastReading:
    """A reading in force, or one that was corrected or withdrawn."""

    id: str
    reading: Reading
    recorded_at: datetime
    recorded_by: str
    replaced_by: str | None

    @property
    def in_force(self) -> bool:
        """Return whether it counts."""
        return self.replaced_by is None

    @property
    def withdrawn(self) -> bool:
        """Return whether it was taken out without another in its place."""
        return self.replaced_by == self.id


def list_history(unit: Unit, client_id: str, framework_id: str, metric_id: str) -> list[PastReading]:
    """Return every reading of a metric that was ever entered, newest first."""
    statement = (
        select(
            m.id, m.metric_id, m.period, m.value, m.numerator, m.denominator, m.source, m.note,
            m.scope, m.asked, m.recorded_at, m.recorded_by, m.replaced_by,
        )
        .where(
            m.workspace_id == unit.workspace_id,
            m.client_id == client_id,
            m.framework_id == framework_id,
            m.metric_id == metric_id,
        )
        .order_by(m.id.desc())
    )  # fmt: skip
    rows: Iterable[Sequence[Any]] = unit.connection.execute(statement)
    return [PastReading(row[0], Reading(*row[1:10]), *row[10:]) for row in rows]


def _values(
    unit: Unit, client_id: str, framework_id: str, new: Reading, from_tickets: bool
) -> dict[str, Any]:
    return {
        "workspace_id": unit.workspace_id, "id": new_id(), "client_id": client_id,
        "framework_id": framework_id, "metric_id": new.metric, "period": new.period, "value": new.value,
        "numerator": new.numerator, "denominator": new.denominator, "source": new.source, "note": new.note,
        "scope": new.scope, "asked": new.asked, "recorded_at": unit.now, "recorded_by": unit.actor,
        "from_tickets": from_tickets,
    }  # fmt: skip


def add_reading(unit: Unit, client_id: str, framework_id: str, new: Reading) -> str:
    """Store a reading; one already there for the metric and period is kept and marked as replaced."""
    values = _values(unit, client_id, framework_id, new, from_tickets=False)
    reading_id = str(values["id"])
    unit.connection.execute(
        update(reading)
        .where(
            m.workspace_id == unit.workspace_id,
            m.client_id == client_id,
            m.framework_id == framework_id,
            m.metric_id == new.metric,
            m.period == new.period,
            m.replaced_by.is_(None),
        )
        .values(replaced_by=reading_id)
    )
    unit.connection.execute(insert(reading).values(**values))
    return reading_id


def withdraw_reading(unit: Unit, client_id: str, reading_id: str) -> bool:
    """Take a reading out of force; it stays in the history. False when there is none."""
    result = unit.connection.execute(
        update(reading)
        .where(m.workspace_id == unit.workspace_id, m.client_id == client_id, m.id == reading_id)
        .values(replaced_by=reading_id)
    )
    return result.rowcount == 1


def replace_counted(
    unit: Unit, client_id: str, framework_id: str, news: Sequence[Reading], gone: Sequence[str]
) -> None:
    """Store readings that were counted out of tickets over those in force, and withdraw some by their ids."""
    rows = [_values(unit, client_id, framework_id, new, from_tickets=True) for new in news]
    over = update(reading).where(
        m.workspace_id == unit.workspace_id,
        m.client_id == client_id,
        m.framework_id == framework_id,
        m.metric_id == bindparam("of_metric"),
        m.period == bindparam("of_period"),
        m.replaced_by.is_(None),
    )
    if rows:
        replaced = [
            {"of_metric": row["metric_id"], "of_period": row["period"], "by": row["id"]} for row in rows
        ]
        unit.connection.execute(over.values(replaced_by=bindparam("by")), replaced)
        unit.connection.execute(insert(reading), rows)
    for reading_id in gone:
        withdraw_reading(unit, client_id, reading_id)
