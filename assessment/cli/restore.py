"""`gradino restore`: a backup into an empty database."""

from datetime import UTC, datetime
from pathlib import Path

import click

from assessment.config import load_settings


@click.command()
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--database", metavar="URL", help="Database (a SQLite file in the data folder).")
@click.option("--data", type=click.Path(file_okay=False, path_type=Path), metavar="DIR", help="Data folder.")
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
