"""The score card as it is stored with an assessment: exact, and quick to change in one area."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from assessment.domain.answers import AnswerSet, AreaAnswer, Rating
from assessment.domain.cells import CellScore
from assessment.domain.framework import Framework
from assessment.domain.scoring import AreaScore, ScoreCard, overall
from assessment.store.base import decode_json, encode_json

Packed = Mapping[str, Any]

SAME = 0
"""Stands for a figure of a cell that repeats the one it is compared with."""


def _pack(value: Fraction | None) -> list[int] | None:
    return None if value is None else [value.numerator, value.denominator]


def _unpack(value: Sequence[int] | None) -> Fraction | None:
    return None if value is None else Fraction(value[0], value[1])


def pack_area(area: AreaScore) -> dict[str, Any]:
    """Return one area as plain JSON values.

    The cells are a text within it: a saved answer reads and writes nine areas, and the cells of one.
    """
    return {
        "ok": area.assessable,
        "index": _pack(area.index),
        "high": _pack(area.index_high),
        "level": area.level,
        "valued": area.valued,
        "counted": area.counted,
        "rated": area.rated,
        "ahead": list(area.ahead_of_gate),
        "placing": _pack(area.placing),
        "target": _pack(area.target),
        "importance": _pack(area.importance),
        "reachable": area.reachable,
        "cells": encode_json([_pack_cell(cell) for cell in area.cells]),
    }


def _pack_cell(cell: CellScore) -> list[Any]:
    # Most cells are wholly known and hold one practice, so most of their figures repeat the coverage.
    return [
        cell.level,
        _pack(cell.coverage),
        _pack_unless(cell.coverage_high, cell.coverage),
        cell.achieved,
        _pack_unless(cell.least, cell.coverage),
        _pack_unless(cell.least_high, cell.coverage_high),
        cell.valued,
        cell.applicable,
    ]


def _pack_unless(value: Fraction | None, same_as: Fraction | None) -> list[int] | int | None:
    return SAME if value is same_as or value == same_as else _pack(value)


def unpack_area(area_id: str, packed: Packed, *, with_cells: bool = True) -> AreaScore:
    """Return one area as it was packed; without its cells where only the index is needed."""
    cells = tuple(_unpack_cell(cell) for cell in decode_json(packed["cells"])) if with_cells else ()
    return AreaScore(
        area=area_id,
        assessable=packed["ok"],
        index=_unpack(packed["index"]),
        index_high=_unpack(packed["high"]),
        level=packed["level"],
        valued=packed["valued"],
        counted=packed["counted"],
        rated=packed["rated"],
        ahead_of_gate=tuple(packed["ahead"]),
        cells=cells,
        placing=_unpack(packed["placing"]),
        target=_unpack(packed["target"]),
        importance=_unpack(packed["importance"]),
        reachable=packed["reachable"],
    )


def _unpack_cell(cell: Sequence[Any]) -> CellScore:
    level, packed, packed_high, achieved, packed_least, packed_least_high, valued, applicable = cell
    coverage = _unpack(packed)
    high = coverage if packed_high == SAME else _unpack(packed_high)
    least = coverage if packed_least == SAME else _unpack(packed_least)
    least_high = high if packed_least_high == SAME else _unpack(packed_least_high)
    return CellScore(level, coverage, high, achieved, least, least_high, valued, applicable)


def pack(card: ScoreCard) -> dict[str, Any]:
    """Return a whole score card as plain JSON values."""
    return {
        "method": card.method,
        "requested": card.requested,
        "mean": _pack(card.mean_index),
        "high": _pack(card.mean_index_high),
        "areas": {area.area: pack_area(area) for area in card.areas},
    }


def unpack(framework: Framework, packed: Packed) -> ScoreCard:
    """Return the score card that was packed."""
    areas = [unpack_area(area.id, packed["areas"][area.id]) for area in framework.areas]
    return overall(framework, areas, packed["method"], packed["requested"])


def replace_areas(
    framework: Framework, packed: Packed, changed: Sequence[AreaScore]
) -> tuple[dict[str, Any], ScoreCard]:
    """Put newly scored areas into a packed card; the other areas are not scored again.

    The returned card carries cells only in the changed areas.
    """
    fresh = {area.area: area for area in changed}
    areas = [
        fresh.get(area.id) or unpack_area(area.id, packed["areas"][area.id], with_cells=False)
        for area in framework.areas
    ]
    card = overall(framework, areas, packed["method"], packed["requested"])
    stored = dict(packed["areas"])
    stored.update({area_id: pack_area(area) for area_id, area in fresh.items()})
    return {
        "method": card.method,
        "requested": card.requested,
        "mean": _pack(card.mean_index),
        "high": _pack(card.mean_index_high),
        "areas": stored,
    }, card


def answers_behind(packed: Packed, area_ids: Sequence[str], ratings: Mapping[str, Rating]) -> AnswerSet:
    """Return the answers needed to score some areas, placing, target and importance taken from the card."""
    areas = {}
    for area_id in area_ids:
        stored = packed["areas"][area_id]
        areas[area_id] = AreaAnswer(
            placing=_unpack(stored["placing"]),
            target=_unpack(stored["target"]),
            importance=_unpack(stored["importance"]),
        )
    return AnswerSet(ratings=ratings, areas=areas)
