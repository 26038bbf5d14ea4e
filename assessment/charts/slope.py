"""Where clients stood before and where they stand now: one line each, falls dashed and named."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from math import ceil, floor

from assessment.charts.base import SMALL_SIZE, Paint, Svg, Table, text_of
from assessment.domain.numbers import half_up

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


@dataclass(frozen=True, slots=True)
class SlopeChart:
    """The drawing with its words and its table; `height` is in CSS pixels, the width is that of the page."""

    key: str
    title: str
    subtitle: str
    summary: str
    table: Table
    height: int
    svg: Svg


def slope_chart(slopes: Sequence[Slope], *, title: str, subtitle: str, key: str = "slope") -> SlopeChart:
    """Return the chart of at least one client; labels stand beside the lines and never on each other."""
    rows = sorted(slopes, key=lambda one: (-float(one.now), one.name))
    height = max(SHORTEST, TOP + BOTTOM + LABEL_STEP * len(rows))
    table = Table(
        ("Client", "Before", "Latest", "Change"),
        tuple((s.name, one_decimal(s.before), one_decimal(s.now), signed(s.change)) for s in rows),
    )
    return SlopeChart(key, title, subtitle, _summary(rows), table, height, _drawn(rows, height))


def one_decimal(value: Fraction) -> str:
    """Return an index with one decimal."""
    return _decimal(value.numerator, value.denominator)


@lru_cache(maxsize=4096)
def _decimal(numerator: int, denominator: int) -> str:
    return f"{float(half_up(Fraction(numerator, denominator), 1)):.1f}"


def signed(value: Fraction) -> str:
    """Return a change with its sign: +0.3, a true minus, and 0.0 without a sign."""
    shown = half_up(value, 1)
    if not shown:
        return "0.0"
    return f"{'+' if shown > 0 else '−'}{float(abs(shown)):.1f}"


def _summary(rows: Sequence[Slope]) -> str:
    said = (f"{one.name} from {one_decimal(one.before)} to {one_decimal(one.now)}" for one in rows)
    return "Mean index before and now: " + "; ".join(said) + "."


def _drawn(rows: Sequence[Slope], height: int) -> Svg:
    paint = Paint("page")
    ends = [end for one in rows for end in (one.before, one.now)]
    low, high = floor(min(ends)), max(ceil(max(ends)), floor(min(ends)) + 1)
    room = height - TOP - BOTTOM

    def y_of(value: Fraction) -> float:
        return TOP + room * float(high - value) / (high - low)

    parts = [_text(BEFORE_X, 20, "Before", "middle", paint("ink-2"))]
    parts.append(_text(AFTER_X, 20, "Latest", "middle", paint("ink-2")))
    parts += [_grid(level, y_of(Fraction(level)), paint) for level in range(low, high + 1)]
    places = _spread([y_of(one.now) for one in rows], height - BOTTOM)
    parts += [
        _line(s, y_of(s.before), y_of(s.now), place, paint) for s, place in zip(rows, places, strict=True)
    ]
    return Svg(f'<svg width="100%" height="{height}" aria-hidden="true">{"".join(parts)}</svg>')


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
    return line + _text(0, y + 4, f"Level {level}", "start", paint("ink-2"))


def _line(one: Slope, before: float, now: float, label_y: float, paint: Paint) -> str:
    colour = paint("bad" if one.fell else "ink-3" if one.stayed else "ink")
    look = 'stroke-width="3" stroke-dasharray="7 5"' if one.fell else 'stroke-width="1.75"'
    end = ", down" if one.fell else ""
    room = LONGEST_LABEL - len(end) - len("0.0 ")
    name = one.name if len(one.name) <= room else one.name[: room - 1].rstrip() + "…"
    words = f"{one_decimal(one.now)} {name}{end}"
    return (
        f'<line x1="{BEFORE_X}%" y1="{before:.1f}" x2="{AFTER_X}%" y2="{now:.1f}" stroke="{colour}" {look}/>'
        f'<circle cx="{BEFORE_X}%" cy="{before:.1f}" r="{DOT}" fill="{colour}"/>'
        f'<circle cx="{AFTER_X}%" cy="{now:.1f}" r="{DOT}" fill="{colour}"/>'
        + _text(AFTER_X, label_y + 4, words, "start", colour, 11)
    )


def _text(x: int, y: float, words: str, anchor: str, colour: str, shift: int = 0) -> str:
    return (
        f'<text x="{x}%" y="{y:.1f}" dx="{shift}" text-anchor="{anchor}" font-size="{SMALL_SIZE}"'
        f' fill="{colour}" paint-order="stroke" stroke="var(--surface)" stroke-width="4">'
        f"{text_of(words)}</text>"
    )
