"""What waits for somebody, from every source, on both engines."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest
from sqlalchemy import insert, update

from assessment.bench.measuring import counted_statements
from assessment.domain.answers import Reading
from assessment.domain.csip import Decision as CsipDecision
from assessment.domain.needs import Need
from assessment.domain.sla_content import SlaContent, Target, content_data, hash_of
from assessment.domain.sla_results import MET
from assessment.errors import NotFound
from assessment.services import actions, assessments, csip
from assessment.services.actions import ActionDraft, Decision
from assessment.services.framework import shipped_framework
from assessment.services.metrics import metrics_page
from assessment.services.needs import dated_needs, needs_of, needs_of_all
from assessment.services.own import MetricEntry, define_metric, retire_own
from assessment.services.questions import RatingChange, rate_practice
from assessment.store.base import new_id
from assessment.store.database import Database, Scope, Unit
from assessment.store.numbers import add_numbered
from assessment.store.queries import clients
from assessment.store.queries.catalogue import list_parties
from assessment.store.queries.readings import add_reading
from assessment.store.queries.sla_results import save_results
from assessment.store.tables import action_item, contract, csip_item, review, review_plan, sla, sla_signature
from tests.factories.actions import add_sla, result
from tests.store.conftest import NOW, WORKSPACE

TODAY = NOW.date()
YESTERDAY = TODAY - timedelta(days=1)
SOON = TODAY + timedelta(days=5)
LATER = TODAY + timedelta(days=30)
IMPROVEMENT = csip.ItemDraft("Chat", owner="tester")
ACTION = ActionDraft("Answer in time", owner="Service desk lead")


@pytest.fixture
def corvo(unit: Unit) -> str:
    """The id of a client that has a neighbour with nothing but a name."""
    clients.add_client(unit, slug="lumen", name="Lumen", sector="", language="en")
    return clients.add_client(unit, slug="corvo", name="Corvo", sector="", language="en")


def needs(unit: Unit, *kinds: str) -> list[Need]:
    """What waits at Corvo, of some kinds."""
    return [one for one in needs_of(unit, "corvo").needs if one.kind in kinds]


def said(unit: Unit, *kinds: str) -> list[tuple[str, str, date | None]]:
    """What waits at Corvo as (subject, sentence, day)."""
    return [(one.subject, one.sentence, one.due_on) for one in needs(unit, *kinds)]


def test_a_client_without_anything_is_to_be_assessed(unit: Unit, corvo: str) -> None:
    (need,) = needs_of(unit, "corvo").needs
    assert (need.kind, need.address) == ("assessment", "/clients/corvo/assessments")
    with pytest.raises(NotFound):
        needs_of(unit, "nobody")


def add_improvement(unit: Unit, draft: csip.ItemDraft, *decisions: CsipDecision) -> None:
    item = csip.add_item(unit, "corvo", draft)
    for one in decisions:
        item = csip.decide_item(unit, "corvo", item.number, one, item.version)


def test_improvements_say_what_they_wait_for(unit: Unit, corvo: str) -> None:
    go = CsipDecision("progress")
    costed = replace(IMPROVEMENT, cost_kind="costed", cost_amount=Fraction(5), cost_currency="EUR")
    add_improvement(unit, replace(IMPROVEMENT, due_on=YESTERDAY))
    add_improvement(unit, IMPROVEMENT, go)
    add_improvement(unit, replace(costed, cost_approval="requested"))
    add_improvement(unit, IMPROVEMENT, go, CsipDecision("hold", "No budget", SOON))
    add_improvement(unit, IMPROVEMENT, CsipDecision("hold", "No budget", LATER))
    add_improvement(unit, IMPROVEMENT, CsipDecision("remove", "No"))
    add_improvement(unit, replace(IMPROVEMENT, due_on=SOON), go, go)
    add_improvement(unit, IMPROVEMENT, go, go, go, go)
    assert said(unit, "csip") == [
        ("CSIP-001", "Chat: it is past its day and it waits for a decision.", YESTERDAY),
        ("CSIP-004", "Chat: its day comes within a week.", SOON),
        ("CSIP-007", "Chat: its day comes within a week.", SOON),
        ("CSIP-003", "Chat: its cost waits for approval.", None),
        ("CSIP-008", "Chat: its benefit is to be checked.", None),
    ]
    assert all(one.mine for one in needs(unit, "csip"))
    later = replace(unit, now=NOW + timedelta(days=61))
    stale = {one.subject: one.sentence for one in needs(later, "csip")}
    assert stale["CSIP-002"] == "Chat: nobody has touched it for 60 days."
    assert "the day to look at it again has come" in stale["CSIP-004"]
    assert "CSIP-006" not in stale


def test_actions_say_what_they_wait_for(unit: Unit, corvo: str) -> None:
    for draft, kinds in (
        (replace(ACTION, due_on=YESTERDAY), ()),
        (ACTION, ("start", "finish")),
        (replace(ACTION, owner="", severity="high"), ()),
        (replace(ACTION, due_on=LATER), ()),
        (replace(ACTION, due_on=YESTERDAY), ("cancel",)),
        (replace(ACTION, owner="TESTER ", due_on=TODAY), ()),
    ):
        item = actions.add_action(unit, "corvo", draft)
        for kind in kinds:
            item = actions.decide_action(unit, "corvo", item.number, Decision(kind, "No"), item.version)
    assert said(unit, "action") == [
        ("ACT-001", "Answer in time: it is past its day.", YESTERDAY),
        ("ACT-006", "Answer in time: its day comes within a week.", TODAY),
        ("ACT-002", "Answer in time: it is done and waits to be verified.", None),
        ("ACT-003", "Answer in time: its severity is high and nobody owns it.", None),
    ]
    assert [one.mine for one in needs(unit, "action")] == [False, True, False, False]


def test_a_breach_without_an_action_is_told_once(unit: Unit, corvo: str) -> None:
    made = add_sla(unit, corvo)
    months = [result("2026-09", sla_id=made), result("2026-10", sla_id=made)]
    save_results(unit, corvo, [*months, result("2026-05", sla_id=made, target_key="T2")])
    assert said(unit, "target") == [
        ("SLA-001", "Response to priority 1: breached in October 2026, and no action takes care of it.", None)
    ]
    actions.draft_actions(unit, corvo, months)
    assert said(unit, "target") == []
    item = actions.decide_action(unit, "corvo", 1, Decision("cancel", "No"), 1)
    assert said(unit, "target") == []
    unit.connection.execute(update(action_item).values(missed_again=None))
    assert len(said(unit, "target")) == 1
    assert item.state == "cancelled"
    save_results(unit, corvo, [result("2026-11", MET, sla_id=made)])
    assert said(unit, "target") == []


def sign(unit: Unit, client_id: str, sla_id: str, side: str, hash: str, **values: Any) -> None:
    unit.connection.execute(
        insert(sla_signature).values(
            workspace_id=unit.workspace_id, id=new_id(), client_id=client_id, sla_id=sla_id, hash=hash,
            side=side, name="", role="", signed_at=NOW, signed_by="tester", **values,
        )
    )  # fmt: skip


def test_an_agreement_waits_for_those_who_have_not_signed_what_it_says_now(unit: Unit, corvo: str) -> None:
    content = SlaContent(scale="All sites")
    made = add_sla(unit, corvo, stage="finalizing", draft=content_data(content))
    waits = "Desk: it waits for the signature of the {}."
    assert said(unit, "agreement") == [("SLA-001", waits.format("provider and customer"), None)]
    sign(unit, corvo, made, "provider", hash_of(content))
    sign(unit, corvo, made, "customer", hash_of(SlaContent()))
    sign(unit, corvo, made, "customer", hash_of(content), voided_at=NOW)
    assert said(unit, "agreement") == [("SLA-001", waits.format("customer"), None)]
    sign(unit, corvo, made, "customer", hash_of(content))
    assert said(unit, "agreement") == []


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (TODAY + timedelta(days=61), ""),
        (TODAY + timedelta(days=60), "Desk: its validity ends."),
        (YESTERDAY, "Desk: its validity has ended."),
    ],
)
def test_an_agreement_that_ends_asks_in_time(unit: Unit, corvo: str, day: date, words: str) -> None:
    made = add_sla(unit, corvo, content=SlaContent(valid_to=day))
    assert [one[1] for one in said(unit, "agreement")] == ([words] if words else [])
    unit.connection.execute(update(sla).where(sla.c.id == made).values(ended_on=TODAY))
    assert said(unit, "agreement") == []


def test_targets_are_looked_at_on_their_day(unit: Unit, corvo: str) -> None:
    targets = (Target("T1", "response", "R", review_on=LATER), Target("T2", "response", "S", review_on=SOON))
    add_sla(unit, corvo, content=SlaContent(targets=targets))
    assert said(unit, "agreement") == [("SLA-001", "Desk: its targets are to be looked at.", SOON)]


@pytest.mark.parametrize(
    ("ends_on", "notice", "found"),
    [
        (TODAY + timedelta(days=150), 90, [("notice, or it renews itself", TODAY + timedelta(days=60))]),
        (TODAY + timedelta(days=151), 90, []),
        (TODAY + timedelta(days=10), 90, [("the last day for notice has passed, and it renews itself",
                                           TODAY + timedelta(days=10))]),
        (YESTERDAY, 90, []),
        (TODAY + timedelta(days=10), None, []),
        (None, 90, []),
    ],
)  # fmt: skip
def test_notice_is_given_in_time(
    unit: Unit, corvo: str, ends_on: date | None, notice: int | None, found: list[tuple[str, date]]
) -> None:
    add_sla(unit, corvo, manager="tester")
    values = {
        "party_id": list_parties(unit, corvo)[0].id, "title": "Desk", "starts_on": date(2025, 1, 1),
        "ends_on": ends_on, "renewal": "renews", "notice_days": notice, "currency": "", "value_per": "year",
        "services": [], "note": "",
    }  # fmt: skip
    add_numbered(unit, contract, corvo, values)
    add_numbered(unit, contract, corvo, {**values, "retired_at": NOW})
    assert [(one[1], one[2]) for one in said(unit, "contract")] == [
        (f"Desk: {words}.", day) for words, day in found
    ]
    assert all(one.mine for one in needs(unit, "contract"))


def add_review(unit: Unit, client_id: str, title: str, state: str, day: date, **values: Any) -> None:
    row = {
        "kind": "monthly", "title": title, "mode": "meeting", "period_from": day, "period_to": day,
        "planned_on": day, "starts_at": "", "state": state, "agenda": [], "attendance": [], "minutes": "",
        "relationship": "", "relationship_note": "", "closed_by": "", "minutes_long": 60, "cancel_reason": "",
        **values,
    }  # fmt: skip
    add_numbered(unit, review, client_id, row)


def test_reviews_are_prepared_held_and_closed(unit: Unit, corvo: str) -> None:
    plan_id, _ = add_numbered(
        unit, review_plan, corvo,
        {"kind": "monthly", "title": "Monthly", "every": "month", "mode": "meeting", "participants": [],
         "agenda": [], "inputs": [], "outputs": [], "starts_at": "",
         "minutes_long": 60, "charter": "", "next_on": SOON},
    )  # fmt: skip
    for title, state, day in (
        ("Late", "planned", YESTERDAY), ("Soon", "prepared", SOON), ("Far", "planned", LATER),
        ("Old", "held", date(2026, 10, 1)), ("Closed", "closed", YESTERDAY), ("Off", "cancelled", YESTERDAY),
    ):  # fmt: skip
        add_review(unit, corvo, title, state, day)
    assert said(unit, "review") == [
        ("Review 1", "Late: it was to be held.", YESTERDAY),
        ("Review", "Monthly: it is to be prepared.", SOON),
        ("Review 2", "Soon: it is prepared and to be held.", SOON),
        ("Review 4", "Old: it was held and its minutes are not closed.", None),
    ]
    add_review(unit, corvo, "Entered", "planned", LATER, plan_id=plan_id)
    assert "Review" not in [one[0] for one in said(unit, "review")]


def test_missing_values_are_counted_as_the_metrics_page_does(unit: Unit, corvo: str) -> None:
    define_metric(unit, "corvo", MetricEntry("Same day", "count", "higher"))
    framework = shipped_framework().id
    for metric, period in (
        ("M01", "2026-10"), ("M02", "2026-09"), ("M03", "2026-08"), ("OWN-01", "2026-08"),
    ):  # fmt: skip
        add_reading(unit, corvo, framework, Reading(metric, period, Fraction(5)))
    page = metrics_page(unit, "corvo")
    assert page.counted("missing") == 3
    assert [one[1] for one in said(unit, "reading")] == ["Three metrics have no value for October 2026."]
    retire_own(unit, "corvo", "OWN-01", may_all=True)
    assert metrics_page(unit, "corvo").counted("missing") == 2
    assert [one[1] for one in said(unit, "reading")] == ["Two metrics have no value for October 2026."]


def test_high_ratings_wait_for_evidence_while_the_assessment_is_open(unit: Unit, corvo: str) -> None:
    place = assessments.start_assessment(unit, "corvo", title="November 2026", held_on=TODAY)
    for practice, letter in (("L1-A1-P1", "F"), ("L1-A2-P1", "L"), ("L1-A3-P1", "P")):
        rate_practice(unit, "corvo", place.assessment.slug, practice, RatingChange(0, letter))
    assert said(unit, "evidence", "assessment") == [
        ("Evidence, November 2026", "Two high ratings wait for evidence.", None),
        ("November 2026", "Less than 80% is answered.", None),
    ]


def test_somebody_sees_the_needs_of_the_own_clients_only(unit: Unit, corvo: str) -> None:
    add_improvement(unit, replace(IMPROVEMENT, due_on=YESTERDAY))
    assert [one.client.slug for one in needs_of_all(unit).groups] == ["corvo", "lumen"]
    assert dated_needs(unit).names == {"corvo": "Corvo"}
    stranger = replace(unit, scope=Scope("p2", assigned_only=True))
    assert needs_of_all(stranger).needs == ()
    assert dated_needs(stranger).needs == ()
    with pytest.raises(NotFound):
        needs_of(stranger, "corvo")


def test_what_is_put_away_waits_for_nobody(unit: Unit, corvo: str) -> None:
    add_improvement(unit, replace(IMPROVEMENT, due_on=YESTERDAY))
    clients.update_client(unit, corvo, None, {"archived_at": NOW})
    assert [one.client.slug for one in needs_of_all(unit).groups] == ["lumen"]
    assert dated_needs(unit).needs == ()


@pytest.mark.parametrize("many", [1, 12])
def test_the_pages_ask_the_same_few_questions_whatever_the_number_of_clients(
    database: Database, many: int
) -> None:
    with database.write(WORKSPACE, "tester", NOW) as unit:
        for at in range(many):
            made = clients.add_client(unit, slug=f"c-{at}", name=f"C {at}", sector="", language="en")
            add_sla(unit, made, stage="finalizing", draft=content_data(SlaContent()))
            place = assessments.start_assessment(unit, f"c-{at}", title="November 2026", held_on=TODAY)
            rate_practice(unit, f"c-{at}", place.assessment.slug, "L1-A1-P1", RatingChange(0, "F"))
            for _ in range(3):
                csip.add_item(unit, f"c-{at}", replace(IMPROVEMENT, due_on=YESTERDAY))
                actions.add_action(unit, f"c-{at}", replace(ACTION, due_on=YESTERDAY))
    with database.read(WORKSPACE, "tester", NOW) as unit, counted_statements(database) as statements:
        found = needs_of_all(unit)
        assert len(found.groups) == many
        assert len(statements) <= 14
        del statements[:]
        needs_of(unit, "c-0")
        assert len(statements) <= 14
        del statements[:]
        assert len(dated_needs(unit).needs) == 6 * many
        assert len(statements) == 4


def test_a_far_updated_item_is_not_stale_without_being_open(unit: Unit, corvo: str) -> None:
    add_improvement(unit, IMPROVEMENT, CsipDecision("remove", "No"))
    unit.connection.execute(update(csip_item).values(updated_at=NOW - timedelta(days=400)))
    assert said(unit, "csip") == []
