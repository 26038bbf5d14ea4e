"""Answer the questions of an area: rate practices, note outcomes, place the area, set target and importance."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from assessment.domain.answers import (
    DONT_KNOW,
    EVIDENCE_KINDS,
    NOT_APPLICABLE,
    OUTCOME_ANSWERS,
    AreaAnswer,
    Evidence,
    OutcomeAnswer,
    Rating,
)
from assessment.domain.assessments import require_open
from assessment.domain.framework import Area, Framework, Practice
from assessment.domain.scoring import ScoreCard
from assessment.errors import Conflict, InvalidInput, NotFound
from assessment.services.editions import framework_of
from assessment.services.scores import needed_areas, rescore_area_answer, rescore_practices
from assessment.store.database import Unit
from assessment.store.queries import answers as answer_queries
from assessment.store.queries.answers import Kept, KeptArea
from assessment.store.queries.assessments import Place, get_place
from assessment.store.queries.clients import add_event

LONGEST_NOTE = 10_000
LONGEST_LINE = 1_000
MOST_EVIDENCE = 20
HALF = Fraction(1, 2)

NEVER_SAVED: Kept[Rating] | None = None


@dataclass(frozen=True, slots=True)
class RatingChange:
    """What somebody changed about a practice. None leaves a field as it is; answer "" takes the rating back.

    `seen` is the version the person looked at, 0 for a practice that had no rating yet.
    """

    seen: int
    answer: str | None = None
    reason: str | None = None
    note: str | None = None
    evidence: tuple[Evidence, ...] | None = None


@dataclass(frozen=True, slots=True)
class SavedRating:
    """What a page needs after a rating was saved. The card carries cells in the touched areas only."""

    place: Place
    framework: Framework
    practice: Practice
    rating: Rating
    version: int
    before: Rating
    card: ScoreCard


def _place(unit: Unit, client_slug: str, slug: str) -> tuple[Place, Framework]:
    place = get_place(unit, client_slug, slug)
    require_open(place.assessment)
    return place, framework_of(unit, place.assessment.framework_hash)


def area_of(framework: Framework, area_slug: str) -> Area:
    """Return the area with that slug; NotFound when the framework has none."""
    area = framework.area_by_slug.get(area_slug)
    if area is None:
        raise NotFound("The framework of this assessment has no such area.")
    return area


def rate_practice(
    unit: Unit, client_slug: str, slug: str, practice_id: str, change: RatingChange
) -> SavedRating:
    """Save a change to one practice and re-score what it touches.

    Raises Conflict when somebody else changed the practice to something different meanwhile.
    """
    place, framework = _place(unit, client_slug, slug)
    practice = framework.practices.get(practice_id)
    if practice is None:
        raise NotFound("The framework of this assessment has no such practice.")
    kept = answer_queries.list_ratings(unit, place.assessment.id, needed_areas(framework, practice.area))
    before = kept.get(practice_id)
    rating = _changed(framework, practice, before.answer if before else Rating(), change)
    version = _save_rating(unit, place, practice, before, rating, change.seen, framework)
    ratings = {i: k.answer for i, k in kept.items()} | {practice_id: rating}
    card = rescore_practices(unit, place, framework, practice.area, ratings)
    return SavedRating(
        place, framework, practice, rating, version, before.answer if before else Rating(), card
    )


def rate_many(
    unit: Unit, client_slug: str, slug: str, area_slug: str, changes: Mapping[str, RatingChange]
) -> ScoreCard:
    """Save changes to several practices of one area at once, all of them or none."""
    place, framework = _place(unit, client_slug, slug)
    area = area_of(framework, area_slug)
    kept = answer_queries.list_ratings(unit, place.assessment.id, needed_areas(framework, area.id))
    ratings = {i: k.answer for i, k in kept.items()}
    for practice in area.practices:
        change = changes.get(practice.id)
        if change is None:
            continue
        before = kept.get(practice.id)
        rating = _changed(framework, practice, before.answer if before else Rating(), change)
        if rating != (before.answer if before else Rating()):
            _save_rating(unit, place, practice, before, rating, change.seen, framework)
            ratings[practice.id] = rating
    return rescore_practices(unit, place, framework, area.id, ratings)


def mark_level_in_place(
    unit: Unit, client_slug: str, slug: str, area_slug: str, level: int, note: str
) -> tuple[ScoreCard, list[str]]:
    """Rate every practice of one level that has no rating yet, or a lower one, as fully in place.

    Returns the card and the ids of the practices that changed. Practices that do not apply stay so.
    """
    if not note.strip():
        raise InvalidInput("note", "Say in a few words how you know that all of this level is in place.")
    place, framework = _place(unit, client_slug, slug)
    area = area_of(framework, area_slug)
    if level not in framework.level_by_number:
        raise NotFound("The framework of this assessment has no such level.")
    kept = answer_queries.list_ratings(unit, place.assessment.id, needed_areas(framework, area.id))
    ratings = {i: k.answer for i, k in kept.items()}
    changed = []
    for practice in area.cell(level).practices:
        before = kept.get(practice.id)
        old = before.answer if before else Rating()
        top = framework.scale_of(practice)[-1].id
        if old.consensus in (NOT_APPLICABLE, top):
            continue
        new = replace(old, consensus=top, bulk=True, note=old.note or _clean(note, LONGEST_NOTE, "note"))
        _save_rating(unit, place, practice, before, new, before.version if before else 0, framework)
        ratings[practice.id] = new
        changed.append(practice.id)
    return rescore_practices(unit, place, framework, area.id, ratings), changed


def answers_allowed(framework: Framework, practice: Practice) -> tuple[str, ...]:
    """Return the answer ids that a practice takes, its scale first, then DK and NA."""
    return (*(step.id for step in framework.scale_of(practice)), DONT_KNOW, NOT_APPLICABLE)


def _changed(framework: Framework, practice: Practice, old: Rating, change: RatingChange) -> Rating:
    new = old
    if change.answer is not None:
        answer = change.answer or None
        if answer is not None and answer not in answers_allowed(framework, practice):
            raise InvalidInput("answer", "Choose one of the answers shown.")
        new = replace(new, consensus=answer, agreed=False, bulk=old.bulk and answer == old.consensus)
    if change.reason is not None:
        new = replace(new, reason=_clean(change.reason, LONGEST_LINE, "reason"))
    if change.note is not None:
        new = replace(new, note=_clean(change.note, LONGEST_NOTE, "note"))
    if change.evidence is not None:
        new = replace(new, evidence=_checked_evidence(change.evidence))
    if new.consensus == NOT_APPLICABLE and not new.reason:
        raise InvalidInput("reason", "Say why this practice does not apply here.")
    return new


def _clean(text: str, longest: int, field: str) -> str:
    text = text.replace("\r\n", "\n").strip()
    if len(text) > longest:
        raise InvalidInput(field, f"This text has {len(text)} characters; at most {longest} fit.")
    return text


def _checked_evidence(items: Sequence[Evidence]) -> tuple[Evidence, ...]:
    if len(items) > MOST_EVIDENCE:
        raise InvalidInput("evidence", f"At most {MOST_EVIDENCE} pieces of evidence fit one practice.")
    checked = []
    for item in items:
        if item.kind not in EVIDENCE_KINDS:
            raise InvalidInput("evidence", "Choose what kind of evidence this is.")
        link = item.link.strip()
        if link and not link.startswith(("https://", "http://")):
            raise InvalidInput("evidence", "A link starts with https:// or http://.")
        kept = Evidence(
            item.kind, _clean(item.note, LONGEST_LINE, "evidence"), _clean(link, LONGEST_LINE, "evidence")
        )
        if kept.note or kept.link:
            checked.append(kept)
    return tuple(checked)


def answer_in_words(framework: Framework, practice: Practice, answer: str | None) -> str:
    """Return how a rating is called on the page."""
    if answer == DONT_KNOW:
        return "Don't know"
    if answer == NOT_APPLICABLE:
        return "Does not apply"
    for step in framework.scale_of(practice):
        if step.id == answer:
            return next(iter(step.name.values()), step.id)
    return "Not rated"


def _save_rating(
    unit: Unit,
    place: Place,
    practice: Practice,
    before: Kept[Rating] | None,
    new: Rating,
    seen: int,
    framework: Framework,
) -> int:
    old = before.answer if before else Rating()
    stored_version = before.version if before else 0
    if new == old:
        return stored_version
    if seen != stored_version:
        raise Conflict(
            f"Somebody else changed “{next(iter(practice.text.values()), practice.id)}” meanwhile.",
            field=practice.id,
            yours=answer_in_words(framework, practice, new.consensus),
            theirs=answer_in_words(framework, practice, old.consensus),
            by=before.updated_by if before else "",
            version=stored_version,
        )
    version = answer_queries.save_rating(
        unit, place.client.id, place.assessment.id, practice.area, practice.id, new, stored_version
    )
    if not version:
        raise Conflict(
            "Somebody else changed this practice at the same moment. Look at it again.", field=practice.id
        )
    add_event(
        unit, place.client.id, f"rating:{place.assessment.id}:{practice.id}", "rated",
        {"from": _for_history(old), "to": _for_history(new)}, place.assessment.id,
    )  # fmt: skip
    return version


def _for_history(rating: Rating) -> dict[str, object]:
    said: dict[str, object] = {"answer": rating.consensus}
    if rating.note:
        said["note"] = rating.note
    if rating.reason:
        said["reason"] = rating.reason
    if rating.evidence:
        said["evidence"] = len(rating.evidence)
    return said


@dataclass(frozen=True, slots=True)
class AreaChange:
    """What somebody changed about an area. None leaves a field; `cleared` names fields taken back."""

    seen: int
    placing: Fraction | None = None
    target: Fraction | None = None
    importance: Fraction | None = None
    note: str | None = None
    done: bool | None = None
    cleared: tuple[str, ...] = ()


def answer_area(
    unit: Unit, client_slug: str, slug: str, area_slug: str, change: AreaChange
) -> tuple[KeptArea, ScoreCard]:
    """Save placing, target, importance, note or the done mark of an area and re-score."""
    place, framework = _place(unit, client_slug, slug)
    area = area_of(framework, area_slug)
    kept = answer_queries.list_area_answers(unit, place.assessment.id).get(area.id)
    old = kept.answer if kept else AreaAnswer()
    new = _changed_area(framework, old, change)
    old_done = kept.done if kept else False
    done = old_done if change.done is None else change.done
    stored = kept.version if kept else 0
    if (new, done) != (old, old_done):
        if change.seen != stored:
            raise Conflict(
                f"Somebody else changed {next(iter(area.name.values()), area.id)} meanwhile.",
                field=area.id, yours=_area_in_words(new), theirs=_area_in_words(old),
                by=kept.updated_by if kept else "", version=stored,
            )  # fmt: skip
        version = answer_queries.save_area_answer(
            unit, place.client.id, place.assessment.id, area.id, new, done, stored
        )
        add_event(
            unit, place.client.id, f"area:{place.assessment.id}:{area.id}", "area answered",
            {"from": _area_in_words(old), "to": _area_in_words(new), "done": done}, place.assessment.id,
        )  # fmt: skip
    else:
        version = stored
    card = rescore_area_answer(unit, place, framework, area.id)
    return KeptArea(new, done, version, unit.now, unit.actor), card


def _area_in_words(answer: AreaAnswer) -> str:
    parts = [
        f"{name} {float(value):g}"
        for name, value in (
            ("placing", answer.placing),
            ("target", answer.target),
            ("importance", answer.importance),
        )
        if value is not None
    ]
    return ", ".join(parts) or "nothing set"


def _changed_area(framework: Framework, old: AreaAnswer, change: AreaChange) -> AreaAnswer:
    new = old
    if change.placing is not None:
        lowest = Fraction(framework.level_numbers[0])
        new = replace(new, placing=_in_halves("placing", change.placing, lowest, Fraction(framework.top)))
    if change.target is not None:
        new = replace(new, target=_in_halves("target", change.target, Fraction(0), Fraction(framework.top)))
    if change.importance is not None:
        if not 1 <= change.importance <= 5:
            raise InvalidInput("importance", "Importance goes from 1 (low) to 5 (high).")
        new = replace(new, importance=change.importance)
    if change.note is not None:
        new = replace(new, note=_clean(change.note, LONGEST_NOTE, "note"))
    for field in change.cleared:
        new = replace(new, **{field: None})
    return new


def _in_halves(field: str, value: Fraction, lowest: Fraction, highest: Fraction) -> Fraction:
    if not lowest <= value <= highest or (value / HALF).denominator != 1:
        raise InvalidInput(
            field, f"A {field} goes from {float(lowest):g} to {float(highest):g} in steps of a half."
        )
    return value


@dataclass(frozen=True, slots=True)
class OutcomeChange:
    """What somebody noted about an outcome; None leaves a field as it is."""

    seen_version: int
    seen: str | None = None
    note: str | None = None


def note_outcome(
    unit: Unit, client_slug: str, slug: str, outcome_id: str, change: OutcomeChange
) -> Kept[OutcomeAnswer]:
    """Save whether an outcome is seen. It never touches the score."""
    place, framework = _place(unit, client_slug, slug)
    area = next((a for a in framework.areas for c in a.cells for o in c.outcomes if o.id == outcome_id), None)
    if area is None:
        raise NotFound("The framework of this assessment has no such outcome.")
    kept = answer_queries.list_outcome_answers(unit, place.assessment.id).get(outcome_id)
    old = kept.answer if kept else OutcomeAnswer()
    if change.seen is not None and change.seen not in OUTCOME_ANSWERS:
        raise InvalidInput("seen", "Choose seen, partly, not seen or unknown.")
    note = old.note if change.note is None else _clean(change.note, LONGEST_NOTE, "note")
    new = OutcomeAnswer(old.seen if change.seen is None else change.seen, note)
    stored = kept.version if kept else 0
    if new == old:
        return Kept(new, stored, unit.now, unit.actor)
    if change.seen_version != stored:
        raise Conflict(
            "Somebody else changed this outcome meanwhile.", field=outcome_id, yours=new.seen,
            theirs=old.seen, by=kept.updated_by if kept else "", version=stored,
        )  # fmt: skip
    version = answer_queries.save_outcome_answer(
        unit, place.client.id, place.assessment.id, area.id, outcome_id, new, stored
    )
    add_event(
        unit, place.client.id, f"outcome:{place.assessment.id}:{outcome_id}", "outcome noted",
        {"from": old.seen, "to": new.seen}, place.assessment.id,
    )  # fmt: skip
    return Kept(new, version, unit.now, unit.actor)
