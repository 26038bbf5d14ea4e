"""`gradino demo`: the sample clients, in and out of the database."""

from pathlib import Path

import click

from assessment.cli.options import DATA, DATABASE
from assessment.config import load_settings


@click.group()
def command() -> None:
    """Add the sample clients, or remove them."""


@command.command()
@DATABASE
@DATA
def load(database: str | None, data: Path | None) -> None:
    """Add the sample clients that are not there yet."""
    from assessment.services.demo import load_into_existing

    added = load_into_existing(load_settings(data=data, database=database))
    if not added:
        click.echo("Every sample client is there already; nothing was changed.")
        return
    click.echo(f"{_counted(len(added))} added: {', '.join(added)}.")


@command.command()
@DATABASE
@DATA
def remove(database: str | None, data: Path | None) -> None:
    """Remove the sample clients and everything of them; other clients stay as they are."""
    from assessment.services.demo import remove_from_existing

    count = remove_from_existing(load_settings(data=data, database=database))
    if not count:
        click.echo("There is no sample client; nothing was changed.")
        return
    click.echo(f"{_counted(count)} removed.")


def _counted(count: int) -> str:
    return "1 sample client was" if count == 1 else f"{count} sample clients were"
