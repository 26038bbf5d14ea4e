"""Agreements and their versions over time, and the periods for which each of their targets is measured."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain

from assessment.domain.months import month_of, months_between, number_of
from assessment.domain.sla_content import LENGTHS, SlaContent, Target


@dataclass(frozen=True, slots=True)
class Agreement:
    """An agreement as its results need it: which service it is about, and when it ended."""

    id: str
    number: int
    title: str
    service_id: str
    stage: str = ""
    ended_on: date | None = None

    @property
    def reference(self) -> str:
        """Return its name in lists: SLA-001."""
        return f"SLA-{self.number:03d}"


@dataclass(frozen=True, slots=True)
class SlaVersion:
    """What an agreement said from `valid_from` to `valid_to`, both included."""

    sla_id: str
    number: int
    content: SlaContent
    hash: str
    valid_from: date
    valid_to: date | None = None

    def holds_on(self, day: date) -> bool:
        """Return whether it is in force on a day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    def target(self, key: str) -> Target | None:
        """Return the target with a key; None where this version has none."""
        return next((one for one in self.content.targets if one.key == key), None)


@dataclass(frozen=True, slots=True)
class Period:
    """Whole months that are measured together. `code` is the last of them, such as 2026-12 for a quarter."""

    first: int
    length: int

    @property
    def code(self) -> str:
        """Return the last month, by which results and figures are kept."""
        return month_of(self.first + self.length - 1)

    @property
    def months(self) -> tuple[str, ...]:
        """Return its months."""
        return months_between(self.first, self.first + self.length - 1)

    @property
    def begins(self) -> date:
        """Return its first day."""
        return first_day(self.first)

    @property
    def ends(self) -> date:
        """Return the first day after it."""
        return first_day(self.first + self.length)


def first_day(number: int) -> date:
    """Return the first day of the month with a number."""
    return date.fromisoformat(f"{month_of(number)}-01")


def period_of(code: str, kind: str) -> Period:
    """Return the period of a kind that ends with the month `code`."""
    length = LENGTHS.get(kind, 1)
    return Period(number_of(code) - length + 1, length)


def in_force(versions: Sequence[SlaVersion], day: date) -> SlaVersion | None:
    """Return the version that holds on a day; the newest, should there be two."""
    return max((one for one in versions if one.holds_on(day)), key=lambda one: one.number, default=None)


@dataclass(frozen=True, slots=True)
class Due:
    """A target that is to be measured for a period, as the version says that held on its first day."""

    agreement: Agreement
    version: SlaVersion
    target: Target
    period: Period

    @property
    def key(self) -> tuple[str, str, str]:
        """Return under which its result and its figure are kept."""
        return self.agreement.id, self.target.key, self.period.code


def dues(agreement: Agreement, versions: Sequence[SlaVersion], until: str) -> Iterator[Due]:
    """Yield what is to be measured for one agreement, in every period that is over by the end of `until`.

    The version of a period's first day holds for the whole of it, so a change never reaches back.
    """
    if not versions:
        return
    start = min(one.valid_from for one in versions)
    first, last = number_of(f"{start:%Y-%m}"), number_of(until)
    if agreement.ended_on is not None:
        last = min(last, number_of(f"{agreement.ended_on:%Y-%m}"))
    keys = dict.fromkeys(chain.from_iterable([t.key for t in one.content.targets] for one in versions))
    by_month = {month: in_force(versions, first_day(month)) for month in range(first, last + 1)}
    for key in keys:
        month = first
        while month <= last:
            version = by_month[month]
            target = version.target(key) if version else None
            length = LENGTHS.get(target.period, 1) if target else 1
            if version is None or target is None or month % length or month + length - 1 > last:
                month += 1
                continue
            yield Due(agreement, version, target, Period(month, length))
            month += length
