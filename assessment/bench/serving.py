"""The servers under measurement, each in its own process: a bare Flask route, or the app on a database."""

import contextlib
import http.client
import json
import multiprocessing
import re
import statistics
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from assessment.bench.data import settings_for

HOST = "127.0.0.1"
CPU_PATH = "/live/cpu"
OK = 200
START_SECONDS = 30.0
STOP_SECONDS = 5.0
KEPT_OPEN_SECONDS = 2.0
TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


class NotMeasured(Exception):
    """Something kept a figure from being measured; the message says what."""


async def _cpu_endpoint(scope: Any, receive: Any, send: Any) -> None:
    body = json.dumps(time.process_time()).encode()
    await send(
        {"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"application/json")]}
    )
    await send({"type": "http.response.body", "body": body})


def _hello_app() -> Any:
    from flask import Flask

    app = Flask("hello")

    @app.get("/")
    def hello() -> str:
        return "Hello, world"

    return app


def hello_worker() -> Any:
    """Return the bare route as one of several processes serves it."""
    from assessment.web.asgi import build_asgi

    return build_asgi(_hello_app())


def _serve(folder: str | None, pipe: Connection) -> None:
    from assessment.web.asgi import build_asgi
    from assessment.web.server import serve

    def make() -> Any:
        if folder is None:
            return build_asgi(_hello_app(), _cpu_endpoint)
        from assessment.store.database import Database
        from assessment.web.app import create_app

        settings = settings_for(Path(folder))
        return build_asgi(create_app(settings, Database(settings.database_url)), _cpu_endpoint)

    serve(make, HOST, 0, pipe.send)


@dataclass
class Served:
    """A running server with one connection that stays open."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    _connection: http.client.HTTPConnection | None = None
    _used: float = 0.0

    def request(
        self, method: str, path: str, body: str | None = None, headers: Mapping[str, str] | None = None
    ) -> tuple[int, bytes]:
        """Send one request and return status and body as they came (compressed, if the server did so)."""
        if self._connection is None or time.monotonic() - self._used > KEPT_OPEN_SECONDS:
            self._connection = http.client.HTTPConnection(HOST, self.port, timeout=30)
        sent = {"Accept-Encoding": "gzip", **(headers or {})}
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        self._connection.request(method, path, body, sent)
        response = self._connection.getresponse()
        data = response.read()
        self._used = time.monotonic()
        for cookie in response.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.split(";")[0].partition("=")
            self.cookies[name] = value
        return response.status, data

    def cpu_seconds(self) -> float:
        """Return the processor time that the server's process has used."""
        return float(json.loads(self.request("GET", CPU_PATH)[1]))


@contextlib.contextmanager
def served(folder: Path | None) -> Iterator[Served]:
    """Run a server in a process of its own for the time of the block; None serves the bare route."""
    context = multiprocessing.get_context("spawn")
    mine, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(str(folder) if folder else None, theirs), daemon=True)
    process.start()
    try:
        if not mine.poll(START_SECONDS):
            raise NotMeasured("the server to measure did not start")
        yield Served(int(str(mine.recv()).rsplit(":", 1)[1]))
    finally:
        process.terminate()
        process.join(STOP_SECONDS)


Act = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Timing:
    """What a series of requests took: the median in seconds and the server's processor time for each."""

    p50: float
    cpu: float


def timed(server: Served, act: Act, times: int) -> Timing:
    """Run `act` that many times against `server`, one after the other."""
    before = server.cpu_seconds()
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        act()
        taken.append(time.perf_counter() - start)
    return Timing(statistics.median(taken), (server.cpu_seconds() - before) / times)


def getting(server: Served, path: str) -> Act:
    """Return an act that fetches a page and insists on getting it."""

    def act() -> None:
        status, _ = server.request("GET", path)
        if status != OK:
            raise NotMeasured(f"{path} answered {status}")

    return act
