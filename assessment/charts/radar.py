"""The profile of the areas as a radar, for those who know their profile by its shape."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise

from assessment.charts.base import (
    LINE_HEIGHT,
    TEXT_SIZE,
    Chart,
    Figure,
    Paint,
    Point,
    Table,
    circle,
    label,
    line,
    number,
    path,
    plotly_text,
    text_width,
    token,
    wrapped,
)
from assessment.domain.numbers import fixed

RADIUS = 84
LABEL_GAP = 12
LABEL_ROOM = 110
BETWEEN_LABELS = 2
NAMES_IN_MEMORY = 64
EDGE = 4
SIDE = 0.05
"""A spoke whose sine is smaller points up or down, and its label stands in the middle."""


@dataclass(frozen=True, slots=True)
class Spoke:
    """One area on the radar; None where there is no number. `short` is the name that the drawing shows."""

    name: str
    now: Fraction | None
    target: Fraction | None = None
    previous: Fraction | None = None
    short: str = ""


@dataclass(frozen=True, slots=True)
class Box:
    """The lines of one label with the space they take; x and y are the upper left corner."""

    lines: tuple[str, ...]
    x: float
    y: float
    width: float
    height: float
    anchor: str

    def overlaps(self, other: "Box") -> bool:
        """Return whether two labels touch."""
        apart_x = self.x + self.width <= other.x or other.x + other.width <= self.x
        apart_y = self.y + self.height <= other.y or other.y + other.height <= self.y
        return not (apart_x or apart_y)

    @property
    def start(self) -> float:
        """The x that the text is anchored at."""
        return self.x + self.width * {"start": 0, "middle": 0.5, "end": 1}[self.anchor]


def radar(
    spokes: Sequence[Spoke],
    *,
    title: str,
    subtitle: str,
    key: str = "radar",
    top: int = 5,
    previous_name: str = "Before",
) -> Chart:
    """Return the radar of 3 to 15 areas, 0 in the middle and `top` at the rim."""
    boxes = label_boxes(spokes)
    left = min(-RADIUS, *(box.x for box in boxes)) - EDGE
    upper = min(-RADIUS, *(box.y for box in boxes)) - EDGE
    right = max(RADIUS, *(box.x + box.width for box in boxes)) + EDGE
    lower = max(RADIUS, *(box.y + box.height for box in boxes)) + EDGE
    size = (math.ceil(right - left), math.ceil(lower - upper))

    def draw(paint: Paint) -> str:
        inner = _web(spokes, boxes, top, paint)
        return f'<g transform="translate({number(-left)} {number(-upper)})">{inner}</g>'

    return Chart(
        key,
        title,
        subtitle,
        _summary(spokes),
        _table(spokes, previous_name),
        size,
        draw,
        lambda: _figure(spokes, top, previous_name),
    )


def _spot(position: int, count: int, distance: float) -> Point:
    angle = 2 * math.pi * position / count
    return math.sin(angle) * distance, -math.cos(angle) * distance


def label_boxes(spokes: Sequence[Spoke]) -> Sequence[Box]:
    """Return where the labels stand; they are moved up or down, outwards, until none touches another."""
    return _boxes_of(tuple(spoke.short or spoke.name for spoke in spokes))


@lru_cache(maxsize=NAMES_IN_MEMORY)
def _boxes_of(names: tuple[str, ...]) -> Sequence[Box]:
    # The names of a framework are the same on every page, and their places depend on nothing else.
    count = len(names)
    boxes = [_first_box(name, _spot(i, count, RADIUS + LABEL_GAP)) for i, name in enumerate(names)]
    by_side: dict[str, list[int]] = {"start": [], "end": [], "middle": []}
    for place, box in enumerate(boxes):
        by_side[box.anchor].append(place)
    for side in ("start", "end"):
        upper = [i for i in by_side[side] if _spot(i, count, 1)[1] <= 0]
        lower = [i for i in by_side[side] if _spot(i, count, 1)[1] > 0]
        _spread(boxes, sorted(upper, key=lambda i: -boxes[i].y), -1)
        _spread(boxes, sorted(upper[-1:] + lower, key=lambda i: boxes[i].y), 1)
    for place in by_side["middle"]:
        way = -1 if boxes[place].y < 0 else 1
        boxes[place] = _clear_of(boxes[place], [b for i, b in enumerate(boxes) if i != place], way)
    return tuple(boxes)


def _first_box(name: str, at: Point) -> Box:
    lines = wrapped(name, LABEL_ROOM, most=2)
    width = max((text_width(one) for one in lines), default=0)
    height = len(lines) * TEXT_SIZE * LINE_HEIGHT
    if abs(at[0]) < SIDE * RADIUS:
        return Box(lines, -width / 2, at[1] - (height if at[1] < 0 else 0), width, height, "middle")
    anchor = "start" if at[0] > 0 else "end"
    return Box(lines, at[0] if at[0] > 0 else at[0] - width, at[1] - height / 2, width, height, anchor)


def _spread(boxes: list[Box], order: Sequence[int], way: int) -> None:
    for before, place in pairwise(order):
        boxes[place] = _clear_of(boxes[place], [boxes[before]], way)


def _clear_of(box: Box, others: Sequence[Box], way: int) -> Box:
    for other in sorted(others, key=lambda b: way * b.y):
        if box.overlaps(other):
            edge = (
                other.y + other.height + BETWEEN_LABELS if way > 0 else other.y - box.height - BETWEEN_LABELS
            )
            box = replace(box, y=edge)
    return box


def _web(spokes: Sequence[Spoke], boxes: Sequence[Box], top: int, paint: Paint) -> str:
    count = len(spokes)
    parts = []
    for ring in range(1, top + 1):
        corners = [_spot(i, count, RADIUS * ring / top) for i in range(count)]
        parts.append(f'<path d="{path(corners, closed=True)}" fill="none" stroke="{paint("line")}"/>')
    parts += [line((0, 0), _spot(i, count, RADIUS), paint("line")) for i in range(count)]
    parts.append(_outline([s.previous for s in spokes], top, paint("line-firm"), 1.25))
    parts.append(_outline([s.now for s in spokes], top, paint("ink"), 2, fill=paint("ink")))
    parts.append(_outline([s.target for s in spokes], top, paint("accent"), 2, dash="5 4"))
    for place, spoke in enumerate(spokes):
        if spoke.now is not None:
            at = _spot(place, count, RADIUS * float(spoke.now) / top)
            parts.append(circle(at, 3, paint("ink")))
    for box in boxes:
        for row, text in enumerate(box.lines):
            y = box.y + (row + 0.8) * TEXT_SIZE * LINE_HEIGHT
            parts.append(label((box.start, y), text, paint("ink-2"), box.anchor, weight=500))
    return "".join(parts)


def _outline(
    values: Sequence[Fraction | None], top: int, colour: str, width: float, fill: str = "", dash: str = ""
) -> str:
    """A closed outline, or the pieces of it between the areas without a number."""
    count = len(values)
    spots = [None if v is None else _spot(i, count, RADIUS * float(v) / top) for i, v in enumerate(values)]
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    pen = f'stroke="{colour}" stroke-width="{width:g}" stroke-linejoin="round"{dashes}'
    known = [spot for spot in spots if spot is not None]
    if len(known) == count:
        inside = f'fill="{fill}" fill-opacity=".12"' if fill else 'fill="none"'
        return f'<path d="{path(known, closed=True)}" {inside} {pen}/>'
    pairs = zip(spots, [*spots[1:], spots[0]], strict=True)
    drawn = "".join(path([a, b]) for a, b in pairs if a is not None and b is not None)
    return f'<path d="{drawn}" fill="none" {pen}/>' if drawn else ""


def _text(value: Fraction | None) -> str:
    return "-" if value is None else fixed(value, 1)


def _table(spokes: Sequence[Spoke], previous_name: str) -> Table:
    has_target = any(s.target is not None for s in spokes)
    has_previous = any(s.previous is not None for s in spokes)
    columns = ["Area", "Now"] + ["Target"] * has_target + [previous_name] * has_previous
    rows = tuple(
        (s.name, _text(s.now), *[_text(s.target)] * has_target, *[_text(s.previous)] * has_previous)
        for s in spokes
    )
    return Table(tuple(columns), rows)


def _summary(spokes: Sequence[Spoke]) -> str:
    known = sorted((s for s in spokes if s.now is not None), key=lambda s: s.now or 0)
    if not known:
        return "No area has an index yet."
    low, high = known[0], known[-1]
    if low.now == high.now:
        return f"All areas stand at {_text(low.now)}."
    return f"Lowest: {low.name} at {_text(low.now)}. Highest: {high.name} at {_text(high.now)}."


def _figure(spokes: Sequence[Spoke], top: int, previous_name: str) -> Figure:
    names = [plotly_text(s.short or s.name) for s in spokes]
    series = (
        (previous_name, [s.previous for s in spokes], "line-firm", "solid", 1.25),
        ("Now", [s.now for s in spokes], "ink", "solid", 2),
        ("Target", [s.target for s in spokes], "accent", "dash", 2),
    )
    data = [
        {
            "type": "scatterpolar",
            "name": plotly_text(name),
            "r": [None if v is None else round(float(v), 2) for v in (*values, values[0])],
            "theta": [*names, names[0]],
            "mode": "lines+markers" if name == "Now" else "lines",
            "line": {"color": token(colour), "dash": dash, "width": width},
            "marker": {"color": token(colour), "size": 6},
            "hovertemplate": "%{theta}: %{r:.1f}<extra>%{fullData.name}</extra>",
        }
        for name, values, colour, dash, width in series
        if any(v is not None for v in values)
    ]
    polar = {
        "radialaxis": {
            "range": [0, top],
            "dtick": 1,
            "showticklabels": False,
            "showline": False,
            "ticks": "",
        },
        "angularaxis": {"direction": "clockwise", "rotation": 90},
        "gridshape": "linear",
    }
    return {"data": data, "layout": {"polar": polar, "margin": {"l": 70, "r": 70, "t": 30, "b": 30}}}
