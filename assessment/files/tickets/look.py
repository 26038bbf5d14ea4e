"""A look into an export before it is read: how it would be understood, and what has to be asked."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby, islice

from assessment.domain.tickets import Ticket
from assessment.errors import FileProblems
from assessment.files.problems import first_message
from assessment.files.tickets.columns import RowRejected
from assessment.files.tickets.instants import DAY_FIRST, InstantReader
from assessment.files.tickets.layouts import AUTO, guess_layout, meaning_of
from assessment.files.tickets.making import TicketMaker
from assessment.files.tickets.mapping import (
    ColumnMissing,
    Mapped,
    OrderAsked,
    fields_read,
    head_of,
    map_columns,
    open_rows,
)
from assessment.files.tickets.records import Row
from assessment.files.tickets.settings import Settings
from assessment.files.tickets.sources import Export, Source, look_at
from assessment.files.tickets.values import is_missing

WORDS_OF = ("state", "type", "priority")
MOST_WORDS = 60
MOST_DIFFERENT = 2000
SAMPLE_TICKETS = 8
SAMPLE_ROWS = 2000


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the export, in how many rows it stands, and what it is taken for ("" when that is open)."""

    text: str
    rows: int
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class SampleTicket:
    """One of the first tickets as understood, or the reason why it cannot be used."""

    line: int
    number: str
    ticket: Ticket | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Look:
    """How an export would be read.

    `columns` gives the header by field. `order_example` is a date that can be read in two ways, "" where the
    file decides it; `needs_zone` is true where times name none. `problem` says why nothing can be read yet.
    """

    layout: str
    headers: tuple[str, ...]
    columns: Mapping[str, str] = field(default_factory=dict)
    rows: int = 0
    order: str = ""
    order_example: str = ""
    needs_zone: bool = False
    words: Mapping[str, tuple[Word, ...]] = field(default_factory=dict)
    sample: tuple[SampleTicket, ...] = ()
    notes: tuple[str, ...] = ()
    problem: str = ""


def layout_of_file(source: Source, name: str) -> tuple[str, tuple[str, ...]]:
    """Return the id of the layout that the column names of an export point to, and those names.

    Raises FileProblems where there are none.
    """
    _, headers = head_of(look_at(source, name), AUTO)
    return guess_layout(headers).id, headers


def look_into(source: Source, name: str, layout: str = AUTO, settings: Settings | None = None) -> Look:
    """Return how an export would be read with these settings.

    Raises FileProblems where the file is no table at all, and InvalidInput where the settings name what is
    not there.
    """
    settings = settings or Settings()
    export = look_at(source, name)
    _, headers = head_of(export, layout)
    asked = ""
    try:
        mapped = map_columns(export, layout, settings)
    except FileProblems as error:
        guessed = guess_layout(headers).id if layout == AUTO else layout
        told = error.sentence if isinstance(error, ColumnMissing) else first_message(error)
        return Look(guessed, headers, problem=told)
    except OrderAsked as error:
        asked = error.sentence
        mapped = map_columns(export, layout, replace(settings, date_order=DAY_FIRST))
    return _looked(export, mapped, settings, asked)


def _looked(export: Export, mapped: Mapped, settings: Settings, asked: str) -> Look:
    instants = InstantReader(mapped.order, settings.zone_info)
    maker = TicketMaker(mapped, settings, instants)
    with open_rows(export, lambda line, why: None) as rows:
        first = list(islice((row for row in rows if row[0] > mapped.header_line), SAMPLE_ROWS))
        sample = tuple(islice(_sample(maker, mapped, first), SAMPLE_TICKETS))
        words, count = _words(mapped, settings, _chained(first, rows))
    return Look(
        mapped.layout.id,
        mapped.headers,
        fields_read(mapped),
        count,
        "" if asked else mapped.order,
        asked,
        instants.saw_none,
        words,
        sample,
        (*mapped.notes, *maker.notes()),
    )


def _chained(first: Sequence[Row], rest: Iterator[Row]) -> Iterator[Row]:
    yield from first
    yield from rest


def _sample(maker: TicketMaker, mapped: Mapped, rows: Sequence[Row]) -> Iterator[SampleTicket]:
    at = mapped.columns["number"]
    for text, group in groupby(rows, key=lambda row: row[1][at]):
        lines = list(group)
        number = text.strip()
        if is_missing(number):
            yield SampleTicket(lines[0][0], "", None, "has no ticket number")
            continue
        try:
            ticket = maker.made(number, [cells for _, cells in lines])
        except RowRejected as problem:
            yield SampleTicket(lines[0][0], number, None, str(problem))
        else:
            yield SampleTicket(lines[0][0], number, ticket)


def _words(
    mapped: Mapped, settings: Settings, rows: Iterator[Row]
) -> tuple[dict[str, tuple[Word, ...]], int]:
    """Return the words of state, type and priority with what they are taken for, and the number of rows."""
    places = {name: mapped.columns[name] for name in WORDS_OF if name in mapped.columns}
    found: dict[str, Counter[str]] = {name: Counter() for name in places}
    count = 0
    for _, cells in rows:
        count += 1
        for name, place in places.items():
            known, text = found[name], cells[place]
            if text in known or len(known) < MOST_DIFFERENT:
                known[text] += 1
    meanings = {
        "state": {**mapped.layout.states, **settings.states},
        "type": {**mapped.layout.types, **settings.types},
        "priority": dict(settings.priorities),
    }
    return {
        name: tuple(
            Word(text, times, meaning_of(meanings[name], text))
            for text, times in known.most_common(MOST_WORDS)
            if not is_missing(text)
        )
        for name, known in found.items()
    }, count
