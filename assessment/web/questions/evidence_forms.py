"""Reads the evidence that the question page sends: its lines, and what a button attaches or takes out."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import zip_longest

from werkzeug.datastructures import MultiDict

from assessment.domain.answers import Evidence, EvidenceFile
from assessment.services.area_form import RemovedEvidence
from assessment.services.rating_changes import UNREADABLE_DAY, RatingChange
from assessment.web.forms import read_whole

Form = MultiDict[str, str]

FIELDS = ("kind", "note", "link", "day", "file", "reading", "bare")
REMOVE, ATTACH = "remove-", "attach-"
BETWEEN = ":"


def lines_of(form: Form, prefix: str) -> Iterator[Evidence | None]:
    """Return every line of evidence of one practice, None for an empty one."""
    columns: Sequence[list[str]] = [form.getlist(f"{prefix}ev_{name}") for name in FIELDS]
    for row in zip_longest(*(column[: len(columns[0])] for column in columns), fillvalue=""):
        kind, note, link, day, file, reading, bare = (text.strip() for text in row)
        metric, _, period = reading.partition(BETWEEN)
        found = Evidence(kind, note, link, _day(day), file_of(file), metric, period)
        yield found if found.says_something or bare else None


def read_evidence(form: Form, prefix: str = "") -> tuple[Evidence, ...]:
    """Return the pieces of evidence of one practice, the empty lines left out."""
    return tuple(item for item in lines_of(form, prefix) if item is not None)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return UNREADABLE_DAY


def file_of(text: str) -> EvidenceFile | None:
    """Return the file that a hidden field names: its hash, its size and its name with colons between."""
    hash, _, rest = text.partition(BETWEEN)
    size, _, name = rest.partition(BETWEEN)
    return EvidenceFile(name, hash, read_whole(size) or 0) if hash else None


def texts_of(item: Evidence) -> tuple[str, ...]:
    """Return what a line of evidence shows, as the mark of its practice is made of it."""
    day = item.day.isoformat() if item.day else ""
    file = item.file.hash if item.file else ""
    return item.kind, item.note, item.link, day, file, item.metric, item.period


def read_removal(act: str) -> tuple[str, int] | None:
    """Return the practice and the number of the line that a button takes out, None for another button."""
    practice, _, number = act.removeprefix(REMOVE).rpartition("-")
    at = read_whole(number)
    return (practice, at) if act.startswith(REMOVE) and practice and at is not None else None


def without_line(
    form: Form, prefix: str, change: RatingChange, gone: tuple[str, int]
) -> tuple[RatingChange, RemovedEvidence | None]:
    """Return the change of a practice without one of its lines, and which evidence that was."""
    practice, number = gone
    lines = list(lines_of(form, prefix))
    item = lines[number] if number < len(lines) else None
    if item is None:
        return change, None
    before = [line for line in lines[:number] if line is not None]
    after = [line for line in lines[number + 1 :] if line is not None]
    return replace(change, evidence=(*before, *after)), RemovedEvidence(practice, item, len(before))


def read_attached(form: Form) -> tuple[str, str] | None:
    """Return the metric whose reading a button attaches, and the practice that was chosen."""
    act = form.get("do", "")
    if not act.startswith(ATTACH):
        return None
    metric = act.removeprefix(ATTACH)
    return metric, form.get(f"m.{metric}.practice", "")
