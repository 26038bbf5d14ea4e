"""A comparison as tables for a file."""

from fractions import Fraction

from assessment.exports.sheets.page import INDEX, SHARE, WHOLE, Column, Value
from assessment.exports.tables import DataTable
from assessment.web.compare.views import CompareView


def compare_tables(page: CompareView) -> tuple[DataTable, ...]:
    """The areas, the cells and the shared next steps; a CSV file holds the areas."""
    names = [column.name for column in page.columns]
    lede = " ".join((page.lede, *page.notes))
    return (
        DataTable(
            "Compare areas",
            page.title,
            lede,
            (Column("Area", 34), *(Column(name, 14, INDEX) for name in names), Column("Apart", 9, INDEX)),
            tuple((row.name, *row.exact, apart_of(row.exact)) for row in page.rows),
        ),
        DataTable(
            "Compare levels",
            "How much of each level is in place",
            lede,
            (Column("Area", 34), Column("Level", 8, WHOLE), *(Column(name, 14, SHARE) for name in names)),
            tuple(level_rows(page)),
        ),
        DataTable(
            "Shared next steps",
            page.lacks_title,
            lede,
            (
                Column("Practice", 60),
                Column("Where", 34),
                Column("Clients", 9, WHOLE),
                *(Column(name, 14, centred=True) for name in names),
            ),
            tuple((row.text, row.about, row.count, *row.marks) for row in page.lacks),
        ),
    )


def apart_of(values: tuple[Fraction | None, ...]) -> Fraction | None:
    """How far the highest and the lowest are apart, None with fewer than two."""
    known = [value for value in values if value is not None]
    return max(known) - min(known) if len(known) > 1 else None


def level_rows(page: CompareView) -> list[tuple[Value, ...]]:
    """One row for each area and level."""
    rows: list[tuple[Value, ...]] = []
    for at, row in enumerate(page.rows):
        for place, (number, _) in enumerate(page.levels):
            cells = [column.cells[at][place] for column in page.columns]
            figures = [None if not cell.applies else Fraction(cell.percent, 100) for cell in cells]
            rows.append((row.name, number, *figures))
    return rows
