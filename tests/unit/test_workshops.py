"""What a round of a workshop allows, and how a join code is read."""

import pytest

from assessment.domain import workshops
from assessment.domain.workshops import AGREED, OPEN, PARKED, REVEALED, SKIPPED, Question, Round
from assessment.errors import InvalidInput, NotAllowed

ASKED = Round(Question("A3", "L2-A3-P1"))


def test_a_question_belongs_to_a_pass() -> None:
    assert Question("A3").which_pass == "placing"
    assert Question("A3", "L2-A3-P1").which_pass == "depth"


@pytest.mark.parametrize(
    ("state", "takes", "shows", "over"),
    [
        (OPEN, True, False, False),
        (REVEALED, False, True, False),
        (AGREED, False, True, True),
        (PARKED, False, True, True),
        (SKIPPED, False, False, True),
    ],
)
def test_votes_are_taken_and_shown_by_state(state: str, takes: bool, shows: bool, over: bool) -> None:
    asked = Round(ASKED.question, 1, state)
    assert (asked.takes_votes, asked.shows_votes, asked.is_over) == (takes, shows, over)


def test_a_round_is_revealed_once() -> None:
    shown = workshops.reveal(ASKED)
    assert shown.state == REVEALED
    with pytest.raises(NotAllowed, match="revealed already"):
        workshops.reveal(shown)


def test_one_vote_again_follows_a_reveal() -> None:
    with pytest.raises(NotAllowed, match="Reveal the votes first"):
        workshops.vote_again(ASKED)
    again = workshops.vote_again(workshops.reveal(ASKED))
    assert again == Round(ASKED.question, 2, OPEN)
    with pytest.raises(NotAllowed, match="second vote"):
        workshops.vote_again(workshops.reveal(again))
    with pytest.raises(NotAllowed, match="settled"):
        workshops.vote_again(Round(ASKED.question, 1, AGREED))


@pytest.mark.parametrize("ending", [AGREED, PARKED])
def test_nothing_is_agreed_or_parked_unseen(ending: str) -> None:
    with pytest.raises(NotAllowed, match="Reveal"):
        workshops.settle(ASKED, ending)
    assert workshops.settle(workshops.reveal(ASKED), ending).state == ending


def test_a_question_is_skipped_at_any_time_and_settled_once() -> None:
    skipped = workshops.settle(ASKED, SKIPPED)
    assert skipped.state == SKIPPED
    assert workshops.settle(workshops.reveal(ASKED), SKIPPED).state == SKIPPED
    with pytest.raises(NotAllowed, match="settled already"):
        workshops.settle(skipped, AGREED)
    with pytest.raises(InvalidInput):
        workshops.settle(workshops.reveal(ASKED), "closed")


def test_a_revealed_round_takes_no_vote() -> None:
    workshops.require_open_round(ASKED)
    with pytest.raises(NotAllowed, match="next question"):
        workshops.require_open_round(workshops.reveal(ASKED))


@pytest.mark.parametrize(
    "typed", ["7kd4mx", "7KD-4MX", " 7KD 4MX ", "7kd\u20134mx", "7.K.D.4.M.X", "7KD\u00a04MX"]
)
def test_a_code_is_read_whatever_stands_around_it(typed: str) -> None:
    assert workshops.read_code(typed) == "7KD4MX"


def test_letters_that_look_alike_are_the_same() -> None:
    assert workshops.read_code("oOiIlL") == "001111"
    assert workshops.read_code("u00000") == "V00000"


@pytest.mark.parametrize("typed", ["", "7KD4M", "7KD4MXX", "7KD4M!", "７KD4MX", "7KD4Mé"])
def test_what_cannot_be_a_code_is_refused_in_a_sentence(typed: str) -> None:
    with pytest.raises(InvalidInput, match="six letters or digits") as refused:
        workshops.read_code(typed)
    assert refused.value.field == "code"


def test_a_number_outside_the_codes_has_none() -> None:
    assert workshops.code_of(workshops.CODES - 1) == "ZZZZZZ"
    with pytest.raises(ValueError, match="no code"):
        workshops.code_of(workshops.CODES)
    with pytest.raises(ValueError, match="no code"):
        workshops.code_of(-1)
