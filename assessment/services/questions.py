"""Answer the questions of an area: rate one practice, several at once, or a whole level."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from assessment.domain.answers import NOT_APPLICABLE, Rating
from assessment.domain.framework import Framework, Practice, localise
from assessment.domain.scoring import ScoreCard
from assessment.errors import Conflict, InvalidInput, NotFound
from assessment.services.area_answers import AreaChange as AreaChange
from assessment.services.area_answers import answer_area as answer_area
from assessment.services.named_files import keep_named_files
from assessment.services.open_assessment import area_of as area_of
from assessment.services.open_assessment import open_place
from assessment.services.outcomes import OutcomeChange as OutcomeChange
from assessment.services.outcomes import note_outcome as note_outcome
from assessment.services.rating_changes import (
    LONGEST_NOTE,
    both_in_words,
    changed_rating,
    for_history,
)
from assessment.services.rating_changes import RatingChange as RatingChange
from assessment.services.rating_changes import answer_in_words as answer_in_words
from assessment.services.rating_changes import answers_allowed as answers_allowed
from assessment.services.scores import Rescored, needed_areas, rescore, rescore_practices
from assessment.services.texts import checked_text
from assessment.store.database import Unit
from assessment.store.queries import answers as answer_queries
from assessment.store.queries.answers import Kept
from assessment.store.queries.assessments import Place
from assessment.store.queries.events import add_event, list_latest_events

UNRATED = Rating()


@dataclass(frozen=True, slots=True)
class SavedRating:
    """What a page needs after a rating was saved: where it was, what it was, and the new scores."""

    place: Place
    framework: Framework
    practice: Practice
    rating: Rating
    version: int
    before: Rating
    rescored: Rescored

    @property
    def card(self) -> ScoreCard:
        """Return the whole score card, built when somebody asks for it."""
        return self.rescored.card(self.framework)


def rating_subject(assessment_id: str, practice_id: str) -> str:
    """Return the subject under which the history keeps the changes of one practice."""
    return f"rating:{assessment_id}:{practice_id}"


def _answer(kept: Kept[Rating] | None) -> Rating:
    return kept.answer if kept is not None else UNRATED


def rate_practice(
    unit: Unit, client_slug: str, slug: str, practice_id: str, change: RatingChange
) -> SavedRating:
    """Save a change to one practice and re-score what it touches.

    Raises Conflict when somebody else changed the practice to something different meanwhile.
    """

    def changed(framework: Framework, practice: Practice, old: Rating) -> Rating:
        return changed_rating(framework, practice, old, change)

    return write_rating(unit, client_slug, slug, practice_id, changed, change.seen)


def write_rating(
    unit: Unit,
    client_slug: str,
    slug: str,
    practice_id: str,
    change: Callable[[Framework, Practice, Rating], Rating],
    seen: int | None,
) -> SavedRating:
    """Save what `change` makes of the rating of one practice and re-score what it touches.

    `seen` is the version that the person looked at, None for a change that fits any version. Raises
    Conflict when it is another by now.
    """
    place, framework = open_place(unit, client_slug, slug)
    practice = framework.practices.get(practice_id)
    if practice is None:
        raise NotFound("The framework of this assessment has no such practice.")
    kept = answer_queries.list_ratings(unit, place.assessment.id, needed_areas(framework, practice.area))
    before = kept.get(practice_id)
    old = _answer(before)
    rating = change(framework, practice, old)
    looked_at = seen if seen is not None else before.version if before else 0
    version = _save_rating(unit, place, practice, before, rating, looked_at, framework)
    ratings = {i: k.answer for i, k in kept.items()} | {practice_id: rating}
    rescored = rescore(unit, place, framework, practice.area, ratings)
    return SavedRating(place, framework, practice, rating, version, old, rescored)


def rate_many(
    unit: Unit, client_slug: str, slug: str, area_slug: str, changes: Mapping[str, RatingChange]
) -> ScoreCard:
    """Save changes to several practices of one area at once, all of them or none.

    The field of an InvalidInput is the practice's id, a dot and the name of the field.
    """
    place, framework = open_place(unit, client_slug, slug)
    area = area_of(framework, area_slug)
    kept = answer_queries.list_ratings(unit, place.assessment.id, needed_areas(framework, area.id))
    ratings = {i: k.answer for i, k in kept.items()}
    for practice in area.practices:
        change = changes.get(practice.id)
        if change is None:
            continue
        before = kept.get(practice.id)
        try:
            rating = changed_rating(framework, practice, _answer(before), change)
            if rating != _answer(before):
                _save_rating(unit, place, practice, before, rating, change.seen, framework)
                ratings[practice.id] = rating
        except InvalidInput as error:
            raise InvalidInput(f"{practice.id}.{error.field}", error.message) from error
    return rescore_practices(unit, place, framework, area.id, ratings)


def mark_level_in_place(
    unit: Unit, client_slug: str, slug: str, area_slug: str, level: int, note: str
) -> tuple[ScoreCard, list[str]]:
    """Rate every practice of one level that has no rating yet, or a lower one, as fully in place.

    Returns the card and the ids of the practices that changed. Practices that do not apply stay so.
    """
    note = checked_text("note", note, LONGEST_NOTE)
    if not note:
        raise InvalidInput("note", "Say in a few words how you know that all of this level is in place.")
    place, framework = open_place(unit, client_slug, slug)
    area = area_of(framework, area_slug)
    if level not in framework.level_by_number:
        raise NotFound("The framework of this assessment has no such level.")
    kept = answer_queries.list_ratings(unit, place.assessment.id, needed_areas(framework, area.id))
    ratings = {i: k.answer for i, k in kept.items()}
    changed = []
    for practice in area.cell(level).practices:
        before = kept.get(practice.id)
        old = _answer(before)
        top = framework.scale_of(practice)[-1].id
        if old.consensus in (NOT_APPLICABLE, top):
            continue
        new = replace(old, consensus=top, bulk=True, note=old.note or note)
        _save_rating(unit, place, practice, before, new, before.version if before else 0, framework)
        ratings[practice.id] = new
        changed.append(practice.id)
    return rescore_practices(unit, place, framework, area.id, ratings), changed


def undo_level(
    unit: Unit, client_slug: str, slug: str, area_slug: str, practice_ids: list[str]
) -> tuple[ScoreCard, list[str]]:
    """Take back what mark_level_in_place did, where nobody has changed it since.

    Returns the card and the ids of the practices that are as they were before.
    """
    place, framework = open_place(unit, client_slug, slug)
    area = area_of(framework, area_slug)
    kept = answer_queries.list_ratings(unit, place.assessment.id, needed_areas(framework, area.id))
    ratings = {i: k.answer for i, k in kept.items()}
    wanted = [p for p in area.practices if p.id in practice_ids and _answer(kept.get(p.id)).bulk]
    latest = _latest_changes(unit, place, wanted)
    restored = []
    for practice in wanted:
        now, before = ratings[practice.id], latest.get(practice.id)
        if before is None:
            continue
        new = replace(now, consensus=before.get("answer"), note=before.get("note", ""), bulk=False)
        found = kept[practice.id]
        _save_rating(unit, place, practice, found, new, found.version, framework)
        ratings[practice.id] = new
        restored.append(practice.id)
    return rescore_practices(unit, place, framework, area.id, ratings), restored


def _latest_changes(unit: Unit, place: Place, practices: list[Practice]) -> dict[str, Mapping[str, Any]]:
    subjects = {rating_subject(place.assessment.id, p.id): p.id for p in practices}
    found: dict[str, Mapping[str, Any]] = {}
    for event in list_latest_events(unit, place.client.id, list(subjects), most=1):
        found[subjects[event.subject]] = (event.data or {}).get("from", {})
    return found


def _save_rating(
    unit: Unit,
    place: Place,
    practice: Practice,
    before: Kept[Rating] | None,
    new: Rating,
    seen: int,
    framework: Framework,
) -> int:
    old = _answer(before)
    stored_version = before.version if before else 0
    if new == old:
        return stored_version
    if seen != stored_version:
        yours, theirs = both_in_words(framework, practice, new, old)
        raise Conflict(
            f"Somebody else changed “{localise(practice.text) or practice.id}” meanwhile.",
            field=practice.id,
            yours=yours,
            theirs=theirs,
            by=before.updated_by if before else "",
            version=stored_version,
        )
    if new.evidence != old.evidence:
        keep_named_files(unit, place.client.id, old.evidence, new.evidence)
    version = answer_queries.save_rating(
        unit, place.client.id, place.assessment.id, practice.area, practice.id, new, stored_version
    )
    if not version:
        raise Conflict(
            "Somebody else changed this practice at the same moment. Look at it again.", field=practice.id
        )
    add_event(
        unit, place.client.id, rating_subject(place.assessment.id, practice.id), "rated",
        {"from": for_history(old), "to": for_history(new)}, place.assessment.id,
    )  # fmt: skip
    return version
