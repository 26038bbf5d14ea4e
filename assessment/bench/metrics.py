"""What reading ticket exports costs: a log against an engine for data, and a million tickets in one file."""

import lzma
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

from assessment.bench.figures import Figure
from assessment.bench.imports import measure_import
from assessment.bench.measuring import missing
from assessment.bench.serving import NotMeasured
from assessment.domain.ticket_report import Agreed
from assessment.domain.ticket_report import measure as figures_of
from assessment.files.tickets.reader import read_tickets

TICKETS, EVENTS = 24_918, 141_712
MILLION, TENTH = 1_000_000, 100_000
ROUNDS = 5
LOG = "log.csv.xz"
AGAINST_ENGINE, LOG_MB, MILLION_MB, LINEAR = 4.0, 400.0, 1000.0, 1.3
KB_PER_MB = 1024
SOME_COLUMNS = 20
BEGINS = datetime(2026, 1, 1)
HEAD = (
    "number,incident_state,sys_mod_count,made_sla,opened_at,sys_updated_at,contact_type,priority,"
    "assignment_group,reassignment_count,reopen_count,knowledge,resolved_at,closed_at,"
    + ",".join(f"note_{place}" for place in range(SOME_COLUMNS))
)


def _stamp(moment: datetime) -> str:
    return f"{moment.day}/{moment.month}/{moment.year} {moment:%H:%M}"


def events(tickets: int, rows: int) -> Iterator[str]:
    """Yield the lines of a made-up log with so many tickets and rows, the same in every run."""
    dice = random.Random(tickets)  # noqa: S311  Nothing here is secret.
    yield HEAD + "\n"
    for number in range(tickets):
        turns = rows * (number + 1) // tickets - rows * number // tickets
        opened = BEGINS + timedelta(minutes=dice.randrange(400_000))
        resolved = opened + timedelta(minutes=dice.randrange(20_000))
        closed = resolved + timedelta(days=5)
        fixed = f"{_stamp(resolved)},{_stamp(closed)}," + ",".join(
            f"Word {dice.randrange(300)}" for _ in range(SOME_COLUMNS)
        )
        priority = f"{dice.randrange(1, 5)} - Level"
        for turn in range(turns):
            last = turn == turns - 1
            changed = closed if last else opened + timedelta(minutes=turn)
            yield (
                f"INC{number:07},{'Closed' if last else 'Active'},{turn},{'true' if number % 3 else 'false'},"
                f"{_stamp(opened)},{_stamp(changed)},Phone,{priority},Group {number % 40 + turn // 4},"
                f"{turn // 4},0,false,{fixed}\n"
            )


def measure() -> list[Figure]:
    """Measure what reading exports costs; takes about two minutes."""
    with tempfile.TemporaryDirectory(prefix="gradino-metrics-") as name:
        folder = Path(name)
        return [*_log_rows(folder), *measure_import(folder / LOG), *_million_rows(folder)]


def _log_rows(folder: Path) -> list[Figure]:
    plain, packed = folder / "log.csv", folder / LOG
    plain.write_text("".join(events(TICKETS, EVENTS)), "utf-8")
    packed.write_bytes(lzma.compress(plain.read_bytes()))
    title = "log of 141,712 rows (xz), read and computed"
    try:
        first = _against_engine(title, plain, packed)
    except NotMeasured as problem:
        first = missing(title, AGAINST_ENGINE, problem)
    return [first, Figure("log of 141,712 rows (xz), peak memory", _run(packed)[1], "MB", LOG_MB)]


def _against_engine(title: str, plain: Path, packed: Path) -> Figure:
    """Return our time as a multiple of reading the unpacked file with DuckDB and grouping by ticket."""
    try:
        import duckdb
    except ImportError as error:
        raise NotMeasured("DuckDB is not installed; it comes with the packages for development") from error

    def engine() -> None:
        found = duckdb.read_csv(str(plain)).aggregate("number, count(*), max(closed_at)", "number").fetchall()
        if len(found) != TICKETS:
            raise NotMeasured("DuckDB read another number of tickets")

    def ours() -> None:
        read = read_tickets(packed, packed.name)
        if figures_of(read.tickets, read.known, Agreed()).counted != TICKETS:
            raise NotMeasured("another number of tickets was read")

    pairs = [(_seconds(engine), _seconds(ours)) for _ in range(ROUNDS)]
    ratio = statistics.median(our / their for their, our in pairs)
    return Figure(title, ratio, "x DuckDB", AGAINST_ENGINE, statistics.median(our for _, our in pairs) * 1000)


def _seconds(act: Callable[[], None]) -> float:
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun


def _million_rows(folder: Path) -> list[Figure]:
    sizes = {TENTH: folder / "tenth.csv", MILLION: folder / "million.csv"}
    for size, path in sizes.items():
        with path.open("w", encoding="utf-8") as file:
            file.writelines(events(size, size))
    taken = {size: _run(path) for size, path in sizes.items()}
    each = {size: seconds / size for size, (seconds, _) in taken.items()}
    return [
        Figure("1,000,000 tickets, peak memory", taken[MILLION][1], "MB", MILLION_MB),
        Figure(
            "1,000,000 tickets, time per ticket against 100,000",
            each[MILLION] / each[TENTH],
            "x",
            LINEAR,
            taken[MILLION][0] * 1000,
        ),
    ]


def _run(path: Path) -> tuple[float, float]:
    """Return the seconds and the most memory in MB that the command takes for a file."""
    if not hasattr(os, "wait4"):
        raise NotMeasured("this system does not say how much memory a process took")
    begun = time.perf_counter()
    process = subprocess.Popen(  # noqa: S603  The command is our own.
        [sys.executable, "-m", "assessment", "metrics", str(path), "--json"], stdout=subprocess.DEVNULL
    )
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = status
    if status:
        raise NotMeasured("the command did not succeed")
    return time.perf_counter() - begun, used.ru_maxrss / KB_PER_MB
