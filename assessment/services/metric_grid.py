"""Many readings at once: metrics by months, typed in, pasted, or filled in elsewhere and uploaded."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice

from assessment.domain.answers import Reading
from assessment.domain.clients import Client
from assessment.domain.extra_metrics import all_metrics
from assessment.domain.framework import Framework, Metric, localise
from assessment.domain.months import months_between, number_of
from assessment.domain.reading_values import takes_parts
from assessment.errors import AppError, InvalidInput
from assessment.files.tickets.mapping import open_rows
from assessment.files.tickets.sources import look_at
from assessment.services.metric_edits import take_out
from assessment.services.metrics import framework_for
from assessment.services.readings import PERIOD, ReadingEntry, read_entry, reading_in_words, store_reading
from assessment.services.results_metrics import UNITS, area_of_metrics, period_name
from assessment.services.sla_computing import compute_of_metrics
from assessment.store.database import Unit
from assessment.store.queries import readings as reading_queries
from assessment.store.queries.clients import get_client
from assessment.store.queries.metric_targets import list_targets
from assessment.store.queries.readings import KeptReading

MONTHS, MOST_MONTHS = 6, 24
BY_HAND = "entered by hand"
BETWEEN = ":"
MOST_ROWS, LAST_HEAD, MOST_NAMED = 500, 2, 5
MOST_BYTES = 2_000_000
_MONTH_IN_HEAD = re.compile(r"(\d{4})-(0[1-9]|1[0-2])(?:-\d\d.*)?")
Cells = Mapping[tuple[str, str], str]


class GridFaults(AppError):
    """Cells that could not be taken, by metric and period; nothing was saved."""

    def __init__(self, faults: Mapping[tuple[str, str], str]) -> None:
        self.faults = dict(faults)
        number = len(faults)
        super().__init__(
            f"{number} {'value' if number == 1 else 'values'} could not be taken. Nothing was saved yet."
        )


@dataclass(frozen=True, slots=True)
class GridRow:
    """A metric with its values by month, as they are typed."""

    metric: Metric
    name: str
    unit: str
    provider: str
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class GridPage:
    """The grid of a client; `seen` says up to which reading its values were read."""

    client: Client
    months: tuple[tuple[str, str], ...]
    rows: tuple[GridRow, ...]
    areas: tuple[tuple[str, str], ...]
    area: str
    seen: str


def months_until(period: str, number: int = MONTHS) -> tuple[str, ...]:
    """Return the months that end with a period, oldest first."""
    last = number_of(period)
    return months_between(last - number + 1, last)


def grid_page(
    unit: Unit,
    client_slug: str,
    area: str = "",
    until: str = "",
    language: str = "en",
    holding: Iterable[tuple[str, str]] = (),
) -> GridPage:
    """Return the grid: the metrics of an area, or those that are collected, with six months.

    Metrics and months of `holding` are shown in any case, up to two years of them.
    """
    client = get_client(unit, client_slug)
    framework = framework_for(unit, client)
    this_month = f"{unit.today:%Y-%m}"
    last = until if PERIOD.match(until) and until <= this_month else this_month
    held = list(holding)
    asked = sorted({period for _, period in held if PERIOD.match(period)})
    months = _months_of(asked) if asked else months_until(last)
    kept = reading_queries.list_readings(unit, client.id, framework.id)
    targets = list_targets(unit, client.id, framework.id)
    collected = {one.reading.metric for one in kept} | set(targets) | {metric for metric, _ in held}
    known = {one.slug for one in framework.areas}
    chosen = area if area in known else ""
    rows = [
        GridRow(
            metric,
            localise(metric.name, language),
            UNITS.get(metric.unit, metric.unit),
            targets[metric.id].provider if metric.id in targets else "",
            {
                one.reading.period: reading_in_words(metric, one.reading)
                for one in kept
                if one.reading.metric == metric.id
            },
        )
        for metric in _wanted(framework, chosen, collected, {metric for metric, _ in held})
    ]
    return GridPage(
        client,
        tuple((month, period_name(month)) for month in months),
        tuple(rows),
        tuple((one.slug, localise(one.name, language)) for one in framework.areas),
        chosen,
        max((one.id for one in kept), default=""),
    )


def _months_of(periods: Sequence[str]) -> tuple[str, ...]:
    """Return the months from the first to the last of these, six at least and two years at most."""
    longest = months_until(periods[-1], MOST_MONTHS)
    first = max(periods[0], longest[0])
    return longest[min(longest.index(first), MOST_MONTHS - MONTHS) :]


def _wanted(framework: Framework, area: str, collected: set[str], held: set[str]) -> Iterable[Metric]:
    """Return the metrics of an area; without one those that are collected, or all where none is."""
    metrics = all_metrics(framework)
    if area:
        used = area_of_metrics(framework)
        return [one for one in metrics if one.id in held or area in {of.slug for of in used.get(one.id, ())}]
    return [one for one in metrics if one.id in collected] or metrics


def save_grid(unit: Unit, client_slug: str, cells: Cells, seen: str) -> int:
    """Store what was changed in the grid and return how many readings; an emptied cell withdraws its own.

    Raises GridFaults with a sentence for each cell that does not fit, or that somebody else changed since
    `seen`; then nothing is stored.
    """
    client = get_client(unit, client_slug)
    framework = framework_for(unit, client)
    metrics = {one.id: one for one in all_metrics(framework)}
    kept = {
        (one.reading.metric, one.reading.period): one
        for one in reading_queries.list_readings(unit, client.id, framework.id)
    }
    changed = {
        at: text
        for at, text in cells.items()
        if at[0] in metrics and _is_changed(metrics[at[0]], kept.get(at), text)
    }
    faults: dict[tuple[str, str], str] = {}
    new: list[Reading] = []
    for at, text in changed.items():
        try:
            _check_unseen(metrics[at[0]], kept.get(at), seen)
            if text.strip():
                scope = _scope_at(at, kept)
                new.append(_read_cell(metrics[at[0]], at[1], text, scope, unit.today))
        except InvalidInput as error:
            faults[at] = error.message
    if faults:
        raise GridFaults(faults)
    for reading in new:
        store_reading(unit, client, framework, metrics[reading.metric], reading)
    for at, text in changed.items():
        if not text.strip():
            take_out(unit, client, framework, metrics[at[0]], kept[at])
    compute_of_metrics(unit, client, {metric for metric, _ in changed})
    return len(changed)


def _check_unseen(metric: Metric, old: KeptReading | None, seen: str) -> None:
    if old is not None and old.id > seen:
        was = reading_in_words(metric, old.reading)
        raise InvalidInput(
            "value", f"{old.recorded_by} entered {was} meanwhile. Look at it, then save again."
        )


def _is_changed(metric: Metric, old: KeptReading | None, text: str) -> bool:
    return text.strip() != ("" if old is None else reading_in_words(metric, old.reading))


def _scope_at(at: tuple[str, str], kept: Mapping[tuple[str, str], KeptReading]) -> str:
    """Return what a cell covers: what its reading covered, else the one of the month before it."""
    metric, period = at
    months = [month for one, month in kept if one == metric and month <= period]
    return kept[metric, max(months)].reading.scope if months else ""


def _read_cell(metric: Metric, period: str, text: str, scope: str, today: date) -> Reading:
    entry = ReadingEntry(period, value=text, source=BY_HAND, scope=scope)
    if takes_parts(metric) and text.count("/") == 1:
        above, _, below = text.partition("/")
        entry = replace(entry, value="", numerator=above, denominator=below)
    return read_entry(metric, entry, today)


def cells_of_file(content: bytes, name: str) -> tuple[Cells, tuple[str, ...]]:
    """Return the cells of a filled-in table (CSV or XLSX) by metric and month, and what is odd about it.

    Raises FileProblems or InvalidInput with a sentence for a file that holds no such table.
    """
    if len(content) > MOST_BYTES:
        raise InvalidInput("file", f"The file is too big; at most {MOST_BYTES // 1_000_000} MB are read.")
    told: list[str] = []
    with open_rows(look_at(content, name), lambda line, why: told.append(f"Line {line} {why}.")) as rows:
        cells, notes = cells_of_table([cells for _, cells in islice(rows, MOST_ROWS)])
    return cells, (*notes, *told[:MOST_NAMED])


def cells_of_table(rows: Sequence[Sequence[str]]) -> tuple[Cells, tuple[str, ...]]:
    """Return the cells of a table with ids in its first column and months above the others, and what is odd.

    A cell that is empty in the table is left as it is. Raises InvalidInput where the table has no month.
    """
    at, months = next(((at, found) for at, row in enumerate(rows) if (found := _months_in(row))), (0, {}))
    if not months:
        raise InvalidInput(
            "file",
            "No column is a month. The line above the values has months such as 2026-10, as in the template.",
        )
    odd = [text.strip() for place, text in enumerate(rows[at]) if place > LAST_HEAD and place not in months]
    named = ", ".join(f'"{text}"' for text in odd[:MOST_NAMED] if text)
    cells = {
        (row[0].strip(), month): row[place].strip()
        for row in rows[at + 1 :]
        for place, month in months.items()
        if row and row[0].strip() and place < len(row) and row[place].strip()
    }
    return cells, (f"Columns that are no month were not read: {named}.",) if named else ()


def _months_in(row: Sequence[str]) -> dict[int, str]:
    found = ((place, _MONTH_IN_HEAD.fullmatch(text.strip())) for place, text in enumerate(row))
    return {place: f"{match[1]}-{match[2]}" for place, match in found if match}
