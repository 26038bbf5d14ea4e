"""Turns JSON into nodes with places; the standard reader gives neither places nor repeated keys."""

import re
from json import JSONDecodeError, JSONDecoder
from typing import NoReturn

from assessment.errors import FileProblems
from assessment.files.nodes import Entries, Items, Node, Place, Scalar
from assessment.files.problems import Faults, shown
from assessment.files.yaml_nodes import DEEPEST, MOST_NODES, key_is_sound

_STRINGS = JSONDecoder()
_SPACE = re.compile(r"[ \t\n\r]*")
_WORD = re.compile(r"true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?", re.ASCII)
_BARE = re.compile(r"[^\s,\[\]{}:\"]+")


def read_json(text: str, faults: Faults) -> Node:
    """Return the value of `text`. Faults are noted; FileProblems at the first syntax fault."""
    return _Reader(text, faults).read()


class _Reader:
    """Reads with a stack of its own, so that depth is a fault and never a crash."""

    def __init__(self, text: str, faults: Faults) -> None:
        self._text = text
        self._faults = faults
        self._at = 0
        self._line = 1
        self._line_start = 0
        self._counted_to = 0
        self._count = 0
        self._opened = False

    def read(self) -> Node:
        """Return the one value of the text."""
        self._skip()
        if self._at == len(self._text):
            self._fail("the file is empty; see the format's documentation for a first example")
        root = self._value()
        stack: list[Items | Entries] = [root] if isinstance(root, Items | Entries) else []
        while stack:
            child = self._step(stack[-1])
            if child is None:
                stack.pop()
            elif isinstance(child, Items | Entries):
                if len(stack) >= DEEPEST:
                    self._fail(f"nested too deeply; at most {DEEPEST} levels")
                stack.append(child)
        self._skip()
        if self._at < len(self._text):
            self._fail("this is not valid JSON: something follows after the end")
        return root

    def _step(self, parent: Items | Entries) -> Node | None:
        """Read the next value inside `parent`; None at its closing bracket."""
        closing = "]" if isinstance(parent, Items) else "}"
        first, self._opened = self._opened, False
        self._skip()
        if self._next() == closing:
            self._at += 1
            return None
        if not first:
            self._expect(",", f"a comma or {closing} is missing here")
            self._skip()
            if self._next() == closing:
                self._fail(f"this is not valid JSON: a comma before {closing} must go")
        return self._item(parent) if isinstance(parent, Items) else self._entry(parent)

    def _item(self, parent: Items) -> Node:
        node = self._value()
        parent.items.append(node)
        return node

    def _entry(self, parent: Entries) -> Node:
        if self._next() != '"':
            self._fail('this is not valid JSON: a key in "double quotes" is expected here')
        key = self._string()
        self._skip()
        self._expect(":", "a colon is missing after the key")
        self._skip()
        node = self._value()
        if key_is_sound(parent, key, self._faults):
            parent.keys[key.text] = key
            parent.values[key.text] = node
        return node

    def _value(self) -> Node:
        self._count += 1
        if self._count > MOST_NODES:
            self._fail(f"more than {MOST_NODES} values in one file")
        found = self._next()
        if found == '"':
            return self._string()
        place = self._place()
        if found in ("[", "{"):
            self._at += 1
            self._opened = True
            return Items(place.line, place.column) if found == "[" else Entries(place.line, place.column)
        return self._word(place)

    def _word(self, place: Place) -> Scalar:
        match = _BARE.match(self._text, self._at)
        word = match.group() if match else ""
        if not word or not _WORD.fullmatch(word):
            self._fail(f"this is not valid JSON: a value is expected here, not {shown(word) or 'this'}")
        self._at += len(word)
        return Scalar(word, True, place.line, place.column)

    def _string(self) -> Scalar:
        place = self._place()
        try:
            text, self._at = _STRINGS.raw_decode(self._text, self._at)
        except JSONDecodeError as error:
            self._at = min(error.pos, len(self._text))
            self._fail(f"this is not valid JSON: {shown(error.msg)}")
        return Scalar(text, False, place.line, place.column)

    def _skip(self) -> None:
        match = _SPACE.match(self._text, self._at)
        self._at = match.end() if match else self._at

    def _next(self) -> str:
        return self._text[self._at : self._at + 1]

    def _expect(self, mark: str, message: str) -> None:
        if self._next() != mark:
            self._fail(f"this is not valid JSON: {message}")
        self._at += 1

    def _place(self) -> Place:
        lines = self._text.count("\n", self._counted_to, self._at)
        if lines:
            self._line += lines
            self._line_start = self._text.rindex("\n", self._counted_to, self._at) + 1
        self._counted_to = self._at
        return Place(self._line, self._at - self._line_start + 1)

    def _fail(self, message: str) -> NoReturn:
        self._faults.add(self._place(), "syntax", message)
        raise FileProblems(self._faults.problems)
