"""The action register keeps its rules on both engines: numbers, decisions, conflicts, drafts, moves."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from threading import Barrier
from typing import Any

import pytest

from assessment.domain.csip import Decision as CsipDecision
from assessment.domain.sla_results import MET, WATCH, TargetResult
from assessment.errors import Conflict, InvalidInput, NotAllowed, NotFound
from assessment.services import actions, csip
from assessment.services.actions import ActionDraft, ActionFilter, Decision
from assessment.services.actions_moves import moves_named, moves_of
from assessment.services.actions_register import ROWS_ON_A_PAGE, action_page, counted, register_of
from assessment.services.csip_item import item_page
from assessment.store.database import Database, Unit
from assessment.store.queries import actions as queries
from assessment.store.queries import clients
from assessment.store.queries import csip as csip_queries
from assessment.store.queries.catalogue import list_parties, list_services
from assessment.store.queries.sla_results import save_results
from tests.factories.actions import add_sla, result
from tests.store.conftest import NOW, WORKSPACE

TODAY = NOW.date()
DRAFT = ActionDraft("Answer priority 1 in time", owner="Service desk lead")


@pytest.fixture
def corvo(unit: Unit) -> str:
    """The id of a client that has a neighbour."""
    clients.add_client(unit, slug="lumen", name="Lumen", sector="", language="en")
    return clients.add_client(unit, slug="corvo", name="Corvo", sector="", language="en")


def decide(unit: Unit, number: int, *kinds: str, reason: str = "As agreed") -> Any:
    """Make decisions about an action of Corvo one after the other."""
    item = queries.get_action(unit, clients.get_client(unit, "corvo").id, number)
    for kind in kinds:
        item = actions.decide_action(unit, "corvo", number, Decision(kind, reason), item.version)
    return item


def kinds(unit: Unit, number: int) -> list[str]:
    """What happened to an action of Corvo, oldest first."""
    return [event.kind for event in reversed(action_page(unit, "corvo", number).events)]


def test_numbers_start_at_one_for_each_client(unit: Unit, corvo: str) -> None:
    assert actions.add_action(unit, "corvo", DRAFT).reference == "ACT-001"
    assert actions.add_action(unit, "lumen", DRAFT).reference == "ACT-001"
    decide(unit, 1, "cancel")
    assert actions.add_action(unit, "corvo", DRAFT).reference == "ACT-002"


def test_an_action_is_found_through_its_client_only(unit: Unit, corvo: str) -> None:
    actions.add_action(unit, "corvo", DRAFT)
    for slug, number in (("lumen", 1), ("nobody", 1), ("corvo", 2), ("corvo", 10**12)):
        with pytest.raises(NotFound):
            action_page(unit, slug, number)
    assert register_of(unit, "lumen", ActionFilter()).items == []


def test_what_is_of_another_client_cannot_be_named(unit: Unit, corvo: str) -> None:
    lumen = clients.get_client(unit, "lumen").id
    sla = add_sla(unit, lumen)
    (other_service,), (other_party,) = list_services(unit, lumen), list_parties(unit, lumen)
    for draft, field in (
        (replace(DRAFT, service_id=other_service.id), "service_id"),
        (replace(DRAFT, party_id=other_party.id), "party_id"),
        (replace(DRAFT, sla_id=sla, target_key="T1"), "target"),
        (replace(DRAFT, sla_id=sla), "target"),
    ):
        with pytest.raises(InvalidInput) as caught:
            actions.add_action(unit, "corvo", draft)
        assert caught.value.field == field


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (replace(DRAFT, title=" \n \x00"), "title"),
        (replace(DRAFT, title="x" * 201), "title"),
        (replace(DRAFT, owner="x" * 101), "owner"),
        (replace(DRAFT, description="x" * 10_001), "description"),
        (replace(DRAFT, source="dream"), "source"),
        (replace(DRAFT, severity="fatal"), "severity"),
        (replace(DRAFT, owner_side="friend"), "owner_side"),
        (replace(DRAFT, due_on=date(9999, 1, 1)), "due_on"),
    ],
)
def test_what_does_not_fit_is_refused_by_field(
    unit: Unit, corvo: str, draft: ActionDraft, field: str
) -> None:
    with pytest.raises(InvalidInput) as caught:
        actions.add_action(unit, "corvo", draft)
    assert caught.value.field == field


def test_a_life_from_open_to_closed(unit: Unit, corvo: str) -> None:
    actions.add_action(unit, "corvo", DRAFT)
    item = decide(unit, 1, "start", "finish", "verify", "close")
    assert (item.state, item.evidence) == ("closed", "As agreed")
    assert (item.started_on, item.done_on, item.closed_on) == (TODAY, TODAY, TODAY)
    assert kinds(unit, 1) == ["action added"] + ["action decided"] * 4


def test_days_in_the_future_or_before_the_last_step_are_refused(unit: Unit, corvo: str) -> None:
    item = actions.add_action(unit, "corvo", DRAFT)
    for day in (TODAY + timedelta(days=1), TODAY - timedelta(days=1), date(1, 1, 1)):
        with pytest.raises(InvalidInput) as caught:
            actions.decide_action(unit, "corvo", 1, Decision("start", "", day), item.version)
        assert caught.value.field == "decided_on"
    assert kinds(unit, 1) == ["action added"]


def test_the_last_decision_is_taken_back_with_its_days(unit: Unit, corvo: str) -> None:
    actions.add_action(unit, "corvo", DRAFT)
    with pytest.raises(NotAllowed):
        actions.undo_decision(unit, "corvo", 1)
    before = decide(unit, 1, "start", "finish")
    after = decide(unit, 1, "verify")
    undone = actions.undo_decision(unit, "corvo", 1, after.version)
    assert undone == replace(before, version=undone.version, updated_at=undone.updated_at)
    with pytest.raises(NotAllowed):
        actions.undo_decision(unit, "corvo", 1)


CHANGES: tuple[Callable[[Unit, int], Any], ...] = (
    lambda u, seen: actions.edit_action(u, "corvo", 1, replace(DRAFT, title="Mine"), seen),
    lambda u, seen: actions.decide_action(u, "corvo", 1, Decision("cancel", "No"), seen),
    lambda u, seen: actions.undo_decision(u, "corvo", 1, seen),
)


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_of_what_somebody_else_changed_is_refused(
    unit: Unit, corvo: str, change: Callable[[Unit, int], Any]
) -> None:
    actions.add_action(unit, "corvo", DRAFT)
    seen = decide(unit, 1, "start").version
    theirs = actions.edit_action(unit, "corvo", 1, replace(DRAFT, title="Theirs"), seen)
    with pytest.raises(Conflict) as caught:
        change(unit, seen)
    assert caught.value.version == theirs.version
    assert queries.get_action(unit, corvo, 1) == theirs


def test_an_edit_keeps_both_values_and_what_it_came_from(unit: Unit, corvo: str) -> None:
    sla = add_sla(unit, corvo)
    save_results(unit, corvo, [result(sla_id=sla)])
    (item,) = actions.draft_actions(unit, corvo, [result(sla_id=sla)])
    draft = ActionDraft(
        "Answer sooner", item.description, "sla", sla, "T1", service_id=item.service_id,
        party_id=item.party_id, owner=item.owner, due_on=item.due_on,
    )  # fmt: skip
    changed = actions.edit_action(unit, "corvo", 1, draft, item.version)
    assert (changed.period, changed.variance) == ("2026-10", Fraction(-5))
    event = action_page(unit, "corvo", 1).events[0]
    assert event.data == {"title": {"from": item.title, "to": "Answer sooner"}}
    decide(unit, 1, "cancel")
    with pytest.raises(NotAllowed, match="cancelled"):
        actions.edit_action(unit, "corvo", 1, replace(draft, title="Other"), changed.version + 1)


def breach(unit: Unit, client_id: str, sla: str, *months: tuple[str, str]) -> list[TargetResult]:
    """Store what came of the target in some months, and return it."""
    found = [result(month, state, sla_id=sla) for month, state in months]
    save_results(unit, client_id, found)
    return found


def test_a_breach_drafts_an_action_once(unit: Unit, corvo: str) -> None:
    sla = add_sla(unit, corvo)
    found = breach(unit, corvo, sla, ("2026-10", "breached"))
    (item,) = actions.draft_actions(unit, corvo, found)
    assert (item.title, item.severity, item.state) == (
        "Response to priority 1: missed in October 2026", "medium", "open",
    )  # fmt: skip
    assert item.description == ("SLA-001, Desk, agreed 95, measured 90, missed by 5, 200 cases.")
    assert (item.owner, item.owner_side) == ("Delivery manager", "provider")
    assert item.due_on == date(2026, 11, 30)
    assert item.service_id == list_services(unit, corvo)[0].id
    assert actions.draft_actions(unit, corvo, found) == ()
    assert register_of(unit, "corvo", ActionFilter()).matching == 1


def test_a_further_breach_is_noted_on_the_open_action(unit: Unit, corvo: str) -> None:
    sla = add_sla(unit, corvo)
    actions.draft_actions(unit, corvo, breach(unit, corvo, sla, ("2026-09", "breached")))
    october = breach(unit, corvo, sla, ("2026-10", "breached"))
    for _ in range(2):
        assert actions.draft_actions(unit, corvo, october) == ()
    item = queries.get_action(unit, corvo, 1)
    assert (item.severity, item.missed_again) == ("high", (("2026-10", Fraction(-5)),))
    assert kinds(unit, 1) == ["action added", "action missed again"]


def test_two_who_work_out_the_same_results_draft_one_action(database: Database) -> None:
    with database.write(WORKSPACE, "tester", NOW) as unit:
        corvo = clients.add_client(unit, slug="corvo", name="Corvo", sector="", language="en")
        found = breach(unit, corvo, add_sla(unit, corvo), ("2026-10", "breached"))
    together = Barrier(2)

    def work_out(_: int) -> int:
        together.wait()
        with database.write(WORKSPACE, "tester", NOW) as unit:
            return len(actions.draft_actions(unit, corvo, found))

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(work_out, range(2))) == [0, 1]


def test_the_unacceptable_value_of_the_version_counts(unit: Unit, corvo: str) -> None:
    sla = add_sla(unit, corvo)
    bad = replace(result(sla_id=sla), actual=Fraction(84), variance=Fraction(-11))
    other = replace(result(sla_id=sla), target_key="T2", actual=Fraction(10))
    made = actions.draft_actions(unit, corvo, [bad, other])
    assert {one.target_key: one.severity for one in made} == {"T1": "high", "T2": "medium"}


def test_a_target_to_watch_drafts_nothing(unit: Unit, corvo: str) -> None:
    sla = add_sla(unit, corvo)
    assert actions.draft_actions(unit, corvo, breach(unit, corvo, sla, ("2026-10", WATCH))) == ()


def test_only_the_next_measured_period_verifies(database: Database) -> None:
    with database.write(WORKSPACE, "tester", NOW) as unit:
        corvo = clients.add_client(unit, slug="corvo", name="Corvo", sector="", language="en")
        sla = add_sla(unit, corvo)
        actions.draft_actions(unit, corvo, breach(unit, corvo, sla, ("2026-10", "breached")))
        decide(unit, 1, "start", "finish")
        with pytest.raises(NotAllowed, match="No period"):
            decide(unit, 1, "verify")
        breach(unit, corvo, sla, ("2026-12", "breached"))
        with pytest.raises(NotAllowed, match="2026-12 was still outside"):
            decide(unit, 1, "verify")
    with database.write(WORKSPACE, "tester", NOW + timedelta(days=60)) as unit:
        decide(unit, 1, "back", "finish")
        breach(unit, corvo, sla, ("2027-02", MET))
        item = decide(unit, 1, "verify")
    assert (item.state, item.verified_period) == ("verified", "2027-02")


def fill(unit: Unit, corvo: str) -> None:
    """A register with an action in some states."""
    sla = add_sla(unit, corvo)
    actions.draft_actions(unit, corvo, breach(unit, corvo, sla, ("2026-10", "breached")))
    late = replace(DRAFT, due_on=TODAY - timedelta(days=1), severity="high", owner="")
    actions.add_action(unit, "corvo", late)
    actions.add_action(unit, "corvo", replace(DRAFT, title="100% of calls", source="incident"))
    actions.add_action(unit, "corvo", replace(DRAFT, title="Old", severity="low", due_on=late.due_on))
    decide(unit, 3, "start", "finish")
    decide(unit, 4, "cancel")


@pytest.mark.parametrize(
    ("wanted", "numbers"),
    [
        (ActionFilter(), [1, 2, 3, 4]),
        (ActionFilter(group="done"), [3]),
        (ActionFilter(severity="high"), [2]),
        (ActionFilter(owner="Service desk lead"), [3, 4]),
        (ActionFilter(source="sla"), [1]),
        (ActionFilter(service=1), [1]),
        (ActionFilter(party=1, severity="medium"), [1]),
        (ActionFilter(party=7), []),
        (ActionFilter(late=True), [2]),
        (ActionFilter(words="100%"), [3]),
        (ActionFilter(words="act-2"), [2]),
        (ActionFilter(words="ACT-003"), [3]),
        (ActionFilter(words="_"), []),
        (ActionFilter(sort="due"), [2, 4, 1, 3]),
        (ActionFilter(sort="severity"), [2, 1, 3, 4]),
        (ActionFilter(sort="state"), [1, 2, 3, 4]),
        (ActionFilter(sort="owner"), [1, 3, 4, 2]),
    ],
)
def test_the_register_is_narrowed_and_sorted(
    unit: Unit, corvo: str, wanted: ActionFilter, numbers: list[int]
) -> None:
    fill(unit, corvo)
    found = register_of(unit, "corvo", wanted)
    assert [item.number for item in found.items] == numbers
    assert found.matching == len(numbers)
    assert (sum(found.counts.values()), found.late) == (4, 1)


def test_a_count_beside_a_filter_says_what_it_would_leave(unit: Unit, corvo: str) -> None:
    fill(unit, corvo)
    found = register_of(unit, "corvo", ActionFilter(group="done", severity="medium"))
    assert counted(found, "state") == {"open": 1, "done": 1}


def test_a_long_register_is_shown_in_pages(unit: Unit, corvo: str) -> None:
    for _ in range(ROWS_ON_A_PAGE + 1):
        queries.add_action(
            unit, corvo, {"title": "Same", "source": "other", "severity": "low", "state": "open"}
        )
    assert [one.number for one in register_of(unit, "corvo", ActionFilter(), 99).items] == [101]


def test_an_improvement_that_only_restores_moves(unit: Unit, corvo: str) -> None:
    item = csip.add_item(unit, "corvo", csip.ItemDraft("Answer in time", owner="Service desk lead"))
    with pytest.raises(InvalidInput) as caught:
        actions.move_to_actions(unit, "corvo", 1, "  ")
    assert caught.value.field == "reason"
    moved = actions.move_to_actions(unit, "corvo", 1, "It was agreed long ago")
    assert (moved.reference, moved.title, moved.source, moved.owner) == (
        "ACT-001", "Answer in time", "csip", "Service desk lead",
    )  # fmt: skip
    old = item_page(unit, "corvo", 1)
    assert old.item.state == "removed"
    assert (old.events[0].data or {})["reason"] == "Moved to ACT-001: It was agreed long ago"
    assert moves_of(unit, "corvo", "csip", 1) == [("to", "actions", 1, "It was agreed long ago")]
    assert moves_of(unit, "corvo", "actions", 1) == [("from", "csip", 1, "It was agreed long ago")]
    assert [one.number for one in register_of(unit, "corvo", ActionFilter(words="CSIP-001")).items] == [1]
    assert [one.to_number for one in moves_named(unit, "corvo", "actions", "csip-1")] == [1]
    with pytest.raises(NotAllowed):
        actions.move_to_actions(unit, "corvo", item.number, "Again")


def test_an_action_that_goes_further_moves(unit: Unit, corvo: str) -> None:
    actions.add_action(unit, "corvo", replace(DRAFT, source="review", corrective="Two more people"))
    item = actions.move_to_csip(unit, "corvo", 1, "More than was agreed")
    assert (item.reference, item.origin, item.description) == ("CSIP-001", "review", "Two more people")
    old = queries.get_action(unit, corvo, 1)
    assert (old.state, old.cancel_reason) == ("cancelled", "Moved to CSIP-001: More than was agreed")
    assert [one.to_number for one in moves_named(unit, "corvo", "csip", "ACT-001")] == [1]
    assert moves_named(unit, "lumen", "csip", "ACT-001") == []
    with pytest.raises(NotAllowed, match="moved"):
        actions.undo_decision(unit, "corvo", 1)


def test_the_repair_of_a_breach_is_no_improvement_without_a_written_reason(unit: Unit, corvo: str) -> None:
    sla = add_sla(unit, corvo)
    actions.draft_actions(unit, corvo, breach(unit, corvo, sla, ("2026-10", "breached")))
    linked = replace(DRAFT, source="review", sla_id=sla, target_key="T1")
    actions.add_action(unit, "corvo", linked)
    for number in (1, 2):
        with pytest.raises(InvalidInput, match="repairs a missed target") as caught:
            actions.move_to_csip(unit, "corvo", number, "Better so", " ")
        assert caught.value.field == "override"
    assert csip_queries.list_items(unit, corvo, csip.CsipFilter()) == []
    actions.move_to_csip(unit, "corvo", 1, "Better so", "It also shortens the queue.")
    added = item_page(unit, "corvo", 1).events[-1].data or {}
    assert (added["restores_agreed"], added["override"]) == (True, "It also shortens the queue.")
    breach(unit, corvo, sla, ("2026-11", MET))
    assert actions.move_to_csip(unit, "corvo", 2, "The target is met again").number == 2


def test_a_move_that_fails_leaves_both_registers_as_they_were(database: Database) -> None:
    with database.write(WORKSPACE, "tester", NOW) as unit:
        corvo = clients.add_client(unit, slug="corvo", name="Corvo", sector="", language="en")
        item = csip.add_item(unit, "corvo", csip.ItemDraft("Answer in time"))
        csip.decide_item(unit, "corvo", 1, CsipDecision("remove", "No"), item.version)
    with pytest.raises(NotAllowed), database.write(WORKSPACE, "tester", NOW) as unit:
        actions.move_to_actions(unit, "corvo", 1, "It was agreed")
    with database.read(WORKSPACE, "tester", NOW) as unit:
        assert register_of(unit, "corvo", ActionFilter()).matching == 0
        assert queries.list_moves(unit, corvo, "csip", 1) == []
