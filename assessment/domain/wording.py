"""The small change of sentences: counts, lists, numbers and the names of methods in plain English."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from assessment.domain.methods import (
    C2M2_GATE,
    CUMULATIVE_PRODUCT,
    GATED_COVERAGE,
    ISO33020,
    ITCMF_SURVEY,
    SAMM_SUM,
)
from assessment.domain.numbers import fixed, half_up

WORDS = (
    "no",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)

METHOD_NAMES: Mapping[str, str] = {
    GATED_COVERAGE: "Gated coverage",
    ITCMF_SURVEY: "Survey of placings",
    ISO33020: "ISO/IEC 33020 reading",
    C2M2_GATE: "Strict gate",
    SAMM_SUM: "Sum of coverages",
    CUMULATIVE_PRODUCT: "Soft gate",
}

METHOD_SENTENCES: Mapping[str, str] = {
    GATED_COVERAGE: "Counts the levels that are achieved one after the other and adds how much of the next "
    "one is in place.",
    ITCMF_SURVEY: "Takes the level at which people placed each area; no practice is read.",
    ISO33020: "Takes the highest level that is at least largely in place while all below are fully in place.",
    C2M2_GATE: "Takes the highest level up to which every single practice is at least largely in place.",
    SAMM_SUM: "Adds how much of each level is in place; a gap low down does not stop what stands above it.",
    CUMULATIVE_PRODUCT: "Lets a gap low down weaken all that stands above it without stopping it.",
}


def count_word(count: int) -> str:
    """Return a count as a word up to twelve: three."""
    return WORDS[count] if count < len(WORDS) else str(count)


def plural(count: int, one: str, many: str = "") -> str:
    """Return a count with its noun: one practice, three practices."""
    return f"{count_word(count)} {one if count == 1 else many or one + 's'}"


def capital(text: str) -> str:
    """Return a sentence with a capital first letter."""
    return text[:1].upper() + text[1:]


def sentence_name(name: str) -> str:
    """Return an area's name inside a sentence: without its capital, unless it is an abbreviation."""
    return name if name[1:2].isupper() or not name[:1].isalpha() else name[:1].lower() + name[1:]


def joined(items: Sequence[str]) -> str:
    """Return a list in words: a, b and c."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"


def shown(value: Fraction | None) -> str:
    """Return an index with one decimal, half up; a dash where there is none."""
    if value is None:
        return "–"
    if value < 0:
        return fixed(value, 1)
    # Pages show hundreds of indexes, so this is half_up in whole numbers.
    whole, tenth = divmod((20 * value.numerator + value.denominator) // (2 * value.denominator), 10)
    return f"{whole}.{tenth}"


def signed(value: Fraction) -> str:
    """Return a difference with one decimal and its sign: +0.4, −0.2, 0.0."""
    rounded = half_up(value, 1)
    sign = "+" if rounded > 0 else "−" if rounded < 0 else ""
    return f"{sign}{fixed(abs(rounded), 1)}"
