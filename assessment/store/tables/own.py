"""What a client or a whole workspace adds to a framework: own metrics, own practices and their ratings."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    Column,
    ForeignKeyConstraint,
    Integer,
    Named,
    PrimaryKeyConstraint,
    Table,
    Text,
    TypedColumns,
)

from assessment.store.base import Code, Id, Json, Line, Moment, metadata


class OwnItemColumns(TypedColumns):
    """An own metric or practice. `owner` is the id of its client, or "all" where it is of every client."""

    workspace_id: Named[str] = Column(Id)
    owner: Named[str] = Column(Id)
    code: Named[str] = Column(Code)
    client_id: Named[str | None] = Column(Id)
    framework_id: Named[str] = Column(Code)
    kind: Named[str] = Column(Code)
    name: Named[str] = Column(Text)
    details: Named[Any] = Column(Json)
    retired_at: Named[datetime | None] = Column(Moment)
    updated_at: Named[datetime] = Column(Moment)
    updated_by: Named[str] = Column(Line)
    version: Named[int] = Column(Integer)


own_item = Table(
    "own_item",
    metadata,
    OwnItemColumns,
    PrimaryKeyConstraint("workspace_id", "owner", "code"),
    ForeignKeyConstraint(
        ["workspace_id", "client_id"], ["client.workspace_id", "client.id"], ondelete="CASCADE"
    ),
)


class OwnRatingColumns(TypedColumns):
    """What was said of an own practice in one assessment; no score is made of it."""

    workspace_id: Named[str] = Column(Id)
    assessment_id: Named[str] = Column(Id)
    code: Named[str] = Column(Code)
    client_id: Named[str] = Column(Id)
    answer: Named[str] = Column(Code)
    reason: Named[str] = Column(Text)
    note: Named[str] = Column(Text)
    updated_at: Named[datetime] = Column(Moment)
    updated_by: Named[str] = Column(Line)
    version: Named[int] = Column(Integer)


own_rating = Table(
    "own_rating",
    metadata,
    OwnRatingColumns,
    PrimaryKeyConstraint("workspace_id", "assessment_id", "code"),
    ForeignKeyConstraint(
        ["workspace_id", "assessment_id"], ["assessment.workspace_id", "assessment.id"], ondelete="CASCADE"
    ),
)
