"""What a person writes about an improvement, checked and tidied before it is stored."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction

from assessment.domain.benefit import VALUE_KINDS, YES_OR_NO
from assessment.domain.csip import COST_APPROVALS, COST_APPROVED, COST_NONE
from assessment.domain.csip_items import ALSO_PARTS, COSTED, PRIORITIES, SIZES, TIMESCALES
from assessment.errors import InvalidInput
from assessment.services.texts import FIRST_YEAR, LAST_YEAR, checked_line, checked_text, sensible_day

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
MOST_ALSO = 30
LONGEST_CODE = 40
LONGEST_CHECK_MONTHS = 60


@dataclass(frozen=True, slots=True)
class ItemDraft:
    """What a person writes about an item. Amounts are in `cost_currency`; `cost_kind` is none or costed.

    `also` names further practices, areas and metrics. `baseline` and `target` are of the `value_kind`.
    """

    title: str
    description: str = ""
    origin: str = "idea"
    area_id: str | None = None
    metric_id: str | None = None
    also: Mapping[str, Sequence[str]] = field(default_factory=dict)
    service_id: str | None = None
    party_id: str | None = None
    sla_id: str | None = None
    sla_target: str | None = None
    goal_id: str | None = None
    size: str = ""
    timescale: str = ""
    justification: str = ""
    priority: str = ""
    cost_kind: str = NO_COST
    cost_amount: Fraction | None = None
    cost_currency: str = ""
    cost_approval: str = COST_NONE
    owner: str = ""
    owner_side: str = ""
    other_owner: str = ""
    budget_year: int | None = None
    due_on: date | None = None
    expected_benefit: str = ""
    value_kind: str = ""
    baseline: Fraction | None = None
    baseline_on: date | None = None
    target: Fraction | None = None
    target_on: date | None = None
    check_every_months: int | None = None
    progress: int = 0


def checked_draft(draft: ItemDraft) -> ItemDraft:
    """Return the draft with tidy texts and a cost that makes sense; InvalidInput names the field."""
    checked = replace(
        draft,
        title=checked_line("title", draft.title, LONGEST_TITLE),
        description=checked_text("description", draft.description, LONGEST_TEXT),
        owner=checked_text("owner", draft.owner, LONGEST_NAME),
        other_owner=checked_text("other_owner", draft.other_owner, LONGEST_NAME),
        justification=checked_text("justification", draft.justification, LONGEST_TEXT),
        also=_checked_also(draft.also),
        expected_benefit=checked_text("expected_benefit", draft.expected_benefit, LONGEST_TEXT),
    )
    for name in ("due_on", "baseline_on", "target_on"):
        sensible_day(name, getattr(draft, name))
    if not checked.title:
        raise InvalidInput("title", "Say in a few words what is to get better.")
    for name, (known, sentence) in CHOICES.items():
        if getattr(checked, name) not in known:
            raise InvalidInput(name, sentence)
    if not 0 <= checked.progress <= ALL_DONE:
        raise InvalidInput("progress", "Progress goes from 0 to 100 percent.")
    _check_numbers(checked)
    return _checked_cost(_checked_measure(checked))


CHOICES: Mapping[str, tuple[Sequence[str], str]] = {
    "origin": (ORIGINS, "Choose where the idea comes from."),
    "owner_side": (SIDES, "Choose the owner's side."),
    "size": (("", *SIZES), "Choose S, M or L."),
    "timescale": (("", *TIMESCALES), "Choose short, medium or long."),
    "priority": (("", *PRIORITIES), "Choose high, medium or low, or leave it to the tool."),
    "value_kind": (("", *VALUE_KINDS), "Choose a number, percent, a duration, or yes and no."),
}


def _checked_also(also: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for part in ALSO_PARTS:
        codes = list(dict.fromkeys(checked_line("also", one, LONGEST_CODE) for one in also.get(part) or ()))
        if codes:
            found[part] = codes
    if sum(len(codes) for codes in found.values()) > MOST_ALSO:
        raise InvalidInput("also", f"Name at most {MOST_ALSO} further things.")
    return found


def _check_numbers(draft: ItemDraft) -> None:
    if draft.budget_year is not None and not FIRST_YEAR <= draft.budget_year <= LAST_YEAR:
        raise InvalidInput("budget_year", f"Write a year from {FIRST_YEAR} to {LAST_YEAR}.")
    months = draft.check_every_months
    if months is not None and not 1 <= months <= LONGEST_CHECK_MONTHS:
        raise InvalidInput("check_every_months", f"Write months from 1 to {LONGEST_CHECK_MONTHS}.")


def _checked_measure(draft: ItemDraft) -> ItemDraft:
    if draft.baseline is None and draft.target is None:
        return replace(draft, baseline_on=None, target_on=None)
    if not draft.value_kind:
        raise InvalidInput(
            "value_kind", "Say what is measured: a number, percent, a duration, or yes and no."
        )
    if draft.baseline is not None and draft.baseline == draft.target:
        raise InvalidInput("target", "The target has to differ from the baseline.")
    if draft.value_kind == YES_OR_NO:
        for name in ("baseline", "target"):
            if getattr(draft, name) not in (None, 0, 1):
                raise InvalidInput(name, "Write yes or no.")
    if draft.baseline is not None and draft.baseline_on is None:
        raise InvalidInput("baseline_on", "Say from which day the baseline is.")
    return draft


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
