"""Plain tables as files: a workbook with a sheet for each, or one of them as comma-separated values."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from fractions import Fraction

from assessment.domain.numbers import plain
from assessment.exports.base import clean
from assessment.exports.csv import BYTE_ORDER_MARK, PLACES, safe
from assessment.exports.sheets.page import Column, Pages, Value, foot_of
from assessment.exports.xlsx import LONGEST_PROPERTY, OPTIONS

CSV, XLSX = "csv", "xlsx"
MEDIA_TYPES = {
    CSV: "text/csv",
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
TITLE_COLUMNS = 8


@dataclass(frozen=True, slots=True)
class DataTable:
    """One table: the name of its sheet, a title and a sentence above it, its columns and rows."""

    name: str
    title: str
    lede: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]


def tables_as_xlsx(tables: Sequence[DataTable], on: date) -> bytes:
    """Return a workbook with a sheet for each table, ready to sort, filter and print."""
    import xlsxwriter

    out = io.BytesIO()
    workbook = xlsxwriter.Workbook(out, OPTIONS)
    title = clean(tables[0].title)[:LONGEST_PROPERTY]
    workbook.set_properties({"title": title, "created": datetime.combine(on, time())})
    pages = Pages(workbook, foot_of((tables[0].title,), on))
    for table in tables:
        _write(pages, table)
    workbook.close()
    return out.getvalue()


def _write(pages: Pages, table: DataTable) -> None:
    sheet = pages.sheet(table.name, [column.width for column in table.columns])
    head = sheet.title(table.title, table.lede, TITLE_COLUMNS)
    row = sheet.heads(head, table.columns)
    sheet.inner.freeze_panes(row, 1)
    sheet.inner.repeat_rows(head)
    for values in table.rows:
        sheet.row(row, table.columns, values)
        row += 1
    if table.rows:
        sheet.inner.autofilter(head, 0, row - 1, len(table.columns) - 1)


def table_as_csv(table: DataTable) -> bytes:
    """Return one table: UTF-8 with a byte order mark, and no text that a spreadsheet takes for a formula."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([safe(column.head) for column in table.columns])
    for values in table.rows:
        writer.writerow([_cell(value) for value in values])
    return out.getvalue().encode(BYTE_ORDER_MARK)


def _cell(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return safe(value)
    return plain(Fraction(value), PLACES)
