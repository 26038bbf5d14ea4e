"""Frameworks for tests: small ones of every shape, and the security model that other tools score too."""

import json
from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from assessment.domain.answers import AnswerSet, Rating
from assessment.domain.framework import Framework
from assessment.files.framework_file import load_framework
from assessment.files.framework_schema import FORMAT

Data = dict[str, Any]

NPLF = (("N", "0", "Not in place"), ("P", "1/3", "Partly"), ("L", "2/3", "Largely"), ("F", "1", "Fully"))
YES_NO = (("no", "0", "No"), ("yes", "1", "Yes"))
SAMM_GROUPS = {
    "G": "Governance",
    "D": "Design",
    "I": "Implementation",
    "V": "Verification",
    "O": "Operations",
}
SAMM_LEVELS = 3


def en(text: str) -> dict[str, str]:
    """Return a text in English alone."""
    return {"en": text}


def scale_data(steps: tuple[tuple[str, str, str], ...] = NPLF) -> list[Data]:
    """Return a rating scale from (id, value, name) triples."""
    return [{"id": ident, "value": value, "name": en(name)} for ident, value, name in steps]


def practice_data(ident: str, **more: Any) -> Data:
    """Return one practice with whatever keys the test needs besides."""
    return {"id": ident, "text": en(f"Do {ident}"), **more}


def framework_data(
    levels: tuple[int, ...] = (1, 2, 3, 4, 5),
    areas: int = 2,
    practices: int = 1,
    empty: frozenset[tuple[int, int]] = frozenset(),
    scale: tuple[tuple[str, str, str], ...] = NPLF,
    **top: Any,
) -> Data:
    """Return a sound framework file as data: area A1 has practices L1-A1-P1 and so on.

    `empty` names cells without practices as (area number, level); `top` replaces top-level keys.
    """
    return {
        "format": FORMAT,
        "id": "small",
        "version": "1.0",
        "languages": ["en"],
        "name": en("A small framework"),
        "origin": en("Made for tests"),
        "levels": [{"number": n, "name": en(f"Level {n}"), "meaning": en(f"Meaning {n}")} for n in levels],
        "scale": scale_data(scale),
        "scoring": {"method": "gated_coverage"},
        "areas": [_area_data(number, levels, practices, empty) for number in range(1, areas + 1)],
        "metrics": [
            {"id": "M01", "key": "met", "name": en("Met"), "unit": "percent", "direction": "higher"},
        ],
        **top,
    }


def _area_data(area: int, levels: tuple[int, ...], practices: int, empty: frozenset[tuple[int, int]]) -> Data:
    cells = []
    for level in levels:
        stem = f"L{level}-A{area}"
        made = [practice_data(f"{stem}-P{at}") for at in range(1, practices + 1)]
        cells.append(
            {
                "level": level,
                "practices": [] if (area, level) in empty else made,
                "outcomes": [{"id": f"{stem}-O1", "text": en("It shows")}],
                "metrics": [{"id": f"{stem}-M1", "uses": ["M01"]}],
            }
        )
    return {"id": f"A{area}", "slug": f"area-{area}", "name": en(f"Area {area}"), "cells": cells}


def small_framework(**changes: Any) -> Framework:
    """Return a small framework; the arguments are those of `framework_data`."""
    return framework_of(framework_data(**changes))


def framework_of(data: Mapping[str, Any]) -> Framework:
    """Return the framework that a file with this data holds."""
    return load_framework(json.dumps(data), "small.json")


def with_change(data: Data, path: tuple[str | int, ...], value: Any) -> Data:
    """Return a copy of `data` with the value at `path` replaced, or taken out where `value` is `...`."""
    changed = deepcopy(data)
    inner: Any = changed
    for step in path[:-1]:
        inner = inner[step]
    if value is ...:
        del inner[path[-1]]
    else:
        inner[path[-1]] = value
    return changed


def samm_data(data: Mapping[str, Any]) -> Data:
    """Return OWASP SAMM's structure as a framework file.

    `data` is the shared file of its questions and answer tables. Its 15 practices are areas in five
    groups; the two streams of a practice are two practices per cell, each with answer texts of its own.
    """
    areas: dict[str, Data] = {}
    for question in data["questions"]:
        group, practice, _stream, level, _number = question["code"].split("-")
        ident = f"{group}-{practice}"
        area = areas.setdefault(ident, _samm_area(ident, group))
        area["cells"][int(level) - 1]["practices"].append(
            practice_data(
                question["code"],
                question=en(question["text"]),
                scale=[
                    {"id": str(at), "value": str(value), "name": en(text)}
                    for at, (text, value) in enumerate(data["answer_tables"][question["answer_set"]])
                ],
            )
        )
    levels = tuple(range(1, SAMM_LEVELS + 1))
    return {
        **framework_data(levels=levels, scale=YES_NO),
        "id": "samm",
        "groups": [{"id": ident, "name": en(name)} for ident, name in SAMM_GROUPS.items()],
        "scoring": {"method": "samm_sum"},
        "areas": list(areas.values()),
    }


def _samm_area(ident: str, group: str) -> Data:
    cells: list[Data] = [{"level": level, "practices": []} for level in range(1, SAMM_LEVELS + 1)]
    return {"id": ident, "slug": ident.lower(), "name": en(ident), "group": group, "cells": cells}


def samm_framework(data: Mapping[str, Any]) -> Framework:
    """Return OWASP SAMM as a framework, from the shared file of its questions and answer tables."""
    return framework_of(samm_data(data))


def samm_answers(case: Mapping[str, Any]) -> AnswerSet:
    """Return the answers of one reference case; a question without an answer stays unknown."""
    return AnswerSet(
        ratings={
            code: Rating(consensus=str(answer["index"]))
            for code, answer in case["answers"].items()
            if answer["index"] is not None
        }
    )
