"""Open a workshop on an assessment, let people in and out, close its survey, end it."""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from assessment.domain.framework import Framework, localise
from assessment.domain.workshops import CODES, OPEN, REVEALED, Question, Round, code_of
from assessment.errors import InvalidInput, NotAllowed, NotFound
from assessment.services.assessments import change_assessment, settings_of
from assessment.services.editions import framework_of
from assessment.services.open_assessment import open_place
from assessment.store.database import Unit as Unit
from assessment.store.queries import rounds as round_queries
from assessment.store.queries import workshops as queries
from assessment.store.queries.assessments import get_place
from assessment.store.queries.events import add_event
from assessment.store.queries.workshops import Workshop as Workshop

HOURS_OF_A_CODE = 12
DAYS_OF_NAMES = 30
LONGEST_TIMER = 3600
LONGEST_PLAN = 720
FACILITATOR = "Facilitator"
LONGEST_SURVEY_DAYS = 90
TRIES = 20


@dataclass(frozen=True, slots=True)
class WorkshopSettings:
    """How a workshop is held. No areas means all of them; `timer_seconds` 0 shows no timer.

    With `survey_until` people first answer by link, each at their own pace, until that moment. An empty
    `language` is the framework's first one; `planned_minutes` 0 sets no end.
    """

    is_named: bool = False
    keeps_names: bool = False
    timer_seconds: int = 0
    areas: Sequence[str] = ()
    survey_until: datetime | None = None
    survey_practices: bool = False
    facilitator_votes: bool = False
    language: str = ""
    planned_minutes: int = 0


def open_workshop(unit: Unit, client_slug: str, slug: str, settings: WorkshopSettings) -> Workshop:
    """Open a workshop and return it; an assessment has one at a time.

    Raises InvalidInput naming the field, NotAllowed for a closed assessment or a workshop that runs.
    """
    place, framework = open_place(unit, client_slug, slug)
    if running_workshop(unit, place.assessment.id) is not None:
        raise NotAllowed("A workshop on this assessment is open already. End it before you open another.")
    _check(settings, framework, unit.now)
    forget_old_names(unit)
    workshop_id = queries.add_workshop(
        unit, place.client.id, place.assessment.id, code=free_code(unit), is_named=settings.is_named,
        expires_at=(settings.survey_until or unit.now) + timedelta(hours=HOURS_OF_A_CODE),
        areas=settings.areas, timer_seconds=settings.timer_seconds, keeps_names=settings.keeps_names,
        survey_until=settings.survey_until, language=settings.language or framework.languages[0],
        planned_minutes=settings.planned_minutes,
    )  # fmt: skip
    if settings.facilitator_votes:
        seat_id = queries.add_seat(unit, workshop_id, "", FACILITATOR if settings.is_named else "")
        queries.change_workshop(unit, workshop_id, facilitator_seat_id=seat_id)
    add_event(unit, place.client.id, f"workshop:{workshop_id}", "workshop opened", {}, place.assessment.id)
    if settings.survey_until is not None:
        for question in survey_questions(framework, settings):
            round_queries.add_round(unit, workshop_id, Round(question))
    return queries.get_workshop_by_id(unit, workshop_id)


def _check(settings: WorkshopSettings, framework: Framework, now: datetime) -> None:
    if not 0 <= settings.timer_seconds <= LONGEST_TIMER:
        raise InvalidInput("timer", "A timer goes from 0 (none) to 60 minutes.")
    if not 0 <= settings.planned_minutes <= LONGEST_PLAN:
        raise InvalidInput("planned", "Plan up to 12 hours, or leave it empty.")
    if settings.language and settings.language not in framework.languages:
        raise InvalidInput("language", "Choose a language that the framework is written in.")
    if any(area not in framework.area_by_id for area in settings.areas):
        raise InvalidInput("areas", "Choose areas of this framework.")
    until = settings.survey_until
    if until is not None and not now < until <= now + timedelta(days=LONGEST_SURVEY_DAYS):
        raise InvalidInput("until", f"A survey ends after today and within {LONGEST_SURVEY_DAYS} days.")


def survey_questions(framework: Framework, settings: WorkshopSettings) -> list[Question]:
    """Return what a survey asks: each area on the agenda, and its practices when they are wanted."""
    found = []
    for area_id in settings.areas or [area.id for area in framework.areas]:
        found.append(Question(area_id))
        if settings.survey_practices:
            practices = framework.area_by_id[area_id].practices
            found += [Question(area_id, practice.id) for practice in practices]
    return found


def free_code(unit: Unit) -> str:
    """Return a join code that no workshop has."""
    for _ in range(TRIES):
        code = code_of(secrets.randbelow(CODES))
        if not queries.code_is_taken(unit, code):
            return code
    raise NotAllowed("No free code was found. Try again.")


def has_ended(workshop: Workshop, now: datetime) -> bool:
    """Return whether a workshop was ended, or its code is no longer valid."""
    return workshop.ended_at is not None or workshop.expires_at <= now


def running_workshop(unit: Unit, assessment_id: str) -> Workshop | None:
    """Return the workshop of an assessment that has not ended, or None."""
    return running_of(queries.list_workshops(unit, assessment_id))


def running_of(found: Iterable[Workshop]) -> Workshop | None:
    """Return the workshop that has not ended, or None."""
    return next((one for one in found if one.ended_at is None), None)


def find_workshop(unit: Unit, client_slug: str, slug: str, workshop_id: str) -> Workshop:
    """Return a workshop of that assessment of that client; NotFound otherwise."""
    return queries.get_workshop(unit, client_slug, slug, workshop_id)


@dataclass(frozen=True, slots=True)
class AreaChoice:
    """An area that a workshop can have on its agenda."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class WorkshopsPage:
    """The workshops of an assessment, newest first, and what a new one can be about."""

    client_name: str
    title: str
    is_open: bool
    workshops: tuple[Workshop, ...]
    areas: tuple[AreaChoice, ...]
    languages: tuple[str, ...]

    @property
    def running(self) -> Workshop | None:
        """Return the workshop that has not ended, or None."""
        return running_of(self.workshops)


def workshops_page(unit: Unit, client_slug: str, slug: str) -> WorkshopsPage:
    """Return the workshops of an assessment; NotFound for another client's."""
    place = get_place(unit, client_slug, slug)
    framework = framework_of(unit, place.assessment.framework_hash)
    return WorkshopsPage(
        place.client.name,
        place.assessment.title,
        place.assessment.is_open,
        tuple(queries.list_workshops(unit, place.assessment.id)),
        tuple(AreaChoice(area.id, localise(area.name)) for area in framework.areas),
        framework.languages,
    )


def require_running(workshop: Workshop, now: datetime) -> None:
    """Raise NotAllowed when the workshop is over."""
    if has_ended(workshop, now):
        raise NotAllowed("This workshop has ended.")


def set_door(unit: Unit, workshop: Workshop, is_open: bool) -> None:
    """Open or close the door; who is in stays in."""
    require_running(workshop, unit.now)
    queries.change_workshop(unit, workshop.id, door_open=is_open)


def remove_seat(unit: Unit, workshop: Workshop, seat_id: str) -> None:
    """Take a seat away: its phone can no longer vote; what it said stays."""
    if not queries.remove_seat(unit, workshop.id, seat_id):
        raise NotFound("There is no such seat in this workshop.")
    queries.change_workshop(unit, workshop.id)


def forget_name(unit: Unit, workshop: Workshop, seat_id: str) -> None:
    """Delete the name of one person on request; the votes stay and belong to nobody."""
    if not queries.clear_name(unit, workshop.id, seat_id):
        raise NotFound("There is no such seat in this workshop.")
    queries.change_workshop(unit, workshop.id)


def forget_person(unit: Unit, workshop: Workshop, seat_id: str) -> None:
    """Delete a person's seat with its name, group, votes and feedback on request.

    What the group agreed stays: the assessment holds its votes without saying whose they were.
    """
    if not queries.delete_seat(unit, workshop.id, seat_id):
        raise NotFound("There is no such seat in this workshop.")
    queries.change_workshop(unit, workshop.id)
    add_event(
        unit, workshop.client_id, f"workshop:{workshop.id}", "person deleted", {}, workshop.assessment_id
    )


def forget_old_names(unit: Unit) -> int:
    """Take the names out of workshops older than 30 days, except where they are kept; return how many."""
    return queries.clear_names_before(unit, unit.now - timedelta(days=DAYS_OF_NAMES))


def balance_roles(unit: Unit, workshop: Workshop, wanted: bool) -> None:
    """Let every group at the table count the same, or every vote, and re-score the assessment."""
    place = get_place(unit, workshop.client_slug, workshop.assessment_slug)
    settings = settings_of(place.assessment)
    options = replace(settings.options, balance_by_role=wanted)
    change_assessment(
        unit, workshop.client_slug, workshop.assessment_slug, replace(settings, options=options)
    )
    queries.change_workshop(unit, workshop.id)


def end_workshop(unit: Unit, workshop: Workshop) -> None:
    """End a workshop: nobody joins or votes any more, every phone shows the result."""
    if workshop.ended_at is not None:
        return
    queries.change_workshop(unit, workshop.id, ended_at=unit.now, door_open=False)
    add_event(
        unit, workshop.client_id, f"workshop:{workshop.id}", "workshop ended", {}, workshop.assessment_id
    )


def close_survey(unit: Unit, workshop: Workshop) -> int:
    """Close a survey: its answers are shown and become the first round; return how many questions had any."""
    if not workshop.is_survey:
        raise NotAllowed("This workshop has no open survey.")
    rounds = round_queries.list_rounds(unit, workshop.id)
    voted = {round_id for round_id, _ in round_queries.list_voted(unit, [kept.id for kept in rounds])}
    for kept in rounds:
        if kept.asked.state == OPEN and kept.id in voted:
            round_queries.set_round_state(unit, kept, REVEALED)
        elif kept.asked.state == OPEN:
            round_queries.remove_round(unit, kept.id)
    queries.change_workshop(
        unit,
        workshop.id,
        survey_closed_at=unit.now,
        expires_at=max(workshop.expires_at, unit.now + timedelta(hours=HOURS_OF_A_CODE)),
    )
    return len(voted)


def workshop_by_id(unit: Unit, workshop_id: str) -> Workshop:
    """Return the workshop with that id, whatever its client; NotFound when there is none."""
    return queries.get_workshop_by_id(unit, workshop_id)
