"""Agreements that were published are entered as they stand and read back."""

from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pytest

from assessment.domain.sla_content import Target
from assessment.services import slas, slas_targets
from assessment.services.slas_loaded import Loaded, load
from assessment.services.slas_reading import limit_of
from assessment.services.ticket_rules import save_calendar
from assessment.store.database import Database
from tests.factories.published import ENTRIES, HOURS, as_form, find_file, read_published
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


Enter = Callable[[PageClient, Database, Place, str, Any], None]


def by_service(_: PageClient, database: Database, place: Place, word: str, found: Any) -> None:
    """Enter an agreement as other parts of the program would."""
    with writing(database) as unit:
        calendar = save_calendar(unit, "corvo", "", replace(HOURS[word], name=f"Of {word}"))
        slas.add_sla(unit, "corvo", place.entry(title=found["org"]))
        for entry in ENTRIES[word](found, calendar):
            slas_targets.add_target(unit, "corvo", 1, entry)


def by_form(client: PageClient, database: Database, place: Place, word: str, found: Any) -> None:
    """Enter an agreement as a person would."""
    with writing(database) as unit:
        calendar = save_calendar(unit, "corvo", "", replace(HOURS[word], name=f"Of {word}"))
    form = client.get(f"{SLAS}/new").form(f"{SLAS}/new")
    client.post(f"{SLAS}/new", form | {"title": found["org"], "template": "empty"})
    new = f"{ONE}/targets/new"
    for entry in ENTRIES[word](found, calendar):
        typed = {name: value for name, value in as_form(entry).items() if value}
        client.post(new, client.get(f"{new}?kind={entry.kind}").form(new) | typed)
    del place


def expected(word: str, found: Any) -> list[tuple[str, str, str]]:
    """What was published: class, limit as it stands there, percentage."""
    if word == "Warwick":
        return [("", "", str(found["facts"]["availability_target_pct"]))]
    if word == "California":
        return [(priority, limit, str(percent)) for _, priority, limit, percent in found["table"]]
    return [(row[0], limit, "") for row in found["table"] for limit in row[1:]]


@pytest.mark.parametrize("enter", [by_service, by_form], ids=["service", "form"])
@pytest.mark.parametrize("word", list(ENTRIES))
def test_a_published_agreement_can_be_entered_as_it_stands(
    client: PageClient, database: Database, place: Place, shared_data: Path, word: str, enter: Enter
) -> None:
    path = find_file(shared_data)
    if path is None:
        pytest.skip("the folder of shared test data has no published agreements")
    found = read_published(path)[word]
    enter(client, database, place, word, found)
    kept = loaded(database)
    assert [read_back(one) for one in kept.content.targets] == expected(word, found)
    page = client.get(ONE)
    assert found["org"] in page.h1
    for _, limit, _ in expected(word, found):
        assert limit in page.text
    check_details(word, {one.name: one for one in kept.content.targets}, page.text)


def read_back(target: Target) -> tuple[str, str, str]:
    value = "" if target.value is None else f"{float(target.value):g}"
    return ", ".join(target.classes), limit_of(target), value


def check_details(word: str, targets: dict[str, Target], text: str) -> None:
    """What is particular about each of them."""
    if word == "California":
        last = targets["Resolution, Normal"]
        assert (last.limit_text, last.limit_minutes) == ("as agreed with client", None)
        assert targets["Response, Critical"].calendar_id == "always"
        assert targets["Response, Urgent"].limit_minutes == 480
        assert "agreed case by case" in text
    if word == "Methodist":
        # A week of this calendar has five days of nine hours.
        assert targets["Turnaround, Low"].limit_minutes == 5 * 9 * 60
    if word == "Warwick":
        assert "99.9% allows 2.55 min without the service in a week" in text


def test_every_entry_of_a_target_comes_back_as_it_was_typed(database: Database, ready: Place) -> None:
    del ready
    now = loaded(database)
    for one in now.content.targets:
        entry = slas_targets.entry_of(one, now)
        again = slas_targets.read_target(entry, one.key, now)
        assert asdict(again) == asdict(one)
