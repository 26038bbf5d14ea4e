"""Where practices stand, one letter each: made, made again in part, and counted over many clients."""

from assessment.domain.answers import AnswerSet, Rating
from assessment.domain.framework import Framework
from assessment.domain.marks import marks_of, remarked, tallies, weakest
from assessment.domain.scoring import AreaScore, score
from assessment.domain.values import PracticeValue, practice_values
from tests.factories.small_frameworks import small_framework

FRAMEWORK = small_framework([[1, 1, 1], [1, 1, 1]])


def known(answers: dict[str, str]) -> tuple[dict[str, PracticeValue], dict[str, AreaScore]]:
    """The values and the areas that these answers lead to."""
    given = AnswerSet({practice: Rating(consensus=answer) for practice, answer in answers.items()})
    card = score(FRAMEWORK, given)
    return dict(practice_values(FRAMEWORK, given.ratings, given.options)), {a.area: a for a in card.areas}


def marks(answers: dict[str, str], framework: Framework = FRAMEWORK) -> str:
    return marks_of(framework, *known(answers))


def test_a_letter_says_where_a_practice_stands() -> None:
    assert marks({"L1-A1-P1": "F", "L2-A1-P1": "L", "L1-A2-P1": "NA"}) == "yP?-??"


def test_what_comes_after_the_next_level_is_no_next_step() -> None:
    assert marks({"L1-A1-P1": "N", "L2-A1-P1": "L", "L3-A1-P1": "P"}) == "Mpm???"
    assert marks({"L1-A1-P1": "F", "L2-A1-P1": "N", "L3-A1-P1": "P"}) == "yMm???"


def test_making_one_area_anew_gives_the_same_as_making_all() -> None:
    before = {"L1-A1-P1": "F", "L1-A2-P1": "P", "L2-A2-P1": "N"}
    after = before | {"L1-A2-P1": "F"}
    values, areas = known(after)
    assert remarked(FRAMEWORK, marks(before), values, {"A2": areas["A2"]}) == marks(after) != marks(before)


def test_practices_are_counted_over_all_clients() -> None:
    found = {
        one.practice: one for one in tallies(FRAMEWORK, ["yMm???", "yPmy??", "Mpm-??", "too long for it"])
    }
    first, second = found["L1-A1-P1"], found["L2-A1-P1"]
    assert (first.known, first.in_place, first.lacking) == (3, 2, 1)
    assert (second.known, second.next_partly, second.next_missing, second.lacking) == (3, 1, 1, 2)
    assert found["L1-A2-P1"].known == 1
    assert found["L3-A2-P1"].known == 0


def test_the_weakest_is_the_next_step_that_the_most_clients_lack() -> None:
    found = tallies(FRAMEWORK, ["MPm???", "yM????", "yPP???", "M?P???"])
    assert [(one.practice, one.lacking) for one in weakest(found, 2)] == [("L2-A1-P1", 3), ("L1-A1-P1", 2)]
    assert [one.practice for one in weakest(found, 9)] == ["L2-A1-P1", "L1-A1-P1", "L3-A1-P1"]
    assert weakest(tallies(FRAMEWORK, []), 5) == ()
