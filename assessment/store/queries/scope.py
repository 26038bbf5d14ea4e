"""Which clients a unit sees: the condition that every query with a client carries, joined on the row."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, bindparam, exists, select

from assessment.store.database import Unit
from assessment.store.hot import Hot
from assessment.store.tables import assignment, client

PERSON = "assigned_person"

IS_THERE = client.c.deleted_at.is_(None)


def is_assigned(person_id: Any) -> ColumnElement[bool]:
    """Return the condition that a person is assigned to the client of the row."""
    return exists(
        select(assignment.c.client_id).where(
            assignment.c.workspace_id == client.c.workspace_id,
            assignment.c.client_id == client.c.id,
            assignment.c.person_id == person_id,
        )
    )


def visible(unit: Unit) -> list[ColumnElement[bool]]:
    """Return the conditions on the client of a statement: not in the bin, and the person may see it."""
    if not unit.scope.assigned_only:
        return [IS_THERE]
    return [IS_THERE, is_assigned(unit.scope.person_id)]


class Scoped:
    """A statement on clients that is run often: compiled once for those who see all, once for the others."""

    def __init__(self, statement: Any) -> None:
        self._for_all = Hot(statement.where(IS_THERE))
        self._for_assigned = Hot(statement.where(IS_THERE, is_assigned(bindparam(PERSON))))

    @classmethod
    def made_with(cls, make: Callable[[Sequence[Any]], Any]) -> "Scoped":
        """Return such a statement where the conditions on the client stand deeper within it."""
        scoped = cls.__new__(cls)
        scoped._for_all = Hot(make([IS_THERE]))
        scoped._for_assigned = Hot(make([IS_THERE, is_assigned(bindparam(PERSON))]))
        return scoped

    def rows(self, unit: Unit, values: Mapping[str, Any]) -> list[Sequence[Any]]:
        """Return the rows of the clients that the person sees."""
        if not unit.scope.assigned_only:
            return self._for_all.rows(unit.connection, values)
        return self._for_assigned.rows(unit.connection, {**values, PERSON: unit.scope.person_id})
