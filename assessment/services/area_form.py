"""Save a whole area at once, as a page without scripts sends it: everything or nothing."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from assessment.domain.answers import Evidence
from assessment.errors import Conflict, InvalidInput
from assessment.services import evidence
from assessment.services.area_answers import AreaChange, answer_area
from assessment.services.outcomes import OutcomeChange, note_outcome
from assessment.services.questions import mark_level_in_place, rate_many
from assessment.services.rating_changes import RatingChange
from assessment.services.readings import ReadingEntry, add_reading
from assessment.store.database import Unit


@dataclass(frozen=True, slots=True)
class RemovedEvidence:
    """One piece of evidence that was taken out of a practice, and how many stand before it."""

    practice: str
    item: Evidence
    at: int


@dataclass(frozen=True, slots=True)
class AreaForm:
    """What the form of an area says. `mark` is a level to mark as in place, with the note that says why.

    `files` are to be attached, (name, content) by practice; `attached` is a metric whose latest reading
    is to be evidence of a practice.
    """

    ratings: Mapping[str, RatingChange] = field(default_factory=dict)
    area: AreaChange | None = None
    outcomes: Mapping[str, OutcomeChange] = field(default_factory=dict)
    readings: Sequence[tuple[str, ReadingEntry]] = ()
    mark: tuple[int, str] | None = None
    removed: RemovedEvidence | None = None
    files: Mapping[str, tuple[str, bytes]] = field(default_factory=dict)
    attached: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Saved:
    """What came of it: practices that `mark` changed, files attached, whether the reading is new evidence.

    `removal` is the event that brings removed evidence back.
    """

    marked: tuple[str, ...] = ()
    files: int = 0
    attached: bool | None = None
    removal: str = ""


class FormRefused(InvalidInput):
    """Some fields cannot be taken. `problems` holds pairs of field name on the page and sentence."""

    def __init__(self, problems: Sequence[tuple[str, str]]) -> None:
        super().__init__(*problems[0])
        self.problems = tuple(problems)


def save_area(unit: Unit, client_slug: str, slug: str, area_slug: str, form: AreaForm) -> Saved:
    """Save every part of the form and return what came of it.

    Raises FormRefused with what cannot be taken, Conflict whose field is the name on the page.
    Either way nothing is saved, because the whole unit is rolled back.
    """
    problems: list[tuple[str, str]] = []
    marked: list[str] = []
    where = (unit, client_slug, slug)
    if form.ratings:
        with _collect(problems, "p."):
            rate_many(*where, area_slug, form.ratings)
    if form.area is not None:
        with _collect(problems, "a."):
            answer_area(*where, area_slug, form.area)
    for outcome, change in form.outcomes.items():
        with _collect(problems, f"o.{outcome}."):
            note_outcome(*where, outcome, change)
    for metric, entry in form.readings:
        with _collect(problems, f"m.{metric}."):
            add_reading(*where, metric, entry)
    if form.mark is not None:
        level, note = form.mark
        with _collect(problems, f"level.{level}."):
            marked = mark_level_in_place(*where, area_slug, level, note)[1]
    saved = _save_evidence(where, form, problems)
    if problems:
        raise FormRefused(problems)
    return replace(saved, marked=tuple(marked))


def _save_evidence(where: tuple[Unit, str, str], form: AreaForm, problems: list[tuple[str, str]]) -> Saved:
    files, attached, removal = 0, None, ""
    if form.removed is not None:
        gone = form.removed
        removal = evidence.note_removal(*where, gone.practice, gone.item, gone.at)
    for practice, (name, content) in form.files.items():
        with _collect(problems, f"p.{practice}."):
            saved = evidence.attach_file(*where, practice, name, content)
            files += saved.rating != saved.before
    if form.attached is not None:
        metric, practice = form.attached
        with _collect(problems, f"m.{metric}."):
            attached = evidence.attach_reading(*where, metric, practice)
    return Saved((), files, attached, removal)


@contextmanager
def _collect(problems: list[tuple[str, str]], prefix: str) -> Iterator[None]:
    try:
        yield
    except InvalidInput as error:
        problems.append((prefix + error.field, error.message))
    except Conflict as error:
        error.field = prefix + error.field if prefix == "p." else prefix.rstrip(".")
        raise
