"""The bin: a deleted client stays there for thirty days, then it is really gone, but for its history."""

from collections.abc import Sequence
from datetime import timedelta

from assessment.domain.clients import Client
from assessment.errors import NotFound
from assessment.services.clients import DETAILS
from assessment.store.database import Unit
from assessment.store.queries import clients as queries
from assessment.store.queries.clients import get_client
from assessment.store.queries.events import add_event

DAYS_IN_THE_BIN = 30


def delete_client(unit: Unit, slug: str) -> Client:
    """Put a client into the bin: it leaves every list, and nobody finds its addresses any more."""
    client = get_client(unit, slug)
    queries.update_client(unit, client.id, None, {"deleted_at": unit.now})
    add_event(unit, client.id, DETAILS, "client deleted", {"name": client.name, "slug": client.slug})
    return client


def clients_in_bin(unit: Unit) -> Sequence[Client]:
    """Return the clients in the bin, the one deleted last first; those whose time is over are erased."""
    erase_old(unit)
    return queries.list_deleted(unit)


def undelete_client(unit: Unit, client_id: str) -> Client:
    """Take a client out of the bin with everything of it; NotFound when it is not in it."""
    client = _in_bin(unit, client_id)
    queries.update_client(unit, client.id, None, {"deleted_at": None})
    add_event(unit, client.id, DETAILS, "client undeleted", {"name": client.name})
    return get_client(unit, client.slug)


def erase_client(unit: Unit, client_id: str) -> Client:
    """Delete a client in the bin for good; only what happened stays, in the history of the workspace."""
    client = _in_bin(unit, client_id)
    _erase(unit, client)
    return client


def _erase(unit: Unit, client: Client) -> None:
    queries.delete_client(unit, client.id)
    add_event(unit, client.id, DETAILS, "client erased", {"name": client.name, "slug": client.slug})


def erase_old(unit: Unit) -> int:
    """Erase the clients that have been in the bin for thirty days and return how many."""
    since = unit.now - timedelta(days=DAYS_IN_THE_BIN)
    old = [
        client for client in queries.list_deleted(unit) if client.deleted_at and client.deleted_at <= since
    ]
    for client in old:
        _erase(unit, client)
    return len(old)


def _in_bin(unit: Unit, client_id: str) -> Client:
    found = [client for client in queries.list_deleted(unit) if client.id == client_id]
    if not found:
        raise NotFound("There is no such client in the bin.")
    return found[0]
