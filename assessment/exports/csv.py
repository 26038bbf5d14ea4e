"""A roadmap as one table of comma-separated values, for a team's own backlog tool."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from assessment.domain.numbers import plain
from assessment.domain.report import Extent, Report, ReportItem
from assessment.domain.wording import plural
from assessment.exports.base import ENGLISH, Part, clean, is_like_a_formula
from assessment.exports.words import ranks

PLACES = 6
BYTE_ORDER_MARK = "utf-8-sig"

COLUMNS: Mapping[str, str] = {
    "rank": "place in the order of the plan, from 1",
    "wave": "wave in which the work starts; empty when no wave has room for it",
    "last_wave": "wave in which the work ends; empty when it does not end within the waves",
    "practice_id": "id of the practice in the framework",
    "practice": "what to do",
    "area_id": "id of the area",
    "area": "name of the area",
    "level": "level of the practice",
    "kind": "improve or find_out",
    "class": "quick win, major, fill-in, reconsider, later or find-out",
    "benefit": "1 to 5",
    "remaining_effort": "effort that is left, in points",
    "priority": "the item's own priority",
    "effective_priority": "the priority with that of what waits for the item",
    "days": "person-days that are left",
    "needs": "ranks of the items that come first",
    "unlocks": "ranks of the items that wait for this one",
    "cost": "none or costed; empty when nothing was said",
    "cost_amount": "amount, where one is known",
    "cost_currency": "currency of the amount",
    "pinned_to_wave": "wave that a person fixed",
    "pin_reason": "why",
    "csip": "number of the open CSIP item for the practice",
    "reasons": "why the item stands where it stands",
    "arithmetic": "how the priority comes about",
}
"""The columns in their order, and what each of them holds."""


@dataclass(frozen=True, slots=True)
class Notation:
    """How a language's spreadsheets expect a file: what stands between cells and in decimals."""

    delimiter: str
    decimal: str


NOTATIONS: Mapping[str, Notation] = {ENGLISH: Notation(",", "."), "it": Notation(";", ",")}


@dataclass(frozen=True, slots=True)
class CsvExporter:
    """CSV: UTF-8 with a byte order mark, one row per item."""

    key: str = "csv"
    name: str = "CSV"
    says: str = "One row per item, to import into the client's own backlog."
    media_type: str = "text/csv"
    extension: str = "csv"

    def contents(self, extent: Extent) -> tuple[Part, ...]:
        """Return what the one table holds."""
        return (Part("Roadmap", f"{plural(extent.items, 'row')}, {len(COLUMNS)} columns"),)

    def write(self, report: Report, language: str = ENGLISH) -> bytes:
        """Return the table; a text that a spreadsheet could take for a formula begins with an apostrophe."""
        notation = NOTATIONS.get(language, NOTATIONS[ENGLISH])
        out = io.StringIO(newline="")
        writer = csv.writer(out, delimiter=notation.delimiter, lineterminator="\r\n")
        writer.writerow(COLUMNS)
        for item in report.items:
            writer.writerow([_cell(value, notation) for value in _row(item)])
        return out.getvalue().encode(BYTE_ORDER_MARK)


def _row(item: ReportItem) -> tuple[str | int | Fraction | None, ...]:
    cost, pin = item.cost, item.pin
    return (
        item.rank, item.wave, item.last_wave, item.practice, item.text, item.area, item.area_name,
        item.level, item.kind, item.klass, item.benefit, item.effort, item.priority, item.effective,
        item.days, ranks(item.needs), ranks(item.unlocks), cost.kind if cost else None,
        cost.amount if cost else None, cost.currency if cost else None, pin.wave if pin else None,
        pin.reason if pin else None, item.csip, " ".join(f"{reason}." for reason in item.reasons),
        item.arithmetic,
    )  # fmt: skip


def _cell(value: str | int | Fraction | None, notation: Notation) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return safe(value)
    return plain(value, PLACES).replace(".", notation.decimal)


def safe(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    tidy = clean(text)
    return f"'{tidy}" if is_like_a_formula(tidy) else tidy
