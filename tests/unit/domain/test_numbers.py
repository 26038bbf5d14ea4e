"""Numbers as they are shown."""

from fractions import Fraction

import pytest

from assessment.domain.numbers import fixed, half_up, percent, plain, whole


@pytest.mark.parametrize(
    ("value", "places", "shown"),
    [
        ("5/2", 0, "3"),
        ("-5/2", 0, "-3"),
        ("0.125", 2, "0.13"),
        ("2.675", 2, "2.68"),
        ("2", 2, "2.00"),
        ("-1/4", 1, "-0.3"),
    ],
)
def test_halves_go_away_from_nought(value: str, places: int, shown: str) -> None:
    assert fixed(Fraction(value), places) == shown
    assert half_up(Fraction(value), places) == Fraction(shown)


@pytest.mark.parametrize(
    ("value", "shown"), [("3.30", "3.3"), ("4", "4"), ("10", "10"), ("4/3", "1.33"), ("0", "0")]
)
def test_idle_noughts_are_left_out(value: str, shown: str) -> None:
    assert plain(Fraction(value)) == shown


def test_percent_and_whole_days() -> None:
    assert percent(Fraction(-1, 4)) == "-25%"
    assert percent(Fraction(2, 3), 1) == "66.7%"
    assert [whole(Fraction(days)) for days in ("2", "2.01", "0")] == [2, 3, 0]
