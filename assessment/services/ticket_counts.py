"""Count the tickets of a client: the figures for the pages, and the readings of every whole month."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from fractions import Fraction
from typing import Any

from assessment.domain.answers import Reading
from assessment.domain.extra_metrics import metric_of
from assessment.domain.framework import Framework
from assessment.domain.numbers import plain
from assessment.domain.reading_values import PERCENT, minutes_in_words
from assessment.domain.ticket_figures import Figure
from assessment.domain.ticket_imports import DONE
from assessment.domain.ticket_merge import merged, whole_months
from assessment.domain.ticket_report import KINDS, MONTH, TicketReport, measure
from assessment.domain.tickets import Ticket, known_fields
from assessment.errors import NotFound
from assessment.files.tickets.report_json import figure_json
from assessment.services.metrics import framework_for
from assessment.services.ticket_settings import agreed_of
from assessment.store.database import Unit
from assessment.store.queries import readings as reading_queries
from assessment.store.queries.clients import client_by_id
from assessment.store.queries.events import add_event
from assessment.store.queries.ticket_imports import list_imports
from assessment.store.queries.ticket_rules import (
    begin_count,
    get_count,
    get_rules,
    list_calendars,
    save_count,
)
from assessment.store.queries.tickets import tickets_of_client

SOURCE = "Ticket exports"
LONGEST_NUMBER = 60
MILLION = 1_000_000

Opened = Callable[[], AbstractContextManager[Unit]]


def count_tickets(reading: Opened, writing: Opened, client_id: str) -> None:
    """Compute the figures of a client out of all its tickets and store them, with the readings they give."""
    with reading() as unit:
        count = get_count(unit, client_id)
        client = client_by_id(unit, client_id)
        if client is None or count is None:
            raise NotFound("This client is no longer here.")
        framework = framework_for(unit, client)
        in_force = [one for one in list_imports(unit, client_id) if one.state == DONE]
        rules, calendars = get_rules(unit, client_id), list_calendars(unit, client_id)
        tickets = tickets_together(tickets_of_client(unit, client_id))
    zone = next((one.settings.get("zone", "") for one in in_force if one.settings.get("zone")), "")
    agreed = agreed_of(rules, calendars, zone)
    counts: dict[str, int] = {}
    for one in in_force:
        for code, number in one.report.get("counts", {}).items():
            counts[code] = counts.get(code, 0) + number
    report = measure(tickets, known_fields(tickets), agreed, KINDS, counts)
    covered, partly = whole_months(tickets, agreed.zone)
    months = [f"{month:%Y-%m}" for month in covered]
    news = readings_of(framework, report.by.get(MONTH, {}), months)
    with writing() as unit:
        # Whoever comes second waits here for the first and then finds nothing to do.
        if not begin_count(unit, client_id, count.wanted):
            return
        kept = store_counted(unit, client_id, framework.id, news)
        said = _report(report, months, [f"{month:%Y-%m}" for month in partly], kept)
        save_count(unit, client_id, said)


def tickets_together(found: Any) -> list[Ticket]:
    """Return each ticket once, of pairs of its tool and what one export showed of it, in their order."""
    known: dict[tuple[str, str], Ticket] = {}
    for layout, ticket in found:
        key = (layout, ticket.number)
        before = known.get(key)
        known[key] = ticket if before is None else merged(before, ticket)
    return list(known.values())


def readings_of(
    framework: Framework, by_month: Mapping[str, Sequence[Figure]], months: Sequence[str]
) -> list[Reading]:
    """Return a reading for each figure with a value of each of the months."""
    return [
        _reading(figure, month)
        for month in months
        for figure in by_month.get(month, ())
        if figure.value is not None and metric_of(framework, figure.id) is not None
    ]


def _reading(figure: Figure, month: str) -> Reading:
    value = _short(figure.value or Fraction())
    if figure.unit == PERCENT:
        return Reading(figure.id, month, value, figure.numerator, figure.denominator, SOURCE, "")
    return Reading(figure.id, month, value, None, None, SOURCE, _spread(figure))


def _spread(figure: Figure) -> str:
    """Return median, 90th percentile and number of cases of a length of time in words."""
    if figure.median is None or figure.p90 is None or figure.denominator is None:
        return ""
    say = minutes_in_words if figure.unit == "duration" else plain
    return f"Median {say(figure.median)}, nine in ten within {say(figure.p90)}; {figure.denominator} tickets"


def _short(value: Fraction) -> Fraction:
    """Return a number that fits its column: a mean of many ratios has no short fraction."""
    return value if len(str(value)) <= LONGEST_NUMBER else Fraction(round(value * MILLION), MILLION)


def store_counted(unit: Unit, client_id: str, framework_id: str, news: Sequence[Reading]) -> list[list[str]]:
    """Store what was counted, and return (metric, month) of those that were typed by hand and therefore stay.

    A reading that came from tickets and is no longer given by them is withdrawn.
    """
    known = {
        (one.reading.metric, one.reading.period): one
        for one in reading_queries.list_readings(unit, client_id, framework_id)
    }
    wanted = {(new.metric, new.period): new for new in news}
    by_hand = [list(key) for key in wanted if key in known and not known[key].from_tickets]
    changed = [
        new
        for key, new in wanted.items()
        if key not in known or (known[key].from_tickets and known[key].reading != new)
    ]
    gone = [one.id for key, one in known.items() if one.from_tickets and key not in wanted]
    reading_queries.replace_counted(unit, client_id, framework_id, changed, gone)
    if changed or gone:
        months = len({new.period for new in changed})
        data = {"readings": len(changed), "months": months, "withdrawn": len(gone)}
        add_event(unit, client_id, "tickets", "readings counted", data)
    return by_hand


def _report(report: TicketReport, months: list[str], partly: list[str], by_hand: list[list[str]]) -> Any:
    """Return the figures as they are kept for the pages."""
    return {
        "figures": [figure_json(one) for one in report.figures],
        "by": {
            kind: {
                name: [figure_json(one) for one in figures if one.value is not None]
                for name, figures in parts.items()
            }
            for kind, parts in report.by.items()
        },
        "counted": report.counted,
        "left_out": dict(report.left_out),
        "suspicions": [one.sentence for one in report.suspicions],
        "months": months,
        "partly": partly,
        "by_hand": by_hand,
    }
