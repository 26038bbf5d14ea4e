"""What the improvements of a register cost, by year and currency; docs/method.md, "CSIP"."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from assessment.domain.csip import COST_APPROVED, COST_REFUSED, COST_REQUESTED, DONE, ON_HOLD, REMOVED

SUMS = ("estimated", "requested", "approved", "refused", "committed", "spent")


@dataclass(frozen=True, slots=True)
class BudgetLine:
    """The sums of one year and currency; `year` is None for items that name no year and have no due day.

    `estimated` is everything that was not removed. What is approved is committed until it is done, then
    spent; while an item is on hold its approved cost is neither.
    """

    year: int | None
    currency: str
    estimated: Fraction = Fraction(0)
    requested: Fraction = Fraction(0)
    approved: Fraction = Fraction(0)
    refused: Fraction = Fraction(0)
    committed: Fraction = Fraction(0)
    spent: Fraction = Fraction(0)


def budget_of(amounts: Iterable[tuple[int | None, str, str, str, Fraction | int]]) -> tuple[BudgetLine, ...]:
    """Return a line for each year and currency of (year, group, approval, currency, amount), years first."""
    sums: dict[tuple[int | None, str], dict[str, Fraction]] = {}
    for year, group, approval, currency, amount in amounts:
        if group == REMOVED:
            continue
        line = sums.setdefault((year, currency), {})
        for name in ("estimated", *_places(group, approval)):
            line[name] = line.get(name, Fraction(0)) + amount
    order = sorted(sums, key=lambda key: (key[0] is None, key[0] or 0, key[1]))
    return tuple(_line(year, currency, sums[year, currency]) for year, currency in order)


def _line(year: int | None, currency: str, sums: Mapping[str, Fraction]) -> BudgetLine:
    zero = Fraction(0)
    return BudgetLine(year, currency, *(sums.get(name, zero) for name in SUMS))


def _places(group: str, approval: str) -> tuple[str, ...]:
    if approval == COST_REQUESTED:
        return ("requested",)
    if approval == COST_REFUSED:
        return ("refused",)
    if approval != COST_APPROVED:
        return ()
    if group == ON_HOLD:
        return ("approved",)
    return ("approved", "spent" if group == DONE else "committed")
