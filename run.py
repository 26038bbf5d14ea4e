"""Sets the project up and runs it, on a machine that has only Python 3.11 and pip.

    python3 run.py               the app with the sample data
    python3 run.py test [...]    the tests; arguments go to pytest
    python3 run.py check         formatting, lint, strict types and templates
    python3 run.py COMMAND ...   the installed command `gradino COMMAND ...`

Everything lands in two folders of the checkout that git ignores: `.tools` (uv, which installs packages)
and `.venv` (the packages that requirements.lock names, each checked against its hash).
"""

from __future__ import annotations

import ast
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
TOOLS = ROOT / ".tools"
VENV = ROOT / ".venv"
LOCK = ROOT / "requirements.lock"
STAMP = VENV / "gradino-setup.sha256"
ON_WINDOWS = os.name == "nt"
PYTHON = VENV / ("Scripts/python.exe" if ON_WINDOWS else "bin/python")
OLDEST_PYTHON = (3, 11)
OLDEST_UV = (0, 8)
MOST_TEST_PROCESSES = 4
OUTPUT_LINES_SHOWN = 12
NETWORK_SIGNS = (
    "dns error",
    "error sending request",
    "failed to fetch",
    "name resolution",
    "could not connect",
    "connection",
    "timed out",
    "no matching distribution",
    "network is unreachable",
)

Environment = dict[str, str]


class SetUpError(Exception):
    """A sentence for the person at the keyboard: what went wrong and what to do."""


def main(arguments: list[str]) -> int:
    """Set up when something changed, run what was asked, and return the exit code."""
    try:
        check_python()
        prepare()
    except SetUpError as error:
        print(f"run.py: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    if arguments[:1] == ["test"]:
        return run(test_command(arguments[1:]))
    if arguments[:1] == ["check"]:
        return run_checks()
    return run_command(python("-m", "assessment", *(arguments or ["serve", "--demo"])))


def check_python() -> None:
    """Refuse an interpreter that is too old, by name."""
    if sys.version_info[:2] < OLDEST_PYTHON:
        found = ".".join(str(part) for part in sys.version_info[:2])
        raise SetUpError(
            f"Python 3.11 or newer is needed and this is Python {found}. "
            "Install a newer Python and start run.py with it, for example: python3.11 run.py"
        )


def prepare() -> None:
    """Bring .venv in step with requirements.lock and pyproject.toml; do nothing when it already is."""
    wanted = fingerprint()
    if PYTHON.exists() and STAMP.exists() and STAMP.read_text(encoding="utf-8") == wanted:
        return
    environment = uv_environment()
    uv = find_uv(environment)
    STAMP.unlink(missing_ok=True)
    if not python_works():
        say("making .venv")
        step([uv, "venv", "--clear", "--python", sys.executable, str(VENV)], environment)
    say("installing the packages that requirements.lock names (a minute the first time)")
    target = ["--python", str(PYTHON)]
    # Compiled once here, or every start would compile again where the system forbids to keep it.
    step([uv, "pip", "sync", *target, "--require-hashes", "--compile-bytecode", str(LOCK)], environment)
    # The build tool comes from the lock too, so nothing unpinned is fetched for the editable install.
    step([uv, "pip", "install", *target, "--no-deps", "--no-build-isolation", "-e", str(ROOT)], environment)
    STAMP.write_text(wanted, encoding="utf-8")
    say("ready")


def fingerprint() -> str:
    """What the environment depends on: the lock, the project file, and where the checkout lies."""
    digest = hashlib.sha256(str(ROOT).encode())
    for path in (LOCK, ROOT / "pyproject.toml"):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def python_works() -> bool:
    """Whether .venv still has a working interpreter that is new enough."""
    question = f"import sys; sys.exit(sys.version_info[:2] < {OLDEST_PYTHON})"
    try:
        return subprocess.run([str(PYTHON), "-c", question], capture_output=True).returncode == 0
    except OSError:
        return False


def find_uv(environment: Environment) -> str:
    """A uv that is new enough: from the PATH, from .tools, or installed into .tools by pip."""
    places = [shutil.which("uv"), *(str(TOOLS / "uv" / folder / "uv") for folder in ("bin", "Scripts"))]
    for place in places:
        if place is not None and uv_version(place) >= OLDEST_UV:
            return place
    say("installing uv into .tools")
    install_uv(environment)
    for place in places[1:]:
        if place is not None and uv_version(place) >= OLDEST_UV:
            return place
    raise SetUpError(
        "pip installed uv but it does not start here. Install uv for this machine, put it on the PATH, "
        "then run this again."
    )


def uv_version(program: str) -> tuple[int, ...]:
    """The version that a uv reports, or () where there is none."""
    try:
        found = subprocess.run([program, "--version"], capture_output=True, text=True)
        return tuple(int(part) for part in found.stdout.split()[1].split(".")[:2])
    except (OSError, IndexError, ValueError):
        return ()


def install_uv(environment: Environment) -> None:
    """Install the uv that requirements.lock pins, hash checked, into .tools/uv."""
    if subprocess.run([sys.executable, "-m", "pip", "--version"], capture_output=True).returncode:
        raise SetUpError(
            "this Python has no pip. Install it (on Debian or Ubuntu: apt install python3-pip), "
            "or put uv on the PATH, then run this again."
        )
    TOOLS.mkdir(exist_ok=True)
    pinned = TOOLS / "uv-requirement.txt"
    pinned.write_text(locked_requirement("uv"), encoding="utf-8")
    shutil.rmtree(TOOLS / "uv", ignore_errors=True)
    where = ["--target", str(TOOLS / "uv"), "--require-hashes", "--no-deps", "--only-binary", ":all:"]
    step([sys.executable, "-m", "pip", "install", "--quiet", *where, "-r", str(pinned)], environment)


def locked_requirement(name: str) -> str:
    """The lines of requirements.lock that pin one package."""
    lines: list[str] = []
    for line in LOCK.read_text(encoding="utf-8").splitlines():
        if line.startswith(f"{name}==") or (lines and line.startswith("    --hash=")):
            lines.append(line)
        elif lines:
            break
    if not lines:
        raise SetUpError(
            f"requirements.lock does not pin {name}. Restore the file from git, then run this again."
        )
    return "\n".join(lines) + "\n"


def is_there(place: str) -> bool:
    """Whether packages can be looked for at a place: pip passes over a missing folder, uv would stop."""
    return "://" in place or Path(place).expanduser().is_dir()


def uv_environment() -> Environment:
    """The environment for uv, with what pip is configured to use, because uv does not read pip's settings."""
    environment = dict(os.environ)
    settings = pip_settings()
    sources = {
        "UV_DEFAULT_INDEX": settings.get("index-url"),
        "UV_INDEX": " ".join(settings.get("extra-index-url", "").split()),
        "UV_FIND_LINKS": ",".join(filter(is_there, settings.get("find-links", "").split())),
        "SSL_CERT_FILE": settings.get("cert"),
        "HTTPS_PROXY": settings.get("proxy"),
        "HTTP_PROXY": settings.get("proxy"),
        # pip looks for the best version in every index; uv would stop at the first that knows the name.
        "UV_INDEX_STRATEGY": "unsafe-best-match" if settings.get("extra-index-url") else None,
        "UV_PYTHON_DOWNLOADS": "never",
        "UV_NO_PROGRESS": "1",
    }
    for name, value in sources.items():
        if value:
            environment.setdefault(name, value)
    environment.pop("VIRTUAL_ENV", None)
    return environment


def pip_settings() -> dict[str, str]:
    """pip's settings by name; the environment beats `install`, which beats `global`."""
    listed = subprocess.run([sys.executable, "-m", "pip", "config", "list"], capture_output=True, text=True)
    found: dict[str, dict[str, str]] = {"global": {}, "install": {}, ":env:": {}}
    for line in listed.stdout.splitlines():
        name, _, value = line.partition("=")
        section, _, key = name.partition(".")
        if section in found and value:
            found[section][key.strip(".")] = str(ast.literal_eval(value))
    return {**found["global"], **found["install"], **found[":env:"]}


def step(command: list[str], environment: Environment) -> None:
    """Run one step of the set-up quietly; on failure show the end of its output and say what to do."""
    done = subprocess.run(
        command, env=environment, cwd=ROOT, capture_output=True, text=True, errors="replace"
    )
    if done.returncode == 0:
        return
    output = (done.stdout + done.stderr).strip()
    for line in output.splitlines()[-OUTPUT_LINES_SHOWN:]:
        print(f"    {line}", file=sys.stderr)
    if any(sign in output.lower() for sign in NETWORK_SIGNS):
        raise SetUpError(
            "the packages could not be fetched. Check the network; behind a proxy set HTTPS_PROXY, and "
            "SSL_CERT_FILE to its certificate; then run this again."
        )
    raise SetUpError(
        "the set-up stopped at the lines above. Delete the folders .venv and .tools, then run this again."
    )


def say(text: str) -> None:
    """One short line of progress."""
    print(f"run.py: {text}", file=sys.stderr, flush=True)


def python(*arguments: str) -> list[str]:
    """A command for the Python of the environment."""
    return [str(PYTHON), *arguments]


def test_command(arguments: list[str]) -> list[str]:
    """All tests side by side, or one pytest run with the arguments given."""
    side_by_side = ["-n", "auto", "--maxprocesses", str(MOST_TEST_PROCESSES)]
    return python("-m", "pytest", *(arguments or side_by_side))


def run_checks() -> int:
    """Run every check, the later ones too when one fails; 1 when any failed."""
    checks = [
        ("Formatting", python("-m", "ruff", "format", "--check", ".")),
        ("Lint", python("-m", "ruff", "check", ".")),
        ("Types", python("-m", "mypy")),
    ]
    if any((ROOT / "templates").rglob("*.html")):
        checks.append(("Template formatting", python("-m", "djlint", "--check", "--quiet", "templates")))
        checks.append(("Template lint", python("-m", "djlint", "--lint", "--quiet", "templates")))
    failed = []
    for heading, command in checks:
        print(f"== {heading}", flush=True)
        if run(command):
            failed.append(heading)
    print(f"== Failed: {', '.join(failed)}" if failed else "== All checks passed", flush=True)
    return 1 if failed else 0


def run(command: list[str]) -> int:
    """Run a command in the checkout and return its exit code."""
    try:
        return subprocess.run(command, cwd=ROOT).returncode
    except KeyboardInterrupt:
        return 130


def run_command(command: list[str]) -> int:
    """Become the command where the system can, so that signals and exit codes are its own."""
    if not ON_WINDOWS:
        os.execv(command[0], command)
    running = subprocess.Popen(command)
    while True:
        try:
            return running.wait()
        except KeyboardInterrupt:
            continue  # Ctrl+C reaches the command as well, and the command decides how to stop.


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
