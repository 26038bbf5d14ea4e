"""The rules of agreements: checks of the ten points, SMART, formulas, lengths of time, stages, changes."""

from dataclasses import fields, replace
from datetime import UTC, date, datetime
from fractions import Fraction
from string import Formatter
from typing import Any

import pytest

from assessment.domain.calendars import Calendar
from assessment.domain.durations import in_words, read_duration
from assessment.domain.sla_checks import CheckFacts, check_point, completeness, is_filled, open_points
from assessment.domain.sla_content import (
    ALWAYS,
    EXAMPLE,
    POINTS,
    Credit,
    Signatory,
    SlaContent,
    Target,
    Underpinning,
    content_data,
    content_of,
    hash_of,
)
from assessment.domain.sla_diff import TARGETS, diff, in_one_line
from assessment.domain.sla_findings import FAIL, PASS, STATES, WARN, Finding, worst
from assessment.domain.sla_formula import FormulaError, read_formula
from assessment.domain.sla_points import FIELD_NAMES, POINT_FIELDS, POINT_NAMES, VALIDITY
from assessment.domain.sla_smart import Smart, SmartFacts, months_between, ready, smart
from assessment.domain.sla_stages import (
    CHANGE,
    END,
    FINALIZE,
    FREEZE,
    ILLEGAL,
    KEEP,
    NEEDS_REASON,
    STEPS,
    TABLE,
    before_signing,
    next_stage,
)
from assessment.domain.sla_templates import TEMPLATES
from assessment.domain.sla_time import ServiceTime, period_bounds, week_minutes
from assessment.domain.sla_vague import VAGUE, vague_words
from assessment.domain.sla_words import PARTS, SENTENCES, SMART
from assessment.domain.slas import Signature, SlaVersion, Standing, last_day_before, signed_sides, version_of
from assessment.errors import NotAllowed

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


READY = Standing(
    "finalizing", has_service=True, both_sides=True, signed=frozenset({"provider", "customer"}),
    valid_from=date(2026, 12, 1),
)  # fmt: skip


def test_every_pair_outside_the_table_is_refused_with_a_reason() -> None:
    stages = {stage for stage, _ in TABLE} | {"ended"}
    for stage in stages:
        for step in STEPS:
            if (stage, step) not in TABLE:
                with pytest.raises(NotAllowed) as refused:
                    next_stage(replace(READY, stage=stage), step, TODAY, "Because")
                assert stage in refused.value.message or "ended" in refused.value.message
    assert set(ILLEGAL) == set(STEPS)


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"both_sides": False}, "Name the service"),
        ({"open_targets": ("P1 (M)",)}, "P1"),
        ({"open_points": ("security",)}, "one point"),
        ({"has_supplier": True}, "supplier"),
        ({"signed": frozenset({"provider"})}, "customer"),
        ({"valid_from": None}, "from which day"),
        ({"held_from": date(2026, 12, 1)}, "later day"),
        ({"held_from": date(2026, 1, 1), "valid_from": date(2026, 10, 31)}, "months that are over"),
    ],
)
def test_what_stands_against_freezing(changed: dict[str, Any], says: str) -> None:
    assert next_stage(READY, FREEZE, TODAY) == "monitoring"
    with pytest.raises(NotAllowed, match=says):
        next_stage(replace(READY, **changed), FREEZE, TODAY)


def test_before_signing_says_what_to_do() -> None:
    assert before_signing(replace(READY, signed=frozenset()), TODAY) == ()
    assert len(before_signing(replace(READY, open_points=("security",), has_supplier=True), TODAY)) == 2
    assert before_signing(replace(READY, stage="negotiation"), TODAY) == (
        "People sign what is being finalized.",
    )


@pytest.mark.parametrize("step", sorted(NEEDS_REASON))
def test_a_decision_needs_its_reason(step: str) -> None:
    stage = next(stage for stage, one in TABLE if one == step)
    standing = replace(READY, stage=stage, held_from=date(2026, 1, 1) if step == "withdraw" else None)
    with pytest.raises(NotAllowed, match="Say why"):
        next_stage(standing, step, TODAY, "  ")
    assert next_stage(standing, step, TODAY, "Because") == TABLE[stage, step]


def test_negotiation_ends_when_the_targets_pass() -> None:
    standing = replace(READY, stage="negotiation", signed=frozenset(), open_points=("security",))
    assert next_stage(standing, FINALIZE, TODAY) == "finalizing"
    with pytest.raises(NotAllowed, match="not ready"):
        next_stage(replace(standing, open_targets=("P1 (S)",)), FINALIZE, TODAY)


def test_a_review_follows_a_report() -> None:
    for step in (KEEP, CHANGE, END):
        with pytest.raises(NotAllowed, match="review"):
            next_stage(replace(READY, stage="monitoring"), step, TODAY, "Because")


def version(number: int, begin: date, end: date | None = None) -> SlaVersion:
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    return SlaVersion(number, SlaContent(), "", begin, end, moment, "")


def test_which_version_holds_on_a_day() -> None:
    versions = [version(1, date(2026, 1, 1), date(2026, 6, 30)), version(2, date(2026, 7, 1))]
    found = [version_of(versions, date(2026, month, day)) for month, day in ((6, 30), (7, 1))]
    assert [one.number for one in found if one] == [1, 2]
    assert version_of(versions, date(2025, 12, 31)) is None
    later = SlaContent(valid_from=date(2026, 7, 1))
    assert last_day_before(later, TODAY, None) == date(2026, 6, 30)
    assert last_day_before(later, TODAY, date(2026, 5, 31)) == date(2026, 5, 31)


def test_voided_signatures_and_those_of_other_texts_do_not_count() -> None:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    found = [
        Signature("1", "a", "provider", "A", "", at),
        Signature("2", "a", "customer", "B", "", at, voided_at=at),
        Signature("3", "b", "customer", "B", "", at),
    ]
    assert signed_sides(found, "a") == {"provider"}


@pytest.mark.parametrize("name", list(TEMPLATES))
def test_a_template_is_read_back_as_it_was_and_its_checks_hold(name: str) -> None:
    content = TEMPLATES[name][1]()
    assert content_of(content_data(content)) == content
    assert len({one.key for one in content.targets}) == len(content.targets)
    if name == "empty":
        return
    placed = replace(content, hours_calendar_id="office", desk_calendar_id="office")
    failed = {
        (point, one.sentence())
        for point in POINTS
        for one in check_point(placed, point, FACTS).findings
        if one.state == FAIL
    }
    assert {point for point, _ in failed} <= {"charges"}, failed
    assert all(one.source.startswith("Example") for one in content.targets)


OLD = replace(CONTENT, prose={"changes": "One\nTwo\nThree"}, credits=(Credit("p1", "miss", Fraction(5)),))


@pytest.mark.parametrize(
    ("changed", "point", "label"),
    [
        ({"scale": "500 users"}, "description", "Scale"),
        ({"hours_calendar_id": ALWAYS}, "hours", "Service hours"),
        ({"valid_to": date(2027, 1, 1)}, VALIDITY, "Valid to"),
        ({"waivers": {"security": "No"}}, "security", "Left out because"),
        ({"credits": ()}, "charges", "Credits"),
        ({"declared_disaster": not CONTENT.declared_disaster}, "continuity", "Only for a declared disaster"),
        ({"targets": (replace(P1, value=Fraction(96)),)}, TARGETS, "Response, P1: value"),
        ({"targets": ()}, TARGETS, "Response, P1"),
        ({"targets": (P1, replace(P1, key="new", name="New"))}, TARGETS, "New"),
    ],
)
def test_what_changed_is_said_field_by_field(changed: dict[str, Any], point: str, label: str) -> None:
    found = diff(OLD, replace(OLD, **changed), {"office": "Office"})
    assert [(one.point, one.label) for one in found] == [(point, label)]
    assert diff(OLD, OLD) == ()


def test_prose_changes_by_lines_and_the_order_of_targets_counts() -> None:
    (found,) = diff(OLD, replace(OLD, prose={"changes": "One\n2\nThree"}))
    assert found.lines == (("kept", "One"), ("gone", "Two"), ("new", "2"), ("kept", "Three"))
    other = replace(P1, key="p2", name="P2")
    (moved,) = diff(replace(OLD, targets=(P1, other)), replace(OLD, targets=(other, P1)))
    assert (moved.label, moved.was, moved.now) == ("Order", "Response, P1, P2", "P2, Response, P1")
    assert "calendar Office" in in_one_line(P1, {"office": "Office"})


def test_the_hash_changes_with_every_field() -> None:
    first = hash_of(CONTENT)
    for one in fields(SlaContent):
        value = getattr(CONTENT, one.name)
        other: Any = {"prose": {"a": "b"}, "waivers": {"a": "b"}}.get(one.name)
        if other is None:
            other = not value if isinstance(value, bool) else () if value else ("x",)
        assert hash_of(replace(CONTENT, **{one.name: other})) != first, one.name
    assert worst([Finding(one, "always") for one in (WARN, PASS)]) == WARN
    assert STATES[-1] == FAIL
    assert months_between("2026-01", "2025-12") == 0
    assert months_between("", "x") == 0
