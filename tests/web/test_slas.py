"""The pages of agreements: list, drafting, points, targets, needs, and two people at once."""

from fractions import Fraction

import pytest

from assessment.bench.measuring import counted_statements
from assessment.domain.sla_content import Credit
from assessment.domain.sla_results import TargetResult
from assessment.services import slas, slas_points, slas_steps
from assessment.services.clients import add_client
from assessment.services.slas_loaded import Loaded, load
from assessment.services.slas_points import PointEntry
from assessment.store.database import Database
from assessment.store.queries.sla_results import save_results
from tests.factories.slas import Place, draft_of, make_place
from tests.web.fixtures_clients import writing
from tests.web.pages import PageClient

SLAS = "/clients/corvo/slas"
ONE = f"{SLAS}/1"


@pytest.fixture
def place(database: Database) -> Place:
    """A client with a service, parties and hours."""
    with writing(database) as unit:
        return make_place(unit)


@pytest.fixture
def ready(database: Database, place: Place) -> Place:
    """The same with an agreement that can be finalized at once."""
    with writing(database) as unit:
        draft_of(unit, place)
    return place


def loaded(database: Database, number: int = 1) -> Loaded:
    with writing(database) as unit:
        return load(unit, "corvo", number)


def send(client: PageClient, path: str, form: str, **values: str) -> str:
    """Open a page, change some fields of a form and send it; return the page after it."""
    filled = client.get(path).form(form) | values
    return client.post(form, filled).html


def test_without_agreements_the_page_has_one_next_step(client: PageClient, place: Place) -> None:
    del place
    page = client.get(SLAS)
    assert page.h1 == "No agreements yet"
    assert "Draft the first one" in page.text


def test_without_a_service_the_form_says_so(client: PageClient, database: Database) -> None:
    with writing(database) as unit:
        make_place(unit, "Lumen")
        add_client(unit, name="Corvo")
    assert "has no service yet" in client.get(f"{SLAS}/new").text


def test_an_agreement_is_drafted_from_a_template(client: PageClient, place: Place) -> None:
    page = client.get(f"{SLAS}/new")
    form = page.form(f"{SLAS}/new")
    assert (form["service_id"], form["customer_id"]) == (place.service_id, place.customer_id)
    after = client.post(f"{SLAS}/new", form | {"template": "network", "provider_id": place.provider_id})
    assert after.h1 == "Service desk is being negotiated, round 1"
    assert "at least 99.9%" in after.text
    assert "1 agreement" not in client.get(SLAS).h1
    assert "SLA-001" in client.get(SLAS).text


def test_what_is_refused_stays_typed(client: PageClient, place: Place) -> None:
    del place
    page = client.post(f"{SLAS}/new", {"title": "My own", "service_id": "", "template": "desk"}, 422)
    assert page.title.startswith("Error:")
    assert page.root.find("input", id="title").attrs["value"] == "My own"
    assert "Choose the service" in page.text


def test_points_are_typed_one_by_one(client: PageClient, database: Database, ready: Place) -> None:
    del ready
    text = send(client, f"{ONE}/security", f"{ONE}/security", measures="Badge\nGuard", next="yes")
    assert "Security was saved" in text
    assert "Change policy" in text
    assert loaded(database).content.measures == ("Badge", "Guard")
    for point, field, wrong in (
        ("changes", "change_notice_days", "soon"),
        ("changes", "change_notice_days", "9" * 30),
        ("charges", "formula", "users * (2"),
        ("charges", "currency", "euro"),
        ("charges", "price", "-1"),
        ("continuity", "recovery_time_minutes", "quickly"),
        ("hours", "hours_calendar_id", "none of ours"),
        ("validity", "valid_from", "31.12.2026"),
        ("validity", "valid_to", "2020-01-01"),
        ("description", "functions", "\n".join(str(number) for number in range(51))),
        ("security", "prose", "x" * 10_001),
    ):
        page = client.get(f"{ONE}/{point}")
        filled = page.form(f"{ONE}/{point}") | {field: wrong}
        after = client.post(f"{ONE}/{point}", filled, 422)
        refused = after.root.find(id=field)
        assert refused.attrs["aria-invalid"] == "true", (point, field)
        shown = refused.attrs.get("value") or refused.text
        assert " ".join(wrong.split())[:20] in shown or refused.tag == "select", (point, field)


def test_a_formula_and_credits_are_kept(client: PageClient, database: Database, ready: Place) -> None:
    del ready
    page = client.get(f"{ONE}/charges")
    keys = [one.attrs["value"] for one in page.root.find_all("input", name="credit_key")]
    none = [""] * (len(keys) - 1)
    rows = {
        "credit_key": keys,
        "credit_per": ["point"] * len(keys),
        "credit_percent": ["5", *none],
        "credit_amount": ["", *none],
        "credit_most": ["20", *none],
    }
    values = page.form(f"{ONE}/charges") | rows | {"formula": "max(500, users * 12)"}
    assert "Service desk" in client.post(f"{ONE}/charges", values).text
    (credit,) = loaded(database).content.credits
    assert credit == Credit(keys[0], "point", Fraction(5), at_most_percent=Fraction(20))
    again = client.get(f"{ONE}/charges").root.find_all("input", name="credit_percent")
    assert [one.attrs["value"] for one in again][:2] == ["5", ""]
    both = rows | {"credit_amount": ["9", *none]}
    after = client.post(f"{ONE}/charges", page.form(f"{ONE}/charges") | both, 422)
    assert "either a percentage or an amount" in after.text


def test_two_people_at_one_point_see_both_texts(client: PageClient, database: Database, ready: Place) -> None:
    del ready
    mine = client.get(f"{ONE}/security").form(f"{ONE}/security") | {"measures": "Guard"}
    with writing(database) as unit:
        mark = slas_points.mark_of_point(load(unit, "corvo", 1).content, "security")
        slas_points.edit_point(unit, "corvo", 1, "security", PointEntry({"measures": "Badge"}, seen=mark))
    page = client.post(f"{ONE}/security", mine, 409)
    assert "It says now: Measures: Badge" in page.text
    assert page.root.find("textarea", id="measures").text == "Guard"
    # Sending it again is a decision to write over the other.
    client.post(f"{ONE}/security", page.form(f"{ONE}/security"))
    assert loaded(database).content.measures == ("Guard",)


def test_a_target_is_added_changed_moved_and_taken_out(
    client: PageClient, database: Database, place: Place
) -> None:
    with writing(database) as unit:
        slas.add_sla(unit, "corvo", place.entry())
    new = f"{ONE}/targets/new"
    text = send(client, f"{new}?kind=response", new, classes="P1", value="95", limit="1 h", another="yes")
    assert "Response, P1 was saved" in text
    send(client, f"{new}?kind=response", new, classes="P2", value="90%", limit="2 h")
    page = client.get(ONE)
    assert "at least 95%" in page.text
    assert "at least 90%" in page.text
    refused = client.post(
        f"{ONE}/targets/response-p1", page_form(client, "response-p1") | {"value": "much"}, 422
    )
    assert refused.root.find("input", id="value").attrs["value"] == "much"
    client.post(f"{ONE}/targets/response-p1", page_form(client, "response-p1") | {"value": "97"})
    client.post(f"{ONE}/targets/response-p2/move", {"way": "up"})
    assert [one.key for one in loaded(database).content.targets] == ["response-p2", "response-p1"]
    after = client.post(f"{ONE}/targets/response-p1/remove", {})
    undo = after.root.find("form", action=f"{ONE}/targets/response-p1/restore")
    client.post(undo.attrs["action"], {})
    assert [one.key for one in loaded(database).content.targets] == ["response-p2", "response-p1"]
    client.get(f"{ONE}/targets/nothing", 404)


def page_form(client: PageClient, key: str) -> dict[str, str]:
    """The form of a target as it stands."""
    path = f"{ONE}/targets/{key}"
    return client.get(path).form(path)


@pytest.mark.parametrize("kind", ["response", "resolution", "availability", "functionality", "metric"])
def test_every_kind_of_target_can_be_typed(
    client: PageClient, database: Database, place: Place, kind: str
) -> None:
    with writing(database) as unit:
        slas.add_sla(unit, "corvo", place.entry())
    new = f"{ONE}/targets/new"
    typed = {"classes": "P1", "value": "95", "limit": "4 h", "category": "Major", "metric_id": "M18"}
    shown = client.get(f"{new}?kind={kind}").form(new)
    send(client, f"{new}?kind={kind}", new, **{name: one for name, one in typed.items() if name in shown})
    (made,) = loaded(database).content.targets
    assert (made.kind, made.value) == (kind, Fraction(95))
    assert f"{ONE}/targets/{made.key}" in client.get(ONE).html


def test_needs_are_written_answered_and_taken_out(client: PageClient, ready: Place) -> None:
    del ready
    needs = f"{ONE}/needs"
    assert client.get(needs).h1 == "Nobody wrote down yet what the customer needs"
    send(client, needs, needs, text="An answer at night")
    assert client.get(needs).h1 == "One of one need waits for an answer"
    refused = client.post(
        f"{needs}/1", {"text": "An answer at night", "verdict": "can meet", "seen": "1"}, 422
    )
    assert "the customer will ask" in refused.text
    text = send(client, f"{needs}/1", f"{needs}/1", verdict="cannot meet", reason="Nobody works at night")
    assert "Cannot be met" in text
    conflict = client.post(f"{needs}/1", {"text": "Other", "seen": "1"}, 409)
    assert "It says now: An answer at night" in conflict.text
    assert "Nobody works at night" in client.get(ONE).text
    after = client.post(f"{needs}/1/remove", {})
    after.root.find("form", action=f"{needs}/1/restore")
    client.post(f"{needs}/1/restore", {})
    assert client.get(needs).h1 == "One need, all answered"


def test_the_list_shows_the_newest_results(client: PageClient, database: Database, ready: Place) -> None:
    with writing(database) as unit:
        sla_id = load(unit, "corvo", 1).sla.id
        rows = [
            TargetResult(sla_id, "a", "2026-09", 1, "breached"),
            TargetResult(sla_id, "a", "2026-10", 1, "met"),
            TargetResult(sla_id, "b", "2026-10", 1, "watch"),
        ]
        save_results(unit, ready.client_id, rows)
    text = client.get(SLAS).text
    assert "To watch" in text
    assert "2026-10" in text
    assert "Target missed" not in text


def test_fifty_agreements_need_few_queries(client: PageClient, database: Database, place: Place) -> None:
    def count(path: str) -> int:
        with counted_statements(database) as statements:
            client.get(path)
        return len(statements)

    with writing(database) as unit:
        draft_of(unit, place)
    few = count(SLAS)
    with writing(database) as unit:
        for _ in range(49):
            draft_of(unit, place)
    assert count(SLAS) == few <= 15
    assert count(ONE) <= 20


def test_stages_narrow_the_list(client: PageClient, database: Database, ready: Place) -> None:
    with writing(database) as unit:
        slas.add_sla(unit, "corvo", ready.entry(title="Second"))
        slas_steps.take_step(unit, "corvo", 1, "finalize", seen=load(unit, "corvo", 1).sla.version)
    page = client.get(f"{SLAS}?stage=finalizing")
    assert "SLA-001" in page.text
    assert "SLA-002" not in page.text
    assert client.get(f"{SLAS}?stage=nothing").status == 200
