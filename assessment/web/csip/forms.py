"""The forms of the CSIP register: a new item, its texts, what was measured, and a decision about it."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, cast

from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired

from assessment.domain.benefit import measured_text, read_measured
from assessment.domain.csip import Decision
from assessment.domain.csip_items import CsipItem
from assessment.domain.framework import localise
from assessment.errors import InvalidInput
from assessment.services.csip import Gate, ItemDraft
from assessment.services.csip_benefit import ActualEntry
from assessment.services.csip_drafts import LONGEST_NAME, LONGEST_TEXT, LONGEST_TITLE
from assessment.services.csip_links import Links, also_of
from assessment.web.csip.words import (
    APPROVAL_NAMES,
    COST_NAMES,
    KIND_NAMES,
    ORIGIN_NAMES,
    PRIORITY_NAMES,
    SIDE_NAMES,
    SIZE_NAMES,
    TIMESCALE_NAMES,
    VERDICT_NAMES,
)
from assessment.web.forms import BaseForm, DayField, NumberField, at_most, options, tidy

USUAL_CURRENCY = "EUR"
HAND_ORIGINS = ("idea", "review", "metric", "problem")
RESTORES = "yes"
LONGEST_VALUE = 60
NOT_SAID = ("", "Not said")
CARRIED = ("title", "description", "owner", "owner_side", "due_on", "origin")


def text_of(label: str, description: str = "", longest: int = LONGEST_TEXT) -> TextAreaField:
    """A field for a longer text."""
    return TextAreaField(label, description=description, filters=[tidy], validators=[at_most(longest)])


def line_of(label: str, description: str = "", longest: int = LONGEST_NAME) -> StringField:
    """A field for one line."""
    return StringField(label, description=description, filters=[tidy], validators=[at_most(longest)])


class ItemForm(BaseForm):
    """What is written about an item."""

    title = StringField(
        "What is to get better",
        filters=[tidy],
        validators=[InputRequired("Say in a few words what is to get better."), at_most(LONGEST_TITLE)],
    )
    description = text_of("Description", "What will be done. Markdown works.")
    expected_benefit = text_of("Expected benefit", "What users or the business will notice. Markdown works.")
    justification = text_of("Justification", "Why it is worth the effort, for who has to approve it.")
    service_id = SelectField("Service", validate_choice=False)
    party_id = SelectField(
        "Supplier or other party",
        description="Whoever it belongs to; each supplier has a register of its own.",
        validate_choice=False,
    )
    area_id = SelectField("Area", validate_choice=False)
    metric_id = SelectField("Metric", validate_choice=False)
    sla_id = SelectField("Target of an agreement", validate_choice=False)
    goal_id = SelectField("CSF or KPI that it serves", validate_choice=False)
    also = line_of(
        "Also about", "Further practices, areas and metrics by their ids, such as L2-A3-P1, A4, M19.", 1000
    )
    size = SelectField("Size", choices=options(NOT_SAID, *SIZE_NAMES.items()))
    timescale = SelectField("Timescale", choices=options(NOT_SAID, *TIMESCALE_NAMES.items()))
    priority = SelectField(
        "Priority",
        description="Worked out from wave, or from size and timescale, unless it is set here.",
        choices=options(("", "As worked out"), *PRIORITY_NAMES.items()),
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
    budget_year = NumberField(
        "Budget year", description="The year of the due day where it is left empty.", places=None
    )
    owner = line_of("Owner", "A role rather than a name, for example Service desk lead.")
    owner_side = SelectField("Side of the owner", choices=options(*SIDE_NAMES.items()))
    other_owner = line_of("Owner on the other side", "Who looks after it where it is not the owner's side.")
    due_on = DayField("Due")
    value_kind = SelectField("What is measured", choices=options(("", "Nothing yet"), *KIND_NAMES.items()))
    baseline = line_of("Baseline", "The value before the work, such as 62%, 2 h 5 min or no.", LONGEST_VALUE)
    baseline_on = DayField("Baseline of")
    target = line_of("Target", longest=LONGEST_VALUE)
    target_on = DayField("Target by")
    check_every_months = NumberField(
        "Check again every so many months", description="Whether it still holds, once it is implemented.",
        places=None,
    )  # fmt: skip
    progress = NumberField("Progress, percent", default=Decimal(0), places=None)

    links: Links | None = None

    def offer(self, links: Links, item: CsipItem | None = None) -> None:
        """Fill the lists with what the client has; what is retired only where the item names it already."""
        self.links = links
        named = ((area.id, localise(area.name)) for area in links.areas)
        self.area_id.choices = options(("", "No area"), *named)
        self.metric_id.choices = options(
            ("", "No metric"), *((i, f"{i} {name}") for i, name in links.metrics)
        )
        for field, rows, nothing in (
            (self.service_id, links.services, "All services, or none in particular"),
            (self.party_id, links.parties, "Nobody in particular"),
        ):
            kept = getattr(item, field.name, None)
            rest = ((one.id, one.name) for one in rows if not one.retired or one.id == kept)
            field.choices = options(("", nothing), *rest)
        targets = ((f"{t.sla_id}:{t.key}", f"SLA-{t.number:03d} {t.name}") for t in links.targets)
        self.sla_id.choices = options(("", "No target"), *targets)
        goals = ((goal_id, f"{kind.upper()}: {title}") for goal_id, kind, title in links.goals)
        self.goal_id.choices = options(("", "No goal"), *goals)

    def show_item(self, item: CsipItem) -> None:
        """Fill the fields with what an item says."""
        for name, field in self._fields.items():
            if hasattr(item, name):
                field.data = getattr(item, name)
        for name in ("area_id", "metric_id", "service_id", "party_id", "goal_id"):
            self._fields[name].data = getattr(item, name) or ""
        self.sla_id.data = f"{item.sla_id}:{item.sla_target or ''}" if item.sla_id else ""
        self.also.data = ", ".join(code for codes in item.also.values() for code in codes)
        for name in ("baseline", "target"):
            self._fields[name].data = measured_text(item.value_kind, getattr(item, name))
        self.cost_amount.data = None if item.cost_amount is None else decimal_of(item.cost_amount)
        self.cost_currency.data = item.cost_currency or USUAL_CURRENCY

    def draft(self, origin: str = "idea", item: CsipItem | None = None) -> ItemDraft:
        """Return what was typed, for a change beside the `item`; InvalidInput for what cannot be read."""
        area = self.area_id.data or None
        if area and self.links and area not in {one.id for one in self.links.areas}:
            raise InvalidInput("area_id", "Choose one of the areas shown.")
        sla_id, _, target = (self.sla_id.data or "").partition(":")
        amount = self.cost_amount.data
        same = {name: self._fields[name].data or "" for name in TEXT_FIELDS}
        linked = {name: self._fields[name].data or None for name in ID_FIELDS}
        days = {name: self._fields[name].data for name in DAY_FIELDS}
        return ItemDraft(
            **cast("Any", same | linked | days),
            origin=origin,
            area_id=area,
            sla_id=sla_id or None,
            sla_target=target or None,
            also=also_of(self.links or Links(), self.also.data or ""),
            cost_kind=self.cost_kind.data or "none",
            cost_amount=None if amount is None else Fraction(amount),
            cost_approval=self.cost_approval.data or "none",
            budget_year=self._whole("budget_year", "Write the year as a whole number."),
            baseline=self._measured("baseline", item),
            target=self._measured("target", item),
            check_every_months=self._whole("check_every_months", "Write a whole number of months."),
            progress=self._whole("progress", "Write progress as a whole number of percent.") or 0,
        )

    def _whole(self, name: str, sentence: str) -> int | None:
        number = self._fields[name].data
        if number is None:
            return None
        if int(number) != number:
            raise InvalidInput(name, sentence)
        return int(number)

    def _measured(self, name: str, item: CsipItem | None) -> Fraction | None:
        """Return a value that was typed; one left as the page showed it stays exactly what it was."""
        kind, text = self.value_kind.data or "", self._fields[name].data or ""
        if item is not None and kind == item.value_kind:
            kept = getattr(item, name)
            if text == measured_text(kind, kept):
                return cast("Fraction | None", kept)
        return read_measured(kind, text, name)


TEXT_FIELDS = (
    "title", "description", "expected_benefit", "justification", "size", "timescale", "priority",
    "cost_currency", "owner", "owner_side", "other_owner", "value_kind",
)  # fmt: skip
ID_FIELDS = ("service_id", "party_id", "metric_id", "goal_id")
DAY_FIELDS = ("due_on", "baseline_on", "target_on")


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
            "Only after a yes, or where the figures say so. Bringing a service back to what was agreed is "
            "work for the action register; the reason you give here stays with the item."
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

    reason = text_of("Reason")
    look_again_on = DayField("Look at it again on")
    verdict = RadioField("The benefit was", choices=options(*VERDICT_NAMES.items()), validate_choice=False)
    closing_note = text_of("Closing note", "What remains to be said about it.")
    lessons = text_of("Lessons", "What the next improvement can learn from this one.")
    decided_on = DayField("Decided on")
    deciders = line_of("Decided by", "Roles or names with commas between; you, where it is left empty.", 2000)

    def decision(self, kind: str) -> Decision:
        """Return what was decided."""
        return Decision(
            kind, self.reason.data or "", self.look_again_on.data, self.verdict.data or None,
            self.decided_on.data, self.closing_note.data or "", self.lessons.data or "",
        )  # fmt: skip

    def named(self) -> Sequence[str]:
        """Return who decided."""
        return (self.deciders.data or "").split(",")


class QuickForm(BaseForm):
    """What can be changed in the list: owner and due day."""

    owner = line_of("Owner")
    due_on = DayField("Due")

    def show_item(self, item: CsipItem) -> None:
        """Fill the fields with what an item says."""
        self.owner.data, self.due_on.data = item.owner, item.due_on

    def values(self) -> dict[str, Any]:
        """Return what was typed, by the field of an item."""
        return {"owner": self.owner.data or "", "due_on": self.due_on.data}


class ActualForm(BaseForm):
    """A value measured after implementation."""

    period_from = DayField("From")
    period_to = DayField("To and with")
    value = line_of("Value", longest=LONGEST_VALUE)
    note = text_of("Note")

    def entry(self) -> ActualEntry:
        """Return what was typed."""
        return ActualEntry(
            self.period_from.data, self.period_to.data, self.value.data or "", self.note.data or ""
        )


class CheckForm(BaseForm):
    """A look whether an improvement still holds."""

    note = text_of("What you found")
