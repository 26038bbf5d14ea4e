"""What the customer needs, written down before an agreement is drafted, and what the provider says to it."""

from dataclasses import dataclass

from assessment.domain.slas import CANNOT_MEET, OPEN, VERDICTS, Need, Sla
from assessment.errors import Conflict, InvalidInput
from assessment.services.slas_drafts import subject_of
from assessment.services.texts import checked_text
from assessment.store.database import Unit
from assessment.store.queries import slas as queries
from assessment.store.queries.clients import get_client
from assessment.store.queries.events import add_event

LONGEST_NEED = 2_000
MOST_NEEDS = 200
CHANGED = "Somebody else changed this need meanwhile."


@dataclass(frozen=True, slots=True)
class NeedEntry:
    """A need as it was typed; `target_key` names the target that meets it."""

    text: str = ""
    verdict: str = OPEN
    reason: str = ""
    target_key: str = ""


def add_need(unit: Unit, client_slug: str, number: int, entry: NeedEntry) -> Need:
    """Write a need down and return it. Raises InvalidInput naming text, verdict, reason or target_key."""
    client = get_client(unit, client_slug)
    sla = queries.get_sla(unit, client.id, number)
    if len(queries.list_needs(unit, client.id, sla.id)) >= MOST_NEEDS:
        raise InvalidInput("text", f"At most {MOST_NEEDS} needs fit.")
    values = _checked(unit, client.id, sla, entry)
    need = queries.add_need(unit, client.id, sla.id, values)
    _note(unit, client.id, subject_of(sla), need, "written down", values)
    return queries.get_need(unit, client.id, sla.id, need)


def _checked(unit: Unit, client_id: str, sla: Sla, entry: NeedEntry) -> dict[str, str]:
    text = checked_text("text", entry.text, LONGEST_NEED)
    reason = checked_text("reason", entry.reason, LONGEST_NEED)
    if not text:
        raise InvalidInput("text", "Say what the customer needs.")
    if entry.verdict not in (OPEN, *VERDICTS):
        raise InvalidInput("verdict", "Choose one of the answers shown.")
    if entry.verdict and not reason:
        raise InvalidInput("reason", "Say why: the customer will ask.")
    if entry.target_key and entry.verdict == CANNOT_MEET:
        raise InvalidInput("target_key", "What cannot be met has no target that meets it.")
    draft = sla.draft
    if draft is None:
        versions = queries.list_versions(unit, client_id, sla.id)
        draft = versions[-1].content if versions else None
    keys = {one.key for one in draft.targets} if draft else set()
    if entry.target_key and entry.target_key not in keys:
        raise InvalidInput("target_key", "Choose one of the targets of this agreement.")
    return {"text": text, "verdict": entry.verdict, "reason": reason, "target_key": entry.target_key}


def _note(unit: Unit, client_id: str, subject: str, number: int, what: str, values: dict[str, str]) -> None:
    said = {name: values.get(name, "") for name in ("text", "verdict", "reason")}
    add_event(unit, client_id, subject, "sla need", {"number": number, "what": what, **said})


def change_need(unit: Unit, client_slug: str, number: int, need: int, entry: NeedEntry, seen: int) -> Need:
    """Change a need and return it. Raises as `add_need` does, and Conflict where it changed since `seen`."""
    client = get_client(unit, client_slug)
    sla = queries.get_sla(unit, client.id, number)
    before = queries.get_need(unit, client.id, sla.id, need)
    values = _checked(unit, client.id, sla, entry)
    if all(getattr(before, name) == value for name, value in values.items()):
        return before
    if not queries.change_need(unit, client.id, before, seen, values):
        theirs = ": ".join(part for part in (before.text, before.verdict, before.reason) if part)
        raise Conflict(CHANGED, field=f"Need {need}", yours=values["text"], theirs=theirs)
    _note(unit, client.id, subject_of(sla), need, values["verdict"] or "changed", values)
    return queries.get_need(unit, client.id, sla.id, need)


def set_retired(unit: Unit, client_slug: str, number: int, need: int, *, retired: bool) -> Need:
    """Take a need out of the list, or bring it back, and return it."""
    client = get_client(unit, client_slug)
    sla = queries.get_sla(unit, client.id, number)
    found = queries.get_need(unit, client.id, sla.id, need)
    values = {"retired_at": unit.now if retired else None}
    if not queries.change_need(unit, client.id, found, found.version, values):
        raise Conflict(CHANGED, field=f"Need {need}")
    what = "taken out" if retired else "brought back"
    _note(unit, client.id, subject_of(sla), need, what, {"text": found.text})
    return queries.get_need(unit, client.id, sla.id, need)


def get_need(unit: Unit, client_slug: str, number: int, need: int) -> Need:
    """Return a need of an agreement. Raises NotFound."""
    client = get_client(unit, client_slug)
    return queries.get_need(unit, client.id, queries.get_sla(unit, client.id, number).id, need)
