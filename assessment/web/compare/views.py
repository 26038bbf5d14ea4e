"""A comparison as its page shows it: every number is text here already."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from urllib.parse import urlencode

from markupsafe import Markup

from assessment.domain.cells import CellScore
from assessment.domain.compare import Lack, Side, Spread, overlap, overlap_title, spread_title, spreads
from assessment.domain.framework import Framework, localise
from assessment.domain.marks import NEXT_MISSING
from assessment.domain.wording import METHOD_NAMES, capital, joined, plural
from assessment.services.compare import Compared, Comparison
from assessment.web.filters import breakable, current_language, format_index, format_month

LETTERS = "ABCDEF"
HIDE = "&names=0"
TOO_CLOSE = 0.22
"""Closer together than this many levels, two marks would lie on each other."""
NONE = "–"
MARKS = {"": NONE, NEXT_MISSING: "missing"}
MOST_SHARED = 20
NOTHING = "na"
DRAWN = Markup('<span class="fill" data-l="{colour}" data-v="{percent}" style="--v:{percent}">{text}</span>')


@dataclass(frozen=True, slots=True)
class Column:
    """One client: its letter, what it is called here, and what stands below its name."""

    letter: str
    name: str
    href: str
    about: str
    overall: str
    cells: tuple[tuple["CellView", ...], ...]


@dataclass(frozen=True, slots=True)
class CellView:
    """How much of one level of one area is in place, and the same as it is drawn."""

    text: str
    percent: int
    applies: bool
    drawn: Markup


@dataclass(frozen=True, slots=True)
class Mark:
    """A letter on the track of an area: where it stands, and in which lane so that none hides another."""

    letter: str
    at: str
    lane: int


@dataclass(frozen=True, slots=True)
class AreaRow:
    """One area: the marks, the figures in the order of the clients, and how far they lie apart."""

    name: str
    short: str
    marks: tuple[Mark, ...]
    lanes: int
    figures: tuple[str, ...]
    spread: str
    is_clear: bool
    exact: tuple[Fraction | None, ...]


@dataclass(frozen=True, slots=True)
class LackRow:
    """A practice that several clients lack, with the word for each client."""

    practice: str
    text: str
    about: str
    marks: tuple[str, ...]
    count: int


@dataclass(frozen=True, slots=True)
class CompareView:
    """The page: `notes` say what was left out or read otherwise; the addresses keep names shown or hidden."""

    title: str
    lede: str
    hidden: bool
    columns: tuple[Column, ...]
    rows: tuple[AreaRow, ...]
    levels: tuple[tuple[int, str], ...]
    shorts: tuple[str, ...]
    top: int
    lacks: tuple[LackRow, ...]
    lacks_title: str
    more_lacks: int
    notes: tuple[str, ...]
    left_out: tuple[tuple[str, str, str], ...]
    other: str
    query: str


def view_of(found: Comparison, *, hidden: bool) -> CompareView:
    """The page of a comparison; with names hidden, clients are letters and the address holds none either."""
    framework, language = found.framework, current_language()
    names = {area.id: localise(area.name, language) for area in framework.areas}
    apart = spreads(framework, found.sides)
    shared = overlap(framework, found.sides)
    rows = tuple(
        row_of(names[area.id], localise(area.short, language) or names[area.id], area.id, found.sides, spread)
        for area, spread in zip(framework.areas, apart, strict=True)
    )
    columns = tuple(
        column_of(one, letter, framework, hidden)
        for one, letter in zip(found.compared, LETTERS, strict=False)
    )
    return CompareView(
        title=spread_title(apart, names),
        lede=f"{capital(plural(len(columns), 'client'))} by their latest assessment, read as "
        f"{METHOD_NAMES.get(found.method, found.method)}.",
        hidden=hidden,
        columns=columns,
        rows=rows,
        levels=tuple((level.number, localise(level.name, language)) for level in framework.levels),
        shorts=tuple(breakable(row.short) for row in rows),
        top=framework.top,
        lacks=tuple(lack_row(one, framework, language) for one in shared),
        lacks_title=overlap_title(shared, len(columns)),
        more_lacks=max(0, len(shared) - MOST_SHARED),
        notes=notes_of(found, hidden=hidden),
        left_out=tuple((names.get(one.area, one.area), one.text, one.why) for one in found.left_out),
        other=other_address(found.compared, hidden=hidden),
        query=query_of(found.compared, hidden=hidden),
    )


def query_of(compared: Sequence[Compared], *, hidden: bool) -> str:
    """The query of the address: with names hidden it holds ids, which say nothing."""
    names = ",".join(one.client.id if hidden else one.client.slug for one in compared)
    return "?" + urlencode({"clients": names}, safe=",") + (HIDE if hidden else "")


def other_address(compared: Sequence[Compared], *, hidden: bool) -> str:
    """The same comparison with names shown or hidden; neither way may a page without names hold one."""
    query = query_of(compared, hidden=True)
    return "/compare" + (query.removesuffix(HIDE) if hidden else query)


def column_of(one: Compared, letter: str, framework: Framework, hidden: bool) -> Column:
    """One client as a column."""
    language = current_language()
    card = one.side.card
    about = format_month(one.assessment.held_on, language) + (", provisional" if card.provisional else "")
    return Column(
        letter,
        f"Client {letter}" if hidden else one.client.name,
        "" if hidden else f"/clients/{one.client.slug}",
        "" if hidden else about,
        format_index(card.mean_index, language=language),
        tuple(tuple(cell_view(cell) for cell in card.area(area.id).cells) for area in framework.areas),
    )


def cell_view(cell: CellScore) -> CellView:
    """One of the cells; nothing that applies is a dash."""
    if cell.coverage is None:
        return drawn_cell(NONE, 0, NOTHING)
    percent = round(100 * cell.coverage)
    unknown = "" if cell.coverage_high == cell.coverage else "?"
    return drawn_cell(f"{percent}{unknown}", percent, str(cell.level))


@lru_cache(maxsize=2048)
def drawn_cell(text: str, percent: int, colour: str) -> CellView:
    """A cell with these values; a page has hundreds of them and few that differ."""
    drawn = DRAWN.format(colour=colour, percent=percent, text=text)
    return CellView(text, percent, colour != NOTHING, drawn)


def row_of(name: str, short: str, area_id: str, sides: Sequence[Side], spread: Spread) -> AreaRow:
    """One area with everybody's index."""
    found = [one.area(area_id) for one in sides]
    exact = tuple(one.index if one else None for one in found)
    marks = marks_of(exact)
    language = current_language()
    return AreaRow(
        name,
        short,
        marks,
        1 + max((mark.lane for mark in marks), default=0),
        tuple(format_index(value, language=language) if value is not None else NONE for value in exact),
        format_index(spread.width, language=language) if spread.low is not None else NONE,
        spread.clear is not None,
        exact,
    )


def marks_of(values: Sequence[Fraction | None]) -> tuple[Mark, ...]:
    """The letters of an area, each in the first lane where it has room."""
    ends: list[float] = []
    marks = []
    known = [
        (float(value), letter) for value, letter in zip(values, LETTERS, strict=False) if value is not None
    ]
    for value, letter in sorted(known):
        lane = next((at for at, end in enumerate(ends) if value - end >= TOO_CLOSE), len(ends))
        if lane == len(ends):
            ends.append(value)
        ends[lane] = value
        marks.append(Mark(letter, f"{value:.3f}", lane))
    return tuple(marks)


def lack_row(one: Lack, framework: Framework, language: str) -> LackRow:
    """One practice of the overlap."""
    practice = framework.practices[one.practice]
    area = framework.area_by_id[practice.area]
    return LackRow(
        one.practice,
        localise(practice.text, language),
        f"{localise(area.name, language)}, level {practice.level}",
        tuple(MARKS.get(mark, "partly") for mark in one.marks),
        one.count,
    )


def notes_of(found: Comparison, *, hidden: bool) -> tuple[str, ...]:
    """What a reader has to know before comparing."""
    letters: Mapping[str, str] = {
        one.client.id: f"Client {letter}" for one, letter in zip(found.compared, LETTERS, strict=False)
    }
    notes = []
    if found.left_out:
        versions = joined(tuple(dict.fromkeys(found.editions)))
        notes.append(
            f"These assessments used {plural(len(found.editions), 'edition')} of the framework "
            f"(version {versions}). Only the practices that mean the same in all of them are compared; "
            f"{plural(len(found.left_out), 'practice')} left out, listed below."
        )
    if found.rescored:
        who = joined([letters[one.id] if hidden else one.name for one in found.rescored])
        notes.append(f"Scored again from the same answers, because assessed under another method: {who}.")
    provisional = [one for one in found.compared if one.side.card.provisional]
    if provisional:
        who = joined([letters[one.client.id] if hidden else one.client.name for one in provisional])
        notes.append(f"Less than 80% is answered, so a difference says little: {who}.")
    if found.placed:
        notes.append(
            f"{capital(plural(len(found.placed), 'client'))} only placed, not rated, and left out: a placing "
            "and a score are not the same measure."
        )
    if found.foreign:
        notes.append(
            f"{capital(plural(len(found.foreign), 'client'))} assessed by another framework left out."
        )
    if found.unassessed:
        notes.append(f"{capital(plural(len(found.unassessed), 'client'))} without answers left out.")
    return tuple(notes)
