"""Comments on items of any register and the files kept with them; older texts stay in the history."""

from collections.abc import Sequence
from dataclasses import dataclass

from assessment.domain.answers import EvidenceFile
from assessment.domain.catalogue import ROLES
from assessment.domain.evidence_files import about_file, checked_file, kind_of
from assessment.domain.remarks import Attachment, Remark, parts_of
from assessment.errors import Conflict, InvalidInput, NotAllowed, NotFound
from assessment.services.texts import checked_text
from assessment.store.database import Unit
from assessment.store.queries import evidence_files as files
from assessment.store.queries import remarks as queries
from assessment.store.queries.clients import get_client
from assessment.store.queries.events import Event, add_event, list_events, list_latest_events

LONGEST_REMARK = 10_000
MOST_FILES = 20
SIDES = ("", *ROLES)
ADDED, CHANGED, DELETED = "remark added", "remark changed", "remark deleted"
BROUGHT_BACK = "remark brought back"
SHOWN_TEXTS = 5


@dataclass(frozen=True, slots=True)
class RemarkLine:
    """A comment as a page shows it; `was` are its older texts, newest first."""

    remark: Remark
    was: tuple[str, ...]
    is_mine: bool


@dataclass(frozen=True, slots=True)
class FileLine:
    """A file as a page shows it; `about` is its kind and size, "" where the content is gone."""

    attachment: Attachment
    about: str


@dataclass(frozen=True, slots=True)
class Remarks:
    """Everything said about an item, and the files kept with it."""

    subject: str
    lines: tuple[RemarkLine, ...] = ()
    files: tuple[FileLine, ...] = ()


def _event_subject(remark_id: str) -> str:
    return f"remark:{remark_id}"


def remarks_of(unit: Unit, client_slug: str, subject: str) -> Remarks:
    """Return the comments on an item of a client and its files; four queries at most."""
    client = get_client(unit, client_slug)
    found = queries.list_remarks(unit, client.id, subject)
    changed = [_event_subject(one.id) for one in found if one.edited_at is not None]
    events = list_latest_events(unit, client.id, changed, most=SHOWN_TEXTS)
    return Remarks(
        subject,
        tuple(RemarkLine(one, _older(one, events), is_mine(unit, one)) for one in found),
        tuple(FileLine(one, _about(one)) for one in queries.list_attachments(unit, client.id, subject)),
    )


def _older(one: Remark, events: Sequence[Event]) -> tuple[str, ...]:
    of_this = (event for event in events if event.subject == _event_subject(one.id))
    return tuple((event.data or {})["from"] for event in of_this if event.kind == CHANGED)


def _about(one: Attachment) -> str:
    return about_file(EvidenceFile(one.name, one.hash, one.size))


def is_mine(unit: Unit, one: Remark) -> bool:
    """Return whether a comment is of the person who looks."""
    return one.person_id == unit.scope.person_id and one.made_by == unit.actor


def _checked_subject(unit: Unit, client_id: str, subject: str) -> None:
    parts = parts_of(subject)
    if parts is None or not queries.is_item(unit, client_id, *parts):
        raise NotFound("There is no such item here.")


def _checked(text: str) -> str:
    checked = checked_text("text", text, LONGEST_REMARK)
    if not checked:
        raise InvalidInput("text", "Write the comment first.")
    return checked


def add_remark(unit: Unit, client_slug: str, subject: str, text: str, side: str = "") -> Remark:
    """Comment on an item. Raises NotFound for an item that the client has not, InvalidInput for no text."""
    client = get_client(unit, client_slug)
    _checked_subject(unit, client.id, subject)
    if side not in SIDES:
        raise InvalidInput("side", "Choose one of the sides shown.")
    made = queries.add_remark(unit, client.id, subject, _checked(text), side)
    one = queries.get_remark(unit, client.id, made)
    add_event(unit, client.id, _event_subject(made), ADDED, {"about": subject, "text": one.text})
    return one


def change_remark(
    unit: Unit, client_slug: str, remark_id: str, text: str, seen: int, *, may_all: bool = False
) -> Remark:
    """Change the text of a comment; the older one stays in the history.

    Raises NotAllowed for somebody else's comment unless `may_all`, Conflict with both texts when it changed
    since `seen`.
    """
    client = get_client(unit, client_slug)
    one = _own_remark(unit, client.id, remark_id, may_all=may_all)
    checked = _checked(text)
    if checked == one.text:
        return one
    if seen != one.version:
        raise Conflict(
            "Somebody else changed this comment before you.", field="comment", yours=checked,
            theirs=one.text, version=one.version,
        )  # fmt: skip
    _store(unit, client.id, one, text=checked, edited_at=unit.now)
    said = {"about": one.subject, "from": one.text, "to": checked}
    add_event(unit, client.id, _event_subject(remark_id), CHANGED, said)
    return queries.get_remark(unit, client.id, remark_id)


def delete_remark(unit: Unit, client_slug: str, remark_id: str, *, may_all: bool = False) -> Remark:
    """Delete a comment; its text stays in the history. Raises NotAllowed for somebody else's."""
    client = get_client(unit, client_slug)
    one = _own_remark(unit, client.id, remark_id, may_all=may_all)
    _store(unit, client.id, one, deleted_at=unit.now)
    said = {"about": one.subject, "text": one.text}
    add_event(unit, client.id, _event_subject(remark_id), DELETED, said)
    return queries.get_remark(unit, client.id, remark_id)


def undo_remark(unit: Unit, client_slug: str, remark_id: str, *, may_all: bool = False) -> Remark:
    """Take the last change or the deletion of a comment back; NotAllowed when that was not the last thing."""
    client = get_client(unit, client_slug)
    one = queries.get_remark(unit, client.id, remark_id)
    _check_author(unit, one, may_all=may_all)
    last = list_events(unit, client.id, _event_subject(remark_id), limit=1)
    if last and last[0].kind == DELETED:
        _store(unit, client.id, one, deleted_at=None)
        add_event(unit, client.id, _event_subject(remark_id), BROUGHT_BACK, {"about": one.subject})
    elif last and last[0].kind == CHANGED and last[0].data:
        return change_remark(unit, client_slug, remark_id, last[0].data["from"], one.version, may_all=may_all)
    else:
        raise NotAllowed("There is nothing to take back.")
    return queries.get_remark(unit, client.id, remark_id)


def _own_remark(unit: Unit, client_id: str, remark_id: str, *, may_all: bool) -> Remark:
    one = queries.get_remark(unit, client_id, remark_id)
    if one.deleted_at is not None:
        raise NotFound("This comment was deleted.")
    _check_author(unit, one, may_all=may_all)
    return one


def _check_author(unit: Unit, one: Remark, *, may_all: bool) -> None:
    if not may_all and not is_mine(unit, one):
        raise NotAllowed(f"This comment is {one.made_by}'s, who alone can change it.")


def _store(unit: Unit, client_id: str, one: Remark, **values: object) -> None:
    if not queries.update_remark(unit, client_id, one, values):
        raise Conflict("Somebody else changed this comment before you.", field="comment")


def attach(unit: Unit, client_slug: str, subject: str, name: str, content: bytes) -> Attachment:
    """Keep a file with an item; InvalidInput says why a file cannot be kept. The same file is kept once."""
    client = get_client(unit, client_slug)
    _checked_subject(unit, client.id, subject)
    if not name:
        raise InvalidInput("file", "Choose a file first.")
    file = checked_file(name, content)
    there = queries.list_attachments(unit, client.id, subject)
    for one in there:
        if one.hash == file.hash:
            return one
    if len(there) >= MOST_FILES:
        raise InvalidInput("file", f"At most {MOST_FILES} files are kept with an item.")
    kind = kind_of(file.name)
    files.add_evidence_file(unit, client.id, file, kind.media_type if kind else "", content)
    made = queries.add_attachment(unit, client.id, subject, file.hash, file.name)
    said = {"about": subject, "name": file.name}
    add_event(unit, client.id, f"attachment:{made}", "file kept", said)
    return queries.get_attachment(unit, client.id, made)


def detach(unit: Unit, client_slug: str, attachment_id: str) -> Attachment:
    """Take a file off an item; for a day it can be brought back."""
    client = get_client(unit, client_slug)
    one = queries.get_attachment(unit, client.id, attachment_id)
    if one.deleted_at is None:
        queries.mark_attachment(unit, client.id, attachment_id, deleted=True)
        files.let_go(unit, client.id, [one.hash])
        said = {"about": one.subject, "name": one.name}
        add_event(unit, client.id, f"attachment:{attachment_id}", "file taken off", said)
    return queries.get_attachment(unit, client.id, attachment_id)


def bring_back_file(unit: Unit, client_slug: str, attachment_id: str) -> Attachment:
    """Keep a file with its item again; NotAllowed when its content is gone or the same file is there."""
    client = get_client(unit, client_slug)
    one = queries.get_attachment(unit, client.id, attachment_id)
    if one.deleted_at is None:
        return one
    if not files.known_files(unit, client.id, [one.hash]):
        raise NotAllowed(f"“{one.name}” is not here any longer. Attach it again.")
    if any(o.hash == one.hash for o in queries.list_attachments(unit, client.id, one.subject)):
        raise NotAllowed(f"“{one.name}” is attached there already.")
    queries.mark_attachment(unit, client.id, attachment_id, deleted=False)
    said = {"about": one.subject, "name": one.name}
    add_event(unit, client.id, f"attachment:{attachment_id}", "file brought back", said)
    return queries.get_attachment(unit, client.id, attachment_id)
