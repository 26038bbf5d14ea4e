"""What looks wrong about tickets that all can be counted; docs/method.md, "Metrics out of tickets"."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from assessment.domain.tickets import ENDED, PER_MINUTE, Ticket
from assessment.domain.wording import plural

FEWEST_IN_BULK = 20
BULK_SHARE = 0.02
MOST_ZERO_SHARE = 0.1
FEWEST_CASES = 20


@dataclass(frozen=True, slots=True)
class Suspicion:
    """A pattern that makes figures doubtful: a fixed word for programs, a sentence for people, how many."""

    code: str
    sentence: str
    tickets: int


def suspicions(
    tickets: Sequence[Ticket], known: frozenset[str], counts: Mapping[str, int]
) -> tuple[Suspicion, ...]:
    """Return every suspicious pattern; `counts` are those noted while the file was read."""
    found = (
        *_while_running(tickets),
        *_from_reading(counts, len(tickets)),
        *_bulk(tickets),
        *_at_once(tickets, known, counts),
        *_closed_open(tickets),
        *_never_missed(tickets),
    )
    return tuple(found)


def _while_running(tickets: Sequence[Ticket]) -> Iterator[Suspicion]:
    running = [one for one in tickets if one.state not in ENDED and one.made_sla and one.ended is None]
    if running:
        yield Suspicion(
            "sla-met-while-running",
            f"{plural(len(running), 'ticket')} still open count as inside the SLA in the export; "
            "only tickets that have ended are counted here.",
            len(running),
        )


def _from_reading(counts: Mapping[str, int], of: int) -> Iterator[Suspicion]:
    if number := counts.get("unresolved_with_time", 0):
        yield Suspicion(
            "unresolved-with-time",
            f"{plural(number, 'ticket')} without a resolved time carry a time to resolve; it is not used.",
            number,
        )
    if number := counts.get("ended_on_the_day", 0):
        yield Suspicion(
            "end-without-time",
            f"{plural(number, 'time')} of an end have no time of day and lie on the day of the opening; they "
            "count as no time at all.",
            number,
        )
    if number := counts.get("changed_before_opened", 0):
        every = "every ticket" if number == of else plural(number, "ticket")
        yield Suspicion(
            "changed-before-opened",
            f"The last change of {every} lies before the opening time; their time zones may differ.",
            number,
        )


def _bulk(tickets: Sequence[Ticket]) -> Iterator[Suspicion]:
    closed = [one.closed // PER_MINUTE for one in tickets if one.closed is not None]
    least = max(FEWEST_IN_BULK, int(BULK_SHARE * len(closed)))
    bulk = sum(times for times in Counter(closed).values() if times >= least)
    if bulk:
        yield Suspicion(
            "bulk-closing",
            f"{plural(bulk, 'ticket')} were closed together with many others in the same minute; "
            "their closing times say when somebody tidied up.",
            bulk,
        )


def _at_once(
    tickets: Sequence[Ticket], known: frozenset[str], counts: Mapping[str, int]
) -> Iterator[Suspicion]:
    resolved = [(one.opened, one.resolved, one.closed) for one in tickets if one.resolved is not None]
    zero = sum(opened == end for opened, end, _ in resolved)
    if len(resolved) >= FEWEST_CASES and zero > MOST_ZERO_SHARE * len(resolved):
        yield Suspicion(
            "resolved-at-once",
            f"{zero} of {len(resolved)} resolved tickets were resolved in the moment they were opened; "
            "they may have been written down afterwards.",
            zero,
        )
    both = [end == closed for _, end, closed in resolved if closed is not None]
    same = sum(both)
    is_said = bool(counts.get("closed_as_resolved"))
    if "closed" in known and not is_said and len(both) >= FEWEST_CASES and same == len(both):
        yield Suspicion(
            "resolved-is-closed",
            "Resolved and closing time are the same in every ticket; one may be a copy of the other.",
            same,
        )


def _closed_open(tickets: Sequence[Ticket]) -> Iterator[Suspicion]:
    odd = sum(1 for one in tickets if one.state not in ENDED and one.state and one.closed is not None)
    if odd:
        yield Suspicion(
            "closed-but-open",
            f"{plural(odd, 'ticket')} with a closing time are in a state that is open: they were "
            "opened again, or the closing time is wrong.",
            odd,
        )


def _never_missed(tickets: Sequence[Ticket]) -> Iterator[Suspicion]:
    if any(one.made_sla is False and one.ended is not None for one in tickets):
        return
    met = sum(1 for one in tickets if one.made_sla and one.ended is not None)
    if met >= FEWEST_CASES:
        yield Suspicion(
            "sla-never-missed",
            "Not one SLA was missed in the whole file; see whether the export marks breaches at all.",
            met,
        )
