"""Reviews of Corvo that have begun, and registers for their packs."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from sqlalchemy import event as sqlalchemy_event

from assessment.domain.review_pack import Pack, pack_of
from assessment.domain.reviews import Review
from assessment.domain.sla_results import BREACHED, MET, NO_DATA, TargetResult
from assessment.services import (
    csip,
    reviews,
)
from assessment.services.csip import ItemDraft
from assessment.services.reviews import ReviewEntry
from assessment.store.database import Unit
from assessment.store.queries import reviews as queries
from assessment.store.queries.clients import get_client
from assessment.store.queries.sla_results import save_results
from assessment.store.tables import action_item, reading, service, sla
from tests.factories.registers import row_of
from tests.store.conftest import NOW

TODAY = NOW.date()
ENTRY = ReviewEntry("monthly", planned_on=TODAY)


@contextmanager
def counted(unit: Unit) -> Iterator[list[str]]:
    """The statements that are sent inside."""
    sent: list[str] = []

    def note(conn: Any, cursor: Any, statement: str, *rest: Any) -> None:
        sent.append(statement)

    engine = unit.connection.engine
    sqlalchemy_event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        sqlalchemy_event.remove(engine, "before_cursor_execute", note)


def held(unit: Unit, kind: str = "monthly", day: date = TODAY, **values: Any) -> Review:
    """A review of Corvo that has begun."""
    one = reviews.plan_review(unit, "corvo", replace(ENTRY, kind=kind, planned_on=day, **values))
    one = reviews.prepare_review(unit, "corvo", one.number, one.version)
    return reviews.begin_review(unit, "corvo", one.number, one.version)


def pack(unit: Unit, one: Review) -> Pack:
    """The pack of a review as it is stored."""
    found = pack_of(queries.get_review(unit, get_client(unit, "corvo").id, one.number).pack)
    assert found is not None
    return found


def fill(unit: Unit, corvo: str, count: int = 1) -> None:
    """Registers of Corvo with a missed target, a metric that got worse, late and waiting items."""
    for number in range(1, count + 1):
        row_of(unit, service, client_id=corvo, id=f"s{number}", number=number, name="Service desk")
        row_of(
            unit, sla, client_id=corvo, id=f"a{number}", number=number, title="Desk", stage="monitoring",
            service_id=f"s{number}", ended_on=None,
        )  # fmt: skip
        results = [
            TargetResult(f"a{number}", "T1", "2026-10", 1, BREACHED, "Resolution", Fraction(95), None,
                         Fraction(90), Fraction(-5), 200, 180),
            TargetResult(f"a{number}", "T2", "2026-10", 1, MET, "Response", Fraction(4), None, Fraction(3),
                         Fraction(1), 50, 50),
            TargetResult(f"a{number}", "T3", "2026-10", 1, NO_DATA, "Uptime"),
        ]  # fmt: skip
        save_results(unit, corvo, results)
        row_of(
            unit, action_item, client_id=corvo, id=f"ac{number}", number=number, title="Restart",
            state="open", due_on=TODAY - timedelta(days=3), review_id=None,
        )  # fmt: skip
        csip.add_item(unit, "corvo", ItemDraft(f"Idea {number}", due_on=TODAY - timedelta(days=1)))
    values = {"client_id": corvo, "framework_id": "pom", "replaced_by": None}
    for month, value in (("2026-09", 40), ("2026-10", 50)):
        row_of(unit, reading, **values, id=f"r{month}", metric_id="M09", period=month, value=Fraction(value))
    row_of(unit, reading, **values, id="only", metric_id="M10", period="2026-09", value=Fraction(3))
