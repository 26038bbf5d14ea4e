"""Service reviews: their kinds and states, what is decided in them; docs/method.md, "Service reviews"."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from assessment.domain.catalogue import MEETING
from assessment.errors import InvalidInput, NotAllowed

SYNC = "sync"
MONTHLY = "monthly"
QUARTERLY = "qbr"
HALF_YEARLY = "half"
ANNUAL = "annual"
KINDS: Mapping[str, str] = {
    SYNC: "Informal sync",
    MONTHLY: "Monthly review",
    QUARTERLY: "Quarterly business review",
    HALF_YEARLY: "Half-yearly review",
    ANNUAL: "Annual review",
}
EXECUTIVE = frozenset({HALF_YEARLY, ANNUAL})
STRATEGIC = frozenset({QUARTERLY, HALF_YEARLY, ANNUAL})
MONTHS_OF: Mapping[str, int] = {SYNC: 0, MONTHLY: 1, QUARTERLY: 3, HALF_YEARLY: 6, ANNUAL: 12}
"""How many whole months each kind looks back on; a sync looks at the month that is running."""

PLANNED = "planned"
PREPARED = "prepared"
HELD = "held"
CLOSED = "closed"
CANCELLED = "cancelled"
NEXT_STATES: Mapping[str, tuple[str, ...]] = {
    PLANNED: (PREPARED, CANCELLED),
    PREPARED: (PREPARED, HELD, CANCELLED),
    HELD: (CLOSED,),
    CLOSED: (),
    CANCELLED: (),
}
"""The states that each state can go to. A pack may be made anew until the review begins."""
OPEN_STATES = frozenset({PLANNED, PREPARED, HELD})

CSIP, ACTION, SLA, GOAL, PROPOSAL, OTHER = "csip", "action", "sla", "goal", "proposal", "other"
DECISIONS: Mapping[str, tuple[str, ...]] = {
    CSIP: ("progress", "hold", "remove"),
    ACTION: ("add",),
    SLA: ("keep", "change", "end"),
    GOAL: ("keep", "change", "move", "add", "end"),
    PROPOSAL: ("open", "accepted", "declined", "later"),
    OTHER: ("decided",),
}
"""What can be decided about each kind of subject."""
NEEDS_REASON = frozenset(
    {(CSIP, "hold"), (CSIP, "remove"), (SLA, "change"), (SLA, "end"), (GOAL, "change"), (GOAL, "move"),
     (GOAL, "end"), (PROPOSAL, "declined")}
)  # fmt: skip

RELATIONSHIP: Mapping[str, str] = {
    "at-risk": "At risk",
    "strained": "Strained",
    "working": "Working",
    "good": "Good",
    "partners": "Partners",
}
"""How both sides judge the relationship, the worst first."""

STEP_STATES = ("open", "doing", "done", "dropped")
REFERENCE = re.compile(r"\w+[- ](\d{1,9})\b")
"""How the text of a decision begins that is about something in a register: CSIP-012, KPI 3."""

OPEN_STEPS = frozenset({"open", "doing"})
PROPOSAL_STATES = ("open", "accepted", "declined", "later")
PROPOSAL_KINDS: Mapping[str, str] = {
    "service": "A further service",
    "change": "A change of a service",
    "need": "A changed need",
}


@dataclass(frozen=True, slots=True)
class Review:
    """One review. `pack`, `agenda` and `attendance` are as stored; `cut_off_on` is when data is frozen."""

    id: str
    number: int
    plan_id: str | None
    kind: str
    title: str
    party_id: str | None
    mode: str
    period_from: date
    period_to: date
    planned_on: date
    starts_at: str
    minutes_long: int
    cut_off_on: date | None
    held_on: date | None
    state: str
    pack: Any
    pack_at: datetime | None
    agenda: Any
    attendance: Any
    minutes: str
    relationship: str
    relationship_note: str
    next_on: date | None
    cancel_reason: str
    closed_at: datetime | None
    closed_by: str
    updated_at: datetime
    updated_by: str
    version: int

    @property
    def reference(self) -> str:
        """Return the number as people write it, such as REV-007."""
        return f"REV-{self.number:03d}"

    @property
    def is_open(self) -> bool:
        """Return whether something still happens to it."""
        return self.state in OPEN_STATES

    @property
    def is_meeting(self) -> bool:
        """Return whether people meet; a desk review is made of data alone."""
        return self.mode == MEETING

    def days_late(self, today: date) -> int:
        """Return by how many days a review that was not held is past its day, 0 where it is not."""
        if self.state not in (PLANNED, PREPARED):
            return 0
        return max(0, (today - self.planned_on).days)

    def waits_for(self, today: date) -> str:
        """Return what has to be done about it by now: "prepare", "hold", "close" or ""."""
        if self.state == PLANNED:
            due = self.cut_off_on or self.planned_on
            return "prepare" if due <= today else ""
        if self.state == PREPARED:
            return "hold" if self.planned_on <= today else ""
        return "close" if self.state == HELD else ""


@dataclass(frozen=True, slots=True)
class Decided:
    """Something decided in a review; `subject` is such as csip:ID, `undone` says it was taken back."""

    id: str
    review_id: str
    number: int
    kind: str
    subject: str
    decision: str
    text: str
    reason: str
    owner: str
    due_on: date | None
    look_again_on: date | None
    deciders: tuple[str, ...]
    decided_on: date
    made_at: datetime
    made_by: str
    undone: bool = False


@dataclass(frozen=True, slots=True)
class Addendum:
    """What was added to the minutes of a closed review."""

    text: str
    made_at: datetime
    made_by: str


@dataclass(frozen=True, slots=True)
class Lesson:
    """Something learned and what is done differently since; later reviews see it until it is retired."""

    id: str
    number: int
    text: str
    change: str = ""
    review_id: str | None = None
    retired: bool = False
    version: int = 0


@dataclass(frozen=True, slots=True)
class Step:
    """A line of the operating plan."""

    id: str
    number: int
    text: str
    owner: str = ""
    due_on: date | None = None
    state: str = STEP_STATES[0]
    review_id: str | None = None
    version: int = 0

    def is_late(self, today: date) -> bool:
        """Return whether it should be done by now and is not."""
        return self.state in OPEN_STEPS and self.due_on is not None and self.due_on < today


@dataclass(frozen=True, slots=True)
class Proposal:
    """A further service, a change of one, or a changed need."""

    id: str
    number: int
    title: str
    kind: str = "service"
    description: str = ""
    state: str = PROPOSAL_STATES[0]
    reason: str = ""
    review_id: str | None = None
    version: int = 0


def number_in(decided: Decided) -> int:
    """Return the number in the register of what a decision is about, 0 for a decision in words only."""
    found = REFERENCE.match(decided.text) if decided.subject else None
    return int(found[1]) if found else 0


def move(state: str, to: str, reason: str = "") -> str:
    """Return the state after a step; NotAllowed where the table forbids it, InvalidInput without a reason."""
    if to not in NEXT_STATES.get(state, ()):
        raise NotAllowed(f"A review that is {state} cannot become {to}.")
    if to == CANCELLED and not reason.strip():
        raise InvalidInput("reason", "Say why the review is cancelled.")
    return to


def check_decision(kind: str, decision: str, reason: str, decided_on: date | None) -> None:
    """Raise InvalidInput unless a decision is one of its kind, with a day and a reason where needed."""
    allowed = DECISIONS.get(kind)
    if allowed is None or decision not in allowed:
        raise InvalidInput("decision", "Choose one of the decisions shown.")
    if decided_on is None:
        raise InvalidInput("decided_on", "Say on which day it was decided.")
    if (kind, decision) in NEEDS_REASON and not reason.strip():
        raise InvalidInput("reason", "Say why it was decided so.")
