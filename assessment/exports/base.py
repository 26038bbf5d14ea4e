"""What every export format has in common: what it is called, how it is asked for, and how it treats text."""

import re
from dataclasses import dataclass
from typing import Protocol

from assessment.domain.report import Extent, Report
from assessment.domain.slugs import make_slug
from assessment.errors import InvalidInput

ENGLISH = "en"
LANGUAGES = (ENGLISH,)
"""The languages in which a whole document can be written."""

# Characters that XML does not know, and those that turn the direction of text against the reader.
UNREADABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff\ud800-\udfff\u202a-\u202e\u2066-\u2069]"
)
LINE_ENDS = re.compile("\r\n?|[\x85\u2028\u2029]")
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


@dataclass(frozen=True, slots=True)
class Part:
    """One section of a document as the page announces it: its name and what it holds."""

    name: str
    holds: str


class Exporter(Protocol):
    """A format that a report can be written in. To add one, write a module and list it in `exports`.

    `key` is what the command and addresses call it; `says` is one sentence for whoever chooses.
    """

    @property
    def key(self) -> str: ...

    @property
    def name(self) -> str: ...

    @property
    def says(self) -> str: ...

    @property
    def media_type(self) -> str: ...

    @property
    def extension(self) -> str: ...

    def contents(self, extent: Extent) -> tuple[Part, ...]:
        """Return the sections that a document of a report of this extent has, first to last."""
        ...

    def write(self, report: Report, language: str = ENGLISH) -> bytes:
        """Return the whole file."""
        ...


def require_language(language: str) -> None:
    """Raise InvalidInput, with a sentence, for a language in which no whole document can be written."""
    if language not in LANGUAGES:
        raise InvalidInput(
            "language",
            f'Documents can be written in English (en) only so far, not in "{clean(language)[:20]}". '
            "Leave the language out or choose en.",
        )


def clean(text: str) -> str:
    """Return a text that every format can hold: no control characters, line ends as one kind."""
    # What is printable throughout holds nothing of the kind, and that is quickly told.
    return text if text.isprintable() else UNREADABLE.sub("", LINE_ENDS.sub("\n", text))


def is_like_a_formula(text: str) -> bool:
    """Return whether a spreadsheet could take a text for a formula."""
    if text[:1].isalnum():
        return False
    return text.startswith(FORMULA_STARTS) or text.lstrip().startswith(FORMULA_STARTS[:4])


def file_name(report: Report, exporter: Exporter, what: str = "roadmap") -> str:
    """Return the name that a file is saved under: corvo-logistics-roadmap-2026-11-22.xlsx."""
    return f"{make_slug(report.client, 'client')}-{what}-{report.day.isoformat()}.{exporter.extension}"


def sentences(report: Report) -> tuple[str, ...]:
    """Return what was found, without the sentence that stands as the title already."""
    return tuple(said for said in report.findings if said != f"{report.title}.")
