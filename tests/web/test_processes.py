"""Several processes over one database: a workshop across them, and a restart that nobody notices."""

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from assessment.services.workspace import prepare_store
from assessment.store.database import Database
from assessment.web.server import free_port
from tests.postgres import NewUrl
from tests.web.fixtures_clients import add, start
from tests.web.fixtures_questions import HOME
from tests.web.test_workshop_faults import HOST, WAIT_SECONDS, Browser

ON_POSTGRES = True

pytestmark = pytest.mark.slow

Serve = Callable[..., "Process"]


class Process:
    """The command, serving a database."""

    def __init__(self, folder: Path, database: str, *options: str) -> None:
        self.port = free_port(HOST, 0)
        command = [sys.executable, "-m", "assessment", "serve", "--port", str(self.port)]
        self.inner = subprocess.Popen(
            [*command, "--data", str(folder), "--database", database, *options],
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "GRADINO_SECRET_KEY": "k" * 40},
        )
        assert self.inner.stdout is not None
        assert "ready" in self.inner.stdout.readline()

    def end(self) -> float:
        """Stop it as a system does; return the seconds that it took."""
        begun = time.monotonic()
        self.inner.send_signal(signal.SIGTERM)
        self.inner.wait(WAIT_SECONDS)
        assert self.inner.stdout is not None
        self.inner.stdout.close()
        return time.monotonic() - begun


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Serve]:
    """Starts processes, each with a data folder of its own, and stops them at the end."""
    running: list[Process] = []

    def begin(database: str, *options: str) -> Process:
        folder = tmp_path / f"process-{len(running)}"
        folder.mkdir()
        running.append(Process(folder, database, *options))
        return running[-1]

    yield begin
    for process in running:
        if process.inner.poll() is None:
            process.end()


def prepared(url: str) -> str:
    """The address of a database with a client and an assessment."""
    database = Database(url)
    prepare_store(database)
    start(database, add(database).slug)
    database.close()
    return url


class Listener:
    """A screen that listens: keeps the newest state that its stream carried."""

    def __init__(self, browser: Browser, path: str) -> None:
        self.html = ""
        self.changed = threading.Event()
        cookies = "; ".join(f"{one.name}={one.value}" for one in browser.jar)
        self.connection = http.client.HTTPConnection(HOST, browser.port, timeout=60)
        self.connection.request("GET", path, headers={"Cookie": cookies})
        self.answer = self.connection.getresponse()
        assert self.answer.status == 200, path
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        try:
            for line in self.answer:
                if line.startswith(b"data:"):
                    self.html = re.sub(r"<[^>]+>", " ", str(json.loads(line[5:])))
                    self.changed.set()
        except (OSError, ValueError, AttributeError):
            return

    def close(self) -> None:
        """Leave; the thread that reads is woken first, because it holds the answer."""
        if self.connection.sock is not None:
            with suppress(OSError):
                self.connection.sock.shutdown(socket.SHUT_RDWR)
        self.answer.close()
        self.connection.close()

    def until(self, words: str, times: int | None = None) -> None:
        """Wait until the screen shows these words, or shows them exactly so many times."""
        end = time.monotonic() + WAIT_SECONDS
        while time.monotonic() < end:
            found = " ".join(self.html.split()).count(words)
            if found == times or (times is None and found):
                return
            self.changed.wait(0.05)
            self.changed.clear()
        raise AssertionError(f"{words!r} never came; the last state was {' '.join(self.html.split())[:600]}")


def open_room(port: int) -> tuple[Browser, str, str]:
    """A facilitator's browser, the address of an open workshop, and its code."""
    lead = Browser(port)
    lead.ask(f"{HOME}/workshop")
    lead.ask(f"{HOME}/workshop", {"way": "live", "names": "anonymous", "areas": "A3"})
    room = re.search(rf"{HOME}/workshop/\w+", lead.ask(f"{HOME}/workshop")[1])
    assert room is not None
    code = re.search(r'class="code">\s*([0-9A-Z]{3}-[0-9A-Z]{3})', lead.ask(room[0])[1])
    assert code is not None
    return lead, room[0], code[1].replace("-", "")


def play(lead_port: int, phone_ports: list[int]) -> None:
    """A question asked, answered and revealed, the phones on other ports than the facilitator."""
    lead, room, code = open_room(lead_port)
    screen = Listener(lead, f"/live/w/{room.rsplit('/', 1)[1]}")
    phones = []
    for port in phone_ports:
        phone = Browser(port)
        phone.ask(f"/j/{code}")
        phone.ask(f"/j/{code}/seat", {"group": "service_desk"})
        phones.append((phone, Listener(phone, f"/live/j/{code}")))
    screen.until("connected Remove", len(phones))
    lead.ask(f"{room}/ask", {"question": "restoration"})
    for phone, listener in phones:
        listener.until("Service restoration")
        page = phone.ask(f"/j/{code}")[1]
        found = re.search(r'name="round"\s+value="(\w+)"', page)
        assert found is not None
        assert phone.ask(f"/j/{code}/vote", {"round": found[1], "answer": "3"})[0] == 200
    screen.until(f"{len(phones)} of {len(phones)} have voted")
    for listener in (screen, *(one for _, one in phones)):
        listener.close()


@pytest.mark.postgres
def test_a_workshop_runs_across_two_processes_on_postgres(
    serve: Serve, new_postgres_database: NewUrl
) -> None:
    url = prepared(new_postgres_database())
    one, two = serve(url), serve(url)
    play(one.port, [two.port, one.port, two.port])


def test_a_workshop_runs_across_workers_on_sqlite(serve: Serve, tmp_path: Path) -> None:
    url = prepared(f"sqlite:///{tmp_path / 'shared.sqlite'}")
    both = serve(url, "--workers", "2")
    play(both.port, [both.port] * 5)


def test_new_workers_take_over_without_a_request_lost(serve: Serve, tmp_path: Path) -> None:
    served = serve(prepared(f"sqlite:///{tmp_path / 'shared.sqlite'}"), "--workers", "2")
    answers: list[int] = []
    done = threading.Event()

    def ask() -> None:
        while not done.is_set():
            connection = http.client.HTTPConnection(HOST, served.port, timeout=WAIT_SECONDS)
            connection.request("GET", "/clients")
            answers.append(connection.getresponse().status)
            connection.close()

    def workers() -> set[str]:
        found = Path(f"/proc/{served.inner.pid}/task/{served.inner.pid}/children").read_text().split()
        return set(found)

    before = workers()
    threads = [threading.Thread(target=ask) for _ in range(2)]
    for thread in threads:
        thread.start()
    served.inner.send_signal(signal.SIGHUP)
    end = time.monotonic() + 40
    while workers() & before and time.monotonic() < end:
        time.sleep(0.1)
    time.sleep(1)
    done.set()
    for thread in threads:
        thread.join()
    replaced = {pid for pid in before if pid not in workers()}
    assert len(replaced) >= 2
    assert len(answers) > 20
    assert set(answers) == {200}


def test_a_stop_waits_for_the_requests_that_are_being_answered(serve: Serve, tmp_path: Path) -> None:
    served = serve(prepared(f"sqlite:///{tmp_path / 'shared.sqlite'}"))
    lead, room, _ = open_room(served.port)
    listener = Listener(lead, f"/live/w/{room.rsplit('/', 1)[1]}")
    listener.until("Nobody has joined yet")
    assert served.end() < 5
    listener.close()
