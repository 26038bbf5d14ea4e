"""Which readings of a metric may be compared: never across a break, never with another scope."""

from collections.abc import Sequence
from dataclasses import dataclass

from assessment.domain.answers import Reading

NEW_SERIES, OTHER_SCOPE = "new series", "other scope"
NOT_COMPARED = frozenset({NEW_SERIES, OTHER_SCOPE})


@dataclass(frozen=True, slots=True)
class Break:
    """A month from which on values are made in another way, and why."""

    period: str
    reason: str


def breaks_between(breaks: Sequence[Break], before: str, period: str) -> tuple[Break, ...]:
    """Return the breaks after one period, up to and with another."""
    return tuple(one for one in breaks if before < one.period <= period)


def between(breaks: Sequence[Break], before: Reading, after: Reading) -> str:
    """Return why two readings cannot be compared: "new series", "other scope", or "" where they can."""
    if breaks_between(breaks, before.period, after.period):
        return NEW_SERIES
    return OTHER_SCOPE if before.scope != after.scope else ""


def comparable_with_last(readings: Sequence[Reading], breaks: Sequence[Break] = ()) -> list[Reading]:
    """Return the last readings, oldest first, each of which may be compared with the one after it."""
    found: list[Reading] = []
    for one in reversed(readings):
        if found and between(breaks, one, found[-1]):
            break
        found.append(one)
    return found[::-1]
