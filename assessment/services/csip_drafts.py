"""What a person writes about an improvement, checked and tidied before it is stored."""

from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from assessment.domain.csip import COST_APPROVALS, COST_APPROVED, COST_NONE
from assessment.domain.csip_items import COSTED
from assessment.errors import InvalidInput
from assessment.services.texts import checked_line, checked_text, sensible_day

LONGEST_TITLE = 200
LONGEST_TEXT = 10_000
LONGEST_NAME = 100
LARGEST_AMOUNT = Fraction(10**9)
ALL_DONE = 100
CENTS = 100
CURRENCY_LETTERS = 3
NO_COST = "none"
COST_KINDS = (NO_COST, COSTED)
ORIGINS = ("plan", "review", "metric", "idea", "problem")
SIDES = ("", "provider", "customer", "supplier")


@dataclass(frozen=True, slots=True)
class ItemDraft:
    """What a person writes about an item. Amounts are in `cost_currency`; `cost_kind` is none or costed."""

    title: str
    description: str = ""
    origin: str = "idea"
    area_id: str | None = None
    service: str = ""
    party: str = ""
    cost_kind: str = NO_COST
    cost_amount: Fraction | None = None
    cost_currency: str = ""
    cost_approval: str = COST_NONE
    owner: str = ""
    owner_side: str = ""
    due_on: date | None = None
    expected_benefit: str = ""
    progress: int = 0


def checked_draft(draft: ItemDraft) -> ItemDraft:
    """Return the draft with tidy texts and a cost that makes sense; InvalidInput names the field."""
    checked = replace(
        draft,
        title=checked_line("title", draft.title, LONGEST_TITLE),
        description=checked_text("description", draft.description, LONGEST_TEXT),
        owner=checked_text("owner", draft.owner, LONGEST_NAME),
        service=checked_text("service", draft.service, LONGEST_NAME),
        party=checked_text("party", draft.party, LONGEST_NAME),
        expected_benefit=checked_text("expected_benefit", draft.expected_benefit, LONGEST_TEXT),
    )
    sensible_day("due_on", draft.due_on)
    if not checked.title:
        raise InvalidInput("title", "Say in a few words what is to get better.")
    if checked.origin not in ORIGINS:
        raise InvalidInput("origin", "Choose where the idea comes from.")
    if checked.owner_side not in SIDES:
        raise InvalidInput("owner_side", "Choose the owner's side.")
    if not 0 <= checked.progress <= ALL_DONE:
        raise InvalidInput("progress", "Progress goes from 0 to 100 percent.")
    return _checked_cost(checked)


def _checked_cost(draft: ItemDraft) -> ItemDraft:
    if draft.cost_kind not in COST_KINDS:
        raise InvalidInput("cost_kind", "Choose no added cost or costed.")
    if draft.cost_approval not in COST_APPROVALS:
        raise InvalidInput("cost_approval", "Choose where the approval of the cost stands.")
    if draft.cost_kind != COSTED:
        return replace(draft, cost_amount=None, cost_currency="", cost_approval=COST_NONE)
    amount, currency, approval = draft.cost_amount, draft.cost_currency.strip().upper(), draft.cost_approval
    if amount is None:
        if approval == COST_APPROVED:
            raise InvalidInput("cost_amount", "Enter the amount that was approved.")
        return replace(draft, cost_currency="")
    _check_amount(amount, currency)
    return replace(draft, cost_currency=currency)


def _check_amount(amount: Fraction, currency: str) -> None:
    if not 0 <= amount <= LARGEST_AMOUNT:
        raise InvalidInput("cost_amount", "An amount goes from 0 to 1,000,000,000.")
    if (amount * CENTS).denominator != 1:
        raise InvalidInput("cost_amount", "Write an amount with at most two decimals.")
    if not (len(currency) == CURRENCY_LETTERS and currency.isascii() and currency.isalpha()):
        raise InvalidInput("cost_currency", "Write the currency in three letters, such as EUR.")
