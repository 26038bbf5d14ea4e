"""What is decided in a review is done in the registers: actions, improvements, agreements, goals."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from assessment.domain.action_items import CANCELLED, FROM_REVIEW
from assessment.domain.csip import Decision
from assessment.domain.goals import CSF, KPI
from assessment.domain.slas import Sla
from assessment.errors import Conflict, InvalidInput, NotAllowed, NotFound
from assessment.services import (
    actions,
    csip,
    goal_edits,
    reviews_agreements,
    reviews_decisions,
    reviews_goals,
    reviews_improvements,
    reviews_pages,
)
from assessment.services.csip import ItemDraft
from assessment.services.goal_edits import GoalEntry
from assessment.services.reviews_agreements import AgreementEntry
from assessment.services.reviews_decisions import ActionEntry
from assessment.services.reviews_goals import GoalDecision
from assessment.store.database import Unit
from assessment.store.queries import reviews as queries
from assessment.store.queries import slas as sla_queries
from assessment.store.queries.actions import get_action
from assessment.store.queries.clients import get_client
from assessment.store.queries.csip_parts import list_decisions
from assessment.store.queries.events import list_events
from assessment.store.queries.goals import list_goals
from tests.factories.held_reviews import TODAY, held
from tests.factories.slas import Place, draft_of, make_place

SOON = TODAY + timedelta(days=5)
ACTION = ActionEntry("Add a technician", "Team lead", SOON)
FROM = date(2026, 12, 1)


@pytest.fixture
def place(unit: Unit) -> Place:
    """Corvo with a service and parties, and a neighbour that has the same."""
    make_place(unit, "Lumen")
    return make_place(unit)


def test_an_action_of_a_review_is_one_of_the_register(unit: Unit, place: Place) -> None:
    one = held(unit)
    entry = replace(ACTION, service_id=place.service_id, party_id=place.customer_id)
    decided = reviews_decisions.add_review_action(unit, "corvo", 1, entry)
    made = get_action(unit, place.client_id, 1)
    assert (made.source, made.review_id, made.service_id, made.party_id) == (
        FROM_REVIEW, one.id, place.service_id, place.customer_id,
    )  # fmt: skip
    assert (decided.text, decided.subject) == ("ACT-001 Add a technician", actions.subject_of(made))
    events = list_events(unit, place.client_id, actions.subject_of(made))
    assert [event.kind for event in events] == ["action added"]


def test_an_action_cannot_be_about_a_service_of_somebody_else(unit: Unit, place: Place) -> None:
    held(unit)
    other = make_place(unit, "Other")
    for entry in (
        replace(ACTION, service_id=other.service_id),
        replace(ACTION, party_id=other.customer_id),
    ):
        with pytest.raises(InvalidInput):
            reviews_decisions.add_review_action(unit, "corvo", 1, entry)
    assert (
        queries.list_decisions(unit, place.client_id, queries.get_review(unit, place.client_id, 1).id) == ()
    )


def test_taking_an_action_back_cancels_it_as_long_as_nobody_touched_it(unit: Unit, place: Place) -> None:
    held(unit)
    for _ in range(2):
        reviews_decisions.add_review_action(unit, "corvo", 1, ACTION)
    assert reviews_decisions.undo_decision(unit, "corvo", 1, 1).undone
    cancelled = get_action(unit, place.client_id, 1)
    assert (cancelled.state, cancelled.cancel_reason) == (
        CANCELLED, "The decision was taken back in REV-001.",
    )  # fmt: skip
    actions.decide_action(unit, "corvo", 2, actions.Decision("start", "", TODAY), 1)
    with pytest.raises(NotAllowed, match="changed since"):
        reviews_decisions.undo_decision(unit, "corvo", 1, 2)
    assert get_action(unit, place.client_id, 2).is_open


def test_the_register_knows_the_review_and_who_decided(unit: Unit, place: Place) -> None:
    item = csip.add_item(unit, "corvo", ItemDraft("Idea"))
    one = held(unit)
    reviews_improvements.decide_items(unit, "corvo", 1, {1: 1}, Decision("progress"), "Service owner, Lead")
    kept = list_decisions(unit, place.client_id, item_id=item.id)
    assert [(line.review_id, list(line.deciders)) for line in kept] == [(one.id, ["Service owner", "Lead"])]


def test_the_second_sees_what_was_decided_outside_the_review_too(unit: Unit, place: Place) -> None:
    csip.add_item(unit, "corvo", ItemDraft("Idea"))
    held(unit)
    hold = Decision("hold", "No budget", TODAY + timedelta(days=30))
    csip.decide_item(unit, "corvo", 1, hold, 1)
    found = reviews_improvements.decide_items(unit, "corvo", 1, {1: 1}, Decision("progress"), "")
    assert [one.theirs for one in found.refused] == ["CSIP-001 Idea: on hold. No budget"]


def test_a_decision_is_not_taken_back_over_a_later_one(unit: Unit, place: Place) -> None:
    csip.add_item(unit, "corvo", ItemDraft("Idea"))
    held(unit)
    reviews_improvements.decide_items(unit, "corvo", 1, {1: 1}, Decision("progress"), "")
    hold = Decision("hold", "No budget", TODAY + timedelta(days=30))
    csip.decide_item(unit, "corvo", 1, hold, 2)
    with pytest.raises(NotAllowed, match="since"):
        reviews_decisions.undo_decision(unit, "corvo", 1, 1)


def reviewed(unit: Unit, place: Place, stage: str = "reviewing") -> Sla:
    """An agreement that waits for a review to decide about it."""
    sla = draft_of(unit, place)
    sla_queries.change_sla(unit, place.client_id, sla, {"stage": stage})
    return sla_queries.get_sla(unit, place.client_id, sla.number)


@pytest.mark.parametrize(
    ("decision", "stage"), [("keep", "monitoring"), ("change", "negotiation"), ("end", "ended")]
)
def test_an_agreement_moves_on_and_the_minutes_say_so(
    unit: Unit, place: Place, decision: str, stage: str
) -> None:
    sla = reviewed(unit, place)
    held(unit, "qbr")
    entry = AgreementEntry(sla.id, decision, "From March on", "Met all year", "Service owner")
    made = reviews_agreements.decide_agreement(unit, "corvo", 1, entry)
    assert made.text == f"SLA-001 {sla.title}: {stage}. From March on"
    assert (made.subject, made.deciders) == (f"sla:{sla.id}", ("Service owner",))
    moved = next(one for one in list_events(unit, place.client_id, made.subject) if one.kind == "sla moved")
    assert (moved.data or {})["review"] == "REV-001"
    with pytest.raises(NotAllowed, match="changed there"):
        reviews_decisions.undo_decision(unit, "corvo", 1, made.number)


def test_what_the_stage_forbids_leaves_nothing_behind(unit: Unit, place: Place) -> None:
    sla = reviewed(unit, place, "monitoring")
    one = held(unit, "qbr")
    with pytest.raises(NotAllowed, match="follows the report of a period"):
        reviews_agreements.decide_agreement(unit, "corvo", 1, AgreementEntry(sla.id, "keep"))
    with pytest.raises(InvalidInput):
        reviews_agreements.decide_agreement(unit, "corvo", 1, AgreementEntry(sla.id, "end"))
    assert sla_queries.get_sla(unit, place.client_id, 1).stage == "monitoring"
    assert queries.list_decisions(unit, place.client_id, one.id) == ()


def test_an_agreement_of_a_neighbour_is_not_found(unit: Unit, place: Place) -> None:
    held(unit, "qbr")
    other = make_place(unit, "Other")
    theirs = draft_of(unit, other)
    with pytest.raises(NotFound):
        reviews_agreements.decide_agreement(unit, "corvo", 1, AgreementEntry(theirs.id, "keep"))


@pytest.fixture
def goals(unit: Unit, place: Place) -> tuple[str, str]:
    """The ids of a success factor of Corvo and of the indicator under it."""
    since = date(2026, 1, 1)
    csf = goal_edits.add_goal(unit, "corvo", CSF, None, GoalEntry("Tier 1 resolves sooner", since))
    entry = GoalEntry("Time to resolve", since, metric_id="M19", target="8 h", target_code="at_most")
    return csf.id, goal_edits.add_goal(unit, "corvo", KPI, csf.number, entry).id


def test_a_target_is_adjusted_from_a_day_on(unit: Unit, place: Place, goals: tuple[str, str]) -> None:
    one = held(unit, "qbr")
    entry = GoalDecision(goals[1], "change", valid_from=FROM, target="6 h", target_code="at_most",
                         reason="Met all year")  # fmt: skip
    made = reviews_goals.decide_goal(unit, "corvo", 1, entry)
    assert made.text == "KPI 2 Time to resolve: target at most 6 h; from 1 Dec 2026"
    kept = list_goals(unit, place.client_id)[1].newest
    assert kept.target == 360
    assert (kept.valid_from, kept.review_id, kept.reason) == (FROM, one.id, "Met all year")
    assert made.subject == f"goal:{goals[1]}"


def test_a_factor_moves_on_and_an_indicator_is_added_under_it(
    unit: Unit, place: Place, goals: tuple[str, str]
) -> None:
    held(unit, "qbr")
    entry = GoalDecision(goals[0], "move", "Tier 2 resolves sooner", FROM, reason="Tier 1 is good enough")
    made = reviews_goals.decide_goal(unit, "corvo", 1, entry)
    assert made.text == ("CSF 1 Tier 1 resolves sooner: becomes “Tier 2 resolves sooner”; from 1 Dec 2026")
    add = GoalDecision(goals[0], "add", "First touch", FROM, "60", "at_least", "M09")
    assert reviews_goals.decide_goal(unit, "corvo", 1, add).text.startswith("KPI 3 First touch: under CSF 1")
    end = GoalDecision(goals[1], "end", reason="Replaced")
    reviews_goals.decide_goal(unit, "corvo", 1, end)
    csf, old, new = list_goals(unit, place.client_id)
    assert [one.title for one in csf.versions] == ["Tier 1 resolves sooner", "Tier 2 resolves sooner"]
    assert (old.retired_on, new.parent_id) == (TODAY, goals[0])
    assert [label for _, label, _ in reviews_goals.goals_for(unit, get_client(unit, "corvo")).goals] == [
        "CSF 1 Tier 1 resolves sooner", "KPI 3 First touch",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"goal_id": "nothing"}, "goal"),
        ({"decision": "drop"}, "decision"),
        ({"reason": " "}, "reason"),
        ({"target": "soon"}, "target"),
        ({"target": ""}, "title"),
        ({"decision": "move"}, "title"),
        ({"decision": "add"}, "goal"),
        ({"valid_from": date(9999, 1, 1)}, "valid_from"),
    ],
)
def test_what_does_not_fit_a_goal_names_its_field(
    unit: Unit, place: Place, goals: tuple[str, str], changes: dict[str, object], field: str
) -> None:
    one = held(unit, "qbr")
    entry = GoalDecision(
        goals[1], "change", valid_from=FROM, target="6 h", target_code="at_most", reason="Met"
    )
    with pytest.raises(InvalidInput) as refused:
        reviews_goals.decide_goal(unit, "corvo", 1, replace(entry, **changes))  # type: ignore[arg-type]
    assert refused.value.field == field
    assert queries.list_decisions(unit, place.client_id, one.id) == ()


def test_two_adjust_a_goal_and_the_second_sees_the_first(
    unit: Unit, place: Place, goals: tuple[str, str]
) -> None:
    held(unit, "qbr")
    entry = GoalDecision(goals[1], "change", valid_from=FROM, target="6 h", target_code="at_most",
                         reason="Met", seen=1)  # fmt: skip
    reviews_goals.decide_goal(unit, "corvo", 1, entry)
    with pytest.raises(Conflict) as refused:
        reviews_goals.decide_goal(unit, "corvo", 1, replace(entry, target="7 h"))
    assert refused.value.by == "tester"


def test_a_sync_offers_and_decides_nothing_about_registers(
    unit: Unit, place: Place, goals: tuple[str, str]
) -> None:
    sla = reviewed(unit, place)
    held(unit, "sync")
    held(unit, "monthly")
    offered = reviews_pages.minutes_page(unit, "corvo", 1).offered
    assert (offered.agreements, offered.goals.goals) == ((), ())
    assert len(reviews_pages.minutes_page(unit, "corvo", 2).offered.goals.goals) == 2
    with pytest.raises(NotAllowed, match="monthly review"):
        reviews_agreements.decide_agreement(unit, "corvo", 1, AgreementEntry(sla.id, "keep"))
    with pytest.raises(NotAllowed, match="monthly review"):
        reviews_goals.decide_goal(unit, "corvo", 1, GoalDecision(goals[0], "keep"))
