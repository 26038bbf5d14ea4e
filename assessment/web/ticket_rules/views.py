"""The pages of what counts for tickets, with every text ready to be shown."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from assessment.domain.numbers import plain
from assessment.services.ticket_rules import KeptCalendar, RulesEntry, RulesPage

FREE_LINES = 2
WEEKDAY_WORDS = {
    "mon": "Monday",
    "tue": "Tuesday",
    "wed": "Wednesday",
    "thu": "Thursday",
    "fri": "Friday",
    "sat": "Saturday",
    "sun": "Sunday",
}
WORKDAYS = ("mon", "tue", "wed", "thu", "fri")
USUAL_HOURS = "08:00-17:00"


@dataclass(frozen=True, slots=True)
class RulesView:
    """What counts for the tickets; `groups` are (name, chosen), `targets` (priority, hours)."""

    client: str
    prefix: str
    back: str
    calendars: tuple[tuple[str, str, bool], ...]
    zone: str
    groups: tuple[tuple[str, bool], ...]
    other_groups: str
    routes: str
    targets: tuple[tuple[str, str], ...]
    seen: int


def rules_view(found: RulesPage, typed: RulesEntry | None = None) -> RulesView:
    """What counts for the tickets, with a line for each priority that was seen; a refused form as typed."""
    back = f"/clients/{found.client.slug}/tickets"
    said = typed or _entry_of(found)
    desk = {name.casefold() for name in said.desk_groups}
    known = {name.casefold() for name in found.groups}
    return RulesView(
        found.client.name,
        f"{back}/rules",
        back,
        tuple((one.id, one.name, one.id == said.calendar_id) for one in found.calendars),
        said.zone,
        tuple((name, name.casefold() in desk) for name in found.groups),
        "\n".join(name for name in said.desk_groups if name.casefold() not in known),
        "\n".join(said.routes),
        tuple(said.targets),
        found.rules.version,
    )


def _entry_of(found: RulesPage) -> RulesEntry:
    """What is stored, as the form would send it, with lines for more targets."""
    rules = found.rules
    targets = {name.casefold(): hours for name, hours in rules.targets.items()}
    lines = [(name, targets.pop(name.casefold(), "")) for name in found.priorities]
    lines += [(name, hours) for name, hours in rules.targets.items() if name.casefold() in targets]
    shown = [*((name, _hours(hours)) for name, hours in lines), *[("", "")] * FREE_LINES]
    return RulesEntry(rules.calendar_id, rules.zone, rules.desk_groups, rules.routes, shown)


def _hours(text: str) -> str:
    return plain(Fraction(text)) if text else ""


@dataclass(frozen=True, slots=True)
class CalendarView:
    """Working hours as the form shows them; `days` are (key, name, hours)."""

    client: str
    action: str
    back: str
    name: str
    zone: str
    days: tuple[tuple[str, str, str], ...]
    holidays: str
    seen: int
    is_new: bool


def calendar_view(
    slug: str, client: str, kept: KeptCalendar | None, typed: Mapping[str, str] | None = None
) -> CalendarView:
    """Working hours; a new calendar begins with the usual week, a refused form with what was typed."""
    back = f"/clients/{slug}/tickets/rules"
    said = typed or {}
    week: Mapping[str, list[str]] = kept.week if kept else {day: [USUAL_HOURS] for day in WORKDAYS}
    return CalendarView(
        client,
        f"{back}/calendars/{kept.id if kept else 'new'}",
        back,
        said.get("name", kept.name if kept else ""),
        said.get("zone", kept.zone if kept else ""),
        tuple(
            (day, words, said.get(day, ", ".join(week.get(day, ())))) for day, words in WEEKDAY_WORDS.items()
        ),
        said.get("holidays", "\n".join(kept.holidays) if kept else ""),
        kept.version if kept else 0,
        kept is None,
    )
