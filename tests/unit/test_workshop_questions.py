"""The questions of a workshop in words: in the language of the workshop, and the picture of the votes."""

from dataclasses import replace

import pytest

from assessment.domain.framework import Framework
from assessment.domain.workshops import Ballot
from assessment.files.framework_file import framework_by_id
from assessment.services.workshop_questions import picture_for, question_text, steps_of


@pytest.fixture(scope="module")
def pom() -> Framework:
    return framework_by_id("pom")


def test_a_question_is_asked_in_the_language_of_the_workshop(pom: Framework) -> None:
    area = replace(pom.areas[0], question={"en": "How do you reach us?", "it": "Come ci raggiungete?"})
    assert question_text(area, None, "it") == "Come ci raggiungete?"
    assert question_text(area, None, "en") == "How do you reach us?"
    practice = replace(
        next(iter(area.practices)), question={}, text={"en": "One desk", "it": "Un solo punto"}
    )
    assert question_text(area, practice, "it") == "Un solo punto"
    assert question_text(area, practice, "de") == "One desk"


def test_the_steps_of_an_area_are_its_levels_and_of_a_practice_its_scale(pom: Framework) -> None:
    area = pom.areas[0]
    assert [step.id for step in steps_of(pom, area, None, "en")] == ["1", "2", "3", "4", "5"]
    assert [step.id for step in steps_of(pom, area, next(iter(area.practices)), "en")] == ["N", "P", "L", "F"]


def test_a_picture_goes_by_the_steps_of_its_question(pom: Framework) -> None:
    placing = picture_for(pom, None, [Ballot("2"), Ballot("2"), Ballot("4")])
    assert (placing.counts["2"], placing.counts["4"], placing.marked) == (2, 1, "2")
    rating = picture_for(pom, next(iter(pom.areas[0].practices)), [Ballot("F"), Ballot("DK")])
    assert (rating.counts, rating.dont_know) == ({"N": 0, "P": 0, "L": 0, "F": 1}, 1)
