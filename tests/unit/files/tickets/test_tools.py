"""Traps of real tools: what looks like one thing and is another, found by trying exports of many of them."""

import io

import openpyxl
import pytest

from assessment.domain.ticket_cases import Rules
from assessment.domain.ticket_figures import Figure
from assessment.domain.ticket_report import Agreed, measure
from assessment.domain.tickets import CANCELLED, OPEN, PER_HOUR, PER_MINUTE
from assessment.errors import FileProblems
from assessment.files.tickets.reader import TicketFile, read_tickets
from assessment.files.tickets.settings import load_settings


def read(text: str | bytes, layout: str = "auto", settings: str = "{}") -> TicketFile:
    content = text.encode() if isinstance(text, str) else text
    return read_tickets(content, "x.csv", layout, load_settings(settings))


def figure(found: TicketFile, metric: str) -> Figure:
    rules = Rules(desk_groups=frozenset({"service desk"}))
    report = measure(found.tickets, found.known, Agreed(rules))
    return next(one for one in report.figures if one.id == metric)


def test_without_a_word_on_other_groups_nobody_says_that_the_desk_did_it() -> None:
    table = "Number,Opened,Resolved,Assignment group\n1,2026-10-05,2026-10-06,Service Desk\n"
    assert figure(read(table), "M18").reason == "the export has no number of reassignments"


def test_words_on_an_sla_mean_what_they_say_whatever_the_column_asks() -> None:
    rows = "".join(
        f"{number},2026-10-05,2026-10-06,{word}\n"
        for number, word in enumerate(("Breached", "Not breached", "Met", "yes", "no"))
    )
    found = read("Number,Opened,Resolved,SLA breached\n" + rows)
    assert [ticket.made_sla for ticket in found.tickets] == [False, True, True, False, True]
    asked = read("Number,Opened,Resolved,Within SLA\n" + rows + "9,2026-10-05,2026-10-06,perhaps\n")
    assert [ticket.made_sla for ticket in asked.tickets] == [False, True, True, True, False, None]
    assert 'made_sla that are not understood: "perhaps"' in " ".join(asked.notes)


def test_a_signature_with_commas_does_not_tear_a_description_apart() -> None:
    head = "number,short_description,description,state,opened_at,resolved_at\n"
    text = '"It is broken\nThanks, Mario, IT, Rome, Italy, EU"'
    row = f"{{}},Printer,{text},Closed,2026-10-05 08:00,2026-10-05 10:00\n"
    found = read(head + row.format(1) + row.format(2))
    assert [ticket.number for ticket in found.tickets] == ["1", "2"]
    assert not found.rejected


LOG = (
    ("1", "2026-10-05 08:00", "Open", "Service Desk"),
    ("2", "2026-10-05 08:30", "Open", "Service Desk"),
    ("1", "2026-10-05 09:00", "Resolved", "Network"),
    ("2", "2026-10-05 09:30", "Cancelled", "Service Desk"),
)


@pytest.mark.parametrize(
    "rows", [LOG, LOG[::-1], sorted(LOG), sorted(LOG)[::-1]], ids=["time", "newest", "ticket", "back"]
)
def test_a_log_gives_the_same_in_every_order(rows: list[tuple[str, ...]]) -> None:
    table = "Number,Timestamp,Status,Assignment group\n" + "".join(",".join(row) + "\n" for row in rows)
    found = {ticket.number: ticket for ticket in read(table).tickets}
    assert found["1"].groups == ("Service Desk", "Network")
    assert (found["1"].first_group, found["1"].group, found["1"].reassigned) == ("Service Desk", "Network", 1)
    assert (found["1"].resolved or 0) - (found["1"].opened or 0) == PER_HOUR
    assert found["2"].state == CANCELLED


@pytest.mark.parametrize("order", [1, -1])
def test_what_was_reopened_in_a_log_is_open(order: int) -> None:
    rows = ["1,2026-10-05 08:00,Open", "1,2026-10-05 09:00,Resolved", "1,2026-10-06 09:00,In progress"]
    (ticket,) = read("Number,Timestamp,Status\n" + "\n".join(rows[::order]) + "\n").tickets
    assert (ticket.state, ticket.resolved, ticket.reopened) == (OPEN, None, 1)


def test_no_minutes_to_the_first_answer_mean_no_answer_in_otrs() -> None:
    table = (
        "Ticket#,Queue,Created,First Response,FirstResponseInMin,Closed\n"
        "1,Desk,2026-10-05 08:00,,0,2026-10-06 08:00\n2,Desk,2026-10-05 08:00,,35,2026-10-06 08:00\n"
    )
    assert [ticket.responded is None for ticket in read(table, "otrs").tickets] == [True, False]


def test_unknown_types_are_told_and_can_be_named() -> None:
    table = "Number,Type,Opened,Resolved\n1,Incident,2026-10-05,2026-10-06\n2,Schaden,2026-10-05,2026-10-06\n"
    assert 'type that are not understood: "Schaden"' in " ".join(read(table).notes)
    named = read(table, settings="types: {Schaden: incident}")
    assert [ticket.type for ticket in named.tickets] == ["incident", "incident"]


def test_two_clocks_of_one_ticket_are_kept_apart() -> None:
    head = "number,opened_at,resolved_at,taskslatable_sla,taskslatable_has_breached\n"
    rows = [
        "INC1,2026-10-05 08:00,2026-10-05 10:00,P1 response,true",
        "INC1,2026-10-05 08:00,2026-10-05 10:00,P1 resolution,false",
    ]
    for order in (1, -1):
        (ticket,) = read(head + "\n".join(rows[::order]) + "\n", "servicenow").tickets
        assert (ticket.made_response, ticket.made_sla) == (False, True)


def test_clocks_of_jira_count_down() -> None:
    table = (
        "Issue key,Issue id,Issue Type,Created,Resolved,Time to first response,Time to resolution\n"
        "A-1,1,Incident,2026-10-05 08:00,2026-10-05 10:00,0:25,-1:05\n"
    )
    (ticket,) = read(table).tickets
    assert (ticket.made_response, ticket.made_sla, ticket.responded) == (True, False, None)


def test_names_with_commas_leave_the_line_of_column_names_alone() -> None:
    rows = "".join(f'INC{n},"Rossi, Mario",2026-10-05 08:00,2026-10-05 10:00\n' for n in range(9))
    found = read("number,caller_id,opened_at,resolved_at\n" + rows)
    assert len(found.tickets) == 9


def test_titles_above_the_column_names_of_a_workbook() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    values = ["12", "Desk", "2026-10-05 08:00", "2026-10-05 10:00"]
    for row in (["Tickets of 2026-10"], [], ["#", "Group", "Created at", "Closed at"], values):
        sheet.append(row)
    held = io.BytesIO()
    book.save(held)
    (ticket,) = read(held.getvalue()).tickets
    assert (ticket.number, ticket.group) == ("12", "Desk")
    padded = "Report;;;\nNumber;State;Opened;Resolved\n1;Closed;2026-10-05;2026-10-06\n"
    assert len(read(padded).tickets) == 1


def test_an_end_of_a_day_on_the_day_of_the_opening() -> None:
    found = read("Number,Opened,Closed\n1,2026-10-05 08:00,2026-10-05\n2,2026-10-05 08:00,2026-10-06\n")
    assert [(one.closed or 0) - (one.opened or 0) for one in found.tickets] == [0, 16 * PER_HOUR]
    report = measure(found.tickets, found.known, Agreed(), counts=found.counts)
    assert "end-without-time" in {one.code for one in report.suspicions}


def test_a_year_in_one_column_says_nothing_of_days_in_another() -> None:
    table = (
        "Number,Opened,Resolved\n1,2026-10-05 08:00,13/10/2026 10:00\n2,2026-10-05 08:00,06/10/2026 08:00\n"
    )
    first, second = read(table).tickets
    assert (second.resolved or 0) - (second.opened or 0) == 24 * PER_HOUR
    assert (first.resolved or 0) > (second.resolved or 0)


def test_a_column_of_yes_and_no_is_no_time() -> None:
    table = "Number,Opened,Closed,Closed on,Reopened\n1,2026-10-05,Yes,2026-10-06,Yes\n2,2026-10-05,No,,No\n"
    first, second = read(table).tickets
    assert (first.closed or 0) - (first.opened or 0) == 24 * PER_HOUR
    assert (first.reopened, second.reopened, second.closed) == (1, 0, None)


def test_a_unit_in_brackets_does_not_hide_a_header() -> None:
    (ticket,) = read("Number,Opened,First Response Time (min)\n1,2026-10-05 08:00,90\n").tickets
    assert (ticket.responded or 0) - (ticket.opened or 0) == 90 * PER_MINUTE


@pytest.mark.parametrize(
    "header",
    [
        "Ticket ID;Ticket created - Date;Ticket solved - Date",
        "Nummer;Geöffnet;Gelöst",
        "Numéro;Ouvert;Résolu",
        "Número;Abierto;Resuelto",
        "N. ticket;Data/ora apertura;Data soluzione",
        "Request ID;Created Date Time;Last Resolved Date",
        "Vorfallnummer;Meldedatum;Erledigt am",
        "N° de ticket;Date d'émission;Date de solution",
        "Ticket No;Date logged;Solved on",
    ],
)
def test_headers_of_many_tools_and_languages(header: str) -> None:
    (ticket,) = read(f"{header}\n7;2026-10-05 08:00;2026-10-05 09:00\n").tickets
    assert (ticket.number, (ticket.resolved or 0) - (ticket.opened or 0)) == ("7", PER_HOUR)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [("<html><table></table></html>", "a web page or XML"), ('{"issues": []}', "this is JSON")],
)
def test_what_only_looks_like_a_workbook_is_named(content: str, sentence: str) -> None:
    with pytest.raises(FileProblems, match=sentence):
        read(content)


@pytest.mark.parametrize(
    ("values", "minutes", "is_told"),
    [
        (("1,234", "12.5"), (1234, 12.5), False),
        (("1.234", "12,5"), (1234, 12.5), False),
        (("1,234", "1,234,567"), (1234, 1234567), False),
        (("1,234", "7"), (1.234, 7), True),
        (("1.5", "7"), (1.5, 7), False),
    ],
)
def test_a_mark_between_thousands_is_decided_by_the_column(
    values: tuple[str, ...], minutes: tuple[float, ...], is_told: bool
) -> None:
    rows = "".join(f'{number};2026-10-05;"{value}"\n' for number, value in enumerate(values))
    found = read(f"Number;Opened;First reply time in minutes\n{rows}", "zendesk")
    lengths = [(one.responded or 0) - (one.opened or 0) for one in found.tickets]
    assert lengths == [round(length * PER_MINUTE) for length in minutes]
    assert any("can be read in two ways" in note for note in found.notes) is is_told


def test_closing_resolves_where_the_tool_has_one_end_of_a_ticket() -> None:
    table = (
        "Ticket#;Created;Closed;State;Queue;First Lock\n"
        "1;2026-10-05 08:00;2026-10-05 10:00;closed successful;Desk;\n"
        "2;2026-10-05 08:00;2026-10-05 10:00;open;Desk;\n3;2026-10-05 08:00;;new;Desk;\n"
    )
    found = read(table)
    assert found.mapped.layout.id == "otrs"
    assert [one.resolved is not None for one in found.tickets] == [True, False, False]
    assert "This tool has one end of a ticket: the closing time counts as resolved." in found.notes
    assert (figure(found, "M19").value, figure(found, "M19").denominator) == (120, 1)


@pytest.mark.parametrize("layout", ["servicenow", "jira", "glpi", "zendesk", "freshdesk", "hpsm", "generic"])
def test_closing_resolves_nothing_elsewhere(layout: str) -> None:
    table = "Number,ID,Key,Opened,Created,Closed,State\n1,1,1,2026-10-05,2026-10-05,2026-10-06,Closed\n"
    (ticket,) = read(table, layout).tickets
    assert (ticket.closed is not None, ticket.resolved) == (True, None)


def test_a_time_of_solution_of_its_own_stays_what_it_is() -> None:
    head = "Ticket#;Created;Solution Time;Close Time;Queue\n"
    table = head + "1;2026-10-05 08:00;2026-10-05 09:00;2026-10-07 08:00;A\n"
    found = read(table, "otrs")
    assert figure(found, "M19").value == 60
    assert not any("one end" in note for note in found.notes)


def test_one_end_of_a_ticket_is_not_odd_twice() -> None:
    rows = "".join(f"{n};2026-10-05 08:00;2026-10-05 1{n % 9}:00;closed;A\n" for n in range(30))
    found = read("#;Created at;Closed at;State;Group\n" + rows, "zammad")
    report = measure(found.tickets, found.known, Agreed(), counts=found.counts)
    assert "resolved-is-closed" not in {one.code for one in report.suspicions}


def test_nothing_left_and_no_clock_look_the_same_in_otrs() -> None:
    table = (
        "Ticket#;Created;Close Time;FirstResponseDiffInMin;SolutionDiffInMin\n"
        "1;2026-10-05 08:00;2026-10-05 10:00;0;0\n2;2026-10-05 08:00;2026-10-05 10:00;15;-30\n"
    )
    first, second = read(table, "otrs").tickets
    assert (first.made_response, first.made_sla) == (None, None)
    assert (second.made_response, second.made_sla) == (True, False)


@pytest.mark.parametrize(
    ("header", "values"),
    [
        ("Time to resolution remaining", ("12600", "-60", "0")),
        ("Resolution time remaining (milliseconds)", ("99999999999", "-1", "0")),
        ("SLA time remaining", ("3 days 4 hours", "- 2 hours", "0:00")),
        ("Temps restant", ("2 heures 5 minutes", "- 2 heures", "0 min")),
        ("Restzeit", ("2 Std. 5 Min.", "-2 Std.", "0 Std.")),
        ("Tempo residuo", ("2 ore e 5 minuti", "\u2212 5 minuti", "0 ore")),
        ("Tiempo restante", ("2 horas 5 minutos", "-1:05", "0")),
    ],
)
def test_what_is_left_of_a_clock_says_whether_it_was_met(header: str, values: tuple[str, ...]) -> None:
    rows = "".join(f"{n};2026-10-05 08:00;2026-10-05 10:00;{value}\n" for n, value in enumerate(values))
    found = read(f"Number;Opened;Resolved;{header}\n{rows}9;2026-10-05;2026-10-06;soon\n")
    assert [one.made_sla for one in found.tickets] == [True, False, True, None]
    assert any('resolution_left that are not understood: "soon"' in note for note in found.notes)


@pytest.mark.parametrize(
    ("header", "called"),
    [
        ("On hold time", "paused time"),
        ("First response time", "time to the first answer"),
        ("Resolution time", "time to resolve"),
        ("SLA target", "target for the time to resolve"),
    ],
)
def test_a_negative_length_of_time_is_refused_with_its_reason(header: str, called: str) -> None:
    table = (
        f"Number;Opened;Resolved;{header}\n1;2026-10-05;2026-10-06;- 2 hours\n2;2026-10-05;2026-10-06;2 h\n"
    )
    found = read(table)
    assert [one.number for one in found.tickets] == ["2"]
    (refused,) = found.rejected
    assert refused.line == 2
    assert f'the {called} "- 2 hours" is negative; correct it, or take the row out' in refused.reason
