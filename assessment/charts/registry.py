"""The list of every chart, so that one test can hold them all to the same rules."""

from collections.abc import Callable, Mapping

from assessment.charts.base import Chart
from assessment.charts.metric_line import metric_line
from assessment.charts.radar import radar
from assessment.charts.slope import slope_chart
from assessment.charts.value_effort import value_effort
from assessment.charts.wave_bars import wave_bars

CHARTS: Mapping[str, Callable[..., Chart]] = {
    "radar": radar,
    "value_effort": value_effort,
    "metric_line": metric_line,
    "wave_bars": wave_bars,
    "slope": slope_chart,
}
