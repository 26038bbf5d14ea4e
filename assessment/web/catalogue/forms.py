"""The forms of a service, a party and a contract."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

from wtforms import RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.widgets import CheckboxInput, ListWidget

from assessment.domain.catalogue import CUSTOMER, MEETING, PROVIDER, RENEWALS, SUPPLIER
from assessment.domain.catalogue import Contract as ContractEntry
from assessment.domain.catalogue import Party as PartyEntry
from assessment.domain.catalogue import Service as ServiceEntry
from assessment.errors import InvalidInput
from assessment.services.catalogue import (
    CONTRACT,
    LONGEST_TEXT,
    MOST_NOTICE_DAYS,
    PARTY,
    SERVICE,
    Catalogue,
    active_first,
)
from assessment.services.texts import LONGEST_NAME
from assessment.web.catalogue.words import KIND_NAMES, MODE_NAMES, PER_CHOICES, RENEWAL_NAMES, ROLE_NAMES
from assessment.web.forms import BaseForm, DayField, NumberField, at_most, options, read_whole, tidy

USUAL_CURRENCY = "EUR"


def line(label: str, description: str = "") -> Any:
    """A field for one line of text."""
    return StringField(label, description=description, filters=[tidy], validators=[at_most(LONGEST_NAME)])


def text(label: str, description: str = "") -> Any:
    """A field for a longer text."""
    return TextAreaField(label, description=description, filters=[tidy], validators=[at_most(LONGEST_TEXT)])


def choices_of(catalogue: Catalogue, roles: tuple[str, ...], chosen: str | None) -> list[tuple[str, str]]:
    """Return the parties of some roles that are in use, and the one chosen whatever it is."""
    fitting = [
        one
        for one in active_first(catalogue.parties)
        if one.id == chosen or (one.role in roles and not one.retired)
    ]
    return [(one.id, one.name) for one in fitting]


class PartyForm(BaseForm):
    """What a party is."""

    name = line("Name")
    role = RadioField("It is", choices=options(*ROLE_NAMES.items()), validate_choice=False)
    kind = SelectField(
        "What it does",
        description="A supplier gets ideas for improvements that fit.",
        choices=options(("", "Not a supplier"), *KIND_NAMES.items()),
        validate_choice=False,
    )
    manager = line("Service delivery manager", "The role that answers for the service on this side.")
    contact = line("Contact", "How it is reached: an address, a number, a portal.")
    mode = RadioField(
        "How its service is reviewed",
        description="Some suppliers never come to a meeting. They are reviewed at the desk.",
        choices=options(*MODE_NAMES.items()),
        default=MEETING,
        validate_choice=False,
    )
    note = text("Note", "Markdown works.")

    def offer(self, catalogue: Catalogue, entry: PartyEntry | None) -> None:
        """Nothing depends on the client."""

    def show(self, entry: PartyEntry) -> None:
        """Put what is stored into the fields."""
        for name in ("name", "role", "kind", "manager", "contact", "mode", "note"):
            self[name].data = getattr(entry, name)

    def entry(self, seen: int) -> PartyEntry:
        """What was typed over the version that the person saw."""
        return PartyEntry(
            "",
            0,
            self.name.data or "",
            self.role.data or "",
            self.kind.data or "",
            self.manager.data or "",
            self.contact.data or "",
            self.mode.data or "",
            self.note.data or "",
            version=seen,
        )


class ServiceForm(BaseForm):
    """What a service is."""

    name = line("Name")
    description = text("Description", "What the customer gets from it. Markdown works.")
    provider_id = SelectField("Provider", validate_choice=False)
    supplier_id = SelectField(
        "Supplier", description="The party behind the provider, where there is one.", validate_choice=False
    )
    calendar_id = SelectField("Service hours", validate_choice=False)
    owner = line("Owner", "A role rather than a name, for example Head of service.")

    def offer(self, catalogue: Catalogue, entry: ServiceEntry | None) -> None:
        """Offer the parties and calendars of the client."""
        providers = choices_of(catalogue, (PROVIDER, SUPPLIER), entry.provider_id if entry else None)
        suppliers = choices_of(catalogue, (SUPPLIER,), entry.supplier_id if entry else None)
        self.provider_id.choices = options(("", "Not named yet"), *providers)
        self.supplier_id.choices = options(("", "None"), *suppliers)
        self.calendar_id.choices = options(("", "Not agreed"), *catalogue.calendars)

    def show(self, entry: ServiceEntry) -> None:
        """Put what is stored into the fields."""
        for name in ("name", "description", "owner"):
            self[name].data = getattr(entry, name)
        for name in ("provider_id", "supplier_id", "calendar_id"):
            self[name].data = getattr(entry, name) or ""

    def entry(self, seen: int) -> ServiceEntry:
        """What was typed over the version that the person saw."""
        return ServiceEntry(
            "",
            0,
            self.name.data or "",
            self.description.data or "",
            self.provider_id.data or None,
            self.supplier_id.data or None,
            self.calendar_id.data or None,
            self.owner.data or "",
            version=seen,
        )


class ContractForm(BaseForm):
    """What was signed."""

    title = line("Title")
    party_id = SelectField("With", validate_choice=False)
    starts_on = DayField("From")
    renewal = RadioField(
        "At its end",
        choices=options(*RENEWAL_NAMES.items()),
        default=RENEWALS[0],
        validate_choice=False,
    )
    ends_on = DayField("Until", description="The last day. Leave it empty where there is no end.")
    notice_days = StringField("Days of notice", filters=[tidy])
    value = NumberField("Value", places=None)
    currency = StringField("Currency", filters=[tidy], default=USUAL_CURRENCY)
    value_per = SelectField(
        "The value is for", choices=options(*PER_CHOICES), default="year", validate_choice=False
    )
    services = SelectMultipleField(
        "Services that it is about",
        validate_choice=False,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    note = text("Note", "Markdown works.")

    def offer(self, catalogue: Catalogue, entry: ContractEntry | None) -> None:
        """Offer the parties and services of the client."""
        roles = (PROVIDER, SUPPLIER, CUSTOMER)
        parties = choices_of(catalogue, roles, entry.party_id if entry else None)
        self.party_id.choices = options(("", "Choose a party"), *parties)
        covered = entry.services if entry else ()
        self.services.choices = options(
            *((one.id, one.name) for one in catalogue.services if not one.retired or one.id in covered)
        )

    def show(self, entry: ContractEntry) -> None:
        """Put what is stored into the fields."""
        for name in ("title", "party_id", "starts_on", "renewal", "ends_on", "value_per", "note"):
            self[name].data = getattr(entry, name)
        self.notice_days.data = "" if entry.notice_days is None else str(entry.notice_days)
        amount = entry.value
        self.value.data = None if amount is None else Decimal(amount.numerator) / Decimal(amount.denominator)
        self.currency.data = entry.currency or USUAL_CURRENCY
        self.services.data = list(entry.services)

    def entry(self, seen: int) -> ContractEntry:
        """What was typed over the version that the person saw; InvalidInput for days that are no number."""
        typed = self.notice_days.data or ""
        days = read_whole(typed)
        if typed and days is None:
            raise InvalidInput("notice_days", f"Write a number of days from 0 to {MOST_NOTICE_DAYS}.")
        value, starts_on = self.value.data, self.starts_on.data
        if starts_on is None:
            raise InvalidInput("starts_on", "Say from which day on the contract holds.")
        return ContractEntry(
            "",
            0,
            self.party_id.data or "",
            self.title.data or "",
            starts_on,
            self.ends_on.data,
            self.renewal.data or "",
            days,
            None if value is None else Fraction(value),
            self.currency.data or "",
            self.value_per.data or "",
            tuple(self.services.data or ()),
            self.note.data or "",
            version=seen,
        )


Form = PartyForm | ServiceForm | ContractForm
FORMS: dict[str, type[Form]] = {SERVICE: ServiceForm, PARTY: PartyForm, CONTRACT: ContractForm}
