"""A framework as plain data in the shape of its file, for other programs and for writing it out."""

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from assessment.domain.framework import (
    Area,
    Cell,
    Framework,
    Metric,
    MetricUse,
    Outcome,
    Practice,
    ScaleStep,
)
from assessment.files.framework_schema import FORMAT

Json = dict[str, Any]


def framework_to_json(framework: Framework) -> Json:
    """Return the framework in the shape of gradino-framework/1; loading that gives an equal framework."""
    scoring = framework.scoring
    return {
        "format": FORMAT,
        "id": framework.id,
        "version": framework.version,
        "languages": list(framework.languages),
        "name": dict(framework.name),
        **_filled(origin=dict(framework.origin)),
        "levels": [
            {"number": level.number, "name": dict(level.name), "meaning": dict(level.meaning)}
            for level in framework.levels
        ],
        "scale": _scale(framework.scale),
        "scoring": {
            "method": scoring.method,
            "use_implied": scoring.use_implied,
            "achieved_above": _exact(scoring.achieved_above),
            "ahead_above": _exact(scoring.ahead_above),
            "floor_level": scoring.floor_level,
            "not_applicable": scoring.not_applicable,
            "unanswered": scoring.unanswered,
        },
        "glossary": [{"term": term.term, "text": dict(term.text)} for term in framework.glossary],
        "groups": [
            {"id": group.id, "name": dict(group.name), **_filled(parent=group.parent)}
            for group in framework.groups
        ],
        "areas": [_area(area) for area in framework.areas],
        "metrics": [_metric(metric) for metric in framework.metrics],
    }


def _area(area: Area) -> Json:
    return {
        "id": area.id,
        "slug": area.slug,
        "name": dict(area.name),
        **_filled(short=dict(area.short), question=dict(area.question), group=area.group),
        "weight": _exact(area.weight),
        **_filled(steps={str(level): dict(text) for level, text in area.steps.items()}),
        "cells": [_cell(cell) for cell in area.cells],
    }


def _cell(cell: Cell) -> Json:
    return {
        "level": cell.level,
        "practices": [_practice(practice) for practice in cell.practices],
        "outcomes": [_outcome(outcome) for outcome in cell.outcomes],
        "metrics": [_use(use) for use in cell.metrics],
    }


def _practice(practice: Practice) -> Json:
    return {
        "id": practice.id,
        "text": dict(practice.text),
        **_filled(
            question=dict(practice.question),
            why=dict(practice.why),
            evidence=dict(practice.evidence),
            note=dict(practice.note),
        ),
        "effort": practice.effort,
        "weight": _exact(practice.weight),
        "implied_by": list(practice.implied_by),
        "needs": list(practice.needs),
        **_filled(scale=_scale(practice.scale)),
    }


def _outcome(outcome: Outcome) -> Json:
    return {"id": outcome.id, "text": dict(outcome.text), **_filled(note=dict(outcome.note))}


def _use(use: MetricUse) -> Json:
    return {"id": use.id, "uses": list(use.uses), **_filled(text=dict(use.text), note=dict(use.note))}


def _metric(metric: Metric) -> Json:
    return {
        "id": metric.id,
        "key": metric.key,
        "name": dict(metric.name),
        "unit": metric.unit,
        "direction": metric.direction,
        **_filled(
            numerator=dict(metric.numerator),
            denominator=dict(metric.denominator),
            formula=metric.formula,
            words=dict(metric.words),
            data_needed=dict(metric.data_needed),
            source=metric.source,
        ),
        "from_tickets": metric.from_tickets,
        **_filled(
            note=dict(metric.note),
            orientation=dict(metric.orientation),
            lowest=None if metric.lowest is None else str(metric.lowest),
            highest=None if metric.highest is None else str(metric.highest),
        ),
    }


def _scale(steps: Iterable[ScaleStep]) -> list[Json]:
    return [
        {
            "id": step.id,
            "value": str(step.value),
            "name": dict(step.name),
            **_filled(help=dict(step.help)),
        }
        for step in steps
    ]


def _exact(value: Fraction) -> int | str:
    """Return a whole number as such and any other exactly, as the text of a fraction."""
    return value.numerator if value.denominator == 1 else str(value)


def _filled(**entries: Any) -> Json:
    """Return the entries that hold something."""
    return {key: value for key, value in entries.items() if value}
