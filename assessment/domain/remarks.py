"""Comments and files on an item of any register. A subject names the item, such as csip:ID."""

from dataclasses import dataclass
from datetime import datetime

CSIP, ACTION, SLA, REVIEW = "csip", "action", "sla", "review"
KINDS = (CSIP, ACTION, SLA, REVIEW)
"""What can be commented on; each is the beginning of a subject."""


@dataclass(frozen=True, slots=True)
class Remark:
    """One comment. `side` is for whom its author speaks, "" where that was not said."""

    id: str
    subject: str
    text: str
    side: str
    made_at: datetime
    made_by: str
    person_id: str
    edited_at: datetime | None
    deleted_at: datetime | None
    version: int


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file kept with an item; `size` is 0 where its content is gone."""

    id: str
    subject: str
    hash: str
    name: str
    made_at: datetime
    made_by: str
    deleted_at: datetime | None
    size: int = 0


def parts_of(subject: str) -> tuple[str, str] | None:
    """Return the kind and the id in a subject; None for one that no item can have."""
    kind, _, item_id = subject.partition(":")
    return (kind, item_id) if kind in KINDS and item_id and item_id.isalnum() else None
