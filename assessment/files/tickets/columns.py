"""What the cells of each column say: the part of a ticket that a column gives, and words not understood."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any, NamedTuple

from assessment.domain.tickets import OTHER, PER_MINUTE, Ticket
from assessment.files.problems import shown
from assessment.files.tickets.instants import InstantReader, Unreadable
from assessment.files.tickets.layouts import keys_of, meaning_of
from assessment.files.tickets.mapping import Mapped
from assessment.files.tickets.settings import Settings
from assessment.files.tickets.values import (
    is_missing,
    nothing,
    plain_key,
    read_breach,
    read_count,
    read_flag,
    read_in_or_out,
    read_length,
    read_number,
    read_times,
    unit_in_header,
)

TIMES = (
    ("opened_at", "opened", "opening time"),
    ("assigned_at", "assigned", "time of assignment"),
    ("first_response_at", "responded", "time of the first answer"),
    ("resolved_at", "resolved", "resolved time"),
    ("closed_at", "closed", "closing time"),
    ("outage_start", "outage_start", "beginning of the outage"),
    ("restored_at", "restored", "time of restoration"),
)
WORDS = {
    "first_group": "first_group", "contact_type": "contact", "service": "service", "sla_name": "sla_name",
    "parent": "parent", "assignment_group": "group",
}  # fmt: skip
FLAGS = {
    "response_made_sla": "made_response", "opened_by_system": "by_system", "one_touch": "one_touch",
    "planned": "planned",
}  # fmt: skip
AFTER, TOOK, FINAL = "after", "took", "final"
LENGTHS = {
    "hold_min": ("hold", "paused time"),
    "sla_target_min": ("target", "target for the time to resolve"),
    "first_response_after": (AFTER, "time to the first answer"),
    "resolution_after": (TOOK, "time to resolve"),
}
LEFT = {"response_left": "made_response", "resolution_left": "made_sla"}
NAMED_IN_SETTINGS = {
    "state": "say under states what they mean",
    "type": "they count as other than incidents and requests; say under types what they mean",
}
MOST_WORDS = 5
MOST_KEPT = 50_000

Cells = Sequence[str]
Read = Callable[[str], Any]


class RowRejected(ValueError):
    """A row that cannot become a ticket; the message says why and what to do."""


class Column(NamedTuple):
    """A column, the part of a ticket that it gives, and what was read in it before."""

    part: str
    place: int
    read: Read
    memo: dict[str, Any]


class Clock(NamedTuple):
    """What reads the times of a column in its zone, and what was read before."""

    instants: InstantReader
    known: dict[str, int | None]


class ColumnReader:
    """Reads the cells of rows, and keeps the words of each field that were not understood."""

    def __init__(self, mapped: Mapped, settings: Settings, instants: InstantReader) -> None:
        self._layout = mapped.layout
        self._headers = mapped.headers
        self._marks = mapped.marks
        self._at = mapped.columns
        self._settings = settings
        self._instants = instants
        self._clock = Clock(instants, {})
        by_zone = {zone: Clock(InstantReader(mapped.order, zone), {}) for zone in mapped.zones.values()}
        self._clocks = {field: by_zone[zone] for field, zone in mapped.zones.items()}
        self._types = {**mapped.layout.types, **settings.types}
        self._unread: dict[str, list[str]] = {}
        self.states = {**mapped.layout.states, **settings.states}
        self._times = [
            (part, self._at[name], called, name, self._clocks.get(name, self._clock).known)
            for name, part, called in TIMES
            if name in self._at
        ]
        self._columns = [
            Column(part, self._at[name], read, {}) for name, part, read in self._readers() if name in self._at
        ]
        self._blank: dict[str, Any] = Ticket("")._asdict()

    def values(self, cells: Cells) -> dict[str, Any]:
        """Return every part of a ticket by name, in the order of its fields, as one row has it."""
        values = self._blank.copy()
        for part, place, called, field, moments in self._times:
            text = cells[place]
            values[part] = moments[text] if text in moments else self.moment(called, text, field)
        for part, place, read, memo in self._columns:
            text = cells[place]
            try:
                found = memo[text]
            except KeyError:
                if len(memo) > MOST_KEPT:
                    memo.clear()
                found = memo[text] = read(text)
            if found is not None:
                values[part] = found
        values["group"] = values.pop(FINAL, "") or values["group"]
        values["hold"] = values["hold"] or 0
        return values

    def moment(self, called: str, text: str, field: str) -> int | None:
        """Return the moment in a cell of a field, None for nothing; RowRejected when it cannot be read."""
        instants, known = self._clocks.get(field, self._clock)
        if text in known:
            return known[text]
        try:
            found = instants.read(text)
            if instants is not self._instants:
                # A zone in the name of the column is as good as one in each of its cells.
                self._instants.saw_zone = True
        except Unreadable as error:
            if not is_missing(text):
                raise RowRejected(f'the {called} "{shown(text)}" cannot be read: {error}') from None
            found = None
        if len(known) > MOST_KEPT:
            known.clear()
        known[text] = found
        return found

    def _readers(self) -> Iterator[tuple[str, str, Read]]:
        """Yield each field, what it gives to a ticket, and how; the last with a value decides."""
        for field, part in WORDS.items():
            yield field, part, read_word
        yield "final_group", FINAL, read_word
        priorities = self._settings.priorities
        yield "priority", "priority", lambda text: priorities.get(plain_key(text), read_word(text))
        yield "state", "state", self._meaning
        yield "type", "type", self._type
        for field, part in FLAGS.items():
            yield field, part, self._flag_reader(field)
        for field, part in LEFT.items():
            yield field, part, self._left_reader(field)
        yield "breached_sla", "made_sla", self._noting("breached_sla", read_breach)
        yield "made_sla", "made_sla", self._flag_reader("made_sla")
        yield "reopened_at", "reopened", lambda text: 0 if is_missing(text) else 1
        yield "reopened_count", "reopened", self._noting("reopened_count", read_times)
        yield "group_stations", "reassigned", self._stations
        yield "reassignment_count", "reassigned", self._noting("reassignment_count", read_count)
        yield "kb_article", "article", _article
        yield "satisfaction", "satisfaction", self._noting("satisfaction", read_number)
        yield "close_code", "is_duplicate", lambda text: plain_key(text) in self._layout.duplicates
        for field, (part, called) in LENGTHS.items():
            yield field, part, self._length_reader(field, called)

    def _flag_reader(self, field: str) -> Read:
        place = self._at.get(field)
        is_in_or_out = place is not None and keys_of(self._headers[place]) & self._layout.in_or_out
        return self._noting(field, read_in_or_out if is_in_or_out else read_flag)

    def _unit(self, field: str) -> int | None:
        place = self._at.get(field)
        header = "" if place is None else self._headers[place]
        return unit_in_header(header) or self._layout.units.get(field)

    def _length_reader(self, field: str, called: str) -> Read:
        read = self._noting(field, partial(_length, called=called, unit=self._unit(field)))
        return (lambda text: read(text) or None) if field in self._layout.zero_is_nothing else read

    def _left_reader(self, field: str) -> Read:
        """Return how a clock that counts down is read: what is left is inside the SLA, less than 0 is not."""
        unit = self._unit(field) or PER_MINUTE
        read = self._noting(field, partial(read_length, unit=unit))
        no_zero = field in self._layout.zero_is_nothing

        def has_time_left(text: str) -> bool | None:
            left = read(text)
            return None if left is None or (no_zero and left == 0) else bool(left >= 0)

        return has_time_left

    def _noting(self, field: str, read: Read) -> Read:
        if mark := self._marks.get(field):
            return lambda text: self._or_note(field, text, lambda plain: read(plain.replace(mark, "")))
        return lambda text: self._or_note(field, text, read)

    def _or_note(self, field: str, text: str, read: Read) -> Any:
        """Return what is read, None for nothing; a value that cannot be read is noted."""
        if is_missing(text):
            return None
        found = read(text)
        if found is None:
            self._unread.setdefault(field, []).append(text)
        return found

    def _type(self, text: str) -> str:
        kind = self._types.get(plain_key(text), "")
        if not kind and not is_missing(text):
            self._unread.setdefault("type", []).append(text)
        return kind or OTHER

    def _meaning(self, text: str) -> str:
        meaning = meaning_of(self.states, text)
        if not meaning and not is_missing(text):
            self._unread.setdefault("state", []).append(text)
        return meaning

    def _stations(self, text: str) -> int | None:
        found = self._or_note("group_stations", text, read_count)
        return None if found is None else max(0, found - 1)

    def notes(self) -> Iterator[str]:
        """Yield a sentence for each field with words or numbers that could not be understood."""
        for field, strange in sorted(self._unread.items()):
            different = list(dict.fromkeys(strange))
            quoted = ", ".join(f'"{shown(word)}"' for word in different[:MOST_WORDS])
            more = f" and {len(different) - MOST_WORDS} more" if len(different) > MOST_WORDS else ""
            help_text = NAMED_IN_SETTINGS.get(field, "they count as missing")
            yield f"Values of {field} that are not understood: {quoted}{more}; {help_text}."


def read_word(text: str) -> str:
    """Return a word without needless spaces, "" for nothing."""
    plain = " ".join(text.split())
    return "" if plain.casefold() in nothing() else plain


def _length(text: str, called: str, unit: int | None) -> int | None:
    """Return a length of time; RowRejected for a negative one, which only what is left can be."""
    found = read_length(text, unit)
    if found is not None and found < 0:
        raise RowRejected(f'the {called} "{shown(text)}" is negative; correct it, or take the row out')
    return found


def _article(text: str) -> bool:
    flag = read_flag(text)
    return not is_missing(text) if flag is None else flag
