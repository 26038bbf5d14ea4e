"""Ideas to start a register with, each with the address of the form that it fills."""

from urllib.parse import urlencode

from assessment.domain.csip_starters import Starter, starters_for
from assessment.services.csip_links import Links


def starters_of(client: str, links: Links, party: int | None) -> tuple[tuple[Starter, str], ...]:
    """The ideas to start with for a supplier, each with the address of the form that it fills."""
    named = next((one for one in links.parties if one.number == party), None)
    kind = named.kind if named else ""
    return tuple((one, starter_address(client, one.key, party)) for one in starters_for(kind))


def starter_address(client: str, key: str, party: int | None) -> str:
    """The address of the new form filled with an idea."""
    query = {"starter": key} | ({"party": str(party)} if party is not None else {})
    return f"/clients/{client}/csip/new?{urlencode(query)}"
