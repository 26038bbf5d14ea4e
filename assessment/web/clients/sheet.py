"""The client list as tables for a file: the index of every area, its gap and its change."""

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from assessment.domain.clients import SIZES, Client
from assessment.domain.framework import Area, localise
from assessment.domain.wording import plural
from assessment.exports.sheets.page import DAY, INDEX, Column, Value
from assessment.exports.tables import DataTable
from assessment.services.portfolio import Portfolio
from assessment.web.clients.cells import is_known
from assessment.web.filters import current_language

ABOUT = (
    Column("Client", 28),
    Column("Sector", 16),
    Column("Size", 20),
    Column("Region", 16),
    Column("Tags", 20),
    Column("Assessed on", 13, DAY),
    Column("Assessment", 20),
    Column("State", 10),
    Column("Provisional", 11),
    Column("Overall", 9, INDEX),
    Column("Change", 9, INDEX),
)
KINDS = {
    "Levels": "Index of each area",
    "Gaps": "Gap of each area to its target",
    "Changes": "Change of each area",
}


def portfolio_tables(found: Portfolio) -> tuple[DataTable, ...]:
    """The three tables; the first one is the one that a CSV file holds."""
    language = current_language()
    heads = tuple(Column(localise(area.name, language), 14, INDEX) for area in found.framework.areas)
    lede = f"{plural(found.total, 'client')}. An empty cell is not known."
    return tuple(
        DataTable(
            name,
            f"{title}, latest assessment",
            lede,
            (*ABOUT, *heads),
            tuple((*about_of(one), *cells_of(one, found.framework.areas, name)) for one in found.clients),
        )
        for name, title in KINDS.items()
    )


def about_of(client: Client) -> tuple[Value, ...]:
    """What the columns before the areas hold."""
    summary = client.summary or {}
    overall = Fraction(*summary["overall"]) if summary.get("overall") else None
    previous = client.previous
    return (
        client.name,
        client.sector,
        SIZES[client.size] if client.size else "",
        client.region,
        ", ".join(client.tags),
        date.fromisoformat(summary["held_on"]) if summary else None,
        summary.get("title", ""),
        summary.get("state", ""),
        "yes" if summary.get("provisional") else "",
        overall,
        None if overall is None or previous is None else overall - previous,
    )


def cells_of(client: Client, areas: Sequence[Area], kind: str) -> tuple[Value, ...]:
    """One figure for each area, None where it is not known."""
    summary: Mapping[str, Any] = client.summary or {}
    found, before = summary.get("areas", {}), summary.get("before") or {}
    return tuple(figure_of(found.get(area.id), before.get(area.id), kind) for area in areas)


def figure_of(one: Sequence[Any] | None, before: Sequence[int] | None, kind: str) -> Fraction | None:
    """The index of one area, its gap or its change."""
    if one is None or not is_known(one):
        return None
    index = Fraction(*one[0])
    if kind == "Gaps":
        return None if one[2] is None else max(Fraction(0), Fraction(*one[2]) - index)
    if kind == "Changes":
        return None if before is None else index - Fraction(*before)
    return index
