"""The sentences that a plan page opens with."""

from dataclasses import replace
from fractions import Fraction

import pytest

from assessment.domain.answers import AnswerSet, AreaAnswer, Rating
from assessment.domain.edits import PlanEdits
from assessment.domain.findings_plan import (
    beyond_in_words,
    chain_in_words,
    counted,
    in_words,
    plan_lede,
    plan_title,
)
from assessment.domain.framework import Framework
from assessment.domain.plan import Plan, make_plan
from assessment.files.framework_file import framework_by_id


@pytest.fixture(scope="module")
def pom() -> Framework:
    return framework_by_id("pom")


def answers_to(framework: Framework, target: int = 3, importance: int = 3) -> AnswerSet:
    ratings = {
        practice.id: Rating(consensus="F" if practice.level == 1 else "N")
        for practice in framework.practices.values()
    }
    areas = {
        area.id: AreaAnswer(target=Fraction(target), importance=Fraction(importance))
        for area in framework.areas
    }
    return AnswerSet(ratings, areas)


def plan_with(framework: Framework, edits: PlanEdits, target: int = 3, importance: int = 3) -> Plan:
    return make_plan(framework, answers_to(framework, target, importance), edits)


def test_numbers_up_to_twelve_are_words() -> None:
    assert [in_words(number) for number in (0, 1, 12, 13)] == ["no", "one", "twelve", "13"]
    assert [counted(number) for number in (1, 2)] == ["one item", "two items"]


def test_quick_wins_come_first_in_the_title(pom: Framework) -> None:
    title = plan_title(plan_with(pom, PlanEdits(), importance=5), pom)
    assert title.startswith("Start with ")
    assert "quick wins" in title
    assert "; wave 2 turns to " in title


def test_without_quick_wins_the_commonest_class_leads(pom: Framework) -> None:
    title = plan_title(plan_with(pom, PlanEdits(), importance=1), pom)
    assert "fill-ins" in title


def test_a_plan_whose_first_wave_is_empty_says_where_work_starts(pom: Framework) -> None:
    assert plan_title(plan_with(pom, PlanEdits(capacity_days=(0, 20))), pom) == "The work starts in wave 2"


def test_a_plan_without_room_says_so(pom: Framework) -> None:
    plan = plan_with(pom, PlanEdits(capacity_days=(0,)))
    assert plan_title(plan, pom) == "No wave has room for the plan yet"
    assert beyond_in_words(plan).endswith("days of work lie beyond wave 1.")


def test_a_single_wave_has_nothing_that_follows(pom: Framework) -> None:
    plan = plan_with(pom, PlanEdits(capacity_days=(20,)))
    assert ";" not in plan_title(plan, pom)
    assert "The wave raises the mean index from 1.0 to " in plan_lede(plan, Fraction(1))


def test_an_empty_plan_is_good_news(pom: Framework) -> None:
    plan = plan_with(pom, PlanEdits(), target=1)
    assert plan_title(plan, pom) == "Every area with a target has reached it"
    assert chain_in_words(plan) == ""
    assert beyond_in_words(plan) == ""


def test_waves_that_change_nothing_are_not_praised(pom: Framework) -> None:
    plan = plan_with(pom, PlanEdits())
    still = replace(plan, mean_index_after=(Fraction(1),) * 3)
    assert "The three waves keep the mean index at 1.0." in plan_lede(still, Fraction(1))


def test_the_chain_names_items_by_rank_and_the_fewest_waves(pom: Framework) -> None:
    plan = plan_with(pom, PlanEdits())
    said = chain_in_words(plan)
    ranks = [str(plan.item(practice).rank) for practice in plan.critical_path.items]
    assert f"takes {plan.critical_path.days} days: item {', then '.join(ranks)}." in said
    assert f"fewer than {counted(plan.fewest_waves or 0, ('wave', 'waves'))}" in said
