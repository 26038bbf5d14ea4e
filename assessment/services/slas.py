"""Agreements of a client: a new one, the list, and which version holds on which day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from assessment.domain.catalogue import CUSTOMER, PROVIDER, Party, Service
from assessment.domain.clients import Client
from assessment.domain.sla_checks import completeness
from assessment.domain.sla_content import NO_CONTENT, SlaContent, calendars_of
from assessment.domain.sla_results import BREACHED, MET, NO_DATA, TOO_FEW, WATCH
from assessment.domain.sla_stages import DRAFTING, NEGOTIATION
from assessment.domain.sla_templates import EMPTY, TEMPLATES
from assessment.domain.slas import CADENCES, Current, Sla, SlaVersion
from assessment.errors import InvalidInput
from assessment.services.slas_drafts import change, subject_of, void_others
from assessment.services.slas_loaded import whole_months_before
from assessment.services.texts import LONGEST_NAME, checked_line
from assessment.store.database import Unit
from assessment.store.queries import slas as queries
from assessment.store.queries.catalogue import list_parties, list_services
from assessment.store.queries.clients import get_client
from assessment.store.queries.events import add_event
from assessment.store.queries.sla_results import newest_states

MONTHS_LOOKED_BACK = 3
WORST_FIRST = (BREACHED, TOO_FEW, WATCH, NO_DATA, MET)


@dataclass(frozen=True, slots=True)
class SlaEntry:
    """What somebody said about an agreement as a whole. Ids of a service and of parties of the client."""

    title: str = ""
    service_id: str = ""
    provider_id: str = ""
    customer_id: str = ""
    cadence: str = CADENCES[0]
    template: str = EMPTY


@dataclass(frozen=True, slots=True)
class SlaLine:
    """One agreement of the list; `result` is the worst state of its newest period, "" without results."""

    sla: Sla
    service: str
    customer: str
    points: int
    in_force: Current
    result: str
    result_period: str


@dataclass(frozen=True, slots=True)
class SlaList:
    """The agreements of a client, with what a new one can be about."""

    client: Client
    lines: tuple[SlaLine, ...]
    services: tuple[Service, ...]


@dataclass(frozen=True, slots=True)
class Choices:
    """What an agreement can be about and between whom."""

    client: Client
    services: tuple[Service, ...]
    parties: tuple[Party, ...]


def choices_of(unit: Unit, client_slug: str, now: Sla | None = None) -> Choices:
    """Return the services and parties of a client that are in use, and those that an agreement names now."""
    client = get_client(unit, client_slug)
    named = {now.service_id, now.provider_id, now.customer_id} if now else set()
    services = (one for one in list_services(unit, client.id) if not one.retired or one.id in named)
    parties = (one for one in list_parties(unit, client.id) if not one.retired or one.id in named)
    return Choices(client, tuple(services), tuple(parties))


def add_sla(unit: Unit, client_slug: str, entry: SlaEntry) -> Sla:
    """Draft a new agreement, from a template or empty.

    Raises InvalidInput naming title, service_id, provider_id, customer_id, cadence or template.
    """
    choices = choices_of(unit, client_slug)
    if entry.template not in TEMPLATES:
        raise InvalidInput("template", "Choose one of the templates shown.")
    values = _checked(entry, choices)
    draft = TEMPLATES[entry.template][1]()
    number = queries.add_sla(unit, choices.client.id, {**values, "stage": NEGOTIATION}, draft)
    sla = queries.get_sla(unit, choices.client.id, number)
    said = {"name": sla.title, "template": entry.template}
    add_event(unit, choices.client.id, subject_of(sla), "sla added", said)
    return sla


def _checked(entry: SlaEntry, choices: Choices) -> dict[str, str | None]:
    service = next((one for one in choices.services if one.id == entry.service_id), None)
    if service is None:
        raise InvalidInput("service_id", "Choose the service that the agreement is about.")
    if entry.cadence not in CADENCES:
        raise InvalidInput("cadence", "Choose how often it is reviewed.")
    title = checked_line("title", entry.title, LONGEST_NAME) or service.name
    return {
        "title": title,
        "service_id": service.id,
        "provider_id": _party("provider_id", entry.provider_id, PROVIDER, choices.parties),
        "customer_id": _party("customer_id", entry.customer_id, CUSTOMER, choices.parties),
        "cadence": entry.cadence,
    }


def _party(field: str, party_id: str, role: str, parties: Sequence[Party]) -> str | None:
    if not party_id:
        return None
    found = next((one for one in parties if one.id == party_id), None)
    # A supplier provides to the provider: between those two there are agreements as well.
    if found is None or (role == CUSTOMER and found.role not in (CUSTOMER, PROVIDER)):
        raise InvalidInput(field, f"Choose a party that can be the {role}.")
    return found.id


def edit_sla(unit: Unit, client_slug: str, number: int, entry: SlaEntry) -> Sla:
    """Change title, service, parties and cadence. Other parties void the signatures under a draft.

    Raises InvalidInput, also for another service or party where no draft is being worked on.
    """
    sla = queries.get_sla(unit, get_client(unit, client_slug).id, number)
    choices = choices_of(unit, client_slug, sla)
    values = _checked(entry, choices)
    before = {name: getattr(sla, name) for name in values}
    if before == values:
        return sla
    between = ("service_id", "provider_id", "customer_id")
    others = [name for name in between if before[name] != values[name]]
    if others and sla.stage not in DRAFTING:
        raise InvalidInput(others[0], f"{sla.reference} is signed, so this stays as it was signed.")
    change(unit, choices.client, sla, values)
    names = {one.id: one.name for one in choices.services}
    names |= {one.id: one.name for one in choices.parties}
    changed = [name for name in values if values[name] != before[name]]
    said = {
        "what": ", ".join(name.removesuffix("_id") for name in changed),
        "from": ", ".join(names.get(before[name], str(before[name] or "nobody")) for name in changed),
        "to": ", ".join(names.get(values[name] or "", str(values[name] or "nobody")) for name in changed),
    }
    add_event(unit, choices.client.id, subject_of(sla), "sla changed", said)
    if others:
        void_others(unit, choices.client, sla, None)
    return queries.get_sla(unit, choices.client.id, number)


def version_on(unit: Unit, client_id: str, sla_id: str, day: date) -> tuple[int, SlaContent] | None:
    """Return the number and the content of the version that holds on a day; None where none does.

    Raises NotFound where the client has no such agreement.
    """
    found = queries.versions_on(unit, client_id, day, sla_id).get(sla_id)
    if found is None:
        queries.get_sla_by_id(unit, client_id, sla_id)
        return None
    return found.number, found.content


def list_current(unit: Unit, client_id: str, day: date | None = None) -> tuple[Current, ...]:
    """Return every agreement of a client with the version that holds today, or on a day; two queries."""
    holding = queries.versions_on(unit, client_id, day or unit.today)
    return tuple(_current(sla, holding) for sla in queries.list_slas(unit, client_id))


def calendar_users(unit: Unit, client_id: str, calendar_id: str) -> list[str]:
    """Return the services and agreements of a client that count by a calendar, in words."""
    named = [one.name for one in list_services(unit, client_id) if one.calendar_id == calendar_id]
    for current in list_current(unit, client_id):
        contents = [one for one in (current.sla.draft, current.content) if one is not None]
        if any(calendar_id in calendars_of(one) for one in contents):
            named.append(current.sla.reference)
    return named


def _current(sla: Sla, holding: dict[str, SlaVersion]) -> Current:
    found = holding.get(sla.id)
    if found is None:
        return Current(sla)
    return Current(sla, found.number, found.content, found.valid_from, found.valid_to)


def list_page(unit: Unit, client_slug: str) -> SlaList:
    """Return the agreements of a client with the state of their newest results; six queries."""
    client = get_client(unit, client_slug)
    services = list_services(unit, client.id)
    names = {one.id: one.name for one in services}
    names |= {one.id: one.name for one in list_parties(unit, client.id)}
    months = whole_months_before(unit.today, MONTHS_LOOKED_BACK)
    newest = _newest_results(unit, client.id, months[0], f"{unit.today:%Y-%m}")
    lines = []
    for current in list_current(unit, client.id):
        sla = current.sla
        period, state = newest.get(sla.id, ("", ""))
        lines.append(
            SlaLine(
                sla, names.get(sla.service_id, ""), names.get(sla.customer_id or "", ""),
                completeness(sla.draft or current.content or NO_CONTENT), current, state, period,
            )
        )  # fmt: skip
    return SlaList(client, tuple(lines), tuple(one for one in services if not one.retired))


def _newest_results(unit: Unit, client_id: str, since: str, until: str) -> dict[str, tuple[str, str]]:
    """The newest period of each agreement that has results, with the worst state of its targets in it."""
    return {
        sla_id: (period, min(states, key=lambda one: WORST_FIRST.index(one) if one in WORST_FIRST else 0))
        for sla_id, (period, states) in newest_states(unit, client_id, since, until).items()
    }
