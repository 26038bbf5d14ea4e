"""What the page of a client says about reviews, actions and agreements, on both engines."""

from datetime import timedelta
from fractions import Fraction

import pytest

from assessment.domain.sla_results import BREACHED, MET, TargetResult
from assessment.services import actions, reviews
from assessment.services.actions import ActionDraft
from assessment.services.clients import add_client, overview
from assessment.store.database import Unit
from assessment.store.queries.client_registers import Missed, count_registers
from assessment.store.queries.clients import get_client
from assessment.store.queries.sla_results import save_results
from assessment.store.tables import sla
from tests.factories.held_reviews import ENTRY, TODAY, counted
from tests.factories.registers import row_of


@pytest.fixture
def corvo(unit: Unit) -> str:
    """The id of a client that has a neighbour with registers."""
    add_client(unit, name="Lumen")
    actions.add_action(unit, "lumen", ActionDraft("Do", due_on=TODAY - timedelta(days=9)))
    reviews.plan_review(unit, "lumen", ENTRY)
    lumen = get_client(unit, "lumen").id
    row_of(unit, sla, client_id=lumen, id="l1", number=1, title="Desk", stage="monitoring", ended_on=None)
    save_results(unit, lumen, [result("l1", "t1", "2026-10", BREACHED)])
    add_client(unit, name="Corvo")
    return get_client(unit, "corvo").id


def result(sla_id: str, key: str, month: str, state: str) -> TargetResult:
    """What came of a target."""
    return TargetResult(
        sla_id, key, month, 1, state, "Answer", Fraction(95), None, Fraction(90), Fraction(-5)
    )


def test_nothing_is_counted_of_a_neighbour(unit: Unit, corvo: str) -> None:
    found = count_registers(unit, corvo)
    assert (found.open, found.late, found.missed) == (0, 0, ())
    assert reviews.outlook_of(unit, corvo) == reviews.Outlook(None, ())


def test_only_the_latest_month_of_an_agreement_that_runs_counts(unit: Unit, corvo: str) -> None:
    for number, ended in ((1, None), (2, None), (3, TODAY)):
        row_of(unit, sla, client_id=corvo, id=f"c{number}", number=number, title=f"Desk {number}",
               stage="monitoring", ended_on=ended)  # fmt: skip
    save_results(
        unit, corvo,
        [
            result("c1", "t1", "2026-09", BREACHED), result("c1", "t1", "2026-10", MET),
            result("c2", "t1", "2026-09", BREACHED), result("c2", "t2", "2026-09", BREACHED),
            result("c2", "t3", "2026-09", MET), result("c3", "t1", "2026-10", BREACHED),
        ],
    )  # fmt: skip
    assert count_registers(unit, corvo).missed == (Missed(2, "Desk 2", 2, "2026-09"),)


def test_actions_count_while_something_is_to_be_done_or_shown(unit: Unit, corvo: str) -> None:
    for days in (-1, 0, 5):
        actions.add_action(unit, "corvo", ActionDraft("Do", due_on=TODAY + timedelta(days=days)))
    actions.decide_action(unit, "corvo", 3, actions.Decision("cancel", "No need"), 1)
    found = count_registers(unit, corvo)
    assert (found.open, found.late) == (2, 1)


def test_the_overview_takes_the_same_few_queries_whatever_the_size(unit: Unit, corvo: str) -> None:
    counts = []
    for size in (0, 20):
        for number in range(size):
            actions.add_action(unit, "corvo", ActionDraft(f"Do {number}", due_on=TODAY))
            reviews.plan_review(unit, "corvo", ENTRY)
        with counted(unit) as sent:
            found = overview(unit, "corvo")
        counts.append(len(sent))
    assert counts == [7, 7]
    assert found.reviews.next is not None
    assert (found.reviews.next.on, len(found.reviews.due), found.counted.open) == (TODAY, 20, 20)
