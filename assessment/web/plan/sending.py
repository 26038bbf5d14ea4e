"""The step from the plan to the register: which items become improvements, and which are there already."""

from dataclasses import dataclass, replace

from flask import current_app, url_for

from assessment.domain.findings_plan import counted
from assessment.domain.wording import plural
from assessment.services.csip_from_plan import SentToCsip
from assessment.services.plan import PlanView
from assessment.web.plan.cards import Card, cards_of, csip_text
from assessment.web.plan.choices import Choices

IMPROVEMENTS = ("improvement", "improvements")
MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class SendPage:
    """What is new for the register and what is there already. `error` says why the last try was refused."""

    title: str
    prefix: str
    choices: Choices
    new: tuple[Card, ...]
    there: tuple[Card, ...]
    csip_prefix: str
    error: str


def send_page_of(view: PlanView, choices: Choices, error: str = "") -> SendPage:
    """Return the page; without any chosen item those of the first wave are ticked."""
    cards = cards_of(view, choices.done)
    new = tuple(card for card in cards if card.csip is None)
    there = tuple(card for card in cards if card.csip is not None)
    if not choices.done and not error:
        new = tuple(replace(card, chosen=card.wave == 1) for card in new)
    ticked = sum(card.chosen for card in new)
    slug = view.place.client.slug
    csip = "csip.show" in current_app.view_functions
    return SendPage(
        _title(len(new), ticked),
        f"/clients/{slug}/plan",
        choices,
        new,
        there if not choices.done else tuple(card for card in there if card.chosen),
        url_for("csip.show", client=slug, number=0).removesuffix("0") if csip else "",
        error,
    )


def _title(new: int, ticked: int) -> str:
    if not new:
        return "Every item of the plan is in the register"
    if not ticked:
        return "Choose what to add to the register"
    return f"Add {counted(ticked, IMPROVEMENTS)} to the register"


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
