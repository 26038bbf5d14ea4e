"""Databases to measure on: one client, or many, every practice answered."""

from datetime import UTC, date, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

from sqlalchemy import Table, insert, select

from assessment.config import Settings
from assessment.domain.answers import AreaAnswer, Rating
from assessment.services.assessments import start_assessment
from assessment.services.clients import add_client
from assessment.services.scores import rescore_everything
from assessment.services.workspace import LOCAL_WORKSPACE, open_store
from assessment.store.base import new_id
from assessment.store.database import Unit
from assessment.store.queries.answers import save_area_answer, save_rating
from assessment.store.queries.assessments import get_place
from assessment.store.tables import area_answer, assessment, client, rating

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TITLE = "November 2026"
FIRST = "client-0"
SLUG = "november-2026"
AREA = "restoration"
LETTERS = "FFLFPFLNPLNFPN"
ROWS_AT_ONCE = 5000
SECRET = "bench-secret-of-no-worth"  # noqa: S105  It guards invented numbers.
SECTORS = ("Transport", "Health", "Public sector", "Finance", "Industry")
REGIONS = ("North", "South", "East", "West")


def settings_for(folder: Path, database: str = "") -> Settings:
    """Return settings whose data lies in `folder`, in a SQLite file unless a database is named."""
    folder.mkdir(parents=True, exist_ok=True)
    return Settings(folder, database or f"sqlite:///{(folder / 'bench.sqlite').as_posix()}", SECRET)


def make_database(folder: Path, clients: int, database: str = "", *, answers: bool = True) -> Settings:
    """Make a database with that many clients, each with one assessment of 61 answers.

    Without `answers` all clients but the first have only what lists show.
    """
    settings = settings_for(folder, database)
    store = open_store(settings)
    with store.write(LOCAL_WORKSPACE, "bench", NOW) as unit:
        _first_client(unit)
        if clients > 1:
            _copies(unit, clients, answers)
    with store.engine.connect() as connection:
        connection.exec_driver_sql("ANALYZE")
    store.close()
    return settings


def _first_client(unit: Unit) -> None:
    add_client(unit, name=FIRST, sector="Transport")
    place = start_assessment(unit, FIRST, title=TITLE, held_on=date(2026, 11, 22))
    from assessment.services.editions import framework_of

    framework = framework_of(unit, place.assessment.framework_hash)
    for at, practice in enumerate(framework.practices.values()):
        answer = Rating(
            LETTERS[(at * 5 + practice.level * 3) % len(LETTERS)], note="Seen in the ticket sample."
        )
        save_rating(unit, place.client.id, place.assessment.id, practice.area, practice.id, answer, 0)
    for at, area in enumerate(framework.areas):
        wanted = AreaAnswer(placing=Fraction(2), target=Fraction(3 + at % 2), importance=Fraction(3 + at % 3))
        save_area_answer(unit, place.client.id, place.assessment.id, area.id, wanted, False, 0)
    rescore_everything(unit, get_place(unit, FIRST, SLUG), framework)


def _rows(unit: Unit, table: Any) -> list[dict[str, Any]]:
    return [dict(row) for row in unit.connection.execute(select(table)).mappings()]


def _copies(unit: Unit, clients: int, answers: bool) -> None:
    """Add clients like the first, but each with an index, marks, a sector and a region of its own."""
    first, held = _rows(unit, client)[0], _rows(unit, assessment)[0]
    turns = len(first["marks"])
    rows: dict[Any, list[dict[str, Any]]] = {client: [], assessment: []}
    for number in range(1, clients):
        client_id, assessment_id = new_id(), new_id()
        turn = number * 7 % turns
        rows[client].append(
            {
                **first,
                "id": client_id,
                "slug": f"client-{number}",
                "name": f"Client {number}",
                "sector": SECTORS[number % len(SECTORS)],
                "region": REGIONS[number % len(REGIONS)],
                "latest_id": assessment_id,
                "overall": number % 50 / 10,
                "gap": number % 30 / 10,
                "change": number % 21 / 10 - 1,
                "marks": first["marks"][turn:] + first["marks"][:turn],
            }
        )
        rows[assessment].append({**held, "id": assessment_id, "client_id": client_id})
        if len(rows[client]) >= ROWS_AT_ONCE or number == clients - 1:
            for table, waiting in rows.items():
                unit.connection.execute(insert(table), waiting)
                waiting.clear()
    if answers:
        for table in (rating, area_answer):
            _repeat(unit, table, held["id"])


def _repeat(unit: Unit, table: Table, first: str) -> None:
    """Give every other assessment the answers of the first, in one statement."""
    original = table.alias()
    taken = {"assessment_id": assessment.c.id, "client_id": assessment.c.client_id}
    names = [column.name for column in table.columns]
    rows = (
        select(*(taken.get(name, original.c[name]) for name in names))
        .join_from(original, assessment, assessment.c.workspace_id == original.c.workspace_id)
        .where(original.c.assessment_id == first, assessment.c.id != first)
    )
    unit.connection.execute(insert(table).from_select(names, rows))
