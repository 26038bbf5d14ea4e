"""One ticket out of the export of each of many tools that have no layout of their own."""

import pytest

from assessment.domain.tickets import PER_MINUTE
from assessment.errors import FileProblems, InvalidInput
from assessment.files.tickets.reader import TicketFile, read_tickets


def read(text: str) -> TicketFile:
    return read_tickets(text.encode(), "x.csv")


# Each is one ticket, opened on 24 March 2026 at 9:05, with what has to be understood of it.
TOOLS = {
    "Remedy": (
        "Incident ID*+,Status*,Reported Date+,Last Resolved Date,Assigned Group*+,Incident Type*,SLM Status\n"
        "INC1,Closed,3/24/2026 9:05:00 AM,3/24/2026 11:05:00 AM,Desk,User Service Request,"
        "Within the Service Target\n",
        {"resolved": 120, "group": "Desk", "type": "request", "made_sla": True},
    ),
    "Cherwell": (
        "Incident ID,Created Date Time,Status,Owned By Team,Stat_DateTimeResolved,Call Source\n"
        "1,3/24/2026 9:05 AM,Closed,Desk,3/24/2026 10:35 AM,Phone\n",
        {"resolved": 90, "group": "Desk", "contact": "Phone"},
    ),
    "TOPdesk": (
        "Call number;Call type;Creation date;Completed;Completion date;Closed;Closure date;Operator group;"
        "Entry\n"
        "I 1;Malfunction;24-03-2026 09:05;Yes;24-03-2026 11:05;Yes;27-03-2026 09:05;Desk;Telephone\n",
        {"resolved": 120, "closed": 72 * 60, "type": "incident", "contact": "Telephone"},
    ),
    "TOPdesk with a closed date": (
        "Number;Creation date;Completion date;Closed date\n"
        "I 1;24-03-2026 09:05;24-03-2026 11:05;27-03-2026 09:05\n",
        {"resolved": 120, "closed": 72 * 60},
    ),
    "osTicket": (
        "Ticket Number,Date Created,Subject,Priority,Department,Source,Current Status,Last Updated,"
        "Closed Date,Overdue,Team Assigned,Reopen Count\n"
        "483719,2026-03-24 09:05:00,a,Normal,Support,Email,Closed,2026-03-25 10:00:00,"
        "2026-03-24 11:05:00,0,Desk,1\n",
        {"closed": 120, "group": "Desk", "reopened": 1, "state": "closed", "contact": "Email"},
    ),
    "osTicket of old": (
        "Ticket Number,Date,Subject,From,Priority,Last Updated,Close Date\n"
        "483719,3/24/26 9:05 AM,a,b,Normal,3/25/26 10:00 AM,3/24/26 11:05 AM\n",
        {"closed": 120},
    ),
    "TOPdesk in French": (
        "Numéro d'incident;Type d'appel;Date de création;Date de clôture;Groupe d'opérateurs\n"
        "I 1;Panne;24/03/2026 09:05;27/03/2026 09:05;Desk\n",
        {"closed": 72 * 60, "type": "incident", "group": "Desk"},
    ),
    "ServiceDesk Plus": (
        "Request ID,Created Time,Request Mode,Resolved Time,First Response Time\n"
        '1,"Mar 24, 2026 09:05 AM",E-Mail,"Mar 24, 2026 11:05 AM","Mar 24, 2026 09:15 AM"\n',
        {"resolved": 120, "responded": 10, "contact": "E-Mail"},
    ),
    "Redmine in German": (
        "#;Tracker;Status;Aktualisiert;Angelegt;Geschlossen\n"
        "88;Fehler;Geschlossen;25.03.2026 10:05;24.03.2026 09:05;25.03.2026 09:05\n",
        {"closed": 24 * 60, "type": "incident", "state": "closed"},
    ),
    "HaloPSA": (
        "Ticket ID,Date Occurred,Date Closed,Team,Response SLA State,Fix SLA State\n"
        "1,24/03/2026 09:05:00,25/03/2026 09:05:00,Desk,Met,Missed\n",
        {"closed": 24 * 60, "made_response": True, "made_sla": False},
    ),
    "Autotask": (
        "Ticket Number,Queue,Create Date,Resolved Date/Time,Complete Date,Service Level Agreement,SLA Met\n"
        "T1,Desk,03/24/2026 09:05 AM,03/24/2026 11:05 AM,03/25/2026 09:05 AM,Gold,Yes\n",
        {"resolved": 120, "closed": 24 * 60, "sla_name": "Gold", "made_sla": True},
    ),
    "ConnectWise": (
        "Ticket #,Status,Board,Date Entered,Resolution Date,Closed Date,Responded\n"
        "1,>Closed,Desk,3/24/2026 9:05 AM,3/24/2026 11:05 AM,3/26/2026 9:05 AM,3/24/2026 9:20 AM\n",
        {"resolved": 120, "responded": 15, "group": "Desk", "state": "closed"},
    ),
    "SysAid": (
        "#,Status,Request Time,Close Time,Admin Group,SR Type,Reopen Counter,First Response Time\n"
        "1,Closed,24-03-2026 09:05,24-03-2026 12:05,Desk,Incident,1,24-03-2026 09:15\n",
        {"closed": 180, "responded": 10, "type": "incident", "reopened": 1, "group": "Desk"},
    ),
    "EasyVista": (
        "N° d'incident;Statut;Date de création (UT);Date de résolution (UT);Groupe en charge;"
        "Dépassement SLA\n"
        "I1;Clôturé;24/03/2026 09:05:00;24/03/2026 10:05:00;Desk;Non\n",
        {"resolved": 60, "group": "Desk", "made_sla": True, "state": "closed"},
    ),
    "Matrix42": (
        "Ticketnummer;Verantwortliche Rolle;Erstellungsdatum;Lösungsdatum;Eingangsweg\n"
        "1;Desk;24.03.2026 09:05;24.03.2026 10:35;Telefon\n",
        {"resolved": 90, "group": "Desk", "contact": "Telefon"},
    ),
    "4me": (
        "ID,Status,Team,Created at,Completed at\n"
        "1,Completed,Desk,2026-03-24T09:05:00Z,2026-03-24T11:05:00Z\n",
        {"closed": 120, "group": "Desk", "state": "closed"},
    ),
    "Request Tracker": (
        "id,Status,Queue,Created,Resolved\n"
        "1,resolved,Desk,Tue Mar 24 09:05:00 2026,Tue Mar 24 11:05:00 2026\n",
        {"resolved": 120, "group": "Desk", "state": "resolved"},
    ),
    "iTop": (
        "Ref,Start date,Resolution date,Team,SLA ttr passed,TTO,TTR\n"
        "I-1,2026-03-24 09:05:00,2026-03-24 11:05:00,Desk,yes,300,7200\n",
        {"resolved": 120, "group": "Desk", "made_sla": False},
    ),
    "Help Scout": (
        "Conversation #,Status,Created,Closed,First Response Time (min)\n"
        "1,closed,2026-03-24 09:05:00,2026-03-24 11:05:00,30\n",
        {"closed": 120, "responded": 30},
    ),
    "helpLine": (
        "Vorgangsnummer;Status;Angelegt am;Gelöst am;Gruppe;SLA eingehalten;Restzeit (Min)\n"
        "1;Erledigt;24.03.2026 09:05;24.03.2026 11:05;Keine;;-15\n",
        {"resolved": 120, "made_sla": False, "group": "", "state": "resolved"},
    ),
    "Italian": (
        "Nr. richiesta;Stato;Data e ora di apertura;Data e ora di risoluzione;Gruppo di lavoro;"
        "Nr. riassegnazioni\n"
        "1;Chiusa;24/03/2026 09.05;24/03/2026 24.00;Desk;0\n",
        {"resolved": 895, "group": "Desk", "reassigned": 0, "state": "closed"},
    ),
    "Spanish": (
        "Nº de incidencia;Estado;Fecha de creación;Fecha de resolución;Canal\n"
        "1;Cerrada;24/03/2026 9:05;24/03/2026 11:05;Teléfono\n",
        {"resolved": 120, "contact": "Teléfono", "state": "closed"},
    ),
}


@pytest.mark.parametrize("tool", TOOLS)
def test_exports_of_other_tools(tool: str) -> None:
    table, expected = TOOLS[tool]
    found = read(table)
    (ticket,) = found.tickets
    opened = ticket.opened or 0
    told = {
        part: (value - opened) // PER_MINUTE if part in ("responded", "resolved", "closed") else value
        for part, value in ticket._asdict().items()
        if part in expected
    }
    assert told == expected
    assert opened // PER_MINUTE == 29_572_385
    assert found.mapped.layout.id == "generic"


@pytest.mark.parametrize(
    "header",
    [
        "Ticket Number,Queue,Created,Closed",
        "Number,Organization,Created at,Closed at",
        "Ticket#,Queue,Opened,Closed",
    ],
)
def test_headers_that_many_tools_have_do_not_make_closing_a_resolution(header: str) -> None:
    (ticket,) = read(header + "\n1,A,2026-10-05 08:00,2026-10-06 08:00\n").tickets
    assert ticket.resolved is None


@pytest.mark.parametrize(
    "never",
    [
        "0001-01-01 00:00:00",
        "0001-01-01T00:00:00Z",
        "01/01/0001 00:00:00",
        "9999-12-31 23:59:59",
        "1900-01-00",
        "31/12/9999",
        "31.12.9999",
        "31.12.9999, 23:59",
        "12/31/9999 11:59:59 PM",
        "9999-12-31T23:59:59.997+00:00",
        "9999/12/31",
        "31-Dec-9999 00:00",
        "01/01/0001 00:00",
        "1.1.0001 0:00:00",
        "01/01/1900 00:00",
    ],
)
def test_days_that_stand_for_never(never: str) -> None:
    table = f"Number;Opened;Resolved\n1;2026-10-05;{never}\n2;2026-10-05;2026-10-06\n3;{never};2026-10-06\n"
    found = read(table)
    assert [one.resolved is None for one in found.tickets] == [True, False]
    assert (
        found.rejected[0].reason == "ticket 3: has no opening time; look at it in the tool that it comes from"
    )


@pytest.mark.parametrize("never", ["31/12/9999 23:59", "12/31/9999", "31.12.9999"])
def test_a_day_that_stands_for_never_decides_no_order(never: str) -> None:
    table = f"Number,Opened,Resolved\n1,05/10/2026,06/10/2026\n2,07/10/2026,{never}\n"
    with pytest.raises(InvalidInput, match='Dates such as "05/10/2026" can be read in two ways'):
        read(table)
    assert len(read(table + "3,10/13/2026,10/14/2026\n").tickets) == 3


def test_a_length_that_never_came_to_an_end_leaves_the_others_moments() -> None:
    table = (
        "Number,Opened,Resolution time\n1,2026-10-05 08:00,2026-10-05 09:00\n2,2026-10-06,31/12/9999 00:00\n"
    )
    assert [one.resolved is None for one in read(table).tickets] == [False, True]


def test_completion_without_another_end_is_the_closing() -> None:
    (ticket,) = read("Number,Creation date,Completion date\n1,2026-10-05 08:00,2026-10-05 09:00\n").tickets
    assert (ticket.resolved, ticket.closed) == (None, (ticket.opened or 0) + 60 * PER_MINUTE)
    table = "Number,Opened,Resolved,Completed on,Closed on\n1,2026-10-05,2026-10-06,2026-10-07,2026-10-08\n"
    found = read(table)
    assert found.mapped.headers[found.mapped.columns["resolved_at"]] == "Resolved"
    assert found.mapped.headers[found.mapped.columns["closed_at"]] == "Closed on"


def test_an_end_that_may_be_planned_is_no_end() -> None:
    (ticket,) = read("Number,Created,Closed,End date\n1,2026-10-05,2026-10-06,2026-10-09\n").tickets
    assert (ticket.resolved, ticket.closed) == (None, (ticket.opened or 0) + 24 * 60 * PER_MINUTE)


def columns_of(text: str) -> dict[str, str]:
    mapped = read(text).mapped
    return {name: mapped.headers[place] for name, place in mapped.columns.items()}


@pytest.mark.parametrize("header", ["Date", "Date (dd/mm/yyyy)", "Datum", "Fecha", "Data"])
def test_a_bare_date_is_the_opening_when_nothing_else_is(header: str) -> None:
    rows = "1,Closed,2026-10-05 08:00,2026-10-07\n2,Closed,2026-10-06 08:00,2026-10-07\n"
    assert columns_of(f"Number,Status,{header},Updated\n{rows}")["opened_at"] == header
    assert columns_of(f"Number,Status,{header},Created\n{rows}")["opened_at"] == "Created"


def test_a_bare_date_of_a_log_is_that_of_its_events() -> None:
    rows = "1,New,2026-10-05 08:00\n1,Closed,2026-10-06 08:00\n"
    assert columns_of("Number,Status,Date\n" + rows)["event_at"] == "Date"
    columns = columns_of("Number,Date,Timestamp\n" + rows.replace("New", "2026-10-01").replace("Closed", ""))
    assert "opened_at" not in columns
    with pytest.raises(FileProblems, match="no column gives the time when it was opened"):
        read("Number,Data\n1,foo\n")


def test_the_time_of_the_last_change_is_not_the_opening() -> None:
    with pytest.raises(FileProblems, match="no column gives the time when it was opened"):
        read("Number,Status,Updated\n1,Closed,2026-10-05 08:00\n2,Closed,2026-10-06 08:00\n")
    rows = "1,Open,2026-10-05 08:00\n1,Closed,2026-10-06 08:00\n"
    assert len(read("Number,Status,Updated\n" + rows).tickets) == 1


def test_a_lone_carriage_return_far_into_a_file_costs_no_row() -> None:
    rows = "".join(f"{number},2026-10-05,2026-10-06,A\n" for number in range(4000))
    found = read("Number,Opened,Resolved,Group\n" + rows + "4000,2026-10-05,2026-10-06,A\rB\n")
    assert (len(found.tickets), found.tickets[-1].group, found.rejected) == (4001, "A B", ())
