"""The plan of an assessment: what is computed, what people set, and the way back."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from sqlalchemy import event

from assessment.domain.answers import Rating
from assessment.domain.csip import Decision
from assessment.domain.edits import Cost, Pin
from assessment.domain.priority import PlanSettings, Weights
from assessment.errors import Conflict, InvalidInput, NotFound
from assessment.services import csip
from assessment.services.assessments import start_assessment
from assessment.services.clients import add_client
from assessment.services.csip_from_plan import send_to_csip
from assessment.services.csip_item import item_page
from assessment.services.plan import find_place, plan_of, what_if
from assessment.services.plan_checks import checked_weights
from assessment.services.plan_edits import (
    ItemChange,
    SettingsChange,
    change_item,
    change_settings,
    undo_last,
)
from assessment.store.database import Database, Unit
from assessment.store.queries.answers import save_rating
from assessment.store.queries.csip import DoneItem
from assessment.store.queries.events import list_events
from tests.factories.planned import (
    ASSESSMENT,
    CLIENT,
    FIRST,
    SECOND,
    planned_client,
    rate_everything,
    set_targets,
    start_client,
)
from tests.store.conftest import NOW, WORKSPACE

GO_ON = Decision("progress")
SETTINGS = SettingsChange((10, 15), date(2026, 12, 1), 60, True, PlanSettings())
MOST_QUERIES = 10


@pytest.fixture
def corvo(unit: Unit) -> Unit:
    planned_client(unit)
    return unit


def ranks(unit: Unit) -> list[str]:
    return [item.practice for item in plan_of(unit, CLIENT).plan.items]


def test_the_latest_assessment_is_planned_when_none_is_named(corvo: Unit) -> None:
    assert plan_of(corvo, CLIENT).place.assessment.slug == ASSESSMENT
    assert plan_of(corvo, CLIENT, ASSESSMENT).plan == plan_of(corvo, CLIENT).plan


def test_no_assessment_and_no_such_client_are_not_found(unit: Unit) -> None:
    add_client(unit, name="Empty")
    client, place = find_place(unit, "empty")
    assert (client.name, place) == ("Empty", None)
    with pytest.raises(NotFound, match="no assessment yet"):
        plan_of(unit, "empty")
    with pytest.raises(NotFound):
        plan_of(unit, "nobody")


def test_an_assessment_without_answers_has_an_empty_plan(unit: Unit) -> None:
    start_client(unit)
    view = plan_of(unit, CLIENT)
    assert view.plan.items == ()
    assert what_if(view, [FIRST]).practices == ()


def test_the_number_of_queries_does_not_depend_on_the_plan(database: Database) -> None:
    with database.write(WORKSPACE, "tester", NOW) as unit:
        planned_client(unit)
    selects: list[str] = []
    with database.read(WORKSPACE, "tester", NOW) as unit:
        plan_of(unit, CLIENT)
        event.listen(database.engine, "before_cursor_execute", lambda *args: selects.append(args[2]))
        plan_of(unit, CLIENT)
    assert 0 < len(selects) <= MOST_QUERIES


def test_effort_changes_order_and_days_at_once(corvo: Unit) -> None:
    before = plan_of(corvo, CLIENT)
    changed = change_item(corvo, CLIENT, FIRST, ItemChange(0, effort=5))
    assert changed.view.plan.item(FIRST).days > before.plan.item(FIRST).days
    assert changed.view.plan.item(FIRST).rank > before.plan.item(FIRST).rank
    assert changed.view.plan == plan_of(corvo, CLIENT).plan
    assert changed.said == "effort was as computed, now 5"


def test_a_change_stands_in_the_history_with_both_values(corvo: Unit) -> None:
    place = plan_of(corvo, CLIENT).place
    change_item(corvo, CLIENT, FIRST, ItemChange(0, cost=Cost("costed", Fraction("1200.50"), "eur")))
    (kept,) = list_events(corvo, place.client.id, f"plan:{place.assessment.id}")
    assert kept.kind == "plan item changed"
    assert kept.data is not None
    assert kept.data["from"]["cost"] is None
    assert kept.data["to"]["cost"] == ["costed", "2401/2", "EUR"]
    assert plan_of(corvo, CLIENT).plan.item(FIRST).cost == Cost("costed", Fraction(2401, 2), "EUR")


def test_a_field_that_is_kept_stays_and_none_takes_it_back(corvo: Unit) -> None:
    change_item(corvo, CLIENT, FIRST, ItemChange(0, effort=4, impact=5))
    change_item(corvo, CLIENT, FIRST, ItemChange(1, effort=None))
    inputs = plan_of(corvo, CLIENT).plan.item(FIRST).inputs
    assert (inputs.effort, inputs.impact) == (1, 5)


def test_the_same_value_again_changes_nothing(corvo: Unit) -> None:
    change_item(corvo, CLIENT, FIRST, ItemChange(0, urgency=5))
    again = change_item(corvo, CLIENT, FIRST, ItemChange(0, urgency=5))
    assert again.event is None
    assert again.view.kept.items[FIRST].version == 1


def test_two_people_changing_one_item_is_a_conflict_with_both_values(corvo: Unit) -> None:
    change_item(corvo, CLIENT, FIRST, ItemChange(0, effort=5))
    with pytest.raises(Conflict) as found:
        change_item(corvo, CLIENT, FIRST, ItemChange(0, effort=2))
    assert "effort 2" in found.value.yours
    assert "effort 5" in found.value.theirs
    assert (found.value.version, found.value.by) == (1, "tester")
    assert plan_of(corvo, CLIENT).plan.item(FIRST).inputs.effort == 5


@pytest.mark.parametrize(
    ("change", "field"),
    [
        (ItemChange(0, effort=6), "effort"),
        (ItemChange(0, impact=0), "impact"),
        (ItemChange(0, urgency=-1), "urgency"),
        (ItemChange(0, cost=Cost("cheap")), "cost_kind"),
        (ItemChange(0, cost=Cost("costed", Fraction(-1), "EUR")), "cost_amount"),
        (ItemChange(0, cost=Cost("costed", Fraction(1), "euro")), "cost_currency"),
        (ItemChange(0, pin=Pin(4)), "pin_wave"),
        (ItemChange(0, pin=Pin(1, "x" * 301)), "pin_reason"),
        (ItemChange(0, prerequisites=(FIRST,)), "prerequisites"),
        (ItemChange(0, prerequisites=("L9-A9-P9",)), "prerequisites"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(corvo: Unit, change: ItemChange, field: str) -> None:
    with pytest.raises(InvalidInput) as found:
        change_item(corvo, CLIENT, FIRST, change)
    assert found.value.field == field


def test_a_practice_that_is_not_planned_cannot_be_changed(corvo: Unit) -> None:
    with pytest.raises(NotFound):
        change_item(corvo, CLIENT, "L5-A1-P1", ItemChange(0, effort=2))


def test_a_circle_is_refused_and_names_the_practices(corvo: Unit) -> None:
    with pytest.raises(InvalidInput, match=r"wait for each other: “.+” needs “.+” needs “.+”") as found:
        change_item(corvo, CLIENT, FIRST, ItemChange(0, prerequisites=(SECOND,)))
    assert found.value.field == "prerequisites"
    assert FIRST not in found.value.message


def test_a_pin_before_its_prerequisite_is_refused_by_name(corvo: Unit) -> None:
    with pytest.raises(InvalidInput, match="cannot start in wave 1: it needs") as found:
        change_item(corvo, CLIENT, SECOND, ItemChange(0, pin=Pin(1)))
    assert found.value.field == "pin_wave"
    assert SECOND not in found.value.message


def test_a_pin_that_no_longer_holds_is_left_out_and_named(corvo: Unit) -> None:
    place = plan_of(corvo, CLIENT).place
    args = (corvo, place.client.id, place.assessment.id, "A6", FIRST)
    save_rating(*args, Rating(consensus="F"), 1)
    change_item(corvo, CLIENT, SECOND, ItemChange(0, pin=Pin(1, "Budget ends")))
    save_rating(*args, Rating(consensus="N"), 2)
    view = plan_of(corvo, CLIENT)
    assert view.plan.item(SECOND).pin is None
    assert len(view.made.problems) == 1
    assert "cannot start in wave 1" in view.made.problems[0]


def test_settings_change_waves_and_dates(corvo: Unit) -> None:
    changed = change_settings(corvo, CLIENT, replace(SETTINGS, seen=0))
    view = plan_of(corvo, CLIENT)
    assert [wave.capacity for wave in view.plan.waves] == [10, 15]
    assert (view.kept.starts_on, view.kept.wave_days) == (date(2026, 12, 1), 60)
    assert view.kept.edits.same_wave_start
    assert view.plan == changed.view.plan
    assert "first day was not set, now 2026-12-01" in changed.said


@pytest.mark.parametrize(
    ("change", "field"),
    [
        (replace(SETTINGS, capacity_days=()), "capacity"),
        (replace(SETTINGS, capacity_days=(-1,)), "capacity"),
        (replace(SETTINGS, wave_days=45), "wave_days"),
        (replace(SETTINGS, settings=PlanSettings(method="dice")), "method"),
        (replace(SETTINGS, settings=PlanSettings(days_by_effort={1: 2})), "days"),
    ],
)
def test_settings_that_cannot_be_are_refused(corvo: Unit, change: SettingsChange, field: str) -> None:
    with pytest.raises(InvalidInput) as found:
        change_settings(corvo, CLIENT, change)
    assert found.value.field == field


def test_two_people_changing_the_settings_is_a_conflict(corvo: Unit) -> None:
    change_settings(corvo, CLIENT, replace(SETTINGS, seen=0))
    with pytest.raises(Conflict) as found:
        change_settings(corvo, CLIENT, replace(SETTINGS, wave_days=30, seen=0))
    assert "60 days" in found.value.theirs
    assert "30 days" in found.value.yours


def test_weights_that_are_all_zero_are_refused() -> None:
    assert checked_weights(0, 0, 1, 0) == Weights(0, 0, 1, 0)
    with pytest.raises(InvalidInput):
        checked_weights(0, 0, 0, 0)


def test_undo_takes_back_the_newest_change_and_then_the_one_before(corvo: Unit) -> None:
    start = ranks(corvo)
    change_item(corvo, CLIENT, FIRST, ItemChange(0, effort=5))
    middle = ranks(corvo)
    change_settings(corvo, CLIENT, SETTINGS)
    assert undo_last(corvo, CLIENT).view.kept.starts_on is None
    assert ranks(corvo) == middle
    undo_last(corvo, CLIENT)
    assert ranks(corvo) == start
    with pytest.raises(NotFound):
        undo_last(corvo, CLIENT)


def test_undo_of_a_change_that_another_one_followed_is_a_conflict(corvo: Unit) -> None:
    first = change_item(corvo, CLIENT, FIRST, ItemChange(0, effort=5))
    change_item(corvo, CLIENT, SECOND, ItemChange(0, effort=5))
    assert first.event is not None
    with pytest.raises(Conflict):
        undo_last(corvo, CLIENT, first.event.id)
    assert plan_of(corvo, CLIENT).plan.item(FIRST).inputs.effort == 5


def test_what_if_raises_the_index_only_as_far_as_the_items_reach(corvo: Unit) -> None:
    view = plan_of(corvo, CLIENT)
    nothing, one = what_if(view, []), what_if(view, [FIRST, "L9-A9-P9"])
    everything = what_if(view, [item.practice for item in view.plan.items])
    assert nothing.now == nothing.then == view.card.mean_index
    assert nothing.areas == ()
    assert one.practices == (FIRST,)
    assert nothing.then is not None
    assert one.then is not None
    assert everything.then is not None
    assert nothing.then < one.then < everything.then
    assert [area for area, _, _ in one.areas] == ["A6"]


def test_another_clients_assessment_is_not_found(corvo: Unit) -> None:
    add_client(corvo, name="Other")
    with pytest.raises(NotFound):
        plan_of(corvo, "other", ASSESSMENT)
    with pytest.raises(NotFound):
        change_item(corvo, "other", FIRST, ItemChange(0, effort=2), ASSESSMENT)


def decide(unit: Unit, number: int, *decisions: Decision) -> None:
    """Make decisions about a CSIP item, one after the other."""
    for decision in decisions:
        csip.decide_item(unit, CLIENT, number, decision, item_page(unit, CLIENT, number).item.version)


def test_what_the_register_calls_implemented_keeps_its_wave(corvo: Unit) -> None:
    send_to_csip(corvo, CLIENT, [FIRST])
    decide(corvo, 1, GO_ON, GO_ON)
    before = plan_of(corvo, CLIENT)
    assert before.sent.done == {}
    wave = before.plan.item(FIRST).wave
    assert wave is not None
    assert wave == item_page(corvo, CLIENT, 1).item.wave
    later = tuple(10 for _ in range(6))
    for decision in (GO_ON, GO_ON, Decision("progress", verdict="realised")):
        decide(corvo, 1, decision)
        view = plan_of(corvo, CLIENT)
        assert view.sent.done == {FIRST: DoneItem(1, wave)}
        assert view.plan.item(FIRST).waves == (wave,)
        assert FIRST not in view.plan.item(SECOND).open_needs
        low = change_item(corvo, CLIENT, FIRST, ItemChange(impact=1, urgency=1)).view
        assert low.plan.item(FIRST).waves[0] == wave
        change_settings(corvo, CLIENT, replace(SETTINGS, capacity_days=later))
        assert plan_of(corvo, CLIENT).plan.item(FIRST).waves[0] == wave


def test_an_item_that_is_planned_again_is_not_done(corvo: Unit) -> None:
    send_to_csip(corvo, CLIENT, [FIRST])
    decide(corvo, 1, *[GO_ON] * 4, Decision("progress", verdict="not realised"))
    assert set(plan_of(corvo, CLIENT).sent.done) == {FIRST}
    send_to_csip(corvo, CLIENT, [FIRST])
    assert (plan_of(corvo, CLIENT).sent.done, plan_of(corvo, CLIENT).sent.numbers) == ({}, {FIRST: 2})
    decide(corvo, 2, Decision("remove", "A mistake"))
    assert plan_of(corvo, CLIENT).sent.done[FIRST].number == 1


def test_what_was_done_for_another_assessment_is_planned_like_anything_else(corvo: Unit) -> None:
    send_to_csip(corvo, CLIENT, [FIRST])
    decide(corvo, 1, *[GO_ON] * 4, Decision("progress", verdict="realised"))
    place = start_assessment(corvo, CLIENT, title="May 2027", held_on=date(2027, 5, 3))
    rate_everything(corvo, place)
    set_targets(corvo, place)
    assert plan_of(corvo, CLIENT, ASSESSMENT).sent.done
    view = plan_of(corvo, CLIENT, place.assessment.slug)
    assert FIRST in [item.practice for item in view.plan.items]
    assert view.sent.done == {}
