"""Starts the process that does what waits beside the pages: exports to read, tickets to count."""

import os
import subprocess
import sys
import threading
from collections.abc import Callable

from flask import current_app

from assessment.config import Settings

STARTER = "work"


def start_work() -> None:
    """Let a process beside this one do what waits; nothing happens where the app is not being served."""
    starter: Callable[[], None] | None = current_app.extensions.get(STARTER)
    if starter is not None:
        starter()


def process_starter(settings: Settings) -> Callable[[], None]:
    """What starts `gradino work` on the database of these settings; it ends when nothing waits any more."""
    environment = {
        **os.environ,
        "GRADINO_DATABASE": settings.database_url,
        "GRADINO_DATA": str(settings.data_dir),
    }

    def start() -> None:
        process = subprocess.Popen(
            [sys.executable, "-m", "assessment", "work"],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )
        # Without somebody who waits for its end it would stay in the list of processes.
        threading.Thread(target=process.wait, daemon=True).start()

    return start
