"""The pages of service reviews: set up, prepare, hold with decisions, close, share."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from assessment.domain.catalogue import Contract, Party
from assessment.services import csip, reviews, reviews_links
from assessment.services.catalogue import save_entry
from assessment.services.csip import ItemDraft
from assessment.services.reviews import ReviewEntry
from assessment.store.database import Database
from assessment.web.app import LOCAL_WORKSPACE
from assessment.web.review_tokens import token_of
from tests.web.conftest import NOW
from tests.web.fixtures_clients import add, writing
from tests.web.pages import PageClient

HERE = "/clients/corvo-logistics/reviews"
ONE = f"{HERE}/1"
TODAY = NOW.date()


@pytest.fixture
def corvo(database: Database) -> str:
    """A client with a neighbour and two proposed improvements."""
    client = add(database)
    add(database, "Lumen Retail")
    with writing(database) as unit:
        for title in ("Set priorities", "Publish the catalogue"):
            csip.add_item(unit, client.slug, ItemDraft(title, owner="Service desk lead"))
    return client.slug


def plan(database: Database, kind: str = "monthly", state: str = "held") -> None:
    """One review of Corvo in a state."""
    with writing(database) as unit:
        one = reviews.plan_review(unit, "corvo-logistics", ReviewEntry(kind, planned_on=TODAY))
        if state in ("prepared", "held", "closed"):
            one = reviews.prepare_review(unit, "corvo-logistics", one.number, one.version)
        if state in ("held", "closed"):
            one = reviews.begin_review(unit, "corvo-logistics", one.number, one.version)
        if state == "closed":
            reviews.close_review(unit, "corvo-logistics", one.number)


def test_an_empty_list_offers_one_next_step(client: PageClient, corvo: str) -> None:
    page = client.get(HERE)
    assert page.h1 == "No service reviews yet"
    assert "Set up a cadence" in page.text
    assert client.get(f"{HERE}/kept").h1 == "Nothing is kept from reviews yet"


def test_a_cadence_is_set_up_from_its_draft_and_planned(client: PageClient, corvo: str) -> None:
    path = f"{HERE}/cadences/new?kind=qbr"
    form = client.get(path).form(f"{HERE}/cadences/new")
    assert "Account owner (provider)" in form["participants"]
    refused = client.post(f"{HERE}/cadences/new", {**form, "agenda": "No minutes"}, status=422)
    assert "Begin each line with its minutes" in refused.text
    assert refused.form(f"{HERE}/cadences/new")["agenda"].strip() == "No minutes"
    client.post(f"{HERE}/cadences/new", {**form, "next_on": "2026-11-21", "starts_at": "14:00"})
    page = client.get(HERE)
    assert "23 Nov 2026" in page.text
    made = client.post(f"{HERE}/cadences/1/next", {})
    assert made.response.request.path == ONE
    shown = client.get(ONE)
    assert "Quarterly business review, 23 Nov 2026: no pack yet" in shown.h1
    assert "1 Aug 2026 to 31 Oct 2026" in shown.text
    stale = client.get(f"{HERE}/cadences/1").form(f"{HERE}/cadences/1")
    client.post(f"{HERE}/cadences/1", {**stale, "title": "Other"})
    lost = client.post(f"{HERE}/cadences/1", {**stale, "title": "Mine"}, status=409)
    assert lost.form(f"{HERE}/cadences/1")["title"] == "Mine"


@pytest.mark.parametrize(
    "values",
    [
        {"planned_on": ""},
        {"planned_on": "soon"},
        {"planned_on": "9999-01-01"},
        {"minutes_long": "1e9"},
        {"starts_at": "noon"},
        {"title": "x" * 301},
        {"kind": "hourly"},
        {"party": "9" * 30},
        {"period_from": "2026-11-02", "period_to": "2026-11-01"},
        {"cut_off_on": "2027-01-01"},
    ],
)
def test_a_refused_review_says_why_and_keeps_what_was_typed(
    client: PageClient, corvo: str, values: dict[str, str]
) -> None:
    form = client.get(f"{HERE}/new").form(f"{HERE}/new") | {"planned_on": TODAY.isoformat()}
    page = client.post(f"{HERE}/new", {**form, **values}, status=422)
    assert "There is a problem" in page.text
    client.get(ONE, status=404)


def test_a_review_is_planned_prepared_and_begun(client: PageClient, corvo: str) -> None:
    form = client.get(f"{HERE}/new?kind=annual").form(f"{HERE}/new")
    client.post(f"{HERE}/new", {**form, "planned_on": TODAY.isoformat()})
    client.post(f"{ONE}/prepare", {"seen": "1"})
    page = client.get(ONE)
    assert page.h1.endswith("no target measured and two improvements wait for a decision")
    assert "Value and renewal: no contract is entered" in page.text
    client.post(f"{ONE}/begin", {"seen": "1"}, status=409)
    begun = client.post(f"{ONE}/begin", {"seen": "2"})
    assert begun.response.request.path == f"{ONE}/minutes"
    assert client.get(f"{ONE}/minutes").h1.startswith("Minutes: Annual review")


def test_the_agenda_is_edited_and_keeps_what_was_typed_beside(
    client: PageClient, database: Database, corvo: str
) -> None:
    plan(database, state="prepared")
    form = client.get(f"{ONE}/agenda").form(f"{ONE}/agenda")
    changed = {**form, "minutes-t1": "25", "act": "down:t1"}
    client.post(f"{ONE}/agenda", changed)
    after = client.get(f"{ONE}/agenda")
    assert after.form(f"{ONE}/agenda")["minutes-t1"] == "25"
    assert "Point 2" in after.text
    refused = client.post(f"{ONE}/agenda", {**changed, "seen": "3", "minutes-t1": "many"}, status=422)
    assert refused.form(f"{ONE}/agenda")["minutes-t1"] == "many"
    client.post(f"{ONE}/agenda", {**changed, "act": "remove:t2"}, status=409)
    client.post(f"{ONE}/agenda", {"seen": "3", "act": "add", "title": "", "minutes": "5"}, status=422)
    client.post(f"{ONE}/agenda", {"seen": "3", "act": "add", "title": "Holidays", "minutes": "5"})
    assert "Holidays" in client.get(ONE).text


def test_the_minutes_are_saved_as_a_whole_without_scripts(
    client: PageClient, database: Database, corvo: str
) -> None:
    plan(database, "qbr")
    form = client.get(f"{ONE}/minutes").form(f"{ONE}/minutes")
    typed = {
        **form, "room.came": "0", "room.others": "Auditor (customer)", "point-t1.notes": "All **done**",
        "relationship.word": "good", "next.next_on": "2027-02-22",
    }  # fmt: skip
    client.post(f"{ONE}/minutes", typed)
    shown = client.get(ONE)
    assert "Service delivery manager; Auditor" in shown.text
    assert "<strong>done</strong>" in shown.html
    assert "22 Feb 2027" in shown.text
    clash = client.post(f"{ONE}/minutes", {**form, "point-t1.notes": "Mine"}, status=409)
    assert "Theirs" in clash.text
    again = clash.form(f"{ONE}/minutes")
    assert again["point-t1.notes"].strip() == "Mine"
    client.post(f"{ONE}/minutes", again)
    assert "Mine" in client.get(ONE).text


def test_a_part_saves_itself(client: PageClient, database: Database, corvo: str) -> None:
    plan(database)
    form = client.get(f"{ONE}/minutes").form(f"{ONE}/minutes")
    headers = {"Accept": "application/json", "X-CSRFToken": form["csrf_token"]}
    path = f"{ONE}/minutes/point-t1"
    values = {"notes": "Typed", "version": form["point-t1.version"]}
    answer = client.http.post(path, data=values, headers=headers)
    assert answer.status_code == 200
    assert answer.json is not None
    assert answer.json["version"] != values["version"]
    clash = client.http.post(path, data={**values, "notes": "Other"}, headers=headers)
    assert clash.status_code == 409
    assert clash.json is not None
    assert clash.json["conflict"]["theirs"] == "Typed"
    assert str(clash.json["conflict"]["version"]) == answer.json["version"]
    kept = client.http.post(path, data={"notes": "Other", "version": answer.json["version"]}, headers=headers)
    assert kept.status_code == 200
    assert client.http.post(f"{ONE}/minutes/point-x", data=values, headers=headers).status_code == 404
    long = client.http.post(path, data={**values, "notes": "x" * 10_001}, headers=headers)
    assert long.status_code == 422


def decision(client: PageClient, **values: Any) -> dict[str, Any]:
    """What the form of the decision sends for both items."""
    form = client.get(f"{ONE}/minutes").form(f"{ONE}/improvements")
    return {**form, "items": ["1", "2"], **values}


def test_improvements_are_decided_in_the_meeting(client: PageClient, database: Database, corvo: str) -> None:
    plan(database)
    hold = decision(client, decision="hold", reason="", look_again_on="2027-01-10", deciders="Service owner")
    refused = client.post(f"{ONE}/improvements", hold, status=422)
    assert "Say why" in refused.text
    unread = client.post(
        f"{ONE}/improvements", {**hold, "reason": "No budget", "look_again_on": "?"}, status=422
    )
    assert "Write the day" in unread.text
    client.post(f"{ONE}/improvements", {**hold, "reason": "No budget"})
    with writing(database) as unit:
        csip.add_item(unit, corvo, ItemDraft("Raised later"))
    named = {"decision": "progress", "other": "csip-003", "deciders": ""}
    client.post(f"{ONE}/improvements", named)
    client.post(f"{ONE}/improvements", {**named, "other": "99"}, status=404)
    page = client.get(f"{ONE}/minutes")
    assert "CSIP-003 Raised later: approved" in page.text
    assert "CSIP-001 Set priorities: on hold" in page.text
    assert "look again on 10 Jan 2027; decided by Service owner; reason: No budget" in page.text
    second = client.post(f"{ONE}/improvements", {**hold, "decision": "progress"}, status=409)
    assert "CSIP-001: Somebody else changed CSIP-001 before you" in second.text
    assert "CSIP-001 Set priorities: on hold. No budget" in second.text
    client.post(f"{ONE}/decisions/1/undo", {})
    assert "Taken back" in client.get(f"{ONE}/minutes").text
    assert "Proposed" in client.get("/clients/corvo-logistics/csip/1").text


def test_actions_decisions_and_proposals_are_typed_in_the_meeting(
    client: PageClient, database: Database, corvo: str
) -> None:
    plan(database)
    action = {"form": "action", "title": "Add a technician", "owner": "", "due_on": "2026-12-01"}
    page = client.post(f"{ONE}/decisions", action, status=422)
    assert "Add a technician" in page.html
    client.post(f"{ONE}/decisions", {**action, "owner": "Team lead"})
    other = {"form": "agreement", "sla": "", "decision": "change", "text": "Eight hours", "reason": ""}
    client.post(f"{ONE}/decisions", other, status=422)
    client.post(f"{ONE}/decisions", {**other, "reason": "Met all year"})
    client.post(f"{ONE}/decisions", {**other, "decision": "x"}, status=422)
    proposal = {"form": "proposal", "title": "Night desk", "kind": "service"}
    client.post(f"{ONE}/decisions", proposal)
    text = client.get(f"{ONE}/minutes").text
    for said in ("ACT-001 Add a technician", "Agreement to be changed: Eight hours", "PRO-001 Night desk"):
        assert said in text
    assert "Night desk" in client.get(f"{HERE}/kept").text


def test_a_review_is_closed_from_the_page_on_which_its_minutes_saved_themselves(
    client: PageClient, database: Database, corvo: str
) -> None:
    plan(database)
    page = client.get(f"{ONE}/minutes")
    form, close = page.form(f"{ONE}/minutes"), page.form(f"{ONE}/close")
    headers = {"Accept": "application/json", "X-CSRFToken": form["csrf_token"]}
    values = {"notes": "Typed", "version": form["point-t1.version"]}
    client.http.post(f"{ONE}/minutes/point-t1", data=values, headers=headers)
    client.post(f"{ONE}/close", close)
    page = client.get(ONE)
    assert "Frozen since it was closed" in page.text
    assert "Typed" in page.text


def test_a_closed_review_is_read_only_and_takes_an_addendum(
    client: PageClient, database: Database, corvo: str
) -> None:
    plan(database)
    client.post(f"{ONE}/close", {"seen": "3"})
    page = client.get(ONE)
    assert "Frozen since it was closed" in page.text
    assert client.get(f"{ONE}/minutes", status=303).response.location.endswith("/reviews/1")
    client.post(f"{ONE}/minutes", {"notes.notes": "Late", "notes.version": "1"})
    assert "Late" not in client.get(ONE).text
    client.post(f"{ONE}/addenda", {"text": " "}, status=422)
    client.post(f"{ONE}/addenda", {"text": "The owner is another one."})
    assert "The owner is another one." in client.get(ONE).text
    notes = client.http.get(f"{ONE}/minutes.md")
    assert notes.mimetype == "text/markdown"
    assert "# Monthly review, 23 Nov 2026" in notes.text
    assert "The owner is another one." in notes.text


def test_a_pack_leads_to_the_contract_that_it_is_about(
    client: PageClient, database: Database, corvo: str
) -> None:
    ends = TODAY + timedelta(days=90)
    with writing(database) as unit:
        carrier = save_entry(unit, corvo, Party("", 0, "Carrier", "supplier", "telecoms"))
        save_entry(unit, corvo, Contract("", 0, carrier.id, "Lines", TODAY - timedelta(days=300), ends))
    plan(database, "annual", "prepared")
    links = [one.attrs.get("href") for one in client.get(ONE).root.find_all("a")]
    assert f"/clients/{corvo}/contracts/1" in links


def test_a_cancelled_review_says_why(client: PageClient, database: Database, corvo: str) -> None:
    plan(database, state="planned")
    client.post(f"{ONE}/cancel", {"seen": "1", "reason": ""}, status=422)
    client.post(f"{ONE}/cancel", {"seen": "1", "reason": "Everybody is ill"})
    assert "Cancelled because: Everybody is ill" in client.get(ONE).text
    assert client.get(f"{ONE}/settings", status=303).status == 303


def test_the_settings_can_change_until_it_begins(client: PageClient, database: Database, corvo: str) -> None:
    plan(database, state="planned")
    form = client.get(f"{ONE}/settings").form(f"{ONE}/settings")
    later = {**form, "planned_on": "2026-11-30", "starts_at": "9:05"}
    client.post(f"{ONE}/settings", later)
    assert "30 Nov 2026, 09:05" in client.get(ONE).text
    client.post(f"{ONE}/settings", {**later, "title": "Other"}, status=409)


def test_what_is_kept_is_added_changed_and_retired(client: PageClient, corvo: str) -> None:
    for register, values in (
        ("lesson", {"text": "Ask before holidays"}),
        ("step", {"text": "Train tier 1", "owner": "Team lead", "due_on": "2026-11-01", "state": "open"}),
        ("proposal", {"title": "Night desk", "kind": "service", "state": "open"}),
    ):
        path = f"{HERE}/kept/{register}/new"
        client.get(path)
        client.post(path, {}, status=422)
        client.post(path, values)
    page = client.get(f"{HERE}/kept")
    assert page.h1 == "One open step, one lesson and one open proposal"
    assert "Overdue" in page.text
    lesson = client.get(f"{HERE}/kept/lesson/1").form(f"{HERE}/kept/lesson/1")
    client.post(f"{HERE}/kept/lesson/1", {**lesson, "retired": "y"})
    client.post(f"{HERE}/kept/lesson/1", {**lesson, "text": "Other"}, status=409)
    assert "retired" in client.get(f"{HERE}/kept").text
    client.get(f"{HERE}/kept/lesson/9", status=404)


def test_a_link_shows_one_review_to_somebody_without_an_account(
    app: Flask, client: PageClient, database: Database, corvo: str
) -> None:
    plan(database, state="prepared")
    plan(database, state="planned")
    client.post(f"{ONE}/links", {"name": "", "days": "7"}, status=422)
    client.post(f"{ONE}/links", {"name": "Auditor", "days": "9" * 20}, status=422)
    client.post(f"{ONE}/links", {"name": "Auditor", "days": "7"})
    page = client.get(ONE)
    address = page.root.find("input", id="link-1").attrs["value"]
    path = address.removeprefix("http://localhost")
    stranger = PageClient(app)
    read = stranger.get(path)
    assert "for Auditor" in read.text
    assert "not opened yet" in page.text
    assert "opened 23 Nov 2026" in client.get(ONE).text
    assert "/clients/" not in read.html
    assert read.response.headers["Cache-Control"] == "no-store"
    stranger.get(f"{path}x", status=404)
    app.config["CLOCK"] = lambda: NOW + timedelta(days=8)
    stranger.get(path, status=404)
    app.config["CLOCK"] = lambda: NOW
    link_id = page.html.partition(f"{HERE}/links/")[2].partition("/")[0]
    client.post(f"/clients/lumen-retail/reviews/links/{link_id}/end", {}, status=404)
    client.post(f"{HERE}/links/{link_id}/end", {"review": "1"})
    stranger.get(path, status=404)


def test_the_calendar_is_read_by_its_secret_address(
    app: Flask, client: PageClient, database: Database, corvo: str
) -> None:
    plan(database, state="planned")
    client.post(f"{HERE}/calendar", {"name": "Service owner"})
    address = client.get(HERE).root.find("input", id="feed-1").attrs["value"]
    answer = PageClient(app).http.get(address.removeprefix("http://localhost"))
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert "DTSTART;VALUE=DATE:20261123\r\n" in answer.text
    with writing(database) as unit:
        review = reviews_links.share_calendar(unit, "corvo-logistics", "Other")
    with app.test_request_context("/"):
        token = token_of(LOCAL_WORKSPACE, review.id)
    PageClient(app).get(f"/v/{token}", status=404)


def test_another_clients_reviews_are_not_found(client: PageClient, database: Database, corvo: str) -> None:
    plan(database)
    theirs = "/clients/lumen-retail/reviews"
    for path in ("1", "1/agenda", "1/minutes", "1/settings", "1/minutes.md", "cadences/1", "kept/step/1"):
        client.get(f"{theirs}/{path}", status=404)
    for path in ("1/prepare", "1/close", "1/minutes/notes", "1/decisions", "1/improvements", "1/addenda"):
        values = {"items": "1", "form": "action", "title": "x", "owner": "x", "due_on": "2026-12-01"}
        client.post(f"{theirs}/{path}", values, status=404)
    client.get(f"{HERE}/{'9' * 30}", status=404)
