"""Reviews keep their rules on both engines: days, packs, minutes, decisions, links, what is kept."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from assessment.domain.catalogue import DESK
from assessment.domain.csip import Decision
from assessment.errors import AppError, Conflict, InvalidInput, NotAllowed, NotFound
from assessment.services import (
    csip,
    reviews,
    reviews_calendar,
    reviews_decisions,
    reviews_improvements,
    reviews_kept,
    reviews_links,
    reviews_minutes,
    reviews_plans,
)
from assessment.services.csip import ItemDraft
from assessment.services.reviews_decisions import ActionEntry, DecisionEntry
from assessment.services.reviews_kept import ProposalEntry, StepEntry
from assessment.services.reviews_minutes import AgendaEdit
from assessment.services.reviews_plans import PlanEntry
from assessment.store.database import Database, Unit
from assessment.store.queries import clients
from assessment.store.queries import reviews as queries
from assessment.store.queries.clients import get_client
from assessment.store.queries.events import list_events
from assessment.store.queries.ticket_rules import KeptCalendar, KeptRules, save_calendar, save_rules
from tests.factories.held_reviews import ENTRY, TODAY, held, pack
from tests.store.conftest import NOW, WORKSPACE

MONTHLY = PlanEntry(
    "monthly", "Monthly review", "month", participants="Service delivery manager (provider)",
    agenda="10 Actions\n15 Results", next_on=date(2026, 11, 22), starts_at="9:30",
)  # fmt: skip


@pytest.fixture
def corvo(unit: Unit) -> str:
    """The id of a client that has a neighbour."""
    clients.add_client(unit, slug="lumen", name="Lumen", sector="", language="en")
    return clients.add_client(unit, slug="corvo", name="Corvo", sector="", language="en")


def test_a_day_off_moves_and_the_rhythm_keeps_its_own_days(unit: Unit, corvo: str) -> None:
    plan = reviews_plans.save_plan(unit, "corvo", MONTHLY)
    assert (plan.number, plan.starts_at, plan.agenda) == (1, "09:30", (("Actions", 10), ("Results", 15)))
    one = reviews.plan_next(unit, "corvo", 1)
    assert (one.reference, one.planned_on) == ("REV-001", date(2026, 11, 23))
    assert (one.period_from, one.period_to) == (date(2026, 10, 1), date(2026, 10, 31))
    assert one.cut_off_on == date(2026, 11, 18)
    assert reviews_plans.plan_of(unit, "corvo", 1).next_on == date(2026, 12, 22)


def test_what_is_held_on_the_last_days_comes_back_to_them_after_february(unit: Unit, corvo: str) -> None:
    reviews_plans.save_plan(unit, "corvo", replace(MONTHLY, next_on=date(2026, 12, 31)))
    days = []
    for _ in range(4):
        plan = reviews_plans.plan_of(unit, "corvo", 1)
        days.append(plan.next_on)
        # Saving the form as it stands changes nothing about it.
        reviews_plans.save_plan(unit, "corvo", replace(MONTHLY, next_on=plan.next_on, seen=plan.version), 1)
        reviews.plan_next(unit, "corvo", 1)
    assert days == [date(2026, 12, 31), date(2027, 1, 31), date(2027, 2, 28), date(2027, 3, 31)]
    plan = reviews_plans.plan_of(unit, "corvo", 1)
    moved = replace(MONTHLY, next_on=date(2027, 5, 28), seen=plan.version)
    reviews_plans.save_plan(unit, "corvo", moved, 1)
    reviews.plan_next(unit, "corvo", 1)
    assert reviews_plans.plan_of(unit, "corvo", 1).next_on == date(2027, 6, 28)


def test_the_calendar_of_the_client_says_which_days_are_off(unit: Unit, corvo: str) -> None:
    week = {day: ["08:00-17:00"] for day in ("mon", "tue", "wed", "thu", "sun")}
    kept = KeptCalendar("", "Week", "Europe/Rome", week, ("2026-11-22", "2026-11-23"), 0)
    save_rules(unit, corvo, KeptRules(calendar_id=save_calendar(unit, corvo, kept)))
    reviews_plans.save_plan(unit, "corvo", MONTHLY)
    assert reviews.plan_next(unit, "corvo", 1).planned_on == date(2026, 11, 24)


BAD_PLANS: tuple[tuple[dict[str, Any], str], ...] = (
    ({"kind": "hourly"}, "kind"),
    ({"every": "year"}, "every"),
    ({"title": " "}, "title"),
    ({"title": "x" * 301}, "title"),
    ({"mode": "stand-up"}, "mode"),
    ({"party": 7}, "party"),
    ({"minutes_long": None}, "minutes_long"),
    ({"minutes_long": 10**12}, "minutes_long"),
    ({"starts_at": "25:00"}, "starts_at"),
    ({"starts_at": "half past"}, "starts_at"),
    ({"agenda": "Actions"}, "agenda"),
    ({"agenda": "99999999999 Actions"}, "agenda"),
    ({"next_on": date(9999, 1, 1)}, "next_on"),
    ({"charter": "x" * 10_001}, "charter"),
)


@pytest.mark.parametrize(("values", "field"), BAD_PLANS)
def test_what_does_not_fit_a_cadence_names_its_field(
    unit: Unit, corvo: str, values: dict[str, Any], field: str
) -> None:
    with pytest.raises(InvalidInput) as caught:
        reviews_plans.save_plan(unit, "corvo", replace(MONTHLY, **values))
    assert caught.value.field == field


def test_a_cadence_is_changed_over_the_version_seen_and_retired(unit: Unit, corvo: str) -> None:
    plan = reviews_plans.save_plan(unit, "corvo", MONTHLY)
    entry = replace(MONTHLY, title="Month with Corvo", seen=plan.version)
    changed = reviews_plans.save_plan(unit, "corvo", entry, 1)
    with pytest.raises(Conflict):
        reviews_plans.save_plan(unit, "corvo", replace(entry, title="Other"), 1)
    events = list_events(unit, corvo, reviews_plans.subject_of(changed))
    assert [one.kind for one in events] == ["cadence changed", "cadence added"]
    assert (events[0].data or {})["to"] == {"title": "Month with Corvo"}
    reviews_plans.retire_plan(unit, "corvo", 1, retired=True)
    with pytest.raises(NotAllowed):
        reviews.plan_next(unit, "corvo", 1)
    assert reviews.due_reviews(unit, corvo) == ()
    reviews_plans.retire_plan(unit, "corvo", 1, retired=False)
    assert [one.what for one in reviews.due_reviews(unit, corvo)] == ["plan"]


def test_a_review_is_found_through_its_client_only(unit: Unit, corvo: str) -> None:
    one = reviews.plan_review(unit, "corvo", ENTRY)
    reviews_plans.save_plan(unit, "corvo", MONTHLY)
    for act in (
        lambda: reviews.prepare_review(unit, "lumen", 1, one.version),
        lambda: reviews.plan_next(unit, "lumen", 1),
        lambda: reviews.begin_review(unit, "corvo", 10**30, 1),
        lambda: reviews.close_review(unit, "nobody", 1),
        lambda: reviews_kept.change_entry(unit, "lumen", "step", 1, StepEntry("Do"), 1),
    ):
        with pytest.raises(NotFound):
            act()


def test_a_review_goes_its_way_and_every_step_is_kept(unit: Unit, corvo: str) -> None:
    one = held(unit)
    assert (one.state, one.held_on, one.cut_off_on) == ("held", TODAY, TODAY)
    with pytest.raises(NotAllowed):
        reviews.prepare_review(unit, "corvo", 1, one.version)
    with pytest.raises(NotAllowed):
        reviews.add_addendum(unit, "corvo", 1, "Late")
    closed = reviews.close_review(unit, "corvo", 1)
    reviews.add_addendum(unit, "corvo", 1, "The owner is another one.")
    assert [one.text for one in queries.list_addenda(unit, corvo, closed.id)] == ["The owner is another one."]
    kinds = [one.kind for one in list_events(unit, corvo, reviews.subject_of(closed))]
    assert kinds == ["review addendum", "review closed", "review begun", "review prepared", "review planned"]
    frozen = (
        lambda: reviews_minutes.save_parts(unit, "corvo", 1, {"notes": {"notes": "New"}}, {}),
        lambda: reviews_minutes.edit_agenda(unit, "corvo", 1, AgendaEdit("add", title="New", minutes=5), 5),
        lambda: reviews_decisions.add_decision(unit, "corvo", 1, DecisionEntry("other", "decided", "New")),
        lambda: reviews.change_review(unit, "corvo", 1, ENTRY, closed.version),
        lambda: reviews.cancel_review(unit, "corvo", 1, closed.version, "Ill"),
    )
    for act in frozen:
        with pytest.raises(NotAllowed):
            act()


def test_cancelling_takes_a_reason_and_two_at_once_see_each_other(unit: Unit, corvo: str) -> None:
    one = reviews.plan_review(unit, "corvo", ENTRY)
    with pytest.raises(InvalidInput):
        reviews.cancel_review(unit, "corvo", 1, one.version, "  ")
    later = replace(ENTRY, planned_on=TODAY + timedelta(days=7))
    reviews.change_review(unit, "corvo", 1, later, one.version)
    with pytest.raises(Conflict):
        reviews.cancel_review(unit, "corvo", 1, one.version, "Ill")
    cancelled = reviews.cancel_review(unit, "corvo", 1, one.version + 1, "Ill")
    assert (cancelled.state, cancelled.cancel_reason) == ("cancelled", "Ill")
    assert reviews.next_review(unit, corvo) is None


def test_two_write_at_once_and_only_the_same_part_clashes(unit: Unit, corvo: str) -> None:
    one = held(unit)
    parts = reviews_minutes.parts_of(one)
    first, second = [name for name in parts if name.startswith("point-")][:2]
    whole = {name: {"notes": part.words, "version": part.mark} for name, part in parts.items()
             if name in (first, second, "notes")}  # fmt: skip
    mine = {**whole, first: {**whole[first], "notes": "Mine"}}
    theirs = {**whole, second: {**whole[second], "notes": "Theirs"}}
    reviews_minutes.save_parts(unit, "corvo", 1, mine, {})
    both = reviews_minutes.save_parts(unit, "corvo", 1, theirs, {})
    found = reviews_minutes.parts_of(both)
    assert (found[first].words, found[second].words) == ("Mine", "Theirs")
    with pytest.raises(Conflict) as caught:
        reviews_minutes.save_parts(unit, "corvo", 1, {first: {**whole[first], "notes": "Other"}}, {})
    assert (caught.value.yours, caught.value.theirs) == ("Other", "Mine")
    assert str(caught.value.version) == found[first].mark


def test_who_came_how_it_was_and_when_comes_next(unit: Unit, corvo: str) -> None:
    reviews_plans.save_plan(unit, "corvo", MONTHLY)
    one = reviews.plan_next(unit, "corvo", 1)
    one = reviews.prepare_review(unit, "corvo", 1, one.version)
    one = reviews.begin_review(unit, "corvo", 1, one.version)
    marks = {name: part.mark for name, part in reviews_minutes.parts_of(one).items()}
    typed = {
        "room": {"others": "Auditor (customer)", "version": marks["room"]},
        "relationship": {"word": "good", "note": "Open talk", "version": marks["relationship"]},
        "next": {"next_on": "2026-12-15", "version": marks["next"]},
    }
    one = reviews_minutes.save_parts(unit, "corvo", 1, typed, {"room": ["0"]})
    assert reviews_minutes.came_to(one) == ("Service delivery manager", "Auditor")
    assert (one.relationship, one.next_on) == ("good", date(2026, 12, 15))
    reviews.close_review(unit, "corvo", 1)
    assert reviews_plans.plan_of(unit, "corvo", 1).next_on == date(2026, 12, 15)
    for part, fields in (("relationship", {"word": "fine"}), ("next", {"next_on": "soon"})):
        with pytest.raises(AppError):
            reviews_minutes.save_parts(unit, "corvo", 1, {part: {**fields, "version": "0"}}, {})


def test_improvements_are_decided_together_and_the_second_sees_the_first(unit: Unit, corvo: str) -> None:
    items = [csip.add_item(unit, "corvo", ItemDraft(f"Idea {number}")) for number in range(3)]
    held(unit)
    seen = {item.number: item.version for item in items}
    hold = Decision("hold", "No budget", TODAY + timedelta(days=30))
    first = reviews_improvements.decide_items(
        unit, "corvo", 1, {1: seen[1]}, hold, "Service delivery manager"
    )
    assert (first.done[0].deciders, first.done[0].look_again_on) == (
        ("Service delivery manager",), TODAY + timedelta(days=30),
    )  # fmt: skip
    second = reviews_improvements.decide_items(unit, "corvo", 1, seen, Decision("progress"), "")
    assert [one.text for one in second.done] == [
        "CSIP-002 Idea 1: approved", "CSIP-003 Idea 2: approved",
    ]  # fmt: skip
    assert [(one.reference, one.theirs, one.by) for one in second.refused] == [
        ("CSIP-001", "CSIP-001 Idea 0: on hold. No budget", "tester")
    ]
    with pytest.raises(InvalidInput):
        reviews_improvements.decide_items(unit, "corvo", 1, {2: 2}, Decision("remove", " "), "")
    with pytest.raises(InvalidInput):
        reviews_improvements.decide_items(unit, "corvo", 1, {}, Decision("progress"), "")
    undone = reviews_decisions.undo_decision(unit, "corvo", 1, 2)
    assert undone.undone
    assert csip.register_of(unit, "corvo", csip.CsipFilter()).items[1].state == "proposed"
    assert len(queries.list_decisions(unit, corvo, first.done[0].review_id)) == 3


def test_actions_and_proposals_go_into_their_registers(unit: Unit, corvo: str) -> None:
    held(unit)
    day = TODAY + timedelta(days=5)
    made = reviews_decisions.add_review_action(
        unit, "corvo", 1, ActionEntry("Add a technician", "Team lead", day)
    )
    assert (made.text, made.owner, made.due_on) == ("ACT-001 Add a technician", "Team lead", day)
    for title, owner, due in (("", "Team lead", day), ("Do", "", day), ("Do", "Team lead", None)):
        with pytest.raises(InvalidInput):
            reviews_decisions.add_review_action(unit, "corvo", 1, ActionEntry(title, owner, due))
    proposal = ProposalEntry("Night desk", description="From 20 to 6")
    assert reviews_decisions.add_review_proposal(unit, "corvo", 1, proposal).text == "PRO-001 Night desk"
    entry = DecisionEntry("sla", "change", "Resolution to 8 hours")
    with pytest.raises(InvalidInput):
        reviews_decisions.add_decision(unit, "corvo", 1, entry)
    reviews_decisions.add_decision(unit, "corvo", 1, replace(entry, reason="Met for a year"))
    reviews.close_review(unit, "corvo", 1)
    actions = pack(unit, held(unit, day=TODAY + timedelta(days=30))).section("actions")
    assert actions is not None
    assert actions.rows[0].cells[-1] == "The last review"


def test_a_link_opens_one_review_until_it_ends(database: Database) -> None:
    with database.write(WORKSPACE, "tester", NOW) as unit:
        for slug in ("corvo", "lumen"):
            clients.add_client(unit, slug=slug, name=slug.title(), sector="", language="en")
        reviews.plan_review(unit, "corvo", ENTRY)
        with pytest.raises(NotAllowed):
            reviews_links.share_review(unit, "corvo", 1, "Auditor")
        held(unit)
        link = reviews_links.share_review(unit, "corvo", 2, "Auditor", 7)
        assert reviews_links.shared_review(unit, link.id).review.number == 2
        with pytest.raises(NotFound):
            reviews_links.end_link(unit, "lumen", link.id)
        with pytest.raises(NotFound):
            reviews_links.shared_calendar(unit, link.id)
    with database.read(WORKSPACE, "nobody", NOW + timedelta(days=8)) as unit, pytest.raises(NotFound):
        reviews_links.shared_review(unit, link.id)
    with database.write(WORKSPACE, "tester", NOW) as unit:
        reviews_links.end_link(unit, "corvo", link.id)
        with pytest.raises(NotFound):
            reviews_links.shared_review(unit, link.id)


def test_the_calendar_holds_reviews_and_what_comes_next(unit: Unit, corvo: str) -> None:
    reviews_plans.save_plan(unit, "corvo", MONTHLY)
    reviews.plan_next(unit, "corvo", 1)
    link = reviews_links.share_calendar(unit, "corvo", "Service owner")
    _, text = reviews_links.shared_calendar(unit, link.id)
    assert text.count("BEGIN:VEVENT") == 2
    assert "DTSTART:20261123T093000\r\n" in text
    again = reviews_calendar.calendar_file(unit, get_client(unit, "corvo"))
    assert text == again


def test_a_sync_decides_nothing_but_may_make_an_action(unit: Unit, corvo: str) -> None:
    csip.add_item(unit, "corvo", ItemDraft("Idea"))
    held(unit, "sync")
    with pytest.raises(NotAllowed, match="monthly review"):
        reviews_improvements.decide_items(unit, "corvo", 1, {1: 1}, Decision("progress"), "")
    with pytest.raises(NotAllowed, match="monthly review"):
        reviews_decisions.add_decision(unit, "corvo", 1, DecisionEntry("sla", "keep", "As it is"))
    reviews_decisions.add_decision(unit, "corvo", 1, DecisionEntry("other", "decided", "Call on Friday"))
    reviews_decisions.add_review_action(unit, "corvo", 1, ActionEntry("Look into it", "Team lead", TODAY))


def test_a_review_at_the_desk_needs_no_meeting(unit: Unit, corvo: str) -> None:
    one = held(unit, mode=DESK)
    assert not one.is_meeting
    assert reviews.close_review(unit, "corvo", 1).state == "closed"


def test_what_is_due_is_told_for_other_pages(unit: Unit, corvo: str) -> None:
    reviews_plans.save_plan(unit, "corvo", MONTHLY)
    found = reviews.next_review(unit, corvo)
    assert found is not None
    assert (found.title, found.number, found.is_late) == ("Monthly review", None, True)
    one = reviews.plan_next(unit, "corvo", 1)
    assert [(due.what, due.number) for due in reviews.due_reviews(unit, corvo)] == [("prepare", 1)]
    one = reviews.prepare_review(unit, "corvo", 1, one.version)
    assert [due.what for due in reviews.due_reviews(unit, corvo)] == ["hold"]
    reviews.begin_review(unit, "corvo", 1, one.version)
    assert [due.what for due in reviews.due_reviews(unit, corvo)] == ["close"]
