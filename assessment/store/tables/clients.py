"""Workspaces, their clients, the framework editions they use, and what happened."""

from datetime import datetime
from fractions import Fraction
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Float,
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

from assessment.store.base import Code, Exact, Hash, Id, Json, Line, Moment, SharedJson, Slug, metadata


class WorkspaceColumns(TypedColumns):
    """A consultancy: the outermost scope of every row."""

    id: Named[str] = Column(Id, primary_key=True)
    name: Named[str] = Column(Line)
    created_at: Named[datetime] = Column(Moment)


workspace = Table("workspace", metadata, WorkspaceColumns)


class FrameworkEditionColumns(TypedColumns):
    """The text of a framework as assessments used it, kept once per workspace and hash."""

    workspace_id: Named[str] = Column(Id)
    hash: Named[str] = Column(Hash)
    framework_id: Named[str] = Column(Code)
    version: Named[str] = Column(Code)
    text: Named[str] = Column(Text)
    stored_at: Named[datetime] = Column(Moment)


framework_edition = Table(
    "framework_edition",
    metadata,
    FrameworkEditionColumns,
    PrimaryKeyConstraint("workspace_id", "hash"),
    ForeignKeyConstraint(["workspace_id"], ["workspace.id"]),
)


class ClientColumns(TypedColumns):
    """A client. `summary` and `overall` repeat its latest assessment, so that lists never recompute."""

    workspace_id: Named[str] = Column(Id)
    id: Named[str] = Column(Id)
    slug: Named[str] = Column(Slug)
    name: Named[str] = Column(Line)
    sector: Named[str] = Column(Line)
    language: Named[str] = Column(Code)
    note: Named[str] = Column(Text)
    is_sample: Named[bool] = Column(Boolean)
    created_at: Named[datetime] = Column(Moment)
    archived_at: Named[datetime | None] = Column(Moment)
    latest_id: Named[str | None] = Column(Id)
    overall: Named[float | None] = Column(Float)
    gap: Named[float | None] = Column(Float)
    change: Named[float | None] = Column(Float)
    previous: Named[Fraction | None] = Column(Exact)
    summary: Named[Any | None] = Column(SharedJson)
    version: Named[int] = Column(Integer)


client = Table(
    "client",
    metadata,
    ClientColumns,
    PrimaryKeyConstraint("workspace_id", "id"),
    ForeignKeyConstraint(["workspace_id"], ["workspace.id"]),
    UniqueConstraint("workspace_id", "slug"),
    Index(None, "workspace_id", "archived_at", "overall"),
    Index(None, "workspace_id", "archived_at", "name"),
    Index(None, "workspace_id", "sector"),
)


class EventColumns(TypedColumns):
    """Something that happened, never changed afterwards. `subject` names the row it is about."""

    workspace_id: Named[str] = Column(Id)
    id: Named[str] = Column(Id)
    client_id: Named[str] = Column(Id)
    assessment_id: Named[str | None] = Column(Id)
    subject: Named[str] = Column(Line)
    kind: Named[str] = Column(Code)
    at: Named[datetime] = Column(Moment)
    actor: Named[str] = Column(Line)
    data: Named[Any | None] = Column(Json)


event = Table(
    "event",
    metadata,
    EventColumns,
    PrimaryKeyConstraint("workspace_id", "id"),
    ForeignKeyConstraint(
        ["workspace_id", "client_id"], ["client.workspace_id", "client.id"], ondelete="CASCADE"
    ),
    Index(None, "workspace_id", "client_id", "subject", "id"),
)
