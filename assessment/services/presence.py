"""Which phones are connected, to whichever process of the server, and what of a workshop is new."""

from collections.abc import Sequence

from assessment.store.database import Unit
from assessment.store.queries.presence import Place, keep_present, list_present
from assessment.store.queries.workshops import versions_of


def connected(unit: Unit, places: Sequence[Place]) -> frozenset[str]:
    """Return the seats of some workshops that are connected to any process."""
    return frozenset().union(*list_present(unit, places).values())


def keep_connected(unit: Unit, workshop_id: str, process: str, seats: frozenset[str], *, news: bool) -> None:
    """Store which seats are connected to one process; `news` when others have to show it at once."""
    keep_present(unit, workshop_id, process, seats, news=news)


def states_of(
    unit: Unit, places: Sequence[Place], *, shared: bool
) -> dict[Place, tuple[int, frozenset[str]]]:
    """Return the version of each workshop and, where processes share them, the seats that are connected."""
    versions = versions_of(unit, places)
    present = list_present(unit, places) if shared else {}
    return {place: (version, present.get(place, frozenset())) for place, version in versions.items()}
