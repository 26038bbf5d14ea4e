"""The published agreements of the shared data, as somebody would type them."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from assessment.services.slas_reading import TargetEntry
from assessment.services.ticket_rules import CalendarEntry

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri")
FILE = ("docs", "published_sla_targets.json")
EAST_BAY, WESTERN, METHODIST, WARWICK = "California", "Western", "Methodist", "Warwick"


def find_file(folder: Path) -> Path | None:
    """The file below the folder of shared data, or beside it; None where there is none."""
    places = (folder.joinpath(*FILE), folder.parent.joinpath(*FILE), folder / FILE[-1])
    return next((one for one in places if one.is_file()), None)


def read_published(path: Path) -> dict[str, Mapping[str, Any]]:
    """The four agreements by a word of their name."""
    found = json.loads(path.read_text(encoding="utf-8"))["slas"]
    words = (EAST_BAY, WESTERN, METHODIST, WARWICK)
    return {word: one for one in found for word in words if word in one["org"]}


def hours(name: str, spans: str) -> CalendarEntry:
    """Working hours from Monday to Friday."""
    return CalendarEntry(name, "UTC", dict.fromkeys(WEEKDAYS, spans))


def east_bay(found: Mapping[str, Any], business: str) -> Iterator[TargetEntry]:
    """Response and resolution with the percentage required; critical ones count every hour."""
    kinds = {"Respond": "response", "Resolve": "resolution"}
    for metric, priority, limit, percent in found["table"]:
        calendar = "always" if priority == "Critical" else business
        yield TargetEntry(
            kind=kinds[metric], classes=priority, limit=limit, value=str(percent), calendar_id=calendar
        )


def western(found: Mapping[str, Any], business: str) -> Iterator[TargetEntry]:
    """Response and resolution without a percentage."""
    for priority, respond, resolve in found["table"]:
        for kind, limit in (("response", respond), ("resolution", resolve)):
            yield TargetEntry(kind=kind, classes=priority, limit=limit, calendar_id=business)


def methodist(found: Mapping[str, Any], business: str) -> Iterator[TargetEntry]:
    """One turnaround for each priority."""
    for priority, turnaround in found["table"]:
        yield TargetEntry(
            kind="resolution", name=f"Turnaround, {priority}", classes=priority, limit=turnaround,
            calendar_id=business,
        )  # fmt: skip


def warwick(found: Mapping[str, Any], business: str) -> Iterator[TargetEntry]:
    """The availability of one application."""
    percent = found["facts"]["availability_target_pct"]
    yield TargetEntry(kind="availability", value=str(percent), calendar_id=business)


ENTRIES = {EAST_BAY: east_bay, WESTERN: western, METHODIST: methodist, WARWICK: warwick}
HOURS = {
    EAST_BAY: hours("Business hours", "08:00-17:00"),
    WESTERN: hours("Office", "07:30-17:30"),
    METHODIST: hours("Office", "08:00-17:00"),
    WARWICK: hours("Supported hours", "08:30-17:00"),
}


def as_form(entry: TargetEntry) -> dict[str, str]:
    """What the form of a target would send."""
    return asdict(entry)
