"""Servers of several processes under load: how much more they serve, how late news cross, what they hold."""

import asyncio
import contextlib
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from assessment.bench.data import SECRET, settings_for
from assessment.bench.figures import Figure
from assessment.bench.live import make_workshop
from assessment.bench.live_client import Browser, Cookies, Screen, connect, request_bytes, same, until
from assessment.bench.live_load import ROUND, Workshop, percentile
from assessment.bench.live_serving import Process
from assessment.bench.serving import HOST, OK, NotMeasured
from assessment.web.seats import SEAT_COOKIE
from assessment.web.server import free_port

WORKERS = 2
CONNECTIONS = 32
LOAD_SECONDS = 4.0
ROUNDS = 3
TWO_AGAINST_ONE = 1.7
VOTES = 40
PAUSE_SECONDS = 0.21
CROSSING_MS = {"PostgreSQL": 5.0, "SQLite": 50.0}
MEMORY_RATIO, MEMORY_MORE_MB = 1.5, 60.0
KB = 1024
ASKED = 40
HELLO = (
    "import sys; from assessment.web.server import serve_workers; "
    "serve_workers('127.0.0.1', int(sys.argv[1]), int(sys.argv[2]), print, "
    "'assessment.bench.serving:hello_worker')"
)


@contextlib.contextmanager
def running(command: Sequence[str], port: int) -> Iterator[Process]:
    """Run a server for the time of the block; it says in a line of its own that it is ready."""
    environment = {**os.environ, "GRADINO_SECRET_KEY": SECRET}
    with subprocess.Popen(  # noqa: S603  The command is our own.
        [sys.executable, *command], stdout=subprocess.PIPE, text=True, env=environment
    ) as process:
        try:
            if process.stdout is None or "http://" not in process.stdout.readline():
                raise NotMeasured("the server to measure did not start")
            yield Process(port, process.pid)
        finally:
            process.terminate()


def app_with(folder: Path, database: str, workers: int = 1) -> contextlib.AbstractContextManager[Process]:
    """Run the command with some processes on a database."""
    port = free_port(HOST, 0)
    options = ["--port", str(port), "--workers", str(workers), "--data", str(folder), "--database", database]
    return running(["-m", "assessment", "serve", *options], port)


def hello_with(workers: int) -> contextlib.AbstractContextManager[Process]:
    """Run the bare route with some processes."""
    port = free_port(HOST, 0)
    return running(["-c", HELLO, str(port), str(workers)], port)


class Asker(asyncio.Protocol):
    """One connection that asks for the same page again and again, and counts the answers."""

    def __init__(self, path: str) -> None:
        self.answered = 0
        self.failed = ""
        self._request = request_bytes("GET", path, {}, close=False)
        self._waiting = 0
        self._head = b""
        self._transport: asyncio.BaseTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Send the first request."""
        self._transport = transport
        self._ask()

    def data_received(self, data: bytes) -> None:
        """Ask again once an answer is complete."""
        if not self._waiting:
            self._head += data
            head, end, body = self._head.partition(b"\r\n\r\n")
            if not end:
                return
            if b" 200 " not in head.partition(b"\r\n")[0]:
                self.failed = head.partition(b"\r\n")[0].decode(errors="replace")
                return
            length = next(
                int(line.split(b":")[1])
                for line in head.split(b"\r\n")
                if line.lower().startswith(b"content-length:")
            )
            self._head = b""
            self._waiting = length - len(body)
        else:
            self._waiting -= len(data)
        if self._waiting == 0:
            self.answered += 1
            self._ask()

    def _ask(self) -> None:
        if isinstance(self._transport, asyncio.Transport) and not self._transport.is_closing():
            self._transport.write(self._request)

    def close(self) -> None:
        """Drop the connection."""
        if isinstance(self._transport, asyncio.Transport):
            self._transport.close()


async def _answered(port: int, path: str, seconds: float) -> float:
    loop = asyncio.get_running_loop()
    askers = [Asker(path) for _ in range(CONNECTIONS)]
    for asker in askers:
        await loop.create_connection(partial(same, asker), HOST, port)
    await asyncio.sleep(seconds / 4)
    before, begun = sum(asker.answered for asker in askers), time.perf_counter()
    await asyncio.sleep(seconds)
    count, taken = sum(asker.answered for asker in askers) - before, time.perf_counter() - begun
    for asker in askers:
        asker.close()
    if failed := next((asker.failed for asker in askers if asker.failed), ""):
        raise NotMeasured(f"{path} answered {failed}")
    return count / taken


def throughput_row(folder: Path, database: str, path: str) -> Figure:
    """Return how much more often two processes serve a page than one, the two taking turns."""
    name = "results, one process against two, on PostgreSQL"
    ratios = []
    with app_with(folder, database) as one, app_with(folder, database, WORKERS) as two:
        for _ in range(ROUNDS):
            rates = [asyncio.run(_answered(server.port, path, LOAD_SECONDS)) for server in (one, two)]
            ratios.append(rates[1] / rates[0])
    return Figure(name, statistics.median(ratios), "x as often", TWO_AGAINST_ONE, at_least=True)


async def _vote_and_hear(
    servers: Sequence[Process], workshop: Workshop, seats: Sequence[str]
) -> dict[int, list[float]]:
    """Return how long a facilitator waits for the count of a vote, by the server that took the vote."""
    lead = Browser(servers[0].port)
    await lead.get(workshop.room)
    await lead.post(f"{workshop.room}/ask", {"question": workshop.questions[0]})
    found = ROUND.search(await lead.get(workshop.room))
    if found is None:
        raise NotMeasured("the question was not opened")
    screen = Screen(f"/live/w/{workshop.id}", {}, keeps=True)
    await connect(servers[0].port, [screen])
    phones = [Browser(server.port) for server in servers]
    for phone in phones:
        await phone.get(workshop.room)
    waits: dict[int, list[float]] = {0: [], 1: []}
    for number, seat in enumerate(seats):
        at = number % 2
        await asyncio.sleep(PAUSE_SECONDS + number % 7 * 0.011)
        count = len(screen.heard)
        cookies: Cookies = {SEAT_COOKIE: seat}
        status = await phones[at].post(
            f"/j/{workshop.code}/vote", {"round": found[1], "answer": "3"}, cookies
        )
        acknowledged = time.monotonic()
        if status != OK:
            raise NotMeasured(f"a vote answered {status}")
        await until(partial(_has_more, screen, count), "a count did not reach the facilitator")
        waits[at].append(max(0.0, screen.heard[count] - acknowledged))
    screen.close()
    return waits


def _has_more(screen: Screen, count: int) -> bool:
    return len(screen.heard) > count


def crossing_rows(folder: Path, database: str, engine: str) -> list[Figure]:
    """Return how much later the slowest of twenty votes is shown when another process took it."""
    workshop = make_workshop(settings_for(folder, database), VOTES * 2)
    # Two processes of one server each: with workers nobody could say which of them took a vote.
    with app_with(folder, database) as one, app_with(folder / "second", database) as two:
        waits = asyncio.run(_vote_and_hear((one, two), workshop, workshop.seats))
    own, other = (percentile(waits[at], 0.95) * 1000 for at in (0, 1))
    name = f"a vote that crosses processes, added p95, {engine}"
    return [Figure(name, max(0.0, other - own), "ms", CROSSING_MS[engine], other)]


def memory_row(folder: Path, database: str, path: str) -> Figure:
    """Return the memory of two workers after some requests, beside that of two workers of the bare route."""
    with hello_with(WORKERS) as bare:
        asyncio.run(_answered(bare.port, "/", 1.0))
        least = sum(_memory_mb(bare))
    with app_with(folder, database, WORKERS) as app:
        asyncio.run(_answered(app.port, path, 2.0))
        used = sum(_memory_mb(app))
    name = "memory of two workers, less 1.5 times two bare ones"
    return Figure(name, used - MEMORY_RATIO * least, "MB", MEMORY_MORE_MB)


def _memory_mb(parent: Process) -> list[float]:
    try:
        pids = Path(f"/proc/{parent.pid}/task/{parent.pid}/children").read_text(encoding="ascii").split()
    except OSError as error:
        raise NotMeasured("this system does not tell what a process uses") from error
    return [Process(parent.port, int(pid)).memory_kb() / KB for pid in pids]
