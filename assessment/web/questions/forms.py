"""Reads what the question page sends, straight from the form: this is the path that people wait for."""

from collections.abc import Mapping
from fractions import Fraction
from zlib import crc32

from werkzeug.datastructures import MultiDict

from assessment.domain.reading_values import read_number
from assessment.errors import InvalidInput
from assessment.services.area_answers import AreaChange
from assessment.services.area_form import AreaForm
from assessment.services.outcomes import OutcomeChange
from assessment.services.rating_changes import RatingChange
from assessment.services.readings import ReadingEntry
from assessment.web.forms import read_whole
from assessment.web.questions import evidence_forms

Form = MultiDict[str, str]

PRACTICE = "p."
OUTCOME = "o."
METRIC = "m."
AREA = "a."
VERSION = "version"
UNIT_SEPARATOR = "\x1f"
AREA_FIELDS = ("placing", "target", "importance")


def read_version(form: Form, prefix: str = "") -> int:
    """Return the version that the person saw; 0 when the form does not say."""
    return read_whole(form.get(prefix + VERSION)) or 0


def read_rating(form: Form, prefix: str = "") -> RatingChange:
    """Return what the fields of one practice say; a rating that is not sent is taken back."""
    return RatingChange(
        seen=read_version(form, prefix),
        answer=form.get(prefix + "rating", ""),
        reason=form.get(prefix + "reason", ""),
        note=form.get(prefix + "note", ""),
        evidence=evidence_forms.read_evidence(form, prefix),
    )


def read_outcome(form: Form, prefix: str = "") -> OutcomeChange:
    """Return what the fields of one outcome say."""
    return OutcomeChange(
        read_version(form, prefix), form.get(prefix + "seen", "unknown"), form.get(prefix + "note", "")
    )


def read_area(form: Form, prefix: str = "", done: bool | None = None) -> AreaChange:
    """Return what the fields of the area say; an empty field is taken back."""
    found: dict[str, Fraction] = {}
    for name in AREA_FIELDS:
        text = form.get(prefix + name, "").strip()
        if text:
            found[name] = _number(name, text)
    return AreaChange(
        seen=read_version(form, prefix),
        placing=found.get("placing"),
        target=found.get("target"),
        importance=found.get("importance"),
        note=form.get(prefix + "note", ""),
        done=done,
        cleared=tuple(name for name in AREA_FIELDS if name not in found),
    )


def _number(name: str, text: str) -> Fraction:
    try:
        return read_number(text, name)
    except InvalidInput:
        raise InvalidInput(name, "Choose one of the values shown.") from None


def read_reading(form: Form, prefix: str = "") -> ReadingEntry:
    """Return what was typed for a metric."""
    names = ("period", "value", "numerator", "denominator", "source", "scope")
    return ReadingEntry(**{name: form.get(prefix + name, "") for name in names})


def digest(*texts: str) -> str:
    """Return a short mark of what a form showed, so that untouched parts of a form are left alone."""
    return f"{crc32(UNIT_SEPARATOR.join(texts).encode()):08x}"


def rating_digest(change: RatingChange) -> str:
    """Return the mark of one practice as shown or as sent."""
    pieces = [text for item in change.evidence or () for text in evidence_forms.texts_of(item)]
    return digest(
        change.answer or "", _plain(change.reason), _plain(change.note), *(_plain(piece) for piece in pieces)
    )


def _plain(text: str | None) -> str:
    return (text or "").replace("\r\n", "\n").strip()


def area_digest(placing: str, target: str, importance: str, note: str) -> str:
    """Return the mark of the area's own answers as shown or as sent."""
    return digest(placing, target, importance, _plain(note))


def outcome_digest(seen: str, note: str) -> str:
    """Return the mark of one outcome as shown or as sent."""
    return digest(seen, _plain(note))


def read_whole_area(
    form: Form,
    done: bool | None,
    mark: tuple[int, str] | None,
    files: Mapping[str, tuple[str, bytes]],
) -> AreaForm:
    """Return what the form of a whole area changes: parts that are as they were shown are left out.

    `files` are those chosen as evidence, (name, content) by practice.
    """
    left_alone = set(form.getlist("theirs"))
    cleared = form.get("clear", "")
    ratings: dict[str, RatingChange] = {}
    gone = evidence_forms.read_removal(form.get("do", ""))
    removed = None
    for practice in ids_of(form, PRACTICE):
        prefix = f"{PRACTICE}{practice}."
        change = read_rating(form, prefix)
        if gone and gone[0] == practice:
            change, removed = evidence_forms.without_line(form, prefix, change, gone)
        if practice == cleared:
            change = RatingChange(change.seen, "", change.reason, change.note, change.evidence)
        if PRACTICE + practice not in left_alone and rating_digest(change) != form.get(prefix + "was"):
            ratings[practice] = change
    return AreaForm(
        ratings,
        None if "a" in left_alone else _changed_area(form, done),
        {o: change for o, change in _changed_outcomes(form).items() if OUTCOME + o not in left_alone},
        _typed_readings(form),
        mark,
        removed,
        files,
        evidence_forms.read_attached(form),
    )


def ids_of(form: Mapping[str, str], kind: str) -> list[str]:
    """Return the ids whose fields a form holds, in its order."""
    ending = f".{VERSION}"
    return [
        name[len(kind) : -len(ending)] for name in form if name.startswith(kind) and name.endswith(ending)
    ]


def _changed_area(form: Form, done: bool | None) -> AreaChange | None:
    shown = form.get(AREA + "was")
    sent = area_digest(*(form.get(AREA + name, "") for name in (*AREA_FIELDS, "note")))
    if shown == sent and done is None:
        return None
    return read_area(form, AREA, done)


def _changed_outcomes(form: Form) -> dict[str, OutcomeChange]:
    changes = {}
    for outcome in ids_of(form, OUTCOME):
        prefix = f"{OUTCOME}{outcome}."
        change = read_outcome(form, prefix)
        if outcome_digest(change.seen or "unknown", change.note or "") != form.get(prefix + "was"):
            changes[outcome] = change
    return changes


def _typed_readings(form: Form) -> list[tuple[str, ReadingEntry]]:
    ending = ".period"
    metrics = [n[len(METRIC) : -len(ending)] for n in form if n.startswith(METRIC) and n.endswith(ending)]
    entries = ((metric, read_reading(form, f"{METRIC}{metric}.")) for metric in metrics)
    return [(metric, entry) for metric, entry in entries if not entry.is_empty]
