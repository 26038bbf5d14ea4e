"""The CSIP register: improvements beyond the contract."""

from datetime import date, datetime
from fractions import Fraction
from typing import Any

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

from assessment.store.base import Code, Exact, Id, Json, Line, Moment, metadata


class CsipItemColumns(TypedColumns):
    """One improvement.

    `open_for` repeats the practice while the item is open, and nothing otherwise: its unique key keeps a
    plan item at no more than one open CSIP item. `state_before_hold` is where the item returns to. `also`
    has what else the item is about: lists of practices, areas and metrics. `moved_from` is the number that
    it had in the other register.
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
    also: Named[Any] = Column(Json)
    service_id: Named[str | None] = Column(Id)
    party_id: Named[str | None] = Column(Id)
    sla_id: Named[str | None] = Column(Id)
    sla_target: Named[str | None] = Column(Code)
    goal_id: Named[str | None] = Column(Id)
    size: Named[str] = Column(Code)
    timescale: Named[str] = Column(Code)
    justification: Named[str] = Column(Text)
    priority: Named[str] = Column(Code)
    level_from: Named[int | None] = Column(Integer)
    level_to: Named[int | None] = Column(Integer)
    cost_kind: Named[str] = Column(Code)
    cost_amount: Named[Fraction | None] = Column(Exact)
    cost_currency: Named[str] = Column(Code)
    cost_approval: Named[str] = Column(Code)
    owner: Named[str] = Column(Line)
    owner_side: Named[str] = Column(Code)
    other_owner: Named[str] = Column(Line)
    budget_year: Named[int | None] = Column(Integer)
    raised_on: Named[date] = Column(Date)
    raised_by: Named[str] = Column(Line)
    due_on: Named[date | None] = Column(Date)
    wave: Named[int | None] = Column(Integer)
    effort: Named[int | None] = Column(Integer)
    because: Named[str] = Column(Text)
    expected_benefit: Named[str] = Column(Text)
    value_kind: Named[str] = Column(Code)
    baseline: Named[Fraction | None] = Column(Exact)
    baseline_on: Named[date | None] = Column(Date)
    target: Named[Fraction | None] = Column(Exact)
    target_on: Named[date | None] = Column(Date)
    started_on: Named[date | None] = Column(Date)
    implemented_on: Named[date | None] = Column(Date)
    check_every_months: Named[int | None] = Column(Integer)
    next_check_on: Named[date | None] = Column(Date)
    closing_note: Named[str] = Column(Text)
    lessons: Named[str] = Column(Text)
    moved_from: Named[str] = Column(Code)
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
    Index(None, "workspace_id", "next_check_on"),
)


class CsipActualColumns(TypedColumns):
    """What was measured after implementation, from `period_from` up to but not with `period_to`.

    A look without a figure has no value, and its note says what was seen.
    """

    workspace_id: Named[str] = Column(Id)
    id: Named[str] = Column(Id)
    client_id: Named[str] = Column(Id)
    item_id: Named[str] = Column(Id)
    period_from: Named[date] = Column(Date)
    period_to: Named[date] = Column(Date)
    value: Named[Fraction | None] = Column(Exact)
    note: Named[str] = Column(Text)
    made_at: Named[datetime] = Column(Moment)
    made_by: Named[str] = Column(Line)
    withdrawn_at: Named[datetime | None] = Column(Moment)


csip_actual = Table(
    "csip_actual",
    metadata,
    CsipActualColumns,
    PrimaryKeyConstraint("workspace_id", "id"),
    ForeignKeyConstraint(
        ["workspace_id", "item_id"], ["csip_item.workspace_id", "csip_item.id"], ondelete="CASCADE"
    ),
    Index(None, "workspace_id", "item_id", "period_from"),
)


class CsipDecisionColumns(TypedColumns):
    """What was decided about an item, by whom and in which review; one taken back keeps its row."""

    workspace_id: Named[str] = Column(Id)
    id: Named[str] = Column(Id)
    client_id: Named[str] = Column(Id)
    item_id: Named[str] = Column(Id)
    review_id: Named[str | None] = Column(Id)
    decision: Named[str] = Column(Code)
    reason: Named[str] = Column(Text)
    decided_on: Named[date] = Column(Date)
    deciders: Named[Any] = Column(Json)
    look_again_on: Named[date | None] = Column(Date)
    verdict: Named[str | None] = Column(Code)
    before: Named[str] = Column(Code)
    after: Named[str] = Column(Code)
    made_at: Named[datetime] = Column(Moment)
    made_by: Named[str] = Column(Line)
    undone_at: Named[datetime | None] = Column(Moment)


csip_decision = Table(
    "csip_decision",
    metadata,
    CsipDecisionColumns,
    PrimaryKeyConstraint("workspace_id", "id"),
    ForeignKeyConstraint(
        ["workspace_id", "item_id"], ["csip_item.workspace_id", "csip_item.id"], ondelete="CASCADE"
    ),
    Index(None, "workspace_id", "client_id", "item_id"),
    Index(None, "workspace_id", "review_id"),
)
