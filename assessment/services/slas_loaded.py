"""One agreement with everything that its pages and its rules ask about it, read in a dozen queries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property

from assessment.domain.catalogue import Party, Service
from assessment.domain.clients import Client
from assessment.domain.extra_metrics import all_metrics
from assessment.domain.framework import Framework, Metric
from assessment.domain.months import months_between, number_of
from assessment.domain.sla_checks import CheckFacts, PointCheck, check_points, open_points
from assessment.domain.sla_content import METRIC, NO_CONTENT, SlaContent, Target, hash_of
from assessment.domain.sla_points import POINT_NAMES
from assessment.domain.sla_smart import MOST_PERIODS, RECENT_PERIODS, Smart, SmartFacts, ready, smart
from assessment.domain.slas import Need, Signature, Sla, SlaVersion, Standing, signed_sides
from assessment.services.metrics import framework_for
from assessment.services.ticket_settings import calendar_of
from assessment.store.database import Unit
from assessment.store.queries import slas as queries
from assessment.store.queries.catalogue import list_parties, list_services
from assessment.store.queries.clients import get_client
from assessment.store.queries.readings import list_readings
from assessment.store.queries.ticket_rules import KeptCalendar, list_calendars

Values = Mapping[str, Sequence[tuple[str, Fraction]]]


@dataclass(frozen=True)
class Loaded:
    """An agreement with its client, its parties, versions and signatures, and what was measured before."""

    client: Client
    sla: Sla
    services: tuple[Service, ...]
    parties: tuple[Party, ...]
    calendars: tuple[KeptCalendar, ...]
    versions: tuple[SlaVersion, ...]
    signatures: tuple[Signature, ...]
    needs: tuple[Need, ...]
    framework: Framework
    values: Values
    cases: Mapping[str, Fraction]
    today: date

    @cached_property
    def content(self) -> SlaContent:
        """Return the draft, or what was signed last where nothing is being drafted."""
        if self.sla.draft is not None:
            return self.sla.draft
        return self.versions[-1].content if self.versions else NO_CONTENT

    @cached_property
    def hash(self) -> str:
        """Return the hash of the content: what people sign. A version keeps the one that was signed."""
        if self.sla.draft is None and self.versions:
            return self.versions[-1].hash
        return hash_of(self.content)

    @property
    def service(self) -> Service | None:
        """Return the service that it is about."""
        return next((one for one in self.services if one.id == self.sla.service_id), None)

    def party(self, party_id: str | None) -> Party | None:
        """Return a party of the client by its id."""
        return next((one for one in self.parties if one.id == party_id), None)

    @cached_property
    def metrics(self) -> Mapping[str, Metric]:
        """Return the metrics of the client's catalogue by id, the extra ones and its own too."""
        return {one.id: one for one in all_metrics(self.framework)}

    @cached_property
    def check_facts(self) -> CheckFacts:
        """Return what the checks of the points ask for."""
        return CheckFacts(self.today, {one.id: (one.name, calendar_of(one)) for one in self.calendars})

    @cached_property
    def checks(self) -> tuple[PointCheck, ...]:
        """Return what came of the checks of the ten points."""
        return check_points(self.content, self.check_facts)

    @cached_property
    def signed(self) -> frozenset[str]:
        """Return the sides that signed exactly this content."""
        return signed_sides(self.signatures, self.hash)

    def smart_of(self, target: Target) -> Smart:
        """Return the five findings about a target."""
        key = target.metric_id if target.kind == METRIC else target.key
        facts = SmartFacts(
            service=self.service is not None,
            metrics=frozenset(self.metrics),
            values=self.values.get(key, ()),
            recent=whole_months_before(self.today, RECENT_PERIODS),
            cases=self.cases.get(key),
            signed=self.signed,
            valid_from=self.content.valid_from,
            valid_to=self.content.valid_to,
            calendars={one.id: one.zone for one in self.calendars},
            service_calendar=self.content.hours_calendar_id,
        )
        return smart(target, facts)

    @cached_property
    def standing(self) -> Standing:
        """Return what the rules of the stages ask about it."""
        sla, service, content = self.sla, self.service, self.content
        started = [one for one in self.versions if one.valid_from <= self.today]
        newest = self.versions[-1].valid_from if self.versions else None
        return Standing(
            stage=sla.stage,
            round=sla.round,
            has_service=service is not None,
            both_sides=sla.both_sides,
            has_draft=sla.draft is not None,
            open_targets=tuple(_open_targets(self)),
            open_points=open_points(content),
            has_supplier=bool(service and service.supplier_id),
            supports_named=bool(content.supports or content.stands_alone),
            signed=self.signed,
            in_force=bool(started),
            valid_from=content.valid_from,
            waiting_for=newest if newest and not started else None,
            held_from=newest,
            names=POINT_NAMES,
        )

    @property
    def calendar_names(self) -> dict[str, str]:
        """Return the names of the calendars by id."""
        return {one.id: one.name for one in self.calendars}


def _open_targets(loaded: Loaded) -> Sequence[str]:
    if not loaded.content.targets:
        return ["there is none yet"]
    found = []
    for target in loaded.content.targets:
        smart_now = loaded.smart_of(target)
        if not ready(target, smart_now):
            letters = [
                letter
                for letter, one in smart_now.letters
                if letter in "SMT" and one.state not in ("pass", "warn")
            ]
            if smart_now.realistic.state == "fail" and not target.accepted_because:
                letters.append("R")
            found.append(f"{target.name} ({', '.join(letters)})")
    return found


def whole_months_before(today: date, count: int) -> tuple[str, ...]:
    """Return the last whole months before a day, oldest first, as 2026-10."""
    now = number_of(f"{today:%Y-%m}")
    return months_between(now - count, now - 1)


def load(unit: Unit, client_slug: str, number: int) -> Loaded:
    """Return an agreement of a client by its number. Raises NotFound."""
    client = get_client(unit, client_slug)
    return load_sla(unit, client, queries.get_sla(unit, client.id, number))


def load_by_id(unit: Unit, client: Client, sla_id: str) -> Loaded:
    """Return an agreement of a client by its id. Raises NotFound."""
    return load_sla(unit, client, queries.get_sla_by_id(unit, client.id, sla_id))


def load_sla(unit: Unit, client: Client, sla: Sla) -> Loaded:
    """Return an agreement that was read with what belongs to it."""
    versions = queries.list_versions(unit, client.id, sla.id)
    content = sla.draft or (versions[-1].content if versions else NO_CONTENT)
    framework = framework_for(unit, client)
    values, cases = _measured(unit, client, sla, content, framework)
    return Loaded(
        client=client,
        sla=sla,
        services=list_services(unit, client.id),
        parties=list_parties(unit, client.id),
        calendars=tuple(list_calendars(unit, client.id)),
        versions=versions,
        signatures=queries.list_signatures(unit, client.id, sla.id),
        needs=queries.list_needs(unit, client.id, sla.id),
        framework=framework,
        values=values,
        cases=cases,
        today=unit.today,
    )


def _measured(
    unit: Unit, client: Client, sla: Sla, content: SlaContent, framework: Framework
) -> tuple[Values, Mapping[str, Fraction]]:
    """What was measured in the twelve months before: results by key of a target, readings by metric."""
    months = whole_months_before(unit.today, MOST_PERIODS)
    values: dict[str, list[tuple[str, Fraction]]] = {}
    counts: dict[str, list[int]] = {}
    for key, period, actual, cases in queries.list_past_values(unit, client.id, sla.id, months):
        if actual is not None:
            values.setdefault(key, []).append((period, actual))
        if cases is not None:
            counts.setdefault(key, []).append(cases)
    wanted = {one.metric_id for one in content.targets if one.kind == METRIC and one.metric_id}
    if wanted:
        for kept in list_readings(unit, client.id, framework.id, sorted(wanted)):
            reading = kept.reading
            if reading.value is not None and not reading.scope and reading.period in months:
                values.setdefault(reading.metric, []).append((reading.period, reading.value))
                if reading.denominator is not None:
                    counts.setdefault(reading.metric, []).append(int(reading.denominator))
    means = {key: Fraction(sum(found), len(found)) for key, found in counts.items()}
    return values, means
