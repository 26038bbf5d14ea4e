"""The survey by link: the same questions, each person at their own pace, in any order, resumable."""

from dataclasses import dataclass
from datetime import datetime

from assessment.domain.framework import Framework, localise
from assessment.domain.workshops import Ballot
from assessment.services.editions import framework_of
from assessment.services.workshop_questions import OTHER_ANSWERS, Step, question_text, steps_of
from assessment.services.workshop_seats import survey_is_over
from assessment.store.database import Unit
from assessment.store.queries import rounds as round_queries
from assessment.store.queries import workshops as queries
from assessment.store.queries.rounds import KeptRound
from assessment.store.queries.workshops import Seat, Workshop

SECONDS_AN_ANSWER = 30


@dataclass(frozen=True, slots=True)
class SurveyQuestion:
    """One question of a survey, and whether this seat has answered it."""

    round_id: str
    area_name: str
    question: str
    statement: str
    evidence: str
    steps: tuple[Step, ...]
    is_placing: bool
    answered: bool


@dataclass(frozen=True, slots=True)
class SurveyPage:
    """A survey for one seat; `current` is the question shown, None when it is over."""

    questions: tuple[SurveyQuestion, ...]
    current: SurveyQuestion | None
    mine: Ballot | None
    following: str
    until: datetime | None
    is_over: bool

    @property
    def others(self) -> tuple[Step, ...]:
        """Return the answers that say less than a step does."""
        return OTHER_ANSWERS

    @property
    def answered(self) -> int:
        """Return how many questions this seat has answered."""
        return sum(question.answered for question in self.questions)

    @property
    def minutes_left(self) -> int:
        """Return an estimate of the minutes that the open questions need."""
        return -(-(len(self.questions) - self.answered) * SECONDS_AN_ANSWER // 60)


@dataclass(frozen=True, slots=True)
class SurveyProgress:
    """How far a survey is, for the facilitator: a count, and names in a named one."""

    questions: int
    people: int
    answers: int
    started: tuple[str, ...]
    finished: int


def survey_of(unit: Unit, workshop: Workshop, seat: Seat, wanted: str) -> SurveyPage:
    """Return the survey for a seat, at the question with the round `wanted` or the first open one."""
    framework = framework_of(unit, workshop.framework_hash)
    rounds = round_queries.list_rounds(unit, workshop.id)
    own = round_queries.list_own_votes(unit, [kept.id for kept in rounds], seat.id)
    questions = tuple(_question(framework, kept, kept.id in own, workshop.language) for kept in rounds)
    over = survey_is_over(workshop, unit.now)
    ids = [question.round_id for question in questions]
    first_open = next((at for at, question in enumerate(questions) if not question.answered), None)
    at = ids.index(wanted) if wanted in ids else first_open
    current = None if over or at is None else questions[at]
    following = ""
    if current is not None and at is not None:
        later = [*questions[at + 1 :], *questions[:at]]
        following = next((one.round_id for one in later if not one.answered), "")
    mine = own.get(current.round_id) if current else None
    return SurveyPage(questions, current, mine, following, workshop.survey_until, over)


def _question(framework: Framework, kept: KeptRound, answered: bool, language: str) -> SurveyQuestion:
    question = kept.asked.question
    area = framework.area_by_id[question.area_id]
    practice = framework.practices[question.practice_id] if question.practice_id else None
    return SurveyQuestion(
        kept.id,
        localise(area.name, language),
        question_text(area, practice, language),
        localise(practice.text, language) if practice else "",
        localise(practice.evidence, language) if practice else "",
        steps_of(framework, area, practice, language),
        practice is None,
        answered,
    )


def progress_of(unit: Unit, workshop: Workshop) -> SurveyProgress:
    """Return how far a survey is: never what anybody said."""
    rounds = [kept.id for kept in round_queries.list_rounds(unit, workshop.id)]
    voted = round_queries.list_voted(unit, rounds)
    by_seat: dict[str, int] = {}
    for _, seat_id in voted:
        by_seat[seat_id] = by_seat.get(seat_id, 0) + 1
    seats = queries.list_seats(unit, workshop.id)
    names = tuple(sorted(seat.name for seat in seats if seat.name and seat.id in by_seat))
    return SurveyProgress(
        len(rounds), len(seats), len(voted), names, sum(count >= len(rounds) for count in by_seat.values())
    )
