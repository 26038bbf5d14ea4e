"""`gradino work`: what waits beside the pages, in a process of its own."""

import gc
import os
from datetime import UTC, datetime
from pathlib import Path

import click

from assessment.cli.options import DATA, DATABASE
from assessment.config import load_settings
from assessment.domain.wording import plural

LESS_URGENT = 10


@click.command()
@DATABASE
@DATA
def command(database: str | None, data: Path | None) -> None:
    """Read the ticket exports that wait and count tickets anew; the server starts this by itself."""
    from assessment.services.ticket_work import work
    from assessment.store.database import Database

    if hasattr(os, "nice"):
        # The pages go first: whoever looks at one should not notice that a file is being read.
        os.nice(LESS_URGENT)
    # Looking for what refers in circles would hold the database for as long; this process soon ends.
    gc.disable()
    store = Database(load_settings(data=data, database=database).database_url)
    try:
        done = work(store, lambda: datetime.now(UTC))
    finally:
        store.close()
    click.echo(f"{plural(done, 'thing')} done." if done else "Nothing waits.")
