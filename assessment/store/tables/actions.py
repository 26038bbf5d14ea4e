"""The action register: what brings a failing service back to what was agreed."""

from datetime import date, datetime
from fractions import Fraction
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

from assessment.store.base import Code, Exact, Id, Json, Line, Moment, metadata


class ActionItemColumns(TypedColumns):
    """One action: `period` and `variance` say what was missed, `verified_period` when it was met again.

    `missed_again` lists the later periods, each with its variance, in which the same target was missed.
    """

    workspace_id: Named[str] = Column(Id)
    id: Named[str] = Column(Id)
    client_id: Named[str] = Column(Id)
    number: Named[int] = Column(Integer)
    title: Named[str] = Column(Line)
    description: Named[str] = Column(Text)
    source: Named[str] = Column(Code)
    sla_id: Named[str | None] = Column(Id)
    target_key: Named[str | None] = Column(Code)
    period: Named[str | None] = Column(Code)
    variance: Named[Fraction | None] = Column(Exact)
    missed_again: Named[Any | None] = Column(Json)
    review_id: Named[str | None] = Column(Id)
    service_id: Named[str | None] = Column(Id)
    party_id: Named[str | None] = Column(Id)
    root_cause: Named[str] = Column(Text)
    corrective: Named[str] = Column(Text)
    owner: Named[str] = Column(Line)
    owner_side: Named[str] = Column(Code)
    due_on: Named[date | None] = Column(Date)
    severity: Named[str] = Column(Code)
    state: Named[str] = Column(Code)
    evidence: Named[str] = Column(Text)
    verified_period: Named[str | None] = Column(Code)
    cancel_reason: Named[str] = Column(Text)
    raised_on: Named[date] = Column(Date)
    raised_by: Named[str] = Column(Line)
    started_on: Named[date | None] = Column(Date)
    done_on: Named[date | None] = Column(Date)
    closed_on: Named[date | None] = Column(Date)
    updated_at: Named[datetime] = Column(Moment)
    updated_by: Named[str] = Column(Line)
    version: Named[int] = Column(Integer)


action_item = Table(
    "action_item",
    metadata,
    ActionItemColumns,
    PrimaryKeyConstraint("workspace_id", "id"),
    ForeignKeyConstraint(
        ["workspace_id", "client_id"], ["client.workspace_id", "client.id"], ondelete="CASCADE"
    ),
    UniqueConstraint("workspace_id", "client_id", "number"),
    Index(None, "workspace_id", "client_id", "state"),
    Index(None, "workspace_id", "client_id", "sla_id"),
    Index(None, "workspace_id", "due_on"),
)


class RegisterMoveColumns(TypedColumns):
    """An item that was put into the other register: both numbers stay findable."""

    workspace_id: Named[str] = Column(Id)
    id: Named[str] = Column(Id)
    client_id: Named[str] = Column(Id)
    from_register: Named[str] = Column(Code)
    from_number: Named[int] = Column(Integer)
    to_register: Named[str] = Column(Code)
    to_number: Named[int] = Column(Integer)
    reason: Named[str] = Column(Text)
    moved_at: Named[datetime] = Column(Moment)
    moved_by: Named[str] = Column(Line)


register_move = Table(
    "register_move",
    metadata,
    RegisterMoveColumns,
    PrimaryKeyConstraint("workspace_id", "id"),
    ForeignKeyConstraint(
        ["workspace_id", "client_id"], ["client.workspace_id", "client.id"], ondelete="CASCADE"
    ),
    Index(None, "workspace_id", "client_id", "from_register", "from_number"),
)
