"""Enter what an improvement brought: baseline and values from readings, values by hand, check-ups."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from assessment.domain.answers import Reading
from assessment.domain.benefit import (
    DURATION,
    NUMBER,
    PERCENT,
    YES_OR_NO,
    benefit_of,
    measured_text,
    read_measured,
)
from assessment.domain.clients import Client
from assessment.domain.csip import DONE
from assessment.domain.csip_actuals import ONE_DAY, Actual, check_actual
from assessment.domain.csip_items import CsipItem
from assessment.domain.framework import Framework
from assessment.domain.months import month_of, months_later, number_of
from assessment.domain.series import between, comparable_with_last
from assessment.errors import InvalidInput, NotAllowed
from assessment.services.csip import change_fields
from assessment.services.csip_changes import (
    LOOKED_AT,
    VALUE_ADDED,
    VALUE_BACK,
    VALUE_WITHDRAWN,
    conflict,
    store,
)
from assessment.services.csip_drafts import LONGEST_TEXT
from assessment.services.csip_register import subject_of
from assessment.services.metrics import framework_for
from assessment.services.texts import checked_text, sensible_day
from assessment.store.database import Unit
from assessment.store.queries import csip as csip_queries
from assessment.store.queries import csip_parts as part_queries
from assessment.store.queries.clients import get_client
from assessment.store.queries.events import add_event
from assessment.store.queries.metric_targets import list_targets
from assessment.store.queries.readings import list_readings

KIND_OF_UNIT = {"percent": PERCENT, "duration": DURATION, "yes_no": YES_OR_NO}
MOST_OFFERED = 6


@dataclass(frozen=True, slots=True)
class Offers:
    """Readings of the item's metric that can be taken over: as baseline, newest first, and as actual."""

    kind: str
    baselines: Sequence[Reading] = ()
    actuals: Sequence[Reading] = ()


def first_day(period: str) -> date:
    """Return the first day of a month such as 2026-10."""
    return date.fromisoformat(f"{period}-01")


def day_after(period: str) -> date:
    """Return the first day after a month such as 2026-10."""
    return first_day(month_of(number_of(period) + 1))


def offers_of(
    unit: Unit, client: Client, framework: Framework, item: CsipItem, actuals: Sequence[Actual]
) -> Offers:
    """Return which readings fit an item: months before its start, and whole months after implementation."""
    metric = framework.metric_by_id.get(item.metric_id or "")
    if metric is None:
        return Offers("")
    kept = list_readings(unit, client.id, framework.id, [metric.id])
    target = list_targets(unit, client.id, framework.id).get(metric.id)
    breaks = target.breaks if target else ()
    known = [one.reading for one in kept if one.reading.value is not None]
    before = [one for one in known if _is_before_start(item, one, unit.today)]
    taken = {one.period_from for one in actuals if one.withdrawn_at is None and one.value is not None}
    after = [one for one in known if _is_after(item, one, unit.today) and first_day(one.period) not in taken]
    base = next((one for one in before if item.baseline_on and _is_of(one, item.baseline_on)), None)
    if base is not None:
        after = [one for one in after if not between(breaks, base, one)]
    kind = KIND_OF_UNIT.get(metric.unit, NUMBER)
    fitting = comparable_with_last(before, breaks)
    return Offers(kind, fitting[::-1][:MOST_OFFERED], after[::-1][:MOST_OFFERED])


def _is_of(reading: Reading, day: date) -> bool:
    return reading.period == day.isoformat()[:7]


def _is_before_start(item: CsipItem, reading: Reading, today: date) -> bool:
    begun = item.started_on or item.implemented_on
    last = day_after(reading.period) - ONE_DAY
    return last < begun if begun else last < today


def _is_after(item: CsipItem, reading: Reading, today: date) -> bool:
    if item.implemented_on is None or day_after(reading.period) > today:
        return False
    return first_day(reading.period) >= item.implemented_on


def take_baseline(unit: Unit, client_slug: str, number: int, period: str, seen: int) -> CsipItem:
    """Make the reading of a month the baseline of an item.

    Raises InvalidInput for a month without a fitting reading, and what changing an item raises.
    """
    client = get_client(unit, client_slug)
    item = csip_queries.get_item(unit, client.id, number)
    offers = offers_of(unit, client, framework_for(unit, client), item, ())
    reading = next((one for one in offers.baselines if one.period == period), None)
    if reading is None or reading.value is None:
        raise InvalidInput("period", "There is no reading from before the work for that month.")
    values = {
        "value_kind": offers.kind,
        "baseline": reading.value,
        "baseline_on": day_after(period) - ONE_DAY,
    }
    return change_fields(unit, client_slug, number, values, seen)


def take_actual(unit: Unit, client_slug: str, number: int, period: str) -> CsipItem:
    """Record the reading of a month as the value after implementation.

    Raises InvalidInput for a month without a fitting reading.
    """
    client = get_client(unit, client_slug)
    item = csip_queries.get_item(unit, client.id, number)
    actuals = part_queries.list_actuals(unit, client.id, item.id)
    offers = offers_of(unit, client, framework_for(unit, client), item, actuals)
    reading = next((one for one in offers.actuals if one.period == period), None)
    if reading is None or reading.value is None:
        raise InvalidInput("period", "There is no reading from after the implementation for that month.")
    if item.value_kind and offers.kind != item.value_kind:
        raise InvalidInput("period", "The baseline is of another kind than the readings of this metric.")
    if not item.value_kind:
        raise InvalidInput("period", "Enter the baseline first, so that the value has something beside it.")
    return _record(
        unit, client, item, first_day(period), day_after(period), reading.value, f"Reading of {period}"
    )


@dataclass(frozen=True, slots=True)
class ActualEntry:
    """What somebody typed as a value after implementation; `period_to` is its last day."""

    period_from: date | None
    period_to: date | None
    value: str = ""
    note: str = ""


def add_actual(unit: Unit, client_slug: str, number: int, entry: ActualEntry) -> CsipItem:
    """Record a value after implementation, typed in the kind of the item's baseline.

    Raises InvalidInput naming period_from, period_to or value.
    """
    client = get_client(unit, client_slug)
    item = csip_queries.get_item(unit, client.id, number)
    first, last = entry.period_from, entry.period_to
    if first is None or last is None:
        missing = "period_from" if first is None else "period_to"
        raise InvalidInput(missing, "Say from which day to which day the value is.")
    for name, day in (("period_from", first), ("period_to", last)):
        sensible_day(name, day)
    if last >= unit.today:
        raise InvalidInput("period_to", "The period has to be over before it can be measured.")
    value = read_measured(item.value_kind, entry.value, "value")
    if value is None:
        raise InvalidInput("value", "Enter the value. A period without one is left out, not 0.")
    note = checked_text("note", entry.note, LONGEST_TEXT)
    return _record(unit, client, item, first, last + ONE_DAY, value, note)


def _record(
    unit: Unit, client: Client, item: CsipItem, first: date, after: date, value: Fraction, note: str
) -> CsipItem:
    _check_can_be_measured(item)
    try:
        check_actual(item, first, after)
        if item.baseline is not None and item.target is not None:
            benefit_of(item.baseline, item.target, value)
    except InvalidInput as error:
        raise InvalidInput("period_from", error.message) from None
    kept = part_queries.list_actuals(unit, client.id, item.id)
    standing = [one for one in kept if one.withdrawn_at is None and one.value is not None]
    if any(one.period_from < after and first < one.period_to for one in standing):
        raise InvalidInput("period_from", "There is a value for these days already. Take it out first.")
    made = part_queries.add_actual(
        unit, client.id, item.id, period_from=first, period_to=after, value=value, note=note
    )
    said = {
        "id": made,
        "value": measured_text(item.value_kind, value),
        "period": f"{first} to {after - ONE_DAY}",
    }
    add_event(unit, client.id, subject_of(item), VALUE_ADDED, said | ({"note": note} if note else {}))
    return _looked_at(unit, client, item)


def _check_can_be_measured(item: CsipItem) -> None:
    if item.group != DONE:
        raise NotAllowed(f"{item.reference} is {item.state}; only what is implemented can be measured.")


def _looked_at(unit: Unit, client: Client, item: CsipItem) -> CsipItem:
    """Touch an item and set the day of its next check-up."""
    months = item.check_every_months
    store(unit, client, item, {"next_check_on": months_later(unit.today, months) if months else None})
    return csip_queries.get_item(unit, client.id, item.number)


def check_now(unit: Unit, client_slug: str, number: int, note: str, seen: int) -> CsipItem:
    """Record that somebody looked whether an improvement still holds, and set the day of the next look.

    Raises InvalidInput without a note, NotAllowed for what is not implemented, Conflict over another change.
    """
    client = get_client(unit, client_slug)
    item = csip_queries.get_item(unit, client.id, number)
    _check_can_be_measured(item)
    text = checked_text("note", note, LONGEST_TEXT)
    if not text:
        raise InvalidInput("note", "Say what you found.")
    if seen != item.version:
        raise conflict(unit, client, item, {"Check-up": text}, {"Status": item.state})
    part_queries.add_actual(
        unit, client.id, item.id, period_from=unit.today, period_to=unit.today, value=None, note=text
    )
    after = _looked_at(unit, client, item)
    upcoming = after.next_check_on.isoformat() if after.next_check_on else ""
    add_event(unit, client.id, subject_of(item), LOOKED_AT, {"note": text, "next": upcoming})
    return after


def withdraw_actual(
    unit: Unit, client_slug: str, number: int, actual_id: str, *, back: bool = False
) -> CsipItem:
    """Take a value out, or put it back; NotFound where the item has none of that id.

    Raises NotAllowed for a closed item, whose verdict rests on its values.
    """
    client = get_client(unit, client_slug)
    item = csip_queries.get_item(unit, client.id, number)
    if not item.is_open:
        raise NotAllowed(f"{item.reference} is {item.state}, so its values stay as they are.")
    actual = part_queries.set_withdrawn(unit, client.id, item.id, actual_id, not back)
    said = {"id": actual.id, "value": measured_text(item.value_kind, actual.value) or "a note"}
    add_event(unit, client.id, subject_of(item), VALUE_BACK if back else VALUE_WITHDRAWN, said)
    return item
