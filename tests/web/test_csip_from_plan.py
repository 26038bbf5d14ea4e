"""From the plan into the register and back: copied with their reasons, never twice."""

from datetime import timedelta
from fractions import Fraction

import pytest

from assessment.domain.answers import Reading
from assessment.domain.csip import Decision
from assessment.services import csip
from assessment.services.assessments import start_assessment
from assessment.services.csip_from_plan import send_to_csip
from assessment.services.csip_item import item_page
from assessment.services.plan import plan_of
from assessment.services.questions import rate_practice
from assessment.services.rating_changes import RatingChange
from assessment.store.database import Database
from assessment.store.queries.readings import add_reading
from assessment.web.app import LOCAL_WORKSPACE
from tests.factories.planned import ASSESSMENT, CLIENT, FIRST, PLAN, SECOND, planned_client, rate_everything
from tests.web.conftest import NOW
from tests.web.pages import Page, PageClient

REGISTER = f"/clients/{CLIENT}/csip"
SEND = f"{PLAN}/csip"


@pytest.fixture
def corvo(client: PageClient, database: Database) -> PageClient:
    """A browser on an app with one client that has a plan."""
    with database.write(LOCAL_WORKSPACE, "tests", NOW) as unit:
        planned_client(unit)
    return client


def send(corvo: PageClient, *practices: str, status: int = 200) -> Page:
    """Send items of the plan as its page does."""
    return corvo.post(SEND, {"done": list(practices), "assessment": ASSESSMENT}, status)


def notice(page: Page) -> str:
    """What the notices of a page say."""
    return page.root.find(id="toasts").text


def test_plan_items_become_improvements(corvo: PageClient) -> None:
    page = send(corvo, FIRST, SECOND)
    assert "Two items are new in the register: CSIP-001 and CSIP-002." in notice(page)
    assert corvo.get(REGISTER).h1 == "Two items proposed, none in progress yet"


def test_sending_twice_opens_the_first(corvo: PageClient) -> None:
    send(corvo, FIRST)
    page = send(corvo, FIRST)
    assert "One item was there already: CSIP-001." in notice(page)
    assert "CSIP-001 is proposed" in page.text
    page = send(corvo, FIRST, SECOND, SECOND)
    assert "One item is new in the register: CSIP-002; one item was there already." in notice(page)


@pytest.mark.parametrize(
    ("practices", "message"),
    [((), "Choose at least one item of the plan."), (("L9-A9-P9",), "L9-A9-P9 is not in the plan any more.")],
)
def test_nothing_is_sent_when_one_of_them_does_not_fit(
    corvo: PageClient, practices: tuple[str, ...], message: str
) -> None:
    page = send(corvo, *practices, status=422)
    assert message in page.root.find(class_="errors").text
    assert corvo.get(REGISTER).h1 == "No improvements yet"


def test_an_unknown_client_or_assessment_has_no_plan(corvo: PageClient) -> None:
    corvo.post("/clients/nobody/plan/csip", {"done": [FIRST]}, 404)
    corvo.post(SEND, {"done": [FIRST], "assessment": "nothing"}, 404)


def test_the_item_says_where_it_comes_from(corvo: PageClient) -> None:
    send(corvo, FIRST)
    page = corvo.get(f"{REGISTER}/1")
    back = page.root.find("a", href=f"{PLAN}?assessment={ASSESSMENT}#i-{FIRST}")
    assert back.text == "Open it in the plan of November 2026"
    assert "Why it ranked there" in page.text
    assert "below its target" in page.text
    plan = corvo.get(PLAN)
    assert plan.root.find("article", id=f"i-{FIRST}").find_all("a", href=f"{REGISTER}/1")


def test_what_the_plan_knows_is_copied(corvo: PageClient, database: Database) -> None:
    with database.write(LOCAL_WORKSPACE, "tests", NOW) as unit:
        view = plan_of(unit, CLIENT)
        planned = next(item for item in view.plan.items if item.practice == FIRST)
        assert send_to_csip(unit, CLIENT, [FIRST]).created == (1,)
        item = item_page(unit, CLIENT, 1).item
        cell = view.framework.area_by_id[planned.area].cell(planned.level)
        assert (item.origin, item.practice_id, item.area_id) == ("plan", FIRST, planned.area)
        assert (item.level_from, item.level_to) == (planned.level - 1, planned.level)
        assert (item.wave, item.effort) == (planned.wave, planned.inputs.effort)
        assert item.because.startswith("0." if planned.priority < 1 else str(int(planned.priority)))
        assert all(outcome.text["en"] in item.expected_benefit for outcome in cell.outcomes)
        assert item.assessment_id == view.place.assessment.id


def test_an_item_that_was_removed_can_be_planned_anew(corvo: PageClient, database: Database) -> None:
    send(corvo, FIRST)
    with database.write(LOCAL_WORKSPACE, "tests", NOW) as unit:
        item = item_page(unit, CLIENT, 1).item
        csip.decide_item(unit, CLIENT, 1, Decision("remove", "Not now"), item.version)
    assert "One item is new in the register: CSIP-002." in notice(send(corvo, FIRST))


def test_what_is_implemented_is_done_in_the_plan(corvo: PageClient, database: Database) -> None:
    send(corvo, FIRST)
    assert corvo.get(PLAN).root.find("article", id=f"i-{FIRST}").find_all("select")
    with database.write(LOCAL_WORKSPACE, "tests", NOW) as unit:
        for verdict in (None, None, None, None, "realised"):
            item = item_page(unit, CLIENT, 1).item
            csip.decide_item(unit, CLIENT, 1, Decision("progress", verdict=verdict), item.version)
    card = corvo.get(PLAN).root.find("article", id=f"i-{FIRST}")
    assert "done in wave\u00a01" in card.text or "done in wave 1" in card.text
    assert card.find("a", href=f"{REGISTER}/1").text == "CSIP-001"
    assert card.find_all("select") == []
    assert f"{REGISTER}/1" in corvo.get(f"{PLAN}/csip?done={FIRST}").html


def test_the_metric_of_an_item_moves(corvo: PageClient, database: Database) -> None:
    send(corvo, SECOND)
    with database.write(LOCAL_WORKSPACE, "tests", NOW) as unit:
        page = item_page(unit, CLIENT, 1)
        framework = plan_of(unit, CLIENT).framework
        metric = framework.metric_by_id[page.item.metric_id or ""]
        assert page.metric is not None
        assert (page.metric.before, page.metric.latest) == (None, None)
        for period, value in (("2026-09", 12), ("2026-12", 8)):
            add_reading(unit, page.client.id, framework.id, Reading(metric.id, period, Fraction(value)))
    shown = corvo.get(f"{REGISTER}/1").text
    assert "When it was raised, September 2026" in shown
    assert "Now, December 2026" in shown


def implement(corvo: PageClient, database: Database, practice: str) -> None:
    """Send a practice to the register and take it as far as implemented."""
    send(corvo, practice)
    with database.write(LOCAL_WORKSPACE, "tests", NOW) as unit:
        for seen in (1, 2, 3):
            csip.decide_item(unit, CLIENT, 1, Decision("progress"), seen)


@pytest.mark.parametrize(
    ("letter", "said", "outcome"),
    [
        ("", "Confirm or refuse it by rating it.", "No later assessment has rated it yet."),
        ("F", "The rating confirms it.", "The next assessment confirms it."),
        ("L", "The rating says: not fully in place.", "better than before, but not fully in place"),
        ("P", "The rating says: not fully in place.", "The next assessment refuses it"),
        ("N", "The rating says: not in place.", "The next assessment refuses it"),
    ],
)
def test_the_next_assessment_confirms_or_refuses(
    corvo: PageClient, database: Database, letter: str, said: str, outcome: str
) -> None:
    implement(corvo, database, SECOND)
    with database.write(LOCAL_WORKSPACE, "tests", NOW) as unit:
        held = NOW.date() + timedelta(days=90)
        place = start_assessment(unit, CLIENT, title="Next", held_on=held)
        area = plan_of(unit, CLIENT, ASSESSMENT).framework.area_by_id[SECOND.split("-")[1]]
        if letter:
            rate_practice(unit, CLIENT, place.assessment.slug, SECOND, RatingChange(0, letter))
        slug = place.assessment.slug
    page = corvo.get(f"/clients/{CLIENT}/assessments/{slug}/{area.slug}")
    assert "CSIP-001 says this is in place" in page.text
    assert said in page.text
    assert (
        "says this is in place"
        not in corvo.get(f"/clients/{CLIENT}/assessments/{ASSESSMENT}/{area.slug}").text
    )
    assert outcome in corvo.get(f"{REGISTER}/1").text


def test_the_plan_shows_what_came_of_its_waves(corvo: PageClient, database: Database) -> None:
    assert "What came" not in corvo.get(PLAN).text
    with database.write(LOCAL_WORKSPACE, "tests", NOW) as unit:
        held = NOW.date() + timedelta(days=200)
        place = start_assessment(unit, CLIENT, title="Next", held_on=held)
        rate_everything(unit, place, "FFPN")
    page = corvo.get(f"{PLAN}?assessment={ASSESSMENT}")
    rows = page.root.find("section", aria_labelledby="came-title").find_all("tr")
    assert [head.text for head in rows[0].find_all("th")] == [
        "Wave", "Ends", "Predicted", "What came", "Difference",
    ]  # fmt: skip
    assert rows[1].find("th").text == "Wave 1"
    assert "in Next" in rows[1].text
    assert page.root.find(id="came-title").text.startswith("After wave")
