"""People in every role for the sample clients, and a second sample consultancy in a workspace of its own."""

from collections.abc import Sequence
from dataclasses import replace

from assessment.domain.people import OWNER, ROLES
from assessment.services import people
from assessment.services.samples.consultancy import consultancy_name
from assessment.store.database import Unit
from assessment.store.queries import people as people_queries
from assessment.store.queries import workspaces
from assessment.store.queries.events import delete_events_of_sample_person

SECOND = "sample"
"""The id of the workspace of the second consultancy."""

ADDRESS = "@sample.example"


def add_people(unit: Unit, slugs: Sequence[str]) -> None:
    """Add somebody in each role who is not there yet; nobody of them can sign in before a link is used.

    The first of the clients, given by their slugs, is the one of the client manager.
    """
    known = {person.email for person in people_queries.list_people(unit)}
    for role, words in ROLES.items():
        email = f"{role}{ADDRESS}"
        if email in known:
            continue
        chosen = () if role == OWNER else slugs[:1] if role == "manager" else slugs[:2]
        people.add_person(unit, email=email, name=f"Sample {words.lower()}", role=role, clients=chosen)


def remove_people(unit: Unit) -> None:
    """Delete the sample people with their history; nobody else."""
    for person in people_queries.list_people(unit):
        if person.email.endswith(ADDRESS):
            delete_events_of_sample_person(unit, people.subject_of(person.id))
            people_queries.delete_sample_person(unit, person.id)


def enter_second(unit: Unit) -> Unit:
    """Return the unit in the workspace of the second consultancy, which is made when it is not there."""
    inside = replace(unit, workspace_id=SECOND)
    workspaces.ensure_workspace(inside, consultancy_name(), "lago-advisory")
    return inside


def leave_second(unit: Unit) -> None:
    """Delete the workspace of the second consultancy, unless somebody keeps clients or people there."""
    inside = replace(unit, workspace_id=SECOND)
    if not workspaces.is_in_use(inside):
        workspaces.delete_workspace(inside)
