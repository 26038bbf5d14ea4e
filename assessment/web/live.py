"""The live endpoint: streams that carry the state of a workshop to phones, facilitators and observers.

A vote only commits. One broadcaster watches the database and sends the newest state, at most ten times a
second, to those for whom something changed: phones hear only of a new phase, never of a single vote.
"""

import asyncio
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie
from typing import Any

from flask import Flask, current_app

from assessment.errors import AppError
from assessment.store.watch import Watch
from assessment.web.asgi import Message, Receive, Scope, Send, answer_plainly
from assessment.web.identity import Who, who_of_cookies
from assessment.web.seats import SEAT_COOKIE, observed_workshop, seat_of_cookie
from assessment.web.security import host_allowed, host_name

LOOK_SECONDS = 0.025
LOOK_SECONDS_WITHOUT_WATCH = 0.25
GATHER_SECONDS = 0.1
BEAT_SECONDS = 15.0
POLLED_SECONDS = 12.0
LIVE = "live"

SEAT, LEAD, LOOK = "seat", "lead", "look"
BEAT = b": here\n\n"
HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
]


# The ids of a workspace and of a workshop in it.
Room = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Asking:
    """A screen that wants to listen: of which kind, by which code or id, with which seat, for whom."""

    kind: str
    name: str
    seat_id: str | None = None
    workspace_id: str = ""
    who: Who | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """The state of one workshop for each kind of screen, ready to be sent; `ends` is the end of its timer."""

    version: int
    phase: str
    ends: str
    messages: Mapping[str, bytes]
    seats: frozenset[str]
    removed: bytes

    @property
    def mark(self) -> str:
        """What changes exactly when every screen has something new to show."""
        return f"{self.phase} {self.ends}"


@dataclass(eq=False, slots=True)
class Stream:
    """One open stream. `message` is the newest state that it has not sent yet."""

    kind: str
    room: Room
    seat_id: str = ""
    phase: str | None = None
    message: bytes | None = None
    over: bool = False
    awake: asyncio.Event = field(default_factory=asyncio.Event)

    def put(self, message: bytes) -> None:
        """Leave the newest state to be sent; an older one that is still there is dropped."""
        self.message = message
        self.awake.set()

    def end(self) -> None:
        """Let the stream end after what it has to send."""
        self.over = True
        self.awake.set()


Draw = Callable[[Room], Shown | None]
Admit = Callable[["Asking"], tuple[Room, str] | None]
Versions = Callable[[list[Room]], dict[Room, int]]


class Live:
    """All open streams of this process and the broadcaster that feeds them."""

    def __init__(self, app: Flask, draw: Draw, admit: Admit, versions: Versions):
        self._app = app
        self._draw = draw
        self._admit = admit
        self._versions = versions
        self._watch = Watch(app.extensions["database"])
        self._streams: dict[Room, set[Stream]] = {}
        self._present: dict[str, frozenset[str]] = {}
        self._polled: dict[str, dict[str, float]] = {}
        self._known: dict[Room, int] = {}
        self._due: set[Room] = set()
        self._task: asyncio.Task[None] | None = None
        app.extensions[LIVE] = self

    def present(self, workshop_id: str) -> frozenset[str]:
        """The seats whose phones are connected, by a stream or by asking every few seconds."""
        since = time.monotonic() - POLLED_SECONDS
        polled = {seat for seat, at in tuple(self._polled.get(workshop_id, {}).items()) if at > since}
        return self._present.get(workshop_id, frozenset()) | polled

    def polled(self, workshop_id: str, seat_id: str) -> None:
        """Note that a phone without a stream has asked for the state."""
        self._polled.setdefault(workshop_id, {})[seat_id] = time.monotonic()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one stream until its screen leaves or the server stops."""
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        settings = self._app.config["SETTINGS"]
        if not host_allowed(host_name(headers.get("host", "")), settings):
            await answer_plainly(send, 421, "Use the address that the server printed when it started.")
            return
        asking = await self._asking(scope["path"], cookies_of(headers))
        found = None if asking is None else await self._let_in(asking)
        if asking is None or found is None:
            await answer_plainly(send, 404, "There is no such workshop, or this screen has no place in it.")
            return
        stream = Stream(asking.kind, *found)
        self._enter(stream)
        leaving = asyncio.ensure_future(gone(receive))
        leaving.add_done_callback(lambda _: stream.end())
        try:
            await self._feed(stream, send)
        finally:
            leaving.cancel()
            self._leave(stream)

    async def _asking(self, path: str, cookies: Mapping[str, str]) -> Asking | None:
        _, _, kind, *rest = path.split("/")
        if len(rest) != 1 or not rest[0]:
            return None
        name, secret = rest[0], self._app.config["SETTINGS"].secret_key
        if kind == "j":
            now = self._app.config["CLOCK"]().timestamp()
            return Asking(SEAT, name, seat_of_cookie(secret, cookies.get(SEAT_COOKIE), now))
        if kind == "o":
            observed = observed_workshop(secret, name)
            return None if observed is None else Asking(LOOK, observed[1], workspace_id=observed[0])
        if kind != "w":
            return None
        who = await asyncio.to_thread(who_of_cookies, self._app, cookies)
        return None if who is None or not who.leads else Asking(LEAD, name, None, who.workspace_id, who)

    async def _let_in(self, asking: Asking) -> tuple[Room, str] | None:
        try:
            return await asyncio.to_thread(self._admit, asking)
        except AppError:
            return None

    async def _feed(self, stream: Stream, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
        await send(part(b"retry: 2000\n\n"))
        while True:
            try:
                async with asyncio.timeout(BEAT_SECONDS):
                    await stream.awake.wait()
            except TimeoutError:
                await send(part(BEAT))
                continue
            stream.awake.clear()
            message, stream.message = stream.message, None
            if message is not None:
                await send(part(message))
            if stream.over:
                await send({"type": "http.response.body", "body": b"", "more_body": False})
                return

    def _enter(self, stream: Stream) -> None:
        streams = self._streams.setdefault(stream.room, set())
        if stream.seat_id:
            for older in streams:
                if older.seat_id == stream.seat_id:
                    older.end()
        streams.add(stream)
        self._count(stream.room)
        if self._task is None or self._task.done():
            self._task = asyncio.ensure_future(self._broadcast())

    def _leave(self, stream: Stream) -> None:
        streams = self._streams.get(stream.room, set())
        streams.discard(stream)
        if not streams:
            self._streams.pop(stream.room, None)
            self._known.pop(stream.room, None)
        self._count(stream.room)

    def _count(self, room: Room) -> None:
        streams = self._streams.get(room, set())
        self._present[room[1]] = frozenset(one.seat_id for one in streams if one.seat_id)
        self._due.add(room)

    async def _broadcast(self) -> None:
        pace = LOOK_SECONDS if self._app.extensions["database"].is_sqlite else LOOK_SECONDS_WITHOUT_WATCH
        while self._streams:
            await asyncio.sleep(pace)
            if self._watch.has_changed():
                await self._look()
            if self._due:
                begun = time.monotonic()
                await self._send_due()
                await asyncio.sleep(max(0.0, GATHER_SECONDS - (time.monotonic() - begun)))

    async def _look(self) -> None:
        found = await asyncio.to_thread(self._versions, list(self._streams))
        for room, version in found.items():
            if self._known.get(room) != version:
                self._due.add(room)

    async def _send_due(self) -> None:
        due, self._due = self._due, set()
        for room in due & self._streams.keys():
            shown = await asyncio.to_thread(self._draw, room)
            if shown is None:
                continue
            self._known[room] = shown.version
            for stream in tuple(self._streams.get(room, ())):
                pass_on(stream, shown)


def pass_on(stream: Stream, shown: Shown) -> None:
    """Give a stream the state, if it has something new for this kind of screen."""
    if stream.kind == SEAT and stream.seat_id not in shown.seats:
        stream.put(shown.removed)
        stream.end()
    elif stream.kind == LEAD or stream.phase != shown.mark:
        stream.phase = shown.mark
        stream.put(shown.messages[stream.kind])


def event(version: int, data: Mapping[str, Any]) -> bytes:
    """A state as one server-sent event, whose id is the version of the workshop."""
    return f"id: {version}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n".encode()


def part(body: bytes) -> Message:
    """A piece of an answer that goes on."""
    return {"type": "http.response.body", "body": body, "more_body": True}


async def gone(receive: Receive) -> None:
    """Wait until the other side has left."""
    while (await receive())["type"] != "http.disconnect":
        pass


def cookies_of(headers: Mapping[str, str]) -> dict[str, str]:
    """The cookies of a request; none when they cannot be read."""
    try:
        return {name: morsel.value for name, morsel in SimpleCookie(headers.get("cookie", "")).items()}
    except CookieError:
        return {}


def presence(workshop_id: str) -> frozenset[str]:
    """The seats whose phones are connected to this process."""
    live: Live | None = current_app.extensions.get(LIVE)
    return live.present(workshop_id) if live is not None else frozenset()


def note_poll(workshop_id: str, seat_id: str) -> None:
    """Note that a phone asked for the state by itself."""
    live: Live | None = current_app.extensions.get(LIVE)
    if live is not None:
        live.polled(workshop_id, seat_id)
