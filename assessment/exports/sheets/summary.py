"""The first sheet: what was found, the facts, and where everything else stands."""

from fractions import Fraction

from assessment.domain import findings
from assessment.domain.report import Report
from assessment.domain.wording import capital
from assessment.exports.base import Part, sentences
from assessment.exports.sheets.page import DAYS, INDEX, SHARE, WHOLE, Book, Sheet, Value
from assessment.exports.words import who

NAME = "Summary"
WIDTHS = (34, 26, 60)

Fact = tuple[str, Value, str, str]
"""A name, a value, the way a number is written, and a note."""


def summary(book: Book, parts: tuple[Part, ...]) -> None:
    """Write the sheet; `parts` are the other sheets."""
    report = book.report
    sheet = book.sheet(NAME, WIDTHS, "accent")
    row = sheet.title(report.title, who(report), len(WIDTHS))
    for said in (*sentences(report), *report.plan_said):
        sheet.band(row, said, len(WIDTHS))
        row += 1
    row = _facts(sheet, row + 1, facts_of(report))
    row = sheet.section(row + 1, "In this workbook")
    for part in parts:
        link = book.look(font_color=book.colours["accent"], underline=1, valign="top")
        sheet.inner.write_url(row, 0, f"internal:'{part.name}'!A1", link, part.name)
        sheet.inner.merge_range(row, 1, row, 2, "", book.look(text_wrap=True))
        sheet.write(row, 1, capital(part.holds), text_wrap=True)
        row += 1


def _facts(sheet: Sheet, row: int, facts: tuple[Fact, ...]) -> int:
    row = sheet.section(row, "Facts")
    colours = sheet.book.colours
    for name, value, number, note in facts:
        edge = {"bottom": 1, "bottom_color": colours["line"], "valign": "top"}
        sheet.write(row, 0, name, **edge)
        style = {"num_format": number} if number and not isinstance(value, str) else {}
        sheet.write(row, 1, value, bold=True, align="left", text_wrap=True, **style, **edge)
        sheet.write(row, 2, note, text_wrap=True, font_color=colours["ink-2"], **edge)
        row += 1
    return row


def facts_of(report: Report) -> tuple[Fact, ...]:
    """Return what the assessment and the plan come to, exact."""
    card = report.card
    known = findings.indexed(card)
    facts: list[Fact] = []
    if known and card.mean_index is not None:
        high = card.mean_index_high
        note = (
            "" if high in (None, card.mean_index) else f"up to {float(high or 0):.2f} if the unknown were met"
        )
        facts.append(("Mean index", card.mean_index, INDEX, note))
        low = known[0]
        facts.append(("Lowest index", low.index, INDEX, report.area(low.area).name))
    targets = [area.target for area in card.areas if area.target is not None]
    if targets:
        mean = sum(targets, Fraction(0)) / len(targets)
        facts.append(("Mean target", mean, INDEX, f"of {len(targets)} areas that have one"))
    facts.append(("Known", card.coverage, SHARE, "provisional" if card.provisional else "of what was asked"))
    facts.append(("Method", report.method_name, "", report.method_explanation))
    if report.items:
        days = sum(item.days for item in report.items)
        facts.append(("Items in the plan", len(report.items), WHOLE, f"{days} person-days of work"))
        facts += _wave_facts(report)
    facts.append(("Framework", report.framework_name, "", f"version {report.framework.version}"))
    return tuple(facts)


def _wave_facts(report: Report) -> list[Fact]:
    facts: list[Fact] = []
    used = sum((wave.used for wave in report.waves), Fraction(0))
    facts.append(("Days in the waves", used, DAYS, f"in {len(report.waves)} waves"))
    after = report.waves[-1].mean_after if report.waves else None
    if after is not None:
        facts.append(("Mean index after the last wave", after, INDEX, "if every item of the waves is done"))
    return facts
