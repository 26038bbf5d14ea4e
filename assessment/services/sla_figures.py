"""Figures of targets that somebody types because no reading and no ticket gives them."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from assessment.domain.clients import Client
from assessment.domain.numbers import plain
from assessment.domain.reading_values import PERCENT, read_minutes, read_number
from assessment.domain.sla_content import FUNCTIONALITY, RESOLUTION, RESPONSE, Target
from assessment.domain.sla_results import HUNDRED, TargetResult, is_percent
from assessment.domain.sla_versions import Due
from assessment.errors import Conflict, InvalidInput, NotAllowed, NotFound
from assessment.services.metrics import last_whole_month
from assessment.services.rating_changes import LONGEST_NOTE
from assessment.services.sla_computing import compute_for, due_of
from assessment.services.sla_material import Material
from assessment.services.texts import LONGEST_NAME, checked_line, checked_text
from assessment.store.database import Unit
from assessment.store.numbers import LARGEST_NUMBER
from assessment.store.queries.clients import get_client
from assessment.store.queries.events import add_event
from assessment.store.queries.sla_results import KeptFigure as KeptFigure
from assessment.store.queries.sla_results import save_figure
from assessment.store.queries.sla_versions import get_agreement

DURATION = "duration"
CASES = frozenset({RESPONSE, RESOLUTION})
NO_FIGURE = "Type how many of how many cases were met, or the value. A period without data stays empty."


@dataclass(frozen=True, slots=True)
class FigureEntry:
    """What somebody typed for a target and a period; `seen` is the version looked at."""

    met: str = ""
    cases: str = ""
    value: str = ""
    at_risk: str = ""
    source: str = ""
    note: str = ""
    seen: int = 0


def enter_figure(
    unit: Unit, client_slug: str, number: int, target_key: str, period: str, entry: FigureEntry
) -> TargetResult:
    """Store a figure and return the result that it gives; what stood there before stays in the history.

    Raises InvalidInput naming met, cases, value, at_risk or source, NotFound for a target or a period that
    is not to be measured, and Conflict with both figures when somebody else typed another one meanwhile.
    """
    client, due, known = _found(unit, client_slug, number, target_key, period)
    new = _read(due, entry)
    if entry.seen == known.version and _same(known, new):
        return _again(unit, client_slug, due)
    _store(unit, client, due, known, new, entry.seen)
    said = {"name": due.target.name, "period": period, "from": in_words(known), "to": in_words(new)}
    add_event(unit, client.id, subject_of(due), "sla figure entered", said)
    return _again(unit, client_slug, due)


def take_out_figure(
    unit: Unit, client_slug: str, number: int, target_key: str, period: str, seen: int
) -> TargetResult:
    """Take a figure out, so that readings or tickets count again; it stays in the history.

    Raises NotAllowed where there is none, Conflict when somebody else changed it meanwhile.
    """
    client, due, known = _found(unit, client_slug, number, target_key, period)
    if known.is_empty:
        raise NotAllowed("There is no figure to take out any more.")
    _store(unit, client, due, known, KeptFigure(*due.key, source=known.source), seen)
    said = {"name": due.target.name, "period": period, "from": in_words(known)}
    add_event(unit, client.id, subject_of(due), "sla figure withdrawn", said)
    return _again(unit, client_slug, due)


def subject_of(due: Due) -> str:
    """Return under which name the history keeps the figures of a target."""
    return f"sla figure:{due.agreement.id}:{due.target.key}"


def _found(
    unit: Unit, client_slug: str, number: int, target_key: str, period: str
) -> tuple[Client, Due, KeptFigure]:
    client = get_client(unit, client_slug)
    agreement = get_agreement(unit, client.id, number)
    material = Material(unit, client, agreement.id)
    key = (agreement.id, target_key, period)
    due = next((one for one in due_of(material, last_whole_month(unit.today)) if one.key == key), None)
    if due is None:
        raise NotFound("This target is not measured for this period, or the period is not over.")
    return client, due, material.figures.get(key, KeptFigure(*key))


def _again(unit: Unit, client_slug: str, due: Due) -> TargetResult:
    def wanted(one: Due) -> bool:
        return one.target.key == due.target.key and (one.key == due.key or bool(one.target.baseline_from))

    found = compute_for(unit, client_slug, due.agreement.id, wanted)
    return next(one for one in found if one.key == due.key)


def _store(unit: Unit, client: Client, due: Due, known: KeptFigure, new: KeptFigure, seen: int) -> None:
    values: dict[str, Any] = {
        "cases": new.cases, "met": new.met, "value": new.value, "at_risk": new.at_risk,
        "source": new.source, "note": new.note,
    }  # fmt: skip
    if seen != known.version or not save_figure(unit, client.id, KeptFigure(*due.key, version=seen), values):
        raise Conflict(
            f"Somebody else changed the figure of {due.target.name} for {due.period.code} before you.",
            field="value", yours=in_words(new), theirs=in_words(known), by=known.updated_by,
            version=known.version,
        )  # fmt: skip


def _same(known: KeptFigure, new: KeptFigure) -> bool:
    names = ("cases", "met", "value", "at_risk", "source", "note")
    return all(getattr(known, name) == getattr(new, name) for name in names)


def in_words(figure: KeptFigure) -> str:
    """Return a figure as the history and a conflict show it."""
    if figure.is_empty:
        return "nothing"
    parts = [] if figure.met is None else [f"{figure.met} of {figure.cases} met"]
    parts += [] if figure.value is None else [plain(figure.value, 3)]
    parts += [] if figure.at_risk is None else [f"{figure.at_risk} at risk"]
    return f"{', '.join(parts)} ({figure.source})"


def _read(due: Due, entry: FigureEntry) -> KeptFigure:
    met, cases = _whole("met", entry.met), _whole("cases", entry.cases)
    value = _value(due.target, entry.value)
    source = checked_line("source", entry.source, LONGEST_NAME)
    note = checked_text("note", entry.note, LONGEST_NOTE)
    if met is None and value is None:
        raise InvalidInput("value" if entry.cases.strip() == "" else "met", NO_FIGURE)
    _check_cases(due.target, met, cases, value)
    if not source:
        raise InvalidInput("source", "Say where the figure is from, for example the report of the provider.")
    return KeptFigure(*due.key, cases, met, value, _whole("at_risk", entry.at_risk), source, note)


def _check_cases(target: Target, met: int | None, cases: int | None, value: Fraction | None) -> None:
    if met is None:
        return
    if not is_percent(target):
        raise InvalidInput("met", "This target takes a value, not a number of cases.")
    if value is not None:
        raise InvalidInput("value", "Type either the cases or the value, not both.")
    if not cases:
        raise InvalidInput("cases", "Say of how many cases. Without any case there is no data.")
    if met > cases:
        raise InvalidInput("met", "No more cases can be met than there were.")


def _whole(field: str, text: str) -> int | None:
    if not text.strip():
        return None
    value = read_number(text, field)
    if value.denominator != 1 or not 0 <= value <= LARGEST_NUMBER:
        raise InvalidInput(field, "Cases are counted in whole numbers.")
    return int(value)


def _value(target: Target, text: str) -> Fraction | None:
    if not text.strip():
        return None
    try:
        value = read_minutes(text) if target.unit == DURATION else read_number(text.rstrip(" %"), "value")
    except InvalidInput as error:
        raise InvalidInput("value", error.message) from None
    if is_percent(target) and not 0 <= value <= HUNDRED:
        raise InvalidInput("value", "A percentage goes from 0 to 100.")
    if target.kind == FUNCTIONALITY and (value < 0 or value.denominator != 1):
        raise InvalidInput("value", "Errors are counted in whole numbers.")
    return value


def takes_cases(target: Target) -> bool:
    """Return whether a figure can be given as cases that were met."""
    return is_percent(target) and (target.kind in CASES or target.unit in (PERCENT, "%"))
