"""The pages of ticket exports, with every text ready to be shown."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from assessment.domain.numbers import plain
from assessment.domain.reading_values import minutes_in_words
from assessment.domain.ticket_imports import ASKING, DONE, FAILED
from assessment.domain.ticket_report import MONTH
from assessment.domain.wording import plural
from assessment.services.results_metrics import period_name
from assessment.services.ticket_pages import TicketsPage
from assessment.web.filters import format_short_date
from assessment.web.tickets.words import LAYOUT_WORDS, STATES_OF_IMPORTS

WHOLE = "all"
VIEWS = {
    WHOLE: "All",
    "month": "By month",
    "priority": "By priority",
    "service": "By service",
    "group": "By group",
}
NOTHING = "–"


@dataclass(frozen=True, slots=True)
class ImportRow:
    """One export in the list; `kind` colours the mark of its state."""

    href: str
    name: str
    tool: str
    tickets: str
    state: str
    kind: str
    when: str
    by: str


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One metric or one part, with its numbers ready to be shown."""

    name: str
    href: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TicketsView:
    """The exports of a client and what their tickets say; `missing` are (metric, reason)."""

    title: str
    lede: str
    prefix: str
    metrics: str
    rows: tuple[ImportRow, ...]
    views: tuple[tuple[str, str, bool], ...]
    heads: tuple[str, ...]
    figures: tuple[FigureRow, ...]
    missing: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    counting: str


def tickets_view(found: TicketsPage, asked: str) -> TicketsView:
    """The exports of a client, with the figures of all its tickets whole or by part."""
    prefix = f"/clients/{found.client.slug}/tickets"
    report: Mapping[str, Any] = found.count.report if found.count else {}
    parts = {WHOLE: True, **report.get("by", {})}
    by = asked if parts.get(asked) else WHOLE
    heads, figures, missing = _figures(found, report, by)
    done = [one for one in found.imports if one.state == DONE]
    return TicketsView(
        _title(report, len(done)),
        "Bring in what your ticketing tool exports. Only what the metrics need is kept: no texts, no names.",
        prefix,
        f"/clients/{found.client.slug}/metrics",
        tuple(_row(prefix, one) for one in found.imports),
        tuple(
            (key, words, key == by)
            for key, words in VIEWS.items()
            if key == WHOLE or report.get("by", {}).get(key)
        ),
        heads,
        figures,
        missing,
        _notes(found, report),
        _facts(found, report),
        _counting(found),
    )


def _title(report: Mapping[str, Any], done: int) -> str:
    if not done:
        return "No tickets are in yet"
    if not report:
        return "The tickets are in and are being counted"
    return f"{report.get('counted', 0):,} tickets count, from {plural(done, 'export')}"


def _row(prefix: str, one: Any) -> ImportRow:
    kind = {DONE: "ok", FAILED: "bad", ASKING: "warn"}.get(one.state, "")
    return ImportRow(
        f"{prefix}/{one.id}",
        one.name,
        LAYOUT_WORDS.get(one.layout, NOTHING),
        f"{one.tickets:,}" if one.state == DONE else NOTHING,
        STATES_OF_IMPORTS[one.state],
        kind,
        format_short_date(one.made_at.date()),
        one.made_by,
    )


def _figures(
    found: TicketsPage, report: Mapping[str, Any], by: str
) -> tuple[tuple[str, ...], tuple[FigureRow, ...], tuple[tuple[str, str], ...]]:
    """The head of the table of figures, its rows, and the metrics without a value with the reason."""
    metrics = f"/clients/{found.client.slug}/metrics"
    known = [one for one in report.get("figures", ()) if one["id"] in found.names]
    with_value = [one for one in known if one["value"] is not None]
    missing = tuple((found.names[one["id"]], one["reason"]) for one in known if one["value"] is None)
    if by == WHOLE:
        rows = [
            FigureRow(found.names[one["id"]], f"{metrics}/{one['id']}", _numbers(one)) for one in with_value
        ]
        return ("Metric", "Value", "Median", "Nine in ten within", "Tickets"), tuple(rows), missing
    ids = [one["id"] for one in with_value]
    rows = []
    for name, figures in report["by"][by].items():
        values = {one["id"]: one for one in figures}
        cells = tuple(_value(values[metric]) if metric in values else NOTHING for metric in ids)
        rows.append(FigureRow(period_name(name) if by == MONTH else name, "", cells))
    heads = (by.capitalize(), *(found.names[metric] for metric in ids))
    return heads, tuple(rows), missing


def _numbers(one: Mapping[str, Any]) -> tuple[str, ...]:
    cases = one.get("denominator")
    return (
        _value(one),
        _amount(one["unit"], one.get("median")),
        _amount(one["unit"], one.get("p90")),
        NOTHING if cases is None else f"{int(cases):,}",
    )


def _value(one: Mapping[str, Any]) -> str:
    return _amount(one["unit"], one["value"])


def _amount(unit: str, value: float | None) -> str:
    if value is None:
        return NOTHING
    exact = Fraction(str(value))
    if unit == "duration":
        return minutes_in_words(exact)
    return f"{plain(exact, 1)}%" if unit == "percent" else plain(exact)


def _notes(found: TicketsPage, report: Mapping[str, Any]) -> tuple[str, ...]:
    notes = list(report.get("suspicions", ()))
    if partly := report.get("partly"):
        names = ", ".join(period_name(month) for month in partly)
        notes.append(f"The exports cover only a part of {names}, so no reading was made of it.")
    if by_hand := report.get("by_hand"):
        notes.append(
            f"{plural(len(by_hand), 'reading')} were typed by hand and stay; withdraw one to let the tickets "
            "decide."
            if len(by_hand) > 1
            else "One reading was typed by hand and stays; withdraw it to let the tickets decide."
        )
    return tuple(notes)


def _facts(found: TicketsPage, report: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """What the figures rest on."""
    months = report.get("months", ())
    span = f"{period_name(months[0])} to {period_name(months[-1])}" if months else "no whole month yet"
    left_out = ", ".join(f"{number} {reason}" for reason, number in report.get("left_out", {}).items())
    targets = ", ".join(f"{name}: {plain(Fraction(hours))} h" for name, hours in found.rules.targets.items())
    return (
        ("Readings made for", span),
        ("Time counted", found.calendar or "every hour of the day"),
        ("Desk groups", ", ".join(found.rules.desk_groups) or "not said"),
        ("Defined routes", ", ".join(found.rules.routes) or "not said"),
        ("Targets", targets or "not said"),
        ("Not counted", left_out or "none"),
    )


def _counting(found: TicketsPage) -> str:
    if found.count is None or found.count.is_current:
        return ""
    if found.count.counted_at is None:
        return "The figures come in a moment."
    return "The tickets are being counted again; these are the figures from before."
