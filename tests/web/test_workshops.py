"""A workshop without scripts: join, vote, reveal, agree; and no vote leaves the server before the reveal."""

import re
from threading import Thread

import pytest
from flask import Flask

from assessment.bench.measuring import counted_statements
from assessment.store.database import Database
from tests.web.fixtures_questions import HOME, practice
from tests.web.fixtures_workshops import SLUGS, ask, code_of, hidden, revealed, seated, vote
from tests.web.pages import PageClient

ON_POSTGRES = True


def test_a_placing_is_voted_revealed_and_agreed(app: Flask, lead: PageClient, room: str) -> None:
    code = code_of(lead, room)
    phones = [seated(app, code) for _ in range(3)]
    ask(lead, room, SLUGS[0])
    for phone, answer in zip(phones, "235", strict=True):
        vote(phone, code, answer)
    vote(phones[0], code, "3")
    page = lead.get(room)
    assert "3 of 3 have voted" in page.text
    reveal = next(f for f in page.root.find_all("form") if f.attrs.get("action", "").endswith("/reveal"))
    address = reveal.attrs["action"].rsplit("/", 1)[0]
    lead.post(f"{address}/reveal", {"version": "1"})
    assert "Median 3, from 3 to 5." in phones[1].get(f"/j/{code}").text
    lead.post(f"{address}/reveal", {"version": "1"}, status=409)
    lead.post(f"{address}/agree", {"version": "2", "seen": "0", "answer": "3", "note": "As seen"})
    assert "Agreed: step 3 Intermediate." in phones[2].get(f"/j/{code}").text
    assert "Agreed step 3 Intermediate" in lead.get(f"{room}/minutes").text


def test_nothing_that_is_sent_before_the_reveal_depends_on_a_vote(
    app: Flask, lead: PageClient, room: str
) -> None:
    code = code_of(lead, room)
    voter, other = seated(app, code), seated(app, code)
    ask(lead, room, SLUGS[0])

    def seen() -> list[str]:
        pages = (room, f"{room}/state", f"{room}/screen", f"{room}/minutes")
        sent = [lead.http.get(path).text for path in pages]
        sent += [other.http.get(f"/j/{code}").text, other.http.get(f"/j/{code}/state").text]
        return [re.sub(r'name="csrf_token"[^>]*>|data-token="[^"]*"|"version":\d+', "", one) for one in sent]

    vote(voter, code, "1")
    first = seen()
    vote(voter, code, "5")
    assert seen() == first


def test_a_wrong_code_and_a_phone_without_a_seat_are_told(app: Flask, lead: PageClient, room: str) -> None:
    code = code_of(lead, room)
    stranger = PageClient(app)
    assert "No workshop with the code" in stranger.get("/j?code=000-000", status=404).text
    stranger.post(f"/j/{code}/vote", {"round": "x", "answer": "3"}, status=404)
    for _ in range(25):
        answer = stranger.http.get("/j?code=000000")
    assert answer.status_code == 429


def test_the_minutes_need_as_many_queries_for_one_question_as_for_six(
    lead: PageClient, room: str, database: Database
) -> None:
    found = []
    for areas in (SLUGS[:1], SLUGS[1:6]):
        for area in areas:
            address = revealed(lead, room, area)
            lead.post(f"{address}/agree", {"version": "2", "seen": "0", "answer": "3"})
        with counted_statements(database) as seen:
            text = lead.get(f"{room}/minutes").text
        assert "Agreed step 3" in text
        found.append(len(seen))
    assert text.count("Agreed step 3") == 6
    assert found[0] == found[1] <= 12


def test_what_was_typed_survives_a_refusal_and_a_conflict(lead: PageClient, room: str) -> None:
    address = revealed(lead, room, SLUGS[0])
    typed = {"version": "2", "seen": "0", "answer": "4", "target": "lots", "note": "Priority by shouting"}
    refused = lead.post(f"{address}/agree", typed, status=422)
    assert "Write a number" in refused.text
    form = refused.form(f"{address}/agree")
    assert (form["answer"], form["target"], form["note"]) == ("4", "lots", "Priority by shouting")
    typed["target"] = "4"
    lead.post(f"{address}/agree", typed)
    late = lead.post(f"{address}/agree", {**typed, "note": "Mine is another"}, status=409)
    assert "Another screen agreed on a rating" in late.text
    assert "What you typed: Mine is another" in late.text


def test_agreeing_keeps_the_note_and_the_evidence_that_are_there(
    lead: PageClient, room: str, database: Database
) -> None:
    there = {"rating": "P", "note": "Seen in March", "version": "0"}
    lead.save(practice("L2-A3-P1"), {**there, "ev_kind": "document", "ev_note": "Runbook", "ev_link": ""})
    address = revealed(lead, room, "restoration/L2-A3-P1")
    seen = hidden(lead.get(room), "seen")
    lead.post(f"{address}/agree", {"version": "2", "seen": seen, "answer": "L", "evidence": "Tickets"})
    minutes = lead.get(f"{room}/minutes").text
    assert "Evidence: Runbook; Tickets" in minutes
    form = lead.get(f"{HOME}/restoration").form(f"{HOME}/restoration")
    assert form["p.L2-A3-P1.note"] == "Seen in March"
    days = lead.get(f"{HOME}/restoration").root.find_all("input", name="p.L2-A3-P1.ev_day")
    assert [day.attrs["value"] for day in days] == ["", "2026-11-23", "2026-11-23"]


def test_counting_votes_starts_no_thread_for_each(app: Flask, lead: PageClient, room: str) -> None:
    code = code_of(lead, room)
    ask(lead, room, SLUGS[0])
    phones = [seated(app, code) for _ in range(5)]
    begun = []
    start = Thread.start

    def count(thread: Thread) -> None:
        begun.append(thread.name)
        start(thread)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Thread, "start", count)
        for phone in phones:
            for answer in "123":
                vote(phone, code, answer)
    assert len(begun) <= 1
