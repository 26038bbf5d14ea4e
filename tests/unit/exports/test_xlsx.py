"""The workbook, read back: numbers as they were, charts there, and not one formula."""

import io
import zipfile
from fractions import Fraction
from functools import cache
from typing import Any
from xml.etree import ElementTree

import openpyxl
import pytest

from assessment.exports import EXPORTERS
from assessment.exports.base import clean
from assessment.exports.sheets import practices, results, roadmap, summary
from assessment.exports.sheets.page import LONGEST_CELL, cell_text, foot_of
from tests.unit.exports.reports import (
    HOSTILE,
    REPORTS,
    full,
    not_applicable,
    nothing_answered,
    with_text,
    without_targets,
)

PLACES = 12
A4 = 9


@cache
def content(kind: str) -> bytes:
    return EXPORTERS["xlsx"].write(REPORTS[kind]())


def book_of(data: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(data))


def table_of(sheet: Any, head: str) -> list[dict[str, Any]]:
    """The rows below the row that begins with `head`, by the heads of their columns, up to an empty row."""
    rows = list(sheet.iter_rows(values_only=True))
    start = next(place for place, row in enumerate(rows) if row[0] == head)
    heads = rows[start]
    found = []
    for row in rows[start + 1 :]:
        if not any(value is not None for value in row):
            break
        found.append(dict(zip(heads, row, strict=True)))
    return found


def same(value: Any, exact: Fraction | int | None) -> bool:
    return value is None if exact is None else round(value - float(exact), PLACES) == 0


def test_the_sheets_stand_in_the_order_of_the_work() -> None:
    first = ["Summary", "Results", "Roadmap", "Waves", "Practices", "Answers"]
    names = [*first, "CSIP", "Readings", "Minutes", "Method"]
    assert book_of(content("full")).sheetnames == names


@pytest.mark.parametrize("kind", REPORTS)
def test_a_sheet_that_would_be_empty_is_left_out(kind: str) -> None:
    report, names = REPORTS[kind](), book_of(content(kind)).sheetnames
    assert ("Roadmap" in names) == bool(report.items)
    assert ("CSIP" in names) == bool(report.csip)
    assert ("Readings" in names) == bool(report.readings)
    assert ("Minutes" in names) == bool(report.minutes)
    announced = [part.name for part in EXPORTERS["xlsx"].contents(report.extent)]
    assert names == ["Summary", *announced]


def test_the_areas_carry_the_numbers_of_the_report() -> None:
    report = full()
    rows = table_of(book_of(content("full"))[results.NAME], "Area")
    assert [row["Area"] for row in rows] == [area.name for area in report.areas]
    for row, area in zip(rows, report.areas, strict=True):
        assert same(row["Index"], area.index)
        assert same(row["Target"], area.score.target)
        assert same(row["Gap"], area.score.gap)
        assert same(row["Known"], area.score.coverage)
        assert row["Level"] == area.score.level


def test_an_area_without_an_index_stays_empty_and_says_why() -> None:
    rows = table_of(book_of(content("not applicable"))[results.NAME], "Area")
    out = [row for row in rows if row["Level name"] == "does not apply"]
    assert [(row["Index"], row["Level"]) for row in out] == [(None, None)]
    assert len([a for a in not_applicable().areas if not a.score.assessable]) == 1


def test_the_roadmap_carries_the_items_by_wave_and_rank() -> None:
    report = full()
    rows = table_of(book_of(content("full"))[roadmap.NAME], "Wave")
    items = roadmap.by_wave(report)
    assert sorted(item.rank for item in items) == [item.rank for item in report.items]
    assert [row["Rank"] for row in rows] == [item.rank for item in items]
    for row, item in zip(rows, items, strict=True):
        assert row["Wave"] == (item.wave or "beyond")
        assert row["Days"] == item.days
        assert same(row["Priority"], item.effective)
        assert same(row["Benefit"], item.benefit)
        assert row["Id"] == item.practice
        assert all(reason in row["Why"] for reason in item.reasons)
    waves = [row["Wave"] for row in rows if row["Wave"] != "beyond"]
    assert waves == sorted(waves)


def test_a_cost_is_a_number_and_no_cost_a_word() -> None:
    rows = {row["Id"]: row for row in table_of(book_of(content("full"))[roadmap.NAME], "Wave")}
    assert (rows["L3-A7-P1"]["Cost"], rows["L3-A7-P1"]["Currency"]) == (4500.5, "EUR")
    assert rows["L3-A8-P1"]["Cost"] == "costed"
    assert rows["L3-A1-P1"]["Cost"] == "no cost"


def test_the_waves_carry_days_and_the_index_after_each() -> None:
    report = full()
    rows = table_of(book_of(content("full"))[roadmap.WAVES], "Wave")
    assert [row["Wave"] for row in rows] == [f"Wave {wave.number}" for wave in report.waves]
    for row, wave in zip(rows, report.waves, strict=True):
        assert same(row["Days there are"], wave.capacity)
        assert same(row["Days used"], wave.used)
        assert same(row["Mean index after"], wave.mean_after)


def test_the_matrix_holds_a_number_in_every_cell_that_applies() -> None:
    report = full()
    sheet = book_of(content("full"))[practices.NAME]
    rows = list(sheet.iter_rows(values_only=True))
    start = next(place for place, row in enumerate(rows) if row[0] == "Area") + 1
    for row, area in zip(rows[start:], report.areas, strict=True):
        cells = {cell.level: cell for cell in area.score.cells}
        for place, (level, found, of) in enumerate(area.in_place):
            coverage, count = row[1 + 2 * place], row[2 + 2 * place]
            if of:
                assert same(coverage, cells[level].coverage)
                assert count == found
    number = sheet.cell(start + 1, 3).number_format
    assert number == f'0" of {report.areas[0].in_place[0][2]}"'


def test_a_cell_that_does_not_apply_shows_a_dash() -> None:
    sheet = book_of(content("not applicable"))[practices.NAME]
    assert any(cell.value == "–" for row in sheet.iter_rows() for cell in row)


@pytest.mark.parametrize("kind", REPORTS)
def test_no_cell_holds_a_formula(kind: str) -> None:
    assert formulas(content(kind)) == []


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text[:12]))
def test_a_hostile_text_stays_a_text(text: str) -> None:
    data = EXPORTERS["xlsx"].write(with_text(text))
    assert formulas(data) == []
    assert all_parts_are_xml(data)
    rows = table_of(book_of(data)["CSIP"], "Number")
    assert (rows[0]["Improvement"] or "") == cell_text(text)


def formulas(data: bytes) -> list[str]:
    """The cells that a program would compute, by the file itself and by the library that reads it."""
    found = [
        f"{sheet.title}!{cell.coordinate}"
        for sheet in book_of(data)
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    ]
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        sheets = [name for name in parts.namelist() if "/worksheets/sheet" in name]
        assert sheets
        return found + [name for name in sheets if b"<f>" in parts.read(name) or b"<f " in parts.read(name)]


def all_parts_are_xml(data: bytes) -> bool:
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        for name in parts.namelist():
            ElementTree.fromstring(parts.read(name))  # noqa: S314  # Our own file, written a line above.
    return True


def test_a_text_that_looks_like_a_formula_is_marked_as_text() -> None:
    sheet = book_of(EXPORTERS["xlsx"].write(with_text("=1+1")))["CSIP"]
    marked = [cell for row in sheet.iter_rows() for cell in row if cell.value == "=1+1"]
    assert marked
    assert all(cell.quotePrefix for cell in marked)


def test_a_text_is_cut_where_a_cell_ends() -> None:
    assert cell_text("x" * LONGEST_CELL) == "x" * LONGEST_CELL
    for text in ("x" * 40_000, "😀" * 20_000):
        kept = cell_text(text)
        assert len(kept.encode("utf-16-le")) // 2 <= LONGEST_CELL
        assert kept.endswith(" [cut]")
        assert clean(kept) == kept


def charts(data: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        return [parts.read(name).decode() for name in parts.namelist() if name.startswith("xl/charts/chart")]


def test_the_charts_are_native_and_point_at_the_cells() -> None:
    radar, bars = charts(content("full"))
    assert "<c:radarChart>" in radar
    assert '<c:radarStyle val="marker"/>' in radar
    assert radar.count("<c:ser>") == 2
    assert "Results!$D$5:$D$13" in radar
    assert "Results!$F$5:$F$13" in radar
    assert "<c:barChart>" in bars
    assert "<c:lineChart>" in bars
    assert "Waves!" in bars


def test_the_charts_have_a_text_for_those_who_do_not_see_them() -> None:
    with zipfile.ZipFile(io.BytesIO(content("full"))) as parts:
        drawings = [parts.read(name).decode() for name in parts.namelist() if "drawings/drawing" in name]
    assert len(drawings) == 2
    assert all("the table above" in drawing for drawing in drawings)


def test_without_targets_the_radar_has_one_line() -> None:
    assert not without_targets().items
    (radar,) = charts(content("without targets"))
    assert radar.count("<c:ser>") == 1


def test_without_answers_there_is_no_chart() -> None:
    assert nothing_answered().title == "This assessment has no results yet"
    assert charts(content("nothing answered")) == []


def test_every_sheet_prints_on_a4_with_its_heads_and_a_footer() -> None:
    for sheet in book_of(content("full")):
        assert sheet.page_setup.orientation == "landscape"
        assert int(sheet.page_setup.paperSize) == A4
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.oddFooter.right.text.strip() == "Page &P of &N"
        assert sheet.oddFooter.center.text.strip() == "22 Nov 2026"
        assert sheet.oddFooter.center.size == 8
        if sheet.title not in ("Summary", "Method"):
            assert sheet.print_title_rows
            assert sheet.freeze_panes


def test_a_footer_is_short_enough_and_holds_no_codes() -> None:
    report = with_text("A & B &P " * 40)
    line = foot_of((report.client, report.assessment), report.day)
    assert len(line) <= 255
    assert line.replace("&&", "").count("&") == 8


@pytest.mark.parametrize("name", ["Roadmap", "Answers", "CSIP", "Readings", "Minutes"])
def test_a_long_table_can_be_filtered(name: str) -> None:
    sheet = book_of(content("full"))[name]
    assert sheet.auto_filter.ref
    assert sheet.auto_filter.ref.endswith(str(sheet.max_row))


def test_the_summary_leads_to_every_other_sheet() -> None:
    book = book_of(content("full"))
    links = {link.location for row in book[summary.NAME].iter_rows() for c in row if (link := c.hyperlink)}
    assert links == {f"'{name}'!A1" for name in book.sheetnames[1:]}


def test_the_facts_are_exact() -> None:
    report = full()
    facts = {row[0]: row[1] for row in book_of(content("full"))[summary.NAME].iter_rows(values_only=True)}
    assert same(facts["Mean index"], report.card.mean_index)
    assert same(facts["Known"], report.card.coverage)
    assert facts["Items in the plan"] == len(report.items)
    assert same(facts["Mean index after the last wave"], report.waves[-1].mean_after)


def test_the_file_tells_nothing_of_who_wrote_it_and_where() -> None:
    properties = book_of(content("full")).properties
    assert not properties.creator
    assert not properties.lastModifiedBy
    assert properties.created.date().isoformat() == "2026-11-23"
    assert properties.title


def test_a_value_that_is_unknown_is_an_empty_cell() -> None:
    rows = table_of(book_of(content("full"))["Readings"], "Metric")
    assert [(row["Metric"], row["Value"]) for row in rows[1:]] == [("M01", None), ("X02", 51)]
    assert same(rows[0]["Value"], Fraction(154, 3))
