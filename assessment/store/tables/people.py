"""People with an account, the clients they are assigned to, their sessions, links and failed tries."""

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
    UniqueConstraint,
)

from assessment.store.base import Code, Hash, Id, Line, Moment, metadata


class PersonColumns(TypedColumns):
    """Somebody with an account. `code_secret` is the key of the second factor, `code_step` the last one used.

    `email` is kept in small letters; `outside_id` is who an outside sign-in says that this is.
    """

    workspace_id: Named[str] = Column(Id)
    id: Named[str] = Column(Id)
    email: Named[str] = Column(Line)
    name: Named[str] = Column(Line)
    role: Named[str] = Column(Code)
    password: Named[str | None] = Column(Line)
    code_secret: Named[str | None] = Column(Line)
    code_step: Named[int] = Column(Integer)
    outside_id: Named[str | None] = Column(Line)
    created_at: Named[datetime] = Column(Moment)
    off_at: Named[datetime | None] = Column(Moment)
    version: Named[int] = Column(Integer)


person = Table(
    "person",
    metadata,
    PersonColumns,
    PrimaryKeyConstraint("workspace_id", "id"),
    ForeignKeyConstraint(["workspace_id"], ["workspace.id"]),
    UniqueConstraint("workspace_id", "email"),
)


def _of_person() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["workspace_id", "person_id"], ["person.workspace_id", "person.id"], ondelete="CASCADE"
    )


class AssignmentColumns(TypedColumns):
    """That a person works with a client, or belongs to it."""

    workspace_id: Named[str] = Column(Id)
    client_id: Named[str] = Column(Id)
    person_id: Named[str] = Column(Id)


assignment = Table(
    "assignment",
    metadata,
    AssignmentColumns,
    PrimaryKeyConstraint("workspace_id", "client_id", "person_id"),
    ForeignKeyConstraint(
        ["workspace_id", "client_id"], ["client.workspace_id", "client.id"], ondelete="CASCADE"
    ),
    _of_person(),
    Index(None, "workspace_id", "person_id", "client_id"),
)


class SessionColumns(TypedColumns):
    """A browser that is signed in. `id` is the hash of what its cookie holds."""

    workspace_id: Named[str] = Column(Id)
    id: Named[str] = Column(Hash)
    person_id: Named[str] = Column(Id)
    browser: Named[str] = Column(Line)
    created_at: Named[datetime] = Column(Moment)
    seen_at: Named[datetime] = Column(Moment)
    ends_at: Named[datetime] = Column(Moment)


session = Table(
    "session",
    metadata,
    SessionColumns,
    PrimaryKeyConstraint("workspace_id", "id"),
    _of_person(),
    Index(None, "workspace_id", "person_id"),
)


class LinkColumns(TypedColumns):
    """A link that works once: an invitation, or a new password. `id` is the hash of its end."""

    workspace_id: Named[str] = Column(Id)
    id: Named[str] = Column(Hash)
    person_id: Named[str] = Column(Id)
    kind: Named[str] = Column(Code)
    ends_at: Named[datetime] = Column(Moment)


link = Table(
    "link",
    metadata,
    LinkColumns,
    PrimaryKeyConstraint("workspace_id", "id"),
    _of_person(),
    Index(None, "workspace_id", "person_id"),
)


class FailureColumns(TypedColumns):
    """How often a sign-in failed within a window of time. `key` is a hash of who tried from where."""

    workspace_id: Named[str] = Column(Id)
    key: Named[str] = Column(Hash)
    since: Named[datetime] = Column(Moment)
    count: Named[int] = Column(Integer)


failure = Table("failure", metadata, FailureColumns, PrimaryKeyConstraint("workspace_id", "key"))
