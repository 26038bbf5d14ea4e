"""Numbers, dates and money in the reader's language, so that no template formats anything itself."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import wraps

from flask import Flask, g, has_request_context

from assessment.domain.evidence_files import about_file
from assessment.web.markdown import render_markdown

Number = int | float | Decimal | Fraction

LONG_ENDING = re.compile(r"(?<=\w{4})(?=(cation|mission|ration|ssing|ment)$)")
MINUS = "\u2212"
NO_BREAK = "\u00a0"
NARROW_NO_BREAK = "\u202f"
DEFAULT_LANGUAGE = "en"
MINUTES_PER_HOUR = 60
HOURS_PER_DAY = 24


@dataclass(frozen=True, slots=True)
class Words:
    """What one language calls days and months, and how it writes numbers and durations."""

    days: tuple[str, ...]
    months: tuple[str, ...]
    short_months: tuple[str, ...]
    decimal: str
    thousands: str
    currency_first: bool
    no_cost: str
    unknown: str
    day_unit: str


ENGLISH = Words(
    days=("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    months=(
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
    short_months=("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    decimal=".",
    thousands=NARROW_NO_BREAK,
    currency_first=True,
    no_cost="No cost",
    unknown="not known",
    day_unit="d",
)
ITALIAN = Words(
    days=("lun", "mar", "mer", "gio", "ven", "sab", "dom"),
    months=(
        "gennaio",
        "febbraio",
        "marzo",
        "aprile",
        "maggio",
        "giugno",
        "luglio",
        "agosto",
        "settembre",
        "ottobre",
        "novembre",
        "dicembre",
    ),
    short_months=("gen", "feb", "mar", "apr", "mag", "giu", "lug", "ago", "set", "ott", "nov", "dic"),
    decimal=",",
    thousands=".",
    currency_first=False,
    no_cost="Nessun costo",
    unknown="non noto",
    day_unit="g",
)
WORDS = {"en": ENGLISH, "it": ITALIAN}


def words_of(language: str) -> Words:
    """The words of a language; English for one that is not known."""
    return WORDS.get(language, ENGLISH)


def current_language() -> str:
    """The language of this request."""
    language: str = g.get("language", DEFAULT_LANGUAGE) if has_request_context() else DEFAULT_LANGUAGE
    return language


def rounded(value: Number, places: int) -> Decimal:
    """The value rounded half up (away from zero) to so many places, exactly for a Fraction."""
    step = Decimal(1).scaleb(-places)
    if isinstance(value, Fraction):
        scale = 10**places
        doubled = 2 * abs(value) * scale
        whole = (doubled.numerator + doubled.denominator) // (2 * doubled.denominator)
        return Decimal(whole if value >= 0 else -whole).scaleb(-places)
    return Decimal(str(value)).quantize(step, rounding=ROUND_HALF_UP)


def format_number(value: Number, places: int = 1, language: str = DEFAULT_LANGUAGE) -> str:
    """The number with a fixed count of decimals: 2.4 or 2,4; grouped by thousands; a true minus sign."""
    words = words_of(language)
    exact = rounded(value, places)
    whole, _, part = f"{abs(exact):,.{places}f}".partition(".")
    text = whole.replace(",", words.thousands) + (words.decimal + part if part else "")
    return MINUS + text if exact < 0 else text


def format_plain(value: Number, language: str = DEFAULT_LANGUAGE) -> str:
    """The number with as many decimals as it needs, at most two: 3, 2.5, 51.38."""
    exact = rounded(value, 2).normalize()
    exponent = exact.as_tuple().exponent
    places = max(0, -exponent) if isinstance(exponent, int) else 0
    return format_number(exact, places, language)


def format_change(value: Number, places: int = 1, language: str = DEFAULT_LANGUAGE) -> str:
    """A difference with its sign: +0.3, a true minus before 0.2, and 0.0 without a sign."""
    text = format_number(value, places, language)
    return "+" + text if rounded(value, places) > 0 else text


def format_percent(value: Number, places: int = 0, language: str = DEFAULT_LANGUAGE) -> str:
    """A value that is already in percent: 62%."""
    return format_number(value, places, language) + "%"


def format_share(value: Number, places: int = 0, language: str = DEFAULT_LANGUAGE) -> str:
    """A share from 0 to 1 as percent: 0.62 is 62%."""
    exact = value if isinstance(value, Fraction) else Fraction(str(value))
    return format_percent(exact * 100, places, language)


def format_money(amount: Number | None, currency: str = "EUR", language: str = DEFAULT_LANGUAGE) -> str:
    """An amount with its currency: "EUR 12 000" or "12.000 EUR"; None is "No cost"."""
    words = words_of(language)
    if amount is None:
        return words.no_cost
    places = 0 if rounded(amount, 2) == rounded(amount, 0) else 2
    number = format_number(amount, places, language)
    parts = (currency, number) if words.currency_first else (number, currency)
    return NO_BREAK.join(parts)


def format_date(day: date, language: str = DEFAULT_LANGUAGE) -> str:
    """A day with its weekday: "Thu 3 Dec 2026" or "gio 3 dic 2026"."""
    return f"{words_of(language).days[day.weekday()]} {format_short_date(day, language)}"


def format_short_date(day: date, language: str = DEFAULT_LANGUAGE) -> str:
    """A day without its weekday: "3 Dec 2026"."""
    return f"{day.day} {words_of(language).short_months[day.month - 1]} {day.year}"


def format_month(day: date, language: str = DEFAULT_LANGUAGE) -> str:
    """A month in full: "October 2026"."""
    return f"{words_of(language).months[day.month - 1]} {day.year}"


def format_short_month(day: date, language: str = DEFAULT_LANGUAGE) -> str:
    """A month in short: "Oct 2026"."""
    return f"{words_of(language).short_months[day.month - 1]} {day.year}"


def format_time(moment: datetime, language: str = DEFAULT_LANGUAGE) -> str:
    """The time of day in the server's zone: "10:42"."""
    del language
    return local(moment).strftime("%H:%M")


def format_moment(moment: datetime, language: str = DEFAULT_LANGUAGE) -> str:
    """Day and time of day in the server's zone: "3 Dec 2026, 10:42"."""
    return f"{format_short_date(local(moment), language)}, {format_time(moment, language)}"


def local(moment: datetime) -> datetime:
    """The moment in the server's zone; a moment without a zone is taken as it is."""
    return moment if moment.tzinfo is None else moment.astimezone()


def format_duration(minutes: Number | timedelta, language: str = DEFAULT_LANGUAGE) -> str:
    """A duration given in minutes: "45 min", "2 h 5 min", "3 d 4 h"."""
    total = minutes.total_seconds() / MINUTES_PER_HOUR if isinstance(minutes, timedelta) else minutes
    whole = int(rounded(total, 0))
    sign, whole = (MINUS, -whole) if whole < 0 else ("", whole)
    hours, rest = divmod(whole, MINUTES_PER_HOUR)
    days, hours_left = divmod(hours, HOURS_PER_DAY)
    if days >= 2:
        return sign + joined((days, words_of(language).day_unit), (hours_left, "h"))
    return sign + joined((hours, "h"), (rest, "min"))


def joined(*parts: tuple[int, str]) -> str:
    """The parts that are not zero, or the last one when all are."""
    shown = [part for part in parts if part[0]] or [parts[-1]]
    return " ".join(f"{count}{NO_BREAK}{unit}" for count, unit in shown)


def format_index(value: Number | None, places: int = 1, language: str = DEFAULT_LANGUAGE) -> str:
    """A maturity index with one decimal, half up; None reads "not known"."""
    return words_of(language).unknown if value is None else format_number(value, places, language)


def breakable(name: str) -> str:
    """A column head that may break before a long ending, so that every column can be as narrow."""
    return LONG_ENDING.sub("\u00ad", name)


def in_current_language(format_value: Callable[..., str]) -> Callable[..., str]:
    """The formatter as a Jinja filter: in the language of the request, and None as nothing."""

    @wraps(format_value)
    def formatted(value: object, *args: object, **kwargs: object) -> str:
        if value is None and format_value not in (format_index, format_money):
            return ""
        kwargs.setdefault("language", current_language())
        return format_value(value, *args, **kwargs)

    return formatted


FILTERS: dict[str, Callable[..., str]] = {
    "date": format_date,
    "short_date": format_short_date,
    "month": format_month,
    "short_month": format_short_month,
    "time": format_time,
    "moment": format_moment,
    "number": format_number,
    "plain": format_plain,
    "change": format_change,
    "percent": format_percent,
    "share": format_share,
    "money": format_money,
    "duration": format_duration,
    "index": format_index,
}


def init_filters(app: Flask) -> None:
    """Register every formatter as a Jinja filter, and Markdown beside them."""
    for name, format_value in FILTERS.items():
        app.jinja_env.filters[name] = in_current_language(format_value)
    app.jinja_env.filters["markdown"] = render_markdown
    app.jinja_env.filters["about_file"] = about_file
