"""What a phone does: join with a code, vote, change the vote, say what the workshop was like."""

from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from assessment.domain.answers import DONT_KNOW, NOT_APPLICABLE
from assessment.domain.events import PHONE
from assessment.domain.framework import Framework
from assessment.domain.workshops import GROUPS, PLACING, Ballot, Question, read_code, require_open_round
from assessment.errors import InvalidInput, NotAllowed, NotFound
from assessment.services.editions import framework_of
from assessment.services.rating_changes import answers_allowed
from assessment.services.texts import checked_line
from assessment.services.workshops import has_ended
from assessment.store.database import Scope
from assessment.store.database import Unit as Unit
from assessment.store.queries import rounds as round_queries
from assessment.store.queries import workshops as queries
from assessment.store.queries.workshops import Seat as Seat
from assessment.store.queries.workshops import Workshop as Workshop

LONGEST_NAME = 60
FEEDBACK = ("useful", "partly", "not")
LEAST_IMPORTANCE, MOST_IMPORTANCE = 1, 5


def enter(unit: Unit, typed: str) -> tuple[Unit, Workshop]:
    """Return the workshop whose code somebody typed, and the unit in the workspace of that workshop.

    Raises InvalidInput when it cannot be a code, NotFound when no workshop has it.
    """
    code = read_code(typed)
    workspace_id = queries.workspace_of_code(unit, code)
    if workspace_id is not None:
        inside = replace(unit, workspace_id=workspace_id, scope=Scope(via=PHONE))
        with suppress(NotFound):
            return inside, queries.get_workshop_by_code(inside, code)
    raise NotFound(f"No workshop with the code {code[:3]}-{code[3:]} is open. Check the screen.")


def join(unit: Unit, workshop: Workshop, group: str, name: str) -> str:
    """Take a seat and return its id. Raises NotAllowed when nobody can join any more."""
    if has_ended(workshop, unit.now):
        raise NotAllowed("This workshop has ended.")
    if not workshop.door_open:
        raise NotAllowed("The door of this workshop is closed. Ask the facilitator to open it.")
    if group and group not in GROUPS:
        raise InvalidInput("group", "Choose one of the groups shown.")
    kept_name = checked_line("name", name, LONGEST_NAME) if workshop.is_named else ""
    seat_id = queries.add_seat(unit, workshop.id, group, kept_name)
    queries.change_workshop(unit, workshop.id)
    return seat_id


def seat_in(unit: Unit, workshop: Workshop, seat_id: str | None) -> Seat | None:
    """Return the seat with that id if it belongs to this workshop and was not taken away, else None."""
    if not seat_id:
        return None
    try:
        seat = queries.get_seat(unit, seat_id)
    except NotFound:
        return None
    return seat if seat.workshop_id == workshop.id and seat.removed_at is None else None


def give_vote(unit: Unit, workshop: Workshop, seat: Seat, round_id: str, ballot: Ballot) -> None:
    """Store or change the vote of a seat; the same vote again changes nothing.

    Raises NotFound for a round of another workshop, NotAllowed once it takes no votes, InvalidInput for an
    answer that the question does not have.
    """
    if has_ended(workshop, unit.now):
        raise NotAllowed("This workshop has ended. The vote was not counted.")
    kept = round_queries.get_round(unit, workshop.id, round_id, hold=True)
    if workshop.is_survey and survey_is_over(workshop, unit.now):
        raise NotAllowed("The survey is closed. The answer was not counted.")
    require_open_round(kept.asked)
    framework = framework_of(unit, workshop.framework_hash)
    round_queries.put_vote(unit, kept.id, seat.id, checked_ballot(framework, kept.asked.question, ballot))
    queries.mark_changed(unit, workshop.id)


def give_own_vote(unit: Unit, workshop: Workshop, round_id: str, ballot: Ballot) -> None:
    """Store the vote of a facilitator who votes too; NotAllowed in a workshop without that seat."""
    seat = seat_in(unit, workshop, workshop.facilitator_seat_id)
    if seat is None:
        raise NotAllowed("In this workshop the facilitator does not vote.")
    give_vote(unit, workshop, seat, round_id, ballot)


def checked_ballot(framework: Framework, question: Question, ballot: Ballot) -> Ballot:
    """Return what a question can take of a ballot; InvalidInput when the answer is none of its own."""
    if ballot.answer not in ballot_answers(framework, question):
        raise InvalidInput("answer", "Choose one of the answers shown.")
    if question.which_pass != PLACING:
        return Ballot(ballot.answer)
    if ballot.target is not None and not 0 <= ballot.target <= framework.top:
        raise InvalidInput("target", f"A target goes from 0 to {framework.top}.")
    if ballot.importance is not None and not LEAST_IMPORTANCE <= ballot.importance <= MOST_IMPORTANCE:
        raise InvalidInput("importance", "Importance goes from 1 (low) to 5 (high).")
    return Ballot(ballot.answer, ballot.target, ballot.importance)


def ballot_answers(framework: Framework, question: Question) -> tuple[str, ...]:
    """Return the answers that a question takes: its levels or its scale, and what says less."""
    if question.practice_id is None:
        return (*(str(number) for number in framework.level_numbers), DONT_KNOW, NOT_APPLICABLE)
    return answers_allowed(framework, framework.practices[question.practice_id])


def give_feedback(unit: Unit, seat: Seat, feedback: str) -> None:
    """Store what a seat says of the workshop as a whole."""
    if feedback not in FEEDBACK:
        raise InvalidInput("feedback", "Choose one of the answers shown.")
    queries.set_feedback(unit, seat.id, feedback)


def survey_is_over(workshop: Workshop, now: datetime) -> bool:
    """Return whether a survey takes no more answers."""
    return workshop.survey_closed_at is not None or (
        workshop.survey_until is not None and workshop.survey_until <= now
    )
