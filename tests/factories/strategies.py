"""Random frameworks, answers and plans for the property tests."""

from fractions import Fraction

from hypothesis import strategies as st

from assessment.domain.answers import AnswerSet, AreaAnswer, Options, Rating, Vote
from assessment.domain.edits import PlanEdits
from assessment.domain.framework import Framework
from tests.factories.small_frameworks import pom, small_framework

LETTERS = ("N", "P", "L", "F")
ANSWERS = (*LETTERS, "DK", "NA", "")
HALVES = tuple(Fraction(n, 2) for n in range(11))


@st.composite
def small_frameworks(draw: st.DrawFn) -> Framework:
    """One to three areas, two to four levels, cells of up to three practices, links without circles."""
    levels = draw(st.integers(2, 4))
    row = st.lists(st.integers(0, 3), min_size=levels, max_size=levels).filter(any)
    counts = draw(st.lists(row, min_size=1, max_size=3))
    ids = [
        (level, area, f"L{level}-A{area}-P{number}")
        for area, area_counts in enumerate(counts, start=1)
        for level, count in enumerate(area_counts, start=1)
        for number in range(1, count + 1)
    ]
    implied_by, needs, weights = {}, {}, {}
    for level, area, key in ids:
        above = [other for lv, ar, other in ids if (lv, ar) > (level, area)]
        below = [other for lv, ar, other in ids if (lv, ar) < (level, area)]
        if above and draw(st.booleans()):
            implied_by[key] = tuple(draw(st.lists(st.sampled_from(above), max_size=2, unique=True)))
        if below and draw(st.booleans()):
            needs[key] = tuple(draw(st.lists(st.sampled_from(below), max_size=2, unique=True)))
        weights[key] = draw(st.sampled_from((Fraction(1), Fraction(1), Fraction(2), Fraction(0))))
    return small_framework(counts, implied_by=implied_by, needs=needs, weights=weights)


def frameworks() -> st.SearchStrategy[Framework]:
    """The framework that comes with the program, or a small one."""
    return st.one_of(st.builds(pom), small_frameworks())


def ratings(answers: tuple[str, ...] = ANSWERS) -> st.SearchStrategy[Rating]:
    """A consensus or a round of votes."""
    letters = [answer for answer in answers if answer]
    votes = st.lists(st.sampled_from(answers), min_size=1, max_size=5)
    return st.one_of(
        st.builds(Rating, consensus=st.sampled_from(letters)),
        votes.map(lambda given: Rating(votes=tuple(Vote(answer) for answer in given))),
    )


def area_answers() -> st.SearchStrategy[AreaAnswer]:
    """A target and an importance, or none."""
    return st.builds(
        AreaAnswer,
        target=st.none() | st.sampled_from(HALVES),
        importance=st.none() | st.integers(1, 5).map(Fraction),
    )


@st.composite
def answer_sets(draw: st.DrawFn, framework: Framework, answers: tuple[str, ...] = ANSWERS) -> AnswerSet:
    """Ratings for some of the practices, targets for some of the areas."""
    keys = list(framework.practices)
    given = draw(st.lists(ratings(answers), min_size=len(keys), max_size=len(keys)))
    kept = draw(st.lists(st.sampled_from((True, True, True, False)), min_size=len(keys), max_size=len(keys)))
    areas = {area.id: draw(area_answers()) for area in framework.areas}
    return AnswerSet(
        {key: rating for key, rating, keep in zip(keys, given, kept, strict=True) if keep},
        areas,
        options=Options(use_implied=draw(st.booleans())),
    )


@st.composite
def assessed(draw: st.DrawFn, answers: tuple[str, ...] = ANSWERS) -> tuple[Framework, AnswerSet]:
    """A framework with answers to it."""
    framework = draw(frameworks())
    return framework, draw(answer_sets(framework, answers))


def plan_edits() -> st.SearchStrategy[PlanEdits]:
    """Waves of different capacity, some of them empty."""
    days = st.one_of(st.integers(0, 40), st.sampled_from((Fraction(5, 2), Fraction(31, 3))))
    return st.builds(
        PlanEdits,
        capacity_days=st.none() | st.lists(days, max_size=6).map(tuple),
        same_wave_start=st.booleans(),
    )
