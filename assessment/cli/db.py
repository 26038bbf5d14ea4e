"""`gradino db`: the tables of the database."""

from pathlib import Path

import click

from assessment.cli.options import DATA, DATABASE
from assessment.config import load_settings

NOTHING_YET = "none"


@click.group()
def command() -> None:
    """Look after the tables of the database."""


@command.command()
@DATABASE
@DATA
def upgrade(database: str | None, data: Path | None) -> None:
    """Bring the tables up to date; a SQLite file that holds anything is copied before."""
    from assessment.services.workspace import prepare_store
    from assessment.store.database import Database
    from assessment.store.migrate import current_revision

    opened = Database(load_settings(data=data, database=database).database_url)
    try:
        before = current_revision(opened)
        backup = prepare_store(opened)
        after = current_revision(opened)
    finally:
        opened.close()
    if before == after:
        click.echo(f"Revision: {after}. The tables are up to date; nothing was changed.")
        return
    click.echo(f"Revision before: {before or NOTHING_YET}")
    click.echo(f"Revision after: {after}")
    click.echo(f"Backup from before: {backup or NOTHING_YET}")
