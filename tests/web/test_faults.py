"""What goes wrong on a real server: it is killed, its disk is full, its database is away for a while."""

import json
import re
import select
import socket
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import event, make_url

from assessment.domain.scoring import score
from assessment.services.editions import framework_of
from assessment.services.scores import answers_of
from assessment.store import scores as packing
from assessment.store.database import Database
from assessment.store.queries.assessments import Place, get_place
from assessment.web.app import LOCAL_WORKSPACE
from tests.postgres import NewUrl
from tests.rows import Rows, every_row
from tests.web.conftest import NOW
from tests.web.fixtures_questions import AREA, FIRST, HOME, practice
from tests.web.fixtures_questions import place as place
from tests.web.pages import PageClient
from tests.web.test_processes import Serve, prepared
from tests.web.test_processes import serve as serve
from tests.web.test_workshop_faults import HOST, WAIT_SECONDS, Browser

ON_POSTGRES = True

ONLY_SQLITE = pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
SAVING_SECONDS = 1.5
AWAY_SECONDS = 10.0
LEAST_SAVED = 5


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database with a client and an assessment, on one of the two engines."""
    if request.param == "sqlite":
        return prepared(f"sqlite:///{tmp_path / 'shared.sqlite'}")
    make: NewUrl = request.getfixturevalue("new_postgres_database")
    return prepared(make())


def save(browser: Browser, number: int) -> tuple[int, str]:
    """Save a rating for the time of that number, as the saving script does."""
    fields = {"rating": "PLF"[number % 3], "version": str(number), "note": f"Save {number + 1}."}
    return browser.ask(practice(FIRST), fields, script=True)


def stored(database: Database) -> Place:
    """The assessment as it is stored, after its scores were compared with those of its answers."""
    with database.read(LOCAL_WORKSPACE, "tests", NOW) as unit:
        found = get_place(unit, "corvo-logistics", "november-2026")
        framework = framework_of(unit, found.assessment.framework_hash)
        card = packing.pack(score(framework, answers_of(unit, found.assessment)))
    assert found.assessment.scores == card
    return found


@pytest.mark.slow
def test_a_server_that_is_killed_while_saving_loses_nothing_that_it_acknowledged(
    serve: Serve, url: str
) -> None:
    server = serve(url)
    browser = Browser(server.port)
    browser.ask(AREA)
    acknowledged: list[int] = []

    def keep_saving() -> None:
        for number in range(10_000):
            try:
                status, text = save(browser, number)
            except OSError:
                return
            assert status == 200, text
            acknowledged.append(int(json.loads(text)["version"]))

    saving = threading.Thread(target=keep_saving)
    saving.start()
    time.sleep(SAVING_SECONDS)
    server.inner.kill()
    server.inner.wait()
    saving.join()
    assert server.inner.stdout is not None
    server.inner.stdout.close()
    assert len(acknowledged) >= LEAST_SAVED
    database = Database(url)
    if database.is_sqlite:
        with sqlite3.connect(str(database.url.database)) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        connection.close()
    stored(database)
    database.close()
    page = Browser(serve(url).port).ask(AREA)[1]
    # The history shows older ones too. The last may be stored without its acknowledgement having arrived.
    newest = max(int(number) for number in re.findall(r"Save (\d+)\.", page))
    assert newest in {acknowledged[-1], acknowledged[-1] + 1}


@ONLY_SQLITE
def test_a_full_disk_is_told_and_leaves_no_half_of_an_answer(
    client: PageClient, place: Place, database: Database
) -> None:
    """SQLite meets its limit on pages as it meets the end of a disk: in the middle of a transaction."""
    with database.engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
    event.listen(
        database.engine, "connect", lambda opened, _: opened.execute(f"PRAGMA max_page_count={pages + 3}")
    )
    database.engine.dispose()
    note = "The ticket sample of October, one by one. " * 40
    for number in range(200):
        before = held(database)
        fields = {"rating": "PLF"[number % 3], "version": str(number), "note": f"{note}{number}"}
        answer = client.http.post(
            practice(FIRST),
            data=fields,
            headers={"Accept": "application/json", "X-CSRFToken": client.token()},
        )
        if answer.status_code != 200:
            break
    assert answer.status_code == 503
    assert answer.get_json()["error"] == "The disk is full. Nothing was saved; make room and try again."
    assert held(database) == before
    stored(database)
    form = client.get(AREA).form(AREA)
    page = client.post(
        AREA, {**form, "do": "save", f"p.{FIRST}.rating": "F", f"p.{FIRST}.note": note * 4}, 503
    )
    assert page.h1 == "Not saved yet"
    assert "The disk is full." in page.text
    assert note.strip() in page.text
    assert page.form(AREA)[f"p.{FIRST}.note"] == note * 4
    assert held(database) == before


def held(database: Database) -> Rows:
    """What the database holds."""
    with database.engine.connect() as connection:
        return every_row(connection)


class Gate:
    """What stands between a server and its database; shut, it drops what is open and lets nothing in."""

    def __init__(self, socket_path: str) -> None:
        self._target = socket_path
        self._open: set[socket.socket] = set()
        self._listening = socket.create_server((HOST, 0))
        self.port = self._listening.getsockname()[1]
        self.is_shut = False
        threading.Thread(target=self._let_in, daemon=True).start()

    def _let_in(self) -> None:
        while True:
            try:
                outside = self._listening.accept()[0]
            except OSError:
                return
            if self.is_shut:
                outside.close()
                continue
            inside = socket.socket(socket.AF_UNIX)
            inside.connect(self._target)
            self._open |= {outside, inside}
            threading.Thread(target=self._pass_on, args=(outside, inside), daemon=True).start()

    def _pass_on(self, *pair: socket.socket) -> None:
        try:
            while True:
                for one in select.select(pair, [], [], 0.1)[0]:
                    data = one.recv(65536)
                    if not data:
                        return
                    pair[1 - pair.index(one)].sendall(data)
        except (OSError, ValueError):
            return
        finally:
            for one in pair:
                one.close()

    def shut(self) -> None:
        """Drop every connection and let no other in."""
        self.is_shut = True
        for one in self._open:
            one.close()
        self._open.clear()

    def close(self) -> None:
        """Stop listening."""
        self.shut()
        self._listening.close()


@pytest.fixture
def gate(new_postgres_database: NewUrl) -> Iterator[tuple[Gate, str]]:
    """A gate before a database with a client and an assessment, and the address through it."""
    address = make_url(prepared(new_postgres_database()))
    opened = Gate(f"{address.query['host']}/.s.PGSQL.5432")
    through = address.difference_update_query(["host"]).set(host=HOST, port=opened.port)
    yield opened, through.render_as_string(hide_password=False)
    opened.close()


def until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + WAIT_SECONDS
    while not true():
        assert time.monotonic() < end
        time.sleep(0.1)


@pytest.mark.slow
@pytest.mark.postgres
def test_a_database_that_is_away_for_ten_seconds_is_told_and_comes_back(
    serve: Serve, gate: tuple[Gate, str]
) -> None:
    barrier, address = gate
    server = serve(address)
    browser = Browser(server.port)
    assert browser.ask(AREA)[0] == 200
    assert save(browser, 0)[0] == 200
    begun = time.monotonic()
    barrier.shut()
    for path in (HOME, "/clients"):
        status, text = browser.ask(path)
        assert status == 503
        assert "The database did not answer." in text
    assert browser.ask("/ready")[0] == 503
    assert browser.ask("/health")[0] == 200
    status, text = save(browser, 1)
    assert (status, json.loads(text)["error"]) == (
        503, "The database did not answer. Nothing was saved; try again in a moment.",
    )  # fmt: skip
    status, text = browser.ask(AREA, {"do": "save", f"p.{FIRST}.note": "Typed while it was away"})
    assert status == 503
    assert "What you typed is kept here." in text
    assert "Typed while it was away" in text
    time.sleep(max(0.0, AWAY_SECONDS - (time.monotonic() - begun)))
    barrier.is_shut = False
    until(lambda: browser.ask("/ready")[0] == 200)
    assert "Save 1." in browser.ask(AREA)[1]
    assert save(browser, 1)[0] == 200
    assert "Save 2." in browser.ask(AREA)[1]
