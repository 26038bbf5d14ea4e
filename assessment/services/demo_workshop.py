"""The finished workshop of a sample client, put in as if people had sat together and voted."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

from assessment.domain.answers import AnswerSet, AreaAnswer
from assessment.domain.numbers import plain
from assessment.domain.workshops import AGREED, PARKED, REVEALED, SKIPPED, Ballot, Question, Round
from assessment.services.samples.reading import SampleQuestion, SampleWorkshop
from assessment.services.workshops import HOURS_OF_A_CODE, free_code
from assessment.store.database import Unit
from assessment.store.queries import rounds as round_queries
from assessment.store.queries import workshops as queries
from assessment.store.queries.assessments import Place
from assessment.store.queries.events import add_event
from assessment.store.queries.rounds import KeptRound

# The groups of the assessment files, and those that people choose when they join.
SEATED_AS = {
    "desk": "service_desk", "operations": "operations", "owner": "service_owner", "business": "business",
}  # fmt: skip
LASTED = timedelta(hours=2, minutes=10)
A_QUESTION = timedelta(minutes=6)


def add_sample_workshop(unit: Unit, place: Place, sample: SampleWorkshop, answers: AnswerSet) -> None:
    """Store a workshop that has ended, with its seats, rounds and votes.

    The last vote on each question is the one that the assessment holds.
    """
    code = free_code(unit) if queries.code_is_taken(unit, sample.code) else sample.code
    workshop_id = queries.add_workshop(
        unit, place.client.id, place.assessment.id, code=code, is_named=False, areas=sample.areas,
        expires_at=unit.now + timedelta(hours=HOURS_OF_A_CODE),
    )  # fmt: skip
    add_event(unit, place.client.id, f"workshop:{workshop_id}", "workshop opened", {}, place.assessment.id)
    groups = next(_groups(answers, one) for one in sample.questions if one.practice)
    seats = [queries.add_seat(unit, workshop_id, group, "") for group in groups]
    for seat_id, said in zip(seats, sample.feedback, strict=False):
        queries.set_feedback(unit, seat_id, said)
    for at, asked in enumerate(sample.questions, 1):
        _ask(replace(unit, now=unit.now + at * A_QUESTION), workshop_id, asked, answers, seats)
    ended = replace(unit, now=unit.now + LASTED)
    queries.change_workshop(ended, workshop_id, ended_at=ended.now, door_open=False)
    add_event(ended, place.client.id, f"workshop:{workshop_id}", "workshop ended", {}, place.assessment.id)


def _groups(answers: AnswerSet, asked: SampleQuestion) -> list[str]:
    return [SEATED_AS[vote.group] for vote in answers.ratings[asked.practice or ""].votes]


def _ask(
    unit: Unit, workshop_id: str, asked: SampleQuestion, answers: AnswerSet, seats: Sequence[str]
) -> None:
    question = Question(asked.area, asked.practice)
    number = 1
    if asked.first:
        first = round_queries.add_round(unit, workshop_id, Round(question))
        _vote(unit, first, [Ballot(answer) for answer in asked.first], seats)
        round_queries.set_round_state(unit, first, REVEALED)
        number = 2
    last = round_queries.add_round(unit, workshop_id, Round(question, number))
    if asked.skipped:
        round_queries.set_round_state(unit, last, SKIPPED)
        return
    _vote(unit, last, _ballots(answers, asked), seats)
    round_queries.set_round_state(unit, last, PARKED if asked.parked else AGREED, asked.note)


def _ballots(answers: AnswerSet, asked: SampleQuestion) -> list[Ballot]:
    if asked.practice:
        return [Ballot(vote.answer) for vote in answers.ratings[asked.practice].votes]
    said: AreaAnswer = answers.areas[asked.area]
    return [
        Ballot(plain(placing), _whole(target), _whole(importance))
        for placing, target, importance in zip(
            said.placing_votes, said.target_votes, said.importance_votes, strict=True
        )
    ]


def _whole(value: Fraction) -> int:
    if value.denominator != 1:
        raise ValueError(f"nobody can vote for {plain(value)}")
    return int(value)


def _vote(unit: Unit, asked: KeptRound, ballots: Sequence[Ballot], seats: Sequence[str]) -> None:
    for seat_id, ballot in zip(seats, ballots, strict=True):
        round_queries.put_vote(unit, asked.id, seat_id, ballot)
