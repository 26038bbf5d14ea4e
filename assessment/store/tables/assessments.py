"""Assessments and the answers in them."""

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

from assessment.store.base import Code, Exact, Hash, Id, Json, Line, Moment, Slug, metadata
from assessment.store.cards import Card


class AssessmentColumns(TypedColumns):
    """One assessment. `scores` and `overall` are written in the transaction of every answer.

    `revision` counts those writes, `version` the changes of the assessment itself.
    """

    workspace_id: Named[str] = Column(Id)
    id: Named[str] = Column(Id)
    client_id: Named[str] = Column(Id)
    slug: Named[str] = Column(Slug)
    title: Named[str] = Column(Line)
    held_on: Named[date] = Column(Date)
    scope: Named[str] = Column(Text)
    method: Named[str] = Column(Code)
    options: Named[Any | None] = Column(Json)
    framework_id: Named[str] = Column(Code)
    framework_version: Named[str] = Column(Code)
    framework_hash: Named[str] = Column(Hash)
    state: Named[str] = Column(Code)
    closed_at: Named[datetime | None] = Column(Moment)
    baseline_id: Named[str | None] = Column(Id)
    headline: Named[str] = Column(Line)
    scores: Named[Any | None] = Column(Card)
    overall: Named[float | None] = Column(Float)
    revision: Named[int] = Column(Integer)
    created_at: Named[datetime] = Column(Moment)
    updated_at: Named[datetime] = Column(Moment)
    version: Named[int] = Column(Integer)


assessment = Table(
    "assessment",
    metadata,
    AssessmentColumns,
    PrimaryKeyConstraint("workspace_id", "id"),
    ForeignKeyConstraint(
        ["workspace_id", "client_id"], ["client.workspace_id", "client.id"], ondelete="CASCADE"
    ),
    ForeignKeyConstraint(
        ["workspace_id", "framework_hash"],
        ["framework_edition.workspace_id", "framework_edition.hash"],
    ),
    UniqueConstraint("workspace_id", "client_id", "slug"),
    Index(None, "workspace_id", "client_id", "held_on"),
)


class RatingColumns(TypedColumns):
    """What is known of one practice. `version` counts its changes and guards against overwriting."""

    workspace_id: Named[str] = Column(Id)
    assessment_id: Named[str] = Column(Id)
    practice_id: Named[str] = Column(Code)
    client_id: Named[str] = Column(Id)
    area_id: Named[str] = Column(Code)
    consensus: Named[str | None] = Column(Code)
    votes: Named[Any | None] = Column(Json)
    agreed: Named[bool] = Column(Boolean)
    bulk: Named[bool] = Column(Boolean)
    note: Named[str] = Column(Text)
    reason: Named[str] = Column(Text)
    evidence: Named[Any | None] = Column(Json)
    updated_at: Named[datetime] = Column(Moment)
    updated_by: Named[str] = Column(Line)
    version: Named[int] = Column(Integer)


def _of_assessment() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["workspace_id", "assessment_id"], ["assessment.workspace_id", "assessment.id"], ondelete="CASCADE"
    )


rating = Table(
    "rating",
    metadata,
    RatingColumns,
    PrimaryKeyConstraint("workspace_id", "assessment_id", "practice_id"),
    _of_assessment(),
)


class AreaAnswerColumns(TypedColumns):
    """What is known of one area besides its practices; `done` is the mark people set on the task list."""

    workspace_id: Named[str] = Column(Id)
    assessment_id: Named[str] = Column(Id)
    area_id: Named[str] = Column(Code)
    client_id: Named[str] = Column(Id)
    placing: Named[Fraction | None] = Column(Exact)
    target: Named[Fraction | None] = Column(Exact)
    importance: Named[Fraction | None] = Column(Exact)
    votes: Named[Any | None] = Column(Json)
    note: Named[str] = Column(Text)
    done: Named[bool] = Column(Boolean)
    updated_at: Named[datetime] = Column(Moment)
    updated_by: Named[str] = Column(Line)
    version: Named[int] = Column(Integer)


area_answer = Table(
    "area_answer",
    metadata,
    AreaAnswerColumns,
    PrimaryKeyConstraint("workspace_id", "assessment_id", "area_id"),
    _of_assessment(),
)


class OutcomeAnswerColumns(TypedColumns):
    """Whether an outcome is seen; never part of the score."""

    workspace_id: Named[str] = Column(Id)
    assessment_id: Named[str] = Column(Id)
    outcome_id: Named[str] = Column(Code)
    client_id: Named[str] = Column(Id)
    area_id: Named[str] = Column(Code)
    seen: Named[str] = Column(Code)
    note: Named[str] = Column(Text)
    updated_at: Named[datetime] = Column(Moment)
    updated_by: Named[str] = Column(Line)
    version: Named[int] = Column(Integer)


outcome_answer = Table(
    "outcome_answer",
    metadata,
    OutcomeAnswerColumns,
    PrimaryKeyConstraint("workspace_id", "assessment_id", "outcome_id"),
    _of_assessment(),
)
