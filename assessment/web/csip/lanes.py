"""The register as a board, one lane for each group of states, and as the days of a month."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from assessment.domain.csip import GROUPS
from assessment.domain.csip_items import CsipItem
from assessment.domain.months import month_of, number_of
from assessment.services.csip import CsipFilter
from assessment.services.csip_register import BOARD, CALENDAR, Register, choices
from assessment.web.csip.words import DAY_KINDS, DAY_NAMES, GROUP_NAMES, STATE_NAMES
from assessment.web.filters import format_date, format_month, format_short_date

Query = Callable[..., str]


@dataclass(frozen=True, slots=True)
class Card:
    """One item on the board."""

    number: int
    reference: str
    title: str
    href: str
    status: str
    owner: str
    due: str
    late: int
    area: str


@dataclass(frozen=True, slots=True)
class Lane:
    """One group of states: its cards, and how many more the list has."""

    group: str
    title: str
    count: int
    cards: tuple[Card, ...]
    more: int


@dataclass(frozen=True, slots=True)
class DayLine:
    """One item on a day, with what the day is for."""

    what: str
    kind: str
    reference: str
    title: str
    href: str
    status: str
    owner: str


@dataclass(frozen=True, slots=True)
class DayGroup:
    """A day of the month and what falls on it."""

    day: str
    iso: str
    lines: tuple[DayLine, ...]


def lanes_of(register: Register, prefix: str, today: date, language: str) -> tuple[Lane, ...]:
    """Return the lanes of the board, none where another view is shown."""
    if register.view != BOARD:
        return ()
    counts = choices(register, "group")
    wanted = register.wanted.group
    lanes = []
    for group in GROUPS:
        if wanted and group != wanted:
            continue
        items = [item for item in register.items if item.group == group]
        cards = tuple(_card(item, register, prefix, today, language) for item in items)
        lanes.append(Lane(group, GROUP_NAMES[group], counts[group], cards, counts[group] - len(cards)))
    return tuple(lanes)


def _card(item: CsipItem, register: Register, prefix: str, today: date, language: str) -> Card:
    return Card(
        item.number, item.reference, item.title, f"{prefix}/{item.number}", STATE_NAMES[item.state],
        item.owner, format_short_date(item.due_on, language) if item.due_on else "", item.days_late(today),
        register.area_names.get(item.id, ""),
    )  # fmt: skip


def days_of(register: Register, prefix: str, language: str) -> tuple[DayGroup, ...]:
    """Return the days of the month on which something falls, none where another view is shown."""
    found = []
    for day, entries in groupby(register.days, key=lambda entry: entry.day):
        lines = tuple(
            DayLine(
                DAY_NAMES[entry.kind], DAY_KINDS[entry.kind], entry.item.reference, entry.item.title,
                f"{prefix}/{entry.item.number}", STATE_NAMES[entry.item.state], entry.item.owner,
            )
            for entry in entries
        )  # fmt: skip
        found.append(DayGroup(format_date(day, language), day.isoformat(), lines))
    return tuple(found)


def month_query(month: date | None) -> str:
    """Return a month as the address has it, such as 2026-12."""
    return f"{month:%Y-%m}" if month else ""


def month_links(
    register: Register, prefix: str, wanted: CsipFilter, query_of: Query
) -> tuple[tuple[str, str], ...]:
    """Return name and address of the month before and the month after the one shown."""
    if register.view != CALENDAR or register.month is None:
        return ()
    here = number_of(month_query(register.month))
    near = (month_of(here - 1), month_of(here + 1))
    return tuple(
        (
            format_month(date.fromisoformat(f"{month}-01")),
            f"{prefix}?{query_of(wanted, view=CALENDAR, month=month)}",
        )
        for month in near
    )
