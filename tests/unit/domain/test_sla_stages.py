"""Stages, versions, templates and changes of agreements."""

from dataclasses import fields, replace
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any

import pytest

from assessment.domain.calendars import Calendar
from assessment.domain.sla_checks import CheckFacts, check_point
from assessment.domain.sla_content import (
    ALWAYS,
    POINTS,
    Credit,
    SlaContent,
    Target,
    content_data,
    content_of,
    hash_of,
)
from assessment.domain.sla_diff import TARGETS, diff, in_one_line
from assessment.domain.sla_findings import FAIL, PASS, STATES, WARN, Finding, worst
from assessment.domain.sla_points import VALIDITY
from assessment.domain.sla_smart import months_between
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


CONTENT = replace(
    TEMPLATES["desk"][1](), hours_calendar_id="office", desk_calendar_id="office",
    prose={"charges": "Paid with the contract."}, targets=(P1,),
)  # fmt: skip


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
    line = in_one_line(replace(P1, baseline=Fraction("99.6")), {})
    assert "baseline 99.6" in line
    assert "operator at least" in line


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
