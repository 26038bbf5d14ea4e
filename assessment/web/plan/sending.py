"""The step from the plan to the register: which items become improvements, and which are there already."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from flask import current_app, url_for

from assessment.domain.csip_items import reference_of
from assessment.domain.findings_plan import counted
from assessment.domain.wording import capital, joined, plural
from assessment.services.csip_from_plan import SentToCsip
from assessment.services.plan import PlanView
from assessment.web.plan.cards import Card, cards_of
from assessment.web.plan.choices import Choices

IMPROVEMENTS = ("improvement", "improvements")
MOST_NAMED = 4


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
    """Return what the notice says after sending: how many items are new and how many were there."""
    made, were = len(sent.created), len(sent.existing)
    new = f"{plural(made, 'item')} {'is' if made == 1 else 'are'} new in the register"
    there = f"{plural(were, 'item')} {'was' if were == 1 else 'were'} there already"
    if not made:
        return capital(f"{there}{named(sent.existing)}.")
    return capital(f"{new}{named(sent.created)}; {there}." if were else f"{new}{named(sent.created)}.")


def named(numbers: Sequence[int]) -> str:
    """Return a few numbers as people write them, with the colon before; nothing for many."""
    return f": {joined([reference_of(number) for number in numbers])}" if len(numbers) <= MOST_NAMED else ""
