"""The sheet that lets a reader check everything: how each index came about, the words, the sources."""

from collections.abc import Iterable

from assessment.domain.method_table import mean_of
from assessment.domain.numbers import plain
from assessment.domain.report import Report
from assessment.domain.wording import METHOD_NAMES, METHOD_SENTENCES
from assessment.exports.sheets.page import INDEX, Book, Column, Sheet, Value

NAME = "Method"
WIDTHS = (34, 14, 96)

Row = tuple[Value, Value, Value]


def method(book: Book) -> None:
    """Write the sheet."""
    report = book.report
    sheet = book.sheet(NAME, WIDTHS, "line-firm")
    row = sheet.title("How the numbers come about", report.method_explanation, len(WIDTHS))
    row = _part(
        sheet, row, "The index of each area, step by step", ("Area", "Index", "Steps"), _steps(report)
    )
    row = _part(
        sheet,
        row,
        "The same answers under every method",
        ("Method", "Mean", "What it does"),
        _methods(report),
    )
    row = _part(sheet, row, "How a practice is rated", ("Answer", "Value", "Help"), _scale(report))
    row = _part(sheet, row, "The levels", ("Level", "Number", "Meaning"), _levels(report))
    row = _part(sheet, row, "How the plan is made", ("Part", "", "Rule"), _plan(report))
    row = _part(sheet, row, "How sure the areas are", ("Area", "Confidence", "Because"), _confidence(report))
    row = _part(
        sheet, row, "Words", ("Word", "", "Meaning"), [(term, "", text) for term, text in report.glossary]
    )
    sources = [(report.framework_name, f"version {report.framework.version}", report.origin)]
    _part(sheet, row, "Where the framework comes from", ("Framework", "Edition", "Source"), sources)


def _part(sheet: Sheet, row: int, title: str, heads: tuple[str, str, str], rows: Iterable[Row]) -> int:
    found = list(rows)
    if not found:
        return row
    row = sheet.section(row, title)
    columns = [Column(head, width) for head, width in zip(heads, WIDTHS, strict=True)]
    row = sheet.heads(row, columns)
    for values in found:
        number = {} if isinstance(values[1], str) else {"num_format": INDEX}
        sheet.row(row, columns, values, align="left", **number)
        row += 1
    return row + 1


def _steps(report: Report) -> Iterable[Row]:
    return (
        (area.name, area.index, "\n".join(area.steps) or "Nothing is answered yet.") for area in report.areas
    )


def _methods(report: Report) -> Iterable[Row]:
    for key, indexes in report.methods.items():
        used = " (used here)" if key == report.method else ""
        yield f"{METHOD_NAMES[key]}{used}", mean_of(report.framework, indexes), METHOD_SENTENCES[key]


def _scale(report: Report) -> Iterable[Row]:
    return ((f"{ident} {name}", plain(value), text) for ident, name, value, text in report.scale)


def _levels(report: Report) -> Iterable[Row]:
    return ((level.name, str(level.number), level.meaning) for level in report.levels)


def _confidence(report: Report) -> Iterable[Row]:
    return (
        (area.name, area.confidence, "; ".join(area.confidence_reasons))
        for area in report.areas
        if area.confidence
    )


def _plan(report: Report) -> Iterable[Row]:
    if not report.items:
        return
    yield "Order", "", report.order_explanation
    yield (
        "Benefit", "",
        "The weighted mean of importance, gap, impact and urgency, each from 1 to 5. Effort left is the "
        "effort from 1 to 5 less what is done already, and never under a third of it.",
    )  # fmt: skip
    yield (
        "Class", "",
        "Quick win: benefit of 3 or more for an effort left of 2 or less. Major: the same benefit for more "
        "effort. Fill-in: less benefit for little effort. Reconsider: less benefit for more effort. Later: a "
        "quick win that waits for something. Find-out: nobody knows yet whether it is in place.",
    )  # fmt: skip
    yield (
        "Waves", "",
        "Each wave takes the highest-ranked item that nothing holds up, until its days are used. What does "
        "not fit goes on in the next wave first.",
    )  # fmt: skip
