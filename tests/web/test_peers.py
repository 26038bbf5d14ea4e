"""A client beside its peers: who is one, what is shown of how many, and attacks that look for one of them."""

from dataclasses import replace
from fractions import Fraction
from itertools import combinations
from random import Random
from typing import Any

import pytest
from sqlalchemy import insert

from assessment.bench.measuring import counted_statements
from assessment.config import Settings
from assessment.services.clients import client_of
from assessment.services.peers import OVERALL, TRAITS, PeersPage, peers_page
from assessment.store.database import Database, Scope, Unit
from assessment.store.queries.clients import set_summary, update_client
from assessment.store.queries.people import assign
from assessment.store.tables import person
from tests.web.conftest import NOW
from tests.web.fixtures_clients import add, rate, start, writing
from tests.web.fixtures_people import make_outside, signed_in
from tests.web.fixtures_results import CLIENT, add_corvo
from tests.web.pages import PageClient

USUAL = {"sector": "transport", "size": "l", "region": "North"}


@pytest.fixture
def own(database: Database) -> str:
    """The slug of the viewed client, assessed as a whole, with a sector, a size and a region."""
    with writing(database) as unit:
        add_corvo(unit)
        client = client_of(unit, CLIENT)
        update_client(unit, client.id, None, USUAL)
    return CLIENT


def add_peer(database: Database, overall: str, **values: Any) -> str:
    """A client that agreed, with the same figure in every area; what differs from the viewed one is named."""
    traits = {name: values.pop(name, USUAL[name]) for name in TRAITS}
    shares, known = values.pop("shares", True), values.pop("known", True)
    slug = add(database, f"Peer {overall}", shares=shares, **traits).slug
    with writing(database) as unit:
        viewed, peer = client_of(unit, CLIENT), client_of(unit, slug)
        index = list(Fraction(overall).as_integer_ratio())
        summary = dict(viewed.summary or {})
        summary["overall"] = index
        summary["areas"] = {area: [index, 1, None, int(known)] for area in summary["areas"]}
        edition = values.pop("edition", viewed.edition)
        set_summary(
            unit,
            peer.id,
            latest_id=None,
            summary=summary | values,
            overall=Fraction(overall),
            edition=edition,
        )
    return slug


def page_of(database: Database, *traits: str, scope: Scope | None = None) -> PeersPage:
    with writing(database) as unit:
        return peers_page(replace(unit, scope=scope) if scope else unit, CLIENT, traits)


def shown_values(database: Database) -> dict[str, Any]:
    found = page_of(database)
    return {one.area: one.view for one in found.areas}


SEVEN = ("1.8", "2.0", "2.2", "2.4", "2.6", "2.6", "3.1")


@pytest.mark.usefixtures("own")
def test_seven_peers_show_a_median_in_every_area_and_no_more(client: PageClient, database: Database) -> None:
    for overall in SEVEN:
        add_peer(database, overall)
    with counted_statements(database) as statements:
        page = client.get(f"/clients/{CLIENT}/peers")
    assert len(statements) <= 6
    assert "Seven other clients with the same framework version" in page.root.text
    section = page.root.find("section", aria_labelledby="peers-title")
    heads = [head.text for head in section.find("thead").find_all("th")]
    assert heads == ["Practice area", "0 1 2 3 4 5 Plot", "Client", "Median", "Reading"]
    rows = [row.text for row in section.find("tbody").find_all("tr")]
    assert len(rows) == 10
    assert all(" 2.4 " in row for row in rows)
    assert "Peer" not in section.text.replace("peers", "")


@pytest.mark.usefixtures("own")
@pytest.mark.parametrize(("count", "quartiles", "rank"), [(9, 0, 0), (10, 1, 0), (19, 1, 0), (20, 1, 1)])
def test_more_peers_show_more_columns(
    client: PageClient, database: Database, count: int, quartiles: int, rank: int
) -> None:
    for number in range(count):
        add_peer(database, f"{number}/10")
    page = client.get(f"/clients/{CLIENT}/peers")
    assert page.root.text.count("Quartiles") == quartiles
    assert page.root.text.count("Percentile") == rank


@pytest.mark.usefixtures("own")
@pytest.mark.parametrize(
    "differs",
    [
        {"shares": False},
        {"method": "samm_sum"},
        {"read": "evidence"},
        {"provisional": True},
        {"edition": "0" * 64},
    ],
)
def test_who_differs_or_did_not_agree_is_no_peer(database: Database, differs: dict[str, Any]) -> None:
    for overall in SEVEN[:4]:
        add_peer(database, overall)
    add_peer(database, "2.5", **differs)
    assert page_of(database).why_not.startswith("There are too few peers")
    add_peer(database, "2.5")
    assert page_of(database).peers == 5


@pytest.mark.usefixtures("own")
def test_the_client_itself_samples_and_clients_put_away_are_no_peers(database: Database) -> None:
    slugs = [add_peer(database, overall) for overall in SEVEN[:5]]
    with writing(database) as unit:
        update_client(unit, client_of(unit, CLIENT).id, None, {"shares": True})
    assert page_of(database).peers == 5
    away = ({"is_sample": True}, {"archived_at": NOW}, {"deleted_at": NOW})
    for slug, change in zip(slugs, away, strict=False):
        with writing(database) as unit:
            peer = client_of(unit, slug)
            update_client(unit, peer.id, None, change)
        assert page_of(database).areas[0].view is None
        with writing(database) as unit:
            update_client(unit, peer.id, None, {name: getattr(peer, name) for name in change})
        assert page_of(database).peers == 5


@pytest.mark.usefixtures("own")
def test_an_area_counts_only_the_peers_that_have_a_figure_in_it(database: Database) -> None:
    for overall in SEVEN[:4]:
        add_peer(database, overall)
    add_peer(database, "2.5", known=False)
    found = shown_values(database)
    assert found[OVERALL] is not None
    assert [view for area, view in found.items() if area] == [None] * 9


def test_a_client_with_too_few_answers_is_not_compared(client: PageClient, database: Database) -> None:
    slug = add(database, "Half done").slug
    assert "There are no answers yet." in client.get(f"/clients/{slug}/peers").root.text
    rate(database, start(database, slug), {"L1-A1-P1": "F"})
    assert "Less than 80% is answered" in client.get(f"/clients/{slug}/peers").root.text


def groups_shown(database: Database, scope: Scope | None = None) -> dict[tuple[str, ...], PeersPage]:
    """Every group that can be asked for, and was shown."""
    asked = [traits for size in range(4) for traits in combinations(TRAITS, size)]
    pages = {traits: page_of(database, *traits, scope=scope) for traits in asked}
    return {traits: page for traits, page in pages.items() if page.areas and page.areas[0].view}


@pytest.mark.usefixtures("own")
def test_no_choice_of_filters_tells_one_client_from_the_rest(database: Database) -> None:
    """The attack: ask for every group, and look for two that differ by a few clients."""
    random = Random(7)  # noqa: S311
    other = dict(zip(TRAITS, ("public", "s", "South"), strict=True))
    members: list[dict[str, str]] = []
    seen_groups = 0
    for number in range(34):
        traits = {name: USUAL[name] if random.random() < 0.72 else other[name] for name in TRAITS}
        members.append(traits)
        add_peer(database, f"{number}/8", **traits)
        if number < 4 or number % 3:
            continue
        shown = {
            asked: {at for at, one in enumerate(members) if all(one[t] == USUAL[t] for t in asked)}
            for asked in groups_shown(database)
        }
        seen_groups += len(shown)
        for group in shown.values():
            assert len(group) >= 5
        for (asked, group), (more_asked, more) in combinations(shown.items(), 2):
            if set(asked) <= set(more_asked):
                assert not 0 < len(group - more) < 5, (asked, more_asked)
    assert seen_groups > 15


@pytest.mark.usefixtures("own")
def test_somebody_who_knows_four_of_five_peers_does_not_see_the_fifth(
    settings: Settings, database: Database
) -> None:
    """The attack: know all peers but one by name, and read the last one off the median."""
    slugs = [add_peer(database, overall) for overall in SEVEN[:5]]
    outside = make_outside(settings, database)
    person = signed_in(outside, database, "consultant", (CLIENT, *slugs[:4]))
    assert "No peers to compare with" in person.get(f"/clients/{CLIENT}/peers").h1
    stranger = signed_in(outside, database, "viewer", (CLIENT,))
    assert "Five other clients" in stranger.get(f"/clients/{CLIENT}/peers").root.text
    for overall in ("0.5", "0.7", "0.9", "1.1"):
        add_peer(database, overall)
    assert "Nine other clients" in person.get(f"/clients/{CLIENT}/peers").root.text


@pytest.mark.usefixtures("own")
def test_adding_made_up_peers_around_one_real_one_shows_nothing(database: Database) -> None:
    """The attack: a consultant adds four clients with known figures beside one client of somebody else."""
    add_peer(database, "2.2")
    mine = [add_peer(database, overall) for overall in ("0.1", "0.2", "4.8", "4.9")]
    scope = Scope("attacker", assigned_only=True)
    with writing(database) as unit:
        person_of(unit, "attacker")
        for slug in (*mine, CLIENT):
            assign(unit, "attacker", client_of(unit, slug).id)
    assert groups_shown(database, scope) == {}
    assert groups_shown(database) != {}


def person_of(unit: Unit, person_id: str) -> None:
    """A person to assign clients to."""
    unit.connection.execute(
        insert(person).values(
            workspace_id=unit.workspace_id, id=person_id, email="a@example.org", name="A", role="consultant",
            code_step=0, created_at=unit.now, version=1,
        )
    )  # fmt: skip
