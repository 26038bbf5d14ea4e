"""What the facilitator does with a question: ask, reveal, vote again, agree, park, skip, decide again."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from fractions import Fraction

from assessment.domain import workshops as rules
from assessment.domain.answers import AreaAnswer, Evidence, Rating, Vote
from assessment.domain.framework import Framework, Practice
from assessment.domain.pictures import level_votes, middle_of
from assessment.domain.reading_values import read_number
from assessment.domain.workshops import AGREED, PARKED, SKIPPED, Ballot, Question, Round
from assessment.errors import Conflict, InvalidInput, NotFound
from assessment.services.area_answers import AreaChange, changed_area, write_area
from assessment.services.editions import framework_of
from assessment.services.questions import write_rating
from assessment.services.rating_changes import LONGEST_NOTE, RatingChange, changed_rating
from assessment.services.texts import checked_text
from assessment.services.workshop_questions import picture_for
from assessment.services.workshops import require_running
from assessment.store.database import Unit
from assessment.store.queries import answers as answer_queries
from assessment.store.queries import rounds as queries
from assessment.store.queries.rounds import KeptRound
from assessment.store.queries.workshops import Workshop, change_workshop

A_MOMENT = 90  # Seconds in which "5 seconds ago" says more than a time.
DONE = {
    rules.OPEN: "opened a vote",
    rules.REVEALED: "revealed the votes",
    AGREED: "agreed on a rating",
    PARKED: "parked the question",
    SKIPPED: "skipped the question",
}


@dataclass(frozen=True, slots=True)
class Decision:
    """What the group agreed. `answer` None keeps the mean of the votes; `seen` is the version of the answer.

    An empty note leaves the note that is there, and evidence is added to what is there.

    `target` and `importance` belong to a placing, `evidence` and `reason` (why it does not apply) to a
    practice.
    """

    seen: int
    answer: str | None = None
    target: Fraction | None = None
    importance: Fraction | None = None
    note: str = ""
    reason: str = ""
    evidence: tuple[Evidence, ...] = ()


def ask(unit: Unit, workshop: Workshop, area_slug: str, practice_id: str | None) -> KeptRound:
    """Put a question on every screen and return its round.

    A question whose votes were not settled yet comes back as it was; a settled one gets a new round.
    """
    require_running(workshop, unit.now)
    framework = framework_of(unit, workshop.framework_hash)
    area = framework.area_by_slug.get(area_slug)
    if area is None or (practice_id and practice_id not in {one.id for one in area.practices}):
        raise NotFound("The framework of this assessment has no such question.")
    question = Question(area.id, practice_id or None)
    before = [kept for kept in queries.list_rounds(unit, workshop.id) if kept.asked.question == question]
    last = before[-1] if before else None
    if last is not None and not last.asked.is_over:
        change_workshop(unit, workshop.id, current_round_id=last.id)
        return last
    number = last.asked.number + 1 if last else 1
    return _open(unit, workshop, Round(question, number))


def _open(unit: Unit, workshop: Workshop, asked: Round) -> KeptRound:
    ends_at = unit.now + timedelta(seconds=workshop.timer_seconds) if workshop.timer_seconds else None
    kept = queries.add_round(unit, workshop.id, asked, ends_at)
    change_workshop(unit, workshop.id, current_round_id=kept.id)
    return kept


def ago(then: datetime | None, now: datetime) -> str:
    """Return how long ago something happened: "5 seconds ago", or the time in UTC when it is long past."""
    if then is None:
        return "before"
    seconds = int((now - then).total_seconds())
    if seconds < 0 or seconds > A_MOMENT:
        return f"at {then:%H:%M} UTC"
    return "a second ago" if seconds <= 1 else f"{seconds} seconds ago"


def _seen_round(unit: Unit, workshop: Workshop, round_id: str, version: int) -> KeptRound:
    """Return a round that nobody moved since the facilitator saw it; Conflict says who did what."""
    require_running(workshop, unit.now)
    kept = queries.get_round(unit, workshop.id, round_id, hold=True)
    if kept.version != version:
        raise Conflict(
            f"Another screen {DONE[kept.asked.state]} {ago(kept.moved_at, unit.now)}. "
            "Nothing was changed by you; look at it again.",
            by=kept.moved_by,
            version=kept.version,
        )
    return kept


def _move(unit: Unit, workshop: Workshop, kept: KeptRound, to: Round, note: str | None = None) -> None:
    if not queries.set_round_state(unit, kept, to.state, note):
        raise Conflict("Another screen moved this question on at the same moment. Look at it again.")
    change_workshop(unit, workshop.id, current_round_id=kept.id)


def reveal(unit: Unit, workshop: Workshop, round_id: str, version: int) -> None:
    """Show the votes of a round to everybody at once, however many have voted."""
    kept = _seen_round(unit, workshop, round_id, version)
    _move(unit, workshop, kept, rules.reveal(kept.asked))


def vote_again(unit: Unit, workshop: Workshop, round_id: str, version: int) -> KeptRound:
    """Open the re-vote; the first round stays in the history."""
    kept = _seen_round(unit, workshop, round_id, version)
    again = rules.vote_again(kept.asked)
    _move(unit, workshop, kept, kept.asked)
    return _open(unit, workshop, again)


def skip(unit: Unit, workshop: Workshop, round_id: str, version: int) -> None:
    """Leave a question without an answer."""
    kept = _seen_round(unit, workshop, round_id, version)
    _move(unit, workshop, kept, rules.settle(kept.asked, SKIPPED))


def decide_again(unit: Unit, workshop: Workshop, round_id: str, version: int) -> None:
    """Take back that a question is settled; what was saved stays until something else is decided."""
    kept = _seen_round(unit, workshop, round_id, version)
    _move(unit, workshop, kept, rules.decide_again(kept.asked))


def extend_timer(unit: Unit, workshop: Workshop, round_id: str, seconds: int) -> None:
    """Give a question more time, counted from now when its time was up."""
    require_running(workshop, unit.now)
    kept = queries.get_round(unit, workshop.id, round_id)
    begin = max(unit.now, kept.ends_at or unit.now)
    queries.set_round_end(unit, kept.id, begin + timedelta(seconds=seconds))
    change_workshop(unit, workshop.id)


def agree(unit: Unit, workshop: Workshop, round_id: str, version: int, decision: Decision) -> None:
    """Save what the group agreed, with its votes, and settle the question.

    Raises InvalidInput naming the field, Conflict when another screen or page was faster.
    """
    _settle(unit, workshop, round_id, version, AGREED, decision)


def agree_close(unit: Unit, workshop: Workshop) -> int:
    """Agree, without a change, on every question whose votes are shown and need no talk; return how many.

    The mean of the votes stays the value of a practice, the median the placing of an area.
    """
    require_running(workshop, unit.now)
    framework = framework_of(unit, workshop.framework_hash)
    last = {kept.asked.question: kept for kept in queries.list_rounds(unit, workshop.id)}
    shown = [kept for kept in last.values() if kept.asked.state == rules.REVEALED]
    ballots = queries.list_shown_votes(unit, [kept.id for kept in shown])
    agreed = 0
    for kept in shown:
        question = kept.asked.question
        practice = framework.practices[question.practice_id] if question.practice_id else None
        picture = picture_for(framework, practice, ballots[kept.id])
        if picture.discuss or not any(picture.counts.values()):
            continue
        seen = answer_version(unit, workshop, question)
        _settle(unit, workshop, kept.id, kept.version, AGREED, Decision(seen))
        agreed += 1
    return agreed


def park(unit: Unit, workshop: Workshop, round_id: str, version: int, decision: Decision) -> None:
    """Keep the mean of the votes and mark the question for evidence."""
    kept = Decision(decision.seen, note=decision.note, evidence=decision.evidence)
    _settle(unit, workshop, round_id, version, PARKED, kept)


def _settle(
    unit: Unit, workshop: Workshop, round_id: str, version: int, ending: str, decision: Decision
) -> None:
    kept = _seen_round(unit, workshop, round_id, version)
    settled = rules.settle(kept.asked, ending)
    ballots = queries.list_shown_votes(unit, [kept.id])[kept.id]
    if kept.asked.question.practice_id is None:
        _save_placing(unit, workshop, kept, ballots, decision, ending == AGREED)
    else:
        _save_practice(unit, workshop, kept, ballots, decision, ending == AGREED)
    _move(unit, workshop, kept, settled, checked_text("note", decision.note, LONGEST_NOTE))


def _save_practice(
    unit: Unit, workshop: Workshop, kept: KeptRound, ballots: list[Ballot], decision: Decision, agreed: bool
) -> None:
    votes = tuple(Vote(ballot.answer, ballot.group) for ballot in ballots)

    def changed(framework: Framework, practice: Practice, old: Rating) -> Rating:
        cleared = replace(old, votes=votes, consensus=None, agreed=False, bulk=False)
        change = RatingChange(
            decision.seen,
            decision.answer or "",
            decision.reason or None,
            decision.note or None,
            (*old.evidence, *(replace(item, day=item.day or unit.today) for item in decision.evidence)),
        )
        new = changed_rating(framework, practice, cleared, change)
        return replace(new, agreed=agreed and new.consensus is None)

    practice_id = kept.asked.question.practice_id or ""
    write_rating(unit, workshop.client_slug, workshop.assessment_slug, practice_id, changed, decision.seen)


def _save_placing(
    unit: Unit, workshop: Workshop, kept: KeptRound, ballots: list[Ballot], decision: Decision, agreed: bool
) -> None:
    framework = framework_of(unit, workshop.framework_hash)
    area = framework.area_by_id[kept.asked.question.area_id]
    placings = level_votes(ballots)
    answer = decision.answer
    placing = read_number(answer, "answer") if answer else middle_of(placings)
    if agreed and placing is None:
        raise InvalidInput("answer", "Nobody placed this area. Choose a step, park it or skip it.")
    cleared = () if agreed else ("placing",)
    change = AreaChange(
        decision.seen, placing, decision.target, decision.importance, decision.note or None, cleared=cleared
    )

    def changed(framework: Framework, old: AreaAnswer) -> AreaAnswer:
        new = changed_area(framework, old, change)
        return replace(
            new,
            placing_votes=placings,
            target_votes=tuple(Fraction(b.target) for b in ballots if b.target is not None),
            importance_votes=tuple(Fraction(b.importance) for b in ballots if b.importance is not None),
        )

    write_area(unit, workshop.client_slug, workshop.assessment_slug, area.slug, changed, decision.seen)


def answer_version(unit: Unit, workshop: Workshop, question: Question) -> int:
    """Return the version of the stored answer to a question, 0 for none."""
    if question.practice_id is None:
        area = answer_queries.list_area_answers(unit, workshop.assessment_id).get(question.area_id)
        return area.version if area else 0
    rating = answer_queries.list_ratings(unit, workshop.assessment_id, {question.area_id}).get(
        question.practice_id
    )
    return rating.version if rating else 0
