"""The portfolio, one client at a glance, and the forms that add, change, archive and restore a client."""

from flask import Blueprint, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from assessment.domain.clients import Client
from assessment.errors import NotFound
from assessment.services import clients, demo, portfolio
from assessment.services.needs import dated_needs
from assessment.web import unit
from assessment.web.access import access
from assessment.web.clients.attention import attention_of
from assessment.web.clients.forms import ClientForm, filter_of, form_for, query_of
from assessment.web.clients.overview import overview_of
from assessment.web.clients.sheet import portfolio_tables
from assessment.web.clients.views import FIGURE, SHOWS, SORTS, slope_of, standing_of, view_of
from assessment.web.forms import read_whole
from assessment.web.security import allow_chart_styles
from assessment.web.shell import Undo, client_shell, main_shell, toast
from assessment.web.tables import table_file

blueprint = Blueprint("clients", __name__)

LARGEST_PAGE = 100_000
UNPROCESSABLE = 422
SEE_OTHER = 303


@blueprint.get("/")
@access("viewer")
def home() -> ResponseReturnValue:
    """The front page is the list of clients."""
    return redirect(url_for("clients.index"))


@blueprint.get("/clients")
@access("viewer")
def index() -> str:
    """The clients side by side."""
    show = request.args.get("show", "")
    page = view_of(portfolio_asked_for(), show if show in SHOWS else "level")
    if page.slope:
        allow_chart_styles()
    return render_template("clients/index.html", page=page, sorts=SORTS, shell=main_shell("clients"))


@blueprint.get(FIGURE)
@access("viewer")
def slope_figure() -> ResponseReturnValue:
    """The chart of the clients before and now as a Plotly figure, for the same page of the same list."""
    chart = slope_of([standing_of(client) for client in portfolio_asked_for().clients])
    if chart is None:
        raise NotFound("There is no such chart.")
    return jsonify(chart.figure)


def portfolio_asked_for() -> portfolio.Portfolio:
    """The page of the list that the address asks for."""
    with unit.read() as u:
        return portfolio.portfolio_page(
            u, filter_of(request.args, SORTS), page_number(request.args.get("page", ""))
        )


@blueprint.get("/clients/attention")
@access("viewer")
def attention() -> str:
    """What waits for somebody this week, and what most of the clients lack; the list takes both from here."""
    wanted = filter_of(request.args, SORTS)
    with unit.read() as u:
        page = attention_of(
            portfolio.portfolio_page(u, wanted),
            dated_needs(u),
            portfolio.weakest_practices(u, wanted),
        )
    return render_template(
        "clients/attention.html", page=page, back=f"/clients{query_of(wanted)}", shell=main_shell("clients")
    )


@blueprint.get("/clients/export.<extension>")
@access("viewer")
def export(extension: str) -> ResponseReturnValue:
    """The clients that the filter leaves, as a file: every page of them."""
    with unit.read() as u:
        found = portfolio.every_client(u, filter_of(request.args, SORTS))
    return table_file(portfolio_tables(found), extension)


def page_number(text: str) -> int:
    """The number of a page in an address, 1 for anything that is none."""
    return min(max(1, read_whole(text) or 1), LARGEST_PAGE)


@blueprint.route("/clients/new", methods=["GET", "POST"])
@access("consultant")
def new() -> ResponseReturnValue:
    """Add a client."""
    form = form_for(None)
    if form.validate_on_submit():
        with form.show_errors(), unit.write() as u:
            client = clients.add_client(u, **form.values, is_sample=False)
            twin = clients.has_namesake(u, client)
        if not form.errors:
            toast(added_sentence(client, twin))
            return redirect(url_for("clients.show", client=client.slug), SEE_OTHER)
    return form_page(form, "Add a client", "Add client", "/clients"), status_of(form)


def added_sentence(client: Client, twin: bool) -> str:
    """What the notice says; a second client of the same name is allowed and pointed out."""
    if twin:
        return f"{client.name} was added. Another client has this name too; this one is {client.slug}."
    return f"{client.name} was added."


@blueprint.get("/clients/<client>")
@access("viewer")
def show(client: str) -> str:
    """One client at a glance."""
    with unit.read() as u:
        found = clients.overview(u, client)
    page = overview_of(found)
    return render_template(
        "clients/show.html", page=page, shell=client_shell(client, found.client.name, "overview")
    )


@blueprint.route("/clients/<client>/edit", methods=["GET", "POST"])
@access("consultant")
def edit(client: str) -> ResponseReturnValue:
    """Change a client; a conflict shows both values."""
    with unit.read() as u:
        stored = clients.client_of(u, client)
    form = form_for(stored)
    if form.validate_on_submit():
        with form.show_errors(), unit.write() as u:
            clients.edit_client(u, client, **form.values, seen=form.seen)
        if not form.errors:
            toast("The details were saved.")
            return redirect(url_for("clients.show", client=client), SEE_OTHER)
    return form_page(form, f"Change {stored.name}", "Save", f"/clients/{client}", stored), status_of(form)


@blueprint.post("/clients/<client>/archive")
@access("consultant")
def archive(client: str) -> ResponseReturnValue:
    """Put a client away; nothing is lost and the notice takes it back."""
    with unit.write() as u:
        stored = clients.archive_client(u, client)
    back = url_for("clients.restore", client=client)
    toast(f"{stored.name} was archived and has left the list.", Undo(back))
    return redirect(url_for("clients.index"), SEE_OTHER)


@blueprint.post("/clients/<client>/restore")
@access("consultant")
def restore(client: str) -> ResponseReturnValue:
    """Bring an archived client back."""
    with unit.write() as u:
        stored = clients.restore_client(u, client)
    toast(f"{stored.name} is back in the list.")
    return redirect(url_for("clients.show", client=client), SEE_OTHER)


@blueprint.post("/samples")
@access("owner")
def load_samples() -> ResponseReturnValue:
    """Add the sample clients."""
    with unit.write() as u:
        demo.load_samples(u)
    toast("The sample clients were added.", Undo(url_for("clients.remove_samples"), label="Remove them"))
    return redirect(url_for("clients.index"), SEE_OTHER)


@blueprint.post("/samples/remove")
@access("owner")
def remove_samples() -> ResponseReturnValue:
    """Remove the sample clients and everything of theirs."""
    with unit.write() as u:
        demo.remove_samples(u)
    toast("The sample clients were removed.", Undo(url_for("clients.load_samples"), label="Add them again"))
    return redirect(url_for("clients.index"), SEE_OTHER)


def status_of(form: ClientForm) -> int:
    """422 for a form that was refused, 200 for one that is shown first."""
    return UNPROCESSABLE if form.errors else 200


def form_page(form: ClientForm, title: str, submit: str, back: str, client: Client | None = None) -> str:
    """The page of the form; a client that is there can be archived from it."""
    with unit.read() as u:
        words = clients.words_in_use(u)
    frame = client_shell(client.slug, client.name, "overview") if client else main_shell("clients")
    return render_template(
        "clients/form.html",
        form=form,
        title=title,
        submit=submit,
        back=back,
        words=words,
        client=client,
        shell=frame,
    )
