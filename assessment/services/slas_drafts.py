"""Change the draft of an agreement: any change voids the signatures under what stood there before."""

from collections.abc import Mapping
from typing import Any

from assessment.domain.clients import Client
from assessment.domain.sla_content import SlaContent, hash_of
from assessment.domain.sla_stages import DRAFTING
from assessment.domain.slas import Sla
from assessment.errors import Conflict, NotAllowed
from assessment.services.texts import checked_text
from assessment.store.database import Unit
from assessment.store.queries import slas as queries
from assessment.store.queries.clients import get_client
from assessment.store.queries.events import add_event

LONGEST_TEXT = 10_000
LONGEST_SHOWN = 400


def subject_of(sla: Sla) -> str:
    """Return under which name the history keeps what happened to an agreement."""
    return f"sla:{sla.id}"


def drafted(unit: Unit, client_slug: str, number: int) -> tuple[Client, Sla, SlaContent]:
    """Return an agreement that is being drafted with its draft.

    Raises NotFound, and NotAllowed where it is signed: then a review decides to change it.
    """
    client = get_client(unit, client_slug)
    sla = queries.get_sla(unit, client.id, number)
    if sla.draft is None or sla.stage not in DRAFTING:
        raise NotAllowed(
            f"{sla.reference} is not being drafted. A review decides to change it; what was signed stays."
        )
    return client, sla, sla.draft


def save_draft(
    unit: Unit, client: Client, sla: Sla, new: SlaContent, kind: str, data: Mapping[str, Any]
) -> None:
    """Store a changed draft with its event; signatures under the old one are voided and stay on record.

    Raises Conflict where somebody else stored something while this was being worked out.
    """
    change(unit, client, sla, {"draft": new})
    add_event(unit, client.id, subject_of(sla), kind, data)
    void_others(unit, client, sla, new)


def void_others(unit: Unit, client: Client, sla: Sla, content: SlaContent | None) -> None:
    """Void every signature that is under neither this content nor a version that was signed by both."""
    standing = [one.hash for one in queries.list_versions(unit, client.id, sla.id)]
    if content is not None:
        standing.append(hash_of(content))
    count = queries.void_signatures(unit, client.id, sla.id, standing)
    if count:
        add_event(unit, client.id, subject_of(sla), "sla signatures voided", {"count": count})


def change(unit: Unit, client: Client, sla: Sla, values: Mapping[str, Any]) -> None:
    """Store changed values of an agreement; Conflict where it is not as it was read any more."""
    if not queries.change_sla(unit, client.id, sla, values):
        raise Conflict(f"Somebody else changed {sla.reference} at the same moment. Send it again.")


def shown(value: object) -> str:
    """Return a value as the history keeps it: not longer than a glance."""
    text = checked_text("", str(value), 10 * LONGEST_TEXT)
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN].rstrip()} ..."
