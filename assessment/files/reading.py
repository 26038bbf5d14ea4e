"""Reads a file safely: its size, encoding and syntax are settled before anything in it is believed."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from assessment.errors import FileProblems
from assessment.files.json_nodes import read_json
from assessment.files.nodes import Node, Place
from assessment.files.problems import Faults
from assessment.files.yaml_nodes import read_yaml

BYTES_PER_MB = 1_000_000
MOST_BYTES = 5 * BYTES_PER_MB
_BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"
_JSON_BEGINNING = re.compile(r"\s*\{\s*[\"}]")
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_NO_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")

Source = Path | str | bytes
"""Where a file's content comes from: a path, or the content itself as text or as bytes."""


@dataclass(frozen=True, slots=True)
class Document:
    """A file that was read. `faults` may hold faults already, which do not stop a further check."""

    name: str
    text: str
    root: Node
    faults: Faults


def read_document(source: Source, name: str | None = None, most_bytes: int = MOST_BYTES) -> Document:
    """Return the nodes of a YAML or JSON file.

    `name` is what faults call the file; a path is its own name. Raises FileProblems when the file
    cannot be read on: missing, too big, not UTF-8 text, empty, not valid, too deep, several documents.
    """
    called = name or (str(source) if isinstance(source, Path) else "file")
    faults = Faults(called)
    text = _text(source, faults, most_bytes)
    root = read_json(text, faults) if _is_json(called, text) else read_yaml(text, faults)
    return Document(called, text, root, faults)


def read_text(source: Source, name: str | None = None, most_bytes: int = MOST_BYTES) -> str:
    """Return the text of a file without a byte order mark; FileProblems when it is no UTF-8 text."""
    return _text(source, Faults(name or (str(source) if isinstance(source, Path) else "file")), most_bytes)


def has_no_text(text: str) -> bool:
    """Return whether `text` holds a character that no text file can hold, such as an escaped NUL."""
    return _NO_TEXT.search(text) is not None


def _is_json(name: str, text: str) -> bool:
    ending = Path(name).suffix.lower()
    if ending in (".yaml", ".yml"):
        return False
    return ending == ".json" or _JSON_BEGINNING.match(text) is not None


def _text(source: Source, faults: Faults, most_bytes: int) -> str:
    if isinstance(source, str):
        if len(source) > most_bytes or len(source.encode("utf-8", "surrogatepass")) > most_bytes:
            _refuse(faults, _too_big(len(source), most_bytes))
        text = source
    else:
        content = _bytes(source, faults, most_bytes) if isinstance(source, Path) else source
        if len(content) > most_bytes:
            _refuse(faults, _too_big(len(content), most_bytes))
        text = _decoded(content, faults)
    text = text.removeprefix(_BOM)
    strange = _NO_TEXT.search(text)
    if strange is not None:
        place = _place(text, strange.start())
        _refuse(faults, "this is not a text file; save it as plain UTF-8 text", place)
    if not text.strip():
        _refuse(faults, "the file is empty; the format's documentation shows a first example")
    return text


def _bytes(path: Path, faults: Faults, most_bytes: int) -> bytes:
    """Read at most one byte more than allowed, and nothing at all of a file that says it is bigger."""
    try:
        if not path.exists():
            _refuse(faults, "there is no such file")
        if not path.is_file():
            _refuse(faults, "this is not a file")
        size = path.stat().st_size
        if size > most_bytes:
            _refuse(faults, _too_big(size, most_bytes))
        with path.open("rb") as stream:
            return stream.read(most_bytes + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "the name is not usable"
        _refuse(faults, f"cannot be read: {reason.lower()}")


def _too_big(size: int, most_bytes: int) -> str:
    return f"the file has {size / BYTES_PER_MB:.1f} MB; at most {most_bytes / BYTES_PER_MB:g} MB are read"


def _decoded(content: bytes, faults: Faults) -> str:
    if content.startswith(_UTF16_MARKS):
        _refuse(faults, "the file is saved as UTF-16; save it as UTF-8")
    if b"\x00" in content:
        _refuse(faults, "this is not a text file; save it as plain UTF-8 text")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8")
        _refuse(faults, "not UTF-8 from here on; save the file as UTF-8", _place(before, len(before)))


def _place(text: str, at: int) -> Place:
    return Place(text.count("\n", 0, at) + 1, at - (text.rfind("\n", 0, at) + 1) + 1)


def _refuse(faults: Faults, message: str, place: Place | None = None) -> NoReturn:
    faults.add(place or Place(), "file", message)
    raise FileProblems(faults.problems)
