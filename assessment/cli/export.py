"""`gradino export`: a roadmap from an assessment file, without the server."""

import os
import tempfile
from contextlib import suppress
from datetime import date
from pathlib import Path

import click

from assessment.cli.plan import pin_problem
from assessment.cli.score import FILE, FRAMEWORK, read_assessment
from assessment.domain.waves import PinTooEarly
from assessment.errors import FileProblems, InvalidInput
from assessment.exports import EXPORTERS, exporter_of
from assessment.exports.base import ENGLISH, require_language
from assessment.exports.from_file import report_from_file

WRITABLE = 0o666
PERMISSIONS = 0o777


@click.command("export")
@FILE
@click.option("--format", "key", required=True, metavar="F", help=f"What to write: {', '.join(EXPORTERS)}.")
@click.option(
    "-o",
    "--output",
    "target",
    required=True,
    type=click.Path(path_type=Path),
    metavar="PATH",
    help="The file to write; one that is there is replaced.",
)
@FRAMEWORK
@click.option(
    "--language", default=ENGLISH, metavar="L", show_default=True, help="The language of the document: en."
)
def command(file: Path, key: str, target: Path, framework_path: Path | None, language: str) -> None:
    """Write a roadmap from an assessment file."""
    exporter = exporter_of(key)
    require_language(language)
    check_target(target)
    if target.exists() and file.exists() and target.samefile(file):
        raise InvalidInput("output", f"{target} is the file to read. Name another file to write.")
    made, framework = read_assessment(file, framework_path)
    try:
        report = report_from_file(made, framework, date.today(), language)
    except PinTooEarly as error:
        raise FileProblems([pin_problem(file, error)]) from error
    write_whole(target, exporter.write(report, language))
    click.echo(f"Written: {target}", err=True)


def check_target(target: Path) -> None:
    """Raise InvalidInput, with a sentence, for a place that no file can be written to."""
    if target.is_dir():
        raise InvalidInput(
            "output", f"{target} is a folder. Name the file to write, for example roadmap.xlsx."
        )
    if target.exists() and not target.is_file():
        raise InvalidInput("output", f"{target} is not a file that can be replaced.")
    if not target.parent.is_dir():
        raise InvalidInput("output", f"There is no folder {target.parent}. Make it first, or choose another.")


def write_whole(target: Path, content: bytes) -> None:
    """Write a file whole or not at all; InvalidInput says why it could not be written."""
    try:
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=".gradino-", suffix=".part")
    except OSError as error:
        raise not_written(target, error) from error
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        part.chmod(mode_for(target))
        part.replace(target)
    except OSError as error:
        raise not_written(target, error) from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def mode_for(target: Path) -> int:
    """Return who may read the file: as before where it is replaced, else as for any new file."""
    if target.exists():
        return target.stat().st_mode & PERMISSIONS
    mask = os.umask(0)
    os.umask(mask)
    return WRITABLE & ~mask


def not_written(target: Path, error: OSError) -> InvalidInput:
    """Return the sentence about a file that could not be written."""
    why = (error.strerror or "the place cannot be written to").lower()
    return InvalidInput("output", f"{target} was not written: {why}. Nothing was left behind.")
