"""The settings file of `gradino metrics`: calendar, desk groups, targets, columns and words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from assessment.domain.calendars import MINUTES_OF_DAY, WEEKDAYS, Calendar, Span
from assessment.domain.ticket_cases import Rules
from assessment.domain.tickets import PER_HOUR, STATES, TYPES
from assessment.errors import FileProblems
from assessment.files.fields import Fields
from assessment.files.nodes import Entries, Items, Node, Scalar, kind_of
from assessment.files.problems import in_list, shown
from assessment.files.reading import Source, read_document
from assessment.files.scalars import Unfit, read_date, read_number
from assessment.files.tickets.instants import ORDERS
from assessment.files.tickets.layouts import FIELDS
from assessment.files.tickets.values import plain_key

PARTS_OF_SPAN = 2
MINUTES_PER_HOUR = 60
MOST_HOURS = 10_000


@dataclass(frozen=True, slots=True)
class Settings:
    """How a client's exports are read and counted; every part may be missing.

    `columns` gives the header by field, `states` and `types` the meaning and `priorities` the name by the
    export's word.
    """

    calendar: Calendar | None = None
    rules: Rules = field(default_factory=Rules)
    columns: Mapping[str, str] = field(default_factory=dict)
    states: Mapping[str, str] = field(default_factory=dict)
    priorities: Mapping[str, str] = field(default_factory=dict)
    types: Mapping[str, str] = field(default_factory=dict)
    date_order: str = ""
    zone: str = ""

    @property
    def zone_info(self) -> ZoneInfo | None:
        """The zone of times that name none: its own or that of the calendar."""
        name = self.zone or (self.calendar.zone if self.calendar else "")
        return ZoneInfo(name) if name else None


def load_settings(source: Source, name: str | None = None) -> Settings:
    """Return the settings of a file; FileProblems with every fault at once."""
    document = read_document(source, name)
    if not isinstance(document.root, Entries):
        document.faults.add(
            document.root, "file", f"a settings file is a map of keys, not {kind_of(document.root)}"
        )
        raise FileProblems(document.faults.problems)
    top = Fields(document.root, document.faults)
    made = Settings(
        _calendar(top),
        Rules(
            frozenset(scalar.text.casefold() for scalar in top.singles("desk_groups")),
            frozenset(scalar.text.casefold() for scalar in top.singles("routes")),
            _targets(top),
        ),
        _columns(top),
        _words(top, "states", STATES),
        _words(top, "priorities"),
        _words(top, "types", TYPES),
        top.choice("date_order", ORDERS, ""),
        _zone(top),
    )
    top.close()
    document.faults.raise_if_any()
    return made


def _zone(fields: Fields) -> str:
    name = fields.text("zone")
    if name:
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            fields.fault_at("zone", f'"{shown(name)}" is no time zone; write one such as Europe/Rome or UTC')
            return ""
    return name


def _calendar(top: Fields) -> Calendar | None:
    fields = top.section("calendar")
    if fields is None:
        return None
    zone = _zone(fields)
    days: dict[int, tuple[Span, ...]] = {}
    table = fields.table("week")
    for day, node in table.items():
        if day.lower()[:3] not in WEEKDAYS:
            fields.fault(node, f"week.{shown(day)}", f"the days are {in_list(WEEKDAYS)}")
            continue
        days[WEEKDAYS.index(day.lower()[:3])] = _spans(fields, day, node)
    if not table:
        fields.fault_at(
            "week", 'the working hours are missing; write for example week: {mon: ["08:00-17:00"]}'
        )
    found = [_holiday(fields, scalar) for scalar in fields.singles("holidays")]
    holidays = frozenset(holiday for holiday in found if holiday is not None)
    fields.close()
    return Calendar(days, holidays, zone)


def _holiday(fields: Fields, scalar: Scalar) -> date | None:
    try:
        return read_date(scalar)
    except Unfit as error:
        fields.fault(scalar, "holidays", str(error))
        return None


def _spans(fields: Fields, day: str, node: Node) -> tuple[Span, ...]:
    items = node.items if isinstance(node, Items) else [node]
    spans: list[Span] = []
    for item in items:
        span = read_span(item.text) if isinstance(item, Scalar) else None
        if span is None:
            fields.fault(item, f"week.{day}", 'hours are written "08:00-17:00", to "24:00" at most')
        elif spans and span[0] < spans[-1][1]:
            fields.fault(item, f"week.{day}", "the hours of a day go forward and do not overlap")
        else:
            spans.append(span)
    return tuple(spans)


def read_span(text: str) -> Span | None:
    """Return working hours such as 08:00-17:00 as minutes of the day; None when they are none."""
    ends = text.replace("–", "-").split("-")
    if len(ends) != PARTS_OF_SPAN:
        return None
    begin, end = (_minute(part) for part in ends)
    return (begin, end) if begin is not None and end is not None and begin < end else None


def _minute(text: str) -> int | None:
    hour, _, minute = text.strip().partition(":")
    if not hour.isdecimal() or not minute.isdecimal() or len(hour) > 2 or len(minute) != 2:
        return None
    total = int(hour) * MINUTES_PER_HOUR + int(minute)
    return total if int(minute) < MINUTES_PER_HOUR and total <= MINUTES_OF_DAY else None


def _targets(top: Fields) -> dict[str, int]:
    found: dict[str, int] = {}
    for priority, node in top.table("sla_target_hours").items():
        scalar = top.single(node, f"sla_target_hours.{shown(priority)}")
        if scalar is None:
            continue
        try:
            hours = read_number(scalar, Fraction(1, MINUTES_PER_HOUR), Fraction(MOST_HOURS))
        except Unfit as error:
            top.fault(scalar, f"sla_target_hours.{shown(priority)}", str(error))
            continue
        found[priority.casefold()] = int(hours * PER_HOUR)
    return found


def _columns(top: Fields) -> dict[str, str]:
    """Return the header by field, whichever way round the file has them."""
    found: dict[str, str] = {}
    for key, node in top.table("columns").items():
        scalar = top.single(node, f"columns.{shown(key)}")
        if scalar is None:
            continue
        if key in FIELDS:
            found[key] = scalar.text
        elif scalar.text in FIELDS:
            found[scalar.text] = key
        else:
            near = top.faults.near(scalar.text, FIELDS) or f"; the fields are {in_list(FIELDS)}"
            top.fault(scalar, f"columns.{shown(key)}", f"neither is a field of a ticket{near}")
    return found


def _words(top: Fields, key: str, allowed: tuple[str, ...] = ()) -> dict[str, str]:
    """Return the meaning by the plain key of the export's word; a list of words by meaning is taken too."""
    found: dict[str, str] = {}
    for word, node in top.table(key).items():
        if isinstance(node, Items) and (not allowed or word in allowed):
            found |= {plain_key(item.text): word for item in node.items if isinstance(item, Scalar)}
            continue
        scalar = top.single(node, f"{key}.{shown(word)}")
        if scalar is None:
            continue
        if allowed and scalar.text not in allowed:
            top.fault(scalar, f"{key}.{shown(word)}", f"the meanings are {in_list(allowed)}")
        else:
            found[plain_key(word)] = scalar.text
    return found
