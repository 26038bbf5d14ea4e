"""Turns YAML into nodes from its event stream, so that no hostile file is ever built or followed."""

from collections.abc import Iterable
from typing import Any

import yaml

from assessment.errors import FileProblems
from assessment.files.nodes import WHOLE, Broken, Entries, Items, Node, Place, Scalar, misread
from assessment.files.problems import Faults, shown

DEEPEST = 60
MOST_NODES = 300_000
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_yaml(text: str, faults: Faults) -> Node:
    """Return the only document of `text`. Faults are noted; FileProblems where reading cannot go on."""
    composer = _Composer(faults)
    try:
        composer.take(yaml.parse(text, Loader=_LOADER))
    except yaml.YAMLError as error:
        _note_syntax(error, faults)
    except RecursionError:
        faults.add(Place(), "file", f"nested too deeply; at most {DEEPEST} levels")
    if composer.root is None:
        if not len(faults):
            faults.add(
                Place(), "file", "the file is empty; see the format's documentation for a first example"
            )
        raise FileProblems(faults.problems)
    if composer.stopped:
        raise FileProblems(faults.problems)
    return composer.root


def _note_syntax(error: yaml.YAMLError, faults: Faults) -> None:
    mark = getattr(error, "problem_mark", None)
    place = Place(mark.line + 1, mark.column + 1) if mark is not None else Place()
    problem = getattr(error, "problem", None) or getattr(error, "reason", None) or "cannot be read"
    hint = " (a text with : # ? { or [ in it needs quotes)" if mark is not None else ""
    faults.add(place, "syntax", f"this is not valid YAML: {shown(str(problem))}{hint}")
    raise FileProblems(faults.problems) from None


class _Composer:
    """Builds nodes from events with a stack of its own; depth and number of nodes are limited."""

    def __init__(self, faults: Faults) -> None:
        self.root: Node | None = None
        self.stopped = False
        self._faults = faults
        self._open: list[Items | Entries] = []
        self._keys: list[Scalar | Broken | None] = []
        self._count = 0
        self._documents = 0

    def take(self, events: Iterable[Any]) -> None:
        """Take every event until the stream ends or a limit is reached."""
        steps = {
            "ScalarEvent": self._scalar,
            "MappingStartEvent": self._start,
            "SequenceStartEvent": self._start,
            "MappingEndEvent": self._end,
            "SequenceEndEvent": self._end,
            "AliasEvent": self._alias,
            "DocumentStartEvent": self._document,
        }
        for event in events:
            step = steps.get(type(event).__name__)
            if step is not None:
                step(event)
                if self.stopped:
                    return

    def _stop(self, place: Place, message: str) -> None:
        self._faults.add(place, "file", message)
        self.stopped = True

    def _place(self, event: Any) -> Place:
        mark = event.start_mark
        return Place(mark.line + 1, mark.column + 1)

    def _document(self, event: Any) -> None:
        self._documents += 1
        if self._documents > 1:
            self._stop(self._place(event), "a second document begins here; put one document into a file")

    def _refuse_marks(self, event: Any) -> None:
        if event.anchor is not None:
            self._faults.add(
                self._place(event),
                "syntax",
                f"anchor &{shown(event.anchor)} is not allowed; write the value out",
            )
        if event.tag is not None:
            self._faults.add(
                self._place(event), "syntax", f"tag {shown(event.tag)} is not allowed; leave it out"
            )

    def _scalar(self, event: Any) -> None:
        mark = event.start_mark
        if event.anchor is not None or event.tag is not None:
            self._refuse_marks(event)
        self._place_node(Scalar(event.value, not event.style, mark.line + 1, mark.column + 1))

    def _alias(self, event: Any) -> None:
        place = self._place(event)
        self._faults.add(place, "syntax", f"alias *{shown(event.anchor)} is not allowed; write the value out")
        self._place_node(Broken(place.line, place.column))

    def _start(self, event: Any) -> None:
        place = self._place(event)
        if event.anchor is not None or event.tag is not None:
            self._refuse_marks(event)
        if len(self._open) >= DEEPEST:
            self._stop(place, f"nested too deeply; at most {DEEPEST} levels")
            return
        mapping = isinstance(event, yaml.MappingStartEvent)
        node: Items | Entries = (
            Entries(place.line, place.column) if mapping else Items(place.line, place.column)
        )
        self._place_node(node)
        self._open.append(node)
        self._keys.append(None)

    def _end(self, event: Any) -> None:
        self._open.pop()
        self._keys.pop()

    def _place_node(self, node: Node) -> None:
        self._count += 1
        if self._count > MOST_NODES:
            self._stop(Place(node.line, node.column), f"more than {MOST_NODES} values in one file")
            return
        if not self._open:
            self.root = node
            return
        parent = self._open[-1]
        if isinstance(parent, Items):
            parent.items.append(node)
        else:
            self._place_entry(parent, node)

    def _place_entry(self, parent: Entries, node: Node) -> None:
        key = self._keys[-1]
        if key is None:
            self._keys[-1] = self._key(parent, node)
            return
        self._keys[-1] = None
        if isinstance(key, Scalar):
            parent.keys[key.text] = key
            parent.values[key.text] = node

    def _key(self, parent: Entries, node: Node) -> Scalar | Broken:
        broken = Broken(node.line, node.column)
        if not isinstance(node, Scalar):
            if not isinstance(node, Broken):
                self._faults.add(node, "syntax", "a key must be a single word, not a list or a map")
            return broken
        if node.plain and node.text == "<<":
            self._faults.add(node, "syntax", "merge key << is not allowed; write the entries out")
            return broken
        return node if key_is_sound(parent, node, self._faults) else broken


def key_is_sound(parent: Entries, key: Scalar, faults: Faults) -> bool:
    """Return whether `key` can be taken into `parent`; note a repeated key or one that reads as no text."""
    seen = parent.keys.get(key.text)
    if seen is not None:
        faults.add(
            key,
            shown(key.text),
            f'key "{shown(key.text)}" is there twice, first on line {seen.line}; keep one',
        )
        return False
    taken_for = misread(key)
    if taken_for is not None and not WHOLE.fullmatch(key.text):
        faults.add(
            key,
            shown(key.text),
            f'bare key {shown(key.text)} would be read as {taken_for}; put it in quotes: "{shown(key.text)}"',
        )
    return True
