"""The line of a metric: gaps stay gaps, the title says whether it got better, the target is met or not."""

import pytest

from assessment.charts.metric_line import metric_line, moved, runs
from tests.unit.charts.examples import series


def test_a_missing_period_interrupts_the_line_and_is_no_zero() -> None:
    chart = metric_line(series((50, 55, None, 60, 62)))
    assert chart.svg.count("<path") == 2
    assert ("2026-03", "no reading") in chart.table.rows
    assert chart.figure is not None
    assert chart.figure["data"][0]["y"] == [50.0, 55.0, None, 60.0, 62.0]
    assert "1 period has no reading" in chart.summary


def test_the_newest_reading_stands_first_in_the_table() -> None:
    assert metric_line(series((50, 55))).table.rows == (("2026-02", "55"), ("2026-01", "50"))


@pytest.mark.parametrize(
    ("values", "target", "direction", "title"),
    [
        ((50, 60), 60, "higher", "Solved at first contact: 60, target met"),
        ((50, 59), 60, "higher", "Solved at first contact: 59, target missed"),
        ((50, 61), 60, "lower", "Solved at first contact: 61, target missed"),
        ((50, 60), None, "higher", "Solved at first contact: 60, better than before"),
        ((50, 60), None, "lower", "Solved at first contact: 60, worse than before"),
        ((50, 60), None, "context", "Solved at first contact: 60, rose"),
        ((60, None, 60), None, "higher", "Solved at first contact: 60, unchanged"),
        ((60,), None, "higher", "Solved at first contact: 60"),
        ((None,), None, "higher", "Solved at first contact: no reading"),
    ],
)
def test_the_title_states_the_finding(
    values: tuple[int | None, ...], target: int | None, direction: str, title: str
) -> None:
    assert metric_line(series(values, target, direction)).title == title


def test_a_move_is_read_from_the_last_two_readings_there_are() -> None:
    assert moved(series((70, 50, None, 60))) == ("rose", "better")


def test_runs_are_the_unbroken_stretches() -> None:
    assert runs([None, (1, 1), (2, 2), None, None, (3, 3)]) == [[(1, 1), (2, 2)], [(3, 3)]]
