"""Words and numbers of an export: what is missing, yes and no, counts, lengths of time."""

import re
import unicodedata
from collections.abc import Iterable
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from assessment.domain.tickets import MICROSECONDS, PER_DAY, PER_HOUR, PER_MINUTE

UNITS = {
    "milliseconds": MICROSECONDS // 1000,
    "seconds": MICROSECONDS,
    "minutes": PER_MINUTE,
    "hours": PER_HOUR,
    "days": PER_DAY,
    "weeks": 7 * PER_DAY,
}
LAYOUTS = Path(__file__).parent / "layouts"
LONGEST = 100 * 366 * PER_DAY
MOST_CHARACTERS = 40

_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?(?:[eE][+-]?\d{1,2})?")
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:([.,'\u00a0\u202f ])\d{3})+(?:[.,]\d+)?")
_CLOCK = re.compile(
    r"(?:(\d+)(?:\s*(?:d|days?)?,?\s+|\.))?(\d{1,6}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?(?:\s*(?:h|hrs|hours))?",
    re.IGNORECASE,
)
_ISO_LENGTH = re.compile(
    r"P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:[.,]\d+)?)S)?)?(?<!P)(?<!T)", re.IGNORECASE
)
_HOURS_AND_MINUTES = re.compile(r"(\d+)\s*h\s*(\d{2})\b(?!\s*[^\W\d_])", re.IGNORECASE)
_OTHER_MARK = {",": ".", ".": ","}
_IN_QUESTION = re.compile(r"[+-]?\d{1,3}([.,])\d{3}")
# Thousands twice, or thousands with decimals after the other mark, or decimals that are not three.
_DECIDED = re.compile(
    r"[+-]?\d{1,3}(?:([.,])\d{3}(?:\1\d{3})+(?:(?!\1)[.,]\d+)?|(?:([.,])(?:\d{1,2}|\d{4,})))"
    r"|[+-]?\d{1,3}([.,])\d{3}(?!\3)[.,](?:\d{1,2}|\d{4,})"
)
_SIGN = re.compile(r"([+\-\u2212\u2013])\s*(?=[\dP])", re.IGNORECASE)
_ANY_DAY = re.compile(
    r"(\d{1,4})[/.\-\s](\d{1,2}|[^\W\d_]{3,})[/.\-\s](\d{1,4})(?:(?:t|,?\s+|,)\d{1,2}[:.h]\d{2}.*)?"
)
DIGITS_OF_YEAR = 4
_PART = re.compile(r"(\d+(?:[.,]\d+)?)\s*([^\W\d_]+)\.?")


@cache
def words() -> dict[str, Any]:
    """Return the words that mean the same in every export, as the data file has them."""
    return dict(yaml.load((LAYOUTS / "words.yaml").read_text("utf-8"), Loader=yaml.CSafeLoader))


@cache
def nothing() -> frozenset[str]:
    """Return what cells say that hold nothing."""
    return frozenset(words()["missing"])


@cache
def month_words() -> dict[str, int]:
    """Return the number of each month by its name."""
    return {word: place for place, named in enumerate(words()["months"], start=1) for word in named}


@cache
def _never() -> frozenset[tuple[int, int, int]]:
    """Return the days that stand for never, as year, month and day."""
    days = (day.split("-") for day in words()["never"])
    return frozenset((int(year), int(month), int(day)) for year, month, day in days)


@cache
def unit_words() -> dict[str, int]:
    """Return how long one of each unit is in microseconds."""
    return {word: UNITS[unit] for unit, names in words()["units"].items() for word in names}


@cache
def _verdicts() -> dict[str, bool]:
    return dict.fromkeys(words()["met"], True) | dict.fromkeys(words()["missed"], False)


@cache
def _answers() -> dict[str, bool]:
    return dict.fromkeys(words()["yes"], True) | dict.fromkeys(words()["no"], False) | _verdicts()


def plain_key(text: str) -> str:
    """Return a header or word without case, accents, spaces and signs, so that its spellings meet."""
    folded = unicodedata.normalize("NFKD", text.replace("#", " number ").casefold())
    return "".join(letter for letter in folded if letter.isalnum())


def is_missing(text: str) -> bool:
    """Return whether a cell says that there is nothing."""
    plain = text.strip().casefold()
    return plain in nothing() or (plain[:1].isdigit() and _stands_for_never(plain))


def _stands_for_never(plain: str) -> bool:
    """Return whether a day is one of those that stand for never, day or month first."""
    found = _ANY_DAY.fullmatch(plain)
    if found is None:
        return False
    first, second, third = found[1], found[2], found[3]
    middle = int(second) if second.isdigit() else month_words().get(second, 0)
    if len(first) == DIGITS_OF_YEAR:
        return (int(first), middle, int(third)) in _never()
    if len(third) != DIGITS_OF_YEAR:
        return False
    return not {(int(third), middle, int(first)), (int(third), int(first), middle)}.isdisjoint(_never())


@cache
def is_on_answers(name: str) -> bool:
    """Return whether an SLA is about the first answer, by its name."""
    return any(part in name.casefold() for part in words()["answers"])


def read_flag(text: str) -> bool | None:
    """Return yes or no, None for anything else."""
    return _answers().get(text.strip().casefold())


def read_in_or_out(text: str) -> bool | None:
    """Return yes or no of a column that writes I for inside of a target and O for outside of it."""
    letter = text.strip().casefold()
    return letter == "i" if letter in ("i", "o") else read_flag(text)


def read_breach(text: str) -> bool | None:
    """Return whether an SLA was met, from a column that asks whether it was breached."""
    word = text.strip().casefold()
    if word in _verdicts():
        return _verdicts()[word]
    breached = _answers().get(word)
    return None if breached is None else not breached


def read_times(text: str) -> int | None:
    """Return how often something happened; yes is once and no is never."""
    number = read_count(text)
    if number is not None:
        return number
    flag = read_flag(text)
    return None if flag is None else int(flag)


def read_number(text: str) -> Fraction | None:
    """Return a number with a point or a comma; None when it is none, or when a comma could be either."""
    plain = text.strip()
    if len(plain) > MOST_CHARACTERS:
        return None
    if grouped := _GROUPED.fullmatch(plain):
        return _ungrouped(plain, grouped[1])
    return Fraction(plain.replace(",", ".")) if _NUMBER.fullmatch(plain) else None


def thousands_mark(texts: Iterable[str]) -> str | None:
    """Return which of the two marks stands between thousands in a column, "" where that never matters.

    None where some numbers, such as 1,234, can be read in two ways and no other number of the column decides.
    """
    decides, in_question = set(), set()
    for text in texts:
        plain = text.strip()
        if two_ways := _IN_QUESTION.fullmatch(plain):
            in_question.add(two_ways[1])
        elif decided := _DECIDED.fullmatch(plain):
            decides.add(decided[1] or decided[3] or _OTHER_MARK[decided[2]])
    if not in_question:
        return ""
    return next(iter(decides)) if len(decides) == 1 else None


def _ungrouped(text: str, mark: str) -> Fraction | None:
    """Return a number with marks between thousands; a single mark that could be decimal is read as that."""
    if mark in ".," and text.count(mark) == 1 and not re.search(r"[.,]", text.replace(mark, "")):
        return Fraction(text.replace(",", "."))
    whole, decimals = text, ""
    for point in ".,":
        if point != mark and point in text:
            whole, _, decimals = text.rpartition(point)
    return Fraction(whole.replace(mark, "") + (f".{decimals}" if decimals else ""))


def read_count(text: str) -> int | None:
    """Return a whole number from 0; None when it is none. "3.0" is 3."""
    number = read_number(text)
    return None if number is None or number.denominator != 1 or number < 0 else int(number)


def read_length(text: str, unit: int | None) -> int | None:
    """Return a length of time in microseconds; None when it cannot be read.

    `unit` is what one of a bare number is; 1:30:00, "2 h 5 min" and "3 days 4 hours" say it themselves. A
    sign may stand before each of them.
    """
    plain = text.strip()
    signed = _SIGN.match(plain)
    length = _unsigned_length(plain[signed.end() :] if signed else plain, unit)
    return -length if length is not None and signed and signed[1] != "+" else length


def _unsigned_length(plain: str, unit: int | None) -> int | None:
    number = read_number(plain)
    if number is not None:
        return None if unit is None else _whole(number * unit)
    if iso := _ISO_LENGTH.fullmatch(plain):
        parts = [Fraction((part or "0").replace(",", ".")) for part in iso.groups()]
        scales = (PER_DAY, PER_HOUR, PER_MINUTE, MICROSECONDS)
        return _whole(sum((part * scale for part, scale in zip(parts, scales, strict=True)), Fraction()))
    if clock := _CLOCK.fullmatch(plain):
        days, hours, minutes, seconds = (int(part or 0) for part in clock.groups())
        return _whole(
            Fraction(days * PER_DAY + hours * PER_HOUR + minutes * PER_MINUTE + seconds * MICROSECONDS)
        )
    return _in_words(plain)


def _in_words(text: str) -> int | None:
    text = _HOURS_AND_MINUTES.sub(r"\1 h \2 min", text)
    total, found = Fraction(), False
    for amount, word in _PART.findall(text):
        scale = unit_words().get(word.casefold())
        if scale is None:
            return None
        total += Fraction(amount.replace(",", ".")) * scale
        found = True
    rest = _PART.sub(" ", text).replace(",", " ").casefold().split()
    return _whole(total) if found and set(rest) <= set(words()["and"]) else None


def _whole(microseconds: Fraction) -> int | None:
    return round(microseconds) if abs(microseconds) <= LONGEST else None


def unit_in_header(header: str) -> int | None:
    """Return what one of a bare number in a column is, when its header says so."""
    named = re.findall(r"[^\W\d_]+", header.casefold().replace("_", " "))
    scales = {unit_words()[word] for word in named if word in unit_words() and len(word) > 1}
    return scales.pop() if len(scales) == 1 else None
