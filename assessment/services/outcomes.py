"""Note whether the outcomes of an area are seen; what is noted never touches the score."""

from dataclasses import dataclass

from assessment.domain.answers import OUTCOME_ANSWERS, OutcomeAnswer
from assessment.domain.framework import Framework
from assessment.errors import Conflict, InvalidInput, NotFound
from assessment.services.open_assessment import open_place
from assessment.services.rating_changes import LONGEST_NOTE
from assessment.services.texts import checked_text
from assessment.store.database import Unit
from assessment.store.queries import answers as answer_queries
from assessment.store.queries.answers import Kept
from assessment.store.queries.events import add_event

SEEN_IN_WORDS = {"yes": "Seen", "partly": "Partly seen", "no": "Not seen", "unknown": "Not known"}


@dataclass(frozen=True, slots=True)
class OutcomeChange:
    """What somebody noted about an outcome; None leaves a field as it is."""

    seen_version: int
    seen: str | None = None
    note: str | None = None


def note_outcome(
    unit: Unit, client_slug: str, slug: str, outcome_id: str, change: OutcomeChange
) -> Kept[OutcomeAnswer]:
    """Save whether an outcome is seen. It never touches the score.

    Raises Conflict when somebody else noted something different meanwhile.
    """
    place, framework = open_place(unit, client_slug, slug)
    area_id = _area_of_outcome(framework, outcome_id)
    kept = answer_queries.list_outcome_answers(unit, place.assessment.id).get(outcome_id)
    old = kept.answer if kept else OutcomeAnswer()
    if change.seen is not None and change.seen not in OUTCOME_ANSWERS:
        raise InvalidInput("seen", "Choose seen, partly, not seen or unknown.")
    note = old.note if change.note is None else checked_text("note", change.note, LONGEST_NOTE)
    new = OutcomeAnswer(old.seen if change.seen is None else change.seen, note)
    stored = kept.version if kept else 0
    if new == old:
        return Kept(new, stored, unit.now, unit.actor)
    if change.seen_version != stored:
        raise Conflict(
            "Somebody else changed this outcome meanwhile.", field=outcome_id, yours=_in_words(new),
            theirs=_in_words(old), by=kept.updated_by if kept else "", version=stored,
        )  # fmt: skip
    version = answer_queries.save_outcome_answer(
        unit, place.client.id, place.assessment.id, area_id, outcome_id, new, stored
    )
    add_event(
        unit, place.client.id, f"outcome:{place.assessment.id}:{outcome_id}", "outcome noted",
        {"from": old.seen, "to": new.seen}, place.assessment.id,
    )  # fmt: skip
    return Kept(new, version, unit.now, unit.actor)


def _area_of_outcome(framework: Framework, outcome_id: str) -> str:
    for area in framework.areas:
        if any(outcome.id == outcome_id for cell in area.cells for outcome in cell.outcomes):
            return area.id
    raise NotFound("The framework of this assessment has no such outcome.")


def _in_words(answer: OutcomeAnswer) -> str:
    seen = SEEN_IN_WORDS[answer.seen]
    return f"{seen}\nnote: {answer.note}" if answer.note else seen
