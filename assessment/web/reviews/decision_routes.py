"""What is typed as decided while a review is held: improvements, agreements, goals, actions and the rest."""

from collections.abc import Callable, Mapping
from datetime import date

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from assessment.domain.csip import Decision
from assessment.domain.reviews import Decided
from assessment.domain.wording import capital, plural
from assessment.errors import Conflict, InvalidInput, NotAllowed
from assessment.services import reviews_agreements, reviews_decisions, reviews_goals, reviews_improvements
from assessment.services.reviews_agreements import AgreementEntry
from assessment.services.reviews_decisions import ActionEntry, DecisionEntry
from assessment.services.reviews_goals import GoalDecision
from assessment.services.reviews_kept import ProposalEntry
from assessment.web import unit
from assessment.web.access import access
from assessment.web.forms import read_whole
from assessment.web.reviews.blueprint import SEE_OTHER, blueprint
from assessment.web.reviews.minutes_routes import again
from assessment.web.shell import Undo, toast

UNDONE_HERE = ("action", "decision")
"""The forms whose decision the notice takes back; the others change what only their register can change."""


def day_in(name: str) -> date | None:
    """The day in a field, None where it is empty. Raises InvalidInput."""
    text = request.form.get(name, "").strip()
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise InvalidInput(name, "Write the day as year, month and day, for example 2026-11-22.") from None


@blueprint.post("/<int:review>/improvements")
@access("manager")
def decide(client: str, review: int) -> ResponseReturnValue:
    """Decide about one or several improvements."""
    form = request.form
    chosen = [number for text in form.getlist("items") if (number := read_whole(text))]
    items = {number: read_whole(form.get(f"seen-{number}")) or 1 for number in chosen}
    other = read_whole(form.get("other", "").upper().removeprefix("CSIP-").strip())
    items |= {other: 0} if other and other not in items else {}
    try:
        decision = Decision(
            form.get("decision", ""),
            form.get("reason", ""),
            day_in("look_again_on"),
            form.get("verdict") or None,
        )
        with unit.write() as u:
            outcome = reviews_improvements.decide_items(
                u, client, review, items, decision, form.get("deciders", "")
            )
    except (InvalidInput, NotAllowed) as error:
        return again(client, review, error, "decide")
    if outcome.refused:
        return again(client, review, None, "decide", outcome)
    undo = None
    if len(outcome.done) == 1:
        number = outcome.done[0].number
        undo = Undo(url_for("reviews.undo_decision", client=client, review=review, decision=number))
    toast(f"{capital(plural(len(outcome.done), 'decision'))} written down.", undo)
    return redirect(url_for("reviews.minutes", client=client, review=review) + "#decide", SEE_OTHER)


def typed(name: str) -> str:
    """What stands in a field, without the space around it."""
    return request.form.get(name, "").strip()


def as_action(client: str, review: int) -> Decided:
    """An action."""
    entry = ActionEntry(
        typed("title"), typed("owner"), day_in("due_on"), typed("service_id"), typed("party_id")
    )
    with unit.write() as u:
        return reviews_decisions.add_review_action(u, client, review, entry)


def as_proposal(client: str, review: int) -> Decided:
    """A proposal or a changed need."""
    entry = ProposalEntry(typed("title"), typed("kind"), typed("description"))
    with unit.write() as u:
        return reviews_decisions.add_review_proposal(u, client, review, entry)


def as_agreement(client: str, review: int) -> Decided:
    """About an agreement: one of the client's, or another one in words."""
    decision, text, reason, deciders = (typed(name) for name in ("decision", "text", "reason", "deciders"))
    if not typed("sla"):
        said = DecisionEntry("sla", decision, text, reason, deciders)
        with unit.write() as u:
            return reviews_decisions.add_decision(u, client, review, said)
    entry = AgreementEntry(typed("sla"), decision, text, reason, deciders)
    with unit.write() as u:
        return reviews_agreements.decide_agreement(u, client, review, entry)


def as_goal(client: str, review: int) -> Decided:
    """About a success factor or an indicator."""
    goal = typed("goal")
    entry = GoalDecision(
        goal, typed("decision"), typed("title"), day_in("valid_from"), typed("target"), typed("target_code"),
        typed("metric_id"), typed("reason"), typed("deciders"), read_whole(typed(f"seen-{goal}")) or 0,
    )  # fmt: skip
    with unit.write() as u:
        return reviews_goals.decide_goal(u, client, review, entry)


def in_words(client: str, review: int) -> Decided:
    """Anything else."""
    entry = DecisionEntry("other", "decided", typed("text"), "", typed("deciders"))
    with unit.write() as u:
        return reviews_decisions.add_decision(u, client, review, entry)


FORMS: Mapping[str, Callable[[str, int], Decided]] = {
    "action": as_action, "proposal": as_proposal, "agreement": as_agreement, "goal": as_goal,
    "decision": in_words,
}  # fmt: skip


@blueprint.post("/<int:review>/decisions")
@access("manager")
def add_decision(client: str, review: int) -> ResponseReturnValue:
    """Write down an action, a proposal, or what was decided about an agreement, a goal or anything else."""
    what = request.form.get("form", "")
    try:
        made = FORMS.get(what, in_words)(client, review)
    except (InvalidInput, NotAllowed, Conflict) as error:
        return again(client, review, error, what)
    undo = url_for("reviews.undo_decision", client=client, review=review, decision=made.number)
    may_undo = what in UNDONE_HERE or not made.subject
    toast(f"“{made.text[:80]}” was written down.", Undo(undo) if may_undo else None)
    return redirect(url_for("reviews.minutes", client=client, review=review) + "#decisions", SEE_OTHER)


@blueprint.post("/<int:review>/decisions/<int:decision>/undo")
@access("manager")
def undo_decision(client: str, review: int, decision: int) -> ResponseReturnValue:
    """Take a decision back; it stays in the minutes as taken back."""
    try:
        with unit.write() as u:
            reviews_decisions.undo_decision(u, client, review, decision)
    except (NotAllowed, Conflict) as error:
        toast(error.message)
    else:
        toast("The decision was taken back.")
    return redirect(url_for("reviews.minutes", client=client, review=review) + "#decisions", SEE_OTHER)
