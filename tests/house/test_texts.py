"""The project speaks of itself alone: no folder of a machine, no package source, nothing of its making."""

import codecs
import re
from pathlib import Path

import pytest

from tests.house.tree import ROOT, name_of, project_files

LARGEST_TEXT_BYTES = 2_000_000


def turned(*words: str) -> str:
    """Words as alternatives; they stand here turned by 13 letters, so that this file holds none of them."""
    return "|".join(re.escape(codecs.decode(word, "rot13")) for word in words)


MACHINE_PATH = re.compile(r"(?<![\w.$}-])/(" + turned("ebbg", "jbex", "gzc", "ubzr") + r")/")
PACKAGE_SOURCE = re.compile(turned("clcv.", "clgubaubfgrq", "ertvfgel.acz"), re.IGNORECASE)
MAKING = re.compile(
    r"\b(" + turned("pynhqr", "naguebcvp", "bcranv", "pungtcg", "pbcvybg", "yyz", "yyzf") + r")\b",
    re.IGNORECASE,
)
MAKING_EXACT = re.compile(r"\b(" + turned("NV", "TCG") + r")\b")
RULES = {"path": MACHINE_PATH, "source": PACKAGE_SOURCE, "making": MAKING, "making in capitals": MAKING_EXACT}


def text_of(path: Path) -> str | None:
    """The text of a file, or None where it is none."""
    data = path.read_bytes()
    if b"\0" in data or len(data) > LARGEST_TEXT_BYTES:
        return None
    return data.decode("utf-8")


@pytest.mark.parametrize("rule", RULES)
def test_no_text_names_a_machine_a_source_or_a_maker(rule: str) -> None:
    files = project_files()
    assert files
    faults = [
        f"{name_of(path)}:{number}: {line.strip()[:120]}"
        for path in files
        for number, line in enumerate((text_of(path) or "").splitlines(), start=1)
        if RULES[rule].search(line)
    ]
    assert faults == []


def test_no_file_name_tells_of_the_making() -> None:
    assert [name for name in map(name_of, project_files()) if MAKING.search(name)] == []


@pytest.mark.parametrize(
    ("rule", "turned_text"),
    [("path", "frr /gzc/k"), ("path", "/ubzr/wbr"), ("source", "uggcf://clcv.bet"), ("making", "ol Pynhqr")],
)
def test_the_rules_find_what_they_are_for(rule: str, turned_text: str) -> None:
    text = codecs.decode(turned_text, "rot13")
    assert RULES[rule].search(text + "/")


def test_the_lock_names_no_address() -> None:
    assert "://" not in (ROOT / "requirements.lock").read_text(encoding="utf-8")
