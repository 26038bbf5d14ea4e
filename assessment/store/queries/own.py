"""Own metrics and own practices, and what was said of the practices in an assessment."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from sqlalchemy import and_, null, select

from assessment.domain.own import METRIC, OwnMetric, OwnPractice, OwnThings
from assessment.store.database import Unit
from assessment.store.tables import own_item, own_rating
from assessment.store.versioned import save_over

o = own_item.c
r = own_rating.c
EVERYBODY = "all"
COLUMNS = (o.kind, o.code, o.name, o.details, o.owner, o.retired_at, o.version)


@dataclass(frozen=True, slots=True)
class OwnRating:
    """What was said of an own practice; version 0 where nothing is stored yet."""

    answer: str = ""
    reason: str = ""
    note: str = ""
    version: int = 0
    updated_at: datetime | None = None


NO_RATING = OwnRating()


def list_own(unit: Unit, client_id: str, framework_id: str) -> OwnThings:
    """Return what a client has of its own, in the order of the ids; one of its own hides one of everybody."""
    return list_own_rated(unit, client_id, framework_id)[0]


def list_own_rated(
    unit: Unit, client_id: str, framework_id: str, assessment_id: str | None = None
) -> tuple[OwnThings, dict[str, OwnRating]]:
    """Return what a client has of its own, and what an assessment says of its own practices, in one query."""
    columns = (r.answer, r.reason, r.note, r.version, r.updated_at)
    said = columns if assessment_id else tuple(null() for _ in columns)
    statement = select(*COLUMNS, *said).select_from(own_item)
    if assessment_id:
        same = and_(r.workspace_id == o.workspace_id, r.code == o.code, r.assessment_id == assessment_id)
        statement = select(*COLUMNS, *said).select_from(own_item.outerjoin(own_rating, same))
    statement = statement.where(
        o.workspace_id == unit.workspace_id,
        o.framework_id == framework_id,
        o.owner.in_((client_id, EVERYBODY)),
    ).order_by(o.code)
    metrics: dict[str, OwnMetric] = {}
    practices: dict[str, OwnPractice] = {}
    ratings: dict[str, OwnRating] = {}
    for row in unit.connection.execute(statement):
        kind, code, name, details, owner, retired_at, version, *rated = row
        if owner == EVERYBODY and (code in metrics or code in practices):
            continue
        common = {"for_all": owner == EVERYBODY, "retired": retired_at is not None, "version": version}
        if kind == METRIC:
            metrics[code] = _metric(code, name, details, common)
        else:
            practices[code] = OwnPractice(code, name, **details, **common)
        if rated[0] is not None:
            ratings[code] = OwnRating(*rated)
    return OwnThings(tuple(metrics.values()), tuple(practices.values())), ratings


def _metric(code: str, name: str, details: Mapping[str, Any], common: Mapping[str, Any]) -> OwnMetric:
    ends = {key: None if details[key] is None else Fraction(details[key]) for key in ("lowest", "highest")}
    cells = tuple((area, level) for area, level in details["cells"])
    return OwnMetric(code, name, **{**details, **ends, "cells": cells}, **common)


def metric_details(own: OwnMetric) -> dict[str, Any]:
    """Return what is kept of an own metric beside its name."""
    return {
        "unit": own.unit, "direction": own.direction, "numerator": own.numerator,
        "denominator": own.denominator, "words": own.words, "data_needed": own.data_needed,
        "lowest": None if own.lowest is None else str(own.lowest),
        "highest": None if own.highest is None else str(own.highest),
        "is_survey": own.is_survey, "cells": [list(cell) for cell in own.cells],
    }  # fmt: skip


def practice_details(own: OwnPractice) -> dict[str, Any]:
    """Return what is kept of an own practice beside its text."""
    return {"area": own.area, "level": own.level, "effort": own.effort}


def save_own(unit: Unit, client_id: str, framework_id: str, kind: str, own: OwnMetric | OwnPractice) -> int:
    """Store an own metric or practice over the version seen; return the new one, 0 when it has changed."""
    if isinstance(own, OwnMetric):
        name, details = own.name, metric_details(own)
    else:
        name, details = own.text, practice_details(own)
    key = {"owner": EVERYBODY if own.for_all else client_id, "code": own.code}
    values = {"name": name, "details": details, "retired_at": unit.now if own.retired else None}
    first = {
        "client_id": None if own.for_all else client_id, "framework_id": framework_id, "kind": kind,
    }  # fmt: skip
    return save_over(unit, own_item, key, values, own.version, **first)


def taken_codes(unit: Unit, owner: str) -> tuple[str, ...]:
    """Return every id that an owner has given, whatever the framework."""
    statement = select(o.code).where(o.workspace_id == unit.workspace_id, o.owner == owner)
    return tuple(unit.connection.execute(statement).scalars())


def save_own_rating(unit: Unit, client_id: str, assessment_id: str, code: str, new: OwnRating) -> int:
    """Store what was said of an own practice over the version seen; 0 when it has changed since."""
    key = {"assessment_id": assessment_id, "code": code}
    values = {"answer": new.answer, "reason": new.reason, "note": new.note}
    return save_over(unit, own_rating, key, values, new.version, client_id=client_id)
