"""What every table shares: naming convention, exact fractions, UTC times, JSON, short ids."""

import base64
import json
import secrets
import threading
import time
from datetime import UTC, datetime
from fractions import Fraction
from functools import lru_cache
from typing import Any

from sqlalchemy import Dialect, MetaData, String, Text, TypeDecorator

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

SUMMARIES_IN_MEMORY = 4096
FRACTIONS_IN_MEMORY = 8192

metadata = MetaData(naming_convention=NAMING)

ID_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
ID_TIME_CHARACTERS = 9
ID_RANDOM_CHARACTERS = 7
BITS_PER_CHARACTER = 5


_last_number = 0
_last_lock = threading.Lock()


def new_id() -> str:
    """Return a new 16-character id; within a process each sorts after the one before."""
    global _last_number
    random_bits = ID_RANDOM_CHARACTERS * BITS_PER_CHARACTER
    fresh = (time.time_ns() // 1_000_000 << random_bits) | secrets.randbits(random_bits)
    with _last_lock:
        number = _last_number = max(fresh, _last_number + 1)
    characters = []
    for _ in range(ID_TIME_CHARACTERS + ID_RANDOM_CHARACTERS):
        characters.append(ID_ALPHABET[number & 31])
        number >>= BITS_PER_CHARACTER
    return "".join(reversed(characters))


Id = String(20)
Slug = String(80)
Code = String(40)
Line = String(300)
Hash = String(64)


@lru_cache(maxsize=FRACTIONS_IN_MEMORY)
def _fraction(text: str) -> Fraction:
    """Return the fraction of a text; reading one is slow, and lists repeat the same few."""
    return Fraction(text)


class Exact(TypeDecorator[Fraction]):
    """A fraction kept exactly, as text such as 5/2."""

    impl = String(60)
    cache_ok = True

    def process_bind_param(self, value: Fraction | None, dialect: Dialect) -> str | None:
        return None if value is None else str(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Fraction | None:
        return None if value is None else _fraction(value)


# Made once: json.dumps makes a new encoder for every value as soon as an option differs from its defaults.
encode_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
decode_json = json.JSONDecoder().decode


class Json(TypeDecorator[Any]):
    """A JSON value kept as text, so that both engines return the same bytes."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else encode_json(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        return None if value is None else decode_json(value)


class SharedRecord(dict[str, Any]):
    """A JSON object that is never changed: the same text gives the same object, which can be a key."""

    __hash__ = object.__hash__  # type: ignore[assignment]


@lru_cache(maxsize=SUMMARIES_IN_MEMORY)
def _decode_once(text: str) -> SharedRecord:
    return SharedRecord(decode_json(text))


class SharedJson(Json):
    """A JSON object of which the same text is read again and again: parsed once, never to be changed."""

    cache_ok = True

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        return None if value is None else _decode_once(value)


class Base64(TypeDecorator[bytes]):
    """Bytes kept as text, so that backups and files of clients hold them like everything else."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: bytes | None, dialect: Dialect) -> str | None:
        return None if value is None else base64.b64encode(value).decode("ascii")

    def process_result_value(self, value: str | None, dialect: Dialect) -> bytes | None:
        return None if value is None else base64.b64decode(value)


class Moment(TypeDecorator[datetime]):
    """A moment in UTC, kept as text of fixed width, so that it sorts and compares alike everywhere."""

    impl = String(27)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        if value is None:
            return None
        return value.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:
        return None if value is None else datetime.fromisoformat(value)
