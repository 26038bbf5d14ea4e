"""Makes a ticket out of its rows: one row, or all events of a log that belong to one number."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import reduce
from typing import Any

from assessment.domain.tickets import CLOSED, ENDED, PER_DAY, RESOLVED, Ticket, impossible
from assessment.files.tickets.columns import (
    AFTER,
    TOOK,
    Cells,
    ColumnReader,
    RowRejected,
    read_word,
)
from assessment.files.tickets.instants import InstantReader
from assessment.files.tickets.layouts import meaning_of
from assessment.files.tickets.mapping import Mapped
from assessment.files.tickets.settings import Settings
from assessment.files.tickets.values import is_on_answers


class TicketMaker:
    """Turns the cells of rows into tickets, counting on the way what is odd about them."""

    def __init__(self, mapped: Mapped, settings: Settings, instants: InstantReader) -> None:
        columns = self._at = mapped.columns
        self._columns = ColumnReader(mapped, settings, instants)
        self._event_field = next((name for name in ("event_at", "updated_at") if name in columns), "")
        self._event_at = columns.get(self._event_field)
        self._group_at = columns.get("assignment_group")
        # Without events, rows of one ticket with different SLAs are its clocks, one for each row.
        self._sla_at = None if "event_at" in columns else columns.get("sla_name")
        # Where the tool has one end of a ticket, closing it resolves it.
        self.closing_resolves = (
            mapped.layout.closing_resolves and "resolved_at" not in columns and "closed_at" in columns
        )
        self._is_state_log = "event_at" in columns and not {"resolved_at", "closed_at"} & set(columns)
        self._groups: dict[str, str] = {}
        self._ends: dict[str, int] = {}
        self._saw_meaning = False
        self.counts: Counter[str] = Counter()
        self.assumed_end = False

    def made(self, number: str, rows: Sequence[Cells]) -> Ticket:
        """Return the ticket of the rows of one number, in the order of the file; RowRejected says why not."""
        if len(rows) > 1 and self._sla_at is not None and len({row[self._sla_at] for row in rows}) > 1:
            return reduce(self.merged, [self._made(number, [row]) for row in rows])
        return self._made(number, rows)

    def _made(self, number: str, rows: Sequence[Cells]) -> Ticket:
        begin, end = self._span(rows)
        if begin is not None and end is not None and begin > end:
            rows, begin, end = rows[::-1], end, begin
        values = self._columns.values(rows[-1])
        values["number"], values["changed"] = number, end
        if "opened_at" not in self._at:
            values["opened"] = begin
        if values["opened"] is None:
            raise RowRejected("has no opening time; look at it in the tool that it comes from")
        if len(rows) > 1 and self._group_at is not None:
            self._add_groups(values, rows)
        if self._is_state_log:
            self._add_ends(values, number, rows, end)
        return self._checked(values)

    def _checked(self, values: dict[str, Any]) -> Ticket:
        """Return the ticket of its values, in the order of its fields; RowRejected where none can be."""
        took, after = values.pop(TOOK, None), values.pop(AFTER, None)
        if after is not None and values["responded"] is None:
            values["responded"] = values["opened"] + after
        if values["sla_name"]:
            self._split_sla(values)
        if self.closing_resolves and (not values["state"] or values["state"] in ENDED):
            values["resolved"] = values["closed"]
        ticket = Ticket._make(values.values())
        if impossible(ticket):
            ticket = self._with_days_of_end(ticket)
            if problem := impossible(ticket):
                raise RowRejected(f"{problem}; correct the times, or take the row out")
        self._look_for_oddities(ticket, took)
        return ticket

    def _span(self, rows: Sequence[Cells]) -> tuple[int | None, int | None]:
        """Return when the first and the last row happened."""
        if self._event_at is None:
            return None, None
        end = self._event(rows[-1][self._event_at])
        return (end if len(rows) == 1 else self._event(rows[0][self._event_at])), end

    def _event(self, text: str) -> int | None:
        try:
            return self._columns.moment("time of the event", text, self._event_field)
        except RowRejected:
            if "opened_at" in self._at:
                return None  # The time of a change is not needed where the opening time is known.
            raise

    def _split_sla(self, values: dict[str, Any]) -> None:
        """Take the verdict of an SLA on the first answer for what it is."""
        if values["made_response"] is None and is_on_answers(values["sla_name"]):
            values["made_response"], values["made_sla"] = values["made_sla"], None

    def _with_days_of_end(self, ticket: Ticket) -> Ticket:
        """Return a ticket whose ends of a day without a time, on the day of the opening, are the opening."""
        opened = ticket.opened or 0
        found: dict[str, Any] = {}
        for name in ("responded", "resolved", "closed"):
            moment = getattr(ticket, name)
            if moment is not None and moment < opened < moment + PER_DAY and not moment % PER_DAY:
                found[name] = opened
        self.counts["ended_on_the_day"] += len(found)
        return ticket._replace(**found)

    def _add_groups(self, values: dict[str, Any], rows: Sequence[Cells]) -> None:
        """Add every group that a log shows, in turn."""
        place = self._group_at or 0
        turns: list[str] = []
        before = ""
        for row in rows:
            name = row[place]
            if name != before:
                before = name
                word = self._groups.get(name)
                if word is None:
                    word = self._groups[name] = read_word(name)
                if word and (not turns or turns[-1] != word):
                    turns.append(word)
        if not turns:
            return
        values["groups"] = tuple(turns)
        values["first_group"] = values["first_group"] or turns[0]
        values["group"] = values["group"] or turns[-1]
        if values["reassigned"] is None:
            values["reassigned"] = len(turns) - 1

    def _add_ends(self, values: dict[str, Any], number: str, rows: Sequence[Cells], end: int | None) -> None:
        """Add when a log shows a ticket as resolved and closed, by the meaning of its events."""
        place = self._at.get("state", self._at.get("activity"))
        if end is not None:
            self._ends[number] = max(end, self._ends.get(number, end))
        if place is None or self._event_at is None:
            return
        values["reopened"] = values["reopened"] or 0
        for row in rows:
            meaning = meaning_of(self._columns.states, row[place])
            if not meaning:
                continue
            self._saw_meaning = True
            values["state"] = meaning
            if meaning in (RESOLVED, CLOSED):
                text = row[self._event_at]
                moment = self._columns.moment("time of the event", text, self._event_field)
                values["resolved" if meaning == RESOLVED else "closed"] = moment
            elif meaning not in ENDED and (values["resolved"] or values["closed"]):
                values["resolved"] = values["closed"] = None
                values["reopened"] += 1

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
        return self._columns.notes()


def _both(first: bool | None, second: bool | None) -> bool | None:
    return second if first is None else first if second is None else first and second
