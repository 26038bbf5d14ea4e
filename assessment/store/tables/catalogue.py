"""The services of a client, the parties that provide, use or supply them, and their contracts."""

from datetime import date, datetime
from fractions import Fraction
from typing import Any

from sqlalchemy import (
    Column,
    Date,
    ForeignKeyConstraint,
    Integer,
    Named,
    PrimaryKeyConstraint,
    Table,
    Text,
    TypedColumns,
    UniqueConstraint,
)

from assessment.store.base import Code, Exact, Id, Json, Line, Moment, metadata


class PartyColumns(TypedColumns):
    """A provider, the customer or a supplier. `manager` answers for it, `mode` is how it is reviewed."""

    workspace_id: Named[str] = Column(Id)
    id: Named[str] = Column(Id)
    client_id: Named[str] = Column(Id)
    number: Named[int] = Column(Integer)
    name: Named[str] = Column(Line)
    role: Named[str] = Column(Code)
    kind: Named[str] = Column(Code)
    manager: Named[str] = Column(Line)
    contact: Named[str] = Column(Line)
    mode: Named[str] = Column(Code)
    note: Named[str] = Column(Text)
    retired_at: Named[datetime | None] = Column(Moment)
    updated_at: Named[datetime] = Column(Moment)
    updated_by: Named[str] = Column(Line)
    version: Named[int] = Column(Integer)


party = Table(
    "party",
    metadata,
    PartyColumns,
    PrimaryKeyConstraint("workspace_id", "id"),
    ForeignKeyConstraint(
        ["workspace_id", "client_id"], ["client.workspace_id", "client.id"], ondelete="CASCADE"
    ),
    UniqueConstraint("workspace_id", "client_id", "number"),
)


class ServiceColumns(TypedColumns):
    """Something that a client gets. `supplier_id` is the party behind the provider, where there is one."""

    workspace_id: Named[str] = Column(Id)
    id: Named[str] = Column(Id)
    client_id: Named[str] = Column(Id)
    number: Named[int] = Column(Integer)
    name: Named[str] = Column(Line)
    description: Named[str] = Column(Text)
    provider_id: Named[str | None] = Column(Id)
    supplier_id: Named[str | None] = Column(Id)
    calendar_id: Named[str | None] = Column(Id)
    owner: Named[str] = Column(Line)
    retired_at: Named[datetime | None] = Column(Moment)
    updated_at: Named[datetime] = Column(Moment)
    updated_by: Named[str] = Column(Line)
    version: Named[int] = Column(Integer)


service = Table(
    "service",
    metadata,
    ServiceColumns,
    PrimaryKeyConstraint("workspace_id", "id"),
    ForeignKeyConstraint(
        ["workspace_id", "client_id"], ["client.workspace_id", "client.id"], ondelete="CASCADE"
    ),
    UniqueConstraint("workspace_id", "client_id", "number"),
)


class ContractColumns(TypedColumns):
    """What was signed with a party. `services` are the ids of the services it is about."""

    workspace_id: Named[str] = Column(Id)
    id: Named[str] = Column(Id)
    client_id: Named[str] = Column(Id)
    number: Named[int] = Column(Integer)
    party_id: Named[str] = Column(Id)
    title: Named[str] = Column(Line)
    starts_on: Named[date] = Column(Date)
    ends_on: Named[date | None] = Column(Date)
    renewal: Named[str] = Column(Code)
    notice_days: Named[int | None] = Column(Integer)
    value: Named[Fraction | None] = Column(Exact)
    currency: Named[str] = Column(Code)
    value_per: Named[str] = Column(Code)
    services: Named[Any] = Column(Json)
    note: Named[str] = Column(Text)
    retired_at: Named[datetime | None] = Column(Moment)
    updated_at: Named[datetime] = Column(Moment)
    updated_by: Named[str] = Column(Line)
    version: Named[int] = Column(Integer)


contract = Table(
    "contract",
    metadata,
    ContractColumns,
    PrimaryKeyConstraint("workspace_id", "id"),
    ForeignKeyConstraint(
        ["workspace_id", "client_id"], ["client.workspace_id", "client.id"], ondelete="CASCADE"
    ),
    UniqueConstraint("workspace_id", "client_id", "number"),
)
