"""requirements.lock holds what pyproject.toml asks for, each package with its hashes."""

import re
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests.house.tree import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
DIRECT = [
    *PROJECT["project"]["dependencies"],
    *PROJECT["dependency-groups"]["dev"],
    *PROJECT["build-system"]["requires"],
]
PINS = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;\\]+)(.*(?:\n    --hash=.*)*)", re.MULTILINE)


def locked() -> dict[str, str]:
    """Package name -> version, out of the lock."""
    return {canonicalize_name(match[1]): match[2] for match in PINS.finditer(LOCK)}


@pytest.mark.parametrize("text", DIRECT)
def test_a_direct_dependency_is_locked_in_the_range_asked_for(text: str) -> None:
    wanted = Requirement(text)
    version = locked().get(canonicalize_name(wanted.name))
    assert version is not None, "lock it again: docs/decisions/0003-set-up-route.md says how"
    assert wanted.specifier.contains(Version(version), prereleases=True)


def test_every_package_has_a_hash() -> None:
    found = list(PINS.finditer(LOCK))
    assert len(found) == len(re.findall(r"^\S+==", LOCK, re.MULTILINE))
    assert [match[1] for match in found if "--hash=sha256:" not in match[3]] == []


def test_runtime_packages_have_a_reason() -> None:
    reasons = (ROOT / "docs/decisions/0002-runtime-packages.md").read_text(encoding="utf-8").lower()
    given = {"flask", "flask-wtf", "sqlalchemy", "pyyaml", "plotly", "markdown"}
    names = {canonicalize_name(Requirement(text).name) for text in PROJECT["project"]["dependencies"]}
    assert [name for name in sorted(names - given) if f"| {name} |" not in reasons] == []
