"""The sentences that a register begins with."""

import pytest

from assessment.domain.csip import GROUPS
from assessment.domain.findings_csip import attention_sentence, register_title


@pytest.mark.parametrize(
    ("counts", "waiting", "title"),
    [
        ((0, 0, 0, 0, 0), 0, "No improvements yet"),
        ((0, 9, 2, 2, 1), 2, "Nine items in progress, two wait for budget"),
        ((3, 1, 0, 0, 0), 1, "One item in progress, one waits for budget"),
        ((14, 0, 1, 0, 0), 0, "14 items proposed, none in progress yet"),
        ((0, 0, 1, 4, 0), 0, "One item on hold, none in progress"),
        ((0, 0, 0, 3, 0), 0, "All three items are done"),
        ((0, 0, 0, 1, 0), 0, "The one item is done"),
        ((0, 0, 0, 0, 2), 0, "All two items were removed"),
        ((0, 0, 0, 0, 1), 0, "The one item was removed"),
        ((0, 0, 0, 5, 1), 0, "Nothing is open: five done, one removed"),
    ],
)
def test_the_title_says_what_the_register_comes_to(counts: tuple[int, ...], waiting: int, title: str) -> None:
    assert register_title(dict(zip(GROUPS, counts, strict=True)), waiting) == title


@pytest.mark.parametrize(
    ("late", "again", "stale", "sentence"),
    [
        (0, 0, 0, ""),
        (1, 0, 0, "One item is late."),
        (2, 1, 0, "Two items are late and the day to look again has come for one item on hold."),
        (0, 2, 1, "The day to look again has come for two items on hold and one item is stale."),
        (0, 0, 3, "Three items are stale."),
    ],
)  # fmt: skip
def test_what_asks_for_a_look_is_said(late: int, again: int, stale: int, sentence: str) -> None:
    assert attention_sentence(late, again, stale) == sentence
