"""The life of an improvement item: states, review decisions and their rules; docs/method.md, "CSIP"."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from assessment.domain.benefit import VERDICTS
from assessment.errors import InvalidInput, NotAllowed

PROPOSED = "proposed"
COSTING = "costing"
APPROVED = "approved"
IN_PROGRESS = "in progress"
IMPLEMENTED = "implemented"
BENEFIT_CHECK = "benefit check"
CLOSED = "closed"
ON_HOLD = "on hold"
REMOVED = "removed"

PROGRESS = "progress"
HOLD = "hold"
REMOVE = "remove"
REOPEN = "reopen"
DECISIONS = (PROGRESS, HOLD, REMOVE)
"""What a review can decide; a re-open is recorded by itself and only undoes a removal."""

COST_NONE = "none"
COST_REQUESTED = "requested"
COST_APPROVED = "approved"
COST_REFUSED = "refused"
COST_APPROVALS = (COST_NONE, COST_REQUESTED, COST_APPROVED, COST_REFUSED)

DONE = "done"
GROUP_OF: Mapping[str, str] = {
    PROPOSED: PROPOSED,
    COSTING: PROPOSED,
    APPROVED: PROPOSED,
    IN_PROGRESS: IN_PROGRESS,
    ON_HOLD: ON_HOLD,
    IMPLEMENTED: DONE,
    BENEFIT_CHECK: DONE,
    CLOSED: DONE,
    REMOVED: REMOVED,
}
"""The filter group of each state."""

STATES = tuple(GROUP_OF)
GROUPS = tuple(dict.fromkeys(GROUP_OF.values()))
LATE_GROUPS = (PROPOSED, IN_PROGRESS)
"""What is on hold waits for its own day, and what is implemented is not late any more."""
OPEN_STATES = frozenset(STATES) - {CLOSED, REMOVED}

FORWARD: Mapping[str, str] = {
    PROPOSED: APPROVED,
    COSTING: APPROVED,
    APPROVED: IN_PROGRESS,
    IN_PROGRESS: IMPLEMENTED,
    IMPLEMENTED: BENEFIT_CHECK,
    BENEFIT_CHECK: CLOSED,
}
"""The next state when a review says progress; a proposal that needs costing goes by way of costing."""


@dataclass(frozen=True, slots=True)
class ItemState:
    """Where one item stands. `left` is the state it was in before it was put on hold or removed."""

    state: str = PROPOSED
    needs_costing: bool = False
    cost_approval: str = COST_NONE
    left: str | None = None
    verdict: str | None = None

    @property
    def group(self) -> str:
        """Return the filter group."""
        return GROUP_OF[self.state]


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided. `look_again_on` belongs to a hold, `verdict` and the texts at the end to closing."""

    kind: str
    reason: str = ""
    look_again_on: date | None = None
    verdict: str | None = None
    decided_on: date | None = None
    closing_note: str = ""
    lessons: str = ""


@dataclass(frozen=True, slots=True)
class Transition:
    """A decision that is allowed: the item before and after."""

    before: ItemState
    after: ItemState
    decision: Decision


def decide(item: ItemState, decision: Decision) -> Transition:
    """Return what `decision` makes of `item`.

    NotAllowed when the state forbids it, InvalidInput when a reason, date or verdict is missing.
    """
    rule = _RULES.get(decision.kind)
    if rule is None:
        raise InvalidInput("decision", f"A review decides {', '.join(DECISIONS)}, not {decision.kind}.")
    state, left, verdict = rule(item, decision)
    after = ItemState(state, item.needs_costing, item.cost_approval, left, verdict)
    return Transition(item, after, decision)


def allowed_decisions(item: ItemState) -> tuple[str, ...]:
    """Return the decisions that the state of `item` allows."""
    if item.state == REMOVED:
        return (REOPEN,)
    if item.state not in OPEN_STATES:
        return ()
    kinds = (HOLD, REMOVE) if item.state != ON_HOLD else (REMOVE,)
    return kinds if _blocked(item) else (PROGRESS, *kinds)


_Next = tuple[str, str | None, str | None]


def next_state(item: ItemState) -> str:
    """Return the state that progress leads to; NotAllowed where there is none yet."""
    if item.state == ON_HOLD:
        return item.left or PROPOSED
    blocked = _blocked(item)
    if blocked:
        raise NotAllowed(blocked)
    if item.state == PROPOSED and item.needs_costing and item.cost_approval != COST_APPROVED:
        return COSTING
    return FORWARD[item.state]


def _blocked(item: ItemState) -> str:
    if item.state not in OPEN_STATES:
        return f"The item is {item.state}; it cannot go further."
    waits = item.needs_costing and item.cost_approval != COST_APPROVED
    if waits and item.state in (COSTING, APPROVED):
        return "The item needs costing. It can go further once its cost is approved."
    return ""


def _progress(item: ItemState, decision: Decision) -> _Next:
    state = next_state(item)
    if state != CLOSED:
        return state, None, None
    if decision.verdict not in VERDICTS:
        raise InvalidInput("verdict", f"Say whether the benefit was {', '.join(VERDICTS)}.")
    return state, None, decision.verdict


def _hold(item: ItemState, decision: Decision) -> _Next:
    if item.state not in OPEN_STATES or item.state == ON_HOLD:
        raise NotAllowed(f"The item is {item.state}; it cannot be put on hold.")
    _ask_reason(decision, "an item is put on hold")
    again = decision.look_again_on
    if again is None:
        raise InvalidInput("look_again_on", "Say when to look at the item again.")
    if decision.decided_on is not None and again <= decision.decided_on:
        raise InvalidInput("look_again_on", "The day to look again has to be after the decision.")
    return ON_HOLD, item.state, None


def _remove(item: ItemState, decision: Decision) -> _Next:
    if item.state not in OPEN_STATES:
        raise NotAllowed(f"The item is {item.state}; it cannot be removed.")
    _ask_reason(decision, "an item is removed")
    return REMOVED, item.left if item.state == ON_HOLD else item.state, None


def _reopen(item: ItemState, decision: Decision) -> _Next:
    if item.state != REMOVED:
        raise NotAllowed(f"The item is {item.state}; only a removed item can be opened again.")
    _ask_reason(decision, "a removed item is opened again")
    return item.left or PROPOSED, None, None


def _ask_reason(decision: Decision, what: str) -> None:
    if not decision.reason.strip():
        raise InvalidInput("reason", f"Say why {what}.")


_RULES = {PROGRESS: _progress, HOLD: _hold, REMOVE: _remove, REOPEN: _reopen}
