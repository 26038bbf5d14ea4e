"""What must hold for every round of votes."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.domain.agreement import agreement, agreement_sentence
from assessment.domain.rankings import kendall_w, ranks_of

SCALE_POINTS = 4
VOTES = st.lists(st.integers(0, SCALE_POINTS - 1), max_size=20)
COUNT = st.integers(0, 5)


@given(VOTES, COUNT, COUNT)
def test_indexes_stay_in_their_bounds(votes: list[int], not_applicable: int, dont_know: int) -> None:
    found = agreement(votes, SCALE_POINTS, not_applicable, dont_know)
    assert found.voters == len(votes)
    assert (found.r_wg is None) is (len(votes) < 2)
    if found.r_wg is not None and found.r_wg_shown is not None:
        assert (found.r_wg == 1) is (len(set(votes)) == 1)
        assert 0 <= found.r_wg_shown <= 1
    if found.consensus_index is not None:
        assert 0 <= found.consensus_index <= 1
    assert agreement_sentence(found).endswith(".")


@given(VOTES, COUNT, COUNT)
def test_turning_the_scale_round_changes_nothing(
    votes: list[int], not_applicable: int, dont_know: int
) -> None:
    found = agreement(votes, SCALE_POINTS, not_applicable, dont_know)
    turned = agreement(
        [SCALE_POINTS - 1 - vote for vote in votes[::-1]], SCALE_POINTS, not_applicable, dont_know
    )
    assert (found.r_wg, found.range, found.average_deviation) == (
        turned.r_wg,
        turned.range,
        turned.average_deviation,
    )
    assert found.consensus_index == pytest.approx(turned.consensus_index)
    assert (found.discuss, found.sentence_key) == (turned.discuss, turned.sentence_key)


@given(VOTES, COUNT, COUNT)
def test_the_sentence_follows_the_flag(votes: list[int], not_applicable: int, dont_know: int) -> None:
    found = agreement(votes, SCALE_POINTS, not_applicable, dont_know)
    assert found.discuss is (found.sentence_key not in ("agreed", "no_votes"))


@given(st.integers(0, SCALE_POINTS - 1), st.integers(1, 20))
def test_people_who_say_the_same_need_no_talk(vote: int, voters: int) -> None:
    found = agreement([vote] * voters, SCALE_POINTS)
    assert not found.discuss
    assert found.consensus_index == 1


@st.composite
def rankings(draw: st.DrawFn) -> list[tuple[Fraction, ...]]:
    items = draw(st.integers(2, 6))
    scores = st.lists(st.integers(1, 5), min_size=items, max_size=items)
    return [ranks_of(row) for row in draw(st.lists(scores, min_size=2, max_size=6))]


@given(rankings())
def test_kendall_w_lies_between_nought_and_one(rows: list[tuple[Fraction, ...]]) -> None:
    found = kendall_w(rows)
    flat = all(len(set(row)) == 1 for row in rows)
    assert (found is None) is flat
    if found is not None:
        assert 0 <= found <= 1
        assert kendall_w(rows[::-1]) == found


@given(rankings())
def test_raters_who_rank_alike_agree_fully(rows: list[tuple[Fraction, ...]]) -> None:
    alike = [rows[0]] * len(rows)
    assert kendall_w(alike) == (None if len(set(rows[0])) == 1 else 1)
