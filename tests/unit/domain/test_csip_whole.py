"""Measured benefit, budget, priorities, stale marks, starter ideas, practices and waves of the register."""

from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any

import pytest

from assessment.domain import csip
from assessment.domain.benefit import measured_text, read_measured
from assessment.domain.csip_actuals import Actual, benefit_state, check_actual
from assessment.domain.csip_budget import budget_of
from assessment.domain.csip_items import CsipItem
from assessment.domain.csip_practice import practice_outcome
from assessment.domain.csip_starters import starter_of, starters_for
from assessment.domain.csip_waves import Later, wave_outcomes
from assessment.domain.months import months_later
from assessment.errors import InvalidInput
from tests.unit.domain.test_csip import ITEM

DONE = replace(
    ITEM, state=csip.IMPLEMENTED, value_kind="duration", baseline=Fraction(720), target=Fraction(480),
    baseline_on=date(2026, 4, 30), started_on=date(2026, 6, 4), implemented_on=date(2026, 8, 6),
)  # fmt: skip
MADE = datetime(2026, 10, 2, 9, tzinfo=UTC)


def actual(value: int | None, first: date = date(2026, 9, 1), after: date = date(2026, 10, 1)) -> Actual:
    return Actual("one", first, after, None if value is None else Fraction(value), "", MADE, "Desk")


@pytest.mark.parametrize(
    ("kind", "text", "value", "shown"),
    [
        ("number", "12", 12, "12"),
        ("number", "-3,5", Fraction(-7, 2), "-3.5"),
        ("percent", "62%", 62, "62%"),
        ("percent", "62.5", Fraction(125, 2), "62.5%"),
        ("duration", "2 h 5 min", 125, "2 h 5 min"),
        ("duration", "12.5", Fraction(25, 2), "12.5 min"),
        ("yes/no", "Yes", 1, "yes"),
        ("yes/no", "no", 0, "no"),
        ("number", "  ", None, ""),
    ],
)
def test_values_are_read_and_shown_by_their_kind(
    kind: str, text: str, value: Fraction | int | None, shown: str
) -> None:
    assert read_measured(kind, text, "baseline") == value
    assert measured_text(kind, None if value is None else Fraction(value)) == shown


@pytest.mark.parametrize(
    ("kind", "text", "field"),
    [
        ("number", "many", "target"),
        ("number", "9" * 30, "target"),
        ("duration", "soon", "target"),
        ("yes/no", "perhaps", "target"),
        ("", "5", "value_kind"),
    ],
)
def test_what_is_no_value_is_refused_at_its_field(kind: str, text: str, field: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        read_measured(kind, text, "target")
    assert caught.value.field == field


@pytest.mark.parametrize(
    ("baseline", "target", "value", "text", "words"),
    [
        (12, 8, 9, "75%", "partly"),
        (60, 75, 78, "120%", "realised"),
        (12, 8, 13, "-25%", "not realised, worse than before"),
        (0, 1, 1, "100%", "realised"),
    ],
)
def test_the_latest_value_gives_the_verdict(
    baseline: int, target: int, value: int, text: str, words: str
) -> None:
    item = replace(DONE, baseline=Fraction(baseline), target=Fraction(target))
    earlier = actual(baseline, date(2026, 8, 10), date(2026, 9, 1))
    found = benefit_state(item, [actual(value), earlier]).benefit
    assert found is not None
    assert (found.text, found.words) == (text, words)
    assert 0 <= found.bar <= 1


def test_a_value_taken_out_or_a_mere_look_does_not_count() -> None:
    gone = replace(actual(480), withdrawn_at=MADE)
    assert benefit_state(DONE, [gone, actual(None)]).benefit is None
    assert "No value" in benefit_state(DONE, [gone]).missing
    assert "No baseline" in benefit_state(replace(DONE, baseline=None), [actual(480)]).missing
    assert "No target" in benefit_state(replace(DONE, target=None), [actual(480)]).missing


@pytest.mark.parametrize(
    ("item", "first", "after", "sentence"),
    [
        (DONE, date(2026, 8, 1), date(2026, 9, 1), "full period after implementation"),
        (DONE, date(2026, 4, 1), date(2026, 5, 1), "overlaps the baseline"),
        (DONE, date(2026, 9, 2), date(2026, 9, 2), "end after it begins"),
        (replace(DONE, baseline_on=date(2026, 6, 4)), date(2026, 9, 1), date(2026, 10, 1), "before the work"),
        (replace(DONE, implemented_on=None), date(2026, 9, 1), date(2026, 10, 1), "Nothing is implemented"),
    ],
)
def test_periods_that_cannot_show_the_benefit(
    item: CsipItem, first: date, after: date, sentence: str
) -> None:
    with pytest.raises(InvalidInput, match=sentence):
        check_actual(item, first, after)


def test_a_baseline_after_the_start_gives_no_verdict() -> None:
    found = benefit_state(replace(DONE, baseline_on=date(2026, 7, 1)), [actual(480)])
    assert (found.benefit, "before the work" in found.missing) == (None, True)


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 12, 5), 12, date(2027, 12, 5)),
    ],
)
def test_the_next_check_up_keeps_the_day_where_it_can(day: date, months: int, later: date) -> None:
    assert months_later(day, months) == later


@pytest.mark.parametrize(
    ("changes", "priority"),
    [
        ({}, ""),
        ({"size": "S", "timescale": "short"}, "high"),
        ({"size": "M", "timescale": "medium"}, "medium"),
        ({"size": "L", "timescale": "medium"}, "low"),
        ({"wave": 1, "size": "L", "timescale": "long"}, "high"),
        ({"wave": 4}, "low"),
        ({"wave": 4, "priority": "high"}, "high"),
    ],
)
def test_priority_follows_wave_or_size_unless_set(changes: dict[str, Any], priority: str) -> None:
    assert replace(ITEM, **changes).ranked == priority


def test_a_review_that_passed_an_item_over_makes_it_stale() -> None:
    today, touched = date(2026, 11, 20), ITEM.updated_at.date()
    assert not ITEM.is_stale(today)
    assert not ITEM.is_stale(today, touched)
    assert ITEM.is_stale(today, date(2026, 11, 12))
    assert not replace(ITEM, state=csip.CLOSED).is_stale(today, date(2026, 11, 12))


def test_the_budget_is_added_up_by_year_currency_and_what_became_of_it() -> None:
    lines = budget_of(
        [
            (2027, "proposed", "requested", "EUR", 100),
            (2027, "in progress", "approved", "EUR", 50),
            (2027, "on hold", "approved", "EUR", 7),
            (2027, "done", "approved", "EUR", 20),
            (2027, "removed", "approved", "EUR", 1000),
            (2026, "proposed", "refused", "EUR", 5),
            (None, "proposed", "none", "GBP", Fraction(1, 2)),
        ]
    )
    assert [(one.year, one.currency) for one in lines] == [(2026, "EUR"), (2027, "EUR"), (None, "GBP")]
    of_2027 = lines[1]
    assert (of_2027.estimated, of_2027.requested, of_2027.approved) == (177, 100, 77)
    assert (of_2027.refused, of_2027.committed, of_2027.spent) == (0, 50, 20)
    assert lines[0].refused == 5
    assert lines[2].estimated == Fraction(1, 2)


def test_ideas_follow_what_a_supplier_does() -> None:
    assert [one.key for one in starters_for("desktop")] == ["patch-review", "downtime-review"]
    assert {one.kind for one in starters_for("telecoms")} == {"any"}
    assert len(starters_for()) > len(starters_for("network")) > 3
    assert starter_of("router-settings") is not None
    assert starter_of("nothing") is None


@pytest.mark.parametrize(
    ("before", "after", "outcome"),
    [
        (Fraction(1, 2), None, "open"),
        (Fraction(1, 2), Fraction(1), "confirmed"),
        (Fraction(1, 3), Fraction(2, 3), "partly confirmed"),
        (Fraction(1, 2), Fraction(1, 2), "refused"),
        (None, Fraction(0), "refused"),
    ],
)
def test_the_next_rating_confirms_or_refuses(
    before: Fraction | None, after: Fraction | None, outcome: str
) -> None:
    assert practice_outcome(before, after) == outcome


def test_each_wave_is_judged_by_the_latest_assessment_after_it() -> None:
    later = [
        Later("june", "June", date(2026, 6, 20), Fraction(25, 10)),
        Later("november", "November", date(2026, 11, 5), Fraction(3)),
    ]
    found = wave_outcomes(
        [
            (1, date(2026, 6, 1), Fraction(26, 10)),
            (2, date(2026, 11, 5), Fraction(3)),
            (3, None, Fraction(3)),
            (4, None, None),
        ],
        later,
    )
    assert [one.came.slug if one.came else "" for one in found] == ["november", "", "november"]
    assert found[0].difference == Fraction(4, 10)
    assert found[1].difference is None
