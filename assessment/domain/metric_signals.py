"""What metrics that miss their target mean for the plan; docs/method.md, "Priority"."""

from collections.abc import Mapping
from fractions import Fraction

from assessment.domain.framework import Framework, localise
from assessment.domain.metric_targets import OFF_TARGET, MetricTarget, standing
from assessment.domain.priority import Signals
from assessment.domain.reading_values import value_in_words

RAISED_BY = 1


def metric_signals(
    framework: Framework,
    latest: Mapping[str, Fraction],
    targets: Mapping[str, MetricTarget],
    language: str = "en",
) -> Signals:
    """Return one point of impact for each practice of a cell with a metric that misses its target.

    `latest` gives the newest value by metric. Several such metrics count once.
    """
    off = {
        metric.id: _in_words(framework, metric.id, latest[metric.id], targets[metric.id], language)
        for metric in framework.metrics
        if metric.id in latest
        and metric.id in targets
        and standing(metric, latest[metric.id], targets[metric.id].target) == OFF_TARGET
    }
    reasons = {}
    for area in framework.areas:
        for cell in area.cells:
            used = dict.fromkeys(one for use in cell.metrics for one in use.uses if one in off)
            if used:
                for practice in cell.practices:
                    reasons[practice.id] = tuple(off[one] for one in used)
    return Signals(dict.fromkeys(reasons, RAISED_BY), reasons)


def _in_words(
    framework: Framework, metric_id: str, value: Fraction, target: MetricTarget, language: str
) -> str:
    metric = framework.metric_by_id[metric_id]
    now = value_in_words(metric, value, target.code)
    aim = value_in_words(metric, target.target, target.code)
    return f"{localise(metric.name, language)} misses its target ({now} against {aim})"
