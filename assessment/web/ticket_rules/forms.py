"""What people send about what counts for tickets."""

from flask import request

from assessment.domain.calendars import WEEKDAYS
from assessment.services.ticket_rules import CalendarEntry, RulesEntry
from assessment.web.forms import read_whole


def rules_entry() -> RulesEntry:
    """What counts for the tickets, as the form of this request says."""
    form = request.form
    names = zip(form.getlist("priority"), form.getlist("hours"), strict=False)
    return RulesEntry(
        form.get("calendar_id", ""),
        form.get("zone", ""),
        [*form.getlist("group"), *form.get("desk_groups", "").splitlines()],
        form.get("routes", "").splitlines(),
        list(names),
        read_whole(form.get("seen")) or 0,
    )


def calendar_entry() -> CalendarEntry:
    """Working hours, as the form of this request says."""
    form = request.form
    return CalendarEntry(
        form.get("name", ""),
        form.get("zone", ""),
        {day: form.get(day, "") for day in WEEKDAYS},
        form.get("holidays", ""),
        read_whole(form.get("seen")) or 0,
    )
