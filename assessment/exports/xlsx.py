"""A roadmap as a workbook: every number is a number, every chart can be edited, every sheet prints."""

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, time

import xlsxwriter

from assessment.domain.report import Report
from assessment.exports.base import ENGLISH, Part, clean
from assessment.exports.sheets import method, practices, registers, results, roadmap, summary
from assessment.exports.sheets.page import Book

OPTIONS = {
    "in_memory": True,
    "constant_memory": False,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
LONGEST_PROPERTY = 200

Write = Callable[[Book], None]


@dataclass(frozen=True, slots=True)
class XlsxExporter:
    """An Excel workbook."""

    key: str = "xlsx"
    name: str = "Excel"
    says: str = "The whole roadmap to sort, filter and print, with charts to edit."
    media_type: str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    extension: str = "xlsx"

    def contents(self, report: Report) -> tuple[Part, ...]:
        """Return the sheets after the first one."""
        return tuple(part for part, _ in _sheets(report))

    def write(self, report: Report, language: str = ENGLISH) -> bytes:
        """Return the workbook; the same report always gives the same bytes."""
        del language
        out = io.BytesIO()
        workbook = xlsxwriter.Workbook(out, OPTIONS)
        workbook.set_properties(
            {
                "title": clean(report.title)[:LONGEST_PROPERTY],
                "subject": clean(report.client)[:LONGEST_PROPERTY],
                "created": datetime.combine(report.generated_on, time()),
            }
        )
        book = Book(workbook, report)
        found = list(_sheets(report))
        summary.summary(book, tuple(part for part, _ in found))
        for _, write in found:
            write(book)
        workbook.close()
        return out.getvalue()


def _sheets(report: Report) -> Iterator[tuple[Part, Write]]:
    """Yield the sheets after the first one with what writes them; those that would be empty are left out."""
    areas, items = len(report.areas), len(report.items)
    yield Part(results.NAME, f"{areas} areas against their targets, with a radar"), results.results
    if items:
        yield Part(roadmap.NAME, f"{items} items by wave, with reasons"), roadmap.roadmap
        yield Part(roadmap.WAVES, f"{len(report.waves)} waves, with a chart"), roadmap.waves
    matrix = f"coverage of {areas} areas at {len(report.levels)} levels"
    yield Part(practices.NAME, matrix), practices.practices
    yield Part(practices.ANSWERS, f"{len(report.practices)} practices with their answers"), practices.answers
    if report.csip:
        yield Part(registers.CSIP, f"{len(report.csip)} improvements of the register"), registers.csip
    if report.readings:
        yield Part(registers.READINGS, f"{len(report.readings)} metric readings"), registers.readings
    yield Part(method.NAME, "how the numbers come about, words and sources"), method.method
