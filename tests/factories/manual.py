"""The manual of the method as the tests read it: its text and the tables that are marked as checked."""

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path

from assessment.domain.numbers import half_up

ROOT = Path(__file__).parents[2]
METHOD = (ROOT / "docs" / "method.md").read_text(encoding="utf-8")
MARK = re.compile(r"^<!-- checked: (.+) -->$", re.MULTILINE)
PLANNING = "\n## Plan\n"

Row = dict[str, str]


def cells_of(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def table_after(text: str) -> list[Row]:
    """The first table of `text`, one dictionary per row, by the words of its head."""
    lines = text.lstrip("\n").splitlines()
    rows = []
    for line in lines:
        if not line.startswith("|"):
            break
        rows.append(cells_of(line))
    head, _, *body = rows
    assert all(len(row) == len(head) for row in body), head
    return [dict(zip(head, row, strict=True)) for row in body]


def marked_tables(text: str) -> Mapping[str, Sequence[Row]]:
    """The tables that stand after a mark, by the name in the mark; ValueError on a name used twice."""
    found: dict[str, list[Row]] = {}
    for mark in MARK.finditer(text):
        if mark[1] in found:
            raise ValueError(f"two tables are called {mark[1]}")
        found[mark[1]] = table_after(text[mark.end() :])
    return found


SCORE_TABLES = marked_tables(METHOD.split(PLANNING)[0])
PLAN_TABLES = marked_tables(METHOD.split(PLANNING)[1])


def each_row(tables: Mapping[str, Sequence[Row]]) -> list[tuple[str, Row]]:
    """Every row of every table with the name of its table."""
    return [(name, row) for name, rows in tables.items() for row in rows]


def label(part: str | Row) -> str:
    """A row by its first cell, for the name of a test."""
    return part if isinstance(part, str) else next(iter(part.values()))


def groups(pattern: str, written: str) -> tuple[str | None, ...]:
    """The groups of a pattern that a whole cell has to fit; ValueError when it does not."""
    found = re.fullmatch(pattern, written)
    if found is None:
        raise ValueError(f"{written} is not written as {pattern}")
    return found.groups()


def agrees(written: str, value: Fraction | float | None) -> bool:
    """Compare with 11/15 (exactly), 0.733 (rounded half up to its places), or both as 11/15 (0.733)."""
    if value is None:
        return False
    for part in groups(r"(\S+)(?: \((\S+)\))?", written):
        if part is None:
            continue
        places = len(part.partition(".")[2])
        exact = "/" in part or not places
        if Fraction(part) != (Fraction(value) if exact else half_up(Fraction(value), places)):
            return False
    return True


def numbers(written: str) -> list[int]:
    return [int(part) for part in re.findall(r"\d+", written)]


def fractions(written: str) -> list[Fraction]:
    return [Fraction(part) for part in written.replace(",", " ").split()]
