"""The sentences and sums that a CSIP register begins with."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from assessment.domain.csip import (
    COST_APPROVED,
    COST_REFUSED,
    DONE,
    IN_PROGRESS,
    ON_HOLD,
    PROGRESS,
    PROPOSED,
    REMOVED,
    REOPEN,
    ItemState,
    allowed_decisions,
    next_state,
)
from assessment.domain.wording import capital, count_word, joined, plural
from assessment.errors import NotAllowed

NOTHING_YET = "No improvements yet"


@dataclass(frozen=True, slots=True)
class Money:
    """What the items of a register cost in one currency.

    `committed` is approved and not on hold, `asked` waits for approval, `held` belongs to items on hold.
    """

    currency: str
    committed: Fraction = Fraction(0)
    asked: Fraction = Fraction(0)
    held: Fraction = Fraction(0)


def money_of(amounts: Iterable[tuple[str, str, str, Fraction | int]]) -> tuple[Money, ...]:
    """Return the sums per currency of (group, approval, currency, amount), by currency.

    What was removed or refused counts nowhere; what is done stays committed when it was approved.
    """
    found: dict[str, list[Fraction | int]] = {}
    for group, approval, currency, amount in amounts:
        place = _place_of(group, approval)
        if place is not None:
            found.setdefault(currency, [0, 0, 0])[place] += amount
    return tuple(Money(currency, *map(Fraction, sums)) for currency, sums in sorted(found.items()))


def _place_of(group: str, approval: str) -> int | None:
    if group == REMOVED or approval == COST_REFUSED:
        return None
    if group == ON_HOLD:
        return 2
    if approval == COST_APPROVED:
        return 0
    return None if group == DONE else 1


def register_title(counts: Mapping[str, int], waiting: int) -> str:
    """Return what the register comes to. `waiting` is how many open items have a cost nobody approved yet."""
    if not sum(counts.values()):
        return NOTHING_YET
    if not (counts[IN_PROGRESS] or counts[PROPOSED] or counts[ON_HOLD]):
        return _nothing_open(counts)
    if counts[IN_PROGRESS]:
        parts = [f"{plural(counts[IN_PROGRESS], 'item')} in progress"]
    elif counts[PROPOSED]:
        parts = [f"{plural(counts[PROPOSED], 'item')} proposed, none in progress yet"]
    else:
        parts = [f"{plural(counts[ON_HOLD], 'item')} on hold, none in progress"]
    if waiting:
        parts.append(f"{count_word(waiting)} {'waits' if waiting == 1 else 'wait'} for budget")
    return capital(", ".join(parts))


def _nothing_open(counts: Mapping[str, int]) -> str:
    done, removed = counts[DONE], counts[REMOVED]
    if not removed:
        return "The one item is done" if done == 1 else f"All {count_word(done)} items are done"
    if not done:
        return "The one item was removed" if removed == 1 else f"All {count_word(removed)} items were removed"
    return f"Nothing is open: {count_word(done)} done, {count_word(removed)} removed"


def attention_sentence(late: int, look_again: int, stale: int, check: int = 0) -> str:
    """Return what asks for a look, or nothing."""
    parts = []
    if late:
        parts.append(f"{plural(late, 'item')} {'is' if late == 1 else 'are'} late")
    if look_again:
        parts.append(f"the day to look again has come for {plural(look_again, 'item')} on hold")
    if stale:
        verb = "is" if stale == 1 else "are"
        parts.append(f"{plural(stale, 'item')} {verb} stale")
    if check:
        parts.append(f"the day to check has come for {plural(check, 'implemented item')}")
    return f"{capital(joined(parts))}." if parts else ""


@dataclass(frozen=True, slots=True)
class Way:
    """A decision that can be made about an item, and the state that it leads to."""

    decision: str
    leads_to: str


def ways(item: ItemState) -> tuple[Way, ...]:
    """Return the decisions that an item allows, each with the state it leads to."""
    return tuple(Way(kind, _leads_to(item, kind)) for kind in allowed_decisions(item))


def _leads_to(item: ItemState, decision: str) -> str:
    if decision == PROGRESS:
        return next_state(item)
    if decision == REOPEN:
        return item.left or PROPOSED
    return ON_HOLD if decision == "hold" else REMOVED


def blocked_because(item: ItemState) -> str:
    """Return why an open item cannot go further yet, or nothing when it can."""
    try:
        next_state(item)
    except NotAllowed as error:
        return error.message
    return ""
