"""The answers of an assessment: ratings, area answers, outcomes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from functools import lru_cache
from typing import Any, Generic, TypeVar

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.engine import Row

from assessment.domain.answers import AreaAnswer, OutcomeAnswer, Rating, Vote
from assessment.store.database import Unit
from assessment.store.evidence import pack_evidence, unpack_evidence
from assessment.store.hot import Hot
from assessment.store.tables import area_answer, outcome_answer, rating
from assessment.store.versioned import save_over

T = TypeVar("T")

r = rating.c
ar = area_answer.c
o = outcome_answer.c


@dataclass(frozen=True, slots=True)
class Kept(Generic[T]):
    """An answer with what is needed to guard it against being overwritten unseen."""

    answer: T
    version: int
    updated_at: datetime
    updated_by: str


@dataclass(frozen=True, slots=True)
class KeptArea:
    """The answer of an area with the mark that people set on the task list."""

    answer: AreaAnswer
    done: bool
    version: int
    updated_at: datetime
    updated_by: str


RATING_COLUMNS = (
    r.practice_id, r.consensus, r.votes, r.agreed, r.bulk, r.note, r.reason, r.evidence,
    r.version, r.updated_at, r.updated_by,
)  # fmt: skip

OF_ASSESSMENT = select(*RATING_COLUMNS).where(
    r.workspace_id == bindparam("workspace_id"), r.assessment_id == bindparam("assessment_id")
)
ALL_RATINGS = Hot(OF_ASSESSMENT)


@lru_cache
def _of_areas(count: int) -> Hot:
    """Return the statement for the ratings of that many areas, whose values are area_0, area_1 and so on."""
    return Hot(OF_ASSESSMENT.where(r.area_id.in_([bindparam(f"area_{at}") for at in range(count)])))


def pack_votes(votes: Iterable[Vote]) -> list[Any]:
    """Return votes as they are stored: the answer, or [answer, group]."""
    return [[vote.answer, vote.group] if vote.group else vote.answer for vote in votes]


def unpack_votes(stored: Iterable[Any] | None) -> tuple[Vote, ...]:
    """Return the votes that were packed."""
    return tuple(Vote(v) if isinstance(v, str) else Vote(v[0], v[1]) for v in stored or ())


def _to_rating(row: Sequence[Any]) -> Kept[Rating]:
    _, consensus, votes, agreed, bulk, note, reason, evidence, version, updated_at, updated_by = row
    found = unpack_evidence(evidence) if evidence else ()
    answer = Rating(consensus, unpack_votes(votes), note, reason, found, agreed, bulk)
    return Kept(answer, version, updated_at, updated_by)


def list_ratings(
    unit: Unit, assessment_id: str, area_ids: Iterable[str] | None = None
) -> dict[str, Kept[Rating]]:
    """Return the ratings of an assessment by practice id, all or those of some areas."""
    values: dict[str, Any] = {"workspace_id": unit.workspace_id, "assessment_id": assessment_id}
    statement = ALL_RATINGS
    if area_ids is not None:
        wanted = list(area_ids)
        if not wanted:
            return {}
        statement = _of_areas(len(wanted))
        values |= {f"area_{at}": area for at, area in enumerate(wanted)}
    return {row[0]: _to_rating(row) for row in statement.rows(unit.connection, values)}


ADD_RATING = Hot(insert(rating), [column.name for column in rating.columns])
CHANGE_RATING = Hot(
    update(rating)
    .where(
        r.workspace_id == bindparam("in_workspace"),
        r.assessment_id == bindparam("of_assessment"),
        r.practice_id == bindparam("of_practice"),
        r.version == bindparam("seen"),
    )
    .values(
        {
            name: bindparam(name)
            for name in (
                "consensus",
                "votes",
                "agreed",
                "bulk",
                "note",
                "reason",
                "evidence",
                "updated_at",
                "updated_by",
                "version",
            )
        }
    )
)


def save_rating(
    unit: Unit, client_id: str, assessment_id: str, area_id: str, practice_id: str, answer: Rating, seen: int
) -> int:
    """Store a rating over the version that was seen (0: none yet) and return its new version.

    Returns 0 when the stored rating is no longer at that version; nothing is changed then.
    """
    values = {
        "consensus": answer.consensus,
        "votes": pack_votes(answer.votes) or None,
        "agreed": answer.agreed,
        "bulk": answer.bulk,
        "note": answer.note,
        "reason": answer.reason,
        "evidence": pack_evidence(answer.evidence) or None,
        "updated_at": unit.now,
        "updated_by": unit.actor,
        "version": seen + 1,
    }
    if seen == 0:
        values |= {
            "workspace_id": unit.workspace_id, "assessment_id": assessment_id, "practice_id": practice_id,
            "client_id": client_id, "area_id": area_id,
        }  # fmt: skip
        ADD_RATING.run(unit.connection, values)
        return 1
    values |= {
        "in_workspace": unit.workspace_id, "of_assessment": assessment_id,
        "of_practice": practice_id, "seen": seen,
    }  # fmt: skip
    return seen + 1 if CHANGE_RATING.run(unit.connection, values) == 1 else 0


AREA_COLUMNS = (
    ar.area_id, ar.placing, ar.target, ar.importance, ar.votes, ar.note, ar.done, ar.version,
    ar.updated_at, ar.updated_by,
)  # fmt: skip


def _fractions(stored: Mapping[str, Any] | None, key: str) -> tuple[Fraction, ...]:
    return tuple(Fraction(text) for text in (stored or {}).get(key, ()))


def _to_area(row: Row[Any]) -> KeptArea:
    answer = AreaAnswer(
        row.placing,
        _fractions(row.votes, "placing"),
        row.target,
        _fractions(row.votes, "target"),
        row.importance,
        _fractions(row.votes, "importance"),
        row.note,
    )
    return KeptArea(answer, row.done, row.version, row.updated_at, row.updated_by)


AREAS_OF_ASSESSMENT = select(*AREA_COLUMNS).where(
    ar.workspace_id == bindparam("workspace_id"), ar.assessment_id == bindparam("assessment_id")
)


def list_area_answers(unit: Unit, assessment_id: str) -> dict[str, KeptArea]:
    """Return the area answers of an assessment by area id."""
    values = {"workspace_id": unit.workspace_id, "assessment_id": assessment_id}
    rows = unit.connection.execute(AREAS_OF_ASSESSMENT, values)
    return {row.area_id: _to_area(row) for row in rows}


def _pack_area_votes(answer: AreaAnswer) -> dict[str, list[str]] | None:
    votes = {
        "placing": [str(v) for v in answer.placing_votes],
        "target": [str(v) for v in answer.target_votes],
        "importance": [str(v) for v in answer.importance_votes],
    }
    return votes if any(votes.values()) else None


def save_area_answer(
    unit: Unit, client_id: str, assessment_id: str, area_id: str, answer: AreaAnswer, done: bool, seen: int
) -> int:
    """Store an area's answer over the version seen; return the new version, 0 when it changed meanwhile."""
    values: dict[str, Any] = {
        "placing": answer.placing,
        "target": answer.target,
        "importance": answer.importance,
        "votes": _pack_area_votes(answer),
        "note": answer.note,
        "done": done,
    }
    key = {"assessment_id": assessment_id, "area_id": area_id}
    return save_over(unit, area_answer, key, values, seen, client_id=client_id)


OUTCOMES_OF_ASSESSMENT = select(o.outcome_id, o.seen, o.note, o.version, o.updated_at, o.updated_by).where(
    o.workspace_id == bindparam("workspace_id"), o.assessment_id == bindparam("assessment_id")
)


def list_outcome_answers(unit: Unit, assessment_id: str) -> dict[str, Kept[OutcomeAnswer]]:
    """Return the outcome answers of an assessment by outcome id."""
    values = {"workspace_id": unit.workspace_id, "assessment_id": assessment_id}
    return {
        row.outcome_id: Kept(OutcomeAnswer(row.seen, row.note), row.version, row.updated_at, row.updated_by)
        for row in unit.connection.execute(OUTCOMES_OF_ASSESSMENT, values)
    }


def save_outcome_answer(
    unit: Unit,
    client_id: str,
    assessment_id: str,
    area_id: str,
    outcome_id: str,
    answer: OutcomeAnswer,
    seen: int,
) -> int:
    """Store an outcome's answer over the version seen; return the new version, 0 when it has changed."""
    values: dict[str, Any] = {
        "seen": answer.seen,
        "note": answer.note,
    }
    key = {"assessment_id": assessment_id, "outcome_id": outcome_id}
    return save_over(unit, outcome_answer, key, values, seen, client_id=client_id, area_id=area_id)
