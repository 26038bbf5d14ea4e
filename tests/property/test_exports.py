"""Whatever people write and however an assessment comes out: every format can be written and read back."""

import csv
import io
import json
from datetime import date
from fractions import Fraction

import openpyxl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessment.domain.answers import AnswerSet, AreaAnswer, Rating
from assessment.domain.edits import PlanEdits
from assessment.domain.framework import Framework
from assessment.domain.report import Report
from assessment.exports import EXPORTERS
from assessment.exports.base import clean
from assessment.exports.csv import safe
from assessment.exports.from_file import report_from_file
from assessment.files.assessment_file import AssessmentFile
from tests.factories.small_frameworks import pom
from tests.factories.strategies import assessed, plan_edits

DAY = date(2026, 11, 22)
ANY_TEXT = st.text(st.characters(codec=None), max_size=60)
SLOW = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def report_with(client: str, note: str, reason: str) -> Report:
    """A small part of the framework answered, with these texts."""
    ratings = {
        "L1-A1-P1": Rating(consensus="P", note=note),
        "L1-A2-P1": Rating(consensus="NA", reason=reason),
    }
    answers = AnswerSet(ratings, {"A1": AreaAnswer(target=Fraction(2), note=note)})
    file = AssessmentFile("pom", pom().version, client, note, reason, DAY, answers)
    return report_from_file(file, pom(), DAY)


@SLOW
@given(ANY_TEXT, ANY_TEXT, ANY_TEXT)
def test_any_text_can_be_taken_home(client: str, note: str, reason: str) -> None:
    report = report_with(client, note, reason)
    book = openpyxl.load_workbook(io.BytesIO(EXPORTERS["xlsx"].write(report)))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell.coordinate for cell in cells if cell.data_type == "f"]
    assert clean(note) in {"" if cell.value is None else cell.value for cell in cells}
    EXPORTERS["md"].write(report).decode("utf-8")
    assert json.loads(EXPORTERS["json"].write(report))["client"]["name"] == client


@settings(max_examples=300)
@given(ANY_TEXT)
def test_no_cell_of_a_csv_begins_a_formula(text: str) -> None:
    assert not safe(text).startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    assert clean(clean(text)) == clean(text)


@SLOW
@given(assessed(), plan_edits())
def test_any_outcome_can_be_taken_home(made: tuple[Framework, AnswerSet], edits: PlanEdits) -> None:
    framework, answers = made
    file = AssessmentFile(framework.id, "1.0", "Corvo Logistics", date=DAY, answers=answers, plan=edits)
    report = report_from_file(file, framework, DAY)
    for exporter in EXPORTERS.values():
        assert exporter.write(report)
    text = EXPORTERS["csv"].write(report).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert [row["practice_id"] for row in rows] == [item.practice for item in report.items]
    assert {part.name for part in EXPORTERS["xlsx"].contents(report.extent)} >= {"Results", "Practices"}
