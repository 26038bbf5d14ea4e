"""Databases to measure on: one client, or a thousand alike, every practice answered."""

from datetime import UTC, date, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select

from assessment.config import Settings
from assessment.domain.answers import AreaAnswer, Rating
from assessment.services.assessments import start_assessment
from assessment.services.clients import add_client
from assessment.services.scores import rescore_everything
from assessment.services.workspace import LOCAL_WORKSPACE, open_store
from assessment.store.base import new_id
from assessment.store.database import Database, Unit
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


def settings_for(folder: Path) -> Settings:
    """Return settings whose data lies in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    return Settings(folder, f"sqlite:///{(folder / 'bench.sqlite').as_posix()}", "bench-secret-of-no-worth")


def make_database(folder: Path, clients: int) -> Settings:
    """Make a database with that many clients, each with one assessment of 61 answers."""
    settings = settings_for(folder)
    database = open_store(settings)
    with database.write(LOCAL_WORKSPACE, "bench", NOW) as unit:
        _first_client(unit)
        if clients > 1:
            _copies(unit, clients)
    with database.engine.connect() as connection:
        connection.exec_driver_sql("ANALYZE")
    database.close()
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


def _copies(unit: Unit, clients: int) -> None:
    originals = {table.name: _rows(unit, table) for table in (client, assessment, rating, area_answer)}
    batches: dict[str, list[dict[str, Any]]] = {name: [] for name in originals}
    for number in range(1, clients):
        client_id, assessment_id = new_id(), new_id()
        for name, rows in originals.items():
            for row in rows:
                copy = {**row, "client_id": client_id, "assessment_id": assessment_id}
                if name == "client":
                    copy = {**row, "id": client_id, "slug": f"client-{number}", "name": f"Client {number}",
                            "latest_id": assessment_id, "overall": (number % 50) / 10}  # fmt: skip
                elif name == "assessment":
                    copy = {**row, "id": assessment_id, "client_id": client_id}
                batches[name].append(copy)
        if len(batches["rating"]) > ROWS_AT_ONCE or number == clients - 1:
            for table in (client, assessment, rating, area_answer):
                unit.connection.execute(insert(table), batches[table.name])
                batches[table.name] = []


def open_database(settings: Settings) -> Database:
    """Open a database that make_database made."""
    return Database(settings.database_url)
