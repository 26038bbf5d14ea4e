"""The decisions that an item allows, in words."""

from collections.abc import Mapping
from dataclasses import dataclass

from assessment.domain.csip import CLOSED, ON_HOLD, PROGRESS
from assessment.domain.csip_items import CsipItem
from assessment.domain.findings_csip import ways
from assessment.web.csip.words import DECISION_NAMES, STATE_NAMES


@dataclass(frozen=True, slots=True)
class Choice:
    """A decision that can be made: what it is called, what it leads to, and which fields it asks for."""

    kind: str
    label: str
    hint: str
    needs_reason: bool
    needs_day: bool
    needs_verdict: bool
    leads_to: str = ""


def choices_of(item: CsipItem) -> tuple[Choice, ...]:
    """Return the decisions that an item allows, in the order in which the page offers them."""
    return tuple(_choice(item, way.decision, way.leads_to) for way in ways(item.standing))


def _choice(item: CsipItem, kind: str, leads_to: str) -> Choice:
    hints: Mapping[str, str] = {
        "progress": f"The item becomes: {STATE_NAMES[leads_to].lower()}.",
        "hold": "It comes back to where it stands now. Say why, and when to look at it again.",
        "remove": "It stays in the register with the reason, and can be opened again.",
        "reopen": f"The item becomes: {STATE_NAMES[leads_to].lower()}. The removal stays in its history.",
    }
    label = DECISION_NAMES[kind]
    if kind == PROGRESS:
        verb = "Take up again" if item.state == ON_HOLD else "Go on to"
        label = f"{verb}: {STATE_NAMES[leads_to].lower()}"
    return Choice(
        kind,
        label,
        hints[kind],
        needs_reason=kind != PROGRESS,
        needs_day=kind == "hold",
        needs_verdict=kind == PROGRESS and leads_to == CLOSED,
        leads_to=leads_to,
    )
