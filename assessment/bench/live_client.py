"""What puts the load on a live workshop: many streams in one process, and single requests."""

import asyncio
import re
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar, cast
from urllib.parse import urlencode

from assessment.bench.serving import HOST, TOKEN, NotMeasured

END = b"\n\n\r\n"
CONNECT_AT_ONCE = 50
ANSWER_SECONDS = 30.0
COOKIE = re.compile(rb"set-cookie: ([^=]+)=([^;]+)", re.I)
STATUS = re.compile(rb"HTTP/1\.1 (\d+)")
Cookies = Mapping[str, str]


class Screen(asyncio.Protocol):
    """One open stream; `heard` holds when each message was complete and, where kept, what it said."""

    def __init__(self, path: str, cookies: Cookies, *, keeps: bool = False) -> None:
        self.heard: list[float] = []
        self.said: list[bytes] = []
        self._request = request_bytes("GET", path, cookies, close=False)
        self._keeps = keeps
        self._part = b""
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask for the stream."""
        self._transport = cast("asyncio.Transport", transport)
        self._transport.write(self._request)

    def data_received(self, data: bytes) -> None:
        """Note a message once its end has arrived; what only keeps the line open does not count."""
        self._part += data
        if not self._part.endswith(END):
            return
        if b"data:" in self._part:
            self.heard.append(time.monotonic())
            if self._keeps:
                self.said.append(self._part)
        self._part = b""

    def said_so(self, words: bytes) -> bool:
        """Return whether a message held these words."""
        return any(words in said for said in self.said)

    def close(self) -> None:
        """Drop the connection."""
        if self._transport is not None:
            self._transport.close()


@dataclass
class Browser:
    """Single requests with the cookies and the token of one browser; each on a connection of its own."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    token: str = ""

    async def get(self, path: str) -> str:
        """Return a page; the token in it is kept for the next form."""
        status, body = await self._ask("GET", path, None, self.cookies)
        if status != 200:
            raise NotMeasured(f"{path} answered {status}")
        found = TOKEN.search(body)
        if found is not None:
            self.token = found[1]
        return body

    async def post(self, path: str, fields: Mapping[str, str], cookies: Cookies | None = None) -> int:
        """Send a form as a script would and return the status; `cookies` come beside the own ones."""
        body = urlencode({"csrf_token": self.token, **fields})
        return (await self._ask("POST", path, body, {**self.cookies, **(cookies or {})}))[0]

    async def _ask(self, method: str, path: str, body: str | None, cookies: Cookies) -> tuple[int, str]:
        reader, writer = await asyncio.open_connection(HOST, self.port)
        writer.write(request_bytes(method, path, cookies, body))
        try:
            answer = await asyncio.wait_for(reader.read(), ANSWER_SECONDS)
        finally:
            writer.close()
        head, _, content = answer.partition(b"\r\n\r\n")
        for name, value in COOKIE.findall(head):
            if cookies is self.cookies:
                self.cookies[name.decode()] = value.decode()
        status = STATUS.match(head)
        return (int(status[1]) if status else 0), content.decode(errors="replace")


def request_bytes(
    method: str, path: str, cookies: Cookies, body: str | None = None, *, close: bool = True
) -> bytes:
    """Return one request as it goes over the wire."""
    lines = [f"{method} {path} HTTP/1.1", f"Host: {HOST}", "Sec-Fetch-Site: same-origin"]
    if cookies:
        lines.append("Cookie: " + "; ".join(f"{name}={value}" for name, value in cookies.items()))
    if close:
        lines.append("Connection: close")
    if body is not None:
        lines += [
            "Accept: application/json",
            "Content-Type: application/x-www-form-urlencoded",
            f"Content-Length: {len(body)}",
        ]
    return ("\r\n".join(lines) + "\r\n\r\n" + (body or "")).encode()


Handler = TypeVar("Handler", bound=asyncio.Protocol)


def same(handler: Handler) -> Handler:
    """Return the handler of a connection itself, as the maker of what handles it."""
    return handler


async def connect(port: int, screens: Sequence[Screen]) -> None:
    """Open streams, some at a time, and wait until each has its first message."""
    loop = asyncio.get_running_loop()
    for at in range(0, len(screens), CONNECT_AT_ONCE):
        batch = screens[at : at + CONNECT_AT_ONCE]
        await asyncio.gather(*(loop.create_connection(partial(same, screen), HOST, port) for screen in batch))
    await until(lambda: all(screen.heard for screen in screens), "not every stream began")


async def until(true: Callable[[], bool], what: str, seconds: float = ANSWER_SECONDS) -> None:
    """Wait until a condition holds; NotMeasured says what did not happen."""
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            raise NotMeasured(what)
        await asyncio.sleep(0.002)
