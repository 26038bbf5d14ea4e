"""The metrics of a client: what is collected, where it stands, what is missing for which month."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from assessment.charts.base import Chart
from assessment.charts.metric_line import metric_line
from assessment.domain.answers import Reading
from assessment.domain.clients import Client
from assessment.domain.extra_metrics import all_metrics, metric_of, with_own
from assessment.domain.framework import Framework, Metric, localise
from assessment.domain.metric_targets import OFF_TARGET, MetricTarget, standing
from assessment.domain.numbers import plain
from assessment.domain.own import OwnMetric, is_own
from assessment.domain.reading_values import value_in_words
from assessment.domain.surveys import response_doubt, response_in_words
from assessment.errors import NotFound
from assessment.services.editions import framework_of, own_framework
from assessment.services.framework import MetricText, metric_text, shipped_framework
from assessment.services.readings import reading_in_words
from assessment.services.results_metrics import (
    MetricRow,
    area_of_metrics,
    interval_in_words,
    interval_of,
    metric_row,
    period_name,
)
from assessment.store.database import Unit
from assessment.store.queries.assessments import list_scored
from assessment.store.queries.clients import get_client
from assessment.store.queries.metric_targets import list_targets
from assessment.store.queries.own import list_own
from assessment.store.queries.readings import PastReading, list_history
from assessment.store.queries.results import readings_by_metric

ALL, COLLECTED, OFF, MISSING = "all", "collected", "off", "missing"
SHOWN = (COLLECTED, OFF, MISSING, ALL)
NO_TARGET = MetricTarget("")


@dataclass(frozen=True, slots=True)
class MetricLine:
    """One metric of a client; `row` is None without a reading."""

    metric: Metric
    name: str
    areas: str
    row: MetricRow | None
    target: str
    standing: str
    provider: str
    is_collected: bool
    is_missing: bool

    @property
    def is_own(self) -> bool:
        """Return whether it is a metric of the client's own."""
        return is_own(self.metric.id)


@dataclass(frozen=True, slots=True)
class MetricsPage:
    """The metrics of a client; `month` is the last whole one, for which figures may be missing."""

    client: Client
    framework: Framework
    lines: tuple[MetricLine, ...]
    month: str

    def counted(self, shown: str) -> int:
        """Return how many metrics there are in one of the views."""
        return sum(1 for line in self.lines if is_shown(line, shown))


def is_shown(line: MetricLine, shown: str) -> bool:
    """Return whether a metric belongs to a view."""
    if shown == COLLECTED:
        return line.is_collected
    if shown == OFF:
        return line.standing == OFF_TARGET
    return line.is_missing if shown == MISSING else True


def plain_framework_for(unit: Unit, client: Client) -> Framework:
    """Return the framework of the latest assessment of a client, before the first one that of the program."""
    latest = list_scored(unit, client.id, limit=1)
    return framework_of(unit, latest[0].framework_hash) if latest else shipped_framework()


def framework_for(unit: Unit, client: Client, *, retired: bool = False) -> Framework:
    """Return that framework with the own metrics of the client, retired ones only where asked for."""
    return own_framework(unit, plain_framework_for(unit, client), client.id, retired=retired)


def last_whole_month(today: date) -> str:
    """Return the month before this one, as 2026-10."""
    return f"{today.replace(day=1) - timedelta(days=1):%Y-%m}"


def metrics_page(unit: Unit, client_slug: str, language: str = "en") -> MetricsPage:
    """Return the metrics of a client, those of the framework first."""
    client = get_client(unit, client_slug)
    framework = framework_for(unit, client)
    readings = readings_by_metric(unit, client.id, framework.id)
    targets = list_targets(unit, client.id, framework.id)
    month = last_whole_month(unit.today)
    areas = area_of_metrics(framework)
    lines = []
    for metric in all_metrics(framework):
        of_metric = readings.get(metric.id, [])
        target = targets.get(metric.id, NO_TARGET)
        names = [localise(area.short or area.name, language) for area in areas.get(metric.id, ())]
        lines.append(_line(metric, ", ".join(names), of_metric, target, month, language))
    return MetricsPage(client, framework, tuple(lines), month)


def _line(
    metric: Metric, areas: str, readings: Sequence[Reading], target: MetricTarget, month: str, language: str
) -> MetricLine:
    row = metric_row(metric, (), readings, language, target) if readings else None
    known = [reading for reading in readings if reading.value is not None]
    latest = known[-1].value if known else None
    collected = bool(readings) or target.version > 0
    has_month = any(reading.period == month for reading in readings)
    return MetricLine(
        metric,
        localise(metric.name, language),
        areas,
        row,
        target_in_words(metric, target),
        standing(metric, latest, target.target),
        target.provider,
        collected,
        collected and not has_month,
    )


def target_in_words(metric: Metric, target: MetricTarget) -> str:
    """Return a target as the page shows it, "" where there is none."""
    return "" if target.target is None else value_in_words(metric, target.target, target.code)


@dataclass(frozen=True, slots=True)
class PastLine:
    """One reading as it was entered; `was` are the values that it took the place of, newest first."""

    id: str
    period: str
    month: str
    value: str
    parts: str
    source: str
    note: str
    scope: str
    response: str
    on: date
    by: str
    was: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MetricPage:
    """One metric of a client with its definition, readings and target; `cells` are (slug, name, level)."""

    client: Client
    metric: Metric
    text: MetricText
    chart: Chart | None
    standing: str
    target: MetricTarget
    target_words: str
    baseline_words: str
    readings: tuple[PastLine, ...]
    month: str
    doubts: tuple[str, ...]
    scope: str = ""
    own: OwnMetric | None = None


def metric_page(unit: Unit, client_slug: str, metric_id: str, language: str = "en") -> MetricPage:
    """Return one metric of a client; NotFound where the framework has none of that id."""
    client = get_client(unit, client_slug)
    bare = plain_framework_for(unit, client)
    own = list_own(unit, client.id, bare.id).metrics
    framework = with_own(bare, own, retired=True)
    metric = known_metric(framework, metric_id)
    target = list_targets(unit, client.id, framework.id).get(metric.id, MetricTarget(metric.id))
    past = list_history(unit, client.id, framework.id, metric.id)
    in_force = sorted((one.reading for one in past if one.in_force), key=lambda reading: reading.period)
    row = metric_row(metric, (), in_force, language, target) if in_force else None
    latest = next((one.value for one in reversed(in_force) if one.value is not None), None)
    baseline = "" if target.baseline is None else value_in_words(metric, target.baseline, target.code)
    return MetricPage(
        client,
        metric,
        metric_text(framework, metric, language),
        metric_line(row.series) if row else None,
        standing(metric, latest, target.target),
        target,
        target_in_words(metric, target),
        baseline,
        _past_lines(metric, past),
        last_whole_month(unit.today),
        _doubts(metric, in_force[-1], target) if in_force else (),
        in_force[-1].scope if in_force else "",
        next((one for one in own if one.code == metric.id), None),
    )


def _doubts(metric: Metric, reading: Reading, target: MetricTarget) -> tuple[str, ...]:
    """Return why the newest reading says less than it seems to."""
    return tuple(filter(None, (doubt_of(metric, reading, target), response_doubt(reading))))


def doubt_of(metric: Metric, reading: Reading, target: MetricTarget) -> str:
    """Return a sentence where the cases of a reading are too few to tell it from its target, else ""."""
    found = interval_of(metric, reading)
    if found is None or target.target is None or not found[0] < target.target < found[1]:
        return ""
    return (
        f"{plain(reading.denominator or 0)} cases are too few to tell {period_name(reading.period)} from the "
        f"target: with so few, the share lies between {plain(found[0], 1)} and {plain(found[1], 1)}%."
    )


def known_metric(framework: Framework, metric_id: str) -> Metric:
    """Return a metric of the catalogue or beside it; NotFound when there is none."""
    metric = metric_of(framework, metric_id)
    if metric is None:
        raise NotFound("The framework of this client has no such metric.")
    return metric


def _past_lines(metric: Metric, past: Sequence[PastReading]) -> tuple[PastLine, ...]:
    """Return the readings in force, newest month first, each with the values before it."""
    before: dict[str, list[str]] = {}
    for one in past:
        if not one.in_force:
            words = "withdrawn" if one.withdrawn else ""
            value = f"{reading_in_words(metric, one.reading)} by {one.recorded_by}"
            before.setdefault(one.reading.period, []).append(f"{value}, {words}" if words else value)
    lines = []
    for one in sorted(
        (one for one in past if one.in_force), key=lambda one: one.reading.period, reverse=True
    ):
        reading = one.reading
        parts = f"{reading.numerator} of {reading.denominator}" if reading.numerator is not None else ""
        if interval := interval_in_words(metric, reading):
            parts += f" ({interval})"
        lines.append(
            PastLine(
                one.id,
                reading.period,
                period_name(reading.period),
                reading_in_words(metric, reading),
                parts,
                reading.source,
                reading.note,
                reading.scope,
                response_in_words(reading),
                one.recorded_at.date(),
                one.recorded_by,
                tuple(before.get(reading.period, ())),
            )
        )
    return tuple(lines)
