"""The settings of a run."""

import os
from pathlib import Path

import pytest

from assessment.config import load_settings
from assessment.errors import AppError, InvalidInput


def test_defaults_serve_this_machine_from_a_file(tmp_path: Path) -> None:
    settings = load_settings(data=tmp_path, environ={})
    assert (settings.host, settings.port, settings.workers) == ("127.0.0.1", 8000, 1)
    assert settings.database_url == f"sqlite:///{(tmp_path / 'gradino.sqlite').as_posix()}"
    assert settings.on_loopback
    assert settings.uses_sqlite
    assert not settings.debug


def test_an_option_beats_the_environment(tmp_path: Path) -> None:
    environ = {
        "GRADINO_DATA": str(tmp_path / "a"),
        "GRADINO_PORT": "9000",
        "GRADINO_DATABASE": "postgresql:///x",
    }
    from_environment = load_settings(environ=environ)
    assert (from_environment.port, from_environment.database_url) == (9000, "postgresql:///x")
    assert from_environment.data_dir == tmp_path / "a"
    given = load_settings(data=tmp_path / "b", port=7, database="sqlite:///y", environ=environ)
    assert (given.port, given.database_url, given.data_dir) == (7, "sqlite:///y", tmp_path / "b")


def test_the_secret_is_made_once_and_is_the_owners_alone(tmp_path: Path) -> None:
    first = load_settings(data=tmp_path, environ={}).secret_key
    assert len(first) > 30
    assert load_settings(data=tmp_path, environ={}).secret_key == first
    if os.name != "nt":
        assert (tmp_path / "secret.key").stat().st_mode & 0o777 == 0o600


def test_a_damaged_secret_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret.key").write_text("short")
    with pytest.raises(AppError, match="damaged"):
        load_settings(data=tmp_path, environ={})


@pytest.mark.parametrize("value", ["x", "-1", "70000", "8 0", "8.5"])
def test_a_port_that_is_none_is_refused_by_name(tmp_path: Path, value: str) -> None:
    with pytest.raises(InvalidInput, match="GRADINO_PORT"):
        load_settings(data=tmp_path, environ={"GRADINO_PORT": value})


def test_a_public_address_loses_its_last_slash_and_must_be_one(tmp_path: Path) -> None:
    assert (
        load_settings(data=tmp_path, public_url="https://a.example/x/", environ={}).public_url
        == "https://a.example/x"
    )
    for wrong in ("a.example", "ftp://a.example", "https://", "https://a.example/?q"):
        with pytest.raises(InvalidInput, match="is not an address"):
            load_settings(data=tmp_path, public_url=wrong, environ={})


def test_a_data_folder_that_is_a_file_is_refused(tmp_path: Path) -> None:
    taken = tmp_path / "file"
    taken.write_text("x")
    with pytest.raises(InvalidInput, match="--data"):
        load_settings(data=taken, environ={})
