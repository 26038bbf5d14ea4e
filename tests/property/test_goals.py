"""Whatever goals are made of: a breach makes nothing better, and what is unknown is never met."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from assessment.domain.goals import (
    BREACHED,
    CSF,
    MET,
    UNKNOWN,
    WORSE,
    Goal,
    GoalVersion,
    Standing,
    roll_up,
    worst,
)

standings = st.builds(Standing, st.sampled_from(WORSE), st.text(max_size=5))
branches = st.lists(st.lists(standings, max_size=4), max_size=4)
FIRST = date(2026, 1, 1)


def bad(standing: Standing) -> int:
    """How bad a standing is."""
    return WORSE.index(standing.state)


def top(branches: list[list[Standing]]) -> Standing:
    """How a goal stands whose parts have parts."""
    return roll_up([roll_up(parts, "nothing") for parts in branches], "nothing")


@given(branches=branches, at=st.integers(0, 5))
def test_adding_a_breach_never_makes_anything_better(branches: list[list[Standing]], at: int) -> None:
    breached = [list(parts) for parts in branches] or [[]]
    breached[at % len(breached)].append(Standing(BREACHED, "Missed."))
    assert bad(top(breached)) >= bad(top(branches))
    assert top(breached).state == BREACHED
    assert top(breached).reason


@given(branches=branches, at=st.integers(0, 5))
def test_one_unknown_is_never_met(branches: list[list[Standing]], at: int) -> None:
    unknown = [list(parts) for parts in branches] or [[]]
    unknown[at % len(unknown)].append(Standing(UNKNOWN, "No reading."))
    assert top(unknown).state in (UNKNOWN, BREACHED)


@given(parts=st.lists(standings, min_size=1), more=standings)
def test_a_part_more_never_makes_anything_better(parts: list[Standing], more: Standing) -> None:
    assert bad(roll_up([*parts, more], "")) >= bad(roll_up(parts, ""))


@given(parts=st.lists(standings))
def test_met_means_that_everything_is_met_and_there_is_something(parts: list[Standing]) -> None:
    all_met = bool(parts) and all(one.state == MET for one in parts)
    assert (roll_up(parts, "nothing").state == MET) == all_met
    assert (worst(one.state for one in parts) == MET) == all_met


@given(gaps=st.lists(st.integers(0, 40), min_size=1, max_size=8), days=st.integers(-5, 400))
def test_on_every_day_the_last_version_begun_holds(gaps: list[int], days: int) -> None:
    starts = [FIRST + timedelta(days=sum(gaps[:at])) for at in range(len(gaps))]
    versions = tuple(GoalVersion(at + 1, f"Text {at}", start) for at, start in enumerate(starts))
    day = FIRST + timedelta(days=days)
    held = Goal("g1", 1, CSF, None, 1, versions).on(day)
    begun = [one for one in versions if one.valid_from <= day]
    assert held == (begun[-1] if begun else None)
