"""How goals stand by what they are made of, and what a goal said on a day."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from assessment.domain import sla_results
from assessment.domain.goals import (
    AT_LEAST,
    AT_MOST,
    BREACHED,
    CSF,
    MET,
    STATE_OF_RESULT,
    UNKNOWN,
    WATCH,
    WORSE,
    Goal,
    GoalVersion,
    Standing,
    kpi_state,
    months_before,
    moved,
    result_for,
    roll_up,
)
from assessment.domain.sla_results import TargetResult

TIER_1 = GoalVersion(1, "Tier 1 resolves sooner", date(2026, 1, 1), valid_to=date(2026, 9, 30))
TIER_2 = GoalVersion(2, "Tier 2 resolves sooner", date(2026, 10, 1), reason="Tier 1 got there.")
MOVED_ON = Goal("g1", 1, CSF, None, 1, (TIER_1, TIER_2))


@pytest.mark.parametrize(
    ("value", "target", "code", "percent", "state"),
    [
        (95, 95, AT_LEAST, True, MET),
        (94, 95, AT_LEAST, True, WATCH),
        (93, 95, AT_LEAST, True, WATCH),
        (Fraction("92.9"), 95, AT_LEAST, True, BREACHED),
        (480, 480, AT_MOST, False, MET),
        (504, 480, AT_MOST, False, WATCH),
        (505, 480, AT_MOST, False, BREACHED),
        (1, 0, AT_MOST, False, BREACHED),
        (None, 480, AT_MOST, False, UNKNOWN),
        (480, None, AT_MOST, False, UNKNOWN),
        (480, 480, "", False, UNKNOWN),
    ],
)
def test_a_kpi_stands_by_its_reading(
    value: int | None, target: int | None, code: str, percent: bool, state: str
) -> None:
    read, aim = (None if one is None else Fraction(one) for one in (value, target))
    assert kpi_state(read, aim, code, percent=percent) == state


def test_one_breach_shows_and_its_reason_is_told() -> None:
    parts = [
        Standing(MET),
        Standing(BREACHED, "KPI 2: 9 h, target at most 8 h."),
        Standing(UNKNOWN, "KPI 3: no reading."),
    ]
    assert roll_up(parts, "nothing") == parts[1]
    assert roll_up(parts[:1], "nothing") == Standing(MET)
    assert roll_up([parts[0], parts[2]], "nothing") == parts[2]
    assert roll_up([parts[0], Standing(WATCH, "Near.")], "nothing") == Standing(WATCH, "Near.")
    assert roll_up([], "CSF 1 has no KPI yet.") == Standing(UNKNOWN, "CSF 1 has no KPI yet.")
    twice = roll_up([parts[2], parts[2]], "")
    assert twice.reason == "KPI 3: no reading. And 1 more."


def test_every_result_of_a_target_has_a_state_and_no_data_is_never_met() -> None:
    assert set(STATE_OF_RESULT) == set(sla_results.STATES)
    assert set(STATE_OF_RESULT.values()) == set(WORSE)
    assert STATE_OF_RESULT[sla_results.NO_DATA] == UNKNOWN


def test_a_goal_that_moved_on_still_says_what_it_said() -> None:
    assert MOVED_ON.on(date(2025, 12, 31)) is None
    assert MOVED_ON.on(date(2026, 9, 30)) == TIER_1
    assert MOVED_ON.on(date(2026, 10, 1)) == TIER_2
    gone = replace(MOVED_ON, retired_on=date(2026, 11, 1))
    assert gone.is_there(date(2026, 10, 31))
    assert not gone.is_there(date(2026, 11, 1))
    corrected = replace(TIER_2, number=3, title="Tier 2 does better")
    assert replace(MOVED_ON, versions=(TIER_1, TIER_2, corrected)).on(date(2026, 10, 1)) == corrected


def test_months_are_counted_over_the_end_of_a_year() -> None:
    assert months_before("2026-02", 2) == "2025-12"
    assert months_before("2026-12", 0) == "2026-12"
    assert months_before("2026-01", 1) == "2025-12"


def test_a_result_speaks_until_the_next_one_is_due() -> None:
    results = [TargetResult("s1", "t1", period, 1, "met") for period in ("2026-06", "2026-09")]
    assert result_for(results, "2026-10", "month") is None
    assert result_for(results, "2026-10", "quarter") == results[1]
    assert result_for(results, "2026-12", "quarter") is None
    assert result_for(results, "2026-12", "year") == results[1]
    assert result_for(results, "2026-08", "quarter") == results[0]


def test_moving_swaps_neighbours_and_stops_at_the_ends() -> None:
    goals = [replace(MOVED_ON, id=name, number=at, position=1) for at, name in enumerate("abc")]
    assert moved(goals, "c", up=True) == ["a", "c", "b"]
    assert moved(goals, "a", up=True) == ["a", "b", "c"]
    assert moved(goals, "c", up=False) == ["a", "b", "c"]
