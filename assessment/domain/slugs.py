"""Words for addresses, made from names once and kept, so that links survive a change of name."""

import re
import unicodedata
from collections.abc import Collection

LONGEST_SLUG = 60
FIRST_SUFFIX = 2

# Letters that Unicode does not take apart into a base letter and a mark.
SPELLED_OUT = str.maketrans(
    {
        "ß": "ss",
        "æ": "ae",
        "Æ": "ae",
        "œ": "oe",
        "Œ": "oe",
        "ø": "o",
        "Ø": "o",
        "đ": "d",
        "Đ": "d",
        "ð": "d",
        "Ð": "d",
        "þ": "th",
        "Þ": "th",
        "ł": "l",
        "Ł": "l",
        "ı": "i",
        "&": " and ",
    }
)
APOSTROPHES = re.compile(r"['\u2018\u2019`]")
NOT_IN_A_SLUG = re.compile(r"[^a-z0-9]+")


def make_slug(name: str, fallback: str) -> str:
    """Return `name` in small ASCII letters, digits and hyphens, at most LONGEST_SLUG characters.

    `fallback` stands in for a name of which nothing is left, such as one in another alphabet.
    """
    plain = APOSTROPHES.sub("", name.translate(SPELLED_OUT))
    folded = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode("ascii").lower()
    slug = NOT_IN_A_SLUG.sub("-", folded).strip("-")[:LONGEST_SLUG].rstrip("-")
    return slug or fallback


def free_slug(stem: str, taken: Collection[str]) -> str:
    """Return `stem`, or `stem-2`, `stem-3` and so on: the first that is not in `taken`."""
    if stem not in taken:
        return stem
    number = FIRST_SUFFIX
    while f"{stem}-{number}" in taken:
        number += 1
    return f"{stem}-{number}"
