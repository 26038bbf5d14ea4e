"""Own metrics: ids that no framework can use, their place in a catalogue, and that no score changes."""

from dataclasses import replace
from fractions import Fraction

import pytest

from assessment.domain.answers import AnswerSet, Rating
from assessment.domain.extra_metrics import all_metrics, metric_of, with_own
from assessment.domain.own import METRIC, PRACTICE, OwnMetric, as_metric, is_own, own_code
from assessment.domain.reading_values import checked_value, read_value, takes_parts
from assessment.domain.scoring import score
from assessment.errors import InvalidInput
from assessment.services.framework import shipped_framework

SAME_DAY = OwnMetric(
    "OWN-01", "Requests answered on the same day", "percent", "higher", "answered on the day", "all requests",
    cells=(("A1", 2), ("A9", 9), ("A99", 1)),
)  # fmt: skip
MOOD = OwnMetric("OWN-02", "Mood", "rating", "higher", lowest=Fraction(1), highest=Fraction(5))


@pytest.mark.parametrize(
    ("kind", "for_all", "taken", "code"),
    [
        (METRIC, False, (), "OWN-01"),
        (METRIC, False, ("OWN-01", "OWN-09", "OWN-P30"), "OWN-10"),
        (METRIC, True, ("OWN-01",), "OWN-W01"),
        (PRACTICE, False, ("OWN-01", "OWN-P99"), "OWN-P100"),
        (PRACTICE, True, ("OWN-WP02", "OWN-W07"), "OWN-WP03"),
    ],
)
def test_an_id_is_one_above_the_highest_of_its_kind(
    kind: str, for_all: bool, taken: tuple[str, ...], code: str
) -> None:
    assert own_code(kind, for_all, taken) == code
    assert is_own(code)


def test_own_metrics_join_the_catalogue_and_their_cells() -> None:
    plain = shipped_framework()
    framework = with_own(plain, [SAME_DAY, MOOD])
    assert [metric.id for metric in framework.metrics[-2:]] == ["OWN-01", "OWN-02"]
    assert len(all_metrics(framework)) == len(all_metrics(plain)) + 2
    assert metric_of(framework, "OWN-01") == as_metric(SAME_DAY)
    assert metric_of(plain, "OWN-01") is None
    uses = [use.uses for use in framework.area_by_id["A1"].cell(2).metrics]
    assert uses[-1] == ("OWN-01",)
    assert framework.area_by_id["A2"] is plain.area_by_id["A2"]


def test_a_retired_metric_is_in_no_cell_and_in_the_catalogue_only_on_request() -> None:
    plain, gone = shipped_framework(), replace(SAME_DAY, retired=True)
    assert with_own(plain, [gone]) is plain
    framework = with_own(plain, [gone], retired=True)
    assert metric_of(framework, "OWN-01") is not None
    assert framework.areas == plain.areas


def test_own_metrics_change_no_score() -> None:
    plain = shipped_framework()
    answers = AnswerSet({practice: Rating("L") for practice in list(plain.practices)[:20]})
    assert score(with_own(plain, [SAME_DAY, MOOD]), answers) == score(plain, answers)


def test_parts_belong_to_a_share_alone() -> None:
    assert takes_parts(as_metric(SAME_DAY))
    assert not takes_parts(as_metric(replace(SAME_DAY, denominator="")))
    assert takes_parts(as_metric(replace(SAME_DAY, unit="ratio")))
    assert not takes_parts(as_metric(MOOD))


@pytest.mark.parametrize("text", ["0.9", "5.1"])
def test_a_rating_stays_on_its_scale(text: str) -> None:
    metric = as_metric(MOOD)
    assert read_value(metric, "4.5")[0] == Fraction(9, 2)
    with pytest.raises(InvalidInput, match="from 1 to 5"):
        checked_value(metric, Fraction(text), "value")
