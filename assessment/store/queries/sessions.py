"""Browsers that are signed in, links that work once, and sign-ins that failed."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, delete, func, insert, select, update

from assessment.domain.people import Person
from assessment.store.database import Unit
from assessment.store.hot import Hot
from assessment.store.queries.people import COLUMNS as PERSON_COLUMNS
from assessment.store.queries.people import to_person
from assessment.store.tables import failure, link, person, session

s = session.c
k = link.c
f = failure.c

WITH_PERSON = session.join(person, (person.c.workspace_id == s.workspace_id) & (person.c.id == s.person_id))

# Every request of somebody who is signed in begins with this.
BY_ID = Hot(
    select(s.seen_at, s.ends_at, *PERSON_COLUMNS)
    .select_from(WITH_PERSON)
    .where(s.workspace_id == bindparam("workspace"), s.id == bindparam("id"), person.c.off_at.is_(None))
)


@dataclass(frozen=True, slots=True)
class Session:
    """A browser that is signed in."""

    id: str
    browser: str
    created_at: datetime
    seen_at: datetime
    ends_at: datetime


def find_session(unit: Unit, session_id: str) -> tuple[datetime, datetime, Person] | None:
    """Return when a session was seen last, when it ends, and whose it is; None for one that is not there."""
    rows = BY_ID.rows(unit.connection, {"workspace": unit.workspace_id, "id": session_id})
    if not rows:
        return None
    seen_at, ends_at, *rest = rows[0]
    return seen_at, ends_at, to_person(rest)


def add_session(unit: Unit, session_id: str, person_id: str, browser: str, ends_at: datetime) -> None:
    """Store a new session."""
    unit.connection.execute(
        insert(session).values(
            workspace_id=unit.workspace_id, id=session_id, person_id=person_id, browser=browser,
            created_at=unit.now, seen_at=unit.now, ends_at=ends_at,
        )
    )  # fmt: skip


def touch_session(unit: Unit, session_id: str, without_use: timedelta, at_most: timedelta) -> None:
    """Note that a session is in use: it ends `without_use` from now, yet `at_most` after it began."""
    mine = (s.workspace_id == unit.workspace_id) & (s.id == session_id)
    began = unit.connection.execute(select(s.created_at).where(mine)).scalar_one_or_none()
    if began is not None:
        ends_at = min(unit.now + without_use, began + at_most)
        unit.connection.execute(update(session).where(mine).values(seen_at=unit.now, ends_at=ends_at))


def list_sessions(unit: Unit, person_id: str) -> list[Session]:
    """Return the sessions of a person that have not run out, last used first."""
    statement = (
        select(s.id, s.browser, s.created_at, s.seen_at, s.ends_at)
        .where(s.workspace_id == unit.workspace_id, s.person_id == person_id, s.ends_at > unit.now)
        .order_by(s.seen_at.desc(), s.id)
    )
    return [Session(*row) for row in unit.connection.execute(statement)]


def last_seen(unit: Unit) -> dict[str, datetime]:
    """Return when each person who is signed in was seen last, by the person's id."""
    statement = select(s.person_id, func.max(s.seen_at)).where(s.workspace_id == unit.workspace_id)
    return {row[0]: row[1] for row in unit.connection.execute(statement.group_by(s.person_id))}


def end_sessions(unit: Unit, person_id: str, *, only: str = "", but: str = "") -> int:
    """End the sessions of a person, one of them (`only`) or all but one; return how many."""
    conditions: list[Any] = [s.workspace_id == unit.workspace_id, s.person_id == person_id]
    if only:
        conditions.append(s.id == only)
    if but:
        conditions.append(s.id != but)
    return unit.connection.execute(delete(session).where(*conditions)).rowcount


def add_link(unit: Unit, link_id: str, person_id: str, kind: str, ends_at: datetime) -> None:
    """Store a link that works once, in place of every other one of the person."""
    unit.connection.execute(delete(link).where(k.workspace_id == unit.workspace_id, k.person_id == person_id))
    unit.connection.execute(
        insert(link).values(
            workspace_id=unit.workspace_id, id=link_id, person_id=person_id, kind=kind, ends_at=ends_at
        )
    )


def find_link(unit: Unit, link_id: str) -> tuple[Person, str] | None:
    """Return whose link this is and of which kind; None when it was used, ran out, or the account is off."""
    row = unit.connection.execute(
        select(k.kind, *PERSON_COLUMNS)
        .join(person, (person.c.workspace_id == k.workspace_id) & (person.c.id == k.person_id))
        .where(
            k.workspace_id == unit.workspace_id,
            k.id == link_id,
            k.ends_at > unit.now,
            person.c.off_at.is_(None),
        )
    ).one_or_none()
    return None if row is None else (to_person(row[1:]), row[0])


def use_link(unit: Unit, link_id: str) -> bool:
    """Use a link up; False when somebody else did so first."""
    statement = delete(link).where(k.workspace_id == unit.workspace_id, k.id == link_id)
    return unit.connection.execute(statement).rowcount == 1


def delete_links(unit: Unit, person_id: str) -> None:
    """Take back the links of a person."""
    unit.connection.execute(delete(link).where(k.workspace_id == unit.workspace_id, k.person_id == person_id))


def count_failures(unit: Unit, key: str, since: datetime) -> int:
    """Return how often a key failed in the window that is open since then or later; 0 when none is."""
    statement = select(f.count).where(f.workspace_id == unit.workspace_id, f.key == key, f.since > since)
    return unit.connection.execute(statement).scalar_one_or_none() or 0


def add_failure(unit: Unit, key: str, since: datetime) -> int:
    """Count one more failure, in a new window when the last one began before `since`; return the count."""
    mine = (f.workspace_id == unit.workspace_id) & (f.key == key)
    again = update(failure).where(mine, f.since > since).values(count=f.count + 1)
    if unit.connection.execute(again).rowcount:
        return unit.connection.execute(select(f.count).where(mine)).scalar_one()
    unit.connection.execute(delete(failure).where(mine))
    unit.connection.execute(
        insert(failure).values(workspace_id=unit.workspace_id, key=key, since=unit.now, count=1)
    )
    return 1


def clear_failures(unit: Unit, key: str) -> None:
    """Forget the failures of a key, after it succeeded."""
    unit.connection.execute(delete(failure).where(f.workspace_id == unit.workspace_id, f.key == key))


def clear_old(unit: Unit, failures_before: datetime) -> None:
    """Delete sessions and links that ran out and windows of failures that are over."""
    for table, ends in ((session, s.ends_at), (link, k.ends_at)):
        unit.connection.execute(
            delete(table).where(table.c.workspace_id == unit.workspace_id, ends <= unit.now)
        )
    unit.connection.execute(
        delete(failure).where(f.workspace_id == unit.workspace_id, f.since <= failures_before)
    )
