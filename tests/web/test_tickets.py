"""The pages of ticket exports: a file comes in, is settled, read, counted, removed; what it rests on."""

import io
import re
from datetime import timedelta

import openpyxl
import pytest
from flask import Flask

from assessment.services import ticket_imports
from assessment.services.ticket_work import work
from assessment.store.database import Database
from tests.factories.tickets import Clock
from tests.web.conftest import NOW
from tests.web.fixtures_clients import add
from tests.web.pages import Page, PageClient

ON_POSTGRES = True

PREFIX = "/clients/corvo/tickets"
RULES = f"{PREFIX}/rules"
TEXT = (
    "number,opened_at,resolved_at,closed_at,incident_state,priority,assignment_group,made_sla\n"
    "INC1,2026-09-01 08:00,2026-09-01 10:00,2026-09-03 08:00,Closed,1 - High,Desk,true\n"
    "INC2,2026-09-15 08:00,2026-09-15 12:00,2026-09-16 08:00,Closed,2 - Low,<b>Network</b>,false\n"
    "INC3,2026-09-29 08:00,2026-09-30 08:00,2026-09-30 09:00,Weg,2 - Low,Desk,true\n"
    "INC4,2026-09-29 08:00,2026-09-28 08:00,,Closed,2 - Low,Desk,true\n"
)


@pytest.fixture(autouse=True)
def _corvo(app: Flask, database: Database) -> None:
    app.config["CLOCK"] = Clock(NOW)
    add(database, "Corvo")
    add(database, "Lumen")


def upload(client: PageClient, text: str = TEXT, name: str = "september.csv") -> str:
    """Send a file and return the address of its import."""
    file = (io.BytesIO(text.encode()), name)
    page = client.post(PREFIX, {"file": file}, content_type="multipart/form-data")
    return page.response.request.path


def go_on(client: PageClient, database: Database) -> None:
    """Do what waits."""
    work(database, client.app.config["CLOCK"])


def bring_in(client: PageClient, database: Database, **changed: str) -> str:
    """Let a file be looked into, read and counted; return the address of its import."""
    address = upload(client)
    go_on(client, database)
    form = client.get(address).form(f"{address}/mapping") | {"zone": "UTC", "act": "start"} | changed
    client.post(f"{address}/mapping", form)
    go_on(client, database)
    return address


def rows_of(page: Page, table: str) -> list[str]:
    """The texts of the rows of a table."""
    found = page.root.find("table", aria_labelledby=f"{table}-title")
    return [row.text for row in found.find("tbody").find_all("tr")]


def test_without_tickets_the_page_says_what_to_do(client: PageClient) -> None:
    page = client.get(PREFIX)
    assert page.h1 == "No tickets are in yet"
    assert "Export the tickets of the last twelve months" in page.text
    assert client.get("/clients/corvo/metrics").root.find_all("a", href=PREFIX)


def test_a_file_comes_in_from_the_upload_to_the_figures(client: PageClient, database: Database) -> None:
    address = upload(client)
    page = client.get(address)
    assert page.h1 == "The export is on its way in"
    assert "will be looked into in a moment" in page.text
    go_on(client, database)
    page = client.get(address)
    assert page.h1 == "Is this how the export is to be read?"
    assert rows_of(page, "sample")[0].startswith("INC1 line 2 2026-09-01 08:00 – 2026-09-01 10:00")
    assert rows_of(page, "sample")[3] == (
        "INC4 line 5 not used resolved before it was opened; correct the times, or take the row out"
    )
    form = page.form(f"{address}/mapping")
    assert (form["layout"], form["column.resolved_at"], form["zone"]) == ("servicenow", "resolved_at", "")
    refused = client.post(f"{address}/mapping", {**form, "act": "start"}, status=422)
    assert "Say in which one they are." in refused.root.find("div", class_="errors").text
    after = client.post(f"{address}/mapping", {**form, "act": "start", "zone": "UTC", "state.1": "closed"})
    assert "The tickets will be read in a moment" in after.text
    go_on(client, database)
    page = client.get(address)
    assert page.h1 == "3 tickets came in"
    assert rows_of(page, "rejected")[0].startswith("5 ticket INC4: resolved before it was opened")
    page = client.get(PREFIX)
    assert page.h1 == "3 tickets count, from one export"
    assert "Mean time to resolve incidents 10 h 4 h 24 h 3" in rows_of(page, "figures")
    assert rows_of(page, "exports") == ["september.csv ServiceNow 3 in 23 Nov 2026 by local owner"]
    assert "Customer satisfaction score the export has no satisfaction score" in page.text
    metric = client.get("/clients/corvo/metrics/M19")
    assert "Median 4 h, nine in ten within 24 h; 3 tickets" in metric.text


def test_the_figures_are_shown_by_part(client: PageClient, database: Database) -> None:
    bring_in(client, database)
    by_group = client.get(f"{PREFIX}?by=group")
    assert [row.split()[0] for row in rows_of(by_group, "figures")] == ["<b>Network</b>", "Desk"]
    assert "<b>Network" not in by_group.html
    assert rows_of(client.get(f"{PREFIX}?by=month"), "figures")[0].startswith("Sep 2026")
    assert len(rows_of(client.get(f"{PREFIX}?by=priority"), "figures")) == 2
    assert "Metric Value" in client.get(f"{PREFIX}?by=nonsense").text


def test_answers_change_what_the_first_tickets_show(client: PageClient, database: Database) -> None:
    address = upload(client)
    go_on(client, database)
    form = client.get(address).form(f"{address}/mapping")
    changed = {"zone": "Europe/Rome", "state.1": "cancelled", "column.assignment_group": "", "act": "look"}
    client.post(f"{address}/mapping", form | changed)
    go_on(client, database)
    page = client.get(address)
    assert page.form(f"{address}/mapping")["state.1"] == "cancelled"
    assert page.form(f"{address}/mapping")["zone"] == "Europe/Rome"
    assert rows_of(page, "sample")[2].endswith("cancelled – 2 - Low –")


def test_a_form_that_is_refused_comes_back_as_it_was_typed(client: PageClient, database: Database) -> None:
    address = upload(client)
    go_on(client, database)
    form = client.get(address).form(f"{address}/mapping")
    typed = {"zone": "Nowhere", "state.1": "open", "column.service": "assignment_group", "act": "start"}
    page = client.post(f"{address}/mapping", form | typed, status=422)
    again = page.form(f"{address}/mapping")
    assert (again["zone"], again["state.1"], again["column.service"]) == (
        "Nowhere",
        "open",
        "assignment_group",
    )


@pytest.mark.parametrize(
    "typed",
    [{"priority.0": "x" * 400}, {"layout": "none"}, {"column.opened_at": "", "column.updated_at": ""}],
)
def test_a_problem_leads_to_its_field(client: PageClient, database: Database, typed: dict[str, str]) -> None:
    address = upload(client)
    go_on(client, database)
    form = client.get(address).form(f"{address}/mapping") | {"zone": "UTC", "act": "start"}
    page = client.post(f"{address}/mapping", form | typed, status=422)
    assert len(page.root.find("div", class_="errors").find_all("a")) == 1


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [("x.csv", b"", "The file is empty"), ("", b"a", "Choose the file")],
)
def test_a_file_that_cannot_be_taken_is_said_at_once(
    client: PageClient, name: str, content: bytes, words: str
) -> None:
    file = (io.BytesIO(content), name)
    page = client.post(PREFIX, {"file": file}, 422, content_type="multipart/form-data")
    assert words in page.text


def test_a_file_that_is_no_export_says_why_and_leaves_the_list(
    client: PageClient, database: Database
) -> None:
    address = upload(client, "%PDF-1.7 and so on", "report.csv")
    go_on(client, database)
    page = client.get(address)
    assert page.h1 == "The export could not be read"
    assert "report.csv, line 1: this is a PDF, not a table" in page.text
    assert "could not be read" in rows_of(client.get(PREFIX), "exports")[0]
    assert client.post(f"{address}/forget").h1 == "No tickets are in yet"
    assert not client.get(PREFIX).root.find_all("table")


def test_a_file_arrives_in_pieces(client: PageClient, database: Database) -> None:
    content = TEXT.encode()
    begun = client.post(f"{PREFIX}/arriving", {"name": "large.csv", "size": len(content)}).response.get_json()
    address = begun["href"]
    assert begun["piece"] == ticket_imports.PIECE_BYTES
    assert client.get(address).h1 == "The file did not arrive whole"
    sent = {
        "data": content,
        "content_type": "application/octet-stream",
        "headers": {"X-CSRFToken": client.token()},
    }
    early = client.post(f"{address}/arrived", status=422).response.get_json()
    assert early["problem"] == "The file did not arrive whole. Choose it again."
    assert client.http.post(f"{address}/pieces/0", **sent).get_json() == {"ok": True}
    assert client.http.post(f"{address}/pieces/1", **sent).status_code == 422
    assert client.post(f"{address}/arrived").response.get_json() == {"ok": True}
    go_on(client, database)
    assert client.get(address).h1 == "Is this how the export is to be read?"
    too_large = client.post(f"{PREFIX}/arriving", {"name": "x.csv", "size": 2_000_000_000}, 422)
    assert "at most 1000 MB are read" in too_large.response.get_json()["problem"]


def test_progress_is_told_to_the_page_that_waits(client: PageClient, database: Database) -> None:
    address = upload(client)
    answer = client.get(f"{address}/progress").response
    assert answer.get_json()["state"] == "to look"
    assert answer.headers["Cache-Control"] == "no-store"
    bring_in(client, database)
    assert client.get(f"{PREFIX}/counting").response.get_json() == {"state": "counted"}
    client.post(RULES, {"seen": "0", "zone": "Europe/Rome"})
    assert client.get(f"{PREFIX}/counting").response.get_json() == {"state": "counting"}
    assert "these are the figures from before" in client.get(PREFIX).text


def test_an_import_is_cancelled(client: PageClient, database: Database) -> None:
    address = upload(client)
    assert "september.csv was cancelled." in client.post(f"{address}/cancel").root.text
    go_on(client, database)
    assert not client.get(PREFIX).root.find_all("table")
    assert "This import has gone on meanwhile." in client.post(f"{address}/cancel").root.text


def test_tickets_are_removed_and_brought_back(client: PageClient, database: Database) -> None:
    address = bring_in(client, database)
    page = client.post(f"{address}/remove")
    assert "september.csv was removed." in page.root.text
    assert page.root.find_all("form", action=f"{address}/back")
    go_on(client, database)
    assert client.get(PREFIX).h1 == "No tickets are in yet"
    assert "september.csv counts again." in client.post(f"{address}/back").root.text
    go_on(client, database)
    assert client.get(PREFIX).h1 == "3 tickets count, from one export"


def test_nobody_at_work_is_said_with_a_way_on(client: PageClient, database: Database) -> None:
    address = upload(client)
    client.app.config["CLOCK"].now += timedelta(minutes=5)
    assert "Nobody has worked on it for a while." in client.get(address).text
    started: list[str] = []
    client.app.extensions["work"] = lambda: started.append("work")
    client.post(f"{address}/again")
    assert started == ["work"]


def test_rejected_rows_are_taken_as_a_table(client: PageClient, database: Database) -> None:
    address = bring_in(client, database)
    table = client.get(f"{address}/rejected.csv").response.get_data(as_text=True)
    assert re.search(r'^5,"ticket INC4: resolved before', table, re.MULTILINE)
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{address}/rejected.xlsx").response.data))
    assert book.active is not None
    client.get(f"{address}/rejected.exe", 404)


def test_what_counts_is_settled_and_followed(client: PageClient, database: Database) -> None:
    bring_in(client, database)
    page = client.get(f"{RULES}/calendars/new")
    form = page.form(f"{RULES}/calendars/new")
    assert form["mon"] == "08:00-17:00"
    refused = client.post(f"{RULES}/calendars/new", {**form, "name": "Desk", "zone": "Nowhere"}, 422)
    assert refused.form(f"{RULES}/calendars/new")["name"] == "Desk"
    page = client.post(
        f"{RULES}/calendars/new", {**form, "name": "Desk", "zone": "UTC", "holidays": "2026-09-29"}
    )
    (calendar,) = re.findall(r"/calendars/([0-9a-z]{16})", page.html)[:1]
    form = page.form(RULES)
    assert page.root.find_all("input", name="group", value="Desk")
    settled = {
        "seen": form["seen"],
        "calendar_id": calendar,
        "group": "Desk",
        "priority": "1 - High",
        "hours": "1,5",
    }
    assert client.post(RULES, settled).h1 == "3 tickets count, from one export"
    go_on(client, database)
    page = client.get(PREFIX)
    assert "Time counted Desk" in page.text
    assert "Targets 1 - High: 1.5 h" in page.text
    assert "Requests completed inside the SLA 0% – – 1" in rows_of(page, "figures")
    conflict = client.post(RULES, settled, 409)
    assert "Somebody else changed this meanwhile." in conflict.text
    wrong = client.post(RULES, {**settled, "seen": "1", "hours": "soon"}, 422)
    assert "Write the target of 1 - High in hours" in wrong.text
    again = wrong.form(RULES)
    assert (again["calendar_id"], again["group"], again["hours"]) == (calendar, "Desk", "soon")
    assert "This calendar is in use." in client.post(f"{RULES}/calendars/{calendar}/delete").root.text
    client.post(RULES, {"seen": "1"})
    assert "The calendar Desk was deleted." in client.post(f"{RULES}/calendars/{calendar}/delete").root.text


def test_another_client_has_none_of_it(client: PageClient, database: Database) -> None:
    address = bring_in(client, database).replace("corvo", "lumen")
    for path in ("", "/progress", "/rejected.csv"):
        client.get(f"{address}{path}", 404)
    for act in ("mapping", "cancel", "remove", "back", "forget"):
        client.post(f"{address}/{act}", {"layout": "servicenow"}, 404)
    client.get("/clients/lumen/tickets/rules/calendars/0123456789abcdef", 404)
