"""Every command and every setting is described in docs/commands.md, and nothing else is."""

import re
from collections.abc import Iterator, Mapping

import click
import pytest

from assessment.cli import main
from assessment.config import VARIABLES
from assessment.exports import EXPORTERS
from assessment.exports.csv import COLUMNS
from assessment.exports.json import roadmap
from tests.factories.manual import table_after
from tests.house.tree import ROOT
from tests.unit.exports.reports import full

MANUAL = (ROOT / "docs/commands.md").read_text(encoding="utf-8")


def commands(group: click.Group, path: tuple[str, ...] = ("gradino",)) -> Iterator[tuple[str, click.Command]]:
    """Every command that does something, with its full name."""
    context = click.Context(group)
    for name in group.list_commands(context):
        found = group.get_command(context, name)
        assert found is not None, f"{name} is listed but its module has no command"
        if isinstance(found, click.Group):
            yield from commands(found, (*path, name))
        else:
            yield " ".join((*path, name)), found


ALL = dict(commands(main))


@pytest.mark.parametrize("name", ALL)
def test_a_command_is_described(name: str) -> None:
    assert re.search(rf"^## `{re.escape(name)}\b", MANUAL, re.MULTILINE), (
        f"docs/commands.md has no section on {name}"
    )


@pytest.mark.parametrize("name", ALL)
def test_a_command_and_its_options_explain_themselves(name: str) -> None:
    assert ALL[name].help
    silent = [
        option.name for option in ALL[name].params if isinstance(option, click.Option) and not option.help
    ]
    assert silent == []


def test_the_manual_describes_only_what_is_there() -> None:
    described = re.findall(r"^## `(gradino [a-z]+(?: [a-z-]+)?)(?= |`)", MANUAL, re.MULTILINE)
    assert described
    assert [name for name in described if name not in ALL] == []


@pytest.mark.parametrize("name", VARIABLES)
def test_a_setting_is_described(name: str) -> None:
    assert f"`{name}`" in MANUAL


def test_the_files_for_servers_name_only_settings_that_exist() -> None:
    texts = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "docs/deploy").iterdir()}
    assert {"gradino.service", "gradino.env", "nginx.conf", "Dockerfile", "compose.yaml"} == set(texts)
    named = {name for text in texts.values() for name in re.findall(r"\bGRADINO_[A-Z_]+", text)}
    assert len(named) >= 5
    assert named <= set(VARIABLES)
    guide = (ROOT / "docs/deploy.md").read_text(encoding="utf-8")
    assert [name for name in texts if f"deploy/{name}" not in guide] == []


def keys_in(value: object) -> Iterator[str]:
    """Every key of a JSON document, at any depth."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield key
            yield from keys_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from keys_in(inner)


def test_the_columns_of_the_csv_are_described() -> None:
    rows = table_after(MANUAL[MANUAL.index("| column | what it holds |") :])
    described = [(row["column"].strip("`"), row["what it holds"]) for row in rows]
    assert described == list(COLUMNS.items())


def test_every_key_of_the_json_is_described() -> None:
    section = MANUAL[MANUAL.index("### JSON") : MANUAL.index("## `gradino db upgrade")]
    keys = set(keys_in(roadmap(full())))
    assert {"score", "critical_path", "used_days"} <= keys
    assert [key for key in sorted(keys) if f"`{key}`" not in section] == []


def test_every_format_of_an_export_is_described() -> None:
    rows = table_after(MANUAL[MANUAL.index("| format | what it holds |") :])
    assert [row["format"].strip("`") for row in rows] == list(EXPORTERS)
