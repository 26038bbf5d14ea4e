"""What the notice says after a decision."""

from assessment.domain.csip import HOLD, REMOVE, REOPEN
from assessment.domain.csip_items import CsipItem
from assessment.web.csip.words import STATE_NAMES
from assessment.web.filters import format_short_date


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
