"""The rows of a workbook as text, dates in the ISO notation; a formula gives the value kept with it."""

import io
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from assessment.files.tickets.records import Row
from assessment.files.tickets.sources import Export, refuse

HALF_A_MILLISECOND = timedelta(microseconds=500)


def rows_of_workbook(export: Export) -> Iterator[Row]:
    """Yield the row number and the cells of the sheet with the most rows."""
    from python_calamine import CalamineError, CalamineWorkbook

    content = export.workbook_bytes()
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = [book.get_sheet_by_index(place) for place in range(len(book.sheet_names))]
    except (CalamineError, OSError, ValueError):
        refuse(
            export.name, "the workbook cannot be read; save it again as XLSX, or export the tickets as CSV"
        )
    if not sheets:
        refuse(export.name, "the workbook has no sheet with rows")
    sheet = max(sheets, key=lambda one: one.total_height)
    started = False
    for number, cells in enumerate(sheet.to_python(skip_empty_area=False), start=1):
        texts = [_text(cell) for cell in cells]
        started = started or any(texts)
        if started and any(texts):
            yield number, texts


def _text(cell: object) -> str:
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, datetime):
        # The workbook keeps days as a fraction, which is never exact to the microsecond.
        rounded = cell + HALF_A_MILLISECOND
        return rounded.replace(microsecond=rounded.microsecond // 1000 * 1000).isoformat(" ")
    if isinstance(cell, date | time):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        seconds = round(cell.total_seconds())
        return f"{seconds // 3600}:{seconds % 3600 // 60:02}:{seconds % 60:02}"
    return "" if cell is None else str(cell)
