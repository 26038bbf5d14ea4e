"""The five stages of an agreement as a table: what leads where, and what has to be so before it does."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from assessment.domain.slas import SIDES, Standing
from assessment.domain.wording import plural
from assessment.errors import NotAllowed

NEGOTIATION, FINALIZING, MONITORING = "negotiation", "finalizing", "monitoring"
REPORTING, REVIEWING, ENDED = "reporting", "reviewing", "ended"
STAGES = (NEGOTIATION, FINALIZING, MONITORING, REPORTING, REVIEWING)
DRAFTING = frozenset({NEGOTIATION, FINALIZING})

ROUND = "round"
FINALIZE = "finalize"
BACK = "back"
FREEZE = "freeze"
WITHDRAW = "withdraw"
PERIOD_CLOSED = "period closed"
REPORT_ISSUED = "report issued"
KEEP, CHANGE, END = "keep", "change", "end"
STEPS = (ROUND, FINALIZE, BACK, FREEZE, WITHDRAW, PERIOD_CLOSED, REPORT_ISSUED, KEEP, CHANGE, END)
REVIEW_RESULTS = (KEEP, CHANGE, END)
"""What a review can decide: the agreement stays, is negotiated anew, or ends."""

TABLE: Mapping[tuple[str, str], str] = {
    (NEGOTIATION, ROUND): NEGOTIATION,
    (NEGOTIATION, FINALIZE): FINALIZING,
    (NEGOTIATION, WITHDRAW): MONITORING,
    (NEGOTIATION, END): ENDED,
    (NEGOTIATION, PERIOD_CLOSED): NEGOTIATION,
    (NEGOTIATION, REPORT_ISSUED): NEGOTIATION,
    (FINALIZING, BACK): NEGOTIATION,
    (FINALIZING, FREEZE): MONITORING,
    (FINALIZING, WITHDRAW): MONITORING,
    (FINALIZING, END): ENDED,
    (FINALIZING, PERIOD_CLOSED): FINALIZING,
    (FINALIZING, REPORT_ISSUED): FINALIZING,
    (MONITORING, PERIOD_CLOSED): REPORTING,
    (REPORTING, PERIOD_CLOSED): REPORTING,
    (REPORTING, REPORT_ISSUED): REVIEWING,
    (REVIEWING, PERIOD_CLOSED): REVIEWING,
    (REVIEWING, REPORT_ISSUED): REVIEWING,
    (REVIEWING, KEEP): MONITORING,
    (REVIEWING, CHANGE): NEGOTIATION,
    (REVIEWING, END): ENDED,
}
"""Where each step leads. A pair that is not here is an illegal jump."""

NEEDS_REASON = frozenset({BACK, WITHDRAW, CHANGE, END})

ILLEGAL: Mapping[str, str] = {
    ROUND: "Rounds belong to the negotiation.",
    FINALIZE: "Only a negotiated agreement is finalized.",
    BACK: "Only what is being finalized goes back to negotiation; what was signed changes in a review.",
    FREEZE: "Only what is being finalized is frozen.",
    WITHDRAW: "Nothing is being negotiated that could be withdrawn.",
    PERIOD_CLOSED: "Periods are closed while an agreement holds.",
    REPORT_ISSUED: "A report needs a closed period.",
    KEEP: "Only a review decides to keep an agreement; it follows the report of a period.",
    CHANGE: "Only a review decides to change an agreement; it follows the report of a period.",
    END: "An agreement that holds is ended by a review, which follows the report of a period.",
}


def next_stage(standing: Standing, step: str, today: date, reason: str = "") -> str:
    """Return the stage that a step leads to; NotAllowed, with every reason, where it may not be taken."""
    leads_to = TABLE.get((standing.stage, step))
    if leads_to is None:
        raise NotAllowed(_illegal(standing, step))
    against = list(obstacles(standing, step, today))
    if step in NEEDS_REASON and not reason.strip():
        against.append("Say why: the reason stays in the history.")
    if against:
        raise NotAllowed(" ".join(against))
    return leads_to


def _illegal(standing: Standing, step: str) -> str:
    if standing.stage == ENDED:
        return "This agreement has ended. It stays as it is, and a new one can be drafted."
    return f"The agreement is in {standing.stage}. {ILLEGAL.get(step, 'There is no such step.')}"


def may_take(standing: Standing) -> tuple[str, ...]:
    """Return the steps that the table has for where an agreement stands, allowed just now or not."""
    return tuple(step for step in STEPS if (standing.stage, step) in TABLE)


def obstacles(standing: Standing, step: str, today: date) -> Sequence[str]:
    """Return what stands against a step, a sentence each; nothing where it can be taken."""
    rules = CONDITIONS.get(step, ())
    return tuple(sentence for rule in rules if (sentence := rule(standing, today)))


def _has_parties(standing: Standing, _: date) -> str:
    if standing.has_service and standing.both_sides:
        return ""
    return "Name the service, the provider and the customer first."


def _targets_pass(standing: Standing, _: date) -> str:
    if not standing.open_targets:
        return ""
    return "Some targets are not ready: " + "; ".join(standing.open_targets) + "."


def _complete(standing: Standing, _: date) -> str:
    if not standing.open_points:
        return ""
    count = plural(len(standing.open_points), "point")
    points = ", ".join(standing.names.get(one, one) for one in standing.open_points)
    return f"Neither filled nor left out with a reason: {count} ({points})."


def _underpinned(standing: Standing, _: date) -> str:
    if not standing.has_supplier or standing.supports_named:
        return ""
    return (
        "The service has a supplier: name the agreements behind this one under support levels, or say why "
        "there is none."
    )


def _signed(standing: Standing, _: date) -> str:
    missing = [side for side in SIDES if side not in standing.signed]
    return f"Not signed yet by the {' and the '.join(missing)}." if missing else ""


def _holds_later(standing: Standing, today: date) -> str:
    if standing.valid_from is None:
        return "Say from which day it holds."
    if standing.held_from is None:
        return ""
    if standing.valid_from <= standing.held_from:
        return "A new version holds from a later day than the one before it."
    if standing.valid_from < today.replace(day=1):
        return "A new version cannot hold for months that are over: they were measured by the old one."
    return ""


def _in_force(standing: Standing, today: date) -> str:
    if standing.waiting_for is not None:
        return f"The agreement holds only from {standing.waiting_for} on."
    return "" if standing.in_force else "No version of this agreement holds."


def _was_in_force(standing: Standing, _: date) -> str:
    return "" if standing.held_from is not None else "No version was ever signed. End the agreement instead."


def _never_in_force(standing: Standing, _: date) -> str:
    if standing.stage in DRAFTING and standing.held_from is not None:
        return "A version was signed: withdraw the draft first, then a review can end the agreement."
    return ""


Rule = Callable[[Standing, date], str]
COMPLETE_TO_SIGN: tuple[Rule, ...] = (_has_parties, _targets_pass, _complete, _underpinned, _holds_later)
CONDITIONS: Mapping[str, tuple[Rule, ...]] = {
    FINALIZE: (_has_parties, _targets_pass),
    FREEZE: (*COMPLETE_TO_SIGN, _signed),
    WITHDRAW: (_was_in_force,),
    PERIOD_CLOSED: (_in_force,),
    REPORT_ISSUED: (_in_force,),
    END: (_never_in_force,),
}


def before_signing(standing: Standing, today: date) -> tuple[str, ...]:
    """Return what has to be done before anybody signs, a sentence each."""
    if standing.stage != FINALIZING:
        return ("People sign what is being finalized.",)
    return tuple(sentence for rule in COMPLETE_TO_SIGN if (sentence := rule(standing, today)))
