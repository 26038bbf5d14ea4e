"""Metric values as people type them: read exactly, refused with a sentence, written back in words."""

from fractions import Fraction

import pytest

from assessment.domain.framework import Metric
from assessment.domain.reading_values import from_parts, read_value, takes_parts, value_in_words
from assessment.errors import InvalidInput
from assessment.files.framework_file import framework_by_id


def metric(unit: str, formula: str = "") -> Metric:
    """A metric of one unit."""
    return Metric("M01", "key", {"en": "Name"}, unit, "higher", formula=formula)


@pytest.mark.parametrize(
    ("unit", "typed", "value", "words"),
    [
        ("percent", "62,5", Fraction(125, 2), "62.5%"),
        ("percent", "62.5 %", Fraction(125, 2), "62.5%"),
        ("count", "12 003", Fraction(12003), "12003"),
        ("duration", "125", Fraction(125), "2 h 5 min"),
        ("duration", "2 h 5 min", Fraction(125), "2 h 5 min"),
        ("duration", "1,5 h", Fraction(90), "1 h 30 min"),
        ("duration", "1d 4h", Fraction(1680), "28 h"),
        ("yes_no", "Yes", Fraction(1), "yes"),
        ("yes_no", "no", Fraction(0), "no"),
        ("ratio", "0,85", Fraction(17, 20), "0.85"),
    ],
)
def test_a_value_is_read_by_its_unit(unit: str, typed: str, value: Fraction, words: str) -> None:
    read, code = read_value(metric(unit), typed)
    assert (read, code) == (value, "")
    assert value_in_words(metric(unit), read) == words


def test_an_amount_needs_its_currency() -> None:
    assert read_value(metric("currency"), "EUR 1 200,50") == (Fraction(2401, 2), "EUR")
    assert read_value(metric("currency"), "12 chf") == (Fraction(12), "CHF")
    assert value_in_words(metric("currency"), Fraction(2401, 2), "EUR") == "EUR 1200.5"
    with pytest.raises(InvalidInput, match="with its currency"):
        read_value(metric("currency"), "12")


@pytest.mark.parametrize(
    ("unit", "typed"),
    [
        ("percent", "lots"), ("percent", "-1"), ("count", "2.5"), ("count", "-3"), ("duration", "5 weeks"),
        ("duration", " "), ("yes_no", "maybe"), ("ratio", "1e9"), ("ratio", "nan"), ("ratio", "9" * 50),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused(unit: str, typed: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        read_value(metric(unit), typed)
    assert caught.value.field == "value"


def test_a_percentage_of_two_parts_ends_at_a_hundred() -> None:
    share = metric("percent", "100*n/d")
    assert takes_parts(share)
    assert from_parts(share, Fraction(12003), Fraction(23362)) == Fraction(1200300, 23362)
    with pytest.raises(InvalidInput, match="from 0 to 100"):
        read_value(share, "120")
    with pytest.raises(InvalidInput, match="no data") as caught:
        from_parts(share, Fraction(0), Fraction(0))
    assert caught.value.field == "denominator"
    assert not takes_parts(metric("percent", "100*(cost/contacts)/goal"))
    assert read_value(metric("percent", "100*(cost/contacts)/goal"), "120")[0] == 120


def test_no_value_is_no_data() -> None:
    assert value_in_words(metric("percent"), None) == "no data"


def test_a_score_keeps_to_the_scale_of_its_metric() -> None:
    score = framework_by_id("pom").metric_by_id["M07"]
    assert read_value(score, "4.2") == (Fraction(42, 10), "")
    for text in ("0.5", "5.1"):
        with pytest.raises(InvalidInput, match="This rating goes from 1 to 5"):
            read_value(score, text)
