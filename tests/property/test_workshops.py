"""Whatever is done in whatever order, a round keeps its promises."""

from hypothesis import given
from hypothesis import strategies as st

from assessment.domain import workshops
from assessment.domain.workshops import CODES, ENDINGS, MOST_ROUNDS, Question, Round
from assessment.errors import NotAllowed

STEPS = st.lists(st.sampled_from(["reveal", "again", *ENDINGS]), max_size=12)


def after(asked: Round, step: str) -> Round:
    if step == "reveal":
        return workshops.reveal(asked)
    if step == "again":
        return workshops.vote_again(asked)
    return workshops.settle(asked, step)


@given(STEPS)
def test_no_order_of_steps_shows_a_vote_that_can_still_change(steps: list[str]) -> None:
    asked = Round(Question("A1"))
    for step in steps:
        before = asked
        try:
            asked = after(asked, step)
        except NotAllowed:
            assert asked == before
        assert not (asked.takes_votes and asked.shows_votes)
        assert 1 <= asked.number <= MOST_ROUNDS
        if before.is_over:
            assert asked == before


@given(st.integers(0, CODES - 1), st.data())
def test_every_code_is_read_back_as_it_is_shown(number: int, data: st.DataObject) -> None:
    code = workshops.code_of(number)
    typed = "".join(
        data.draw(st.sampled_from([letter, letter.lower(), f" {letter}", f"{letter}-"]))
        for letter in workshops.shown_code(code)
    )
    assert workshops.read_code(typed) == code


@given(st.integers(0, CODES - 1), st.integers(0, CODES - 1))
def test_two_numbers_have_two_codes(one: int, other: int) -> None:
    assert (workshops.code_of(one) == workshops.code_of(other)) == (one == other)
