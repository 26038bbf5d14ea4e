"""Live workshops: the session of an assessment, the seats in it, its rounds and their votes."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
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
    UniqueConstraint,
)

from assessment.store.base import Code, Id, Json, Line, Moment, metadata


class WorkshopColumns(TypedColumns):
    """A workshop. `code` is what people type to join; nobody joins while the door is closed.

    `current_round_id` is the round on every screen, `areas` the agenda (None: all areas in order). A survey
    takes answers to all its questions until `survey_until` or until somebody closes it. The seat of a
    facilitator who votes too is `facilitator_seat_id`.
    """

    workspace_id: Named[str] = Column(Id)
    id: Named[str] = Column(Id)
    client_id: Named[str] = Column(Id)
    assessment_id: Named[str] = Column(Id)
    code: Named[str] = Column(Code)
    is_named: Named[bool] = Column(Boolean)
    door_open: Named[bool] = Column(Boolean)
    created_at: Named[datetime] = Column(Moment)
    expires_at: Named[datetime] = Column(Moment)
    ended_at: Named[datetime | None] = Column(Moment)
    current_round_id: Named[str | None] = Column(Id)
    areas: Named[Any | None] = Column(Json)
    timer_seconds: Named[int] = Column(Integer)
    keeps_names: Named[bool] = Column(Boolean)
    survey_until: Named[datetime | None] = Column(Moment)
    survey_closed_at: Named[datetime | None] = Column(Moment)
    facilitator_seat_id: Named[str | None] = Column(Id)
    language: Named[str] = Column(Code)
    planned_minutes: Named[int] = Column(Integer)
    version: Named[int] = Column(Integer)


workshop = Table(
    "workshop",
    metadata,
    WorkshopColumns,
    PrimaryKeyConstraint("workspace_id", "id"),
    ForeignKeyConstraint(
        ["workspace_id", "client_id"], ["client.workspace_id", "client.id"], ondelete="CASCADE"
    ),
    ForeignKeyConstraint(
        ["workspace_id", "assessment_id"], ["assessment.workspace_id", "assessment.id"], ondelete="CASCADE"
    ),
    UniqueConstraint("workspace_id", "code"),
    Index(None, "workspace_id", "assessment_id"),
)


class JoinCodeColumns(TypedColumns):
    """Where a join code leads: a phone knows nothing but the code, so no workspace comes before it here."""

    code: Named[str] = Column(Code, primary_key=True)
    workspace_id: Named[str] = Column(Id)
    workshop_id: Named[str] = Column(Id)


join_code = Table(
    "join_code",
    metadata,
    JoinCodeColumns,
    ForeignKeyConstraint(
        ["workspace_id", "workshop_id"], ["workshop.workspace_id", "workshop.id"], ondelete="CASCADE"
    ),
    Index(None, "workspace_id", "workshop_id"),
)


class SeatColumns(TypedColumns):
    """A place at a workshop: one phone. `name` is empty in an anonymous one."""

    workspace_id: Named[str] = Column(Id)
    id: Named[str] = Column(Id)
    workshop_id: Named[str] = Column(Id)
    group: Named[str] = Column(Code)
    name: Named[str] = Column(Line)
    joined_at: Named[datetime] = Column(Moment)
    removed_at: Named[datetime | None] = Column(Moment)
    feedback: Named[str] = Column(Line)


seat = Table(
    "seat",
    metadata,
    SeatColumns,
    PrimaryKeyConstraint("workspace_id", "id"),
    ForeignKeyConstraint(
        ["workspace_id", "workshop_id"], ["workshop.workspace_id", "workshop.id"], ondelete="CASCADE"
    ),
    Index(None, "workspace_id", "workshop_id"),
)


class RoundColumns(TypedColumns):
    """One vote on one question; `practice_id` is empty for the placing of the area.

    `ends_at` is when its timer runs out, which closes nothing. `moved_at` and `moved_by` tell a second
    facilitator what just happened; `note` is what the group wrote down at the end.
    """

    workspace_id: Named[str] = Column(Id)
    id: Named[str] = Column(Id)
    workshop_id: Named[str] = Column(Id)
    area_id: Named[str] = Column(Code)
    practice_id: Named[str] = Column(Code)
    number: Named[int] = Column(Integer)
    state: Named[str] = Column(Code)
    opened_at: Named[datetime] = Column(Moment)
    revealed_at: Named[datetime | None] = Column(Moment)
    ends_at: Named[datetime | None] = Column(Moment)
    moved_at: Named[datetime | None] = Column(Moment)
    moved_by: Named[str] = Column(Line)
    note: Named[str] = Column(Text)
    version: Named[int] = Column(Integer)


round_ = Table(
    "round",
    metadata,
    RoundColumns,
    PrimaryKeyConstraint("workspace_id", "id"),
    ForeignKeyConstraint(
        ["workspace_id", "workshop_id"], ["workshop.workspace_id", "workshop.id"], ondelete="CASCADE"
    ),
    UniqueConstraint("workspace_id", "workshop_id", "area_id", "practice_id", "number"),
)


class VoteColumns(TypedColumns):
    """What one seat says in one round: the key lets nobody vote twice.

    `answer` is a level or an id of the practice's scale, DK or NA; a placing also asks for the target and
    the importance of the area, each None where the voter said nothing.
    """

    workspace_id: Named[str] = Column(Id)
    round_id: Named[str] = Column(Id)
    seat_id: Named[str] = Column(Id)
    answer: Named[str] = Column(Code)
    target: Named[int | None] = Column(Integer)
    importance: Named[int | None] = Column(Integer)


vote = Table(
    "vote",
    metadata,
    VoteColumns,
    PrimaryKeyConstraint("workspace_id", "round_id", "seat_id"),
    ForeignKeyConstraint(
        ["workspace_id", "round_id"], ["round.workspace_id", "round.id"], ondelete="CASCADE"
    ),
    ForeignKeyConstraint(["workspace_id", "seat_id"], ["seat.workspace_id", "seat.id"], ondelete="CASCADE"),
)


class PresenceColumns(TypedColumns):
    """A seat whose phone is connected to a process; only kept where several processes serve one database."""

    workspace_id: Named[str] = Column(Id)
    workshop_id: Named[str] = Column(Id)
    seat_id: Named[str] = Column(Id)
    process: Named[str] = Column(Code)
    seen_at: Named[datetime] = Column(Moment)


presence = Table(
    "presence",
    metadata,
    PresenceColumns,
    PrimaryKeyConstraint("workspace_id", "workshop_id", "seat_id", "process"),
    ForeignKeyConstraint(
        ["workspace_id", "workshop_id"], ["workshop.workspace_id", "workshop.id"], ondelete="CASCADE"
    ),
)
