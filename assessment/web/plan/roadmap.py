"""The roadmap of the plan and what becomes of the index: waves as columns, items as bars."""

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from assessment.domain.findings_plan import counted, short_area
from assessment.domain.framework import localise
from assessment.domain.numbers import half_up, plain
from assessment.services.plan import PlanView, WhatIf
from assessment.web.filters import format_index, format_number, format_short_date

HUNDRED = 100
FINE = 2


@dataclass(frozen=True, slots=True)
class WaveHead:
    """One column of the roadmap: its days, how much of it is used, and the mean index after it."""

    number: int
    dates: str
    used: str
    percent: int
    mean: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One row of the roadmap: the item, where its bar starts and how many waves it spans."""

    rank: int
    practice: str
    text: str
    level: int
    start: int
    length: int
    words: str


@dataclass(frozen=True, slots=True)
class Forecast:
    """What the chosen items change, in sentences; `areas` are triples of name, index now and then."""

    count: int
    said: str
    areas: tuple[tuple[str, str, str], ...] = ()


def span_in_words(view: PlanView, first: int, last: int) -> str:
    """Return some waves as their dates once the first day is known, else as their numbers."""
    if view.kept.starts_on:
        start, end = first_day(view, first), last_day(view, last)
        return days_in_words(start, end)
    return f"wave {first}" if first == last else f"waves {first} to {last}"


def days_in_words(start: date, end: date) -> str:
    """Return two days without what they share: "1 to 30 Dec 2026", "30 Jan to 28 Feb 2027"."""
    first, last = format_short_date(start), format_short_date(end)
    day, month, _ = first.split(" ")
    if start.year != end.year:
        return f"{first} to {last}"
    return f"{day} to {last}" if start.month == end.month else f"{day} {month} to {last}"


def first_day(view: PlanView, wave: int) -> date:
    """Return the first day of a wave; ValueError for a plan without a first day."""
    if view.kept.starts_on is None:
        raise ValueError("the plan has no first day")
    return view.kept.starts_on + timedelta(days=view.kept.wave_days * (wave - 1))


def last_day(view: PlanView, wave: int) -> date:
    """Return the last day of a wave; ValueError for a plan without a first day."""
    return first_day(view, wave + 1) - timedelta(days=1)


def wave_heads(view: PlanView) -> tuple[WaveHead, ...]:
    """Return the columns of the roadmap."""
    heads = []
    before = view.card.mean_index
    for wave, after in zip(view.plan.waves, view.plan.mean_index_after, strict=True):
        percent = int(half_up(Fraction(wave.used * HUNDRED) / wave.capacity)) if wave.capacity else 0
        heads.append(
            WaveHead(
                wave.number,
                f"from {format_short_date(first_day(view, wave.number))}" if view.kept.starts_on else "",
                f"{plain(wave.used)} of {plain(wave.capacity)} days",
                percent,
                f"{format_index(before)} to {format_index(after)}",
            )
        )
        before = after
    return tuple(heads)


def bars_of(view: PlanView) -> tuple[Bar, ...]:
    """Return a bar for each item that a wave has room for, by first wave and rank."""
    levels = view.framework.level_by_number
    bars = [
        Bar(
            item.rank,
            item.practice,
            localise(view.framework.practices[item.practice].text),
            item.level,
            item.waves[0],
            item.waves[-1] - item.waves[0] + 1,
            f"{localise(levels[item.level].name)}, {item.days} days",
        )
        for item in view.plan.items
        if item.waves
    ]
    return tuple(sorted(bars, key=lambda bar: (bar.start, bar.rank)))


def forecast_of(view: PlanView, found: WhatIf) -> Forecast:
    """Return what becomes of the index when the chosen items are done."""
    count = len(found.practices)
    if not count:
        return Forecast(0, "Tick items to see what the index becomes when they are done.")
    these = "this item is" if count == 1 else f"these {counted(count)} are"
    now, then = format_index(found.now), format_index(found.then)
    if now == then:
        now, then = format_index(found.now, FINE), format_index(found.then, FINE)
    if not found.areas:
        return Forecast(count, f"If {these} done, the mean index stays at {now}: lower levels come first.")
    areas = tuple(
        (short_area(view.framework, area), format_number(before), format_number(after))
        for area, before, after in found.areas
    )
    return Forecast(count, f"If {these} done, the mean index becomes {then} (now {now}).", areas)
