"""Dates, spans and names as the documents write them."""

from datetime import date

from assessment.domain.edits import Cost
from assessment.domain.numbers import plain
from assessment.domain.report import Report, ReportItem, ReportWave

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
NOTHING = "–"
BEYOND = "beyond"


def day_in_words(day: date) -> str:
    """Return a day: 3 Dec 2026."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def who(report: Report) -> str:
    """Return whose assessment of which day it is, in one line."""
    parts = [report.client, report.sector, report.assessment]
    if report.held_on is not None:
        parts.append(day_in_words(report.held_on))
    if report.state:
        parts.append(report.state)
    return ", ".join(part for part in parts if part)


def wave_span(item: ReportItem) -> str:
    """Return the waves that an item takes: "2", "2 to 3", "2 and beyond" or "beyond"."""
    if item.wave is None:
        return BEYOND
    if item.last_wave is None:
        return f"{item.wave} and {BEYOND}"
    return str(item.wave) if item.last_wave == item.wave else f"{item.wave} to {item.last_wave}"


def wave_dates(wave: ReportWave) -> str:
    """Return the days of a wave, or nothing as long as the plan has no first day."""
    if wave.begins is None or wave.ends is None:
        return ""
    return f"{day_in_words(wave.begins)} to {day_in_words(wave.ends)}"


def ranks(numbers: tuple[int, ...]) -> str:
    """Return the ranks of other items: "3, 7"."""
    return ", ".join(map(str, numbers))


def cost_in_words(cost: Cost | None) -> str:
    """Return a cost: "EUR 4500", "costed" without an amount, "no cost", or nothing where none is set."""
    if cost is None:
        return ""
    if cost.kind != "costed":
        return "no cost"
    return "costed" if cost.amount is None else f"{cost.currency} {plain(cost.amount)}".strip()
