"""The load on a live workshop, in a process of its own: phones that listen, vote, leave and come back."""

import asyncio
import contextlib
import math
import multiprocessing
import random
import re
import statistics
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial
from multiprocessing.connection import Connection

from assessment.bench.live_client import Browser, Screen, connect, until
from assessment.bench.live_serving import BARE_SEND, BARE_STREAM, Process
from assessment.bench.serving import OK, NotMeasured
from assessment.web.seats import SEAT_COOKIE

FEW, MANY = 200, 1000
WARM_UP = 50
REVEALS = 5
SINGLE_VOTES = 10
BURST_VOTES, BURST_SECONDS = 200, 2.0
IDLE_SECONDS = 10.0
STORM, STORM_ROUNDS, STORM_PAUSE = 400, 3, 0.3
DEAD_AFTER_SECONDS = 5.0
SETTLE_SECONDS = 1.0
PAUSE_SECONDS = 0.15
MOST_SECONDS = 300.0
ROUND = re.compile(r"/rounds/(\w+)/reveal")
VERSION = re.compile(r'name="version"[^>]*value="(\d+)"|value="(\d+)"[^>]*name="version"')
CONNECTED = ">connected<"


@dataclass(frozen=True, slots=True)
class Workshop:
    """Where the load goes: addresses, and the seats with the signed value of their cookies."""

    code: str
    id: str
    room: str
    questions: tuple[str, ...]
    seats: tuple[str, ...]
    page: str


Measured = dict[str, float]


def percentile(values: Sequence[float], share: float) -> float:
    """Return the smallest value that at least this share of the values does not exceed."""
    return sorted(values)[math.ceil(share * len(values)) - 1]


def put_load(server: Process, workshop: Workshop | None) -> Measured:
    """Run the load from a second process and return what it measured; None means the bare fan-out."""
    context = multiprocessing.get_context("spawn")
    mine, theirs = context.Pipe()
    process = context.Process(target=_run, args=(server, workshop, theirs), daemon=True)
    process.start()
    try:
        if not mine.poll(MOST_SECONDS):
            raise NotMeasured("the load did not end")
        found = mine.recv()
    except EOFError as error:
        raise NotMeasured("the load broke off") from error
    finally:
        process.terminate()
        process.join()
    if isinstance(found, str):
        raise NotMeasured(found)
    measured: Measured = found
    return measured


def _run(server: Process, workshop: Workshop | None, pipe: Connection) -> None:
    load = _bare(server) if workshop is None else _App(server, workshop).load()
    try:
        pipe.send(asyncio.run(load))
    except NotMeasured as problem:
        pipe.send(str(problem))


async def _held(server: Process, screens: Sequence[Screen], measured: Measured) -> None:
    """Connect the screens and measure what holding them costs."""
    before = server.memory_kb()
    await connect(server.port, screens)
    await asyncio.sleep(SETTLE_SECONDS)
    measured["kb_per_phone"] = (server.memory_kb() - before) / len(screens)
    used = server.cpu_seconds()
    await asyncio.sleep(IDLE_SECONDS)
    measured["idle_share"] = (server.cpu_seconds() - used) / IDLE_SECONDS


async def _joined(server: Process, screens: list[Screen]) -> list[Screen]:
    await connect(server.port, screens)
    return screens


async def _leave(screens: Sequence[Screen]) -> None:
    for screen in screens:
        screen.close()
    await asyncio.sleep(SETTLE_SECONDS)


Send = Callable[[], Awaitable[None]]


async def _fan_out(screens: Sequence[Screen], send: Send) -> tuple[list[float], list[float]]:
    """Return, for each screen, the seconds from the first to have the new state, and from the sending."""
    pairs = [(screen, len(screen.heard)) for screen in screens]
    begun = time.monotonic()
    await send()
    await until(
        lambda: all(len(screen.heard) > count for screen, count in pairs), "a state did not reach everybody"
    )
    heard = [screen.heard[count] for screen, count in pairs]
    first = min(heard)
    return [at - first for at in heard], [at - begun for at in heard]


async def _spread(
    measured: Measured, screens: Sequence[Screen], send: Send, before: Send | None = None
) -> None:
    """Send a state to everybody several times and note the slowest of a hundred."""
    spreads: list[float] = []
    waits: list[float] = []
    for _ in range(REVEALS):
        if before is not None:
            await before()
        await asyncio.sleep(PAUSE_SECONDS)
        spread, wait = await _fan_out(screens, send)
        spreads += spread
        waits += wait
    size = len(screens)
    measured[f"spread_{size}"] = percentile(spreads, 0.99)
    measured[f"reveal_{size}"] = percentile(waits, 0.99)


async def _bare(server: Process) -> Measured:
    """Hold streams on the bare fan-out and send messages of the size of a state."""
    measured: Measured = {}
    browser = Browser(server.port)
    await _leave(await _joined(server, [Screen(BARE_STREAM, {}) for _ in range(WARM_UP)]))
    screens = [Screen(BARE_STREAM, {}) for _ in range(MANY)]
    await _held(server, screens, measured)

    async def send() -> None:
        await browser.post(BARE_SEND, {})

    await _spread(measured, screens, send)
    await _leave(screens[FEW:])
    await _spread(measured, screens[:FEW], send)
    return measured


class _App:
    """The load on the app: one facilitator, and up to a thousand phones."""

    def __init__(self, server: Process, workshop: Workshop) -> None:
        self._server = server
        self._at = workshop
        self._lead = Browser(server.port)
        self._questions = iter(workshop.questions)
        self._round = ""
        self._version = ""

    async def load(self) -> Measured:
        """Return everything that is measured, one after the other."""
        measured: Measured = {}
        await _leave(await _joined(self._server, self._phones(WARM_UP)))
        await self._ask()
        phones = self._phones(MANY)
        await _held(self._server, phones, measured)
        await _spread(measured, phones, self._reveal, self._ask)
        facilitator = Screen(f"/live/w/{self._at.id}", {}, keeps=True)
        await connect(self._server.port, [facilitator])
        await self._ask()
        await self._single_votes(measured, facilitator)
        await self._ask()
        await self._burst(measured)
        await _leave(phones[FEW:])
        await _spread(measured, phones[:FEW], self._reveal, self._ask)
        await _leave([*phones[:FEW], facilitator])
        await self._storm(measured)
        return measured

    def _phones(self, count: int) -> list[Screen]:
        return [Screen(f"/live/j/{self._at.code}", {SEAT_COOKIE: seat}) for seat in self._at.seats[:count]]

    async def _ask(self) -> None:
        await self._lead.get(self._at.room)
        await self._lead.post(f"{self._at.room}/ask", {"question": next(self._questions)})
        page = await self._lead.get(self._at.room)
        found, version = ROUND.search(page), VERSION.search(page)
        if found is None or version is None:
            raise NotMeasured("the question was not opened")
        self._round, self._version = found[1], version[1] or version[2]

    async def _reveal(self) -> None:
        path = f"{self._at.room}/rounds/{self._round}/reveal"
        status = await self._lead.post(path, {"version": self._version})
        if status != OK:
            raise NotMeasured(f"the reveal answered {status}")

    async def _vote(self, seat: str, answer: str) -> float:
        """Send one vote and return how long its acknowledgement took."""
        begun = time.monotonic()
        fields = {"round": self._round, "answer": answer}
        status = await self._lead.post(f"/j/{self._at.code}/vote", fields, {SEAT_COOKIE: seat})
        if status != OK:
            raise NotMeasured(f"a vote answered {status}")
        return time.monotonic() - begun

    async def _single_votes(self, measured: Measured, facilitator: Screen) -> None:
        """How long the facilitator waits for the new count after a vote was acknowledged."""
        waits = []
        for number, seat in enumerate(self._at.seats[:SINGLE_VOTES], 1):
            await asyncio.sleep(PAUSE_SECONDS + random.random() / 10)  # noqa: S311  This spreads the votes.
            await self._vote(seat, "3")
            begun = time.monotonic()
            words = f"{number} of {len(self._at.seats)} have voted".encode()
            await until(partial(facilitator.said_so, words), "a count did not reach the facilitator")
            at = next(n for n, said in enumerate(facilitator.said) if words in said)
            waits.append(max(0.0, facilitator.heard[at] - begun))
        measured["count"] = max(waits)

    async def _burst(self, measured: Measured) -> None:
        """Many votes within two seconds, each on a connection of its own."""
        used = self._server.cpu_seconds()

        async def later(number: int, seat: str) -> float:
            await asyncio.sleep(number * BURST_SECONDS / BURST_VOTES)
            return await self._vote(seat, "12345"[number % 5])

        seats = self._at.seats[:BURST_VOTES]
        taken = await asyncio.gather(*(later(number, seat) for number, seat in enumerate(seats)))
        await asyncio.sleep(SETTLE_SECONDS)
        measured["burst_cpu"] = self._server.cpu_seconds() - used
        measured["burst_p50"] = statistics.median(taken)
        measured["burst_p99"] = percentile(taken, 0.99)

    async def _storm(self, measured: Measured) -> None:
        """Phones that drop off and come back again and again; an ordinary page is asked all the while."""
        slowest: list[float] = []
        asking = asyncio.ensure_future(self._keep_asking(slowest))
        phones: list[Screen] = []
        for _ in range(STORM_ROUNDS):
            for phone in phones:
                phone.close()
            phones = await _joined(self._server, self._phones(STORM))
            await asyncio.sleep(STORM_PAUSE)
        for phone in phones:
            phone.close()
        await asyncio.sleep(DEAD_AFTER_SECONDS)
        asking.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await asking
        page = await self._lead.get(f"{self._at.room}/state")
        measured["dead_streams"] = page.count(CONNECTED)
        measured["open_connections"] = self._server.connections()
        measured["slowest_page"] = max(slowest)

    async def _keep_asking(self, slowest: list[float]) -> None:
        while True:
            begun = time.monotonic()
            await self._lead.get(self._at.page)
            slowest.append(time.monotonic() - begun)
            await asyncio.sleep(PAUSE_SECONDS)
