"""The budget of a register as a table: what each year costs, by what became of it."""

from collections.abc import Sequence

from assessment.domain.csip_budget import SUMS, BudgetLine
from assessment.web.filters import format_money

BudgetRow = tuple[str, ...]
"""Year and currency, then the sums in the order of SUMS."""


def budget_rows(lines: Sequence[BudgetLine], language: str) -> tuple[BudgetRow, ...]:
    """Return the rows of the table."""
    return tuple(
        (
            f"{line.year or 'No year'}, {line.currency}",
            *(format_money(getattr(line, name), line.currency, language) for name in SUMS),
        )
        for line in lines
    )
