"""The metric readings beside the results: the latest of each metric, how it moved, and its line."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from assessment.charts.metric_line import Mark, MetricSeries, moved
from assessment.domain.answers import Reading
from assessment.domain.extra_metrics import all_metrics
from assessment.domain.framework import Area, Framework, Metric, localise
from assessment.domain.intervals import wilson
from assessment.domain.metric_targets import MetricTarget, standing
from assessment.domain.months import months_between, number_of
from assessment.domain.numbers import plain
from assessment.domain.own import is_own
from assessment.domain.reading_values import PERCENT, value_in_words
from assessment.domain.series import Break, breaks_between
from assessment.domain.surveys import response_in_words
from assessment.domain.wording import capital, count_word, plural
from assessment.services.readings import reading_in_words

MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])\Z")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
MOST_MARKS = 24
ENOUGH_FOR_A_LINE = 3
UNITS = {
    "percent": "percent",
    "duration": "minutes",
    "count": "number",
    "currency": "amount",
    "rating": "rating",
    "ratio": "ratio",
    "yes_no": "yes or no",
    "frequency": "times a month",
}
DIRECTIONS = {"higher": "higher is better", "lower": "lower is better"}


@dataclass(frozen=True, slots=True)
class MetricRow:
    """The latest reading of one metric: `moved` is rose, fell or unchanged, `kind` better, worse or ""."""

    id: str
    name: str
    areas: str
    latest: str
    period: str
    before: str
    moved: str
    kind: str
    better: str
    series: MetricSeries
    target: str = ""
    standing: str = ""
    is_own: bool = False
    source: str = ""
    scope: str = ""
    baseline: str = ""
    interval: str = ""
    response: str = ""

    @property
    def has_line(self) -> bool:
        """Whether there are readings enough to draw a line."""
        return len(self.series.known) >= ENOUGH_FOR_A_LINE


def period_name(period: str) -> str:
    """Return a month in words, "Oct 2026"; any other period as it is."""
    found = MONTH.match(period)
    return f"{MONTHS[int(found[2]) - 1]} {found[1]}" if found else period


def periods_between(periods: Sequence[str]) -> list[str]:
    """Return the periods with the missing months put in; other kinds of periods as they are."""
    ordered = sorted(set(periods))
    if not ordered or not all(MONTH.match(period) for period in ordered):
        return ordered[-MOST_MARKS:]
    first, last = number_of(ordered[0]), number_of(ordered[-1])
    return list(months_between(max(first, last - MOST_MARKS + 1), last))


def series_of(
    metric: Metric, readings: Sequence[Reading], language: str, target: MetricTarget | None = None
) -> MetricSeries:
    """Return the readings of a metric in order with its target; a month without a reading stays empty."""
    by_period = {reading.period: reading for reading in readings}
    breaks = target.breaks if target else ()
    marks, before = [], ""
    for period in periods_between(list(by_period)):
        begins = breaks_between(breaks, before, period) if before else ()
        marks.append(_mark(metric, period, by_period.get(period), begins))
        before = period
    name = localise(metric.name, language)
    unit = UNITS.get(metric.unit, metric.unit)
    aim, start = (target.target, target.baseline) if target else (None, None)
    code = target.code if target else ""
    return MetricSeries(
        metric.id,
        name,
        unit,
        metric.direction,
        tuple(marks),
        aim,
        "" if aim is None else value_in_words(metric, aim, code),
        start,
        "" if start is None else value_in_words(metric, start, code),
    )


def _mark(metric: Metric, period: str, reading: Reading | None, breaks: Sequence[Break]) -> Mark:
    interval = interval_of(metric, reading) if reading else None
    low, high = interval or (None, None)
    return Mark(
        period_name(period),
        reading.value if reading else None,
        reading_in_words(metric, reading),
        low,
        high,
        "; ".join(one.reason for one in breaks),
        reading.scope if reading else "",
    )


def interval_of(metric: Metric, reading: Reading) -> tuple[Fraction, Fraction] | None:
    """Return the 95% interval of a share that was entered as cases; None for any other reading."""
    if metric.unit != PERCENT or reading.numerator is None or reading.denominator is None:
        return None
    return wilson(reading.numerator, reading.denominator)


def area_of_metrics(framework: Framework) -> Mapping[str, tuple[Area, ...]]:
    """Return the areas that use each metric, by metric id."""
    found: dict[str, list[Area]] = {}
    for area in framework.areas:
        for metric_id in dict.fromkeys(m for cell in area.cells for use in cell.metrics for m in use.uses):
            found.setdefault(metric_id, []).append(area)
    return {metric: tuple(areas) for metric, areas in found.items()}


def metric_rows(
    framework: Framework,
    readings: Mapping[str, Sequence[Reading]],
    language: str,
    area_id: str | None = None,
    targets: Mapping[str, MetricTarget] | None = None,
) -> tuple[MetricRow, ...]:
    """Return the metrics that have a reading, what got worse first; all, or those that one area uses."""
    used_by = area_of_metrics(framework)
    rows = []
    for metric in all_metrics(framework):
        areas = used_by.get(metric.id, ())
        if metric.id not in readings or (area_id is not None and area_id not in {a.id for a in areas}):
            continue
        row = metric_row(metric, areas, readings[metric.id], language, (targets or {}).get(metric.id))
        if row is not None:
            rows.append(row)
    order = {"worse": 0, "better": 1, "": 2}
    return tuple(sorted(rows, key=lambda row: order[row.kind]))


def metric_row(
    metric: Metric,
    areas: Sequence[Area],
    readings: Sequence[Reading],
    language: str,
    target: MetricTarget | None = None,
) -> MetricRow | None:
    """Return the latest reading of a metric and how it moved; None without a value."""
    series = series_of(metric, readings, language, target)
    known = series.known
    if not known:
        return None
    word, kind = moved(series)
    last = next(one for one in reversed(readings) if one.value is not None)
    where = ", ".join(localise(a.short, language) or localise(a.name, language) for a in areas)
    return MetricRow(
        metric.id,
        series.name,
        where,
        known[-1].text,
        known[-1].period,
        known[-2].text if len(known) > 1 else "",
        word,
        kind,
        DIRECTIONS.get(metric.direction, ""),
        series,
        series.target_text,
        standing(metric, known[-1].value, series.target),
        is_own(metric.id),
        last.source,
        last.scope,
        series.baseline_text,
        interval_in_words(metric, last),
        response_in_words(last),
    )


def interval_in_words(metric: Metric, reading: Reading) -> str:
    """Return the 95% interval of a reading, "69.9 to 97.2%"; "" where it has none."""
    found = interval_of(metric, reading)
    return f"{plain(found[0], 1)} to {plain(found[1], 1)}%" if found else ""


@dataclass(frozen=True, slots=True)
class AreaMetrics:
    """The metrics of one area: those with a reading, and the names of those without one."""

    name: str
    rows: tuple[MetricRow, ...]
    missing: tuple[str, ...]


def metrics_by_area(
    framework: Framework, rows: Sequence[MetricRow], language: str
) -> tuple[AreaMetrics, ...]:
    """Return the metrics of each area in its order, then those that belong to none and have a reading."""
    by_id = {row.id: row for row in rows}
    found = []
    placed: set[str] = set()
    for area in framework.areas:
        used = list(dict.fromkeys(m for cell in area.cells for use in cell.metrics for m in use.uses))
        placed.update(used)
        missing = (framework.metric_by_id[one] for one in used if one not in by_id)
        found.append(
            AreaMetrics(
                localise(area.name, language),
                tuple(by_id[one] for one in used if one in by_id),
                tuple(localise(metric.name, language) for metric in missing),
            )
        )
    beside = tuple(row for row in rows if row.id not in placed)
    found += [AreaMetrics("Beside the areas", beside, ())] if beside else []
    return tuple(one for one in found if one.rows or one.missing)


def metrics_title(rows: Sequence[MetricRow]) -> str:
    """Return what the readings say as a whole."""
    better = sum(1 for row in rows if row.kind == "better")
    worse = sum(1 for row in rows if row.kind == "worse")
    if not rows:
        return "No metric has a reading yet"
    if not better and not worse:
        return f"{capital(plural(len(rows), 'metric'))} {'has' if len(rows) == 1 else 'have'} a reading"
    parts = [f"{plural(better, 'metric')} got better"] if better else []
    if worse:
        parts.append(f"{count_word(worse) if better else plural(worse, 'metric')} got worse")
    return capital(", ".join(parts))
