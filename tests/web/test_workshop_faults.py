"""What goes wrong in a room: a killed server, two facilitators at once, a flood, a locked database."""

import http.cookiejar
import json
import re
import signal
import sqlite3
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

import pytest
from flask import Flask

from assessment.services.workspace import prepare_store
from assessment.store.database import Database
from assessment.web.seats import SEAT_COOKIE
from assessment.web.server import free_port
from tests.web.fixtures_clients import add, start
from tests.web.fixtures_questions import HOME
from tests.web.fixtures_workshops import SLUGS, ask, code_of, hidden, revealed, seated
from tests.web.pages import PageClient

ON_POSTGRES = True

HOST = "127.0.0.1"
WAIT_SECONDS = 20.0
LOCKED_SECONDS = 5.0
AGAIN_SECONDS = 1.0
JSON = {"Accept": "application/json"}
TOKEN = re.compile(r'name="csrf_token"\s+value="([^"]+)"')


@dataclass
class Browser:
    """One browser on a served app: its cookies, its token, plain requests."""

    port: int
    token: str = ""
    jar: http.cookiejar.CookieJar = field(default_factory=http.cookiejar.CookieJar)

    def ask(
        self, path: str, fields: dict[str, str] | None = None, *, script: bool = False
    ) -> tuple[int, str]:
        """Return status and text of a page, or of the answer to a form."""
        body = None if fields is None else urlencode({"csrf_token": self.token, **fields}).encode()
        headers = JSON if script else {}
        request = urllib.request.Request(f"http://{HOST}:{self.port}{path}", body, headers)
        opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))
        try:
            with opener.open(request, timeout=WAIT_SECONDS) as answer:
                status, text = answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                status, text = error.code, error.read().decode()
        found = TOKEN.search(text)
        if found is not None and found[1]:
            self.token = found[1]
        return status, text

    def first_message(self, path: str) -> str:
        """The first state that a stream carries."""
        opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))
        with opener.open(f"http://{HOST}:{self.port}{path}", timeout=WAIT_SECONDS) as stream:
            for line in stream:
                if line.startswith(b"data:"):
                    return str(json.loads(line[5:])["html"])
        raise AssertionError("the stream ended without a state")


@dataclass
class Served:
    """The command on a data folder, on a port that stays the same when it is started again."""

    folder: Path
    port: int
    process: "subprocess.Popen[str] | None" = None

    def start(self) -> None:
        command = [sys.executable, "-m", "assessment", "serve", "--port", str(self.port)]
        self.process = subprocess.Popen(
            [*command, "--data", str(self.folder)], stdout=subprocess.PIPE, text=True
        )
        assert self.process.stdout is not None
        assert "ready" in self.process.stdout.readline()

    def kill(self) -> None:
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        assert self.process.stdout is not None
        self.process.stdout.close()

    def rows(self, statement: str) -> list[tuple[str, ...]]:
        connection = sqlite3.connect(self.folder / "gradino.sqlite")
        try:
            return list(connection.execute(statement))
        finally:
            connection.close()


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """A served app with a client and an assessment."""
    database = Database(f"sqlite:///{tmp_path / 'gradino.sqlite'}")
    prepare_store(database)
    start(database, add(database).slug)
    database.close()
    server = Served(tmp_path, free_port(HOST, 0))
    server.start()
    yield server
    server.kill()


def open_room(served: Served) -> tuple[Browser, str, str]:
    """A facilitator's browser, the address of an open workshop, and its code."""
    lead = Browser(served.port)
    lead.ask(f"{HOME}/workshop")
    lead.ask(f"{HOME}/workshop", {"way": "live", "names": "anonymous", "areas": "A3"})
    page = lead.ask(f"{HOME}/workshop")[1]
    room = re.search(rf"{HOME}/workshop/\w+", page)
    assert room is not None
    code = re.search(r'class="code">\s*([0-9A-Z]{3}-[0-9A-Z]{3})', lead.ask(room[0])[1])
    assert code is not None
    return lead, room[0], code[1].replace("-", "")


def take_seat(served: Served, code: str) -> Browser:
    phone = Browser(served.port)
    phone.ask(f"/j/{code}")
    assert phone.ask(f"/j/{code}/seat", {"group": "operations"})[0] == 200
    return phone


def round_of(phone: Browser, code: str) -> str:
    found = re.search(r'name="round"\s+value="(\w+)"', phone.ask(f"/j/{code}")[1])
    assert found is not None
    return found[1]


def test_a_killed_server_loses_no_acknowledged_vote(served: Served) -> None:
    lead, room, code = open_room(served)
    phones = [take_seat(served, code) for _ in range(3)]
    lead.ask(f"{room}/ask", {"question": "restoration"})
    asked = round_of(phones[0], code)
    acknowledged = []
    stop = threading.Event()

    def vote_on(at: int) -> None:
        number = 0
        while not stop.is_set():
            answer = "12345"[number % 5]
            number += 1
            try:
                status, _ = phones[at].ask(f"/j/{code}/vote", {"round": asked, "answer": answer}, script=True)
            except OSError:
                return
            if status == 200:
                acknowledged.append((at, answer))
            time.sleep(0.12)

    with ThreadPoolExecutor(3) as pool:
        waiting = [pool.submit(vote_on, at) for at in range(3)]
        time.sleep(1.5)
        served.kill()
        stop.set()
        for one in waiting:
            one.result()
    last = dict(acknowledged)
    stored = served.rows("SELECT seat_id, answer FROM vote ORDER BY seat_id")
    assert len(stored) == len(last) == 3
    seats = [row[0] for row in served.rows("SELECT id FROM seat ORDER BY id")]
    for seat_id, answer in stored:
        given = [said for at, said in acknowledged if seats[at] == seat_id]
        # The very last vote may be stored without its acknowledgement having arrived.
        assert answer in (given[-1], "12345"[len(given) % 5])
    served.start()
    assert "Sent: " in phones[0].ask(f"/j/{code}")[1]
    assert asked in phones[1].first_message(f"/live/j/{code}")
    assert "3 of 3 have voted" in lead.ask(room)[1]


def at_once(*acts: Callable[[], tuple[int, str]]) -> list[tuple[int, str]]:
    """What came of several acts that were started at the same moment."""
    ready = threading.Barrier(len(acts))

    def run(act: Callable[[], tuple[int, str]]) -> tuple[int, str]:
        ready.wait()
        return act()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_of_two_facilitators_at_the_same_moment_the_later_one_is_told(served: Served) -> None:
    lead, room, code = open_room(served)
    second = Browser(served.port)
    phone = take_seat(served, code)
    lead.ask(f"{room}/ask", {"question": "restoration"})
    asked = round_of(phone, code)
    phone.ask(f"/j/{code}/vote", {"round": asked, "answer": "4"}, script=True)
    second.ask(room)
    here = f"{room}/rounds/{asked}"
    found = at_once(*(lambda who=who: who.ask(f"{here}/reveal", {"version": "1"}) for who in (lead, second)))
    assert sorted(status for status, _ in found) == [200, 409]
    assert "Another screen revealed the votes" in next(text for status, text in found if status == 409)
    agreed = at_once(
        lambda: lead.ask(f"{here}/agree", {"version": "2", "seen": "0", "answer": "3", "note": "Mine"}),
        lambda: second.ask(f"{here}/agree", {"version": "2", "seen": "0", "answer": "5", "note": "Theirs"}),
    )
    assert sorted(status for status, _ in agreed) == [200, 409]
    won = "3" if agreed[0][0] == 200 else "5"
    late = next(text for status, text in agreed if status == 409)
    assert "Another screen agreed on a rating" in late
    assert f"What you typed: {'Theirs' if won == '3' else 'Mine'}" in late
    assert f"step {won}" in lead.ask(f"{room}/minutes")[1]


def test_a_database_that_is_locked_for_five_seconds_loses_no_vote(served: Served) -> None:
    lead, room, code = open_room(served)
    phone = take_seat(served, code)
    lead.ask(f"{room}/ask", {"question": "restoration"})
    asked = round_of(phone, code)
    other = sqlite3.connect(served.folder / "gradino.sqlite", isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    threading.Timer(LOCKED_SECONDS, lambda: other.execute("ROLLBACK")).start()
    answers = []
    while not answers or answers[-1][0] != 200:
        answers.append(phone.ask(f"/j/{code}/vote", {"round": asked, "answer": "2"}, script=True))
        assert answers[-1][0] in (200, 503), answers[-1]
        assert len(answers) < 30
        if answers[-1][0] == 503:
            assert "The database is busy. Nothing was saved" in answers[-1][1]
            assert served.rows("SELECT answer FROM vote") == []
            assert "question" in phone.ask(f"/j/{code}")[1]
            time.sleep(AGAIN_SECONDS)
    assert served.rows("SELECT answer FROM vote") == [("2",)]
    other.close()


def test_the_state_is_asked_for_where_no_stream_comes_through(served: Served) -> None:
    lead, room, code = open_room(served)
    phone = take_seat(served, code)
    lead.ask(f"{room}/ask", {"question": "restoration"})
    state = f"/j/{code}/state"
    request = urllib.request.Request(f"http://{HOST}:{served.port}{state}")
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(phone.jar))
    with opener.open(request) as answer:
        tag = answer.headers["ETag"]
    request.add_header("If-None-Match", tag)
    with pytest.raises(urllib.error.HTTPError) as unchanged:
        opener.open(request)
    unchanged.value.close()
    assert unchanged.value.code == 304
    asked = round_of(phone, code)
    lead.ask(room)
    lead.ask(f"{room}/rounds/{asked}/reveal", {"version": "1"})
    with opener.open(request) as answer:
        assert json.loads(answer.read())["phase"].startswith(f"{asked}.revealed")


def posted(phone: PageClient, code: str, round_id: str, answer: str) -> tuple[int, str]:
    fields = {"csrf_token": phone.token(), "round": round_id, "answer": answer}
    found = phone.http.post(f"/j/{code}/vote", data=fields, headers=JSON)
    return found.status_code, found.get_json().get("error", "")


def test_a_vote_for_a_closed_round_is_refused_in_a_sentence(app: Flask, lead: PageClient, room: str) -> None:
    phone = seated(app, code := code_of(lead, room))
    round_id = revealed(lead, room, SLUGS[0]).rsplit("/", 1)[1]
    status, words = posted(phone, code, round_id, "3")
    assert (status, words) == (403, "The votes on this question are revealed. Wait for the next question.")
    assert "Nobody voted." in lead.get(room).text


def test_a_vote_for_another_workshop_finds_nothing(app: Flask, lead: PageClient, room: str) -> None:
    old_code = code_of(lead, room)
    phone = seated(app, old_code)
    lead.post(f"{room}/end", {})
    lead.post(f"{HOME}/workshop", {"way": "live", "names": "anonymous", "areas": ["A3"]})
    links = [a.attrs.get("href", "") for a in lead.get(f"{HOME}/workshop").root.find_all("a")]
    other = next(link for link in links if "/workshop/" in link and link != room and "minutes" not in link)
    ask(lead, other, "restoration")
    code = code_of(lead, other)
    member = seated(app, code)
    round_id = hidden(member.get(f"/j/{code}"), "round")
    assert posted(phone, code, round_id, "3")[0] == 404
    assert posted(phone, old_code, round_id, "3")[0] == 403
    assert "0 of 1 have voted" in lead.get(other).text


def test_a_phone_without_a_seat_or_with_a_forged_one_finds_nothing(
    app: Flask, lead: PageClient, room: str
) -> None:
    code = code_of(lead, room)
    ask(lead, room, SLUGS[0])
    round_id = hidden(seated(app, code).get(f"/j/{code}"), "round")
    stranger = PageClient(app)
    stranger.get(f"/j/{code}")
    assert posted(stranger, code, round_id, "3")[0] == 404
    cookie = seated(app, code).http.get_cookie(SEAT_COOKIE)
    assert cookie is not None
    stranger.http.set_cookie(SEAT_COOKIE, cookie.value[:-3] + "abc")
    status, words = posted(stranger, code, round_id, "3")
    assert (status, words) == (404, "This phone has no seat in this workshop. Join again with the code.")


def test_a_flood_of_votes_is_slowed_down_and_the_last_acknowledged_one_counts(
    app: Flask, lead: PageClient, room: str
) -> None:
    code = code_of(lead, room)
    flooding, other = seated(app, code), seated(app, code)
    ask(lead, room, SLUGS[0])
    round_id = hidden(flooding.get(f"/j/{code}"), "round")
    answers = [
        (answer := "12345"[number % 5], posted(flooding, code, round_id, answer)) for number in range(1000)
    ]
    taken = [answer for answer, (status, _) in answers if status == 200]
    refused = [found for _, found in answers if found[0] != 200]
    assert 10 <= len(taken) < 500
    assert set(refused) == {(429, "Wait a minute, then try again.")}
    assert posted(other, code, round_id, "3")[0] == 200
    own = flooding.get(f"/j/{code}").root.find("input", name="answer", checked="").attrs["value"]
    assert own == taken[-1]
