"""The report of an assessment file, made without server and database."""

from datetime import date

from assessment.domain.framework import Framework
from assessment.domain.plan import make_plan
from assessment.domain.report import Report
from assessment.domain.report_making import make_report
from assessment.domain.report_material import Material, Subject
from assessment.domain.scoring import score_values
from assessment.domain.values import practice_values
from assessment.files.assessment_file import AssessmentFile


def report_from_file(made: AssessmentFile, framework: Framework, today: date, language: str = "en") -> Report:
    """Return the report of an assessment file; PinTooEarly when its plan contradicts itself."""
    values = practice_values(framework, made.answers.ratings, made.answers.options)
    card = score_values(framework, made.answers, values)
    plan = make_plan(framework, made.answers, made.plan, card=card, values=values)
    subject = Subject(made.client, made.sector, made.title, made.date)
    material = Material(framework, made.answers, values, card, plan, made.readings)
    return make_report(subject, material, today, language)
