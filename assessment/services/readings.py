"""Enter a reading of a metric; a later one for the same period corrects it and the old one is kept."""

import re
from dataclasses import dataclass, replace
from datetime import date

from assessment.domain.answers import Reading
from assessment.domain.clients import Client
from assessment.domain.framework import Framework, Metric
from assessment.domain.own import SURVEY
from assessment.domain.reading_values import (
    CURRENCY_CODE,
    from_parts,
    read_number,
    read_value,
    takes_parts,
    value_in_words,
)
from assessment.errors import InvalidInput, NotFound
from assessment.services.editions import framework_of, own_framework
from assessment.services.rating_changes import LONGEST_NOTE
from assessment.services.texts import FIRST_YEAR, LONGEST_NAME, checked_line, checked_text
from assessment.store.database import Unit
from assessment.store.queries import readings as reading_queries
from assessment.store.queries.assessments import Place, get_place
from assessment.store.queries.events import add_event
from assessment.store.queries.latest_readings import list_latest_readings

PERIOD = re.compile(r"(\d{4})-(0[1-9]|1[0-2])\Z")
NO_DATA = "Nothing was entered. A month without data is left empty, not 0."


@dataclass(frozen=True, slots=True)
class ReadingEntry:
    """What somebody typed for a metric: a value, or the two parts it is computed from."""

    period: str
    value: str = ""
    numerator: str = ""
    denominator: str = ""
    source: str = ""
    note: str = ""
    scope: str = ""
    asked: str = ""

    @property
    def is_empty(self) -> bool:
        """Return whether nothing was typed as a value."""
        return not (self.value.strip() or self.numerator.strip() or self.denominator.strip())


def add_reading(unit: Unit, client_slug: str, slug: str, metric_id: str, entry: ReadingEntry) -> Reading:
    """Store a reading of the client and return it; one in force for the same month stays as its history.

    Readings belong to the client, so they can be entered whether or not the assessment is open.
    Raises InvalidInput naming period, value, numerator, denominator or source.
    """
    place = get_place(unit, client_slug, slug)
    framework = _framework(unit, place)
    metric = framework.metric_by_id.get(metric_id)
    if metric is None:
        raise NotFound("The framework of this assessment has no such metric.")
    new = read_entry(metric, entry, unit.today)
    return store_reading(unit, place.client, framework, metric, new, place.assessment.id)


def store_reading(
    unit: Unit,
    client: Client,
    framework: Framework,
    metric: Metric,
    new: Reading,
    assessment_id: str | None = None,
) -> Reading:
    """Store a reading that was checked; nothing happens where the same is in force."""
    known = reading_queries.list_readings(unit, client.id, framework.id, [metric.id])
    old = next((one.reading for one in known if one.reading.period == new.period), None)
    if old == new:
        return new
    reading_queries.add_reading(unit, client.id, framework.id, new)
    said = {
        "period": new.period,
        "from": reading_in_words(metric, old),
        "to": reading_in_words(metric, new),
    }
    add_event(unit, client.id, subject_of(framework, metric), "reading added", said, assessment_id)
    return new


def subject_of(framework: Framework, metric: Metric) -> str:
    """Return what the history of a metric is kept under."""
    return f"reading:{framework.id}:{metric.id}"


def _framework(unit: Unit, place: Place) -> Framework:
    return own_framework(unit, framework_of(unit, place.assessment.framework_hash), place.client.id)


def read_entry(metric: Metric, entry: ReadingEntry, today: date) -> Reading:
    """Return what was typed as a reading; InvalidInput names the field that does not fit."""
    period = entry.period.strip()
    if not PERIOD.match(period):
        raise InvalidInput("period", "Write the month as year and month, for example 2026-10.")
    if int(period[:4]) < FIRST_YEAR:
        raise InvalidInput("period", f"Choose a month from {FIRST_YEAR} on.")
    if period > today.isoformat()[:7]:
        raise InvalidInput("period", "This month has not begun yet.")
    if entry.is_empty:
        raise InvalidInput("value", NO_DATA)
    source = checked_line("source", entry.source, LONGEST_NAME)
    note = checked_text("note", entry.note, LONGEST_NOTE)
    scope = checked_line("scope", entry.scope, LONGEST_NAME)
    if entry.value.strip():
        value, code = read_value(metric, entry.value)
        new = Reading(metric.id, period, value, None, None, source, f"{code} {note}".strip(), scope)
    else:
        new = replace(_computed(metric, entry, period, source, note), scope=scope)
    return _surveyed(metric, entry, new) if entry.asked.strip() else new


def _surveyed(metric: Metric, entry: ReadingEntry, reading: Reading) -> Reading:
    """Return the reading of a survey with how many were asked, and how many of them answered."""
    if metric.source != SURVEY:
        raise InvalidInput("asked", "Only a survey asks people.")
    if not entry.denominator.strip():
        raise InvalidInput("denominator", "Say how many answered, or leave out how many were asked.")
    asked, answered = read_number(entry.asked, "asked"), read_number(entry.denominator, "denominator")
    for field, number in (("asked", asked), ("denominator", answered)):
        if number.denominator != 1 or number < 0:
            raise InvalidInput(field, "People are counted in whole numbers.")
    if answered > asked:
        raise InvalidInput("asked", "No more can answer than were asked.")
    return replace(reading, asked=asked, denominator=answered)


def _computed(metric: Metric, entry: ReadingEntry, period: str, source: str, note: str) -> Reading:
    if not takes_parts(metric):
        raise InvalidInput("value", "This metric takes a value, not two parts.")
    for field, text in (("numerator", entry.numerator), ("denominator", entry.denominator)):
        if not text.strip():
            raise InvalidInput(field, f"The {field} is missing. Without both parts there is no data.")
    numerator = read_number(entry.numerator, "numerator")
    denominator = read_number(entry.denominator, "denominator")
    value = from_parts(metric, numerator, denominator)
    return Reading(metric.id, period, value, numerator, denominator, source, note)


def reading_in_words(metric: Metric, reading: Reading | None) -> str:
    """Return a reading as the page shows it, with its currency where it has one; "" without a reading."""
    if reading is None:
        return ""
    code = CURRENCY_CODE.match(reading.note)
    return value_in_words(metric, reading.value, code.group() if code else "")


def last_reading(unit: Unit, client_slug: str, slug: str, metric_id: str) -> tuple[str, str]:
    """Return the newest reading of a metric in words and its month; ("", "") without any."""
    place = get_place(unit, client_slug, slug)
    framework = _framework(unit, place)
    newest = list_latest_readings(unit, place.client.id, framework.id, [metric_id]).get(metric_id)
    if newest is None:
        return "", ""
    return reading_in_words(framework.metric_by_id[metric_id], newest), newest.period
