"""Files that were uploaded and wait to be imported."""

from datetime import datetime

from sqlalchemy import Column, ForeignKeyConstraint, Named, PrimaryKeyConstraint, Table, TypedColumns

from assessment.store.base import Base64, Id, Line, Moment, metadata


class UploadColumns(TypedColumns):
    """A file as base64, kept where every process finds it, from the look into it to its import."""

    workspace_id: Named[str] = Column(Id)
    id: Named[str] = Column(Id)
    content: Named[bytes] = Column(Base64)
    made_at: Named[datetime] = Column(Moment)
    made_by: Named[str] = Column(Line)


upload = Table(
    "upload",
    metadata,
    UploadColumns,
    PrimaryKeyConstraint("workspace_id", "id"),
    ForeignKeyConstraint(["workspace_id"], ["workspace.id"]),
)
