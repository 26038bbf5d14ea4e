"""Somebody else's model in our format: five groups, two streams, three levels, own answers per question."""

import json
from fractions import Fraction
from pathlib import Path

import pytest

from assessment.domain.framework import Framework
from assessment.domain.groups import group_means
from assessment.domain.scoring import score
from tests.factories.frameworks import samm_answers, samm_framework

TABLES_IN_USE = 24
QUARTERS = [Fraction(0), Fraction(1, 4), Fraction(1, 2), Fraction(1)]


@pytest.fixture(scope="module")
def samm(shared_data: Path) -> Framework:
    """OWASP SAMM, built from its questions and answer tables."""
    text = (shared_data / "scoring" / "samm_questions_and_answer_tables.json").read_text(encoding="utf-8")
    return samm_framework(json.loads(text))


def test_its_structure_fits(samm: Framework) -> None:
    assert len(samm.groups) == 5
    assert [sum(area.group == group.id for area in samm.areas) for group in samm.groups] == [3, 3, 3, 3, 3]
    assert samm.level_numbers == (1, 2, 3)
    assert {len(cell.practices) for area in samm.areas for cell in area.cells} == {2}
    assert len(samm.practices) == 90


def test_every_question_has_answers_of_its_own(samm: Framework) -> None:
    assert {tuple(samm.values_of[ident].values()) for ident in samm.practices} == {tuple(QUARTERS)}
    worded = {tuple(step.name["en"] for step in p.scale) for p in samm.practices.values()}
    assert len(worded) == TABLES_IN_USE


@pytest.mark.parametrize("case", ["s1_all_no", "s2_all_full", "s4_random_a"])
def test_the_answers_of_a_reference_case_have_the_values_of_its_workbook(
    samm: Framework, shared_data: Path, case: str
) -> None:
    told = json.loads((shared_data / "scoring" / f"samm_{case}.json").read_text(encoding="utf-8"))
    answers = samm_answers(told)
    assert answers.ratings.keys() == samm.practices.keys()
    for ident, rating in answers.ratings.items():
        assert rating.consensus is not None
        value = samm.values_of[ident][rating.consensus]
        assert value == Fraction(str(told["answers"][ident]["value_in_workbook"]))


@pytest.mark.parametrize("case", ["s1_all_no", "s2_all_full", "s4_random_a"])
def test_samm_sum_gives_the_figures_of_the_workbook(samm: Framework, shared_data: Path, case: str) -> None:
    told = json.loads((shared_data / "scoring" / f"samm_{case}.json").read_text(encoding="utf-8"))
    card = score(samm, samm_answers(told))
    assert card.method == "samm_sum"
    for area, expected in zip(card.areas, told["expected"]["practices"], strict=True):
        assert area.index == Fraction(str(expected["score"])), expected["practice"]
        for cell in area.cells:
            assert cell.coverage == Fraction(str(expected[f"level{cell.level}"])), expected["practice"]
    means = list(group_means(samm, card).values())
    functions = list(told["expected_sammwise"]["business_functions"].values())
    assert [float(mean) for mean in means if mean is not None] == pytest.approx(functions, abs=1e-12)
    assert card.mean_index is not None
    assert float(card.mean_index) == pytest.approx(told["expected_sammwise"]["overall"], abs=1e-12)
