"""One example of every chart, with hostile names, for the rules that hold for all."""

from fractions import Fraction

from assessment.charts.base import Chart
from assessment.charts.metric_line import Mark, MetricSeries, metric_line
from assessment.charts.radar import Spoke, radar
from assessment.charts.slope import Slope, slope_chart
from assessment.charts.value_effort import Bubble, value_effort
from assessment.charts.wave_bars import WaveLoad, wave_bars

HOSTILE = '<script>alert("1")</script> & "Söhne" \x08'
MONTHS = tuple(f"2026-{month:02d}" for month in range(1, 8))


def spokes(names: tuple[str, ...]) -> tuple[Spoke, ...]:
    """Areas with an index, a target and a previous index each, all different."""
    return tuple(
        Spoke(name, Fraction(at % 9 + 1, 2), Fraction(7, 2), Fraction(at % 5 + 1, 3))
        for at, name in enumerate(names)
    )


def bubbles(count: int) -> tuple[Bubble, ...]:
    """Items all over the four quadrants."""
    return tuple(
        Bubble(
            at + 1,
            f"Item {at + 1}",
            Fraction(at * 7 % 14 + 1, 3),
            Fraction(at * 5 % 12, 3) + 1,
            costed=at % 3 == 0,
        )
        for at in range(count)
    )


def series(
    values: tuple[int | None, ...], target: int | None = None, direction: str = "higher"
) -> MetricSeries:
    """A metric with one value per month."""
    marks = tuple(
        Mark(month, None if value is None else Fraction(value))
        for month, value in zip(MONTHS, values, strict=False)
    )
    goal = None if target is None else Fraction(target)
    return MetricSeries("M01", "Solved at first contact", "percent", direction, marks, goal)


def examples() -> dict[str, Chart]:
    """Every chart of the registry, by its key there."""
    named = MetricSeries(
        "M01", HOSTILE, "percent", "lower", (Mark(HOSTILE, Fraction(4), HOSTILE),), Fraction(3)
    )
    return {
        "radar": radar(spokes((HOSTILE, "B", "C")), title=HOSTILE, subtitle=HOSTILE),
        "value_effort": value_effort((Bubble(1, HOSTILE, Fraction(1), Fraction(4)),)),
        "metric_line": metric_line(named),
        "slope": slope_chart(
            (
                Slope(HOSTILE, Fraction(2), Fraction(3), Fraction(1)),
                Slope("B", Fraction(3), Fraction(2), Fraction(-1)),
                Slope("C", Fraction(2), Fraction(2), Fraction(0)),
            ),
            title=HOSTILE,
            subtitle=HOSTILE,
        ),
        "wave_bars": wave_bars(
            (WaveLoad(1, Fraction(20), Fraction(20)), WaveLoad(2, Fraction(7), Fraction(20)))
        ),
    }
