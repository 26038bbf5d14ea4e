"""What first: the items of a plan by benefit and effort, numbered as in the list."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from assessment.charts.base import (
    SMALL_SIZE,
    TEXT_SIZE,
    Chart,
    Figure,
    Paint,
    Point,
    Table,
    circle,
    label,
    line,
    plotly_text,
    token,
    wrapped,
)
from assessment.domain.numbers import fixed
from assessment.domain.priority import HIGH_BENEFIT, LARGEST_POINTS, LOW_EFFORT

WIDTH = 440
HEIGHT = 380
LEFT = 34
RIGHT = 10
UPPER = 10
LOWER = 30
RADIUS = 12
HOVER_WIDTH = 260
"""A label at the pointer that is wider would be cut at the edge of the chart."""
TURN = math.pi * (3 - math.sqrt(5))
"""The golden angle: a spiral that turns by it tries every direction soon."""
FEWEST_POINTS = 1.0
NUDGE = 4.0
MOST_NUDGES = 2500
NAME_ROOM = 16
"""Space for the names of the quadrants, above and below the bubbles."""
LEAST_EFFORT = 0.3


@dataclass(frozen=True, slots=True)
class Bubble:
    """One item: its number in the list, benefit and remaining effort in points, whether it costs money."""

    number: int
    name: str
    effort: Fraction
    benefit: Fraction
    costed: bool = False
    klass: str = ""


@dataclass(frozen=True, slots=True)
class Placed:
    """A bubble and where its middle is drawn, in the units of the drawing."""

    bubble: Bubble
    at: Point


def value_effort(items: Sequence[Bubble], *, title: str = "", key: str = "value-effort") -> Chart:
    """Return the chart of benefit (1 to 5) against remaining effort (up to 5).

    Bubbles that would cover each other are moved apart; the table holds the exact values.
    """
    placed = place_apart(items)
    return Chart(
        key,
        title or _title(items),
        "Benefit against remaining effort, in points up to 5. Filled: no cost. Ring: costed.",
        _summary(items),
        _table(items),
        (WIDTH, HEIGHT),
        lambda paint: _drawn(placed, paint),
        lambda: _figure(placed),
    )


def _x(effort: float) -> float:
    share = (effort - LEAST_EFFORT) / (LARGEST_POINTS - LEAST_EFFORT)
    return LEFT + RADIUS + share * (WIDTH - LEFT - RIGHT - 2 * RADIUS)


def _y(gain: float) -> float:
    share = (LARGEST_POINTS - gain) / (LARGEST_POINTS - FEWEST_POINTS)
    return UPPER + NAME_ROOM + RADIUS + share * (HEIGHT - UPPER - LOWER - 2 * (RADIUS + NAME_ROOM))


def place_apart(items: Sequence[Bubble]) -> tuple[Placed, ...]:
    """Return the bubbles with their middles at least two radii apart, each as near as can be to its value.

    A bubble never crosses into another quadrant. The same items always lie the same way.
    """
    placed: list[Placed] = []
    for item in items:
        home = (_x(float(item.effort)), _y(float(item.benefit)))
        placed.append(Placed(item, _free_spot(home, item, [other.at for other in placed])))
    return tuple(placed)


def _free_spot(home: Point, item: Bubble, taken: Sequence[Point]) -> Point:
    bounds = _bounds(item)
    for turn in range(MOST_NUDGES):
        away = NUDGE * math.sqrt(turn)
        spot = (home[0] + away * math.cos(turn * TURN), home[1] + away * math.sin(turn * TURN))
        x, y = min(max(spot[0], bounds[0]), bounds[1]), min(max(spot[1], bounds[2]), bounds[3])
        if all(math.dist((x, y), other) >= 2 * RADIUS + 1 for other in taken):
            return x, y
    return home


def _bounds(item: Bubble) -> tuple[float, float, float, float]:
    """The space that a bubble may stand in: its quadrant, as x from, x to, y from, y to."""
    easy, worth = item.effort <= LOW_EFFORT, item.benefit >= HIGH_BENEFIT
    middle_x, middle_y = _x(LOW_EFFORT), _y(HIGH_BENEFIT)
    x_from, x_to = (LEFT + RADIUS, middle_x) if easy else (middle_x + 1, WIDTH - RIGHT - RADIUS)
    y_from, y_to = (
        (UPPER + NAME_ROOM + RADIUS, middle_y)
        if worth
        else (middle_y + 1, HEIGHT - LOWER - NAME_ROOM - RADIUS)
    )
    return x_from, x_to, y_from, y_to


QUADRANTS = (
    ("Quick win", True, True),
    ("Major", False, True),
    ("Fill-in", True, False),
    ("Reconsider", False, False),
)


def _drawn(placed: Sequence[Placed], paint: Paint) -> str:
    middle_x, middle_y = _x(LOW_EFFORT), _y(HIGH_BENEFIT)
    right, lower = WIDTH - RIGHT, HEIGHT - LOWER
    parts = [
        line((LEFT, UPPER), (LEFT, lower), paint("line-firm")),
        line((LEFT, lower), (right, lower), paint("line-firm")),
        line((middle_x, UPPER), (middle_x, lower), paint("line")),
        line((LEFT, middle_y), (right, middle_y), paint("line")),
    ]
    for name, easy, worth in QUADRANTS:
        at = (LEFT + 6 if easy else right - 4, UPPER + 12 if worth else lower - 6)
        parts.append(label(at, name, paint("ink-2"), "start" if easy else "end", TEXT_SIZE, 600))
    parts.append(label((LEFT, HEIGHT - 10), "little effort", paint("ink-2"), "start", SMALL_SIZE))
    parts.append(label((right, HEIGHT - 10), "much effort", paint("ink-2"), "end", SMALL_SIZE))
    turned = f'<g transform="translate(20 {lower}) rotate(-90)">'
    parts.append(turned + label((0, 0), "little benefit", paint("ink-2"), "start", SMALL_SIZE) + "</g>")
    turned = f'<g transform="translate(20 {UPPER}) rotate(-90)">'
    parts.append(turned + label((0, 0), "much benefit", paint("ink-2"), "end", SMALL_SIZE) + "</g>")
    for one in placed:
        fill, edge = ("surface", "accent") if one.bubble.costed else ("ink", "surface")
        parts.append(circle(one.at, RADIUS, paint(fill), paint(edge), 2))
        below = (one.at[0], one.at[1] + 4)
        ink = paint("accent" if one.bubble.costed else "surface")
        parts.append(label(below, str(one.bubble.number), ink, "middle", SMALL_SIZE, 700))
    return "".join(parts)


def _table(items: Sequence[Bubble]) -> Table:
    rows = tuple(
        (f"{i.number} {i.name}", fixed(i.benefit, 1), fixed(i.effort, 1), i.klass, _cost(i)) for i in items
    )
    return Table(("Item", "Benefit", "Remaining effort", "Class", "Cost"), rows)


def _first_to_do(items: Sequence[Bubble]) -> list[Bubble]:
    return [i for i in items if i.effort <= LOW_EFFORT and i.benefit >= HIGH_BENEFIT]


def _title(items: Sequence[Bubble]) -> str:
    easy = len(_first_to_do(items))
    if not items:
        return "There is nothing to rank yet"
    if not easy:
        return "Nothing brings much for little effort"
    return f"{easy} of {len(items)} items {'brings' if easy == 1 else 'bring'} much for little effort"


def _summary(items: Sequence[Bubble]) -> str:
    free = sum(1 for i in items if not i.costed)
    first = ", ".join(str(i.number) for i in _first_to_do(items)) or "none"
    return f"{len(items)} items, {free} without cost. Much benefit for little effort: {first}."


def _figure(placed: Sequence[Placed]) -> Figure:
    groups = (
        ([p for p in placed if not p.bubble.costed], "ink", "surface", "surface"),
        ([p for p in placed if p.bubble.costed], "surface", "accent", "accent"),
    )
    data = [
        {
            "type": "scatter",
            "mode": "markers+text",
            "x": [round(p.at[0], 1) for p in group],
            "y": [round(HEIGHT - p.at[1], 1) for p in group],
            "text": [str(p.bubble.number) for p in group],
            "hovertext": [_hover(p.bubble) for p in group],
            "hovertemplate": "%{hovertext}<extra></extra>",
            "textfont": {"color": token(ink), "size": SMALL_SIZE, "weight": 700},
            "marker": {
                "size": 2 * RADIUS - 2,
                "color": token(fill),
                "line": {"color": token(edge), "width": 2},
            },
        }
        for group, fill, edge, ink in groups
        if group
    ]
    return {"data": data, "layout": _layout()}


def _cost(bubble: Bubble) -> str:
    return "costed" if bubble.costed else "no cost"


def _hover(bubble: Bubble) -> str:
    points = f"benefit {fixed(bubble.benefit, 1)}, effort {fixed(bubble.effort, 1)}"
    named = wrapped(f"{bubble.number} {bubble.name}", HOVER_WIDTH, SMALL_SIZE)
    return "<br>".join([*map(plotly_text, named), f"{points}, {_cost(bubble)}"])


def _layout() -> Figure:
    middle_x, middle_y = _x(LOW_EFFORT), HEIGHT - _y(HIGH_BENEFIT)
    across = {"type": "line", "layer": "below", "line": {"color": token("line"), "width": 1}}
    shapes = [
        {**across, "x0": middle_x, "x1": middle_x, "yref": "paper", "y0": 0, "y1": 1},
        {**across, "y0": middle_y, "y1": middle_y, "xref": "paper", "x0": 0, "x1": 1},
    ]
    names = [
        {
            "text": name,
            "xref": "paper",
            "yref": "paper",
            "x": 0.01 if easy else 0.99,
            "y": 1 if worth else 0,
            "xanchor": "left" if easy else "right",
            "yanchor": "top" if worth else "bottom",
            "showarrow": False,
            "font": {"color": token("ink-2"), "size": TEXT_SIZE, "weight": 600},
        }
        for name, easy, worth in QUADRANTS
    ]
    axis = {"showgrid": False, "showline": True, "ticks": ""}
    x_axis = {**axis, "range": [LEFT, WIDTH - RIGHT], "tickvals": [LEFT + 50, WIDTH - RIGHT - 50],
              "ticktext": ["little effort", "much effort"]}  # fmt: skip
    y_axis = {**axis, "range": [LOWER, HEIGHT - UPPER], "tickvals": [LOWER + 20, HEIGHT - UPPER - 20],
              "ticktext": ["little<br>benefit", "much<br>benefit"]}  # fmt: skip
    return {"shapes": shapes, "annotations": names, "xaxis": x_axis, "yaxis": y_axis}
