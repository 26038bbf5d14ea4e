"""The list of services, parties and contracts as its page shows it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from assessment.domain.catalogue import Contract, Party, contract_of_service, contract_state
from assessment.domain.wording import capital, count_word, plural
from assessment.services.catalogue import active_first
from assessment.services.catalogue_pages import CataloguePage
from assessment.web.catalogue.words import (
    ASKS_FOR_A_LOOK,
    KIND_NAMES,
    MODE_NAMES,
    ROLE_NAMES,
    notice_text,
    state_tag,
    term_text,
    value_text,
)
from assessment.web.filters import format_short_date

Tag = tuple[str, str]
Named = tuple[str, str]


@dataclass(frozen=True, slots=True)
class ServiceRow:
    """A service in the list; parties are pairs of name and address, both "" where there is none."""

    name: str
    href: str
    owner: str
    provider: Named
    supplier: Named
    ends: str
    state: Tag | None
    agreements: int
    csip: int
    actions: int
    retired: bool


@dataclass(frozen=True, slots=True)
class PartyRow:
    """A party in the list."""

    name: str
    href: str
    role: str
    manager: str
    contact: str
    mode: str
    services: int
    retired: bool


@dataclass(frozen=True, slots=True)
class ContractRow:
    """A contract in a list."""

    title: str
    href: str
    party: Named
    term: str
    notice: str
    state: Tag
    value: str
    retired: bool


@dataclass(frozen=True, slots=True)
class ListView:
    """The page with the three lists."""

    title: str
    attention: str
    prefix: str
    services: tuple[ServiceRow, ...]
    parties: tuple[PartyRow, ...]
    contracts: tuple[ContractRow, ...]


def list_view(found: CataloguePage, today: date, language: str) -> ListView:
    """The services, parties and contracts of a client, those in use first."""
    catalogue = found.catalogue
    home = f"/clients/{catalogue.client.slug}"
    parties = {one.id: one for one in catalogue.parties}
    rows = [
        _service_row(found, one.number, parties, home, today, language)
        for one in active_first(catalogue.services)
    ]
    return ListView(
        _title(found),
        _attention(catalogue.contracts, today),
        home,
        tuple(rows),
        tuple(
            party_row(one, home, sum(one.id in (s.provider_id, s.supplier_id) for s in catalogue.services))
            for one in active_first(catalogue.parties)
        ),
        contract_rows(catalogue.contracts, parties, home, today, language),
    )


def _title(found: CataloguePage) -> str:
    services = [one for one in found.catalogue.services if not one.retired]
    if not services:
        return "No services yet"
    without = sum(1 for one in services if not found.agreements.get(one.id))
    counted = capital(plural(len(services), "service"))
    if not without:
        return f"{counted}, {'with an agreement' if len(services) == 1 else 'each with an agreement'}"
    if without == len(services):
        return f"{counted} without an agreement"
    return f"{counted}, {count_word(without)} without an agreement"


def _attention(contracts: Sequence[Contract], today: date) -> str:
    states = [contract_state(one, today) for one in contracts if not one.retired]
    asking = sum(1 for one in states if one in ASKS_FOR_A_LOOK)
    if not asking:
        return ""
    verb = "asks" if asking == 1 else "ask"
    return f"{capital(plural(asking, 'contract'))} {verb} for a look: a notice day or an end is near or past."


def named(party: Party | None, home: str) -> Named:
    """Return a party as a link."""
    return ("", "") if party is None else (party.name, f"{home}/parties/{party.number}")


def _service_row(
    found: CataloguePage, number: int, parties: dict[str, Party], home: str, today: date, language: str
) -> ServiceRow:
    one = next(service for service in found.catalogue.services if service.number == number)
    contract = contract_of_service(one.id, found.catalogue.contracts, today)
    ends = ""
    if contract is not None:
        ends = format_short_date(contract.ends_on, language) if contract.ends_on else "No end"
    return ServiceRow(
        one.name,
        f"{home}/services/{one.number}",
        one.owner,
        named(parties.get(one.provider_id or ""), home),
        named(parties.get(one.supplier_id or ""), home),
        ends,
        state_tag(contract, today) if contract else None,
        found.agreements.get(one.id, 0),
        found.csip.get(one.id, 0),
        found.actions.get(one.id, 0),
        one.retired,
    )


def party_row(one: Party, home: str, services: int) -> PartyRow:
    """Return a party as a list shows it."""
    role = ROLE_NAMES[one.role]
    if one.kind:
        role += f", {KIND_NAMES[one.kind].lower()}"
    address = f"{home}/parties/{one.number}"
    return PartyRow(
        one.name, address, role, one.manager, one.contact, MODE_NAMES[one.mode], services, one.retired
    )


def contract_rows(
    contracts: Sequence[Contract], parties: dict[str, Party], home: str, today: date, language: str
) -> tuple[ContractRow, ...]:
    """Return contracts as a list shows them: in use first, what ends first at the top."""
    ordered = sorted(contracts, key=lambda one: (one.retired, one.ends_on or date.max, one.number))
    return tuple(
        ContractRow(
            one.title,
            f"{home}/contracts/{one.number}",
            named(parties.get(one.party_id), home),
            term_text(one, language),
            notice_text(one, today, language),
            state_tag(one, today),
            value_text(one, language),
            one.retired,
        )
        for one in ordered
    )
