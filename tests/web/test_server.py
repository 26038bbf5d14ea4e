"""The server: the bridge between ASGI and Flask, live connections, limits, start and stop."""

import asyncio
import http.client
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from assessment.errors import InvalidInput
from assessment.web import asgi
from assessment.web.addresses import address_of
from assessment.web.asgi import build_asgi
from assessment.web.server import free_port

PROGRAM = """
import asyncio, time
from flask import Flask, request
from assessment.web.asgi import build_asgi
from assessment.web.server import serve

app = Flask("small")

@app.post("/length")
def length():
    return str(len(request.get_data()))

@app.get("/brief")
def brief():
    time.sleep(1)
    return "answered in the end"


@app.get("/slow")
def slow():
    time.sleep(30)
    return "late"

async def live(scope, receive, send):
    await send({"type": "http.response.start", "status": 200, "headers": []})
    while True:
        await send({"type": "http.response.body", "body": b"tick", "more_body": True})
        await asyncio.sleep(0.05)

serve(lambda: build_asgi(app, live), "127.0.0.1", 0, lambda address: print(address, flush=True))
"""
ROOT = Path(__file__).resolve().parents[2]
STOP_LIMIT_SECONDS = 1.0
WAIT_SECONDS = 20


@contextmanager
def running() -> Iterator[tuple["subprocess.Popen[str]", int]]:
    """A server in a process of its own, and its port."""
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout is not None
        found = re.search(r":(\d+)$", server.stdout.readline().strip())
        assert found is not None
        try:
            yield server, int(found[1])
        finally:
            if server.poll() is None:
                server.kill()


def ask(port: int, path: str) -> socket.socket:
    """Send one request and leave the connection open."""
    connection = socket.create_connection(("127.0.0.1", port), timeout=WAIT_SECONDS)
    connection.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
    return connection


def talk(app: Any, scope: dict[str, Any], parts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What an ASGI app sends for these parts of a request; a missing part never arrives."""
    sent: list[dict[str, Any]] = []
    waiting = iter(parts)

    async def receive() -> dict[str, Any]:
        for part in waiting:
            return part
        await asyncio.Event().wait()
        raise AssertionError("never reached")

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    asyncio.run(app(scope, receive, send))
    return sent


def request(headers: list[tuple[bytes, bytes]], path: str = "/length") -> dict[str, Any]:
    fixed = {"type": "http", "method": "POST", "query_string": b"", "http_version": "1.1"}
    return {**fixed, "path": path, "headers": headers}


def echo(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
    length = int(environ.get("CONTENT_LENGTH") or 0)
    start_response("200 OK", [("content-type", "text/plain")])
    return [environ["wsgi.input"].read(length)]


def body_of(sent: list[dict[str, Any]]) -> bytes:
    return b"".join(message.get("body", b"") for message in sent[1:])


def test_a_body_in_chunks_reaches_flask_whole() -> None:
    parts = [
        {"type": "http.request", "body": b"ab", "more_body": True},
        {"type": "http.request", "body": b"cd", "more_body": False},
    ]
    sent = talk(build_asgi(echo), request([(b"transfer-encoding", b"chunked")]), parts)
    assert sent[0]["status"] == 200
    assert body_of(sent) == b"abcd"


@pytest.mark.parametrize("headers", [[(b"content-length", b"11")], [(b"transfer-encoding", b"chunked")]])
def test_a_body_that_is_too_large_is_refused(headers: list[tuple[bytes, bytes]]) -> None:
    part = {"type": "http.request", "body": b"x" * 11, "more_body": False}
    sent = talk(build_asgi(echo, largest_body=10), request(headers), [part])
    assert sent[0]["status"] == 413


def test_a_slow_body_takes_no_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asgi, "SLOWEST_BODY_SECONDS", 0.05)
    called: list[str] = []
    app = build_asgi(lambda environ, start: called.append("flask") or [], threads=1)
    sent = talk(
        app, request([(b"content-length", b"5")]), [{"type": "http.request", "body": b"x", "more_body": True}]
    )
    assert sent[0]["status"] == 408
    assert called == []


def test_a_client_that_left_gets_no_answer() -> None:
    assert talk(build_asgi(echo), request([(b"content-length", b"5")]), [{"type": "http.disconnect"}]) == []


def test_only_live_paths_go_to_the_live_endpoint() -> None:
    async def live(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 204, "headers": []})

    app = build_asgi(echo, live)
    assert talk(app, request([], "/live/7"), [])[0]["status"] == 204
    assert talk(app, request([], "/alive"), [])[0]["status"] == 200
    assert talk(build_asgi(echo), request([], "/live/7"), [])[0]["status"] == 200


def test_the_life_of_the_server_is_answered() -> None:
    parts = [{"type": "lifespan.startup"}, {"type": "lifespan.shutdown"}]
    sent = talk(build_asgi(echo), {"type": "lifespan"}, parts)
    assert [message["type"] for message in sent] == [
        "lifespan.startup.complete",
        "lifespan.shutdown.complete",
    ]


def test_a_taken_port_is_named_with_the_option() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(InvalidInput, match=rf"Port {port} .* --port {port + 1}"):
            free_port("127.0.0.1", port)


def test_addresses_can_be_typed_into_a_browser() -> None:
    assert address_of("127.0.0.1", 8000) == "http://127.0.0.1:8000"
    assert address_of("::1", 8000) == "http://[::1]:8000"


@pytest.mark.slow
def test_a_server_serves_flask_and_live_and_stops_at_once() -> None:
    with running() as (server, port):
        client = http.client.HTTPConnection("127.0.0.1", port, timeout=WAIT_SECONDS)
        client.request("POST", "/length", body=b"x" * 100_000)
        assert client.getresponse().read() == b"100000"
        live, slow = ask(port, "/live/1"), ask(port, "/slow")
        assert b"200 OK" in live.recv(100)
        started = time.monotonic()
        server.send_signal(signal.SIGINT)
        assert server.wait(WAIT_SECONDS) == 0
        assert time.monotonic() - started < STOP_LIMIT_SECONDS
        assert server.stderr is not None
        assert server.stderr.read() == ""
        client.close()
        live.close()
        slow.close()


@pytest.mark.slow
def test_a_stop_signal_lets_a_request_end_and_a_second_one_does_not() -> None:
    with running() as (server, port):
        brief = ask(port, "/brief")
        time.sleep(0.3)
        server.send_signal(signal.SIGTERM)
        answer = b""
        while part := brief.recv(1000):
            answer += part
        assert b"answered in the end" in answer
        assert server.wait(WAIT_SECONDS) == 0
        brief.close()
    with running() as (server, port):
        slow = ask(port, "/slow")
        time.sleep(0.3)
        started = time.monotonic()
        server.send_signal(signal.SIGTERM)
        time.sleep(0.2)
        assert server.poll() is None
        server.send_signal(signal.SIGTERM)
        assert server.wait(WAIT_SECONDS) == 0
        assert time.monotonic() - started < STOP_LIMIT_SECONDS + 0.5
        slow.close()
