"""How an index came about, in words that add up to the number."""

from fractions import Fraction

import pytest

from assessment.domain.answers import AnswerSet, Rating, Vote
from assessment.domain.explain import cell_sum, steps_in_words, trace_of
from assessment.domain.method_table import indexes_by_method, mean_of
from assessment.domain.methods import METHOD_KEYS
from assessment.domain.scoring import score, score_by_every_method
from assessment.domain.values import practice_values
from tests.factories.small_frameworks import pom, small_framework

TWO_LEVELS = small_framework([(1, 2, 1)], weights={"L3-A1-P1": Fraction(2)})
RATED = {
    "L1-A1-P1": Rating(consensus="F"),
    "L2-A1-P1": Rating(consensus="F"),
    "L2-A1-P2": Rating(consensus="L"),
}


def test_the_sum_of_a_cell_adds_up() -> None:
    answers = AnswerSet(ratings=RATED)
    values = practice_values(TWO_LEVELS, RATED, answers.options)
    area = score(TWO_LEVELS, answers).area("A1")
    sums = [
        cell_sum(TWO_LEVELS, cell, found, values)
        for cell, found in zip(TWO_LEVELS.areas[0].cells, area.cells, strict=True)
    ]
    assert sums == ["c = 1", "c = (1 + 2/3)/2 ≈ 0.83", "c = 2 × 0/2 = 0.00, or 1.00 if the unknown were met"]


def test_the_gate_is_walked_step_by_step() -> None:
    area = score(TWO_LEVELS, AnswerSet(ratings=RATED)).area("A1")
    assert steps_in_words(TWO_LEVELS, area, "gated_coverage") == (
        "Level 1: 1.00 is over 0.85, so it is achieved.",
        "Level 2: 0.83 is not over 0.85, so it is not achieved.",
        "What is achieved in a row ends at 1; level 2 adds: 1 + 0.83.",
        "The index is 1.83, shown as 1.8.",
    )


@pytest.mark.parametrize("method", METHOD_KEYS)
def test_every_method_ends_with_its_number(method: str) -> None:
    area = score(TWO_LEVELS, AnswerSet(ratings=RATED), method).area("A1")
    last = steps_in_words(TWO_LEVELS, area, method)[-1]
    assert (
        last == "Nobody placed this area yet."
        if area.index is None
        else f"shown as {float(area.index):.1f}" in last
    )


@pytest.mark.parametrize(
    ("rating", "own", "used", "why"),
    [
        (Rating(consensus="L"), "Largely, 2/3", "2/3", "rated"),
        (Rating(votes=(Vote("F"), Vote("P"))), "2/3", "2/3", "mean of two votes"),
        (Rating(consensus="F", bulk=True), "Fully, 1", "1", "rated with the whole level at once"),
        (Rating(consensus="NA", reason="No phone"), "does not apply", "left out", "No phone"),
        (
            Rating(consensus="DK"),
            "don't know",
            "0 to 1",
            "read as 0 for the lower and as 1 for the upper end",
        ),
        (None, "not rated", "0 to 1", "read as 0 for the lower and as 1 for the upper end"),
    ],
)
def test_a_value_is_traced_to_its_answer(rating: Rating | None, own: str, used: str, why: str) -> None:
    ratings = {} if rating is None else {"L1-A1-P1": rating}
    values = practice_values(TWO_LEVELS, ratings, AnswerSet().options)
    found = trace_of(TWO_LEVELS, TWO_LEVELS.practices["L1-A1-P1"], rating, values["L1-A1-P1"], "en")
    assert (found.own, found.used, found.why) == (own, used, why)


def test_an_implied_value_names_the_practice_that_includes_it() -> None:
    framework = small_framework([(1, 1)], implied_by={"L1-A1-P1": ("L2-A1-P1",)})
    ratings = {"L2-A1-P1": Rating(consensus="F")}
    values = practice_values(framework, ratings, AnswerSet().options)
    found = trace_of(framework, framework.practices["L1-A1-P1"], None, values["L1-A1-P1"], "en")
    assert (found.state, found.used) == ("implied", "1")
    assert found.why == "“Practice L2-A1-P1” of level 2 includes it"


def test_the_table_of_methods_is_what_each_method_gives() -> None:
    framework = pom()
    ratings = {
        p.id: Rating(consensus="NPLF"[(at * 5) % 4])
        for at, p in enumerate(framework.practices.values())
        if at % 7
    }
    answers = AnswerSet(ratings=ratings)
    found = indexes_by_method(
        framework, score(framework, answers), practice_values(framework, ratings, answers.options)
    )
    for key, card in score_by_every_method(framework, answers).items():
        assert dict(found[key]) == {area.area: area.index for area in card.areas}
        assert mean_of(framework, found[key]) == card.mean_index
