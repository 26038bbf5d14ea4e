"""Outages and availability: the method's examples, what is left out, what cannot be."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from assessment.domain.calendars import Calendar, WorkingTime, instant_of
from assessment.domain.numbers import fixed
from assessment.domain.outages import (
    Outage,
    availability,
    checked_times,
    downtime,
    leaves_out_planned,
    measured_availability,
    spans_within,
)
from assessment.domain.tickets import PER_MINUTE
from assessment.errors import InvalidInput

VECTORS: Mapping[str, Any] = yaml.safe_load(
    (Path(__file__).parents[2] / "cases" / "vectors.yaml").read_text("utf-8")
)
START = datetime(2026, 10, 1, tzinfo=UTC)
BEGIN, END = instant_of(datetime(2026, 10, 1), None), instant_of(datetime(2026, 11, 1), None)
OFFICE = WorkingTime(Calendar(dict.fromkeys(range(5), ((540, 1020),))), None, BEGIN, END)
ALWAYS = WorkingTime(None)


def outage(begin: int, length: int | None, *, planned: bool = False) -> Outage:
    starts = START + timedelta(minutes=begin)
    return Outage("o", "s", starts, None if length is None else starts + timedelta(minutes=length), planned)


@pytest.mark.parametrize("case", VECTORS["downtime_union"], ids=str)
def test_outages_that_overlap_count_once(case: Any) -> None:
    spans = [(begin * PER_MINUTE, end * PER_MINUTE) for begin, end in case["outages"]]
    assert downtime(spans, ALWAYS) == case["minutes"]


@pytest.mark.parametrize("case", VECTORS["availability"], ids=str)
def test_availability_is_what_the_method_says(case: Any) -> None:
    found = availability(Fraction(case["agreed_minutes"]), Fraction(case["down_minutes"]))
    assert found is not None
    assert fixed(found, 3) == case["value"]
    assert found < 99


def test_no_service_hours_and_no_recorded_outage_are_no_data() -> None:
    assert availability(Fraction(0), Fraction(0)) is None
    never = WorkingTime(Calendar({}), None, BEGIN, END)
    given_ = [outage(600, 60)]
    for outages, time, reason in (
        ([], OFFICE, "no outage of this service was ever recorded up to then"),
        ([outage(60 * 24 * 40, 5)], OFFICE, "no outage of this service was ever recorded up to then"),
        (given_, never, "the calendar has no service hours in the period"),
    ):
        found = measured_availability(outages, time, BEGIN, END, without_planned=False, now=END)
        assert (found.actual, found.reason) == (None, reason)


def test_a_month_after_the_first_outage_was_measured_without_any() -> None:
    found = measured_availability([outage(-10_000, 60)], OFFICE, BEGIN, END, without_planned=False, now=END)
    assert found.actual == 100
    assert found.reason == "0 min of downtime inside service hours"


def test_planned_maintenance_is_left_out_only_where_the_agreement_says_so() -> None:
    outages = [outage(600, 60), outage(700, 60, planned=True), outage(60 * 24 * 30, None)]
    both = spans_within(outages, BEGIN, END, without_planned=False, now=END - 5)
    assert len(both) == 3
    assert both[-1][1] == END - 5
    assert len(spans_within(outages, BEGIN, END, without_planned=True, now=END)) == 2
    said = ["", " ", "counts", "Counts ", "Sunday night, announced a week before"]
    assert [leaves_out_planned(text) for text in said] == [False, False, False, False, True]


@pytest.mark.parametrize(
    ("starts", "ends", "field"), [(0, 0, "ends_at"), (0, -5, "ends_at"), (60, None, "ends_at")]
)
def test_times_that_cannot_be_are_refused(starts: int, ends: int | None, field: str) -> None:
    begins = START + timedelta(minutes=starts)
    with pytest.raises(InvalidInput) as refused:
        checked_times(begins, None if ends is None else START + timedelta(minutes=ends), START)
    assert refused.value.field == field


def test_times_that_can_be_are_taken() -> None:
    checked_times(START, None, START)
    checked_times(START + timedelta(days=9), START + timedelta(days=10), START)


SPANS = st.lists(st.tuples(st.integers(-5000, 50_000), st.integers(1, 5000)), max_size=8)


@given(SPANS, st.integers(-5000, 50_000), st.integers(1, 5000), st.randoms(use_true_random=False))
def test_another_outage_never_raises_availability_and_order_does_not_matter(
    given_: list[tuple[int, int]], begin: int, length: int, random: Any
) -> None:
    outages = [outage(-100, 1), *(outage(*one) for one in given_)]

    def value(of: list[Outage]) -> Fraction:
        found = measured_availability(of, OFFICE, BEGIN, END, without_planned=False, now=END)
        assert found.actual is not None
        assert 0 <= found.actual <= 100
        return found.actual

    before = value(outages)
    mixed = [*outages, outage(begin, length)]
    assert value(mixed) <= before
    random.shuffle(mixed)
    assert value(mixed) == value([*outages, outage(begin, length)])
    assert value([*mixed, *mixed]) == value(mixed)


@given(st.integers(0, 40_000), st.integers(1, 3000), st.integers(1, 3000))
def test_an_outage_in_two_parts_is_as_long_as_the_whole(begin: int, first: int, second: int) -> None:
    whole = spans_within([outage(begin, first + second)], BEGIN, END, without_planned=False, now=END)
    parts = [outage(begin + first, second), outage(begin, first)]
    split = spans_within(parts, BEGIN, END, without_planned=False, now=END)
    assert downtime(whole, OFFICE) == downtime(split, OFFICE) <= first + second
