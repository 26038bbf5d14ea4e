"""What may be compared: never across a break, never another scope; and how much of a survey came back."""

from dataclasses import replace
from fractions import Fraction

import pytest

from assessment.charts.metric_line import metric_line, moved
from assessment.domain.answers import Reading
from assessment.domain.claims import WORSE, claims_of
from assessment.domain.metric_targets import MetricTarget
from assessment.domain.series import Break, between, breaks_between, comparable_with_last
from assessment.domain.surveys import response_doubt, response_in_words, response_rate
from assessment.services.framework import shipped_framework
from assessment.services.results_metrics import series_of
from tests.unit.domain.test_claims import card

TOOL = Break("2026-08", "New ticketing tool")


def reading(month: str, value: int = 60, scope: str = "", metric: str = "M18") -> Reading:
    return Reading(metric, f"2026-{month}", Fraction(value), scope=scope)


@pytest.mark.parametrize(
    ("before", "period", "found"),
    [
        ("2026-07", "2026-08", (TOOL,)),
        ("2026-06", "2026-09", (TOOL,)),
        ("2026-08", "2026-09", ()),
        ("2026-06", "2026-07", ()),
    ],
)
def test_a_break_lies_before_its_month(before: str, period: str, found: tuple[Break, ...]) -> None:
    assert breaks_between([TOOL], before, period) == found


def test_a_break_says_more_than_another_scope() -> None:
    assert between([TOOL], reading("07"), reading("08", scope="Milan")) == "new series"
    assert between([], reading("07"), reading("08", scope="Milan")) == "other scope"
    assert between([], reading("07", scope="Milan"), reading("08", scope="Milan")) == ""


def test_what_compares_with_the_last_reading_ends_at_a_break_or_another_scope() -> None:
    readings = [reading("06"), reading("07"), reading("08"), reading("09")]
    assert comparable_with_last(readings, [TOOL]) == readings[2:]
    readings[2] = replace(readings[2], scope="Milan")
    assert comparable_with_last(readings) == readings[3:]
    assert comparable_with_last([]) == []


@pytest.mark.parametrize(
    ("scope", "breaks", "word"),
    [
        ("", (), ("rose", "better")),
        ("", (TOOL,), ("new series", "")),
        ("Milan", (), ("other scope", "")),
        ("", (Break("2026-07", "x"), Break("2026-09", "y")), ("rose", "better")),
    ],
)
def test_a_change_is_not_told_where_nothing_can_be_compared(
    scope: str, breaks: tuple[Break, ...], word: tuple[str, str]
) -> None:
    metric = shipped_framework().metric_by_id["M18"]
    readings = [reading("07"), reading("08", 70, scope)]
    assert moved(series_of(metric, readings, "en", MetricTarget("M18", breaks=breaks))) == word


def test_a_break_in_a_month_without_a_reading_counts_for_the_next_one() -> None:
    metric = shipped_framework().metric_by_id["M18"]
    series = series_of(metric, [reading("07"), reading("09", 70)], "en", MetricTarget("M18", breaks=(TOOL,)))
    assert moved(series) == ("new series", "")


def test_the_chart_shows_break_interval_scope_and_baseline() -> None:
    metric = shipped_framework().metric_by_id["M18"]
    cases = replace(reading("08", 90, "Milan"), numerator=Fraction(18), denominator=Fraction(20))
    target = MetricTarget("M18", Fraction(95), "", Fraction(48), "2025-11", breaks=(TOOL,))
    chart = metric_line(series_of(metric, [reading("07"), cases], "en", target))
    assert chart.table.rows[0] == (
        "Aug 2026",
        "90% (69.9 to 97.2%; covers Milan; new series: New ticketing tool)",
    )
    assert chart.table.rows[1] == ("Jul 2026", "60%")
    assert "A new series begins in Aug 2026: New ticketing tool." in chart.summary
    assert "baseline 48%" in chart.subtitle
    figure = chart.figure
    trace = figure["data"][0]
    assert trace["y"] == [60.0, None, 90.0]
    assert trace["error_y"]["arrayminus"] == [0.0, 0.0, 20.1034]
    assert [shape["type"] for shape in figure["layout"]["shapes"]] == ["line"] * 3


def test_getting_worse_is_never_told_across_a_break() -> None:
    framework = shipped_framework()
    falling = {"M18": [reading(f"0{month}", 90 - month) for month in range(5, 10)]}

    def worse(breaks: dict[str, tuple[Break, ...]]) -> bool:
        found = claims_of(framework, card(3), falling, breaks=breaks)
        return any(one.kind == WORSE and one.metrics == ("M18",) for one in found)

    assert worse({})
    assert worse({"M18": (Break("2026-06", "x"),)})
    assert not worse({"M18": (TOOL,)})


def test_a_response_rate_needs_both_numbers() -> None:
    survey = Reading("M01", "2026-10", Fraction(80), Fraction(24), Fraction(30), asked=Fraction(200))
    assert response_rate(survey) == 15
    assert response_in_words(survey) == "30 of 200 asked answered (15%)"
    assert "Only 30 of 200 asked answered (15%)" in response_doubt(survey)
    assert response_doubt(replace(survey, asked=Fraction(150))) == ""
    assert response_rate(replace(survey, asked=None)) is None
    assert response_in_words(replace(survey, asked=Fraction(0))) == ""
