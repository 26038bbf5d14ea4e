"""How often reviews are held: the rhythms, the days they give, and a draft for each kind of review."""

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from assessment.domain.calendars import Calendar
from assessment.domain.catalogue import MEETING
from assessment.domain.months import months_later
from assessment.domain.reviews import ANNUAL, HALF_YEARLY, MONTHLY, MONTHS_OF, QUARTERLY, SYNC

DAYS_OF: Mapping[str, int] = {"day": 1, "week": 7, "fortnight": 14}
MONTHS_EVERY: Mapping[str, int] = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}
EVERY: Mapping[str, str] = {
    "day": "Daily",
    "week": "Weekly",
    "fortnight": "Every two weeks",
    "month": "Monthly",
    "quarter": "Quarterly",
    "half-year": "Every six months",
    "year": "Yearly",
}
RHYTHMS: Mapping[str, tuple[str, ...]] = {
    SYNC: ("week", "day", "fortnight"),
    MONTHLY: ("month",),
    QUARTERLY: ("quarter",),
    HALF_YEARLY: ("half-year",),
    ANNUAL: ("year",),
}
"""The rhythms that each kind can have, the usual one first."""
LONGEST_SEARCH = 366
SATURDAY = 5
CUT_OFF_DAYS: Mapping[str, int] = {SYNC: 0, MONTHLY: 3, QUARTERLY: 5, HALF_YEARLY: 10, ANNUAL: 10}
"""How many working days before the meeting the data is frozen, so that the pack can be read before."""

PROVIDER, CUSTOMER = "provider", "customer"
MANAGER = ("Service delivery manager", PROVIDER)
CLIENT_OWNER = ("Service owner", CUSTOMER)
EXECUTIVES = (
    ("Head of service delivery", PROVIDER), MANAGER, ("Executive of the client", CUSTOMER), CLIENT_OWNER,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cadence:
    """A review that is held again and again. `next_on` may be a day off, see `working_day`.

    `month_day` is the day of the month to which it comes back after a shorter month.
    """

    kind: str
    title: str
    every: str
    id: str = ""
    number: int = 0
    party_id: str | None = None
    mode: str = MEETING
    participants: tuple[tuple[str, str], ...] = ()
    inputs: tuple[str, ...] = ()
    agenda: tuple[tuple[str, int], ...] = ()
    outputs: tuple[str, ...] = ()
    minutes_long: int = 60
    starts_at: str = ""
    charter: str = ""
    next_on: date | None = None
    month_day: int | None = None
    retired: bool = False
    updated_at: Any = None
    version: int = 0

    def is_late(self, today: date) -> bool:
        """Return whether its day has passed without a review."""
        return not self.retired and self.next_on is not None and self.next_on < today


@dataclass(frozen=True, slots=True)
class Draft:
    """What a cadence of one kind begins with."""

    participants: tuple[tuple[str, str], ...]
    inputs: tuple[str, ...]
    agenda: tuple[tuple[str, int], ...]
    outputs: tuple[str, ...]
    minutes_long: int
    charter: str


DRAFTS: Mapping[str, Draft] = {
    SYNC: Draft(
        (("Team lead", PROVIDER), ("Contact for the service", CUSTOMER)),
        ("Tickets of the month so far", "Satisfaction so far", "Response times so far"),
        (("What happened since the last time", 5), ("What worries anybody", 5), ("What comes next", 5)),
        ("Notes", "Figures to watch", "Perhaps an action"),
        15,
        "A short talk, not a review: nobody reports, nothing is judged. The provider brings the figures so "
        "far, the client says what users feel. What needs a decision goes to the monthly review.",
    ),
    MONTHLY: Draft(
        (MANAGER, CLIENT_OWNER),
        ("Indicators beside their success factors", "Results against the agreements", "Open actions", "CSIP"),
        (
            ("Actions of the last review", 10),
            ("Agreements: what was missed and what was met", 15),
            ("Indicators beside success factors", 10),
            ("Breaches and what is done about them", 5),
            ("Improvements that wait for a decision", 15),
            ("Operating plan", 5),
        ),
        ("Operating plan", "Actions", "Decisions about improvements"),
        60,
        "The provider sends the pack three working days before. The client has read it and says what "
        "changed on its side. Both leave with decisions, owners and days.",
    ),
    QUARTERLY: Draft(
        (MANAGER, ("Account owner", PROVIDER), CLIENT_OWNER, ("Budget owner", CUSTOMER)),
        ("Three months of results", "The monthly reviews", "The previous quarterly review"),
        (
            ("Compared with the quarter before", 20),
            ("What the client needs now that it did not need then", 15),
            ("Changes of services and agreements", 15),
            ("New success factors and indicators", 10),
            ("Improvements that wait for a decision, and their budget", 15),
            ("Proposals for further services", 10),
            ("How we work together", 5),
        ),
        ("Changes of strategy", "Proposals to change agreements", "A judgement of the relationship"),
        90,
        "Both sides look at the quarter as a whole and say openly how they judge the relationship. "
        "Single tickets belong elsewhere.",
    ),
    HALF_YEARLY: Draft(
        EXECUTIVES,
        ("The last two quarterly reviews", "Contract", "Strategy of the client", "Latest assessment"),
        (
            ("What the service was worth", 20),
            ("Contract: term, notice and renewal", 15),
            ("Agreements, success factors and indicators to change", 20),
            ("New services", 15),
            ("Where both sides are heading, and the next assessment", 20),
        ),
        ("A view on the renewal", "Changes of agreements and success factors", "A plan"),
        90,
        "Executives of both sides talk about value and the years ahead. What was decided in the "
        "quarterly reviews is taken as read.",
    ),
    ANNUAL: Draft(
        EXECUTIVES,
        ("The four quarterly reviews", "Contract", "Strategy of the client", "Latest assessment"),
        (
            ("What the service was worth this year", 30),
            ("Contract: term, notice and renewal", 20),
            ("Agreements, success factors and indicators to change", 30),
            ("New services", 20),
            ("Where both sides are heading, and the next assessment", 20),
        ),
        ("A view on the renewal", "Changes of agreements and success factors", "A plan for the year"),
        120,
        "Executives of both sides talk about value and the years ahead, and say whether they want to go "
        "on together.",
    ),
}  # fmt: skip


def cadence_of(kind: str, title: str) -> Cadence:
    """Return the draft of a cadence of a kind, to be changed before it is saved."""
    draft = DRAFTS[kind]
    return Cadence(
        kind, title, RHYTHMS[kind][0], participants=draft.participants, inputs=draft.inputs,
        agenda=draft.agenda, outputs=draft.outputs, minutes_long=draft.minutes_long, charter=draft.charter,
    )  # fmt: skip


def is_working(day: date, working: Calendar | None) -> bool:
    """Return whether people work on a day: by the calendar, without one from Monday to Friday."""
    if working is None:
        return day.weekday() < SATURDAY
    return day not in working.holidays and bool(working.week.get(day.weekday()))


def working_day(day: date, working: Calendar | None) -> date:
    """Return the day, or the next one on which people work; a calendar without any leaves the day."""
    return _search(day, working, 1)


def _search(day: date, working: Calendar | None, step: int) -> date:
    found = day
    for _ in range(LONGEST_SEARCH):
        if is_working(found, working):
            return found
        if found in (date.min, date.max):
            break
        found += timedelta(days=step)
    return day


def days_before(day: date, count: int, working: Calendar | None) -> date:
    """Return the working day so many working days before a day."""
    found = day
    for _ in range(count):
        found = _search(found - timedelta(days=1), working, -1)
    return found


def next_day(every: str, after: date, month_day: int | None = None) -> date:
    """Return the day of the review after one on `after`.

    What is held on the 31st comes back to it after a shorter month, if `month_day` says so. It may be a day
    off: `working_day` moves the meeting, and the rhythm keeps its own days.
    """
    if every in DAYS_OF:
        return after + timedelta(days=DAYS_OF[every])
    day = months_later(after, MONTHS_EVERY[every])
    longest = calendar.monthrange(day.year, day.month)[1]
    return day.replace(day=min(max(day.day, month_day or 0), longest))


def period_of(kind: str, day: date) -> tuple[date, date]:
    """Return the first and the last day that a review held on `day` looks at: whole months before it."""
    first = day.replace(day=1)
    months = MONTHS_OF[kind]
    if not months:
        return first, day
    return months_later(first, -months), first - timedelta(days=1)
