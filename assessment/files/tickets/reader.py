"""Reads a ticket export: guesses or takes the layout, asks what cannot be known, keeps what is good."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain, islice, repeat
from operator import itemgetter, ne
from zoneinfo import ZoneInfo

from assessment.domain.tickets import Ticket
from assessment.errors import InvalidInput
from assessment.files.problems import in_list, shown
from assessment.files.tickets.instants import (
    InstantReader,
    is_open_to_question,
    looks_like_a_moment,
    orders_proven,
)
from assessment.files.tickets.layouts import (
    AUTO,
    FIELDS,
    GENERIC,
    TIME_FIELDS,
    Layout,
    guess_layout,
    layout_named,
    places_of,
)
from assessment.files.tickets.making import RowRejected, TicketMaker
from assessment.files.tickets.records import SNIFFED, TITLE_LINES, Row, delimiter_of, rows_of, width_of
from assessment.files.tickets.settings import Settings
from assessment.files.tickets.sources import TEXT, Export, Source, look_at, refuse
from assessment.files.tickets.values import is_missing, plain_key
from assessment.files.tickets.workbook import rows_of_workbook

MOST_COLUMNS = 1000
MOST_REJECTED = 1000
LOOKED_AT = 2000
MOST_NAMED = 12
PROGRESS_EVERY = 2000

Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that could not be used; `line` counts from 1."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class Mapped:
    """How an export is understood: its layout, its headers, and the column of each field."""

    layout: Layout
    headers: tuple[str, ...]
    header_line: int
    columns: Mapping[str, int]
    order: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TicketFile:
    """The tickets of an export and what there is to say about reading it.

    `zone` is the zone that times without one were read in; None with `clock` when they stay clock times.
    """

    mapped: Mapped
    tickets: tuple[Ticket, ...]
    rows_read: int
    rows_used: int
    rejected: tuple[Rejected, ...]
    rejected_count: int
    is_log: bool
    zone: ZoneInfo | None
    notes: tuple[str, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)

    @property
    def known(self) -> frozenset[str]:
        """The fields of a ticket for which at least one has a value."""
        blank = Ticket("")
        return frozenset(
            name
            for place, name in enumerate(Ticket._fields)
            if any(map(ne, map(itemgetter(place), self.tickets), repeat(blank[place])))
        )


def read_tickets(
    source: Source,
    name: str,
    layout: str = AUTO,
    settings: Settings | None = None,
    progress: Progress | None = None,
) -> TicketFile:
    """Return the tickets of an export.

    Raises FileProblems with a sentence for a file that holds none, and InvalidInput naming the setting that
    has to be given where the file can be read in two ways.
    """
    settings = settings or Settings()
    export = look_at(source, name)
    mapped = map_columns(export, layout, settings)
    return _Reading(export, mapped, settings, progress or _silent).read()


def _silent(rows: int) -> None:
    pass


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


def map_columns(export: Export, layout_name: str, settings: Settings) -> Mapped:
    """Return how an export is understood, from its first rows and the settings."""
    with open_rows(export, lambda line, why: None) as rows:
        first = list(islice(rows, TITLE_LINES))
        if not first:
            refuse(export.name, "there is no line of column names; export the tickets with one")
        head, *below = first[_head_at(first, layout_name) :]
        headers = tuple(cell.strip().lstrip("\ufeff") for cell in head[1])
        if len(headers) > MOST_COLUMNS:
            refuse(export.name, f"there are {len(headers)} columns; at most {MOST_COLUMNS} are read")
        sample = [cells for _, cells in chain(below, islice(rows, LOOKED_AT))]
    if not sample:
        refuse(export.name, "there is a line of column names and nothing below it", head[0])
    layout = guess_layout(headers) if layout_name == AUTO else layout_named(layout_name)
    columns = _chosen(places_of(layout, headers), headers, sample, settings)
    if layout_name == AUTO and layout.id != GENERIC and not _is_enough(columns):
        layout = layout_named(GENERIC)
        columns = _chosen(places_of(layout, headers), headers, sample, settings)
    _check_enough(export, layout, headers, columns)
    order = settings.date_order or _order_of(export, columns, sample)
    return Mapped(layout, headers, head[0], columns, order, _header_notes(headers))


def _head_at(rows: Sequence[Row], layout_name: str) -> int:
    """Return which of the first rows holds the column names: the first that names what a ticket needs."""
    for at, (_, cells) in enumerate(rows):
        layout = guess_layout(cells) if layout_name == AUTO else layout_named(layout_name)
        found = places_of(layout, cells)
        if "number" in found and {"opened_at", "event_at", "updated_at"} & set(found):
            return at
    return 0


def _chosen(
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
    if "opened_at" not in chosen and "event_at" not in chosen and "updated_at" in chosen:
        chosen["event_at"] = chosen["updated_at"]
    for name, header in settings.columns.items():
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


def _likeliest(name: str, places: Sequence[int], sample: Sequence[Sequence[str]]) -> int | None:
    """Return the first column with a value; for a moment the first with one that can be read as that."""
    filled = [place for place in places if _has_value(sample, place)]
    if not filled or name not in TIME_FIELDS:
        return filled[0] if filled else places[0]
    dated = next((place for place in filled if _has_moment(sample, place)), None)
    return filled[0] if dated is None and name == "opened_at" else dated


def _has_moment(sample: Sequence[Sequence[str]], place: int) -> bool:
    return any(looks_like_a_moment(cells[place]) for cells in sample if not is_missing(cells[place]))


def _has_value(sample: Sequence[Sequence[str]], place: int) -> bool:
    return any(not is_missing(cells[place]) for cells in sample)


def _is_enough(columns: Mapping[str, int]) -> bool:
    return "number" in columns and ("opened_at" in columns or "event_at" in columns)


def _check_enough(export: Export, layout: Layout, headers: Sequence[str], columns: Mapping[str, int]) -> None:
    if _is_enough(columns):
        return
    lacking = "the number of the ticket" if "number" not in columns else "the time when it was opened"
    name = "number" if "number" not in columns else "opened_at"
    refuse(
        export.name,
        f"no column gives {lacking} (read as {layout.name}); name it in the settings, as in "
        f"columns: {{{name}: HEADER}}. The columns are: {_some(headers)}",
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


def _order_of(export: Export, columns: Mapping[str, int], sample: Sequence[Sequence[str]]) -> str:
    """Return the order of day and month that the dates prove; InvalidInput where they prove none."""
    places = [columns[name] for name in TIME_FIELDS if name in columns]
    proven = orders_proven(cells[place] for cells in sample for place in places)
    open_text = next((cells[at] for cells in sample for at in places if is_open_to_question(cells[at])), "")
    if not proven and open_text:
        with open_rows(export, lambda line, why: None) as rows:
            proven = orders_proven(cells[place] for _, cells in rows for place in places)
    if not proven and open_text:
        raise InvalidInput(
            "date_order",
            f'Dates such as "{shown(open_text)}" can be read in two ways and no date in the file decides it. '
            "Say date_order: dmy or date_order: mdy in the settings.",
        )
    return max(sorted(proven), key=("mdy", "dmy", "ymd").index) if len(proven) == 1 else _most(sample, places)


def _most(sample: Sequence[Sequence[str]], places: Sequence[int]) -> str:
    """Return the order that most of the dates prove, day first where none has to be decided."""
    votes: Counter[str] = Counter()
    for cells in sample:
        for place in places:
            votes.update(orders_proven([cells[place]]))
    votes.pop("ymd", None)
    return votes.most_common(1)[0][0] if votes else "dmy"


class _Reading:
    """One run through the rows; the rows of one ticket that follow each other are taken together."""

    def __init__(self, export: Export, mapped: Mapped, settings: Settings, progress: Progress) -> None:
        self._export = export
        self._mapped = mapped
        self._progress = progress
        self._zone = settings.zone_info
        self._instants = InstantReader(mapped.order, self._zone)
        self._maker = TicketMaker(mapped.layout, mapped.headers, mapped.columns, settings, self._instants)
        self._tickets: dict[str, Ticket] = {}
        self._rejected: list[Rejected] = []
        self._rejected_count = 0
        self._repeats = 0
        self._used = 0
        self._read = 0

    def read(self) -> TicketFile:
        """Return everything that the export holds."""
        with open_rows(self._export, self._reject) as rows:
            self._take(row for row in rows if row[0] > self._mapped.header_line)
        if not self._tickets:
            self._refuse_all()
        notes = [*self._mapped.notes, *self._zone_notes(), *self._maker.notes()]
        tickets = self._maker.finished(self._tickets.values(), is_log=self._repeats > 0)
        if self._maker.assumed_end:
            notes.append("The log names no state, so the last event of a ticket counts as its end.")
        return TicketFile(
            self._mapped,
            tickets,
            self._read,
            self._used,
            tuple(sorted(self._rejected, key=lambda one: one.line)),
            self._rejected_count,
            self._repeats > 0,
            self._zone,
            tuple(notes),
            dict(self._maker.counts),
        )

    def _reject(self, line: int, reason: str) -> None:
        self._read += 1
        self._note(line, reason)

    def _note(self, line: int, reason: str) -> None:
        self._rejected_count += 1
        if len(self._rejected) < MOST_REJECTED:
            self._rejected.append(Rejected(line, reason))

    def _take(self, rows: Iterator[Row]) -> None:
        """Read every row, and make a ticket whenever its number changes."""
        number_at = self._mapped.columns["number"]
        current, group, lines = "", list[list[str]](), list[int]()
        for line, cells in rows:
            if cells[number_at] != current:
                self._make(current, group, lines)
                current, group, lines = cells[number_at], [], []
            group.append(cells)
            lines.append(line)
        self._make(current, group, lines)
        self._progress(self._read)

    def _make(self, text: str, group: Sequence[Sequence[str]], lines: Sequence[int]) -> None:
        if not group:
            return
        before, self._read = self._read, self._read + len(group)
        if before // PROGRESS_EVERY != self._read // PROGRESS_EVERY:
            self._progress(self._read)
        number = text.strip()
        if is_missing(number):
            for line in lines:
                self._note(line, "has no ticket number")
            return
        try:
            ticket = self._maker.made(number, group)
        except RowRejected as problem:
            for line in lines:
                self._note(line, f"ticket {shown(number)}: {problem}")
            return
        self._used += len(group)
        self._repeats += len(group) - 1
        known = self._tickets.get(number)
        if known is not None:
            self._repeats += 1
            ticket = self._maker.merged(known, ticket)
        self._tickets[number] = ticket

    def _zone_notes(self) -> Iterator[str]:
        if self._instants.saw_zone and self._instants.saw_none and self._zone is None:
            raise InvalidInput(
                "zone",
                "Some times of the file name a time zone and others do not. "
                "Say in the settings in which zone the others are, as in zone: Europe/Rome.",
            )
        if self._instants.saw_none and self._zone is None:
            yield "The times name no zone; they are read as the clock of one place showed them."

    def _refuse_all(self) -> None:
        first = self._rejected[0] if self._rejected else None
        why = f"; line {first.line} {first.reason}" if first else ""
        refuse(
            self._export.name, f"no row could be used, of {self._read} read{why}", first.line if first else 1
        )


def fields_read(mapped: Mapped) -> dict[str, str]:
    """Return the header of each field that is read."""
    return {name: mapped.headers[mapped.columns[name]] for name in FIELDS if name in mapped.columns}
