"""`gradino serve`: the app on this machine."""

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import click

from assessment.cli.options import DATA, DATABASE
from assessment.config import COUNTS_FOLDER, LARGEST_PORT, Settings, load_settings
from assessment.errors import InvalidInput

if TYPE_CHECKING:
    from assessment.store.database import Database


@click.command()
@click.option("--demo", is_flag=True, help="Load the sample data, if the database is new.")
@click.option("--host", metavar="H", help="Address to listen on (127.0.0.1).")
@click.option("--port", type=click.IntRange(0, LARGEST_PORT), metavar="N", help="Port to listen on (8000).")
@click.option("--workers", type=click.IntRange(1), metavar="N", help="Processes that serve (1).")
@DATABASE
@DATA
@click.option("--public-url", metavar="URL", help="Address that users type, when a proxy stands in front.")
def command(
    demo: bool,
    host: str | None,
    port: int | None,
    workers: int | None,
    database: str | None,
    data: Path | None,
    public_url: str | None,
) -> None:
    """Serve the app until Ctrl+C."""
    settings = load_settings(
        data=data, database=database, host=host, port=port, workers=workers, public_url=public_url
    )
    start(settings, demo)


def start(settings: Settings, demo: bool) -> None:
    """Prepare the database, then serve until the end."""
    from assessment.store.database import Database
    from assessment.web.server import build_live_app, free_port, serve, serve_workers

    # The port comes first: a taken one is found before anything is written.
    port = free_port(settings.host, settings.port)
    if demo:
        from assessment.services.demo import load_into_new

        load_into_new(settings)
    database = Database(settings.database_url)

    def ready(_address: str) -> None:
        announce(settings, port, asks)

    try:
        bring_up_to_date(database)
        asks = check_door(settings, database)
        if settings.workers > 1:
            pass_on(settings)
            serve_workers(settings.host, port, settings.workers, ready)
        else:
            serve(lambda: build_live_app(settings, database), settings.host, port, ready)
    finally:
        database.close()


def bring_up_to_date(database: "Database") -> None:
    """Make or migrate the tables, and say where the backup from before is."""
    from assessment.services.workspace import prepare_store

    backup = prepare_store(database)
    if backup is not None:
        click.echo(f"The database was brought up to date. A backup from before: {backup}", err=True)


def check_door(settings: Settings, database: "Database") -> bool:
    """Whether people have to sign in; InvalidInput when others could come in and no owner has a password."""
    from assessment.services.workspace import has_owner, needs_sign_in

    if settings.needs_sign_in and not has_owner(database):
        raise InvalidInput(
            "host",
            "Others could reach this address, so an owner needs a password first. Make one with: "
            "gradino user add YOU@EXAMPLE.ORG --role owner",
        )
    return settings.needs_sign_in or needs_sign_in(database)


def pass_on(settings: Settings) -> None:
    """Give the settings to the other processes, which read them from the environment."""
    os.environ["GRADINO_DATA"] = str(settings.data_dir)
    os.environ["GRADINO_DATABASE"] = settings.database_url
    os.environ["GRADINO_HOST"] = settings.host
    os.environ["GRADINO_SECRET_KEY"] = settings.secret_key
    os.environ["GRADINO_WORKERS"] = str(settings.workers)
    if settings.public_url:
        os.environ["GRADINO_PUBLIC_URL"] = settings.public_url
    if settings.metrics_token:
        # Each process counts in files of its own there; what an earlier run counted would be counted again.
        folder = settings.data_dir / "metrics"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(exist_ok=True)
        os.environ[COUNTS_FOLDER] = str(folder)


def announce(settings: Settings, port: int, asks: bool) -> None:
    """Say where the app is and how people get in."""
    from assessment.web.addresses import address_of, printed_address

    address = printed_address(settings, port)
    here = address_of(settings.host, port) if settings.on_loopback else address
    click.echo(f"Gradino is ready: {here} (stop with Ctrl+C)")
    if not asks:
        click.echo("No password is asked on this machine.")
        return
    click.echo(f"Sign in with your e-mail address and your password: {address}/sign-in")
    click.echo(f"People in a workshop need no account, only its code: {address}/j")
