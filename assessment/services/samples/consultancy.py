"""The second sample consultancy: its name, its clients, and the earlier edition of the framework it used."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import yaml

from assessment.domain.framework import Framework
from assessment.files.framework_file import framework_text, parse_framework
from assessment.services.framework import DEFAULT_FRAMEWORK
from assessment.services.samples.reading import CLIENT_FILE, FOLDER, LOADER

PLACE = FOLDER / "second"
FILE = "consultancy.yaml"
_Dumper: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


@dataclass(frozen=True, slots=True)
class Edition:
    """An earlier edition of the framework as a text, its hash, and as it is used."""

    text: str
    hash: str
    framework: Framework


def consultancy_name() -> str:
    """Return the name of the second consultancy."""
    return str(_written()["name"])


def consultancy_folders() -> tuple[Path, ...]:
    """Return the folder of each client of the second consultancy, by name."""
    return tuple(sorted(path.parent for path in PLACE.glob(f"*/{CLIENT_FILE}")))


@lru_cache(maxsize=1)
def earlier_edition() -> Edition:
    """Return the invented edition that came before the published one, made out of the differences."""
    changes = _written()["edition"]
    made = yaml.load(framework_text(DEFAULT_FRAMEWORK)[0], Loader=LOADER)  # noqa: S506  A safe loader, in C.
    made["version"] = changes["version"]
    _change(made, set(changes["without"]), changes["texts"])
    text = yaml.dump(made, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=110)
    return Edition(text, sha256(text.encode()).hexdigest(), parse_framework(text, DEFAULT_FRAMEWORK))


@lru_cache(maxsize=1)
def _written() -> Mapping[str, Any]:
    written: Mapping[str, Any] = yaml.load((PLACE / FILE).read_bytes(), Loader=LOADER)  # noqa: S506  As above.
    return written


def _change(node: Any, without: set[str], texts: Mapping[str, str]) -> None:
    """Take practices out of a framework and put other words into some, wherever they stand in the tree."""
    if isinstance(node, dict):
        if node.get("id") in texts:
            node["text"] = {"en": texts[node["id"]]}
        for value in node.values():
            _change(value, without, texts)
    elif isinstance(node, list):
        node[:] = [one for one in node if not (isinstance(one, dict) and one.get("id") in without)]
        for value in node:
            _change(value, without, texts)
