"""How an export is understood: where its column names are, which tool wrote it, what each column is."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import tzinfo
from itertools import chain, islice
from typing import NoReturn

from assessment.domain.tickets import PER_MINUTE
from assessment.errors import FileProblems, InvalidInput
from assessment.files.problems import Problem, in_list, shown
from assessment.files.tickets.instants import (
    is_open_to_question,
    looks_like_a_moment,
    orders_proven,
)
from assessment.files.tickets.layouts import (
    AUTO,
    FIELDS,
    GENERIC,
    NUMBER_FIELDS,
    TIME_FIELDS,
    Layout,
    guess_layout,
    keys_of,
    layout_named,
    places_of,
)
from assessment.files.tickets.records import SNIFFED, TITLE_LINES, Row, delimiter_of, rows_of, width_of
from assessment.files.tickets.settings import Settings
from assessment.files.tickets.sources import TEXT, Export, refuse
from assessment.files.tickets.values import is_missing, plain_key, read_length, thousands_mark
from assessment.files.tickets.workbook import rows_of_workbook
from assessment.files.tickets.zones import zone_in_header

MOST_COLUMNS = 1000
LOOKED_AT = 2000
MOST_NAMED = 12
MOMENT_OF = {"first_response_after": "first_response_at", "resolution_after": "resolved_at"}


@dataclass(frozen=True, slots=True)
class Mapped:
    """How an export is understood: its layout, its headers, and the column of each field.

    `zones` are the zones that the names of columns give to their times, by field.
    """

    layout: Layout
    headers: tuple[str, ...]
    header_line: int
    columns: Mapping[str, int]
    order: str
    notes: tuple[str, ...] = ()
    marks: Mapping[str, str] = field(default_factory=dict)
    zones: Mapping[str, tzinfo] = field(default_factory=dict)


class ColumnMissing(FileProblems):
    """No column gives what every ticket needs; `sentence` says which, without what to do."""

    def __init__(self, name: str, sentence: str, advice: str) -> None:
        super().__init__([Problem(name, 1, 1, "file", f"{sentence}; {advice}")])
        self.sentence = sentence


class OrderAsked(InvalidInput):
    """Dates can be read in two ways and nothing decides it; `sentence` says so, without what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__("date_order", f"{sentence} Say date_order: dmy or date_order: mdy in the settings.")
        self.sentence = sentence


@contextmanager
def open_rows(export: Export, reject: Callable[[int, str], None]) -> Iterator[Iterator[Row]]:
    """Yield the rows of an export, each with its line, from the line of column names on."""
    if export.kind != TEXT:
        yield rows_of_workbook(export)
        return
    with export.lines() as lines:
        first = list(islice(lines, SNIFFED))
        mark = delimiter_of(first)
        skipped = _title_lines(first, mark)
        yield rows_of(chain(first[skipped:], lines), mark, reject, skipped)


def _title_lines(lines: Sequence[str], mark: str) -> int:
    """Return how many lines stand above the column names: those with fewer fields than the lines after."""
    widths = [width_of(line, mark) for line in lines[:TITLE_LINES]]
    if not widths or max(widths) <= 1:
        return 0
    usual = Counter(width for width in widths if width > 1).most_common(1)[0][0]
    above = next((place for place, width in enumerate(widths) if width >= usual), 0)
    return above if all(width < usual for width in widths[:above]) else 0


def head_of(export: Export, layout_name: str) -> tuple[int, tuple[str, ...]]:
    """Return the line of the column names and the names; FileProblems where there are none."""
    with open_rows(export, lambda line, why: None) as rows:
        head, _ = _head_and_below(export, list(islice(rows, TITLE_LINES)), layout_name)
    return head


def _head_and_below(
    export: Export, first: Sequence[Row], layout_name: str
) -> tuple[tuple[int, tuple[str, ...]], Sequence[Row]]:
    if not first:
        refuse(export.name, "there is no line of column names; export the tickets with one")
    head, *below = first[_head_at(first, layout_name) :]
    headers = tuple(cell.strip().lstrip("\ufeff") for cell in head[1])
    if len(headers) > MOST_COLUMNS:
        refuse(export.name, f"there are {len(headers)} columns; at most {MOST_COLUMNS} are read")
    return (head[0], headers), below


def map_columns(export: Export, layout_name: str, settings: Settings) -> Mapped:
    """Return how an export is understood, from its first rows and the settings."""
    with open_rows(export, lambda line, why: None) as rows:
        (line, headers), below = _head_and_below(export, list(islice(rows, TITLE_LINES)), layout_name)
        sample = [cells for _, cells in chain(below, islice(rows, LOOKED_AT))]
    if not sample:
        refuse(export.name, "there is a line of column names and nothing below it", line)
    layout = guess_layout(headers) if layout_name == AUTO else layout_named(layout_name)
    columns = _chosen(layout, places_of(layout, headers), headers, sample, settings)
    if layout_name == AUTO and layout.id != GENERIC and not _is_enough(columns):
        layout = layout_named(GENERIC)
        columns = _chosen(layout, places_of(layout, headers), headers, sample, settings)
    if not _is_enough(columns):
        refuse_without(export, layout, headers, "opened_at" if "number" in columns else "number")
    order = settings.date_order or _order_of(export, columns, sample)
    marks, doubts = _marks_of(columns, sample)
    zones = {
        name: zone
        for name in TIME_FIELDS
        if name in columns and (zone := zone_in_header(headers[columns[name]])) is not None
    }
    notes = (*_header_notes(headers), *_zone_notes(headers, [columns[name] for name in zones]), *doubts)
    return Mapped(layout, headers, line, columns, order, notes, marks, zones)


def _marks_of(
    columns: Mapping[str, int], sample: Sequence[Sequence[str]]
) -> tuple[dict[str, str], list[str]]:
    """Return the mark between thousands of each column of numbers, with a sentence where none is sure."""
    found = {
        name: thousands_mark(cells[columns[name]] for cells in sample)
        for name in NUMBER_FIELDS
        if name in columns
    }
    doubts = [
        f"Numbers of {name} such as 1,234 can be read in two ways; the mark is taken for that of decimals."
        for name, mark in found.items()
        if mark is None
    ]
    return {name: mark for name, mark in found.items() if mark}, doubts


def _head_at(rows: Sequence[Row], layout_name: str) -> int:
    """Return which of the first rows holds the column names: the first that names what a ticket needs."""
    for at, (_, cells) in enumerate(rows):
        layout = guess_layout(cells) if layout_name == AUTO else layout_named(layout_name)
        found = places_of(layout, cells)
        if "number" in found and {"opened_at", "event_at", "updated_at"} & set(found):
            return at
    return 0


def _chosen(
    layout: Layout,
    places: Mapping[str, Sequence[int]],
    headers: Sequence[str],
    sample: Sequence[Sequence[str]],
    settings: Settings,
) -> dict[str, int]:
    """Return one column for each field: the one that the settings name, else the likeliest with a value."""
    chosen = {
        name: place
        for name, found in places.items()
        if (place := _likeliest(name, found, sample)) is not None
    }
    for length, moment in MOMENT_OF.items():
        if length in chosen and moment not in chosen and _holds_moments(sample, chosen[length]):
            chosen[moment] = chosen.pop(length)
    _settle_completed(chosen, places.get("closed_at", ()), layout, headers, sample)
    _settle_bare_date(chosen, layout, headers, sample)
    if "opened_at" not in chosen and "event_at" not in chosen and "updated_at" in chosen:
        chosen["event_at"] = chosen["updated_at"]
    for name, header in settings.columns.items():
        if not header:
            chosen.pop(name, None)
            continue
        place = next((at for at, found in enumerate(headers) if found == header), None)
        if place is None:
            place = next(
                (at for at, found in enumerate(headers) if plain_key(found) == plain_key(header)), None
            )
        if place is None:
            raise InvalidInput(
                "columns", f'There is no column "{shown(header)}". There are: {_some(headers)}.'
            )
        chosen = {field: at for field, at in chosen.items() if at != place}
        chosen[name] = place
    return chosen


def _settle_completed(
    chosen: dict[str, int],
    places: Sequence[int],
    layout: Layout,
    headers: Sequence[str],
    sample: Sequence[Sequence[str]],
) -> None:
    """Take the completion for the resolution where another column is the closing."""
    dated = [place for place in places if _has_moment(sample, place)]
    completed = [place for place in dated if keys_of(headers[place]) & layout.completed]
    closed = [place for place in dated if place not in completed]
    if "resolved_at" not in chosen and completed and closed:
        chosen["resolved_at"], chosen["closed_at"] = completed[0], closed[0]


def _settle_bare_date(
    chosen: dict[str, int], layout: Layout, headers: Sequence[str], sample: Sequence[Sequence[str]]
) -> None:
    """Take a column called just "Date" for that of events where it changes within a ticket."""
    place = chosen.get("opened_at")
    if place is None or not keys_of(headers[place]) & layout.bare_dates:
        return
    if "event_at" in chosen or not _has_moment(sample, place):
        del chosen["opened_at"]
    elif "number" in chosen and _changes(sample, chosen["number"], place):
        chosen["event_at"] = chosen.pop("opened_at")


def _changes(sample: Sequence[Sequence[str]], number_at: int, place: int) -> bool:
    seen: dict[str, str] = {}
    return any(seen.setdefault(cells[number_at], cells[place]) != cells[place] for cells in sample)


def _likeliest(name: str, places: Sequence[int], sample: Sequence[Sequence[str]]) -> int | None:
    """Return the first column with a value; for a moment the first with one that can be read as that."""
    filled = [place for place in places if _has_value(sample, place)]
    if not filled or name not in TIME_FIELDS:
        return filled[0] if filled else places[0]
    dated = next((place for place in filled if _has_moment(sample, place)), None)
    return filled[0] if dated is None and name == "opened_at" else dated


def _has_moment(sample: Sequence[Sequence[str]], place: int) -> bool:
    return any(looks_like_a_moment(cells[place]) for cells in sample if not is_missing(cells[place]))


def _holds_moments(sample: Sequence[Sequence[str]], place: int) -> bool:
    """Return whether a column named like a length of time holds moments instead."""
    texts = [cells[place] for cells in sample if not is_missing(cells[place])]
    return bool(texts) and all(
        read_length(text, PER_MINUTE) is None and looks_like_a_moment(text) for text in texts
    )


def _has_value(sample: Sequence[Sequence[str]], place: int) -> bool:
    return any(not is_missing(cells[place]) for cells in sample)


def _is_enough(columns: Mapping[str, int]) -> bool:
    return "number" in columns and ("opened_at" in columns or "event_at" in columns)


def refuse_without(export: Export, layout: Layout, headers: Sequence[str], name: str) -> NoReturn:
    """Raise FileProblems because no column gives the number of a ticket, or the time of its opening."""
    lacking = "the number of the ticket" if name == "number" else "the time when it was opened"
    raise ColumnMissing(
        export.name,
        f"no column gives {lacking} (read as {layout.name})",
        f"name it in the settings, as in columns: {{{name}: HEADER}}. The columns are: {_some(headers)}",
    )


def _some(headers: Sequence[str]) -> str:
    named = [shown(header) or "(no name)" for header in headers[:MOST_NAMED]]
    more = len(headers) - len(named)
    return in_list(named) + (f" and {more} more" if more else "")


def _header_notes(headers: Sequence[str]) -> tuple[str, ...]:
    notes = []
    twice = [name for name, times in Counter(headers).items() if name and times > 1]
    if twice:
        notes.append(f"Columns that occur more than once, the first with a value counts: {_some(twice)}.")
    if unnamed := sum(1 for header in headers if not header):
        notes.append(f"{unnamed} column{' has' if unnamed == 1 else 's have'} no name and are not read.")
    return tuple(notes)


def _zone_notes(headers: Sequence[str], places: Sequence[int]) -> Iterator[str]:
    named = [shown(headers[place]) for place in dict.fromkeys(places)]
    if len(named) == 1:
        yield f"The column {named[0]} names the zone of its times, and they are read in that."
    elif named:
        yield f"The columns {in_list(named)} name the zone of their times, and they are read in that."


def _order_of(export: Export, columns: Mapping[str, int], sample: Sequence[Sequence[str]]) -> str:
    """Return the order of day and month that the dates prove; InvalidInput where they prove none."""
    places = [columns[name] for name in TIME_FIELDS if name in columns]
    texts = {cells[place]: None for cells in sample for place in places}
    proven = orders_proven(texts)
    open_text = "" if proven else next(filter(is_open_to_question, texts), "")
    if open_text:
        with open_rows(export, lambda line, why: None) as rows:
            proven = orders_proven(cells[place] for _, cells in rows for place in places)
    if not proven and open_text:
        raise OrderAsked(
            f'Dates such as "{shown(open_text)}" can be read in two ways and no date in the file decides it.'
        )
    return next(iter(proven)) if len(proven) == 1 else _most(sample, places)


def _most(sample: Sequence[Sequence[str]], places: Sequence[int]) -> str:
    """Return the order that most of the dates prove, day first where none has to be decided."""
    votes: Counter[str] = Counter()
    for cells in sample:
        for place in places:
            votes.update(orders_proven([cells[place]]))
    votes.pop("ymd", None)
    return votes.most_common(1)[0][0] if votes else "dmy"


def fields_read(mapped: Mapped) -> dict[str, str]:
    """Return the header of each field that is read."""
    return {name: mapped.headers[mapped.columns[name]] for name in FIELDS if name in mapped.columns}
