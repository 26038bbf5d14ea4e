"""What an import of tickets costs others: the pages meanwhile, and how long the database is locked."""

import contextlib
import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from assessment.bench.data import settings_for
from assessment.bench.figures import Figure
from assessment.bench.measuring import missing
from assessment.bench.serving import NotMeasured, Served, served
from assessment.services.demo import load_samples
from assessment.services.ticket_imports import MappingEntry, get_import, start_import, take_file
from assessment.services.workspace import LOCAL_WORKSPACE, prepare_store
from assessment.store.database import Database

CLIENT = "corvo-logistics"
PAGES = (
    f"/clients/{CLIENT}/assessments",
    f"/clients/{CLIENT}/plan",
    f"/clients/{CLIENT}/metrics",
    "/clients",
)
IDLE_SECONDS = 5.0
FEWEST_REQUESTS = 60
SLOWEST_PART = 20
MOST_TIMES, MOST_LOCKED_MS = 2.0, 200.0
P95 = "p95 of the pages during an import of 141,712 rows"
LOCKED = "longest time that an import keeps the database locked"
OK = 200


def measure_import(log: Path) -> list[Figure]:
    """Measure the pages, and the lock, while the export at `log` comes in; takes about half a minute."""
    with tempfile.TemporaryDirectory(prefix="gradino-import-") as name:
        folder = Path(name)
        try:
            return _figures(folder, log)
        except NotMeasured as problem:
            return [missing(P95, MOST_TIMES, problem), missing(LOCKED, MOST_LOCKED_MS, problem)]


def _figures(folder: Path, log: Path) -> list[Figure]:
    database = Database(settings_for(folder).database_url)
    try:
        prepare_store(database)
        with database.write(LOCAL_WORKSPACE, "bench", datetime.now(UTC)) as unit:
            load_samples(unit)
        with served(folder) as server, _lock_watch(folder / "bench.sqlite") as locked:
            _requests(server, lambda: False, IDLE_SECONDS / 2)
            idle = _requests(server, lambda: False, IDLE_SECONDS)
            locked.clear()
            busy = _during(server, database, folder, log)
    finally:
        database.close()
    return [
        Figure(P95, _p95(busy) / _p95(idle), "x idle", MOST_TIMES, _p95(busy) * 1000),
        Figure(LOCKED, max(locked, default=0.0) * 1000, "ms", MOST_LOCKED_MS),
    ]


def _during(server: Served, database: Database, folder: Path, log: Path) -> list[float]:
    """Return how long pages took while the export was looked into, read and counted."""
    now = datetime.now(UTC)
    with database.write(LOCAL_WORKSPACE, "bench", now) as unit:
        import_id = take_file(unit, CLIENT, log.name, log.read_bytes())
    taken = _while_working(server, folder)
    with database.write(LOCAL_WORKSPACE, "bench", now) as unit:
        layout = get_import(unit, CLIENT, import_id).layout
        start_import(unit, CLIENT, import_id, MappingEntry(layout, zone="UTC"))
    taken += _while_working(server, folder)
    with database.read(LOCAL_WORKSPACE, "bench", now) as unit:
        if get_import(unit, CLIENT, import_id).state != "done":
            raise NotMeasured("the export did not come in")
    return taken


def _while_working(server: Served, folder: Path) -> list[float]:
    process = subprocess.Popen(  # noqa: S603  The command is our own.
        [sys.executable, "-m", "assessment", "work", "--data", str(folder)],
        stdout=subprocess.DEVNULL,
        env={**os.environ, "GRADINO_DATABASE": settings_for(folder).database_url},
    )
    taken = _requests(server, lambda: process.poll() is not None, float("inf"))
    if process.wait():
        raise NotMeasured("the process that reads exports did not succeed")
    return taken


def _requests(server: Served, is_over: Callable[[], bool], seconds: float) -> list[float]:
    """Ask for pages one after the other and return what each took."""
    taken: list[float] = []
    until = time.monotonic() + seconds
    while not is_over() and time.monotonic() < until:
        path = PAGES[len(taken) % len(PAGES)]
        begun = time.perf_counter()
        status, _ = server.request("GET", path)
        taken.append(time.perf_counter() - begun)
        if status != OK:
            raise NotMeasured(f"{path} answered {status}")
    return taken


def _p95(taken: list[float]) -> float:
    if len(taken) < FEWEST_REQUESTS:
        raise NotMeasured("the import was over before enough pages were asked for")
    return statistics.quantiles(taken, n=SLOWEST_PART)[-1]


@contextlib.contextmanager
def _lock_watch(path: Path) -> Iterator[list[float]]:
    """Note, for the time of the block, how long each stretch lasted in which nobody else could write."""
    found: list[float] = []
    over = threading.Event()

    def watch() -> None:
        connection = sqlite3.connect(path, timeout=0, isolation_level=None)
        since: float | None = None
        while not over.wait(0.001):
            try:
                connection.execute("BEGIN IMMEDIATE")
                connection.execute("ROLLBACK")
            except sqlite3.OperationalError:
                since = time.perf_counter() if since is None else since
                continue
            if since is not None:
                found.append(time.perf_counter() - since)
                since = None
        connection.close()

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    try:
        yield found
    finally:
        over.set()
        thread.join()
