"""Rules that hold for every format and every kind of report."""

import io
import json
import zipfile
from datetime import date

import pytest

from assessment.domain.report import Report, without_costs, without_owners
from assessment.errors import InvalidInput
from assessment.exports import EXPORTERS, exporter_of
from assessment.exports.base import LANGUAGES, Exporter, clean, file_name, require_language
from tests.unit.exports.reports import HOSTILE, REPORTS, full, nothing_answered, with_text

BYTES_OF_A_SMALL_FILE = 100


@pytest.fixture(params=list(EXPORTERS.values()), ids=list(EXPORTERS))
def exporter(request: pytest.FixtureRequest) -> Exporter:
    """Each format."""
    found: Exporter = request.param
    return found


@pytest.mark.parametrize("kind", REPORTS)
def test_a_report_of_any_kind_can_be_written(exporter: Exporter, kind: str) -> None:
    report = REPORTS[kind]()
    content = exporter.write(report)
    assert len(content) > BYTES_OF_A_SMALL_FILE
    assert exporter.write(report) == content, "the same report gave other bytes"


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text[:12]))
def test_a_report_with_any_text_can_be_written(exporter: Exporter, text: str) -> None:
    assert len(exporter.write(with_text(text))) > BYTES_OF_A_SMALL_FILE


def test_every_format_says_what_it_is_for(exporter: Exporter) -> None:
    assert exporter.key == exporter.extension
    assert exporter.says.endswith(".")
    assert "/" in exporter.media_type
    assert exporter.contents(full().extent)


def test_the_formats_are_those_of_the_contract() -> None:
    assert set(EXPORTERS) == {"xlsx", "csv", "md", "json"}


def test_an_unknown_format_lists_the_known_ones() -> None:
    with pytest.raises(InvalidInput, match="xlsx, md, csv, json"):
        exporter_of("docx")


def test_a_language_that_is_not_there_is_refused_with_a_sentence() -> None:
    for language in LANGUAGES:
        require_language(language)
    with pytest.raises(InvalidInput, match=r"English \(en\) only so far, not in \"it\""):
        require_language("it")


def test_a_file_is_named_after_client_and_day() -> None:
    assert file_name(named("Corvo Logistics"), EXPORTERS["xlsx"]) == "corvo-logistics-roadmap-2026-11-22.xlsx"
    assert file_name(named("Città di Forlì"), EXPORTERS["md"]) == "citta-di-forli-roadmap-2026-11-22.md"
    assert file_name(named('"/../\r\nx'), EXPORTERS["csv"]) == "x-roadmap-2026-11-22.csv"
    assert file_name(named("東京"), EXPORTERS["json"]) == "client-roadmap-2026-11-22.json"
    assert file_name(nothing_answered(), EXPORTERS["md"]) == "client-roadmap-2026-11-23.md"


def named(client: str) -> Report:
    return with_text(client)


def test_costs_can_be_left_out(exporter: Exporter) -> None:
    with_costs, without = full(), without_costs(full())
    assert b"4500" in readable(exporter, with_costs)
    assert b"4500" not in readable(exporter, without)
    assert b"EUR" not in readable(exporter, without)


def test_owners_can_be_left_out() -> None:
    report = with_text("Owner of the register")
    assert report.csip[0].owner
    assert [entry.owner for entry in without_owners(report).csip] == ["", ""]


def readable(exporter: Exporter, report: Report) -> bytes:
    """The content of a file as bytes that texts and numbers can be found in."""
    content = exporter.write(report)
    if exporter.key != "xlsx":
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        return b"".join(parts.read(name) for name in parts.namelist() if "sheet" in name or "Strings" in name)


def test_a_text_keeps_its_letters_and_loses_what_no_file_can_hold() -> None:
    assert clean("bell\x07 é 😀 שלום") == "bell é 😀 שלום"
    assert clean("a\r\nb\rc\u2028d") == "a\nb\nc\nd"
    assert clean("\ud800\u202e\ufffe") == ""


def test_a_report_without_a_date_counts_as_made_today() -> None:
    report = nothing_answered()
    assert report.held_on is None
    assert report.day == date(2026, 11, 23)
    assert json.loads(EXPORTERS["json"].write(report))["assessment"]["date"] is None
