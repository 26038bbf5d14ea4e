"""How assessments rated the practice of an improvement, and which practices the register calls done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from assessment.domain.answers import Rating
from assessment.store.database import Unit
from assessment.store.queries.answers import unpack_votes
from assessment.store.queries.csip import DONE_STATES
from assessment.store.tables import assessment, csip_item, rating

a, k, r = assessment.c, csip_item.c, rating.c


@dataclass(frozen=True, slots=True)
class PracticeRating:
    """What one assessment says of a practice."""

    assessment_id: str
    slug: str
    title: str
    held_on: date
    rating: Rating


def list_practice_ratings(unit: Unit, client_id: str, practice_id: str) -> list[PracticeRating]:
    """Return the ratings of a practice in the assessments of a client, oldest first."""
    statement = (
        select(a.id, a.slug, a.title, a.held_on, r.consensus, r.votes, r.agreed, r.reason)
        .join_from(rating, assessment, (a.workspace_id == r.workspace_id) & (a.id == r.assessment_id))
        .where(r.workspace_id == unit.workspace_id, r.client_id == client_id, r.practice_id == practice_id)
        .order_by(a.held_on, a.id)
    )
    return [
        PracticeRating(
            row.id, row.slug, row.title, row.held_on,
            Rating(row.consensus, unpack_votes(row.votes), "", row.reason, (), row.agreed),
        )
        for row in unit.connection.execute(statement)
    ]  # fmt: skip


def list_claims(
    unit: Unit, client_id: str, assessment_id: str, practices: Sequence[str]
) -> list[tuple[int, str]]:
    """Return (number, practice) of the implemented items of these practices that another assessment began."""
    if not practices:
        return []
    statement = (
        select(k.number, k.practice_id)
        .where(
            k.workspace_id == unit.workspace_id,
            k.client_id == client_id,
            k.practice_id.in_(list(practices)),
            k.state.in_(DONE_STATES),
            k.implemented_on.is_not(None),
            k.assessment_id.is_not(None),
            k.assessment_id != assessment_id,
        )
        .order_by(k.number)
    )
    return [(number, practice) for number, practice in unit.connection.execute(statement) if practice]


def list_later_means(
    unit: Unit, client_id: str, held_on: date, assessment_id: str
) -> list[tuple[str, str, date, float]]:
    """Return slug, title, day and mean index of the assessments of a client held after a day."""
    statement = (
        select(a.slug, a.title, a.held_on, a.overall)
        .where(
            a.workspace_id == unit.workspace_id,
            a.client_id == client_id,
            a.id != assessment_id,
            a.held_on > held_on,
            a.overall.is_not(None),
        )
        .order_by(a.held_on)
    )
    return [
        (slug, title, day, overall)
        for slug, title, day, overall in unit.connection.execute(statement)
        if overall is not None
    ]
