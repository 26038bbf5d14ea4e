"""The forms of the plan: one item, and how the whole plan is made."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    Field,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    widgets,
)
from wtforms.validators import Optional

from assessment.domain.csip_items import COSTED
from assessment.domain.edits import Cost, Pin
from assessment.domain.framework import localise
from assessment.domain.numbers import plain
from assessment.domain.plan import PlanItem
from assessment.domain.priority import LARGEST_POINTS, PlanSettings
from assessment.domain.waves import DEFAULT_CAPACITY
from assessment.errors import InvalidInput
from assessment.services.plan import PlanView
from assessment.services.plan_checks import LONGEST_REASON, WAVE_LENGTHS, checked_weights
from assessment.services.plan_edits import ItemChange, SettingsChange
from assessment.services.plan_words import METHOD_NAMES
from assessment.web.forms import BaseForm, DayField, NumberField, at_most, options, read_decimal, tidy
from assessment.web.plan.cards import computed_of

DEFAULT_CURRENCY = "EUR"
COST_CHOICES = (("", "Not set"), ("none", "No cost"), (COSTED, "Costed"))
WEIGHTS = 4
LENGTHS = tuple((str(days), f"{days} days") for days in WAVE_LENGTHS)
LONGEST_OPTION = 70
LONGEST_NUMBER = 9


class NumbersField(Field):
    """Several numbers under one name; empty ones are left out. `texts` is what was typed."""

    texts: Sequence[str] = ()

    def process_data(self, value: Any) -> None:
        """Take the numbers that are stored."""
        self.data = list(value or ())
        self.texts = [plain(number) for number in self.data]

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Read what was typed; raises ValueError with a sentence for the person."""
        if not valuelist:
            return
        self.texts = [text for text in valuelist if text.strip()]
        self.data = [Fraction(read_decimal(text)) for text in self.texts]

    def whole(self, count: int) -> list[int]:
        """Return the numbers as whole ones; InvalidInput unless there are exactly `count`."""
        numbers = list(self.data or ())
        if len(numbers) != count or any(number.denominator != 1 for number in numbers):
            raise InvalidInput(self.name, f"Write {count} whole numbers.")
        return [int(number) for number in numbers]


def choice_field(label: str, **more: Any) -> SelectField:
    """Return a choice that the use case checks, since only a plan knows its waves."""
    return SelectField(label, validate_choice=False, **more)


class ItemForm(BaseForm):
    """What somebody may set for one item of the plan."""

    version = IntegerField(default=0)
    effort = choice_field("Effort")
    impact = choice_field("Impact")
    urgency = choice_field("Urgency")
    cost_kind = choice_field("Cost", choices=options(*COST_CHOICES))
    cost_amount = NumberField("Amount", [Optional()])
    cost_currency = StringField("Currency", filters=[tidy], default=DEFAULT_CURRENCY)
    pin_wave = choice_field("Wave")
    pin_reason = StringField("Why this wave", [at_most(LONGEST_REASON)], filters=[tidy])
    prerequisites = SelectMultipleField(
        "Your own prerequisites", option_widget=widgets.CheckboxInput(), validate_choice=False
    )

    @property
    def cost(self) -> Cost | None:
        """Return the cost that the form names."""
        kind = self.cost_kind.data
        if not kind:
            return None
        amount: Decimal | None = self.cost_amount.data
        return Cost(kind, None if amount is None else Fraction(amount), self.cost_currency.data or "")

    @property
    def change(self) -> ItemChange:
        """Return the whole form as a change."""
        wave = self.pin_wave.data
        return ItemChange(
            self.version.data or 0,
            effort=_points(self.effort),
            impact=_points(self.impact),
            urgency=_points(self.urgency),
            cost=self.cost,
            prerequisites=tuple(self.prerequisites.data or ()),
            pin=Pin(whole_number("pin_wave", wave), self.pin_reason.data or "") if wave else None,
        )


def whole_number(field: str, text: str) -> int:
    """Return the number in a text; InvalidInput naming the field for anything else."""
    if not (text.isascii() and text.isdecimal() and len(text) <= LONGEST_NUMBER):
        raise InvalidInput(field, "Choose one of the values shown.")
    return int(text)


def _points(field: Field) -> int | None:
    return whole_number(field.name, field.data) if field.data else None


def item_form(view: PlanView, item: PlanItem, data: MultiDict[str, str] | None = None) -> ItemForm:
    """Return the form of one item, with what is stored or with what was sent."""
    edit = view.kept.items.get(item.practice)
    stored: dict[str, Any] = {}
    if edit is not None:
        stored = {name: _text(getattr(edit, name)) for name in ("effort", "impact", "urgency")}
        stored |= {"version": edit.version, "prerequisites": list(edit.prerequisites)}
        if edit.cost:
            amount = edit.cost.amount
            shown = None if amount is None else Decimal(plain(amount))
            stored |= {"cost_kind": edit.cost.kind, "cost_amount": shown}
            stored |= {"cost_currency": edit.cost.currency or DEFAULT_CURRENCY}
        if edit.pin:
            stored |= {"pin_wave": str(edit.pin.wave), "pin_reason": edit.pin.reason}
    form = ItemForm(data, data=stored)
    _fill_choices(form, view, item)
    return form


def _text(points: int | None) -> str:
    return "" if points is None else str(points)


def _fill_choices(form: ItemForm, view: PlanView, item: PlanItem) -> None:
    computed = computed_of(view.framework, item)
    numbers = [(str(number), str(number)) for number in range(1, LARGEST_POINTS + 1)]
    for name in ("effort", "impact", "urgency"):
        form[name].choices = options(("", f"{getattr(computed, name)} (computed)"), *numbers)
    waves = [(str(wave.number), f"Wave {wave.number}") for wave in view.plan.waves]
    form.pin_wave.choices = options(("", "By rank"), *waves)
    practices = view.framework.practices
    others = (other for other in view.plan.items if other.practice != item.practice)
    named = ((o.practice, f"{o.rank} {shortened(localise(practices[o.practice].text))}") for o in others)
    form.prerequisites.choices = options(*named)


def show_error(form: BaseForm, error: InvalidInput) -> None:
    """Put what a use case refused at its field."""

    def refuse() -> None:
        raise error

    with form.show_errors():
        refuse()


def shortened(text: str) -> str:
    """Return a text that fits an option."""
    return text if len(text) <= LONGEST_OPTION else text[: LONGEST_OPTION - 1].rstrip() + "…"


class SettingsForm(BaseForm):
    """How the plan is ranked and cut into waves."""

    version = IntegerField(default=0)
    capacity = NumbersField("Capacity")
    starts_on = DayField("First day of wave 1", [Optional()])
    wave_days = RadioField("Length of a wave", choices=options(*LENGTHS), coerce=int)
    method = choice_field("Rank by", choices=options(*METHOD_NAMES.items()))
    weights = NumbersField("Weights of the benefit")
    days = NumbersField("Days for each effort")
    same_wave_start = BooleanField("Items may start in the wave in which their prerequisites end")
    use_suggested = BooleanField("Count suggested prerequisites")

    @property
    def change(self) -> SettingsChange:
        """Return the whole form as a change; InvalidInput for numbers that cannot be."""
        weights = checked_weights(*self.weights.whole(WEIGHTS))
        days = self.days.whole(LARGEST_POINTS)
        settings = PlanSettings(
            self.method.data,
            weights,
            dict(enumerate(days, start=1)),
            bool(self.use_suggested.data),
        )
        capacity = tuple(self.capacity.data or ())
        return SettingsChange(
            None if capacity == DEFAULT_CAPACITY else capacity,
            self.starts_on.data,
            self.wave_days.data,
            bool(self.same_wave_start.data),
            settings,
            self.version.data or 0,
        )


def settings_form(view: PlanView, data: MultiDict[str, str] | None = None) -> SettingsForm:
    """Return the form of the settings, with what is stored or with what was sent."""
    kept, weights = view.kept, view.kept.settings.weights
    stored = {
        "version": kept.version,
        "capacity": DEFAULT_CAPACITY if kept.edits.capacity_days is None else kept.edits.capacity_days,
        "starts_on": kept.starts_on,
        "wave_days": kept.wave_days,
        "method": kept.settings.method,
        "weights": (weights.importance, weights.gap, weights.impact, weights.urgency),
        "days": [days for _, days in sorted(kept.settings.days_by_effort.items())],
        "same_wave_start": kept.edits.same_wave_start,
        "use_suggested": kept.settings.use_suggested,
    }
    return SettingsForm(data, data=stored)
