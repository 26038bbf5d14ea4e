"""Service level agreements: their versions, who signed, what the customer needs, what was measured."""

from datetime import date, datetime
from fractions import Fraction
from typing import Any

from sqlalchemy import (
    Boolean,
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

from assessment.store.base import Code, Exact, Hash, Id, Json, Line, Moment, metadata


class SlaColumns(TypedColumns):
    """An agreement. `draft` is what is being worked on, None where the newest version stands as it is.

    `round` counts the rounds of the negotiation of the draft.
    """

    workspace_id: Named[str] = Column(Id)
    id: Named[str] = Column(Id)
    client_id: Named[str] = Column(Id)
    number: Named[int] = Column(Integer)
    title: Named[str] = Column(Line)
    service_id: Named[str] = Column(Id)
    customer_id: Named[str | None] = Column(Id)
    provider_id: Named[str | None] = Column(Id)
    stage: Named[str] = Column(Code)
    round: Named[int] = Column(Integer, server_default="1")
    draft: Named[Any | None] = Column(Json)
    cadence: Named[str] = Column(Code)
    ended_on: Named[date | None] = Column(Date)
    end_reason: Named[str] = Column(Text)
    updated_at: Named[datetime] = Column(Moment)
    updated_by: Named[str] = Column(Line)
    version: Named[int] = Column(Integer)


sla = Table(
    "sla",
    metadata,
    SlaColumns,
    PrimaryKeyConstraint("workspace_id", "id"),
    ForeignKeyConstraint(
        ["workspace_id", "client_id"], ["client.workspace_id", "client.id"], ondelete="CASCADE"
    ),
    UniqueConstraint("workspace_id", "client_id", "number"),
)


class SlaVersionColumns(TypedColumns):
    """An agreement as it was finalized. `hash` is of its content; after `valid_to` another version holds."""

    workspace_id: Named[str] = Column(Id)
    sla_id: Named[str] = Column(Id)
    number: Named[int] = Column(Integer)
    client_id: Named[str] = Column(Id)
    content: Named[Any] = Column(Json)
    hash: Named[str] = Column(Hash)
    valid_from: Named[date] = Column(Date)
    valid_to: Named[date | None] = Column(Date)
    frozen_at: Named[datetime] = Column(Moment)
    frozen_by: Named[str] = Column(Line)


sla_version = Table(
    "sla_version",
    metadata,
    SlaVersionColumns,
    PrimaryKeyConstraint("workspace_id", "sla_id", "number"),
    ForeignKeyConstraint(["workspace_id", "sla_id"], ["sla.workspace_id", "sla.id"], ondelete="CASCADE"),
)


class SlaSignatureColumns(TypedColumns):
    """Who signed which content, for which side; voided where the content changed afterwards."""

    workspace_id: Named[str] = Column(Id)
    id: Named[str] = Column(Id)
    client_id: Named[str] = Column(Id)
    sla_id: Named[str] = Column(Id)
    hash: Named[str] = Column(Hash)
    side: Named[str] = Column(Code)
    name: Named[str] = Column(Line)
    role: Named[str] = Column(Line)
    signed_at: Named[datetime] = Column(Moment)
    signed_by: Named[str] = Column(Line)
    voided_at: Named[datetime | None] = Column(Moment)


sla_signature = Table(
    "sla_signature",
    metadata,
    SlaSignatureColumns,
    PrimaryKeyConstraint("workspace_id", "id"),
    ForeignKeyConstraint(["workspace_id", "sla_id"], ["sla.workspace_id", "sla.id"], ondelete="CASCADE"),
    Index(None, "workspace_id", "sla_id"),
)


class SlaNeedColumns(TypedColumns):
    """Something the customer needs, and whether it can be met, cannot, or goes beyond."""

    workspace_id: Named[str] = Column(Id)
    id: Named[str] = Column(Id)
    client_id: Named[str] = Column(Id)
    sla_id: Named[str] = Column(Id)
    number: Named[int] = Column(Integer)
    text: Named[str] = Column(Text)
    verdict: Named[str] = Column(Code)
    reason: Named[str] = Column(Text)
    target_key: Named[str] = Column(Code)
    retired_at: Named[datetime | None] = Column(Moment)
    updated_at: Named[datetime] = Column(Moment)
    updated_by: Named[str] = Column(Line)
    version: Named[int] = Column(Integer)


sla_need = Table(
    "sla_need",
    metadata,
    SlaNeedColumns,
    PrimaryKeyConstraint("workspace_id", "id"),
    ForeignKeyConstraint(["workspace_id", "sla_id"], ["sla.workspace_id", "sla.id"], ondelete="CASCADE"),
    UniqueConstraint("workspace_id", "sla_id", "number"),
)


class SlaFigureColumns(TypedColumns):
    """What was measured by hand for a target in a period, where no reading or ticket gives it."""

    workspace_id: Named[str] = Column(Id)
    sla_id: Named[str] = Column(Id)
    target_key: Named[str] = Column(Code)
    period: Named[str] = Column(Code)
    client_id: Named[str] = Column(Id)
    cases: Named[int | None] = Column(Integer)
    met: Named[int | None] = Column(Integer)
    value: Named[Fraction | None] = Column(Exact)
    at_risk: Named[int | None] = Column(Integer)
    source: Named[str] = Column(Line)
    note: Named[str] = Column(Text)
    updated_at: Named[datetime] = Column(Moment)
    updated_by: Named[str] = Column(Line)
    version: Named[int] = Column(Integer)


sla_figure = Table(
    "sla_figure",
    metadata,
    SlaFigureColumns,
    PrimaryKeyConstraint("workspace_id", "sla_id", "target_key", "period"),
    ForeignKeyConstraint(["workspace_id", "sla_id"], ["sla.workspace_id", "sla.id"], ondelete="CASCADE"),
)


class SlaResultColumns(TypedColumns):
    """What came of a target in a period, as it was last worked out; a report keeps its own copy."""

    workspace_id: Named[str] = Column(Id)
    sla_id: Named[str] = Column(Id)
    target_key: Named[str] = Column(Code)
    period: Named[str] = Column(Code)
    client_id: Named[str] = Column(Id)
    version_number: Named[int] = Column(Integer)
    state: Named[str] = Column(Code)
    name: Named[str] = Column(Line)
    agreed: Named[Fraction | None] = Column(Exact)
    baseline: Named[Fraction | None] = Column(Exact)
    actual: Named[Fraction | None] = Column(Exact)
    variance: Named[Fraction | None] = Column(Exact)
    cases: Named[int | None] = Column(Integer)
    met: Named[int | None] = Column(Integer)
    at_risk: Named[int | None] = Column(Integer)
    low: Named[Fraction | None] = Column(Exact)
    high: Named[Fraction | None] = Column(Exact)
    reason: Named[str] = Column(Text)
    computed_at: Named[datetime] = Column(Moment)


sla_result = Table(
    "sla_result",
    metadata,
    SlaResultColumns,
    PrimaryKeyConstraint("workspace_id", "sla_id", "target_key", "period"),
    ForeignKeyConstraint(["workspace_id", "sla_id"], ["sla.workspace_id", "sla.id"], ondelete="CASCADE"),
    Index(None, "workspace_id", "client_id", "period"),
)


class SlaReportColumns(TypedColumns):
    """The report of a period as it was issued; it never changes, a correction is a report of its own."""

    workspace_id: Named[str] = Column(Id)
    id: Named[str] = Column(Id)
    client_id: Named[str] = Column(Id)
    sla_id: Named[str] = Column(Id)
    number: Named[int] = Column(Integer)
    version_number: Named[int] = Column(Integer)
    period: Named[str] = Column(Code)
    content: Named[Any] = Column(Json)
    issued_at: Named[datetime] = Column(Moment)
    issued_by: Named[str] = Column(Line)
    receivers: Named[Any] = Column(Json)
    note: Named[str] = Column(Text)


sla_report = Table(
    "sla_report",
    metadata,
    SlaReportColumns,
    PrimaryKeyConstraint("workspace_id", "id"),
    ForeignKeyConstraint(["workspace_id", "sla_id"], ["sla.workspace_id", "sla.id"], ondelete="CASCADE"),
    UniqueConstraint("workspace_id", "sla_id", "number"),
)


class OutageColumns(TypedColumns):
    """A time in which a service was not there. `planned` is maintenance that was announced."""

    workspace_id: Named[str] = Column(Id)
    id: Named[str] = Column(Id)
    client_id: Named[str] = Column(Id)
    service_id: Named[str] = Column(Id)
    starts_at: Named[datetime] = Column(Moment)
    ends_at: Named[datetime | None] = Column(Moment)
    planned: Named[bool] = Column(Boolean)
    reason: Named[str] = Column(Line)
    source: Named[str] = Column(Line)
    updated_at: Named[datetime] = Column(Moment)
    updated_by: Named[str] = Column(Line)
    version: Named[int] = Column(Integer)


outage = Table(
    "outage",
    metadata,
    OutageColumns,
    PrimaryKeyConstraint("workspace_id", "id"),
    ForeignKeyConstraint(
        ["workspace_id", "service_id"], ["service.workspace_id", "service.id"], ondelete="CASCADE"
    ),
    Index(None, "workspace_id", "client_id", "service_id", "starts_at"),
)
