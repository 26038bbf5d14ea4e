"""Set up how often the reviews of a client are held, and who comes to them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from assessment.domain.catalogue import MODES
from assessment.domain.review_agenda import LONGEST_POINT, MOST_POINTS
from assessment.domain.review_plans import CUSTOMER, PROVIDER, RHYTHMS, Cadence
from assessment.domain.reviews import KINDS
from assessment.errors import Conflict, InvalidInput, NotFound
from assessment.services.texts import LONGEST_NAME, checked_line, checked_text, sensible_day
from assessment.store.database import Unit
from assessment.store.queries import reviews_plans as queries
from assessment.store.queries.catalogue import list_parties
from assessment.store.queries.clients import get_client
from assessment.store.queries.events import add_event

LONGEST_TEXT = 10_000
MOST_LINES = 40
SHORTEST, LONGEST = 5, 960
SIDES = (PROVIDER, CUSTOMER, "supplier")
CHANGED = "Somebody else changed this meanwhile. Look at it, then save again."
KEPT = (
    "kind", "title", "party_id", "every", "mode", "participants", "inputs", "agenda", "outputs",
    "minutes_long", "starts_at", "charter", "next_on",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PlanEntry:
    """What was typed about a cadence; lists are one line each, `seen` is the version it was typed over."""

    kind: str
    title: str = ""
    every: str = ""
    mode: str = MODES[0]
    party: int = 0
    participants: str = ""
    inputs: str = ""
    agenda: str = ""
    outputs: str = ""
    minutes_long: int | None = 60
    starts_at: str = ""
    charter: str = ""
    next_on: date | None = None
    seen: int = 0


def save_plan(unit: Unit, client_slug: str, entry: PlanEntry, number: int = 0) -> Cadence:
    """Store a new cadence, or change the one of that number.

    Raises InvalidInput for what does not fit, Conflict when somebody else changed it.
    """
    client = get_client(unit, client_slug)
    values = checked_plan(unit, client.id, entry)
    values["month_day"] = entry.next_on.day if entry.next_on else None
    if not number:
        made = queries.add_plan(unit, client.id, values)
        plan = queries.get_plan(unit, client.id, made)
        add_event(
            unit, client.id, subject_of(plan), "cadence added", {"title": plan.title, "kind": plan.kind}
        )
        return plan
    before = queries.get_plan(unit, client.id, number)
    if entry.next_on == before.next_on:
        values["month_day"] = before.month_day
    if not queries.change_plan(unit, client.id, number, entry.seen, values):
        raise Conflict(CHANGED, field="Cadence", version=before.version, theirs=before.title)
    plan = queries.get_plan(unit, client.id, number)
    changed = {name for name in KEPT if getattr(before, name) != getattr(plan, name)}
    if changed:
        said = {"from": _said(before, changed), "to": _said(plan, changed)}
        add_event(unit, client.id, subject_of(plan), "cadence changed", {"title": plan.title, **said})
    return plan


def _said(plan: Cadence, names: set[str]) -> dict[str, Any]:
    return {name: _plain(getattr(plan, name)) for name in sorted(names)}


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def subject_of(plan: Cadence) -> str:
    """Return under which name the history keeps what happened to a cadence."""
    return f"cadence:{plan.id}"


def retire_plan(unit: Unit, client_slug: str, number: int, *, retired: bool) -> Cadence:
    """Hold a cadence no longer, or take it up again."""
    client = get_client(unit, client_slug)
    plan = queries.get_plan(unit, client.id, number)
    if plan.retired == retired:
        return plan
    values = {"retired_at": unit.now if retired else None}
    if not queries.change_plan(unit, client.id, number, plan.version, values):
        raise Conflict(CHANGED, field="Cadence", version=plan.version)
    kind = "cadence retired" if retired else "cadence taken up"
    add_event(unit, client.id, subject_of(plan), kind, {"title": plan.title})
    return replace(plan, retired=retired, version=plan.version + 1)


def checked_plan(unit: Unit, client_id: str, entry: PlanEntry) -> dict[str, Any]:
    """Return the columns of a cadence; InvalidInput names the field that does not fit."""
    if entry.kind not in KINDS:
        raise InvalidInput("kind", "Choose one of the kinds shown.")
    if entry.every not in RHYTHMS[entry.kind]:
        raise InvalidInput("every", "Choose one of the rhythms shown.")
    title = checked_line("title", entry.title, LONGEST_NAME)
    if not title:
        raise InvalidInput("title", "Give the review a name.")
    return {
        "kind": entry.kind,
        "title": title,
        "party_id": party_id_of(unit, client_id, entry.party),
        "every": entry.every,
        "mode": checked_mode(entry.mode),
        "participants": [list(one) for one in read_people("participants", entry.participants)],
        "inputs": list(read_lines("inputs", entry.inputs)),
        "agenda": [list(one) for one in read_agenda(entry.agenda)],
        "outputs": list(read_lines("outputs", entry.outputs)),
        "minutes_long": checked_length(entry.minutes_long),
        "starts_at": checked_hour(entry.starts_at),
        "charter": checked_text("charter", entry.charter, LONGEST_TEXT),
        "next_on": sensible_day("next_on", entry.next_on),
    }


def checked_mode(mode: str) -> str:
    """Return the mode; InvalidInput for another one."""
    if mode not in MODES:
        raise InvalidInput("mode", "Choose meeting or desk.")
    return mode


def checked_length(minutes: int | None) -> int:
    """Return the length of a meeting; InvalidInput for one that nobody sits through."""
    if minutes is None or not SHORTEST <= minutes <= LONGEST:
        raise InvalidInput("minutes_long", f"Write whole minutes from {SHORTEST} to {LONGEST}.")
    return minutes


def checked_hour(text: str) -> str:
    """Return the time at which a review begins, such as 09:30, or ""; InvalidInput for another text."""
    plain = text.strip()
    if not plain:
        return ""
    try:
        return datetime.strptime(plain, "%H:%M").strftime("%H:%M")
    except ValueError:
        raise InvalidInput("starts_at", "Write the time as hours and minutes, for example 09:30.") from None


def party_id_of(unit: Unit, client_id: str, number: int) -> str | None:
    """Return the id of a party by its number, None for 0; InvalidInput where the client has none such."""
    if not number:
        return None
    found = next((one for one in list_parties(unit, client_id) if one.number == number), None)
    if found is None:
        raise InvalidInput("party", "Choose one of the parties shown.")
    return found.id


def read_lines(field: str, text: str) -> tuple[str, ...]:
    """Return the lines of a text that say something; InvalidInput for too many or too long ones."""
    lines = [
        checked_line(field, line, LONGEST_NAME)
        for line in checked_text(field, text, LONGEST_TEXT).split("\n")
    ]
    found = tuple(line for line in lines if line)
    if len(found) > MOST_LINES:
        raise InvalidInput(field, f"Write at most {MOST_LINES} lines.")
    return found


def read_people(field: str, text: str) -> tuple[tuple[str, str], ...]:
    """Return who takes part, one a line as "Role (side)"; without a side it is the provider's."""
    found = []
    for line in read_lines(field, text):
        role, bracket, rest = line.rpartition("(")
        side = rest.rstrip(") ").strip().lower()
        if bracket and side in SIDES and role.strip():
            found.append((role.strip(), side))
        else:
            found.append((line, PROVIDER))
    return tuple(found)


def read_agenda(text: str) -> tuple[tuple[str, int], ...]:
    """Return points with their minutes, one a line as "10 What is talked about"."""
    found = []
    for line in read_lines("agenda", text):
        head, _, rest = line.partition(" ")
        if not (head.isascii() and head.isdecimal() and rest.strip()) or int(head[:9]) > LONGEST_POINT:
            raise InvalidInput(
                "agenda", f"Begin each line with its minutes, at most {LONGEST_POINT}: 10 Open actions"
            )
        found.append((rest.strip(), int(head)))
    if len(found) > MOST_POINTS:
        raise InvalidInput("agenda", f"An agenda has at most {MOST_POINTS} points.")
    return tuple(found)


def people_text(people: Sequence[Sequence[str]]) -> str:
    """Return who takes part as the form shows it."""
    return "\n".join(f"{role} ({side})" for role, side in people)


def agenda_text(points: Sequence[tuple[str, int]]) -> str:
    """Return the points of a template as the form shows them."""
    return "\n".join(f"{minutes} {title}" for title, minutes in points)


def plan_of(unit: Unit, client_slug: str, number: int) -> Cadence:
    """Return a cadence of a client. Raises NotFound."""
    if number <= 0:
        raise NotFound("This client has no cadence of this number.")
    return queries.get_plan(unit, get_client(unit, client_slug).id, number)
