"""Outages on both engines: noting, changing, ending, deleting, taking over from tickets."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from assessment.domain.sla_results import BREACHED, MET, NO_DATA
from assessment.errors import Conflict, InvalidInput, NotAllowed, NotFound
from assessment.services import outages
from assessment.services.outages import OutageEntry
from assessment.services.sla_computing import compute_results
from assessment.services.ticket_rules import RulesEntry, set_rules
from assessment.store.database import Database, Unit
from assessment.store.queries import clients
from assessment.store.queries.events import list_events
from assessment.store.queries.sla_results import list_results
from tests.factories.sla_results import AVAILABLE, add_service, add_sla, with_targets
from tests.factories.tickets import Clock, Writing, bring_in
from tests.store.conftest import NOW

OCTOBER = "2026-10"


@pytest.fixture(autouse=True)
def _a_client(database: Database) -> None:
    with database.write("local", "tester", NOW) as unit:
        for slug in ("corvo", "lumen"):
            clients.add_client(unit, slug=slug, name=slug.capitalize(), sector="", language="en")


@pytest.fixture
def entry(unit: Unit) -> OutageEntry:
    """An outage of an hour and a half, of a service that has an agreement."""
    desk = add_service(unit)
    add_sla(unit, desk, with_targets([AVAILABLE]))
    return OutageEntry(desk.id, "2026-10-05 14:00", "2026-10-05 15:30", reason="A cable was cut")


def state(unit: Unit) -> str:
    client = clients.get_client(unit, "corvo")
    return next(one.state for one in list_results(unit, client.id, OCTOBER, OCTOBER))


def test_an_outage_changes_the_availability_of_its_service(unit: Unit, entry: OutageEntry) -> None:
    compute_results(unit, "corvo")
    assert state(unit) == NO_DATA
    kept = outages.save_outage(unit, "corvo", "", entry)
    assert (kept.starts_at, kept.version) == (datetime(2026, 10, 5, 14, tzinfo=UTC), 1)
    assert state(unit) == MET
    longer = replace(entry, ends_at="2026-10-06 00:00", seen=1)
    assert outages.save_outage(unit, "corvo", kept.id, longer).version == 2
    assert state(unit) == BREACHED
    outages.save_outage(unit, "corvo", kept.id, replace(longer, planned=True, seen=2))
    assert state(unit) == BREACHED
    gone = outages.delete_outage(unit, "corvo", kept.id, 3)
    assert state(unit) == NO_DATA
    again = outages.bring_back_outage(unit, "corvo", replace(gone, id="", version=0))
    assert (again.starts_at, again.ends_at, again.planned) == (gone.starts_at, gone.ends_at, True)
    assert state(unit) == BREACHED
    kinds = [one.kind for one in list_events(unit, clients.get_client(unit, "corvo").id, "outage:")]
    assert kinds == ["outage added", "outage deleted", "outage changed", "outage changed", "outage added"]


def test_planned_maintenance_is_left_out_where_the_agreement_says_so(unit: Unit) -> None:
    desk = add_service(unit)
    add_sla(unit, desk, with_targets([AVAILABLE], maintenance="Sunday night"))
    planned = OutageEntry(desk.id, "2026-10-04 00:00", "2026-10-05 00:00", planned=True)
    outages.save_outage(unit, "corvo", "", planned)
    assert state(unit) == MET


def test_moments_are_those_of_the_clients_clock(unit: Unit, entry: OutageEntry) -> None:
    set_rules(unit, "corvo", RulesEntry(zone="Europe/Rome"))
    kept = outages.save_outage(unit, "corvo", "", entry)
    assert kept.starts_at == datetime(2026, 10, 5, 12, tzinfo=UTC)
    assert outages.outages_page(unit, "corvo").zone.key == "Europe/Rome"


def test_an_outage_that_lasts_is_ended_once(unit: Unit, entry: OutageEntry) -> None:
    kept = outages.save_outage(unit, "corvo", "", replace(entry, ends_at=""))
    assert outages.outages_page(unit, "corvo").running == (kept,)
    with pytest.raises(Conflict):
        outages.end_outage(unit, "corvo", kept.id, 9)
    ended = outages.end_outage(unit, "corvo", kept.id, 1)
    assert (ended.ends_at, ended.reason, ended.version) == (NOW, "A cable was cut", 2)
    with pytest.raises(NotAllowed):
        outages.end_outage(unit, "corvo", kept.id, 2)


def test_the_second_of_two_people_sees_the_first(unit: Unit, entry: OutageEntry) -> None:
    kept = outages.save_outage(unit, "corvo", "", entry)
    outages.save_outage(unit, "corvo", kept.id, replace(entry, reason="Power", seen=1))
    with pytest.raises(Conflict) as refused:
        outages.save_outage(unit, "corvo", kept.id, replace(entry, ends_at="2026-10-05 16:00", seen=1))
    assert refused.value.theirs == "2026-10-05 14:00 to 2026-10-05 15:30, Power"
    assert refused.value.yours == "2026-10-05 14:00 to 2026-10-05 16:00, A cable was cut"
    with pytest.raises(Conflict):
        outages.delete_outage(unit, "corvo", kept.id, 1)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"service": "none"}, "service"),
        ({"starts_at": ""}, "starts_at"),
        ({"starts_at": "yesterday"}, "starts_at"),
        ({"starts_at": "0001-01-01 00:00"}, "starts_at"),
        ({"starts_at": "9999-12-31 23:59", "ends_at": ""}, "starts_at"),
        ({"starts_at": "2026-12-05 14:00", "ends_at": ""}, "ends_at"),
        ({"ends_at": "2026-10-05 14:00"}, "ends_at"),
        ({"ends_at": "2026-13-05 14:00"}, "ends_at"),
        ({"reason": "x" * 301}, "reason"),
        ({"source": "x" * 301}, "source"),
    ],
)
def test_an_outage_that_cannot_be_is_refused(
    unit: Unit, entry: OutageEntry, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        outages.save_outage(unit, "corvo", "", replace(entry, **changes))
    assert refused.value.field == field


def test_nobody_reaches_the_outages_of_another_client(unit: Unit, entry: OutageEntry) -> None:
    kept = outages.save_outage(unit, "corvo", "", entry)
    for act in (
        lambda: outages.get_outage(unit, "lumen", kept.id),
        lambda: outages.save_outage(unit, "lumen", kept.id, replace(entry, seen=1)),
        lambda: outages.end_outage(unit, "lumen", kept.id, 1),
        lambda: outages.delete_outage(unit, "lumen", kept.id, 1),
    ):
        with pytest.raises(NotFound):
            act()
    with pytest.raises(InvalidInput):
        outages.save_outage(unit, "lumen", "", entry)
    assert outages.outages_page(unit, "lumen").outages == ()


def test_outages_are_taken_over_from_tickets_once(database: Database, clock: Clock, write: Writing) -> None:
    text = (
        "number,type,opened_at,resolved_at,priority,service,outage_start,restored_at,planned\n"
        "1,incident,2026-10-01 08:00,2026-10-01 12:00,1,Service desk,2026-10-01 08:00,2026-10-01 20:00,no\n"
        "2,incident,2026-10-30 08:00,2026-10-31 12:00,1,SERVICE DESK,2026-10-30 08:00,2026-10-30 09:00,yes\n"
        "3,incident,2026-10-30 08:00,2026-10-31 12:00,1,Elsewhere,2026-10-30 08:00,2026-10-30 09:00,no\n"
        "4,incident,2026-10-30 08:00,2026-10-31 12:00,1,Service desk,,,\n"
    )
    with write() as unit:
        add_sla(unit, add_service(unit), with_targets([AVAILABLE]))
        assert outages.take_over_outages(unit, "corvo") == 0
    bring_in(database, clock, write, text, "generic.csv")
    with write() as unit:
        assert outages.take_over_outages(unit, "corvo") == 2
        assert outages.take_over_outages(unit, "corvo") == 0
        found = outages.outages_page(unit, "corvo").outages
        assert [(one.source, one.planned) for one in found] == [("ticket 2", True), ("ticket 1", False)]
        assert state(unit) == BREACHED
        assert outages.take_over_outages(unit, "lumen") == 0
