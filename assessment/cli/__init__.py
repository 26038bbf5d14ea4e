"""The command `gradino`: finds its sub-commands when asked, and turns errors into sentences."""

import io
import os
import sys
import traceback
from contextlib import suppress
from datetime import UTC, datetime
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NoReturn

import click

from assessment import __version__
from assessment.errors import AppError

SUB_COMMANDS = (
    "serve",
    "work",
    "demo",
    "framework",
    "score",
    "plan",
    "export",
    "metrics",
    "backup",
    "restore",
    "copy",
    "user",
    "client",
    "db",
    "bench",
)
EXIT_UNEXPECTED = 1
EXIT_BAD_INPUT = 2
EXIT_INTERRUPTED = 130
LOG_FILE = "error.log"


class LazyGroup(click.Group):
    """A group whose sub-commands are modules of this package, imported only when they are used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The sub-commands that this version has, in the order of the manual."""
        return [name for name in SUB_COMMANDS if find_spec(f"{__name__}.{name}") is not None]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The sub-command, or None where this version has none of that name."""
        if cmd_name not in self.list_commands(ctx):
            return None
        module = import_module(f"{__name__}.{cmd_name}")
        for name in ("command", cmd_name, f"{cmd_name}_command"):
            found = getattr(module, name, None)
            if isinstance(found, click.Command):
                return found
        return None

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Run, and end with an exit code and a sentence; nobody but a developer sees a traceback."""
        use_utf8()
        kwargs["standalone_mode"] = False
        try:
            code = super().main(*args, **kwargs)
        except click.ClickException as error:
            error.show()
            sys.exit(error.exit_code)
        except (click.Abort, KeyboardInterrupt):
            sys.exit(EXIT_INTERRUPTED)
        except BrokenPipeError:
            leave_quietly()
        except AppError as error:
            click.echo(error.message, err=True)
            sys.exit(EXIT_BAD_INPUT)
        except Exception as error:
            if sentence := database_fault(error):
                click.echo(sentence, err=True)
                sys.exit(EXIT_BAD_INPUT)
            click.echo(unexpected(error), err=True)
            sys.exit(EXIT_UNEXPECTED)
        sys.exit(code if isinstance(code, int) else 0)


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "--version", prog_name="gradino")
def main() -> None:
    """Find out how mature a service operation is, agree on it, and get it better."""


def use_utf8() -> None:
    """Write UTF-8 whatever the system's own encoding is, so that every file and pipe reads the same."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def leave_quietly() -> NoReturn:
    """End without a complaint when the reader of the output, such as `head`, has closed it."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(EXIT_UNEXPECTED)


def database_fault(error: Exception) -> str:
    """What to tell people about a database that did not answer or could not be used; '' for anything else."""
    if "sqlalchemy.exc" not in sys.modules:
        return ""
    from sqlalchemy.exc import OperationalError

    from assessment.store.database import plain_error

    return plain_error(error).message if isinstance(error, OperationalError) else ""


def unexpected(error: Exception) -> str:
    """A sentence about an error that nobody foresaw; the details go to a file in the data folder."""
    place = write_log(error)
    if place is None:
        return f"Something went wrong in Gradino itself ({type(error).__name__}). Nothing more is known."
    return f"Something went wrong in Gradino itself. The details are in {place}"


def write_log(error: Exception) -> Path | None:
    """Append the traceback to the log file; None when no folder can be written to."""
    from assessment.config import prepare_data_dir

    details = "".join(traceback.format_exception(error))
    try:
        path = prepare_data_dir(None, os.environ) / LOG_FILE
        with path.open("a", encoding="utf-8") as file:
            file.write(
                f"{datetime.now(UTC).isoformat(timespec='seconds')} gradino {__version__}\n{details}\n"
            )
    except (OSError, AppError):
        return None
    return path
