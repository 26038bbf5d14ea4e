"""Calendars are written as RFC 5545 wants them."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.domain.ics import LONGEST_LINE, Happening, calendar_text, escaped, folded

STAMP = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


def unfold(text: str) -> list[str]:
    """The lines of a calendar as a reader sees them."""
    return text.replace("\r\n ", "").split("\r\n")


def lines_of(happening: Happening) -> list[str]:
    """The lines of a calendar with one thing in it."""
    return unfold(calendar_text("Reviews", [happening]))


def test_a_calendar_has_its_frame_and_ends_each_line_rightly() -> None:
    text = calendar_text("Reviews of Corvo, all", [])
    assert text == (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Gradino//Service reviews//EN\r\nCALSCALE:GREGORIAN\r\n"
        "METHOD:PUBLISH\r\nX-WR-CALNAME:Reviews of Corvo\\, all\r\nEND:VCALENDAR\r\n"
    )


def test_a_day_without_an_hour_lasts_until_the_next_one() -> None:
    lines = lines_of(Happening("a@gradino", "Monthly review", date(2026, 12, 31), STAMP, 3))
    assert "DTSTART;VALUE=DATE:20261231" in lines
    assert "DTEND;VALUE=DATE:20270101" in lines
    assert lines[6:10] == ["BEGIN:VEVENT", "UID:a@gradino", "DTSTAMP:20261123T093000Z", "SEQUENCE:3"]
    assert "STATUS:CONFIRMED" in lines


def test_an_hour_is_written_in_utc_and_floats_without_a_zone() -> None:
    begin = datetime(2026, 12, 1, 9, 30, tzinfo=timezone(timedelta(hours=1)))
    lines = lines_of(Happening("a", "Review", begin.date(), STAMP, 0, begin, 90))
    assert {"DTSTART:20261201T083000Z", "DTEND:20261201T100000Z"} <= set(lines)
    floating = lines_of(Happening("a", "Review", begin.date(), STAMP, 0, begin.replace(tzinfo=None), 0))
    assert {"DTSTART:20261201T093000", "DTEND:20261201T093100"} <= set(floating)


def test_what_was_cancelled_says_so() -> None:
    happening = Happening("a", "Review", date(2026, 12, 1), STAMP, cancelled=True)
    assert "STATUS:CANCELLED" in lines_of(happening)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("a,b;c\\d", "a\\,b\\;c\\\\d"),
        ("one\r\ntwo\nthree\rfour", "one\\ntwo\\nthree\\nfour"),
        ("tab\tbell\x07nul\x00del\x7f", "tabbellnuldel"),
        ("Qualità, 満足", "Qualità\\, 満足"),
    ],
)
def test_texts_are_escaped(text: str, written: str) -> None:
    assert escaped(text) == written


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), max_size=400))
def test_no_line_is_too_long_and_none_loses_a_letter(text: str) -> None:
    parts = folded("SUMMARY:" + text)
    assert all(len(part.encode()) <= LONGEST_LINE for part in parts)
    assert parts[0] + "".join(part[1:] for part in parts[1:]) == "SUMMARY:" + text


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=200))
def test_whatever_is_typed_stays_inside_its_own_line(text: str) -> None:
    happening = Happening("a", text, date(2026, 12, 1), STAMP, text=text)
    whole = calendar_text(text, [happening])
    assert "\n" not in whole.replace("\r\n", "")
    names = [line.partition(":")[0] for line in unfold(whole)]
    assert (names.count("BEGIN"), names.count("END"), names.count("SUMMARY")) == (2, 2, 1)
