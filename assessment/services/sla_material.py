"""Everything that results of agreements are worked out of, read once whatever the number of agreements."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from zoneinfo import ZoneInfo

from assessment.domain.answers import Reading
from assessment.domain.calendars import WorkingTime
from assessment.domain.catalogue import Service
from assessment.domain.clients import Client
from assessment.domain.extra_metrics import metric_of
from assessment.domain.framework import Framework, Metric
from assessment.domain.outages import Outage
from assessment.domain.sla_content import Target
from assessment.domain.sla_versions import Agreement, Due, SlaVersion
from assessment.domain.ticket_imports import DONE
from assessment.domain.ticket_merge import whole_months
from assessment.domain.ticket_report import midnight
from assessment.domain.tickets import TIMES, Ticket, known_fields, left_out, moments
from assessment.services.metrics import framework_for
from assessment.services.ticket_counts import tickets_together
from assessment.services.ticket_settings import calendar_of
from assessment.store.database import Unit
from assessment.store.queries.catalogue import list_services
from assessment.store.queries.outages import list_outages
from assessment.store.queries.results import readings_by_metric
from assessment.store.queries.sla_results import KeptFigure, list_figures
from assessment.store.queries.sla_versions import list_agreements, list_versions
from assessment.store.queries.ticket_imports import list_imports
from assessment.store.queries.ticket_rules import KeptCalendar, get_rules, list_calendars
from assessment.store.queries.tickets import tickets_of_client

UTC_NAME = "UTC"


@dataclass(frozen=True, slots=True)
class SomeTickets:
    """Tickets of a client that count, by service; `covered` are the months that the exports cover."""

    by_service: Mapping[str, Sequence[Ticket]]
    known: frozenset[str]
    covered: frozenset[str]
    first: int
    horizon: int

    @property
    def name_services(self) -> bool:
        """Return whether the exports say which service a ticket is about."""
        return any(self.by_service)


class Material:
    """What is known of a client; tickets, readings and the like are read when they are first needed."""

    def __init__(self, unit: Unit, client: Client, sla_id: str | None = None) -> None:
        self.unit = unit
        self.client = client
        self.sla_id = sla_id
        self._times: dict[tuple[str, int, int], WorkingTime] = {}

    @cached_property
    def versions(self) -> Mapping[str, tuple[SlaVersion, ...]]:
        """The versions of every agreement, or of the one that is looked at."""
        return list_versions(self.unit, self.client.id, self.sla_id)

    @cached_property
    def agreements(self) -> tuple[Agreement, ...]:
        """Every agreement of the client."""
        return list_agreements(self.unit, self.client.id)

    @cached_property
    def services(self) -> Mapping[str, Service]:
        """The services by id."""
        return {one.id: one for one in list_services(self.unit, self.client.id)}

    @cached_property
    def calendars(self) -> Mapping[str, KeptCalendar]:
        """The calendars by id."""
        return {one.id: one for one in list_calendars(self.unit, self.client.id)}

    @cached_property
    def figures(self) -> Mapping[tuple[str, str, str], KeptFigure]:
        """What was typed by hand."""
        return list_figures(self.unit, self.client.id, self.sla_id)

    @cached_property
    def outages(self) -> Mapping[str, Sequence[Outage]]:
        """The outages by service."""
        found: dict[str, list[Outage]] = {}
        for one in list_outages(self.unit, self.client.id):
            found.setdefault(one.service_id, []).append(one)
        return found

    @cached_property
    def framework(self) -> Framework:
        """The framework whose metrics targets name."""
        return framework_for(self.unit, self.client)

    @cached_property
    def readings(self) -> Mapping[str, Mapping[str, Reading]]:
        """The readings in force by metric and month."""
        kept = readings_by_metric(self.unit, self.client.id, self.framework.id)
        return {metric: {one.period: one for one in found} for metric, found in kept.items()}

    def metric(self, metric_id: str) -> Metric | None:
        """Return a metric by its id; None where there is none."""
        return metric_of(self.framework, metric_id) if metric_id else None

    @cached_property
    def _rules_zone(self) -> str:
        return get_rules(self.unit, self.client.id).zone

    @cached_property
    def _imports_zone(self) -> str:
        done = [one for one in list_imports(self.unit, self.client.id) if one.state == DONE]
        return next((one.settings.get("zone", "") for one in done if one.settings.get("zone")), "")

    @cached_property
    def zone(self) -> ZoneInfo:
        """The zone in which months begin where no calendar says so."""
        return ZoneInfo(self._rules_zone or self._imports_zone or UTC_NAME)

    def calendar_id(self, due: Due, target: Target | None = None) -> str:
        """Return the id of the calendar that counts: the target's, the agreement's, the service's, or ""."""
        service = self.services.get(due.agreement.service_id)
        named = (
            target.calendar_id if target else "",
            due.version.content.hours_calendar_id,
            (service.calendar_id or "") if service else "",
        )
        return next((one for one in named if one in self.calendars), "")

    def zone_of(self, calendar_id: str) -> ZoneInfo:
        """Return the zone of a calendar, or that of the client."""
        kept = self.calendars.get(calendar_id)
        return ZoneInfo(kept.zone) if kept and kept.zone else self.zone

    def time(self, calendar_id: str, first: int, last: int) -> WorkingTime:
        """Return the working time of a calendar between two moments; "" counts every minute."""
        key = (calendar_id, first, last)
        if key not in self._times:
            kept = self.calendars.get(calendar_id)
            calendar = calendar_of(kept) if kept else None
            self._times[key] = WorkingTime(calendar, self.zone_of(calendar_id), first, last)
        return self._times[key]

    def instants(self, due: Due, calendar_id: str) -> tuple[int, int]:
        """Return the moments at which a period begins and ends."""
        zone = self.zone_of(calendar_id)
        return midnight(due.period.begins, zone), midnight(due.period.ends, zone)

    @cached_property
    def tickets(self) -> SomeTickets | None:
        """The tickets that count; None without any."""
        every = tickets_together(tickets_of_client(self.unit, self.client.id))
        numbers = {one.number for one in every}
        counted = [one for one in every if not left_out(one, numbers)]
        times = [moment for name in TIMES for moment in moments(counted, name) if moment is not None]
        if not times:
            return None
        by_service: dict[str, list[Ticket]] = {}
        for one in counted:
            by_service.setdefault(one.service.casefold().strip(), []).append(one)
        covered, _ = whole_months(every, self.zone)
        return SomeTickets(
            by_service, known_fields(counted), frozenset(_codes(covered)), min(times), max(times)
        )


def _codes(days: Sequence[date]) -> list[str]:
    return [f"{day:%Y-%m}" for day in days]
