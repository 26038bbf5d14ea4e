"""Months counted forward and backward, over the end of a year too."""

from hypothesis import given
from hypothesis import strategies as st

from assessment.domain.months import month_of, months_between, number_of


def test_months_go_over_the_end_of_a_year() -> None:
    first, last = number_of("2025-11"), number_of("2026-02")
    assert months_between(first, last) == ("2025-11", "2025-12", "2026-01", "2026-02")
    assert months_between(last, first) == ()


@given(st.integers(1990 * 12, 2100 * 12))
def test_a_month_and_its_number_lead_to_each_other(number: int) -> None:
    assert number_of(month_of(number)) == number
