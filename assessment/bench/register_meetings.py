"""Five years of service reviews of the client to measure on, and one that waits for its pack."""

from dataclasses import replace
from datetime import timedelta
from itertools import product
from typing import Any

from sqlalchemy import select

from assessment.bench.data import FIRST
from assessment.bench.register_rows import day_in, morning, numbered, store_rows
from assessment.services.reviews import (
    ReviewEntry,
    begin_review,
    close_review,
    plan_review,
    prepare_review,
)
from assessment.store.base import new_id
from assessment.store.database import Unit
from assessment.store.tables import lesson, operating_step, proposal, review, review_decision, review_plan

WAITING = 1
"""The number of the review that waits for its pack."""

KEPT, PROPOSALS, DECISIONS_OF_EACH = 60, 30, 5
EVERY = {"monthly": ("month", 1), "qbr": ("quarter", 3)}
TEXT = "What was agreed in the meeting, for whom it changes something, and by when. " * 3


def meet(unit: Unit, client_id: str, months: tuple[str, ...]) -> None:
    """Plan a quarterly review for today, and hold those before it."""
    entry = ReviewEntry("qbr", planned_on=unit.today)
    if plan_review(unit, FIRST, entry).number != WAITING:
        raise ValueError("the client had a review already")
    _kept(unit, client_id)
    for kind, (_, step) in EVERY.items():
        _held(unit, client_id, kind, months[-1 - step :: -step])


def _kept(unit: Unit, client_id: str) -> None:
    store_rows(unit, review_plan, client_id, (
        {"id": f"{number:016}", "number": number, "kind": kind, "title": f"Review, {kind}", "every": every,
         "mode": "meeting", "minutes_long": 60, "charter": TEXT,
         "next_on": unit.today + timedelta(days=20 * number), "version": 1}
        for number, (kind, (every, _)) in enumerate(EVERY.items(), 1)
    ))  # fmt: skip
    store_rows(unit, lesson, client_id, (
        {"id": key, "number": number, "text": TEXT, "change": TEXT, "version": 1}
        for number, key in numbered(KEPT)
    ))  # fmt: skip
    store_rows(unit, operating_step, client_id, (
        {"id": key, "number": number, "text": TEXT, "owner": "Team lead", "due_on": unit.today, "version": 1,
         "state": "open" if number % 3 == 0 else "done"}
        for number, key in numbered(KEPT)
    ))  # fmt: skip
    store_rows(unit, proposal, client_id, (
        {"id": key, "number": number, "kind": "service", "title": f"Proposal {number}", "description": TEXT,
         "state": "open" if number % 3 == 0 else "accepted", "version": 1}
        for number, key in numbered(PROPOSALS)
    ))  # fmt: skip


def _held(unit: Unit, client_id: str, kind: str, months: tuple[str, ...]) -> None:
    """Hold the newest review of a kind as people do, and the older ones with the same pack."""
    day = day_in(months[0], 14)
    then = replace(unit, now=morning(day))
    one = plan_review(then, FIRST, ReviewEntry(kind, planned_on=day))
    for step in (prepare_review, begin_review):
        one = step(then, FIRST, one.number, one.version)
    one = close_review(then, FIRST, one.number)
    row = dict(unit.connection.execute(select(review).where(review.c.id == one.id)).mappings().one())
    days = [day_in(month, 14) for month in months[1:]]
    copies: list[dict[str, Any]] = [
        {**row, "id": new_id(), "number": one.number + at, "planned_on": day, "held_on": day,
         "cut_off_on": day, "closed_at": morning(day), "minutes": TEXT, "relationship": "good"}
        for at, day in enumerate(days, 1)
    ]  # fmt: skip
    store_rows(unit, review, client_id, copies)
    store_rows(unit, review_decision, client_id, (
        {"id": new_id(), "review_id": made["id"], "number": number, "kind": "other", "decision": "decided",
         "subject": "", "text": TEXT, "owner": "Team lead", "decided_on": made["held_on"], "made_by": "bench"}
        for made, number in product(copies, range(1, DECISIONS_OF_EACH + 1))
    ))  # fmt: skip
