"""Answering the questions of an area: what is stored, what is refused, and what stays as it was."""

from datetime import date
from fractions import Fraction

import pytest

from assessment.domain.answers import Evidence, Rating, Vote
from assessment.errors import Conflict, InvalidInput, NotAllowed, NotFound
from assessment.services import assessments, clients, questions, readings
from assessment.services.question_page import area_page
from assessment.services.questions import AreaChange, OutcomeChange, RatingChange
from assessment.services.readings import ReadingEntry
from assessment.store.database import Unit
from assessment.store.queries import answers
from assessment.store.queries import readings as reading_queries
from assessment.store.queries.assessments import Place, get_place
from assessment.store.queries.events import list_events, list_latest_events

FIRST, SECOND = "L1-A3-P1", "L2-A3-P1"
AT = ("corvo", "november-2026")


@pytest.fixture
def place(unit: Unit) -> Place:
    """An open assessment without answers."""
    clients.add_client(unit, name="Corvo")
    return assessments.start_assessment(unit, "corvo", title="November 2026", held_on=date(2026, 11, 22))


def kept(unit: Unit, place: Place, practice: str) -> Rating:
    """The stored rating of a practice."""
    return answers.list_ratings(unit, place.assessment.id)[practice].answer


def test_a_rating_keeps_everything_that_was_said(unit: Unit, place: Place) -> None:
    shown = (Evidence("observed", "40 records", "https://example.org/sample"), Evidence("none", " ", ""))
    change = RatingChange(0, "L", "", " Since May \r\n", shown)
    saved = questions.rate_practice(unit, *AT, FIRST, change)
    assert saved.version == 1
    assert kept(unit, place, FIRST) == Rating("L", note="Since May", evidence=shown[:1])
    event = list_events(unit, place.client.id, f"rating:{place.assessment.id}:{FIRST}")[0]
    assert event.data == {
        "from": {"answer": None}, "to": {"answer": "L", "note": "Since May", "evidence": 1}
    }  # fmt: skip


def test_the_same_answer_again_changes_nothing(unit: Unit, place: Place) -> None:
    questions.rate_practice(unit, *AT, FIRST, RatingChange(0, "L"))
    assert questions.rate_practice(unit, *AT, FIRST, RatingChange(0, "L")).version == 1
    assert len(list_events(unit, place.client.id, f"rating:{place.assessment.id}:{FIRST}")) == 1


def test_a_note_does_not_take_back_that_the_votes_were_agreed(unit: Unit, place: Place) -> None:
    agreed = Rating(None, votes=(Vote("L"), Vote("F")), agreed=True)
    answers.save_rating(unit, place.client.id, place.assessment.id, "A3", FIRST, agreed, 0)
    questions.rate_practice(unit, *AT, FIRST, RatingChange(1, "", "", "All agreed"))
    assert kept(unit, place, FIRST).agreed
    questions.rate_practice(unit, *AT, FIRST, RatingChange(2, "F"))
    assert not kept(unit, place, FIRST).agreed


def test_a_stale_change_is_refused_with_both_values(unit: Unit, place: Place) -> None:
    questions.rate_practice(unit, *AT, FIRST, RatingChange(0, "P"))
    with pytest.raises(Conflict) as caught:
        questions.rate_practice(unit, *AT, FIRST, RatingChange(0, "F"))
    assert (caught.value.yours, caught.value.theirs, caught.value.version) == ("Fully", "Partly", 1)
    assert kept(unit, place, FIRST).consensus == "P"


def test_several_ratings_name_the_practice_that_cannot_be_taken(unit: Unit, place: Place) -> None:
    with pytest.raises(InvalidInput) as caught:
        questions.rate_many(
            unit, *AT, "restoration", {FIRST: RatingChange(0, "F"), SECOND: RatingChange(0, "NA")}
        )
    assert caught.value.field == f"{SECOND}.reason"


def test_too_much_evidence_is_refused(unit: Unit, place: Place) -> None:
    many = tuple(Evidence("stated", f"piece {number}") for number in range(21))
    with pytest.raises(InvalidInput, match="At most 20"):
        questions.rate_practice(unit, *AT, FIRST, RatingChange(0, "F", evidence=many))


def test_a_closed_assessment_takes_no_answer(unit: Unit, place: Place) -> None:
    questions.rate_practice(unit, *AT, FIRST, RatingChange(0, "F"))
    assessments.close_assessment(unit, *AT)
    with pytest.raises(NotAllowed, match="is closed"):
        questions.rate_practice(unit, *AT, FIRST, RatingChange(1, "P"))
    with pytest.raises(NotAllowed):
        questions.answer_area(unit, *AT, "restoration", AreaChange(0, placing=Fraction(3)))
    with pytest.raises(NotAllowed):
        questions.note_outcome(unit, *AT, "L1-A3-O1", OutcomeChange(0, "yes"))
    with pytest.raises(NotAllowed):
        questions.mark_level_in_place(unit, *AT, "restoration", 1, "Known")
    assert kept(unit, place, FIRST).consensus == "F"


def test_another_clients_assessment_is_not_found(unit: Unit, place: Place) -> None:
    clients.add_client(unit, name="Lumen")
    with pytest.raises(NotFound):
        questions.rate_practice(unit, "lumen", "november-2026", FIRST, RatingChange(0, "F"))
    with pytest.raises(NotFound):
        area_page(unit, "lumen", "november-2026", "restoration")


def test_marking_a_level_leaves_what_does_not_apply(unit: Unit, place: Place) -> None:
    questions.rate_practice(unit, *AT, FIRST, RatingChange(0, "NA", "No services of our own"))
    assert questions.mark_level_in_place(unit, *AT, "restoration", 1, "Known")[1] == []
    questions.rate_practice(unit, *AT, SECOND, RatingChange(0, "P", None, "Half"))
    assert questions.mark_level_in_place(unit, *AT, "restoration", 2, "Known")[1] == [SECOND]
    assert kept(unit, place, SECOND) == Rating("F", note="Half", bulk=True)
    assert questions.undo_level(unit, *AT, "restoration", [SECOND])[1] == [SECOND]
    assert kept(unit, place, SECOND) == Rating("P", note="Half")


def test_an_area_answer_can_be_taken_back(unit: Unit, place: Place) -> None:
    change = AreaChange(0, Fraction(5, 2), Fraction(4), Fraction(7, 2), "All agree")
    first, _ = questions.answer_area(unit, *AT, "restoration", change)
    assert (first.version, first.answer.placing, first.answer.importance) == (
        1,
        Fraction(5, 2),
        Fraction(7, 2),
    )
    second, card = questions.answer_area(unit, *AT, "restoration", AreaChange(1, cleared=("placing",)))
    assert second.answer.placing is None
    assert card.area("A3").target == Fraction(4)
    with pytest.raises(InvalidInput) as caught:
        questions.answer_area(unit, *AT, "restoration", AreaChange(2, importance=Fraction(6)))
    assert caught.value.field == "importance"


def test_a_correction_keeps_the_reading_before(unit: Unit, place: Place) -> None:
    framework_id = place.assessment.framework_id
    readings.add_reading(unit, *AT, "M12", ReadingEntry("2026-10", "61,5"))
    readings.add_reading(unit, *AT, "M12", ReadingEntry("2026-10", "", "40", "64", "Ticket export"))
    in_force = reading_queries.list_readings(unit, place.client.id, framework_id, ["M12"])
    assert [one.reading.value for one in in_force] == [Fraction(125, 2)]
    said = [event.data for event in list_events(unit, place.client.id, f"reading:{framework_id}:M12")]
    assert said == [
        {"period": "2026-10", "from": "61.5%", "to": "62.5%"},
        {"period": "2026-10", "from": "", "to": "61.5%"},
    ]
    assert readings.last_reading(unit, *AT, "M12") == ("62.5%", "2026-10")


def test_an_amount_keeps_its_currency(unit: Unit, place: Place) -> None:
    readings.add_reading(unit, *AT, "M15", ReadingEntry("2026-10", "eur 1 200,50"))
    assert readings.last_reading(unit, *AT, "M15")[0].startswith("EUR 1200.5")


def test_the_latest_events_of_each_subject_come_back(unit: Unit, place: Place) -> None:
    for version, answer in enumerate("NPLF"):
        questions.rate_practice(unit, *AT, FIRST, RatingChange(version, answer))
    questions.rate_practice(unit, *AT, SECOND, RatingChange(0, "P"))
    subjects = [questions.rating_subject(place.assessment.id, p) for p in (FIRST, SECOND)]
    found = list_latest_events(unit, place.client.id, subjects, most=2)
    said = [(event.subject, (event.data or {})["to"]["answer"]) for event in found]
    assert said == [(subjects[0], "F"), (subjects[0], "L"), (subjects[1], "P")]
    assert list_latest_events(unit, place.client.id, [], most=2) == []


def test_the_page_shows_the_levels_around_the_one_in_focus(unit: Unit, place: Place) -> None:
    questions.rate_practice(unit, *AT, FIRST, RatingChange(0, "F"))
    assert area_page(unit, *AT, "restoration").focus == 2
    assert get_place(unit, *AT).client.slug == "corvo"
