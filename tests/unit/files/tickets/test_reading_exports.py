"""Exports in every encoding and wrapping, damaged in every way: a sentence, and the good rows are kept."""

import bz2
import csv
import gzip
import io
import lzma
import zipfile
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.domain.calendars import moment_of
from assessment.domain.tickets import OPEN, PER_HOUR, PER_MINUTE, RESOLVED
from assessment.errors import AppError, FileProblems, InvalidInput
from assessment.files.tickets import sources
from assessment.files.tickets.reader import TicketFile, read_tickets
from assessment.files.tickets.records import delimiter_of, rows_of
from assessment.files.tickets.settings import Settings, load_settings

HEAD = "number,state,priority,opened_at,resolved_at,closed_at,reassignment_count\n"
ROW = "{},Closed,P1,2026-10-01 10:00,2026-10-01 11:00,2026-10-02 10:00,0\n"
ROWS = "".join(ROW.format(number) for number in range(1, 6))
TABLE = HEAD + ROWS


def read(text: str | bytes, layout: str = "auto", settings: str = "") -> TicketFile:
    content = text.encode() if isinstance(text, str) else text
    return read_tickets(content, "x.csv", layout, load_settings(settings) if settings else Settings())


def problem(content: str | bytes, settings: str = "") -> str:
    with pytest.raises(AppError) as caught:
        read(content, settings=settings)
    return caught.value.message


def zipped(*names: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name in names:
            archive.writestr(name, TABLE)
    return packed.getvalue()


@pytest.mark.parametrize(
    "wrap",
    [
        str.encode,
        lambda text: b"\xef\xbb\xbf" + text.encode(),
        lambda text: text.encode("utf-16"),
        lambda text: text.encode("utf-16-le"),
        lambda text: text.encode("utf-16-be"),
        lambda text: gzip.compress(text.encode()),
        lambda text: lzma.compress(text.encode()),
        lambda text: bz2.compress(text.encode()),
        lambda text: zipped("a.csv"),
        lambda text: text.replace("\n", "\r\n").encode(),
        lambda text: text.replace("\n", "\r").encode(),
        lambda text: text.replace(",", ";").encode(),
        lambda text: text.replace(",", "\t").encode(),
        lambda text: text.replace(",", "|").encode(),
        lambda text: b"sep=;\n" + text.replace(",", ";").encode(),
        lambda text: b"Tickets of October\nprinted today\n\n" + text.encode(),
        lambda text: text.replace("\n", ",,\n", 1).replace(",0\n", ",0,,\n").encode(),
    ],
)
def test_the_same_tickets_in_every_wrapping(wrap: Callable[[str], bytes]) -> None:
    assert read(wrap(TABLE)).tickets == read(TABLE).tickets


def test_letters_of_windows_1252_are_kept() -> None:
    table = "Numéro;Priorité;Date d'ouverture\n1;Élevée;13/10/2026 10:00\n"
    assert read(table.encode("cp1252")).tickets[0].priority == "Élevée"
    late = TABLE + "x" * 70_000 + ROW.format("9").replace("P1", "Élevée")
    assert read(late.encode("cp1252")).tickets[-1].priority == "Élevée"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "the file is empty"),
        (b"\n \n", "the file is empty"),
        (HEAD, "a line of column names and nothing below it"),
        (b"%PDF-1.7 ...", "this is a PDF"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "this is a picture"),
        (bytes(range(32)) * 9, "no table of text|not a table of text"),
        (gzip.compress(TABLE.encode())[:40], "the packed file is damaged"),
        (b"PK\x03\x04" + bytes(60), "the archive is damaged"),
        (zipped("a.csv", "b.csv"), "the archive holds 2 files"),
        ("foo,bar\n1,2\n", "no column gives the number of the ticket"),
        ("number,bar\n1,2\n", "no column gives the time when it was opened"),
        (",".join(f"c{n}" for n in range(10_000)) + "\n1\n", "there are 10000 columns"),
        ("id,opened\n1,01/02/2026 10:00\n", "can be read in two ways"),
        ("id,opened\n1,soon\n", "no row could be used, of 1 read; line 2 ticket 1"),
        (
            "id,opened,resolved\n1,2026-10-01T10:00Z,2026-10-01 12:00\n",
            "Some times of the file name a time zone",
        ),
    ],
    ids=lambda part: part[:30] if isinstance(part, str) else "bytes",
)
def test_a_file_that_cannot_be_used_gets_a_sentence(content: str | bytes, sentence: str) -> None:
    found = problem(content)
    assert any(part in found for part in sentence.split("|")), found


def test_a_packed_file_that_grows_beyond_all_reason_is_not_read_on() -> None:
    bomb = gzip.compress((HEAD + ROW).encode() + b"x" * 90_000_000, 9)
    assert "unpacks to more than 200 times its size" in problem(bomb)


def test_a_file_that_is_too_big_is_refused_by_its_size(tmp_path: Path) -> None:
    path = tmp_path / "big.csv"
    with path.open("wb") as file:
        file.truncate(sources.MOST_BYTES + 1)
    with pytest.raises(FileProblems, match="at most 1000 MB are read"):
        read_tickets(path, "big.csv")
    with pytest.raises(FileProblems, match="there is no such file"):
        read_tickets(tmp_path / "none.csv", "none.csv")
    with pytest.raises(FileProblems, match="this is not a file"):
        read_tickets(tmp_path, "folder")


def rejected(content: str) -> dict[int, str]:
    return {one.line: one.reason for one in read(content).rejected}


def test_damaged_rows_are_told_by_line_and_the_others_kept() -> None:
    table = (
        HEAD
        + ROW.format(1)
        + ROW.format(2).replace("P1", '"P1')
        + ROW.format(3)
        + ROW.format(4).replace("P1", 'P"1')
        + ROW.format(5).replace("Closed", "Clo,sed")
        + ROW.format(6)
        + ROW.format(7).replace("2026-10-01 11:00", "2026-10-01 09:00")
        + ROW.format("")
        + ROW.format(9).replace("2026-10-01 10:00", "31/12/9999")
        + ROW.format(10).replace("2026-10-01 10:00", "NULL")
    )
    found = read(table)
    assert [ticket.number for ticket in found.tickets] == ["1", "3", "4", "6"]
    reasons = {one.line: one.reason for one in found.rejected}
    assert set(reasons) == {3, 6, 8, 9, 10, 11}
    assert "3 fields where the line of column names has 7" in reasons[3]
    assert "has 8 fields" in reasons[6]
    assert "resolved before it was opened" in reasons[8]
    assert reasons[9] == "has no ticket number"
    assert "has no opening time" in reasons[10]
    assert "has no opening time" in reasons[11]
    assert (found.rows_read, found.rows_used, found.rejected_count) == (10, 4, 6)


def test_a_quote_that_is_never_closed_costs_one_row() -> None:
    table = HEAD + ROW.format(1).replace("P1", '"P1') + "".join(ROW.format(n) for n in range(2, 3000))
    assert set(rejected(table)) == {2}
    assert len(read(table).tickets) == 2998


def test_fields_of_several_lines_are_one_record() -> None:
    table = 'number,opened,note\n1,2026-10-13,"first, line\n\nsecond ""line"", end"\n2,2026-10-14,x\n'
    found = read(table)
    assert [ticket.number for ticket in found.tickets] == ["1", "2"]
    assert not found.rejected


def test_swapped_days_that_the_column_proves_are_told() -> None:
    table = "id,opened\n1,13/02/2026 10:00\n2,02/15/2026 10:00\n3,04/02/2026 24:00\n"
    found = read(table)
    assert "other way round" in rejected(table)[3]
    assert moment_of(found.tickets[1].opened or 0, None).isoformat() == "2026-02-05T00:00:00"


def test_an_answer_about_the_order_is_taken() -> None:
    table = "id,opened\n1,01/02/2026 10:00\n"
    for order, moment in (("dmy", "2026-02-01"), ("mdy", "2026-01-02")):
        (ticket,) = read(table, settings=f"date_order: {order}").tickets
        assert moment_of(ticket.opened or 0, None).date().isoformat() == moment
    late = "id,opened\n" + "1,01/02/2026 10:00\n" * 2500 + "2,13/02/2026 10:00\n"
    assert len(read(late).tickets) == 2


def test_settings_name_columns_states_and_priorities() -> None:
    table = "Nr,Wer,Wann,Lage,Prio\nA1,x,2026-10-13,schwebt,hoch\n"
    settings = (
        "columns: {number: Nr, Wann: opened_at, state: Lage, priority: Prio}\n"
        "states: {schwebt: on hold}\npriorities: {hoch: P1}\n"
    )
    (ticket,) = read(table, settings=settings).tickets
    assert (ticket.number, ticket.state, ticket.priority) == ("A1", "on hold", "P1")
    assert 'There is no column "Nummer"' in problem(table, "columns: {number: Nummer}")


def test_words_that_are_not_understood_are_told() -> None:
    table = "id,status,opened,reassignments\n1,Frobnicated,2026-10-13,many\n"
    notes = " ".join(read(table).notes)
    assert 'state that are not understood: "Frobnicated"' in notes
    assert 'reassignment_count that are not understood: "many"; they count as missing' in notes


def test_the_same_header_twice_takes_the_first_with_a_value() -> None:
    found = read("id,opened,group,group\n1,2026-10-13,,Net\n")
    assert found.tickets[0].group == "Net"
    assert "occur more than once" in found.notes[0]


def test_a_log_gives_the_last_state_and_every_group() -> None:
    log = (
        "number,state,opened_at,sys_updated_at,assignment_group,resolved_at,sys_mod_count\n"
        "1,New,2026-10-01 10:00,2026-10-01 10:00,Desk,,0\n"
        "1,Active,2026-10-01 10:00,2026-10-01 11:00,Net,,1\n"
        "1,Resolved,2026-10-01 10:00,2026-10-01 12:00,Net,2026-10-01 12:00,2\n"
        "2,New,2026-10-01 10:00,2026-10-01 10:00,Desk,,0\n"
    )
    found = read(log)
    first, second = found.tickets
    assert found.mapped.layout.id == "servicenow"
    assert found.is_log
    assert (first.state, first.first_group, first.group, first.groups) == (
        RESOLVED,
        "Desk",
        "Net",
        ("Desk", "Net"),
    )
    assert first.reassigned == 1
    assert second.state == OPEN
    assert (found.rows_read, found.rows_used) == (4, 4)
    upside_down = log.splitlines(keepends=True)
    assert read("".join([upside_down[0], *reversed(upside_down[1:])])).tickets == (second, first)


def test_a_log_in_the_order_of_time_is_put_together_by_number() -> None:
    log = (
        "case id,activity,timestamp,group\n"
        "1,Open,2026-10-01 10:00,Desk\n2,Open,2026-10-01 10:30,Desk\n"
        "1,Resolved,2026-10-01 12:00,Net\n2,Closed,2026-10-01 13:00,Desk\n1,Closed,2026-10-02 12:00,Net\n"
    )
    first, second = read(log).tickets
    opened = first.opened or 0
    assert first.resolved == opened + 2 * PER_HOUR
    assert first.closed == opened + 26 * PER_HOUR
    assert first.first_group == "Desk"
    assert second.resolved is None
    assert second.closed == opened + 3 * PER_HOUR


def test_a_log_without_states_ends_with_its_last_event_and_says_so() -> None:
    found = read(
        "CaseID,ActivityID,CompleteTimestamp\nA,1,2026-10-01 10:00\nA,2,2026-10-01 11:00\nB,1,2026-10-03\n"
    )
    first, _ = found.tickets
    assert (first.closed or 0) - (first.opened or 0) == PER_HOUR
    assert any("last event of a ticket counts as its end" in note for note in found.notes)


def test_times_after_opening_and_pauses_are_lengths() -> None:
    table = (
        "Ticket;Aperto il;Risolto il;Tempo in attesa;Tempo di prima risposta;Obiettivo SLA\n"
        "1;01/10/2026 10:00;13/10/2026 12:00;2 ore 5 minuti;30 minuti;1 giorno\n"
    )
    (ticket,) = read(table).tickets
    assert ticket.hold == 125 * PER_MINUTE
    assert ticket.responded == (ticket.opened or 0) + 30 * PER_MINUTE
    assert ticket.target == 24 * PER_HOUR


def workbook(rows: list[list[object]]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def test_a_workbook_gives_the_same_tickets_with_real_and_written_dates() -> None:
    rows: list[list[object]] = list(csv.reader(io.StringIO(TABLE)))
    written = read(workbook(rows))
    real = [[*row[:3], *map(datetime.fromisoformat, map(str, row[3:6])), row[6]] for row in rows[1:]]
    dated = read(workbook([rows[0], *real]))
    assert written.tickets == dated.tickets == read(TABLE).tickets
    assert read(gzip.compress(workbook(rows))).tickets == written.tickets


def test_a_damaged_workbook_gets_a_sentence() -> None:
    content = workbook(list(csv.reader(io.StringIO(TABLE))))
    assert "workbook" in problem(content[:-200] + b"PK\x05\x06" + bytes(18)) or "archive" in problem(
        content[:-200]
    )
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
    assert "the workbook cannot be read" in problem(held.getvalue())


def test_the_delimiter_is_the_one_that_splits_most_evenly() -> None:
    assert delimiter_of(["a;b,c;d\n", "1;2,3;4\n"]) == ";"
    assert delimiter_of(["alone\n"]) == ","
    assert delimiter_of([]) == ","


cells = st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=12), min_size=3, max_size=3)


@given(st.lists(cells, min_size=1, max_size=8), st.sampled_from([",", ";", "\t", "|"]))
def test_what_a_writer_of_tables_writes_is_read_back(table: list[list[str]], mark: str) -> None:
    clean = [[cell.replace("\r", " ").replace("\n", " ").replace("\0", " ") for cell in row] for row in table]
    clean[0] = ["a", "b", "c"]
    held = io.StringIO(newline="")
    csv.writer(held, delimiter=mark).writerows(clean)
    kept = [line if line.endswith("\n") else line + "\n" for line in io.StringIO(held.getvalue(), newline="")]
    assert [row for _, row in rows_of(kept, mark, lambda line, why: None)] == clean


@given(st.binary(max_size=400))
def test_any_bytes_are_tickets_or_a_sentence(content: bytes) -> None:
    for data in (content, (HEAD + ROW.format(1)).encode() + content, gzip.compress(TABLE.encode()) + content):
        with suppress(AppError):
            found = read(data)
            assert found.rows_read == found.rows_used + found.rejected_count


def test_invalid_settings_name_the_field() -> None:
    with pytest.raises(InvalidInput) as caught:
        read("id,opened\n1,01/02/2026 10:00\n")
    assert caught.value.field == "date_order"
