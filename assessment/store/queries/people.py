"""People with an account and the clients they are assigned to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, exists, func, insert, select, true, update

from assessment.domain.people import Person
from assessment.errors import NotFound
from assessment.store.base import new_id
from assessment.store.database import Unit
from assessment.store.tables import assignment, client, person, workspace

p = person.c

COLUMNS = (
    p.id, p.email, p.name, p.role, p.password.is_not(None), p.code_secret.is_not(None), p.created_at,
    p.off_at, p.version,
)  # fmt: skip
PLACES = (4, 5)


@dataclass(frozen=True, slots=True)
class Secrets:
    """What a sign-in is checked against: the hash of the password, the key and the last step of the code."""

    password: str | None
    code_secret: str | None
    code_step: int


def to_person(row: Sequence[Any]) -> Person:
    """Return the domain record of a row selected with COLUMNS."""
    values = list(row)
    for place in PLACES:
        values[place] = bool(values[place])
    return Person(*values)


def _one(unit: Unit, condition: Any, words: str) -> Person:
    row = unit.connection.execute(
        select(*COLUMNS).where(p.workspace_id == unit.workspace_id, condition)
    ).one_or_none()
    if row is None:
        raise NotFound(words)
    return to_person(row)


def get_person(unit: Unit, person_id: str) -> Person:
    """Return the person with that id; NotFound when this workspace has none."""
    return _one(unit, p.id == person_id, "There is no such person here.")


def get_person_by_email(unit: Unit, email: str) -> Person:
    """Return the person with that address (in small letters); NotFound when this workspace has none."""
    return _one(unit, p.email == email, f"Nobody here has the address {email}.")


def list_people(unit: Unit) -> list[Person]:
    """Return everybody with an account, by name."""
    statement = select(*COLUMNS).where(p.workspace_id == unit.workspace_id).order_by(p.name, p.id)
    return [to_person(row) for row in unit.connection.execute(statement)]


def get_secrets(unit: Unit, person_id: str) -> Secrets:
    """Return what a sign-in of this person is checked against."""
    row = unit.connection.execute(
        select(p.password, p.code_secret, p.code_step).where(
            p.workspace_id == unit.workspace_id, p.id == person_id
        )
    ).one()
    return Secrets(*row)


def get_outside_id(unit: Unit, person_id: str) -> str | None:
    """Return who another system says that this person is, or None before the first time."""
    return unit.connection.execute(
        select(p.outside_id).where(p.workspace_id == unit.workspace_id, p.id == person_id)
    ).scalar_one()


def add_person(unit: Unit, *, email: str, name: str, role: str) -> str:
    """Store a new person, who cannot sign in yet, and return the id."""
    person_id = new_id()
    unit.connection.execute(
        insert(person).values(
            workspace_id=unit.workspace_id, id=person_id, email=email, name=name, role=role, password=None,
            code_secret=None, code_step=0, outside_id=None, created_at=unit.now, off_at=None, version=1,
        )
    )  # fmt: skip
    return person_id


def delete_sample_person(unit: Unit, person_id: str) -> None:
    """Delete a sample person with the account's sessions and links; other accounts are only switched off."""
    unit.connection.execute(delete(person).where(p.workspace_id == unit.workspace_id, p.id == person_id))


def update_person(
    unit: Unit, person_id: str, values: Mapping[str, Any], seen_version: int | None = None
) -> bool:
    """Change a person; False when it changed since `seen_version` (None: whatever it is)."""
    statement = update(person).where(p.workspace_id == unit.workspace_id, p.id == person_id)
    if seen_version is not None:
        statement = statement.where(p.version == seen_version)
    return unit.connection.execute(statement.values(**values, version=p.version + 1)).rowcount == 1


def use_code_step(unit: Unit, person_id: str, step: int) -> bool:
    """Note that the code of a step of time was used; False when this or a later one was used before."""
    statement = (
        update(person)
        .where(p.workspace_id == unit.workspace_id, p.id == person_id, p.code_step < step)
        .values(code_step=step)
    )
    return unit.connection.execute(statement).rowcount == 1


def count_owners(unit: Unit) -> int:
    """Return how many owners can sign in."""
    statement = select(func.count()).select_from(person)
    statement = statement.where(
        p.workspace_id == unit.workspace_id,
        p.role == "owner",
        p.off_at.is_(None),
        p.password.is_not(None) | p.outside_id.is_not(None),
    )
    return unit.connection.execute(statement).scalar_one()


def anybody_can_sign_in(unit: Unit) -> bool:
    """Return whether any workspace has a person who can sign in, so that the app asks who is there."""
    able = select(p.id).where(p.off_at.is_(None), p.password.is_not(None) | p.outside_id.is_not(None))
    return bool(unit.connection.execute(select(exists(able))).scalar_one())


def list_assigned(unit: Unit) -> dict[str, list[tuple[str, str, str]]]:
    """Return (id, slug, name) of the clients of each person, by the person's id."""
    a = assignment.c
    statement = (
        select(a.person_id, client.c.id, client.c.slug, client.c.name)
        .join(client, (client.c.workspace_id == a.workspace_id) & (client.c.id == a.client_id))
        .where(a.workspace_id == unit.workspace_id, client.c.deleted_at.is_(None))
        .order_by(client.c.name, client.c.id)
    )
    found: dict[str, list[tuple[str, str, str]]] = {}
    for person_id, *of_client in unit.connection.execute(statement):
        found.setdefault(person_id, []).append((of_client[0], of_client[1], of_client[2]))
    return found


def set_assigned(unit: Unit, person_id: str, client_ids: Sequence[str]) -> None:
    """Assign a person to exactly these clients."""
    a = assignment.c
    unit.connection.execute(
        delete(assignment).where(a.workspace_id == unit.workspace_id, a.person_id == person_id)
    )
    for client_id in dict.fromkeys(client_ids):
        assign(unit, person_id, client_id)


def assign(unit: Unit, person_id: str, client_id: str) -> None:
    """Assign a person to one more client."""
    unit.connection.execute(
        insert(assignment).values(workspace_id=unit.workspace_id, client_id=client_id, person_id=person_id)
    )


def list_client_names(unit: Unit) -> list[tuple[str, str, str]]:
    """Return (id, slug, name) of every client outside the bin, by name."""
    c = client.c
    statement = (
        select(c.id, c.slug, c.name)
        .where(c.workspace_id == unit.workspace_id, c.deleted_at.is_(None))
        .order_by(c.name, c.id)
    )
    return [(row.id, row.slug, row.name) for row in unit.connection.execute(statement)]


@dataclass(frozen=True, slots=True)
class Workspace:
    """A consultancy as the sign-in names it."""

    id: str
    slug: str
    name: str


def list_workspaces(unit: Unit) -> list[Workspace]:
    """Return every workspace of this installation, oldest first. The only query above a workspace."""
    statement = select(workspace.c.id, workspace.c.slug, workspace.c.name).where(true())
    return [
        Workspace(*row)
        for row in unit.connection.execute(statement.order_by(workspace.c.created_at, workspace.c.id))
    ]
