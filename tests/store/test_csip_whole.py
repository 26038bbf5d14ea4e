"""Decisions as rows, many at once, links, views, hints, and reviews that passed items over."""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest

from assessment.domain.answers import Reading
from assessment.domain.csip import OPEN_STATES, STATES, Decision
from assessment.domain.sla_results import TargetResult
from assessment.errors import AppError, Conflict, InvalidInput, NotAllowed, NotFound
from assessment.services import csip
from assessment.services.csip import CsipFilter, Gate
from assessment.services.csip_item import item_page
from assessment.services.csip_names import service_named, supplier_named
from assessment.services.csip_register import BOARD, CALENDAR, register_of
from assessment.services.metric_edits import TargetEntry, set_target
from assessment.services.metrics import framework_for
from assessment.store.database import Unit
from assessment.store.queries import clients, csip_parts
from assessment.store.queries import csip as queries
from assessment.store.queries.events import list_events
from assessment.store.queries.readings import add_reading
from assessment.store.queries.sla_results import save_results
from tests.factories.improvements import DRAFT, GO_ON, MEASURED, add_review, add_sla, implemented, on
from tests.store.conftest import NOW

TODAY = NOW.date()
HOLD = Decision("hold", "No budget before January", TODAY + timedelta(days=60))
REMOVE = Decision("remove", "The service ends")


@pytest.fixture
def corvo(unit: Unit) -> str:
    """The id of a client that has a neighbour."""
    clients.add_client(unit, slug="lumen", name="Lumen", sector="", language="en")
    return clients.add_client(unit, slug="corvo", name="Corvo", sector="", language="en")


def test_a_decision_is_a_row_with_its_day_and_who_decided(unit: Unit, corvo: str) -> None:
    held = add_review(unit, corvo, TODAY)
    item = csip.add_item(unit, "corvo", DRAFT)
    item = csip.decide_item(unit, "corvo", 1, GO_ON, item.version)
    named = (" Service desk lead ", "Operations lead", "Service desk lead", "")
    csip.decide_item(unit, "corvo", 1, HOLD, item.version, review_id=held, deciders=named)
    first, second = csip_parts.list_decisions(unit, corvo)
    assert (first.decision, first.deciders, first.decided_on) == ("progress", ["tester"], TODAY)
    assert second.deciders == ["Service desk lead", "Operations lead"]
    assert (second.before, second.after, second.reason) == ("approved", "on hold", HOLD.reason)
    assert [one.id for one in csip_parts.list_decisions(unit, corvo, review_id=held)] == [second.id]
    data = list_events(unit, corvo, f"csip:{item.id}", limit=1)[0].data or {}
    assert (data["review_id"], data["deciders"]) == (held, second.deciders)
    csip.undo_decision(unit, "corvo", 1)
    assert [bool(one.undone_at) for one in csip_parts.list_decisions(unit, corvo)] == [False, True]


def test_a_review_of_another_client_is_not_found(unit: Unit, corvo: str) -> None:
    other = add_review(unit, clients.get_client(unit, "lumen").id, TODAY)
    csip.add_item(unit, "corvo", DRAFT)
    for wrong in (other, "nothing"):
        with pytest.raises(NotFound):
            csip.decide_item(unit, "corvo", 1, GO_ON, 1, review_id=wrong)
        with pytest.raises(NotFound):
            csip.decide_items(unit, "corvo", [(1, 1, GO_ON)], review_id=wrong)
    assert csip_parts.list_decisions(unit, corvo) == []


def test_many_decisions_are_each_taken_or_refused_with_a_sentence(unit: Unit, corvo: str) -> None:
    for _ in range(3):
        csip.add_item(unit, "corvo", DRAFT)
    hold = Decision("hold")
    wanted = [(1, 1, GO_ON), (2, 1, hold), (3, 9, GO_ON), (7, 1, GO_ON), (3, 1, REMOVE)]
    found = csip.decide_items(unit, "corvo", wanted, deciders=["Head of IT"])
    assert [(item.number, item.state) for item in found.done] == [(1, "approved"), (3, "removed")]
    assert [number for number, _ in found.refused] == [2, 3, 7]
    assert found.refused[0][1] == "CSIP-002: Say why an item is put on hold."
    assert "Somebody else changed CSIP-003" in found.refused[1][1]
    assert queries.get_item(unit, corvo, 2).state == "proposed"
    assert len(csip_parts.list_decisions(unit, corvo)) == 2


def test_days_of_work_follow_the_decisions_and_go_with_their_undoing(unit: Unit, corvo: str) -> None:
    item = implemented(unit, replace(MEASURED, check_every_months=3))
    assert (item.started_on, item.implemented_on) == (date(2026, 6, 4), date(2026, 8, 6))
    assert item.next_check_on == date(2026, 11, 6)
    item = csip.undo_decision(unit, "corvo", 1)
    assert (item.started_on, item.implemented_on, item.next_check_on) == (date(2026, 6, 4), None, None)


def test_a_hold_during_the_work_keeps_the_day_it_began(unit: Unit, corvo: str) -> None:
    item = csip.add_item(on(unit, date(2026, 5, 4)), "corvo", DRAFT)
    for day, decision in (
        (date(2026, 5, 7), GO_ON),
        (date(2026, 6, 4), GO_ON),
        (TODAY, HOLD),
        (TODAY, GO_ON),
    ):
        item = csip.decide_item(on(unit, day), "corvo", 1, decision, item.version)
    assert (item.state, item.started_on) == ("in progress", date(2026, 6, 4))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"baseline": Fraction(1)}, "value_kind"),
        ({"value_kind": "number", "baseline": Fraction(1)}, "baseline_on"),
        (
            {"value_kind": "number", "baseline": Fraction(1), "target": Fraction(1), "baseline_on": TODAY},
            "target",
        ),
        ({"value_kind": "yes/no", "target": Fraction(2)}, "target"),
        ({"budget_year": 10**9}, "budget_year"),
        ({"check_every_months": 0}, "check_every_months"),
        ({"size": "XL"}, "size"),
        ({"priority": "top"}, "priority"),
        ({"also": {"areas": [f"A{n}" for n in range(40)]}}, "also"),
        ({"service_id": "nothing"}, "service_id"),
        ({"goal_id": "nothing"}, "goal_id"),
        ({"metric_id": "nothing"}, "metric_id"),
        ({"sla_id": "nothing"}, "sla_id"),
        ({"target_on": date(9999, 1, 1)}, "target_on"),
    ],
)
def test_what_does_not_fit_is_refused_at_its_field(
    unit: Unit, corvo: str, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(InvalidInput) as caught:
        csip.add_item(unit, "corvo", replace(DRAFT, **changes))
    assert caught.value.field == field


def test_the_service_and_supplier_of_another_client_are_refused(unit: Unit, corvo: str) -> None:
    lumen = clients.get_client(unit, "lumen").id
    theirs = supplier_named(unit, lumen, "Network supplier")
    with pytest.raises(InvalidInput):
        csip.add_item(unit, "corvo", replace(DRAFT, party_id=theirs))
    with pytest.raises(NotFound):
        register_of(unit, "corvo", CsipFilter(party=1))


def test_a_supplier_has_a_register_of_its_own(unit: Unit, corvo: str) -> None:
    ours, desk = supplier_named(unit, corvo, "Network supplier"), service_named(unit, corvo, "Desk")
    supplier_named(unit, corvo, "Desktop supplier")
    csip.add_item(unit, "corvo", replace(DRAFT, party_id=ours, cost_kind="costed", cost_amount=Fraction(5),
                                         cost_currency="EUR", budget_year=2028))  # fmt: skip
    csip.add_item(unit, "corvo", replace(DRAFT, service_id=desk, due_on=date(2027, 3, 1)))
    found = register_of(unit, "corvo", CsipFilter(party=1))
    assert ([item.number for item in found.items], found.counts["proposed"]) == ([1], 1)
    assert found.party is not None
    assert found.party.name == "Network supplier"
    assert [(line.year, line.estimated) for line in found.budget] == [(2028, 5)]
    assert not register_of(unit, "corvo", CsipFilter(party=2)).items
    assert register_of(unit, "corvo", CsipFilter()).years == (2027, 2028)
    for wanted, numbers in (
        (CsipFilter(service=1), [2]), (CsipFilter(year=2027), [2]), (CsipFilter(year=2028), [1]),
    ):  # fmt: skip
        shown = register_of(unit, "corvo", wanted)
        assert [item.number for item in shown.items] == numbers
        assert (shown.matching, sum(shown.counts.values())) == (1, 2)


def test_the_board_shows_the_first_of_each_group_and_the_calendar_one_month(unit: Unit, corvo: str) -> None:
    for number in range(25):
        csip.add_item(unit, "corvo", replace(DRAFT, due_on=TODAY + timedelta(days=25 - number)))
    csip.decide_item(unit, "corvo", 1, replace(HOLD, look_again_on=date(2026, 12, 24)), 1)
    board = register_of(unit, "corvo", CsipFilter(), view=BOARD)
    assert (len(board.items), board.matching) == (21, 25)
    assert [item.number for item in board.items if item.group == "proposed"][:2] == [25, 24]
    december = register_of(unit, "corvo", CsipFilter(), view=CALENDAR, month=date(2026, 12, 9))
    assert december.month == date(2026, 12, 1)
    assert [(entry.kind, entry.item.number) for entry in december.days][-1] == ("look again", 1)
    assert {entry.day.month for entry in december.days} == {12}
    assert len(december.days) == 18


def test_an_item_that_the_last_review_passed_over_is_stale(unit: Unit, corvo: str) -> None:
    party = supplier_named(unit, corvo, "Network supplier")
    week_ago = on(unit, TODAY - timedelta(days=7))
    csip.add_item(week_ago, "corvo", DRAFT)
    csip.add_item(week_ago, "corvo", replace(DRAFT, party_id=party))
    csip.add_item(unit, "corvo", DRAFT)

    def stale() -> int:
        found = register_of(unit, "corvo", CsipFilter())
        counted = sum(one.count for one in found.tallies if one.stale)
        assert counted == sum(item.is_stale(TODAY, found.reviewed_on(item)) for item in found.items)
        return counted

    assert (stale(), csip_parts.last_review_on(unit, corvo)) == (0, None)
    yesterday = TODAY - timedelta(days=1)
    add_review(unit, corvo, yesterday, number=1, kind="sync")
    add_review(unit, corvo, yesterday, number=2, state="held")
    assert stale() == 0
    add_review(unit, corvo, yesterday, number=3, party_id=party)
    assert stale() == 1
    add_review(unit, corvo, yesterday, number=4)
    assert (stale(), csip_parts.last_review_on(unit, corvo)) == (2, yesterday)


def test_a_breached_target_asks_for_a_written_reason(unit: Unit, corvo: str) -> None:
    agreement = add_sla(unit, corvo)
    breached = TargetResult(agreement, "t1", "2026-10", 1, "breached", "First answer")
    draft = replace(DRAFT, sla_id=agreement, sla_target="t1")
    save_results(unit, corvo, [replace(breached, period="2026-09"), replace(breached, state="met")])
    csip.add_item(unit, "corvo", draft, Gate())
    save_results(unit, corvo, [breached])
    with pytest.raises(InvalidInput, match="First answer was missed in 2026-10") as caught:
        csip.add_item(unit, "corvo", draft, Gate())
    assert caught.value.field == "override"
    item = csip.add_item(unit, "corvo", draft, Gate(override="It also adds a channel"))
    data = list_events(unit, corvo, f"csip:{item.id}", limit=1)[0].data or {}
    assert (data["restores_agreed"], data["override"]) == (False, "It also adds a channel")
    assert "missed in 2026-10" in item_page(unit, "corvo", 2).hint


def test_a_metric_worse_than_its_target_asks_too(unit: Unit, corvo: str) -> None:
    framework = framework_for(unit, clients.get_client(unit, "corvo"))
    metric = next(one for one in framework.metrics if one.unit == "percent" and one.direction == "higher")
    set_target(unit, "corvo", metric.id, TargetEntry(target="90"))
    draft = replace(DRAFT, metric_id=metric.id)
    csip.add_item(unit, "corvo", draft, Gate())
    add_reading(unit, corvo, framework.id, Reading(metric.id, "2026-10", Fraction(80)))
    with pytest.raises(InvalidInput, match="worse than its target"):
        csip.add_item(unit, "corvo", draft, Gate())
    add_reading(unit, corvo, framework.id, Reading(metric.id, "2026-11", Fraction(90)))
    csip.add_item(unit, "corvo", draft, Gate())


def test_a_change_can_be_taken_back_as_long_as_it_is_the_last_thing(unit: Unit, corvo: str) -> None:
    item = csip.add_item(unit, "corvo", MEASURED)
    changed = csip.change_fields(
        unit, "corvo", 1, {"owner": "Head of IT", "due_on": date(2027, 1, 5), "baseline": Fraction(700)}, 1
    )
    assert (changed.owner, changed.due_on, changed.baseline) == ("Head of IT", date(2027, 1, 5), 700)
    with pytest.raises(Conflict):
        csip.undo_edit(unit, "corvo", 1, item.version)
    back = csip.undo_edit(unit, "corvo", 1, changed.version)
    assert (back.owner, back.due_on, back.baseline) == (item.owner, None, 720)
    decided = csip.decide_item(unit, "corvo", 1, GO_ON, back.version)
    with pytest.raises(NotAllowed):
        csip.undo_edit(unit, "corvo", 1, decided.version)


def walks(seed: int) -> Iterator[Decision | str]:
    """What people try one after the other, whether it fits or not."""
    chance = random.Random(seed)  # noqa: S311 - not for secrets.
    reasons = ("", "Because")
    for _ in range(60):
        kind = chance.choice(["progress", "progress", "hold", "remove", "reopen", "undo", "approve", "quit"])
        again = chance.choice([None, TODAY, HOLD.look_again_on])
        verdict = chance.choice([None, "partly", "realised", "perhaps"])
        decided = chance.choice([None, TODAY, TODAY + timedelta(days=1)])
        decision = Decision(kind, chance.choice(reasons), again, verdict, decided)
        yield kind if kind in ("undo", "approve") else decision


@pytest.mark.parametrize("seed", range(6))
def test_no_walk_loses_a_decision_or_leaves_one_without_day_or_reason(
    unit: Unit, corvo: str, seed: int
) -> None:
    item = csip.add_item(unit, "corvo", replace(DRAFT, cost_kind="costed" if seed % 2 else "none"))
    told = 1
    for step in walks(seed):
        item = queries.get_item(unit, corvo, 1)
        try:
            if step == "undo":
                csip.undo_decision(unit, "corvo", 1, item.version)
            elif isinstance(step, str):
                cost = {"cost_amount": Fraction(9), "cost_currency": "EUR", "cost_approval": "approved"}
                csip.change_fields(unit, "corvo", 1, cost, item.version)
            else:
                csip.decide_item(unit, "corvo", 1, step, item.version)
        except AppError:
            assert queries.get_item(unit, corvo, 1) == item
        events = list_events(unit, corvo, f"csip:{item.id}", limit=1000)
        assert len(events) >= told
        told = len(events)
    item, decisions = queries.get_item(unit, corvo, 1), csip_parts.list_decisions(unit, corvo)
    assert item.state in STATES
    assert len(decisions) == sum(event.kind == csip.DECIDED for event in events)
    for one in decisions:
        assert one.decided_on <= TODAY
        assert one.deciders
        assert one.reason or one.decision == "progress"
    standing = [one for one in decisions if one.undone_at is None]
    assert item.state == (standing[-1].after if standing else "proposed")
    assert (item.state in OPEN_STATES) == item.is_open
