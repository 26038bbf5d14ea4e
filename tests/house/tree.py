"""The files of the project, for the tests that look at all of them."""

import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "assessment"
NOT_OURS = {".git", ".venv", ".tools", "__pycache__", "build", "dist", "node_modules"}


def project_files() -> list[Path]:
    """Every file that git tracks or would add; without git, every file outside the ignored folders."""
    listing = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    try:
        listed = subprocess.run(listing, cwd=ROOT, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        found = [path for path in ROOT.rglob("*") if not ours_not(path)]
    else:
        found = [ROOT / line for line in listed.stdout.splitlines()]
    return sorted(path for path in found if path.is_file())


def ours_not(path: Path) -> bool:
    """Whether a path lies in a folder that tools made."""
    parts = path.relative_to(ROOT).parts
    return any(
        part in NOT_OURS or part.endswith("_cache") or part.startswith(".hypothesis") for part in parts
    )


def python_files() -> list[Path]:
    """Every Python file of the project."""
    return [path for path in project_files() if path.suffix == ".py"]


def name_of(path: Path) -> str:
    """The path inside the checkout, with forward slashes."""
    return path.relative_to(ROOT).as_posix()
