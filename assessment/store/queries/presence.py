"""Which phones are connected to which of several processes."""

from collections.abc import Collection, Sequence
from datetime import timedelta

from sqlalchemy import and_, delete, insert, or_, select

from assessment.store.database import Unit
from assessment.store.tables import presence
from assessment.store.watch import announce

p = presence.c

Place = tuple[str, str]
"""The ids of a workspace and of a workshop in it."""

HERE_FOR = timedelta(seconds=30)
"""How long a process is believed that has said nothing since: it says everything again every ten seconds."""


def keep_present(unit: Unit, workshop_id: str, process: str, seats: Collection[str], *, news: bool) -> None:
    """Store which seats are connected to a process now, in place of what it said before.

    `news` says whether others have something new to show. What a process that is gone said is deleted.
    """
    of_workshop = and_(p.workspace_id == unit.workspace_id, p.workshop_id == workshop_id)
    old = or_(p.process == process, p.seen_at < unit.now - HERE_FOR)
    unit.connection.execute(delete(presence).where(of_workshop, old))
    rows = [
        {
            "workspace_id": unit.workspace_id, "workshop_id": workshop_id, "seat_id": seat,
            "process": process, "seen_at": unit.now,
        }
        for seat in sorted(seats)
    ]  # fmt: skip
    if rows:
        unit.connection.execute(insert(presence), rows)
    if news:
        announce(unit.connection)


def list_present(unit: Unit, places: Sequence[Place]) -> dict[Place, frozenset[str]]:
    """Return the seats connected to any process, by workshop; workshops without any are left out."""
    wanted = [and_(p.workspace_id == of, p.workshop_id == workshop) for of, workshop in places]
    if not wanted:
        return {}
    statement = select(p.workspace_id, p.workshop_id, p.seat_id).where(
        or_(*wanted), p.seen_at >= unit.now - HERE_FOR
    )
    found: dict[Place, set[str]] = {}
    for workspace_id, workshop_id, seat_id in unit.connection.execute(statement):
        found.setdefault((workspace_id, workshop_id), set()).add(seat_id)
    return {place: frozenset(seats) for place, seats in found.items()}
