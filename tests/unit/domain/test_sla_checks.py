"""What is checked about the ten points, lengths of time and formulas."""

from dataclasses import fields, replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from assessment.domain.calendars import Calendar
from assessment.domain.durations import in_words, read_duration
from assessment.domain.sla_checks import CheckFacts, check_point, completeness, is_filled, open_points
from assessment.domain.sla_content import (
    ALWAYS,
    POINTS,
    Signatory,
    SlaContent,
    Target,
)
from assessment.domain.sla_findings import FAIL, worst
from assessment.domain.sla_formula import FormulaError, read_formula
from assessment.domain.sla_points import FIELD_NAMES, POINT_FIELDS, POINT_NAMES, VALIDITY
from assessment.domain.sla_templates import TEMPLATES
from assessment.domain.sla_time import ServiceTime, period_bounds, week_minutes

TODAY = date(2026, 11, 23)
WEEK = dict.fromkeys(range(5), ((8 * 60 + 30, 17 * 60),))
SUPPORTED = Calendar(WEEK, zone="Europe/London")
FACTS = CheckFacts(TODAY, {"office": ("Office", SUPPORTED), "long": ("Long", Calendar({0: ((0, 1440),)}))})
P1 = Target(
    "p1", "response", "Response, P1", classes=("P1",), value=Fraction(95), unit="percent",
    limit_minutes=Fraction(60), limit_words="1 h", unacceptable=Fraction(85), calendar_id="office",
    source="Ticket export", review_on=date(2027, 6, 1),
)  # fmt: skip


CONTENT = replace(
    TEMPLATES["desk"][1](), hours_calendar_id="office", desk_calendar_id="office",
    prose={"charges": "Paid with the contract."}, targets=(P1,),
)  # fmt: skip


def sentences(content: SlaContent, point: str) -> list[tuple[str, str]]:
    return [(one.state, one.sentence()) for one in check_point(content, point, FACTS).findings]


def test_the_ten_points_have_names_and_fields() -> None:
    assert tuple(POINT_NAMES) == POINTS
    assert set(POINT_FIELDS) == {*POINTS, VALIDITY}
    named = {name for names in POINT_FIELDS.values() for name in names}
    assert named == set(FIELD_NAMES)
    assert {one.name for one in fields(SlaContent)} - named == {"prose", "targets", "waivers"}


def test_completeness_counts_filled_points() -> None:
    assert completeness(SlaContent()) == 0
    full = replace(CONTENT, targets=TEMPLATES["desk"][1]().targets)
    assert completeness(full) == 10
    assert open_points(full) == ()
    without = replace(full, measures=())
    assert (completeness(without), open_points(without)) == (9, ("security",))
    waived = replace(without, waivers={"security": "Covered elsewhere"})
    assert (completeness(waived), open_points(waived)) == (9, ())
    assert sentences(waived, "security") == [("warn", "Left out: Covered elsewhere")]


@pytest.mark.parametrize("point", POINTS)
def test_an_empty_point_is_not_filled_and_fails(point: str) -> None:
    assert not is_filled(SlaContent(), point)
    assert worst(check_point(SlaContent(), point, FACTS).findings) == FAIL


@pytest.mark.parametrize(
    ("point", "changed", "state", "says"),
    [
        ("description", {"scale": ""}, "fail", "Missing: scale."),
        ("description", {"signatories": (Signatory("provider", "A"),)}, "fail", "signs for the customer"),
        ("hours", {"hours_calendar_id": "office"}, "pass", "Office: 42.5 h a week, time zone Europe/London."),
        ("hours", {"hours_calendar_id": ALWAYS}, "pass", "Every hour of every day."),
        ("hours", {"hours_calendar_id": "gone"}, "fail", "not there any more"),
        ("hours", {"hours_calendar_id": "long"}, "warn", "no time zone"),
        ("support", {"routes": ()}, "fail", "at least one way"),
        ("support", {"after_hours": ""}, "pass", "open whenever the service is"),
        ("support", {"after_hours": "", "hours_calendar_id": ALWAYS}, "fail", "after its hours"),
        ("support", {"after_hours": "", "desk_calendar_id": "long"}, "fail", "after its hours"),
        ("support", {"after_hours": "", "desk_calendar_id": ALWAYS}, "pass", "open whenever"),
        ("charges", {"formula": "users * 12"}, "pass", "it needs users"),
        ("charges", {"formula": "users * "}, "fail", "breaks off"),
        ("charges", {"formula": "", "prose": {}}, "fail", "what the service costs"),
        ("charges", {"formula": "", "price": Fraction(10)}, "pass", "what the service costs"),
        ("charges", {"currency": ""}, "fail", "which currency"),
        ("security", {"measures": ()}, "fail", "at least one measure"),
        ("changes", {"change_notice_days": None}, "fail", "notice period"),
        ("changes", {"change_notice_days": 0}, "pass", "notice"),
        ("continuity", {"recovery_time_minutes": Fraction(0)}, "fail", "longer than nothing"),
    ],
)
def test_points(point: str, changed: dict[str, Any], state: str, says: str) -> None:
    found = sentences(replace(CONTENT, **changed), point)
    assert any(one == state and says in sentence for one, sentence in found), found


def test_hours_that_end_before_they_begin() -> None:
    broken = CheckFacts(TODAY, {"b": ("Broken", Calendar({0: ((600, 600),)}, zone="UTC"))})
    found = check_point(replace(CONTENT, hours_calendar_id="b"), "hours", broken)
    assert [one.key for one in found.findings] == ["calendar empty"]


AVAILABLE = Target(
    "a", "availability", "Availability", value=Fraction("99.9"), unit="percent", unacceptable=Fraction(99)
)


def test_allowed_downtime_is_said_in_minutes() -> None:
    found = sentences(replace(CONTENT, targets=(AVAILABLE,)), "availability")
    # A supported week of 2550 minutes leaves 2.55; November 2026 has 21 working days of 510 minutes.
    assert "2.55 min without the service in a week and 10.71 min in this month" in found[0][1]
    bad = sentences(replace(CONTENT, targets=(replace(AVAILABLE, value=Fraction(101)),)), "availability")
    assert bad[0][0] == FAIL


@pytest.mark.parametrize(
    ("first", "second", "key"),
    [
        ({}, {}, "order kept"),
        ({"limit_minutes": Fraction(90)}, {}, "order broken"),
        ({}, {"limit_minutes": Fraction(60)}, "order kept"),
        ({"calendar_id": ALWAYS}, {}, "order kept"),
        ({"calendar_id": "long"}, {}, "order unclear"),
        ({"calendar_id": ALWAYS, "limit_minutes": Fraction(90)}, {}, "order unclear"),
    ],
)
def test_the_order_of_classes(first: dict[str, Any], second: dict[str, Any], key: str) -> None:
    p2 = replace(P1, key="p2", name="Response, P2", classes=("P2",), limit_minutes=Fraction(80))
    # Numbers in the names decide, not the order in which they are listed.
    targets = (replace(p2, **second), replace(P1, **first))
    found = check_point(replace(CONTENT, targets=targets), "performance", FACTS).findings
    assert [one.key for one in found if one.key.startswith("order")] == [key]


def test_the_order_without_numbers_is_that_of_the_list() -> None:
    targets = (replace(P1, classes=("Urgent",)), replace(P1, classes=("Low",), limit_minutes=Fraction(30)))
    found = check_point(replace(CONTENT, targets=targets), "performance", FACTS).findings
    assert "order broken" in [one.key for one in found]


@pytest.mark.parametrize(
    ("minutes", "key"), [(59, "response late"), (60, "response late"), (61, "response first")]
)
def test_a_response_comes_before_the_resolution(minutes: int, key: str) -> None:
    resolution = replace(P1, key="r", kind="resolution", limit_minutes=Fraction(minutes))
    found = check_point(replace(CONTENT, targets=(P1, resolution)), "performance", FACTS).findings
    assert key in [one.key for one in found]


@pytest.mark.parametrize(
    ("operator", "value", "worst_value", "key"),
    [
        (">=", 95, 85, "threshold worse"), (">=", 95, 95, "threshold better"),
        ("<=", 2, 5, "threshold worse"), ("<=", 2, 1, "threshold better"),
    ],
)  # fmt: skip
def test_the_threshold_is_worse_than_the_target(
    operator: str, value: int, worst_value: int, key: str
) -> None:
    target = replace(P1, operator=operator, value=Fraction(value), unacceptable=Fraction(worst_value))
    found = check_point(replace(CONTENT, targets=(target,)), "performance", FACTS).findings
    assert key in [one.key for one in found]


@pytest.mark.parametrize(
    ("value", "category", "key"),
    [
        (Fraction(0), "Major", "whole"), (Fraction(3), "major", "whole"),
        (Fraction(1, 2), "Major", "not whole"), (Fraction(-1), "Major", "not whole"),
        (None, "Major", "not whole"), (Fraction(1), "Odd", "category unknown"),
    ],
)  # fmt: skip
def test_tolerated_errors(value: Fraction | None, category: str, key: str) -> None:
    target = Target("e", "functionality", "Errors", category=category, value=value)
    found = check_point(replace(CONTENT, targets=(target,)), "functionality", FACTS).findings
    assert [one.key for one in found] == [key]


@pytest.mark.parametrize(
    ("minutes", "disaster", "keys"),
    [
        (107, False, ["rto"]),
        (108, False, ["rto long"]),
        (108, True, ["rto disaster"]),
    ],
)
def test_the_recovery_time_is_not_longer_than_what_counts_as_failing(
    minutes: int, disaster: bool, keys: list[str]
) -> None:
    # 1% of the 10 710 minutes of November 2026 are 107.1.
    content = replace(
        CONTENT, targets=(AVAILABLE,), recovery_time_minutes=Fraction(minutes), declared_disaster=disaster
    )
    assert [one.key for one in check_point(content, "continuity", FACTS).findings] == keys
    unclear = replace(content, targets=(), declared_disaster=False)
    assert [one.key for one in check_point(unclear, "continuity", FACTS).findings] == ["rto", "rto unclear"]


def test_the_time_of_periods() -> None:
    assert period_bounds(date(2026, 12, 31), "month") == (date(2026, 12, 1), date(2027, 1, 1))
    assert period_bounds(date(2026, 12, 31), "quarter") == (date(2026, 10, 1), date(2027, 1, 1))
    assert period_bounds(date(2026, 2, 1), "year") == (date(2026, 1, 1), date(2027, 1, 1))
    assert week_minutes(SUPPORTED) == 2550
    always = ServiceTime("", None, True, date(2026, 2, 3))
    assert always.minutes_of("month") == 28 * 1440
    assert always.week == 7 * 1440
    holiday = replace(SUPPORTED, holidays=frozenset({date(2026, 11, 2)}))
    assert ServiceTime("", holiday, False, TODAY).minutes_of("month") == 20 * 510


@pytest.mark.parametrize(
    ("text", "minutes", "business"),
    [
        ("1 h", 60, False), ("8 business h", 480, True), ("10 min", 10, False), ("1 week", 10080, False),
        ("2 days", 2880, False), ("1.5 h", 90, False), ("1,5 ore", 90, False), ("4 hours", 240, False),
        ("16 h business", 960, True), ("3 giorni lavorativi", 4320, True), ("450h", 27000, False),
    ],
)  # fmt: skip
def test_lengths_of_time(text: str, minutes: int, business: bool) -> None:
    found = read_duration(text)
    assert found is not None
    assert found.minutes() == minutes
    assert found.business is business


@pytest.mark.parametrize(
    "text",
    ["", "h", "4", "4 hh", "-1 h", "0 h", "as agreed", "4 h 30 min", "1e9 h", "9999999 weeks", "4 business"],
)
def test_what_is_no_length_of_time(text: str) -> None:
    assert read_duration(text) is None


def test_days_and_weeks_are_those_of_the_calendar() -> None:
    week = read_duration("1 week")
    assert week is not None
    assert week.minutes(Fraction(510), Fraction(2550)) == 2550
    assert [in_words(Fraction(one)) for one in (10, 60, 90, 2550)] == ["10 min", "1 h", "1.5 h", "42.5 h"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1 + 2 * 3", 7), ("(1 + 2) * 3", 9), ("-2 - -3", 1), ("max(500, users * 12)", 1200),
        ("min(users, 7, 9) / 2", "7/2"), ("8 / 4 / 2", 1), ("0.1 + 0.2", "3/10"), ("10 - 2 - 3", 5),
    ],
)  # fmt: skip
def test_formulas(text: str, value: object) -> None:
    assert read_formula(text).value({"users": Fraction(100)}) == Fraction(str(value))


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "1 +", "(1", "1)", "1 2", "max", "max()", "max(1,", "users..x", "__import__('os')", "1 ** 2",
        "a[0]", "a; b", "(" * 40 + "1" + ")" * 40, "-" * 200 + "1", "1" * 600, "é",
    ],
)  # fmt: skip
def test_what_is_no_formula(text: str) -> None:
    with pytest.raises(FormulaError):
        read_formula(text)


def test_a_formula_without_its_values_is_not_worked_out() -> None:
    formula = read_formula("price / users")
    assert formula.names == {"price", "users"}
    with pytest.raises(FormulaError, match="users"):
        formula.value({"price": Fraction(1)})
    with pytest.raises(FormulaError, match="zero"):
        formula.value({"price": Fraction(1), "users": Fraction(0)})
