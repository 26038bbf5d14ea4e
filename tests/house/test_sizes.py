"""Small files and small functions: what can be read in one go can be checked in one go."""

import ast
from pathlib import Path

import pytest

from tests.house.tree import PACKAGE, ROOT, name_of, project_files, python_files

LONGEST_MODULE = 400
LONGEST_FUNCTION = 60
LONGEST_TEMPLATE = 250
# A migration is one list of tables and columns; cutting it into functions would hide the order.
MIGRATIONS = PACKAGE / "store" / "migrations" / "versions"


@pytest.mark.parametrize("path", python_files(), ids=name_of)
def test_a_module_is_short(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_MODULE


@pytest.mark.parametrize(
    "path", [path for path in python_files() if MIGRATIONS not in path.parents], ids=name_of
)
def test_functions_are_short(path: Path) -> None:
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    too_long = [
        f"{node.name} has {length} lines"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, functions)
        and (length := (node.end_lineno or node.lineno) - node.lineno + 1) > LONGEST_FUNCTION
    ]
    assert too_long == []


@pytest.mark.parametrize("path", python_files(), ids=name_of)
def test_a_module_says_why_it_exists(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not text.strip() or ast.get_docstring(ast.parse(text))


def test_templates_are_short() -> None:
    templates = [path for path in project_files() if ROOT / "templates" in path.parents]
    assert templates
    lengths = {name_of(path): len(path.read_text(encoding="utf-8").splitlines()) for path in templates}
    assert {name: length for name, length in lengths.items() if length > LONGEST_TEMPLATE} == {}
