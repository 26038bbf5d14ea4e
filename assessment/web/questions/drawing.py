"""Draws the rows of the question page; rows that are as they were are not drawn again."""

from datetime import date
from functools import lru_cache

from flask import current_app
from markupsafe import Markup

from assessment.services.question_model import LevelGroup, MetricRow, OutcomeRow
from assessment.web import unit
from assessment.web.filters import current_language
from assessment.web.questions.views import View, marks_of

ROWS = "questions/_rows.html"
DRAWN_IN_MEMORY = 512


def draw_level(view: View, group: LevelGroup) -> Markup:
    """Return one level with its practices."""
    if not (view.refused or current_app.debug):
        return _drawn_level(group, view.here, view.page.is_open, current_language(), unit.today())
    note = view.note_of_level.get(group.number, "")
    return _draw(
        "level", group, view.here, view.page.is_open, view.was, view.faults, view.conflict, note, unit.today()
    )


def draw_outcome(view: View, row: OutcomeRow) -> Markup:
    """Return one outcome."""
    if not (view.refused or current_app.debug):
        return _drawn_outcome(row, view.here, view.page.is_open, view.was[row.id], current_language())
    return _draw("outcome", row, view.here, view.page.is_open, view.was[row.id], view.conflict)


def draw_metric(view: View, row: MetricRow) -> Markup:
    """Return one metric with the fields for its next reading."""
    if not (view.refused or current_app.debug):
        return _drawn_metric(row, view.here, view.page.is_open, current_language())
    return _draw("metric", row, view.here, view.faults, view.entries.get(row.id, {}), view.page.is_open)


def _draw(macro: str, *values: object) -> Markup:
    drawn: Markup = getattr(current_app.jinja_env.get_template(ROWS).module, macro)(*values)
    return drawn


# A drawing follows from its record alone, so a record that is equal has the same drawing.
@lru_cache(maxsize=DRAWN_IN_MEMORY)
def _drawn_level(group: LevelGroup, here: str, is_open: bool, language: str, today: date) -> Markup:
    return _draw("level", group, here, is_open, marks_of(group.rows), {}, None, "", today)


@lru_cache(maxsize=DRAWN_IN_MEMORY)
def _drawn_outcome(row: OutcomeRow, here: str, is_open: bool, was: str, language: str) -> Markup:
    return _draw("outcome", row, here, is_open, was, None)


@lru_cache(maxsize=DRAWN_IN_MEMORY)
def _drawn_metric(row: MetricRow, here: str, is_open: bool, language: str) -> Markup:
    return _draw("metric", row, here, {}, {}, is_open)
