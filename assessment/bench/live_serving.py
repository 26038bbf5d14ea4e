"""The servers of the live measurement: the app with its streams, or a bare fan-out on the same server."""

import asyncio
import contextlib
import multiprocessing
import os
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from assessment.bench.data import settings_for
from assessment.bench.serving import HOST, START_SECONDS, STOP_SECONDS, NotMeasured

PROC = Path("/proc")
ESTABLISHED, CLOSE_WAIT = "01", "08"
KB = 1024
BARE_STREAM = "/live/bare"
BARE_SEND = "/live/send"
STATE_BYTES = 4000  # About what a phone gets when the votes on a placing are revealed.
STREAM_HEADERS = [(b"content-type", b"text/event-stream"), (b"cache-control", b"no-store")]


@dataclass(frozen=True, slots=True)
class Process:
    """A served process: where it listens, and what the system knows of it (Linux only)."""

    port: int
    pid: int

    def cpu_seconds(self) -> float:
        """Return the processor time used so far. Raises NotMeasured where the system does not tell."""
        fields = self._read("stat").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def memory_kb(self) -> float:
        """Return the resident memory in KB. Raises NotMeasured where the system does not tell."""
        pages = int(self._read("statm").split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / KB

    def connections(self) -> int:
        """Return how many connections to its port are open or half closed."""
        port = f"{self.port:04X}"
        rows = [line.split() for line in self._read("net/tcp").splitlines()[1:]]
        return sum(row[1].endswith(f":{port}") and row[3] in (ESTABLISHED, CLOSE_WAIT) for row in rows)

    def _read(self, name: str) -> str:
        try:
            return (PROC / str(self.pid) / name).read_text(encoding="ascii", errors="replace")
        except OSError as error:
            raise NotMeasured("this system does not tell what a process uses") from error


class Bare:
    """An ASGI app that does nothing but hold streams and send one message to all of them at once."""

    def __init__(self) -> None:
        self._streams: set[asyncio.Event] = set()
        self._message = b"data: " + b"x" * STATE_BYTES + b"\n\n"
        self.working = False

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Hold a stream, or send the message to every stream."""
        if scope["type"] != "http":
            return
        if scope["path"] == BARE_STREAM:
            await self._hold(receive, send)
            return
        for awake in self._streams:
            awake.set()
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
        await send({"type": "http.response.body", "body": b"ok"})

    async def _hold(self, receive: Any, send: Any) -> None:
        awake = asyncio.Event()
        self._streams.add(awake)
        leaving = asyncio.ensure_future(self._gone(receive, awake))
        await send({"type": "http.response.start", "status": 200, "headers": STREAM_HEADERS})
        await send({"type": "http.response.body", "body": b"data: first\n\n", "more_body": True})
        try:
            while True:
                await awake.wait()
                if leaving.done():
                    return
                awake.clear()
                await send({"type": "http.response.body", "body": self._message, "more_body": True})
        finally:
            leaving.cancel()
            self._streams.discard(awake)

    @staticmethod
    async def _gone(receive: Any, awake: asyncio.Event) -> None:
        while (await receive())["type"] != "http.disconnect":
            pass
        awake.set()

    def close_live(self) -> None:
        """Nothing to close: the process ends with the measurement."""


def _serve(folder: str | None, pipe: Connection) -> None:
    from assessment.web.server import build_live_app, serve

    def make() -> Any:
        return Bare() if folder is None else build_live_app(settings_for(Path(folder)))

    serve(make, HOST, 0, pipe.send)


@contextlib.contextmanager
def served_live(folder: Path | None) -> Iterator[Process]:
    """Run the app on a database, or with None the bare fan-out, in a process of its own."""
    context = multiprocessing.get_context("spawn")
    mine, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(str(folder) if folder else None, theirs), daemon=True)
    process.start()
    try:
        if not mine.poll(START_SECONDS) or process.pid is None:
            raise NotMeasured("the server to measure did not start")
        yield Process(int(str(mine.recv()).rsplit(":", 1)[1]), process.pid)
    finally:
        process.terminate()
        process.join(STOP_SECONDS)
