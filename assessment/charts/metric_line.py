"""One metric over time with its target: the small multiple that stands beside an area."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from assessment.charts.base import (
    SMALL_SIZE,
    Chart,
    Figure,
    Paint,
    Point,
    Table,
    circle,
    label,
    line,
    path,
    plotly_text,
    text_width,
    token,
)
from assessment.domain.numbers import plain
from assessment.domain.series import NEW_SERIES, OTHER_SCOPE

WIDTH = 300
HEIGHT = 112
UPPER = 10
LOWER = 24
RIGHT = 10
BESIDE = 6
HEADROOM = 0.12
HIGHER = "higher"
LOWER_IS_BETTER = "lower"


@dataclass(frozen=True, slots=True)
class Mark:
    """One period with its value, None where the reading is missing; `shown` is the value in words.

    `low` and `high` are its interval, `broken` says why the series begins anew here, `scope` what it covers.
    """

    period: str
    value: Fraction | None
    shown: str = ""
    low: Fraction | None = None
    high: Fraction | None = None
    broken: str = ""
    scope: str = ""

    @property
    def text(self) -> str:
        """The value as the table shows it."""
        return "no reading" if self.value is None else self.shown or plain(self.value)

    @property
    def row(self) -> str:
        """The value as the table shows it, with everything that is to be known about it."""
        said = []
        if self.low is not None and self.high is not None:
            said.append(f"{plain(self.low, 1)} to {plain(self.high, 1)}%")
        said += [f"covers {self.scope}"] if self.scope else []
        said += [f"new series: {self.broken}"] if self.broken else []
        return f"{self.text} ({'; '.join(said)})" if said else self.text


@dataclass(frozen=True, slots=True)
class MetricSeries:
    """A metric and its readings, oldest first; a missing period is a mark without a value.

    `direction` is higher, lower or context, as in a framework.
    """

    id: str
    name: str
    unit: str
    direction: str
    marks: tuple[Mark, ...]
    target: Fraction | None = None
    target_text: str = ""
    baseline: Fraction | None = None
    baseline_text: str = ""

    @property
    def known(self) -> tuple[Mark, ...]:
        """The periods that have a reading."""
        return tuple(mark for mark in self.marks if mark.value is not None)


def metric_line(series: MetricSeries, *, key: str = "") -> Chart:
    """Return the line of one metric; missing periods interrupt it and are never drawn as 0."""
    return Chart(
        key or f"metric-{series.id.lower()}",
        series_title(series),
        _subtitle(series),
        _summary(series),
        Table(("Period", series.name), tuple((m.period, m.row) for m in reversed(series.marks))),
        (WIDTH, HEIGHT),
        lambda paint: _drawn(series, paint),
        lambda: _figure(series),
    )


def series_title(series: MetricSeries) -> str:
    """Return the finding: the last reading, and whether it meets its target, else how it moved."""
    known = series.known
    if not known:
        return f"{series.name}: no reading"
    start = f"{series.name}: {known[-1].text}"
    if series.target is not None and series.direction in (HIGHER, LOWER_IS_BETTER):
        return (
            f"{start}, {'target met' if meets(series, known[-1].value or Fraction(0)) else 'target missed'}"
        )
    word, kind = moved(series)
    return f"{start}, {kind} than before" if kind else f"{start}, {word}" if word else start


def meets(series: MetricSeries, value: Fraction) -> bool:
    """Return whether a value is on the good side of the target, the target itself included."""
    if series.target is None:
        return False
    return value >= series.target if series.direction == HIGHER else value <= series.target


def moved(series: MetricSeries) -> tuple[str, str]:
    """Return how the last reading differs from the one before, in a word, and whether that is good.

    The second word is "better", "worse" or "" where neither side is the better one. What is not to be
    compared has the reason as its word: a new series, or another scope.
    """
    known = series.known
    if len(known) < 2:
        return "", ""
    since = series.marks[series.marks.index(known[-2]) + 1 :]
    if any(mark.broken for mark in since):
        return NEW_SERIES, ""
    if known[-1].scope != known[-2].scope:
        return OTHER_SCOPE, ""
    last, before = known[-1].value or Fraction(0), known[-2].value or Fraction(0)
    if last == before:
        return "unchanged", ""
    word = "rose" if last > before else "fell"
    if series.direction not in (HIGHER, LOWER_IS_BETTER):
        return word, ""
    return word, "better" if (last > before) == (series.direction == HIGHER) else "worse"


def _subtitle(series: MetricSeries) -> str:
    better = {HIGHER: "higher is better", LOWER_IS_BETTER: "lower is better"}.get(series.direction, "")
    parts = [
        series.unit,
        better,
        f"dashed line: target {series.target_text}" if series.target is not None else "",
        f"dotted line: baseline {series.baseline_text}" if series.baseline is not None else "",
        "thin bars: 95% intervals" if any(m.low is not None for m in series.marks) else "",
        "upright line: a new series begins" if any(m.broken for m in series.marks) else "",
    ]
    text = ", ".join(part for part in parts if part)
    return text[:1].upper() + text[1:]


def _summary(series: MetricSeries) -> str:
    known = series.known
    if not known:
        return f"{series.name}: no reading."
    first, last = known[0], known[-1]
    gaps = len(series.marks) - len(known)
    missing = f" {gaps} {'period has' if gaps == 1 else 'periods have'} no reading." if gaps else ""
    goal = f" Target {series.target_text or plain(series.target)}." if series.target is not None else ""
    goal += f" Baseline {series.baseline_text}." if series.baseline is not None else ""
    goal += "".join(f" A new series begins in {m.period}: {m.broken}." for m in series.marks if m.broken)
    if len(known) == 1:
        return f"{series.name}: {last.text} in {last.period}.{goal}{missing}"
    return f"{series.name}: {first.text} in {first.period}, {last.text} in {last.period}.{goal}{missing}"


def _limits(series: MetricSeries) -> tuple[float, float]:
    values = [float(m.value) for m in series.known if m.value is not None]
    values += [float(end) for m in series.known for end in (m.low, m.high) if end is not None]
    values += [float(aim) for aim in (series.target, series.baseline) if aim is not None]
    low, high = min(values, default=0.0), max(values, default=1.0)
    room = (high - low) * HEADROOM or abs(high) * HEADROOM or 1.0
    return low - room, high + room


def runs(points: Sequence[Point | None]) -> list[list[Point]]:
    """Return the unbroken stretches of a line."""
    stretches: list[list[Point]] = [[]]
    for point in points:
        if point is None:
            stretches.append([])
        else:
            stretches[-1].append(point)
    return [stretch for stretch in stretches if stretch]


def _drawn(series: MetricSeries, paint: Paint) -> str:
    low, high = _limits(series)
    left = _room_for_ticks(series)
    across, down = WIDTH - left - RIGHT, HEIGHT - UPPER - LOWER
    last_place = max(1, len(series.marks) - 1)

    def spot(place: int, value: Fraction) -> Point:
        return left + across * place / last_place, UPPER + down * (high - float(value)) / (high - low)

    points = [None if m.value is None else spot(i, m.value) for i, m in enumerate(series.marks)]
    breaks = [left + across * (i - 0.5) / last_place for i, m in enumerate(series.marks) if m.broken and i]
    target_y = None if series.target is None else spot(0, series.target)[1]
    parts = [] if target_y is None else _target_line(series, left, target_y, paint)
    if series.baseline is not None:
        y = spot(0, series.baseline)[1]
        parts.append(line((left, y), (WIDTH - RIGHT, y), paint("ink-2"), 1, "1 4"))
    parts += [line((x, UPPER - 4), (x, HEIGHT - LOWER + 2), paint("ink-2"), 1.5) for x in breaks]
    parts += [
        line(spot(i, m.low), spot(i, m.high), paint("ink-2"), 1)
        for i, m in enumerate(series.marks)
        if m.low is not None and m.high is not None
    ]
    for stretch in runs(_interrupted(series, points)):
        drawn = f'd="{path(stretch)}" fill="none" stroke="{paint("ink")}" stroke-width="2"'
        parts.append(f'<path {drawn} stroke-linejoin="round"/>')
        if len(stretch) == 1:
            parts.append(circle(stretch[0], 2.5, paint("ink")))
    ends = [point for point in points if point is not None]
    if ends:
        parts.append(circle(ends[-1], 4.5, paint(_end_colour(series))))
        parts.append(_first_tick(series, ends[0][1], target_y, left, paint))
    parts += _periods(series, left, paint)
    return "".join(parts)


def _interrupted(series: MetricSeries, points: Sequence[Point | None]) -> list[Point | None]:
    """Return the points with a gap wherever a new series begins."""
    found: list[Point | None] = []
    for mark, point in zip(series.marks, points, strict=True):
        found += [None, point] if mark.broken else [point]
    return found


def _end_colour(series: MetricSeries) -> str:
    known = series.known
    if series.target is None or series.direction not in (HIGHER, LOWER_IS_BETTER):
        return "ink"
    return "ok" if meets(series, known[-1].value or Fraction(0)) else "bad"


def _room_for_ticks(series: MetricSeries) -> float:
    texts = [series.target_text or plain(series.target)] if series.target is not None else []
    texts += [series.known[0].text] if series.known else []
    return max((text_width(text, SMALL_SIZE) for text in texts), default=0) + BESIDE + 2


def _target_line(series: MetricSeries, left: float, y: float, paint: Paint) -> list[str]:
    text = series.target_text or plain(series.target or Fraction(0))
    return [
        line((left, y), (WIDTH - RIGHT, y), paint("accent"), 1.5, "6 5"),
        label((left - BESIDE, y + 4), text, paint("accent"), "end", SMALL_SIZE),
    ]


def _first_tick(series: MetricSeries, y: float, target_y: float | None, left: float, paint: Paint) -> str:
    """The first value at its height; moved off the target's number where the two would touch."""
    if target_y is not None and abs(y - target_y) < SMALL_SIZE:
        if series.known[0].value == series.target:
            return ""
        y = target_y + (
            SMALL_SIZE if y >= target_y and target_y + SMALL_SIZE <= HEIGHT - LOWER else -SMALL_SIZE
        )
    return label((left - BESIDE, y + 4), series.known[0].text, paint("ink-2"), "end", SMALL_SIZE)


def _periods(series: MetricSeries, left: float, paint: Paint) -> list[str]:
    if not series.marks:
        return []
    y = HEIGHT - 6
    parts = [label((left, y), series.marks[0].period, paint("ink-2"), "start", SMALL_SIZE)]
    if len(series.marks) > 1:
        parts.append(label((WIDTH - RIGHT, y), series.marks[-1].period, paint("ink-2"), "end", SMALL_SIZE))
    return parts


def _figure(series: MetricSeries) -> Figure:
    low, high = _limits(series)
    rows = [row for mark in series.marks for row in ([None, mark] if mark.broken else [mark])]
    drawn = [(mark or series.marks[0], mark is not None) for mark in rows]
    periods = [plotly_text(m.period) for m in series.marks]
    trace = {
        "type": "scatter",
        "mode": "lines+markers",
        "x": [plotly_text(_at(rows, place)) for place in range(len(rows))],
        "y": [None if not there or m.value is None else round(float(m.value), 4) for m, there in drawn],
        "text": [plotly_text(m.row) for m, _ in drawn],
        "connectgaps": False,
        "line": {"color": token("ink"), "width": 2},
        "marker": {
            "color": token("ink"),
            "size": [3] * (len(rows) - 1) + [9],
            "line": {"width": 0},
        },
        "hovertemplate": "%{x}: %{text}<extra></extra>",
    }
    if any(m.low is not None for m in series.marks):
        trace["error_y"] = _bars(drawn)
    shown = sorted({0, len(periods) - 1}) if periods else []
    layout: Figure = {
        "xaxis": {"type": "category", "showgrid": False, "tickvals": [periods[i] for i in shown]},
        "yaxis": {"range": [low, high], "nticks": 3, "showgrid": False},
        "margin": {"l": 0, "r": 8, "t": 4, "b": 0},
    }
    if shapes := _shapes(series):
        layout["shapes"] = shapes
    return {"data": [trace], "layout": layout}


def _at(rows: Sequence[Mark | None], place: int) -> str:
    """The period of a row; a gap stands at the period that comes after it."""
    return next((mark.period for mark in rows[place:] if mark is not None), "")


def _bars(drawn: Sequence[tuple[Mark, bool]]) -> dict[str, object]:
    """The intervals, as far above and below each value."""

    def far(mark: Mark, end: Fraction | None, there: bool) -> float:
        if not there or end is None or mark.value is None:
            return 0.0
        return round(abs(float(end - mark.value)), 4)

    return {
        "type": "data",
        "symmetric": False,
        "array": [far(mark, mark.high, there) for mark, there in drawn],
        "arrayminus": [far(mark, mark.low, there) for mark, there in drawn],
        "color": token("ink-2"),
        "thickness": 1,
        "width": 0,
    }


def _shapes(series: MetricSeries) -> list[dict[str, object]]:
    """The lines across the figure for target and baseline, and an upright one where a series begins anew."""
    shapes: list[dict[str, object]] = []
    for value, colour, width, dash in (
        (series.target, "accent", 1.5, "dash"),
        (series.baseline, "ink-2", 1, "dot"),
    ):
        if value is not None:
            y, pen = round(float(value), 4), {"color": token(colour), "width": width, "dash": dash}
            across = {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": y, "y1": y, "line": pen}
            shapes.append(across)
    for place, mark in enumerate(series.marks):
        if mark.broken and place:
            pen = {"color": token("ink-2"), "width": 1.5, "dash": "solid"}
            x = place - 0.5
            shapes.append({"type": "line", "yref": "paper", "x0": x, "x1": x, "y0": 0, "y1": 1, "line": pen})
    return shapes
