"""Moments, lengths, numbers and words as exports write them."""

from contextlib import suppress
from datetime import datetime
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.domain.calendars import instant_of, moment_of
from assessment.domain.tickets import PER_DAY, PER_HOUR, PER_MINUTE
from assessment.files.tickets.instants import (
    DAY_FIRST,
    MONTH_FIRST,
    YEAR_FIRST,
    InstantReader,
    Unreadable,
    is_open_to_question,
    orders_proven,
)
from assessment.files.tickets.values import (
    is_missing,
    plain_key,
    read_count,
    read_flag,
    read_length,
    read_number,
    unit_in_header,
)


def read(text: str, order: str = DAY_FIRST, zone: str = "") -> str:
    instant = InstantReader(order, ZoneInfo(zone) if zone else None).read(text)
    return moment_of(instant, None).isoformat(" ")


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("29/2/2016 01:16", "2016-02-29 01:16:00"),
        ("2026-10-05", "2026-10-05 00:00:00"),
        ("2026-10-05 7:03", "2026-10-05 07:03:00"),
        ("2026-10-05T07:03:09", "2026-10-05 07:03:09"),
        ("2026-10-05T07:03:09Z", "2026-10-05 07:03:09"),
        ("2026-10-05T07:03:09+02:00", "2026-10-05 05:03:09"),
        ("2026-10-05 07:03:09 -0530", "2026-10-05 12:33:09"),
        ("2026-10-05 07:03:09 UTC", "2026-10-05 07:03:09"),
        ("2024-10-30 15:15:11.744884", "2024-10-30 15:15:11.744884"),
        ("25/Feb/26 3:51 PM", "2026-02-25 15:51:00"),
        ("25-Feb-2026 12:05 am", "2026-02-25 00:05:00"),
        ("Feb 25, 2026 3:51 PM", "2026-02-25 15:51:00"),
        ("5 ottobre 2026 15:51", "2026-10-05 15:51:00"),
        ("05.10.2026, 15:51", "2026-10-05 15:51:00"),
        ("05.10.26 15.51", "2026-10-05 15:51:00"),
        ("20261005", "2026-10-05 00:00:00"),
        ("31/12/1999 24:00", "2000-01-01 00:00:00"),
        ("1760000000", "2025-10-09 08:53:20"),
        ("1760000000123", "2025-10-09 08:53:20.123000"),
        ("Mar 24, 2026 09:05 AM", "2026-03-24 09:05:00"),
        ("Tue Mar 24, 2026 9:05 AM", "2026-03-24 09:05:00"),
        ("mar. 24 mars 2026 09:05", "2026-03-24 09:05:00"),
        ("Mar-24-2026 09:05", "2026-03-24 09:05:00"),
        ("Tue Mar 24 09:05:00 2026", "2026-03-24 09:05:00"),
        ("Mar 24 09:05 2026", "2026-03-24 09:05:00"),
        ("Tue Mar 24 09:05:00 CET 2026", "2026-03-24 08:05:00"),
        ("20260324T090500Z", "2026-03-24 09:05:00"),
        ("05/10/69 08:00", "2069-10-05 08:00:00"),
    ],
)
def test_moments_are_read_in_many_notations(text: str, moment: str) -> None:
    assert read(text) == moment


def test_the_order_of_day_and_month_is_that_of_the_file() -> None:
    assert read("03/04/2026 10:00", MONTH_FIRST) == "2026-03-04 10:00:00"
    assert read("26/04/03 10:00", YEAR_FIRST) == "2026-04-03 10:00:00"
    assert orders_proven(["03/04/2026", "2026-13-01", "13/04/2026 10:00"]) == {DAY_FIRST}
    assert orders_proven(["04/13/2026"]) == {MONTH_FIRST}
    assert orders_proven(["03/04/2026", "", "4/Apr/26"]) == set()
    assert is_open_to_question("03/04/2026 10:00")
    assert not is_open_to_question("04/04/2026 10:00")


def test_a_zone_moves_only_what_names_none() -> None:
    assert read("2026-07-01 10:00", zone="Europe/Rome") == "2026-07-01 08:00:00"
    assert read("2026-01-01 10:00", zone="Europe/Rome") == "2026-01-01 09:00:00"
    assert read("2026-07-01 10:00Z", zone="Europe/Rome") == "2026-07-01 10:00:00"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("01/01/0001 00:00", "year 1 "),
        ("31/12/9999 00:00", "year 9999"),
        ("31/02/2026", "no such day"),
        ("04/13/2026 10:00", "other way round"),
        ("04/10/2026 25:00", "time of day"),
        ("04/10/2026 13:00 pm", "no such hour"),
        ("4/Foo/2026", "no month"),
        ("tomorrow", "no date"),
        ("2026-10", "no date"),
    ],
)
def test_what_is_no_moment_says_why(text: str, why: str) -> None:
    with pytest.raises(Unreadable, match=why):
        read(text)


@given(st.datetimes(datetime(1980, 1, 1), datetime(2100, 1, 1)), st.booleans())
def test_iso_moments_read_back(moment: datetime, with_t: bool) -> None:
    text = moment.isoformat("T" if with_t else " ")
    reader = InstantReader()
    assert reader.read(text) == reader.read(text) == instant_of(moment, None)


@given(st.text(max_size=30))
def test_any_text_is_a_moment_or_unreadable(text: str) -> None:
    with suppress(Unreadable):
        assert isinstance(InstantReader().read(text), int)


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("2 horas 5 minutos", 2 * PER_HOUR + 5 * PER_MINUTE),
        ("3 days 4 hours", 3 * PER_DAY + 4 * PER_HOUR),
        ("3 jours et 4 heures", 3 * PER_DAY + 4 * PER_HOUR),
        ("1 giorno, 2 ore", PER_DAY + 2 * PER_HOUR),
        ("2h 30m", 150 * PER_MINUTE),
        ("1:30:00", 90 * PER_MINUTE),
        ("2 days 01:00:00", 49 * PER_HOUR),
        ("0,5 h", 30 * PER_MINUTE),
        ("-0:10", -10 * PER_MINUTE),
        ("- 1:30", -90 * PER_MINUTE),
        ("- 2 heures", -2 * PER_HOUR),
        ("-2 Std. 5 Min.", -125 * PER_MINUTE),
        ("\u2212 3 days 4 hours", -76 * PER_HOUR),
        ("+2 ore e 5 minuti", 125 * PER_MINUTE),
        ("-PT2H5M", -125 * PER_MINUTE),
        ("-2h30", -150 * PER_MINUTE),
        ("- 12,5", -750 * PER_MINUTE // 60),
        ("250 ms", PER_MINUTE // 240),
        ("90", 90 * PER_MINUTE),
        ("1.5", 90 * PER_MINUTE // 60),
    ],
)
def test_lengths_of_time_are_read_in_numbers_and_words(text: str, length: int) -> None:
    assert read_length(text, PER_MINUTE) == length


@pytest.mark.parametrize(
    "text", ["soon", "-", "--5", "1-2", "2h -5m", "3 parsecs", "2 hours roughly", "", "9" * 30]
)
def test_other_lengths_are_not_guessed(text: str) -> None:
    assert read_length(text, PER_MINUTE) is None


def test_a_bare_number_needs_a_unit() -> None:
    assert read_length("90", None) is None
    assert unit_in_header("First response time (in hrs)") == PER_HOUR
    assert unit_in_header("first_response_minutes") == PER_MINUTE
    assert unit_in_header("Tempo di risposta") is None
    assert unit_in_header("hours or minutes") is None


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("3", 3),
        ("3,5", Fraction(7, 2)),
        ("1.234.567", 1234567),
        ("1,234.5", Fraction(2469, 2)),
        ("1.234,5", Fraction(2469, 2)),
        ("1'234", 1234),
        ("1.234", Fraction(1234, 1000)),
        ("=2", None),
        ("2e400", None),
        ("1" * 50, None),
    ],
)
def test_numbers_with_points_and_commas(text: str, number: Fraction | int | None) -> None:
    assert read_number(text) == number


def test_counts_flags_and_nothing() -> None:
    assert [read_count(text) for text in ("0", "3.0", "2.5", "-1", "x")] == [0, 3, None, None, None]
    assert [read_flag(text) for text in ("TRUE", " Sì ", "Within SLA", "SLA Violated", "0", "maybe")] == [
        True, True, True, False, False, None,
    ]  # fmt: skip
    assert all(is_missing(text) for text in ("", "NA", " N/A ", "NS", "NULL", "?", "-", "NaN"))
    assert not is_missing("0")


def test_headers_meet_whatever_their_spelling() -> None:
    assert plain_key("Opened at") == plain_key("opened_at") == plain_key("OpenedAt")
    assert plain_key("Priorité") == plain_key("priorite")
    assert plain_key("Ticket#") == plain_key("Ticket number")
