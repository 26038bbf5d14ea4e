"""What streams carry: phones hear of a new phase and never of a vote, the facilitator of every count."""

import asyncio
import re
from typing import Any

import pytest
from flask import Flask

from assessment.config import Settings
from assessment.domain.workshops import Ballot
from assessment.services import workshop_room, workshop_rounds, workshop_seats, workshops
from assessment.services.workshops import WorkshopSettings
from assessment.store.database import Database, Unit
from assessment.web import live
from assessment.web.identity import SESSION_COOKIE
from assessment.web.live import LEAD, LOOK, SEAT, Shown, Stream, event, pass_on
from assessment.web.workshops import views
from assessment.web.workshops.streams import live_endpoint, shown_of
from tests.web.conftest import NOW
from tests.web.fixtures_clients import add, start
from tests.web.fixtures_people import add_person, browser_of, make_outside

ON_POSTGRES = True


@pytest.fixture
def workshop_id(database: Database) -> str:
    """A workshop with two seats and an open question."""
    place = start(database, add(database).slug)
    with database.write("local", "tests", NOW) as unit:
        opened = workshops.open_workshop(unit, place.client.slug, place.assessment.slug, WorkshopSettings())
        for _ in range(2):
            workshop_seats.join(unit, opened, "", "")
        workshop_rounds.ask(unit, opened, "restoration", None)
        return opened.id


def drawn(app: Flask, unit: Unit, workshop_id: str, before: Shown | None = None) -> Shown:
    with app.test_request_context("/"):
        room = workshop_room.room_of(unit, workshops.workshop_by_id(unit, workshop_id))
        lead = event(room.workshop.version, views.state_of(views.new_view(room)))
        return shown_of(room, lead, before)


def vote(unit: Unit, workshop_id: str, at: int, answer: str) -> None:
    workshop = workshops.workshop_by_id(unit, workshop_id)
    room = workshop_room.room_of(unit, workshop)
    workshop_seats.give_vote(unit, workshop, room.seats[at], room.round_id, Ballot(answer))


def test_a_vote_reaches_the_facilitator_alone_and_as_a_count(
    app: Flask, database: Database, workshop_id: str
) -> None:
    with database.write("local", "tests", NOW) as unit:
        before = drawn(app, unit, workshop_id)
        vote(unit, workshop_id, 0, "5")
        after = drawn(app, unit, workshop_id, before)
    assert after.messages[LEAD] != before.messages[LEAD]
    assert b"1 of 2 have voted" in after.messages[LEAD]
    for kind in (SEAT, LOOK):
        stream = Stream(kind, workshop_id, next(iter(after.seats)) if kind == SEAT else "")
        pass_on(stream, before)
        stream.message = None
        pass_on(stream, after)
        assert stream.message is None


def test_no_message_depends_on_a_hidden_vote(app: Flask, database: Database, workshop_id: str) -> None:
    sent = []
    for answer in ("1", "5"):
        with database.write("local", "tests", NOW) as unit:
            vote(unit, workshop_id, 0, answer)
            shown = drawn(app, unit, workshop_id)
        numbered = rb'^id: \d+|"version": \d+'
        sent.append([re.sub(numbered, b"", message) for message in shown.messages.values()])
    assert sent[0] == sent[1]


def test_a_removed_phone_is_told_and_its_stream_ends(
    app: Flask, database: Database, workshop_id: str
) -> None:
    with database.write("local", "tests", NOW) as unit:
        workshop = workshops.workshop_by_id(unit, workshop_id)
        gone = workshop_room.room_of(unit, workshop).seats[0].id
        workshops.remove_seat(unit, workshop, gone)
        shown = drawn(app, unit, workshop_id)
    stream = Stream(SEAT, workshop_id, gone)
    pass_on(stream, shown)
    assert stream.over
    assert b"Your seat was removed" in (stream.message or b"")


def test_a_reveal_reaches_everybody(app: Flask, database: Database, workshop_id: str) -> None:
    with database.write("local", "tests", NOW) as unit:
        vote(unit, workshop_id, 0, "5")
        before = drawn(app, unit, workshop_id)
        workshop = workshops.workshop_by_id(unit, workshop_id)
        workshop_rounds.reveal(unit, workshop, workshop.current_round_id or "", 1)
        after = drawn(app, unit, workshop_id, before)
    assert after.phase != before.phase
    assert b"1 person voted." in after.messages[SEAT]
    assert b"1 person voted." in after.messages[LOOK]


@pytest.mark.parametrize("ended", [True, False])
def test_a_stream_ends_with_the_session_of_whoever_leads(
    settings: Settings, database: Database, workshop_id: str, monkeypatch: pytest.MonkeyPatch, ended: bool
) -> None:
    monkeypatch.setattr(live, "BEAT_SECONDS", 0.1)
    app = make_outside(settings, database)
    lead = browser_of(app, database, add_person(database, "owner"))
    cookie = lead.http.get_cookie(SESSION_COOKIE)
    assert cookie is not None
    sent: list[dict[str, Any]] = []

    async def play() -> None:
        left = asyncio.Event()

        async def receive() -> dict[str, Any]:
            await left.wait()
            return {"type": "http.disconnect"}

        async def send(message: dict[str, Any]) -> None:
            sent.append(message)

        scope = {
            "path": f"/live/w/{workshop_id}",
            "headers": [
                (b"host", b"localhost"),
                (b"cookie", f"{SESSION_COOKIE}={cookie.value}".encode()),
            ],
        }
        stream = asyncio.ensure_future(live_endpoint(app)(scope, receive, send))
        while not any(one.get("body") == live.BEAT for one in sent):
            await asyncio.sleep(0.02)
        assert not stream.done()
        if ended:
            await asyncio.to_thread(lead.post, "/sign-out")
        await asyncio.wait([stream], timeout=10 if ended else 1)
        assert stream.done() is ended
        left.set()
        await stream

    asyncio.run(play())
    assert sent[0]["status"] == 200


def test_a_phone_that_comes_while_the_state_is_drawn_is_not_taken_for_removed(
    app: Flask, database: Database, workshop_id: str
) -> None:
    endpoint = live_endpoint(app)
    room = ("local", workshop_id)
    with database.write("local", "tests", NOW) as unit:
        shown = drawn(app, unit, workshop_id)
        late = workshop_seats.join(unit, workshops.workshop_by_id(unit, workshop_id), "", "")
    early, coming = Stream(SEAT, room, min(shown.seats)), Stream(SEAT, room, late)
    endpoint._streams[room] = {early}

    def draw(place: live.Room) -> Shown:
        endpoint._streams[place].add(coming)
        return shown

    endpoint._draw = draw
    asyncio.run(endpoint._send({room}))
    assert early.message == shown.messages[SEAT]
    assert (coming.message, coming.over) == (None, False)
