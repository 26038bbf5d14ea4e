"""Ticket exports on their way in, on both engines: what is asked, kept, cancelled, taken over."""

import re
from contextlib import nullcontext
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from assessment.domain.tickets import Ticket
from assessment.errors import InvalidInput, NotAllowed, NotFound, Unavailable
from assessment.services import ticket_imports, ticket_work
from assessment.services.ticket_work import Worker, has_work, work
from assessment.store.database import Unit
from assessment.store.queries import clients
from assessment.store.queries import ticket_imports as queries
from assessment.store.queries.tickets import add_tickets, delete_tickets
from tests.factories.tickets import END, ENTRY, HEAD, SEPTEMBER, bring_in, found, stored, take
from tests.store.conftest import WORKSPACE


@pytest.fixture(autouse=True)
def _two_clients(write) -> None:
    with write() as unit:
        clients.add_client(unit, slug="lumen", name="Lumen", sector="", language="en")
        clients.add_client(unit, slug="corvo", name="Corvo", sector="", language="en")


def test_a_file_is_looked_into_and_what_it_cannot_say_is_asked(database, clock, write) -> None:
    import_id = take(write, HEAD + SEPTEMBER)
    assert found(write, import_id).state == "to look"
    assert has_work(database, clock())
    assert work(database, clock) == 1
    seen = found(write, import_id)
    assert (seen.state, seen.layout, seen.rows_all) == ("asking", "servicenow", 2)
    assert seen.found["columns"]["resolved_at"] == "resolved_at"
    assert seen.found["needs_zone"]
    assert [one["number"] for one in seen.found["sample"]] == ["INC1", "INC2"]
    assert not has_work(database, clock())
    with write() as unit, pytest.raises(InvalidInput) as refused:
        ticket_imports.start_import(unit, "corvo", import_id, replace(ENTRY, zone=""))
    assert refused.value.field == "zone"
    with write() as unit, pytest.raises(InvalidInput) as refused:
        ticket_imports.start_import(unit, "corvo", import_id, replace(ENTRY, columns={"number": ""}))
    assert refused.value.field == "number"


def test_dates_that_can_be_read_in_two_ways_are_asked(database, clock, write) -> None:
    either = re.sub(r"2026-09-(?:0|1)(\d)", r"0\1/09/2026", SEPTEMBER)
    import_id = take(write, HEAD + either)
    work(database, clock)
    assert 'such as "01/09/2026' in found(write, import_id).found["order_example"]
    with write() as unit, pytest.raises(InvalidInput) as refused:
        ticket_imports.start_import(unit, "corvo", import_id, ENTRY)
    assert refused.value.field == "date_order"
    with write() as unit:
        ticket_imports.start_import(unit, "corvo", import_id, replace(ENTRY, date_order="mdy"))
    work(database, clock)
    assert {datetime.fromtimestamp(one.opened / 1_000_000, UTC).day for one in stored(write)} == {9}


def test_the_file_stays_only_when_somebody_asks_for_it(database, clock, write) -> None:
    import_id = take(write, HEAD + SEPTEMBER, keeps_file=True)
    work(database, clock)
    with write() as unit:
        ticket_imports.start_import(unit, "corvo", import_id, ENTRY)
    work(database, clock)
    with write() as unit:
        assert b"".join(queries.pieces_of(unit, import_id)) == (HEAD + SEPTEMBER).encode()


def test_the_same_file_is_recognised(database, clock, write) -> None:
    bring_in(database, clock, write, HEAD + SEPTEMBER)
    again = take(write, HEAD + SEPTEMBER, "copy.csv")
    work(database, clock)
    seen = found(write, again)
    assert seen.state == "failed"
    assert "This is the same file as september.csv" in seen.problem
    assert "with 2 tickets" in seen.problem


def test_the_mapping_is_kept_for_the_next_export_of_the_tool(database, clock, write) -> None:
    text = (HEAD + SEPTEMBER).replace("Closed", "Zu")
    first = take(write, text)
    work(database, clock)
    assert found(write, first).found["words"]["state"] == [["Zu", 2, ""]]
    entry = replace(
        ENTRY, states={"Zu": "closed"}, columns={"assignment_group": ""}, priorities={"1 - High": "P1"}
    )
    with write() as unit:
        ticket_imports.correct_mapping(unit, "corvo", first, entry)
    work(database, clock)
    seen = found(write, first)
    assert seen.state == "asking"
    assert seen.found["words"]["state"] == [["Zu", 2, "closed"]]
    assert seen.found["sample"][0]["group"] == ""
    assert seen.found["sample"][0]["priority"] == "P1"
    with write() as unit:
        ticket_imports.start_import(unit, "corvo", first, entry)
    work(database, clock)
    second = take(write, text + END, "next.csv")
    work(database, clock)
    seen = found(write, second)
    assert seen.settings["zone"] == "UTC"
    assert seen.found["words"]["state"][0] == ["Zu", 2, "closed"]


def test_another_tool_begins_with_a_guess_of_its_own(database, clock, write) -> None:
    import_id = take(write, HEAD + SEPTEMBER)
    work(database, clock)
    with write() as unit:
        entry = replace(ENTRY, layout="generic", columns={"resolved_at": ""})
        ticket_imports.correct_mapping(unit, "corvo", import_id, entry)
    work(database, clock)
    seen = found(write, import_id)
    assert (seen.layout, seen.settings["columns"]) == ("generic", {})


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(40), "this is a picture, not a table"),
        (b"a,b\n1,2\n", "no column gives the number of the ticket"),
        (b"number,opened_at\n", "nothing below it"),
    ],
)
def test_a_file_that_is_no_export_says_why(database, clock, write, content: bytes, problem: str) -> None:
    with write() as unit:
        import_id = ticket_imports.take_file(unit, "corvo", "wrong.csv", content)
    work(database, clock)
    seen = found(write, import_id)
    assert problem in seen.problem + str(seen.found.get("problem", ""))
    with write() as unit:
        assert (queries.count_pieces(unit, import_id) == 0) is (seen.state == "failed")


def test_what_is_cancelled_leaves_nothing(database, clock, write) -> None:
    import_id = take(write, HEAD + SEPTEMBER)
    work(database, clock)
    with write() as unit:
        ticket_imports.start_import(unit, "corvo", import_id, ENTRY)
        ticket_imports.cancel_import(unit, "corvo", import_id)
    assert work(database, clock) == 0
    assert found(write, import_id).state == "cancelled"
    with write() as unit, pytest.raises(NotAllowed):
        ticket_imports.cancel_import(unit, "corvo", import_id)


def test_cancelling_while_tickets_are_stored_takes_them_out_again(
    database, clock, write, monkeypatch
) -> None:
    import_id = take(write, HEAD + SEPTEMBER + END)
    work(database, clock)
    with write() as unit:
        ticket_imports.start_import(unit, "corvo", import_id, ENTRY)
    one_at_a_time(monkeypatch)
    batches: list[int] = []

    def add(unit: Unit, job: str, tickets: list[Ticket]) -> None:
        add_tickets(unit, job, tickets)
        batches.append(len(tickets))
        if len(batches) == 2:
            ticket_imports.cancel_import(unit, "corvo", import_id)

    monkeypatch.setattr(ticket_work, "add_tickets", add)
    assert work(database, clock) == 1
    assert batches == [1, 1]
    assert found(write, import_id).state == "cancelled"
    with write() as unit:
        assert delete_tickets(unit, import_id, 10) == 0


def one_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ticket_work, "FEWEST_AT_ONCE", 1)
    monkeypatch.setattr(ticket_work, "MOST_AT_ONCE", 1)


def test_another_process_takes_over_from_one_that_fell_silent(database, clock, write) -> None:
    import_id = take(write, HEAD + SEPTEMBER)
    with write() as unit:
        queries.move(unit, import_id, ["to look"], state="looking")
    assert work(database, clock) == 0
    clock.now += timedelta(minutes=2)
    assert work(database, clock) == 1
    assert found(write, import_id).state == "asking"


def test_a_file_arrives_in_pieces_that_may_be_sent_twice(database, clock, write, monkeypatch) -> None:
    monkeypatch.setattr(ticket_imports, "PIECE_BYTES", 100)
    content = (HEAD + SEPTEMBER).encode()
    pieces = [content[at : at + 100] for at in range(0, len(content), 100)]
    with write() as unit:
        import_id = ticket_imports.begin_import(unit, "corvo", "large.csv", len(content))
        ticket_imports.take_piece(unit, "corvo", import_id, 0, pieces[1])
        ticket_imports.take_piece(unit, "corvo", import_id, 0, pieces[0])
    with write() as unit, pytest.raises(InvalidInput, match="did not arrive whole"):
        ticket_imports.finish_arrival(unit, "corvo", import_id)
    with write() as unit, pytest.raises(InvalidInput, match="no piece"):
        ticket_imports.take_piece(unit, "corvo", import_id, len(pieces), b"x")
    with write() as unit:
        for number, piece in enumerate(pieces[1:], start=1):
            ticket_imports.take_piece(unit, "corvo", import_id, number, piece)
        ticket_imports.finish_arrival(unit, "corvo", import_id)
    work(database, clock)
    assert found(write, import_id).rows_all == 2
    with write() as unit, pytest.raises(NotAllowed):
        ticket_imports.take_piece(unit, "corvo", import_id, 0, b"late")


@pytest.mark.parametrize(("size", "words"), [(0, "is empty"), (2_000_000_000, "2000 MB")])
def test_a_file_of_an_impossible_size_is_refused_at_the_door(write, size: int, words: str) -> None:
    with write() as unit, pytest.raises(InvalidInput, match=words):
        ticket_imports.begin_import(unit, "corvo", "x.csv", size)


def test_another_client_has_no_such_import(database, clock, write) -> None:
    import_id = take(write, HEAD + SEPTEMBER)
    with write() as unit, pytest.raises(NotFound):
        ticket_imports.get_import(unit, "lumen", import_id)
    with write() as unit, pytest.raises(NotFound):
        ticket_imports.cancel_import(unit, "lumen", import_id)


def test_long_words_and_odd_characters_fit(database, clock, write) -> None:
    words = f"Closed,{'p' * 900},Gr\u00fc\u00dfe \U0001f600,true"
    row = f"{'9' * 900},x,2026-09-01 08:00,2026-09-01 10:00,,{words}\n"
    bring_in(database, clock, write, HEAD + row)
    (ticket,) = stored(write)
    assert (len(ticket.number), len(ticket.priority), ticket.group) == (
        300,
        300,
        "Gr\u00fc\u00dfe \U0001f600",
    )


@pytest.mark.parametrize(("seconds", "expected"), [(1.0, [50] * 8), (0.0, [50, 100, 200, 50])])
def test_as_many_tickets_are_stored_at_once_as_keep_the_lock_short(
    database, clock, write, monkeypatch, seconds: float, expected: list[int]
) -> None:
    rows = "".join(
        f"INC{number},x,2026-09-01 08:00,2026-09-0{1 + number % 8} 10:00,,Closed,Low,Desk,true\n"
        for number in range(400)
    )
    import_id = take(write, HEAD + rows)
    work(database, clock)
    with write() as unit:
        ticket_imports.start_import(unit, "corvo", import_id, ENTRY)
    batches: list[int] = []
    passed = [0.0]

    def add(unit: Unit, job: str, tickets: list[Ticket]) -> None:
        batches.append(len(tickets))
        passed[0] += seconds
        add_tickets(unit, job, tickets)

    monkeypatch.setattr(ticket_work, "add_tickets", add)
    monkeypatch.setattr(ticket_work.time, "monotonic", lambda: passed[0])
    Worker(database, WORKSPACE, clock).do_next()
    monkeypatch.undo()
    assert batches == expected
    assert len(stored(write)) == 400


def test_two_processes_never_work_on_the_same_export(database, clock, write) -> None:
    import_id = take(write, HEAD + SEPTEMBER)
    seen = found(write, import_id)
    with write() as unit:
        assert queries.take_over(unit, seen, "looking")
        assert not queries.take_over(unit, seen, "looking")
    clock.now += timedelta(minutes=2)
    silent = found(write, import_id)
    with write() as unit:
        assert queries.take_over(unit, silent, "looking")
        assert not queries.take_over(unit, silent, "looking")


@pytest.mark.parametrize(
    ("error", "problem", "raised"),
    [
        (OSError(28, "No space left on device"), "on this machine: No space left on device.", None),
        (MemoryError(), "too large for the memory", None),
        (RuntimeError("a fault"), "because of a fault in this program", RuntimeError),
        (Unavailable("The database is busy."), "", Unavailable),
    ],
)
def test_what_goes_wrong_on_the_machine_is_said(
    database, clock, write, monkeypatch, error: Exception, problem: str, raised: type[Exception] | None
) -> None:
    import_id = take(write, HEAD + SEPTEMBER)

    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(ticket_work, "layout_of_file", fail)
    with pytest.raises(raised) if raised else nullcontext():
        work(database, clock)
    seen = found(write, import_id)
    assert problem in seen.problem
    assert seen.state == ("failed" if problem else "looking")


def test_what_is_being_tidied_away_cannot_be_brought_back(database, clock, write, monkeypatch) -> None:
    import_id = bring_in(database, clock, write, HEAD + SEPTEMBER)
    with write() as unit:
        ticket_imports.remove_import(unit, "corvo", import_id)
    work(database, clock)
    clock.now += timedelta(days=2)
    refused: list[str] = []

    def delete(unit: Unit, job: str, most: int) -> int:
        if not refused:
            with pytest.raises(NotAllowed) as error:
                ticket_imports.bring_back_import(unit, "corvo", job)
            refused.append(error.value.message)
        return delete_tickets(unit, job, most)

    monkeypatch.setattr(ticket_work, "delete_tickets", delete)
    work(database, clock)
    assert refused == [ticket_imports.GONE_ON]


def test_a_zone_that_only_later_rows_lack_is_asked_and_the_file_stays(database, clock, write) -> None:
    row = "INC{0},x,2026-09-01 08:00{1},2026-09-01 10:00{1},2026-09-01 11:00{1},Closed,Low,Desk,true\n"
    rows = [row.format(number, "+02:00" if number < 100 else "") for number in range(101)]
    import_id = take(write, HEAD + "".join(rows))
    work(database, clock)
    assert not found(write, import_id).found["needs_zone"]
    with write() as unit:
        ticket_imports.start_import(unit, "corvo", import_id, replace(ENTRY, zone=""))
    work(database, clock)
    seen = found(write, import_id)
    assert seen.state == "asking"
    assert "Some times of the file name a time zone and others do not." in seen.found["asked"]
    with write() as unit, pytest.raises(InvalidInput):
        ticket_imports.start_import(unit, "corvo", import_id, replace(ENTRY, zone=""))
    with write() as unit:
        ticket_imports.start_import(unit, "corvo", import_id, ENTRY)
    work(database, clock)
    assert found(write, import_id).tickets == 101
