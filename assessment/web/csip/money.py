"""The budget of a register as a table: what each year costs, by what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from assessment.domain.csip_budget import SUMS, BudgetLine
from assessment.web.filters import format_money


@dataclass(frozen=True, slots=True)
class BudgetRow:
    """One year and currency with its sums, in the order of the columns."""

    year: str
    sums: tuple[str, ...]


def budget_rows(lines: Sequence[BudgetLine], language: str) -> tuple[BudgetRow, ...]:
    """Return the rows of the table."""
    return tuple(
        BudgetRow(
            f"{line.year or 'No year'}, {line.currency}",
            tuple(format_money(getattr(line, name), line.currency, language) for name in SUMS),
        )
        for line in lines
    )
