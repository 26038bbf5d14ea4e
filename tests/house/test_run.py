"""run.py, the one way to set the project up."""

import subprocess
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

from tests.house.tree import ROOT


@pytest.fixture
def run() -> ModuleType:
    """The script as a module of its own, so that a test may change its constants."""
    spec = spec_from_file_location("run_under_test", ROOT / "run.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def outcome(text: str = "", code: int = 0) -> SimpleNamespace:
    return SimpleNamespace(stdout=text, stderr="", returncode=code)


def test_an_old_python_is_refused_by_name(run: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run.sys, "version_info", (3, 9, 2))
    with pytest.raises(run.SetUpError, match=r"3\.11 or newer is needed and this is Python 3\.9"):
        run.check_python()


def test_the_pin_of_one_package_is_taken_with_its_hashes_only(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    lock = tmp_path / "lock"
    pins = ["ux==1 \\", "    --hash=sha256:0", "uv==2 \\", "    --hash=sha256:a \\", "    --hash=sha256:b"]
    lock.write_text("\n".join([*pins, "    # via x", "z==1"]))
    monkeypatch.setattr(run, "LOCK", lock)
    assert run.locked_requirement("uv") == "uv==2 \\\n    --hash=sha256:a \\\n    --hash=sha256:b\n"
    with pytest.raises(run.SetUpError, match="does not pin nothing"):
        run.locked_requirement("nothing")


def test_the_lock_pins_uv(run: ModuleType) -> None:
    assert run.locked_requirement("uv").count("--hash=sha256:") > 1


def test_pips_settings_reach_uv_and_the_users_own_win(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    wheels = tmp_path / "wheels"
    wheels.mkdir()
    listed = "\n".join(
        (
            "global.extra-index-url='file:///a file:///b'",
            f"global.find-links='{wheels} {tmp_path}/missing https://example.com/more'",
            "global.cert='/old.crt'",
            ":env:.cert='/new.crt'",
        )
    )
    monkeypatch.setattr(run.subprocess, "run", lambda *_, **__: outcome(listed))
    for name in ("UV_INDEX", "UV_INDEX_STRATEGY", "SSL_CERT_FILE", "UV_DEFAULT_INDEX"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("UV_FIND_LINKS", "/mine")
    environment = run.uv_environment()
    assert environment["UV_INDEX"] == "file:///a file:///b"
    assert environment["UV_INDEX_STRATEGY"] == "unsafe-best-match"
    assert environment["UV_FIND_LINKS"] == "/mine"
    assert environment["SSL_CERT_FILE"] == "/new.crt"
    assert "UV_DEFAULT_INDEX" not in environment
    monkeypatch.delenv("UV_FIND_LINKS")
    assert run.uv_environment()["UV_FIND_LINKS"] == f"{wheels},https://example.com/more"


def test_a_failed_download_says_what_to_do(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(run.subprocess, "run", lambda *_, **__: outcome("dns error: no such host", 2))
    with pytest.raises(run.SetUpError, match="Check the network"):
        run.step(["uv"], {})
    assert "dns error" in capsys.readouterr().err


def test_nothing_is_done_when_the_set_up_is_current(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    stamp = tmp_path / "stamp"
    stamp.write_text(run.fingerprint())
    monkeypatch.setattr(run, "STAMP", stamp)
    monkeypatch.setattr(run, "PYTHON", Path(sys.executable))
    monkeypatch.setattr(run, "find_uv", lambda _: pytest.fail("uv was looked for"))
    run.prepare()
    stamp.write_text("another lock")
    with pytest.raises(pytest.fail.Exception, match="uv was looked for"):
        run.prepare()


def test_all_checks_run_when_one_fails(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(run, "run", lambda command: int("format" in command))
    assert run.run_checks() == 1
    out = capsys.readouterr().out
    assert "== Types" in out
    assert out.endswith("== Failed: Formatting\n")


def test_without_arguments_the_tests_run_side_by_side_and_with_arguments_as_given(run: ModuleType) -> None:
    assert run.test_command([])[1:5] == ["-m", "pytest", "-n", "auto"]
    assert run.test_command(["-k", "x"])[1:] == ["-m", "pytest", "-k", "x"]


def test_the_script_starts_on_an_older_python_too() -> None:
    # The sentence about the version can only be said when the old interpreter can read the file at all.
    compiled = (
        "import ast, sys; ast.parse(open(sys.argv[1], encoding='utf-8').read(), feature_version=(3, 8))"
    )
    done = subprocess.run(
        [sys.executable, "-c", compiled, str(ROOT / "run.py")], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
