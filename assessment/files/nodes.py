"""The parts of a file as read: texts, lists and maps, each with its place and nothing interpreted yet."""

import re
from dataclasses import dataclass, field

NULLS = frozenset({"", "~", "null", "Null", "NULL"})
TRUE_WORDS = frozenset(
    word for base in ("true", "yes", "on") for word in (base, base.capitalize(), base.upper())
)
FALSE_WORDS = frozenset(
    word for base in ("false", "no", "off") for word in (base, base.capitalize(), base.upper())
)
WHOLE = re.compile(r"[-+]?\d+")
_NUMBER = re.compile(
    r"[-+]?(\d[\d_]*(\.[\d_]*)?([eE][-+]?\d+)?|\.\d[\d_]*([eE][-+]?\d+)?|0[xob][\da-fA-F_]+"
    r"|\d[\d_]*(:[0-5]?\d)+(\.\d*)?|\.(inf|Inf|INF))|\.(nan|NaN|NAN)"
)
_DATE = re.compile(r"\d{4}-\d\d?-\d\d?([Tt \t].*)?")
_MAYBE_NOT_TEXT = frozenset("0123456789+-.")


@dataclass(slots=True)
class Scalar:
    """A single value as it was written; `plain` says that it stood there without quotes."""

    text: str
    plain: bool
    line: int
    column: int


@dataclass(slots=True)
class Items:
    """A list."""

    line: int
    column: int
    items: list["Node"] = field(default_factory=list)


@dataclass(slots=True)
class Entries:
    """A map. Keys are kept as written; `keys` gives their places."""

    line: int
    column: int
    keys: dict[str, Scalar] = field(default_factory=dict)
    values: dict[str, "Node"] = field(default_factory=dict)


@dataclass(slots=True)
class Broken:
    """Stands where a fault has been noted already, so that it is not told twice."""

    line: int
    column: int


Node = Scalar | Items | Entries | Broken


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a file that is no node, such as its beginning."""

    line: int = 1
    column: int = 1


def misread(scalar: Scalar) -> str | None:
    """Return what a bare value would be taken for (`a number`), or None when it is a text."""
    if not scalar.plain:
        return None
    text = scalar.text
    if text in NULLS:
        return "no value"
    if text in TRUE_WORDS or text in FALSE_WORDS:
        return "true or false"
    if text[0] in _MAYBE_NOT_TEXT:
        if _NUMBER.fullmatch(text):
            return "a number"
        if _DATE.fullmatch(text):
            return "a date"
    return None


def kind_of(node: Node) -> str:
    """Return the word for what stands there: `a list`, `a map`, `a text`, `a number` and so on."""
    if isinstance(node, Items):
        return "a list"
    if isinstance(node, Entries):
        return "a map"
    if isinstance(node, Scalar):
        return misread(node) or "a text"
    return "nothing"
