"""What must hold for every score, whatever the framework and the answers are."""

from dataclasses import replace
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.domain.answers import AnswerSet, Options, Rating
from assessment.domain.forecast import index_if_done
from assessment.domain.framework import Cell, Framework
from assessment.domain.methods import METHODS
from assessment.domain.scoring import NO_ANSWER, score, score_area
from assessment.domain.values import practice_values
from tests.factories.strategies import LETTERS, answer_sets, assessed, small_frameworks

METHOD = st.sampled_from(sorted(METHODS))
Assessed = tuple[Framework, AnswerSet]

some = settings(max_examples=50, deadline=None)


def with_rating(answers: AnswerSet, practice: str, rating: Rating) -> AnswerSet:
    return replace(answers, ratings={**answers.ratings, practice: rating})


@some
@given(assessed(), METHOD)
def test_every_index_lies_between_the_base_and_the_top(case: Assessed, method: str) -> None:
    framework, answers = case
    card = score(framework, answers, method)
    for area in card.areas:
        assert (area.index is None) is (not area.assessable)
        if area.index is not None and area.index_high is not None:
            assert framework.base <= area.index <= area.index_high <= framework.top
            assert area.level == int(area.index)
        for cell in area.cells:
            if cell.coverage is not None and cell.coverage_high is not None:
                assert 0 <= cell.coverage <= cell.coverage_high <= 1
    assert 0 <= card.coverage <= 1
    if card.mean_index is not None and card.mean_index_high is not None and card.weakest is not None:
        assert card.weakest.index is not None
        assert card.weakest.index <= card.mean_index <= card.mean_index_high


@some
@given(assessed(), METHOD, st.data())
def test_a_better_answer_never_lowers_an_index(case: Assessed, method: str, data: st.DataObject) -> None:
    framework, answers = case
    practice = data.draw(st.sampled_from(list(framework.practices)))
    lower, higher = sorted(
        data.draw(st.lists(st.sampled_from(LETTERS), min_size=2, max_size=2)), key=LETTERS.index
    )
    before = score(framework, with_rating(answers, practice, Rating(consensus=lower)), method)
    after = score(framework, with_rating(answers, practice, Rating(consensus=higher)), method)
    for old, new in zip(before.areas, after.areas, strict=True):
        if old.index is not None and old.index_high is not None:
            assert new.index is not None
            assert new.index_high is not None
            assert new.index >= old.index
            assert new.index_high >= old.index_high


@some
@given(assessed(), METHOD, st.data())
def test_an_answer_to_an_unknown_practice_narrows_the_range(
    case: Assessed, method: str, data: st.DataObject
) -> None:
    framework, answers = case
    practice = data.draw(st.sampled_from(list(framework.practices)))
    letter = data.draw(st.sampled_from(LETTERS))
    unknown = replace(answers, ratings={k: v for k, v in answers.ratings.items() if k != practice})
    before = score(framework, unknown, method)
    after = score(framework, with_rating(answers, practice, Rating(consensus=letter)), method)
    for old, new in zip(before.areas, after.areas, strict=True):
        if old.index is not None and old.index_high is not None:
            assert new.index is not None
            assert new.index_high is not None
            assert old.index <= new.index <= new.index_high <= old.index_high


@some
@given(assessed(), METHOD, st.randoms(use_true_random=False))
def test_the_order_of_answers_and_votes_does_not_matter(case: Assessed, method: str, random: object) -> None:
    framework, answers = case
    shuffled = list(answers.ratings.items())
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    turned = {key: replace(rating, votes=rating.votes[::-1]) for key, rating in shuffled}
    assert score(framework, replace(answers, ratings=turned), method) == score(framework, answers, method)


@some
@given(small_frameworks(), st.data(), METHOD)
def test_a_practice_that_does_not_apply_leaves_its_cell_as_it_was(
    framework: Framework, data: st.DataObject, method: str
) -> None:
    practice = data.draw(st.sampled_from(list(framework.practices.values())))
    links = {
        key: replace(p, implied_by=tuple(i for i in p.implied_by if i != practice.id), needs=())
        for key, p in framework.practices.items()
    }

    def rebuilt(leave_out: str = "") -> Framework:
        areas = tuple(
            replace(
                area,
                cells=tuple(
                    Cell(cell.level, tuple(links[p.id] for p in cell.practices if p.id != leave_out))
                    for cell in area.cells
                ),
            )
            for area in framework.areas
        )
        return replace(framework, areas=areas)

    answers = data.draw(answer_sets(framework))
    without = score(
        rebuilt(practice.id),
        replace(answers, ratings={k: v for k, v in answers.ratings.items() if k != practice.id}),
        method,
    )
    having = score(rebuilt(), with_rating(answers, practice.id, Rating(consensus="NA")), method)
    for old, new in zip(without.areas, having.areas, strict=True):
        assert old.cells == new.cells
        if old.assessable and new.assessable:
            assert (old.index, old.index_high, old.coverage) == (new.index, new.index_high, new.coverage)


@some
@given(assessed(), METHOD)
def test_implied_values_never_lower_an_index(case: Assessed, method: str) -> None:
    framework, answers = case
    off = score(framework, replace(answers, options=Options(use_implied=False)), method)
    on = score(framework, replace(answers, options=Options(use_implied=True)), method)
    for old, new in zip(off.areas, on.areas, strict=True):
        assert old.assessable is new.assessable
        if old.index is not None and new.index is not None:
            assert new.index >= old.index


@some
@given(assessed(), st.data())
def test_scoring_only_the_touched_areas_equals_scoring_all(case: Assessed, data: st.DataObject) -> None:
    framework, answers = case
    practice = data.draw(st.sampled_from(list(framework.practices.values())))
    changed = with_rating(
        answers, practice.id, Rating(consensus=data.draw(st.sampled_from((*LETTERS, "NA", "DK"))))
    )
    before, after = score(framework, answers), score(framework, changed)
    touched = framework.touched_areas[practice.area]
    for old, new in zip(before.areas, after.areas, strict=True):
        if new.area not in touched:
            assert new == old
            continue
        values = practice_values(
            framework, changed.ratings, changed.options, framework.needed_areas[new.area]
        )
        answer = changed.areas.get(new.area, NO_ANSWER)
        assert score_area(framework, framework.area_by_id[new.area], values, answer, changed.options) == new


@some
@given(assessed(LETTERS), st.data())
def test_the_forecast_equals_rating_the_practices_fully_in_place(case: Assessed, data: st.DataObject) -> None:
    framework, answers = case
    done = data.draw(st.sets(st.sampled_from(sorted(answers.ratings)))) if answers.ratings else set()
    values = practice_values(framework, answers.ratings, answers.options)
    fully = {practice: Rating(consensus="F") for practice in done}
    rated_fully = score(framework, replace(answers, ratings={**answers.ratings, **fully}))
    card = score(framework, answers)
    forecast = index_if_done(framework, answers, values, done)
    assert forecast == index_if_done(framework, answers, values, done, card)
    assert [(a.index, a.index_high, a.level, a.cells) for a in forecast.areas] == [
        (a.index, a.index_high, a.level, a.cells) for a in rated_fully.areas
    ]
    assert forecast.mean_index == rated_fully.mean_index
    if card.mean_index is not None:
        assert (forecast.mean_index or Fraction(0)) >= card.mean_index
