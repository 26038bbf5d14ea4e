"""The results as JSON for other programs; the only place where their numbers are rounded."""

from collections.abc import Mapping
from fractions import Fraction

from assessment.domain.cells import CellScore
from assessment.domain.edits import Cost
from assessment.domain.framework import Framework
from assessment.domain.numbers import half_up
from assessment.domain.plan import Plan
from assessment.domain.plan_items import PlanItem
from assessment.domain.reasons import because
from assessment.domain.scoring import AreaScore, ScoreCard
from assessment.domain.waves import Days, Wave

PLACES = 6

Json = Mapping[str, object]


def number(value: Fraction | int | None) -> float | None:
    """Return `value` as a decimal number with at most six places, rounded half up."""
    return None if value is None else float(half_up(value, PLACES))


def amount(value: Days | None) -> int | float | None:
    """Return days or money: a whole number where it is one, else as `number`."""
    if value is None or value.denominator == 1:
        return None if value is None else value.numerator
    return number(value)


def score_json(framework: Framework, card: ScoreCard) -> Json:
    """Return what `gradino score --json` prints."""
    weakest = card.weakest
    return {
        "framework": {"id": framework.id, "version": framework.version},
        "method": card.method,
        "overall": {
            "mean_index": number(card.mean_index),
            "weakest": None if weakest is None else {"area": weakest.area, "index": number(weakest.index)},
            "coverage": number(card.coverage),
            "provisional": card.provisional,
        },
        "areas": [_area(area) for area in card.areas],
    }


def _area(area: AreaScore) -> Json:
    return {
        "id": area.area,
        "assessable": area.assessable,
        "index": number(area.index),
        "index_high": number(area.index_high),
        "level": area.level,
        "coverage": number(area.coverage),
        "ahead_of_gate": list(area.ahead_of_gate),
        "placing": number(area.placing),
        "target": number(area.target),
        "gap": number(area.gap),
        "importance": number(area.importance),
        "cells": [_cell(cell) for cell in area.cells],
    }


def _cell(cell: CellScore) -> Json:
    return {
        "level": cell.level,
        "coverage": number(cell.coverage),
        "coverage_high": number(cell.coverage_high),
        "achieved": cell.achieved,
    }


def plan_json(framework: Framework, plan: Plan, language: str = "en") -> Json:
    """Return what `gradino plan --json` prints; texts are in `language`."""
    waves = zip(plan.waves, plan.mean_index_after, strict=True)
    return {
        "items": [_item(framework, item, language) for item in plan.items],
        "waves": [_wave(wave, after) for wave, after in waves],
        "beyond_horizon": [part.practice for part in plan.beyond_horizon],
        "critical_path": {"items": list(plan.critical_path.items), "days": plan.critical_path.days},
    }


def _item(framework: Framework, item: PlanItem, language: str) -> Json:
    return {
        "rank": item.rank,
        "kind": item.kind,
        "practice": item.practice,
        "area": item.area,
        "level": item.level,
        "benefit": number(item.benefit),
        "remaining_effort": number(item.remaining_effort),
        "priority": number(item.priority),
        "effective_priority": number(item.effective_priority),
        "days": item.days,
        "class": item.klass,
        "needs": list(item.open_needs),
        "cost": _cost(item.cost),
        "wave": item.wave,
        "because": because(item, framework, language),
    }


def _cost(cost: Cost | None) -> Json | None:
    if cost is None:
        return None
    return {"kind": cost.kind, "amount": amount(cost.amount), "currency": cost.currency}


def _wave(wave: Wave, after: Fraction | None) -> Json:
    return {
        "number": wave.number,
        "capacity_days": amount(wave.capacity),
        "used_days": amount(wave.used),
        "items": [{"practice": part.practice, "days": amount(part.days)} for part in wave.parts],
        "mean_index_after": number(after),
    }
