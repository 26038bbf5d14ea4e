"""Work out what came of the targets of agreements, in every period that is over, and keep what changed."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from assessment.domain.clients import Client
from assessment.domain.months import month_of, months_between, number_of
from assessment.domain.outages import instant, leaves_out_planned, measured_availability
from assessment.domain.sla_content import AVAILABILITY, FUNCTIONALITY, RESPONSE, Target
from assessment.domain.sla_measuring import (
    NO_CLOCK,
    Tally,
    attainment,
    clocks_of,
    is_timed,
    limit_of,
    mean_of,
    of_readings,
    result_of,
    tally,
)
from assessment.domain.sla_results import Measured, TargetResult, misses_first
from assessment.domain.sla_versions import Due, dues
from assessment.domain.tickets import Ticket
from assessment.errors import InvalidInput
from assessment.services import sla_hooks
from assessment.services.metrics import last_whole_month
from assessment.services.readings import PERIOD
from assessment.services.sla_material import Material, SomeTickets
from assessment.store.database import Unit
from assessment.store.queries.clients import get_client
from assessment.store.queries.events import add_event
from assessment.store.queries.sla_results import (
    KeptFigure,
    list_figures,
    list_results,
    lock_results,
    save_results,
)

FIRST_MONTH, LAST_MONTH = "0000-01", "9999-12"
SUBJECT = "sla results"
BY_HAND = "typed by hand"
MOST_MONTHS = 1200
Key = tuple[str, str, str]
Wanted = Callable[[Due], bool]


@dataclass(frozen=True, slots=True)
class Worked:
    """Results that were worked out and are not stored yet, with the figures that they rest on.

    `there` is everything that is to be measured, None where only a part was looked at.
    """

    client: Client
    until: str
    found: Sequence[TargetResult]
    figures: Mapping[Key, KeptFigure]
    there: frozenset[Key] | None = None

    @property
    def agreements(self) -> frozenset[str]:
        """Return the ids of the agreements that were looked at."""
        return frozenset(one.sla_id for one in self.found)


def compute_results(unit: Unit, client_slug: str, until: str | None = None) -> tuple[TargetResult, ...]:
    """Work out every target of every agreement up to the end of a month, and return the misses first.

    Without `until` that is the last whole month, and no later one is taken. Only what is new or came out
    different is stored. Raises InvalidInput naming until.
    """
    return keep_results(unit, work_out(unit, client_slug, until))


def work_out(unit: Unit, client_slug: str, until: str | None = None) -> Worked:
    """Work out what `compute_results` does without storing it: reading many tickets stops no writer."""
    client = get_client(unit, client_slug)
    return _worked(Material(unit, client), checked_month(until, last_whole_month(unit.today)))


def compute_for(unit: Unit, client_slug: str, sla_id: str, wanted: Wanted) -> tuple[TargetResult, ...]:
    """Work out some results of one agreement again: those that a change can have touched."""
    client = get_client(unit, client_slug)
    return keep_results(unit, _worked(Material(unit, client, sla_id), last_whole_month(unit.today), wanted))


def compute_some(unit: Unit, client: Client, wanted: Wanted) -> tuple[TargetResult, ...]:
    """Work out some results of a client again; nothing but one query where it has no agreement."""
    return keep_results(unit, _worked(Material(unit, client), last_whole_month(unit.today), wanted))


def compute_of_metrics(unit: Unit, client: Client, metric_ids: Collection[str]) -> None:
    """Work out again what is measured by readings of some metrics."""
    compute_some(unit, client, lambda due: due.target.metric_id in metric_ids)


def checked_month(month: str | None, last: str) -> str:
    """Return a month that is over, the last one for none or a later one; InvalidInput naming until."""
    if not month:
        return last
    if not PERIOD.match(month):
        raise InvalidInput("until", "Write the month as year and month, for example 2026-10.")
    return min(month, last)


def _worked(material: Material, until: str, wanted: Wanted | None = None) -> Worked:
    if not material.versions:
        return Worked(material.client, until, (), {}, None if wanted else frozenset())
    due = due_of(material, until)
    chosen = due if wanted is None else [one for one in due if wanted(one)]
    found = results_for(material, chosen) if chosen else []
    there = None if wanted is not None else frozenset(one.key for one in due)
    return Worked(material.client, until, found, material.figures if chosen else {}, there)


def keep_results(unit: Unit, worked: Worked) -> tuple[TargetResult, ...]:
    """Store what came out different, let others know, and return all of it with the misses first.

    A result whose figure was typed or taken out since it was worked out is left as it is.
    """
    client = worked.client
    if not worked.found and not worked.there:
        return ()
    lock_results(unit, client.id)
    touched = worked.agreements if worked.there is None else None
    before = list_results(unit, client.id, FIRST_MONTH, LAST_MONTH, touched)
    stored = {one.key: one for one in before}
    now = list_figures(unit, client.id)
    found = [one for one in worked.found if now.get(one.key) == worked.figures.get(one.key)]
    changed = [one for one in found if one.key not in stored or stored[one.key] != one]
    gone = (
        [] if worked.there is None else [k for k in stored if k[2] <= worked.until and k not in worked.there]
    )
    # The last results are stored anew even when they are the same: they say when it was worked out.
    latest = [one for one in found if one.period == worked.until and worked.there is not None]
    save_results(unit, client.id, {one.key: one for one in [*latest, *changed]}.values(), gone)
    if changed or gone:
        missed = sum(1 for one in changed if one.missed)
        data = {"until": worked.until, "changed": len(changed) + len(gone), "missed": missed}
        add_event(unit, client.id, SUBJECT, "sla results worked out", data)
        sla_hooks.on_results(unit, client.id, misses_first(changed))
    return misses_first(found)


def due_of(material: Material, until: str) -> list[Due]:
    """Return everything that is to be measured by the end of a month."""
    return [
        one
        for agreement in material.agreements
        for one in dues(agreement, material.versions.get(agreement.id, ()), until)
    ]


def results_for(material: Material, chosen: Sequence[Due]) -> list[TargetResult]:
    """Return what came of each, with its baseline; values that are not worked out now are those stored."""
    measured = {due.key: (due, found) for due, found in _measured(material, chosen)}
    values: dict[Key, Fraction | None] = {}
    if any(_has_baseline_periods(due.target) for due in chosen):
        touched = {due.agreement.id for due in chosen}
        known = list_results(material.unit, material.client.id, FIRST_MONTH, LAST_MONTH, touched)
        values = {one.key: one.actual for one in known}
    values |= {key: found.actual for key, (_, found) in measured.items()}
    return [result_of(due, found, _baseline(material, due, values)) for due, found in measured.values()]


def _has_baseline_periods(target: Target) -> bool:
    fixed = target.baseline is not None
    return not fixed and bool(PERIOD.match(target.baseline_from) and PERIOD.match(target.baseline_to))


def _baseline(material: Material, due: Due, values: Mapping[Key, Fraction | None]) -> Fraction | None:
    """Return what a target is compared with: the fixed value, or the mean of its baseline periods."""
    target = due.target
    if not _has_baseline_periods(target):
        return target.baseline
    first, last = number_of(target.baseline_from), number_of(target.baseline_to)
    months = months_between(first, min(last, first + MOST_MONTHS))
    found = mean_of([values.get((due.agreement.id, target.key, month)) for month in months])
    if found is not None:
        return found
    if material.metric(target.metric_id) is None:
        return None
    readings = material.readings.get(target.metric_id, {})
    return mean_of([readings[month].value for month in months if month in readings])


def _measured(material: Material, chosen: Sequence[Due]) -> Iterator[tuple[Due, Measured]]:
    """Yield what was measured; the periods of one target in one version are looked at together."""
    groups: dict[tuple[str, int, str], list[Due]] = {}
    for due in chosen:
        groups.setdefault((due.agreement.id, due.version.number, due.target.key), []).append(due)
    for group in groups.values():
        open_ones = []
        for due in group:
            figure = material.figures.get(due.key)
            if figure is None or figure.is_empty:
                open_ones.append(due)
            else:
                yield due, of_figure(figure)
        if open_ones:
            yield from zip(open_ones, _by_source(material, open_ones), strict=True)


def of_figure(figure: KeptFigure) -> Measured:
    """Return what somebody typed as what was measured."""
    source = f"{BY_HAND}: {figure.source}"
    if figure.value is None and figure.cases and figure.met is not None:
        counted = attainment(Tally(figure.met, figure.cases - figure.met))
        return replace(counted, at_risk=figure.at_risk, reason=source)
    return Measured(figure.value, figure.cases, figure.met, figure.at_risk, source)


def _by_source(material: Material, group: Sequence[Due]) -> list[Measured]:
    target = group[0].target
    if target.kind == AVAILABILITY:
        return [_availability(material, due) for due in group]
    if is_timed(target):
        found = _out_of_tickets(material, group)
        if found[0].reason != NO_TICKETS or not target.metric_id:
            return found
    metric = material.metric(target.metric_id)
    if metric is not None:
        readings = material.readings.get(metric.id, {})
        return [of_readings(metric, due.period.months, readings) for due in group]
    return [Measured(reason=_why_by_hand(target))] * len(group)


def _why_by_hand(target: Target) -> str:
    if target.limit_text and target.limit_minutes is None:
        return "the time is agreed case by case: type the figure"
    if target.kind == FUNCTIONALITY:
        return "no metric counts these errors: type the figure"
    return "nothing measures this target: type the figure"


def _availability(material: Material, due: Due) -> Measured:
    calendar = material.calendar_id(due, due.target)
    begin, end = material.instants(due, calendar)
    return measured_availability(
        material.outages.get(due.agreement.service_id, ()),
        material.time(calendar, begin, end),
        begin,
        end,
        without_planned=leaves_out_planned(due.version.content.maintenance),
        now=instant(material.unit.now),
    )


NO_TICKETS = "no tickets were brought in"


def _out_of_tickets(material: Material, group: Sequence[Due]) -> list[Measured]:
    target, there = group[0].target, material.tickets
    if there is None:
        return [Measured(reason=NO_TICKETS)] * len(group)
    tickets, reason = _tickets_of(material, there, group[0])
    limit = limit_of(target)
    if reason or limit is None:
        return [Measured(reason=reason)] * len(group)
    calendar = material.calendar_id(group[0], target)
    periods = [material.instants(due, calendar) for due in group]
    first, last = min(there.first, periods[0][0]), max(there.horizon, periods[-1][1])
    time = material.time(calendar, first, last)
    counted = tally(clocks_of(tickets, target), limit, time, periods, there.horizon)
    return [_of_tally(one, due, there.covered) for one, due in zip(counted, group, strict=True)]


def _of_tally(counted: Tally, due: Due, covered: frozenset[str]) -> Measured:
    if missing := [month for month in due.period.months if month not in covered]:
        return Measured(reason=f"the tickets do not cover all of {', '.join(missing)}")
    found = attainment(counted)
    return found if found.reason == NO_CLOCK else replace(found, reason="ticket exports")


def _tickets_of(material: Material, there: SomeTickets, due: Due) -> tuple[Sequence[Ticket], str]:
    """Return the tickets that an agreement is about, or why nobody can tell which those are."""
    if due.target.kind == RESPONSE and "responded" not in there.known:
        return (), "the tickets do not say when they were first answered"
    if due.target.site:
        return (), "the tickets do not say the site"
    service = material.services.get(due.agreement.service_id)
    if there.name_services:
        found = there.by_service.get(service.name.casefold().strip(), ()) if service else ()
        return found, "" if found else "no ticket names this service"
    if len(material.agreements) > 1:
        return (), "the tickets do not say which service they are about"
    return there.by_service.get("", ()), ""


def month_before(month: str, count: int = 1) -> str:
    """Return the month so many months earlier."""
    return month_of(max(0, number_of(month) - count))
