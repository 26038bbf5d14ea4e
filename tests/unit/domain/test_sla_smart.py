"""Whether targets are specific, measurable, agreed, realistic and bound to a time, in two languages."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from string import Formatter
from typing import Any

import pytest

from assessment.domain.calendars import Calendar
from assessment.domain.sla_checks import CheckFacts
from assessment.domain.sla_content import (
    ALWAYS,
    EXAMPLE,
    Target,
    Underpinning,
)
from assessment.domain.sla_findings import PASS, Finding
from assessment.domain.sla_smart import Smart, SmartFacts, ready, smart
from assessment.domain.sla_vague import VAGUE, vague_words
from assessment.domain.sla_words import PARTS, SENTENCES, SMART

TODAY = date(2026, 11, 23)
WEEK = dict.fromkeys(range(5), ((8 * 60 + 30, 17 * 60),))
SUPPORTED = Calendar(WEEK, zone="Europe/London")
FACTS = CheckFacts(TODAY, {"office": ("Office", SUPPORTED), "long": ("Long", Calendar({0: ((0, 1440),)}))})
P1 = Target(
    "p1", "response", "Response, P1", classes=("P1",), value=Fraction(95), unit="percent",
    limit_minutes=Fraction(60), limit_words="1 h", unacceptable=Fraction(85), calendar_id="office",
    source="Ticket export", review_on=date(2027, 6, 1),
)  # fmt: skip
MONTHS = tuple((f"2026-{month:02d}", Fraction(96)) for month in range(5, 11))
KNOWN = SmartFacts(
    values=MONTHS, recent=("2026-08", "2026-09", "2026-10"), cases=Fraction(50),
    signed=frozenset({"provider", "customer"}), valid_from=date(2026, 12, 1), valid_to=date(2027, 11, 30),
    calendars={"office": "Europe/London"}, metrics=frozenset({"M18"}),
)  # fmt: skip


def states(found: Smart) -> str:
    return " ".join(one.state.replace(" ", "_") for _, one in found.letters)


def test_a_target_that_is_smart() -> None:
    assert states(smart(P1, KNOWN)) == "pass pass pass pass pass"
    assert ready(P1, smart(P1, KNOWN))


@pytest.mark.parametrize(
    ("changed", "key", "says"),
    [
        ({"name": "Response in reasonable time"}, "s vague", "reasonable"),
        ({"source": "Il prima possibile"}, "s vague", "Il prima possibile"),
        ({"limit_minutes": None, "limit_text": "best effort"}, "s vague", "best effort"),
        ({"value": None}, "s missing", "the value"),
        ({"classes": ()}, "s missing", "the scope"),
        ({"unit": "", "operator": ""}, "s missing", "the operator, the unit"),
        ({"limit_minutes": None}, "s missing", "the time limit"),
        ({"limit_minutes": None, "limit_text": "as agreed"}, "s case by case", "case by case"),
        ({"kind": "metric"}, "s missing", "the metric"),
        ({"kind": "functionality"}, "s missing", "the scope"),
        ({"kind": "availability", "classes": ()}, "s pass", "what is measured"),
        ({"classes": (), "site": "North"}, "s pass", "what is measured"),
    ],
)
def test_specific(changed: dict[str, Any], key: str, says: str) -> None:
    found = smart(replace(P1, **changed), KNOWN).specific
    assert found.key == key
    assert says in found.sentence()


@pytest.mark.parametrize(
    ("changed", "facts", "key"),
    [
        ({"kind": "metric", "metric_id": "M99"}, {}, "m unknown metric"),
        ({"kind": "metric", "metric_id": "M18", "source": ""}, {}, "m pass"),
        ({"source": ""}, {}, "m no source"),
        ({"source": EXAMPLE}, {}, "m no source"),
        ({}, {"values": MONTHS[:3]}, "m no value"),
        ({}, {"values": ()}, "m no value"),
        ({"baseline": Fraction(96), "baseline_to": "2026-09"}, {"values": ()}, "m pass"),
        ({"baseline": Fraction(96), "baseline_to": "2026-07"}, {"values": ()}, "m no value"),
        ({}, {"cases": Fraction(19)}, "m few cases"),
        ({}, {"cases": Fraction(20)}, "m pass"),
        ({}, {"cases": Fraction(0)}, "m few cases"),
        ({"unit": "count"}, {"cases": Fraction(2)}, "m pass"),
        ({}, {"cases": None}, "m pass"),
    ],
)
def test_measurable(changed: dict[str, Any], facts: dict[str, Any], key: str) -> None:
    assert smart(replace(P1, **changed), replace(KNOWN, **facts)).measurable.key == key


def test_few_cases_say_how_far_one_moves_the_result() -> None:
    found = smart(P1, replace(KNOWN, cases=Fraction(15))).measurable
    assert "one case moves the result by 6.7 points" in found.sentence()


@pytest.mark.parametrize(
    ("signed", "state"),
    [(("provider", "customer"), "pass"), (("provider",), "warn"), ((), "fail")],
)
def test_agreed(signed: tuple[str, ...], state: str) -> None:
    assert smart(P1, replace(KNOWN, signed=frozenset(signed))).agreed.state == state


def values(*found: int) -> tuple[tuple[str, Fraction], ...]:
    return tuple((f"2026-{month:02d}", Fraction(one)) for month, one in enumerate(found, 11 - len(found)))


@pytest.mark.parametrize(
    ("changed", "measured", "state", "key"),
    [
        ({}, values(96, 94, 97), "pass", "r pass"),
        ({}, values(90, 91, 92), "fail", "r never"),
        ({}, values(98, 99, 98), "warn", "r no stretch"),
        ({}, values(97, 99, 98), "pass", "r pass"),
        ({}, values(99, 99), "cannot tell", "r no baseline"),
        ({}, (), "cannot tell", "r no baseline"),
        ({"value": None}, values(96, 96, 96), "cannot tell", "r no value"),
        ({"operator": "<=", "value": Fraction(2), "unit": "count"}, values(2, 3, 1), "pass", "r pass"),
        ({"operator": "<=", "value": Fraction(2), "unit": "count"}, values(1, 1, 1), "warn", "r no stretch"),
        ({"operator": "<=", "value": Fraction(2), "unit": "count"}, values(3, 4, 3), "fail", "r never"),
        ({"underpinned_by": (Underpinning("A", Fraction(61)),)}, values(96, 96, 96), "fail", "r behind"),
        (
            {"underpinned_by": (Underpinning("A", Fraction(30)), Underpinning("B", Fraction(30)))},
            values(96, 96, 96), "pass", "r pass",
        ),
        (
            {"baseline": Fraction(96), "baseline_from": "2026-08", "baseline_to": "2026-10"}, (),
            "pass", "r baseline met",
        ),
        (
            {"baseline": Fraction(90), "baseline_from": "2026-08", "baseline_to": "2026-10"}, (),
            "fail", "r baseline missed",
        ),
        (
            {"baseline": Fraction(96), "baseline_from": "2026-09", "baseline_to": "2026-10"}, (),
            "cannot tell", "r no baseline",
        ),
    ],
)  # fmt: skip
def test_realistic(
    changed: dict[str, Any], measured: tuple[tuple[str, Fraction], ...], state: str, key: str
) -> None:
    found = smart(replace(P1, **changed), replace(KNOWN, values=measured)).realistic
    assert (found.state, found.key) == (state, key)


def test_only_the_last_twelve_periods_count() -> None:
    old = tuple((f"2025-{month:02d}", Fraction(99)) for month in range(1, 7))
    new = tuple((f"2026-{month:02d}", Fraction(90)) for month in range(1, 13))
    assert smart(P1, replace(KNOWN, values=(*old, *new))).realistic.key == "r never"


@pytest.mark.parametrize(
    ("changed", "facts", "key"),
    [
        ({"review_on": None}, {}, "t missing"),
        ({"period": "week"}, {}, "t missing"),
        ({"calendar_id": ""}, {}, "t missing"),
        ({"calendar_id": ""}, {"service_calendar": "office"}, "t pass"),
        ({"calendar_id": ""}, {"service_calendar": ALWAYS}, "t pass"),
        ({"calendar_id": ALWAYS}, {}, "t pass"),
        ({"calendar_id": "gone"}, {}, "t calendar gone"),
        ({}, {"calendars": {"office": ""}}, "t no zone"),
        ({"kind": "functionality", "calendar_id": ""}, {}, "t pass"),
        ({}, {"valid_from": None}, "t missing"),
        ({}, {"valid_to": date(2026, 11, 30)}, "t backwards"),
        ({"review_on": date(2026, 11, 30)}, {}, "t review outside"),
        ({"review_on": date(2027, 12, 1)}, {}, "t review outside"),
    ],
)
def test_timed(changed: dict[str, Any], facts: dict[str, Any], key: str) -> None:
    assert smart(replace(P1, **changed), replace(KNOWN, **facts)).timed.key == key


def test_what_is_not_realistic_needs_a_reason_to_go_on() -> None:
    missed = replace(KNOWN, values=values(90, 90, 90))
    assert not ready(P1, smart(P1, missed))
    accepted = replace(P1, accepted_because="CSIP-004 brings it there by March")
    assert ready(accepted, smart(accepted, missed))


@pytest.mark.parametrize("key", list(SMART))
def test_every_sentence_of_smart_is_in_both_languages(key: str) -> None:
    words = SENTENCES[key]
    named = [{name for _, name, _, _ in Formatter().parse(words[one]) if name} for one in ("en", "it")]
    assert named[0] == named[1]
    assert words["en"] != words["it"]


def test_the_parts_of_a_sentence_are_translated() -> None:
    found = smart(replace(P1, value=None), KNOWN).specific
    assert found.sentence("en") == "Missing: the value."
    assert found.sentence("it") == "Manca: il valore."
    assert found.sentence("de") == found.sentence("en")
    assert all(set(words) == {"en", "it"} for words in PARTS.values())
    assert Finding(PASS, "always").sentence("it") == "Every hour of every day."


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Answer AS SOON   AS possible", ("AS soon as possible",)),
        ("Tempestivamente e di norma entro 4 ore", ("Tempestivamente", "di norma")),
        ("Answer within 4 h", ()),
        ("Unreasonable abnormally", ()),
        ("", ()),
    ],
)
def test_vague_words(text: str, found: tuple[str, ...]) -> None:
    assert tuple(one.casefold() for one in vague_words(text)) == tuple(one.casefold() for one in found)


@pytest.mark.parametrize("language", ["en", "it"])
def test_every_vague_word_is_found(language: str) -> None:
    for word in VAGUE[language]:
        assert vague_words(f"Entro, {word}.") != (), word
