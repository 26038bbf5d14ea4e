"""Clients: stored, found inside their workspace only, listed, counted, summarised."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from assessment.errors import Conflict, NotFound
from assessment.store.database import Database, Unit
from assessment.store.queries import client_words, clients
from assessment.store.queries.clients import ClientFilter
from assessment.store.queries.events import add_event, list_events
from assessment.store.queries.workspaces import ensure_workspace
from tests.store.conftest import NOW


def add(unit: Unit, name: str, sector: str = "", **more: bool) -> str:
    return clients.add_client(unit, slug=name.lower(), name=name, sector=sector, language="en", **more)


@pytest.fixture
def elsewhere(database: Database) -> Iterator[Unit]:
    """A unit of another consultancy in the same database."""
    with database.write("other", "stranger", NOW) as unit:
        ensure_workspace(unit, "Other")
    with database.read("other", "stranger", NOW) as unit:
        yield unit


def test_a_client_comes_back_as_it_was_stored(unit: Unit) -> None:
    add(unit, "Corvo", "Transport")
    client = clients.get_client(unit, "corvo")
    assert (client.name, client.sector, client.created_at, client.version) == ("Corvo", "Transport", NOW, 1)
    assert (client.archived_at, client.summary, client.is_sample) == (None, None, False)


def test_another_workspace_never_sees_it(database: Database, elsewhere: Unit) -> None:
    with database.write("local", "tester", NOW) as unit:
        add(unit, "Corvo")
    with database.read("other", "stranger", NOW) as stranger:
        with pytest.raises(NotFound):
            clients.get_client(stranger, "corvo")
        assert clients.list_clients(stranger, ClientFilter(), limit=50) == []
        assert clients.count_clients(stranger, ClientFilter()) == 0
        assert not clients.list_slugs(stranger, "corvo")


def test_the_same_slug_twice_is_refused_and_nothing_is_left_of_it(database: Database) -> None:
    with database.write("local", "tester", NOW) as unit:
        add(unit, "Corvo")

    def add_two() -> None:
        with database.write("local", "tester", NOW) as unit:
            add(unit, "Lumen")
            add(unit, "Corvo")

    with pytest.raises(Conflict):
        add_two()
    with database.read("local", "tester", NOW) as unit:
        assert [c.name for c in clients.list_clients(unit, ClientFilter(), limit=50)] == ["Corvo"]


def test_the_list_is_filtered_sorted_and_paged(unit: Unit) -> None:
    scores = {"Alder": Fraction(5, 2), "Birch": Fraction(3, 2), "Cedar": None, "100%_Oak": Fraction(2)}
    for name, overall in scores.items():
        birch = name == "Birch"
        more = (
            {"size": "xl", "region": "North", "tags": ("pilot", "Two words")}
            if birch
            else {"tags": ("pilot",)}
        )
        client_id = add(unit, name, "Retail" if birch else "Energy", **more)
        clients.set_summary(
            unit, client_id, latest_id=None, summary={}, overall=overall, previous=Fraction(2), gap=None,
            held_on=date(2026, 11, 2) if birch else date(2026, 5, 1),
        )  # fmt: skip

    def names(**wanted: Any) -> list[str]:
        return [c.name for c in clients.list_clients(unit, ClientFilter(**wanted), limit=50)]

    assert names(sort="lowest") == ["Birch", "100%_Oak", "Alder", "Cedar"]
    assert names(sort="name") == ["100%_Oak", "Alder", "Birch", "Cedar"]
    assert names(sort="change")[:2] == ["Birch", "100%_Oak"]
    assert names(sector="Retail") == ["Birch"]
    assert names(words="AL") == ["Alder"]
    assert names(words="%_") == ["100%_Oak"]
    page = clients.list_clients(unit, ClientFilter(sort="name"), limit=2, offset=2)
    assert [c.name for c in page] == ["Birch", "Cedar"]
    for wanted in (
        {"size": "xl"},
        {"region": "North"},
        {"tag": "Two words"},
        {"assessed_from": date(2026, 11, 2)},
    ):
        assert names(**wanted) == ["Birch"], wanted
    assert len(names(tag="pilot")) == 4
    assert names(tag="pilot", assessed_to=date(2026, 11, 1), sort="name") == ["100%_Oak", "Alder", "Cedar"]
    words = client_words.list_filter_words(unit)
    assert (words.sectors, words.regions) == (("Energy", "Retail"), ("North",))
    assert words.tags == ("pilot", "Two words")


def test_a_stale_change_is_refused(unit: Unit) -> None:
    client_id = add(unit, "Corvo")
    assert clients.update_client(unit, client_id, 1, {"name": "Corvo Logistics"})
    assert not clients.update_client(unit, client_id, 1, {"name": "Somebody else's name"})
    assert clients.get_client(unit, "corvo").name == "Corvo Logistics"


def test_the_summary_is_written_only_for_the_latest_assessment(unit: Unit) -> None:
    client_id = add(unit, "Corvo")
    clients.set_summary(
        unit, client_id, latest_id="a1", summary={"x": 1}, overall=Fraction(7, 3), previous=None, gap=None
    )
    assert not clients.set_summary_if_latest(unit, client_id, "a2", {"x": 2}, 3.0, 1.0, None, "y")
    assert clients.set_summary_if_latest(unit, client_id, "a1", {"x": 3}, 2.5, 1.0, 0.5, "y")
    assert clients.get_client(unit, "corvo").summary == {"x": 3}


def test_history_is_kept_newest_first(unit: Unit) -> None:
    client_id = add(unit, "Corvo")
    for number in range(3):
        add_event(unit, client_id, "rating:a1:P1", "rated", {"from": "", "to": number})
    add_event(unit, client_id, "rating:a1:P2", "rated", {"from": "", "to": 9})
    assert len(list_events(unit, client_id, "rating:a1:")) == 4
    kept = list_events(unit, client_id, "rating:a1:P1")
    assert [event.data["to"] for event in kept if event.data] == [2, 1, 0]
    assert {event.actor for event in kept} == {"tester"}
