"""Service reviews: how often they are held, what each looked at, decided and learned."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    Column,
    Date,
    ForeignKeyConstraint,
    Index,
    Integer,
    Named,
    PrimaryKeyConstraint,
    Table,
    Text,
    TypedColumns,
    UniqueConstraint,
)

from assessment.store.base import Code, Id, Json, Line, Moment, metadata


class ReviewPlanColumns(TypedColumns):
    """A review held again and again. `every` is its rhythm, `charter` what both sides expect of it.

    `month_day` is the day of the month to which it comes back after a month that is too short.
    """

    workspace_id: Named[str] = Column(Id)
    id: Named[str] = Column(Id)
    client_id: Named[str] = Column(Id)
    number: Named[int] = Column(Integer)
    kind: Named[str] = Column(Code)
    title: Named[str] = Column(Line)
    party_id: Named[str | None] = Column(Id)
    every: Named[str] = Column(Code)
    mode: Named[str] = Column(Code)
    participants: Named[Any] = Column(Json)
    inputs: Named[Any] = Column(Json)
    agenda: Named[Any] = Column(Json)
    outputs: Named[Any] = Column(Json)
    minutes_long: Named[int] = Column(Integer)
    starts_at: Named[str] = Column(Code)
    charter: Named[str] = Column(Text)
    next_on: Named[date | None] = Column(Date)
    month_day: Named[int | None] = Column(Integer)
    retired_at: Named[datetime | None] = Column(Moment)
    updated_at: Named[datetime] = Column(Moment)
    updated_by: Named[str] = Column(Line)
    version: Named[int] = Column(Integer)


review_plan = Table(
    "review_plan",
    metadata,
    ReviewPlanColumns,
    PrimaryKeyConstraint("workspace_id", "id"),
    ForeignKeyConstraint(
        ["workspace_id", "client_id"], ["client.workspace_id", "client.id"], ondelete="CASCADE"
    ),
    UniqueConstraint("workspace_id", "client_id", "number"),
)


class ReviewColumns(TypedColumns):
    """One review. `pack` is what was known at the cut-off day; the agenda and who came are the meeting's."""

    workspace_id: Named[str] = Column(Id)
    id: Named[str] = Column(Id)
    client_id: Named[str] = Column(Id)
    number: Named[int] = Column(Integer)
    plan_id: Named[str | None] = Column(Id)
    kind: Named[str] = Column(Code)
    title: Named[str] = Column(Line)
    party_id: Named[str | None] = Column(Id)
    mode: Named[str] = Column(Code)
    period_from: Named[date] = Column(Date)
    period_to: Named[date] = Column(Date)
    planned_on: Named[date] = Column(Date)
    starts_at: Named[str] = Column(Code)
    minutes_long: Named[int] = Column(Integer)
    cut_off_on: Named[date | None] = Column(Date)
    held_on: Named[date | None] = Column(Date)
    state: Named[str] = Column(Code)
    pack: Named[Any | None] = Column(Json)
    pack_at: Named[datetime | None] = Column(Moment)
    agenda: Named[Any] = Column(Json)
    attendance: Named[Any] = Column(Json)
    minutes: Named[str] = Column(Text)
    relationship: Named[str] = Column(Code)
    relationship_note: Named[str] = Column(Text)
    next_on: Named[date | None] = Column(Date)
    cancel_reason: Named[str] = Column(Text)
    closed_at: Named[datetime | None] = Column(Moment)
    closed_by: Named[str] = Column(Line)
    updated_at: Named[datetime] = Column(Moment)
    updated_by: Named[str] = Column(Line)
    version: Named[int] = Column(Integer)


review = Table(
    "review",
    metadata,
    ReviewColumns,
    PrimaryKeyConstraint("workspace_id", "id"),
    ForeignKeyConstraint(
        ["workspace_id", "client_id"], ["client.workspace_id", "client.id"], ondelete="CASCADE"
    ),
    UniqueConstraint("workspace_id", "client_id", "number"),
    Index(None, "workspace_id", "client_id", "planned_on"),
)


class ReviewDecisionColumns(TypedColumns):
    """Something decided in a review. `subject` names the item it is about, such as csip:ID."""

    workspace_id: Named[str] = Column(Id)
    id: Named[str] = Column(Id)
    client_id: Named[str] = Column(Id)
    review_id: Named[str] = Column(Id)
    number: Named[int] = Column(Integer)
    kind: Named[str] = Column(Code)
    subject: Named[str] = Column(Line)
    decision: Named[str] = Column(Code)
    text: Named[str] = Column(Text)
    reason: Named[str] = Column(Text)
    owner: Named[str] = Column(Line)
    due_on: Named[date | None] = Column(Date)
    look_again_on: Named[date | None] = Column(Date)
    deciders: Named[Any] = Column(Json)
    decided_on: Named[date] = Column(Date)
    made_at: Named[datetime] = Column(Moment)
    made_by: Named[str] = Column(Line)
    undone_at: Named[datetime | None] = Column(Moment)


review_decision = Table(
    "review_decision",
    metadata,
    ReviewDecisionColumns,
    PrimaryKeyConstraint("workspace_id", "id"),
    ForeignKeyConstraint(
        ["workspace_id", "review_id"], ["review.workspace_id", "review.id"], ondelete="CASCADE"
    ),
    UniqueConstraint("workspace_id", "review_id", "number"),
    Index(None, "workspace_id", "client_id", "subject"),
)


class ReviewAddendumColumns(TypedColumns):
    """What was added to the minutes of a closed review."""

    workspace_id: Named[str] = Column(Id)
    id: Named[str] = Column(Id)
    client_id: Named[str] = Column(Id)
    review_id: Named[str] = Column(Id)
    text: Named[str] = Column(Text)
    made_at: Named[datetime] = Column(Moment)
    made_by: Named[str] = Column(Line)


review_addendum = Table(
    "review_addendum",
    metadata,
    ReviewAddendumColumns,
    PrimaryKeyConstraint("workspace_id", "id"),
    ForeignKeyConstraint(
        ["workspace_id", "review_id"], ["review.workspace_id", "review.id"], ondelete="CASCADE"
    ),
    Index(None, "workspace_id", "review_id"),
)


class LessonColumns(TypedColumns):
    """Something learned, shown to later reviews until it is retired."""

    workspace_id: Named[str] = Column(Id)
    id: Named[str] = Column(Id)
    client_id: Named[str] = Column(Id)
    number: Named[int] = Column(Integer)
    review_id: Named[str | None] = Column(Id)
    service_id: Named[str | None] = Column(Id)
    text: Named[str] = Column(Text)
    change: Named[str] = Column(Text)
    retired_at: Named[datetime | None] = Column(Moment)
    updated_at: Named[datetime] = Column(Moment)
    updated_by: Named[str] = Column(Line)
    version: Named[int] = Column(Integer)


lesson = Table(
    "lesson",
    metadata,
    LessonColumns,
    PrimaryKeyConstraint("workspace_id", "id"),
    ForeignKeyConstraint(
        ["workspace_id", "client_id"], ["client.workspace_id", "client.id"], ondelete="CASCADE"
    ),
    UniqueConstraint("workspace_id", "client_id", "number"),
)


class OperatingStepColumns(TypedColumns):
    """A line of the operating plan that the monthly review keeps."""

    workspace_id: Named[str] = Column(Id)
    id: Named[str] = Column(Id)
    client_id: Named[str] = Column(Id)
    number: Named[int] = Column(Integer)
    review_id: Named[str | None] = Column(Id)
    text: Named[str] = Column(Text)
    owner: Named[str] = Column(Line)
    due_on: Named[date | None] = Column(Date)
    state: Named[str] = Column(Code)
    updated_at: Named[datetime] = Column(Moment)
    updated_by: Named[str] = Column(Line)
    version: Named[int] = Column(Integer)


operating_step = Table(
    "operating_step",
    metadata,
    OperatingStepColumns,
    PrimaryKeyConstraint("workspace_id", "id"),
    ForeignKeyConstraint(
        ["workspace_id", "client_id"], ["client.workspace_id", "client.id"], ondelete="CASCADE"
    ),
    UniqueConstraint("workspace_id", "client_id", "number"),
)


class ProposalColumns(TypedColumns):
    """A further or changed service, or a changed need, that a review brought up."""

    workspace_id: Named[str] = Column(Id)
    id: Named[str] = Column(Id)
    client_id: Named[str] = Column(Id)
    number: Named[int] = Column(Integer)
    kind: Named[str] = Column(Code)
    title: Named[str] = Column(Line)
    description: Named[str] = Column(Text)
    review_id: Named[str | None] = Column(Id)
    service_id: Named[str | None] = Column(Id)
    party_id: Named[str | None] = Column(Id)
    state: Named[str] = Column(Code)
    reason: Named[str] = Column(Text)
    updated_at: Named[datetime] = Column(Moment)
    updated_by: Named[str] = Column(Line)
    version: Named[int] = Column(Integer)


proposal = Table(
    "proposal",
    metadata,
    ProposalColumns,
    PrimaryKeyConstraint("workspace_id", "id"),
    ForeignKeyConstraint(
        ["workspace_id", "client_id"], ["client.workspace_id", "client.id"], ondelete="CASCADE"
    ),
    UniqueConstraint("workspace_id", "client_id", "number"),
)
