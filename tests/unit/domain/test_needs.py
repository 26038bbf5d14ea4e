"""What waits for a person, and in which order."""

from datetime import date, timedelta

import pytest

from assessment.domain.needs import (
    KINDS,
    Need,
    OpenAction,
    OpenImprovement,
    OpenReview,
    RunningContract,
    RunningSla,
    Viewer,
    action_need,
    contract_need,
    improvement_need,
    needs_title,
    ordered,
    review_need,
    sla_needs,
)

TODAY = date(2026, 11, 23)
ME = Viewer("Desk lead", TODAY)


def in_days(days: int) -> date:
    """The day so many days from today."""
    return TODAY + timedelta(days=days)


def need(subject: str, days: int | None, kind: str = "csip") -> Need:
    """A need whose day lies so many days from today."""
    return Need(kind, "corvo", subject, "", None if days is None else in_days(days), "/")


def test_what_is_past_its_day_stands_first_and_far_days_last() -> None:
    given = [need("far", 61), need("none", None), need("soon", 60), need("today", 0), need("late", -1),
             need("oldest", -9)]  # fmt: skip
    found = ordered(given, TODAY)
    assert [one.subject for one in found] == ["oldest", "late", "today", "soon", "none", "far"]
    assert [one.days_late(TODAY) for one in found] == [9, 1, 0, 0, 0, 0]


def test_of_the_same_day_actions_and_missed_targets_stand_first() -> None:
    found = ordered([need(kind, None, kind) for kind in sorted(KINDS)], TODAY)
    assert [one.kind for one in found][:3] == ["action", "target", "csip"]


@pytest.mark.parametrize(("owner", "mine"), [("desk LEAD ", True), ("", False), ("Desk", False)])
def test_the_name_says_whose_it_is(owner: str, mine: bool) -> None:
    action = OpenAction("corvo", 1, "Answer", "done", "low", owner, None)
    found = action_need(action, ME)
    assert found is not None
    assert found.mine is mine


def improvement(state: str, **changes: object) -> OpenImprovement:
    values = {"cost_kind": "none", "cost_approval": "none", "owner": "", "due_on": None,
              "look_again_on": None, "updated_on": TODAY, **changes}  # fmt: skip
    return OpenImprovement("corvo", 1, "Chat", state, **values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("one", "said"),
    [
        (improvement("proposed"), "it waits for a decision"),
        (improvement("approved"), ""),
        (improvement("in progress", due_on=in_days(8)), ""),
        (improvement("in progress", due_on=in_days(7)), "its day comes within a week"),
        (improvement("in progress", due_on=in_days(-1)), "it is past its day"),
        (improvement("implemented", due_on=in_days(-1)), ""),
        (improvement("closed", due_on=in_days(-1), updated_on=in_days(-99)), ""),
        (improvement("on hold", look_again_on=TODAY), "the day to look at it again has come"),
        (improvement("on hold", cost_kind="costed", look_again_on=in_days(9)), ""),
        (
            improvement("costing", cost_kind="costed", cost_approval="requested"),
            "its cost waits for approval",
        ),
        (improvement("costing", cost_kind="costed", cost_approval="refused"), "it waits for a decision"),
        (improvement("approved", updated_on=in_days(-60)), ""),
        (improvement("approved", updated_on=in_days(-61)), "nobody has touched it for 60 days"),
        (improvement("benefit check"), "its benefit is to be checked"),
    ],
)
def test_an_improvement_says_what_it_waits_for(one: OpenImprovement, said: str) -> None:
    found = improvement_need(one, ME)
    assert (found.sentence if found else "") == (f"Chat: {said}." if said else "")


@pytest.mark.parametrize(
    ("state", "severity", "owner", "days", "said"),
    [
        ("open", "medium", "", -1, "it is past its day"),
        ("open", "medium", "", 8, ""),
        ("in progress", "medium", "", 7, "its day comes within a week"),
        ("open", "high", "", 8, "its severity is high and nobody owns it"),
        ("open", "high", "Desk", 8, ""),
        ("done", "medium", "", -1, "it is done and waits to be verified"),
    ],
)
def test_an_action_says_what_it_waits_for(
    state: str, severity: str, owner: str, days: int, said: str
) -> None:
    found = action_need(OpenAction("corvo", 1, "Answer", state, severity, owner, in_days(days)), ME)
    assert (found.sentence if found else "") == (f"Answer: {said}." if said else "")


def test_days_of_agreements_and_contracts_come_up_60_days_before() -> None:
    for days, count in ((61, 0), (60, 1), (-5, 1)):
        assert len(sla_needs(RunningSla("corvo", 1, "Desk", "", valid_to=in_days(days)), ME)) == count
        assert len(sla_needs(RunningSla("corvo", 1, "Desk", "", review_on=in_days(days)), ME)) == count
        contract = RunningContract("corvo", 1, "Desk", "", "ends", in_days(90), in_days(days))
        assert (contract_need(contract, ME) is not None) == bool(count)


def test_a_held_review_waits_however_long_ago() -> None:
    for state, days, waits in (
        ("held", -90, True), ("planned", 8, False), ("planned", 7, True), ("prepared", -1, True),
    ):  # fmt: skip
        found = review_need(OpenReview("corvo", 1, "Monthly", state, in_days(days)), ME)
        assert (found is not None) == waits


@pytest.mark.parametrize(
    ("days", "title"),
    [
        ((), "Nothing waits for you"),
        ((None,), "One thing waits for somebody"),
        ((-1, 3), "Two things wait for somebody, one is past its day"),
        ((-1, -3), "Two things wait for somebody, two are past their day"),
    ],
)
def test_the_title_counts(days: tuple[int | None, ...], title: str) -> None:
    assert needs_title([need("x", one) for one in days], TODAY) == title
