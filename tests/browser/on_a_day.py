"""The command `gradino` on the day of the samples, so that no page of a test ages with the calendar.

A test that plays a longer story writes another day into the file TODAY of the data folder, and the server
follows with the next request.
"""

import sys
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from assessment.cli import main
from assessment.web import app

DAY = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
TODAY = "today.txt"
STARTED = time.monotonic()


def turn_to(folder: Path, day: date) -> None:
    """Let the server of a data folder take another day from its next request on."""
    (folder / TODAY).write_text(day.isoformat(), encoding="ascii")


def moment_of(folder: Path | None) -> datetime:
    """The moment at which the clock of a server starts: that of the samples, or of the day in its folder."""
    try:
        text = (folder / TODAY).read_text(encoding="ascii") if folder else ""
    except FileNotFoundError:
        text = ""
    return DAY.combine(date.fromisoformat(text), DAY.timetz()) if text else DAY


def clock_of(folder: Path | None) -> datetime:
    """The moment on that day; it goes on like any clock."""
    return moment_of(folder) + timedelta(seconds=time.monotonic() - STARTED)


def data_folder(arguments: list[str]) -> Path | None:
    """The folder that the command line names."""
    return Path(arguments[arguments.index("--data") + 1]) if "--data" in arguments else None


if __name__ == "__main__":
    where = data_folder(sys.argv)
    app.utc_clock = lambda: clock_of(where)
    main(prog_name="gradino")
