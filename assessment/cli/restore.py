"""`gradino restore`: a backup into an empty database."""

from datetime import UTC, datetime
from pathlib import Path

import click

from assessment.cli.options import DATA, DATABASE
from assessment.config import load_settings


@click.command()
@click.argument("path", type=click.Path(path_type=Path))
@DATABASE
@DATA
def command(path: Path, database: str | None, data: Path | None) -> None:
    """Restore the backup PATH into an empty database; one that holds anything is left alone."""
    from assessment.services.backups import restore
    from assessment.store.database import Database

    opened = Database(load_settings(data=data, database=database).database_url)
    try:
        rows = restore(opened, path, datetime.now(UTC))
    finally:
        opened.close()
    click.echo(f"{rows} rows were restored from {path}.")
