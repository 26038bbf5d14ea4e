"""Ticket exports that were brought in, the tickets of each, and what a client agreed about counting them."""

from datetime import datetime
from fractions import Fraction
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
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

from assessment.store.base import Base64, Code, Exact, Hash, Id, Json, Line, Moment, metadata


class TicketImportColumns(TypedColumns):
    """One export on its way in, and what came of it.

    `found` is what the look into the file said, `settings` how it is to be read, `report` what was read.
    """

    workspace_id: Named[str] = Column(Id)
    id: Named[str] = Column(Id)
    client_id: Named[str] = Column(Id)
    name: Named[str] = Column(Line)
    size: Named[int] = Column(BigInteger)
    sha256: Named[str] = Column(Hash)
    keeps_file: Named[bool] = Column(Boolean)
    state: Named[str] = Column(Code)
    layout: Named[str] = Column(Code)
    settings: Named[Any] = Column(Json)
    found: Named[Any] = Column(Json)
    report: Named[Any] = Column(Json)
    problem: Named[str] = Column(Text)
    rows_done: Named[int] = Column(Integer)
    rows_all: Named[int] = Column(Integer)
    tickets: Named[int] = Column(Integer)
    made_at: Named[datetime] = Column(Moment)
    made_by: Named[str] = Column(Line)
    seen_at: Named[datetime] = Column(Moment)
    ended_at: Named[datetime | None] = Column(Moment)


ticket_import = Table(
    "ticket_import",
    metadata,
    TicketImportColumns,
    PrimaryKeyConstraint("workspace_id", "id"),
    ForeignKeyConstraint(
        ["workspace_id", "client_id"], ["client.workspace_id", "client.id"], ondelete="CASCADE"
    ),
    Index(None, "workspace_id", "state"),
    Index(None, "workspace_id", "client_id", "state"),
)


class TicketPieceColumns(TypedColumns):
    """A part of an uploaded export as base64, so that every process finds it and no long text is one row."""

    workspace_id: Named[str] = Column(Id)
    import_id: Named[str] = Column(Id)
    number: Named[int] = Column(Integer)
    content: Named[bytes] = Column(Base64)


ticket_piece = Table(
    "ticket_piece",
    metadata,
    TicketPieceColumns,
    PrimaryKeyConstraint("workspace_id", "import_id", "number"),
    ForeignKeyConstraint(
        ["workspace_id", "import_id"], ["ticket_import.workspace_id", "ticket_import.id"], ondelete="CASCADE"
    ),
)


class TicketColumns(TypedColumns):
    """A ticket as one export showed it; the columns are those of `domain.tickets.Ticket`."""

    workspace_id: Named[str] = Column(Id)
    import_id: Named[str] = Column(Id)
    number: Named[str] = Column(Text)
    type: Named[str] = Column(Text)
    state: Named[str] = Column(Text)
    priority: Named[str] = Column(Text)
    opened: Named[int | None] = Column(BigInteger)
    assigned: Named[int | None] = Column(BigInteger)
    responded: Named[int | None] = Column(BigInteger)
    resolved: Named[int | None] = Column(BigInteger)
    closed: Named[int | None] = Column(BigInteger)
    reopened: Named[int | None] = Column(Integer)
    reassigned: Named[int | None] = Column(Integer)
    group: Named[str] = Column(Text)
    first_group: Named[str] = Column(Text)
    groups: Named[Any] = Column(Json)
    contact: Named[str] = Column(Text)
    service: Named[str] = Column(Text)
    sla_name: Named[str] = Column(Text)
    target: Named[int | None] = Column(BigInteger)
    made_sla: Named[bool | None] = Column(Boolean)
    made_response: Named[bool | None] = Column(Boolean)
    hold: Named[int] = Column(BigInteger)
    article: Named[bool | None] = Column(Boolean)
    by_system: Named[bool | None] = Column(Boolean)
    one_touch: Named[bool | None] = Column(Boolean)
    parent: Named[str] = Column(Text)
    is_duplicate: Named[bool] = Column(Boolean)
    outage_start: Named[int | None] = Column(BigInteger)
    restored: Named[int | None] = Column(BigInteger)
    planned: Named[bool | None] = Column(Boolean)
    satisfaction: Named[Fraction | None] = Column(Exact)
    changed: Named[int | None] = Column(BigInteger)


ticket = Table(
    "ticket",
    metadata,
    TicketColumns,
    PrimaryKeyConstraint("workspace_id", "import_id", "number"),
    ForeignKeyConstraint(
        ["workspace_id", "import_id"], ["ticket_import.workspace_id", "ticket_import.id"], ondelete="CASCADE"
    ),
)


class TicketMappingColumns(TypedColumns):
    """How the exports of one tool are read for a client, as it was settled the last time."""

    workspace_id: Named[str] = Column(Id)
    client_id: Named[str] = Column(Id)
    layout: Named[str] = Column(Code)
    settings: Named[Any] = Column(Json)
    updated_at: Named[datetime] = Column(Moment)
    updated_by: Named[str] = Column(Line)
    version: Named[int] = Column(Integer)


ticket_mapping = Table(
    "ticket_mapping",
    metadata,
    TicketMappingColumns,
    PrimaryKeyConstraint("workspace_id", "client_id", "layout"),
    ForeignKeyConstraint(
        ["workspace_id", "client_id"], ["client.workspace_id", "client.id"], ondelete="CASCADE"
    ),
)


class CalendarColumns(TypedColumns):
    """Working hours of a client: by weekday, with holidays and a time zone."""

    workspace_id: Named[str] = Column(Id)
    id: Named[str] = Column(Id)
    client_id: Named[str] = Column(Id)
    name: Named[str] = Column(Line)
    zone: Named[str] = Column(Line)
    week: Named[Any] = Column(Json)
    holidays: Named[Any] = Column(Json)
    updated_at: Named[datetime] = Column(Moment)
    updated_by: Named[str] = Column(Line)
    version: Named[int] = Column(Integer)


calendar = Table(
    "calendar",
    metadata,
    CalendarColumns,
    PrimaryKeyConstraint("workspace_id", "id"),
    ForeignKeyConstraint(
        ["workspace_id", "client_id"], ["client.workspace_id", "client.id"], ondelete="CASCADE"
    ),
    Index(None, "workspace_id", "client_id"),
)


class TicketRulesColumns(TypedColumns):
    """What a client agreed about its tickets: calendar, desk groups, defined routes, targets."""

    workspace_id: Named[str] = Column(Id)
    client_id: Named[str] = Column(Id)
    calendar_id: Named[str] = Column(Id)
    zone: Named[str] = Column(Line)
    desk_groups: Named[Any] = Column(Json)
    routes: Named[Any] = Column(Json)
    targets: Named[Any] = Column(Json)
    updated_at: Named[datetime] = Column(Moment)
    updated_by: Named[str] = Column(Line)
    version: Named[int] = Column(Integer)


ticket_rules = Table(
    "ticket_rules",
    metadata,
    TicketRulesColumns,
    PrimaryKeyConstraint("workspace_id", "client_id"),
    ForeignKeyConstraint(
        ["workspace_id", "client_id"], ["client.workspace_id", "client.id"], ondelete="CASCADE"
    ),
)


class TicketCountColumns(TypedColumns):
    """The figures that all tickets of a client gave when they were counted last.

    `wanted` grows whenever they have to be counted again, and `counted` is what it was at the last count.
    """

    workspace_id: Named[str] = Column(Id)
    client_id: Named[str] = Column(Id)
    wanted: Named[int] = Column(Integer)
    wanted_by: Named[str] = Column(Line)
    counted: Named[int] = Column(Integer)
    counted_at: Named[datetime | None] = Column(Moment)
    report: Named[Any] = Column(Json)


ticket_count = Table(
    "ticket_count",
    metadata,
    TicketCountColumns,
    PrimaryKeyConstraint("workspace_id", "client_id"),
    ForeignKeyConstraint(
        ["workspace_id", "client_id"], ["client.workspace_id", "client.id"], ondelete="CASCADE"
    ),
)
