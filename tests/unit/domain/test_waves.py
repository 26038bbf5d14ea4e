"""Which work falls into which wave."""

from fractions import Fraction

import pytest

from assessment.domain.waves import Part, PinTooEarly, Schedule, Task, schedule


def parts_of(found: Schedule) -> list[dict[str, object]]:
    return [{part.practice: part.days for part in wave.parts} for wave in found.waves]


def test_an_item_that_does_not_fit_goes_on_first_thing_in_the_next_wave() -> None:
    found = schedule([Task("a", 15), Task("b", 2)], [10, 10])
    assert parts_of(found) == [{"a": 10}, {"a": 5, "b": 2}]
    assert found.waves_of("a") == (1, 2)
    assert (found.starts["b"], found.ends["a"]) == (2, 2)


def test_small_items_do_not_overtake_a_big_one() -> None:
    assert parts_of(schedule([Task("big", 12), Task("small", 1)], [10, 10])) == [
        {"big": 10},
        {"big": 2, "small": 1},
    ]


def test_room_stays_idle_when_nothing_is_ready() -> None:
    found = schedule([Task("a", 4), Task("b", 3, needs=("a",))], [10, 10])
    assert parts_of(found) == [{"a": 4}, {"b": 3}]
    assert [wave.idle for wave in found.waves] == [6, 7]


def test_the_same_wave_may_start_what_waited() -> None:
    found = schedule([Task("b", 3, needs=("a",)), Task("a", 4)], [10], same_wave_start=True)
    assert parts_of(found) == [{"a": 4, "b": 3}]


def test_what_is_started_but_not_finished_lies_beyond_with_the_days_left() -> None:
    found = schedule([Task("a", 15), Task("b", 2)], [10])
    assert parts_of(found) == [{"a": 10}]
    assert found.beyond_horizon == (Part("a", 5), Part("b", 2))
    assert "a" not in found.ends


def test_half_days_of_capacity_are_kept_exactly() -> None:
    found = schedule([Task("a", 3)], [Fraction(5, 2), Fraction(1, 2)])
    assert parts_of(found) == [{"a": Fraction(5, 2)}, {"a": Fraction(1, 2)}]


def test_a_pinned_item_takes_its_days_first_and_spills_on() -> None:
    found = schedule([Task("a", 14), Task("b", 12, pin=2)], [10, 10, 10])
    assert parts_of(found) == [{"a": 10}, {"b": 10}, {"b": 2, "a": 4}]


def test_pinned_items_that_share_a_wave_go_by_rank() -> None:
    found = schedule([Task("a", 8, pin=1), Task("b", 8, pin=1)], [10, 10])
    assert parts_of(found) == [{"a": 8, "b": 2}, {"b": 6}]


def test_a_pinned_item_without_room_starts_in_the_next_wave() -> None:
    found = schedule([Task("a", 10, pin=1), Task("b", 4, pin=1)], [10, 10])
    assert parts_of(found) == [{"a": 10}, {"b": 4}]


def test_an_item_pinned_past_the_last_wave_lies_beyond_the_horizon() -> None:
    found = schedule([Task("a", 2, pin=5)], [10])
    assert found.beyond_horizon == (Part("a", 2),)


@pytest.mark.parametrize(
    ("tasks", "same_wave_start", "message"),
    [
        (
            [Task("a", 4), Task("b", 3, ("a",), pin=1)],
            False,
            "b is pinned to wave 1, but it needs a, which ends in wave 1.",
        ),
        (
            [Task("a", 14), Task("b", 3, ("a",), pin=1)],
            True,
            "b is pinned to wave 1, but it needs a, which ends in wave 2.",
        ),
        (
            [Task("a", 40), Task("b", 3, ("a",), pin=2)],
            False,
            "b is pinned to wave 2, but it needs a, which does not end within the plan.",
        ),
    ],
)
def test_a_pin_before_its_prerequisite_is_refused_by_name(
    tasks: list[Task], same_wave_start: bool, message: str
) -> None:
    with pytest.raises(PinTooEarly) as refused:
        schedule(tasks, [10, 10], same_wave_start)
    assert refused.value.message == message
    assert (refused.value.item, refused.value.needed) == ("b", "a")


def test_a_pin_after_its_prerequisite_is_kept() -> None:
    found = schedule([Task("a", 4), Task("b", 3, ("a",), pin=2)], [10, 10])
    assert parts_of(found) == [{"a": 4}, {"b": 3}]


def test_completed_items_keep_their_wave_and_hold_nothing_up() -> None:
    tasks = [Task("new", 10), Task("b", 3, needs=("a",)), Task("a", 4, done_in=1)]
    found = schedule(tasks, [10, 10])
    assert parts_of(found) == [{"a": 4, "new": 6}, {"new": 4, "b": 3}]


def test_a_completed_item_stands_where_it_was_done_whatever_its_pin() -> None:
    found = schedule([Task("a", 4, pin=2, done_in=1)], [10, 10])
    assert parts_of(found) == [{"a": 4}, {}]
