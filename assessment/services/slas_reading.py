"""What people type about targets and points, read into what an agreement keeps, and back into text."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from fractions import Fraction

from assessment.domain.calendars import Calendar
from assessment.domain.durations import Duration, in_words, read_duration
from assessment.domain.framework import Metric
from assessment.domain.metric_targets import LOWER
from assessment.domain.numbers import plain
from assessment.domain.reading_values import read_number
from assessment.domain.sla_content import (
    ALWAYS,
    AT_LEAST,
    AT_MOST,
    AVAILABILITY,
    FUNCTIONALITY,
    METRIC,
    OPERATORS,
    PERIODS,
    RESOLUTION,
    RESPONSE,
    TARGET_KINDS,
    Target,
    Underpinning,
)
from assessment.domain.sla_target_checks import unit_of
from assessment.domain.sla_time import day_minutes, week_minutes
from assessment.errors import InvalidInput
from assessment.services.readings import PERIOD
from assessment.services.texts import LONGEST_NAME, checked_line, checked_text, sensible_day
from assessment.services.ticket_settings import calendar_of
from assessment.store.queries.ticket_rules import KeptCalendar

LONGEST_REASON = 2_000
MOST_LINES = 50
WHOLE = 100
LARGEST = 10**12
KIND_NAMES: Mapping[str, str] = {
    RESPONSE: "Response",
    RESOLUTION: "Resolution",
    AVAILABILITY: "Availability",
    FUNCTIONALITY: "Errors",
    METRIC: "Metric",
}
PERCENTS = (RESPONSE, RESOLUTION, AVAILABILITY)
WRITE_TIME = "Write a time such as 10 min, 4 h, 8 business h, 2 days or 1 week."
WRITE_BEHIND = "Write a name, a colon and a time on each line, for example Carrier: 2 h."


@dataclass(frozen=True, slots=True)
class TargetEntry:
    """A target as it was typed. `classes` are separated by commas, `underpinned_by` has one on each line."""

    kind: str = ""
    name: str = ""
    metric_id: str = ""
    goal_id: str = ""
    classes: str = ""
    site: str = ""
    category: str = ""
    operator: str = ""
    value: str = ""
    unit: str = ""
    limit: str = ""
    unacceptable: str = ""
    period: str = ""
    calendar_id: str = ""
    source: str = ""
    baseline: str = ""
    baseline_from: str = ""
    baseline_to: str = ""
    review_on: str = ""
    underpinned_by: str = ""
    accepted_because: str = ""


ENTRY_FIELDS = tuple(one.name for one in fields(TargetEntry))


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads what was typed with the calendars of a client; `hours` is the calendar of the service hours."""

    calendars: Sequence[KeptCalendar]
    hours: str = ""

    def target(self, typed: Mapping[str, str], key: str, metrics: Mapping[str, Metric]) -> Target:
        """Return a target; InvalidInput naming the field that does not fit."""
        kind = chosen("kind", typed["kind"], TARGET_KINDS, "Choose what kind of target it is.")
        calendar_id = self.calendar("calendar_id", typed["calendar_id"])
        minutes, limit_text, limit_words = self._limit(kind, typed["limit"], calendar_id)
        metric = self._metric(kind, typed["metric_id"], metrics)
        classes = words_in("classes", typed["classes"].replace(",", "\n"))
        category = line_in("category", typed["category"]) if kind == FUNCTIONALITY else ""
        value = number_in("value", typed["value"], percent=kind in PERCENTS)
        first, last = month_in("baseline_from", typed["baseline_from"]), month_in(
            "baseline_to", typed["baseline_to"]
        )  # fmt: skip
        if first and last and first > last:
            raise InvalidInput("baseline_to", "The baseline ends before it begins.")
        return Target(
            key=key,
            kind=kind,
            name=line_in("name", typed["name"]) or _name_of(kind, classes, category, metric),
            metric_id=metric.id if metric else "",
            goal_id=line_in("goal_id", typed["goal_id"], 40),
            classes=classes,
            site=line_in("site", typed["site"]),
            category=category,
            operator=_operator(kind, typed["operator"], metric),
            value=value,
            unit=metric.unit if metric else unit_of(kind),
            limit_minutes=minutes,
            limit_text=limit_text,
            limit_words=limit_words,
            unacceptable=number_in("unacceptable", typed["unacceptable"], percent=kind in PERCENTS),
            period=chosen("period", typed["period"] or PERIODS[0], PERIODS, "Choose a period."),
            calendar_id=calendar_id,
            source=line_in("source", typed["source"]),
            baseline=number_in("baseline", typed["baseline"]),
            baseline_from=first,
            baseline_to=last,
            review_on=day_in("review_on", typed["review_on"]),
            underpinned_by=self._behind(typed["underpinned_by"], calendar_id),
            accepted_because=checked_text("accepted_because", typed["accepted_because"], LONGEST_REASON),
        )

    def calendar(self, field: str, typed: str) -> str:
        """Return the id of a calendar of the client, ALWAYS or ""; InvalidInput for any other."""
        if typed in ("", ALWAYS) or any(one.id == typed for one in self.calendars):
            return typed
        raise InvalidInput(field, "Choose one of the calendars shown.")

    def minutes_of(self, length: Duration, calendar_id: str) -> Fraction:
        """Return the minutes of a length of time as they are counted in a calendar."""
        counted = self._counted(calendar_id)
        if counted is None:
            return length.minutes()
        return length.minutes(day_minutes(counted), Fraction(week_minutes(counted)))

    def _counted(self, calendar_id: str) -> Calendar | None:
        wanted = calendar_id or self.hours
        found = next((one for one in self.calendars if one.id == wanted), None)
        return calendar_of(found) if found else None

    def _limit(self, kind: str, text: str, calendar_id: str) -> tuple[Fraction | None, str, str]:
        typed = line_in("limit", text)
        if kind not in (RESPONSE, RESOLUTION) or not typed:
            return None, "", ""
        length = read_duration(typed)
        if length is None:
            if typed[0].isdigit():
                raise InvalidInput("limit", f"{WRITE_TIME} A text such as “as agreed” begins with a word.")
            return None, typed, ""
        if length.business and calendar_id == ALWAYS:
            raise InvalidInput("calendar_id", "Business hours need a calendar that has them.")
        return self.minutes_of(length, calendar_id), "", typed

    def _behind(self, text: str, calendar_id: str) -> tuple[Underpinning, ...]:
        found = []
        for line in words_in("underpinned_by", text):
            name, _, time = line.rpartition(":")
            length = read_duration(time)
            if not name.strip() or length is None:
                raise InvalidInput("underpinned_by", WRITE_BEHIND)
            found.append(Underpinning(name.strip(), self.minutes_of(length, calendar_id)))
        return tuple(found)

    @staticmethod
    def _metric(kind: str, typed: str, metrics: Mapping[str, Metric]) -> Metric | None:
        if kind != METRIC or not typed:
            return None
        if typed not in metrics:
            raise InvalidInput("metric_id", "Choose one of the metrics shown.")
        return metrics[typed]

    def typed(self, target: Target) -> TargetEntry:
        """Return a target as its form shows it."""
        return TargetEntry(
            kind=target.kind,
            name=target.name,
            metric_id=target.metric_id,
            goal_id=target.goal_id,
            classes=", ".join(target.classes),
            site=target.site,
            category=target.category,
            operator=target.operator,
            value=text_of(target.value),
            unit=target.unit,
            limit=limit_of(target),
            unacceptable=text_of(target.unacceptable),
            period=target.period,
            calendar_id=target.calendar_id,
            source=target.source,
            baseline=text_of(target.baseline),
            baseline_from=target.baseline_from,
            baseline_to=target.baseline_to,
            review_on=target.review_on.isoformat() if target.review_on else "",
            underpinned_by="\n".join(f"{one.name}: {in_words(one.minutes)}" for one in target.underpinned_by),
            accepted_because=target.accepted_because,
        )


def _name_of(kind: str, classes: Sequence[str], category: str, metric: Metric | None) -> str:
    if metric is not None:
        return metric.name.get("en", metric.id)
    about = ", ".join(classes) or category
    return f"{KIND_NAMES[kind]}, {about}" if about else KIND_NAMES[kind]


def _operator(kind: str, typed: str, metric: Metric | None) -> str:
    if kind in PERCENTS:
        return AT_LEAST
    if kind == FUNCTIONALITY:
        return AT_MOST
    if not typed and metric is not None:
        return AT_MOST if metric.direction == LOWER else AT_LEAST
    return chosen("operator", typed, OPERATORS, "Say whether more or less of it is better.")


def limit_of(target: Target) -> str:
    """Return the limit of a target as it was typed."""
    if target.limit_words or target.limit_text:
        return target.limit_words or target.limit_text
    return in_words(target.limit_minutes) if target.limit_minutes is not None else ""


def text_of(value: Fraction | None) -> str:
    """Return a number as a field shows it, exactly: "" for none."""
    if value is None:
        return ""
    text = f"{float(value):.6f}".rstrip("0").rstrip(".")
    return text if Fraction(text) == value else plain(value)


def chosen(field: str, typed: str, known: Sequence[str], sentence: str) -> str:
    """Return one of the known values; InvalidInput with the sentence for any other."""
    if typed not in known:
        raise InvalidInput(field, sentence)
    return typed


def line_in(field: str, typed: str, longest: int = LONGEST_NAME) -> str:
    """Return a text on one line; InvalidInput when it is too long."""
    return checked_line(field, typed, longest)


def words_in(field: str, typed: str) -> tuple[str, ...]:
    """Return the lines of a text, each once; InvalidInput when there are too many or one is too long."""
    lines = (
        line_in(field, line) for line in checked_text(field, typed, MOST_LINES * LONGEST_NAME).split("\n")
    )
    found = tuple(dict.fromkeys(line for line in lines if line))
    if len(found) > MOST_LINES:
        raise InvalidInput(field, f"At most {MOST_LINES} lines fit.")
    return found


def number_in(field: str, typed: str, *, percent: bool = False) -> Fraction | None:
    """Return a number, None for nothing typed; InvalidInput for anything that is none or far too large."""
    text = typed.strip().removesuffix("%").strip()
    if not text:
        return None
    value = read_number(text, field)
    if percent and not 0 < value <= WHOLE:
        raise InvalidInput(field, "A percentage lies above 0 and at most at 100.")
    if abs(value) > LARGEST:
        raise InvalidInput(field, "Write a smaller number.")
    return value


def month_in(field: str, typed: str) -> str:
    """Return a month such as 2026-10, "" for nothing typed; InvalidInput for anything else."""
    text = typed.strip()
    if text and not PERIOD.match(text):
        raise InvalidInput(field, "Write a month such as 2026-10.")
    return text


def day_in(field: str, typed: str) -> date | None:
    """Return a day, None for nothing typed; InvalidInput for anything else or a year that is a slip."""
    text = typed.strip()
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise InvalidInput(field, "Write the day as year, month and day, for example 2026-11-22.") from None
    return sensible_day(field, day)
