"""Clients and assessments for the tests of their pages."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any

from assessment.domain.clients import Client
from assessment.services import assessments, clients
from assessment.services.questions import RatingChange, rate_practice
from assessment.store.database import Database, Unit
from assessment.store.queries.assessments import Place
from assessment.web.app import LOCAL_WORKSPACE
from tests.web.conftest import NOW

DAY = date(2026, 11, 22)


@contextmanager
def writing(database: Database, workspace: str = LOCAL_WORKSPACE) -> Iterator[Unit]:
    """A writing unit in a workspace."""
    with database.write(workspace, "tests", NOW) as unit:
        yield unit


def add(database: Database, name: str = "Corvo Logistics", **values: Any) -> Client:
    """A new client."""
    with writing(database) as unit:
        return clients.add_client(unit, name=name, **values)


def start(
    database: Database, slug: str, title: str = "November 2026", held_on: date = DAY, **values: Any
) -> Place:
    """A new assessment of a client."""
    with writing(database) as unit:
        return assessments.start_assessment(unit, slug, title=title, held_on=held_on, **values)


def rate(database: Database, place: Place, answers: Mapping[str, str], **values: Any) -> None:
    """Rate practices that have no rating yet."""
    with writing(database) as unit:
        for practice, answer in answers.items():
            rate_practice(
                unit, place.client.slug, place.assessment.slug, practice, RatingChange(0, answer, **values)
            )
