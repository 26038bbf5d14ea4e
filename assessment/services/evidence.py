"""Add evidence to a practice, take it out and bring it back; attach files and readings."""

from collections.abc import Callable
from dataclasses import replace

from assessment.domain.answers import Evidence, Rating
from assessment.domain.evidence import label_of
from assessment.domain.evidence_files import checked_file, kind_of
from assessment.domain.framework import Framework, Practice, localise
from assessment.errors import InvalidInput, NotAllowed, NotFound
from assessment.services.editions import own_framework
from assessment.services.open_assessment import open_place
from assessment.services.questions import SavedRating, write_rating
from assessment.services.rating_changes import checked_evidence
from assessment.services.readings import reading_in_words
from assessment.services.results_words import month_in_full
from assessment.store.database import Unit
from assessment.store.evidence import pack_evidence, unpack_evidence
from assessment.store.queries import evidence_files as files
from assessment.store.queries.clients import get_client
from assessment.store.queries.events import add_event, list_events
from assessment.store.queries.evidence_files import KeptFile
from assessment.store.queries.latest_readings import list_latest_readings

DOCUMENT, MEASURED = "document", "measured"
REMOVED = "evidence removed"


def evidence_subject(assessment_id: str, practice_id: str) -> str:
    """Return the subject under which the history keeps what happened to the evidence of a practice."""
    return f"evidence:{assessment_id}:{practice_id}"


def _write(
    unit: Unit,
    client_slug: str,
    slug: str,
    practice_id: str,
    change: Callable[[Rating], tuple[Evidence, ...]],
) -> SavedRating:
    def changed(framework: Framework, practice: Practice, old: Rating) -> Rating:
        return replace(old, evidence=checked_evidence(change(old)))

    return write_rating(unit, client_slug, slug, practice_id, changed, None)


def attach_file(
    unit: Unit, client_slug: str, slug: str, practice_id: str, name: str, content: bytes
) -> SavedRating:
    """Keep a file and note it as evidence of a practice; InvalidInput says why a file cannot be kept.

    The same file attached again changes nothing.
    """
    place, _ = open_place(unit, client_slug, slug)
    file = checked_file(name, content)
    kind = kind_of(file.name)
    files.add_evidence_file(unit, place.client.id, file, kind.media_type if kind else "", content)

    def with_file(old: Rating) -> tuple[Evidence, ...]:
        if any(item.file and item.file.hash == file.hash for item in old.evidence):
            return old.evidence
        return (*old.evidence, Evidence(DOCUMENT, day=unit.today, file=file))

    saved = _write(unit, client_slug, slug, practice_id, with_file)
    if saved.rating != saved.before:
        said = {"name": file.name, "practice": practice_id}
        subject = evidence_subject(place.assessment.id, practice_id)
        add_event(unit, place.client.id, subject, "file attached", said, place.assessment.id)
    return saved


def attach_reading(unit: Unit, client_slug: str, slug: str, metric_id: str, practice_id: str) -> bool:
    """Note the latest reading of a metric as evidence of a practice of its cells; return whether it is new.

    A reading that was corrected since takes the place of the one noted for the same month. Raises
    InvalidInput without a reading, and for a practice whose cell does not ask for the metric.
    """
    place, plain = open_place(unit, client_slug, slug)
    framework = own_framework(unit, plain, place.client.id)
    metric = framework.metric_by_id.get(metric_id)
    if metric is None:
        raise NotFound("The framework of this assessment has no such metric.")
    practice = framework.practices.get(practice_id)
    if practice is None or not asks_for(framework, practice, metric_id):
        raise InvalidInput("practice", "Choose the practice that this reading shows.")
    reading = list_latest_readings(unit, place.client.id, framework.id, [metric_id]).get(metric_id)
    if reading is None:
        raise InvalidInput("value", f"{localise(metric.name)} has no value yet. Save one first.")
    note = f"{localise(metric.name)} {reading_in_words(metric, reading)} in {month_in_full(reading.period)}"
    new = Evidence(MEASURED, note, day=unit.today, metric=metric_id, period=reading.period)

    def with_reading(old: Rating) -> tuple[Evidence, ...]:
        same = [item for item in old.evidence if (item.metric, item.period) == (metric_id, reading.period)]
        if any(item.note == note for item in same):
            return old.evidence
        return (*(item for item in old.evidence if item not in same), new)

    saved = _write(unit, client_slug, slug, practice_id, with_reading)
    return saved.rating != saved.before


def asks_for(framework: Framework, practice: Practice, metric_id: str) -> bool:
    """Return whether the cell of a practice asks for a metric."""
    cell = framework.area_by_id[practice.area].cell(practice.level)
    return any(metric_id in use.uses for use in cell.metrics)


def note_removal(unit: Unit, client_slug: str, slug: str, practice_id: str, gone: Evidence, at: int) -> str:
    """Note which evidence was taken out of a practice, and return the event that brings it back."""
    place, _ = open_place(unit, client_slug, slug)
    said = {"what": label_of(gone), "before": [at, pack_evidence([gone])], "practice": practice_id}
    subject = evidence_subject(place.assessment.id, practice_id)
    return add_event(unit, place.client.id, subject, REMOVED, said, place.assessment.id)


def bring_back_evidence(
    unit: Unit, client_slug: str, slug: str, practice_id: str, event_id: str
) -> SavedRating:
    """Put removed evidence back where it was; NotAllowed when there is nothing to bring back."""
    place, _ = open_place(unit, client_slug, slug)
    past = list_events(unit, place.client.id, evidence_subject(place.assessment.id, practice_id))
    event = next((one for one in past if one.id == event_id and one.kind == REMOVED), None)
    if event is None or event.data is None:
        raise NotAllowed("There is nothing to bring back.")
    at, packed = event.data["before"]
    (gone,) = unpack_evidence(packed)

    def restored(old: Rating) -> tuple[Evidence, ...]:
        return old.evidence if gone in old.evidence else (*old.evidence[:at], gone, *old.evidence[at:])

    try:
        return _write(unit, client_slug, slug, practice_id, restored)
    except InvalidInput as error:
        raise NotAllowed(error.message) from error


def evidence_content(unit: Unit, client_slug: str, hash: str) -> KeptFile:
    """Return a file of a client; NotFound when it is not there."""
    return files.get_evidence_file(unit, get_client(unit, client_slug).id, hash)
