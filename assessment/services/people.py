"""Add people, give them roles and clients, switch their accounts off and on, make their links."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from assessment.domain.people import (
    OWNER,
    ROLES,
    Person,
    check_clients_of_role,
    checked_email,
    checked_role,
)
from assessment.errors import Conflict, InvalidInput, NotAllowed, NotFound
from assessment.services.texts import checked_line
from assessment.store.database import Unit
from assessment.store.queries import people as queries
from assessment.store.queries import sessions
from assessment.store.queries.events import add_event

LONGEST_NAME = 120
INVITATION, RESET = "invitation", "new password"
DAYS_OF_A_LINK = 7
TOKEN_BYTES = 24


def subject_of(person_id: str) -> str:
    """Return the subject under which the history of a person is kept."""
    return f"person:{person_id}"


@dataclass(frozen=True, slots=True)
class PersonLine:
    """A person with the clients assigned, as (slug, name), and when the person was seen last."""

    person: Person
    clients: Sequence[tuple[str, str]]
    seen_at: datetime | None


def list_people(unit: Unit) -> list[PersonLine]:
    """Return everybody with an account, by name."""
    assigned, seen = queries.list_assigned(unit), sessions.last_seen(unit)
    return [
        PersonLine(one, [(slug, name) for _, slug, name in assigned.get(one.id, ())], seen.get(one.id))
        for one in queries.list_people(unit)
    ]


def person_of(unit: Unit, person_id: str) -> Person:
    """Return a person; NotFound when this workspace has none with that id."""
    return queries.get_person(unit, person_id)


def person_by_email(unit: Unit, email: str) -> Person:
    """Return the person with that address; NotFound when this workspace has none."""
    return queries.get_person_by_email(unit, checked_email(email))


def clients_of(unit: Unit, person_id: str) -> list[tuple[str, str]]:
    """Return (slug, name) of the clients that a person is assigned to, by name."""
    return [(slug, name) for _, slug, name in queries.list_assigned(unit).get(person_id, ())]


def choices_of(unit: Unit) -> list[tuple[str, str, str]]:
    """Return (id, slug, name) of every client that somebody can be assigned to."""
    return queries.list_client_names(unit)


def add_person(unit: Unit, *, email: str, name: str, role: str, clients: Sequence[str] = ()) -> Person:
    """Store a new person, who can sign in after using a link; `clients` are slugs.

    Raises InvalidInput naming the field.
    """
    address, role = checked_email(email), checked_role(role)
    called = checked_line("name", name, LONGEST_NAME) or address.split("@")[0]
    if _is_taken(unit, address):
        raise InvalidInput("email", "Somebody here has this address already.")
    chosen = _chosen(unit, role, clients)
    person_id = queries.add_person(unit, email=address, name=called, role=role)
    queries.set_assigned(unit, person_id, [client_id for client_id, _ in chosen])
    said = {"name": called, "email": address, "role": ROLES[role], "clients": [name for _, name in chosen]}
    add_event(unit, "", subject_of(person_id), "person added", said)
    return queries.get_person(unit, person_id)


def _is_taken(unit: Unit, email: str) -> bool:
    try:
        queries.get_person_by_email(unit, email)
    except NotFound:
        return False
    return True


def _chosen(unit: Unit, role: str, slugs: Sequence[str]) -> list[tuple[str, str]]:
    if role == OWNER:
        return []
    known = {slug: (client_id, name) for client_id, slug, name in queries.list_client_names(unit)}
    if any(slug not in known for slug in slugs):
        raise InvalidInput("clients", "Choose clients out of the list.")
    check_clients_of_role(role, len(set(slugs)))
    return [known[slug] for slug in dict.fromkeys(slugs)]


def change_person(
    unit: Unit, person_id: str, *, name: str, role: str, clients: Sequence[str], seen: int | None = None
) -> Person:
    """Change the name, the role and the clients of a person.

    Raises InvalidInput naming the field, NotAllowed when no owner would be left, Conflict when somebody
    else changed the person since `seen`.
    """
    person = queries.get_person(unit, person_id)
    role, called = checked_role(role), checked_line("name", name, LONGEST_NAME)
    if not called:
        raise InvalidInput("name", "Write the name of the person.")
    before = [(client_id, title) for client_id, _, title in queries.list_assigned(unit).get(person_id, ())]
    chosen = _chosen(unit, role, clients)
    was, wanted = _in_words(person.name, person.role, before), _in_words(called, role, chosen)
    if was == wanted:
        return person
    if seen is not None and seen != person.version:
        raise Conflict(
            f"Somebody else changed {person.name} before you.", field="name", yours=wanted, theirs=was,
            version=person.version,
        )  # fmt: skip
    if role != OWNER:
        _keep_an_owner(unit, person)
    queries.update_person(unit, person_id, {"name": called, "role": role})
    queries.set_assigned(unit, person_id, [client_id for client_id, _ in chosen])
    said = {"name": called, "from": was, "to": wanted}
    add_event(unit, "", subject_of(person_id), "person changed", said)
    return queries.get_person(unit, person_id)


def _in_words(name: str, role: str, clients: Sequence[tuple[str, str]]) -> str:
    return "; ".join([name, ROLES.get(role, role), *(title for _, title in clients)])


def _keep_an_owner(unit: Unit, person: Person) -> None:
    can_sign_in = person.role == OWNER and person.has_password and not person.is_off
    if can_sign_in and queries.count_owners(unit) < 2:
        raise NotAllowed(f"{person.name} is the only owner. Make somebody else an owner first.")


def switch_off(unit: Unit, person_id: str) -> Person:
    """Switch an account off: its sessions and links end at once, and everything it did stays."""
    person = queries.get_person(unit, person_id)
    if not person.is_off:
        _keep_an_owner(unit, person)
        queries.update_person(unit, person_id, {"off_at": unit.now})
        sessions.end_sessions(unit, person_id)
        sessions.delete_links(unit, person_id)
        add_event(unit, "", subject_of(person_id), "person switched off", {"name": person.name})
    return queries.get_person(unit, person_id)


def switch_on(unit: Unit, person_id: str) -> Person:
    """Switch an account on again; the password is as it was."""
    person = queries.get_person(unit, person_id)
    if person.is_off:
        queries.update_person(unit, person_id, {"off_at": None})
        add_event(unit, "", subject_of(person_id), "person switched on", {"name": person.name})
    return queries.get_person(unit, person_id)


def make_link(unit: Unit, person_id: str) -> str:
    """Return the end of a link with which a person sets a password, once, within a week.

    An older link of the person stops working; the password stays as it is until the link is used.
    """
    person = queries.get_person(unit, person_id)
    if person.is_off:
        raise NotAllowed(f"The account of {person.name} is switched off. Switch it on first.")
    kind = RESET if person.has_password else INVITATION
    token = secrets.token_urlsafe(TOKEN_BYTES)
    sessions.add_link(unit, hash_of(token), person_id, kind, unit.now + timedelta(days=DAYS_OF_A_LINK))
    add_event(unit, "", subject_of(person_id), "link made", {"name": person.name, "kind": kind})
    return token


def take_code_away(unit: Unit, person_id: str) -> None:
    """Take the second factor of a person away, for somebody who lost the device."""
    person = queries.get_person(unit, person_id)
    if person.has_code:
        queries.update_person(unit, person_id, {"code_secret": None})
        said = {"name": person.name, "to": "off"}
        add_event(unit, "", subject_of(person_id), "second factor", said)


def end_sessions(unit: Unit, person_id: str, *, only: str = "", but: str = "") -> int:
    """End the sessions of a person, one of them or all but one, and return how many there were."""
    person = queries.get_person(unit, person_id)
    count = sessions.end_sessions(unit, person_id, only=only, but=but)
    if count:
        said = {"name": person.name, "count": count}
        add_event(unit, "", subject_of(person_id), "sessions ended", said)
    return count


def hash_of(token: str) -> str:
    """Return the form in which the end of a link or a cookie is kept."""
    return hashlib.sha256(token.encode()).hexdigest()
