"""The CSIP register: improvements beyond the contract."""

from datetime import date, datetime
from fractions import Fraction

from sqlalchemy import (
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

from assessment.store.base import Code, Exact, Id, Line, Moment, metadata


class CsipItemColumns(TypedColumns):
    """One improvement.

    `open_for` repeats the practice while the item is open, and nothing otherwise: its unique key keeps a
    plan item at no more than one open CSIP item. `state_before_hold` is where the item returns to.
    """

    workspace_id: Named[str] = Column(Id)
    id: Named[str] = Column(Id)
    client_id: Named[str] = Column(Id)
    number: Named[int] = Column(Integer)
    title: Named[str] = Column(Line)
    description: Named[str] = Column(Text)
    origin: Named[str] = Column(Code)
    assessment_id: Named[str | None] = Column(Id)
    practice_id: Named[str | None] = Column(Code)
    area_id: Named[str | None] = Column(Code)
    metric_id: Named[str | None] = Column(Code)
    open_for: Named[str | None] = Column(Code)
    service: Named[str] = Column(Line)
    party: Named[str] = Column(Line)
    level_from: Named[int | None] = Column(Integer)
    level_to: Named[int | None] = Column(Integer)
    cost_kind: Named[str] = Column(Code)
    cost_amount: Named[Fraction | None] = Column(Exact)
    cost_currency: Named[str] = Column(Code)
    cost_approval: Named[str] = Column(Code)
    owner: Named[str] = Column(Line)
    owner_side: Named[str] = Column(Code)
    raised_on: Named[date] = Column(Date)
    raised_by: Named[str] = Column(Line)
    due_on: Named[date | None] = Column(Date)
    wave: Named[int | None] = Column(Integer)
    effort: Named[int | None] = Column(Integer)
    because: Named[str] = Column(Text)
    expected_benefit: Named[str] = Column(Text)
    progress: Named[int] = Column(Integer)
    state: Named[str] = Column(Code)
    state_before_hold: Named[str | None] = Column(Code)
    look_again_on: Named[date | None] = Column(Date)
    verdict: Named[str | None] = Column(Code)
    updated_at: Named[datetime] = Column(Moment)
    version: Named[int] = Column(Integer)


csip_item = Table(
    "csip_item",
    metadata,
    CsipItemColumns,
    PrimaryKeyConstraint("workspace_id", "id"),
    ForeignKeyConstraint(
        ["workspace_id", "client_id"], ["client.workspace_id", "client.id"], ondelete="CASCADE"
    ),
    UniqueConstraint("workspace_id", "client_id", "number"),
    UniqueConstraint("workspace_id", "client_id", "open_for"),
    Index(None, "workspace_id", "client_id", "state"),
    Index(None, "workspace_id", "due_on"),
    Index(None, "workspace_id", "look_again_on"),
)
