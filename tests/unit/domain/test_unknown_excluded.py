"""A framework may leave unknown practices out of the cell; the range still shows what is not known."""

from assessment.domain.answers import AnswerSet, Rating
from assessment.domain.scoring import score
from tests.factories.frameworks import framework_data, framework_of


def test_the_strict_gate_keeps_its_range_when_unknown_practices_are_left_out() -> None:
    data = framework_data(areas=1, levels=(1, 2), practices=2)
    data["scoring"] = {"method": "c2m2_gate", "unanswered": "exclude"}
    framework = framework_of(data)
    known = framework.areas[0].cells[0].practices[0].id
    top = framework.scale[-1].id
    area = score(framework, AnswerSet(ratings={known: Rating(consensus=top)})).areas[0]
    assert area.index == 0
    assert area.index_high == 2
