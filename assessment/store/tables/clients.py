"""Workspaces, their clients, the framework editions they use, and what happened."""

from datetime import date, datetime
from fractions import Fraction
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Date,
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
    """A consultancy: the outermost scope of every row. People type `slug` where there is more than one."""

    id: Named[str] = Column(Id, primary_key=True)
    slug: Named[str] = Column(Slug)
    name: Named[str] = Column(Line)
    created_at: Named[datetime] = Column(Moment)


workspace = Table("workspace", metadata, WorkspaceColumns, UniqueConstraint("slug"))


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
    """A client. `summary`, `overall`, `held_on`, `edition` and `marks` repeat its latest assessment.

    They are there so that lists never recompute; `marks` has one letter for each practice of the edition.

    `shares` is its consent to be one of the peers that others are compared with, without its name. A client
    with `deleted_at` lies in the bin.
    """

    workspace_id: Named[str] = Column(Id)
    id: Named[str] = Column(Id)
    slug: Named[str] = Column(Slug)
    name: Named[str] = Column(Line)
    sector: Named[str] = Column(Line)
    size: Named[str] = Column(Code)
    region: Named[str] = Column(Line)
    tags: Named[Any | None] = Column(Json)
    shares: Named[bool] = Column(Boolean)
    language: Named[str] = Column(Code)
    note: Named[str] = Column(Text)
    is_sample: Named[bool] = Column(Boolean)
    created_at: Named[datetime] = Column(Moment)
    archived_at: Named[datetime | None] = Column(Moment)
    deleted_at: Named[datetime | None] = Column(Moment)
    latest_id: Named[str | None] = Column(Id)
    overall: Named[float | None] = Column(Float)
    gap: Named[float | None] = Column(Float)
    change: Named[float | None] = Column(Float)
    previous: Named[Fraction | None] = Column(Exact)
    summary: Named[Any | None] = Column(SharedJson)
    held_on: Named[date | None] = Column(Date)
    edition: Named[str] = Column(Hash)
    marks: Named[str] = Column(Text)
    version: Named[int] = Column(Integer)


client = Table(
    "client",
    metadata,
    ClientColumns,
    PrimaryKeyConstraint("workspace_id", "id"),
    ForeignKeyConstraint(["workspace_id"], ["workspace.id"]),
    UniqueConstraint("workspace_id", "slug"),
    Index("ix_client_by_overall", "workspace_id", "deleted_at", "archived_at", "overall", "name", "id"),
    Index("ix_client_by_name", "workspace_id", "deleted_at", "archived_at", "name", "id"),
    Index(None, "workspace_id", "deleted_at", "sector"),
    Index(None, "workspace_id", "deleted_at", "region"),
    Index(None, "workspace_id", "held_on"),
    Index(None, "workspace_id", "shares", "edition"),
)


class EventColumns(TypedColumns):
    """Something that happened, never changed or deleted afterwards. `subject` names the row it is about.

    It points at no other row, because it outlives the client and the person. `client_id` is empty for what
    concerns the workspace itself; `via` is the kind of program from which the change came.
    """

    workspace_id: Named[str] = Column(Id)
    id: Named[str] = Column(Id)
    client_id: Named[str] = Column(Id)
    assessment_id: Named[str | None] = Column(Id)
    subject: Named[str] = Column(Line)
    kind: Named[str] = Column(Code)
    at: Named[datetime] = Column(Moment)
    actor: Named[str] = Column(Line)
    person_id: Named[str] = Column(Id)
    via: Named[str] = Column(Code)
    data: Named[Any | None] = Column(Json)


event = Table(
    "event",
    metadata,
    EventColumns,
    PrimaryKeyConstraint("workspace_id", "id"),
    ForeignKeyConstraint(["workspace_id"], ["workspace.id"]),
    Index(None, "workspace_id", "client_id", "subject", "id"),
    Index(None, "workspace_id", "client_id", "id"),
)


class ClientTagColumns(TypedColumns):
    """A word that a client was given; the client's own row repeats its tags."""

    workspace_id: Named[str] = Column(Id)
    client_id: Named[str] = Column(Id)
    tag: Named[str] = Column(Line)


client_tag = Table(
    "client_tag",
    metadata,
    ClientTagColumns,
    PrimaryKeyConstraint("workspace_id", "client_id", "tag"),
    ForeignKeyConstraint(
        ["workspace_id", "client_id"], ["client.workspace_id", "client.id"], ondelete="CASCADE"
    ),
    Index(None, "workspace_id", "tag", "client_id"),
)
