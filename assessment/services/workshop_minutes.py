"""The minutes of a workshop: what was agreed and why, how far people were apart, what is parked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from assessment.domain.answers import AnswerSet
from assessment.domain.evidence import label_of
from assessment.domain.framework import Area, Framework, Practice, localise
from assessment.domain.pictures import Picture
from assessment.domain.report import ReportMinute
from assessment.domain.workshops import AGREED, PARKED, REVEALED, SKIPPED, Ballot, Question
from assessment.services.editions import framework_of
from assessment.services.workshop_questions import picture_for
from assessment.services.workshop_words import StoredAnswers, stored_answers
from assessment.store.database import Unit
from assessment.store.queries import rounds as round_queries
from assessment.store.queries import workshops as queries
from assessment.store.queries.rounds import HeldRound, KeptRound
from assessment.store.queries.workshops import Workshop

ENDED_AS = {AGREED: "Agreed", PARKED: "Parked", SKIPPED: "Skipped", REVEALED: "Revealed, not agreed"}
TAGS = {AGREED: "ok", PARKED: "warn"}


@dataclass(frozen=True, slots=True)
class MinuteRow:
    """One question: what was asked, how it ended, the spread of the votes, what was written down."""

    question: str
    state: str
    tag: str
    answer: str
    spread: str
    rounds: int
    note: str
    evidence: str


@dataclass(frozen=True, slots=True)
class MinuteArea:
    """One area: its placing and the practices that were asked."""

    name: str
    rows: tuple[MinuteRow, ...]


@dataclass(frozen=True, slots=True)
class Minutes:
    """The minutes of a workshop; `to_collect` names what needs evidence."""

    client_name: str
    title: str
    begun: datetime
    ended: datetime | None
    people: int
    areas: tuple[MinuteArea, ...]
    to_collect: tuple[str, ...]
    feedback: tuple[tuple[str, int], ...]

    @property
    def agreed(self) -> int:
        """Return how many questions were agreed."""
        return sum(row.state == ENDED_AS[AGREED] for area in self.areas for row in area.rows)


FEEDBACK_WORDS = (("useful", "Time well spent"), ("partly", "Partly"), ("not", "Not useful"))


def minutes_of(unit: Unit, workshop: Workshop) -> Minutes:
    """Return the minutes of a workshop: only what was revealed is in them."""
    framework = framework_of(unit, workshop.framework_hash)
    rounds = round_queries.list_rounds(unit, workshop.id)
    ballots = round_queries.list_shown_votes(unit, [kept.id for kept in rounds])
    answers = stored_answers(unit, workshop, {kept.asked.question.area_id for kept in rounds})
    seats = queries.list_seats(unit, workshop.id)
    areas = _areas(framework, workshop.areas, rounds, ballots, answers)
    said = [seat.feedback for seat in seats]
    return Minutes(
        workshop.client_name,
        workshop.assessment_title,
        workshop.created_at,
        workshop.ended_at,
        len(seats),
        tuple(areas),
        tuple(f"{area.name}: {row.question}" for area in areas for row in area.rows if row.tag == "warn"),
        tuple((words, said.count(key)) for key, words in FEEDBACK_WORDS if said.count(key)),
    )


def report_minutes(
    unit: Unit, assessment_id: str, framework: Framework, answers: AnswerSet
) -> tuple[ReportMinute, ...]:
    """Return the minutes of the workshops of an assessment that have ended, oldest first; one query."""
    stored = StoredAnswers(answers.areas, answers.ratings)
    by_workshop: dict[str, list[HeldRound]] = {}
    for held in round_queries.list_held_rounds(unit, assessment_id):
        by_workshop.setdefault(held.workshop_id, []).append(held)
    found = []
    for rounds in by_workshop.values():
        ballots = {one.kept.id: one.ballots for one in rounds}
        kept = [one.kept for one in rounds]
        for area in _areas(framework, rounds[0].areas, kept, ballots, stored):
            found += [_minute(rounds[0].begun, area.name, row) for row in area.rows]
    return tuple(found)


def _minute(begun: datetime, area: str, row: MinuteRow) -> ReportMinute:
    return ReportMinute(
        begun.date(), area, row.question, row.state, row.answer, row.spread, row.note, row.evidence
    )


def _areas(
    framework: Framework,
    agenda: Sequence[str],
    rounds: Sequence[KeptRound],
    ballots: Mapping[str, Sequence[Ballot]],
    answers: StoredAnswers,
) -> list[MinuteArea]:
    """Return what was asked, by area: first those of the agenda, then those that were taken off it."""
    by_question: dict[Question, list[KeptRound]] = {}
    for kept in rounds:
        by_question.setdefault(kept.asked.question, []).append(kept)
    others = [area.id for area in framework.areas if area.id not in agenda]
    areas = []
    for area in (framework.area_by_id[area_id] for area_id in (*agenda, *others)):
        rows = tuple(
            _row(framework, area, practice, by_question[question], ballots, answers)
            for practice in (None, *area.practices)
            if (question := Question(area.id, practice.id if practice else None)) in by_question
        )
        if rows:
            areas.append(MinuteArea(localise(area.name), rows))
    return areas


def _row(
    framework: Framework,
    area: Area,
    practice: Practice | None,
    rounds: Sequence[KeptRound],
    ballots: Mapping[str, Sequence[Ballot]],
    answers: StoredAnswers,
) -> MinuteRow:
    last = rounds[-1]
    shown = [kept for kept in rounds if ballots.get(kept.id)]
    spreads = [_spread(picture_for(framework, practice, ballots[kept.id])) for kept in shown]
    settled = last.asked.state in (AGREED, PARKED)
    return MinuteRow(
        localise(practice.text) if practice else "Where the group places the area",
        ENDED_AS.get(last.asked.state, "Left open"),
        TAGS.get(last.asked.state, ""),
        answers.words(framework, last.asked.question) if settled else "",
        " Then: ".join(spreads),
        len(shown),
        last.note,
        _evidence(answers, last.asked.question) if settled else "",
    )


def _spread(picture: Picture) -> str:
    return " ".join((*picture.facts, *picture.wishes))


def _evidence(answers: StoredAnswers, question: Question) -> str:
    rating = answers.ratings.get(question.practice_id or "")
    return "; ".join(label_of(item) for item in rating.evidence) if rating else ""
