"""What the notices say after a decision and after plan items were sent to the register."""

from assessment.domain.csip import HOLD, REMOVE, REOPEN
from assessment.domain.csip_items import CsipItem
from assessment.domain.wording import plural
from assessment.services.csip_from_plan import SentToCsip
from assessment.web.csip.words import STATE_NAMES
from assessment.web.filters import format_short_date

MOST_NAMED = 3


def decided_sentence(item: CsipItem, kind: str, language: str) -> str:
    """What the notice says after a decision."""
    state = STATE_NAMES[item.state].lower()
    if kind == HOLD and item.look_again_on:
        return f"{item.reference} is on hold until {format_short_date(item.look_again_on, language)}."
    if kind == REMOVE:
        return f"{item.reference} was removed. It stays in the register with the reason."
    return (
        f"{item.reference} is open again: {state}." if kind == REOPEN else f"{item.reference} is now {state}."
    )


def sent_sentence(sent: SentToCsip) -> str:
    """What the notice says after plan items were sent to the register."""
    were = len(sent.existing)
    there = f"{plural(were, 'item')} {'was' if were == 1 else 'were'} there already"
    if not sent.created:
        return f"{there[:1].upper()}{there[1:]}: {references(sent.existing)}."
    made = len(sent.created)
    text = f"{made} {'item is' if made == 1 else 'items are'} in the register: {references(sent.created)}"
    return f"{text}; {there}." if were else f"{text}."


def references(numbers: tuple[int, ...]) -> str:
    """The numbers as people write them; only the first and the last of many."""
    named = [f"CSIP-{number:03d}" for number in numbers]
    return ", ".join(named) if len(named) <= MOST_NAMED else f"{named[0]} to {named[-1]}"
