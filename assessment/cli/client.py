"""`gradino client`: take everything of one client along as a file, and bring it in elsewhere."""

from pathlib import Path

import click

from assessment.cli.user import common, writing
from assessment.config import load_settings


@click.group()
def command() -> None:
    """Take one client along as a signed file, and bring it in elsewhere."""


@command.command("export")
@click.argument("slug")
@click.argument("path", type=click.Path(path_type=Path), required=False)
@common
def export_command(
    slug: str, path: Path | None, workspace: str, database: str | None, data: Path | None
) -> None:
    """Write everything of the client SLUG to the file PATH (a name with the day in this folder)."""
    from assessment.errors import AppError
    from assessment.services.client_files import note_packed, pack_client

    settings = load_settings(data=data, database=database)
    with writing(settings, workspace) as unit:
        packed = pack_client(unit, slug, settings.secret_key)
        target = path or Path(packed.name)
        try:
            target.write_bytes(packed.content)
        except OSError as error:
            raise AppError(f"{target} cannot be written ({error.strerror}).") from error
        note_packed(unit, slug, packed)
    click.echo(f"{target} holds {packed.rows} rows, signed with the key {packed.fingerprint}.")


@command.command("import")
@click.argument("path", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--dry-run", is_flag=True, help="Only say what would come in.")
@click.option("--expect", default="", metavar="KEY", help="Refuse a file signed with any other key.")
@common
def import_command(
    path: Path, dry_run: bool, expect: str, workspace: str, database: str | None, data: Path | None
) -> None:
    """Bring in the client of the file PATH with everything that belongs to it."""
    from assessment.errors import AppError
    from assessment.services.client_files import import_client, look_into, try_file

    try:
        content = path.read_bytes()
    except OSError as error:
        raise AppError(f"{path} cannot be read ({error.strerror}).") from error
    settings = load_settings(data=data, database=database)
    with writing(settings, workspace) as unit:
        tried = try_file(unit, content)
        arrival = look_into(unit, tried, settings.secret_key)
        whose = "this installation" if arrival.is_ours else "another installation"
        click.echo(
            f"{arrival.name} of {arrival.workspace}, made {arrival.made_at[:16].replace('T', ' ')} UTC"
        )
        click.echo(f"signed by {whose}, key {arrival.fingerprint}")
        for words, count in arrival.counts:
            click.echo(f"{count:8} {words}")
        if dry_run:
            there = f"{arrival.there} is here already. " if arrival.there else ""
            click.echo(f"{there}Nothing was imported.")
            return
        client = import_client(unit, tried, expect)
    click.echo(f"Imported as {client.slug}.")
