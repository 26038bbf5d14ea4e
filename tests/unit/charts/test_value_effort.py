"""The chart of benefit against effort: no bubble hides another, none leaves its quadrant."""

import math
from fractions import Fraction

import pytest

from assessment.charts.value_effort import RADIUS, Bubble, place_apart, value_effort
from assessment.domain.priority import HIGH_BENEFIT, LOW_EFFORT
from tests.unit.charts.examples import bubbles

MIDDLE = Bubble(0, "middle", Fraction(LOW_EFFORT), Fraction(HIGH_BENEFIT))


@pytest.mark.parametrize("count", [1, 12, 30])
def test_no_bubble_hides_another(count: int) -> None:
    spots = [placed.at for placed in place_apart(bubbles(count))]
    near = [(a, b) for at, a in enumerate(spots) for b in spots[at + 1 :] if math.dist(a, b) < 2 * RADIUS]
    assert near == []


def test_items_of_one_value_lie_side_by_side_in_their_quadrant() -> None:
    same = [Bubble(at, "same", Fraction(1, 3), Fraction(3)) for at in range(14)]
    spots = {placed.at for placed in place_apart(same)}
    middle_x, middle_y = place_apart([MIDDLE])[0].at
    assert len(spots) == len(same)
    assert all(x <= middle_x and y <= middle_y for x, y in spots)


def test_the_same_items_always_lie_the_same_way() -> None:
    assert place_apart(bubbles(20)) == place_apart(bubbles(20))


def test_filled_is_free_and_a_ring_costs() -> None:
    free = value_effort([Bubble(1, "A", Fraction(1), Fraction(4))])
    costed = value_effort([Bubble(1, "A", Fraction(1), Fraction(4), costed=True)])
    assert 'fill="var(--ink)" stroke="var(--surface)"' in free.svg
    assert 'fill="var(--surface)" stroke="var(--accent)"' in costed.svg
    assert costed.table.rows == (("1 A", "4.0", "1.0", "", "costed"),)


@pytest.mark.parametrize(
    ("efforts", "title"),
    [
        ((), "There is nothing to rank yet"),
        ((5,), "Nothing brings much for little effort"),
        ((1, 5), "1 of 2 items brings much for little effort"),
        ((1, 2, 5), "2 of 3 items bring much for little effort"),
    ],
)
def test_the_title_says_how_much_is_easy(efforts: tuple[int, ...], title: str) -> None:
    items = [Bubble(at, "A", Fraction(effort), Fraction(4)) for at, effort in enumerate(efforts)]
    assert value_effort(items).title == title


def test_a_long_name_is_broken_into_lines_at_the_pointer() -> None:
    name = "Report on services reliably in an agreed standard format and content for every customer"
    figure = value_effort((Bubble(4, name, Fraction(2), Fraction(3)),)).figure
    assert figure is not None
    *lines, values = figure["data"][0]["hovertext"][0].split("<br>")
    assert " ".join(lines) == f"4 {name}"
    assert max(map(len, lines)) < 40
    assert values == "benefit 3.0, effort 2.0, no cost"
