"""What is decided in the minutes of a review is done in the registers, and the pages link it."""

from datetime import date

import pytest

from assessment.domain.goals import CSF, KPI
from assessment.services import reviews
from assessment.services.goal_edits import GoalEntry, add_goal
from assessment.services.reviews import ReviewEntry
from assessment.store.database import Database
from assessment.store.queries.clients import get_client
from assessment.store.queries.slas import change_sla
from tests.factories.slas import draft_of, place_in
from tests.web.conftest import NOW
from tests.web.fixtures_clients import add, writing
from tests.web.pages import PageClient

ONE = "/clients/corvo-logistics/reviews/1"


@pytest.fixture
def corvo(database: Database) -> str:
    """A client with a monthly review that is being held."""
    slug = add(database).slug
    with writing(database) as unit:
        one = reviews.plan_review(unit, slug, ReviewEntry("monthly", planned_on=NOW.date()))
        one = reviews.prepare_review(unit, slug, 1, one.version)
        reviews.begin_review(unit, slug, 1, one.version)
    return slug


def test_an_agreement_and_a_goal_are_decided_about_in_the_meeting(
    client: PageClient, database: Database, corvo: str
) -> None:
    assert "Decide about a success factor" not in client.get(f"{ONE}/minutes").text
    with writing(database) as unit:
        sla = draft_of(unit, place_in(unit, corvo))
        start = date(2026, 1, 1)
        add_goal(unit, corvo, CSF, None, GoalEntry("Tier 1 resolves sooner", start))
        entry = GoalEntry("Time to resolve", start, metric_id="M19", target="8 h", target_code="at_most")
        goal = add_goal(unit, corvo, KPI, 1, entry)
    about = {"form": "agreement", "sla": sla.id, "decision": "keep", "text": "Until March", "reason": ""}
    refused = client.post(f"{ONE}/decisions", about, status=422)
    assert "Only a review decides to keep an agreement; it follows the report of a period." in refused.text
    assert "Until March" in refused.html
    assert "Nothing is decided yet" in refused.text
    with writing(database) as unit:
        change_sla(unit, get_client(unit, corvo).id, sla, {"stage": "reviewing"})
    client.post(f"{ONE}/decisions", about)
    page = client.get(f"{ONE}/minutes")
    assert 'href="/clients/corvo-logistics/slas/1"' in page.html
    assert f"SLA-001 {sla.title}: monitoring. Until March" in page.text
    change = {
        "form": "goal", "goal": goal.id, f"seen-{goal.id}": "1", "decision": "change", "target": "6 h",
        "target_code": "at_most", "valid_from": "2026-12-01", "reason": "",
    }  # fmt: skip
    again = client.post(f"{ONE}/decisions", change, status=422)
    assert "6 h" in again.html
    client.post(f"{ONE}/decisions", {**change, "reason": "Met all year"})
    page = client.get(f"{ONE}/minutes")
    assert "KPI 2 Time to resolve: target at most 6 h; from 1 Dec 2026" in page.text
    assert 'href="/clients/corvo-logistics/goals/2"' in page.html
    lost = client.post(f"{ONE}/decisions", {**change, "target": "5 h", "reason": "Better"}, status=409)
    assert "Somebody else changed KPI 2 before you" in lost.text
    assert "5 h" in lost.html
    client.post(f"{ONE}/decisions", {**change, "valid_from": "soon", "reason": "x"}, status=422)
    assert "REV-001" in client.get("/clients/corvo-logistics/goals/2").text


def test_an_action_of_the_meeting_can_be_taken_back(
    client: PageClient, database: Database, corvo: str
) -> None:
    action = {"form": "action", "title": "Restart", "owner": "Team lead", "due_on": "2026-12-01"}
    page = client.post(f"{ONE}/decisions", action)
    assert "Take back" in page.text
    client.post(f"{ONE}/decisions/1/undo", {})
    assert "Cancelled" in client.get("/clients/corvo-logistics/actions/1").text
    assert "The decision was taken back in REV-001." in client.get("/clients/corvo-logistics/actions/1").text


def test_reviews_and_agreements_can_be_commented_on(
    client: PageClient, database: Database, corvo: str
) -> None:
    with writing(database) as unit:
        draft_of(unit, place_in(unit, corvo))
    for path in (ONE, "/clients/corvo-logistics/slas/1"):
        form = client.get(path).form("/clients/corvo-logistics/remarks")
        client.post("/clients/corvo-logistics/remarks", {**form, "text": "Read by both sides"})
        assert "Read by both sides" in client.get(path).text
