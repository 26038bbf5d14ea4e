"""How the command ends: with an exit code and a sentence."""

from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from assessment import cli
from assessment.errors import AppError


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> type[Exception]:
    """A sub-command `fail` that raises what its argument names."""
    monkeypatch.setenv("GRADINO_DATA", str(tmp_path))
    errors: dict[str, BaseException] = {
        "own": AppError("Nothing to rate."),
        "unforeseen": ZeroDivisionError("secret detail"),
        "interrupt": KeyboardInterrupt(),
        "pipe": BrokenPipeError(),
    }

    @click.command()
    @click.argument("kind")
    def fail(kind: str) -> int:
        if kind in errors:
            raise errors[kind]
        return int(kind)

    monkeypatch.setattr(cli.LazyGroup, "get_command", lambda *_: fail)
    return AppError


@pytest.mark.usefixtures("failing")
@pytest.mark.parametrize(
    ("kind", "code"), [("own", 2), ("unforeseen", 1), ("interrupt", 130), ("0", 0), ("1", 1)]
)
def test_exit_codes(kind: str, code: int) -> None:
    done = CliRunner().invoke(cli.main, ["fail", kind])
    assert done.exit_code == code
    assert "Traceback" not in done.output


@pytest.mark.usefixtures("failing")
def test_an_own_error_is_its_sentence_on_stderr() -> None:
    done = CliRunner().invoke(cli.main, ["fail", "own"])
    assert done.stderr == "Nothing to rate.\n"
    assert done.stdout == ""


@pytest.mark.usefixtures("failing")
def test_the_details_of_an_unforeseen_error_are_in_a_file(tmp_path: Path) -> None:
    done = CliRunner().invoke(cli.main, ["fail", "unforeseen"])
    assert str(tmp_path / "error.log") in done.stderr
    assert "secret detail" not in done.stderr
    assert "ZeroDivisionError: secret detail" in (tmp_path / "error.log").read_text()


def test_an_unknown_command_is_refused() -> None:
    done = CliRunner().invoke(cli.main, ["nothing-like-it"])
    assert done.exit_code == 2
    assert "No such command" in done.stderr
