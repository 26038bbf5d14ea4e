"""The life of an action, and which actions breached targets draft; docs/method.md, "Actions"."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction

from assessment.domain.action_items import (
    CANCELLED,
    CLOSED,
    DONE,
    HIGH,
    IN_PROGRESS,
    MEDIUM,
    OPEN,
    VERIFIED,
    ActionItem,
)
from assessment.domain.months import number_of
from assessment.domain.sla_results import BREACHED, MET, NO_DATA, TOO_FEW, WATCH, TargetResult
from assessment.errors import InvalidInput, NotAllowed

START, FINISH, VERIFY, BACK, CLOSE, CANCEL = "start", "finish", "verify", "back", "close", "cancel"
DECISIONS = (START, FINISH, VERIFY, BACK, CLOSE, CANCEL)

MOVES: Mapping[str, Mapping[str, str]] = {
    OPEN: {START: IN_PROGRESS, CANCEL: CANCELLED},
    IN_PROGRESS: {FINISH: DONE, CANCEL: CANCELLED},
    DONE: {VERIFY: VERIFIED, BACK: IN_PROGRESS, CANCEL: CANCELLED},
    VERIFIED: {CLOSE: CLOSED},
    CLOSED: {},
    CANCELLED: {},
}
"""Which decision leads from each state to which; anything else is refused."""

WAITING, INSIDE, OUTSIDE = "waiting", "inside", "outside"
WORKING_DAYS_TO_PLAN = 5
SATURDAY = 5
NO_LIMITS: Mapping[tuple[str, str], Fraction] = {}


@dataclass(frozen=True, slots=True)
class Proof:
    """What the first period measured after an action was done says of its target."""

    state: str = WAITING
    period: str = ""
    variance: Fraction | None = None


NO_PROOF = Proof()


@dataclass(frozen=True, slots=True)
class ActionState:
    """Where an action stands, and the days on which it came there."""

    state: str = OPEN
    has_target: bool = False
    raised_on: date | None = None
    started_on: date | None = None
    done_on: date | None = None
    closed_on: date | None = None
    evidence: str = ""
    verified_period: str | None = None
    cancel_reason: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided about an action, why, and on which day."""

    kind: str
    reason: str = ""
    decided_on: date | None = None


def standing_of(item: ActionItem) -> ActionState:
    """Return what the rules of decision need to know of an action."""
    return ActionState(
        item.state, item.has_target, item.raised_on, item.started_on, item.done_on, item.closed_on,
        item.evidence, item.verified_period, item.cancel_reason,
    )  # fmt: skip


def proof_of(done_on: date | None, results: Iterable[TargetResult], months: int = 1) -> Proof:
    """Return what the first measured period after `done_on` says; `results` are those of one target.

    Periods are named by their last month and are `months` long.

    A period counts when it began after that day. One without data, or with too few cases to tell, says
    nothing, and the next one is asked.
    """
    if done_on is None:
        return NO_PROOF
    begun = number_of(f"{done_on:%Y-%m}") + months
    later = sorted(
        (one for one in results if number_of(one.period) >= begun and one.state not in (NO_DATA, TOO_FEW)),
        key=lambda one: one.period,
    )
    if not later:
        return NO_PROOF
    first = later[0]
    return Proof(INSIDE if first.state in (MET, WATCH) else OUTSIDE, first.period, first.variance)


def allowed_decisions(item: ActionState, proof: Proof = NO_PROOF) -> tuple[str, ...]:
    """Return the decisions that can be made now, in the order in which they are offered."""
    return tuple(kind for kind in MOVES[item.state] if not refused_because(item, kind, proof))


def refused_because(item: ActionState, kind: str, proof: Proof = NO_PROOF) -> str:
    """Return why a decision cannot be made, "" where it can."""
    if kind not in MOVES[item.state]:
        return f"The action is {item.state}; that cannot be decided about it."
    if not item.has_target or kind not in (VERIFY, BACK):
        return ""
    if proof.state == WAITING:
        return "No period after it was done has been measured yet, so nobody can tell whether it helped."
    if kind == VERIFY and proof.state == OUTSIDE:
        return f"{proof.period} was still outside the target, so the action is not verified."
    if kind == BACK and proof.state == INSIDE:
        return f"{proof.period} was inside the target again, so there is nothing to go back to."
    return ""


def decide(item: ActionState, decision: Decision, proof: Proof = NO_PROOF) -> ActionState:
    """Return what a decision makes of an action.

    NotAllowed when the state or what was measured forbids it, InvalidInput where a day or reason is missing.
    """
    if decision.kind not in DECISIONS:
        raise InvalidInput("decision", "Choose one of the decisions shown.")
    refused = refused_because(item, decision.kind, proof)
    if refused:
        raise NotAllowed(refused)
    day = _checked_day(item, decision)
    _check_reason(item, decision)
    after = replace(item, state=MOVES[item.state][decision.kind])
    return _RULES[decision.kind](after, decision.reason.strip(), day, proof)


def _checked_day(item: ActionState, decision: Decision) -> date:
    day = decision.decided_on
    if day is None:
        raise InvalidInput("decided_on", "Say on which day it was.")
    known = [one for one in (item.raised_on, item.started_on, item.done_on) if one is not None]
    if known and day < max(known):
        raise InvalidInput("decided_on", f"This day lies before {max(known)}, when the last step was taken.")
    return day


_WHY: Mapping[str, str] = {
    CANCEL: "Say why the action is cancelled.",
    BACK: "Say what shows that the service is not back at what was agreed.",
    VERIFY: "Write down what shows that the service is back at what was agreed.",
}


def _check_reason(item: ActionState, decision: Decision) -> None:
    needed = decision.kind == CANCEL or (decision.kind in (BACK, VERIFY) and not item.has_target)
    if needed and not decision.reason.strip():
        raise InvalidInput("reason", _WHY[decision.kind])


def _start(after: ActionState, reason: str, day: date, proof: Proof) -> ActionState:
    return replace(after, started_on=day)


def _finish(after: ActionState, reason: str, day: date, proof: Proof) -> ActionState:
    return replace(after, done_on=day)


def _verify(after: ActionState, reason: str, day: date, proof: Proof) -> ActionState:
    return replace(after, evidence=reason, verified_period=proof.period or None)


def _back(after: ActionState, reason: str, day: date, proof: Proof) -> ActionState:
    return replace(after, done_on=None)


def _close(after: ActionState, reason: str, day: date, proof: Proof) -> ActionState:
    return replace(after, closed_on=day)


def _cancel(after: ActionState, reason: str, day: date, proof: Proof) -> ActionState:
    return replace(after, closed_on=day, cancel_reason=reason)


_RULES = {START: _start, FINISH: _finish, VERIFY: _verify, BACK: _back, CLOSE: _close, CANCEL: _cancel}


def due_after(day: date, working_days: int = WORKING_DAYS_TO_PLAN) -> date:
    """Return the day that lies so many working days (Monday to Friday) after another."""
    while working_days:
        day += timedelta(days=1)
        working_days -= day.weekday() < SATURDAY
    return day


@dataclass(frozen=True, slots=True)
class Draft:
    """An action that a breached target asks for; `again` are later periods breached just as well."""

    result: TargetResult
    severity: str
    again: tuple[TargetResult, ...] = ()


@dataclass(frozen=True, slots=True)
class Note:
    """A further period in which the target of an open action was breached, and how severe that makes it."""

    number: int
    result: TargetResult
    severity: str


@dataclass(frozen=True, slots=True)
class Drafts:
    """What results ask for: new actions, and notes on those that are open."""

    new: tuple[Draft, ...] = ()
    notes: tuple[Note, ...] = ()


def drafts_for(
    results: Sequence[TargetResult],
    earlier: Sequence[TargetResult],
    open_actions: Sequence[ActionItem],
    limits: Mapping[tuple[str, str], Fraction] = NO_LIMITS,
) -> Drafts:
    """Return which actions new results ask for; the same results asked again give nothing more.

    `earlier` are the results known beside them, `limits` the unacceptable value by (agreement, target).
    `open_actions` may hold finished actions too: a period that one of them took up is not taken up again.
    """
    asked = {(one.sla_id, one.target_key, one.period) for one in results}
    known = {(one.sla_id, one.target_key, one.period): one for one in [*earlier, *results]}
    by_target: dict[tuple[str, str], list[TargetResult]] = {}
    for key in sorted(known):
        by_target.setdefault(key[:2], []).append(known[key])
    new: list[Draft] = []
    notes: list[Note] = []
    for target, line in by_target.items():
        mine = [one for one in open_actions if (one.sla_id, one.target_key) == target]
        breaches = [one for one in _not_recovered(line) if (*target, one.period) in asked]
        fresh = [one for one in breaches if not any(one.period in act.missed_periods for act in mine)]
        severities = {one.period: severity_of(one, line, limits.get(target)) for one in fresh}
        opened = next((act for act in reversed(mine) if act.is_open), None)
        if opened is not None:
            notes += [Note(opened.number, one, severities[one.period]) for one in fresh]
        elif fresh:
            worst = HIGH if HIGH in severities.values() else MEDIUM
            new.append(Draft(fresh[0], worst, tuple(fresh[1:])))
    return Drafts(tuple(new), tuple(notes))


def _not_recovered(line: Sequence[TargetResult]) -> list[TargetResult]:
    """The breaches of one target after which no period was inside it again."""
    recovered = max((one.period for one in line if one.state == MET), default="")
    return [one for one in line if one.state == BREACHED and one.period > recovered]


def severity_of(result: TargetResult, line: Sequence[TargetResult], limit: Fraction | None) -> str:
    """Return how severe a breach is: high when it is the second running or beyond what is unacceptable."""
    before = [one for one in line if one.period < result.period and one.state != NO_DATA]
    twice = bool(before) and before[-1].state == BREACHED
    return HIGH if twice or is_unacceptable(result, limit) else MEDIUM


def is_unacceptable(result: TargetResult, limit: Fraction | None) -> bool:
    """Return whether a missed target lies beyond the value from which on the service counts as failing."""
    if limit is None or result.actual is None or result.agreed is None:
        return False
    return result.actual < limit if result.actual < result.agreed else result.actual > limit
