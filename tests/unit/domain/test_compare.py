"""Clients side by side: where they differ clearly, which next steps they share, and the titles of both."""

from fractions import Fraction

import pytest

from assessment.domain.answers import AnswerSet, Rating
from assessment.domain.compare import Side, Spread, overlap, overlap_title, spread_title, spreads
from assessment.domain.marks import marks_of
from assessment.domain.scoring import score
from assessment.domain.values import practice_values
from tests.factories.small_frameworks import small_framework

FRAMEWORK = small_framework([[2, 2], [2, 2]])
NAMES = {"A1": "Restoration", "A2": "Reporting"}


def side(name: str, **answers: str) -> Side:
    """A client whose practices are rated in their order: A1="FFNN"; a space is unknown."""
    given = {
        practice.id: Rating(consensus=letter)
        for area, letters in answers.items()
        for practice, letter in zip(FRAMEWORK.practices_of[area], letters, strict=True)
        if letter != " "
    }
    card = score(FRAMEWORK, AnswerSet(given))
    values = practice_values(FRAMEWORK, given, AnswerSet().options)
    marks = marks_of(FRAMEWORK, values, {area.area: area for area in card.areas})
    return Side(name, card, dict(zip(FRAMEWORK.practices, marks, strict=True)))


def test_areas_lie_apart_by_their_lowest_and_highest() -> None:
    found = spreads(FRAMEWORK, [side("a", A1="FFNN"), side("b", A1="FFFF"), side("c", A1="FFFN")])
    assert found[0] == Spread("A1", Fraction(1), Fraction(2), (Fraction(1), Fraction(2)))
    assert found[1] == Spread("A2")


def test_less_than_half_a_level_is_no_clear_difference() -> None:
    found = spreads(FRAMEWORK, [side("a", A1="FFNN"), side("b", A1="FFPN")])
    assert found[0].width == Fraction(1, 6)
    assert found[0].clear is None


def test_what_is_unknown_of_the_lower_one_may_make_up_for_the_difference() -> None:
    half_known, whole = side("a", A1="FF  "), side("b", A1="FFFN")
    assert spreads(FRAMEWORK, [half_known, whole])[0].clear is None
    third = side("c", A1="FFNN")
    assert spreads(FRAMEWORK, [half_known, whole, third])[0].clear == (Fraction(1), Fraction(3, 2))


def test_the_title_names_the_area_of_the_largest_clear_difference() -> None:
    low, high = side("a", A1="FFNN", A2="NNNN"), side("b", A1="FFFF", A2="FFFF")
    assert spread_title(spreads(FRAMEWORK, [low, high]), NAMES) == (
        "They differ most in reporting, from 0.0 to 2.0, and clearly in one more"
    )
    same = spreads(FRAMEWORK, [low, low])
    assert spread_title(same, NAMES) == "No area differs clearly between these clients"
    assert spread_title(spreads(FRAMEWORK, [side("a"), side("b")]), NAMES) == (
        "No area is known of two of these clients"
    )


def test_next_steps_that_two_clients_lack_are_shared() -> None:
    sides = [side("a", A1="FFPN"), side("b", A1="FFLN"), side("c", A1="FNFF", A2="PPPP")]
    found = overlap(FRAMEWORK, sides)
    assert [(one.practice, one.marks) for one in found] == [
        ("L2-A1-P1", ("M", "P", "")),
        ("L2-A1-P2", ("M", "M", "")),
    ]


@pytest.mark.parametrize(
    ("clients", "title"),
    [
        (3, "Two practices are lacking at two of three clients"),
        (2, "Two practices are lacking at all two clients"),
    ],
)
def test_the_title_says_how_many_at_how_many(clients: int, title: str) -> None:
    sides = [side("a", A1="FFPN"), side("b", A1="FFLN"), side("c", A1="FFFF")][:clients]
    assert overlap_title(overlap(FRAMEWORK, sides), clients) == title
    assert overlap_title((), clients) == "No next step is shared by two of these clients"
