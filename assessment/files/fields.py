"""Takes typed values out of a map of a file, notes every fault on the way, and never stops at one."""

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import TypeVar

from assessment.files.nodes import Broken, Entries, Items, Node, Scalar, kind_of
from assessment.files.problems import Faults, shown
from assessment.files.scalars import (
    Unfit,
    read_choice,
    read_date,
    read_flag,
    read_id,
    read_number,
    read_text,
    read_whole,
)

T = TypeVar("T")


class Fields:
    """The entries of one map. A key that nobody asked for is a fault when the map is closed.

    A value that cannot be taken is noted once and its default stands in, so the rest is checked too.
    """

    __slots__ = ("_asked", "_parent", "faults", "label", "languages", "node")

    def __init__(
        self, node: Entries, faults: Faults, label: str = "", parent: "Fields | None" = None
    ) -> None:
        self.node = node
        self.faults = faults
        self.label = label
        self.languages: tuple[str, ...] = parent.languages if parent else ()
        self._parent = parent
        self._asked: set[str] = set()

    @property
    def where(self) -> str:
        """The path of keys to this map, empty for the whole file."""
        above = self._parent.where if self._parent else ""
        return f"{above}.{self.label}".lstrip(".")

    def fault(self, node: Node, key: str, message: str) -> None:
        """Note a fault at `node`, told as being at `key` of this map."""
        if not isinstance(node, Broken):
            self.faults.add(node, f"{self.where}.{key}".strip(".") or "file", message)

    def fault_at(self, key: str, message: str) -> None:
        """Note a fault about the value of `key`, or about this map when the key is absent."""
        self.fault(self.node.values.get(key, self.node), key, message)

    def has(self, key: str) -> bool:
        """Return whether `key` is there."""
        return key in self.node.values

    def _get(self, key: str, required: bool) -> Node | None:
        self._asked.add(key)
        node = self.node.values.get(key)
        if node is None and required:
            near = ""
            for written in self.node.values:
                if written not in self._asked and written.lower() == key.lower():
                    near = f' (there is "{shown(written)}")'
            self.fault(self.node, key, f'key "{key}" is missing{near}')
        return node

    def scalar(self, key: str, required: bool = False) -> Scalar | None:
        """Return the single value of `key`; a list or a map there is a fault."""
        node = self._get(key, required)
        return None if node is None else self.single(node, key)

    def single(self, node: Node, key: str) -> Scalar | None:
        """Return `node` when it is a single value, else note the fault at `key`."""
        if isinstance(node, Scalar):
            return node
        self.fault(node, key, f"a single value is expected here, not {kind_of(node)}")
        return None

    def read(self, key: str, reader: Callable[[Scalar], T], default: T, required: bool = False) -> T:
        """Return what `reader` makes of the value of `key`, or `default`."""
        scalar = self.scalar(key, required)
        return default if scalar is None else self.of(scalar, key, reader, default)

    def of(self, scalar: Scalar, key: str, reader: Callable[[Scalar], T], default: T) -> T:
        """Return what `reader` makes of `scalar`; where it is unfit, note that at `key`."""
        try:
            return reader(scalar)
        except Unfit as error:
            self.fault(scalar, key, str(error))
            return default

    def text(self, key: str, required: bool = False) -> str:
        """Return a text; an empty one is a fault where it is required."""
        scalar = self.scalar(key, required)
        if scalar is None:
            return ""
        if required and not scalar.plain and not scalar.text.strip():
            self.fault(scalar, key, "the text is empty; write one")
        return self.of(scalar, key, read_text, "")

    def ident(self, key: str = "id") -> str:
        """Return an id, which is always required."""
        return self.read(key, read_id, "", required=True)

    def whole(self, key: str, low: int, high: int | None, default: int, required: bool = False) -> int:
        """Return a whole number from `low` to `high`."""
        return self.read(key, lambda scalar: read_whole(scalar, low, high), default, required)

    def number(
        self,
        key: str,
        default: Fraction,
        low: int | None = None,
        high: int | None = None,
        required: bool = False,
    ) -> Fraction:
        """Return an exact number from `low` to `high`."""
        limits = (None if low is None else Fraction(low), None if high is None else Fraction(high))
        return self.read(key, lambda scalar: read_number(scalar, *limits), default, required)

    def flag(self, key: str, default: T) -> bool | T:
        """Return true or false, or `default` where the key is absent."""
        scalar = self.scalar(key)
        if scalar is None:
            return default
        return self.of(scalar, key, read_flag, False)

    def choice(self, key: str, options: tuple[str, ...], default: str, required: bool = False) -> str:
        """Return one of `options`."""
        return self.read(key, lambda scalar: read_choice(scalar, options), default, required)

    def day(self, key: str) -> date | None:
        """Return a day, or None where the key is absent."""
        scalar = self.scalar(key)
        if scalar is None:
            return None
        try:
            return read_date(scalar)
        except Unfit as error:
            self.fault(scalar, key, str(error))
            return None

    def texts(self, key: str, required: bool = False) -> dict[str, str]:
        """Return a text by language; the framework's first language must be there."""
        node = self._get(key, required)
        return {} if node is None else self.texts_of(node, key)

    def texts_of(self, node: Node, key: str) -> dict[str, str]:
        """Return the text by language that stands at `node`."""
        first = self.languages[0] if self.languages else "en"
        if not isinstance(node, Entries):
            found = shown(node.text) if isinstance(node, Scalar) else "..."
            self.fault(
                node,
                key,
                f'a text for each language is expected, not {kind_of(node)}; write {{{first}: "{found}"}}',
            )
            return {}
        texts: dict[str, str] = {}
        for language, value in node.values.items():
            at = f"{key}.{shown(language)}"
            if self.languages and language not in self.languages:
                known = ", ".join(self.languages)
                self.fault(
                    node.keys[language],
                    at,
                    f'language "{shown(language)}" is not declared; declared: {known}',
                )
                continue
            scalar = self.single(value, at)
            if scalar is not None:
                if not scalar.plain and not scalar.text.strip():
                    self.fault(scalar, at, "the text is empty; write one or leave the key out")
                texts[language] = self.of(scalar, at, read_text, "")
        if first not in node.values:
            self.fault(node, key, f'the text in the first language "{first}" is missing')
        return {language: texts[language] for language in self.languages or texts if language in texts}

    def nodes(self, key: str, required: bool = False) -> list[Node]:
        """Return what stands in the list of `key`."""
        node = self._get(key, required)
        if node is None:
            return []
        if not isinstance(node, Items):
            self.fault(
                node,
                key,
                f"a list is expected here, not {kind_of(node)}; write [...] or one line with - each",
            )
            return []
        return node.items

    def is_empty_list(self, key: str) -> bool:
        """Return whether `key` is there with a list that holds nothing."""
        node = self.node.values.get(key)
        return isinstance(node, Items) and not node.items

    def singles(self, key: str, required: bool = False) -> list[Scalar]:
        """Return the single values in the list of `key`."""
        found = (self.single(node, f"{key}[{at}]") for at, node in enumerate(self.nodes(key, required)))
        return [scalar for scalar in found if scalar is not None]

    def each(self, key: str, build: Callable[["Fields"], T], required: bool = False) -> tuple[T, ...]:
        """Return what `build` makes of every map in the list of `key`."""
        made = []
        for at, node in enumerate(self.nodes(key, required)):
            inner = self.inner(node, _label(node, key, at), f"{key}[{at}]")
            if inner is not None:
                made.append(build(inner))
                inner.close()
        return tuple(made)

    def inner(self, node: Node, label: str, key: str) -> "Fields | None":
        """Return the fields of the map at `node`, or None with a fault when there is no map."""
        if isinstance(node, Entries):
            return Fields(node, self.faults, label, self)
        self.fault(node, key, f"a map of keys is expected here, not {kind_of(node)}")
        return None

    def section(self, key: str, required: bool = False) -> "Fields | None":
        """Return the fields of the map of `key`; whoever asks also closes them."""
        node = self._get(key, required)
        return None if node is None else self.inner(node, key, key)

    def table(self, key: str) -> dict[str, Node]:
        """Return the values of the map of `key` by its own keys, which are data and not fixed names."""
        section = self.section(key)
        return {} if section is None else section.node.values

    def key_place(self, key: str, entry: str) -> Node:
        """Return where the key `entry` stands in the map of `key`."""
        table = self.node.values[key]
        return table.keys[entry] if isinstance(table, Entries) else table

    def close(self) -> None:
        """Note every key that nobody asked for, with the nearest known one."""
        known = sorted(self._asked)
        for key in [key for key in self.node.values if key not in self._asked]:
            near = self.faults.near(key, [k for k in known if k not in self.node.values])
            hint = near or f"; known here: {', '.join(known)}"
            self.fault(self.node.keys[key], shown(key), f'key "{shown(key)}" is not known{hint}')


def _label(node: Node, key: str, at: int) -> str:
    """Return how a list's entry is called in a path: by its id where it has one."""
    if isinstance(node, Entries):
        ident = node.values.get("id")
        if isinstance(ident, Scalar) and ident.text:
            return f"{key}.{shown(ident.text)}"
    return f"{key}[{at}]"
