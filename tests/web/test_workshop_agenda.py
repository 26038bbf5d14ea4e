"""The agenda of a workshop: its order, what comes next, what is pre-filled; and how a workshop is held."""

import re
from datetime import timedelta

import pytest
from flask import Flask

from assessment.services.workspace import ensure_local_workspace
from assessment.store.database import Database
from assessment.web.app import LOCAL_WORKSPACE
from tests.web.conftest import NOW
from tests.web.fixtures_questions import HOME, practice
from tests.web.fixtures_workshops import SLUGS, ask, code_of, hidden, revealed, seated, vote
from tests.web.pages import Page, PageClient

ON_POSTGRES = True

RESTORATION = "restoration"
AREAS = [f"A{number}" for number in range(1, 10)]


def opened(lead: PageClient, **fields: str) -> str:
    """The address of a workshop that was opened with some settings."""
    usual = {"way": "live", "names": "anonymous", "areas": AREAS}
    lead.post(f"{HOME}/workshop", {**usual, **fields})
    links = lead.get(f"{HOME}/workshop").root.find_all("a")
    return next(a.attrs["href"] for a in links if "/workshop/" in a.attrs.get("href", ""))


def order(page: Page) -> list[str]:
    """The areas of the agenda as they stand on the page."""
    return [
        s.find("b").text
        for s in page.root.find("section", id="agenda").find_all("summary")
        if s.find_all("b")
    ]


def next_key(page: Page) -> str:
    """The question that the first button of the page leads to."""
    return next(b.attrs["value"] for b in page.root.find_all("button", name="question"))


def settle_placing(lead: PageClient, room: str, area: str, step: str) -> None:
    address = revealed(lead, room, area)
    lead.post(f"{address}/agree", {"version": "2", "seen": "0", "answer": step})


def test_an_area_is_moved_taken_off_and_put_back(lead: PageClient, room: str) -> None:
    before = order(lead.get(room))
    page = lead.post(f"{room}/agenda", {"agenda": f"later:{SLUGS[0]}"})
    assert order(page) == [before[1], before[0], *before[2:]]
    page = lead.post(f"{room}/agenda", {"agenda": f"earlier:{SLUGS[0]}"})
    assert order(page) == before
    page = lead.post(f"{room}/agenda", {"agenda": f"drop:{SLUGS[0]}"})
    assert order(page) == before[1:]
    assert next_key(page) == SLUGS[1]
    page = lead.post(f"{room}/agenda", {"agenda": f"add:{SLUGS[0]}"})
    assert order(page) == [*before[1:], before[0]]


def test_the_last_area_stays_and_an_unknown_one_is_told(lead: PageClient) -> None:
    room = opened(lead, areas="A3")
    page = lead.post(f"{room}/agenda", {"agenda": f"drop:{RESTORATION}"}, status=422)
    assert "An agenda needs an area" in page.text
    lead.post(f"{room}/agenda", {"agenda": "drop:nowhere"}, status=404)


def test_practices_near_the_placing_come_first_and_next(lead: PageClient, room: str) -> None:
    settle_placing(lead, room, RESTORATION, "3")
    page = lead.get(room)
    keys = [b.attrs["value"] for b in page.root.find_all("button", name="question")]
    asked = [key for key in keys if key.startswith(f"{RESTORATION}/")]
    levels = [int(re.search(r"/L(\d)", key)[1]) for key in asked]  # type: ignore[index]
    near = list(dict.fromkeys(levels[1:]))
    assert levels[0] == 3
    assert near == [3, 2, 4, 1, 5]
    assert "Ask the practices of" in page.text
    address = revealed(lead, room, asked[0])
    lead.post(f"{address}/skip", {"version": "2"})
    following = next_key(lead.get(room))
    assert following.startswith(f"{RESTORATION}/")
    assert following != asked[0]


def test_after_the_placings_come_the_practices_and_then_the_end(lead: PageClient) -> None:
    room = opened(lead, areas="A1")
    settle_placing(lead, room, SLUGS[0], "5")
    asked = []
    while (page := lead.get(room)).root.find_all("button", name="question", **{"data-key": "Enter"}):
        asked.append(page.root.find("button", name="question", **{"data-key": "Enter"}).attrs["value"])
        address = revealed(lead, room, asked[-1])
        lead.post(f"{address}/skip", {"version": "2"})
    levels = {re.search(r"/L(\d)", key)[1] for key in asked}  # type: ignore[index]
    assert levels == {"4", "5"}
    assert len(asked) == len(set(asked))
    assert "Nothing is left in this pass" in page.text


def test_what_another_answer_implies_is_pre_filled_and_passed_over(lead: PageClient, room: str) -> None:
    lead.save(practice("L5-A1-P1").replace(RESTORATION, SLUGS[0]), {"rating": "F", "version": "0"})
    settle_placing(lead, room, SLUGS[0], "4")
    page = lead.get(room)
    agenda = page.root.find("section", id="agenda").text
    assert "Pre-filled: “Take every query at one single point of contact" in agenda
    keys = [b.attrs["value"] for b in page.root.find_all("button", name="question")]
    implied = next(key for key in keys if key.endswith("L3-A1-P1"))
    assert implied != next_key(page)
    ask(lead, room, implied)
    shown = lead.get(room).text
    assert "Pre-filled, because another answer implies it" in shown


def test_a_whole_level_is_rated_with_a_note_and_taken_back(lead: PageClient, room: str) -> None:
    refused = lead.post(f"{room}/level", {"level": f"{RESTORATION}:1", "level-note": ""}, status=422)
    assert "Say in a few words how you know" in refused.text
    page = lead.post(f"{room}/level", {"level": f"{RESTORATION}:1", "level-note": "On the wall since May"})
    assert "rated as fully in place" in page.html
    form = lead.get(f"{HOME}/{RESTORATION}").form(f"{HOME}/{RESTORATION}")
    assert form["p.L1-A3-P1.note"] == "On the wall since May"
    undo = f"{HOME}/{RESTORATION}/undo"
    back = lead.post(undo, {"practices": "L1-A3-P1", "level": "1", "next": room})
    assert "as they were before" in back.html
    assert back.response.request.path == room
    token = lead.token()
    fields = {"csrf_token": token, "practices": "", "next": "https://example.org/"}
    assert lead.http.post(undo, data=fields).headers["Location"] == "/"


def test_a_facilitator_who_votes_has_a_seat_and_a_hidden_vote(app: Flask, lead: PageClient) -> None:
    room = opened(lead, facilitator_votes="y")
    code = code_of(lead, room)
    phone = seated(app, code)
    ask(lead, room, SLUGS[0])
    page = lead.get(room)
    address = next(
        f.attrs["action"] for f in page.root.find_all("form") if f.attrs["action"].endswith("/vote")
    )
    refused = lead.post(address, {"answer": "9"}, status=422)
    assert "Choose one of the answers" in refused.text
    voted = lead.post(address, {"answer": "4", "target": "5", "importance": "3"})
    assert "1 of 2 have voted" in voted.text
    assert "Change your own vote" in voted.text
    vote(phone, code, "4")
    assert "2 of 2 have voted" in lead.get(room).text
    lead.post(f"{room}/seats/absent", {})
    lead.post(f"{address.removesuffix('/vote')}/reveal", {"version": "1"})
    shown = lead.get(room)
    assert "2 people voted." in shown.text
    assert "Target: median 5, all 5 (1 person). Importance: mean 3 of 5 (1 person)." in shown.text
    assert shown.form(f"{address.removesuffix('/vote')}/agree")["target"] == "5"


def test_nobody_votes_for_a_facilitator_who_does_not(lead: PageClient, room: str) -> None:
    ask(lead, room, SLUGS[0])
    page = lead.get(room)
    assert "own vote" not in page.text
    reveal = next(f for f in page.root.find_all("form") if f.attrs["action"].endswith("/reveal"))
    address = reveal.attrs["action"].removesuffix("/reveal")
    refused = lead.post(f"{address}/vote", {"answer": "4"}, status=403)
    assert "the facilitator does not vote" in refused.text


def test_the_planned_time_is_counted_down(app: Flask, lead: PageClient) -> None:
    room = opened(lead, planned="90")
    assert "90 of 90 planned minutes left" in lead.get(room).text
    later = NOW.replace(hour=11, minute=10)
    app.config["CLOCK"] = lambda: later
    assert "10 minutes over the 90 planned" in lead.get(room).text


def test_every_group_can_count_the_same(app: Flask, lead: PageClient, room: str) -> None:
    code = code_of(lead, room)
    desk = [seated(app, code) for _ in range(3)]
    other = PageClient(app)
    other.post(f"/j/{code}/seat", {"group": "business"})
    question = f"{RESTORATION}/L1-A3-P1"
    ask(lead, room, question)
    for phone in desk:
        vote(phone, code, "F")
    vote(other, code, "N")
    address = revealed(lead, room, question)
    seen = hidden(lead.get(room), "seen")
    lead.post(f"{address}/agree", {"version": "2", "seen": seen, "answer": ""})
    assert "mean 0.75" in lead.get(f"{room}/minutes").text
    page = lead.post(f"{room}/balance", {"balance": "1"})
    assert "every group counts the same" in page.text
    assert "every role counts the same" in lead.get(HOME).text
    page = lead.post(f"{room}/balance", {"balance": "0"})
    assert "every vote counts the same" in page.text


def test_a_person_is_deleted_with_the_votes_and_the_agreement_stays(
    app: Flask, lead: PageClient, room: str, database: Database
) -> None:
    code = code_of(lead, room)
    phones = [seated(app, code) for _ in range(3)]
    ask(lead, room, SLUGS[0])
    for phone, answer in zip(phones, "244", strict=True):
        vote(phone, code, answer)
    address = revealed(lead, room, SLUGS[0])
    lead.post(f"{address}/agree", {"version": "2", "seen": "0", "answer": "4"})
    page = lead.get(room)
    delete = next(
        b.attrs["formaction"]
        for b in page.root.find_all("button")
        if b.attrs.get("formaction", "").endswith("/delete")
    )
    lead.post(delete, {})
    with database.read(LOCAL_WORKSPACE, "tests", NOW) as unit:
        counts = [
            unit.connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one()  # noqa: S608
            for table in ("seat", "vote")
        ]
    assert counts == [2, 2]
    minutes = lead.get(f"{room}/minutes").text
    assert "step 4 Advanced" in minutes
    lead.post(delete, {}, status=404)


@pytest.mark.parametrize("ended", [True, False])
def test_at_the_end_a_phone_sees_the_result(app: Flask, lead: PageClient, ended: bool) -> None:
    room = opened(lead, areas="A3")
    code = code_of(lead, room)
    phone = seated(app, code)
    settle_placing(lead, room, RESTORATION, "3")
    lead.save(practice("L1-A3-P1"), {"rating": "F", "version": "0"})
    if not ended:
        assert "Level reached" not in phone.get(f"/j/{code}").text
        return
    lead.post(f"{room}/end", {})
    page = phone.get(f"/j/{code}")
    row = page.root.find("table").find("tbody").text
    assert row.startswith("Service restoration 3 ")
    thanks = phone.post(f"/j/{code}/feedback", {"feedback": "useful"})
    assert "Sent. Thank you." in thanks.text
    assert "Time well spent" in lead.get(f"{room}/minutes").text


def survey_answers(app: Flask, lead: PageClient, room: str, answers: dict[str, str]) -> None:
    """Three people answer a survey, each area with three answers, and it is closed."""
    code = code_of(lead, room)
    phones = [seated(app, code) for _ in range(3)]
    for at, phone in enumerate(phones):
        for _ in answers:
            page = phone.get(f"/j/{code}")
            area = next(name for name in answers if name in page.text)
            fields = {"round": hidden(page, "round"), "answer": answers[area][at]}
            phone.post(f"/j/{code}/vote", fields)
        assert "All questions are answered" in phone.get(f"/j/{code}").text
    lead.post(f"{room}/survey/close", {})


def test_after_a_survey_only_what_needs_a_talk_is_opened(app: Flask, lead: PageClient) -> None:
    room = opened(lead, way="survey", until="2026-12-01", areas=["A1", "A3"])
    survey_answers(app, lead, room, {"Point of contact": "333", "Service restoration": "155"})
    page = lead.get(room)
    assert "1 question has votes so close that no talk is needed." in page.text
    assert next_key(page) == RESTORATION
    page = lead.post(f"{room}/agree-close", {})
    assert "no talk is needed" not in page.text
    minutes = lead.get(f"{room}/minutes").text
    assert "Agreed step 3 Intermediate" in minutes
    assert "Revealed, not agreed" in minutes
    lead.post(f"{room}/ask", {"question": RESTORATION})
    assert "One vote stands apart." in lead.get(room).text
    form = lead.get(f"{HOME}/{SLUGS[0]}").form(f"{HOME}/{SLUGS[0]}")
    assert form["a.placing"] == "3"


def test_a_survey_keeps_its_seat_for_days_and_a_room_for_half_a_day(app: Flask, lead: PageClient) -> None:
    room = opened(lead, way="survey", until="2026-12-01", areas=["A1"])
    code = code_of(lead, room)
    phone = seated(app, code)
    app.config["CLOCK"] = lambda: NOW + timedelta(days=6)
    assert "0 of 1 answered" in phone.get(f"/j/{code}").text
    app.config["CLOCK"] = lambda: NOW
    lead.post(f"{room}/end", {})
    room = opened(lead, areas=["A1"])
    code = code_of(lead, room)
    phone = seated(app, code)
    app.config["CLOCK"] = lambda: NOW + timedelta(hours=11)
    assert phone.get(f"/j/{code}").h1 == "You are in"
    app.config["CLOCK"] = lambda: NOW + timedelta(hours=13)
    assert phone.get(f"/j/{code}").h1 == "This workshop has ended"


@pytest.mark.parametrize(("kept", "stays"), [("", False), ("y", True)])
def test_names_go_after_thirty_days_unless_they_are_kept(
    app: Flask, lead: PageClient, database: Database, kept: str, stays: bool
) -> None:
    room = opened(lead, names="named", **({"keeps_names": kept} if kept else {}))
    code = code_of(lead, room)
    PageClient(app).post(f"/j/{code}/seat", {"group": "operations", "name": "Robin"})
    assert "Robin" in lead.get(room).text
    ensure_local_workspace(database, NOW + timedelta(days=29))
    assert "Robin" in lead.get(room).text
    ensure_local_workspace(database, NOW + timedelta(days=31))
    assert ("Robin" in lead.get(room).text) is stays
