"""Contracts: where they stand on a day, and what of them does not fit together."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest

from assessment.domain import catalogue
from assessment.domain.catalogue import Contract, contract_fault, contract_of_service, contract_state

TODAY = date(2026, 11, 23)
TERM = Contract("c1", 1, "p1", "Network support", date(2025, 1, 1), date(2026, 12, 31), "ends", 30)
RENEWING = replace(TERM, renewal="renews")
ENDLESS = replace(TERM, ends_on=None, renewal="open")


def test_the_notice_day_is_counted_back_from_the_end() -> None:
    assert TERM.notice_by == date(2026, 12, 1)
    assert replace(TERM, notice_days=None).notice_by is None
    assert ENDLESS.notice_by is None


@pytest.mark.parametrize(
    ("contract", "today", "state"),
    [
        (TERM, date(2024, 12, 31), catalogue.NOT_BEGUN),
        (TERM, date(2025, 1, 1), catalogue.RUNNING),
        (TERM, date(2026, 12, 1) - timedelta(days=61), catalogue.RUNNING),
        (TERM, date(2026, 12, 1) - timedelta(days=60), catalogue.NOTICE_NEAR),
        (TERM, date(2026, 12, 1), catalogue.NOTICE_NEAR),
        (TERM, date(2026, 12, 2), catalogue.ENDS_SOON),
        (TERM, date(2026, 12, 31), catalogue.ENDS_SOON),
        (TERM, date(2027, 1, 1), catalogue.ENDED),
        (RENEWING, date(2026, 12, 1), catalogue.NOTICE_NEAR),
        (RENEWING, date(2026, 12, 2), catalogue.RUNNING),
        (RENEWING, date(2027, 1, 1), catalogue.RENEWED),
        (replace(TERM, notice_days=None), TODAY, catalogue.ENDS_SOON),
        (ENDLESS, date(2090, 1, 1), catalogue.RUNNING),
    ],
)
def test_where_a_contract_stands(contract: Contract, today: date, state: str) -> None:
    assert contract_state(contract, today) == state
    assert state in catalogue.CONTRACT_STATES


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        (replace(TERM, renewal="open"), "ends_on"),
        (replace(TERM, ends_on=None), "ends_on"),
        (replace(TERM, ends_on=date(2024, 12, 31)), "ends_on"),
        (replace(TERM, notice_days=800), "notice_days"),
        (replace(TERM, value=Fraction(1)), "currency"),
    ],
)
def test_what_does_not_fit_names_its_field(changed: Contract, field: str) -> None:
    fault = contract_fault(changed)
    assert fault is not None
    assert fault[0] == field
    assert contract_fault(TERM) is None


def test_a_service_runs_under_the_contract_that_ends_first() -> None:
    covering = [replace(one, services=("s1",)) for one in (ENDLESS, TERM)]
    later = replace(covering[1], number=3, ends_on=date(2028, 1, 1))
    over = replace(covering[1], number=4, ends_on=date(2026, 1, 1))
    away = replace(covering[1], number=5, ends_on=date(2026, 11, 30), retired=True)
    assert contract_of_service("s1", [*covering, later, over, away], TODAY) == covering[1]
    assert contract_of_service("s1", covering[:1], TODAY) == covering[0]
    assert contract_of_service("s2", covering, TODAY) is None
    assert contract_of_service("s1", [over], TODAY) is None
