"""What differs between two states of a service, a party or a contract, in words."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from fractions import Fraction
from typing import Any

from assessment.domain.catalogue import Contract, Party, Service
from assessment.domain.numbers import plain

NOT_SAID = frozenset({"id", "number", "version", "retired"})
LABELS: Mapping[str, str] = {
    "provider_id": "Provider",
    "supplier_id": "Supplier",
    "calendar_id": "Service hours",
    "party_id": "Party",
    "manager": "Service delivery manager",
    "mode": "Reviewed",
    "starts_on": "From",
    "ends_on": "Until",
    "value_per": "Value per",
}

Entry = Party | Service | Contract


def spoken(entry: Entry, other: Entry, names: Mapping[str, str]) -> dict[str, str]:
    """Return what `entry` says where it differs from `other`, by label."""
    return {
        LABELS.get(one.name, one.name.replace("_", " ").capitalize()): _word(getattr(entry, one.name), names)
        for one in fields(entry)
        if one.name not in NOT_SAID and getattr(entry, one.name) != getattr(other, one.name, None)
    }


def names_of(entry: Entry, other: Entry, names: Mapping[str, str]) -> str:
    """Return the same in one line."""
    return "; ".join(f"{label}: {word}" for label, word in spoken(entry, other, names).items())


def _word(value: Any, names: Mapping[str, str]) -> str:
    if value is None or value == "" or value == ():
        return "nothing"
    if isinstance(value, tuple):
        return ", ".join(names.get(one, "another service") for one in value)
    if isinstance(value, Fraction):
        return plain(value)
    if isinstance(value, date):
        return value.isoformat()
    return names.get(value, str(value)) if isinstance(value, str) else str(value)
