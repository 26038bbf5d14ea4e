"""Take an assessment file into the store and give one back, without losing anything that the format names."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import TypeVar

from assessment.domain.answers import AnswerSet, AreaAnswer, Rating, Reading
from assessment.domain.edits import PlanEdits
from assessment.domain.framework import Framework
from assessment.domain.own import is_own
from assessment.domain.priority import PlanSettings
from assessment.errors import InvalidInput
from assessment.files.assessment_schema import AssessmentFile
from assessment.services.assessments import start_assessment
from assessment.services.editions import framework_of
from assessment.services.framework import shipped_framework
from assessment.services.named_files import without_missing_files
from assessment.services.plan_checks import LONGEST_REASON, MOST_WAVES, check_settings
from assessment.services.rating_changes import LONGEST_LINE, LONGEST_NOTE, checked_evidence
from assessment.services.scores import answers_of, rescore_everything
from assessment.store.database import Unit
from assessment.store.queries import answers as answer_queries
from assessment.store.queries import plan as plan_queries
from assessment.store.queries import readings as reading_queries
from assessment.store.queries.assessments import Place, get_place
from assessment.store.queries.events import add_event
from assessment.store.queries.plan import DEFAULT_WAVE_DAYS, ItemEdit

LONGEST_NUMBER = 60
"""Digits that an exact number may take in the store, both parts of a fraction together."""
LONGEST_SOURCE = 300

T = TypeVar("T")


def import_assessment(unit: Unit, client_slug: str, file: AssessmentFile) -> Place:
    """Start an assessment of a client from a file that was read without faults, and return it.

    The file's client name and sector are not taken over. A reading in force with the same metric and period
    is corrected by the file's. Raises NotFound, NotAllowed for an archived client, or InvalidInput naming
    the part of the file that cannot be stored; nothing is stored then.
    """
    framework = shipped_framework(file.framework_id)
    if file.framework_version != framework.version:
        raise InvalidInput(
            "framework",
            f"The file is for version {file.framework_version} of {framework.id}; "
            f"this program has version {framework.version}.",
        )
    check_fits(file)
    held_on = file.date or unit.today
    place = start_assessment(
        unit,
        client_slug,
        title=file.title or f"Assessment of {held_on.isoformat()}",
        held_on=held_on,
        method=file.answers.method,
        options=file.answers.options,
        framework_id=file.framework_id,
    )
    place = write_answers(unit, place, file)
    said = {"title": place.assessment.title, "ratings": len(file.answers.ratings)}
    subject = f"client:assessment:{place.assessment.id}"
    add_event(unit, place.client.id, subject, "assessment imported", said, place.assessment.id)
    return place


def export_assessment(unit: Unit, client_slug: str, slug: str) -> AssessmentFile:
    """Return an assessment as a file: in the framework's order, readings by metric and period.

    Readings belong to the client, so all those in force are there, but for those of own metrics: elsewhere
    their ids would mean something else. Raises NotFound.
    """
    place = get_place(unit, client_slug, slug)
    assessment = place.assessment
    framework = framework_of(unit, assessment.framework_hash)
    kept = reading_queries.list_readings(unit, place.client.id, framework.id)
    edits = plan_queries.get_plan(unit, assessment.id).edits
    return AssessmentFile(
        framework_id=framework.id,
        framework_version=framework.version,
        client=place.client.name,
        sector=place.client.sector,
        title=assessment.title,
        date=assessment.held_on,
        answers=_answers_in_order(framework, answers_of(unit, assessment)),
        plan=_edits_in_order(framework, edits),
        readings=tuple(
            sorted(
                (one.reading for one in kept if not is_own(one.reading.metric)),
                key=lambda one: (one.metric, one.period),
            )
        ),
    )


def write_answers(unit: Unit, place: Place, file: AssessmentFile) -> Place:
    """Store what a file says in an assessment that has no answers yet, score it, and return it anew."""
    framework = framework_of(unit, place.assessment.framework_hash)
    client_id, to, answers = place.client.id, place.assessment.id, file.answers
    ratings = without_missing_files(unit, client_id, answers.ratings)
    for practice_id, rating in ratings.items():
        area_id = framework.practices[practice_id].area
        answer_queries.save_rating(unit, client_id, to, area_id, practice_id, rating, 0)
    for area_id, area in answers.areas.items():
        answer_queries.save_area_answer(unit, client_id, to, area_id, area, False, 0)
    area_of = {o.id: a.id for a in framework.areas for cell in a.cells for o in cell.outcomes}
    for outcome_id, outcome in answers.outcomes.items():
        answer_queries.save_outcome_answer(unit, client_id, to, area_of[outcome_id], outcome_id, outcome, 0)
    _write_plan(unit, place, file.plan)
    _write_readings(unit, place, file.readings)
    rescore_everything(unit, place, framework)
    return get_place(unit, place.client.slug, place.assessment.slug)


def _write_plan(unit: Unit, place: Place, edits: PlanEdits) -> None:
    parts = (edits.impact, edits.urgency, edits.effort, edits.cost, edits.prerequisites, edits.pins)
    for practice in dict.fromkeys(practice for part in parts for practice in part):
        edit = ItemEdit(
            edits.impact.get(practice),
            edits.urgency.get(practice),
            edits.effort.get(practice),
            edits.cost.get(practice),
            edits.prerequisites.get(practice, ()),
            edits.pins.get(practice),
        )
        plan_queries.save_item_edit(unit, place.client.id, place.assessment.id, practice, edit, 0)
    if edits.capacity_days is not None or edits.same_wave_start:
        plan_queries.save_settings(
            unit, place.client.id, place.assessment.id, PlanSettings(), capacity_days=edits.capacity_days,
            same_wave_start=edits.same_wave_start, starts_on=None, wave_days=DEFAULT_WAVE_DAYS, seen=0,
        )  # fmt: skip


def _write_readings(unit: Unit, place: Place, readings: Iterable[Reading]) -> None:
    newest = {(one.metric, one.period): one for one in readings}
    if not newest:
        return
    framework_id = place.assessment.framework_id
    kept = reading_queries.list_readings(unit, place.client.id, framework_id)
    in_force = {(one.reading.metric, one.reading.period): one.reading for one in kept}
    for key, reading in newest.items():
        if in_force.get(key) != reading:
            reading_queries.add_reading(unit, place.client.id, framework_id, reading)


def _answers_in_order(framework: Framework, answers: AnswerSet) -> AnswerSet:
    outcomes = (o.id for area in framework.areas for cell in area.cells for o in cell.outcomes)
    return replace(
        answers,
        ratings=_in_order(framework.practices, answers.ratings),
        areas=_in_order((area.id for area in framework.areas), answers.areas),
        outcomes=_in_order(outcomes, answers.outcomes),
    )


def _edits_in_order(framework: Framework, edits: PlanEdits) -> PlanEdits:
    order = framework.practices
    return replace(
        edits,
        impact=_in_order(order, edits.impact),
        urgency=_in_order(order, edits.urgency),
        effort=_in_order(order, edits.effort),
        cost=_in_order(order, edits.cost),
        prerequisites=_in_order(order, edits.prerequisites),
        pins=_in_order(order, edits.pins),
    )


def _in_order(order: Iterable[str], entries: Mapping[str, T]) -> dict[str, T]:
    return {key: entries[key] for key in order if key in entries}


def check_fits(file: AssessmentFile) -> None:
    """Raise InvalidInput, naming the part of the file, for what the format allows and the store does not."""
    for practice, rating in file.answers.ratings.items():
        _check_rating(f"ratings.{practice}", rating)
    for area, answer in file.answers.areas.items():
        _check_area(f"areas.{area}", answer)
    for outcome, seen in file.answers.outcomes.items():
        _check_text(f"outcomes.{outcome}", seen.note, LONGEST_NOTE)
    for reading in file.readings:
        _check_reading(f"metrics.{reading.metric}", reading)
    _check_plan(file.plan)


def _check_rating(field: str, rating: Rating) -> None:
    _check_text(field, rating.note, LONGEST_NOTE)
    _check_text(field, rating.reason, LONGEST_LINE)
    try:
        checked_evidence(rating.evidence)
    except InvalidInput as error:
        raise InvalidInput(field, f"{field}: {error.message}") from error


def _check_area(field: str, answer: AreaAnswer) -> None:
    _check_text(field, answer.note, LONGEST_NOTE)
    for number in (answer.placing, answer.target, answer.importance):
        _check_number(field, number)


def _check_reading(field: str, reading: Reading) -> None:
    _check_text(field, reading.source, LONGEST_SOURCE)
    _check_text(field, reading.note, LONGEST_NOTE)
    _check_text(field, reading.scope, LONGEST_SOURCE)
    for number in (reading.value, reading.numerator, reading.denominator, reading.asked):
        _check_number(field, number)


def _check_plan(edits: PlanEdits) -> None:
    check_settings(edits.capacity_days, DEFAULT_WAVE_DAYS, PlanSettings())
    for practice, pin in edits.pins.items():
        _check_text(f"plan.pins.{practice}", pin.reason, LONGEST_REASON)
        if pin.wave > MOST_WAVES:
            raise InvalidInput("plan", f"plan.pins.{practice}: a plan has at most {MOST_WAVES} waves.")
    for practice, cost in edits.cost.items():
        _check_number(f"plan.cost.{practice}", cost.amount)


def _check_text(field: str, text: str, longest: int) -> None:
    if len(text) > longest:
        raise InvalidInput(
            field, f"{field}: this text has {len(text)} characters; at most {longest} can be kept."
        )


def _check_number(field: str, number: Fraction | int | None) -> None:
    if number is not None and len(str(number)) > LONGEST_NUMBER:
        raise InvalidInput(field, f"{field}: this number has too many digits to be kept exactly.")
