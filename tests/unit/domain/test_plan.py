"""What enters the plan, how it is ranked, and why."""

from dataclasses import replace
from fractions import Fraction

import pytest

from assessment.domain.answers import AnswerSet, AreaAnswer, Rating
from assessment.domain.edits import Cost, Pin, PlanEdits
from assessment.domain.framework import Framework, localise
from assessment.domain.plan import Plan, make_plan
from assessment.domain.prerequisites import CycleFound
from assessment.domain.priority import Inputs, PlanSettings, Signals, Weights, days_needed, matrix_class
from assessment.domain.reasons import because
from tests.factories.small_frameworks import pom, rated, small_framework

ONE_AREA = small_framework([[1, 1, 2, 1]])


def planned(plan: Plan) -> set[str]:
    return {item.practice for item in plan.items}


def answers_of(
    framework: Framework, ratings: dict[str, str], target: str, importance: int | None = None
) -> AnswerSet:
    weight = None if importance is None else Fraction(importance)
    area = AreaAnswer(target=Fraction(target), importance=weight)
    return AnswerSet({key: Rating(consensus=v) for key, v in ratings.items()}, {framework.areas[0].id: area})


def test_missing_practices_up_to_the_target_are_planned() -> None:
    ratings = {"L1-A1-P1": "F", "L2-A1-P1": "P", "L3-A1-P1": "N", "L3-A1-P2": "F", "L4-A1-P1": "N"}
    assert planned(make_plan(ONE_AREA, answers_of(ONE_AREA, ratings, "3"))) == {"L2-A1-P1", "L3-A1-P1"}
    assert planned(make_plan(ONE_AREA, answers_of(ONE_AREA, ratings, "2"))) == {"L2-A1-P1"}
    half = make_plan(ONE_AREA, answers_of(ONE_AREA, ratings, "2.5"))
    assert planned(half) == {"L2-A1-P1", "L3-A1-P1"}


def test_an_area_on_target_or_without_one_stays_out() -> None:
    assert make_plan(pom(), rated(pom(), {1: "F", 2: "F"}, "N", target=2)).items == ()
    assert make_plan(pom(), rated(pom(), {1: "F"}, "N")).items == ()


def test_a_level_passed_with_something_missing_is_left_alone() -> None:
    framework = small_framework([[7, 1]])
    ratings = dict.fromkeys(framework.practices, "F") | {"L1-A1-P7": "P", "L2-A1-P1": "N"}
    assert planned(make_plan(framework, answers_of(framework, ratings, "2"))) == {"L2-A1-P1"}


def test_unknown_practices_become_items_to_find_out() -> None:
    plan = make_plan(ONE_AREA, answers_of(ONE_AREA, {"L1-A1-P1": "F"}, "2"))
    item = plan.item("L2-A1-P1")
    assert (item.kind, item.klass, item.inputs.effort, item.days) == ("find_out", "find-out", 1, 2)
    assert "find out first" in because(item, ONE_AREA)
    assert plan.mean_index_after[0] == 1


def test_practices_of_weight_nought_or_not_applicable_stay_out() -> None:
    framework = small_framework([[1, 3]], weights={"L2-A1-P1": Fraction(0)})
    ratings = {"L1-A1-P1": "F", "L2-A1-P1": "N", "L2-A1-P2": "N", "L2-A1-P3": "NA"}
    assert planned(make_plan(framework, answers_of(framework, ratings, "2"))) == {"L2-A1-P2"}


def test_an_area_that_cannot_be_assessed_stays_out() -> None:
    ratings = {"L1-A1-P1": "NA", "L2-A1-P1": "NA", "L3-A1-P1": "NA", "L3-A1-P2": "N", "L4-A1-P1": "N"}
    assert make_plan(ONE_AREA, answers_of(ONE_AREA, ratings, "4")).items == ()


def test_practices_implied_in_full_are_skipped_and_partly_implied_ones_are_not() -> None:
    framework = small_framework([[1, 2]], implied_by={"L1-A1-P1": ("L2-A1-P1",)})
    fully = make_plan(framework, answers_of(framework, {"L2-A1-P1": "F", "L2-A1-P2": "N"}, "2"))
    assert planned(fully) == {"L2-A1-P2"}
    partly = make_plan(framework, answers_of(framework, {"L2-A1-P1": "P", "L2-A1-P2": "N"}, "2"))
    assert partly.item("L1-A1-P1").inputs.value == Fraction(1, 3)
    assert partly.item("L1-A1-P1").kind == "improve"


def test_cells_above_the_gate_are_marked_as_mostly_done() -> None:
    ratings = {"L1-A1-P1": "N", "L2-A1-P1": "L", "L3-A1-P1": "N", "L3-A1-P2": "N", "L4-A1-P1": "F"}
    plan = make_plan(ONE_AREA, answers_of(ONE_AREA, ratings, "3"))
    assert plan.item("L2-A1-P1").ahead
    assert not plan.item("L3-A1-P1").ahead
    assert "already mostly done" in because(plan.item("L2-A1-P1"), ONE_AREA)


def test_where_areas_were_only_placed_the_level_above_the_placing_is_planned() -> None:
    answers = AnswerSet(areas={"A1": AreaAnswer(placing=Fraction(5, 2), target=Fraction(3))})
    plan = make_plan(pom(), answers)
    assert planned(plan) == {"L3-A1-P1"}
    assert plan.item("L3-A1-P1").inputs.gap == Fraction(1, 2)


def test_methods_without_a_gate_plan_from_the_first_level_that_is_missing() -> None:
    ratings = {"L1-A1-P1": "F", "L2-A1-P1": "P", "L3-A1-P1": "F", "L3-A1-P2": "F", "L4-A1-P1": "F"}
    answers = replace(answers_of(ONE_AREA, ratings, "4"), method="samm_sum")
    assert planned(make_plan(ONE_AREA, answers)) == {"L2-A1-P1"}


def test_importance_defaults_to_the_middle() -> None:
    ratings = {"L1-A1-P1": "N"}
    assert make_plan(ONE_AREA, answers_of(ONE_AREA, ratings, "1")).items[0].inputs.importance == 3
    assert make_plan(ONE_AREA, answers_of(ONE_AREA, ratings, "1", 5)).items[0].inputs.importance == 5


def test_explicit_values_stand_above_signals_and_defaults() -> None:
    answers = answers_of(ONE_AREA, {"L1-A1-P1": "N"}, "1")
    signals = Signals(impact_additions={"L1-A1-P1": 3}, urgency={"L1-A1-P1": 4})
    default = make_plan(ONE_AREA, answers).items[0].inputs
    assert (default.impact, default.urgency, default.effort) == (3, 2, 1)
    automatic = make_plan(ONE_AREA, answers, signals=signals).items[0].inputs
    assert (automatic.impact, automatic.urgency) == (5, 4)
    edits = PlanEdits(impact={"L1-A1-P1": 1}, urgency={"L1-A1-P1": 1}, effort={"L1-A1-P1": 5})
    explicit = make_plan(ONE_AREA, answers, edits, signals=signals).items[0].inputs
    assert (explicit.impact, explicit.urgency, explicit.effort) == (1, 1, 5)


def test_cost_and_pin_travel_with_the_item() -> None:
    answers = answers_of(ONE_AREA, {"L1-A1-P1": "N"}, "1")
    cost, pin = Cost("costed", Fraction(4500), "EUR"), Pin(2, "Budget ends in March")
    item = make_plan(ONE_AREA, answers, PlanEdits(cost={"L1-A1-P1": cost}, pins={"L1-A1-P1": pin})).items[0]
    assert (item.cost, item.pin, item.wave) == (cost, pin, 2)
    assert because(item, ONE_AREA).endswith("pinned to wave 2 because Budget ends in March")


def test_a_quick_win_that_waits_is_classed_later() -> None:
    plan = make_plan(ONE_AREA, answers_of(ONE_AREA, {"L1-A1-P1": "N", "L2-A1-P1": "L"}, "2", 5))
    assert plan.item("L1-A1-P1").klass == "quick win"
    assert plan.item("L2-A1-P1").klass == "later"
    assert plan.item("L2-A1-P1").open_needs == ("L1-A1-P1",)


def test_the_explanation_gives_the_arithmetic_and_the_reasons() -> None:
    answers = answers_of(pom(), {"L1-A1-P1": "F", "L2-A1-P1": "P", "L3-A1-P1": "N"}, "3", 4)
    edits = PlanEdits(urgency={"L2-A1-P1": 3})
    plan = make_plan(pom(), replace(answers, options=replace(answers.options, use_implied=False)), edits)
    assert because(plan.item("L2-A1-P1"), pom()) == (
        "2.43 = benefit 3.23 (importance 4, gap 2.67, impact 3, urgency 3)"
        " / remaining effort 1.33 (effort 2, one third done); "
        f"{localise(pom().areas[0].name)} is 1.67 levels below its target; it unlocks L3-A1-P1"
    )
    assert "needs L2-A1-P1 first" in because(plan.item("L3-A1-P1"), pom())


def test_an_item_is_raised_by_what_it_unlocks_and_says_so() -> None:
    ratings = {"L1-A1-P1": "F", "L2-A1-P1": "N", "L3-A1-P1": "L", "L3-A1-P2": "F", "L4-A1-P1": "F"}
    plan = make_plan(ONE_AREA, answers_of(ONE_AREA, ratings, "3"))
    first = plan.item("L2-A1-P1")
    assert first.effective_priority == plan.item("L3-A1-P1").priority > first.priority
    assert "because it unlocks L3-A1-P1" in because(first, ONE_AREA)


@pytest.mark.parametrize(
    ("method", "priority", "says"),
    [
        ("gap_x_importance", "8/3", "2.67 = gap 0.67 x importance 4"),
        ("wsjf", "9/2", "4.5 = (importance 4 + urgency 2 + impact 3) / remaining effort 2"),
        ("value_effort_matrix", "2", "2 = fill-in, benefit 2.83"),
    ],
)
def test_other_ways_to_rank(method: str, priority: str, says: str) -> None:
    framework = small_framework([[1, 1]])
    answers = answers_of(framework, {"L1-A1-P1": "F", "L2-A1-P1": "N"}, "2", 4)
    ratings = {**answers.ratings, "L2-A1-P1": Rating(consensus="P")}
    edits = PlanEdits(effort={"L2-A1-P1": 3})
    plan = make_plan(
        framework, replace(answers, ratings=ratings), edits, settings=PlanSettings(method=method)
    )
    assert plan.items[0].priority == Fraction(priority)
    assert because(plan.items[0], framework).startswith(says)


def test_waves_carry_the_mean_index_that_they_lead_to() -> None:
    ratings = {"L1-A1-P1": "N", "L2-A1-P1": "N", "L3-A1-P1": "N", "L3-A1-P2": "N", "L4-A1-P1": "N"}
    edits = PlanEdits(capacity_days=(2, 3, 30))
    plan = make_plan(ONE_AREA, answers_of(ONE_AREA, ratings, "3"), edits)
    assert [[part.practice for part in wave.parts] for wave in plan.waves] == [
        ["L1-A1-P1"],
        ["L2-A1-P1"],
        ["L2-A1-P1"],
    ]
    assert plan.mean_index_after == (1, 1, 2)
    assert plan.item("L2-A1-P1").waves == (2, 3)
    assert [part.practice for part in plan.beyond_horizon] == ["L3-A1-P1", "L3-A1-P2"]
    assert plan.item("L3-A1-P1").wave is None
    assert plan.critical_path.items == ("L1-A1-P1", "L2-A1-P1", "L3-A1-P1")
    assert plan.critical_path.days == 17


def test_three_waves_of_twenty_days_without_other_wish() -> None:
    plan = make_plan(pom(), rated(pom(), {1: "F"}, "N", target=3))
    assert [wave.capacity for wave in plan.waves] == [20, 20, 20]
    assert plan.fewest_waves is not None
    assert plan.fewest_waves >= 3


def test_completed_items_keep_their_wave_and_open_the_way() -> None:
    answers = answers_of(ONE_AREA, {"L1-A1-P1": "N", "L2-A1-P1": "N"}, "2")
    plan = make_plan(ONE_AREA, answers, PlanEdits(capacity_days=(10, 10)), done={"L1-A1-P1": 2})
    assert plan.item("L1-A1-P1").waves == (2,)
    assert plan.item("L2-A1-P1").waves == (1,)
    assert plan.item("L2-A1-P1").open_needs == ()


def test_contradicting_links_are_refused_even_among_items_that_are_not_planned() -> None:
    edits = PlanEdits(prerequisites={"L3-A4-P1": ("L3-A7-P1",)})
    with pytest.raises(CycleFound):
        make_plan(pom(), AnswerSet(), edits)


def test_weights_are_a_proportion_and_cannot_all_be_nought() -> None:
    assert Weights(6, 4, 6, 4).total == 20
    with pytest.raises(ValueError, match="not all 0"):
        Weights(0, 0, 0, 0)
    with pytest.raises(ValueError, match="0 or more"):
        Weights(-1, 2, 3, 4)


@pytest.mark.parametrize(
    ("effort", "value", "days"), [(1, "0", 2), (3, "1/3", 7), (5, "1", 14), (9, "0", 40), (1, "1", 1)]
)
def test_days_are_whole_and_never_under_a_third(effort: int, value: str, days: int) -> None:
    inputs = Inputs(Fraction(3), Fraction(1), 3, 2, effort, Fraction(value))
    assert days_needed(inputs, PlanSettings().days_by_effort) == days


@pytest.mark.parametrize(
    ("gain", "left", "quadrant"),
    [
        ("3", "2", "quick win"),
        ("3", "2.01", "major"),
        ("2.99", "2", "fill-in"),
        ("2.99", "2.01", "reconsider"),
    ],
)
def test_quadrants(gain: str, left: str, quadrant: str) -> None:
    assert matrix_class(Fraction(gain), Fraction(left)) == quadrant
