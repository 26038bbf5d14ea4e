"""Metric readings of a client over time, and what is aimed at."""

from datetime import datetime
from fractions import Fraction
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    Named,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    TypedColumns,
    false,
)

from assessment.store.base import Code, Exact, Id, Json, Line, Moment, metadata


class ReadingColumns(TypedColumns):
    """One reading. A correction is a new row; the old one keeps its value and names its successor.

    `from_tickets` marks what was counted out of tickets: the next count may correct it without asking.
    """

    workspace_id: Named[str] = Column(Id)
    id: Named[str] = Column(Id)
    client_id: Named[str] = Column(Id)
    framework_id: Named[str] = Column(Code)
    metric_id: Named[str] = Column(Code)
    period: Named[str] = Column(String(10))
    value: Named[Fraction | None] = Column(Exact)
    numerator: Named[Fraction | None] = Column(Exact)
    denominator: Named[Fraction | None] = Column(Exact)
    source: Named[str] = Column(Line)
    note: Named[str] = Column(Text)
    recorded_at: Named[datetime] = Column(Moment)
    recorded_by: Named[str] = Column(Line)
    replaced_by: Named[str | None] = Column(Id)
    from_tickets: Named[bool] = Column(Boolean, server_default=false())
    scope: Named[str] = Column(Line)
    asked: Named[Fraction | None] = Column(Exact)


reading = Table(
    "reading",
    metadata,
    ReadingColumns,
    PrimaryKeyConstraint("workspace_id", "id"),
    ForeignKeyConstraint(
        ["workspace_id", "client_id"], ["client.workspace_id", "client.id"], ondelete="CASCADE"
    ),
    Index(None, "workspace_id", "client_id", "replaced_by", "metric_id", "period"),
)


class MetricTargetColumns(TypedColumns):
    """What a client aims at for a metric, from where it started, and who provides the figures."""

    workspace_id: Named[str] = Column(Id)
    client_id: Named[str] = Column(Id)
    framework_id: Named[str] = Column(Code)
    metric_id: Named[str] = Column(Code)
    target: Named[Fraction | None] = Column(Exact)
    target_code: Named[str] = Column(Code)
    baseline: Named[Fraction | None] = Column(Exact)
    baseline_period: Named[str] = Column(String(10))
    provider: Named[str] = Column(Line)
    updated_at: Named[datetime] = Column(Moment)
    updated_by: Named[str] = Column(Line)
    version: Named[int] = Column(Integer)


metric_target = Table(
    "metric_target",
    metadata,
    MetricTargetColumns,
    PrimaryKeyConstraint("workspace_id", "client_id", "framework_id", "metric_id"),
    ForeignKeyConstraint(
        ["workspace_id", "client_id"], ["client.workspace_id", "client.id"], ondelete="CASCADE"
    ),
)


class MetricBreakColumns(TypedColumns):
    """A month from which on the values of a metric cannot be compared with those before, and why."""

    workspace_id: Named[str] = Column(Id)
    client_id: Named[str] = Column(Id)
    framework_id: Named[str] = Column(Code)
    metric_id: Named[str] = Column(Code)
    period: Named[str] = Column(String(10))
    reason: Named[str] = Column(Line)
    marked_at: Named[datetime] = Column(Moment)
    marked_by: Named[str] = Column(Line)


metric_break = Table(
    "metric_break",
    metadata,
    MetricBreakColumns,
    PrimaryKeyConstraint("workspace_id", "client_id", "framework_id", "metric_id", "period"),
    ForeignKeyConstraint(
        ["workspace_id", "client_id"], ["client.workspace_id", "client.id"], ondelete="CASCADE"
    ),
)


class ClaimNoteColumns(TypedColumns):
    """Why a disagreement between a claim and the figures is none; `said` is the sentence it was about."""

    workspace_id: Named[str] = Column(Id)
    client_id: Named[str] = Column(Id)
    framework_id: Named[str] = Column(Code)
    key: Named[str] = Column(String(120))
    reason: Named[str] = Column(Text)
    said: Named[str] = Column(Text)
    noted_at: Named[datetime] = Column(Moment)
    noted_by: Named[str] = Column(Line)


claim_note = Table(
    "claim_note",
    metadata,
    ClaimNoteColumns,
    PrimaryKeyConstraint("workspace_id", "client_id", "framework_id", "key"),
    ForeignKeyConstraint(
        ["workspace_id", "client_id"], ["client.workspace_id", "client.id"], ondelete="CASCADE"
    ),
)


class FillInColumns(TypedColumns):
    """A link with which somebody without an account enters the figures of one month."""

    workspace_id: Named[str] = Column(Id)
    id: Named[str] = Column(Id)
    client_id: Named[str] = Column(Id)
    framework_id: Named[str] = Column(Code)
    name: Named[str] = Column(Line)
    period: Named[str] = Column(String(10))
    metrics: Named[Any] = Column(Json)
    made_at: Named[datetime] = Column(Moment)
    made_by: Named[str] = Column(Line)
    ends_at: Named[datetime] = Column(Moment)
    ended_at: Named[datetime | None] = Column(Moment)
    filled_at: Named[datetime | None] = Column(Moment)


fill_in = Table(
    "fill_in",
    metadata,
    FillInColumns,
    PrimaryKeyConstraint("workspace_id", "id"),
    ForeignKeyConstraint(
        ["workspace_id", "client_id"], ["client.workspace_id", "client.id"], ondelete="CASCADE"
    ),
    Index(None, "workspace_id", "client_id", "ended_at"),
)
