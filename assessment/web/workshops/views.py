"""What the pages of a workshop show beside the room itself: addresses, codes, counts in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import current_app

from assessment.domain.workshops import GROUPS, shown_code
from assessment.services.workshop_agenda import Item
from assessment.services.workshop_room import Room, following, other_pass, suggested_answer, suggested_target
from assessment.services.workshop_survey import SurveyProgress
from assessment.services.workshops import Workshop
from assessment.web import unit
from assessment.web.addresses import public_base
from assessment.web.filters import format_moment
from assessment.web.live import presence
from assessment.web.seats import observer_token

MOST_PEOPLE = 60
SECONDS_A_MINUTE = 60
LANGUAGES = {"en": "English", "it": "Italiano"}
MACROS = "workshops/_parts.html"


@dataclass(frozen=True, slots=True)
class View:
    """A room with its addresses; `present` holds the seats whose phones are connected."""

    room: Room
    home: str
    here: str
    code: str
    join_url: str
    observer_url: str
    present: frozenset[str]
    following: Item | None
    other_pass: Item | None
    seen: int
    suggested: str
    target: str
    survey: str = ""
    reminder: str = ""

    @property
    def people(self) -> "tuple[Person, ...]":
        """Who has a seat, in a large room those first who dropped off, and of the others as many as fit.

        Whether somebody voted is told in a named workshop only.
        """
        room = self.room
        tells = room.workshop.is_named and room.asked is not None and room.asked.takes_votes
        seats = list(enumerate(room.seats, 1))
        if len(seats) > MOST_PEOPLE:
            seats = sorted(seats, key=lambda pair: pair[1].id in self.present)[:MOST_PEOPLE]
        return tuple(
            Person(
                seat.id,
                seat.name or ("You" if seat.id == room.workshop.facilitator_seat_id else f"Seat {number}"),
                GROUPS.get(seat.group, ""),
                seat.id in self.present,
                (seat.id in room.voted) if tells else None,
                seat.id == room.workshop.facilitator_seat_id,
            )
            for number, seat in seats
        )

    @property
    def unlisted(self) -> int:
        """How many more have a seat than are listed."""
        return max(0, len(self.room.seats) - MOST_PEOPLE)

    @property
    def counts(self) -> "Counts":
        """Who is there and who has voted."""
        return counts_of(self.room, self.present)


@dataclass(frozen=True, slots=True)
class Person:
    """One seat as the facilitator sees it; `voted` is None where that is not told."""

    id: str
    name: str
    group: str
    connected: bool
    voted: bool | None
    leads: bool = False


@dataclass(frozen=True, slots=True)
class Counts:
    """How many are seated, connected, have voted, are connected and have not, have dropped off."""

    seated: int
    connected: int
    voted: int
    waiting: int
    gone: int

    @property
    def percent(self) -> int:
        """How much of the room has voted."""
        return round(100 * self.voted / self.seated) if self.seated else 0

    @property
    def title(self) -> str:
        """The count of votes in words."""
        if not self.seated:
            return "Nobody has joined yet"
        return f"{self.voted} of {self.seated} have voted"

    @property
    def words(self) -> str:
        """Who is missing, in words."""
        if not self.seated:
            return "Show the code. People join with their phones, without an account."
        parts = []
        if self.waiting:
            parts.append(f"{self.waiting} connected {'has' if self.waiting == 1 else 'have'} not voted")
        if self.gone:
            parts.append(f"{self.gone} {'has' if self.gone == 1 else 'have'} dropped off")
        if not parts:
            return "Everybody has voted."
        return ", ".join(parts) + ". You can reveal without them."


def name_of(room: Room) -> str:
    """Whose workshop this is."""
    return f"{room.workshop.client_name}, {room.workshop.assessment_title}"


def counts_of(room: Room, present: frozenset[str]) -> Counts:
    """Count the seats of a room; who has voted and gone counts as voted."""
    seats = {seat.id for seat in room.seats}
    voted = room.voted & seats
    missing = seats - voted
    return Counts(
        len(seats), len(seats & present), len(voted), len(missing & present), len(missing - present)
    )


def survey_words(progress: SurveyProgress) -> str:
    """How far a survey is: counts, and the names of who has begun in a named one."""
    words = f"{progress.people} joined, {progress.finished} answered all {progress.questions} questions."
    if progress.started:
        words += f" Answers from {', '.join(progress.started)}."
    return words


def reminder(workshop: Workshop, url: str) -> str:
    """A text to copy into a message to those who have not answered yet."""
    until = format_moment(workshop.survey_until) if workshop.survey_until else ""
    return (
        f"Please answer the questions on {workshop.client_name}, {workshop.assessment_title}, until {until}. "
        f"You need no account and can stop and come back at any time: {url}"
    )


def new_view(
    room: Room,
    seen: int = 0,
    progress: SurveyProgress | None = None,
) -> View:
    """The view of a room for the facilitator."""
    workshop = room.workshop
    home = f"/clients/{workshop.client_slug}/assessments/{workshop.assessment_slug}"
    base = public_base()
    token = observer_token(current_app.config["SECRET_KEY"], unit.current_workspace(), workshop.id)
    return View(
        room=room,
        home=home,
        here=f"{home}/workshop/{workshop.id}",
        code=shown_code(workshop.code),
        join_url=f"{base}/j/{workshop.code}",
        observer_url=f"{base}/o/{token}",
        present=present_in(workshop),
        following=following(room),
        other_pass=other_pass(room),
        seen=seen,
        suggested=suggested_answer(room),
        target=suggested_target(room),
        survey=survey_words(progress) if progress else "",
        reminder=reminder(workshop, f"{base}/j/{workshop.code}") if progress else "",
    )


def present_in(workshop: Workshop) -> frozenset[str]:
    """The seats that are there: phones that are connected, and that of a facilitator who votes."""
    own = {workshop.facilitator_seat_id} if workshop.facilitator_seat_id else set()
    return presence(unit.current_workspace(), workshop.id) | own


def time_left(workshop: Workshop, now: datetime) -> str:
    """How much of the planned time is left, in words; nothing where no end was planned."""
    if not workshop.planned_minutes or workshop.ended_at:
        return ""
    begun = workshop.survey_closed_at or workshop.created_at
    left = workshop.planned_minutes - int((now - begun).total_seconds() // SECONDS_A_MINUTE)
    if left < 0:
        return f"{-left} minutes over the {workshop.planned_minutes} planned"
    return f"{left} of {workshop.planned_minutes} planned minutes left"


def language_choices(languages: Sequence[str]) -> list[tuple[str, str]]:
    """The languages that a framework is written in, with their own names; "" is the first of them."""
    return [(code if at else "", LANGUAGES.get(code, code)) for at, code in enumerate(languages)]


def join_host(url: str) -> str:
    """The part of an address that people type: without scheme and code."""
    return url.partition("://")[2].rpartition("/")[0]


@dataclass(frozen=True, slots=True)
class DrawnPeople:
    """The list of people as it was drawn last, and what it was drawn from."""

    key: tuple[object, ...]
    html: str


def people_of(view: View, before: DrawnPeople | None = None) -> DrawnPeople:
    """The list of people; the one from before where nothing in it has changed, as with most votes."""
    room = view.room
    key = (room.seats, view.present, room.voted if room.workshop.is_named else None, room.phase)
    if before is not None and before.key == key:
        return before
    module: Any = current_app.jinja_env.get_template(MACROS).module
    return DrawnPeople(key, str(module.people(view)))


def fragments(view: View, people: DrawnPeople) -> dict[str, str]:
    """What changes on the facilitator's page while votes come in: the count and the people."""
    module: Any = current_app.jinja_env.get_template(MACROS).module
    return {"#count": str(module.count(view.counts)), "#people": people.html}


def state_of(view: View, people: DrawnPeople | None = None) -> Mapping[str, Any]:
    """What the facilitator's script reads: the phase, the count, and the pieces to replace."""
    return {
        "phase": view.room.phase,
        "ends": view.room.asked.ends if view.room.asked else "",
        "version": view.room.workshop.version,
        "count": view.counts.title,
        "fragments": fragments(view, people or people_of(view)),
    }
