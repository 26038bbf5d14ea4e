"""Evidence: which files can be kept, which ratings wait for something to show, and how a piece is said."""

import io
import zipfile
from datetime import date

import pytest

from assessment.domain import findings
from assessment.domain.answers import AnswerSet, Evidence, EvidenceFile, Options, Rating, Vote
from assessment.domain.evidence import evidence_in_words, is_shown, to_collect
from assessment.domain.evidence_files import (
    LARGEST_BYTES,
    LONGEST_FILE_NAME,
    about_file,
    checked_file,
    size_in_words,
    tidy_name,
)
from assessment.domain.explain import trace_of
from assessment.domain.values import count_capped, practice_values
from assessment.errors import InvalidInput
from tests.factories.small_frameworks import small_framework

CAP = Options(cap_without_evidence=True)
STATED, DOCUMENT = (Evidence("stated", "The lead says so"),), (Evidence("document", "Handbook"),)


def packed(*names: str, first: tuple[str, bytes] | None = None) -> bytes:
    """An archive with these entries, `first` uncompressed before them."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in (*([first] if first else []), *((name, b"x") for name in names)):
            # A moment of its own for every archive would give the test another name in every process.
            archive.writestr(zipfile.ZipInfo(name), content)
    return out.getvalue()


OFFICE = "[Content_Types].xml"
OPEN_TYPE = b"application/vnd.oasis.opendocument."
CONTENTS = {
    "a.pdf": b"%PDF-1.7 rest",
    "a.png": b"\x89PNG\r\n\x1a\nrest",
    "a.jpg": b"\xff\xd8\xff\xe0rest",
    "a.JPEG": b"\xff\xd8\xff\xe1rest",
    "a.gif": b"GIF89arest",
    "a.webp": b"RIFF\x00\x00\x00\x00WEBPrest",
    "a.txt": "Größe: 40".encode(),
    "b.txt": "Größe: 40".encode("utf-16"),
    "a.csv": b"a;b\r\n1;2\r\n",
    "a.md": b"# Record",
    "a.eml": b"From: desk@example.org\r\n\r\nDone",
    "a.docx": packed(OFFICE, "word/document.xml"),
    "a.xlsx": packed(OFFICE, "xl/workbook.xml"),
    "a.pptx": packed(OFFICE, "ppt/presentation.xml"),
    "a.odt": packed("content.xml", first=("mimetype", OPEN_TYPE + b"text")),
    "a.ods": packed("content.xml", first=("mimetype", OPEN_TYPE + b"spreadsheet")),
    "a.odp": packed("content.xml", first=("mimetype", OPEN_TYPE + b"presentation")),
}


@pytest.mark.parametrize("name", CONTENTS)
def test_each_kind_is_kept_and_told_from_every_other(name: str) -> None:
    found = checked_file(name, CONTENTS[name])
    assert (found.name, found.size, len(found.hash)) == (name, len(CONTENTS[name]), 64)
    texts = {"txt", "csv", "md"}
    ending = name.rpartition(".")[2].lower()
    for other, content in CONTENTS.items():
        kind = other.rpartition(".")[2].lower()
        alike = {ending, kind} <= {"jpg", "jpeg"} or (ending in texts and kind in {*texts, "eml"})
        if kind != ending and not alike:
            with pytest.raises(InvalidInput, match="is not what its name says"):
                checked_file(name, content)


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.pdf", b"", "“a.pdf” is empty"),
        ("a.pdf", b"%PDF-" + b"0" * LARGEST_BYTES, "“a.pdf” has 4.0 MB; at most 4 MB can be kept"),
        ("a.zip", packed("x"), "A ZIP archive is not kept"),
        ("a.exe", b"MZ", "This kind of file is not kept"),
        ("a.svg", b"<svg/>", "This kind of file is not kept"),
        ("", b"x", "This kind of file is not kept"),
        (".pdf", b"%PDF-", "This kind of file is not kept"),
        ("a.docx", packed("x"), "Save it as DOCX"),
        ("a.docx", packed(OFFICE, "word/document.xml", "word/vbaProject.bin"), "Save it as DOCX"),
        ("a.docx", packed(OFFICE, "word/document.xml")[:60], "Save it as DOCX"),
        ("a.txt", b"MZ\x00\x01", "Save it as text"),
        ("a.eml", b"no header", "Save it as e-mail"),
    ],
)
def test_a_file_that_cannot_be_kept_is_refused(name: str, content: bytes, sentence: str) -> None:
    with pytest.raises(InvalidInput, match=sentence) as refused:
        checked_file(name, content)
    assert refused.value.field == "evidence"


def test_a_name_is_made_safe_to_show() -> None:
    assert tidy_name("C:\\desk\\..\\run book.pdf") == "run book.pdf"
    assert tidy_name("../../etc/x.txt") == "x.txt"
    assert tidy_name("in\u202efdp.exe\n.pdf") == "infdp.exe.pdf"
    assert tidy_name("é" * 200 + ".docx") == "é" * (LONGEST_FILE_NAME - 5) + ".docx"


def test_a_size_is_said_as_people_read_it() -> None:
    assert [size_in_words(n) for n in (1, 2048, 1_500_000)] == ["1 KB", "2 KB", "1.4 MB"]
    assert about_file(EvidenceFile("a.pdf", "0" * 64, 2048)) == "PDF, 2 KB"
    assert about_file(EvidenceFile("a.pdf", "0" * 64)) == ""


def test_a_piece_is_said_with_what_is_behind_it() -> None:
    file = EvidenceFile("a.pdf", "0" * 64, 5)
    assert evidence_in_words(Evidence("observed")) == "observed"
    assert evidence_in_words(Evidence("stated", "So", "https://x.org")) == "stated: So (https://x.org)"
    assert evidence_in_words(Evidence("document", day=date(2026, 11, 22), file=file)) == (
        "document: a.pdf (2026-11-22)"
    )
    assert evidence_in_words(Evidence("document", "The book", file=file)) == "document: The book (a.pdf)"


def test_what_is_rated_high_and_not_shown_is_listed_by_what_matters() -> None:
    framework = small_framework([[2, 2], [1, 1]])
    ratings = {
        "L1-A1-P1": Rating("F"),
        "L1-A1-P2": Rating("P"),
        "L2-A1-P1": Rating("L", evidence=STATED),
        "L2-A1-P2": Rating("F", evidence=DOCUMENT),
        "L1-A2-P1": Rating(votes=(Vote("F"), Vote("L"))),
        "L2-A2-P1": Rating("F", evidence=(Evidence("none", "Asked twice"),)),
    }
    found = to_collect(framework, ratings, Options())
    assert [(one.practice.id, one.letter, one.is_stated) for one in found] == [
        ("L2-A2-P1", "F", False),
        ("L1-A1-P1", "F", False),
        ("L2-A1-P1", "L", True),
        ("L1-A2-P1", "L", False),
    ]
    assert not any(one.capped for one in found)


def test_the_cap_is_said_where_it_lowers_a_value_and_nowhere_else() -> None:
    framework = small_framework([[4]])
    ratings = {
        "L1-A1-P1": Rating("F"),
        "L1-A1-P2": Rating("F", evidence=STATED),
        "L1-A1-P3": Rating("L"),
        "L1-A1-P4": Rating("NA", reason="No"),
    }
    capped = {one.practice.id: one.capped for one in to_collect(framework, ratings, CAP)}
    assert capped == {"L1-A1-P1": True, "L1-A1-P2": False, "L1-A1-P3": False}
    assert count_capped(framework, AnswerSet(ratings, options=CAP)) == 1
    assert count_capped(framework, AnswerSet(ratings)) == 0
    values = practice_values(framework, ratings, CAP)
    traces = {
        p.id: trace_of(framework, p, ratings[p.id], values[p.id], "en", CAP).why
        for p in framework.practices.values()
    }
    assert [key for key, why in traces.items() if "no evidence is noted" in why] == ["L1-A1-P1"]
    assert findings.capped_sentence(0) == ""
    assert findings.capped_sentence(2) == (
        "Two practices rated higher count as largely in place at most, because no evidence is noted for them."
    )


def test_only_more_than_a_word_shows_a_practice() -> None:
    assert not is_shown(Rating("F"))
    assert not is_shown(Rating("F", evidence=STATED))
    assert is_shown(Rating("F", evidence=(*STATED, Evidence("measured", "63%"))))
