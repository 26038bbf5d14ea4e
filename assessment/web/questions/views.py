"""What the question page adds to the answers: what somebody typed that was refused, and pieces to replace."""

import re
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Any

from flask import current_app
from markupsafe import Markup

from assessment.domain.framework import Area, Framework
from assessment.domain.scoring import AreaScore
from assessment.errors import Conflict
from assessment.services.question_model import LevelGroup, OutcomeRow, PracticeRow, QuestionPage
from assessment.services.question_words import (
    counted_as,
    coverage_of,
    implied_because,
    standing_of,
    strip_cell_of,
)
from assessment.services.questions import SavedRating
from assessment.services.rating_changes import RatingChange
from assessment.web.filters import format_time
from assessment.web.markdown import render_markdown
from assessment.web.questions import forms

PIECES = "questions/_pieces.html"
PIECES_IN_MEMORY = 1024
WITHOUT_ANCHOR = frozenset({"rating", "seen", "importance"})
IMPORTANCE = ("1", "2", "3", "4", "5")
NUMBER = re.compile(r"\d{1,3}([.,]\d{1,20})?")


@dataclass(frozen=True, slots=True)
class View:
    """How one page is shown: addresses, marks of what is shown, and what was refused."""

    page: QuestionPage
    home: str
    here: str
    query: str
    present: bool
    show_all: bool
    back: str
    was: Mapping[str, str]
    area_was: str
    note_of_level: Mapping[int, str]
    entries: Mapping[str, Mapping[str, str]]
    problems: tuple[tuple[str, str, str], ...] = ()
    conflict: Conflict | None = None
    reads_only: bool = False

    @property
    def importance(self) -> Sequence[str]:
        """Return the importances to choose from, the one in force among them, the lowest first."""
        said = self.page.importance
        if not said or said in IMPORTANCE or not NUMBER.fullmatch(said):
            return IMPORTANCE
        return sorted((*IMPORTANCE, said), key=lambda text: float(text.replace(",", ".")))

    @property
    def refused(self) -> bool:
        """Return whether the page shows what somebody typed and nobody saved."""
        return bool(self.problems) or self.conflict is not None

    @property
    def faults(self) -> dict[str, str]:
        """Return the sentence at each refused field by its name."""
        return {name: text for name, _, text in self.problems}


def new_view(page: QuestionPage, present: bool, show_all: bool, back: str) -> View:
    """Return a page as it opens."""
    home = f"/clients/{page.client_slug}/assessments/{page.slug}"
    wanted = [("present", "1" if present else ""), ("back", back)]
    query = "&".join(f"{name}={value}" for name, value in wanted if value)
    return View(
        page,
        home,
        f"{home}/{page.area_slug}",
        f"?{query}" if query else "",
        present,
        show_all,
        back,
        _marks(page),
        forms.area_digest(page.placing, page.target, page.importance, page.note),
        {},
        {},
    )


def marks_of(rows: Sequence[PracticeRow]) -> dict[str, str]:
    """Return the mark of each practice as it is shown, by its id."""
    return {row.id: _shown(row) for row in rows}


def _marks(page: QuestionPage) -> dict[str, str]:
    marks = marks_of([row for group in page.groups for row in group.rows])
    marks |= {row.id: forms.outcome_digest(row.seen, row.note) for row in page.outcomes}
    return marks


def _shown(row: PracticeRow) -> str:
    return forms.rating_digest(RatingChange(row.version, row.rating, row.reason, row.note, row.evidence))


def refused_view(
    view: View, form: forms.Form, problems: Sequence[tuple[str, str]], conflict: Conflict | None
) -> View:
    """Return the page with everything that was typed still in it, and what is wrong at each field."""
    page = view.page
    versions = {conflict.field: conflict.version} if conflict else {}
    groups = tuple(
        replace(group, rows=tuple(_typed_row(row, form, versions) for row in group.rows))
        for group in page.groups
    )
    outcomes = tuple(_typed_outcome(row, form, versions) for row in page.outcomes)
    page = replace(
        page,
        groups=groups,
        outcomes=outcomes,
        placing=form.get("a.placing", ""),
        target=form.get("a.target", ""),
        importance=form.get("a.importance", ""),
        note=form.get("a.note", ""),
        version=versions.get("a", forms.read_version(form, forms.AREA)),
    )
    marks = {
        name: form.get(f"p.{name}.was") or form.get(f"o.{name}.was", mark) for name, mark in view.was.items()
    }
    return replace(
        view,
        page=page,
        was=marks,
        area_was=form.get("a.was", view.area_was),
        note_of_level={g.number: form.get(f"level.{g.number}.note", "") for g in groups},
        entries={row.id: _typed_reading(form, row.id) for row in page.metrics},
        problems=tuple((name, anchor_of(name), text) for name, text in problems),
        conflict=conflict,
    )


def _typed_row(row: PracticeRow, form: forms.Form, versions: Mapping[str, int]) -> PracticeRow:
    prefix = f"{forms.PRACTICE}{row.id}."
    if prefix + forms.VERSION not in form:
        return row
    change = forms.read_rating(form, prefix)
    return replace(
        row,
        rating=change.answer or "",
        reason=change.reason or "",
        note=change.note or "",
        evidence=change.evidence or (),
        version=versions.get(forms.PRACTICE + row.id, change.seen),
    )


def _typed_outcome(row: OutcomeRow, form: forms.Form, versions: Mapping[str, int]) -> OutcomeRow:
    prefix = f"{forms.OUTCOME}{row.id}."
    if prefix + forms.VERSION not in form:
        return row
    change = forms.read_outcome(form, prefix)
    version = versions.get(forms.OUTCOME + row.id, change.seen_version)
    return replace(row, seen=change.seen or "unknown", note=change.note or "", version=version)


def _typed_reading(form: forms.Form, metric: str) -> dict[str, str]:
    entry = forms.read_reading(form, f"{forms.METRIC}{metric}.")
    return {
        name: getattr(entry, name)
        for name in ("period", "value", "numerator", "denominator", "source", "scope")
    }


def anchor_of(name: str) -> str:
    """Return the id on the page that a problem at this field jumps to."""
    row, _, field = name.rpartition(".")
    return (row if field in WITHOUT_ANCHOR else name).replace(".", "-")


# A piece follows from its record alone, and the same ones come again and again in a workshop.
@lru_cache(maxsize=PIECES_IN_MEMORY)
def _piece(macro: str, *values: Hashable) -> Markup:
    drawn: Markup = getattr(current_app.jinja_env.get_template(PIECES).module, macro)(*values)
    return drawn


def rating_pieces(saved: SavedRating) -> dict[str, str]:
    """Return what a new rating changes in its area: headers, implied notes, index line, strip."""
    framework, practice, values = saved.framework, saved.practice, saved.rescored.values
    area = framework.area_by_id[practice.area]
    score = saved.rescored.area(area.id)
    found = standing_pieces(framework, area, score, saved.rescored.method)
    touched = {practice.level}
    for other in framework.practices_of[area.id]:
        if other.implied_by:
            value = values.get(other.id)
            because = implied_because(framework, other, value)
            found[f"#p-{other.id}-implied"] = _piece("implied", other.id, counted_as(value), because)
            touched.add(other.level)
    for cell in score.cells:
        if cell.level in touched:
            found[f"#coverage-L{cell.level}"] = _piece("coverage", coverage_of(cell))
    return found


def standing_pieces(framework: Framework, area: Area, score: AreaScore, method: str) -> dict[str, str]:
    """Return the index line and the area's cell of the strip."""
    return {
        "#standing": _piece("standing", standing_of(framework, score, method)),
        f"#strip-{area.id}": _piece("strip_item", strip_cell_of(area, score, True)),
    }


def note_piece(practice_id: str, note: str) -> dict[str, str]:
    """Return the note of a practice as people read it."""
    html = render_markdown(note) if note else ""
    return {f"#p-{practice_id}-read": _piece("written", f"p-{practice_id}-read", html)}


def metric_piece(metric_id: str, last: str, period: str) -> dict[str, str]:
    """Return the line that names the latest reading of a metric."""
    return {f"#m-{metric_id}-last": _piece("last_reading", metric_id, last, period)}


def saved_answer(now: datetime, version: int, fragments: Mapping[str, str]) -> dict[str, Any]:
    """Return what the saving script reads: when it was saved, the new version, what to replace."""
    return {"saved_at": format_time(now), "version": version, "fragments": fragments}


def groups_shown(view: View) -> tuple[tuple[LevelGroup, ...], tuple[LevelGroup, ...]]:
    """Return the levels asked first and the others."""
    near = tuple(group for group in view.page.groups if group.near)
    return near, tuple(group for group in view.page.groups if not group.near)
