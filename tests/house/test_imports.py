"""The layers of the package, as failing tests."""

import ast
import json
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from itertools import permutations
from pathlib import Path

import grimp
import pytest
from importlinter.cli import lint_imports

from tests.house.tree import PACKAGE, ROOT, name_of

WEB = "assessment.web"
# These commands run on a consultant's laptop without a server, so they must start without its libraries.
LIGHT_COMMANDS = ("score", "plan", "metrics")
HEAVY = ("flask", "sqlalchemy", "plotly", "granian")


def imported_modules(path: Path) -> Iterator[str]:
    """The dotted names that a file imports."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def test_every_import_contract_holds(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    # The linter sets up logging for its own command and would silence every logger of this process.
    monkeypatch.setattr("importlinter.cli.logging_config.dictConfig", lambda config: None)
    code = lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True, no_logo=True)
    assert code == 0, capsys.readouterr().out


def test_every_part_of_the_package_has_a_layer() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    layers = next(contract for contract in contracts if contract["id"] == "layers")["layers"]
    placed = {part.strip(" ()") for layer in layers for part in layer.replace("|", ":").split(":")}
    parts = {path.stem for path in PACKAGE.glob("*.py")} | {
        path.parent.name for path in PACKAGE.glob("*/__init__.py")
    }
    assert parts - {"__init__"} <= placed


def test_the_features_of_the_web_know_nothing_of_each_other() -> None:
    features = [f"{WEB}.{path.parent.name}" for path in (PACKAGE / "web").glob("*/__init__.py")]
    assert features, "assessment/web has no feature package"
    graph = grimp.build_graph("assessment", cache_dir=None)
    crossings = [
        f"{one} imports {other}"
        for one, other in permutations(features, 2)
        if graph.direct_import_exists(importer=one, imported=other, as_packages=True)
    ]
    assert crossings == []


@pytest.mark.parametrize("path", sorted((PACKAGE / "domain").rglob("*.py")), ids=name_of)
def test_the_method_needs_nothing_but_python(path: Path) -> None:
    allowed = sys.stdlib_module_names | {"assessment"}
    foreign = [name for name in imported_modules(path) if name.split(".")[0] not in allowed]
    assert foreign == []


@pytest.mark.parametrize(
    "name", [name for name in LIGHT_COMMANDS if (PACKAGE / "cli" / f"{name}.py").exists()]
)
def test_a_command_on_files_starts_without_server_and_database(name: str) -> None:
    program = f"import assessment.cli.{name}, json, sys; print(json.dumps(sorted(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert [module for module in json.loads(done.stdout) if module in HEAVY] == []
