"""Makes a ticket out of its rows: one row, or all events of a log that belong to one number."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import reduce
from typing import Any, NamedTuple

from assessment.domain.tickets import (
    CLOSED,
    ENDED,
    OTHER,
    PER_DAY,
    PER_MINUTE,
    RESOLVED,
    Ticket,
    impossible,
)
from assessment.files.problems import shown
from assessment.files.tickets.instants import InstantReader, Unreadable
from assessment.files.tickets.mapping import Mapped
from assessment.files.tickets.settings import Settings
from assessment.files.tickets.values import (
    is_missing,
    nothing,
    plain_key,
    read_breach,
    read_count,
    read_flag,
    read_length,
    read_number,
    read_times,
    unit_in_header,
    words,
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
NAMED_IN_SETTINGS = {
    "state": "say under states what they mean",
    "type": "they count as other than incidents and requests; say under types what they mean",
}
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

    def __init__(self, mapped: Mapped, settings: Settings, instants: InstantReader) -> None:
        layout, columns = mapped.layout, mapped.columns
        self._layout = layout
        self._headers = mapped.headers
        self._marks = mapped.marks
        self._at = columns
        self._settings = settings
        self._instants = instants
        self._states = {**layout.states, **settings.states}
        self._types = {**layout.types, **settings.types}
        self._times = [
            (name, columns[column], words) for name, (column, words) in TIMES.items() if column in columns
        ]
        self._nothing = nothing()
        self._unread: dict[str, list[str]] = {}
        self._columns = [
            Column(part, columns[name], read, {}) for name, part, read in self._readers() if name in columns
        ]
        self._event_at = next((columns[name] for name in ("event_at", "updated_at") if name in columns), None)
        self._group_at = columns.get("assignment_group")
        # Without events, rows of one ticket with different SLAs are its clocks, one for each row.
        self._sla_at = None if "event_at" in columns else columns.get("sla_name")
        self._is_state_log = "event_at" in columns and not {"resolved_at", "closed_at"} & set(columns)
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
        yield "type", "type", self._type
        for field, part in (
            ("response_made_sla", "made_response"), ("opened_by_system", "by_system"),
            ("one_touch", "one_touch"), ("planned", "planned"),
        ):  # fmt: skip
            yield field, part, self._noting(field, read_flag)
        for field, part in (("response_left", "made_response"), ("resolution_left", "made_sla")):
            yield field, part, self._noting(field, _not_negative)
        yield "breached_sla", "made_sla", self._noting("breached_sla", read_breach)
        yield "made_sla", "made_sla", self._noting("made_sla", read_flag)
        yield "reopened_at", "reopened", lambda text: 0 if is_missing(text) else 1
        yield "reopened_count", "reopened", self._noting("reopened_count", read_times)
        yield "group_stations", "reassigned", self._stations
        yield "reassignment_count", "reassigned", self._noting("reassignment_count", read_count)
        yield "kb_article", "article", _article
        yield "satisfaction", "satisfaction", self._noting("satisfaction", read_number)
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
        read = self._noting(field, lambda text: read_length(text, unit))
        return (lambda text: read(text) or None) if field in self._layout.zero_is_nothing else read

    def _noting(self, field: str, read: Callable[[str], Any]) -> Callable[[str], Any]:
        if mark := self._marks.get(field):
            return lambda text: self._or_note(field, text, lambda plain: read(plain.replace(mark, "")))
        return lambda text: self._or_note(field, text, read)

    def _type(self, text: str) -> str:
        kind = self._types.get(plain_key(text), "")
        if not kind and not is_missing(text):
            self._unread.setdefault("type", []).append(text)
        return kind or OTHER

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
        if len(rows) > 1 and self._sla_at is not None and len({row[self._sla_at] for row in rows}) > 1:
            return reduce(self.merged, [self._made(number, [row]) for row in rows])
        return self._made(number, rows)

    def _made(self, number: str, rows: Sequence[Cells]) -> Ticket:
        first, last = rows[0], rows[-1]
        begin, end = self._events(rows)
        if begin is not None and end is not None and begin > end:
            first, last, begin, end = last, first, end, begin
        backwards = first is not rows[0]
        values = self._values(last)
        if "opened_at" not in self._at:
            values["opened"] = begin
        opened = values.get("opened")
        if opened is None:
            raise RowRejected("has no opening time; look at it in the tool that it comes from")
        values["changed"] = end
        if len(rows) > 1 and self._group_at is not None:
            self._add_groups(values, rows[::-1] if backwards else rows)
        if self._is_state_log:
            self._add_ends(values, number, rows[::-1] if backwards else rows, end)
        took, after = values.pop(TOOK, None), values.pop(AFTER, None)
        if after is not None and values.get("responded") is None:
            values["responded"] = opened + after
        self._split_sla(values)
        self._end_days(values)
        ticket = Ticket(number, **values)
        if problem := impossible(ticket):
            raise RowRejected(f"{problem}; correct the times, or take the row out")
        self._look_for_oddities(ticket, took)
        return ticket

    def _events(self, rows: Sequence[Cells]) -> tuple[int | None, int | None]:
        if self._event_at is None:
            return None, None
        end = self._event(rows[-1])
        return (end if len(rows) == 1 else self._event(rows[0])), end

    def _event(self, cells: Cells) -> int | None:
        try:
            return self._moment(cells[self._event_at or 0], "time of the event")
        except RowRejected:
            if "opened_at" in self._at:
                return None  # The time of a change is not needed where the opening time is known.
            raise

    def _split_sla(self, values: dict[str, Any]) -> None:
        """Take the verdict of an SLA on the first answer for what it is."""
        name = str(values.get("sla_name", "")).casefold()
        if name and values.get("made_response") is None and any(part in name for part in words()["answers"]):
            values["made_response"], values["made_sla"] = values.get("made_sla"), None

    def _end_days(self, values: dict[str, Any]) -> None:
        """Take an end of a day without a time, on the day of the opening, as the moment of the opening."""
        opened = values["opened"]
        for name in ("responded", "resolved", "closed"):
            moment = values.get(name)
            if moment is not None and moment < opened < moment + PER_DAY and not moment % PER_DAY:
                values[name] = opened
                self.counts["ended_on_the_day"] += 1

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
        for name, place, called in self._times:
            values[name] = self._moment(cells[place], called)
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

    def _add_groups(self, values: dict[str, Any], rows: Sequence[Cells]) -> None:
        """Add every group that a log shows, in turn."""
        place = self._group_at or 0
        turns: list[str] = []
        before = ""
        for row in rows:
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
        values.setdefault("reopened", 0)
        for row in rows:
            meaning = self._states.get(plain_key(row[place]), "")
            if not meaning:
                continue
            self._saw_meaning = True
            values["state"] = meaning
            if meaning in (RESOLVED, CLOSED):
                moment = self._moment(row[self._event_at], "time of the event")
                values["resolved" if meaning == RESOLVED else "closed"] = moment
            elif meaning not in ENDED and (values.get("resolved") or values.get("closed")):
                values["resolved"] = values["closed"] = None
                values["reopened"] = (values["reopened"] or 0) + 1

    def _look_for_oddities(self, ticket: Ticket, took: int | None) -> None:
        if took and ticket.resolved is None:
            self.counts["unresolved_with_time"] += 1
        if "updated_at" in self._at and ticket.changed is not None and ticket.opened is not None:
            self.counts["changed_before_opened"] += ticket.changed < ticket.opened

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
        """Return one ticket out of two findings of it: the later one decides, a log adds what came before.

        Two rows of one ticket that differ in their SLA are two clocks, and both count.
        """
        if before.changed is not None and after.changed is not None and after.changed < before.changed:
            before, after = after, before
        if before.sla_name and after.sla_name and before.sla_name != after.sla_name:
            return after._replace(
                made_sla=_both(before.made_sla, after.made_sla),
                made_response=_both(before.made_response, after.made_response),
            )
        if self._event_at is None:
            return after
        older = before.groups or ((before.group,) if before.group else ())
        newer = after.groups or ((after.group,) if after.group else ())
        groups = (*older, *(newer[1:] if older and newer and older[-1] == newer[0] else newer))
        after = after._replace(
            first_group=before.first_group or before.group or after.first_group, groups=groups
        )
        if groups and "reassignment_count" not in self._at and "group_stations" not in self._at:
            after = after._replace(reassigned=len(groups) - 1)
        if "opened_at" not in self._at:
            after = after._replace(opened=min(before.opened or 0, after.opened or 0))
        return self._later_state(before, after) if self._is_state_log else after

    def _later_state(self, before: Ticket, after: Ticket) -> Ticket:
        times = (before.reopened or 0) + (after.reopened or 0)
        if not after.state:
            after = after._replace(state=before.state)
        elif after.state not in ENDED:
            again = before.resolved is not None or before.closed is not None
            return after._replace(reopened=times + again)
        return after._replace(
            resolved=before.resolved if after.resolved is None else after.resolved,
            closed=before.closed if after.closed is None else after.closed,
            reopened=times,
        )

    def notes(self) -> Iterator[str]:
        """Yield a sentence for each field with words or numbers that could not be understood."""
        for field, strange in sorted(self._unread.items()):
            quoted = ", ".join(f'"{shown(word)}"' for word in strange[:MOST_WORDS])
            more = f" and {len(strange) - MOST_WORDS} more" if len(strange) > MOST_WORDS else ""
            help_text = NAMED_IN_SETTINGS.get(field, "they count as missing")
            yield f"Values of {field} that are not understood: {quoted}{more}; {help_text}."


def _word(text: str) -> str:
    plain = " ".join(text.split())
    return "" if plain.casefold() in nothing() else plain


def _both(first: bool | None, second: bool | None) -> bool | None:
    return second if first is None else first if second is None else first and second


def _not_negative(text: str) -> bool | None:
    """Return whether a clock that counts down has time left."""
    left = read_length(text, PER_MINUTE)
    return None if left is None else left >= 0


def _article(text: str) -> bool:
    flag = read_flag(text)
    return not is_missing(text) if flag is None else flag
