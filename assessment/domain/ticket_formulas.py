"""The formulas of the metrics out of tickets; docs/method.md, "Metrics out of tickets".

No case is "no data", never 0 or 100.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction

from assessment.domain.ticket_cases import Cases
from assessment.domain.ticket_figures import Figure, count, durations, median, ratios, share
from assessment.domain.tickets import ENDED, INCIDENT, PER_MINUTE, REQUEST, Ticket, spans

MACHINE_ROUTES = frozenset({"monitoring", "event", "event management", "alert", "integration", "api"})
SATISFIED = 4
NO_RESOLVED = "no ticket was resolved in the period"
NO_CLOSED = "no ticket was closed in the period"
NO_OPENED = "no ticket was opened in the period"


def contact_points(cases: Cases) -> Figure:
    """M02: different ways of contact that tickets of the period came by."""
    return count("M02", len({route.casefold() for route in {one.contact for one in cases.opened} if route}))


def defined_route(cases: Cases) -> Figure:
    """M03: requests that came by a defined route, of those whose route is known."""
    asked = cases.of_type(cases.opened, REQUEST)
    told = [one for one in asked if one.contact]
    hits = sum(1 for one in told if one.contact.casefold() in cases.rules.routes)
    note = f"{len(asked) - len(told)} of {len(asked)} have no route" if len(told) < len(asked) else ""
    return share("M03", hits, len(told), "no request with a route was opened in the period", note)


def _scores(cases: Cases) -> list[Fraction]:
    start, stop = cases.period
    found = []
    for one in cases.tickets:
        moment = one.opened if one.ended is None else one.ended
        if one.satisfaction is not None and moment is not None and start <= moment < stop:
            found.append(one.satisfaction)
    return found


def satisfaction(cases: Cases) -> Figure:
    """M07: mean of the scores that customers gave."""
    scores = _scores(cases)
    if not scores:
        return Figure("M07", "rating", reason="no ticket of the period has a score")
    total, number = sum(scores, Fraction()), Fraction(len(scores))
    return Figure("M07", "rating", total / number, total, number)


def satisfied(cases: Cases) -> Figure:
    """M10: answers of 4 or 5, of all scored ones."""
    scores = _scores(cases)
    hits = sum(1 for score in scores if score >= SATISFIED)
    return share("M10", hits, len(scores), "no ticket of the period has a score")


def as_agreed(cases: Cases) -> Figure:
    """M08: closed tickets without any breached clock, of those with a clock."""
    clocks = Counter((one.made_response, cases.met(one)) for one in cases.closed)
    del clocks[None, None]
    hits = sum(number for pair, number in clocks.items() if False not in pair)
    return share("M08", hits, clocks.total(), "no ticket with an SLA was closed in the period")


def _outages(cases: Cases) -> list[Ticket]:
    return [
        one
        for one in cases.within("restored")
        if not one.planned and one.outage_start is not None and one.restored is not None
    ]


def time_to_restore(cases: Cases) -> Figure:
    """M13: from the beginning of an unplanned outage to the restoration, by the clock."""
    lengths = [(one.restored or 0) - (one.outage_start or 0) for one in _outages(cases)]
    return durations("M13", lengths, "no outage was restored in the period")


def downtime(cases: Cases) -> Figure:
    """M14: per service, the union of its unplanned outages inside service hours, added up."""
    start, stop = cases.period
    outages: dict[str, list[tuple[int, int]]] = {}
    for one in cases.tickets:
        if one.planned or one.outage_start is None:
            continue
        until = cases.end if one.restored is None else one.restored
        begin, finish = max(one.outage_start, start), min(until, stop)
        if begin < finish:
            outages.setdefault(one.service, []).append((begin, finish))
    if not outages:
        return Figure("M14", "duration", reason="no outage lies in the period")
    total = Fraction(sum(cases.time.union(of_one) for of_one in outages.values()), PER_MINUTE)
    return Figure("M14", "duration", total, total)


def resolved_by_desk(cases: Cases) -> Figure:
    """M18: incidents that only the desk worked on, of those resolved."""
    every = cases.of_type(cases.resolved, INCIDENT)
    done = [one for one in every if one.reassigned is not None or one.groups]
    hits = sum(1 for one in done if _stayed_at_desk(one, cases.rules.desk_groups))
    silent = len(every) - len(done)
    note = f"{silent} of {len(every)} say nothing of other groups and are not counted" if silent else ""
    return share("M18", hits, len(done), "no incident was resolved in the period", note)


def _stayed_at_desk(ticket: Ticket, desk: frozenset[str]) -> bool:
    if ticket.group.casefold() not in desk:
        return False
    if ticket.reassigned == 0:
        return True
    return bool(ticket.groups) and all(group.casefold() in desk for group in ticket.groups)


def time_to_resolve(cases: Cases) -> Figure:
    """M19: working time of incidents from opening to resolution, less pauses."""
    done = [one for one in cases.of_type(cases.resolved, INCIDENT) if one.opened is not None]
    lengths = cases.time.lengths(spans(done, "opened", "resolved"))
    if "hold" in cases.known:
        lengths = [max(0, length - one.hold) for length, one in zip(lengths, done, strict=True)]
    return durations("M19", lengths, "no incident was resolved in the period")


def end_to_end(cases: Cases) -> Figure:
    """M20: closed tickets whose four times are there and in order."""
    hits = sum(1 for one in cases.closed if _in_order(one.opened, one.assigned, one.resolved, one.closed))
    return share("M20", hits, len(cases.closed), NO_CLOSED)


def _in_order(*moments: int | None) -> bool:
    there = [moment for moment in moments if moment is not None]
    return len(there) == len(moments) and there == sorted(there)


def raised_by_systems(cases: Cases) -> Figure:
    """M21: incidents that a system opened, of those opened."""
    opened = cases.of_type(cases.opened, INCIDENT)
    routes = {route for route in {one.contact for one in opened} if route.casefold() in MACHINE_ROUTES}
    hits = sum(1 for one in opened if one.by_system or one.contact in routes)
    return share("M21", hits, len(opened), "no incident was opened in the period")


def with_article(cases: Cases) -> Figure:
    """M22: closed tickets with a knowledge article."""
    return share("M22", sum(1 for one in cases.closed if one.article), len(cases.closed), NO_CLOSED)


def time_to_close(cases: Cases) -> Figure:
    """M33: working time from opening to closing."""
    return durations("M33", cases.time.lengths(spans(cases.closed, "opened", "closed")), NO_CLOSED)


def time_to_respond(cases: Cases) -> Figure:
    """M34: working time from opening to the first answer."""
    silent = sum(1 for one in cases.opened if one.responded is None)
    note = f"{silent} of {len(cases.opened)} opened have no answer yet" if silent else ""
    return _response("M34", cases, cases.responded, note)


def _response(metric: str, cases: Cases, tickets: Sequence[Ticket], note: str = "") -> Figure:
    lengths = cases.time.lengths(spans(tickets, "opened", "responded"))
    return durations(metric, lengths, "no ticket was first answered in the period", note)


def carries_sla(cases: Cases) -> Figure:
    """M35: opened tickets with an SLA attached."""
    return share("M35", sum(1 for one in cases.opened if one.sla_name), len(cases.opened), NO_OPENED)


def against_target(cases: Cases) -> Figure:
    """M36: working time used over the target, mean over tickets, with the share above 1."""
    found = []
    for one in cases.resolved:
        target = cases.rules.target_of(one)
        if target and one.opened is not None:
            found.append(Fraction(cases.used(one), target))
    return ratios("M36", found, "no ticket with a target was resolved in the period")


def inside_sla(cases: Cases) -> Figure:
    """M37: resolved tickets whose resolution clock was met, of those with such a clock."""
    verdicts = [met for one in cases.resolved if (met := cases.met(one)) is not None]
    return share("M37", sum(verdicts), len(verdicts), "no ticket with an SLA was resolved in the period")


def reopened(cases: Cases) -> Figure:
    """X01: resolved tickets that were opened again."""
    blank = sum(1 for one in cases.resolved if one.reopened is None)
    note = f"{blank} of {len(cases.resolved)} have no count and are taken as never reopened" if blank else ""
    return share(
        "X01", sum(1 for one in cases.resolved if one.reopened), len(cases.resolved), NO_RESOLVED, note
    )


def never_reassigned(cases: Cases) -> Figure:
    """X02: resolved tickets that never changed hands."""
    return share(
        "X02", sum(1 for one in cases.resolved if one.reassigned == 0), len(cases.resolved), NO_RESOLVED
    )


def first_touch(cases: Cases) -> Figure:
    """X03: resolved at the first contact, never reassigned and never reopened."""
    hits = sum(1 for one in cases.resolved if _one_touch(one) and not one.reassigned and not one.reopened)
    return share("X03", hits, len(cases.resolved), NO_RESOLVED)


def _one_touch(ticket: Ticket) -> bool:
    if ticket.one_touch is not None:
        return ticket.one_touch
    return ticket.responded is not None and ticket.responded == ticket.resolved


def passed_on(cases: Cases) -> Figure:
    """X04: tickets that began at the desk and ended elsewhere, of those that began there."""
    desk = cases.rules.desk_groups
    began = [one for one in cases.resolved if one.first_group.casefold() in desk]
    hits = sum(1 for one in began if one.group.casefold() not in desk)
    return share("X04", hits, len(began), "no ticket that began at the desk was resolved in the period")


def volume(cases: Cases) -> Figure:
    """X05: tickets opened."""
    return count("X05", len(cases.opened))


def desk_response(cases: Cases) -> Figure:
    """X06: working time to the first answer of tickets that began at the desk."""
    desk = cases.rules.desk_groups
    return _response("X06", cases, [one for one in cases.responded if one.first_group.casefold() in desk])


def backlog_age(cases: Cases) -> Figure:
    """X07: median working age of the tickets that are open at the end of the period."""
    ages = sorted(cases.time.between(one.opened or 0, cases.end) for one in _open_at_end(cases))
    if not ages:
        return Figure("X07", "duration", reason="no ticket is open at the end of the period")
    total, number = Fraction(sum(ages), PER_MINUTE), Fraction(len(ages))
    found = durations("X07", ages, "")
    return Figure(
        "X07", "duration", median(ages) / PER_MINUTE, total, number, found.mean, found.median, found.p90
    )


def _open_at_end(cases: Cases) -> Iterator[Ticket]:
    end, stop = cases.end, cases.period[1]
    for one in cases.tickets:
        ended = one.ended
        if (one.state in ENDED if ended is None else ended <= end) or one.opened is None:
            continue
        if one.opened <= end and one.opened < stop:
            yield one
