"""`gradino user`: people with an account, from the command line of the server."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from assessment.cli.options import DATA, DATABASE
from assessment.config import Settings, load_settings
from assessment.domain.people import ROLES
from assessment.errors import AppError

if TYPE_CHECKING:
    from assessment.store.database import Unit

F = TypeVar("F", bound=Callable[..., Any])
ACTOR = "command line"


def common(function: F) -> F:
    """The options that every command about people has."""
    workspace = click.option(
        "--workspace", default="", metavar="NAME", help="Workspace (the only or the local one)."
    )
    return DATA(DATABASE(workspace(function)))


@click.group()
def command() -> None:
    """Add people, list them, let them set a new password, end their sessions."""


@contextmanager
def writing(settings: Settings, workspace: str, make: str = "") -> Iterator["Unit"]:
    """A unit in the workspace of that name; `make` names one to make when it is not there yet."""
    from datetime import UTC, datetime

    from assessment.domain.events import COMMAND
    from assessment.services.workspace import LOCAL_WORKSPACE, add_workspace, find_workspace, open_store
    from assessment.store.database import Scope

    database, now, scope = open_store(settings), datetime.now(UTC), Scope(via=COMMAND)
    try:
        with database.write(LOCAL_WORKSPACE, ACTOR, now, scope) as unit:
            place = add_workspace(unit, make) if make else find_workspace(unit, workspace)
        with database.write(place.id, ACTOR, now, scope) as unit:
            yield unit
    finally:
        database.close()


def address_of_link(settings: Settings, unit: "Unit", token: str) -> str:
    """Where a person opens the link."""
    from assessment.web.addresses import printed_address

    return f"{printed_address(settings, settings.port)}/invitation/{unit.workspace_id}.{token}"


def read_password(from_stdin: bool) -> str | None:
    """The password from the first line of stdin or typed twice; None when nobody can be asked."""
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    if not sys.stdin.isatty():
        return None
    typed: str = click.prompt(
        "Password (empty: make a link instead)", hide_input=True, default="", show_default=False
    )
    if typed and click.prompt("The same again", hide_input=True) != typed:
        raise AppError("The two are not the same. Nothing was changed.")
    return typed or None


@command.command()
@click.argument("email")
@click.option("--name", default="", help="Name (what stands before the @).")
@click.option("--role", type=click.Choice(list(ROLES)), default="owner", help="Role (owner).")
@click.option(
    "--client", "clients", multiple=True, metavar="SLUG", help="A client assigned; may be repeated."
)
@click.option("--new-workspace", default="", metavar="NAME", help="Make this workspace for the person.")
@click.option("--password-stdin", is_flag=True, help="Read the password from the first line of stdin.")
@common
def add(
    email: str, name: str, role: str, clients: tuple[str, ...], new_workspace: str, password_stdin: bool,
    workspace: str, database: str | None, data: Path | None,
) -> None:  # fmt: skip
    """Add a person. Asks for a password, or prints a link with which the person sets one."""
    from assessment.services import people, sign_in

    settings = load_settings(data=data, database=database)
    password = read_password(password_stdin)
    hashed = None if password is None else sign_in.hashed_password(password, email, name)
    with writing(settings, workspace, new_workspace) as unit:
        person = people.add_person(unit, email=email, name=name, role=role, clients=clients)
        if hashed is not None:
            sign_in.set_password(unit, person, hashed)
            said = f"{person.name} was added as {ROLES[role].lower()} and can sign in as {person.email}."
        else:
            token = people.make_link(unit, person.id)
            said = (
                f"{person.name} was added as {ROLES[role].lower()}. This link sets the password, once, "
                f"within {people.DAYS_OF_A_LINK} days:\n{address_of_link(settings, unit, token)}"
            )
    click.echo(said)


@command.command("list")
@common
def list_people(workspace: str, database: str | None, data: Path | None) -> None:
    """List the people of a workspace."""
    from assessment.cli.tables import table
    from assessment.services import people

    with writing(load_settings(data=data, database=database), workspace) as unit:
        lines = people.list_people(unit)
    if not lines:
        click.echo("Nobody has an account yet.")
        return
    rows = [
        (
            line.person.email,
            line.person.name,
            ROLES[line.person.role],
            "off" if line.person.is_off else "active" if line.person.has_password else "invited",
            ", ".join(slug for slug, _ in line.clients) or ("all" if line.person.sees_all else "none"),
        )
        for line in lines
    ]
    click.echo(table(("E-mail", "Name", "Role", "State", "Clients"), rows))


@command.command()
@click.argument("email")
@click.option("--password-stdin", is_flag=True, help="Read the password from the first line of stdin.")
@common
def reset(email: str, password_stdin: bool, workspace: str, database: str | None, data: Path | None) -> None:
    """Let a person set a new password; also takes a second factor away."""
    from assessment.services import people, sign_in

    settings = load_settings(data=data, database=database)
    password = read_password(password_stdin)
    hashed = None if password is None else sign_in.hashed_password(password, email)
    with writing(settings, workspace) as unit:
        person = people.person_by_email(unit, email)
        people.take_code_away(unit, person.id)
        if hashed is not None:
            sign_in.set_password(unit, person, hashed)
            said = f"The password of {person.name} was set. Every session ended."
        else:
            token = people.make_link(unit, person.id)
            said = f"This link sets a new password, once:\n{address_of_link(settings, unit, token)}"
    click.echo(said)


@command.command("end-sessions")
@click.argument("email")
@common
def end_sessions(email: str, workspace: str, database: str | None, data: Path | None) -> None:
    """Sign a person out everywhere."""
    from assessment.services import people

    with writing(load_settings(data=data, database=database), workspace) as unit:
        person = people.person_by_email(unit, email)
        count = people.end_sessions(unit, person.id)
    sessions = "1 session was" if count == 1 else f"{count} sessions were"
    click.echo(f"{sessions} ended for {person.name}.")
