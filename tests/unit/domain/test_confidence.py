"""How much weight the result of an area can bear."""

from fractions import Fraction

import pytest

from assessment.domain.answers import AnswerSet, Evidence, Rating, Vote
from assessment.domain.confidence import confidence, confidence_of
from assessment.domain.scoring import score
from tests.factories.small_frameworks import pom


@pytest.mark.parametrize(
    ("coverage", "voters", "within", "with_evidence", "level"),
    [
        ("0.9", 3, ["0.71"], 5, "high"),
        ("0.89", 3, ["0.71"], 5, "medium"),
        ("0.9", 2, ["0.71"], 5, "medium"),
        ("0.9", 3, ["0.70"], 5, "medium"),
        ("0.9", 3, ["0.71"], 4, "medium"),
        ("0.9", 3, [], 5, "medium"),
        ("0.7", 2, ["0.51"], 0, "medium"),
        ("0.69", 5, ["0.9"], 9, "low"),
        ("1", 1, [], 9, "low"),
        ("1", 5, ["0.2", "0.5", "1"], 9, "low"),
    ],
)
def test_levels(coverage: str, voters: int, within: list[str], with_evidence: int, level: str) -> None:
    found = confidence(Fraction(coverage), voters, [Fraction(w) for w in within], with_evidence, rated=10)
    assert found.level == level


def test_an_area_says_its_reasons() -> None:
    rating = Rating(votes=(Vote("F"), Vote("F"), Vote("L")), evidence=(Evidence("document"),))
    answers = AnswerSet({practice.id: rating for practice in pom().practices_of["A3"]})
    found = confidence_of(pom(), score(pom(), answers).area("A3"), answers)
    assert found.level == "high"
    assert found.reasons == (
        "100% of the practices asked have a value",
        "3 people voted",
        "the votes are close",
        "evidence is noted for 5 of 5 rated practices",
    )


def test_what_nobody_voted_on_bears_little() -> None:
    answers = AnswerSet({practice.id: Rating(consensus="F") for practice in pom().practices_of["A3"]})
    found = confidence_of(pom(), score(pom(), answers).area("A3"), answers)
    assert found.level == "low"
    assert found.reasons[1:3] == ("no votes are recorded", "agreement cannot be told")
