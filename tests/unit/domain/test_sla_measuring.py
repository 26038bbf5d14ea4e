"""Measuring targets: the method's examples, clocks, readings, verdicts, trends, periods of versions."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml

from assessment.domain.answers import Reading
from assessment.domain.calendars import Calendar, WorkingTime, instant_of
from assessment.domain.framework import Metric
from assessment.domain.numbers import fixed
from assessment.domain.sla_content import SlaContent, Target
from assessment.domain.sla_measuring import (
    NO_CLOCK,
    Clock,
    Tally,
    attainment,
    clock_of,
    clocks_of,
    event_of,
    mean_of,
    of_readings,
    result_of,
    tally,
    used,
)
from assessment.domain.sla_results import (
    BREACHED,
    MET,
    NO_DATA,
    TOO_FEW,
    WATCH,
    Measured,
    TargetResult,
    is_unacceptable,
    judge,
    missed_running,
    misses_first,
    reading,
    trend,
)
from assessment.domain.sla_versions import Agreement, Due, SlaVersion, dues, period_of
from assessment.domain.tickets import PER_MINUTE, Ticket

VECTORS: Mapping[str, Any] = yaml.safe_load(
    (Path(__file__).parents[2] / "cases" / "vectors.yaml").read_text("utf-8")
)
SHARE = Target("t1", "resolution", "P1 resolved", value=Fraction(95), limit_minutes=Fraction(240))
AGREEMENT = Agreement("a", 1, "Desk", "s")


def version(*targets: Target, number: int = 1, since: str = "2026-01-01", to: str = "") -> SlaVersion:
    until = date.fromisoformat(to) if to else None
    return SlaVersion("a", number, SlaContent(targets=targets), "h", date.fromisoformat(since), until)


def due(target: Target = SHARE, code: str = "2026-10") -> Due:
    return Due(AGREEMENT, version(target), target, period_of(code, target.period))


def at(text: str) -> int:
    return instant_of(datetime.fromisoformat(text), None)


def office(*holidays: str) -> WorkingTime:
    week = dict.fromkeys(range(5), ((9 * 60, 17 * 60),))
    calendar = Calendar(week, frozenset(date.fromisoformat(day) for day in holidays))
    return WorkingTime(calendar, None, at("2026-04-01"), at("2026-07-01"))


@pytest.mark.parametrize("case", VECTORS["attainment"], ids=str)
def test_attainment_is_what_the_method_says(case: Any) -> None:
    target = replace(SHARE, value=Fraction(case["target"]))
    found = result_of(due(target), attainment(Tally(case["met"], case["of"] - case["met"])), None)
    shown = [fixed(value or Fraction(0), 1) for value in (found.actual, found.low, found.high)]
    assert shown == [case["value"], case["low"], case["high"]]
    assert reading(found) == case["reading"]
    assert found.missed
    assert found.variance == -5
    assert found.state == (TOO_FEW if case["of"] == 20 else BREACHED)


@pytest.mark.parametrize("case", VECTORS["business_minutes"], ids=str)
def test_a_clock_runs_in_business_minutes(case: Any) -> None:
    time = office(*case.get("holidays", ()))
    clock = Clock(at(case["start"]), at(case["stop"]))
    assert used(clock, clock.stop or 0, time) == case["minutes"] * PER_MINUTE


def test_no_clock_is_no_data_and_never_all_of_it() -> None:
    found = result_of(due(), attainment(Tally()), None)
    assert (found.state, found.actual, found.reason) == (NO_DATA, None, NO_CLOCK)
    assert not found.missed


MAY = (at("2026-05-01"), at("2026-06-01"))
JUNE = (at("2026-06-01"), at("2026-07-01"))


@pytest.mark.parametrize(
    ("stop", "pause", "expected"),
    [
        ("2026-05-08T13:00", 0, (1, 0)),
        ("2026-05-08T13:01", 0, (0, 1)),
        ("2026-05-08T14:00", 60, (1, 0)),
        ("2026-05-11T09:00", 240, (1, 0)),
        ("2026-06-02T09:00", 0, (0, 1)),
    ],
)
def test_equal_is_met_and_pauses_are_taken_off(stop: str, pause: int, expected: tuple[int, int]) -> None:
    clock = Clock(at("2026-05-08T09:00"), at(stop), pause * PER_MINUTE)
    may, june = tally([clock], 240 * PER_MINUTE, office(), [MAY, JUNE], at("2026-06-30"))
    assert (may.met, may.breached) == expected
    assert (june.met, june.breached) == (0, 0)


def test_an_open_clock_is_breached_in_the_period_in_which_it_passes_its_target() -> None:
    clock = Clock(at("2026-05-29T15:00"))
    assert event_of(clock, 120 * PER_MINUTE, office(), at("2026-06-30")) == (at("2026-06-01T09:00"), False)
    may, june = tally([clock], 120 * PER_MINUTE, office(), [MAY, JUNE], at("2026-06-30"))
    assert (may, june) == (Tally(at_risk=1), Tally(breached=1))
    may, june = tally([clock], 119 * PER_MINUTE, office(), [MAY, JUNE], at("2026-06-30"))
    assert (may, june) == (Tally(breached=1), Tally())
    may, june = tally([clock], 240 * PER_MINUTE, office(), [MAY, JUNE], at("2026-06-01T10:00"))
    assert (may, june) == (Tally(), Tally(at_risk=1))


def test_at_risk_begins_with_three_quarters_of_the_time() -> None:
    late, early = Clock(at("2026-05-29T14:00")), Clock(at("2026-05-29T14:01"))
    may, _ = tally([late, early], 240 * PER_MINUTE, office(), [MAY, JUNE], at("2026-06-01T09:30"))
    assert may == Tally(at_risk=1)


def test_only_the_tickets_of_the_classes_count() -> None:
    tickets = [
        Ticket("1", "incident", priority="P1 ", opened=0, resolved=9, hold=2),
        Ticket("2", "request", priority="P2", opened=0, resolved=9),
        Ticket("3", "change", priority="p1", opened=0, resolved=9),
        Ticket("4", "incident", priority="p1", opened=None, resolved=9),
        Ticket("5", "incident", "on hold", "p1", opened=0, hold=2),
    ]
    target = replace(SHARE, classes=("p1",))
    assert clocks_of(tickets, target) == [Clock(0, 9, 2)]
    assert clocks_of(tickets, replace(target, kind="response")) == [Clock(0, 9), Clock(0)]
    assert len(clocks_of(tickets, replace(SHARE, classes=()))) == 2
    assert clock_of(Ticket("6", opened=0, responded=4, resolved=9), "response") == Clock(0, 4)


@pytest.mark.parametrize(
    ("target", "actual", "state", "apart"),
    [
        (SHARE, "95", WATCH, "0"),
        (SHARE, "97", WATCH, "2"),
        (SHARE, "97.1", MET, "2.1"),
        (SHARE, "94.9", BREACHED, "-0.1"),
        (replace(SHARE, kind="availability", value=Fraction("99.5")), "99.75", WATCH, "0.25"),
        (replace(SHARE, kind="availability", value=Fraction("99.5")), "99.8", MET, "0.3"),
        (replace(SHARE, kind="availability", value=Fraction(100)), "100", MET, "0"),
        (replace(SHARE, kind="functionality", value=Fraction(3)), "3", MET, "0"),
        (replace(SHARE, kind="functionality", value=Fraction(3)), "4", BREACHED, "-1"),
        (replace(SHARE, kind="metric", operator="<=", value=Fraction(60)), "45", MET, "15"),
        (replace(SHARE, kind="metric", operator="<=", unit="percent", value=Fraction(5)), "4", WATCH, "1"),
        (replace(SHARE, kind="metric", operator=">=", value=Fraction(4)), "3", BREACHED, "-1"),
    ],
)
def test_a_value_is_judged_by_the_direction_of_its_target(
    target: Target, actual: str, state: str, apart: str
) -> None:
    verdict = judge(target, Fraction(actual))
    assert (verdict.state, verdict.variance) == (state, Fraction(apart))


def test_what_was_not_agreed_or_not_measured_has_no_verdict() -> None:
    assert judge(SHARE, None).state == NO_DATA
    found = result_of(due(replace(SHARE, value=None)), Measured(Fraction(99), 3, 3), None)
    assert (found.state, found.reason) == (NO_DATA, "no value was agreed")


def test_an_availability_has_no_interval_of_cases() -> None:
    target = replace(SHARE, kind="availability")
    assert result_of(due(target), Measured(Fraction(90), 10, 9), None).low is None


def test_unacceptable_is_at_the_threshold_or_beyond() -> None:
    target = replace(SHARE, unacceptable=Fraction(80))
    assert [is_unacceptable(target, Fraction(value)) for value in (81, 80, 79)] == [False, True, True]
    ceiling = replace(SHARE, kind="functionality", unacceptable=Fraction(10))
    assert [is_unacceptable(ceiling, Fraction(value)) for value in (9, 10)] == [False, True]
    assert not is_unacceptable(SHARE, Fraction(0))
    assert not is_unacceptable(target, None)


def result(state: str, apart: int | None, name: str = "", period: str = "2026-10") -> TargetResult:
    variance = None if apart is None else Fraction(apart)
    return TargetResult("a", "t", period, 1, state, name, variance=variance)


def test_misses_come_first_and_the_widest_before_the_others() -> None:
    given = [
        result(MET, 3), result(NO_DATA, None), result(BREACHED, -1), result(WATCH, 1), result(TOO_FEW, -9),
        result(BREACHED, -5),
    ]  # fmt: skip
    found = [(one.state, one.variance) for one in misses_first(given)]
    assert found == [(BREACHED, -5), (BREACHED, -1), (TOO_FEW, -9), (WATCH, 1), (NO_DATA, None), (MET, 3)]


def test_misses_in_a_row_are_counted_from_the_last_period() -> None:
    assert (
        missed_running([result(BREACHED, -1), result(MET, 1), result(BREACHED, -1), result(TOO_FEW, -1)]) == 2
    )
    assert missed_running([result(BREACHED, -1), result(NO_DATA, None)]) == 0
    assert missed_running([]) == 0


@pytest.mark.parametrize(
    ("values", "word"),
    [
        ([90, 92, 94], "better"),
        ([94, 92, 90], "worse"),
        ([92, None, 92, 92], "steady"),
        ([92, 95], ""),
        ([None, None, 3], ""),
        ([10, 20, 95, 95, 95, 95, 95, 95], "steady"),
    ],
)
def test_the_trend_is_the_line_through_the_last_six(values: list[int | None], word: str) -> None:
    known = [None if value is None else Fraction(value) for value in values]
    assert trend(SHARE, known) == word
    turned = {"better": "worse", "worse": "better"}.get(word, word)
    assert trend(replace(SHARE, kind="functionality"), known) == turned


def test_readings_of_several_months_are_pooled_and_never_averaged_where_parts_are_known() -> None:
    share = Metric("M", "m", {"en": "M"}, "percent", "higher", formula="100*n/d")
    parts = {
        month: Reading("M", month, Fraction(100 * met, of), Fraction(met), Fraction(of))
        for month, met, of in (("2026-10", 1, 2), ("2026-11", 9, 10), ("2026-12", 8, 8))
    }
    found = of_readings(share, list(parts), parts)
    assert found.actual == 90
    assert (found.cases, found.met) == (20, 18)
    plain = {month: replace(one, numerator=None, denominator=None) for month, one in parts.items()}
    assert of_readings(share, list(plain), plain).actual == Fraction(240, 3)
    assert of_readings(replace(share, unit="count"), list(plain), plain).actual == 240
    lacking = of_readings(share, ["2026-10", "2026-11", "2027-01"], parts)
    assert (lacking.actual, lacking.reason) == (None, "no reading of M for 2027-01")


def test_a_mean_leaves_out_what_is_missing() -> None:
    assert mean_of([Fraction(1), None, Fraction(2)]) == Fraction(3, 2)
    assert mean_of([None]) is None


def codes(*versions: SlaVersion, until: str = "2026-12", ended: str = "") -> list[tuple[int, str]]:
    agreement = replace(AGREEMENT, ended_on=date.fromisoformat(ended) if ended else None)
    return [(one.version.number, one.period.code) for one in dues(agreement, versions, until)]


def test_the_version_of_the_first_day_holds_for_the_whole_period() -> None:
    first = version(SHARE, since="2026-09-15", to="2026-11-10")
    second = version(replace(SHARE, value=Fraction(99)), number=2, since="2026-11-11")
    assert codes(first, second) == [(1, "2026-10"), (1, "2026-11"), (2, "2026-12")]


def test_quarters_and_years_begin_with_the_calendar() -> None:
    quarter, year = replace(SHARE, period="quarter"), replace(SHARE, period="year")
    assert codes(version(quarter, since="2026-02-01")) == [(1, "2026-06"), (1, "2026-09"), (1, "2026-12")]
    assert codes(version(year, since="2025-02-01")) == [(1, "2026-12")]
    assert codes(version(quarter), until="2026-05") == [(1, "2026-03")]
    assert period_of("2026-12", "quarter").months == ("2026-10", "2026-11", "2026-12")


def test_no_month_is_measured_twice_where_the_kind_of_period_changes() -> None:
    quarter = version(replace(SHARE, period="quarter"), to="2026-04-30")
    months = version(SHARE, number=2, since="2026-05-01")
    assert codes(quarter, months, until="2026-08") == [
        (1, "2026-03"),
        (1, "2026-06"),
        (2, "2026-07"),
        (2, "2026-08"),
    ]


def test_nothing_is_measured_after_the_end_nor_in_a_gap() -> None:
    assert codes(version(SHARE, since="2026-09-01"), ended="2026-10-31") == [(1, "2026-09"), (1, "2026-10")]
    gap = [version(SHARE, since="2026-09-01", to="2026-09-30"), version(SHARE, number=2, since="2026-12-01")]
    assert codes(*gap) == [(1, "2026-09"), (2, "2026-12")]
    assert codes() == []


def test_of_two_versions_that_hold_at_once_the_newer_one_counts() -> None:
    both = version(SHARE, since="2026-11-01"), version(SHARE, number=2, since="2026-11-01")
    assert codes(*both) == [(2, "2026-11"), (2, "2026-12")]
