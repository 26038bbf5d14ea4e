"""Goals on both engines: the tree and its states, versions from a day on, two people, moving, retiring."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from sqlalchemy import insert

from assessment.bench.measuring import counted_statements
from assessment.domain.answers import Reading
from assessment.domain.catalogue import Service
from assessment.domain.goals import BREACHED, CSF, KPI, MET, OBJECTIVE, UNKNOWN, WATCH
from assessment.domain.sla_content import SlaContent, Target, content_data
from assessment.domain.sla_results import TargetResult
from assessment.errors import Conflict, InvalidInput, NotAllowed, NotFound
from assessment.services.catalogue import save_entry
from assessment.services.clients import add_client
from assessment.services.framework import shipped_framework
from assessment.services.goal_edits import (
    GoalEntry,
    add_example,
    add_goal,
    change_goal,
    move_goal,
    retire_goal,
)
from assessment.services.goals import goal_choices, goal_page, tree_of
from assessment.store.database import Database, Unit
from assessment.store.queries.clients import get_client
from assessment.store.queries.readings import add_reading
from assessment.store.queries.sla_results import save_results
from assessment.store.tables import sla, sla_version
from tests.store.conftest import NOW

CLIENT, OTHER = "corvo", "lumen"
START = date(2026, 1, 1)
CSF_ENTRY = GoalEntry("Tier 1 resolves sooner", START)
KPI_ENTRY = GoalEntry("Time to resolve", START, metric_id="M19", target="8 h", target_code="at_most")


@pytest.fixture
def corvo(unit: Unit) -> Unit:
    """A unit with two clients, one with an objective, a CSF and a KPI."""
    add_client(unit, name="Corvo")
    add_client(unit, name="Lumen")
    add_goal(unit, CLIENT, OBJECTIVE, None, GoalEntry("Deliveries leave on time", START))
    add_goal(unit, CLIENT, CSF, 1, CSF_ENTRY)
    add_goal(unit, CLIENT, KPI, 2, KPI_ENTRY)
    return unit


def states(unit: Unit, on: date | None = None) -> list[str]:
    """The states of all goals on a day, as they are shown."""
    return [one.standing.state for one in tree_of(unit, get_client(unit, CLIENT), on).nodes()]


def read(unit: Unit, minutes: int | None, period: str = "2026-10", metric: str = "M19") -> None:
    """Store a reading."""
    value = None if minutes is None else Fraction(minutes)
    new = Reading(metric, period, value)
    add_reading(unit, get_client(unit, CLIENT).id, shipped_framework().id, new)


def agree(unit: Unit, goal_number: int, *, since: date | None = START, **changes: Any) -> None:
    """Store an agreement with one target under a goal; without a day it is a draft."""
    client = get_client(unit, CLIENT)
    goal = goal_page(unit, CLIENT, goal_number).goal
    target = Target("t1", "response", "First answer", goal_id=goal.id, value=Fraction(95))
    content = content_data(SlaContent(targets=(replace(target, **changes),)))
    unit.connection.execute(
        insert(sla).values(
            workspace_id=unit.workspace_id, id="s1", client_id=client.id, number=1, title="Desk",
            service_id="x", stage="monitoring", draft=None if since else content, cadence="month", round=1,
            end_reason="", updated_at=unit.now, updated_by="tester", version=1,
        )
    )  # fmt: skip
    if since:
        unit.connection.execute(
            insert(sla_version).values(
                workspace_id=unit.workspace_id, sla_id="s1", number=1, client_id=client.id, content=content,
                hash="h", valid_from=since, frozen_at=unit.now, frozen_by="tester",
            )
        )  # fmt: skip


def result(unit: Unit, state: str, period: str = "2026-10", actual: int | None = 90) -> None:
    """Store what came of the target."""
    value = None if actual is None else Fraction(actual)
    new = TargetResult("s1", "t1", period, 1, state, "First answer", Fraction(95), actual=value)
    save_results(unit, get_client(unit, CLIENT).id, [new])


def test_without_a_reading_all_is_unknown_and_the_reason_reaches_the_top(corvo: Unit) -> None:
    assert states(corvo) == [UNKNOWN] * 3
    top = tree_of(corvo, get_client(corvo, CLIENT)).roots[0]
    assert top.standing.reason == "KPI 3: no reading for Oct 2026."
    read(corvo, None)
    assert goal_page(corvo, CLIENT, 1).node.standing.reason == "KPI 3: no data in Oct 2026."  # type: ignore[union-attr]


@pytest.mark.parametrize(("minutes", "state"), [(480, MET), (500, WATCH), (600, BREACHED)])
def test_the_reading_of_the_last_whole_month_decides(corvo: Unit, minutes: int, state: str) -> None:
    read(corvo, 9999, "2026-09")
    read(corvo, minutes)
    read(corvo, 9999, "2026-11")
    assert states(corvo) == [state] * 3
    assert states(corvo, date(2026, 10, 15)) == [BREACHED] * 3


def test_a_breach_of_an_agreement_shows_up_to_the_top(corvo: Unit) -> None:
    read(corvo, 480)
    agree(corvo, 3)
    assert states(corvo) == [UNKNOWN] * 3
    result(corvo, "met", actual=96)
    assert states(corvo) == [MET] * 3
    result(corvo, "breached")
    assert states(corvo) == [BREACHED] * 3
    top = tree_of(corvo, get_client(corvo, CLIENT)).roots[0]
    assert top.standing.reason == "SLA-001, First answer: 90%, agreed at least 95% in Oct 2026."
    result(corvo, "no data", actual=None)
    assert states(corvo) == [UNKNOWN] * 3


def test_an_agreement_counts_from_the_day_on_which_it_holds(corvo: Unit) -> None:
    read(corvo, 480)
    agree(corvo, 3, since=date(2027, 1, 1))
    page = goal_page(corvo, CLIENT, 3)
    assert page.node is not None
    assert page.node.kpi is not None
    assert [one.counts for one in page.node.kpi.targets] == [False]
    assert states(corvo) == [MET] * 3


def test_a_draft_is_shown_and_does_not_count(corvo: Unit) -> None:
    read(corvo, 480)
    agree(corvo, 3, since=None)
    assert states(corvo) == [MET] * 3


def test_a_quarterly_target_keeps_its_result_until_the_next_one(corvo: Unit) -> None:
    read(corvo, 480)
    agree(corvo, 3, period="quarter")
    result(corvo, "met", "2026-09", 96)
    assert states(corvo) == [MET] * 3


def test_a_goal_moves_on_and_its_past_can_still_be_seen(corvo: Unit) -> None:
    entry = GoalEntry("Tier 2 resolves sooner", date(2026, 10, 1), reason="Tier 1 got there.", seen=1)
    goal = change_goal(corvo, CLIENT, 2, entry)
    assert [one.title for one in goal.versions] == ["Tier 1 resolves sooner", "Tier 2 resolves sooner"]
    assert goal.versions[0].valid_to == date(2026, 9, 30)
    client = get_client(corvo, CLIENT)
    assert tree_of(corvo, client, date(2026, 9, 30)).nodes(CSF)[0].version.title == "Tier 1 resolves sooner"
    assert tree_of(corvo, client).nodes(CSF)[0].version.title == "Tier 2 resolves sooner"
    assert tree_of(corvo, client, date(2025, 12, 31)).nodes() == ()
    assert change_goal(corvo, CLIENT, 2, replace(entry, seen=1)) == goal


def test_a_target_that_changes_is_a_version_too_and_needs_a_reason(corvo: Unit) -> None:
    entry = replace(KPI_ENTRY, target="6 h", valid_from=date(2026, 11, 1), seen=1)
    with pytest.raises(InvalidInput) as refused:
        change_goal(corvo, CLIENT, 3, entry)
    assert refused.value.field == "reason"


def test_the_second_of_two_sees_what_the_first_wrote(corvo: Unit) -> None:
    change_goal(corvo, CLIENT, 2, GoalEntry("First", date(2026, 11, 1), reason="So.", seen=1))
    with pytest.raises(Conflict) as refused:
        change_goal(corvo, CLIENT, 2, GoalEntry("Second", date(2026, 11, 1), reason="So.", seen=1))
    assert (refused.value.yours, refused.value.theirs) == ("Text: Second", "First")
    assert refused.value.version == 2


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": " \x00"}, "title"),
        ({"title": "x" * 301}, "title"),
        ({"valid_from": None}, "valid_from"),
        ({"valid_from": date(1, 1, 1)}, "valid_from"),
        ({"valid_from": date(2025, 1, 1), "title": "Earlier"}, "valid_from"),
        ({"metric_id": "M99"}, "metric_id"),
        ({"target": "much"}, "target"),
        ({"target": "9" * 50}, "target"),
        ({"target_code": "about"}, "target_code"),
        ({"service_id": "nothing"}, "service_id"),
        ({"review_id": "nothing"}, "review_id"),
    ],
)
def test_what_does_not_fit_is_refused_at_its_field(corvo: Unit, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        change_goal(corvo, CLIENT, 3, replace(KPI_ENTRY, reason="So.", seen=1, **changes))
    assert refused.value.field == field
    assert len(goal_page(corvo, CLIENT, 3).goal.versions) == 1


@pytest.mark.parametrize(
    ("kind", "parent", "field"),
    [
        (KPI, None, "parent"),
        (KPI, 1, "parent"),
        (CSF, 2, "parent"),
        (CSF, 99, "parent"),
        ("wish", None, "kind"),
    ],
)
def test_a_goal_stands_only_where_it_can(corvo: Unit, kind: str, parent: int | None, field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        add_goal(corvo, CLIENT, kind, parent, KPI_ENTRY)
    assert refused.value.field == field


def test_a_goal_can_be_put_under_an_objective_that_came_later(corvo: Unit) -> None:
    add_goal(corvo, CLIENT, OBJECTIVE, None, GoalEntry("Nobody waits", START))
    goal = change_goal(corvo, CLIENT, 2, replace(CSF_ENTRY, parent="4", seen=1))
    assert len(goal.versions) == 1
    tree = tree_of(corvo, get_client(corvo, CLIENT))
    assert [one.goal.number for one in tree.nodes()] == [1, 4, 2, 3]
    assert goal_page(corvo, CLIENT, 2).events[0].data == {
        "what": "CSF 2",
        "valid_from": "2026-11-23",
        "from": {"Stands under": "Objective 1 Deliveries leave on time"},
        "to": {"Stands under": "Objective 4 Nobody waits"},
        "reason": "",
    }
    top = change_goal(corvo, CLIENT, 2, replace(CSF_ENTRY, parent="", seen=2))
    assert top.parent_id is None
    with pytest.raises(InvalidInput):
        change_goal(corvo, CLIENT, 3, replace(KPI_ENTRY, parent="4", seen=1))


def test_goals_are_moved_among_those_beside_them(corvo: Unit) -> None:
    add_goal(corvo, CLIENT, CSF, 1, GoalEntry("Second", START))
    move_goal(corvo, CLIENT, 4, up=True)
    tree = tree_of(corvo, get_client(corvo, CLIENT))
    assert [one.goal.number for one in tree.nodes(CSF)] == [4, 2]
    with pytest.raises(NotAllowed):
        move_goal(corvo, CLIENT, 4, up=True)
    with pytest.raises(NotAllowed):
        move_goal(corvo, CLIENT, 3, up=False)


def test_what_is_retired_leaves_with_all_under_it_and_comes_back(corvo: Unit) -> None:
    client = get_client(corvo, CLIENT)
    retire_goal(corvo, CLIENT, 2, retired=True)
    assert [one.goal.number for one in tree_of(corvo, client).nodes()] == [1]
    assert [label for _, label in goal_choices(corvo, client.id)] == ["Objective 1 Deliveries leave on time"]
    assert len(tree_of(corvo, client, date(2026, 11, 22)).nodes()) == 3
    with pytest.raises(NotAllowed):
        retire_goal(corvo, CLIENT, 2, retired=True)
    retire_goal(corvo, CLIENT, 2, retired=False)
    assert len(tree_of(corvo, client).nodes()) == 3
    assert [label for _, label in goal_choices(corvo, client.id, [KPI])] == ["KPI 3 Time to resolve"]


def test_another_clients_goal_is_not_found(corvo: Unit) -> None:
    service = save_entry(corvo, OTHER, Service("", 0, "Desk"))
    with pytest.raises(InvalidInput):
        change_goal(corvo, CLIENT, 2, replace(CSF_ENTRY, service_id=service.id, seen=1))
    for act in (goal_page, lambda *a: retire_goal(*a, retired=True), lambda *a: move_goal(*a, up=True)):
        with pytest.raises(NotFound):
            act(corvo, OTHER, 2)
    with pytest.raises(NotFound):
        change_goal(corvo, OTHER, 2, CSF_ENTRY)
    assert goal_choices(corvo, get_client(corvo, OTHER).id) == []


def test_the_example_is_for_clients_without_goals(corvo: Unit) -> None:
    add_example(corvo, OTHER)
    tree = tree_of(corvo, get_client(corvo, OTHER))
    assert [one.goal.kind for one in tree.nodes()] == [CSF, KPI]
    assert tree.roots[0].standing.reason == "KPI 2 has no target."
    with pytest.raises(NotAllowed):
        add_example(corvo, CLIENT)


def test_the_tree_asks_as_little_however_large_it_is(corvo: Unit, database: Database) -> None:
    for number in range(30):
        add_goal(corvo, CLIENT, KPI, 2, replace(KPI_ENTRY, title=f"Indicator {number}"))
    corvo.connection.commit()
    with database.read(corvo.workspace_id, "tester", NOW) as reading:
        client = get_client(reading, CLIENT)
        with counted_statements(database) as seen:
            assert len(tree_of(reading, client).nodes()) == 33
    assert len(seen) <= 8
