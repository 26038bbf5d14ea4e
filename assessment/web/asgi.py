"""Puts the Flask app inside an ASGI app, with room for one native live endpoint beside it."""

import asyncio
import io
import sys
import threading
import time
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from typing import Any

from a2wsgi import WSGIMiddleware

Message = MutableMapping[str, Any]
Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
AsgiApp = Callable[[Scope, Receive, Send], Awaitable[None]]
WsgiApp = Callable[[Any, Any], Iterable[bytes]]

LIVE_PREFIX = "/live/"
BODY = "gradino.body"
STOPPING = "gradino.stopping"
DEFAULT_THREADS = 10
LARGEST_BODY_BYTES = 16 * 1024 * 1024
SLOWEST_BODY_SECONDS = 20.0
DRAIN_LOOK_SECONDS = 0.01
TOO_LARGE = (413, "This request is too large.")
TOO_SLOW = (408, "The request did not arrive in time.")


class BodyRefused(Exception):
    """The body of a request is too large or too slow; `status` and `reason` go to the client."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason


class ClientGone(Exception):
    """The client closed the connection before its request was complete."""


class Bridge:
    """The ASGI app: /live/ goes to the native endpoint, everything else to Flask in a pool of threads."""

    def __init__(self, wsgi_app: WsgiApp, live: AsgiApp | None, threads: int, largest_body: int) -> None:
        self.live = live
        self.largest_body = largest_body
        self._wsgi_app = wsgi_app
        self._inner: Any = WSGIMiddleware(self._call_flask, workers=threads)
        self._working: set[int] = set()
        self._inside: set[object] = set()
        self.stopping = False
        self._live_tasks: set[asyncio.Task[Any]] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, or take part in the start and the stop of the server."""
        if scope["type"] == "lifespan":
            await answer_lifespan(receive, send)
        elif scope["type"] == "http" and self.live is not None and scope["path"].startswith(LIVE_PREFIX):
            await self._serve_live(self.live, scope, receive, send)
        elif scope["type"] == "http":
            await self._serve_flask(scope, receive, send)

    @property
    def working(self) -> bool:
        """Whether Flask is busy with a request just now."""
        return bool(self._working)

    async def drained(self, most_seconds: float) -> None:
        """Wait until the requests that are being answered now are done, but not for those that come after."""
        self.stopping = True
        before, until = set(self._inside), time.monotonic() + most_seconds
        while before & self._inside and time.monotonic() < until:
            await asyncio.sleep(DRAIN_LOOK_SECONDS)

    def close_live(self) -> None:
        """End every live connection, so that none holds up the stop."""
        for task in tuple(self._live_tasks):
            task.cancel()

    async def _serve_live(self, live: AsgiApp, scope: Scope, receive: Receive, send: Send) -> None:
        task = asyncio.current_task()
        if task is not None:
            self._live_tasks.add(task)
        try:
            await live(scope, receive, send)
        finally:
            if task is not None:
                self._live_tasks.discard(task)

    async def _serve_flask(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            body = await read_body(scope, receive, self.largest_body)
        except BodyRefused as refusal:
            await answer_plainly(send, refusal.status, refusal.reason)
            return
        except ClientGone:
            return

        async def nothing_more() -> Message:
            return {"type": "http.request", "body": b"", "more_body": False}

        ticket = object()
        self._inside.add(ticket)
        try:
            await self._inner({**with_length(scope, len(body)), BODY: body}, nothing_more, send)
        finally:
            self._inside.discard(ticket)

    def _call_flask(self, environ: Any, start_response: Any) -> Iterable[bytes]:
        # The bridge would send error messages to stdout, which belongs to the output of commands.
        environ["wsgi.errors"] = sys.stderr
        # The bridge would fetch the body from the event loop, which costs a change of threads for each read.
        environ["wsgi.input"] = io.BytesIO(environ["asgi.scope"][BODY])
        environ[STOPPING] = self.stopping
        thread = threading.get_ident()
        self._working.add(thread)
        try:
            return self._wsgi_app(environ, start_response)
        finally:
            self._working.discard(thread)


def build_asgi(
    wsgi_app: WsgiApp,
    live: AsgiApp | None = None,
    *,
    threads: int = DEFAULT_THREADS,
    largest_body: int = LARGEST_BODY_BYTES,
) -> Bridge:
    """The ASGI app for a Flask app: `threads` requests at once, bodies of at most `largest_body` bytes.

    `live` answers every path below /live/ on the event loop itself, so a waiting client holds no thread.
    """
    return Bridge(wsgi_app, live, threads, largest_body)


async def read_body(scope: Scope, receive: Receive, largest: int) -> bytes:
    """The whole body of a request, read before a thread is taken, so that slow clients hold none.

    Raises BodyRefused when it is too large or a part is too slow, ClientGone when the client has left.
    """
    headers = dict(scope["headers"])
    announced = headers.get(b"content-length", b"0")
    if announced == b"0" and b"transfer-encoding" not in headers:
        return b""
    expected = int(announced) if announced.isdigit() and b"transfer-encoding" not in headers else None
    if expected is not None and expected > largest:
        raise BodyRefused(*TOO_LARGE)
    body = bytearray()
    more = True
    while more:
        message = await next_message(receive)
        if message["type"] == "http.disconnect":
            raise ClientGone
        body += message.get("body", b"")
        if len(body) > largest:
            raise BodyRefused(*TOO_LARGE)
        # The server says that more may come until it has looked; the announced length tells it at once.
        more = message.get("more_body", False) and len(body) != expected
    return bytes(body)


def with_length(scope: Scope, length: int) -> Scope:
    """The request with its length announced, which WSGI needs for a body that came in chunks."""
    headers = [(name, value) for name, value in scope["headers"] if name != b"transfer-encoding"]
    if len(headers) == len(scope["headers"]):
        return scope
    return {**scope, "headers": [*headers, (b"content-length", str(length).encode())]}


async def next_message(receive: Receive) -> Message:
    """The next part of a request, or BodyRefused when none arrives in time."""
    try:
        async with asyncio.timeout(SLOWEST_BODY_SECONDS):
            return await receive()
    except TimeoutError:
        raise BodyRefused(*TOO_SLOW) from None


async def answer_plainly(send: Send, status: int, text: str) -> None:
    """A short answer in plain text that closes the connection."""
    body = (text + "\n").encode()
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(body)).encode()),
        (b"connection", b"close"),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def answer_lifespan(receive: Receive, send: Send) -> None:
    """Tell the server that there is nothing to wait for at its start and at its stop."""
    while True:
        message = await receive()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return
