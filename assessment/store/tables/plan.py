"""What people changed about the plan of an assessment; the plan itself is computed."""

from datetime import date, datetime
from fractions import Fraction
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    ForeignKeyConstraint,
    Integer,
    Named,
    PrimaryKeyConstraint,
    Table,
    Text,
    TypedColumns,
)

from assessment.store.base import Code, Exact, Id, Line, Moment, metadata
from assessment.store.base import Json as JsonColumn


class PlanSettingsColumns(TypedColumns):
    """How the waves are cut: capacities in person-days, first day, length of a wave in days."""

    workspace_id: Named[str] = Column(Id)
    assessment_id: Named[str] = Column(Id)
    client_id: Named[str] = Column(Id)
    capacity_days: Named[Any | None] = Column(JsonColumn)
    same_wave_start: Named[bool] = Column(Boolean)
    use_suggested: Named[bool] = Column(Boolean)
    starts_on: Named[date | None] = Column(Date)
    wave_days: Named[int] = Column(Integer)
    days_by_effort: Named[Any | None] = Column(JsonColumn)
    weights: Named[Any | None] = Column(JsonColumn)
    order_by: Named[str] = Column(Code)
    updated_at: Named[datetime] = Column(Moment)
    updated_by: Named[str] = Column(Line)
    version: Named[int] = Column(Integer)


def _of_assessment() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["workspace_id", "assessment_id"], ["assessment.workspace_id", "assessment.id"], ondelete="CASCADE"
    )


plan_settings = Table(
    "plan_settings",
    metadata,
    PlanSettingsColumns,
    PrimaryKeyConstraint("workspace_id", "assessment_id"),
    _of_assessment(),
)


class PlanEditColumns(TypedColumns):
    """What somebody set for one plan item; None leaves the computed value."""

    workspace_id: Named[str] = Column(Id)
    assessment_id: Named[str] = Column(Id)
    practice_id: Named[str] = Column(Code)
    client_id: Named[str] = Column(Id)
    impact: Named[int | None] = Column(Integer)
    urgency: Named[int | None] = Column(Integer)
    effort: Named[int | None] = Column(Integer)
    cost_kind: Named[str | None] = Column(Code)
    cost_amount: Named[Fraction | None] = Column(Exact)
    cost_currency: Named[str] = Column(Code)
    prerequisites: Named[Any | None] = Column(JsonColumn)
    pin_wave: Named[int | None] = Column(Integer)
    pin_reason: Named[str] = Column(Text)
    updated_at: Named[datetime] = Column(Moment)
    updated_by: Named[str] = Column(Line)
    version: Named[int] = Column(Integer)


plan_edit = Table(
    "plan_edit",
    metadata,
    PlanEditColumns,
    PrimaryKeyConstraint("workspace_id", "assessment_id", "practice_id"),
    _of_assessment(),
)
