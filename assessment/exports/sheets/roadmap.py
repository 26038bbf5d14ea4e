"""The sheets of the plan: the ranked items by wave with their reasons, and the waves with a chart."""

from assessment.domain.numbers import fixed
from assessment.domain.report import Report, ReportItem, ReportWave
from assessment.exports.sheets.page import DAYS, INDEX, MONEY, WHOLE, Book, Column, Sheet, Value
from assessment.exports.words import BEYOND, ranks

NAME = "Roadmap"
WAVES = "Waves"

COLUMNS = (
    Column("Wave", 8, WHOLE),
    Column("Ends in", 8, WHOLE),
    Column("Rank", 7, WHOLE),
    Column("Improvement", 46),
    Column("Area", 24),
    Column("Level", 7, WHOLE),
    Column("Class", 12),
    Column("Why", 52),
    Column("Days", 7, WHOLE),
    Column("Needs first", 10, centred=True),
    Column("Unlocks", 10, centred=True),
    Column("Cost", 11, MONEY),
    Column("Currency", 10, centred=True),
    Column("Priority", 9, INDEX),
    Column("Own priority", 9, INDEX),
    Column("Benefit", 9, INDEX),
    Column("Effort left", 9, INDEX),
    Column("How the priority comes about", 52),
    Column("Kind", 10),
    Column("CSIP", 10),
    Column("Id", 12),
)
IMPROVEMENT = 4
PRINTED = 13
"""How many columns go on paper; the others say how the order came about and would make it unreadable."""
WAVE_COLUMNS = (
    Column("Wave", 12),
    Column("From", 13, centred=True),
    Column("To", 13, centred=True),
    Column("Days there are", 10, DAYS),
    Column("Days used", 10, DAYS),
    Column("Days left over", 10, DAYS),
    Column("Items", 22),
    Column("Mean index after", 11, INDEX),
)
USED, AFTER = 4, 7
CHART_PIXELS = (620, 340)


def roadmap(book: Book) -> None:
    """Write the items, by wave and then by rank."""
    report = book.report
    sheet = book.sheet(NAME, [column.width for column in COLUMNS], "accent")
    row = sheet.title(f"{report.plan_title}.", report.order_explanation, 8)
    head = row
    row = sheet.heads(head, COLUMNS)
    sheet.inner.freeze_panes(row, IMPROVEMENT)
    sheet.inner.repeat_rows(head)
    before: int | None = 0
    bands = (book.colours["surface"], book.colours["paper"])
    shade = 0
    for item in by_wave(report):
        edge = {}
        if item.wave != before:
            shade = 1 - shade
            edge = {"top": 2, "top_color": book.colours["ink"]} if before != 0 else {}
            before = item.wave
        sheet.row(row, COLUMNS, _values(item), bg_color=bands[shade], **edge)
        row += 1
    sheet.inner.autofilter(head, 0, row - 1, len(COLUMNS) - 1)
    sheet.inner.print_area(0, 0, row - 1, PRINTED - 1)


def by_wave(report: Report) -> list[ReportItem]:
    """Return the items in the order of the work: by wave, within one by rank, those beyond last."""
    last = len(report.waves) + 1
    return sorted(report.items, key=lambda item: (item.wave or last, item.rank))


def _values(item: ReportItem) -> tuple[Value, ...]:
    cost = item.cost
    return (
        BEYOND if item.wave is None else item.wave,
        BEYOND if item.last_wave is None else item.last_wave,
        item.rank, item.text, item.area_name, item.level, item.klass,
        "\n".join(f"{reason}." for reason in item.reasons),
        item.days, ranks(item.needs), ranks(item.unlocks),
        _amount(item), cost.currency if cost and item.is_costed else "",
        item.effective, item.priority, item.benefit, item.effort, item.arithmetic,
        item.kind.replace("_", " "), item.csip, item.practice,
    )  # fmt: skip


def _amount(item: ReportItem) -> Value:
    if item.cost is None:
        return ""
    if not item.is_costed:
        return "no cost"
    return "costed" if item.cost.amount is None else item.cost.amount


def waves(book: Book) -> None:
    """Write the waves with a chart of the days and of the mean index."""
    report = book.report
    sheet = book.sheet(WAVES, [column.width for column in WAVE_COLUMNS], "accent")
    row = sheet.title(waves_title(report), " ".join(report.plan_said[2:]), len(WAVE_COLUMNS))
    head = row
    first = row = sheet.heads(head, WAVE_COLUMNS)
    sheet.inner.freeze_panes(row, 1)
    sheet.inner.repeat_rows(head)
    for wave in report.waves:
        sheet.row(row, WAVE_COLUMNS, _wave(wave))
        row += 1
    if report.waves:
        _chart(book, sheet, first, row - 1)


def waves_title(report: Report) -> str:
    """Return what the waves do to the mean index."""
    now = report.card.mean_index
    after = report.waves[-1].mean_after if report.waves else None
    if now is None or after is None:
        return "The waves and their days."
    if fixed(now, 1) == fixed(after, 1):
        return f"The waves keep the mean index at {fixed(now, 1)}."
    return f"The waves raise the mean index from {fixed(now, 1)} to {fixed(after, 1)}."


def _wave(wave: ReportWave) -> tuple[Value, ...]:
    return (
        f"Wave {wave.number}", wave.begins, wave.ends, wave.capacity, wave.used, wave.capacity - wave.used,
        ranks(tuple(rank for rank, _ in wave.parts)), wave.mean_after,
    )  # fmt: skip


def _chart(book: Book, sheet: Sheet, first: int, last: int) -> None:
    colours = book.colours
    categories = [WAVES, first, 0, last, 0]
    bars = book.workbook.add_chart({"type": "column"})
    bars.add_series(
        {
            "name": "Days used",
            "categories": categories,
            "values": [WAVES, first, USED, last, USED],
            "fill": {"color": colours["m3"]},
            "gap": 80,
            "data_labels": {"value": True, "num_format": DAYS},
        }
    )
    bars.set_title({"name": "Days used in each wave, and the mean index after it", "name_font": {"size": 12}})
    bars.set_y_axis({"name": "Person-days", "min": 0, "major_gridlines": {"visible": False}})
    if any(wave.mean_after is not None for wave in book.report.waves):
        line = book.workbook.add_chart({"type": "line"})
        line.add_series(
            {
                "name": "Mean index after",
                "categories": categories,
                "values": [WAVES, first, AFTER, last, AFTER],
                "y2_axis": True,
                "line": {"color": colours["accent"], "width": 2.25},
                "marker": {"type": "diamond", "size": 8, "fill": {"color": colours["accent"]}},
                "data_labels": {"value": True, "num_format": INDEX, "position": "above"},
            }
        )
        line.set_y2_axis({"name": "Mean index", "min": 0, "max": book.report.framework.top})
        bars.combine(line)
    bars.set_legend({"position": "bottom"})
    bars.set_size({"width": CHART_PIXELS[0], "height": CHART_PIXELS[1]})
    said = "Columns of the days used in each wave with a line of the mean index; the table above holds them."
    sheet.inner.insert_chart(last + 2, 0, bars, {"description": said})
