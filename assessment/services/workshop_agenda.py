"""The agenda of a workshop: how far each question is, what comes next, and what can be put elsewhere."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from assessment.domain.framework import Area, Framework, Practice, localise
from assessment.domain.scoring import placing_of
from assessment.domain.values import IMPLIED, PracticeValue, practice_values
from assessment.domain.workshops import (
    AGREED,
    ENDINGS,
    OPEN,
    PARKED,
    REVEALED,
    SKIPPED,
    Ballot,
    Question,
    moved_in,
)
from assessment.errors import InvalidInput, NotFound
from assessment.services.editions import framework_of
from assessment.services.question_words import implied_because
from assessment.services.questions import mark_level_in_place
from assessment.services.scores import needed_areas
from assessment.services.workshop_questions import agenda_areas, picture_for
from assessment.services.workshop_words import StoredAnswers, stored_answers
from assessment.services.workshops import require_running
from assessment.store.database import Unit
from assessment.store.queries import rounds as round_queries
from assessment.store.queries.rounds import KeptRound
from assessment.store.queries.workshops import Workshop, change_workshop

SECONDS_A_QUESTION = 100  # Forty to vote and sixty to talk, as in docs/method.md, "Workshop rounds".
STATES = {
    "": "not asked",
    OPEN: "open",
    REVEALED: "revealed",
    AGREED: "agreed",
    PARKED: "parked",
    SKIPPED: "skipped",
}
EARLIER, LATER, DROP, ADD = "earlier", "later", "drop", "add"


@dataclass(frozen=True, slots=True)
class Item:
    """One question of the agenda and how far it is; `implied` says why an unasked practice has a value.

    `short` is how a button names it.
    """

    area_slug: str
    practice_id: str
    name: str
    state: str
    discuss: bool
    words: str
    current: bool
    level: int | None = None
    implied: str = ""
    short: str = ""

    @property
    def key(self) -> str:
        """Return what a form sends to ask this question."""
        return f"{self.area_slug}/{self.practice_id}" if self.practice_id else self.area_slug

    @property
    def is_close(self) -> bool:
        """Return whether the votes are shown and lie so close that no talk is needed."""
        return self.state == REVEALED and not self.discuss

    @property
    def is_done(self) -> bool:
        """Return whether nothing is left to ask: it is settled, or follows from another answer."""
        return self.state in ENDINGS or (bool(self.implied) and not self.state)


@dataclass(frozen=True, slots=True)
class AgendaLevel:
    """The practices of one level; `near` says whether it is the placed one, one below or one above."""

    number: int
    name: str
    near: bool
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class AgendaArea:
    """One area of the agenda: its placing, then its practices, the levels near the placing first."""

    slug: str
    name: str
    placing: Item
    levels: tuple[AgendaLevel, ...]

    @property
    def near(self) -> tuple[Item, ...]:
        """Return the practices that the depth pass asks: of the placed level and of those next to it."""
        return tuple(item for level in self.levels if level.near for item in level.items)

    @property
    def practices(self) -> tuple[Item, ...]:
        """Return every practice of the area."""
        return tuple(item for level in self.levels for item in level.items)


@dataclass(frozen=True, slots=True)
class Agenda:
    """The areas of a workshop in their order, and those of the framework that are left out."""

    areas: tuple[AgendaArea, ...] = ()
    left_out: tuple[tuple[str, str], ...] = ()

    @property
    def close(self) -> int:
        """Return how many questions have been voted on and need no talk."""
        return sum(item.is_close for area in self.areas for item in (area.placing, *area.practices))

    @property
    def placing_minutes(self) -> int:
        """Return an estimate of the minutes that the placings still need."""
        return minutes_for([area.placing for area in self.areas])

    @property
    def depth_minutes(self) -> int:
        """Return an estimate of the minutes that the practices near the placings still need."""
        return minutes_for([item for area in self.areas for item in area.near])

    def following(self, area_slug: str, practice_id: str) -> Item | None:
        """Return the question after the one named, or None at the end.

        After a placing comes the next placing, after a practice the next one of its area; when these are
        done, the practices of the next area. Nothing named means the beginning.
        """
        if not practice_id:
            return next(chain(self._placings(area_slug), self._depth(area_slug)), None)
        return next(chain(self._after(area_slug, practice_id), self._depth(area_slug)), None)

    def other_pass(self, area_slug: str, practice_id: str) -> Item | None:
        """Return where the other pass goes on: the practices of this area, or the placings."""
        if practice_id:
            return next(self._placings(area_slug), None)
        return next((i for a in self.areas if a.slug == area_slug for i in a.near if not i.is_done), None)

    def _from(self, area_slug: str) -> Sequence[AgendaArea]:
        slugs = [area.slug for area in self.areas]
        at = slugs.index(area_slug) if area_slug in slugs else 0
        return (*self.areas[at:], *self.areas[:at])

    def _placings(self, area_slug: str) -> Iterator[Item]:
        areas = [area for area in self._from(area_slug) if area.slug != area_slug]
        return _worth_a_talk_first([area.placing for area in areas])

    def _depth(self, area_slug: str) -> Iterator[Item]:
        return _worth_a_talk_first([item for area in self._from(area_slug) for item in area.near])

    def _after(self, area_slug: str, practice_id: str) -> Iterator[Item]:
        """Yield what is left of the practice's own level, then of its area."""
        area = next((one for one in self.areas if one.slug == area_slug), None)
        if area is None:
            return
        own = next((lv for lv in area.levels if practice_id in {i.practice_id for i in lv.items}), None)
        items = (*own.items, *area.near) if own else area.near
        at = next((n for n, item in enumerate(items) if item.practice_id == practice_id), -1)
        for item in (*items[at + 1 :], *items[: at + 1]):
            if not item.is_done and item.practice_id != practice_id:
                yield item


def _worth_a_talk_first(items: Sequence[Item]) -> Iterator[Item]:
    """Yield what is not done yet; what people agreed on in a survey comes after what needs the room."""
    left = [item for item in items if not item.is_done]
    return iter(sorted(left, key=lambda item: item.is_close))


def minutes_for(items: Sequence[Item]) -> int:
    """Return an estimate of the minutes that the questions which are not done need."""
    return -(-sum(not item.is_done for item in items) * SECONDS_A_QUESTION // 60)


@dataclass(frozen=True, slots=True)
class _Known:
    """What the agenda is drawn from, read once."""

    framework: Framework
    workshop: Workshop
    last: Mapping[Question, KeptRound]
    ballots: Mapping[str, Sequence[Ballot]]
    stored: StoredAnswers
    values: Mapping[str, PracticeValue]


def agenda_of(unit: Unit, framework: Framework, workshop: Workshop, rounds: Sequence[KeptRound]) -> Agenda:
    """Return the agenda of a workshop, in three queries."""
    areas = agenda_areas(framework, workshop)
    last: dict[Question, KeptRound] = {kept.asked.question: kept for kept in rounds}
    shown = [kept.id for kept in last.values() if kept.asked.state == REVEALED]
    needed = frozenset[str]().union(*(needed_areas(framework, area.id) for area in areas))
    stored = stored_answers(unit, workshop, needed)
    known = _Known(
        framework,
        workshop,
        last,
        round_queries.list_shown_votes(unit, shown),
        stored,
        practice_values(framework, stored.ratings, workshop.options, needed),
    )
    chosen = {area.id for area in areas}
    return Agenda(
        tuple(_area(known, area) for area in areas),
        tuple((area.slug, localise(area.name)) for area in framework.areas if area.id not in chosen),
    )


def _area(known: _Known, area: Area) -> AgendaArea:
    framework = known.framework
    answer = known.stored.areas.get(area.id)
    placing = placing_of(answer) if answer else None
    numbers = framework.level_numbers
    near = numbers if placing is None else framework.levels_near(placing)
    order = (*near, *(number for number in numbers if number not in near))
    levels = []
    for number in order:
        items = tuple(_item(known, area, practice) for practice in area.cell(number).practices)
        if items:
            name = localise(framework.level_by_number[number].name)
            levels.append(AgendaLevel(number, name, number in near, items))
    return AgendaArea(area.slug, localise(area.name), _item(known, area, None), tuple(levels))


def _item(known: _Known, area: Area, practice: Practice | None) -> Item:
    kept = known.last.get(Question(area.id, practice.id if practice else None))
    state = kept.asked.state if kept else ""
    words, discuss = STATES[state], False
    if kept is not None and state == REVEALED:
        picture = picture_for(known.framework, practice, known.ballots.get(kept.id, []))
        discuss, words = picture.discuss, "worth a talk" if picture.discuss else "close, ready to agree"
    implied = implied_words(known.framework, practice, known.values)
    if practice is not None and not state:
        words = _words_unasked(known, practice, implied)
    return Item(
        area.slug,
        practice.id if practice else "",
        localise(practice.text) if practice else f"Where do you stand in {localise(area.name)}?",
        state,
        discuss,
        words,
        kept is not None and kept.id == known.workshop.current_round_id,
        practice.level if practice else None,
        implied,
        localise(practice.text if practice else area.name),
    )


def implied_words(
    framework: Framework, practice: Practice | None, values: Mapping[str, PracticeValue]
) -> str:
    """Return why a practice that nobody rated has a value all the same, or "" when it has none."""
    value = values.get(practice.id) if practice else None
    if practice is None or value is None or value.state != IMPLIED:
        return ""
    return implied_because(framework, practice, value)


def _words_unasked(known: _Known, practice: Practice, implied: str) -> str:
    """Return what stands beside a practice that this workshop has not asked: what is known of it anyway."""
    if implied:
        return "pre-filled"
    if known.stored.ratings.get(practice.id) is None:
        return STATES[""]
    return f"rated: {known.stored.words(known.framework, Question(practice.area, practice.id))}"


def change_agenda(unit: Unit, workshop: Workshop, act: str, area_slug: str) -> None:
    """Move an area earlier or later, take it off the agenda, or put it at the end."""
    require_running(workshop, unit.now)
    framework = framework_of(unit, workshop.framework_hash)
    area = framework.area_by_slug.get(area_slug)
    if area is None:
        raise NotFound("The framework of this assessment has no such area.")
    order = [one.id for one in agenda_areas(framework, workshop)]
    if act == ADD:
        order = [*(one for one in order if one != area.id), area.id]
    elif area.id not in order:
        raise NotFound("This area is not on the agenda.")
    elif act == DROP:
        order.remove(area.id)
        if not order:
            raise InvalidInput("agenda", "An agenda needs an area. Add another one first.")
    else:
        order = moved_in(order, area.id, {EARLIER: -1, LATER: 1}.get(act, 0))
    change_workshop(unit, workshop.id, areas=order)


def level_in_place(unit: Unit, workshop: Workshop, area_slug: str, level: int, note: str) -> list[str]:
    """Rate what the group says is all in place and return the ids of the practices that changed.

    Raises InvalidInput without a note that says how the group knows.
    """
    require_running(workshop, unit.now)
    where = (workshop.client_slug, workshop.assessment_slug, area_slug)
    changed = mark_level_in_place(unit, *where, level, note)[1]
    change_workshop(unit, workshop.id)
    return changed
