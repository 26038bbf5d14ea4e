"""The commands on the sample data and on the tables."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from assessment.cli import main
from assessment.services import workspace
from assessment.store import migrate


@pytest.fixture(autouse=True)
def _own_data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GRADINO_DATABASE", raising=False)
    monkeypatch.setenv("GRADINO_DATA", str(tmp_path))


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def test_samples_are_added_once_and_removed_once() -> None:
    added = run("demo", "load")
    assert (added.exit_code, added.stderr) == (0, "")
    assert added.stdout.startswith("11 sample clients were added: Aster Utilities, ")
    assert added.stdout.endswith(" of Lago Advisory (sample).\n")
    assert run("demo", "load").stdout == "Every sample client is there already; nothing was changed.\n"
    assert run("demo", "remove").stdout == "11 sample clients were removed.\n"
    again = run("demo", "remove")
    assert (again.exit_code, again.stdout) == (0, "There is no sample client; nothing was changed.\n")


def test_an_option_names_another_data_folder(tmp_path: Path) -> None:
    assert run("demo", "load", "--data", str(tmp_path / "other")).exit_code == 0
    assert run("demo", "remove").stdout.startswith("There is no sample client")


def test_tables_are_made_and_then_up_to_date(tmp_path: Path) -> None:
    first = run("db", "upgrade")
    assert first.exit_code == 0
    assert (tmp_path / "gradino.sqlite").is_file()
    before, after, backup = first.stdout.splitlines()
    assert (before, backup) == ("Revision before: none", "Backup from before: none")
    revision = after.removeprefix("Revision after: ")
    second = run("db", "upgrade")
    assert second.stdout == f"Revision: {revision}. The tables are up to date; nothing was changed.\n"


def test_the_backup_from_before_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    revisions = iter(("0000", "0001"))
    monkeypatch.setattr(migrate, "current_revision", lambda _: next(revisions))
    monkeypatch.setattr(workspace, "prepare_store", lambda _: Path("gradino-before-0000.sqlite"))
    assert run("db", "upgrade").stdout.splitlines() == [
        "Revision before: 0000",
        "Revision after: 0001",
        "Backup from before: gradino-before-0000.sqlite",
    ]


def test_a_newer_database_is_refused_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("db", "upgrade").exit_code == 0
    monkeypatch.setattr(migrate, "current_revision", lambda _: "9999")
    refused = run("db", "upgrade")
    assert refused.exit_code == 2
    assert "newer edition of Gradino" in refused.stderr
    assert "Traceback" not in refused.output
