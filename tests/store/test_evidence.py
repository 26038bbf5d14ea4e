"""Files as evidence: kept once, let go after a day, brought back, and never without their content."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from assessment.domain.answers import AnswerSet, Evidence, EvidenceFile, Rating
from assessment.errors import InvalidInput, NotAllowed, NotFound
from assessment.files.assessment_dump import dump_assessment_file
from assessment.files.assessment_file import load_assessment_file
from assessment.services import assessments, bin, clients, evidence, questions, readings
from assessment.services.area_form import AreaForm, FormRefused, RemovedEvidence, save_area
from assessment.services.assessment_files import export_assessment, import_assessment
from assessment.services.evidence_list import evidence_list
from assessment.services.questions import RatingChange
from assessment.services.readings import ReadingEntry
from assessment.store.database import Unit
from assessment.store.queries import answers
from assessment.store.queries.assessments import Place
from assessment.store.queries.evidence_files import KEPT_FOR
from assessment.store.tables import evidence_file

FIRST, SECOND = "L1-A3-P1", "L2-A3-P1"
AT = ("corvo", "november-2026")
RECORD = b"Forty records were looked at."


@pytest.fixture
def place(unit: Unit) -> Place:
    """An open assessment without answers."""
    clients.add_client(unit, name="Corvo")
    return assessments.start_assessment(unit, "corvo", title="November 2026", held_on=date(2026, 11, 22))


def noted(unit: Unit, place: Place, practice: str = FIRST) -> Sequence[Evidence]:
    """The evidence of a practice."""
    return answers.list_ratings(unit, place.assessment.id)[practice].answer.evidence


def count(unit: Unit) -> int:
    """How many files are kept."""
    return unit.connection.execute(select(func.count()).select_from(evidence_file)).scalar_one()


def take_out(unit: Unit, place: Place, practice: str = FIRST) -> str:
    """Remove the last piece of evidence as the page does, and return the event that brings it back."""
    kept = answers.list_ratings(unit, place.assessment.id)[practice]
    *rest, gone = kept.answer.evidence
    change = RatingChange(kept.version, evidence=tuple(rest))
    form = AreaForm({practice: change}, removed=RemovedEvidence(practice, gone, len(rest)))
    return save_area(unit, *AT, "restoration", form).removal


def later(unit: Unit, by: timedelta) -> Unit:
    """The same unit at a later moment."""
    return replace(unit, now=unit.now + by)


def test_the_same_content_is_kept_once_for_a_client_and_named_by_each(unit: Unit, place: Place) -> None:
    evidence.attach_file(unit, *AT, FIRST, "record.txt", RECORD)
    evidence.attach_file(unit, *AT, SECOND, "other name.txt", RECORD)
    again = evidence.attach_file(unit, *AT, FIRST, "record.txt", RECORD)
    assert again.rating == again.before
    (piece,) = noted(unit, place)
    assert piece.file is not None
    assert piece == Evidence("document", day=unit.today, file=piece.file)
    assert (piece.file.name, piece.file.size) == ("record.txt", len(RECORD))
    assert count(unit) == 1
    assert evidence.evidence_content(unit, "corvo", piece.file.hash).content == RECORD
    clients.add_client(unit, name="Tessera")
    with pytest.raises(NotFound):
        evidence.evidence_content(unit, "tessera", piece.file.hash)


def test_a_file_goes_a_day_after_nothing_names_it_and_until_then_comes_back(unit: Unit, place: Place) -> None:
    evidence.attach_file(unit, *AT, FIRST, "record.txt", RECORD)
    kept = noted(unit, place)
    event = take_out(unit, place)
    assert noted(unit, place) == ()
    evidence.bring_back_evidence(unit, *AT, FIRST, event)
    evidence.bring_back_evidence(unit, *AT, FIRST, event)
    assert noted(unit, place) == kept
    event = take_out(unit, place)
    evidence.attach_file(unit, *AT, SECOND, "other.txt", b"Another record")
    after = later(unit, KEPT_FOR + timedelta(minutes=1))
    assert count(after) == 2
    take_out(after, place, SECOND)
    assert count(after) == 1
    with pytest.raises(NotAllowed, match=r"“record\.txt” is not here any more"):
        evidence.bring_back_evidence(after, *AT, FIRST, event)


def test_a_file_that_another_practice_names_stays(unit: Unit, place: Place) -> None:
    evidence.attach_file(unit, *AT, FIRST, "record.txt", RECORD)
    evidence.attach_file(unit, *AT, SECOND, "record.txt", RECORD)
    take_out(unit, place)
    after = later(unit, KEPT_FOR * 2)
    evidence.attach_file(after, *AT, SECOND, "other.txt", b"Another record")
    take_out(after, place, SECOND)
    assert count(after) == 2
    assert len(noted(after, place, SECOND)) == 1


def test_files_go_with_their_client(unit: Unit, place: Place) -> None:
    evidence.attach_file(unit, *AT, FIRST, "record.txt", RECORD)
    bin.delete_client(unit, "corvo")
    bin.erase_client(unit, place.client.id)
    assert count(unit) == 0


def test_a_file_that_is_not_here_cannot_be_named(unit: Unit, place: Place) -> None:
    strange = Evidence("document", file=EvidenceFile("a.pdf", "0" * 64, 5))
    with pytest.raises(InvalidInput, match=r"“a\.pdf” is not here any more"):
        questions.rate_practice(unit, *AT, FIRST, RatingChange(0, evidence=(strange,)))
    with pytest.raises(FormRefused) as refused:
        save_area(unit, *AT, "restoration", AreaForm({FIRST: RatingChange(0, evidence=(strange,))}))
    assert refused.value.problems[0][0] == f"p.{FIRST}.evidence"
    for file in (EvidenceFile("a.exe", "0" * 64), EvidenceFile("a.pdf", "x")):
        with pytest.raises(InvalidInput, match="This file is not known"):
            questions.rate_practice(
                unit, *AT, FIRST, RatingChange(0, evidence=(Evidence("document", file=file),))
            )


def test_a_copy_and_a_file_of_an_assessment_keep_their_evidence(unit: Unit, place: Place) -> None:
    evidence.attach_file(unit, *AT, FIRST, "record.txt", RECORD)
    full = (
        *noted(unit, place),
        Evidence("measured", "63%", day=date(2026, 11, 1), metric="M18", period="2026-10"),
    )
    questions.rate_practice(unit, *AT, FIRST, RatingChange(1, "F", evidence=full))
    copied = assessments.start_assessment(
        unit, "corvo", title="Next", held_on=date(2026, 12, 1), copy_of="november-2026"
    )
    assert noted(unit, copied) == full
    file = load_assessment_file(dump_assessment_file(export_assessment(unit, *AT)))
    assert file.answers.ratings[FIRST].evidence == full
    assert noted(unit, import_assessment(unit, "corvo", replace(file, title="Again"))) == full
    clients.add_client(unit, name="Tessera")
    elsewhere = noted(unit, import_assessment(unit, "tessera", file))
    assert elsewhere == (Evidence("document", "record.txt", day=unit.today), full[1])


def test_the_latest_reading_is_attached_once_and_a_corrected_one_takes_its_place(
    unit: Unit, place: Place
) -> None:
    with pytest.raises(InvalidInput, match="has no value yet"):
        evidence.attach_reading(unit, *AT, "M12", SECOND)
    readings.add_reading(unit, *AT, "M12", ReadingEntry("2026-10", "62.5"))
    assert evidence.attach_reading(unit, *AT, "M12", SECOND)
    assert not evidence.attach_reading(unit, *AT, "M12", SECOND)
    (piece,) = noted(unit, place, SECOND)
    assert (piece.kind, piece.metric, piece.period, piece.day) == ("measured", "M12", "2026-10", unit.today)
    assert piece.note.endswith(" 62.5% in October 2026")
    readings.add_reading(unit, *AT, "M12", ReadingEntry("2026-10", "61"))
    assert evidence.attach_reading(unit, *AT, "M12", SECOND)
    assert [one.note.endswith(" 61% in October 2026") for one in noted(unit, place, SECOND)] == [True]
    with pytest.raises(InvalidInput, match="Choose the practice"):
        evidence.attach_reading(unit, *AT, "M12", "L1-A1-P1")
    with pytest.raises(NotFound):
        evidence.attach_reading(unit, *AT, "M999", FIRST)


def test_evidence_of_a_closed_assessment_stays(unit: Unit, place: Place) -> None:
    questions.rate_practice(unit, *AT, FIRST, RatingChange(0, "F"))
    assessments.close_assessment(unit, *AT)
    with pytest.raises(NotAllowed):
        evidence.attach_file(unit, *AT, FIRST, "record.txt", RECORD)


def test_evidence_that_is_only_a_kind_survives_a_change(unit: Unit, place: Place) -> None:
    bare = AnswerSet({FIRST: Rating("F", evidence=(Evidence("observed"),))})
    answers.save_rating(unit, place.client.id, place.assessment.id, "A3", FIRST, bare.ratings[FIRST], 0)
    evidence.attach_file(unit, *AT, FIRST, "record.txt", RECORD)
    assert [one.kind for one in noted(unit, place)] == ["observed", "document"]


def test_the_list_says_what_could_prove_it_and_what_the_cap_does(unit: Unit, place: Place) -> None:
    readings.add_reading(unit, *AT, "M12", ReadingEntry("2026-10", "62.5"))
    questions.rate_practice(unit, *AT, SECOND, RatingChange(0, "F"))
    found = evidence_list(unit, *AT)
    (row,) = found.rows
    assert (row.answer, row.wanted.capped, found.high, found.is_capping) == ("Fully", False, 1, False)
    assert row.hint
    proof = next(proof for proof in row.proofs if proof.metric == "M12")
    assert proof.latest == "62.5% in October 2026"
    evidence.attach_reading(unit, *AT, "M12", SECOND)
    assert evidence_list(unit, *AT).rows == ()
