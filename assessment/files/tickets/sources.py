"""Where an export comes from: plain or packed, text in some encoding or a workbook, never just believed."""

import bz2
import codecs
import gzip
import io
import lzma
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, NoReturn, cast

from assessment.errors import FileProblems
from assessment.files.problems import Problem

MB = 1_000_000
MOST_BYTES = 1000 * MB
MOST_WORKBOOK_BYTES = 400 * MB
MOST_GROWTH, GROWTH_FROM = 200, 50 * MB
SAMPLE = 65_536
HALF_OF_UTF16 = 0.3
TEXT, WORKBOOK = "text", "workbook"
FALLBACK = "gradino-windows-1252"
UNPACKED = (
    OSError,
    EOFError,
    ValueError,
    zlib.error,
    lzma.LZMAError,
    zipfile.BadZipFile,
    NotImplementedError,
)


def _unpacking_gzip(raw: IO[bytes]) -> IO[bytes]:
    return cast(IO[bytes], gzip.GzipFile(fileobj=raw))


_PACKERS: dict[bytes, Callable[[IO[bytes]], IO[bytes]]] = {
    b"\x1f\x8b": _unpacking_gzip,
    b"\xfd7zXZ\x00": cast(Callable[[IO[bytes]], IO[bytes]], lzma.LZMAFile),
    b"BZh": cast(Callable[[IO[bytes]], IO[bytes]], bz2.BZ2File),
}
MARKUP = {"<": "a web page or XML, whatever its name says", "{": "JSON"}
_ZIP = b"PK\x03\x04"
_OTHER_FILES = {
    b"%PDF": "a PDF", b"\x89PNG": "a picture", b"GIF8": "a picture", b"\xff\xd8\xff": "a picture",
    b"\xd0\xcf\x11\xe0": "an old workbook (.xls)", b"7z\xbc\xaf": "a 7z archive", b"Rar!": "a RAR archive",
    b"SQLite format 3": "a database", b"\x7fELF": "a program", b"MZ\x90": "a program",
}  # fmt: skip
_ODD = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")

Source = Path | bytes


def refuse(name: str, message: str, line: int = 1) -> NoReturn:
    """Raise FileProblems with one sentence about the file."""
    raise FileProblems([Problem(name, line, 1, "file", message)])


def _read_as_windows_1252(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


# Bytes that are no UTF-8 come from programs that wrote windows-1252, at times in the middle of a file.
codecs.register_error(FALLBACK, _read_as_windows_1252)


@dataclass(frozen=True, slots=True)
class Export:
    """A file that was looked into: its kind, its name, and how its text is encoded and its lines end."""

    source: Source
    name: str
    kind: str
    encoding: str = ""
    newline: str = ""

    @contextmanager
    def lines(self) -> Iterator[IO[str]]:
        """Yield the text line by line, unpacked; FileProblems where it cannot be read on."""
        encoding = "utf-8-sig" if self.encoding == "windows-1252" else self.encoding
        with _unpacked(self.source, self.name) as (stream, _):
            text = io.TextIOWrapper(
                stream, encoding, FALLBACK if encoding.startswith("utf-8") else "replace", self.newline
            )
            try:
                yield text
            except UNPACKED as error:
                if isinstance(error, FileProblems):
                    raise
                refuse(
                    self.name, "the packed file is damaged and cannot be unpacked to its end; pack it again"
                )

    def workbook_bytes(self) -> bytes:
        """Return the whole workbook, unpacked."""
        with _unpacked(self.source, self.name) as (stream, _):
            try:
                content = stream.read()
            except UNPACKED:
                refuse(
                    self.name, "the packed file is damaged and cannot be unpacked to its end; pack it again"
                )
        _check_workbook(content, self.name)
        return content


def look_at(source: Source, name: str) -> Export:
    """Return what kind of export a file is. Raises FileProblems with a sentence when it is none."""
    if isinstance(source, Path):
        _check_path(source, name)
    with _unpacked(source, name) as (stream, is_workbook):
        if is_workbook:
            return Export(source, name, WORKBOOK)
        try:
            sample = stream.read(SAMPLE)
        except UNPACKED:
            refuse(name, "the packed file is damaged and cannot be unpacked; pack it again")
    if not sample.strip():
        refuse(name, "the file is empty; export the tickets again, with a line of column names")
    for mark, kind in _OTHER_FILES.items():
        if sample.startswith(mark):
            refuse(name, f"this is {kind}, not a table; export the tickets as CSV or XLSX")
    encoding = _encoding_of(sample, name)
    beginning = sample.decode(encoding, "replace").lstrip("\ufeff \r\n\t")[:1] if encoding else ""
    if beginning in MARKUP:
        refuse(name, f"this is {MARKUP[beginning]}, not a table; save it as XLSX or CSV")
    return Export(source, name, TEXT, encoding, _newline_of(sample.decode(encoding, "replace")))


def _check_path(path: Path, name: str) -> None:
    try:
        if not path.exists():
            refuse(name, "there is no such file")
        if not path.is_file():
            refuse(name, "this is not a file")
        size = path.stat().st_size
        if size > MOST_BYTES:
            refuse(name, _too_big(size))
        with path.open("rb"):
            pass
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "the name is not usable"
        refuse(name, f"cannot be read: {reason.lower()}")


def _too_big(size: int) -> str:
    return (
        f"the file has {size // MB} MB; at most {MOST_BYTES // MB} MB are read. "
        "Export fewer columns, or one year at a time"
    )


class _Limited(io.RawIOBase):
    """A stream that stops with a sentence when a packed file grows beyond all reason."""

    def __init__(self, stream: IO[bytes], name: str, packed: int) -> None:
        self._stream = stream
        self._name = name
        self._packed = packed
        self._read = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        content = self._stream.read(len(buffer))
        self._read += len(content)
        if self._read > MOST_BYTES:
            refuse(self._name, _too_big(self._read))
        if self._packed and self._read > GROWTH_FROM and self._read > MOST_GROWTH * self._packed:
            refuse(
                self._name,
                f"the file unpacks to more than {MOST_GROWTH} times its size and is not read on; "
                "unpack it yourself and give the table",
            )
        buffer[: len(content)] = content
        return len(content)


@contextmanager
def _unpacked(source: Source, name: str) -> Iterator[tuple[IO[bytes], bool]]:
    """Yield the unpacked stream, and whether it is a workbook."""
    with source.open("rb") if isinstance(source, Path) else io.BytesIO(source) as raw:
        size = raw.seek(0, io.SEEK_END)
        raw.seek(0)
        head = raw.read(8)
        raw.seek(0)
        packer = next((made for mark, made in _PACKERS.items() if head.startswith(mark)), None)
        if packer is not None:
            with packer(raw) as inner, closing(_reader(inner, name, size)) as stream:
                yield stream, _is_workbook(stream)
        elif head.startswith(_ZIP):
            yield from _from_zip(raw, name, size)
        else:
            yield _reader(raw, name, 0), False


def _reader(stream: IO[bytes], name: str, packed: int) -> io.BufferedReader:
    return io.BufferedReader(_Limited(stream, name, packed), SAMPLE)


def _is_workbook(stream: io.BufferedReader) -> bool:
    try:
        return stream.peek(len(_ZIP))[: len(_ZIP)] == _ZIP
    except UNPACKED:
        return False  # Whoever reads on meets the same error and says so.


def _from_zip(raw: IO[bytes], name: str, size: int) -> Iterator[tuple[IO[bytes], bool]]:
    try:
        archive = zipfile.ZipFile(raw)
        names = [one for one in archive.namelist() if not one.endswith("/") and "__MACOSX" not in one]
        if "[Content_Types].xml" in names or "mimetype" in names:
            raw.seek(0)
            yield _reader(raw, name, 0), True
            return
        if len(names) != 1:
            refuse(name, f"the archive holds {len(names)} files; pack exactly one table in it")
        inner = archive.open(names[0])
    except FileProblems:
        raise
    except (*UNPACKED, RuntimeError):
        refuse(name, "the archive is damaged or has a password; pack the table again without one")
    with inner, closing(_reader(inner, name, size)) as stream:
        yield stream, _is_workbook(stream)


def _check_workbook(content: bytes, name: str) -> None:
    """Refuse a workbook that would fill the memory when its parts are unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            total = sum(part.file_size for part in archive.infolist())
    except UNPACKED:
        refuse(name, "the workbook is damaged; save it again, or export the tickets as CSV")
    if total > MOST_WORKBOOK_BYTES:
        refuse(
            name,
            f"the workbook unpacks to {total // MB} MB; at most {MOST_WORKBOOK_BYTES // MB} MB are read. "
            "Export the tickets as CSV",
        )


def _newline_of(sample: str) -> str:
    r"""Return the end of lines, "" where it is any of \n, \r\n and \r; to look for one alone is faster."""
    return "\n" if "\n" in sample and "\r" not in sample.replace("\r\n", "\n").rstrip("\r") else ""


def _encoding_of(sample: bytes, name: str) -> str:
    if sample.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    evens, odds = sample[::2].count(0), sample[1::2].count(0)
    half = max(len(sample) // 2, 1)
    if odds / half > HALF_OF_UTF16 and evens < odds:
        return "utf-16-le"
    if evens / half > HALF_OF_UTF16 and odds < evens:
        return "utf-16-be"
    if _ODD.search(sample):
        refuse(name, "this is not a table of text; export the tickets as CSV or XLSX")
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        decoder.decode(sample)
    except UnicodeDecodeError:
        return "windows-1252"
    return "utf-8-sig"
