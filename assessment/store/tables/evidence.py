"""Files that clients showed as evidence."""

from datetime import datetime

from sqlalchemy import (
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    Named,
    PrimaryKeyConstraint,
    Table,
    TypedColumns,
)

from assessment.store.base import Base64, Hash, Id, Line, Moment, metadata


class EvidenceFileColumns(TypedColumns):
    """The content of a file as base64, once for each client; its name is kept with the evidence.

    `unnamed_since` is the moment since which some evidence that named it does not any more.
    """

    workspace_id: Named[str] = Column(Id)
    client_id: Named[str] = Column(Id)
    hash: Named[str] = Column(Hash)
    size: Named[int] = Column(Integer)
    media_type: Named[str] = Column(Line)
    content: Named[bytes] = Column(Base64)
    added_at: Named[datetime] = Column(Moment)
    added_by: Named[str] = Column(Line)
    unnamed_since: Named[datetime | None] = Column(Moment)


evidence_file = Table(
    "evidence_file",
    metadata,
    EvidenceFileColumns,
    PrimaryKeyConstraint("workspace_id", "client_id", "hash"),
    ForeignKeyConstraint(
        ["workspace_id", "client_id"], ["client.workspace_id", "client.id"], ondelete="CASCADE"
    ),
    Index(None, "workspace_id", "unnamed_since"),
)
