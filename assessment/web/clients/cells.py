"""The cells of the client list as markup: a page has 450, so each different one is made once and kept."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from typing import Any

from markupsafe import Markup

from assessment.web.filters import format_change, format_index

NONE = "–"
CELLS_IN_MEMORY = 4096
VALUED = 3
WITH_VALUED = 4

Pair = tuple[int, int]
"""An exact number as the summaries hold it: numerator and denominator."""

EMPTY = '<td role="cell" class="cell muted"><span class="sq">–</span></td>'
NOT_RATED = (
    '<td role="cell" class="cell"><span class="sq" data-l="unknown"><span aria-hidden="true">?</span>'
    '<span class="vh">not rated</span></span></td>'
)
NOT_ASSESSABLE = (
    '<td role="cell" class="cell"><span class="sq" data-l="na"><span aria-hidden="true">–</span>'
    '<span class="vh">not assessable</span></span></td>'
)


def square(level: int, text: str) -> str:
    """One cell: the level colours it. The text is always a number of ours, never typed by anybody."""
    return f'<td role="cell" class="cell"><span class="sq" data-l="{level}">{text}</span></td>'


@lru_cache(maxsize=CELLS_IN_MEMORY)
def index_text(numerator: int, denominator: int, language: str) -> str:
    """An index with one decimal."""
    return format_index(Fraction(numerator, denominator), language=language)


@lru_cache(maxsize=CELLS_IN_MEMORY)
def change_text(now: Pair, before: Pair, language: str) -> str:
    """The change between two indexes with its sign."""
    return format_change(Fraction(*now) - Fraction(*before), language=language)


@lru_cache(maxsize=CELLS_IN_MEMORY)
def level_cell(numerator: int, denominator: int, level: int, language: str) -> str:
    """The cell of an index."""
    return square(level, index_text(numerator, denominator, language))


@lru_cache(maxsize=CELLS_IN_MEMORY)
def gap_cell(target: Pair | None, index: Pair, level: int, language: str) -> str:
    """The cell of the gap from an index up to its target, never below 0."""
    if target is None:
        return square(level, NONE)
    gap = max(Fraction(0), Fraction(*target) - Fraction(*index))
    return square(level, format_index(gap, language=language))


@lru_cache(maxsize=CELLS_IN_MEMORY)
def change_cell(now: Pair, before: Pair | None, level: int, language: str) -> str:
    """The cell of the change between two indexes."""
    return square(level, NONE if before is None else change_text(now, before, language))


def pair_of(stored: Sequence[int] | None) -> Pair | None:
    """A stored number as a pair, which can be looked up."""
    return None if stored is None else (stored[0], stored[1])


def is_known(area: Sequence[Any]) -> bool:
    """Whether anything stands behind the index of an area: [index, level, target, practices with a value].

    A summary without the last number says nothing about it; its index is taken as it is.
    """
    return area[0] is not None and (len(area) < WITH_VALUED or bool(area[VALUED]))


def cell_of(area: Sequence[Any] | None, before: Sequence[int] | None, show: str, language: str) -> str:
    """One cell out of an area of a client's summary (see is_known), and the index before."""
    if area is None:
        return EMPTY
    index, level, target = area[0], area[1], area[2]
    if index is None:
        return NOT_ASSESSABLE
    if not is_known(area):
        return NOT_RATED
    if show == "gap":
        return gap_cell(pair_of(target), (index[0], index[1]), level, language)
    if show == "change":
        return change_cell((index[0], index[1]), pair_of(before), level, language)
    return level_cell(index[0], index[1], level, language)


def cells_of(summary: Mapping[str, Any], area_ids: Sequence[str], show: str, language: str) -> Markup:
    """The cells of one client, in the order of the areas."""
    areas: Mapping[str, Any] = summary.get("areas", {})
    before: Mapping[str, Any] = summary.get("before") or {}
    return joined([cell_of(areas.get(area), before.get(area), show, language) for area in area_ids])


def joined(cells: Sequence[str]) -> Markup:
    """Cells that were made here, as markup for the template."""
    return Markup("".join(cells))  # noqa: S704  Built above out of numbers only.
