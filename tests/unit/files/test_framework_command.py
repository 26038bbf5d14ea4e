"""`gradino framework`: what goes to which stream, and how it ends."""

import json
from pathlib import Path

from click.testing import CliRunner, Result

from assessment.cli import main
from assessment.files.framework_file import framework_by_id, load_framework
from tests.factories.frameworks import framework_data, with_change


def run(*arguments: str) -> Result:
    """Run the command in this process."""
    return CliRunner().invoke(main, ["framework", *arguments])


def written(folder: Path, file: str, /, **changes: object) -> str:
    """Write a small framework, with top-level keys replaced, and return its path."""
    data = framework_data()
    for key, value in changes.items():
        data = with_change(data, (key,), value)
    path = folder / file
    path.write_text(json.dumps(data), encoding="utf-8")
    return str(path)


def test_a_clean_file_says_so_beside_the_output(tmp_path: Path) -> None:
    path = written(tmp_path, "f.json")
    result = run("check", path)
    assert result.exit_code == 0
    assert result.stdout == ""
    assert result.stderr == f"{path}: clean, 10 practices in 2 areas\n"


def test_every_fault_of_every_file_is_on_the_output(tmp_path: Path) -> None:
    first = written(tmp_path, "a.json", version=1, name=3)
    second = written(tmp_path, "b.json", areas=[])
    result = run("check", first, second, written(tmp_path, "c.json"), str(tmp_path / "none.yaml"))
    assert result.exit_code == 1
    starts = [line.split(":")[0].rsplit("/")[-1] for line in result.stdout.splitlines()]
    assert starts == ["a.json", "a.json", "b.json", "none.yaml"]
    assert "c.json: clean" in result.stderr


def test_check_wants_a_file() -> None:
    assert run("check").exit_code == 2


def test_a_framework_is_shown_as_json_alone() -> None:
    result = run("show", "pom", "--json")
    assert result.exit_code == 0
    assert result.stderr == ""
    assert load_framework(result.stdout, "pom.json") == framework_by_id("pom")


def test_an_unknown_framework_names_the_known_ones() -> None:
    result = run("show", "nope", "--json")
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "there are: pom" in result.stderr
