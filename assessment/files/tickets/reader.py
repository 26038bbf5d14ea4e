"""Reads a ticket export: guesses or takes the layout, asks what cannot be known, keeps what is good."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import dropwhile
from zoneinfo import ZoneInfo

from assessment.domain.tickets import Ticket, known_fields
from assessment.errors import InvalidInput
from assessment.files.problems import shown
from assessment.files.tickets.columns import RowRejected
from assessment.files.tickets.instants import InstantReader
from assessment.files.tickets.layouts import AUTO
from assessment.files.tickets.making import TicketMaker
from assessment.files.tickets.mapping import Mapped, map_columns, open_rows, refuse_without
from assessment.files.tickets.records import Row
from assessment.files.tickets.settings import Settings
from assessment.files.tickets.sources import Export, Source, look_at, refuse
from assessment.files.tickets.values import is_missing

MOST_REJECTED = 1000
PROGRESS_EVERY = 2000

Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that could not be used; `line` counts from 1."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class TicketFile:
    """The tickets of an export and what there is to say about reading it.

    `zone` is the zone that times without one were read in; None when they are kept as the clock showed them.
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
        return known_fields(self.tickets)


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


class _Reading:
    """One run through the rows; the rows of one ticket that follow each other are taken together."""

    def __init__(self, export: Export, mapped: Mapped, settings: Settings, progress: Progress) -> None:
        self._export = export
        self._mapped = mapped
        self._progress = progress
        self._zone = settings.zone_info
        self._instants = InstantReader(mapped.order, self._zone)
        self._maker = TicketMaker(mapped, settings, self._instants)
        self._tickets: dict[str, Ticket] = {}
        self._rejected: list[Rejected] = []
        self._rejected_count = 0
        self._repeats = 0
        self._used = 0
        self._read = 0

    def read(self) -> TicketFile:
        """Return everything that the export holds."""
        with open_rows(self._export, self._reject) as rows:
            self._take(dropwhile(lambda row: row[0] <= self._mapped.header_line, rows))
        if not self._tickets:
            self._refuse_all()
        if self._repeats == 0 and self._only_knows_changes():
            refuse_without(self._export, self._mapped.layout, self._mapped.headers, "opened_at")
        notes = [*self._mapped.notes, *self._zone_notes(), *self._maker.notes()]
        tickets = self._maker.finished(self._tickets.values(), is_log=self._repeats > 0)
        if self._maker.closing_resolves:
            self._maker.counts["closed_as_resolved"] = sum(one.resolved is not None for one in tickets)
            notes.append("This tool has one end of a ticket: the closing time counts as resolved.")
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

    def _only_knows_changes(self) -> bool:
        """Return whether the time of a change stands for events, which needs a row for each of them."""
        columns = self._mapped.columns
        return "opened_at" not in columns and columns.get("event_at") == columns.get("updated_at", -1)

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
        current, group = "", list[Row]()
        for row in rows:
            if row[1][number_at] != current:
                self._make(current, group)
                current, group = row[1][number_at], []
            group.append(row)
        self._make(current, group)
        self._progress(self._read)

    def _make(self, text: str, group: Sequence[Row]) -> None:
        if not group:
            return
        before, self._read = self._read, self._read + len(group)
        if before // PROGRESS_EVERY != self._read // PROGRESS_EVERY:
            self._progress(self._read)
        number = text.strip()
        if is_missing(number):
            self._note_all(group, "has no ticket number")
            return
        try:
            ticket = self._maker.made(number, [cells for _, cells in group])
        except RowRejected as problem:
            self._note_all(group, f"ticket {shown(number)}: {problem}")
            return
        self._used += len(group)
        self._repeats += len(group) - 1
        known = self._tickets.get(number)
        if known is not None:
            self._repeats += 1
            ticket = self._maker.merged(known, ticket)
        self._tickets[number] = ticket

    def _note_all(self, group: Sequence[Row], reason: str) -> None:
        for line, _ in group:
            self._note(line, reason)

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
