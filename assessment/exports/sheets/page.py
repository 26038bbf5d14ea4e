"""One sheet of the workbook: writes cells safely, remembers what a cell looks like, and sets up the print."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from assessment.charts.base import light_colours
from assessment.domain.report import Report
from assessment.exports.base import clean, is_like_a_formula
from assessment.exports.words import day_in_words

LONGEST_CELL = 32_767
"""UTF-16 units that a cell can hold."""
CUT = " [cut]"
LONGEST_IN_FOOTER = 40
A4 = 9
MARGIN_INCHES = 0.45
FOOT_INCHES = 0.7
HEAD_PADDING = 8
BOLD_SHARE = 0.8
"""How much of a column's width a bold text can use before it wraps."""
FONT = "Arial"
FONT_SIZE = 10
TITLE_SIZE = 16
LINE_HEIGHT = 1.35
HIGHEST_ROW = 409

INDEX = "0.00"
SHARE = "0%"
WHOLE = "0"
DAYS = "0.##"
MONEY = "#,##0.00"
DAY = "d mmm yyyy"

Value = str | int | float | Fraction | date | None
Style = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table: its head, its width in characters, and how its numbers are written."""

    head: str
    width: float
    number: str = ""
    centred: bool = False


class Pages:
    """A workbook under construction: its formats are made once and shared by the sheets."""

    def __init__(self, workbook: Any, foot: str) -> None:
        self.workbook = workbook
        self.foot = foot
        self.colours = light_colours()
        self._formats: dict[tuple[tuple[str, Any], ...], Any] = {}

    def look(self, **style: Any) -> Any:
        """Return the format with these properties on top of the common font."""
        key = tuple(sorted(style.items()))
        found = self._formats.get(key)
        if found is None:
            base = {"font_name": FONT, "font_size": FONT_SIZE, "font_color": self.colours["ink"]}
            found = self._formats[key] = self.workbook.add_format({**base, **style})
        return found

    def sheet(self, name: str, widths: Sequence[float], tab: str = "ink") -> "Sheet":
        """Return a new sheet with its columns as wide as they need to be, ready to print."""
        made = self.workbook.add_worksheet(name)
        for place, width in enumerate(widths):
            made.set_column(place, place, width)
        made.set_tab_color(self.colours[tab])
        made.hide_gridlines(2)
        made.set_landscape()
        made.set_paper(A4)
        made.fit_to_pages(1, 0)
        made.set_margins(MARGIN_INCHES, MARGIN_INCHES, MARGIN_INCHES, FOOT_INCHES)
        made.set_footer(self.foot)
        return Sheet(self, made, widths)


class Book(Pages):
    """The workbook of one report."""

    def __init__(self, workbook: Any, report: Report) -> None:
        super().__init__(workbook, foot_of((report.client, report.assessment), report.day))
        self.report = report


class Sheet:
    """One sheet. Rows and columns count from 0; every text goes in as a text, whatever it looks like."""

    def __init__(self, book: Pages, sheet: Any, widths: Sequence[float]) -> None:
        self.book = book
        self.inner = sheet
        self.widths = widths
        self._styles: dict[tuple[Any, ...], Own] = {}

    def write(self, row: int, column: int, value: Value, **style: Any) -> None:
        """Write one value: a text, a number, a day; None leaves a formatted blank."""
        if isinstance(value, str):
            tidy = cell_text(value)
            if is_like_a_formula(tidy):
                style["quote_prefix"] = True
            self.inner.write_string(row, column, tidy, self.book.look(**style))
        elif value is None:
            self.inner.write_blank(row, column, None, self.book.look(**style))
        elif isinstance(value, date):
            self.inner.write_datetime(row, column, value, self.book.look(num_format=DAY, **style))
        else:
            self.inner.write_number(row, column, float(value), self.book.look(**style))

    def title(self, text: str, lede: str = "", columns: int = 6) -> int:
        """Write the heading of the sheet and a sentence below it; return the row after both."""
        self.band(0, text, columns, bold=True, font_size=TITLE_SIZE)
        if not lede:
            return 2
        self.band(1, lede, columns, font_color=self.book.colours["ink-2"])
        return 3

    def band(self, row: int, text: str, columns: int, **style: Any) -> None:
        """Write a text across several columns, in a row as high as the text needs."""
        columns = min(columns, len(self.widths))
        if columns > 1:
            look = self.book.look(text_wrap=True, valign="top", **style)
            self.inner.merge_range(row, 0, row, columns - 1, "", look)
        self.write(row, 0, text, text_wrap=True, valign="top", **style)
        # A spreadsheet fits the height of a row to a text by itself, but not to one across columns.
        size = style.get("font_size", FONT_SIZE)
        room = sum(self.widths[:columns]) * FONT_SIZE / size
        self.inner.set_row(row, min(lines_of(text, room) * size * LINE_HEIGHT + 3, HIGHEST_ROW))

    def section(self, row: int, text: str, column: int = 0) -> int:
        """Write the heading of a part of the sheet; return the row after it."""
        self.write(row, column, text, bold=True, font_size=12, font_color=self.book.colours["accent"])
        return row + 1

    def heads(self, row: int, columns: Sequence[Column], start: int = 0) -> int:
        """Write the head row of a table; return the row after it."""
        colours = self.book.colours
        for place, column in enumerate(columns, start=start):
            self.write(
                row, place, column.head, bold=True, text_wrap=True, valign="vcenter", bg_color=colours["ink"],
                font_color=colours["surface"], align="left" if is_text(column) else "center",
            )  # fmt: skip
        lines = max(lines_of(column.head, column.width * BOLD_SHARE) for column in columns)
        self.inner.set_row(row, lines * FONT_SIZE * LINE_HEIGHT + HEAD_PADDING)
        return row + 1

    def row(self, row: int, columns: Sequence[Column], values: Sequence[Value], **style: Any) -> None:
        """Write one row of a table in the formats of its columns."""
        extra = tuple(style.items())
        for place, (column, value) in enumerate(zip(columns, values, strict=True)):
            numeric = isinstance(value, int | float | Fraction)
            key = (column.number, column.centred, numeric, extra)
            own = self._styles.get(key)
            if own is None:
                own = self._styles[key] = self._style(column, numeric, style)
            if isinstance(value, str) and not is_like_a_formula(tidy := cell_text(value)):
                self.inner.write_string(row, place, tidy, own.format)
            elif numeric:
                self.inner.write_number(row, place, float(value), own.format)  # type: ignore[arg-type]
            else:
                self.write(row, place, value, **own.style)

    def _style(self, column: Column, numeric: bool, style: Style) -> "Own":
        line = self.book.colours["line"]
        own: dict[str, Any] = {"valign": "top", "bottom": 1, "bottom_color": line, **style}
        own |= {"text_wrap": True} if is_text(column) else {"align": "center", **style}
        if column.number and numeric:
            own["num_format"] = column.number
        return Own(own, self.book.look(**own))


@dataclass(frozen=True, slots=True)
class Own:
    """How the cells of one column look: the properties, and the format made from them."""

    style: Style
    format: Any


def is_text(column: Column) -> bool:
    """Return whether a column holds texts, which stand at the left and may wrap."""
    return not (column.number or column.centred)


def cell_text(text: str) -> str:
    """Return a text that a cell can hold: readable characters, cut where it is too long for one."""
    tidy = clean(text)
    if len(tidy) * 2 <= LONGEST_CELL or len(tidy.encode("utf-16-le")) // 2 <= LONGEST_CELL:
        return tidy
    units = tidy.encode("utf-16-le")[: (LONGEST_CELL - len(CUT)) * 2]
    return units.decode("utf-16-le", "ignore") + CUT


def lines_of(text: str, room: float) -> int:
    """Return about how many lines a text takes in a column of `room` characters."""
    return sum(max(1, -(-len(line) // int(room))) for line in text.split("\n"))


def foot_of(names: Sequence[str], on: date) -> str:
    """Return the line at the foot of each page: names, date, page n of m."""
    who = " · ".join(_short(text) for text in names if text)
    day = day_in_words(on)
    # A space ends the code of the size, which would otherwise take in the digits of a date.
    return f"&L&8 {who}&C&8 {day}&R&8 Page &P of &N"


def _short(text: str) -> str:
    line = " ".join(clean(text).split())
    kept = line if len(line) <= LONGEST_IN_FOOTER else f"{line[: LONGEST_IN_FOOTER - 1].rstrip()}…"
    return kept.replace("&", "&&")


def mixed(colour: str, other: str, share: float) -> str:
    """Return a colour with `share` of it over another, both as #rrggbb."""
    parts = zip(*(bytes.fromhex(one.lstrip("#")) for one in (colour, other)), strict=True)
    return "#" + "".join(f"{round(a * share + b * (1 - share)):02X}" for a, b in parts)
