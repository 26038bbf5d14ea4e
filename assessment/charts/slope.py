"""Where clients stood before and where they stand now: one line each, falls dashed and named."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil, floor

from assessment.charts.base import SMALL_SIZE, Chart, Figure, Paint, Table, plotly_text, text_of, token
from assessment.domain.wording import shown, signed

TOP = 40
BOTTOM = 14
LABEL_STEP = 17
SHORTEST = 300
BEFORE_X, AFTER_X = 17, 41
"""Where the two columns stand, in percent of the width: the labels keep their size on a narrow page."""
GRID_FROM = 48
GRID_TO = 98
LONGEST_LABEL = 27
SHOWS_FROM = 20
"""A change of a twentieth is the smallest that shows with one decimal."""
DOT = 4
BESIDE = 11
HEAD_SHIFT = 24
WIDTH = 640
"""How wide a file is; a page draws it as wide as there is room."""


@dataclass(frozen=True, slots=True)
class Slope:
    """One client with the index before, the index now and the change between them."""

    name: str
    before: Fraction
    now: Fraction
    change: Fraction

    @property
    def fell(self) -> bool:
        """Return whether the fall would show with one decimal."""
        return -self.change.numerator * SHOWS_FROM >= self.change.denominator

    @property
    def stayed(self) -> bool:
        """Return whether the move would not show with one decimal."""
        return abs(self.change.numerator) * SHOWS_FROM < self.change.denominator


def slope_chart(slopes: Sequence[Slope], *, title: str, subtitle: str, key: str = "slope") -> Chart:
    """Return the chart of at least one client; labels stand beside the lines and never on each other."""
    rows = sorted(slopes, key=lambda one: (-float(one.now), one.name))
    height = max(SHORTEST, TOP + BOTTOM + LABEL_STEP * len(rows))
    table = Table(
        ("Client", "Before", "Latest", "Change"),
        tuple((s.name, shown(s.before), shown(s.now), signed(s.change)) for s in rows),
    )
    frame = _frame_of(rows, height)
    on_page = _drawn(rows, frame, Paint("page"))
    return Chart(
        key,
        title,
        subtitle,
        _summary(rows),
        table,
        (WIDTH, height),
        lambda paint: on_page if paint.theme == "page" else _drawn(rows, frame, paint),
        lambda: _figure(rows, frame),
        fluid=True,
    )


def _summary(rows: Sequence[Slope]) -> str:
    said = (f"{one.name} from {shown(one.before)} to {shown(one.now)}" for one in rows)
    return "Mean index before and now: " + "; ".join(said) + "."


@dataclass(frozen=True, slots=True)
class _Frame:
    """The levels at the edges of the drawing, and where each label stands, from the top."""

    low: int
    high: int
    height: int
    labels: tuple[float, ...] = ()

    def y_of(self, value: Fraction) -> float:
        return TOP + (self.height - TOP - BOTTOM) * float(self.high - value) / (self.high - self.low)


def _frame_of(rows: Sequence[Slope], height: int) -> _Frame:
    ends = [end for one in rows for end in (one.before, one.now)]
    low = floor(min(ends))
    frame = _Frame(low, max(ceil(max(ends)), low + 1), height)
    return replace(frame, labels=tuple(_spread([frame.y_of(one.now) for one in rows], height - BOTTOM)))


def _drawn(rows: Sequence[Slope], frame: _Frame, paint: Paint) -> str:
    parts = [_text(BEFORE_X, 20, "Before", "middle", "ink-2", paint)]
    parts.append(_text(AFTER_X, 20, "Latest", "middle", "ink-2", paint))
    parts += [_grid(level, frame.y_of(Fraction(level)), paint) for level in range(frame.low, frame.high + 1)]
    parts += [
        _line(s, frame.y_of(s.before), frame.y_of(s.now), place, paint)
        for s, place in zip(rows, frame.labels, strict=True)
    ]
    return "".join(parts)


def _spread(wanted: Sequence[float], lowest: float) -> list[float]:
    """Return a place for each label, in the order from the top, at least LABEL_STEP apart."""
    places: list[float] = []
    for y in wanted:
        places.append(max(y, places[-1] + LABEL_STEP) if places else y)
    for at in range(len(places) - 1, -1, -1):
        limit = lowest if at == len(places) - 1 else places[at + 1] - LABEL_STEP
        places[at] = min(places[at], limit)
    return places


def _grid(level: int, y: float, paint: Paint) -> str:
    line = f'<line x1="{GRID_FROM}" x2="{GRID_TO}%" y1="{y:.1f}" y2="{y:.1f}" stroke="{paint("line")}"/>'
    return line + _text(0, y + 4, f"Level {level}", "start", "ink-2", paint)


def _line(one: Slope, before: float, now: float, label_y: float, paint: Paint) -> str:
    ink = _ink(one)
    colour = paint(ink)
    look = 'stroke-width="3" stroke-dasharray="7 5"' if one.fell else 'stroke-width="1.75"'
    return (
        f'<line x1="{BEFORE_X}%" y1="{before:.1f}" x2="{AFTER_X}%" y2="{now:.1f}" stroke="{colour}" {look}/>'
        f'<circle cx="{BEFORE_X}%" cy="{before:.1f}" r="{DOT}" fill="{colour}"/>'
        f'<circle cx="{AFTER_X}%" cy="{now:.1f}" r="{DOT}" fill="{colour}"/>'
        + _text(AFTER_X, label_y + 4, _label(one), "start", ink, paint, BESIDE)
    )


def _ink(one: Slope) -> str:
    return "bad" if one.fell else "ink-3" if one.stayed else "ink"


def _label(one: Slope) -> str:
    end = ", down" if one.fell else ""
    room = LONGEST_LABEL - len(end) - len("0.0 ")
    name = one.name if len(one.name) <= room else one.name[: room - 1].rstrip() + "…"
    return f"{shown(one.now)} {name}{end}"


def _text(x: int, y: float, words: str, anchor: str, ink: str, paint: Paint, shift: int = 0) -> str:
    return (
        f'<text x="{x}%" y="{y:.1f}" dx="{shift}" text-anchor="{anchor}" font-size="{SMALL_SIZE}"'
        f' fill="{paint(ink)}" paint-order="stroke" stroke="{paint("surface")}" stroke-width="4">'
        f"{text_of(words)}</text>"
    )


def _figure(rows: Sequence[Slope], frame: _Frame) -> Figure:
    """Return the same picture for the pointer: the same places, a trace for each look of a line."""
    kinds: dict[str, list[Slope]] = {}
    for one in rows:
        kinds.setdefault(_ink(one), []).append(one)
    across = AFTER_X - BEFORE_X
    levels = list(range(frame.low, frame.high + 1))
    layout: Figure = {
        "xaxis": {
            "range": [-BEFORE_X / across, (100 - BEFORE_X) / across],
            "showticklabels": False,
            "showgrid": False,
            "automargin": False,
        },
        "yaxis": {
            "range": [frame.low, frame.high],
            "tickvals": levels,
            "ticktext": [f"Level {level}" for level in levels],
            "ticklabelposition": "inside top",
            "ticklabeloverflow": "allow",
            "showgrid": False,
            "automargin": False,
        },
        "shapes": [_level_line(level) for level in levels],
        "margin": {"l": 0, "r": 0, "t": TOP, "b": BOTTOM},
        "hovermode": "closest",
        "annotations": [
            _note(0, frame.high, "Before", "ink-2", "center", yshift=HEAD_SHIFT),
            _note(1, frame.high, "Latest", "ink-2", "center", yshift=HEAD_SHIFT),
            *(_beside(one, frame, y) for one, y in zip(rows, frame.labels, strict=True)),
        ],
    }
    return {"data": [_trace(ink, ones) for ink, ones in kinds.items()], "layout": layout}


def _trace(ink: str, ones: Sequence[Slope]) -> Figure:
    ys: list[float | None] = []
    words: list[str | None] = []
    for one in ones:
        ys += [round(float(one.before), 4), round(float(one.now), 4), None]
        moved = f"{shown(one.before)} to {shown(one.now)} ({signed(one.change)})"
        words += [f"{plotly_text(one.name)}: {moved}"] * 2 + [None]
    fell = ones[0].fell
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": [0, 1, None] * len(ones),
        "y": ys,
        "text": words,
        "connectgaps": False,
        "cliponaxis": False,
        "line": {"color": token(ink), "width": 3 if fell else 1.75, "dash": "7px,5px" if fell else "solid"},
        "marker": {"color": token(ink), "size": 2 * DOT, "line": {"width": 0}},
        "hovertemplate": "%{text}<extra></extra>",
    }


def _level_line(level: int) -> Figure:
    pen = {"color": token("line"), "width": 1}
    return {
        "type": "line", "xref": "paper", "x0": 0, "x1": GRID_TO / 100, "y0": level, "y1": level,
        "layer": "below", "line": pen,
    }  # fmt: skip


def _beside(one: Slope, frame: _Frame, label_y: float) -> Figure:
    shift = round(frame.y_of(one.now) - label_y, 1)
    now = round(float(one.now), 4)
    return _note(1, now, plotly_text(_label(one)), _ink(one), "left", xshift=BESIDE, yshift=shift)


def _note(x: int, y: float, text: str, ink: str, anchor: str, **shifts: float) -> Figure:
    return {
        "x": x, "y": y, "text": text, "xanchor": anchor, "yanchor": "middle", "showarrow": False,
        "borderpad": 0, "font": {"color": token(ink), "size": SMALL_SIZE}, **shifts,
    }  # fmt: skip
