"""The interval of a share: the method's examples, and what holds for every one."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.domain.intervals import wilson


@pytest.mark.parametrize(
    ("hits", "of", "low", "high"),
    [(18, 20, 69.9, 97.2), (180, 200, 85.1, 93.4), (0, 10, 0, 27.8), (10, 10, 72.2, 100), (1, 1, 20.7, 100)],
)
def test_the_interval_of_a_share(hits: int, of: int, low: float, high: float) -> None:
    found = wilson(hits, of)
    assert found is not None
    assert [round(float(end), 1) for end in found] == [low, high]


@pytest.mark.parametrize(("hits", "of"), [(0, 0), (3, 2), (-1, 2), (Fraction(1, 2), 2), (1, Fraction(5, 2))])
def test_what_is_no_count_of_cases_has_no_interval(hits: Fraction, of: Fraction) -> None:
    assert wilson(Fraction(hits), Fraction(of)) is None


@given(st.integers(1, 5000).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
def test_the_interval_holds_the_share_and_narrows_with_more_cases(pair: tuple[int, int]) -> None:
    hits, of = pair
    found, wider = wilson(hits, of), wilson(hits * 4, of * 4)
    assert found is not None
    assert wider is not None
    share = Fraction(100 * hits, of)
    assert 0 <= found[0] <= share <= found[1] <= 100
    assert wider[1] - wider[0] < found[1] - found[0]
