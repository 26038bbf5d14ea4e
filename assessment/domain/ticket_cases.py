"""The tickets that count in one period, as the formulas ask for them, and what a client agreed about them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from assessment.domain.calendars import WorkingTime
from assessment.domain.tickets import Ticket, moments

EVERYTHING = (-(2**63), 2**63)


@dataclass(frozen=True, slots=True)
class Rules:
    """What a client has agreed about its tickets: the desk's groups, the defined routes, the targets.

    `targets` are working microseconds to resolution by priority as the export writes it, in lower case.
    """

    desk_groups: frozenset[str] = frozenset()
    routes: frozenset[str] = frozenset()
    targets: Mapping[str, int] = field(default_factory=dict)

    def target_of(self, ticket: Ticket) -> int | None:
        """Return the time to resolve that was agreed for a ticket."""
        agreed = self.targets.get(ticket.priority.casefold()) if self.targets else None
        return ticket.target if agreed is None else agreed


class Cases:
    """The tickets that count in one period [start, stop), as the formulas ask for them.

    `known` are the fields for which at least one ticket has a value; `end` is when the backlog is counted.
    """

    def __init__(
        self,
        tickets: Sequence[Ticket],
        known: frozenset[str],
        rules: Rules,
        time: WorkingTime,
        period: tuple[int, int] = EVERYTHING,
        end: int = 0,
    ) -> None:
        self.tickets = tickets
        self.known = known
        self.rules = rules
        self.time = time
        self.period = period
        self.end = end

    def within(self, name: str) -> list[Ticket]:
        """Return the tickets for which the named time lies in the period."""
        start, stop = self.period
        return [
            one
            for one, moment in zip(self.tickets, moments(self.tickets, name), strict=True)
            if moment is not None and start <= moment < stop
        ]

    @cached_property
    def opened(self) -> list[Ticket]:
        """Tickets opened in the period."""
        return self.within("opened")

    @cached_property
    def resolved(self) -> list[Ticket]:
        """Tickets resolved in the period."""
        return self.within("resolved")

    @cached_property
    def closed(self) -> list[Ticket]:
        """Tickets closed in the period."""
        return self.within("closed")

    @cached_property
    def responded(self) -> list[Ticket]:
        """Tickets first answered in the period."""
        return self.within("responded")

    def of_type(self, tickets: Sequence[Ticket], kind: str) -> list[Ticket]:
        """Return the tickets of a type; all of them where the export has no type."""
        return [one for one in tickets if one.type == kind] if "type" in self.known else list(tickets)

    def used(self, ticket: Ticket) -> int:
        """Return the working time from opening to resolution, less pauses."""
        if ticket.opened is None or ticket.resolved is None:
            return 0
        return max(0, self.time.between(ticket.opened, ticket.resolved) - ticket.hold)

    def met(self, ticket: Ticket) -> bool | None:
        """Return whether the resolution clock ended inside its target; None without a clock that ended."""
        if self.rules.targets:
            target = self.rules.target_of(ticket)
            measured = target is not None and ticket.resolved is not None and ticket.opened is not None
            return self.used(ticket) <= target if measured and target is not None else None
        if ticket.made_sla is not None:
            return ticket.made_sla
        if ticket.target is not None and ticket.resolved is not None and ticket.opened is not None:
            return self.used(ticket) <= ticket.target
        return None
