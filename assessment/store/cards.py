"""The column of a stored score card: a save writes one fresh area and keeps the text of the others."""

from collections.abc import Mapping
from threading import Lock
from typing import Any

from sqlalchemy import Dialect, Text, TypeDecorator

from assessment.store.base import decode_json, encode_json

CARDS_IN_MEMORY = 256
AREAS = "areas"


class PackedArea(dict[str, Any]):
    """One area of a card with its text; never to be changed."""

    __slots__ = ("text",)

    def __init__(self, area: Mapping[str, Any]) -> None:
        super().__init__(area)
        self.text = encode_json(area)


# What was written or read last, by its text: the same card is read again with the next answer.
_cards: dict[str, Mapping[str, Any]] = {}
_lock = Lock()


def _remember(text: str, card: Mapping[str, Any]) -> None:
    with _lock:
        _cards[text] = card
        if len(_cards) > CARDS_IN_MEMORY:
            del _cards[next(iter(_cards))]


def card_text(card: Mapping[str, Any]) -> str:
    """Return the JSON text of a card and remember the card for the next time this text is read."""
    if AREAS not in card:
        return encode_json(card)
    areas = {
        area_id: area if isinstance(area, PackedArea) else PackedArea(area)
        for area_id, area in card[AREAS].items()
    }
    joined = ",".join(f"{encode_json(area_id)}:{area.text}" for area_id, area in areas.items())
    others = encode_json({name: value for name, value in card.items() if name != AREAS})
    text = f'{{"{AREAS}":{{{joined}}}{"," if others != "{}" else ""}{others[1:]}'
    _remember(text, {**card, AREAS: areas})
    return text


def card_of(text: str) -> Mapping[str, Any]:
    """Return the card of a text, which is shared and never to be changed."""
    found = _cards.get(text)
    if found is None:
        found = decode_json(text)
        _remember(text, found)
    return found


class Card(TypeDecorator[Any]):
    """A packed score card kept as JSON text."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Mapping[str, Any] | None, dialect: Dialect) -> str | None:
        return None if value is None else card_text(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Mapping[str, Any] | None:
        return None if value is None else card_of(value)
