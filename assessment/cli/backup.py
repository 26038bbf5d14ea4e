"""`gradino backup`: everything in one file, while the server runs."""

from datetime import UTC, datetime
from pathlib import Path

import click

from assessment.cli.options import DATA, DATABASE
from assessment.config import load_settings


@click.command()
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--keep", type=click.IntRange(1), metavar="N", help="Keep the N newest in the folder PATH.")
@DATABASE
@DATA
def command(path: Path, keep: int | None, database: str | None, data: Path | None) -> None:
    """Write a backup to the file PATH, or into the folder PATH under a name with the time."""
    from assessment.services.backups import back_up
    from assessment.services.workspace import open_store

    opened = open_store(load_settings(data=data, database=database))
    try:
        written, rows = back_up(opened, path, datetime.now(UTC), keep or 0)
    finally:
        opened.close()
    click.echo(f"{written} holds {rows} rows.")
