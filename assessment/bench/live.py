"""The live workshop under load, beside a bare fan-out on the same server; limits in docs/performance.md."""

import tempfile
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import func, select

from assessment.bench.data import FIRST, SLUG, make_database
from assessment.bench.figures import Figure
from assessment.bench.live_load import BURST_VOTES, FEW, MANY, Measured, Workshop, put_load
from assessment.bench.live_serving import served_live
from assessment.bench.serving import NotMeasured
from assessment.config import Settings
from assessment.files.framework_file import framework_by_id
from assessment.services import workshop_seats, workshops
from assessment.services.workshops import WorkshopSettings
from assessment.services.workspace import LOCAL_WORKSPACE
from assessment.store.database import Database
from assessment.store.tables import vote
from assessment.web.seats import signed_seat

THOUSANDTHS = 1000
# Name, the key of what was measured, the factor to the unit, the unit, the limit.
ROWS = (
    (f"reveal to {FEW} phones, p99 after the first", f"spread_{FEW}", THOUSANDTHS, "ms", 50.0),
    (f"reveal to {MANY:,} phones, p99 after the press", f"reveal_{MANY}", THOUSANDTHS, "ms", 200.0),
    ("count of votes to the facilitator, slowest", "count", THOUSANDTHS, "ms", 200.0),
    ("burst of 200 votes, not stored", "burst_lost", 1, "votes", 0.0),
    ("burst of 200 votes, acknowledged, p99", "burst_p99", THOUSANDTHS, "ms", 100.0),
    ("burst of 200 votes, server CPU", "burst_cpu", 1, "s", 1.5),
    ("memory per phone", "kb_per_phone", 1, "KB", 40.0),
    ("1,000 idle phones, server CPU", "idle_share", 100, "% of a core", 2.0),
    ("reload storm, dead streams after 5 s", "dead_streams", 1, "streams", 0.0),
    ("reload storm, slowest page", "slowest_page", THOUSANDTHS, "ms", 2000.0),
)
BESIDE = (
    (f"bare: {FEW} phones, p99 after the first", f"spread_{FEW}", THOUSANDTHS, "ms"),
    (f"bare: {MANY:,} phones, p99 after the press", f"reveal_{MANY}", THOUSANDTHS, "ms"),
    ("bare: memory per phone", "kb_per_phone", 1, "KB"),
    ("bare: 1,000 idle phones, server CPU", "idle_share", 100, "% of a core"),
)


def measure() -> list[Figure]:
    """Return every row of the live workshop, and the same of a bare fan-out without a limit."""
    with tempfile.TemporaryDirectory() as folder:
        settings = make_database(Path(folder), 1)
        workshop = make_workshop(settings)
        measured, why = _measured(Path(folder), workshop)
        if not why:
            measured["burst_lost"] = BURST_VOTES - stored_votes(settings)
    bare, why_bare = _measured(None, None)
    return [*rows(measured, why), *rows_beside(bare, why_bare)]


def _measured(folder: Path | None, workshop: Workshop | None) -> tuple[Measured, str]:
    try:
        with served_live(folder) as server:
            return put_load(server, workshop), ""
    except NotMeasured as problem:
        return {}, str(problem)


def rows(measured: Measured, why: str = "") -> list[Figure]:
    """Return what was measured beside its limits; `why` says what kept the rest from being measured."""
    return [
        Figure(name, measured[key] * factor if key in measured else None, unit, limit, why=why)
        for name, key, factor, unit, limit in ROWS
    ]


def rows_beside(measured: Measured, why: str = "") -> list[Figure]:
    """Return the figures of the bare fan-out, which have no limit."""
    return [
        Figure(name, measured[key] * factor if key in measured else None, unit, None, why=why)
        for name, key, factor, unit in BESIDE
    ]


def make_workshop(settings: Settings, phones: int = MANY) -> Workshop:
    """Open a workshop with a seat for every phone and return where the load goes."""
    database = Database(settings.database_url)
    try:
        with database.write(LOCAL_WORKSPACE, "bench", datetime.now(UTC)) as unit:
            opened = workshops.open_workshop(unit, FIRST, SLUG, WorkshopSettings())
            seats = [workshop_seats.join(unit, opened, "service_desk", "") for _ in range(phones)]
    finally:
        database.close()
    framework = framework_by_id("pom")
    placings = tuple(area.slug for area in framework.areas)
    practices = tuple(f"{area.slug}/{practice.id}" for area in framework.areas for practice in area.practices)
    return Workshop(
        code=opened.code,
        id=opened.id,
        room=f"/clients/{FIRST}/assessments/{SLUG}/workshop/{opened.id}",
        questions=(*placings, *practices),
        seats=tuple(signed_seat(settings.secret_key, seat, opened.expires_at.timestamp()) for seat in seats),
        page="/clients",
    )


def stored_votes(settings: Settings) -> int:
    """Return how many votes the largest round holds: that of the burst."""
    database = Database(settings.database_url)
    try:
        with database.read(LOCAL_WORKSPACE, "bench", datetime.now(UTC)) as unit:
            counts = select(func.count()).select_from(vote).group_by(vote.c.round_id)
            return max(unit.connection.execute(counts).scalars(), default=0)
    finally:
        database.close()
