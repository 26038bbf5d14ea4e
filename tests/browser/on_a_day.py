"""The command `gradino` on the day of the samples, so that no page of a test ages with the calendar."""

import time
from datetime import UTC, datetime, timedelta

from assessment.cli import main
from assessment.web import app

DAY = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
STARTED = time.monotonic()


def clock() -> datetime:
    """The moment on that day; it goes on like any clock."""
    return DAY + timedelta(seconds=time.monotonic() - STARTED)


if __name__ == "__main__":
    app.utc_clock = clock
    main(prog_name="gradino")
