"""Runs the app: one process and one command on every system, with a quiet start and a quick stop."""

import asyncio
import gc
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NoReturn

from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server.embed import Server

from assessment.config import Settings, load_settings
from assessment.errors import InvalidInput
from assessment.web.addresses import address_of
from assessment.web.asgi import Bridge, build_asgi

if TYPE_CHECKING:
    from assessment.store.database import Database

LISTEN_QUEUE = 1024
MOST_CONNECTIONS = 4000
SLOWEST_HEADERS_MILLISECONDS = 20_000
STOP_SECONDS = 0.5
GRACE_SECONDS = 10.0
"""How long requests that are being answered when the stop comes may take."""

START_CHECK_SECONDS = 0.02
OBJECTS_BEFORE_A_ROUND = 50_000
ON_WINDOWS = sys.platform == "win32"
WORKER_APP = "assessment.web.server:worker_app"

Ready = Callable[[str], None]


def serve(asgi_factory: Callable[[], Bridge], host: str, port: int, ready: Ready) -> None:
    """Serve until Ctrl+C or a stop signal; calls `ready` with the address once requests are answered.

    Port 0 means any free one. Raises InvalidInput when the port is taken or the host is not of this machine.
    """
    port = free_port(host, port)
    app = asgi_factory()
    settle_memory()
    with suppress(KeyboardInterrupt):
        asyncio.run(run(app, host, port, ready))
    if app.working:
        leave_now()


def settle_memory() -> None:
    """Take what the start made out of the garbage collector's rounds, and make the rounds rarer.

    A page makes tens of thousands of short-lived objects; at the usual pace every request would pay for
    looking through the whole framework and all templates again.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(OBJECTS_BEFORE_A_ROUND)


def serve_workers(host: str, port: int, workers: int, ready: Ready, app: str = WORKER_APP) -> None:
    """Serve with several processes; each makes its app by calling what `app` names."""
    port = free_port(host, port)
    options = {**server_options(host, port), "workers": workers, "workers_kill_timeout": int(GRACE_SECONDS)}
    server = Granian(target=app, factory=True, **options)
    waiting = threading.Thread(target=say_when_answering, args=(host, port, ready), daemon=True)
    server.on_startup(waiting.start)
    server.serve()


def say_when_answering(host: str, port: int, ready: Ready) -> None:
    """Wait until the first process takes connections, then call `ready` with the address."""
    while True:
        try:
            socket.create_connection((host, port), timeout=1).close()
        except OSError:
            time.sleep(START_CHECK_SECONDS)
        else:
            ready(address_of(host, port))
            return


def worker_app() -> Bridge:
    """The app of one of several processes."""
    app = build_live_app(load_settings())
    end_streams_first(asyncio.get_event_loop(), app)
    settle_memory()
    return app


def end_streams_first(loop: asyncio.AbstractEventLoop, app: Bridge) -> None:
    """End the live streams when a signal stops this worker: it would wait for them until it is killed.

    The server's own handler, which it installs later, is called after that.
    """
    install = loop.add_signal_handler

    def installing(number: int, callback: Callable[..., object], *arguments: Any) -> None:
        def stop() -> None:
            app.close_live()
            callback(*arguments)

        install(number, stop)

    loop.add_signal_handler = installing  # type: ignore[assignment, method-assign]


def build_live_app(settings: Settings, database: "Database | None" = None) -> Bridge:
    """The pages and, beside them on the event loop, the streams of live workshops."""
    from assessment.web.app import create_app
    from assessment.web.work import STARTER, process_starter
    from assessment.web.workshops.streams import live_endpoint

    app = create_app(settings, database)
    app.extensions[STARTER] = process_starter(settings)
    return build_asgi(app, live_endpoint(app))


async def run(app: Bridge, host: str, port: int, ready: Ready) -> None:
    """The life of the server in this process: start, say so, wait for a signal, stop."""
    server: Any = Server(target=plain_callable(app), **server_options(host, port))
    stop, hurry = asyncio.Event(), asyncio.Event()
    listen_for_signals(asyncio.get_running_loop(), stop, hurry)
    serving = asyncio.create_task(server.serve())
    stopping = asyncio.create_task(stop.wait())
    if await is_answering(host, port, serving):
        ready(address_of(host, port))
    await asyncio.wait({serving, stopping}, return_when=asyncio.FIRST_COMPLETED)
    app.close_live()
    await finish(app, hurry)
    server.stop()
    stopping.cancel()
    await asyncio.wait({serving}, timeout=STOP_SECONDS)
    if not serving.done():
        leave_now()
    serving.result()


def leave_now() -> NoReturn:
    """End the process without waiting for unfinished requests; the database rolls their transactions back."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)


def server_options(host: str, port: int) -> dict[str, Any]:
    """What both ways to serve have in common."""
    return {
        "address": host,
        "port": port,
        "interface": Interfaces.ASGI,
        "http": HTTPModes.http1,
        "http1_settings": HTTP1Settings(header_read_timeout=SLOWEST_HEADERS_MILLISECONDS),
        "websockets": False,
        "backlog": LISTEN_QUEUE,
        "backpressure": MOST_CONNECTIONS,
        "log_level": LogLevels.error,
        "log_access": False,
    }


def plain_callable(app: Bridge) -> Callable[..., Any]:
    """The app as a plain function, because the server looks at the attributes of what it is given."""

    async def call(scope: Any, receive: Any, send: Any) -> None:
        # A cancelled request is one that the stop of the server ended; that is no error to log.
        with suppress(asyncio.CancelledError):
            await app(scope, receive, send)

    return call


async def finish(app: Bridge, hurry: asyncio.Event) -> None:
    """Let the requests that are being answered end, unless somebody is in a hurry."""
    draining = asyncio.create_task(app.drained(GRACE_SECONDS))
    hurrying = asyncio.create_task(hurry.wait())
    await asyncio.wait({draining, hurrying}, return_when=asyncio.FIRST_COMPLETED)
    for task in (draining, hurrying):
        task.cancel()


def listen_for_signals(loop: asyncio.AbstractEventLoop, stop: asyncio.Event, hurry: asyncio.Event) -> None:
    """Let Ctrl+C and the stop signal of the system end the wait in `run`.

    Ctrl+C, and any second signal, does not wait for requests that are being answered.
    """

    def heard(number: int) -> None:
        if number == signal.SIGINT or stop.is_set():
            hurry.set()
        stop.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        if ON_WINDOWS:
            signal.signal(number, lambda which, _: loop.call_soon_threadsafe(heard, which))
        else:
            loop.add_signal_handler(number, heard, number)


async def is_answering(host: str, port: int, serving: "asyncio.Task[None]") -> bool:
    """Wait until the port takes connections; False when the server ended instead."""
    while not serving.done():
        try:
            _, writer = await asyncio.open_connection(host, port)
        except OSError:
            await asyncio.sleep(START_CHECK_SECONDS)
        else:
            writer.close()
            return True
    return False


def free_port(host: str, port: int) -> int:
    """The port to use, after a try; raises InvalidInput with what to do when it cannot be had."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            if not ON_WINDOWS:
                # A port that was closed a moment ago is free; on Windows this option would mean to share it.
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
            return int(probe.getsockname()[1])
    except socket.gaierror as error:
        raise InvalidInput(
            "host", f"{host} is not an address of this machine. Choose another with --host."
        ) from error
    except OSError as error:
        reason = error.strerror or "it is taken"
        raise InvalidInput(
            "port",
            f"Port {port} on {host} cannot be used: {reason}. Choose another, for example --port {port + 1}.",
        ) from error
