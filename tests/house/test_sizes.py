"""Small files and small functions: what can be read in one go can be checked in one go."""

import ast
from functools import cache
from pathlib import Path

from tests.house.tree import PACKAGE, ROOT, name_of, project_files, python_files

LONGEST_MODULE = 400
LONGEST_FUNCTION = 60
LONGEST_TEMPLATE = 250
# A migration is one list of tables and columns; cutting it into functions would hide the order.
MIGRATIONS = PACKAGE / "store" / "migrations" / "versions"


def test_modules_are_short() -> None:
    lengths = {name_of(path): lines for path, lines, _ in modules()}
    assert {name: length for name, length in lengths.items() if length > LONGEST_MODULE} == {}


def test_functions_are_short() -> None:
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    too_long = [
        f"{name_of(path)}: {node.name} has {length} lines"
        for path, _, tree in modules()
        if MIGRATIONS not in path.parents
        for node in ast.walk(tree)
        if isinstance(node, functions)
        and (length := (node.end_lineno or node.lineno) - node.lineno + 1) > LONGEST_FUNCTION
    ]
    assert too_long == []


def test_modules_say_why_they_exist() -> None:
    silent = [name_of(path) for path, _, tree in modules() if tree.body and not ast.get_docstring(tree)]
    assert silent == []


@cache
def modules() -> list[tuple[Path, int, ast.Module]]:
    """Every module with its length and its tree; one test looks at all, a test for each takes far longer."""
    found = [(path, path.read_text(encoding="utf-8")) for path in python_files()]
    assert found
    return [(path, len(text.splitlines()), ast.parse(text)) for path, text in found]


def test_templates_are_short() -> None:
    templates = [path for path in project_files() if ROOT / "templates" in path.parents]
    assert templates
    lengths = {name_of(path): len(path.read_text(encoding="utf-8").splitlines()) for path in templates}
    assert {name: length for name, length in lengths.items() if length > LONGEST_TEMPLATE} == {}
