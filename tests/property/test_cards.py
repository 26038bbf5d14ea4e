"""A stored card is ordinary JSON and reads back as it was, however it was put together."""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from assessment.store import cards
from assessment.store.cards import card_of, card_text

VALUES = st.none() | st.integers(-5, 5) | st.text(max_size=5) | st.lists(st.integers(0, 9), max_size=3)
AREA = st.dictionaries(st.text(max_size=6), VALUES, max_size=4)
OTHERS = st.dictionaries(st.text(max_size=6).filter(lambda name: name != "areas"), VALUES, max_size=4)
AREAS = st.dictionaries(st.text(max_size=6), AREA, max_size=4)
CARD = st.builds(lambda others, areas: {**others, "areas": areas}, OTHERS, AREAS)


@given(CARD | OTHERS)
def test_the_text_of_a_card_is_its_json(card: dict[str, Any]) -> None:
    text = card_text(card)
    assert json.loads(text) == card
    assert card_of(text) == card


@given(CARD, st.text(max_size=6), AREA)
def test_one_fresh_area_changes_that_area_only(
    card: dict[str, Any], area_id: str, fresh: dict[str, Any]
) -> None:
    before = card_of(card_text(card))
    changed = {**before, "areas": {**before["areas"], area_id: fresh}}
    expected = {**card, "areas": {**card["areas"], area_id: fresh}}
    assert json.loads(card_text(changed)) == expected
    assert before == card


@given(CARD)
def test_a_card_that_is_forgotten_is_read_from_its_text(card: dict[str, Any]) -> None:
    text = card_text(card)
    cards._cards.clear()
    assert card_of(text) == card


def test_only_so_many_cards_are_kept() -> None:
    for number in range(2 * cards.CARDS_IN_MEMORY):
        card_text({"number": number, "areas": {}})
    assert len(cards._cards) <= cards.CARDS_IN_MEMORY
