"""The live endpoint: streams that carry the state of a workshop to phones, facilitators and observers.

A vote only commits. One broadcaster watches the database and sends the newest state, at most ten times a
second, to those for whom something changed: phones hear only of a new phase, never of a single vote.
"""

import asyncio
import json
import logging
import time
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from http.cookies import CookieError, SimpleCookie
from typing import Any

from flask import Flask, current_app

from assessment.errors import AppError, Conflict
from assessment.services import presence as presences
from assessment.store.watch import Watch
from assessment.web import unit
from assessment.web.asgi import Message, Receive, Scope, Send, answer_plainly
from assessment.web.identity import Who, who_of_cookies
from assessment.web.seats import SEAT_COOKIE, observed_workshop, seat_of_cookie
from assessment.web.security import host_allowed, host_name
from assessment.web.telemetry import count_streams

LOOK_SECONDS = 0.025
WAIT_SECONDS = 0.5
TELL_AGAIN_SECONDS = 10.0
GATHER_SECONDS = 0.1
BEAT_SECONDS = 15.0
POLLED_SECONDS = 12.0
LIVE = "live"

logger = logging.getLogger(__name__)

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


State = tuple[int, frozenset[str]]
"""The version of a workshop and the seats that are connected to any process."""

Draw = Callable[[Room], Shown | None]
Admit = Callable[["Asking"], tuple[Room, str] | None]
States = Callable[[list[Room]], dict[Room, State]]
Tell = Callable[[Room, frozenset[str], bool], None]


class Live:
    """All open streams of this process and the broadcaster that feeds them."""

    def __init__(self, app: Flask, draw: Draw, admit: Admit, states: States, tell: Tell | None = None):
        """`tell` stores who is connected here, for other processes; None where there are none."""
        self._app = app
        self._draw = draw
        self._admit = admit
        self._states = states
        self._tell = tell
        self._untold: set[Room] = set()
        self._told_at = 0.0
        self._watch = Watch(app.extensions["database"])
        self._streams: dict[Room, set[Stream]] = {}
        self._present: dict[str, frozenset[str]] = {}
        self._polled: dict[str, dict[str, float]] = {}
        self._known: dict[Room, State] = {}
        self._due: set[Room] = set()
        self._task: asyncio.Task[None] | None = None
        app.extensions[LIVE] = self

    def present(self, workshop_id: str) -> frozenset[str]:
        """The seats whose phones are connected, by a stream or by asking every few seconds."""
        since = time.monotonic() - POLLED_SECONDS
        polled = {seat for seat, at in tuple(self._polled.get(workshop_id, {}).items()) if at > since}
        return self._present.get(workshop_id, frozenset()) | polled

    @property
    def shares(self) -> bool:
        """Whether other processes serve the same rooms."""
        return self._tell is not None

    def polled(self, room: Room, seat_id: str) -> None:
        """Note that a phone without a stream has asked for the state."""
        seen = self._polled.setdefault(room[1], {})
        now = time.monotonic()
        before, seen[seat_id] = seen.get(seat_id, 0.0), now
        if self._tell is not None and before < now - POLLED_SECONDS / 2:
            self._tell(room, self.present(room[1]), before < now - POLLED_SECONDS)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one stream until its screen leaves or the server stops."""
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        settings = self._app.config["SETTINGS"]
        if not host_allowed(host_name(headers.get("host", "")), settings):
            await answer_plainly(send, 421, "Use the address that the server printed when it started.")
            return
        cookies = cookies_of(headers)
        asking = await self._asking(scope["path"], cookies)
        found = None if asking is None else await self._let_in(asking)
        if asking is None or found is None:
            await answer_plainly(send, 404, "There is no such workshop, or this screen has no place in it.")
            return
        stream = Stream(asking.kind, *found)
        self._enter(stream)
        count_streams(self._app, 1)
        leaving = asyncio.ensure_future(gone(receive))
        leaving.add_done_callback(lambda _: stream.end())
        try:
            await self._feed(stream, send, partial(self._still, scope["path"], cookies))
        finally:
            leaving.cancel()
            self._leave(stream)
            count_streams(self._app, -1)

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

    async def _still(self, path: str, cookies: Mapping[str, str]) -> bool:
        """Whether whoever leads may still do so: a session that has ended ends its streams too."""
        try:
            asking = await self._asking(path, cookies)
        except AppError:
            return True  # The database is away, and nobody is put out for that.
        return asking is not None and (asking.kind != LEAD or await self._let_in(asking) is not None)

    async def _feed(self, stream: Stream, send: Send, still: Callable[[], Awaitable[bool]]) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
        await send(part(b"retry: 2000\n\n"))
        beat = time.monotonic() + BEAT_SECONDS
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(max(0.0, beat - time.monotonic())):
                    await stream.awake.wait()
            if time.monotonic() >= beat:
                beat = time.monotonic() + BEAT_SECONDS
                await send(part(BEAT))
                if stream.kind == LEAD and not await still():
                    stream.end()
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
        present = frozenset(one.seat_id for one in streams if one.seat_id)
        if present != self._present.get(room[1], frozenset()):
            self._present[room[1]] = present
            self._untold.add(room)
        self._due.add(room)

    async def _broadcast(self) -> None:
        try:
            while self._streams or self._untold:
                await asyncio.sleep(LOOK_SECONDS)
                await self._patient_round()
        finally:
            self._watch.close()

    async def _patient_round(self) -> None:
        try:
            await self._round()
        except AppError as error:
            # A database that is away comes back; until then the streams only say that the server is here.
            logger.warning("live screens wait for the database: %s", error)
            self._due.update(self._streams)
            await asyncio.sleep(WAIT_SECONDS)

    async def _round(self) -> None:
        if self._tell is not None:
            await self._tell_others(self._tell)
        if self._watch.has_changed():
            await self._look()
        if self._due:
            begun = time.monotonic()
            await self._send_due()
            await asyncio.sleep(max(0.0, GATHER_SECONDS - (time.monotonic() - begun)))

    async def _tell_others(self, tell: Tell) -> None:
        """Store who is connected here: at once when that has changed, and again every few seconds."""
        untold, self._untold = self._untold, set()
        again = time.monotonic() - self._told_at > TELL_AGAIN_SECONDS
        if again:
            self._told_at = time.monotonic()
        for room in untold | (set(self._streams) if again else set()):
            try:
                await asyncio.to_thread(tell, room, self.present(room[1]), room in untold)
            except Conflict:
                continue  # The workshop was deleted meanwhile.
            except AppError:
                self._untold.add(room)
                raise

    async def _look(self) -> None:
        found = await asyncio.to_thread(self._states, list(self._streams))
        for room, state in found.items():
            if self._known.get(room) != state:
                self._known[room] = state
                self._due.add(room)

    async def _send_due(self) -> None:
        due, self._due = self._due, set()
        try:
            await self._send(due & self._streams.keys())
        except AppError:
            self._due |= due
            raise

    async def _send(self, rooms: set[Room]) -> None:
        for room in rooms:
            # Whoever enters while the state is drawn may have taken a seat that is not in it yet.
            waiting = tuple(self._streams.get(room, ()))
            shown = await asyncio.to_thread(self._draw, room)
            if shown is None:
                continue
            for stream in waiting:
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


def presence(workspace_id: str, workshop_id: str) -> frozenset[str]:
    """The seats whose phones are connected, to whichever process."""
    live: Live | None = current_app.extensions.get(LIVE)
    if live is None:
        return frozenset()
    here = live.present(workshop_id)
    if not live.shares:
        return here
    with unit.read() as opened:
        return here | presences.connected(opened, [(workspace_id, workshop_id)])


def note_poll(workspace_id: str, workshop_id: str, seat_id: str) -> None:
    """Note that a phone asked for the state by itself."""
    live: Live | None = current_app.extensions.get(LIVE)
    if live is not None:
        live.polled((workspace_id, workshop_id), seat_id)
