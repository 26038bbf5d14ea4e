"""What the screens of a workshop show: the question of the moment, who is there, the picture, the agenda."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from assessment.domain.answers import DONT_KNOW, NOT_APPLICABLE
from assessment.domain.framework import Area, Framework, Practice, localise
from assessment.domain.numbers import plain
from assessment.domain.pictures import Picture, picture_of
from assessment.domain.workshops import AGREED, DEPTH, OPEN, PARKED, REVEALED, SKIPPED, Ballot, Question
from assessment.services.editions import framework_of
from assessment.services.workshop_words import stored_answers
from assessment.store.database import Unit
from assessment.store.queries import rounds as round_queries
from assessment.store.queries import workshops as queries
from assessment.store.queries.rounds import KeptRound
from assessment.store.queries.workshops import Seat, Workshop

SECONDS_A_QUESTION = 100  # Forty to vote and sixty to talk, as in docs/method.md, "Workshop rounds".
CANNOT_JUDGE = "I cannot judge this"
DOES_NOT_APPLY = "This does not apply here"
STATES = {
    "": "not asked",
    OPEN: "open",
    REVEALED: "revealed",
    AGREED: "agreed",
    PARKED: "parked",
    SKIPPED: "skipped",
}


@dataclass(frozen=True, slots=True)
class Step:
    """One answer of a question: `id` is what a vote says, `label` what the square shows."""

    id: str
    label: str
    name: str
    text: str
    level: str = ""


OTHER_ANSWERS = (
    Step(DONT_KNOW, "?", CANNOT_JUDGE, "Counts as present, not in the median."),
    Step(NOT_APPLICABLE, "–", DOES_NOT_APPLY, "Counts as present, not in the median."),
)


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

    @property
    def takes_votes(self) -> bool:
        """Return whether votes may be given and changed."""
        return self.state == OPEN

    @property
    def others(self) -> tuple[Step, ...]:
        """Return the answers that say less than a step does."""
        return OTHER_ANSWERS

    @property
    def every_answer(self) -> tuple[Step, ...]:
        """Return everything that can be answered."""
        return (*self.steps, *OTHER_ANSWERS)


@dataclass(frozen=True, slots=True)
class Item:
    """One question of the agenda and how far it is."""

    area_slug: str
    practice_id: str
    name: str
    state: str
    discuss: bool
    words: str
    current: bool
    level: int | None = None


@dataclass(frozen=True, slots=True)
class AgendaArea:
    """One area of the agenda: its placing, then its practices."""

    slug: str
    name: str
    placing: Item
    practices: tuple[Item, ...]

    @property
    def items(self) -> tuple[Item, ...]:
        """Return every question of the area."""
        return (self.placing, *self.practices)


@dataclass(frozen=True, slots=True)
class Room:
    """Everything that the screens of a workshop show; `voted` holds the seats that voted in this round."""

    workshop: Workshop
    asked: Asked | None
    seats: tuple[Seat, ...]
    voted: frozenset[str]
    agenda: tuple[AgendaArea, ...] = ()

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

    @property
    def minutes_left(self) -> int:
        """Return an estimate of the time that the placings which are not settled yet need, in minutes."""
        chosen = [item for area in self.agenda for item in area.items if item.practice_id == ""]
        opened = [item for area in self.agenda for item in area.practices if item.state in (OPEN, REVEALED)]
        left = sum(item.state not in (AGREED, PARKED, SKIPPED) for item in (*chosen, *opened))
        return -(-left * SECONDS_A_QUESTION // 60)


def agenda_areas(framework: Framework, workshop: Workshop) -> tuple[Area, ...]:
    """Return the areas of a workshop in the order of its agenda."""
    if not workshop.areas:
        return framework.areas
    return tuple(framework.area_by_id[area] for area in workshop.areas if area in framework.area_by_id)


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
        _agenda(unit, framework, workshop, rounds) if with_agenda else (),
    )


def _asked(unit: Unit, framework: Framework, workshop: Workshop, kept: KeptRound) -> Asked:
    asked = kept.asked
    area = framework.area_by_id[asked.question.area_id]
    practice = framework.practices[asked.question.practice_id] if asked.question.practice_id else None
    areas = agenda_areas(framework, workshop)
    steps = steps_of(framework, area, practice)
    picture = None
    if asked.shows_votes:
        ballots = round_queries.list_shown_votes(unit, [kept.id])[kept.id]
        picture = picture_for(framework, area, practice, ballots)
    return Asked(
        round_id=kept.id,
        version=kept.version,
        state=asked.state,
        number=asked.number,
        which_pass=asked.question.which_pass,
        area_id=area.id,
        area_slug=area.slug,
        area_name=localise(area.name),
        position=areas.index(area) + 1 if area in areas else 0,
        areas=len(areas),
        practice_id=practice.id if practice else "",
        level=practice.level if practice else None,
        question=question_text(area, practice),
        statement=localise(practice.text) if practice else "",
        why=localise(practice.why) if practice else "",
        evidence=localise(practice.evidence) if practice else "",
        steps=steps,
        ends_at=kept.ends_at,
        note=kept.note,
        picture=picture,
        settled=_settled_words(unit, framework, workshop, kept) if asked.is_over else "",
    )


def question_text(area: Area, practice: Practice | None) -> str:
    """Return what is asked aloud."""
    if practice is not None:
        return localise(practice.question) or localise(practice.text)
    return localise(area.question) or localise(area.name)


def steps_of(framework: Framework, area: Area, practice: Practice | None) -> tuple[Step, ...]:
    """Return the steps of a question, lowest first: the levels of an area or the scale of a practice."""
    if practice is None:
        return tuple(
            Step(
                str(level.number),
                str(level.number),
                localise(level.name),
                localise(area.steps.get(level.number, level.meaning)),
                str(level.number),
            )
            for level in framework.levels
        )
    return tuple(
        Step(step.id, step.id, localise(step.name), localise(step.help))
        for step in framework.scale_of(practice)
    )


def picture_for(
    framework: Framework, area: Area, practice: Practice | None, ballots: Sequence[Ballot]
) -> Picture:
    """Return the picture of the revealed votes on a question."""
    steps = [step.id for step in steps_of(framework, area, practice)]
    return picture_of(ballots, steps, practice is None)


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


def _agenda(
    unit: Unit, framework: Framework, workshop: Workshop, rounds: Sequence[KeptRound]
) -> tuple[AgendaArea, ...]:
    last: dict[Question, KeptRound] = {kept.asked.question: kept for kept in rounds}
    shown = [kept.id for kept in last.values() if kept.asked.state == REVEALED]
    ballots = round_queries.list_shown_votes(unit, shown)
    found = []
    for area in agenda_areas(framework, workshop):
        items = [
            _item(framework, area, practice, last, ballots, workshop) for practice in (None, *area.practices)
        ]
        found.append(AgendaArea(area.slug, localise(area.name), items[0], tuple(items[1:])))
    return tuple(found)


def _item(
    framework: Framework,
    area: Area,
    practice: Practice | None,
    last: Mapping[Question, KeptRound],
    ballots: Mapping[str, Sequence[Ballot]],
    workshop: Workshop,
) -> Item:
    kept = last.get(Question(area.id, practice.id if practice else None))
    state = kept.asked.state if kept else ""
    words, discuss = STATES[state], False
    if kept is not None and state == REVEALED:
        picture = picture_for(framework, area, practice, ballots.get(kept.id, []))
        discuss, words = picture.discuss, "worth a talk" if picture.discuss else "close, ready to agree"
    return Item(
        area.slug,
        practice.id if practice else "",
        localise(practice.text) if practice else f"Where do you stand in {localise(area.name)}?",
        state,
        discuss,
        words,
        kept is not None and kept.id == workshop.current_round_id,
        practice.level if practice else None,
    )


def question_of(asked: Asked) -> Question:
    """Return the question that is asked."""
    return Question(asked.area_id, asked.practice_id or None)


def suggested_answer(room: Room) -> str:
    """Return the answer that the form to agree begins with: the median of placings, else the mean ("")."""
    picture = room.asked.picture if room.asked else None
    if picture is None or picture.middle is None:
        return ""
    return plain(picture.middle)


def own_ballot(unit: Unit, room: Room, seat: Seat) -> Ballot | None:
    """Return what this seat said to the question of the moment."""
    return round_queries.own_vote(unit, room.round_id, seat.id) if room.asked else None


def next_question(room: Room) -> tuple[str, str, str] | None:
    """Return area slug, practice id and name of the question after the current one, or None at the end.

    After a placing comes the next placing; after a practice the next practice of the same level or near it.
    """
    at = room.asked
    if at is None:
        return _first_open(room)
    if at.which_pass == DEPTH:
        area = next((one for one in room.agenda if one.slug == at.area_slug), None)
        practices = area.practices if area else ()
        ids = [item.practice_id for item in practices]
        after = practices[ids.index(at.practice_id) + 1 :] if at.practice_id in ids else ()
        for item in after:
            if item.state not in (AGREED, PARKED, SKIPPED):
                return item.area_slug, item.practice_id, item.name
        return None
    return _first_open(room, after=at.area_slug)


def _first_open(room: Room, after: str = "") -> tuple[str, str, str] | None:
    slugs = [area.slug for area in room.agenda]
    start = slugs.index(after) + 1 if after in slugs else 0
    for area in (*room.agenda[start:], *room.agenda[:start]):
        if area.placing.state not in (AGREED, PARKED, SKIPPED) and area.slug != after:
            return area.slug, "", area.name
    return None
