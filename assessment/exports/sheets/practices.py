"""The sheets of the practices: coverage of each area at each level, and every answer with its reason."""

from typing import Any

from assessment.domain.report import Report, ReportArea
from assessment.exports.sheets.page import SHARE, Book, Column, Pages, Sheet, mixed
from assessment.exports.words import NOTHING

NAME = "Practices"
ANSWERS = "Answers"
AREA_WIDTH, CELL_WIDTH, COUNT_WIDTH = 34, 10, 8
TINT = 0.35
"""How much of a level's colour a cell shows that is begun and not achieved."""
TOP_COLOUR = 5

COLUMNS = (
    Column("Area", 26),
    Column("Level", 7, "0"),
    Column("Id", 12),
    Column("Practice", 52),
    Column("Answer", 18),
    Column("Value that counts", 10, SHARE),
    Column("Where it comes from", 34),
    Column("Evidence", 34),
    Column("Note", 40),
)


def practices(book: Book) -> None:
    """Write the matrix: for each level the coverage and the practices in place."""
    report = book.report
    levels = report.levels
    widths = [AREA_WIDTH, *(width for _ in levels for width in (CELL_WIDTH, COUNT_WIDTH))]
    sheet = book.sheet(NAME, widths)
    found, of = _in_all(report)
    lede = (
        "Coverage of each level, and the practices in place. A full colour is an achieved level, a pale one "
        "is begun."
    )
    row = sheet.title(f"{found} of {of} practices are in place.", lede, min(7, len(widths)))
    head = row
    sheet.heads(head, [Column("Area", AREA_WIDTH)])
    for place, level in enumerate(levels):
        at = 1 + 2 * place
        number = min(level.number, TOP_COLOUR)
        look: dict[str, Any] = {
            "bold": True, "align": "center", "valign": "vcenter", "text_wrap": True,
            "bg_color": book.colours.get(f"m{number}"), "font_color": book.colours.get(f"m{number}-ink"),
        }  # fmt: skip
        sheet.inner.merge_range(head, at, head, at + 1, "", book.look(**look))
        sheet.write(head, at, f"{level.number} {level.name}", **look)
    sheet.inner.freeze_panes(head + 1, 1)
    sheet.inner.repeat_rows(head)
    for area in report.areas:
        row += 1
        _matrix_row(sheet, row, area)


def _in_all(report: Report) -> tuple[int, int]:
    counts = [one for area in report.areas for one in area.in_place]
    return sum(found for _, found, _ in counts), sum(of for _, _, of in counts)


def _matrix_row(sheet: Sheet, row: int, area: ReportArea) -> None:
    colours = sheet.book.colours
    edge = {"bottom": 1, "bottom_color": colours["line"], "valign": "vcenter"}
    sheet.write(row, 0, area.name, text_wrap=True, **edge)
    cells = {cell.level: cell for cell in area.score.cells}
    for place, (level, found, of) in enumerate(area.in_place):
        cell = cells.get(level)
        coverage = cell.coverage if cell else None
        at = 1 + 2 * place
        if coverage is None:
            for column in (at, at + 1):
                sheet.write(row, column, NOTHING, align="center", bg_color=colours["mna"], **edge)
            continue
        look = {"align": "center", **_fill(sheet.book, level, bool(coverage), cell), **edge}
        sheet.write(row, at, coverage, num_format=SHARE, **look)
        sheet.write(row, at + 1, found, num_format=f'0" of {of}"', **look)


def _fill(book: Pages, level: int, begun: bool, cell: Any) -> dict[str, str]:
    colours = book.colours
    number = min(level, TOP_COLOUR)
    if cell.achieved:
        return {"bg_color": colours[f"m{number}"], "font_color": colours[f"m{number}-ink"]}
    if not begun:
        return {}
    return {"bg_color": mixed(colours[f"m{number}"], colours["surface"], TINT)}


def answers(book: Book) -> None:
    """Write every practice with its answer, the value that counts, and where that comes from."""
    report = book.report
    sheet = book.sheet(ANSWERS, [column.width for column in COLUMNS])
    rated = sum(1 for one in report.practices if one.value is not None)
    row = sheet.title(
        f"{rated} of {len(report.practices)} practices have a value.",
        "An empty value is unknown or does not apply; the next column says which.",
        4,
    )
    head = row
    row = sheet.heads(head, COLUMNS)
    sheet.inner.freeze_panes(row, 0)
    sheet.inner.repeat_rows(head)
    for one in report.practices:
        sheet.row(
            row, COLUMNS,
            (
                one.area_name, one.level, one.id, one.text, one.answer, one.value, one.why,
                "\n".join(one.evidence), one.note,
            ),
        )  # fmt: skip
        row += 1
    sheet.inner.autofilter(head, 0, max(head, row - 1), len(COLUMNS) - 1)
