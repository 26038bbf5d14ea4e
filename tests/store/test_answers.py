"""Answers come back exactly as they were stored, and a stale change never overwrites a newer one."""

from collections.abc import Callable
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessment.domain.answers import AreaAnswer, Evidence, Options, OutcomeAnswer, Rating, Reading, Vote
from assessment.errors import NotFound
from assessment.store.database import Unit
from assessment.store.queries import answers, assessments, clients, editions, readings

Made = tuple[str, str]


@pytest.fixture
def made(unit: Unit) -> Made:
    """The ids of a client and of an assessment of it."""
    client_id = clients.add_client(unit, slug="corvo", name="Corvo", sector="", language="en")
    editions.keep_edition(unit, edition_hash="h", framework_id="pom", version="1.0", text="format: x")
    assessment_id = assessments.add_assessment(
        unit, client_id, slug="november-2026", title="November 2026", held_on=date(2026, 11, 22), scope="",
        method="gated_coverage", options=Options(balance_by_role=True), framework=("pom", "1.0", "h"),
        scores={},
    )  # fmt: skip
    return client_id, assessment_id


def test_an_assessment_is_found_through_its_client_only(unit: Unit, made: Made) -> None:
    clients.add_client(unit, slug="lumen", name="Lumen", sector="", language="en")
    place = assessments.get_place(unit, "corvo", "november-2026")
    assert place.assessment.options == Options(balance_by_role=True)
    assert place.assessment.held_on == date(2026, 11, 22)
    assert (place.client.id, place.assessment.id) == made
    with pytest.raises(NotFound):
        assessments.get_place(unit, "lumen", "november-2026")


RATINGS = st.builds(
    Rating,
    consensus=st.sampled_from([None, "N", "P", "L", "F", "DK", "NA"]),
    votes=st.lists(st.builds(Vote, st.sampled_from(["N", "F", "DK", ""]), st.sampled_from(["", "desk"]))).map(
        tuple
    ),
    note=st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"])),
    reason=st.sampled_from(["", "No phone channel"]),
    evidence=st.lists(st.builds(Evidence, st.just("document"), st.just('a "quoted" note'), st.just(""))).map(
        tuple
    ),
    agreed=st.booleans(),
    bulk=st.booleans(),
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(rating=RATINGS)
def test_a_rating_comes_back_as_it_was_stored(unit: Unit, made: Made, rating: Rating) -> None:
    client_id, assessment_id = made
    kept = answers.list_ratings(unit, assessment_id).get("L1-A1-P1")
    seen = kept.version if kept else 0
    version = answers.save_rating(unit, client_id, assessment_id, "A1", "L1-A1-P1", rating, seen)
    assert version == seen + 1
    stored = answers.list_ratings(unit, assessment_id)["L1-A1-P1"]
    assert (stored.answer, stored.version, stored.updated_by) == (rating, version, "tester")


def test_a_stale_rating_changes_nothing(unit: Unit, made: Made) -> None:
    def save(letter: str, seen: int) -> int:
        return answers.save_rating(unit, *made, "A1", "L1-A1-P1", Rating(letter), seen)

    assert save("P", 0) == 1
    assert save("F", 1) == 2
    assert save("N", 1) == 0
    assert answers.list_ratings(unit, made[1])["L1-A1-P1"].answer == Rating("F")


def test_ratings_can_be_read_for_some_areas(unit: Unit, made: Made) -> None:
    answers.save_rating(unit, *made, "A1", "L1-A1-P1", Rating("F"), 0)
    answers.save_rating(unit, *made, "A2", "L1-A2-P1", Rating("F"), 0)
    assert set(answers.list_ratings(unit, made[1], ["A2"])) == {"L1-A2-P1"}
    assert len(answers.list_ratings(unit, made[1])) == 2


def test_an_area_answer_is_kept_exactly(unit: Unit, made: Made) -> None:
    third = Fraction(10, 3)
    answer = AreaAnswer(Fraction(5, 2), (Fraction(2), Fraction(3)), Fraction(3), (), third, (third,), "why")
    assert answers.save_area_answer(unit, *made, "A1", answer, True, 0) == 1
    kept = answers.list_area_answers(unit, made[1])["A1"]
    assert (kept.answer, kept.done) == (answer, True)
    assert answers.save_area_answer(unit, *made, "A1", AreaAnswer(), False, 7) == 0
    assert answers.save_area_answer(unit, *made, "A1", AreaAnswer(), False, 1) == 2


def test_an_outcome_is_kept(unit: Unit, made: Made) -> None:
    assert answers.save_outcome_answer(unit, *made, "A1", "L1-A1-O1", OutcomeAnswer("partly", "x"), 0) == 1
    assert answers.save_outcome_answer(unit, *made, "A1", "L1-A1-O1", OutcomeAnswer("yes"), 0 + 1) == 2
    assert answers.save_outcome_answer(unit, *made, "A1", "L1-A1-O1", OutcomeAnswer("no"), 1) == 0
    assert answers.list_outcome_answers(unit, made[1])["L1-A1-O1"].answer == OutcomeAnswer("yes")


def test_a_corrected_reading_keeps_the_old_one_out_of_sight(unit: Unit, made: Made) -> None:
    client_id = made[0]
    first = Reading("M19", "2026-10", Fraction(1, 3), None, None, "ticket export")
    readings.add_reading(unit, client_id, "pom", first)
    second = Reading("M19", "2026-10", Fraction(12), Fraction(24), Fraction(2), "ticket export")
    kept_id = readings.add_reading(unit, client_id, "pom", second)
    assert [kept.reading for kept in readings.list_readings(unit, client_id, "pom")] == [second]
    assert readings.withdraw_reading(unit, client_id, kept_id)
    assert readings.list_readings(unit, client_id, "pom") == []
    assert not readings.withdraw_reading(unit, "somebody else", kept_id)


@pytest.mark.parametrize("metric_ids", [["M19"], []])
def test_readings_can_be_narrowed_to_metrics(unit: Unit, made: Made, metric_ids: list[str]) -> None:
    for metric in ("M18", "M19"):
        readings.add_reading(unit, made[0], "pom", Reading(metric, "2026-10", Fraction(1)))
    found = readings.list_readings(unit, made[0], "pom", metric_ids)
    assert [kept.reading.metric for kept in found] == metric_ids


def test_what_fails_leaves_nothing(unit: Unit, made: Made) -> None:
    save: Callable[[], object] = lambda: answers.save_rating(  # noqa: E731
        unit, made[0], "no such assessment", "A1", "L1-A1-P1", Rating("F"), 0
    )
    with pytest.raises(Exception, match=r"(?i)foreign key"), unit.connection.begin_nested():
        save()
    assert answers.list_ratings(unit, made[1]) == {}
