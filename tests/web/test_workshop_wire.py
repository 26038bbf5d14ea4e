"""Every byte that leaves the server before a reveal: the same whatever people vote, and in whatever order.

A whole workshop is played several times on a fresh database, with other votes each time. What each screen
gets is written down and compared; only what differs from run to run anyway is taken out first: ids, codes,
tokens and the drawing of the code.
"""

import logging
import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from flask import Flask

from assessment.config import Settings
from assessment.store.database import Database
from assessment.web.app import LOCAL_WORKSPACE, create_app
from assessment.web.live import LEAD, LOOK, SEAT, Stream, pass_on
from assessment.web.workshops.streams import live_endpoint
from tests.web.conftest import NOW, SECRET
from tests.web.fixtures_clients import add, start
from tests.web.fixtures_questions import HOME
from tests.web.pages import PageClient

AREAS = ["A1", "A3"]
PLACING, PRACTICE = "restoration", "restoration/L2-A3-P1"
JSON = {"Accept": "application/json"}
ID = re.compile(r"(?<![0-9a-z])1[0-9a-z]{15}(?![0-9a-z])")
TAKEN_OUT = (
    (re.compile(r"Content-Length: \d+"), "[the length of what is compared]"),
    (re.compile(r"Date: [^\r\n]+"), "[date]"),
    (re.compile(r'<div class="qr".*?</div>', re.S), "[drawing]"),
    (re.compile(r'(name="csrf_token"\s+value|data-token)="[^"]*"'), "[token]"),
    (re.compile(r"/o/[\w.-]+"), "[observer]"),
    (re.compile(r"\b[0-9A-Z]{3}-?[0-9A-Z]{3}\b(?=[^0-9A-Za-z])"), "[code]"),
    (re.compile(r"gradino(-seat)?=[^;]+"), "[cookie]"),
)


@dataclass
class Play:
    """One run: who is there, and everything that anybody but the voter was sent."""

    app: Flask
    code: str
    room: str
    observer: str
    lead: PageClient
    second: PageClient
    watcher: PageClient
    phones: list[PageClient]
    streams: list[Stream]
    draw: Callable[[str], object]
    sent: list[str] = field(default_factory=list)

    @property
    def workshop_id(self) -> str:
        return self.room.rsplit("/", 1)[1]

    def note(self, text: str) -> None:
        for pattern, word in TAKEN_OUT:
            text = pattern.sub(word, text)
        names: dict[str, str] = {}
        self.sent.append(ID.sub(lambda found: names.setdefault(found[0], f"[id {len(names)}]"), text))

    def look(self) -> None:
        """Write down all that the screens of the room get just now, headers included."""
        paths = (
            self.room,
            f"{self.room}/state",
            f"{self.room}/screen",
            f"{self.room}/minutes",
            f"{HOME}/workshop",
        )
        for path in paths:
            self._fetch(self.lead, path)
        self._fetch(self.second, self.room)
        self._fetch(self.watcher, f"/j/{self.code}")
        self._fetch(self.watcher, f"/j/{self.code}/state")
        self._fetch(self.watcher, self.observer)
        self._fetch(self.watcher, f"{self.observer}/state")
        self._fetch(self.lead, f"{HOME}/restoration")
        self._fetch(self.lead, f"{HOME}/results")
        self._listen()

    def _fetch(self, person: PageClient, path: str) -> None:
        answer = person.http.get(path, headers=JSON if path.endswith("state") else None)
        answer.headers.pop("X-Request-ID")  # Another one for each request.
        self.note(f"{path} {answer.status_code}\n{answer.headers}\n{answer.text}")

    def _listen(self) -> None:
        """Pass on what the broadcaster would send to each kind of stream, as bytes."""
        shown = self.draw((LOCAL_WORKSPACE, self.workshop_id))
        for stream in self.streams:
            stream.message = None
            pass_on(stream, shown)  # type: ignore[arg-type]
            self.note(f"{stream.kind} {(stream.message or b'').decode()}")

    def vote(self, at: int, **answer: str) -> None:
        """Let a phone vote; only its acknowledgement is its own."""
        phone = self.phones[at]
        form = phone.get(f"/j/{self.code}").root.find("input", name="round")
        fields = {"csrf_token": phone.token(), "round": form.attrs["value"], **answer}
        assert phone.http.post(f"/j/{self.code}/vote", data=fields, headers=JSON).status_code == 200


Ballots = Sequence[dict[str, str]]
Opened = Callable[..., Play]


@pytest.fixture
def opened(tmp_path: Path, empty_database: Path) -> Iterator[Opened]:
    """Makes a fresh app with an open workshop, four phones that vote and one that only waits."""
    databases: list[Database] = []

    def make(**settings: str) -> Play:
        folder = tmp_path / str(len(databases))
        folder.mkdir()
        shutil.copyfile(empty_database, folder / "gradino.sqlite")
        database = Database(f"sqlite:///{folder / 'gradino.sqlite'}")
        databases.append(database)
        app = create_app(Settings(folder, str(database.url), SECRET), database)
        app.testing = True
        app.config["CLOCK"] = lambda: NOW
        start(database, add(database).slug)
        return seated_play(app, settings)

    yield make
    for database in databases:
        database.close()


def seated_play(app: Flask, settings: dict[str, str]) -> Play:
    live = live_endpoint(app)
    lead, second = PageClient(app), PageClient(app)
    fields = {"way": "live", "names": "anonymous", "areas": AREAS, **settings}
    room = lead.post(f"{HOME}/workshop", fields).response.request.path
    page = lead.get(room).html
    found = re.search(r'class="code">\s*([0-9A-Z]{3}-[0-9A-Z]{3})', page)
    observer = re.search(r'href="http://localhost(/o/[^"]+)"', page)
    assert found is not None
    assert observer is not None
    code = found[1].replace("-", "")
    phones = [PageClient(app) for _ in range(5)]
    for phone in phones:
        phone.post(f"/j/{code}/seat", {"group": "service_desk", "name": "Robin"})
    seats = sorted(live._draw((LOCAL_WORKSPACE, room.rsplit("/", 1)[1])).seats)  # type: ignore[union-attr]
    streams = [Stream(LEAD, ("", "")), Stream(LOOK, ("", "")), Stream(SEAT, ("", ""), seats[-1])]
    return Play(app, code, room, observer[1], lead, second, phones[4], phones[:4], streams, live._draw)


def first_difference(plays: Sequence[Sequence[str]]) -> str:
    """What two plays were sent where they first differ, or nothing when all got the same."""
    for others in plays[1:]:
        assert len(others) == len(plays[0])
        for one, other in zip(plays[0], others, strict=True):
            if one != other:
                at = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), 0)
                return f"{one[max(0, at - 200) : at + 80]}\n!=\n{other[max(0, at - 200) : at + 80]}"
    return ""


def round_address(play: Play) -> str:
    forms = play.lead.get(play.room).root.find_all("form")
    reveal = next(form for form in forms if form.attrs.get("action", "").endswith("/reveal"))
    return str(reveal.attrs["action"]).removesuffix("/reveal")


def ask_and_vote(play: Play, question: str, ballots: Ballots, order: Sequence[int]) -> None:
    play.lead.post(f"{play.room}/ask", {"question": question})
    play.look()
    for at in order:
        play.vote(at, **ballots[at])
        play.look()


def reveal(play: Play) -> list[str]:
    """Reveal, and return only what is sent from then on."""
    before = len(play.sent)
    play.lead.post(f"{round_address(play)}/reveal", {"version": "1"})
    play.look()
    return play.sent[before:]


def ballots(answers: str, target: str = "", importance: str = "") -> Ballots:
    others = {"target": target, "importance": importance}
    names = {"D": "DK", "A": "NA"}
    return [{"answer": names.get(answer, answer), **others} for answer in answers]


PLACINGS = (ballots("3333", "4", "3"), ballots("1155", "5", "5"), ballots("DDA2"))
RATINGS = (ballots("FFFF"), ballots("NNPL"), ballots("DDAP"))
ORDERS = ((0, 1, 2, 3), (3, 1, 0, 2), (2, 3, 1, 0))


@pytest.mark.parametrize(
    ("question", "votes"), [(PLACING, PLACINGS), (PRACTICE, RATINGS)], ids=["placing", "depth"]
)
def test_what_leaves_before_the_reveal_does_not_depend_on_any_vote(
    opened: Opened, question: str, votes: Sequence[Ballots]
) -> None:
    before, after = [], []
    for found, order in zip(votes, ORDERS, strict=True):
        play = opened()
        ask_and_vote(play, question, found, order)
        before.append(list(play.sent))
        after.append(reveal(play))
    assert first_difference(before) == ""
    assert len({"".join(sent) for sent in after}) == len(after)


def test_in_a_named_workshop_people_see_who_voted_and_not_what(opened: Opened) -> None:
    before = []
    for found in (PLACINGS[0], PLACINGS[1], PLACINGS[2]):
        play = opened(names="named")
        ask_and_vote(play, PLACING, found, ORDERS[0])
        before.append(list(play.sent))
    assert first_difference(before) == ""
    assert "not yet" in "".join(before[0])


def test_a_vote_that_is_changed_shows_as_little_as_a_new_one(opened: Opened) -> None:
    before = []
    for second in ("12", "55", "33"):
        play = opened()
        ask_and_vote(play, PLACING, ballots("3333"), ORDERS[0])
        for at, answer in enumerate(second):
            play.vote(at, answer=answer)
            play.look()
        before.append(list(play.sent))
    assert first_difference(before) == ""


def test_the_answers_of_a_survey_stay_hidden_until_it_is_closed(opened: Opened) -> None:
    before, after = [], []
    for found, order in zip(PLACINGS, ORDERS, strict=True):
        play = opened(way="survey", until="2026-12-01")
        play.look()
        for at in order:
            play.vote(at, **found[at])
            play.look()
        before.append(list(play.sent))
        play.lead.post(f"{play.room}/survey/close", {})
        at = len(play.sent)
        play.look()
        after.append(play.sent[at:])
    assert first_difference(before) == ""
    assert len({"".join(sent) for sent in after}) > 1


def test_what_is_skipped_unseen_stays_hidden_for_good(opened: Opened) -> None:
    before = []
    for found in (PLACINGS[0], PLACINGS[1]):
        play = opened()
        ask_and_vote(play, PLACING, found, ORDERS[0])
        play.lead.post(f"{round_address(play)}/skip", {"version": "1"})
        play.look()
        play.lead.post(f"{play.room}/end", {})
        play.look()
        before.append(list(play.sent))
    assert first_difference(before) == ""


def test_the_log_at_its_usual_level_says_nothing_of_a_vote(
    opened: Opened, caplog: pytest.LogCaptureFixture
) -> None:
    play = opened()
    with caplog.at_level(logging.WARNING):
        ask_and_vote(play, PLACING, PLACINGS[1], ORDERS[0])
    assert caplog.records == []


def test_phones_and_observers_hear_nothing_of_single_votes(opened: Opened) -> None:
    play = opened()
    ask_and_vote(play, PLACING, PLACINGS[1], ORDERS[0])
    heard = [text for text in play.sent if text.startswith((LOOK, SEAT))]
    assert len(heard) == 10
    assert [text.strip() for text in heard[2:]] == [LOOK, SEAT] * 4


def test_the_test_itself_would_see_a_leak(opened: Opened) -> None:
    seen = []
    for found in (PLACINGS[0], PLACINGS[1]):
        play = opened()
        ask_and_vote(play, PLACING, found, ORDERS[0])
        play._fetch(play.phones[0], f"/j/{play.code}")
        seen.append(play.sent[-1])
    assert seen[0] != seen[1]
