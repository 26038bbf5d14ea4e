"""`gradino metrics`: the metrics that ticket exports give."""

import gc
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path

import click

from assessment.cli.score import JSON, print_json
from assessment.cli.tables import table
from assessment.domain.extra_metrics import metric_of
from assessment.domain.framework import Framework, localise
from assessment.domain.numbers import plain
from assessment.domain.reading_values import minutes_in_words
from assessment.domain.ticket_figures import Figure
from assessment.domain.ticket_report import KINDS, PRIORITY, Agreed, TicketReport, measure
from assessment.errors import InvalidInput
from assessment.files.framework_file import framework_by_id
from assessment.files.problems import shown
from assessment.files.tickets.layouts import AUTO, NAMES
from assessment.files.tickets.mapping import fields_read
from assessment.files.tickets.reader import TicketFile, read_tickets
from assessment.files.tickets.report_json import metrics_json
from assessment.files.tickets.settings import Settings, load_settings

HEADS = ("Metric", "", "Value", "Median", "90%", "Cases")
NUMBER_COLUMNS = frozenset({2, 3, 4, 5})
NOTHING = "-"
MOST_SHOWN = 10
DAY = click.DateTime(["%Y-%m-%d"])


@click.command("metrics")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@click.option(
    "--layout", type=click.Choice([*NAMES, AUTO]), default=AUTO, help="The tool that the export is of."
)
@click.option(
    "--settings",
    "settings_path",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Calendar, desk groups, targets, columns and words (YAML).",
)
@click.option("--from", "start", type=DAY, metavar="DAY", help="First day that counts, as 2026-10-01.")
@click.option("--to", "stop", type=DAY, metavar="DAY", help="First day that no longer counts.")
@click.option("--by", type=click.Choice(KINDS), multiple=True, help="Repeat the figures by this as well.")
@JSON
def command(
    files: tuple[Path, ...],
    layout: str,
    settings_path: Path | None,
    start: datetime | None,
    stop: datetime | None,
    by: tuple[str, ...],
    as_json: bool,
) -> None:
    """Compute metrics out of ticket exports (CSV or XLSX, plain or packed)."""
    # Nothing that is made here refers in circles, and looking for that takes a tenth of the time.
    gc.disable()
    settings = Settings() if settings_path is None else load_settings(settings_path)
    days = (start.date() if start else None, stop.date() if stop else None)
    if days[0] and days[1] and days[0] >= days[1]:
        raise InvalidInput(
            "to", "The period ends before it begins. --to is the first day that no longer counts."
        )
    parts = tuple(dict.fromkeys((PRIORITY, *by)))
    made = []
    for file in files:
        read = read_tickets(file, str(file), layout, settings)
        agreed = Agreed(settings.rules, settings.calendar, read.zone, *days)
        made.append((file, read, measure(read.tickets, read.known, agreed, parts, read.counts)))
    if as_json:
        print_made(made, days)
        return
    for file, read, report in made:
        click.echo("\n".join(lines_of(file, read, report)))


def print_made(
    made: list[tuple[Path, TicketFile, TicketReport]], days: tuple[date | None, date | None]
) -> None:
    """Print one object for one file, a list of them for several."""
    if len(made) == 1:
        _, read, report = made[0]
        print_json(metrics_json(read, report, *days))
        return
    print_json({"files": [metrics_json(read, report, *days, str(file)) for file, read, report in made]})


def lines_of(file: Path, read: TicketFile, report: TicketReport) -> list[str]:
    """Return what people read: rows, columns, figures, what is missing and what is odd."""
    columns = ", ".join(f"{name}: {shown(header)}" for name, header in fields_read(read.mapped).items())
    left_out = "".join(f", {number} {reason}" for reason, number in report.left_out.items())
    lines = [
        f"{file}: {read.mapped.layout.name}",
        f"{read.rows_read} rows read, {read.rows_used} used, {read.rejected_count} rejected; "
        f"{report.counted} tickets counted{left_out}",
        f"Columns: {columns}",
        "",
        figure_table(report.figures),
        "",
    ]
    lines += [f"{figure.id}: {figure.reason}" for figure in report.figures if figure.reason]
    lines += [f"Line {one.line}: {one.reason}" for one in read.rejected[:MOST_SHOWN]]
    if read.rejected_count > MOST_SHOWN:
        lines.append(f"... and {read.rejected_count - MOST_SHOWN} more rows rejected; --json lists them")
    lines += [f"Note: {note}" for note in read.notes]
    lines += [f"Look at: {one.sentence}" for one in report.suspicions]
    return lines


def figure_table(figures: tuple[Figure, ...]) -> str:
    """Return one line for each metric that has a value."""
    framework = framework_by_id("pom")
    rows = [_row(framework, figure) for figure in figures if not figure.reason]
    return table(HEADS, rows, NUMBER_COLUMNS) if rows else "No metric can be computed from this export."


def _row(framework: Framework, figure: Figure) -> tuple[str, ...]:
    metric = metric_of(framework, figure.id)
    return (
        figure.id,
        localise(metric.name) if metric else "",
        _shown(figure, figure.value),
        _shown(figure, figure.median),
        _shown(figure, figure.p90),
        NOTHING if figure.denominator is None else plain(figure.denominator),
    )


def _shown(figure: Figure, value: Fraction | None) -> str:
    if value is None:
        return NOTHING
    if figure.unit == "duration":
        return minutes_in_words(value)
    return f"{plain(value)}%" if figure.unit == "percent" else plain(value)
