"""The registers that reviews keep: lessons, the operating plan, proposals and changed needs."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from assessment.domain.reviews import PROPOSAL_KINDS, PROPOSAL_STATES, STEP_STATES, Lesson, Proposal, Step
from assessment.errors import Conflict, InvalidInput
from assessment.services.reviews_plans import CHANGED, LONGEST_TEXT
from assessment.services.texts import LONGEST_NAME, checked_line, checked_text, sensible_day
from assessment.store.database import Unit
from assessment.store.queries import reviews_kept as queries
from assessment.store.queries.clients import get_client
from assessment.store.queries.events import add_event
from assessment.store.queries.reviews_kept import Kept as Kept
from assessment.store.queries.reviews_kept import KeptThings as KeptThings

LESSON, STEP, PROPOSAL = "lesson", "step", "proposal"
NAMES: Mapping[str, str] = {
    LESSON: "Lesson", STEP: "Step of the operating plan", PROPOSAL: "Proposal",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class LessonEntry:
    """What was typed about a lesson."""

    text: str
    change: str = ""
    retired: bool = False


@dataclass(frozen=True, slots=True)
class StepEntry:
    """What was typed about a step of the operating plan."""

    text: str
    owner: str = ""
    due_on: date | None = None
    state: str = STEP_STATES[0]


@dataclass(frozen=True, slots=True)
class ProposalEntry:
    """What was typed about a proposal or a changed need."""

    title: str
    kind: str = "service"
    description: str = ""
    state: str = PROPOSAL_STATES[0]
    reason: str = ""


Entry = LessonEntry | StepEntry | ProposalEntry


def kept_things(unit: Unit, client_id: str) -> KeptThings:
    """Return every lesson, step and proposal of a client."""
    return queries.list_kept(unit, client_id)


def add_lesson(unit: Unit, client_slug: str, entry: LessonEntry, review_id: str | None = None) -> Lesson:
    """Keep a lesson for later reviews. Raises InvalidInput without a text."""
    found = _add(unit, client_slug, LESSON, entry, review_id)
    assert isinstance(found, Lesson)  # noqa: S101 - what the register of lessons gives
    return found


def add_step(unit: Unit, client_slug: str, entry: StepEntry, review_id: str | None = None) -> Step:
    """Put a step into the operating plan. Raises InvalidInput without a text."""
    found = _add(unit, client_slug, STEP, entry, review_id)
    assert isinstance(found, Step)  # noqa: S101 - what the operating plan gives
    return found


def add_proposal(
    unit: Unit, client_slug: str, entry: ProposalEntry, review_id: str | None = None
) -> Proposal:
    """Keep a proposal or a changed need. Raises InvalidInput without a title."""
    found = _add(unit, client_slug, PROPOSAL, entry, review_id)
    assert isinstance(found, Proposal)  # noqa: S101 - what the register of proposals gives
    return found


def add_entry(unit: Unit, client_slug: str, name: str, entry: Entry, review_id: str | None = None) -> Kept:
    """Keep a lesson, step or proposal; `name` says which."""
    return _add(unit, client_slug, name, entry, review_id)


def _add(unit: Unit, client_slug: str, name: str, entry: Entry, review_id: str | None) -> Kept:
    client = get_client(unit, client_slug)
    values: dict[str, Any] = {**_checked(unit, entry, None), "review_id": review_id}
    if name != STEP:
        values["service_id"] = None
    if name == PROPOSAL:
        values["party_id"] = None
    made, number = queries.add_kept(unit, client.id, name, values)
    said = {"register": NAMES[name], "text": _title(values)}
    add_event(unit, client.id, f"{name}:{made}", "kept added", said)
    return queries.get_kept(unit, client.id, name, number)


def _title(values: Mapping[str, Any]) -> str:
    return str(values.get("title") or values.get("text", ""))[:LONGEST_NAME]


def change_entry(unit: Unit, client_slug: str, name: str, number: int, entry: Entry, seen: int) -> Kept:
    """Change a lesson, step or proposal. Raises Conflict when somebody else changed it since `seen`."""
    client = get_client(unit, client_slug)
    before = queries.get_kept(unit, client.id, name, number)
    values = _checked(unit, entry, before)
    if not queries.change_kept(unit, client.id, name, number, seen, values):
        theirs = before.title if isinstance(before, Proposal) else before.text
        raise Conflict(CHANGED, field=NAMES[name], version=before.version, theirs=theirs)
    after = queries.get_kept(unit, client.id, name, number)
    changed = [one for one in SHOWN[name] if getattr(before, one) != getattr(after, one)]
    if changed:
        said = {
            "register": NAMES[name], "text": _title(values),
            "from": {one: _plain(getattr(before, one)) for one in changed},
            "to": {one: _plain(getattr(after, one)) for one in changed},
        }  # fmt: skip
        add_event(unit, client.id, f"{name}:{after.id}", "kept changed", said)
    return after


SHOWN: Mapping[str, tuple[str, ...]] = {
    LESSON: ("text", "change", "retired"),
    STEP: ("text", "owner", "due_on", "state"),
    PROPOSAL: ("title", "kind", "description", "state", "reason"),
}


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def _checked(unit: Unit, entry: Entry, before: Kept | None) -> dict[str, Any]:
    if isinstance(entry, LessonEntry):
        since = unit.now if entry.retired else None
        return {
            "text": _needed("text", checked_text("text", entry.text, LONGEST_TEXT), "what was learned"),
            "change": checked_text("change", entry.change, LONGEST_TEXT),
            "retired_at": since,
        }
    if isinstance(entry, StepEntry):
        return {
            "text": _needed("text", checked_text("text", entry.text, LONGEST_TEXT), "what is to be done"),
            "owner": checked_line("owner", entry.owner, LONGEST_NAME),
            "due_on": sensible_day("due_on", entry.due_on),
            "state": _one_of("state", entry.state, STEP_STATES),
        }
    return _checked_proposal(entry)


def _checked_proposal(entry: ProposalEntry) -> dict[str, Any]:
    reason = checked_text("reason", entry.reason, LONGEST_TEXT)
    if entry.state == "declined" and not reason:
        raise InvalidInput("reason", "Say why it is declined.")
    return {
        "title": _needed("title", checked_line("title", entry.title, LONGEST_NAME), "what is proposed"),
        "kind": _one_of("kind", entry.kind, tuple(PROPOSAL_KINDS)),
        "description": checked_text("description", entry.description, LONGEST_TEXT),
        "state": _one_of("state", entry.state, PROPOSAL_STATES),
        "reason": reason,
    }


def _needed(field: str, text: str, what: str) -> str:
    if not text:
        raise InvalidInput(field, f"Say {what}.")
    return text


def _one_of(field: str, value: str, allowed: tuple[str, ...]) -> str:
    if value not in allowed:
        raise InvalidInput(field, "Choose one of those shown.")
    return value
