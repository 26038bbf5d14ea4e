"""What every chart is made of, so that none comes without a finding, a sentence and its numbers."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from typing import Any, Literal

from assessment.resources import resource_dir

Theme = Literal["page", "export"]
Point = tuple[float, float]
Figure = dict[str, Any]
"""A Plotly figure, {"data": [...], "layout": {...}}; colours are "token:ink", as charts.js reads them."""

TEXT_SIZE = 13
SMALL_SIZE = 12
CHARACTER_WIDTH = 0.6
"""Mean width of a character, as a share of the text size; used to keep labels apart."""
LINE_HEIGHT = 1.25
EXPORT_FONT = "Liberation Sans, Arial, Helvetica, sans-serif"

# A whole number of XML: anything else that a person can paste would make the drawing unreadable.
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
TOKEN = re.compile(r"--([\w-]+):\s*light-dark\((#[0-9A-Fa-f]{3,8}),\s*#[0-9A-Fa-f]{3,8}\)")


class Svg(str):
    """A drawing; templates put it in as it is, since every text in it is escaped already."""

    __slots__ = ()

    def __html__(self) -> str:
        """Return the drawing for a template."""
        return str(self)


@dataclass(frozen=True, slots=True)
class Table:
    """The numbers of a chart as text: the first column names the row."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Paint:
    """Where a drawing takes its colours from: the page's tokens, or their light values for a file."""

    theme: Theme

    def __call__(self, token: str) -> str:
        """Return the colour of a token; KeyError for an export when the token is no colour."""
        return f"var(--{token})" if self.theme == "page" else light_colours()[token]


Draw = Callable[[Paint], str]


@dataclass(frozen=True, slots=True)
class Chart:
    """One chart. `title` states the finding, `subtitle` says what is measured and in which unit.

    `summary` is one sentence for those who do not see the drawing. `draw` gives the whole drawing for a
    paint; `make_figure` the Plotly figure where the chart has one that answers to the pointer. A `fluid`
    drawing places things in percent of the width: on a page it takes the width there is, at its own height.
    """

    key: str
    title: str
    subtitle: str
    summary: str
    table: Table
    size: tuple[int, int]
    draw: Draw
    make_figure: Callable[[], Figure] | None = None
    fluid: bool = False

    @property
    def svg(self) -> Svg:
        """The drawing in the colours of the page."""
        return self.drawing("page")

    @property
    def figure(self) -> Figure | None:
        """The Plotly figure, or None where the drawing says it all."""
        return self.make_figure() if self.make_figure else None

    def drawing(self, theme: Theme) -> Svg:
        """Return the drawing; "export" has light colours, a font and a title of its own."""
        width, height = self.size
        body = self.draw(Paint(theme))
        if self.fluid and theme == "page":
            # The box around it says the summary, so the drawing need not say it again.
            return Svg(f'<svg width="100%" height="{height}" aria-hidden="true">{body}</svg>')
        head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img"'
        if theme == "page":
            head += f' aria-label="{text_of(self.summary)}" font-size="{TEXT_SIZE}">'
            return Svg(f"{head}{body}</svg>")
        head += f' width="{width}" height="{height}" font-family="{EXPORT_FONT}" font-size="{TEXT_SIZE}">'
        words = f"<title>{text_of(self.title)}</title><desc>{text_of(self.summary)}</desc>"
        ground = f'<rect width="{width}" height="{height}" fill="{Paint(theme)("surface")}"/>'
        return Svg(f"{head}{words}{ground}{body}</svg>")


@cache
def light_colours() -> Mapping[str, str]:
    """The light value of every colour token, read from the style sheet that names them."""
    style = (resource_dir("static") / "css" / "tokens.css").read_text(encoding="utf-8")
    return dict(TOKEN.findall(style))


def text_of(text: str) -> str:
    """Return a text as it may stand in a drawing, between tags or in an attribute."""
    return escape(NOT_IN_XML.sub("", text), quote=True)


def number(value: float) -> str:
    """Return a coordinate with at most one decimal."""
    return f"{value:.1f}".removesuffix(".0")


def line(a: Point, b: Point, colour: str, width: float = 1, dash: str = "") -> str:
    """Return a straight line; `dash` as in stroke-dasharray."""
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    ends = f'x1="{number(a[0])}" y1="{number(a[1])}" x2="{number(b[0])}" y2="{number(b[1])}"'
    return f'<line {ends} stroke="{colour}" stroke-width="{width:g}"{dashes}/>'


def circle(at: Point, radius: float, fill: str, stroke: str = "none", width: float = 0) -> str:
    """Return a disc or a ring."""
    place = f'cx="{number(at[0])}" cy="{number(at[1])}" r="{number(radius)}"'
    return f'<circle {place} fill="{fill}" stroke="{stroke}" stroke-width="{width:g}"/>'


def path(points: Sequence[Point], closed: bool = False) -> str:
    """Return the `d` of a path through the points."""
    drawn = "L".join(f"{number(x)} {number(y)}" for x, y in points)
    return f"M{drawn}{'Z' if closed else ''}" if points else ""


def label(
    at: Point, text: str, fill: str, anchor: str = "start", size: float = TEXT_SIZE, weight: int = 400
) -> str:
    """Return a text whose baseline starts, centres or ends at a point."""
    place = f'x="{number(at[0])}" y="{number(at[1])}"'
    return (
        f'<text {place} text-anchor="{anchor}" font-size="{size:g}" font-weight="{weight}"'
        f' fill="{fill}">{text_of(text)}</text>'
    )


def text_width(text: str, size: float = TEXT_SIZE) -> float:
    """Return about how wide a text is drawn."""
    return len(text) * size * CHARACTER_WIDTH


def wrapped(text: str, room: float, size: float = TEXT_SIZE, most: int = 3) -> tuple[str, ...]:
    """Return a text in lines that fit `room`; what does not fit `most` lines is cut with an ellipsis."""
    lines: list[str] = []
    for word in text.split():
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(joined, size) <= room:
            lines[-1] = joined
        else:
            lines.append(word)
    kept = lines[:most]
    if len(lines) > most:
        kept[-1] += "…"
    return tuple(_fitting(one, room, size) for one in kept)


def _fitting(text: str, room: float, size: float) -> str:
    most = max(2, int(room / (size * CHARACTER_WIDTH)))
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def plotly_text(text: str) -> str:
    """Return a text as it may stand in a figure, where Plotly reads some HTML."""
    return escape(NOT_IN_XML.sub("", text), quote=False)


def token(name: str) -> str:
    """Return a colour as figures write it."""
    return f"token:{name}"
