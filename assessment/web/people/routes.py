"""The people of a workspace: who they are, what they may do, and the links that let them in."""

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from assessment.domain.people import ROLE_WORDS, ROLES, Person
from assessment.services import people
from assessment.web import unit
from assessment.web.access import access
from assessment.web.addresses import public_base
from assessment.web.forms import options
from assessment.web.people.forms import PersonForm
from assessment.web.shell import Undo, main_shell, toast

blueprint = Blueprint("people", __name__, url_prefix="/people")

SEE_OTHER = 303
UNPROCESSABLE = 422


@blueprint.get("")
@access("owner")
def index() -> str:
    """Everybody with an account."""
    with unit.read() as opened:
        lines = people.list_people(opened)
    return render_template("people/index.html", lines=lines, roles=ROLES, shell=main_shell("people"))


def form_with_clients(**given: object) -> PersonForm:
    """The form, with the clients to choose from."""
    form = PersonForm(**given)
    with unit.read() as opened:
        form.clients.choices = options(*((slug, name) for _, slug, name in people.choices_of(opened)))
    return form


@blueprint.route("/new", methods=["GET", "POST"])
@access("owner")
def new() -> ResponseReturnValue:
    """Add a person, and show the link that lets them set a password."""
    form = form_with_clients()
    if form.validate_on_submit():
        with form.show_errors(), unit.write() as opened:
            person = people.add_person(opened, email=form.email.data or "", **values_of(form))
            link = people.make_link(opened, person.id)
        if not form.errors:
            return link_page(person, link)
    return form_page(form, "Add a person", None), UNPROCESSABLE if form.errors else 200


def values_of(form: PersonForm) -> dict[str, Any]:
    """What the form holds, as the use cases take it."""
    return {"name": form.name.data or "", "role": form.role.data or "", "clients": form.clients.data or []}


def form_page(form: PersonForm, title: str, person: Person | None) -> str:
    """The page of the form; a person who is there can be switched off from it."""
    return render_template(
        "people/form.html",
        form=form,
        title=title,
        person=person,
        hints=ROLE_WORDS,
        shell=main_shell("people"),
    )


def link_page(person: Person, link: str) -> str:
    """The page that shows a link once."""
    address = f"{public_base()}/invitation/{unit.current_workspace()}.{link}"
    return render_template(
        "people/link.html",
        person=person,
        link=address,
        days=people.DAYS_OF_A_LINK,
        shell=main_shell("people"),
    )


@blueprint.route("/<person_id>", methods=["GET", "POST"])
@access("owner")
def edit(person_id: str) -> ResponseReturnValue:
    """Change a person."""
    with unit.read() as opened:
        person = people.person_of(opened, person_id)
        chosen = [slug for slug, _ in people.clients_of(opened, person_id)]
    form = form_with_clients(obj=person, clients=chosen)
    if request.method == "GET":
        form.clients.data = chosen
    if form.validate_on_submit():
        with form.show_errors(), unit.write() as opened:
            people.change_person(opened, person_id, **values_of(form), seen=form.seen)
        if not form.errors:
            toast(f"{form.name.data} was saved.")
            return redirect(url_for("people.index"), SEE_OTHER)
    return form_page(form, f"Change {person.name}", person), UNPROCESSABLE if form.errors else 200


@blueprint.post("/<person_id>/link")
@access("owner")
def link(person_id: str) -> str:
    """Make a link with which the person sets a password; an older link stops working."""
    with unit.write() as opened:
        end = people.make_link(opened, person_id)
        person = people.person_of(opened, person_id)
    return link_page(person, end)


@blueprint.post("/<person_id>/off")
@access("owner")
def switch_off(person_id: str) -> Response:
    """Switch an account off; nothing that the person did is lost."""
    with unit.write() as opened:
        person = people.switch_off(opened, person_id)
    back = Undo(url_for("people.switch_on", person_id=person_id))
    toast(f"{person.name} was switched off and signed out everywhere.", back)
    return redirect(url_for("people.index"), SEE_OTHER)


@blueprint.post("/<person_id>/on")
@access("owner")
def switch_on(person_id: str) -> Response:
    """Switch an account on again."""
    with unit.write() as opened:
        person = people.switch_on(opened, person_id)
    toast(f"{person.name} can sign in again.")
    return redirect(url_for("people.index"), SEE_OTHER)


@blueprint.post("/<person_id>/end-sessions")
@access("owner")
def end_sessions(person_id: str) -> Response:
    """Sign a person out everywhere."""
    with unit.write() as opened:
        person = people.person_of(opened, person_id)
        people.end_sessions(opened, person_id)
    toast(f"{person.name} was signed out everywhere.")
    return redirect(url_for("people.edit", person_id=person_id), SEE_OTHER)


@blueprint.post("/<person_id>/no-code")
@access("owner")
def no_code(person_id: str) -> Response:
    """Take the second factor of a person away, for somebody who lost the device."""
    with unit.write() as opened:
        people.take_code_away(opened, person_id)
        person = people.person_of(opened, person_id)
    toast(f"{person.name} signs in with the password alone.")
    return redirect(url_for("people.edit", person_id=person_id), SEE_OTHER)
