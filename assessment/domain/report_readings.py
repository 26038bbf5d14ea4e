"""Metric readings as a report says them."""

from collections.abc import Sequence

from assessment.domain.answers import Reading
from assessment.domain.extra_metrics import all_metrics, metric_of
from assessment.domain.framework import Framework, localise
from assessment.domain.own import is_own
from assessment.domain.reading_values import CURRENCY_CODE, value_in_words
from assessment.domain.report import ReportReading


def readings_in_words(
    framework: Framework, readings: Sequence[Reading], language: str
) -> tuple[ReportReading, ...]:
    """Return the readings by metric in framework order and period, those of other metrics last."""
    order = {metric.id: place for place, metric in enumerate(all_metrics(framework))}
    used_by: dict[str, list[str]] = {}
    for area in framework.areas:
        for metric_id in dict.fromkeys(m for cell in area.cells for use in cell.metrics for m in use.uses):
            used_by.setdefault(metric_id, []).append(localise(area.name, language))
    ordered = sorted(readings, key=lambda r: (order.get(r.metric, len(order)), r.metric, r.period))
    found = []
    for reading in ordered:
        metric = metric_of(framework, reading.metric)
        code = CURRENCY_CODE.match(reading.note)
        shown = value_in_words(metric, reading.value, code.group() if code else "") if metric else ""
        name = localise(metric.name, language) if metric else reading.metric
        name = f"{name} (own)" if is_own(reading.metric) else name
        unit = metric.unit if metric else ""
        areas = tuple(used_by.get(reading.metric, ()))
        found.append(
            ReportReading(
                reading.metric,
                name,
                reading.period,
                reading.value,
                shown,
                areas,
                unit,
                _source_in_words(reading),
            )
        )
    return tuple(found)


def _source_in_words(reading: Reading) -> str:
    """Return where a reading is from, with what it covers."""
    return ", ".join(filter(None, (reading.source, f"covers {reading.scope}" if reading.scope else "")))
