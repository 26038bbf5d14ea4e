"""What the screens of a workshop show: the question of the moment, who is there, the picture, the agenda."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from assessment.domain.framework import Framework, Practice, localise
from assessment.domain.numbers import plain
from assessment.domain.pictures import Picture
from assessment.domain.values import practice_values
from assessment.domain.workshops import OPEN, PARKED, SKIPPED, Ballot, Question
from assessment.services.editions import framework_of
from assessment.services.scores import needed_areas
from assessment.services.workshop_agenda import Agenda, Item, agenda_of, implied_words
from assessment.services.workshop_metrics import CellMetric, cell_metrics
from assessment.services.workshop_questions import (
    OTHER_ANSWERS,
    Step,
    agenda_areas,
    picture_for,
    question_text,
    steps_of,
)
from assessment.services.workshop_result import ResultRow, result_of
from assessment.services.workshop_words import stored_answers
from assessment.store.database import Unit
from assessment.store.queries import rounds as round_queries
from assessment.store.queries import workshops as queries
from assessment.store.queries.rounds import KeptRound
from assessment.store.queries.workshops import Seat, Workshop


@dataclass(frozen=True, slots=True)
class Asked:
    """The question of the moment; `picture` is None until the votes are revealed."""

    round_id: str
    version: int
    state: str
    number: int
    which_pass: str
    area_id: str
    area_slug: str
    area_name: str
    position: int
    areas: int
    practice_id: str
    level: int | None
    question: str
    statement: str
    why: str
    evidence: str
    steps: tuple[Step, ...]
    ends_at: datetime | None
    note: str
    picture: Picture | None
    settled: str
    implied: str = ""

    @property
    def takes_votes(self) -> bool:
        """Return whether votes may be given and changed."""
        return self.state == OPEN

    @property
    def ends(self) -> str:
        """Return when the timer of an open vote runs out, as ISO text, or "" where none runs."""
        return self.ends_at.isoformat() if self.ends_at and self.takes_votes else ""

    @property
    def others(self) -> tuple[Step, ...]:
        """Return the answers that say less than a step does."""
        return OTHER_ANSWERS

    @property
    def every_answer(self) -> tuple[Step, ...]:
        """Return everything that can be answered."""
        return (*self.steps, *OTHER_ANSWERS)


@dataclass(frozen=True, slots=True)
class Room:
    """Everything that the screens of a workshop show; `voted` holds the seats that voted in this round."""

    workshop: Workshop
    asked: Asked | None
    seats: tuple[Seat, ...]
    voted: frozenset[str]
    agenda: Agenda = field(default_factory=Agenda)
    result: tuple[ResultRow, ...] = ()
    metrics: tuple[CellMetric, ...] = ()

    @property
    def round_id(self) -> str:
        """Return the round on the screens, empty when there is none."""
        return self.asked.round_id if self.asked else ""

    @property
    def phase(self) -> str:
        """Return a text that changes exactly when phones have something new to show."""
        one, at = self.workshop, self.asked
        survey = "survey" if one.is_survey else "closed" if one.survey_closed_at else ""
        return ".".join(
            (at.round_id if at else "", at.state if at else "", "end" if one.ended_at else "", survey)
        )


def room_of(unit: Unit, workshop: Workshop, *, with_agenda: bool = False) -> Room:
    """Return what the screens of a workshop show just now."""
    framework = framework_of(unit, workshop.framework_hash)
    rounds = round_queries.list_rounds(unit, workshop.id)
    current = next((kept for kept in rounds if kept.id == workshop.current_round_id), None)
    asked = None if current is None else _asked(unit, framework, workshop, current)
    voted = round_queries.list_voted(unit, [current.id]) if current else set()
    seats = tuple(queries.list_seats(unit, workshop.id))
    here = {seat.id for seat in seats}
    return Room(
        workshop,
        asked,
        seats,
        frozenset(seat_id for _, seat_id in voted if seat_id in here),
        agenda_of(unit, framework, workshop, rounds) if with_agenda else Agenda(),
        result_of(unit, framework, workshop) if workshop.ended_at else (),
    )


def measured_room(unit: Unit, workshop: Workshop, *, with_agenda: bool = False) -> Room:
    """Return what the screens show just now, with the figures beside the question."""
    return with_metrics(unit, room_of(unit, workshop, with_agenda=with_agenda))


def with_metrics(unit: Unit, room: Room) -> Room:
    """Return the room with the figures beside its question; phones do without them."""
    at = room.asked
    if at is None or room.workshop.ended_at:
        return room
    return replace(room, metrics=cell_metrics(unit, room.workshop, at.area_id, at.level))


def _asked(unit: Unit, framework: Framework, workshop: Workshop, kept: KeptRound) -> Asked:
    asked, language = kept.asked, workshop.language
    area = framework.area_by_id[asked.question.area_id]
    practice = framework.practices[asked.question.practice_id] if asked.question.practice_id else None
    areas = agenda_areas(framework, workshop)
    steps = steps_of(framework, area, practice, language)
    picture = None
    if asked.shows_votes:
        ballots = round_queries.list_shown_votes(unit, [kept.id])[kept.id]
        picture = picture_for(framework, practice, ballots)
    return Asked(
        round_id=kept.id,
        version=kept.version,
        state=asked.state,
        number=asked.number,
        which_pass=asked.question.which_pass,
        area_id=area.id,
        area_slug=area.slug,
        area_name=localise(area.name, language),
        position=areas.index(area) + 1 if area in areas else 0,
        areas=len(areas),
        practice_id=practice.id if practice else "",
        level=practice.level if practice else None,
        question=question_text(area, practice, language),
        statement=localise(practice.text, language) if practice else "",
        why=localise(practice.why, language) if practice else "",
        evidence=localise(practice.evidence, language) if practice else "",
        steps=steps,
        ends_at=kept.ends_at,
        note=kept.note,
        picture=picture,
        settled=_settled_words(unit, framework, workshop, kept) if asked.is_over else "",
        implied=_implied(unit, framework, workshop, practice) if practice and practice.implied_by else "",
    )


def _implied(unit: Unit, framework: Framework, workshop: Workshop, practice: Practice) -> str:
    """Return why the practice counts already because of another answer, before anybody rated it."""
    needed = needed_areas(framework, practice.area)
    ratings = stored_answers(unit, workshop, needed).ratings
    values = practice_values(framework, ratings, workshop.options, needed)
    return implied_words(framework, practice, values)


def _settled_words(unit: Unit, framework: Framework, workshop: Workshop, kept: KeptRound) -> str:
    """Return how a question ended, for people at the table."""
    if kept.asked.state == SKIPPED:
        return "Skipped for now."
    value = stored_answers(unit, workshop, {kept.asked.question.area_id}).words(
        framework, kept.asked.question
    )
    if kept.asked.state == PARKED:
        return f"Parked: evidence will tell. Until then it stands at {value}."
    return f"Agreed: {value}."


def question_of(asked: Asked) -> Question:
    """Return the question that is asked."""
    return Question(asked.area_id, asked.practice_id or None)


def suggested_answer(room: Room) -> str:
    """Return the answer that the form to agree begins with: the median of placings, else the mean ("")."""
    picture = room.asked.picture if room.asked else None
    if picture is None or picture.middle is None:
        return ""
    return plain(picture.middle)


def suggested_target(room: Room) -> str:
    """Return the median of the targets that people named, or "" when nobody did."""
    picture = room.asked.picture if room.asked else None
    return plain(picture.target) if picture is not None and picture.target is not None else ""


def own_ballot(unit: Unit, room: Room, seat: Seat) -> Ballot | None:
    """Return what this seat said to the question of the moment."""
    return round_queries.own_vote(unit, room.round_id, seat.id) if room.asked else None


def following(room: Room) -> Item | None:
    """Return the question that comes next, or None at the end."""
    at = room.asked
    return room.agenda.following(at.area_slug if at else "", at.practice_id if at else "")


def other_pass(room: Room) -> Item | None:
    """Return where the other pass goes on: the practices of the area on the screens, or the placings."""
    at = room.asked
    return room.agenda.other_pass(at.area_slug, at.practice_id) if at else None
