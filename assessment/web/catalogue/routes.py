"""The pages of the catalogue: the list, one service, party or contract, and their forms."""

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from assessment.errors import Conflict, NotAllowed
from assessment.services import catalogue as service
from assessment.services.catalogue import CONTRACT, PARTY, SERVICE, Catalogue, Entry
from assessment.services.catalogue_pages import catalogue_page, entry_page
from assessment.web import unit
from assessment.web.access import access
from assessment.web.catalogue.entry_view import entry_view
from assessment.web.catalogue.forms import FORMS, Form
from assessment.web.catalogue.views import list_view
from assessment.web.filters import current_language
from assessment.web.sent import seen_or_kept
from assessment.web.shell import Undo, client_shell, toast

blueprint = Blueprint("catalogue", __name__, url_prefix="/clients/<client>")

SEE_OTHER, UNPROCESSABLE, CONFLICT_STATUS = 303, 422, 409
PLACE = "services"
KIND_OF = {"services": SERVICE, "parties": PARTY, "contracts": CONTRACT}
KINDS = "<any(services, parties, contracts):kind>"


@blueprint.get("/services")
@access("viewer")
def index(client: str) -> str:
    """The services, parties and contracts of a client."""
    with unit.read() as u:
        found = catalogue_page(u, client)
    page = list_view(found, unit.today(), current_language())
    owner = found.catalogue.client
    shell = client_shell(client, owner.name, PLACE)
    return render_template("catalogue/index.html", page=page, client=owner, shell=shell)


@blueprint.get(f"/{KINDS}/<int:number>")
@access("viewer")
def show(client: str, kind: str, number: int) -> str:
    """One service, party or contract with what belongs to it."""
    with unit.read() as u:
        found = entry_page(u, client, KIND_OF[kind], number)
    owner = found.catalogue.client
    return render_template(
        "catalogue/show.html",
        page=entry_view(found, unit.today(), current_language()),
        client=owner,
        shell=client_shell(client, owner.name, PLACE),
    )


@blueprint.route(f"/{KINDS}/new", methods=["GET", "POST"])
@access("manager")
def new(client: str, kind: str) -> ResponseReturnValue:
    """Add a service, a party or a contract; the address may name the party of a contract."""
    return answered(client, kind, None)


@blueprint.route(f"/{KINDS}/<int:number>/change", methods=["GET", "POST"])
@access("manager")
def change(client: str, kind: str, number: int) -> ResponseReturnValue:
    """Change a service, a party or a contract; what somebody else changed meanwhile is shown beside."""
    return answered(client, kind, number)


def answered(client: str, kind: str, number: int | None) -> ResponseReturnValue:
    """The form of an entry, what came of sending it, or the entry once it is saved."""
    with unit.read() as u:
        catalogue = service.catalogue_of(u, client)
    stored = None if number is None else service.found_entry(catalogue, KIND_OF[kind], number)
    form: Any = FORMS[KIND_OF[kind]]()
    form.offer(catalogue, stored)
    if request.method == "GET":
        prefill(form, stored)
        return form_html(catalogue, kind, form, stored)
    if not form.validate_on_submit():
        return form_html(catalogue, kind, form, stored), UNPROCESSABLE
    try:
        with form.show_errors(), unit.write() as u:
            saved = service.save_entry(u, client, form.entry(seen_or_kept()), number)
    except Conflict as error:
        return form_html(catalogue, kind, form, stored, error), CONFLICT_STATUS
    if form.errors or form.form_errors:
        return form_html(catalogue, kind, form, stored), UNPROCESSABLE
    toast(f"“{service.name_of(saved)}” was saved.")
    return redirect(url_for("catalogue.show", client=client, kind=kind, number=saved.number), SEE_OTHER)


def prefill(form: Any, stored: Entry | None) -> None:
    """Put what is stored, or what the address says of a new entry, into the fields."""
    if stored is not None:
        form.show(stored)
        return
    for name in ("party_id", "role"):
        if name in form and name in request.args:
            form[name].data = request.args[name]


def form_html(
    catalogue: Catalogue, kind: str, form: Form, stored: Entry | None, conflict: Conflict | None = None
) -> str:
    """The page with the form of an entry."""
    client = catalogue.client
    back = url_for("catalogue.index", client=client.slug)
    if stored is not None:
        back = url_for("catalogue.show", client=client.slug, kind=kind, number=stored.number)
    return render_template(
        f"catalogue/{KIND_OF[kind]}.html",
        form=form,
        stored=stored,
        name=service.name_of(stored) if stored else "",
        seen=request.form.get("seen") or (stored.version if stored else 0),
        action=request.path,
        prefix=back,
        conflict=conflict,
        shell=client_shell(client.slug, client.name, PLACE),
    )


@blueprint.post(f"/{KINDS}/<int:number>/retire")
@access("manager")
def retire(client: str, kind: str, number: int) -> ResponseReturnValue:
    """Take an entry out of use; the notice takes it up again."""
    return moved(client, kind, number, retired=True)


@blueprint.post(f"/{KINDS}/<int:number>/take-up")
@access("manager")
def take_up(client: str, kind: str, number: int) -> ResponseReturnValue:
    """Take a retired entry up again."""
    return moved(client, kind, number, retired=False)


def moved(client: str, kind: str, number: int, *, retired: bool) -> ResponseReturnValue:
    """Retire or take up, and say so."""
    try:
        with unit.write() as u:
            entry = service.retire_entry(u, client, KIND_OF[kind], number, retired=retired)
    except NotAllowed as error:
        toast(error.message)
    else:
        back = url_for("catalogue.take_up", client=client, kind=kind, number=number)
        word = "was retired" if retired else "is in use again"
        toast(f"“{service.name_of(entry)}” {word}.", Undo(back) if retired else None)
    return redirect(url_for("catalogue.show", client=client, kind=kind, number=number), SEE_OTHER)
