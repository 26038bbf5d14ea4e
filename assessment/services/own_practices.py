"""Own practices in an assessment: what is said of each, beside the score and never in it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from assessment.domain.answers import Rating
from assessment.domain.framework import Area, Framework, Practice, localise
from assessment.domain.own import OwnPractice
from assessment.errors import Conflict, NotFound
from assessment.services.open_assessment import open_place
from assessment.services.rating_changes import RatingChange, answer_in_words, both_in_words, changed_rating
from assessment.store.database import Unit
from assessment.store.queries.events import add_event
from assessment.store.queries.own import NO_RATING, OwnRating, list_own_rated, save_own_rating


@dataclass(frozen=True, slots=True)
class OwnRow:
    """One own practice to rate, in the shape of the other rows; `where` is the name of its level."""

    id: str
    text: str
    level: int
    where: str
    scale: tuple[tuple[str, str, str], ...]
    rating: str
    words: str
    reason: str
    note: str
    effort: int
    version: int
    saved_at: datetime | None
    question: str = ""
    implied: str = ""
    counted: str = ""
    why: str = ""
    votes: tuple[tuple[str, int], ...] = ()
    evidence: str = ""


def own_rows(
    framework: Framework, area: Area, own: Iterable[OwnPractice], ratings: Mapping[str, OwnRating]
) -> tuple[OwnRow, ...]:
    """Return the own practices of an area, from the lowest level up; those that are retired only if rated."""
    found = []
    for one in own:
        rating = ratings.get(one.code, NO_RATING)
        level = framework.level_by_number.get(one.level)
        if one.area != area.id or level is None or (one.retired and not rating.answer):
            continue
        practice = as_practice(one)
        found.append(
            OwnRow(
                one.code,
                one.text,
                one.level,
                localise(level.name),
                tuple(
                    (step.id, localise(step.name), localise(step.help))
                    for step in framework.scale_of(practice)
                ),
                rating.answer,
                answer_in_words(framework, practice, rating.answer or None),
                rating.reason,
                rating.note,
                one.effort,
                rating.version,
                rating.updated_at,
            )
        )
    return tuple(sorted(found, key=lambda row: row.level))


def as_practice(own: OwnPractice) -> Practice:
    """Return an own practice in the shape of those of a framework; it never gets into one."""
    return Practice(own.code, own.area, own.level, {"en": own.text}, effort=own.effort)


def rate_own(unit: Unit, client_slug: str, slug: str, code: str, change: RatingChange) -> OwnRating:
    """Save what is said of an own practice; no score changes.

    Raises Conflict when somebody else said something different meanwhile.
    """
    place, framework = open_place(unit, client_slug, slug)
    own, ratings = list_own_rated(unit, place.client.id, framework.id, place.assessment.id)
    found = next((one for one in own.practices if one.code == code), None)
    if found is None:
        raise NotFound("This client has no practice of its own with this id.")
    practice, old = as_practice(found), ratings.get(code, NO_RATING)
    before = Rating(old.answer or None, note=old.note, reason=old.reason)
    after = changed_rating(framework, practice, before, change)
    if after == before:
        return old
    new = OwnRating(after.consensus or "", after.reason, after.note, change.seen)
    said = {
        "from": answer_in_words(framework, practice, before.consensus),
        "to": answer_in_words(framework, practice, after.consensus),
    }
    version = 0
    if old.version == change.seen:
        version = save_own_rating(unit, place.client.id, place.assessment.id, code, new)
    if not version:
        yours, theirs = both_in_words(framework, practice, after, before)
        raise Conflict(
            "Somebody else rated this practice meanwhile.", field=code, yours=yours, theirs=theirs,
            version=old.version,
        )  # fmt: skip
    subject = f"own:{place.assessment.id}:{code}"
    add_event(unit, place.client.id, subject, "own rated", said, place.assessment.id)
    return OwnRating(new.answer, new.reason, new.note, version, unit.now)
