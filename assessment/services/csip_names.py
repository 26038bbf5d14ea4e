"""Services and suppliers that a file calls by name, found in the catalogue of the client or put into it."""

from collections.abc import Mapping
from typing import Any

from assessment.domain.catalogue import MEETING, SUPPLIER
from assessment.store.database import Unit
from assessment.store.numbers import add_numbered
from assessment.store.queries.catalogue import list_parties, list_services
from assessment.store.queries.clients import get_client
from assessment.store.tables import party, service


def with_ids(unit: Unit, client_slug: str, written: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of a draft with the ids of its service and party in the place of their names."""
    found = dict(written)
    client_id = get_client(unit, client_slug).id if {"service", "party"} & found.keys() else ""
    if "service" in found:
        found["service_id"] = service_named(unit, client_id, found.pop("service"))
    if "party" in found:
        found["party_id"] = supplier_named(unit, client_id, found.pop("party"))
    return found


def service_named(unit: Unit, client_id: str, name: str) -> str:
    """Return the id of the service of that name; one that is not there is made."""
    known = next((one.id for one in list_services(unit, client_id) if one.name == name), None)
    if known is not None:
        return known
    values = {
        "name": name, "description": "", "provider_id": None, "supplier_id": None, "calendar_id": None,
        "owner": "", "retired_at": None,
    }  # fmt: skip
    return add_numbered(unit, service, client_id, values)[0]


def supplier_named(unit: Unit, client_id: str, name: str) -> str:
    """Return the id of the party of that name; one that is not there is made a supplier."""
    known = next((one.id for one in list_parties(unit, client_id) if one.name == name), None)
    if known is not None:
        return known
    values = {
        "name": name, "role": SUPPLIER, "kind": "", "manager": "", "contact": "", "mode": MEETING, "note": "",
        "retired_at": None,
    }  # fmt: skip
    return add_numbered(unit, party, client_id, values)[0]
