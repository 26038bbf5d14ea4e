"""The life of an improvement item."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from assessment.domain import csip
from assessment.domain.csip import Decision, ItemState, allowed_decisions, decide, next_state
from assessment.domain.csip_items import CsipItem
from assessment.errors import InvalidInput, NotAllowed

AGAIN = date(2027, 1, 31)
HOLD = Decision("hold", "No budget before January", AGAIN)
REMOVE = Decision("remove", "The service ends")
PROGRESS = Decision("progress")
RAISED = date(2026, 11, 2)
ITEM = CsipItem(
    id="one", number=1, title="Publish the catalogue", description="", origin="idea", assessment_id=None,
    practice_id=None, area_id=None, metric_id=None, level_from=None, level_to=None,
    cost_kind="none", cost_amount=None, cost_currency="", cost_approval=csip.COST_NONE, owner="",
    owner_side="", raised_on=RAISED, raised_by="", due_on=None, wave=None, effort=None, because="",
    expected_benefit="", progress=0, state=csip.PROPOSED, state_before_hold=None, look_again_on=None,
    verdict=None, updated_at=datetime(2026, 11, 2, tzinfo=UTC), version=1,
)  # fmt: skip


def test_an_item_without_cost_goes_straight_through() -> None:
    item, seen = ItemState(), []
    while item.state != csip.CLOSED:
        verdict = "partly" if item.state == csip.BENEFIT_CHECK else None
        item = decide(item, Decision("progress", verdict=verdict)).after
        seen.append(item.state)
    assert seen == ["approved", "in progress", "implemented", "benefit check", "closed"]
    assert item.verdict == "partly"


def test_an_item_that_needs_costing_waits_for_its_approval() -> None:
    item = decide(ItemState(needs_costing=True), PROGRESS).after
    assert item.state == csip.COSTING
    with pytest.raises(NotAllowed, match="once its cost is approved"):
        decide(item, PROGRESS)
    approved = decide(replace(item, cost_approval=csip.COST_APPROVED), PROGRESS).after
    assert approved.state == csip.APPROVED
    assert decide(approved, PROGRESS).after.state == csip.IN_PROGRESS


def test_an_approved_item_cannot_start_when_its_cost_was_refused_later() -> None:
    item = ItemState(csip.APPROVED, needs_costing=True, cost_approval=csip.COST_REFUSED)
    with pytest.raises(NotAllowed):
        decide(item, PROGRESS)
    assert allowed_decisions(item) == ("hold", "remove")


@pytest.mark.parametrize("state", sorted(csip.OPEN_STATES - {csip.ON_HOLD}))
def test_an_item_on_hold_returns_to_the_state_it_left(state: str) -> None:
    held = decide(ItemState(state), HOLD).after
    assert (held.state, held.left, held.group) == ("on hold", state, "on hold")
    assert next_state(held) == state
    assert decide(held, PROGRESS).after == ItemState(state)


@pytest.mark.parametrize(
    ("decision", "field"),
    [
        (Decision("hold", "", AGAIN), "reason"),
        (Decision("hold", "  ", AGAIN), "reason"),
        (Decision("hold", "Why"), "look_again_on"),
        (Decision("hold", "Why", AGAIN, decided_on=AGAIN), "look_again_on"),
        (Decision("remove"), "reason"),
        (Decision("postpone"), "decision"),
    ],
)
def test_what_is_missing_is_named(decision: Decision, field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        decide(ItemState(), decision)
    assert refused.value.field == field


@pytest.mark.parametrize("verdict", [None, "", "yes"])
def test_closing_needs_a_verdict(verdict: str | None) -> None:
    with pytest.raises(InvalidInput, match="realised, partly, not realised"):
        decide(ItemState(csip.BENEFIT_CHECK), Decision("progress", verdict=verdict))


@pytest.mark.parametrize("decision", [PROGRESS, HOLD, REMOVE])
@pytest.mark.parametrize("state", [csip.CLOSED, csip.REMOVED])
def test_closed_and_removed_are_final(state: str, decision: Decision) -> None:
    with pytest.raises(NotAllowed):
        decide(ItemState(state), decision)


def test_a_removal_is_undone_only_by_a_re_open_with_a_reason() -> None:
    removed = decide(ItemState(csip.IN_PROGRESS), REMOVE).after
    assert (removed.state, removed.group) == ("removed", "removed")
    with pytest.raises(InvalidInput, match="opened again"):
        decide(removed, Decision("reopen"))
    assert decide(removed, Decision("reopen", "Removed by mistake")).after == ItemState(csip.IN_PROGRESS)
    with pytest.raises(NotAllowed):
        decide(ItemState(), Decision("reopen", "Why"))


def test_an_item_removed_while_on_hold_returns_to_where_it_was_before() -> None:
    held = decide(ItemState(csip.IN_PROGRESS), HOLD).after
    removed = decide(held, REMOVE).after
    assert decide(removed, Decision("reopen", "Needed after all")).after.state == csip.IN_PROGRESS


def test_an_item_on_hold_is_not_put_on_hold_again() -> None:
    with pytest.raises(NotAllowed, match="on hold"):
        decide(ItemState(csip.ON_HOLD, left=csip.PROPOSED), HOLD)


def test_groups_cover_every_state_in_the_order_of_the_filter() -> None:
    assert csip.GROUPS == ("proposed", "in progress", "on hold", "done", "removed")
    assert {state for state in csip.STATES if csip.GROUP_OF[state] == "done"} == {
        "implemented",
        "benefit check",
        "closed",
    }


@pytest.mark.parametrize(
    ("state", "kinds"),
    [
        (csip.PROPOSED, ("progress", "hold", "remove")),
        (csip.ON_HOLD, ("progress", "remove")),
        (csip.CLOSED, ()),
        (csip.REMOVED, ("reopen",)),
    ],
)
def test_allowed_decisions(state: str, kinds: tuple[str, ...]) -> None:
    assert allowed_decisions(ItemState(state, left=csip.PROPOSED)) == kinds


@pytest.mark.parametrize("state", csip.STATES)
def test_only_what_is_still_to_be_done_can_be_late(state: str) -> None:
    due = date(2026, 11, 20)
    item = replace(ITEM, state=state, due_on=due)
    late = state in (csip.PROPOSED, csip.COSTING, csip.APPROVED, csip.IN_PROGRESS)
    assert item.days_late(due + timedelta(days=3)) == (3 if late else 0)
    assert item.days_late(due) == 0
    assert replace(item, due_on=None).days_late(due + timedelta(days=3)) == 0
