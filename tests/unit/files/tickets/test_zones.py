"""Zones that the name of a column gives to its times."""

import pytest

from assessment.domain.calendars import moment_of
from assessment.errors import InvalidInput
from assessment.files.tickets.look import look_into
from assessment.files.tickets.reader import TicketFile, read_tickets
from assessment.files.tickets.settings import Settings
from assessment.files.tickets.zones import without_zone, zone_in_header


def read(text: str, zone: str = "") -> TicketFile:
    return read_tickets(text.encode(), "x.csv", settings=Settings(zone=zone))


def opened(header: str, text: str, zone: str = "") -> str:
    (ticket,) = read(f"Number;{header}\n1;{text}\n", zone).tickets
    return moment_of(ticket.opened or 0, None).isoformat(" ")


@pytest.mark.parametrize(
    ("header", "moment"),
    [
        ("Created (UTC)", "2026-07-01 10:00:00"),
        ("Created [GMT]", "2026-07-01 10:00:00"),
        ("Created UTC", "2026-07-01 10:00:00"),
        ("created_at_utc", "2026-07-01 10:00:00"),
        ("CreatedOnUtc", "2026-07-01 10:00:00"),
        ("Created - UTC", "2026-07-01 10:00:00"),
        ("Created: UTC", "2026-07-01 10:00:00"),
        ("Created (in UTC)", "2026-07-01 10:00:00"),
        ("Created in UTC", "2026-07-01 10:00:00"),
        ("Created (UTC\u22125)", "2026-07-01 15:00:00"),
        ("Opened at [Europe/Rome]", "2026-07-01 08:00:00"),
        ("Opened at (europe/rome)", "2026-07-01 08:00:00"),
        ("Opened at (America/Argentina/Buenos_Aires)", "2026-07-01 13:00:00"),
        ("Created (GMT+1)", "2026-07-01 09:00:00"),
        ("Created (UTC-05:30)", "2026-07-01 15:30:00"),
        ("Created (+0200)", "2026-07-01 08:00:00"),
        ("Creato il (UTC+2)", "2026-07-01 08:00:00"),
        ("Date de création (UTC)", "2026-07-01 10:00:00"),
    ],
)
def test_a_zone_in_the_name_of_a_column_is_that_of_its_times(header: str, moment: str) -> None:
    assert opened(header, "2026-07-01 10:00") == moment
    assert opened(header, "2026-07-01 10:00", "Asia/Tokyo") == moment
    found = look_into(f"Number;{header}\n1;2026-07-01 10:00\n".encode(), "x.csv")
    assert not found.needs_zone
    assert any(note.startswith(f"The column {header} names the zone of its times") for note in found.notes)


@pytest.mark.parametrize(
    "header", ["Opened (CET)", "Opened (EST)", "Opened (IST)", "Opened (local time)", "Opened (Mars/Base)",
               "Opened (UTC+99)", "Opened (GMT+01:00 Amsterdam)"]
)  # fmt: skip
def test_an_abbreviation_that_could_be_several_zones_is_asked(header: str) -> None:
    assert opened(header, "2026-07-01 10:00") == "2026-07-01 10:00:00"
    assert opened(header, "2026-07-01 10:00", "Europe/Rome") == "2026-07-01 08:00:00"
    assert look_into(f"Number;{header}\n1;2026-07-01 10:00\n".encode(), "x.csv").needs_zone


def test_a_time_that_names_its_own_zone_keeps_it() -> None:
    assert opened("Opened (UTC)", "2026-07-01 10:00 +02:00") == "2026-07-01 08:00:00"


def test_each_column_has_its_own_zone() -> None:
    table = "Number;Created (UTC);Resolved [Europe/Rome]\n1;2026-07-01 10:00;2026-07-01 12:00\n"
    (ticket,) = read(table).tickets
    assert ticket.opened == ticket.resolved


def test_a_column_without_a_zone_beside_one_with_is_asked() -> None:
    table = "Number;Created (UTC);Resolved\n1;2026-07-01 10:00;2026-07-01 12:00\n"
    with pytest.raises(InvalidInput, match="Some times of the file name a time zone and others do not"):
        read(table)
    (ticket,) = read(table, "Europe/Rome").tickets
    assert ticket.opened == ticket.resolved


def test_events_of_a_log_have_the_zone_of_their_column() -> None:
    rows = "1;New;2026-07-01 10:00\n1;Resolved;2026-07-01 12:00\n"
    (ticket,) = read("Case ID;Status;Timestamp [Europe/Rome]\n" + rows).tickets
    assert moment_of(ticket.opened or 0, None).isoformat() == "2026-07-01T08:00:00"
    assert moment_of(ticket.resolved or 0, None).isoformat() == "2026-07-01T10:00:00"


def test_names_without_a_zone_stay_as_they_are() -> None:
    for header in ("Created", "Minutc", "Resolution time (hrs)", "Opened at (date)", "Team (A/B)", "UTC", ""):
        assert without_zone(header) == header
        assert zone_in_header(header) is None
    assert without_zone("Opened (CET)") == "Opened"
