"""What happened to the richest sample client, day by day: each thing in the order in which it happened."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import yaml

from assessment.domain.clients import Client
from assessment.services.samples.reading import LOADER
from assessment.store.database import Unit
from assessment.store.queries.catalogue import list_parties, list_services
from assessment.store.queries.clients import get_client

RAISED, MEASURED, PREPARED, BEGUN, DECIDED, CLOSED, AFTERWARDS = range(7)
"""The order in which the things of one day happened."""

HOURS = (8, 9, 10, 14, 14, 16, 17)
ACTOR = "consultant"


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that was done on a day, at a place in the order of that day."""

    day: date
    order: int
    act: Callable[[Unit], object]


@dataclass(slots=True)
class Story:
    """The client that it is about; `held` are number and people of the review that is held on a day."""

    client: Client
    held: dict[date, tuple[int, str]] = field(default_factory=dict)

    @property
    def slug(self) -> str:
        """Return by which word the client is called."""
        return self.client.slug


def tell(unit: Unit, happenings: Iterable[Happening]) -> None:
    """Let everything happen, on its own day."""
    for one in sorted(happenings, key=lambda one: (one.day, one.order)):
        one.act(replace(unit, actor=ACTOR, now=datetime.combine(one.day, time(HOURS[one.order], tzinfo=UTC))))


def read_page(folder: Path, name: str) -> Mapping[str, Any]:
    """Return a page of a sample client."""
    page: Mapping[str, Any] = yaml.load((folder / name).read_bytes(), Loader=LOADER)  # noqa: S506  Safe, in C.
    return page


def service_id(unit: Unit, slug: str, name: str) -> str:
    """Return the id of a service by its name."""
    found = list_services(unit, get_client(unit, slug).id)
    return next(one.id for one in found if one.name == name)


def party_of(unit: Unit, slug: str, name: str) -> tuple[str, int]:
    """Return id and number of a party by its name."""
    found = list_parties(unit, get_client(unit, slug).id)
    return next((one.id, one.number) for one in found if one.name == name)
