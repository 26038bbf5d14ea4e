"""The sheet of the areas: index, target and gap of each, with a radar that can be edited."""

from typing import Any

from assessment.domain import findings
from assessment.domain.report import Report, ReportArea
from assessment.exports.sheets.page import INDEX, SHARE, WHOLE, Book, Column, Sheet, Value
from assessment.exports.words import NOTHING

NAME = "Results"
COLUMNS = (
    Column("Area", 34),
    Column("Level", 8, WHOLE),
    Column("Level name", 15),
    Column("Index", 9, INDEX),
    Column("If the unknown were met", 12, INDEX),
    Column("Target", 9, "0.0"),
    Column("Gap", 9, INDEX),
    Column("Importance", 11, "0.0"),
    Column("Known", 9, SHARE),
    Column("Placed at", 9, "0.0"),
    Column("Strong above the gap", 12, centred=True),
    Column("Confidence", 12, centred=True),
    Column("Note", 40),
)
NAME_COLUMN, LEVEL_COLUMN, INDEX_COLUMN, TARGET_COLUMN = 0, 1, 3, 5
CHART_PIXELS = (620, 430)
FEWEST_SPOKES = 3


def results(book: Book) -> None:
    """Write the sheet."""
    report = book.report
    sheet = book.sheet(NAME, [column.width for column in COLUMNS])
    row = sheet.title(f"{findings.gap_title(report.card)}.", report.method_explanation, 8)
    head = row
    first = row = sheet.heads(head, COLUMNS)
    sheet.inner.freeze_panes(row, 1)
    sheet.inner.repeat_rows(head)
    for area in report.areas:
        sheet.row(row, COLUMNS, _values(area))
        _level(sheet, row, area)
        row += 1
    if len(report.areas) >= FEWEST_SPOKES and any(area.index is not None for area in report.areas):
        _radar(book, sheet, first, row - 1)


def _values(area: ReportArea) -> tuple[Value, ...]:
    score = area.score
    known = area.answered
    return (
        area.name,
        score.level if known else None,
        area.level_name if score.assessable else "does not apply",
        area.index,
        score.index_high if known else None,
        score.target,
        score.gap if known else None,
        score.importance,
        score.coverage if known else None,
        score.placing,
        ", ".join(map(str, score.ahead_of_gate)) or NOTHING,
        area.confidence or NOTHING,
        area.note,
    )


def _level(sheet: Sheet, row: int, area: ReportArea) -> None:
    if not area.answered or area.score.level is None:
        return
    colours = sheet.book.colours
    number = min(area.score.level, 5)
    sheet.write(
        row, LEVEL_COLUMN, area.score.level, num_format=WHOLE, align="center", valign="top", bold=True,
        bg_color=colours[f"m{number}"], font_color=colours[f"m{number}-ink"],
        bottom=1, bottom_color=colours["line"],
    )  # fmt: skip


def _radar(book: Book, sheet: Sheet, first: int, last: int) -> None:
    report = book.report
    chart = book.workbook.add_chart({"type": "radar", "subtype": "with_markers"})
    chart.add_series(_series(book, first, last, INDEX_COLUMN, "Index now", "ink", dash="solid"))
    if any(area.score.target is not None for area in report.areas):
        chart.add_series(_series(book, first, last, TARGET_COLUMN, "Target", "accent", dash="dash"))
    chart.set_title({"name": "Index and target of each area", "name_font": {"size": 12, "name": "Arial"}})
    chart.set_y_axis(
        {
            "min": 0, "max": report.framework.top, "major_unit": 1, "num_format": "0",
            "major_gridlines": {"visible": True, "line": {"color": book.colours["line"]}},
        }
    )  # fmt: skip
    chart.set_legend({"position": "bottom"})
    chart.set_size({"width": CHART_PIXELS[0], "height": CHART_PIXELS[1]})
    sheet.inner.insert_chart(last + 2, 0, chart, {"description": _said(report)})


def _series(
    book: Book, first: int, last: int, column: int, name: str, colour: str, dash: str
) -> dict[str, Any]:
    shade = book.colours[colour]
    return {
        "name": name,
        "categories": [NAME, first, NAME_COLUMN, last, NAME_COLUMN],
        "values": [NAME, first, column, last, column],
        "line": {"color": shade, "width": 2, "dash_type": dash},
        "marker": {
            "type": "circle" if dash == "solid" else "diamond",
            "size": 6,
            "fill": {"color": shade},
            "border": {"color": shade},
        },
    }


def _said(report: Report) -> str:
    return (
        f"Radar of the index and the target of {len(report.areas)} areas; the table above holds the numbers."
    )
