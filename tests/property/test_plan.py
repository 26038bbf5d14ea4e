"""What must hold for every plan, whatever the framework, the answers and the waves are."""

from collections import Counter
from dataclasses import replace
from fractions import Fraction
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.domain.answers import AnswerSet
from assessment.domain.edits import Pin, PlanEdits
from assessment.domain.framework import Framework
from assessment.domain.plan import Plan, make_plan
from assessment.domain.plan_items import rank
from assessment.domain.priority import PRIORITY_METHODS, PlanSettings
from assessment.domain.scoring import score
from assessment.domain.values import practice_values
from assessment.domain.waves import DEFAULT_CAPACITY, PinTooEarly
from tests.factories.strategies import assessed, plan_edits

Assessed = tuple[Framework, AnswerSet]

some = settings(max_examples=50, deadline=None)


def check_schedule(plan: Plan, same_wave_start: bool) -> None:
    placed: Counter[str] = Counter()
    for wave in plan.waves:
        assert 0 <= wave.used <= wave.capacity
        assert len({part.practice for part in wave.parts}) == len(wave.parts)
        for part in wave.parts:
            assert part.days > 0
            placed[part.practice] += part.days  # type: ignore[assignment]
    for part in plan.beyond_horizon:
        assert part.days > 0
        placed[part.practice] += part.days  # type: ignore[assignment]
    assert placed == {item.practice: item.days for item in plan.items}
    ends = plan.schedule.ends
    for item in plan.items:
        for needed in item.open_needs if item.waves else ():
            assert needed in ends, f"{item.practice} starts but {needed} never ends"
            assert ends[needed] <= (item.waves[0] if same_wave_start else item.waves[0] - 1)


@some
@given(assessed(), plan_edits())
def test_waves_respect_prerequisites_capacity_and_every_day(case: Assessed, edits: PlanEdits) -> None:
    plan = make_plan(*case, edits)
    check_schedule(plan, edits.same_wave_start)
    capacity = DEFAULT_CAPACITY if edits.capacity_days is None else edits.capacity_days
    assert tuple(wave.capacity for wave in plan.waves) == capacity


@some
@given(assessed(), plan_edits())
def test_a_wave_is_idle_only_when_nothing_is_ready(case: Assessed, edits: PlanEdits) -> None:
    plan = make_plan(*case, edits)
    ends, starts = plan.schedule.ends, plan.schedule.starts
    for wave in plan.waves:
        if not wave.idle:
            continue
        latest = wave.number if edits.same_wave_start else wave.number - 1
        for item in plan.items:
            started = starts.get(item.practice, len(plan.waves) + 1) <= wave.number
            ready = all(ends.get(needed, len(plan.waves) + 1) <= latest for needed in item.open_needs)
            assert started or not ready


def plan_or_refusal(
    framework: Framework, answers: AnswerSet, edits: PlanEdits
) -> tuple[Plan | None, PinTooEarly | None]:
    try:
        return make_plan(framework, answers, edits), None
    except PinTooEarly as refused:
        return None, refused


@some
@given(assessed(), plan_edits(), st.data())
def test_pins_are_kept_or_refused(case: Assessed, edits: PlanEdits, data: st.DataObject) -> None:
    framework, answers = case
    free = make_plan(framework, answers, edits)
    if not free.items:
        return
    chosen = data.draw(st.lists(st.sampled_from([i.practice for i in free.items]), max_size=3, unique=True))
    pins = {practice: Pin(data.draw(st.integers(1, 6))) for practice in chosen}
    plan, refused = plan_or_refusal(framework, answers, replace(edits, pins=pins))
    if refused is not None:
        assert refused.needed in free.item(refused.item).open_needs
        assert refused.message.startswith(f"{refused.item} is pinned to wave {refused.wave}, but it needs ")
    if plan is None:
        return
    check_schedule(plan, edits.same_wave_start)
    for practice, pin in pins.items():
        assert all(wave >= pin.wave for wave in plan.item(practice).waves)


@some
@given(assessed(), st.sampled_from(sorted(PRIORITY_METHODS)), st.integers())
def test_the_ranking_is_total_and_independent_of_the_order_of_input(
    case: Assessed, method: str, seed: int
) -> None:
    framework, answers = case
    settings = PlanSettings(method=method)
    plan = make_plan(framework, answers, settings=settings)
    assert [item.rank for item in plan.items] == list(range(1, len(plan.items) + 1))
    shuffled = [replace(item, rank=0) for item in plan.items]
    Random(seed).shuffle(shuffled)  # noqa: S311
    assert rank(framework, shuffled) == plan.items
    turned = replace(
        answers,
        ratings=dict(reversed(answers.ratings.items())),
        areas=dict(reversed(answers.areas.items())),
    )
    assert make_plan(framework, turned, settings=settings) == plan


@some
@given(assessed())
def test_a_prerequisite_is_never_less_urgent_than_what_it_unlocks(case: Assessed) -> None:
    plan = make_plan(*case)
    for item in plan.items:
        assert item.effective_priority >= item.priority
        assert Fraction(1, 5) <= item.priority <= 15
        assert 1 <= item.benefit <= 5
        for unlocked in item.unlocks:
            assert item.effective_priority >= plan.item(unlocked).effective_priority


@some
@given(assessed())
def test_only_what_is_missing_and_counts_is_planned(case: Assessed) -> None:
    framework, answers = case
    values, card = practice_values(framework, answers.ratings, answers.options), score(framework, answers)
    plan = make_plan(framework, answers)
    for item in plan.items:
        area, value = card.area(item.area), values[item.practice]
        assert area.index is not None
        assert area.target is not None
        assert area.index < area.target
        assert framework.practices[item.practice].weight > 0
        assert value.state != "na"
        assert value.low < 1
        assert (item.kind == "find_out") is (value.state == "unknown")


@some
@given(assessed(), plan_edits())
def test_the_forecast_never_falls_and_ends_where_all_finished_items_lead(
    case: Assessed, edits: PlanEdits
) -> None:
    framework, answers = case
    plan = make_plan(framework, answers, edits)
    means = [score(framework, answers).mean_index, *plan.mean_index_after]
    if means[0] is None:
        assert set(means) == {None}
        return
    known = [mean for mean in means if mean is not None]
    assert len(known) == len(means)
    assert known == sorted(known)
