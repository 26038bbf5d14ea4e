"""What every change of an improvement shares: names of events, storing, and what a conflict shows."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from assessment.domain.clients import Client
from assessment.domain.csip import OPEN_STATES
from assessment.domain.csip_items import CsipItem, reference_of
from assessment.errors import Conflict, NotAllowed
from assessment.services.conflicts import changed_before, in_words, now_of, sentence_of
from assessment.services.csip_register import open_numbers, subject_of
from assessment.store.database import Unit
from assessment.store.queries import csip as csip_queries

ADDED = "csip added"
CHANGED = "csip changed"
DECIDED = "csip decided"
UNDONE = "csip decision undone"
VALUE_ADDED = "csip value added"
VALUE_WITHDRAWN = "csip value withdrawn"
VALUE_BACK = "csip value put back"
LOOKED_AT = "csip looked at"


def check_practice_is_free(unit: Unit, client: Client, item: CsipItem, state: str) -> None:
    """Raise NotAllowed when an item would be open again beside another one for the same practice."""
    if item.practice_id and not item.is_open and state in OPEN_STATES:
        taken = open_numbers(unit, client.id).get(item.practice_id)
        if taken is not None:
            raise NotAllowed(
                f"{reference_of(taken)} is open for the same practice. Close or remove it first."
            )


def store(unit: Unit, client: Client, item: CsipItem, values: Mapping[str, Any]) -> None:
    """Change an item as it was read; Conflict with both values when somebody was faster."""
    if not csip_queries.update_item(unit, client.id, item, item.version, values):
        raise conflict(unit, client, item, in_words(values), in_words(now_of(item, values)))


def conflict(
    unit: Unit, client: Client, item: CsipItem, yours: Mapping[str, str], theirs: Mapping[str, str]
) -> Conflict:
    """Return the refusal that shows both values and who made theirs."""
    return changed_before(
        unit, client.id, subject_of(item), item.reference, sentence_of(yours), sentence_of(theirs),
        item.version,
    )  # fmt: skip


def plain(value: object) -> object:
    """Return a value as an event keeps it."""
    if isinstance(value, Fraction):
        return str(value)
    return value if value is None or isinstance(value, (str, int, Mapping)) else str(value)
