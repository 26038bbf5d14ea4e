"""Which files can be kept as evidence: their kinds, their size, and whether content and name agree."""

import hashlib
import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath

from assessment.domain.answers import EvidenceFile
from assessment.errors import InvalidInput

FIELD = "evidence"
MEGABYTE = 1024 * 1024
LARGEST_MEGABYTES = 4
LARGEST_BYTES = LARGEST_MEGABYTES * MEGABYTE
LONGEST_FILE_NAME = 120
LONGEST_ENDING = 10
OFFICE = "application/vnd.openxmlformats-officedocument."
OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
KINDS_IN_WORDS = (
    "a PDF, a picture (PNG, JPEG, GIF, WebP), a text (TXT, CSV, Markdown), an e-mail (EML) or an office "
    "document (DOCX, XLSX, PPTX, ODT, ODS, ODP)"
)
HASH = re.compile(r"[0-9a-f]{64}\Z")
# Control characters, and those that let a name read in another direction than it is.
UNWANTED = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")
IN_NO_TEXT = re.compile(rb"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]")
PDF, PNG, JPEG, GIFS, ZIP = (
    b"%PDF-",
    b"\x89PNG\r\n\x1a\n",
    b"\xff\xd8\xff",
    (b"GIF87a", b"GIF89a"),
    b"PK\x03\x04",
)
MARKS = (PDF, PNG, JPEG, *GIFS, ZIP, b"RIFF", b"MZ")
"""How files begin that are no text, even where nothing else tells them from one."""
HEADER_LINE = re.compile(rb"(?:\xef\xbb\xbf)?[!-9;-~]+:[ \t\r\n]")
PLACE_OF_TYPE = slice(30, 100)
"""Where an open document names its type: the first, uncompressed entry of the archive."""


def _begins(*marks: bytes) -> Callable[[bytes], bool]:
    return lambda content: content.startswith(marks)


def _is_webp(content: bytes) -> bool:
    return content.startswith(b"RIFF") and content[8:12] == b"WEBP"


def _is_text(content: bytes) -> bool:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return len(content) % 2 == 0
    return not IN_NO_TEXT.search(content) and not content.startswith(MARKS)


def _is_mail(content: bytes) -> bool:
    return _is_text(content) and HEADER_LINE.match(content) is not None


def _is_office(folder: str) -> Callable[[bytes], bool]:
    def fits(content: bytes) -> bool:
        if not content.startswith(ZIP):
            return False
        try:
            names = zipfile.ZipFile(io.BytesIO(content)).namelist()
        except (zipfile.BadZipFile, ValueError, NotImplementedError):
            return False
        macros = any(name.lower().endswith("vbaproject.bin") for name in names)
        return "[Content_Types].xml" in names and any(n.startswith(folder) for n in names) and not macros

    return fits


def _is_open_document(kind: str) -> Callable[[bytes], bool]:
    named = b"mimetype" + OPEN_DOCUMENT.encode() + kind.encode() + b"PK"
    return lambda content: content.startswith(ZIP) and content[PLACE_OF_TYPE].startswith(named)


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of file: how people call it, its media type, and the check of its content."""

    name: str
    media_type: str
    fits: Callable[[bytes], bool]


_JPEG = FileKind("JPEG", "image/jpeg", _begins(JPEG))
_MARKDOWN = FileKind("Markdown", "text/markdown", _is_text)
KINDS = {
    ".pdf": FileKind("PDF", "application/pdf", _begins(PDF)),
    ".png": FileKind("PNG", "image/png", _begins(PNG)),
    ".jpg": _JPEG,
    ".jpeg": _JPEG,
    ".gif": FileKind("GIF", "image/gif", _begins(*GIFS)),
    ".webp": FileKind("WebP", "image/webp", _is_webp),
    ".txt": FileKind("text", "text/plain", _is_text),
    ".csv": FileKind("CSV", "text/csv", _is_text),
    ".md": _MARKDOWN,
    ".eml": FileKind("e-mail", "message/rfc822", _is_mail),
    ".docx": FileKind("DOCX", OFFICE + "wordprocessingml.document", _is_office("word/")),
    ".xlsx": FileKind("XLSX", OFFICE + "spreadsheetml.sheet", _is_office("xl/")),
    ".pptx": FileKind("PPTX", OFFICE + "presentationml.presentation", _is_office("ppt/")),
    ".odt": FileKind("ODT", OPEN_DOCUMENT + "text", _is_open_document("text")),
    ".ods": FileKind("ODS", OPEN_DOCUMENT + "spreadsheet", _is_open_document("spreadsheet")),
    ".odp": FileKind("ODP", OPEN_DOCUMENT + "presentation", _is_open_document("presentation")),
}
ACCEPTED = ",".join(KINDS)


def kind_of(name: str) -> FileKind | None:
    """Return the kind that the ending of a name stands for, None for one that is not kept."""
    return KINDS.get(PurePosixPath(name).suffix.lower())


def tidy_name(name: str) -> str:
    """Return the name of a file without folders and unseen characters, short enough to be shown."""
    last = name.replace("\\", "/").rpartition("/")[2]
    plain = " ".join(UNWANTED.sub("", last).split()).strip(". ")
    if len(plain) <= LONGEST_FILE_NAME:
        return plain
    ending = PurePosixPath(plain).suffix[:LONGEST_ENDING]
    return plain[: LONGEST_FILE_NAME - len(ending)].rstrip() + ending


def checked_file(name: str, content: bytes) -> EvidenceFile:
    """Return a file that can be kept; InvalidInput says why this one cannot."""
    plain = tidy_name(name)
    kind = kind_of(plain)
    if plain.lower().endswith(".zip"):
        raise InvalidInput(FIELD, "A ZIP archive is not kept as evidence. Attach the files in it one by one.")
    if kind is None:
        raise InvalidInput(FIELD, f"This kind of file is not kept as evidence. Attach {KINDS_IN_WORDS}.")
    if not content:
        raise InvalidInput(FIELD, f"“{plain}” is empty. Choose a file with something in it.")
    if len(content) > LARGEST_BYTES:
        raise InvalidInput(
            FIELD,
            f"“{plain}” has {size_in_words(len(content))}; at most {LARGEST_MEGABYTES} MB can be kept. "
            "Attach the pages that matter, or write down a link.",
        )
    if not kind.fits(content):
        raise InvalidInput(
            FIELD,
            f"The content of “{plain}” is not what its name says. Save it as {kind.name} and try again.",
        )
    return EvidenceFile(plain, hashlib.sha256(content).hexdigest(), len(content))


def size_in_words(size: int) -> str:
    """Return a size as people read it: 12 KB, 3.4 MB."""
    if size < MEGABYTE:
        return f"{max(1, round(size / 1024))} KB"
    return f"{size / MEGABYTE:.1f} MB"


def about_file(file: EvidenceFile) -> str:
    """Return kind and size of a file, for the text of the link to it: "PDF, 1.2 MB"."""
    kind = kind_of(file.name)
    return f"{kind.name if kind else 'file'}, {size_in_words(file.size)}" if file.size else ""
