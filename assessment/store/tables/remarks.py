"""Comments and attached files of items of any register; `subject` names the item, such as csip:ID."""

from datetime import datetime

from sqlalchemy import (
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    Named,
    PrimaryKeyConstraint,
    Table,
    Text,
    TypedColumns,
)

from assessment.store.base import Code, Hash, Id, Line, Moment, metadata


class RemarkColumns(TypedColumns):
    """A comment. One that was changed keeps its older texts in the history."""

    workspace_id: Named[str] = Column(Id)
    id: Named[str] = Column(Id)
    client_id: Named[str] = Column(Id)
    subject: Named[str] = Column(Line)
    text: Named[str] = Column(Text)
    side: Named[str] = Column(Code)
    made_at: Named[datetime] = Column(Moment)
    made_by: Named[str] = Column(Line)
    person_id: Named[str] = Column(Id)
    edited_at: Named[datetime | None] = Column(Moment)
    deleted_at: Named[datetime | None] = Column(Moment)
    version: Named[int] = Column(Integer)


remark = Table(
    "remark",
    metadata,
    RemarkColumns,
    PrimaryKeyConstraint("workspace_id", "id"),
    ForeignKeyConstraint(
        ["workspace_id", "client_id"], ["client.workspace_id", "client.id"], ondelete="CASCADE"
    ),
    Index(None, "workspace_id", "client_id", "subject"),
)


class AttachmentColumns(TypedColumns):
    """A file kept with an item; its content is an evidence file of the same hash."""

    workspace_id: Named[str] = Column(Id)
    id: Named[str] = Column(Id)
    client_id: Named[str] = Column(Id)
    subject: Named[str] = Column(Line)
    hash: Named[str] = Column(Hash)
    name: Named[str] = Column(Line)
    made_at: Named[datetime] = Column(Moment)
    made_by: Named[str] = Column(Line)
    deleted_at: Named[datetime | None] = Column(Moment)


attachment = Table(
    "attachment",
    metadata,
    AttachmentColumns,
    PrimaryKeyConstraint("workspace_id", "id"),
    ForeignKeyConstraint(
        ["workspace_id", "client_id"], ["client.workspace_id", "client.id"], ondelete="CASCADE"
    ),
    Index(None, "workspace_id", "client_id", "subject"),
    Index(None, "workspace_id", "client_id", "hash"),
)


class ShareLinkColumns(TypedColumns):
    """A link for somebody without an account: to read an agreement or minutes, or a calendar."""

    workspace_id: Named[str] = Column(Id)
    id: Named[str] = Column(Id)
    client_id: Named[str] = Column(Id)
    kind: Named[str] = Column(Code)
    subject: Named[str] = Column(Line)
    name: Named[str] = Column(Line)
    made_at: Named[datetime] = Column(Moment)
    made_by: Named[str] = Column(Line)
    ends_at: Named[datetime | None] = Column(Moment)
    ended_at: Named[datetime | None] = Column(Moment)
    seen_at: Named[datetime | None] = Column(Moment)


share_link = Table(
    "share_link",
    metadata,
    ShareLinkColumns,
    PrimaryKeyConstraint("workspace_id", "id"),
    ForeignKeyConstraint(
        ["workspace_id", "client_id"], ["client.workspace_id", "client.id"], ondelete="CASCADE"
    ),
    Index(None, "workspace_id", "client_id", "kind", "subject"),
)
