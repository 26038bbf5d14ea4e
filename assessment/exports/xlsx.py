"""A roadmap as a workbook: every number is a number, every chart can be edited, every sheet prints."""

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, time

from assessment.domain.report import Extent, Report
from assessment.domain.wording import plural
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

    def contents(self, extent: Extent) -> tuple[Part, ...]:
        """Return the sheets after the first one."""
        return tuple(part for part, _ in _sheets(extent))

    def write(self, report: Report, language: str = ENGLISH) -> bytes:
        """Return the workbook; the same report always gives the same bytes."""
        # Not at the top: it takes longer to load than half of the app, and few requests write a workbook.
        import xlsxwriter

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
        found = list(_sheets(report.extent))
        summary.summary(book, tuple(part for part, _ in found))
        for _, write in found:
            write(book)
        workbook.close()
        return out.getvalue()


def _sheets(extent: Extent) -> Iterator[tuple[Part, Write]]:
    """Yield the sheets after the first one with what writes them; those that would be empty are left out."""
    areas, answers = plural(extent.areas, "area"), plural(extent.practices, "practice")
    yield Part(results.NAME, f"{areas} against their targets, with a radar"), results.results
    if extent.items:
        yield Part(roadmap.NAME, f"{plural(extent.items, 'item')} by wave, with reasons"), roadmap.roadmap
        yield Part(roadmap.WAVES, f"{plural(extent.waves, 'wave')}, with a chart"), roadmap.waves
    matrix = f"coverage of {areas} at {plural(extent.levels, 'level')}"
    yield Part(practices.NAME, matrix), practices.practices
    yield Part(practices.ANSWERS, f"{answers} with their answers"), practices.answers
    if extent.csip:
        yield Part(registers.CSIP, f"{plural(extent.csip, 'improvement')} of the register"), registers.csip
    if extent.readings:
        yield Part(registers.READINGS, plural(extent.readings, "metric reading")), registers.readings
    if extent.minutes:
        asked = f"{plural(extent.minutes, 'question')} of workshops"
        yield Part(registers.MINUTES, asked), registers.minutes
    yield Part(method.NAME, "how the numbers come about, words and sources"), method.method
