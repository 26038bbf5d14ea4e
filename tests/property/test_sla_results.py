"""Clocks and results hold their rules whatever the tickets, calendars, limits and versions are."""

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from assessment.domain.calendars import Calendar, WorkingTime, instant_of, moment_of
from assessment.domain.sla_charges import bill
from assessment.domain.sla_content import Credit, SlaContent, Target
from assessment.domain.sla_measuring import Clock, attainment, event_of, tally, used
from assessment.domain.sla_results import STATES, TargetResult, judge, misses_first, trend
from assessment.domain.sla_versions import Agreement, SlaVersion, dues
from assessment.domain.tickets import PER_MINUTE

START = instant_of(moment_of(0, None).replace(year=2026, month=1, day=5), None)
MINUTES = 60 * 24 * 90
END = START + MINUTES * PER_MINUTE
MONTHS = [(START + n * (END - START) // 3, START + (n + 1) * (END - START) // 3) for n in range(3)]

weeks = st.dictionaries(
    st.integers(0, 6), st.sampled_from([((540, 1020),), ((480, 720), (780, 1020)), ((0, 1440),)]), min_size=1
)
times = st.builds(
    lambda week, days: WorkingTime(
        Calendar(week, frozenset(date(2026, 1, 1) + timedelta(days=day) for day in days)), None, START, END
    ),
    weeks,
    st.lists(st.integers(0, 90), max_size=5),
) | st.just(WorkingTime(None))


@st.composite
def clocks(draw: Any) -> Clock:
    """A clock that begins in the time looked at, ends or runs, and may have paused."""
    begin = draw(st.integers(0, MINUTES - 1))
    length = draw(st.none() | st.integers(0, MINUTES - begin))
    stop = None if length is None else START + (begin + length) * PER_MINUTE
    return Clock(START + begin * PER_MINUTE, stop, draw(st.integers(0, 600)) * PER_MINUTE)


limits = st.integers(1, 3000).map(lambda minutes: minutes * PER_MINUTE)


@given(times, st.lists(clocks(), max_size=12), limits)
def test_every_clock_that_ended_or_was_breached_counts_in_one_period(
    time: WorkingTime, given_: list[Clock], limit: int
) -> None:
    counted = tally(given_, limit, time, MONTHS, END)
    events = [event_of(clock, limit, time, END) for clock in given_]
    over = [moment for moment, _ in events if moment is not None and moment < END]
    assert sum(one.met + one.breached for one in counted) == len(over)
    for one in counted:
        found = attainment(one)
        assert (found.actual is None) == (one.met + one.breached == 0)
        assert found.actual is None or 0 <= found.actual <= 100


@given(times, clocks(), limits)
def test_a_clock_is_breached_when_it_used_more_than_its_limit_and_never_before(
    time: WorkingTime, clock: Clock, limit: int
) -> None:
    moment, met = event_of(clock, limit, time, END)
    assert met == (clock.stop is not None and used(clock, END, time) <= limit)
    if moment is not None and not met:
        assert used(clock, moment, time) <= limit
        assert used(clock, moment + 1, time) > limit


@given(times, clocks(), limits, st.integers(0, 600))
def test_a_longer_limit_or_pause_never_turns_met_into_breached(
    time: WorkingTime, clock: Clock, limit: int, more: int
) -> None:
    if event_of(clock, limit, time, END)[1]:
        extra = more * PER_MINUTE
        assert event_of(clock, limit + extra, time, END)[1]
        assert event_of(Clock(clock.start, clock.stop, clock.pause + extra), limit, time, END)[1]


@given(st.lists(clocks(), max_size=8), limits, st.randoms(use_true_random=False))
def test_the_order_of_tickets_does_not_matter(given_: list[Clock], limit: int, random: Any) -> None:
    mixed = list(given_)
    random.shuffle(mixed)
    time = WorkingTime(None)
    assert tally(mixed, limit, time, MONTHS, END) == tally(given_, limit, time, MONTHS, END)


values = st.fractions(0, 200, max_denominator=1000)
kinds = st.sampled_from(["resolution", "availability", "functionality", "metric"])
targets = st.builds(
    Target, st.just("t"), kinds, st.just("T"), operator=st.sampled_from([">=", "<="]), value=values,
    unit=st.sampled_from(["percent", "count"]), period=st.sampled_from(["month", "quarter", "year"]),
)  # fmt: skip


@given(targets, values, values)
def test_missed_is_exactly_a_variance_below_nothing(target: Target, actual: Fraction, more: Fraction) -> None:
    verdict = judge(target, actual)
    assert verdict.variance is not None
    assert (verdict.state in ("breached", "too few")) == (verdict.variance < 0)
    better = actual + more if judge(target, actual + 1).variance == verdict.variance + 1 else actual - more
    again = judge(target, better)
    assert again.variance is not None
    assert again.variance >= verdict.variance


@given(targets, st.lists(st.none() | values, max_size=9))
def test_a_trend_turned_round_is_the_other_one(target: Target, found: list[Fraction | None]) -> None:
    other = {"better": "worse", "worse": "better"}
    last = found[-6:]
    assert trend(target, last[::-1]) == other.get(trend(target, last), trend(target, last))


results = st.builds(
    TargetResult, st.just("a"), st.text("ab", min_size=1, max_size=2), st.just("2026-10"), st.just(1),
    st.sampled_from(STATES), variance=st.none() | values.map(lambda value: value - 100),
)  # fmt: skip


@given(st.lists(results, max_size=8))
def test_misses_first_loses_nothing(given_: list[TargetResult]) -> None:
    found = misses_first(given_)
    assert sorted(map(repr, found)) == sorted(map(repr, given_))
    states = [one.state for one in found]
    assert "breached" not in states[states.count("breached") :]


@given(st.lists(results, max_size=5), values, values, values)
def test_a_credit_is_never_above_its_cap(
    given_: list[TargetResult], price: Fraction, percent: Fraction, most: Fraction
) -> None:
    credit = Credit("a", "point", percent=percent, at_most_percent=most)
    found = bill(SlaContent(price=price, credits=(credit,)), {}, given_)
    assert len(found.credits) == sum(1 for one in given_ if one.missed and one.target_key == "a")
    assert all(0 <= one.amount <= price * most / 100 for one in found.credits)


days = st.dates(date(2024, 1, 1), date(2026, 12, 31))


@given(
    st.lists(st.tuples(days, st.none() | days, st.lists(targets, max_size=1)), max_size=4), st.none() | days
)
def test_no_month_of_a_target_is_measured_twice_and_each_by_the_version_of_its_first_day(
    given_: list[tuple[date, date | None, list[Target]]], ended: date | None
) -> None:
    versions = [
        SlaVersion("a", number, SlaContent(targets=tuple(one)), "", begins, ends)
        for number, (begins, ends, one) in enumerate(given_)
    ]
    seen: set[str] = set()
    for due in dues(Agreement("a", 1, "A", "s", ended_on=ended), versions, "2026-12"):
        assert due.version.holds_on(due.period.begins)
        assert not seen & set(due.period.months)
        seen |= set(due.period.months)
        assert due.period.code <= "2026-12"
        assert due.period.begins.month % due.period.length == (1 if due.period.length > 1 else 0)
