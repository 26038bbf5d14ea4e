"""The radar: labels that do not touch, areas without a number, the numbers of the table."""

from fractions import Fraction

import pytest

from assessment.charts.radar import Spoke, label_boxes, radar
from assessment.domain.framework import localise
from tests.factories.small_frameworks import pom
from tests.unit.charts.examples import spokes

LONG = "Management of quite long names"


def touching(names: tuple[str, ...]) -> list[tuple[str, str]]:
    """The labels that lie on each other."""
    boxes = label_boxes(spokes(names))
    pairs = [(a, b) for at, a in enumerate(boxes) for b in boxes[at + 1 :]]
    return [(a.lines[0], b.lines[0]) for a, b in pairs if a.overlaps(b)]


def test_the_labels_of_the_shipped_framework_do_not_touch() -> None:
    assert touching(tuple(localise(area.short) for area in pom().areas)) == []
    assert touching(tuple(localise(area.name) for area in pom().areas)) == []


@pytest.mark.parametrize("count", range(3, 16))
def test_long_labels_do_not_touch(count: int) -> None:
    assert touching(tuple(f"{LONG} {at}" for at in range(count))) == []


def test_labels_stay_inside_the_drawing() -> None:
    names = tuple(f"{LONG} {at}" for at in range(9))
    width, height = radar(spokes(names), title="T", subtitle="S").size
    boxes = label_boxes(spokes(names))
    assert max(b.x + b.width for b in boxes) - min(b.x for b in boxes) <= width
    assert max(b.y + b.height for b in boxes) - min(b.y for b in boxes) <= height


def test_the_table_holds_the_numbers_half_up() -> None:
    chart = radar(
        [Spoke("A", Fraction(9, 4), Fraction(3)), Spoke("B", None), Spoke("C", Fraction(0))],
        title="T",
        subtitle="S",
    )
    assert chart.table.columns == ("Area", "Now", "Target")
    assert chart.table.rows == (("A", "2.3", "3.0"), ("B", "-", "-"), ("C", "0.0", "-"))


def test_an_area_without_a_number_breaks_the_outline() -> None:
    known = [Spoke(name, Fraction(2)) for name in "ABCD"]
    whole = radar(known, title="T", subtitle="S").svg
    broken = radar([*known[:3], Spoke("D", None)], title="T", subtitle="S")
    assert 'fill-opacity=".12"' in whole
    assert 'fill-opacity=".12"' not in broken.svg
    assert broken.figure is not None
    assert broken.figure["data"][0]["r"] == [2.0, 2.0, 2.0, None, 2.0]


def test_the_summary_names_the_ends() -> None:
    chart = radar(
        [Spoke("A", Fraction(1)), Spoke("B", Fraction(4)), Spoke("C", Fraction(2))], title="T", subtitle="S"
    )
    assert chart.summary == "Lowest: A at 1.0. Highest: B at 4.0."
