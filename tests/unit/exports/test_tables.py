"""The formats for other programs and for a wiki, read back: CSV, Markdown, JSON."""

import csv
import io
import json
import re
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest

from assessment.domain.numbers import half_up
from assessment.domain.report import Report
from assessment.exports import EXPORTERS
from assessment.exports.base import clean
from assessment.exports.csv import COLUMNS, safe
from assessment.exports.markdown import escaped
from assessment.files.results_json import plan_json, score_json
from tests.factories.small_frameworks import pom
from tests.unit.exports.reports import HOSTILE, REPORTS, full, nothing_answered, with_text

MARK = b"\xef\xbb\xbf"
UNESCAPED_PIPE = re.compile(r"(?<!\\)\|")


def csv_rows(report: Report, language: str = "en", delimiter: str = ",") -> list[dict[str, str]]:
    text = EXPORTERS["csv"].write(report, language).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter))


def test_csv_begins_with_a_mark_and_its_heads() -> None:
    content = EXPORTERS["csv"].write(full())
    assert content.startswith(MARK)
    assert content[len(MARK) :].split(b"\r\n")[0].decode() == ",".join(COLUMNS)


def test_csv_carries_the_items_by_rank() -> None:
    report = full()
    rows = csv_rows(report)
    assert [int(row["rank"]) for row in rows] == [item.rank for item in report.items]
    for row, item in zip(rows, report.items, strict=True):
        assert row["practice_id"] == item.practice
        assert row["practice"] == item.text
        assert row["wave"] == ("" if item.wave is None else str(item.wave))
        assert int(row["days"]) == item.days
        assert Fraction(row["priority"]) == half_up(item.priority, 6)
        assert Fraction(row["remaining_effort"]) == half_up(item.effort, 6)
        assert row["needs"] == ", ".join(map(str, item.needs))


def test_csv_tells_costs_and_pins_apart() -> None:
    rows = {row["practice_id"]: row for row in csv_rows(full())}
    costs = [
        (rows[p]["cost"], rows[p]["cost_amount"], rows[p]["cost_currency"]) for p in ("L3-A7-P1", "L3-A8-P1")
    ]
    assert costs == [("costed", "4500.5", "EUR"), ("costed", "", "EUR")]
    assert rows["L3-A4-P1"]["pinned_to_wave"] == "3"
    assert rows["L3-A4-P1"]["pin_reason"] == "Agreed with the service desk lead"


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text[:12]))
def test_csv_keeps_a_hostile_text_in_one_cell_without_a_formula(text: str) -> None:
    rows = {row["practice_id"]: row for row in csv_rows(with_text(text))}
    reason = rows["L3-A4-P1"]["pin_reason"]
    assert reason.removeprefix("'") == clean(text).removeprefix("'")
    assert not reason.lstrip().startswith(("=", "+", "-", "@"))
    assert not reason.startswith(("\t", "\n", "＝"))


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@x", "\t=1", "  =1", "\n=1", "＝1", "＠x"])
def test_what_looks_like_a_formula_gets_an_apostrophe(text: str) -> None:
    assert safe(text) == f"'{clean(text)}"


@pytest.mark.parametrize("text", ["a=1", "3 - 2", "", "'quoted", "–", "L1-A1-P1"])
def test_any_other_text_stays_as_it_is(text: str) -> None:
    assert safe(text) == text


def test_csv_for_spreadsheets_with_a_decimal_comma() -> None:
    rows = csv_rows(full(), "it", ";")
    amounts = {row["practice_id"]: row["cost_amount"] for row in rows}
    assert amounts["L3-A7-P1"] == "4500,5"


def test_csv_of_a_plan_without_items_has_its_heads_alone() -> None:
    assert EXPORTERS["csv"].write(nothing_answered()).count(b"\r\n") == 1


def markdown(report: Report) -> str:
    return EXPORTERS["md"].write(report).decode("utf-8")


def tables(text: str) -> list[list[str]]:
    """The tables of a document as lists of lines."""
    blocks = text.split("\n\n")
    return [block.split("\n") for block in blocks if block.startswith("|")]


@pytest.mark.parametrize("kind", REPORTS)
def test_markdown_has_one_title_and_headings_in_order(kind: str) -> None:
    depths = [len(found) for found in re.findall(r"^(#+) ", markdown(REPORTS[kind]()), re.MULTILINE)]
    assert depths[0] == 1
    assert depths.count(1) == 1
    assert all(later - earlier <= 1 for earlier, later in pairwise(depths))


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text[:12]))
def test_markdown_tables_keep_their_columns(text: str) -> None:
    found = tables(markdown(with_text(text)))
    assert found
    for lines in found:
        pipes = {len(UNESCAPED_PIPE.findall(line)) for line in lines}
        assert len(pipes) == 1, lines[0]
        assert set(lines[1]) <= set("| -:")


def test_markdown_holds_every_item_once() -> None:
    report = full()
    text = markdown(report)
    assert [text.count(f"({item.practice})") for item in report.items] == [1] * len(report.items)
    for wave in report.waves:
        assert f"### Wave {wave.number}" in text
    assert "### Beyond the last wave" in text


def test_markdown_carries_the_index_of_each_area() -> None:
    report = full()
    (lines,) = [lines for lines in tables(markdown(report)) if lines[0].startswith("| Area |")]
    assert len(lines) == 2 + len(report.areas)
    for line, area in zip(lines[2:], report.areas, strict=True):
        assert escaped(area.name) in line
        assert area.index is not None
        assert f"{float(half_up(area.index, 1)):.1f}" in line


def test_markdown_is_no_way_to_send_html_or_links() -> None:
    text = markdown(with_text("<img src=x onerror=alert(1)> [x](javascript:y) ![i](z) & `c`"))
    assert "<" not in text
    assert re.search(r"(?<!\\)\[", text) is None
    assert re.search(r"(?<!\\)`", text) is None


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("# a", "\\# a"),
        ("- a", "\\- a"),
        ("1. a", "1\\. a"),
        ("7.96 = b", "7.96 = b"),
        ("a\n\nb", "a b"),
        ("a|b", "a\\|b"),
        ("a_b", "a\\_b"),
        ("=== ", "\\==="),
        ("a & <b>", "a &amp; &lt;b&gt;"),
    ],
)
def test_a_text_means_nothing_to_markdown(text: str, shown: str) -> None:
    assert escaped(text) == shown


def document(report: Report) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(EXPORTERS["json"].write(report))
    return found


@pytest.mark.parametrize("kind", REPORTS)
def test_json_holds_what_the_commands_print(kind: str) -> None:
    report = REPORTS[kind]()
    found = document(report)
    assert list(found) == [
        "format", "generated_on", "client", "assessment", "title", "findings", "score", "plan",
    ]  # fmt: skip
    assert found["format"] == "gradino-roadmap/1"
    assert found["score"] == json.loads(json.dumps(score_json(report.framework, report.card)))
    assert report.plan is not None
    assert found["plan"] == json.loads(json.dumps(plan_json(report.framework, report.plan)))
    assert found["findings"] == list(report.findings)


def test_json_says_whose_assessment_it_is() -> None:
    found = document(full())
    text = "Agreed with the service desk lead"
    assert found["client"] == {"name": text, "sector": text}
    assert found["assessment"] == {"title": text, "date": "2026-11-22", "state": None}
    assert found["generated_on"] == "2026-11-23"
    assert found["score"]["framework"] == {"id": "pom", "version": pom().version}


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text[:12]))
def test_json_gives_a_text_back_as_it_was(text: str) -> None:
    if text:
        assert document(with_text(text))["client"]["name"] == text
