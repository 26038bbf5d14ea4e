"""Numbers, dates and money in both languages, and numbers that people type."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from flask import Flask, g, render_template_string
from wtforms import Form, StringField

from assessment.errors import InvalidInput
from assessment.web import filters
from assessment.web.filters import Number
from assessment.web.forms import BaseForm, NumberField, form_problems, read_decimal, tidy

DAY = date(2026, 12, 3)
NB = "\u00a0"
THIN = "\u202f"


@pytest.mark.parametrize(
    ("value", "places", "expected"),
    [
        (Fraction(5, 2), 0, "3"),
        (Fraction(1, 20), 1, "0.1"),
        (Fraction(-1, 20), 1, "−0.1"),
        (Fraction(49, 1000), 1, "0.0"),
        (Fraction(8, 3), 2, "2.67"),
        (2.45, 1, "2.5"),
        (Decimal("1234567.5"), 1, f"1{THIN}234{THIN}567.5"),
        (-0.04, 1, "0.0"),
        (0, 1, "0.0"),
    ],
)
def test_numbers_round_half_up(value: Number, places: int, expected: str) -> None:
    assert filters.format_number(value, places) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [(0.3, "+0.3"), (-0.2, "−0.2"), (0, "0.0"), (0.04, "0.0"), (Fraction(1, 3), "+0.3")],
)
def test_a_change_shows_its_sign(value: Number, expected: str) -> None:
    assert filters.format_change(value) == expected


@pytest.mark.parametrize(
    ("value", "expected"), [(3, "3"), (2.5, "2.5"), (51.3783, "51.38"), (100, "100"), (0, "0")]
)
def test_plain_numbers_have_the_decimals_they_need(value: Number, expected: str) -> None:
    assert filters.format_plain(value) == expected


def test_italian_writes_a_comma() -> None:
    assert filters.format_number(2.4, 1, "it") == "2,4"
    assert filters.format_number(12000, 0, "it") == "12.000"


@pytest.mark.parametrize(
    ("language", "day", "month"),
    [("en", "Thu 3 Dec 2026", "December 2026"), ("it", "gio 3 dic 2026", "dicembre 2026")],
)
def test_dates(language: str, day: str, month: str) -> None:
    assert filters.format_date(DAY, language) == day
    assert filters.format_month(DAY, language) == month


def test_moments_are_in_the_zone_of_the_server() -> None:
    assert filters.format_moment(datetime(2026, 12, 3, 10, 42)) == "3 Dec 2026, 10:42"
    aware = datetime(2026, 12, 3, 10, 42, tzinfo=UTC)
    assert filters.format_time(aware) == aware.astimezone().strftime("%H:%M")


@pytest.mark.parametrize(
    ("amount", "language", "expected"),
    [
        (12000, "en", f"EUR{NB}12{THIN}000"),
        (12000, "it", f"12.000{NB}EUR"),
        (Decimal("4500.50"), "en", f"EUR{NB}4{THIN}500.50"),
        (None, "en", "No cost"),
    ],
)
def test_money(amount: Number | None, language: str, expected: str) -> None:
    assert filters.format_money(amount, language=language) == expected


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [
        (0, f"0{NB}min"),
        (45, f"45{NB}min"),
        (125, f"2{NB}h 5{NB}min"),
        (120, f"2{NB}h"),
        (4 * 1440 + 180, f"4{NB}d 3{NB}h"),
        (timedelta(hours=1), f"1{NB}h"),
        (-5, f"−5{NB}min"),
    ],
)
def test_durations(minutes: Number | timedelta, expected: str) -> None:
    assert filters.format_duration(minutes) == expected


def test_shares_and_percents() -> None:
    assert filters.format_share(Fraction(2, 3)) == "67%"
    assert filters.format_percent(51.3783, 1) == "51.4%"


def test_an_unknown_index_says_so() -> None:
    assert filters.format_index(None) == "not known"
    assert filters.format_index(Fraction(5, 3), 2) == "1.67"


def test_templates_write_in_the_language_of_the_request(app: Flask) -> None:
    source = "{{ 2.4 | number }} {{ none | date }} {{ day | date }}"
    with app.test_request_context("/"):
        assert render_template_string(source, day=DAY) == "2.4  Thu 3 Dec 2026"
        g.language = "it"
        assert render_template_string(source, day=DAY) == "2,4  gio 3 dic 2026"


@pytest.mark.parametrize(
    ("text", "expected"), [("2,5", "2.5"), (" 12 000 ", "12000"), ("12\u202f000.5", "12000.5"), ("−3", "-3")]
)
def test_typed_numbers(text: str, expected: str) -> None:
    assert read_decimal(text) == Decimal(expected)


@pytest.mark.parametrize("text", ["", "lots", "1.2.3", "NaN", "Infinity", "1e", "1e9999999", "--1"])
def test_typed_words_are_no_numbers(text: str) -> None:
    with pytest.raises(ValueError, match="Write a number"):
        read_decimal(text)


def test_tidy_text() -> None:
    assert tidy("  a b ") == "a b"
    assert tidy(None) is None


class Sample(BaseForm):
    """A form for the tests below."""

    name = StringField("Name")
    amount = NumberField("Amount")


def test_a_refused_value_stands_at_its_field(app: Flask) -> None:
    with app.test_request_context("/"):
        form = Sample(formdata=None)
        with form.show_errors():
            raise InvalidInput("name", "There is a client of that name.")
        with form.show_errors():
            raise InvalidInput("elsewhere", "The file is empty.")
        assert form_problems(form) == [
            ("", "The file is empty."),
            ("name", "There is a client of that name."),
        ]
        assert isinstance(form, Form)
