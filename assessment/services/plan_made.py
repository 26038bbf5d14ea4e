"""The computed part of a plan, kept in memory so that looking at the same plan again costs nothing."""

from collections import OrderedDict
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from assessment.charts.base import Chart, Svg
from assessment.charts.value_effort import Bubble, value_effort
from assessment.domain.answers import AnswerSet
from assessment.domain.csip_items import COSTED
from assessment.domain.edits import PlanEdits
from assessment.domain.framework import Framework, localise
from assessment.domain.plan import Plan, make_plan
from assessment.domain.plan_items import NO_SIGNALS
from assessment.domain.prerequisites import CycleFound
from assessment.domain.priority import PlanSettings, Signals
from assessment.domain.reasons import arithmetic, named_by_rank, reasons
from assessment.domain.scoring import ScoreCard, score_values
from assessment.domain.values import PracticeValue, practice_values
from assessment.domain.waves import PinTooEarly
from assessment.store.queries.plan import KeptPlan

PLANS_IN_MEMORY = 32


@dataclass(frozen=True, slots=True)
class Why:
    """Why an item stands where it stands: plain sentences and the line with the arithmetic."""

    reasons: tuple[str, ...]
    arithmetic: str


@dataclass(frozen=True, slots=True)
class Made:
    """All that follows from the answers and the edits. `problems` name edits that had to be left out.

    `drawn` is room for whoever draws this plan, so that the same drawing is made once.
    """

    values: Mapping[str, PracticeValue]
    card: ScoreCard
    plan: Plan
    why: Mapping[str, Why]
    chart: Chart
    svg: Svg
    problems: tuple[str, ...] = ()
    drawn: dict[Hashable, Any] = field(default_factory=dict, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class _Kept:
    framework: Framework
    answers: AnswerSet
    edits: PlanEdits
    settings: PlanSettings
    done: Mapping[str, int]
    signals: Signals
    made: Made


_memory: OrderedDict[str, _Kept] = OrderedDict()


def made_plan(
    assessment_id: str,
    framework: Framework,
    answers: AnswerSet,
    kept: KeptPlan,
    done: Mapping[str, int],
    signals: Signals = NO_SIGNALS,
) -> Made:
    """Return the plan of these answers and edits; the one in memory when every one of them is the same.

    `done` gives the wave of what is implemented, `signals` what metrics say.
    """
    found = _memory.get(assessment_id)
    if (
        found is not None
        and found.framework is framework
        and found.edits == kept.edits
        and found.settings == kept.settings
        and found.done == done
        and found.signals == signals
        and found.answers == answers
    ):
        return found.made
    made = make(framework, answers, kept.edits, kept.settings, done, signals)
    _memory[assessment_id] = _Kept(framework, answers, kept.edits, kept.settings, done, signals, made)
    _memory.move_to_end(assessment_id)
    while len(_memory) > PLANS_IN_MEMORY:
        _memory.popitem(last=False)
    return made


def make(
    framework: Framework,
    answers: AnswerSet,
    edits: PlanEdits,
    settings: PlanSettings,
    done: Mapping[str, int],
    signals: Signals = NO_SIGNALS,
) -> Made:
    """Compute a plan with its reasons and its chart.

    Answers may change under an edit that was right when it was made; such an edit is left out and named.
    """
    values = practice_values(framework, answers.ratings, answers.options)
    card = score_values(framework, answers, values)
    plan, problems = _plan_that_holds(framework, answers, edits, settings, card, values, done, signals)
    why = explained(plan, framework)
    chart = value_effort([bubble_of(plan, framework, place) for place in range(len(plan.items))])
    return Made(values, card, plan, why, chart, chart.svg, problems)


def explained(plan: Plan, framework: Framework) -> Mapping[str, Why]:
    """Return why each item stands where it stands, with other items named by their rank, as on the page."""
    by_rank = named_by_rank({item.practice: item.rank for item in plan.items})
    return {
        item.practice: Why(tuple(by_rank(reason) for reason in reasons(item, framework)), arithmetic(item))
        for item in plan.items
    }


def bubble_of(plan: Plan, framework: Framework, place: int) -> Bubble:
    """Return one item as the chart of value against effort wants it."""
    item = plan.items[place]
    costed = item.cost is not None and item.cost.kind == COSTED
    name = localise(framework.practices[item.practice].text)
    return Bubble(item.rank, name, item.remaining_effort, item.benefit, costed, item.klass)


def _plan_that_holds(
    framework: Framework,
    answers: AnswerSet,
    edits: PlanEdits,
    settings: PlanSettings,
    card: ScoreCard,
    values: Mapping[str, PracticeValue],
    done: Mapping[str, int],
    signals: Signals,
) -> tuple[Plan, tuple[str, ...]]:
    problems: list[str] = []
    while True:
        try:
            plan = make_plan(
                framework, answers, edits, card=card, values=values, settings=settings, signals=signals,
                done=done,
            )  # fmt: skip
        except PinTooEarly as error:
            problems.append(f"{too_early(framework, error)} The pin is left out until that is solved.")
            pins = {practice: pin for practice, pin in edits.pins.items() if practice != error.item}
            edits = replace(edits, pins=pins)
        except CycleFound as error:
            problems.append(f"{cycle(framework, error)} Your own prerequisites are left out until then.")
            edits = replace(edits, prerequisites={})
        else:
            return plan, tuple(problems)


def named(framework: Framework, practice: str) -> str:
    """Return a practice by its text, in quotation marks."""
    known = framework.practices.get(practice)
    return f"“{localise(known.text)}”" if known else practice


def too_early(framework: Framework, error: PinTooEarly) -> str:
    """Return why a pin cannot be: both practices by name."""
    when = f"ends in wave {error.ends}" if error.ends else "does not end within the waves"
    item, needed = named(framework, error.item), named(framework, error.needed)
    return f"{item} cannot start in wave {error.wave}: it needs {needed}, which {when}."


def cycle(framework: Framework, error: CycleFound) -> str:
    """Return which practices would wait for each other, by name."""
    chain = " needs ".join(named(framework, practice) for practice in error.path)
    return f"These practices would wait for each other: {chain}."
