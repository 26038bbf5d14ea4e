"""What a service is for: business objectives, critical success factors and key performance indicators."""

from datetime import date, datetime
from fractions import Fraction

from sqlalchemy import (
    Column,
    Date,
    ForeignKeyConstraint,
    Integer,
    Named,
    PrimaryKeyConstraint,
    Table,
    Text,
    TypedColumns,
    UniqueConstraint,
)

from assessment.store.base import Code, Exact, Id, Line, Moment, metadata


class GoalColumns(TypedColumns):
    """A place in the tree of objectives, CSFs and KPIs; what stands there is in its versions."""

    workspace_id: Named[str] = Column(Id)
    id: Named[str] = Column(Id)
    client_id: Named[str] = Column(Id)
    number: Named[int] = Column(Integer)
    kind: Named[str] = Column(Code)
    parent_id: Named[str | None] = Column(Id)
    position: Named[int] = Column(Integer)
    service_id: Named[str | None] = Column(Id)
    retired_at: Named[datetime | None] = Column(Moment)
    updated_at: Named[datetime] = Column(Moment)
    updated_by: Named[str] = Column(Line)
    version: Named[int] = Column(Integer)


goal = Table(
    "goal",
    metadata,
    GoalColumns,
    PrimaryKeyConstraint("workspace_id", "id"),
    ForeignKeyConstraint(
        ["workspace_id", "client_id"], ["client.workspace_id", "client.id"], ondelete="CASCADE"
    ),
    UniqueConstraint("workspace_id", "client_id", "number"),
)


class GoalVersionColumns(TypedColumns):
    """What a place in the tree said from one day to another; `target_code` is at_least or at_most."""

    workspace_id: Named[str] = Column(Id)
    goal_id: Named[str] = Column(Id)
    number: Named[int] = Column(Integer)
    client_id: Named[str] = Column(Id)
    title: Named[str] = Column(Line)
    description: Named[str] = Column(Text)
    framework_id: Named[str] = Column(Code)
    metric_id: Named[str | None] = Column(Code)
    target: Named[Fraction | None] = Column(Exact)
    target_code: Named[str] = Column(Code)
    target_currency: Named[str] = Column(Code)
    valid_from: Named[date] = Column(Date)
    valid_to: Named[date | None] = Column(Date)
    review_id: Named[str | None] = Column(Id)
    reason: Named[str] = Column(Text)
    made_at: Named[datetime] = Column(Moment)
    made_by: Named[str] = Column(Line)


goal_version = Table(
    "goal_version",
    metadata,
    GoalVersionColumns,
    PrimaryKeyConstraint("workspace_id", "goal_id", "number"),
    ForeignKeyConstraint(["workspace_id", "goal_id"], ["goal.workspace_id", "goal.id"], ondelete="CASCADE"),
)
