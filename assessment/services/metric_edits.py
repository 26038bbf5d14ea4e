"""Change the metrics of a client: a reading, its withdrawal, a target; a correction keeps what was before."""

from dataclasses import asdict, dataclass, replace
from fractions import Fraction

from assessment.domain.answers import Reading
from assessment.domain.clients import Client
from assessment.domain.framework import Framework, Metric
from assessment.domain.metric_targets import MetricTarget
from assessment.domain.reading_values import read_value
from assessment.domain.series import Break
from assessment.errors import Conflict, InvalidInput, NotAllowed
from assessment.services.metrics import framework_for, known_metric, target_in_words
from assessment.services.readings import (
    PERIOD,
    ReadingEntry,
    read_entry,
    reading_in_words,
    store_reading,
    subject_of,
)
from assessment.services.sla_computing import compute_of_metrics
from assessment.services.texts import FIRST_YEAR, LONGEST_NAME, checked_line
from assessment.store.database import Unit
from assessment.store.queries import readings as reading_queries
from assessment.store.queries.clients import get_client
from assessment.store.queries.events import add_event
from assessment.store.queries.metric_targets import add_break, delete_break, list_targets, save_target
from assessment.store.queries.readings import KeptReading


@dataclass(frozen=True, slots=True)
class TargetEntry:
    """What somebody typed as target, baseline and provider of a metric; `seen` is the version looked at."""

    target: str = ""
    baseline: str = ""
    baseline_period: str = ""
    provider: str = ""
    seen: int = 0


def enter_reading(unit: Unit, client_slug: str, metric_id: str, entry: ReadingEntry) -> Reading:
    """Store a reading of a client; one in force for the same month stays as its history.

    Raises InvalidInput naming period, value, numerator, denominator, asked, source, scope or note.
    """
    client = get_client(unit, client_slug)
    framework = framework_for(unit, client)
    metric = known_metric(framework, metric_id)
    stored = store_reading(unit, client, framework, metric, read_entry(metric, entry, unit.today))
    compute_of_metrics(unit, client, {metric.id})
    return stored


def withdraw_reading(unit: Unit, client_slug: str, metric_id: str, reading_id: str) -> Reading:
    """Take a reading out of force and return it; NotAllowed where it is not in force any more."""
    client = get_client(unit, client_slug)
    framework = framework_for(unit, client, retired=True)
    metric = known_metric(framework, metric_id)
    known = reading_queries.list_readings(unit, client.id, framework.id, [metric.id])
    found = next((one for one in known if one.id == reading_id), None)
    if found is None:
        raise NotAllowed("This reading is not in force any more.")
    take_out(unit, client, framework, metric, found)
    compute_of_metrics(unit, client, {metric.id})
    return found.reading


def take_out(unit: Unit, client: Client, framework: Framework, metric: Metric, kept: KeptReading) -> None:
    """Take a reading out of force; it stays in the history."""
    reading_queries.withdraw_reading(unit, client.id, kept.id)
    said = {"period": kept.reading.period, "value": reading_in_words(metric, kept.reading)}
    add_event(unit, client.id, subject_of(framework, metric), "reading withdrawn", said)


def bring_back_reading(unit: Unit, client_slug: str, metric_id: str, reading_id: str) -> Reading:
    """Put a withdrawn reading into force again; NotAllowed where it is none, or the month has another."""
    client = get_client(unit, client_slug)
    framework = framework_for(unit, client, retired=True)
    metric = known_metric(framework, metric_id)
    past = reading_queries.list_history(unit, client.id, framework.id, metric.id)
    found = next((one for one in past if one.id == reading_id and one.withdrawn), None)
    taken = found and any(one.in_force and one.reading.period == found.reading.period for one in past)
    if found is None or taken:
        raise NotAllowed("There is nothing to take back any more: the month has another reading by now.")
    stored = store_reading(unit, client, framework, metric, found.reading)
    compute_of_metrics(unit, client, {metric.id})
    return stored


def mark_break(unit: Unit, client_slug: str, metric_id: str, period: str, reason: str) -> Break:
    """Mark a month from which on the series of a metric begins anew; one there already gets this reason.

    Raises InvalidInput naming period or reason.
    """
    client = get_client(unit, client_slug)
    framework = framework_for(unit, client)
    metric = known_metric(framework, metric_id)
    if not PERIOD.match(period.strip()):
        raise InvalidInput("period", "Write the month as year and month, for example 2026-10.")
    if int(period.strip()[:4]) < FIRST_YEAR or period.strip() > f"{unit.today:%Y-%m}":
        raise InvalidInput("period", f"Choose a month from {FIRST_YEAR} on that has begun.")
    new = Break(period.strip(), checked_line("reason", reason, LONGEST_NAME))
    if not new.reason:
        raise InvalidInput("reason", "Say what is different from this month on.")
    delete_break(unit, client.id, framework.id, metric.id, new.period)
    add_break(unit, client.id, framework.id, metric.id, new)
    add_event(unit, client.id, subject_of(framework, metric), "break marked", asdict(new))
    return new


def take_out_break(unit: Unit, client_slug: str, metric_id: str, period: str) -> Break:
    """Take a break out of the series of a metric and return it; NotAllowed where there is none."""
    client = get_client(unit, client_slug)
    framework = framework_for(unit, client, retired=True)
    metric = known_metric(framework, metric_id)
    known = list_targets(unit, client.id, framework.id).get(metric.id, MetricTarget(metric.id)).breaks
    found = next((one for one in known if one.period == period), None)
    if found is None:
        raise NotAllowed("There is no break in this month any more.")
    delete_break(unit, client.id, framework.id, metric.id, period)
    add_event(unit, client.id, subject_of(framework, metric), "break taken out", asdict(found))
    return found


def set_target(unit: Unit, client_slug: str, metric_id: str, entry: TargetEntry) -> MetricTarget:
    """Store target, baseline and provider of a metric.

    Raises InvalidInput naming the field, Conflict when somebody else changed the target meanwhile.
    """
    client = get_client(unit, client_slug)
    framework = framework_for(unit, client)
    metric = known_metric(framework, metric_id)
    now = list_targets(unit, client.id, framework.id).get(metric.id, MetricTarget(metric.id))
    new = replace(_read_target(metric, entry), version=entry.seen, breaks=now.breaks)
    if replace(now, version=entry.seen) == new:
        return now
    if now.version != entry.seen or not save_target(unit, client.id, framework.id, new):
        raise Conflict(
            "Somebody else changed this target meanwhile.",
            field="target",
            yours=target_in_words(metric, new) or "none",
            theirs=target_in_words(metric, now) or "none",
            version=now.version,
        )
    said = {"from": target_in_words(metric, now), "to": target_in_words(metric, new)}
    add_event(unit, client.id, subject_of(framework, metric), "target set", said)
    return replace(new, version=entry.seen + 1)


def _read_target(metric: Metric, entry: TargetEntry) -> MetricTarget:
    target, code = _number(metric, "target", entry.target)
    baseline, other = _number(metric, "baseline", entry.baseline)
    if target is not None and baseline is not None and code != other:
        raise InvalidInput("baseline", "Target and baseline have different currencies.")
    period = entry.baseline_period.strip()
    if period and not PERIOD.match(period):
        raise InvalidInput("baseline_period", "Write the month as year and month, for example 2026-10.")
    if period and baseline is None:
        raise InvalidInput(
            "baseline", "A month without a value is no baseline. Write the value of that month."
        )
    provider = checked_line("provider", entry.provider, LONGEST_NAME)
    return MetricTarget(metric.id, target, code or other, baseline, period, provider)


def _number(metric: Metric, field: str, text: str) -> tuple[Fraction | None, str]:
    if not text.strip():
        return None, ""
    try:
        return read_value(metric, text)
    except InvalidInput as error:
        raise InvalidInput(field, error.message) from None
