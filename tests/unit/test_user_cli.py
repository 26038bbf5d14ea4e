"""`gradino user`: people from the command line, and a server that waits for the first owner."""

import sys
from pathlib import Path
from subprocess import run

import pytest
from click.testing import CliRunner, Result

from assessment.cli import main

WORDS = "four words of a song"


def gradino(*words: str, typed: str = "") -> Result:
    return CliRunner().invoke(main, list(words), input=typed)


@pytest.fixture
def data(tmp_path: Path) -> tuple[str, str]:
    return "--data", str(tmp_path)


def test_a_person_is_added_with_a_password_and_listed(data: tuple[str, str]) -> None:
    assert "Nobody has an account yet" in gradino("user", "list", *data).output
    added = gradino("user", "add", "Ada@Example.org", "--name", "Ada", "--password-stdin", *data, typed=WORDS)
    assert added.exit_code == 0, added.output
    assert "Ada was added as owner and can sign in as ada@example.org." in added.output
    assert WORDS not in added.output
    line = gradino("user", "list", *data).output.splitlines()[1]
    assert line.split() == ["ada@example.org", "Ada", "Owner", "active", "all"]


def test_without_a_password_a_link_is_printed(data: tuple[str, str]) -> None:
    added = gradino("user", "add", "bo@example.org", "--role", "viewer", *data)
    assert "http://127.0.0.1:8000/invitation/local." in added.output
    assert "invited" in gradino("user", "list", *data).output
    assert "/invitation/local." in gradino("user", "reset", "bo@example.org", *data).output
    ended = gradino("user", "end-sessions", "bo@example.org", *data)
    assert "0 sessions were ended for bo." in ended.output


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("user", "add", "nobody"), "Write an e-mail address"),
        (("user", "add", "bo@example.org", "--client", "none"), "Choose clients out of the list"),
        (("user", "reset", "bo@example.org"), "Nobody here has the address"),
        (("user", "list", "--workspace", "Nowhere"), "no workspace called Nowhere"),
    ],
)
def test_what_cannot_be_done_is_told(data: tuple[str, str], words: tuple[str, ...], sentence: str) -> None:
    role = ("--role", "viewer") if words[1] == "add" else ()
    refused = gradino(*words, *role, *data)
    assert refused.exit_code == 2
    assert sentence in refused.output


def test_a_weak_password_stores_nobody(data: tuple[str, str]) -> None:
    refused = gradino("user", "add", "ada@example.org", "--password-stdin", *data, typed="short")
    assert refused.exit_code == 2
    assert "at least 12 characters" in refused.output
    assert "Nobody has an account yet" in gradino("user", "list", *data).output


def test_another_workspace_is_made_for_its_first_owner(data: tuple[str, str]) -> None:
    gradino("user", "add", "ada@example.org", *data)
    made = gradino("user", "add", "ada@example.org", "--new-workspace", "North Ridge", *data)
    assert made.exit_code == 0, made.output
    assert "ada@example.org" in gradino("user", "list", "--workspace", "north ridge", *data).output
    again = gradino("user", "add", "bo@example.org", "--new-workspace", "North Ridge", *data)
    assert again.exit_code == 2


def test_a_server_that_others_reach_waits_for_an_owner_with_a_password(
    data: tuple[str, str], tmp_path: Path
) -> None:
    gradino("user", "add", "ada@example.org", *data)
    command = [sys.executable, "-m", "assessment", "serve", "--host", "0.0.0.0", "--port", "0", *data]  # noqa: S104
    refused = run(command, capture_output=True, text=True, timeout=60)
    assert refused.returncode == 2
    assert "an owner needs a password first" in refused.stderr
    assert "gradino user add" in refused.stderr


def test_a_database_that_does_not_answer_is_told(data: tuple[str, str], tmp_path: Path) -> None:
    gradino("user", "list", *data)
    here = f"sqlite:///{tmp_path / 'gradino.sqlite'}"
    refused = gradino("copy", "--from", here, "--to", "postgresql+psycopg://nobody@127.0.0.1:1/none")
    assert refused.exit_code == 2
    assert "The database did not answer" in refused.output
