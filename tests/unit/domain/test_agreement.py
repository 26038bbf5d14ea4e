"""Whether the group should talk, and about what."""

from fractions import Fraction

import pytest

from assessment.domain.agreement import agreement, agreement_band, agreement_of_votes, agreement_sentence
from assessment.domain.answers import Vote
from assessment.domain.rankings import kendall_w, ranks_of
from tests.factories.small_frameworks import SCALE


@pytest.mark.parametrize(
    ("points", "not_applicable", "dont_know", "discuss", "key"),
    [
        ([], 0, 0, False, "no_votes"),
        ([2], 0, 0, False, "agreed"),
        ([2, 2, 2], 0, 0, False, "agreed"),
        ([2, 3], 0, 0, False, "agreed"),
        ([1, 3], 0, 0, True, "spread"),
        ([3, 0, 3, 3, 3], 0, 0, True, "outlier"),
        ([0, 0, 0, 1, 3], 0, 0, True, "outlier"),
        ([0, 3, 0, 3], 0, 0, True, "two_camps"),
        ([3, 3, 3, 0, 0, 0, 3, 3, 1, 0, 3, 3], 0, 0, True, "two_camps"),
        ([1, 2, 3, 2], 0, 0, True, "spread"),
        ([3, 3, 3], 1, 0, True, "some_say_not_applicable"),
        ([], 3, 0, False, "no_votes"),
        ([3, 3, 3], 0, 1, False, "agreed"),
        ([3, 3, 3], 0, 2, True, "many_cannot_judge"),
        ([], 0, 2, True, "many_cannot_judge"),
        ([2, 3, 2, 3, 2, 2, 0], 0, 0, True, "outlier"),
        ([2, 3, 2, 3, 2, 0, 0], 0, 0, True, "spread"),
    ],
)
def test_flag_and_sentence(
    points: list[int], not_applicable: int, dont_know: int, discuss: bool, key: str
) -> None:
    found = agreement(points, 4, not_applicable, dont_know)
    assert (found.discuss, found.sentence_key) == (discuss, key)


@pytest.mark.parametrize(
    ("points", "sentence"),
    [
        ([3, 3, 3], "Everyone says the same. Agree and move on."),
        ([2, 3, 3], "The votes are close. Agree and move on."),
        ([0, 3, 0, 3], "Two camps: 2 low and 2 high. Ask one of each for an example."),
        ([3, 0, 3, 3], "One vote stands apart. Ask what that person sees."),
        ([1, 3], "The votes are 2 steps apart. Hear the lowest and the highest first."),
        ([2], "One vote so far."),
    ],
)
def test_sentences(points: list[int], sentence: str) -> None:
    assert agreement_sentence(agreement(points, 4)) == sentence


def test_sentences_count_those_who_cannot_judge() -> None:
    assert (
        agreement_sentence(agreement([3], 4, dont_know=2)) == "2 of 3 cannot judge this. Ask who would know."
    )
    found = agreement([3, 3, 2], 4, not_applicable=1)
    assert agreement_sentence(found) == "1 of 4 say that this does not apply. Settle that first."


def test_votes_become_points_of_their_scale() -> None:
    found = agreement_of_votes([Vote(a) for a in ("N", "F", "DK", "NA", "")], SCALE)
    assert found.points == (0, 3)
    assert (found.dont_know, found.not_applicable, found.voters) == (1, 1, 2)


def test_few_voters_see_dots_and_no_index() -> None:
    assert [agreement([2] * voters, 4).shows_index for voters in (1, 2, 3, 4)] == [False, False, False, True]


def test_average_deviation_is_measured_from_the_median() -> None:
    assert agreement([0, 2, 2, 3], 4).average_deviation == Fraction(3, 4)


@pytest.mark.parametrize(
    ("within", "word"),
    [
        ("-1", "none"),
        ("0.3", "none"),
        ("0.31", "weak"),
        ("0.5", "weak"),
        ("0.51", "moderate"),
        ("0.7", "moderate"),
        ("0.71", "strong"),
        ("0.9", "strong"),
        ("0.91", "very strong"),
        ("1", "very strong"),
    ],
)
def test_bands(within: str, word: str) -> None:
    assert agreement_band(Fraction(within)) == word


def test_ranks_share_their_mean_on_a_tie() -> None:
    assert ranks_of([5, 3, 3, 1]) == (1, Fraction(5, 2), Fraction(5, 2), 4)
    assert kendall_w([ranks_of([5, 3, 3, 1]), (1, 2, 3, 4), (1, 2, 4, 3)]) == Fraction(25, 29)


@pytest.mark.parametrize("rows", [[], [[1, 2, 3]], [[2, 2, 2], [2, 2, 2]]])
def test_no_concordance_without_two_raters_and_an_order(rows: list[list[int]]) -> None:
    assert kendall_w(rows) is None
