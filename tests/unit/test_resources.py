"""Where pages, styles and frameworks are found."""

from pathlib import Path

import pytest

from assessment import resources
from assessment.errors import AppError


def test_a_wheel_beats_a_checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "assessment"
    (tmp_path / "static").mkdir()
    (tmp_path / "pyproject.toml").touch()
    package.mkdir()
    monkeypatch.setattr(resources, "PACKAGE", package)
    assert resources.resource_dir("static") == tmp_path / "static"
    (package / "_data" / "static").mkdir(parents=True)
    assert resources.resource_dir("static") == package / "_data" / "static"


def test_a_folder_beside_an_installed_package_is_not_ours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "static").mkdir()
    monkeypatch.setattr(resources, "PACKAGE", tmp_path / "assessment")
    with pytest.raises(AppError, match="The folder static is missing"):
        resources.resource_dir("static")
