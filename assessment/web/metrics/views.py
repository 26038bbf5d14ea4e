"""The metrics of a client as the pages show them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assessment.charts.base import Chart
from assessment.domain.metric_targets import OFF_TARGET
from assessment.domain.own import SURVEY
from assessment.domain.reading_values import CURRENCY, scale_in_words, takes_parts
from assessment.domain.wording import capital, count_word, plural
from assessment.exports.sheets.page import Column
from assessment.exports.tables import DataTable
from assessment.services.fill_ins import FillIn
from assessment.services.metric_grid import BETWEEN, GridPage, months_until
from assessment.services.metrics import ALL, COLLECTED, MISSING, OFF, SHOWN, MetricPage, MetricsPage, is_shown
from assessment.services.question_rows import EXAMPLES
from assessment.services.results_metrics import period_name
from assessment.web.filters import format_short_date

SHOWN_WORDS = {COLLECTED: "Collected", OFF: "Off target", MISSING: "Missing", ALL: "All"}
KINDS = {OFF_TARGET: "bad", "on target": "ok"}
STEP_BACK = 6


@dataclass(frozen=True, slots=True)
class ListRow:
    """One metric in the list; every text is ready to be shown."""

    id: str
    name: str
    areas: str
    latest: str
    period: str
    moved: str
    moved_kind: str
    target: str
    standing: str
    kind: str
    provider: str
    missing: str
    is_own: bool


@dataclass(frozen=True, slots=True)
class ListView:
    """The list of metrics; `views` are (key, words, count, whether chosen)."""

    title: str
    lede: str
    prefix: str
    tickets: str
    views: tuple[tuple[str, str, int, bool], ...]
    rows: tuple[ListRow, ...]
    empty: str
    month: tuple[str, str]
    providers: tuple[tuple[str, int], ...]
    asked: tuple[tuple[str, str, str, str], ...]
    own: str


def list_view(found: MetricsPage, asked: str, links: Sequence[FillIn] = ()) -> ListView:
    """The list of metrics in one of its views; `links` are those that ask somebody for figures."""
    usual = COLLECTED if found.counted(COLLECTED) else ALL
    shown = asked if asked in SHOWN else usual
    month = period_name(found.month)
    rows = tuple(
        ListRow(
            line.metric.id,
            line.name,
            line.areas,
            line.row.latest if line.row else "",
            line.row.period if line.row else "",
            line.row.moved if line.row else "",
            line.row.kind if line.row else "",
            line.target,
            line.standing,
            KINDS.get(line.standing, ""),
            line.provider,
            f"no value for {month}" if line.is_missing else "",
            line.is_own,
        )
        for line in found.lines
        if is_shown(line, shown)
    )
    return ListView(
        title_of(found),
        f"{found.framework.id.upper()} has {len(found.lines)} metrics with those beside its catalogue. "
        f"What counts as missing is a value for {month}, the last whole month.",
        f"/clients/{found.client.slug}/metrics",
        f"/clients/{found.client.slug}/tickets",
        tuple((key, SHOWN_WORDS[key], found.counted(key), key == shown) for key in SHOWN),
        rows,
        EMPTY[shown],
        (found.month, month),
        providers_of(found),
        tuple(
            (
                one.id,
                one.name,
                period_name(one.period),
                "figures came" if one.filled_at else f"until {format_short_date(one.ends_at.date())}",
            )
            for one in links
        ),
        f"/clients/{found.client.slug}/own",
    )


def providers_of(found: MetricsPage) -> tuple[tuple[str, int], ...]:
    """Who provides figures, and how many of theirs are missing for the last whole month."""
    names = sorted({line.provider for line in found.lines if line.provider})
    return tuple(
        (name, sum(1 for line in found.lines if line.provider == name and line.is_missing)) for name in names
    )


EMPTY = {
    COLLECTED: "No metric has a value or a target yet.",
    OFF: "No metric misses its target.",
    MISSING: "No value is missing for the last whole month.",
    ALL: "The framework has no metrics.",
}


def title_of(found: MetricsPage) -> str:
    """How many metrics are collected, and how many miss their target."""
    collected, off = found.counted(COLLECTED), found.counted(OFF)
    if not collected:
        return "No metric is collected yet"
    start = f"{capital(plural(collected, 'metric'))} {'is' if collected == 1 else 'are'} collected"
    return f"{start}, {count_word(off)} {'misses its' if off == 1 else 'miss their'} target" if off else start


@dataclass(frozen=True, slots=True)
class MetricView:
    """One metric; `facts` are pairs for the definition, `standing_kind` the colour of the mark."""

    found: MetricPage
    title: str
    prefix: str
    back: str
    chart: Chart | None
    standing_kind: str
    facts: tuple[tuple[str, str], ...]
    parts: tuple[str, str] | None
    example: str
    cells: tuple[tuple[str, str, tuple[str, ...]], ...]
    is_survey: bool
    breaks: tuple[tuple[str, str, str], ...]
    own: str = ""

    @property
    def is_retired(self) -> bool:
        """Return whether it is an own metric that is not in use any more."""
        return self.found.own is not None and self.found.own.retired


def metric_view(found: MetricPage) -> MetricView:
    """The page of one metric."""
    text = found.text
    back = f"/clients/{found.client.slug}/metrics"
    facts = [
        ("How it is worked out", text.words),
        ("Counted", text.numerator),
        ("Out of", text.denominator),
        ("Formula", text.formula),
        ("Unit", text.unit),
        ("Scale", scale_in_words(found.metric)),
        ("Prices", "of the year of each month" if found.metric.unit == CURRENCY else ""),
        ("Better", text.direction),
        ("Data needed", text.data_needed),
        ("Usually from", text.source),
        ("From tickets", text.from_tickets),
        ("Note", text.note),
        ("Orientation", text.orientation),
    ]
    return MetricView(
        found,
        found.chart.title if found.chart else f"{text.name}: no reading",
        f"{back}/{found.metric.id}",
        back,
        found.chart,
        KINDS.get(found.standing, ""),
        tuple((name, value) for name, value in facts if value),
        (text.numerator, text.denominator) if takes_parts(found.metric) else None,
        EXAMPLES.get(found.metric.unit, ""),
        tuple(
            (f"{name}, level {level}", f"/framework/{slug}/{level}", practices)
            for slug, name, level, practices in text.cells
        ),
        found.metric.source == SURVEY,
        tuple((one.period, period_name(one.period), one.reason) for one in reversed(found.target.breaks)),
        f"/clients/{found.client.slug}/own",
    )


@dataclass(frozen=True, slots=True)
class GridCell:
    """One cell: the name of its field, what stands in it, its fault, and whether it was not saved yet."""

    name: str
    label: str
    value: str
    fault: str
    is_new: bool


@dataclass(frozen=True, slots=True)
class GridView:
    """The grid; `rows` are (id, name, unit, provider, cells)."""

    title: str
    prefix: str
    query: str
    months: tuple[str, ...]
    rows: tuple[tuple[str, str, str, str, tuple[GridCell, ...]], ...]
    areas: tuple[tuple[str, str], ...]
    area: str
    earlier: str
    later: str
    notes: tuple[str, ...]
    faults: tuple[tuple[str, str], ...]
    seen: str


def grid_view(
    found: GridPage,
    typed: Mapping[tuple[str, str], str],
    faults: Mapping[tuple[str, str], str],
    notes: tuple[str, ...],
    seen: str,
) -> GridView:
    """The grid as it is shown, with what was typed before it was saved."""
    prefix = f"/clients/{found.client.slug}/metrics/grid"
    until = found.months[-1][0]
    rows = []
    for row in found.rows:
        cells = []
        for month, name in found.months:
            at = (row.metric.id, month)
            stored = row.values.get(month, "")
            value = typed.get(at, stored)
            label = f"{row.name}, {name}"
            cells.append(GridCell(BETWEEN.join(at), label, value, faults.get(at, ""), value != stored))
        rows.append((row.metric.id, row.name, row.unit, row.provider, tuple(cells)))
    area = f"&area={found.area}" if found.area else ""
    named = {cell.name: cell.label for row in rows for cell in row[4]}
    beyond = tuple(note_of(at, text, named) for at, text in faults.items())
    unseen = sum(1 for at in typed if BETWEEN.join(at) not in named)
    beyond_it = f"{capital(plural(unseen, 'value'))} of the file belong to no metric or month shown here."
    return GridView(
        "Enter many readings at once",
        prefix,
        f"?until={until}{area}",
        tuple(name for _, name in found.months),
        tuple(rows),
        found.areas,
        found.area,
        f"{prefix}?until={months_until(until, STEP_BACK + 1)[0]}{area}",
        f"{prefix}?{area[1:]}" if area else prefix,
        (*notes, beyond_it) if unseen else notes,
        beyond,
        seen,
    )


def note_of(at: tuple[str, str], text: str, named: Mapping[str, str]) -> tuple[str, str]:
    """The name of the field at fault, and what is wrong with it."""
    name = BETWEEN.join(at)
    return (name if name in named else "", f"{named.get(name, f'{at[0]}, {at[1]}')}: {text}")


def grid_table(found: GridPage) -> DataTable:
    """The grid as a table to fill in: an id, the name and the unit, and a column for each month."""
    heads = (Column("Id", 8), Column("Metric", 44), Column("Unit", 12))
    months = tuple(Column(month, 14) for month, _ in found.months)
    rows = tuple(
        (row.metric.id, row.name, row.unit, *(row.values.get(month, "") for month, _ in found.months))
        for row in found.rows
    )
    lede = (
        "Fill in the months and upload the file to the same page. An empty cell changes nothing. "
        "A value covers what the month before it covered."
    )
    return DataTable("Readings", f"Readings of {found.client.name}", lede, (*heads, *months), rows)
