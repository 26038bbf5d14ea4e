"""The client list as its page shows it: every number is text here already."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import lru_cache

from markupsafe import Markup

from assessment.charts.base import Chart
from assessment.charts.slope import Slope, slope_chart
from assessment.domain.clients import SIZES, Client
from assessment.domain.comparison import CLEAR_DIFFERENCE
from assessment.domain.findings_portfolio import (
    Standing,
    headline,
    lede,
    moved_title,
    moves_of,
    short_names,
)
from assessment.domain.framework import Framework, localise
from assessment.services.portfolio import ClientFilter, FilterWords, Portfolio
from assessment.web.clients.cells import (
    EMPTY,
    NONE,
    cells_of,
    change_text,
    index_text,
    is_known,
    joined,
    square,
)
from assessment.web.clients.forms import query_of
from assessment.web.filters import (
    MINUS,
    breakable,
    current_language,
    format_change,
    format_index,
    format_short_month,
)

SHOWS = {"level": "Level now", "gap": "Gap to target", "change": "Change"}
SORTS = {
    "lowest": "Overall, lowest first",
    "gap": "Largest gap to target",
    "change": "Change, falls first",
    "name": "Name",
}
MOST_LINES = 12
ROWS_IN_MEMORY = 4096
VIEWS_IN_MEMORY = 64
MOST_MOVED = 6
FIGURE = "/clients/charts/slope.json"


@dataclass(frozen=True, slots=True)
class Row:
    """One client of the list; `pick` is what chooses it for a comparison, empty without an assessment."""

    name: str
    pick: str
    href: str
    about: str
    sample: bool
    cells: Markup
    overall: str
    provisional: bool
    change: str
    fell: bool


@dataclass(frozen=True, slots=True)
class Select:
    """One choice of the filter: its name in addresses, its label, the words for all, (value, text) pairs."""

    name: str
    label: str
    every: str
    pairs: tuple[tuple[str, str], ...]
    value: str


def selects_of(wanted: ClientFilter, words: FilterWords) -> tuple[Select, ...]:
    """The choices under "More filters"; a word that is asked for is among them even when nobody has it."""
    sizes = tuple((code, text) for code, text in SIZES.items() if code)
    regions = sorted({*words.regions, wanted.region} - {""})
    tags = sorted({*words.tags, wanted.tag} - {""})
    return (
        Select("size", "Size", "All sizes", sizes, wanted.size),
        Select("region", "Region", "All regions", tuple((one, one) for one in regions), wanted.region),
        Select("tag", "Tag", "All tags", tuple((one, one) for one in tags), wanted.tag),
    )


@dataclass(frozen=True, slots=True)
class Moved:
    """One area of one client that moved clearly since the assessment before."""

    client: str
    href: str
    area: str
    words: str
    change: str
    fell: bool


@dataclass(frozen=True, slots=True)
class PortfolioView:
    """The client list: `areas` are (short, full name); `shows` are (text, address, whether shown)."""

    title: str
    lede: str
    areas: tuple[tuple[str, str], ...]
    levels: tuple[tuple[int, str], ...]
    rows: tuple[Row, ...]
    median: Row | None
    shows: tuple[tuple[str, str, bool], ...]
    show: str
    caption: str
    colours: str
    wanted: ClientFilter
    sectors: Sequence[str]
    selects: tuple[Select, ...]
    is_narrow_inside: bool
    query: str
    total: int
    page: int
    pages: int
    pager: str
    slope: Chart | None
    slope_figure: str
    moved: tuple[Moved, ...]
    has_samples: bool
    is_empty: bool
    any_provisional: bool


CAPTIONS = {
    "level": "Level by practice area, latest assessment",
    "gap": "Gap to target by practice area, latest assessment",
    "change": "Change since the assessment before, by practice area",
}
COLOURS = {
    "level": "Colour shows the level reached: 2.9 is still level 2.",
    "gap": "The number is the gap to the target; the colour shows the level now.",
    "change": "The number is the change of the index; the colour shows the level now.",
}


@lru_cache(maxsize=ROWS_IN_MEMORY)
def row_of(client: Client, area_ids: tuple[str, ...], show: str, language: str) -> Row:
    """One client as a row of the list."""
    summary = client.summary or {}
    overall = summary.get("overall")
    change, fell = "", False
    if overall and client.previous is not None:
        previous = (client.previous.numerator, client.previous.denominator)
        change = change_text(tuple(overall), previous, language)
        fell = change.startswith(MINUS)
    held = format_short_month(date.fromisoformat(summary["held_on"]), language) if summary else "not assessed"
    return Row(
        client.name,
        client.slug if summary else "",
        f"/clients/{client.slug}",
        f"{client.sector}, {held}" if client.sector else held[:1].upper() + held[1:],
        client.is_sample,
        cells_of(summary, area_ids, show, language),
        index_text(overall[0], overall[1], language) if overall else NONE,
        bool(overall and summary.get("provisional")),
        change or NONE,
        fell,
    )


@lru_cache(maxsize=ROWS_IN_MEMORY)
def standing_of(client: Client) -> Standing:
    """What the findings need of a client."""
    summary = client.summary or {}
    areas = {area: one[0][0] / one[0][1] for area, one in summary.get("areas", {}).items() if is_known(one)}
    overall = summary.get("overall")
    now, before = Fraction(*overall) if overall else None, client.previous
    change = None if now is None or before is None else now - before
    return Standing(client.name, areas, now, before, change)


def middle_of(values: Sequence[tuple[int, int]]) -> Fraction | None:
    """The median of some fractions, exactly; ordered as floats, which is quick."""
    if not values:
        return None
    ordered = sorted(values, key=lambda pair: pair[0] / pair[1])
    half = len(ordered) // 2
    if len(ordered) % 2:
        return Fraction(*ordered[half])
    return (Fraction(*ordered[half - 1]) + Fraction(*ordered[half])) / 2


def median_row(clients: Sequence[Client], framework: Framework, standings: Sequence[Standing]) -> Row | None:
    """The median of the clients shown, by area and overall; None with fewer than two assessed clients."""
    summaries = [client.summary for client in clients if client.summary]
    if len(summaries) < 2:
        return None
    language = current_language()
    cells = []
    for area in framework.areas:
        found = [s["areas"][area.id] for s in summaries if area.id in s["areas"]]
        middle = middle_of([(one[0][0], one[0][1]) for one in found if is_known(one)])
        level = 0 if middle is None else max(framework.base, int(middle))
        cells.append(EMPTY if middle is None else square(level, format_index(middle, language=language)))
    overall = middle_of([tuple(s["overall"]) for s in summaries if s["overall"]])
    changes = [one.change for one in standings if one.change is not None]
    change = middle_of([(c.numerator, c.denominator) for c in changes])
    return Row(
        name="Median of the clients shown",
        pick="",
        href="",
        about="",
        sample=False,
        cells=joined(cells),
        overall=format_index(overall, language=language),
        provisional=False,
        change=NONE if change is None else format_change(change, language=language),
        fell=False,
    )


def slope_of(standings: Sequence[Standing]) -> Chart | None:
    """The chart of previous and latest assessments; the clients that moved most when there are many."""
    both = [one for one in standings if one.change is not None]
    if not both:
        return None
    both.sort(key=lambda one: -abs(float(one.change or 0)))
    shown = [
        Slope(one.name, one.previous, one.overall, one.change)
        for one in both[:MOST_LINES]
        if one.previous is not None and one.overall is not None and one.change is not None
    ]
    about = "Mean index, the assessment before and the latest"
    if len(shown) < len(both):
        about += f"; the {len(shown)} clients that moved most of {len(both)}"
    return slope_chart(shown, title=moved_title(moves_of(standings)), subtitle=about)


def address(wanted: ClientFilter, show: str) -> str:
    """The address of the list with a filter; what is as usual is left out."""
    return f"/clients{query_of(wanted, show=show if show != 'level' else '')}"


def moved_of(clients: Sequence[Client], names: Mapping[str, str], language: str) -> tuple[Moved, ...]:
    """The areas that moved most, half a level or more, of all clients of the page; the largest move first."""
    found: list[tuple[Fraction, Client, str, Fraction]] = []
    for client in clients:
        summary = client.summary or {}
        before = summary.get("before") or {}
        for area, one in summary.get("areas", {}).items():
            if area in names and is_known(one) and before.get(area):
                was = Fraction(*before[area])
                found.append((Fraction(*one[0]) - was, client, area, was))
    clear = [one for one in found if abs(one[0]) >= CLEAR_DIFFERENCE]
    clear.sort(key=lambda one: -abs(one[0]))
    return tuple(
        Moved(
            client.name,
            f"/clients/{client.slug}",
            names[area],
            f"{format_index(was, language=language)} to {format_index(was + change, language=language)}",
            format_change(change, language=language),
            change < 0,
        )
        for change, client, area, was in clear[:MOST_MOVED]
    )


_views: dict[Hashable, PortfolioView] = {}


def view_of(found: Portfolio, show: str) -> PortfolioView:
    """The page of one portfolio, made once and kept until anything that it is made from changes."""
    edition = (found.framework.id, found.framework.version)
    shown = (found.wanted, found.total, found.page, found.words, edition, show, current_language())
    key = (tuple(found.clients), shown)
    view = _views.get(key)
    if view is None:
        while len(_views) >= VIEWS_IN_MEMORY:
            _views.pop(next(iter(_views)), None)
        view = _views[key] = _made(found, show, current_language())
    return view


def _made(found: Portfolio, show: str, language: str) -> PortfolioView:
    framework, wanted = found.framework, found.wanted
    names = [(a.id, localise(a.name, language), localise(a.short, language)) for a in framework.areas]
    area_ids = tuple(area.id for area in framework.areas)
    standings = [standing_of(client) for client in found.clients]
    rows = tuple(row_of(client, area_ids, show, language) for client in found.clients)
    median = median_row(found.clients, framework, standings) if show == "level" else None
    middle = middle_of(
        [(s.overall.numerator, s.overall.denominator) for s in standings if s.overall is not None]
    )
    filtered = wanted.is_narrow or wanted.archived
    title = headline(standings, short_names(names)) if rows else empty_title(wanted, found.total)
    pager = address(wanted, show)
    return PortfolioView(
        title=title,
        lede=lede(standings, found.total, "" if middle is None else format_index(middle)) if rows else "",
        areas=tuple((breakable(short or name), name) for _, name, short in names),
        levels=tuple((level.number, localise(level.name, language)) for level in framework.levels),
        rows=rows,
        median=median,
        shows=tuple((text, address(wanted, key), key == show) for key, text in SHOWS.items()),
        show=show,
        caption=CAPTIONS[show],
        colours=COLOURS[show],
        wanted=wanted,
        sectors=found.words.sectors,
        selects=selects_of(wanted, found.words),
        is_narrow_inside=replace(wanted, words="", sector="").is_narrow,
        query=query_of(wanted),
        total=found.total,
        page=found.page,
        pages=found.pages,
        pager=pager + ("&page=" if "?" in pager else "?page="),
        slope=slope_of(standings),
        slope_figure=FIGURE + query_of(wanted, page=found.page if found.page > 1 else ""),
        moved=moved_of(found.clients, {key: name for key, name, _ in names}, language),
        has_samples=any(row.sample for row in rows),
        is_empty=not found.total and not filtered,
        any_provisional=any(row.provisional for row in rows),
    )


def empty_title(wanted: ClientFilter, total: int) -> str:
    """The title of a list, or of a page of it, without clients."""
    if total:
        return "The list ends before this page"
    if wanted.is_narrow:
        return "No client matches"
    return "No client is archived" if wanted.archived else "No clients yet"
