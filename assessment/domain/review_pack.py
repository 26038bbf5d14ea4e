"""The pack of a review: what was known at the cut-off day, as sections with rows that can be kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

MISSED, WATCH, LATE, STALE, AGAIN, WAITS, UNKNOWN, GOOD = (
    "missed", "watch", "late", "stale", "look again", "waits", "unknown", "good",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """One line. `ref` names what it is about, such as csip:12 or metric:M01, `mark` what is wrong with it."""

    ref: str
    cells: tuple[str, ...]
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Missing:
    """Something that nobody entered, as a sentence, and what it belongs to."""

    text: str
    ref: str


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the pack: a sentence that says what it comes to, and its rows; `more` rows are left out."""

    key: str
    title: str
    finding: str
    columns: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    missing: tuple[Missing, ...] = ()
    more: int = 0


@dataclass(frozen=True, slots=True)
class Measure:
    """A value that later packs are compared with."""

    key: str
    name: str
    value: Fraction | None
    words: str
    direction: str


@dataclass(frozen=True, slots=True)
class Pack:
    """Everything that a review was given. It never changes after the review has begun."""

    kind: str
    period_from: date
    period_to: date
    cut_off: date
    sections: tuple[Section, ...]
    measures: tuple[Measure, ...] = ()

    def section(self, key: str) -> Section | None:
        """Return a section; None where the pack has none of that key."""
        return next((one for one in self.sections if one.key == key), None)


def pack_json(pack: Pack) -> dict[str, Any]:
    """Return a pack as it is stored."""
    return {
        "kind": pack.kind,
        "period_from": pack.period_from.isoformat(),
        "period_to": pack.period_to.isoformat(),
        "cut_off": pack.cut_off.isoformat(),
        "sections": [_section_json(one) for one in pack.sections],
        "measures": [
            {
                "key": one.key, "name": one.name, "value": None if one.value is None else str(one.value),
                "words": one.words, "direction": one.direction,
            }
            for one in pack.measures
        ],
    }  # fmt: skip


def _section_json(section: Section) -> dict[str, Any]:
    return {
        "key": section.key,
        "title": section.title,
        "finding": section.finding,
        "columns": list(section.columns),
        "rows": [{"ref": row.ref, "cells": list(row.cells), "mark": row.mark} for row in section.rows],
        "missing": [{"text": one.text, "ref": one.ref} for one in section.missing],
        "more": section.more,
    }


def pack_of(stored: Mapping[str, Any] | None) -> Pack | None:
    """Return the pack that was stored; None where there is none."""
    if stored is None:
        return None
    return Pack(
        stored["kind"],
        date.fromisoformat(stored["period_from"]),
        date.fromisoformat(stored["period_to"]),
        date.fromisoformat(stored["cut_off"]),
        tuple(_section(one) for one in stored["sections"]),
        measures_of(stored),
    )


def measures_of(stored: Mapping[str, Any] | None) -> tuple[Measure, ...]:
    """Return only what later packs are compared with."""
    return tuple(
        Measure(
            one["key"], one["name"], None if one["value"] is None else Fraction(one["value"]),
            one["words"], one["direction"],
        )
        for one in (stored or {}).get("measures", ())
    )  # fmt: skip


def _section(stored: Mapping[str, Any]) -> Section:
    return Section(
        stored["key"],
        stored["title"],
        stored["finding"],
        tuple(stored["columns"]),
        tuple(Row(row["ref"], tuple(row["cells"]), row["mark"]) for row in stored["rows"]),
        tuple(Missing(one["text"], one["ref"]) for one in stored["missing"]),
        stored["more"],
    )
