"""What the pages of ticket exports show: the list, one import, and the figures that all tickets give."""

from dataclasses import dataclass

from assessment.domain.clients import Client
from assessment.domain.extra_metrics import metric_of
from assessment.domain.framework import Framework, localise
from assessment.domain.ticket_imports import CANCELLED, REMOVED
from assessment.services.metrics import framework_for
from assessment.store.database import Unit
from assessment.store.queries.clients import get_client
from assessment.store.queries.ticket_imports import TicketImport, get_import, list_imports
from assessment.store.queries.ticket_rules import KeptCount, KeptRules, get_count, get_rules, list_calendars


@dataclass(frozen=True, slots=True)
class TicketsPage:
    """The exports of a client and the figures of all its tickets; `calendar` names the one in use."""

    client: Client
    imports: tuple[TicketImport, ...]
    count: KeptCount | None
    rules: KeptRules
    calendar: str
    names: dict[str, str]


@dataclass(frozen=True, slots=True)
class ImportPage:
    """One export; `zone` is what stands in the question for the time zone before anybody answered it."""

    client: Client
    found: TicketImport
    zone: str


def tickets_page(unit: Unit, client_slug: str, language: str = "en") -> TicketsPage:
    """Return the exports of a client, the newest first, with what all its tickets say."""
    client = get_client(unit, client_slug)
    rules = get_rules(unit, client.id)
    calendars = {one.id: one.name for one in list_calendars(unit, client.id)}
    count = get_count(unit, client.id)
    return TicketsPage(
        client,
        tuple(list_imports(unit, client.id, (CANCELLED, REMOVED))),
        count,
        rules,
        calendars.get(rules.calendar_id, ""),
        metric_names(framework_for(unit, client), count, language),
    )


def is_counted(unit: Unit, client_slug: str) -> bool:
    """Return whether the figures of a client are those of all its tickets as they are now."""
    count = get_count(unit, get_client(unit, client_slug).id)
    return count is None or count.is_current


def metric_names(framework: Framework, count: KeptCount | None, language: str) -> dict[str, str]:
    """Return the name of each metric that the tickets were asked for."""
    ids = [figure["id"] for figure in count.report.get("figures", ())] if count else []
    found = {metric_id: metric_of(framework, metric_id) for metric_id in ids}
    return {metric_id: localise(one.name, language) for metric_id, one in found.items() if one}


def import_page(unit: Unit, client_slug: str, import_id: str) -> ImportPage:
    """Return one export of a client. Raises NotFound."""
    client = get_client(unit, client_slug)
    found = get_import(unit, client.id, import_id)
    rules = get_rules(unit, client.id)
    zone = found.settings.get("zone", "") or rules.zone
    if not zone and rules.calendar_id:
        kept = {one.id: one.zone for one in list_calendars(unit, client.id)}
        zone = kept.get(rules.calendar_id, "")
    return ImportPage(client, found, zone)
