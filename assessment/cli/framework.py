"""`gradino framework`: check a framework file, and show a framework as data."""

import json
from pathlib import Path

import click

from assessment.errors import FileProblems
from assessment.files.framework_file import framework_by_id, load_framework
from assessment.files.framework_json import framework_to_json

EXIT_CLEAN = 0
EXIT_FAULTS = 1


@click.group()
def command() -> None:
    """Check framework files, and show frameworks."""


@command.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@click.pass_context
def check(context: click.Context, files: tuple[Path, ...]) -> None:
    """Print every fault of the files, as file:line:column: where: what; exit 1 if there are any."""
    clean = [_check(path) for path in files]
    context.exit(EXIT_CLEAN if all(clean) else EXIT_FAULTS)


@command.command()
@click.argument("framework_id", metavar="ID")
@click.option("--json", "as_json", is_flag=True, help="Print the whole framework as JSON.")
def show(framework_id: str, as_json: bool) -> None:
    """Show a framework that comes with the program."""
    framework = framework_by_id(framework_id)
    if as_json:
        click.echo(json.dumps(framework_to_json(framework), ensure_ascii=False, indent=1))
        return
    click.echo(
        f"{framework.id} {framework.version}: {_counts(len(framework.practices), len(framework.areas))}"
    )


def _check(path: Path) -> bool:
    try:
        framework = load_framework(path)
    except FileProblems as error:
        click.echo(error.message)
        return False
    click.echo(f"{path}: clean, {_counts(len(framework.practices), len(framework.areas))}", err=True)
    return True


def _counts(practices: int, areas: int) -> str:
    return f"{practices} practice{'s' * (practices != 1)} in {areas} area{'s' * (areas != 1)}"
