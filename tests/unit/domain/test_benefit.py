"""How much of the promised benefit arrived."""

from datetime import date
from fractions import Fraction

import pytest

from assessment.domain.benefit import benefit_of, check_benefit_dates
from assessment.errors import InvalidInput


def test_the_progress_is_not_capped_but_its_bar_is() -> None:
    more, worse = benefit_of(60, 75, 78), benefit_of(12, 8, 13)
    assert (more.progress, more.bar, more.worse) == (Fraction(6, 5), 1, False)
    assert (worse.progress, worse.bar, worse.worse) == (Fraction(-1, 4), 0, True)


@pytest.mark.parametrize(
    ("actual", "verdict"),
    [(10, "realised"), (9, "partly"), (5, "partly"), (4, "not realised"), (0, "not realised")],
)
def test_verdicts(actual: int, verdict: str) -> None:
    assert benefit_of(0, 10, actual).verdict == verdict


def test_a_target_that_asks_for_no_change_is_refused() -> None:
    with pytest.raises(InvalidInput, match="differ from the baseline"):
        benefit_of("yes", "yes", "no")


def test_words_are_yes_or_no() -> None:
    assert benefit_of("no", "yes", "no").text == "0%"
    with pytest.raises(InvalidInput, match="not maybe"):
        benefit_of("no", "yes", "maybe")


DATES = {
    "baseline_on": date(2026, 3, 1),
    "started_on": date(2026, 4, 1),
    "implemented_on": date(2026, 6, 1),
    "period_from": date(2026, 6, 1),
    "period_to": date(2026, 7, 1),
}


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({}, ""),
        ({"baseline_on": date(2026, 4, 1)}, "baseline"),
        ({"period_from": date(2026, 5, 31)}, "actual"),
        ({"period_to": date(2026, 6, 1)}, "actual"),
        ({"period_from": date(2026, 2, 1), "implemented_on": date(2026, 1, 1)}, "actual"),
    ],
)
def test_dates_that_cannot_show_a_benefit_are_refused(changed: dict[str, date], field: str) -> None:
    if not field:
        check_benefit_dates(**DATES)
        return
    with pytest.raises(InvalidInput) as refused:
        check_benefit_dates(**{**DATES, **changed})
    assert refused.value.field == field
