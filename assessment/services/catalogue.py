"""Services, parties and contracts of a client: add, change, retire, take up again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, TypeVar

from assessment.domain.catalogue import (
    KINDS,
    MODES,
    PER,
    RENEWALS,
    ROLES,
    SUPPLIER,
    Contract,
    Party,
    Service,
    contract_fault,
)
from assessment.domain.clients import Client
from assessment.errors import Conflict, InvalidInput, NotAllowed, NotFound
from assessment.services.catalogue_words import names_of, spoken
from assessment.services.conflicts import changed_before
from assessment.services.texts import LONGEST_NAME, checked_line, checked_text, sensible_day
from assessment.store.database import Unit
from assessment.store.numbers import add_numbered
from assessment.store.queries import catalogue as queries
from assessment.store.queries.clients import get_client
from assessment.store.queries.events import add_event
from assessment.store.queries.ticket_rules import list_calendars
from assessment.store.versioned import change_over

LONGEST_TEXT = 10_000
MOST_NOTICE_DAYS = 3_650
MOST_SERVICES = 200
LARGEST_VALUE = 10**15
CURRENCY_LETTERS = 3

SERVICE, PARTY, CONTRACT = "service", "party", "contract"
Entry = Party | Service | Contract
T = TypeVar("T", bound=Entry)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All services, parties and contracts of a client by number, those that are retired too."""

    client: Client
    services: tuple[Service, ...]
    parties: tuple[Party, ...]
    contracts: tuple[Contract, ...]
    calendars: tuple[tuple[str, str], ...] = ()

    def names(self) -> dict[str, str]:
        """Return what services, parties and calendars are called, by id."""
        found = {one.id: one.name for one in self.services}
        return found | {one.id: one.name for one in self.parties} | dict(self.calendars)


def catalogue_of(unit: Unit, client_slug: str) -> Catalogue:
    """Return the whole catalogue of a client; five queries whatever its size."""
    client = get_client(unit, client_slug)
    return Catalogue(
        client,
        queries.list_services(unit, client.id),
        queries.list_parties(unit, client.id),
        queries.list_contracts(unit, client.id),
        tuple((one.id, one.name) for one in list_calendars(unit, client.id)),
    )


def active_first(entries: Sequence[T]) -> tuple[T, ...]:
    """Return what is in use before what is retired, each by name."""
    named = sorted(entries, key=lambda one: (one.retired, name_of(one).casefold(), one.number))
    return tuple(named)


def parties_of(unit: Unit, client_id: str) -> tuple[Party, ...]:
    """Return the parties of a client as a form offers them: those in use first, by name."""
    return active_first(queries.list_parties(unit, client_id))


def services_of(unit: Unit, client_id: str) -> tuple[Service, ...]:
    """Return the services of a client as a form offers them: those in use first, by name."""
    return active_first(queries.list_services(unit, client_id))


def name_of(entry: Entry) -> str:
    """Return what a service, a party or a contract is called."""
    return entry.title if isinstance(entry, Contract) else entry.name


def kind_of(entry: Entry) -> str:
    """Return whether it is a service, a party or a contract."""
    if isinstance(entry, Contract):
        return CONTRACT
    return PARTY if isinstance(entry, Party) else SERVICE


def found_entry(catalogue: Catalogue, kind: str, number: int) -> Entry:
    """Return one entry of a catalogue by its number; NotFound when there is none."""
    lists: Mapping[str, Sequence[Entry]] = {
        SERVICE: catalogue.services,
        PARTY: catalogue.parties,
        CONTRACT: catalogue.contracts,
    }
    return found_number(lists[kind], kind, number)


def found_number(entries: Sequence[T], kind: str, number: int) -> T:
    """Return the one of that number; NotFound when there is none."""
    found = next((one for one in entries if one.number == number), None)
    if found is None:
        raise NotFound(f"This client has no {kind} of this number.")
    return found


def save_entry(unit: Unit, client_slug: str, wanted: T, number: int | None = None) -> T:
    """Store a new service, party or contract, or change the one of that number; return it.

    `wanted.version` is the version that the person saw. Raises InvalidInput naming the field, Conflict with
    both values when somebody else changed it to something different meanwhile.
    """
    catalogue = catalogue_of(unit, client_slug)
    kind = kind_of(wanted)
    if number is None:
        added: T = _checked(catalogue, wanted, None)
        made, number = add_numbered(unit, queries.TABLES[kind], catalogue.client.id, _values(added))
        added = replace(added, id=made, number=number, version=1)
        _note(unit, catalogue, added, "catalogue added")
        return added
    old: Any = found_entry(catalogue, kind, number)
    new: T = replace(
        _checked(catalogue, wanted, old), id=old.id, number=number, retired=old.retired, version=old.version
    )
    if new == old:
        return new
    names = catalogue.names()
    if wanted.version != old.version:
        raise _conflict(unit, catalogue, new, old)
    _store(unit, catalogue, new, old, _values(new))
    said = {"from": spoken(old, new, names), "to": spoken(new, old, names)}
    _note(unit, catalogue, new, "catalogue changed", said)
    return replace(new, version=old.version + 1)


def retire_entry(unit: Unit, client_slug: str, kind: str, number: int, *, retired: bool) -> Entry:
    """Take a service, a party or a contract out of use, or take it up again; NotAllowed where it is so."""
    catalogue = catalogue_of(unit, client_slug)
    old = found_entry(catalogue, kind, number)
    if old.retired == retired:
        raise NotAllowed(f"{name_of(old)} is {'retired' if retired else 'in use'} already.")
    new: Entry = replace(old, retired=retired)
    values = {"retired_at": unit.now if retired else None}
    _store(unit, catalogue, new, old, values)
    _note(unit, catalogue, new, "catalogue retired" if retired else "catalogue taken up")
    return replace(new, version=old.version + 1)


def subject_of(entry: Entry) -> str:
    """Return what the history of a service, a party or a contract is kept under."""
    return f"{kind_of(entry)}:{entry.id}"


def _note(
    unit: Unit, catalogue: Catalogue, entry: Entry, event: str, more: Mapping[str, Any] | None = None
) -> None:
    said = {"what": kind_of(entry).capitalize(), "name": name_of(entry), **(more or {})}
    add_event(unit, catalogue.client.id, subject_of(entry), event, said)


def _store(unit: Unit, catalogue: Catalogue, new: Entry, old: Entry, values: Mapping[str, Any]) -> None:
    table = queries.TABLES[kind_of(old)]
    if not change_over(unit, table, catalogue.client.id, values, old.version, id=old.id):
        raise _conflict(unit, catalogue, new, old)


def _conflict(unit: Unit, catalogue: Catalogue, new: Entry, old: Entry) -> Conflict:
    names = catalogue.names()
    return changed_before(
        unit, catalogue.client.id, subject_of(old), name_of(old), names_of(new, old, names),
        names_of(old, new, names), old.version, field="name",
    )  # fmt: skip


def _values(entry: Entry) -> dict[str, Any]:
    left = {"id", "number", "version", "retired"}
    values = {one.name: getattr(entry, one.name) for one in fields(entry) if one.name not in left}
    return values | ({"services": list(entry.services)} if isinstance(entry, Contract) else {})


def _checked(catalogue: Catalogue, wanted: Any, old: Any) -> Any:
    if isinstance(wanted, Party):
        return _checked_party(wanted)
    if isinstance(wanted, Service):
        return _checked_service(catalogue, wanted)
    return _checked_contract(catalogue, wanted, old)


def _one_of(field: str, value: str, allowed: Sequence[str], sentence: str) -> None:
    if value not in allowed:
        raise InvalidInput(field, sentence)


def _named(field: str, text: str, sentence: str) -> str:
    name = checked_line(field, text, LONGEST_NAME)
    if not name:
        raise InvalidInput(field, sentence)
    return name


def _checked_party(wanted: Party) -> Party:
    _one_of("role", wanted.role, ROLES, "Say whether it is the provider, the customer or a supplier.")
    _one_of("mode", wanted.mode, MODES, "Choose a meeting or a review at the desk.")
    _one_of("kind", wanted.kind, ("", *KINDS), "Choose what the supplier does.")
    if wanted.role == SUPPLIER and not wanted.kind:
        raise InvalidInput("kind", "Say what the supplier does. Its ideas for improvements follow from it.")
    return replace(
        wanted,
        name=_named("name", wanted.name, "Give the party a name."),
        manager=checked_line("manager", wanted.manager, LONGEST_NAME),
        contact=checked_line("contact", wanted.contact, LONGEST_NAME),
        note=checked_text("note", wanted.note, LONGEST_TEXT),
    )


def _checked_service(catalogue: Catalogue, wanted: Service) -> Service:
    parties = {one.id for one in catalogue.parties}
    for field in ("provider_id", "supplier_id"):
        if getattr(wanted, field) not in (None, *parties):
            raise InvalidInput(field, "Choose one of the parties shown.")
    if wanted.calendar_id is not None and wanted.calendar_id not in dict(catalogue.calendars):
        raise InvalidInput("calendar_id", "Choose one of the calendars shown.")
    return replace(
        wanted,
        name=_named("name", wanted.name, "Give the service a name."),
        owner=checked_line("owner", wanted.owner, LONGEST_NAME),
        description=checked_text("description", wanted.description, LONGEST_TEXT),
    )


def _checked_contract(catalogue: Catalogue, wanted: Contract, old: Contract | None) -> Contract:
    if wanted.party_id not in {one.id for one in catalogue.parties}:
        raise InvalidInput("party_id", "Say with which party the contract is.")
    known = [one.id for one in catalogue.services]
    gone = set(wanted.services) - set(known) - set(old.services if old else ())
    if gone or len(wanted.services) > MOST_SERVICES:
        raise InvalidInput("services", "Choose from the services shown.")
    _one_of("renewal", wanted.renewal, RENEWALS, "Choose what happens at the end of the contract.")
    _one_of("value_per", wanted.value_per, PER, "Say whether the value is for a year, a month or the whole.")
    for field in ("starts_on", "ends_on"):
        sensible_day(field, getattr(wanted, field))
    if wanted.notice_days is not None and not 0 <= wanted.notice_days <= MOST_NOTICE_DAYS:
        raise InvalidInput("notice_days", f"Write a number of days from 0 to {MOST_NOTICE_DAYS}.")
    new = replace(
        wanted,
        title=_named("title", wanted.title, "Give the contract a title."),
        note=checked_text("note", wanted.note, LONGEST_TEXT),
        currency=_checked_currency(wanted),
        services=tuple(one for one in known if one in wanted.services),
    )
    if (fault := contract_fault(new)) is not None:
        raise InvalidInput(*fault)
    return new


def _checked_currency(wanted: Contract) -> str:
    if wanted.value is None:
        return ""
    if not 0 <= wanted.value < LARGEST_VALUE:
        raise InvalidInput("value", "Write an amount of 0 or more.")
    currency = wanted.currency.strip().upper()
    if currency and not (len(currency) == CURRENCY_LETTERS and currency.isascii() and currency.isalpha()):
        raise InvalidInput("currency", "Write the currency with its three letters, for example EUR.")
    return currency
