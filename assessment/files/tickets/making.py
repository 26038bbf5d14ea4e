"""Makes a ticket out of its rows: one row, or all events of a log that belong to one number."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from assessment.domain.tickets import CLOSED, OTHER, RESOLVED, Ticket, impossible
from assessment.files.problems import shown
from assessment.files.tickets.instants import InstantReader, Unreadable
from assessment.files.tickets.layouts import Layout
from assessment.files.tickets.settings import Settings
from assessment.files.tickets.values import (
    is_missing,
    nothing,
    plain_key,
    read_count,
    read_flag,
    read_length,
    read_number,
    unit_in_header,
)

TIMES = {
    "opened": ("opened_at", "opening time"),
    "assigned": ("assigned_at", "time of assignment"),
    "responded": ("first_response_at", "time of the first answer"),
    "resolved": ("resolved_at", "resolved time"),
    "closed": ("closed_at", "closing time"),
    "outage_start": ("outage_start", "beginning of the outage"),
    "restored": ("restored_at", "time of restoration"),
}
AFTER, TOOK, GROUP = "after", "took", "final"
MOST_WORDS = 5
MOST_KEPT = 100_000

Cells = Sequence[str]


class RowRejected(ValueError):
    """A row that cannot become a ticket; the message says why and what to do."""


class Column(NamedTuple):
    """A column, the part of a ticket that it gives, and what was read in it before."""

    part: str
    place: int
    read: Callable[[str], Any]
    memo: dict[str, Any]


class TicketMaker:
    """Turns the cells of rows into tickets, counting on the way what is odd about them."""

    def __init__(
        self,
        layout: Layout,
        headers: Sequence[str],
        columns: Mapping[str, int],
        settings: Settings,
        instants: InstantReader,
    ) -> None:
        self._layout = layout
        self._headers = headers
        self._at = columns
        self._settings = settings
        self._instants = instants
        self._states = {**layout.states, **settings.states}
        self._times = [
            (name, columns[column], words) for name, (column, words) in TIMES.items() if column in columns
        ]
        self._nothing = nothing()
        self._unread: dict[str, list[str]] = {}
        self._columns = [
            Column(part, columns[name], read, {}) for name, part, read in self._readers() if name in columns
        ]
        self._event_at = next((columns[name] for name in ("event_at", "updated_at") if name in columns), None)
        self._event_is_change = self._event_at is not None and self._event_at == columns.get("updated_at")
        self._group_at = columns.get("assignment_group")
        self._words: dict[str, str] = {}
        self._ends: dict[str, int] = {}
        self._saw_meaning = False
        self.counts: Counter[str] = Counter()
        self.assumed_end = False

    def _readers(self) -> Iterator[tuple[str, str, Callable[[str], Any]]]:
        """Yield what each field gives to a ticket, and how it is read; the last of two for a part decides."""
        priorities = self._settings.priorities
        for field, part in (
            ("first_group", "first_group"), ("contact_type", "contact"), ("service", "service"),
            ("sla_name", "sla_name"), ("parent", "parent"), ("assignment_group", "group"),
            ("final_group", GROUP),
        ):  # fmt: skip
            yield field, part, _word
        yield "priority", "priority", lambda text: priorities.get(plain_key(text), _word(text))
        yield "state", "state", self._meaning
        yield "type", "type", lambda text: self._layout.types.get(plain_key(text), OTHER)
        for field, part in (
            ("response_made_sla", "made_response"), ("opened_by_system", "by_system"),
            ("one_touch", "one_touch"), ("planned", "planned"),
        ):  # fmt: skip
            yield field, part, read_flag
        yield "breached_sla", "made_sla", lambda text: _opposite(read_flag(text))
        yield "made_sla", "made_sla", read_flag
        yield "reopened_at", "reopened", lambda text: 0 if is_missing(text) else 1
        yield "reopened_count", "reopened", lambda text: self._or_note("reopened_count", text, read_count)
        yield "group_stations", "reassigned", self._stations
        yield (
            "reassignment_count",
            "reassigned",
            lambda text: self._or_note("reassignment_count", text, read_count),
        )
        yield "kb_article", "article", _article
        yield "satisfaction", "satisfaction", lambda text: self._or_note("satisfaction", text, read_number)
        yield "close_code", "is_duplicate", lambda text: plain_key(text) in self._layout.duplicates
        for field, part in (
            ("hold_min", "hold"), ("sla_target_min", "target"), ("first_response_after", AFTER),
            ("resolution_after", TOOK),
        ):  # fmt: skip
            yield field, part, self._length_reader(field)

    def _length_reader(self, field: str) -> Callable[[str], int | None]:
        place = self._at.get(field)
        header = "" if place is None else self._headers[place]
        unit = unit_in_header(header) or self._layout.units.get(field)
        return lambda text: self._or_note(field, text, lambda plain: read_length(plain, unit))

    def _or_note(self, field: str, text: str, read: Callable[[str], Any]) -> Any:
        """Return what is read, None for nothing; a value that cannot be read is noted."""
        if is_missing(text):
            return None
        found = read(text)
        if found is None:
            self._unread.setdefault(field, []).append(text)
        return found

    def _meaning(self, text: str) -> str:
        meaning = self._states.get(plain_key(text), "")
        if not meaning and not is_missing(text):
            self._unread.setdefault("state", []).append(text)
        return meaning

    def _stations(self, text: str) -> int | None:
        found = self._or_note("group_stations", text, read_count)
        return None if found is None else max(0, found - 1)

    def made(self, number: str, rows: Sequence[Cells]) -> Ticket:
        """Return the ticket of the rows of one number, in the order of the file; RowRejected says why not."""
        first, last = rows[0], rows[-1]
        begin, end = self._events(rows)
        if begin is not None and end is not None and begin > end:
            first, last, begin, end = last, first, end, begin
        values = self._values(last)
        if "opened_at" not in self._at:
            values["opened"] = begin
        opened = values.get("opened")
        if opened is None:
            raise RowRejected("has no opening time; look at it in the tool that it comes from")
        if len(rows) > 1 and self._group_at is not None:
            self._add_groups(values, rows, backwards=first is rows[-1])
        if "event_at" in self._at and "resolved_at" not in self._at and "closed_at" not in self._at:
            self._add_ends(values, number, rows, end)
        took, after = values.pop(TOOK, None), values.pop(AFTER, None)
        if after is not None and values.get("responded") is None:
            values["responded"] = opened + after
        ticket = Ticket(number, **values)
        if problem := impossible(ticket):
            raise RowRejected(f"{problem}; correct the times, or take the row out")
        self._look_for_oddities(ticket, last, took, end if self._event_is_change else None)
        return ticket

    def _events(self, rows: Sequence[Cells]) -> tuple[int | None, int | None]:
        if self._event_at is None or (len(rows) == 1 and "opened_at" in self._at):
            return None, None
        return (
            self._moment(rows[0][self._event_at], "time of the event"),
            self._moment(rows[-1][self._event_at], "time of the event"),
        )

    def _moment(self, text: str, words: str) -> int | None:
        if text in self._nothing:
            return None
        try:
            return self._instants.read(text)
        except Unreadable as error:
            if is_missing(text):
                return None
            raise RowRejected(f'the {words} "{shown(text)}" cannot be read: {error}') from None

    def _values(self, cells: Cells) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for name, place, words in self._times:
            values[name] = self._moment(cells[place], words)
        for part, place, read, memo in self._columns:
            text = cells[place]
            try:
                values[part] = memo[text]
            except KeyError:
                if len(memo) > MOST_KEPT:
                    memo.clear()
                values[part] = memo[text] = read(text)
        values["group"] = values.pop(GROUP, "") or values.get("group", "")
        values["hold"] = values.get("hold") or 0
        return values

    def _add_groups(self, values: dict[str, Any], rows: Sequence[Cells], backwards: bool) -> None:
        """Add every group that a log shows, in turn."""
        place = self._group_at or 0
        turns: list[str] = []
        before = ""
        for row in reversed(rows) if backwards else rows:
            name = row[place]
            if name != before:
                before = name
                word = self._words.get(name)
                if word is None:
                    word = self._words[name] = _word(name)
                if word and (not turns or turns[-1] != word):
                    turns.append(word)
        if not turns:
            return
        values["groups"] = tuple(turns)
        values["first_group"] = values.get("first_group") or turns[0]
        values["group"] = values["group"] or turns[-1]
        if values.get("reassigned") is None:
            values["reassigned"] = len(turns) - 1

    def _add_ends(self, values: dict[str, Any], number: str, rows: Sequence[Cells], end: int | None) -> None:
        """Add when a log shows a ticket as resolved and closed, by the meaning of its events."""
        place = self._at.get("state", self._at.get("activity"))
        if end is not None:
            self._ends[number] = max(end, self._ends.get(number, end))
        if place is None or self._event_at is None:
            return
        for row in rows:
            meaning = self._states.get(plain_key(row[place]), "")
            self._saw_meaning = self._saw_meaning or bool(meaning)
            if meaning in (RESOLVED, CLOSED):
                moment = self._moment(row[self._event_at], "time of the event")
                values["resolved" if meaning == RESOLVED else "closed"] = moment

    def _look_for_oddities(self, ticket: Ticket, cells: Cells, took: int | None, updated: int | None) -> None:
        if took and ticket.resolved is None:
            self.counts["unresolved_with_time"] += 1
        place = self._at.get("updated_at")
        if place is None or ticket.opened is None:
            return
        if updated is None:
            try:
                updated = self._moment(cells[place], "time of the change")
            except RowRejected:
                return
        if updated is not None and updated < ticket.opened:
            self.counts["changed_before_opened"] += 1

    def finished(self, tickets: Iterable[Ticket], is_log: bool) -> tuple[Ticket, ...]:
        """Return all tickets; where a log names no state, its last event is the end of each."""
        if not is_log or not self._ends or self._saw_meaning:
            return tuple(tickets)
        self.assumed_end = True
        return tuple(
            ticket._replace(resolved=self._ends.get(ticket.number), closed=self._ends.get(ticket.number))
            for ticket in tickets
        )

    def merged(self, before: Ticket, after: Ticket) -> Ticket:
        """Return one ticket out of two findings of it: the later one decides, a log adds what came before."""
        if self._event_at is None:
            return after
        older = before.groups or ((before.group,) if before.group else ())
        newer = after.groups or ((after.group,) if after.group else ())
        groups = (*older, *(newer[1:] if older and newer and older[-1] == newer[0] else newer))
        first = before.first_group or before.group or after.first_group
        if "opened_at" in self._at:
            return after._replace(first_group=first, groups=groups)
        return after._replace(
            first_group=first,
            groups=groups,
            opened=min(before.opened or 0, after.opened or 0),
            resolved=before.resolved if after.resolved is None else after.resolved,
            closed=before.closed if after.closed is None else after.closed,
        )

    def notes(self) -> Iterator[str]:
        """Yield a sentence for each field with words or numbers that could not be understood."""
        for field, words in sorted(self._unread.items()):
            quoted = ", ".join(f'"{shown(word)}"' for word in words[:MOST_WORDS])
            more = f" and {len(words) - MOST_WORDS} more" if len(words) > MOST_WORDS else ""
            help_text = "say under states what they mean" if field == "state" else "they count as missing"
            yield f"Values of {field} that are not understood: {quoted}{more}; {help_text}."


def _word(text: str) -> str:
    plain = " ".join(text.split())
    return "" if plain.casefold() in nothing() else plain


def _opposite(flag: bool | None) -> bool | None:
    return None if flag is None else not flag


def _article(text: str) -> bool:
    flag = read_flag(text)
    return not is_missing(text) if flag is None else flag
