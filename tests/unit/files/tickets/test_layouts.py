"""Each tool is known by its columns, its words have a meaning, and settings say the rest."""

import pytest

from assessment.domain.tickets import CANCELLED, PER_HOUR, PER_MINUTE, Ticket
from assessment.errors import FileProblems
from assessment.files.tickets.layouts import NAMES, guess_layout, layout_named
from assessment.files.tickets.reader import read_tickets
from assessment.files.tickets.settings import load_settings


@pytest.mark.parametrize(
    ("header", "layout"),
    [
        ("number,sys_id,incident_state,opened_at", "servicenow"),
        ("Summary,Issue key,Issue id,Issue Type,Status,Created,Resolved", "jira"),
        ("ID,Titre,Statut,Date d'ouverture,Attribué à - Technicien,TTR", "glpi"),
        ("Ticket#,Age,Title,Created,First Lock,Queue,State", "otrs"),
        ("Id,Requester,Assignee,Group stations,Created at,Solved at", "zendesk"),
        ("Ticket ID,Subject,Created time,Resolved time,Closed time,Resolution status", "freshdesk"),
        ("Incident ID,Status,Open Time,Reopen Time,Resolved Time,Close Time,Closure Code", "hpsm"),
        ("#,Organization,Group,Created at,First response at,Close in min", "zammad"),
        ("ticket_id,created_date,status", "generic"),
    ],
)
def test_the_tool_is_known_by_its_columns(header: str, layout: str) -> None:
    assert guess_layout(header.split(",")).id == layout


@pytest.mark.parametrize("name", NAMES)
def test_every_layout_finds_number_and_opening_time(name: str) -> None:
    layout = layout_named(name)
    assert layout.id == name
    assert layout.columns["number"]
    assert layout.columns["opened_at"]
    assert layout.states["closed"] == "closed"


def first_of(text: str) -> Ticket:
    return read_tickets(text.encode(), "x.csv").tickets[0]


def test_freshdesk_words_and_hours() -> None:
    ticket = first_of(
        "Ticket ID,Status,Created time,Resolved time,Closed time,First response time (in hrs),"
        "Resolution status,First response status\n"
        "7,Closed,2026-10-01 10:00:00,2026-10-01 12:00:00,2026-10-03 12:00:00,00:30:00,"
        "Within SLA,SLA Violated\n"
    )
    assert (ticket.made_sla, ticket.made_response) == (True, False)
    assert ticket.responded == (ticket.opened or 0) + 30 * PER_MINUTE


def test_zendesk_stations_are_one_more_than_reassignments() -> None:
    ticket = first_of(
        "Id,Requester,Status,Created at,Solved at,Group stations,Reopens,First reply time in minutes,"
        "On hold time in minutes\n7,A,Solved,2026-10-01 10:00,2026-10-01 12:00,3,1,15,30\n"
    )
    assert (ticket.reassigned, ticket.reopened, ticket.hold) == (2, 1, 30 * PER_MINUTE)


def test_service_manager_export_with_semicolons() -> None:
    ticket = first_of(
        "CI Name (aff);Incident ID;Status;Priority;KM number;Category;# Reassignments;Open Time;Reopen Time;"
        "Resolved Time;Close Time;Closure Code\n"
        "SUB1;IM0000004;Closed;4;KM0000553;incident;26;5/2/2012 13:32:57;;4/11/2013 13:50:27;"
        "4/11/2013 13:51:17;Other\n"
        "SUB1;IM0000005;Closed;3;;incident;33;12/3/2012 15:44:59;2/12/2013 12:31;2/12/2013 12:36;"
        "25/12/2013 12:36;X\n"
    )
    assert (ticket.number, ticket.reassigned, ticket.reopened, ticket.article) == ("IM0000004", 26, 0, True)
    assert ticket.type == "incident"


def test_otrs_merged_tickets_are_cancelled() -> None:
    ticket = first_of(
        "Ticket#,State,Priority,Queue,Created,First Lock,First Response,Closed,SLA\n"
        "2026100110000015,merged,3 normal,Desk,2026-10-01 10:00:00,2026-10-01 10:05:00,,"
        "2026-10-01 11:00:00,Gold\n"
    )
    assert (ticket.state, ticket.sla_name, ticket.group) == (CANCELLED, "Gold", "Desk")
    assert ticket.assigned == (ticket.opened or 0) + 5 * PER_MINUTE


def test_zammad_in_german() -> None:
    ticket = first_of(
        "#,Titel,Organisation,Zustand,Erstellt am,Geschlossen am,Gruppe\n"
        "12,x,y,geschlossen,13.10.2026 10:00,13.10.2026 11:00,Desk\n"
    )
    assert (ticket.number, ticket.state) == ("12", "closed")


@pytest.mark.parametrize(
    ("settings", "fault"),
    [
        ("calendar: {week: {mon: ['17:00-08:00']}}", "hours are written"),
        ("calendar: {week: {mon: ['08:00-12:00', '11:00-13:00']}}", "do not overlap"),
        ("calendar: {week: {moonday: []}}", "the days are mon"),
        ("calendar: {zone: Mars/Base, week: {mon: ['08:00-17:00']}}", "no time zone"),
        ("calendar: {}", "the working hours are missing"),
        ("zone: Nowhere", "no time zone"),
        ("date_order: ydm", "choose from dmy"),
        ("states: {x: gone}", "the meanings are open"),
        ("columns: {a: b}", "neither is a field of a ticket"),
        ("sla_target_hours: {P1: soon}", "a number from"),
        ("colums: {}", 'did you mean "columns"'),
        ("- 1", "a map of keys"),
    ],
)
def test_settings_with_faults_say_where(settings: str, fault: str) -> None:
    with pytest.raises(FileProblems, match=r"1:\d+: ") as caught:
        load_settings(settings)
    assert fault in caught.value.message


def test_settings_are_read() -> None:
    made = load_settings(
        "calendar: {zone: Europe/Rome, week: {mon: ['08:00-12:00', '13:00-24:00']}, holidays: [2026-12-25]}\n"
        "desk_groups: [Desk, Hotline]\nroutes: [Phone]\nsla_target_hours: {P1: 4, P2: 1.5}\n"
        "states: {on hold: [parked]}\n"
    )
    assert made.calendar is not None
    assert made.calendar.week == {0: ((480, 720), (780, 1440))}
    assert made.rules.desk_groups == {"desk", "hotline"}
    assert made.rules.targets == {"p1": 4 * PER_HOUR, "p2": 90 * PER_MINUTE}
    assert made.states == {"parked": "on hold"}
    assert str(made.zone_info) == "Europe/Rome"
