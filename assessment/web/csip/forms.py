"""The forms of the CSIP register: a new item, its texts, and a decision about it."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired

from assessment.domain.csip import Decision
from assessment.domain.csip_items import CsipItem
from assessment.domain.framework import Area, localise
from assessment.errors import InvalidInput
from assessment.services.csip import Gate, ItemDraft
from assessment.services.csip_drafts import LONGEST_NAME, LONGEST_TEXT, LONGEST_TITLE
from assessment.web.csip.words import APPROVAL_NAMES, COST_NAMES, ORIGIN_NAMES, SIDE_NAMES, VERDICT_NAMES
from assessment.web.forms import BaseForm, DayField, NumberField, at_most, options, tidy

USUAL_CURRENCY = "EUR"
HAND_ORIGINS = ("idea", "review", "metric", "problem")
RESTORES = "yes"
CARRIED = ("title", "description", "owner", "owner_side", "due_on", "origin")


class ItemForm(BaseForm):
    """What is written about an item."""

    title = StringField(
        "What is to get better",
        filters=[tidy],
        validators=[InputRequired("Say in a few words what is to get better."), at_most(LONGEST_TITLE)],
    )
    description = TextAreaField(
        "Description",
        description="What will be done. Markdown works.",
        filters=[tidy],
        validators=[at_most(LONGEST_TEXT)],
    )
    expected_benefit = TextAreaField(
        "Expected benefit",
        description="What users or the business will notice. Markdown works.",
        filters=[tidy],
        validators=[at_most(LONGEST_TEXT)],
    )
    area_id = SelectField("Area", validate_choice=False)
    service = StringField("Service", filters=[tidy], validators=[at_most(LONGEST_NAME)])
    party = StringField(
        "Party",
        description="Another firm or team that is needed for it.",
        filters=[tidy],
        validators=[at_most(LONGEST_NAME)],
    )
    cost_kind = RadioField(
        "Cost",
        choices=options(("none", COST_NAMES["none"]), ("costed", "Has a cost of its own")),
        default="none",
    )
    cost_amount = NumberField("Amount", description="Leave it empty while nobody knows it.", places=None)
    cost_currency = StringField("Currency", filters=[tidy], default=USUAL_CURRENCY)
    cost_approval = SelectField(
        "Approval of the cost",
        choices=options(*((v, text.capitalize()) for v, text in APPROVAL_NAMES.items())),
    )
    owner = StringField(
        "Owner",
        description="A role rather than a name, for example Service desk lead.",
        filters=[tidy],
        validators=[at_most(LONGEST_NAME)],
    )
    owner_side = SelectField("Side of the owner", choices=options(*SIDE_NAMES.items()))
    due_on = DayField("Due")
    progress = NumberField("Progress, percent", default=Decimal(0), places=None)

    area_ids: frozenset[str] = frozenset()

    def offer_areas(self, areas: Sequence[Area]) -> None:
        """Fill the list of areas."""
        named = ((area.id, localise(area.name)) for area in areas)
        self.area_id.choices = options(("", "No area"), *named)
        self.area_ids = frozenset(area.id for area in areas)

    def show_item(self, item: CsipItem) -> None:
        """Fill the fields with what an item says."""
        for name, field in self._fields.items():
            if hasattr(item, name):
                field.data = getattr(item, name)
        self.area_id.data = item.area_id or ""
        self.cost_amount.data = None if item.cost_amount is None else decimal_of(item.cost_amount)
        self.cost_currency.data = item.cost_currency or USUAL_CURRENCY

    def draft(self, origin: str = "idea") -> ItemDraft:
        """Return what was typed; raises InvalidInput for progress that is no whole number."""
        amount, progress = self.cost_amount.data, self.progress.data or 0
        if int(progress) != progress:
            raise InvalidInput("progress", "Write progress as a whole number of percent.")
        area = self.area_id.data or None
        if area and area not in self.area_ids:
            raise InvalidInput("area_id", "Choose one of the areas shown.")
        return ItemDraft(
            title=self.title.data or "",
            description=self.description.data or "",
            origin=origin,
            area_id=area,
            service=self.service.data or "",
            party=self.party.data or "",
            cost_kind=self.cost_kind.data or "none",
            cost_amount=None if amount is None else Fraction(amount),
            cost_currency=self.cost_currency.data or "",
            cost_approval=self.cost_approval.data or "none",
            owner=self.owner.data or "",
            owner_side=self.owner_side.data or "",
            due_on=self.due_on.data,
            expected_benefit=self.expected_benefit.data or "",
            progress=int(progress),
        )


def decimal_of(amount: Fraction) -> Decimal:
    """Return an amount as a form shows it."""
    return Decimal(amount.numerator) / Decimal(amount.denominator)


class NewItemForm(ItemForm):
    """A new item, with the question that keeps repairs of the agreed level out of the register."""

    restores = RadioField(
        "Does this only restore what was agreed?",
        choices=options(("no", "No, it goes beyond what was agreed"), (RESTORES, "Yes")),
        validators=[InputRequired("Say whether it only restores what was agreed.")],
    )
    override = TextAreaField(
        "Why it is an improvement all the same",
        description=(
            "Only after a yes. Bringing a service back to what was agreed is work for the action register; "
            "the reason you give here stays with the item."
        ),
        filters=[tidy],
        validators=[at_most(LONGEST_TEXT)],
    )
    origin = SelectField(
        "Where it comes from", choices=options(*((one, ORIGIN_NAMES[one]) for one in HAND_ORIGINS))
    )

    def gate(self) -> Gate:
        """Return the answer to the question."""
        return Gate(self.restores.data == RESTORES, self.override.data or "")


class DecisionForm(BaseForm):
    """One decision; which fields are shown depends on its kind."""

    reason = TextAreaField("Reason", filters=[tidy], validators=[at_most(LONGEST_TEXT)])
    look_again_on = DayField("Look at it again on")
    verdict = RadioField("The benefit was", choices=options(*VERDICT_NAMES.items()), validate_choice=False)
    decided_on = DayField("Decided on")

    def decision(self, kind: str) -> Decision:
        """Return what was decided."""
        return Decision(
            kind, self.reason.data or "", self.look_again_on.data, self.verdict.data or None,
            self.decided_on.data,
        )  # fmt: skip
