"""Which practices kept their meaning between two editions of a framework, and what is left of an edition."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from assessment.domain import editions
from assessment.domain.answers import AnswerSet, Rating
from assessment.domain.editions import only, shared_practices
from assessment.domain.framework import Framework
from assessment.domain.scoring import score
from tests.factories.small_frameworks import SCALE, pom, small_framework

FIRST = small_framework([[1, 2], [1, 1]], implied_by={"L1-A1-P1": ("L2-A1-P1",)})


def changed(practice_id: str, **values: Any) -> Framework:
    """The framework with one practice changed."""
    return replace(
        FIRST,
        areas=tuple(
            replace(
                area,
                cells=tuple(
                    replace(
                        cell,
                        practices=tuple(
                            replace(one, **values) if one.id == practice_id else one for one in cell.practices
                        ),
                    )
                    for cell in area.cells
                ),
            )
            for area in FIRST.areas
        ),
    )


def test_an_edition_shares_everything_with_itself() -> None:
    assert shared_practices([pom(), pom()]).is_all
    assert shared_practices([pom(), pom()]).kept == set(pom().practices)


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"text": {"en": "Something else"}}, editions.REWORDED),
        ({"weight": Fraction(2)}, editions.WEIGHED),
        ({"level": 1}, editions.MOVED_LEVEL),
        ({"area": "A2"}, editions.MOVED_AREA),
        ({"scale": SCALE[:2]}, editions.RATED_OTHERWISE),
        ({"id": "L2-A1-P9"}, editions.MISSING),
    ],
)
def test_a_practice_with_another_meaning_is_left_out_and_says_why(values: dict[str, Any], why: str) -> None:
    found = shared_practices([FIRST, changed("L2-A1-P2", **values)])
    assert "L2-A1-P2" not in found.kept
    assert [one.why for one in found.left_out] == [why] * len(found.left_out)
    assert len(found.kept) == 4
    assert found.left_out[0].text == "Practice L2-A1-P2"


def test_capitals_spaces_and_marks_do_not_change_a_meaning() -> None:
    assert shared_practices([FIRST, changed("L2-A1-P2", text={"en": "practice  l2,a1 p2."})]).is_all


def test_only_some_practices_are_left_with_their_links() -> None:
    kept = only(FIRST, {"L1-A1-P1", "L2-A1-P2", "L1-A2-P1", "L2-A2-P1"})
    assert list(kept.practices) == ["L1-A1-P1", "L2-A1-P2", "L1-A2-P1", "L2-A2-P1"]
    assert kept.practices["L1-A1-P1"].implied_by == ()
    whole = AnswerSet({practice: Rating(consensus="F") for practice in kept.practices})
    assert [area.level for area in score(kept, whole).areas] == [2, 2]


def test_an_edition_that_shares_all_scores_the_same_when_reduced_to_it() -> None:
    answers = AnswerSet({practice: Rating(consensus="L") for practice in FIRST.practices})
    assert score(only(FIRST, FIRST.practices), answers) == score(FIRST, answers)
