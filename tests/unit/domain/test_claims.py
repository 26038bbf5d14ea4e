"""What is claimed against what the figures say: each kind of disagreement, and none where there is none."""

from fractions import Fraction

import pytest

from assessment.domain.answers import AnswerSet, Rating, Reading
from assessment.domain.claims import Claim, claims_of, collected_of
from assessment.domain.scoring import ScoreCard, score
from tests.factories.small_frameworks import pom


def card(level: int) -> ScoreCard:
    """Every area at one level."""
    letters = {key: "F" if practice.level <= level else "N" for key, practice in pom().practices.items()}
    return score(pom(), AnswerSet({key: Rating(consensus=letter) for key, letter in letters.items()}))


def series(metric: str, *values: float) -> list[Reading]:
    """Readings of following months of this year."""
    return [
        Reading(metric, f"2026-{month:02}", Fraction(str(value))) for month, value in enumerate(values, 1)
    ]


def found(level: int, *all_series: list[Reading]) -> list[Claim]:
    return list(claims_of(pom(), card(level), {one[0].metric: one for one in all_series}))


def keys(level: int, *all_series: list[Reading]) -> set[str]:
    return {claim.key for claim in found(level, *all_series)}


def test_every_metric_of_a_claimed_level_is_asked_for_once() -> None:
    claims = [claim for claim in found(2) if claim.area == "A4"]
    assert [(claim.kind, claim.metrics, claim.severity) for claim in claims] == [
        ("not collected", ("M18",), "medium"),
        ("not collected", ("M19",), "medium"),
    ]
    assert claims[0].sentence == (
        "Incident resolution is said to be at level 2, and nobody collects “Incidents resolved by the desk”."
    )
    assert found(0) == []


def test_what_belongs_to_a_lower_level_can_wait() -> None:
    severities = {claim.metrics[0]: claim.severity for claim in found(3) if claim.area == "A1"}
    assert severities == {"M01": "low", "M02": "low", "M03": "medium"}


def test_a_share_below_one_half_is_far_from_the_claim() -> None:
    assert "far:A4:M18" in keys(2, series("M18", 49.9))
    assert "far:A4:M18" not in keys(2, series("M18", 50))
    assert "far:A4:M18" not in keys(0, series("M18", 10))
    gravest = found(2, series("M18", 40))[0]
    assert (gravest.severity, gravest.sentence) == (
        "high",
        "Incident resolution is said to be at level 2, but “Incidents resolved by the desk” is at 40%.",
    )


@pytest.mark.parametrize(
    ("values", "is_worse"),
    [
        ((80, 70, 65, 60), True),
        ((80, 70, 70, 60), False),
        ((60, 80, 70, 65), False),
        ((80, 70, 60), False),
        ((50, 90, 80, 70, 60), True),
    ],
)
def test_three_steps_down_in_a_row_are_told(values: tuple[float, ...], is_worse: bool) -> None:
    assert ("worse:A4:M18" in keys(2, series("M18", *values))) is is_worse


def test_worse_is_more_where_less_is_better() -> None:
    assert "worse:A4:M19" in keys(2, series("M19", 100, 110, 120, 130))
    assert "worse:A4:M19" not in keys(2, series("M19", 130, 120, 110, 100))


def test_shares_that_cannot_both_be_right() -> None:
    assert "contradiction:M45:M40" in keys(0, series("M45", 80), series("M40", 60))
    assert "contradiction:M45:M40" not in keys(0, series("M45", 65), series("M40", 60))
    assert "contradiction:M18:X04" in keys(0, series("M18", 80), series("X04", 40))
    assert "contradiction:M18:X04" not in keys(0, series("M18", 60), series("X04", 40))
    (claim,) = [one for one in found(0, series("X03", 70), series("X02", 50)) if one.kind == "contradiction"]
    assert claim.sentence == (
        "More is resolved at the first touch than is never passed on: Resolved at the first touch 70%, "
        "Resolved without reassignment 50%. One of the two is counted differently."
    )


def test_only_the_same_month_is_compared() -> None:
    late = [Reading("M40", "2026-03", Fraction(10))]
    assert keys(0, series("M45", 80, 80), late) == set()


def test_how_much_is_collected_counts_what_the_level_rests_on() -> None:
    collected = {one.area: one for one in collected_of(pom(), card(2), {"M18": series("M18", 60)})}
    assert (collected["A4"].collected, collected["A4"].metrics) == (1, 2)
    nothing = collected_of(pom(), card(0), {})
    assert {(one.collected, one.metrics) for one in nothing} == {(0, 0)}


def test_an_empty_month_is_no_reading() -> None:
    assert "not collected:A4:M18" in keys(2, [Reading("M18", "2026-01", None)])
