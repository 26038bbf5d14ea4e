"""`gradino copy`: an installation from one database to another, such as from SQLite to PostgreSQL."""

from datetime import UTC, datetime

import click


@click.command()
@click.option("--from", "source", required=True, metavar="URL", help="Database to copy from.")
@click.option("--to", "target", required=True, metavar="URL", help="Empty database to copy to.")
def command(source: str, target: str) -> None:
    """Copy everything to another database, and compare rows and hashes of each table on both sides."""
    from assessment.cli.tables import table
    from assessment.services.backups import copy
    from assessment.store.database import Database

    reading, writing = Database(source), Database(target)
    try:
        copied = copy(reading, writing, datetime.now(UTC))
    finally:
        reading.close()
        writing.close()
    rows = [(name, str(count), digest[:12]) for name, (count, digest) in copied.items()]
    click.echo(table(("Table", "Rows", "Hash"), rows, frozenset({1})))
    click.echo(f"{sum(count for count, _ in copied.values())} rows were copied; every table is the same.")
