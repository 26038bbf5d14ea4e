"""How a figure is taken: against the bare route, against a smaller database, and in queries."""

import contextlib
import statistics
from collections.abc import Callable, Iterator, Mapping, Sequence

from sqlalchemy import event

from assessment.bench.figures import Figure
from assessment.bench.serving import Act, NotMeasured, Served, Timing, getting, timed
from assessment.config import Settings
from assessment.store.database import Database

ROUNDS = 5
TIMES = 60
WARM_UP = 20
# How a transaction begins and ends differs between the engines, and whether the sign-in is on is asked
# again only every few seconds: neither says anything about the page.
PASSING = ("BEGIN", "COMMIT", "ROLLBACK", "PRAGMA", "SELECT EXISTS (SELECT person")


def missing(name: str, limit: float | None, problem: Exception) -> Figure:
    """Return the row of a figure that could not be measured."""
    return Figure(name, None, "x", limit, why=str(problem))


def against_hello(
    hello: Served, app: Served, name: str, act: Act, most_p50: float, most_cpu: float, times: int = TIMES
) -> list[Figure]:
    """Return p50 and processor time of an act as multiples of the bare route, the two taking turns.

    `times` says how often the act is done in each round; the bare route is asked as often as always.
    """
    titles = ((f"{name}, p50", most_p50), (f"{name}, server CPU", most_cpu))
    bare = getting(hello, "/")
    try:
        timed(app, act, min(WARM_UP, times))
        timed(hello, bare, WARM_UP)
        pairs = [(timed(hello, bare, TIMES), timed(app, act, times)) for _ in range(ROUNDS)]
    except NotMeasured as problem:
        return [missing(title, limit, problem) for title, limit in titles]
    figures: tuple[Callable[[Timing], float], ...] = (lambda timing: timing.p50, lambda timing: timing.cpu)
    return [_ratio(*title, pairs, figure) for title, figure in zip(titles, figures, strict=True)]


def _ratio(
    name: str, limit: float, pairs: list[tuple[Timing, Timing]], figure: Callable[[Timing], float]
) -> Figure:
    value = statistics.median(figure(page) / figure(bare) for bare, page in pairs)
    ms = statistics.median(figure(page) for _, page in pairs) * 1000
    return Figure(name, value, "x hello-world", limit, ms)


def cpu_against_first(pairs: Sequence[tuple[Served, Act]]) -> list[float]:
    """Return the processor time of each act but the first against the first, all of them taking turns."""
    for server, act in pairs:
        timed(server, act, WARM_UP)
    rounds = [[timed(server, act, TIMES).cpu for server, act in pairs] for _ in range(ROUNDS)]
    return [statistics.median(taken[at] / taken[0] for taken in rounds) for at in range(1, len(pairs))]


def queries_of(settings: Settings, paths: Mapping[str, str]) -> dict[str, int]:
    """Return how many queries each page runs the second time it is asked for, inside this process."""
    from assessment.web.app import create_app

    database = Database(settings.database_url)
    client = create_app(settings, database).test_client()
    counts = {}
    for name, path in paths.items():
        client.get(path)
        with counted_statements(database) as seen:
            client.get(path)
        counts[name] = len(seen)
    database.close()
    return counts


@contextlib.contextmanager
def counted_statements(database: Database) -> Iterator[list[str]]:
    """Collect the statements that run inside the block, without those that say nothing about the work."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if not " ".join(statement.split()).startswith(PASSING):
            seen.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(database.engine, "before_cursor_execute", note)
