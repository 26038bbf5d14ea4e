"""The wheel: built, installed away from the checkout, and used from another folder."""

import json
import os
import re
import subprocess
import sys
import sysconfig
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

import pytest
import uv

ROOT = Path(__file__).resolve().parents[2]
ELSEWHERE = Path(ROOT.anchor)
SECONDS = 60
STYLE_SHEET = re.compile(r'<link[^>]+href="([^"]+\.css[^"]*)"')

pytestmark = [pytest.mark.packaging, pytest.mark.slow]


@dataclass(frozen=True)
class Installed:
    """An environment with the wheel in it."""

    scripts: Path
    environment: dict[str, str]

    def command(self, *arguments: str) -> list[str]:
        return [str(self.scripts / "gradino"), *arguments]

    def run(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            self.command(*arguments),
            cwd=ELSEWHERE,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=SECONDS,
        )


def must(command: list[str], environment: dict[str, str]) -> None:
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=SECONDS)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="session")
def clean_environment() -> dict[str, str]:
    """The environment without anything that would lead Python back to the checkout."""
    unwanted = {"PYTHONPATH", "VIRTUAL_ENV", "PYTHONHOME"}
    return {
        name: value
        for name, value in os.environ.items()
        if name not in unwanted and not name.startswith("GRADINO_")
    }


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory, clean_environment: dict[str, str]) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    must(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)],
        clean_environment,
    )
    return next(folder.glob("gradino-*.whl"))


@pytest.fixture(scope="session")
def installed(
    tmp_path_factory: pytest.TempPathFactory, wheel: Path, clean_environment: dict[str, str]
) -> Installed:
    home = tmp_path_factory.mktemp("installed")
    environment = {**clean_environment, "GRADINO_DATA": str(home / "data")}
    program = uv.find_uv_bin()
    place = home / "venv"
    must([program, "venv", "--offline", "--python", sys.executable, str(place)], environment)
    scripts = place / ("Scripts" if os.name == "nt" else "bin")
    must(
        [
            program,
            "pip",
            "install",
            "--offline",
            "--no-deps",
            "--python",
            str(scripts / "python"),
            str(wheel),
        ],
        environment,
    )
    # The libraries of this environment stand in for a download; the wheel's own files come first.
    packages = subprocess.run(
        [str(scripts / "python"), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
        capture_output=True,
        text=True,
        check=True,
    )
    Path(packages.stdout.strip(), "libraries.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    return Installed(scripts, environment)


@pytest.fixture(scope="session")
def address(installed: Installed, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server that runs from the wheel."""
    data = tmp_path_factory.mktemp("data")
    command = installed.command("serve", "--port", "0", "--data", str(data))
    with subprocess.Popen(
        command,
        cwd=ELSEWHERE,
        env=installed.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as server:
        assert server.stdout is not None
        assert server.stderr is not None
        line = server.stdout.readline()
        found = re.search(r"http://\S+", line)
        if found is None:
            server.kill()
            pytest.fail(f"the server did not start: {line}{server.stderr.read()}")
        try:
            yield found[0]
        finally:
            server.terminate()


def fetch(address: str) -> str:
    with urlopen(address, timeout=SECONDS) as answer:  # noqa: S310  The address is the server's own.
        assert answer.status == 200
        return str(answer.read().decode("utf-8"))


def test_the_wheel_holds_every_page_style_and_framework(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for folder in ("templates", "static", "frameworks"):
        files = [path.relative_to(ROOT).as_posix() for path in (ROOT / folder).rglob("*") if path.is_file()]
        assert files
        assert [name for name in files if f"assessment/_data/{name}" not in names] == []


def test_the_wheel_holds_the_migrations_and_no_tests(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert "assessment/store/migrations/env.py" in names
    assert [name for name in names if name.startswith(("tests/", "docs/"))] == []


def test_the_command_runs_from_another_folder(installed: Installed) -> None:
    done = installed.run("--help")
    assert done.returncode == 0, done.stderr
    assert "serve" in done.stdout


def test_the_package_is_not_the_checkout(installed: Installed) -> None:
    program = "import assessment; print(assessment.__file__)"
    done = subprocess.run(
        [str(installed.scripts / "python"), "-c", program],
        cwd=ELSEWHERE,
        env=installed.environment,
        capture_output=True,
        text=True,
    )
    assert not Path(done.stdout.strip()).is_relative_to(ROOT / "assessment")


def test_a_framework_is_found(installed: Installed) -> None:
    done = installed.run("framework", "show", "pom", "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["id"] == "pom"


def test_a_page_and_its_style_sheet_are_served(address: str) -> None:
    page = fetch(address + "/")
    sheets = STYLE_SHEET.findall(page)
    assert sheets
    for sheet in sheets:
        assert "{" in fetch(address + sheet)
