"""The cells of the client list: what each kind of area in a summary becomes."""

import re
from typing import Any

import pytest

from assessment.web.clients.cells import cells_of

SUMMARY: dict[str, Any] = {
    "areas": {
        "A1": [[5, 2], 2, [7, 2], 4],
        "A2": [[0, 1], 0, [3, 1], 0],
        "A3": [None, None, None, 0],
        "A4": [[3, 1], 3, [2, 1]],
        "A5": [[1, 1], 1, None, 2],
    },
    "before": {"A1": [2, 1], "A4": [4, 1]},
}
AREAS = ("A1", "A2", "A3", "A4", "A5", "A6")


def shown(show: str) -> list[tuple[str, str]]:
    """The level that colours each cell and its text without tags."""
    found = []
    for cell in str(cells_of(SUMMARY, AREAS, show, "en")).split("</td>")[:-1]:
        level = re.search(r'data-l="(\w+)"', cell)
        found.append((level.group(1) if level else "", re.sub(r"<[^>]+>", "", cell)))
    return found


@pytest.mark.parametrize(
    ("show", "texts"),
    [
        ("level", ["2.5", "?not rated", "–not assessable", "3.0", "1.0", "–"]),
        ("gap", ["1.0", "?not rated", "–not assessable", "0.0", "–", "–"]),
        ("change", ["+0.5", "?not rated", "–not assessable", "−1.0", "–", "–"]),
    ],
)
def test_a_cell_shows_what_is_known_of_its_area(show: str, texts: list[str]) -> None:
    assert [text for _, text in shown(show)] == texts


def test_the_colour_is_the_level_whatever_is_shown() -> None:
    levels = ["2", "unknown", "na", "3", "1", ""]
    for show in ("level", "gap", "change"):
        assert [level for level, _ in shown(show)] == levels


def test_numbers_follow_the_language() -> None:
    assert "2,5" in str(cells_of(SUMMARY, AREAS, "level", "it"))
