"""The options that say which database a command works on."""

from pathlib import Path

import click

DATABASE = click.option("--database", metavar="URL", help="Database (a SQLite file in the data folder).")
DATA = click.option(
    "--data", type=click.Path(file_okay=False, path_type=Path), metavar="DIR", help="Data folder."
)
