"""What an improvement brought: values by hand and from readings, taken out, refused, looked at again."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from assessment.domain.answers import Reading
from assessment.domain.csip import Decision
from assessment.errors import Conflict, InvalidInput, NotAllowed, NotFound
from assessment.services import csip, csip_benefit
from assessment.services.csip import CsipFilter
from assessment.services.csip_benefit import ActualEntry
from assessment.services.csip_item import item_page
from assessment.services.csip_register import register_of
from assessment.services.metrics import framework_for
from assessment.store.database import Unit
from assessment.store.queries import clients, csip_parts
from assessment.store.queries.readings import add_reading
from tests.factories.improvements import DRAFT, GO_ON, MEASURED, implemented
from tests.store.conftest import NOW

TODAY = NOW.date()


@pytest.fixture
def corvo(unit: Unit) -> str:
    """The id of a client that has a neighbour."""
    clients.add_client(unit, slug="lumen", name="Lumen", sector="", language="en")
    return clients.add_client(unit, slug="corvo", name="Corvo", sector="", language="en")


def test_a_value_by_hand_gives_the_verdict_that_closing_has_to_meet(unit: Unit, corvo: str) -> None:
    implemented(unit)
    item = csip_benefit.add_actual(
        unit, "corvo", 1, ActualEntry(date(2026, 9, 1), date(2026, 9, 30), "9 h", "All desks")
    )
    found = item_page(unit, "corvo", 1).benefit.benefit
    assert found is not None
    assert (found.text, found.verdict) == ("75%", "partly")
    item = csip.decide_item(unit, "corvo", 1, GO_ON, item.version)
    with pytest.raises(InvalidInput, match="The figures say partly") as caught:
        csip.decide_item(unit, "corvo", 1, Decision("progress", verdict="realised"), item.version)
    assert caught.value.field == "reason"
    closing = Decision(
        "progress", "Two sites were closed meanwhile", verdict="realised", closing_note="Done", lessons="Ask"
    )
    item = csip.decide_item(unit, "corvo", 1, closing, item.version)
    assert (item.state, item.verdict, item.closing_note, item.lessons) == (
        "closed",
        "realised",
        "Done",
        "Ask",
    )
    item = csip.undo_decision(unit, "corvo", 1)
    assert (item.state, item.verdict, item.closing_note) == ("benefit check", None, "")


@pytest.mark.parametrize(
    ("entry", "field"),
    [
        (ActualEntry(None, date(2026, 9, 30), "9 h"), "period_from"),
        (ActualEntry(date(2026, 9, 1), None, "9 h"), "period_to"),
        (ActualEntry(date(2026, 9, 1), TODAY, "9 h"), "period_to"),
        (ActualEntry(date(2026, 8, 1), date(2026, 8, 31), "9 h"), "period_from"),
        (ActualEntry(date(2026, 10, 1), date(2026, 9, 1), "9 h"), "period_from"),
        (ActualEntry(date(1026, 10, 1), date(2026, 9, 1), "9 h"), "period_from"),
        (ActualEntry(date(2026, 9, 1), date(2026, 9, 30), "soon"), "value"),
        (ActualEntry(date(2026, 9, 1), date(2026, 9, 30), ""), "value"),
        (ActualEntry(date(2026, 9, 1), date(2026, 9, 30), "9 h", "x" * 10_001), "note"),
    ],
)
def test_a_value_that_shows_nothing_is_refused(
    unit: Unit, corvo: str, entry: ActualEntry, field: str
) -> None:
    item = implemented(unit)
    with pytest.raises(InvalidInput) as caught:
        csip_benefit.add_actual(unit, "corvo", 1, entry)
    assert caught.value.field == field
    assert csip_parts.list_actuals(unit, corvo, item.id) == []


def test_values_do_not_overlap_and_can_be_taken_out_and_put_back(unit: Unit, corvo: str) -> None:
    item = implemented(unit)
    entry = ActualEntry(date(2026, 9, 1), date(2026, 9, 30), "9 h")
    csip_benefit.add_actual(unit, "corvo", 1, entry)
    with pytest.raises(InvalidInput, match="a value for these days already"):
        csip_benefit.add_actual(unit, "corvo", 1, replace(entry, value="8 h"))
    (kept,) = csip_parts.list_actuals(unit, corvo, item.id)
    csip_benefit.withdraw_actual(unit, "corvo", 1, kept.id)
    assert item_page(unit, "corvo", 1).benefit.benefit is None
    csip_benefit.withdraw_actual(unit, "corvo", 1, kept.id, back=True)
    assert item_page(unit, "corvo", 1).benefit.benefit is not None
    csip.add_item(unit, "lumen", DRAFT)
    for slug, wrong in (("corvo", "nothing"), ("lumen", kept.id)):
        with pytest.raises(NotFound):
            csip_benefit.withdraw_actual(unit, slug, 1, wrong)


def test_nothing_is_measured_before_it_is_implemented(unit: Unit, corvo: str) -> None:
    csip.add_item(unit, "corvo", MEASURED)
    with pytest.raises(NotAllowed, match="only what is implemented"):
        csip_benefit.add_actual(unit, "corvo", 1, ActualEntry(date(2026, 9, 1), date(2026, 9, 30), "9 h"))
    with pytest.raises(NotAllowed):
        csip_benefit.check_now(unit, "corvo", 1, "Looked", 1)


def test_readings_before_and_after_the_work_are_taken_over(unit: Unit, corvo: str) -> None:
    framework = framework_for(unit, clients.get_client(unit, "corvo"))
    metric = next(one for one in framework.metrics if one.unit == "percent")
    for month, value in (("2026-03", 50), ("2026-07", 60), ("2026-09", 70), ("2026-11", 80)):
        add_reading(unit, corvo, framework.id, Reading(metric.id, month, Fraction(value)))
    item = implemented(unit, replace(DRAFT, metric_id=metric.id))
    offers = item_page(unit, "corvo", 1).offers
    assert [one.period for one in offers.baselines] == ["2026-03"]
    assert [one.period for one in offers.actuals] == ["2026-09"]
    item = csip_benefit.take_baseline(unit, "corvo", 1, "2026-03", item.version)
    assert (item.value_kind, item.baseline, item.baseline_on) == ("percent", 50, date(2026, 3, 31))
    item = csip.change_fields(unit, "corvo", 1, {"target": Fraction(75)}, item.version)
    csip_benefit.take_actual(unit, "corvo", 1, "2026-09")
    page = item_page(unit, "corvo", 1)
    assert page.benefit.benefit is not None
    assert page.benefit.benefit.text == "80%"
    assert page.offers.actuals == []
    for wrong in ("2026-07", "2026-11", "2026-09", "never"):
        with pytest.raises(InvalidInput):
            csip_benefit.take_actual(unit, "corvo", 1, wrong)
    with pytest.raises(InvalidInput):
        csip_benefit.take_baseline(unit, "corvo", 1, "2026-07", page.item.version)


def test_a_check_up_is_noted_and_sets_the_next_day(unit: Unit, corvo: str) -> None:
    item = implemented(unit, replace(MEASURED, check_every_months=3))
    assert item.check_is_due(TODAY)
    assert register_of(unit, "corvo", CsipFilter()).tallies[0].check
    with pytest.raises(InvalidInput, match="Say what you found"):
        csip_benefit.check_now(unit, "corvo", 1, "  ", item.version)
    after = csip_benefit.check_now(unit, "corvo", 1, "The desk still answers in time", item.version)
    assert after.next_check_on == date(2027, 2, 23)
    with pytest.raises(Conflict):
        csip_benefit.check_now(unit, "corvo", 1, "Seen too", item.version)
    assert item_page(unit, "corvo", 1).benefit.benefit is None
