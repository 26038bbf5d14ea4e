"""A metric that misses its target raises the impact of the practices beside it, and says so."""

from fractions import Fraction

from assessment.domain.answers import AnswerSet, AreaAnswer, Rating
from assessment.domain.edits import PlanEdits
from assessment.domain.metric_signals import metric_signals
from assessment.domain.metric_targets import MetricTarget
from assessment.domain.plan import make_plan
from assessment.domain.priority import DEFAULT_IMPACT
from assessment.domain.reasons import because
from tests.factories.small_frameworks import pom

TARGETS = {"M18": MetricTarget("M18", Fraction(65)), "M19": MetricTarget("M19", Fraction(480))}
LEVEL_1 = {practice.id for cell in pom().area_by_id["A4"].cells[:1] for practice in cell.practices}
LEVEL_2 = {practice.id for cell in pom().area_by_id["A4"].cells[1:2] for practice in cell.practices}


def test_a_missed_target_counts_once_for_each_practice_of_its_cells() -> None:
    signals = metric_signals(pom(), {"M18": Fraction(60), "M19": Fraction(500)}, TARGETS)
    raised = set(signals.impact_additions)
    assert raised >= LEVEL_1 | LEVEL_2
    assert set(signals.impact_additions.values()) == {1}
    assert all(practice.split("-")[1] == "A4" for practice in raised)
    (first,) = (signals.impact_reasons[one] for one in sorted(LEVEL_1)[:1])
    assert first == (
        "Incidents resolved by the desk misses its target (60% against 65%)",
        "Mean time to resolve incidents misses its target (8 h 20 min against 8 h)",
    )


def test_a_met_target_a_missing_value_and_no_target_raise_nothing() -> None:
    latest = {"M18": Fraction(65), "M20": Fraction(1)}
    assert metric_signals(pom(), latest, TARGETS).impact_additions == {}


def test_the_plan_shows_the_raised_impact_until_somebody_sets_it() -> None:
    ratings = {practice: Rating(consensus="N") for practice in pom().practices}
    answers = AnswerSet(ratings, {"A4": AreaAnswer(target=Fraction(3))})
    signals = metric_signals(pom(), {"M18": Fraction(60)}, TARGETS)
    practice = sorted(LEVEL_1)[0]
    items = {item.practice: item for item in make_plan(pom(), answers, signals=signals).items}
    assert items[practice].inputs.impact == DEFAULT_IMPACT + 1
    reason = because(items[practice], pom())
    assert "Incidents resolved by the desk misses its target (60% against 65%)" in reason
    set_by_hand = make_plan(pom(), answers, PlanEdits(impact={practice: 2}), signals=signals).items
    item = next(one for one in set_by_hand if one.practice == practice)
    assert item.inputs.impact == 2
    assert "misses its target" not in because(item, pom())
