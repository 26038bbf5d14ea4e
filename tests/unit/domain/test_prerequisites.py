"""What has to come before what."""

from itertools import pairwise

import pytest

from assessment.domain.answers import Options, Rating
from assessment.domain.prerequisites import (
    Chain,
    CycleFound,
    check_links,
    fewest_waves,
    in_order,
    links_among,
    longest_chain,
)
from assessment.domain.values import practice_values
from tests.factories.small_frameworks import pom, small_framework

LONG = 1500


def test_an_item_waits_for_every_planned_item_of_lower_level_in_its_area() -> None:
    links = links_among(pom(), ["L3-A8-P1", "L3-A8-P2", "L1-A8-P1", "L1-A1-P1"])
    assert links.level_needs["L3-A8-P1"] == ("L1-A8-P1",)
    assert links.level_needs["L1-A8-P1"] == ()
    assert links.unlocks["L1-A8-P1"] == ("L3-A8-P1", "L3-A8-P2")


def test_a_suggested_prerequisite_counts_only_when_it_is_planned_and_switched_on() -> None:
    both = ["L3-A7-P1", "L3-A4-P1"]
    assert links_among(pom(), both).needs["L3-A7-P1"] == ("L3-A4-P1",)
    assert links_among(pom(), both, use_suggested=False).needs["L3-A7-P1"] == ()
    assert links_among(pom(), ["L3-A7-P1"]).needs["L3-A7-P1"] == ()


def test_links_made_by_people_join_the_suggested_ones() -> None:
    planned = ["L3-A7-P1", "L3-A4-P1", "L3-A1-P1"]
    links = links_among(pom(), planned, {"L3-A7-P1": ("L3-A1-P1",)})
    assert links.needs["L3-A7-P1"] == ("L3-A1-P1", "L3-A4-P1")


def test_a_cycle_is_refused_by_name() -> None:
    with pytest.raises(CycleFound) as refused:
        check_links(pom(), {"L3-A4-P1": ("L3-A7-P1",)})
    assert refused.value.path[0] == refused.value.path[-1]
    assert set(refused.value.path) == {"L3-A4-P1", "L3-A7-P1"}
    assert "L3-A4-P1 needs L3-A7-P1" in refused.value.message
    check_links(pom(), {"L3-A4-P1": ("L3-A7-P1",)}, use_suggested=False)


def test_a_link_against_the_levels_of_an_area_is_a_cycle() -> None:
    with pytest.raises(CycleFound, match="L1-A1-P1 needs L2-A1-P1 needs L1-A1-P1"):
        check_links(small_framework([[1, 1]]), {"L1-A1-P1": ("L2-A1-P1",)})


def test_an_item_cannot_need_itself() -> None:
    with pytest.raises(CycleFound, match="L1-A1-P1 needs L1-A1-P1"):
        check_links(small_framework([[1, 1]]), {"L1-A1-P1": ("L1-A1-P1",)})


def test_what_is_needed_comes_first() -> None:
    assert in_order({"c": ("b",), "a": (), "b": ("a",)}) == ("a", "b", "c")


def test_a_long_chain_is_no_danger() -> None:
    chain = {str(number): (str(number + 1),) for number in range(LONG)}
    ordered = in_order({**chain, str(LONG): ()})
    assert (ordered[0], ordered[-1], len(ordered)) == (str(LONG), "0", LONG + 1)
    with pytest.raises(CycleFound) as refused:
        in_order({**chain, str(LONG): ("0",)})
    assert len(refused.value.path) == LONG + 2


def test_a_long_chain_of_implied_practices_is_no_danger() -> None:
    keys = [f"L1-A1-P{number}" for number in range(1, LONG + 1)]
    implied_by = {key: (source,) for key, source in pairwise(keys)}
    framework = small_framework([[LONG]], implied_by=implied_by)
    assert [practice.id for practice in framework.in_implied_order] == keys[::-1]
    values = practice_values(framework, {keys[-1]: Rating(consensus="F")}, Options())
    assert values[keys[0]].low == 1
    circle = small_framework([[LONG]], implied_by={**implied_by, keys[-1]: (keys[0],)})
    with pytest.raises(ValueError, match="in a circle: L1-A1-P1, L1-A1-P2, "):
        _ = circle.in_implied_order


def test_ties_between_chains_go_to_the_lower_id() -> None:
    assert longest_chain({"b": 5, "a": 5, "c": 1}, {"b": (), "a": (), "c": ()}) == Chain(("a",), 5)
    assert longest_chain({"a": 5, "b": 5, "c": 1}, {"a": (), "b": (), "c": ("b", "a")}) == Chain(
        ("a", "c"), 6
    )
    assert longest_chain({}, {}) == Chain((), 0)


@pytest.mark.parametrize(
    ("capacity", "same_wave_start", "waves"),
    [(20, False, 2), (30, True, 1), (30, False, 2), (7, False, 5), (0, False, None)],
)
def test_fewest_waves(capacity: int, same_wave_start: bool, waves: int | None) -> None:
    days, needs = {"a": 20, "b": 10}, {"a": (), "b": ("a",)}
    assert fewest_waves(days, needs, capacity, same_wave_start) == waves
