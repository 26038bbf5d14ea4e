"""`gradino export`: a file comes out whole, or a sentence says why not."""

import json
import os
import stat
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result

from assessment.cli import export, main
from assessment.errors import InvalidInput
from assessment.exports import EXPORTERS
from tests.factories.small_frameworks import pom

HEAD: dict[str, Any] = {
    "format": "gradino-assessment/1",
    "framework": {"id": "pom"},
    "client": {"name": "Corvo Logistics"},
    "title": "November 2026",
    "date": "2026-11-22",
}


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def write(folder: Path, **parts: Any) -> Path:
    path = folder / "assessment.yaml"
    path.write_text(yaml.safe_dump({**HEAD, **parts}), "utf-8")
    return path


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Level 1 everywhere, and reporting wants level 3."""
    ratings = {p.id: {"consensus": "F" if p.level == 1 else "N"} for p in pom().practices.values()}
    return write(tmp_path, ratings=ratings, areas={"A8": {"target": 3}})


@pytest.mark.parametrize("key", EXPORTERS)
def test_every_format_is_written_and_its_place_is_said(file: Path, tmp_path: Path, key: str) -> None:
    target = tmp_path / f"roadmap.{key}"
    done = run("export", file, "--format", key, "-o", target)
    assert (done.exit_code, done.stdout) == (0, "")
    assert done.stderr == f"Written: {target}\n"
    assert target.stat().st_size
    assert sorted(path.name for path in tmp_path.iterdir()) == ["assessment.yaml", target.name]


def test_the_file_agrees_with_the_plan_command(file: Path, tmp_path: Path) -> None:
    target = tmp_path / "roadmap.json"
    run("export", file, "--format", "json", "-o", target)
    written = json.loads(target.read_text("utf-8"))
    assert written["plan"] == json.loads(run("plan", file, "--json").stdout)
    assert written["score"] == json.loads(run("score", file, "--json").stdout)


def refused(*arguments: object) -> str:
    done = run("export", *arguments)
    assert (done.exit_code, done.stdout) == (2, "")
    assert "Traceback" not in done.stderr
    return done.stderr


def test_an_unknown_format_lists_the_formats(file: Path, tmp_path: Path) -> None:
    said = refused(file, "--format", "pptx", "-o", tmp_path / "x.pptx")
    assert said == 'There is no format "pptx". The formats are xlsx, md, csv, json.\n'


def test_another_language_is_refused(file: Path, tmp_path: Path) -> None:
    target = tmp_path / "x.md"
    assert "English (en) only" in refused(file, "--format", "md", "-o", target, "--language", "it")
    assert not target.exists()
    assert run("export", file, "--format", "md", "-o", target, "--language", "en").exit_code == 0


def test_a_folder_is_not_written_over(file: Path, tmp_path: Path) -> None:
    assert "is a folder. Name the file to write" in refused(file, "--format", "md", "-o", tmp_path)


def test_a_folder_that_is_not_there_is_not_made(file: Path, tmp_path: Path) -> None:
    target = tmp_path / "no" / "x.md"
    assert f"There is no folder {target.parent}" in refused(file, "--format", "md", "-o", target)
    assert not target.parent.exists()


def test_something_that_is_no_file_is_not_replaced(file: Path, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    assert "is not a file that can be replaced" in refused(file, "--format", "md", "-o", pipe)


def test_faults_of_the_file_are_named_with_their_place(tmp_path: Path) -> None:
    bad = write(tmp_path, ratings={"L1-A1-P9": {"consensus": "F"}})
    said = refused(bad, "--format", "md", "-o", tmp_path / "x.md")
    assert said.startswith(f"{bad}:")
    assert "L1-A1-P9" in said
    assert not (tmp_path / "x.md").exists()


def test_a_pin_that_cannot_be_kept_is_named_with_its_place(tmp_path: Path) -> None:
    ratings = {p.id: {"consensus": "N"} for p in pom().practices.values()}
    plan = {"pins": {"L2-A8-P1": {"wave": 1, "reason": "Budget"}}}
    bad = write(tmp_path, ratings=ratings, areas={"A8": {"target": 3}}, plan=plan)
    said = refused(bad, "--format", "md", "-o", tmp_path / "x.md")
    assert said.startswith(f"{bad}:")
    assert "L2-A8-P1 is pinned to wave 1" in said


def test_a_file_that_is_there_is_replaced_and_stays_as_private(file: Path, tmp_path: Path) -> None:
    target = tmp_path / "roadmap.md"
    target.write_text("old", "utf-8")
    target.chmod(0o600)
    assert run("export", file, "--format", "md", "-o", target).exit_code == 0
    assert target.read_text("utf-8").startswith("# Corvo Logistics")
    assert stat.S_IMODE(target.stat().st_mode) == 0o600


def test_a_full_disk_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "roadmap.md"
    target.write_text("old", "utf-8")

    def full_disk(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(export.os, "fsync", full_disk)
    with pytest.raises(InvalidInput, match="was not written: no space left on device"):
        export.write_whole(target, b"new")
    assert target.read_text("utf-8") == "old"
    assert list(tmp_path.iterdir()) == [target]


def test_a_folder_that_cannot_be_written_to_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(**_options: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(export.tempfile, "mkstemp", forbidden)
    with pytest.raises(InvalidInput, match="was not written: permission denied"):
        export.write_whole(tmp_path / "x.md", b"new")


def test_another_framework_can_be_given(file: Path, tmp_path: Path) -> None:
    given = Path("frameworks/pom.yaml").resolve()
    target = tmp_path / "x.json"
    assert run("export", file, "--format", "json", "-o", target, "--framework", given).exit_code == 0
    assert json.loads(target.read_text("utf-8"))["score"]["framework"]["id"] == "pom"
