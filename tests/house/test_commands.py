"""Every command and every setting is described in docs/commands.md, and nothing else is."""

import re
from collections.abc import Iterator

import click
import pytest

from assessment.cli import main
from assessment.config import VARIABLES
from tests.house.tree import ROOT

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
    described = re.findall(r"^## `(gradino [a-z]+(?: [a-z]+)?)(?= |`)", MANUAL, re.MULTILINE)
    assert described
    assert [name for name in described if name not in ALL] == []


@pytest.mark.parametrize("name", VARIABLES)
def test_a_setting_is_described(name: str) -> None:
    assert f"`{name}`" in MANUAL
