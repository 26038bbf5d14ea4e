"""What an improvement brought, for its page: baseline, target, values, verdict, and what can be entered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from assessment.domain.answers import Reading
from assessment.domain.benefit import Benefit, measured_text
from assessment.domain.csip import CLOSED, DONE
from assessment.domain.csip_actuals import Actual
from assessment.domain.csip_items import CsipItem
from assessment.domain.numbers import whole
from assessment.services.csip_item import ItemPage
from assessment.web.csip.words import VERDICT_NAMES
from assessment.web.filters import format_month, format_short_date


@dataclass(frozen=True, slots=True)
class ValueLine:
    """One value or look after implementation."""

    id: str
    period: str
    value: str
    note: str
    who: str
    gone: bool


@dataclass(frozen=True, slots=True)
class Brought:
    """The panel. `bar` is percent from 0 to 100, None where nothing can be said yet.

    `baselines` and `actuals` are months and values of readings that can be taken over with one click.
    """

    title: str
    said: str
    bar: int | None
    baseline: str
    target: str
    lines: tuple[ValueLine, ...]
    baselines: tuple[tuple[str, str, str], ...]
    actuals: tuple[tuple[str, str, str], ...]
    can_measure: bool
    can_check: bool
    can_withdraw: bool
    next_check: str


def brought_of(page: ItemPage, today: date, language: str) -> Brought:
    """Return what the panel about the benefit shows."""
    item, found = page.item, page.benefit
    done = item.group == DONE
    return Brought(
        title=_title(page),
        said=_said(page, language),
        bar=whole(found.benefit.bar * 100) if found.benefit else None,
        baseline=_with_day(item, "baseline", language),
        target=_with_day(item, "target", language),
        lines=tuple(_line(item.value_kind, one, language) for one in reversed(page.actuals)),
        baselines=_offered(page.offers.kind, page.offers.baselines, language) if item.is_open else (),
        actuals=_offered(page.offers.kind, page.offers.actuals, language) if done and item.value_kind else (),
        can_measure=done and bool(item.value_kind),
        can_check=done,
        can_withdraw=item.is_open,
        next_check=_next_check(item, today, language) if done else "",
    )


def _title(page: ItemPage) -> str:
    benefit = page.benefit.benefit
    if page.item.state == CLOSED and page.item.verdict:
        return f"The benefit was {VERDICT_NAMES[page.item.verdict].lower()}"
    if benefit is None:
        return "What it brings is not known yet"
    return f"{benefit.text} of the way: {_words(benefit)}"


def _words(benefit: Benefit) -> str:
    words = VERDICT_NAMES[benefit.verdict].lower()
    return f"{words}, worse than before" if benefit.worse else words


def _said(page: ItemPage, language: str) -> str:
    found = page.benefit
    if found.benefit is None or found.latest is None:
        return found.missing
    kind, item = page.item.value_kind, page.item
    said = (
        f"From {measured_text(kind, item.baseline)} to {measured_text(kind, found.latest.value)}, "
        f"aimed at {measured_text(kind, item.target)}."
    )
    if item.state == CLOSED:
        return f"{said} By the figures: {found.benefit.text}, {_words(found.benefit)}."
    return f"{said} Closing it proposes: {VERDICT_NAMES[found.benefit.verdict].lower()}."


def _with_day(item: CsipItem, name: str, language: str) -> str:
    value = measured_text(item.value_kind, getattr(item, name))
    day: date | None = getattr(item, f"{name}_on")
    if not value or day is None:
        return value
    word = "by" if name == "target" else "on"
    return f"{value} {word} {format_short_date(day, language)}"


def _line(kind: str, actual: Actual, language: str) -> ValueLine:
    first, last = actual.period_from, actual.last_day
    period = format_short_date(first, language)
    if last > first:
        period += f" to {format_short_date(last, language)}"
    return ValueLine(
        actual.id,
        period,
        measured_text(kind, actual.value) or "looked at",
        actual.note,
        actual.made_by,
        actual.withdrawn_at is not None,
    )


def _next_check(item: CsipItem, today: date, language: str) -> str:
    if item.next_check_on is None:
        return "No check-up is planned."
    day = format_short_date(item.next_check_on, language)
    return f"The check-up of {day} is due." if item.next_check_on <= today else f"Next check-up on {day}."


def _offered(kind: str, readings: Sequence[Reading], language: str) -> tuple[tuple[str, str, str], ...]:
    return tuple(
        (
            one.period,
            format_month(date.fromisoformat(f"{one.period}-01"), language),
            measured_text(kind, one.value),
        )
        for one in readings
    )
