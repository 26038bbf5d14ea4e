"""The register keeps its rules on both engines: numbers, open items, decisions, conflicts, undoing."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest

from assessment.domain.csip import GROUPS, Decision
from assessment.domain.csip_items import CsipItem
from assessment.domain.findings_csip import Money
from assessment.errors import AppError, Conflict, InvalidInput, NotAllowed, NotFound
from assessment.services import csip, csip_item, csip_register
from assessment.services.csip import CsipFilter, Gate, ItemDraft
from assessment.store.database import Database, Unit
from assessment.store.queries import clients
from assessment.store.queries import csip as queries
from tests.store.conftest import NOW, WORKSPACE

TODAY = NOW.date()
GO_ON = Decision("progress")
HOLD = Decision("hold", "No budget before January", TODAY + timedelta(days=60))
REMOVE = Decision("remove", "The service ends")
DRAFT = ItemDraft("Set priority from impact and urgency", owner="Service desk lead")
COSTED = replace(DRAFT, cost_kind="costed", cost_amount=Fraction(12000), cost_currency="eur")


@pytest.fixture
def corvo(unit: Unit) -> str:
    """The id of a client that has a neighbour."""
    clients.add_client(unit, slug="lumen", name="Lumen", sector="", language="en")
    return clients.add_client(unit, slug="corvo", name="Corvo", sector="", language="en")


def decide(unit: Unit, item: CsipItem, *decisions: Decision) -> CsipItem:
    """Make decisions about an item of Corvo one after the other."""
    for decision in decisions:
        item = csip.decide_item(unit, "corvo", item.number, decision, item.version)
    return item


def kinds(unit: Unit, item: CsipItem) -> list[str]:
    """What happened to an item of Corvo, oldest first."""
    events = csip_item.item_page(unit, "corvo", item.number).events
    return [event.kind for event in reversed(events)]


def from_plan(unit: Unit, client_id: str, practice: str) -> CsipItem:
    """An item as it comes from a plan."""
    values = {"title": practice, "origin": "plan", "practice_id": practice}
    return queries.get_item(unit, client_id, queries.add_item(unit, client_id, values))


def test_numbers_start_at_one_for_each_client_and_are_never_used_again(unit: Unit, corvo: str) -> None:
    first = csip.add_item(unit, "corvo", DRAFT)
    assert csip.add_item(unit, "lumen", DRAFT).reference == "CSIP-001"
    decide(unit, first, REMOVE)
    assert [first.reference, csip.add_item(unit, "corvo", DRAFT).reference] == ["CSIP-001", "CSIP-002"]


def test_an_item_is_found_through_its_client_only(unit: Unit, corvo: str) -> None:
    csip.add_item(unit, "corvo", DRAFT)
    for wrong in ("lumen", "nobody"):
        with pytest.raises(NotFound):
            csip_item.item_page(unit, wrong, 1)
    assert not csip.register_of(unit, "lumen", CsipFilter()).items


def test_a_plan_item_has_at_most_one_open_item(database: Database) -> None:
    with database.write(WORKSPACE, "tester", NOW) as unit:
        corvo = clients.add_client(unit, slug="corvo", name="Corvo", sector="", language="en")
        first = from_plan(unit, corvo, "L2-A3-P1")
    with pytest.raises(Conflict), database.write(WORKSPACE, "tester", NOW) as unit:
        from_plan(unit, corvo, "L2-A3-P1")
    with database.write(WORKSPACE, "tester", NOW) as unit:
        assert csip.open_numbers(unit, corvo) == {"L2-A3-P1": 1}
        removed = decide(unit, first, REMOVE)
        assert csip.open_numbers(unit, corvo) == {}
        from_plan(unit, corvo, "L2-A3-P1")
        for back in (
            lambda: decide(unit, removed, Decision("reopen", "Wanted after all")),
            lambda: csip.undo_decision(unit, "corvo", 1),
        ):
            with pytest.raises(NotAllowed, match="CSIP-002 is open for the same practice"):
                back()
        assert csip.open_numbers(unit, corvo) == {"L2-A3-P1": 2}


def test_decisions_change_the_state_and_are_all_kept(unit: Unit, corvo: str) -> None:
    item = decide(unit, csip.add_item(unit, "corvo", DRAFT), GO_ON, GO_ON, HOLD)
    assert (item.state, item.state_before_hold) == ("on hold", "in progress")
    assert item.look_again_on == HOLD.look_again_on
    item = decide(unit, item, GO_ON, GO_ON, GO_ON, Decision("progress", verdict="partly"))
    assert (item.state, item.verdict, item.look_again_on) == ("closed", "partly", None)
    events = csip_item.item_page(unit, "corvo", 1).events
    assert [event.kind for event in events] == [csip.DECIDED] * 7 + [csip.ADDED]
    said = [(event.data or {})["to"] for event in events[:-1]]
    assert said == [
        "closed",
        "benefit check",
        "implemented",
        "in progress",
        "on hold",
        "in progress",
        "approved",
    ]


REFUSED: tuple[tuple[Decision, str], ...] = (
    (Decision("hold", "", HOLD.look_again_on), "reason"),
    (Decision("hold", "No budget"), "look_again_on"),
    (Decision("hold", "No budget", TODAY), "look_again_on"),
    (Decision("remove", "  "), "reason"),
    (Decision("progress", decided_on=TODAY + timedelta(days=1)), "decided_on"),
    (Decision("progress", decided_on=TODAY - timedelta(days=1)), "decided_on"),
    (Decision("approve"), "decision"),
)


@pytest.mark.parametrize(("decision", "field"), REFUSED)
def test_a_decision_without_its_parts_changes_nothing(
    unit: Unit, corvo: str, decision: Decision, field: str
) -> None:
    item = csip.add_item(unit, "corvo", DRAFT)
    with pytest.raises(InvalidInput) as caught:
        decide(unit, item, decision)
    assert caught.value.field == field
    assert queries.get_item(unit, corvo, 1) == item
    assert kinds(unit, item) == [csip.ADDED]


def test_a_decision_can_be_entered_later(unit: Unit, corvo: str) -> None:
    number = queries.add_item(unit, corvo, {"title": "Old", "raised_on": TODAY - timedelta(days=9)})
    day = TODAY - timedelta(days=9)
    decide(unit, queries.get_item(unit, corvo, number), replace(GO_ON, decided_on=day))
    event = csip_item.item_page(unit, "corvo", number).events[0]
    assert (event.data or {})["decided_on"] == day.isoformat()


def test_a_costed_item_waits_for_its_approval(unit: Unit, corvo: str) -> None:
    item = csip.add_item(unit, "corvo", COSTED)
    assert (item.cost_currency, item.cost_approval) == ("EUR", "none")
    item = decide(unit, item, GO_ON)
    assert item.state == "costing"
    with pytest.raises(NotAllowed, match="once its cost is approved"):
        decide(unit, item, GO_ON)
    item = csip.edit_item(unit, "corvo", 1, replace(COSTED, cost_approval="approved"), item.version)
    assert decide(unit, item, GO_ON, GO_ON).state == "in progress"


@pytest.mark.parametrize("decisions", [(GO_ON, GO_ON), (GO_ON, GO_ON, HOLD), (GO_ON, GO_ON, GO_ON)])
def test_work_that_has_begun_takes_only_an_approved_cost(
    unit: Unit, corvo: str, decisions: tuple[Decision, ...]
) -> None:
    item = decide(unit, csip.add_item(unit, "corvo", DRAFT), *decisions)
    with pytest.raises(InvalidInput) as caught:
        csip.edit_item(unit, "corvo", 1, COSTED, item.version)
    assert caught.value.field == "cost_approval"
    approved = csip.edit_item(unit, "corvo", 1, replace(COSTED, cost_approval="approved"), item.version)
    assert approved.cost_amount == 12000


def test_a_removal_is_undone_by_a_recorded_reopening_only(unit: Unit, corvo: str) -> None:
    item = decide(unit, csip.add_item(unit, "corvo", DRAFT), GO_ON, HOLD, REMOVE)
    for decision in (GO_ON, HOLD, REMOVE):
        with pytest.raises(NotAllowed):
            decide(unit, item, decision)
    with pytest.raises(InvalidInput):
        decide(unit, item, Decision("reopen"))
    undone = csip.undo_decision(unit, "corvo", 1, item.version)
    assert (undone.state, undone.state_before_hold, undone.look_again_on) == (
        "on hold", "approved", HOLD.look_again_on,
    )  # fmt: skip
    data = csip_item.item_page(unit, "corvo", 1).events[0].data or {}
    assert (data["decision"], data["undone"], data["to"]) == ("reopen", "remove", "on hold")
    assert decide(unit, decide(unit, undone, REMOVE), Decision("reopen", "Wanted")).state == "approved"


def test_only_the_last_decision_is_undone_and_only_once(unit: Unit, corvo: str) -> None:
    item = csip.add_item(unit, "corvo", DRAFT)
    with pytest.raises(NotAllowed):
        csip.undo_decision(unit, "corvo", 1)
    held = decide(unit, item, HOLD)
    undone = csip.undo_decision(unit, "corvo", 1, held.version)
    assert (undone.state, undone.look_again_on) == ("proposed", None)
    with pytest.raises(NotAllowed):
        csip.undo_decision(unit, "corvo", 1)
    assert kinds(unit, item) == [csip.ADDED, csip.DECIDED, csip.UNDONE]


CHANGES: tuple[Callable[[Unit, int], Any], ...] = (
    lambda u, seen: csip.edit_item(u, "corvo", 1, replace(DRAFT, title="Mine"), seen),
    lambda u, seen: csip.decide_item(u, "corvo", 1, REMOVE, seen),
    lambda u, seen: csip.undo_decision(u, "corvo", 1, seen),
)


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_of_what_somebody_else_changed_is_refused(
    unit: Unit, corvo: str, change: Callable[[Unit, int], Any]
) -> None:
    seen = decide(unit, csip.add_item(unit, "corvo", DRAFT), GO_ON).version
    theirs = csip.edit_item(unit, "corvo", 1, replace(DRAFT, title="Theirs"), seen)
    with pytest.raises(Conflict) as caught:
        change(unit, seen)
    assert caught.value.version == theirs.version
    assert caught.value.yours
    assert caught.value.theirs in ("Title: Theirs", "Status: approved")
    assert queries.get_item(unit, corvo, 1) == theirs


def test_an_edit_is_kept_with_both_values(unit: Unit, corvo: str) -> None:
    item = csip.add_item(unit, "corvo", DRAFT)
    assert csip.edit_item(unit, "corvo", 1, DRAFT, item.version) == item
    due = date(2027, 1, 29)
    csip.edit_item(unit, "corvo", 1, replace(DRAFT, due_on=due, owner=""), item.version)
    assert csip_item.item_page(unit, "corvo", 1).events[0].data == {
        "owner": {"from": "Service desk lead", "to": ""},
        "due_on": {"from": None, "to": "2027-01-29"},
    }


def test_a_removed_item_is_not_rewritten(unit: Unit, corvo: str) -> None:
    item = decide(unit, csip.add_item(unit, "corvo", DRAFT), REMOVE)
    with pytest.raises(NotAllowed, match="CSIP-001 is removed"):
        csip.edit_item(unit, "corvo", 1, replace(DRAFT, title="Other"), item.version)


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (replace(DRAFT, title=" \n "), "title"),
        (replace(DRAFT, title="x" * 201), "title"),
        (replace(DRAFT, owner="x" * 101), "owner"),
        (replace(DRAFT, origin="dream"), "origin"),
        (replace(DRAFT, owner_side="friend"), "owner_side"),
        (replace(DRAFT, progress=101), "progress"),
        (replace(DRAFT, cost_kind="free"), "cost_kind"),
        (replace(COSTED, cost_approval="maybe"), "cost_approval"),
        (replace(COSTED, cost_amount=Fraction(-1)), "cost_amount"),
        (replace(COSTED, cost_amount=Fraction(1, 3)), "cost_amount"),
        (replace(COSTED, cost_amount=None, cost_approval="approved"), "cost_amount"),
        (replace(COSTED, cost_currency="euro"), "cost_currency"),
    ],
)
def test_what_does_not_fit_is_refused_by_field(unit: Unit, corvo: str, draft: ItemDraft, field: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        csip.add_item(unit, "corvo", draft)
    assert caught.value.field == field
    assert csip.register_of(unit, "corvo", CsipFilter()).counts == dict.fromkeys(GROUPS, 0)


def test_a_repair_of_the_agreed_level_needs_a_written_reason(unit: Unit, corvo: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        csip.add_item(unit, "corvo", DRAFT, Gate(restores=True, override=" "))
    assert caught.value.field == "override"
    csip.add_item(unit, "corvo", DRAFT, Gate(restores=True, override="It also shortens the queue."))
    data = csip_item.item_page(unit, "corvo", 1).events[0].data or {}
    assert (data["restores_agreed"], data["override"]) == (True, "It also shortens the queue.")


def fill(unit: Unit, corvo: str) -> None:
    """A register with an item in every group."""
    past = TODAY - timedelta(days=1)
    for draft, decisions in (
        (replace(DRAFT, due_on=past), (GO_ON, GO_ON)),
        (replace(COSTED, title="100% self-service"), (GO_ON, HOLD)),
        (replace(COSTED, owner="", cost_approval="approved", due_on=past), (GO_ON, GO_ON, GO_ON)),
        (replace(DRAFT, title="Chat", progress=40), (REMOVE,)),
        (replace(COSTED, cost_amount=Fraction(5, 2), description="Ask about Chat"), ()),
    ):
        decide(unit, csip.add_item(unit, "corvo", draft), *decisions)


@pytest.mark.parametrize(
    ("wanted", "numbers"),
    [
        (CsipFilter(), [1, 2, 3, 4, 5]),
        (CsipFilter(group="on hold"), [2]),
        (CsipFilter(group="done", cost="costed"), [3]),
        (CsipFilter(cost="none"), [1, 4]),
        (CsipFilter(owner="Service desk lead"), [1, 2, 4, 5]),
        (CsipFilter(words="chat"), [4, 5]),
        (CsipFilter(words="100%"), [2]),
        (CsipFilter(words="_"), []),
        (CsipFilter(words="CSIP-003"), [3]),
        (CsipFilter(sort="due"), [1, 3, 2, 4, 5]),
        (CsipFilter(sort="state"), [5, 1, 2, 3, 4]),
        (CsipFilter(sort="owner"), [1, 2, 4, 5, 3]),
        (CsipFilter(sort="progress"), [4, 1, 2, 3, 5]),
    ],
)
def test_the_register_is_narrowed_and_sorted(
    unit: Unit, corvo: str, wanted: CsipFilter, numbers: list[int]
) -> None:
    fill(unit, corvo)
    found = csip.register_of(unit, "corvo", wanted)
    assert [item.number for item in found.items] == numbers
    assert found.matching == len(numbers)
    assert found.counts == dict.fromkeys(GROUPS, 1)


def test_the_register_counts_marks_and_money(unit: Unit, corvo: str) -> None:
    fill(unit, corvo)
    found = csip.register_of(unit, "corvo", CsipFilter())
    assert found.money == (Money("EUR", Fraction(12000), Fraction(5, 2), Fraction(12000)),)
    assert found.waiting == 2
    later = replace(unit, now=NOW + timedelta(days=62))
    short = csip.short_view(later, corvo)
    assert (short.counts, short.late, short.look_again_due) == (dict.fromkeys(GROUPS, 1), 1, 1)
    assert csip_register.marked(queries.list_tallies(unit, corvo), "stale") == 0
    assert csip_register.marked(queries.list_tallies(later, corvo), "stale") == 4


def test_a_count_beside_a_filter_says_what_it_would_leave(unit: Unit, corvo: str) -> None:
    fill(unit, corvo)
    found = csip.register_of(unit, "corvo", CsipFilter(group="removed", cost="costed"))
    assert not found.items
    assert csip_register.choices(found, "group") == {"on hold": 1, "done": 1, "proposed": 1}
    assert csip_register.choices(found, "cost") == {"none": 1}


def test_a_long_register_is_shown_in_pages(unit: Unit, corvo: str) -> None:
    for _ in range(csip_register.ROWS_ON_A_PAGE + 1):
        queries.add_item(unit, corvo, {"title": "Same"})
    assert [item.number for item in csip.register_of(unit, "corvo", CsipFilter(), 99).items] == [101]
    first = csip.register_of(unit, "corvo", CsipFilter())
    assert (first.pages, len(first.items)) == (2, csip_register.ROWS_ON_A_PAGE)


def test_errors_are_sentences(unit: Unit, corvo: str) -> None:
    item = decide(unit, csip.add_item(unit, "corvo", DRAFT), REMOVE)
    with pytest.raises(AppError, match=r"^The item is removed; it cannot go further\.$"):
        decide(unit, item, GO_ON)


def test_amounts_add_up_exactly_whole_and_broken(unit: Unit, corvo: str) -> None:
    for amount in (Fraction("10.50"), Fraction("10.50"), Fraction("0.25"), Fraction(10**9), Fraction(3)):
        csip.add_item(unit, "corvo", replace(COSTED, cost_amount=amount))
    found = queries.list_amounts(unit, corvo)
    assert {one.currency for one in found} == {"EUR"}
    assert sum(one.amount for one in found) == 10**9 + 3 + Fraction("21.25")
    assert csip_register.register_of(unit, "corvo", CsipFilter()).money == (
        Money("EUR", asked=10**9 + 3 + Fraction("21.25")),
    )


@pytest.mark.parametrize("view", csip_register.VIEWS)
def test_a_list_leaves_long_texts_where_they_are(unit: Unit, corvo: str, view: str) -> None:
    made = csip.add_item(unit, "corvo", replace(DRAFT, description="Long", due_on=TODAY))
    page = csip_register.register_of(unit, "corvo", CsipFilter(), view=view)
    shown = [*page.items, *(day.item for day in page.days)]
    assert shown == [replace(made, description="")]
    assert queries.list_items(unit, corvo, CsipFilter()) == [made]
