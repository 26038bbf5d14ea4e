"""The read model: it repeats score card and plan exactly, and says them in words."""

from datetime import date
from fractions import Fraction

from assessment.domain.report import Report, without_costs
from assessment.domain.report_material import Subject
from assessment.domain.report_plan import waves_of
from tests.unit.exports.reports import full, nothing_answered, only_placed, targets_reached


def test_areas_repeat_the_score_card() -> None:
    report = full()
    assert [area.score for area in report.areas] == list(report.card.areas)
    assert all(area.answered and area.confidence and area.steps for area in report.areas)


def test_items_repeat_the_plan() -> None:
    report = full()
    assert report.plan is not None
    for item, planned in zip(report.items, report.plan.items, strict=True):
        assert (item.rank, item.practice, item.wave) == (planned.rank, planned.practice, planned.wave)
        assert (item.priority, item.effective) == (planned.priority, planned.effective_priority)
        assert item.effort == planned.remaining_effort
        assert item.because.startswith(item.arithmetic)


def test_needs_and_unlocks_are_two_views_of_the_same_links() -> None:
    items = full().items
    needs = {(item.rank, other) for item in items for other in item.needs}
    unlocks = {(other, item.rank) for item in items for other in item.unlocks}
    assert needs
    assert needs == unlocks


def test_reasons_name_other_items_by_their_rank() -> None:
    items = full().items
    waiting = next(item for item in items if item.needs)
    assert any(reason.startswith("Needs item ") for reason in waiting.reasons)
    assert not any(other.practice in reason for item in items for reason in item.reasons for other in items)


def test_an_item_that_is_not_finished_in_the_last_wave_has_no_end() -> None:
    report = full()
    assert report.plan is not None
    left = {part.practice for part in report.plan.beyond_horizon}
    assert left
    assert {item.practice for item in report.items if item.last_wave is None} == left


def test_the_days_of_the_waves_are_those_of_the_items() -> None:
    report = full()
    for wave in report.waves:
        assert sum((days for _, days in wave.parts), Fraction(0)) == wave.used <= wave.capacity


def test_waves_have_dates_once_the_plan_has_a_first_day() -> None:
    plan = full().plan
    assert plan is not None
    assert waves_of(plan, Subject("x"))[0].begins is None
    found = waves_of(plan, Subject("x", starts_on=date(2027, 1, 4), wave_days=30))
    assert [(one.begins, one.ends) for one in found[:2]] == [
        (date(2027, 1, 4), date(2027, 2, 2)),
        (date(2027, 2, 3), date(2027, 3, 4)),
    ]


def test_without_answers_nothing_is_said_of_an_index() -> None:
    report = nothing_answered()
    assert not any(area.answered or area.steps or area.level_name for area in report.areas)
    assert [area.index for area in report.areas] == [None] * len(report.areas)
    assert report.plan_said == ()
    assert not any("index lies" in said for said in report.findings)


def test_a_survey_of_placings_says_so() -> None:
    report = only_placed()
    assert report.method == "itcmf_survey"
    assert "survey of placings" in report.method_explanation
    assert {area.index for area in report.areas} == {Fraction(5, 2)}


def test_reached_targets_leave_nothing_to_plan() -> None:
    report = targets_reached()
    assert report.items == ()
    assert report.plan_title == ""
    assert "Every area has reached its target." in report.findings


def test_leaving_out_costs_leaves_all_else() -> None:
    report: Report = full()
    bare = without_costs(report)
    assert all(item.cost is None for item in bare.items)
    assert [item.because for item in bare.items] == [item.because for item in report.items]
    assert [entry.owner for entry in bare.csip] == [entry.owner for entry in report.csip]


def test_the_extent_counts_what_is_there() -> None:
    report = full()
    extent = report.extent
    assert (extent.areas, extent.levels, extent.practices) == (9, 5, 61)
    assert (extent.items, extent.waves) == (len(report.items), 4)
    assert (extent.csip, extent.readings) == (2, 3)
