"""The pages of ticket exports: the list with the figures, one import from its file to its report."""

from typing import Any

from flask import Blueprint, Response, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from assessment.domain.ticket_imports import DONE, UNDER_WAY
from assessment.errors import InvalidInput, NotAllowed
from assessment.exports.sheets.page import Column
from assessment.exports.tables import DataTable
from assessment.services import ticket_imports, ticket_pages
from assessment.services.ticket_settings import zones
from assessment.web import unit
from assessment.web.access import access
from assessment.web.filters import current_language
from assessment.web.forms import read_whole
from assessment.web.shell import Undo, client_shell, toast
from assessment.web.tables import table_file
from assessment.web.tickets.forms import ExportForm, mapping_entry
from assessment.web.tickets.import_views import import_view, percent_of, progress_words
from assessment.web.tickets.views import tickets_view
from assessment.web.work import start_work

blueprint = Blueprint("tickets", __name__, url_prefix="/clients/<client>/tickets")

SEE_OTHER, UNPROCESSABLE = 303, 422
PLACE = "metrics"


@blueprint.get("")
@access("viewer")
def index(client: str) -> str:
    """Which exports are in, and what their tickets say."""
    return index_html(client, ExportForm(formdata=None))


def index_html(client: str, form: ExportForm) -> str:
    """The list of exports; a file that was refused is said at its field."""
    with unit.read() as u:
        found = ticket_pages.tickets_page(u, client, current_language())
    page = tickets_view(found, request.args.get("by", ""))
    return render_template(
        "tickets/index.html",
        page=page,
        form=form,
        piece=ticket_imports.PIECE_BYTES,
        shell=client_shell(client, found.client.name, PLACE),
    )


@blueprint.post("")
@access("manager")
def upload(client: str) -> ResponseReturnValue:
    """Take a whole file at once, as browsers without scripts send it."""
    form = ExportForm()
    if form.validate_on_submit():
        content, name = form.file.data.read(), form.file.data.filename or "export"
        with form.show_errors(), unit.write() as u:
            made = ticket_imports.take_file(u, client, name, content, bool(form.keep.data))
        if not form.errors:
            start_work()
            return redirect(address(client, made), SEE_OTHER)
    return index_html(client, form), UNPROCESSABLE


def address(client: str, import_id: str) -> str:
    """The address of an import."""
    return url_for("tickets.show", client=client, import_id=import_id)


@blueprint.post("/arriving")
@access("manager")
def arrive(client: str) -> ResponseReturnValue:
    """Note that a file begins to arrive in pieces, and say where they go."""
    size = read_whole(request.form.get("size")) or 0
    try:
        with unit.write() as u:
            made = ticket_imports.begin_import(
                u, client, request.form.get("name", ""), size, bool(request.form.get("keep"))
            )
    except InvalidInput as error:
        return jsonify(problem=error.message), UNPROCESSABLE
    return jsonify(href=address(client, made), piece=ticket_imports.PIECE_BYTES)


@blueprint.post("/<import_id>/pieces/<int:number>")
@access("manager")
def piece(client: str, import_id: str, number: int) -> ResponseReturnValue:
    """Take a piece of a file."""
    return _answered(
        lambda u: ticket_imports.take_piece(u, client, import_id, number, request.get_data(cache=False))
    )


@blueprint.post("/<import_id>/arrived")
@access("manager")
def arrived(client: str, import_id: str) -> ResponseReturnValue:
    """Go on with a file of which every piece is here."""
    answer = _answered(lambda u: ticket_imports.finish_arrival(u, client, import_id))
    start_work()
    return answer


def _answered(act: Any) -> ResponseReturnValue:
    try:
        with unit.write() as u:
            act(u)
    except (InvalidInput, NotAllowed) as error:
        return jsonify(problem=error.message), UNPROCESSABLE
    return jsonify(ok=True)


@blueprint.get("/counting")
@access("viewer")
def counting(client: str) -> Response:
    """Whether the tickets are being counted, for the page that waits for the figures."""
    with unit.read() as u:
        is_current = ticket_pages.is_counted(u, client)
    return _fresh(state="counted" if is_current else "counting")


@blueprint.get("/<import_id>")
@access("viewer")
def show(client: str, import_id: str) -> str:
    """One import, from the questions about its file to the report on its rows."""
    return import_html(client, import_id, None)


def import_html(client: str, import_id: str, refused: InvalidInput | None) -> str:
    """The page of an import; a form that was refused is shown as it was typed."""
    with unit.read() as u:
        found = ticket_pages.import_page(u, client, import_id)
    typed = request.form.to_dict() if refused else None
    return render_template(
        "tickets/show.html",
        page=import_view(found, unit.now(), typed),
        under_way=found.found.state in UNDER_WAY,
        refused=refused,
        zones=zones(),
        shell=client_shell(client, found.client.name, PLACE),
    )


@blueprint.get("/<import_id>/progress")
@access("viewer")
def progress(client: str, import_id: str) -> Response:
    """How far an import is, for the page that waits for it."""
    with unit.read() as u:
        found = ticket_imports.get_import(u, client, import_id)
    return _fresh(state=found.state, percent=percent_of(found), words=progress_words(found))


def _fresh(**values: Any) -> Response:
    """An answer for a page that asks again and again, which nothing on the way may keep."""
    answer = jsonify(**values)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@blueprint.post("/<import_id>/mapping")
@access("manager")
def settle(client: str, import_id: str) -> ResponseReturnValue:
    """Look into the file again with other answers, or let it be read with them."""
    starts = request.form.get("act") == "start"
    act = ticket_imports.start_import if starts else ticket_imports.correct_mapping
    try:
        with unit.write() as u:
            act(u, client, import_id, mapping_entry())
    except InvalidInput as error:
        return import_html(client, import_id, error), UNPROCESSABLE
    except NotAllowed as error:
        toast(error.message)
    start_work()
    return redirect(address(client, import_id), SEE_OTHER)


@blueprint.post("/<import_id>/again")
@access("manager")
def again(client: str, import_id: str) -> ResponseReturnValue:
    """Let somebody else go on where a process fell silent."""
    with unit.read() as u:
        ticket_imports.get_import(u, client, import_id)
    start_work()
    return redirect(address(client, import_id), SEE_OTHER)


@blueprint.post("/<import_id>/cancel")
@access("manager")
def cancel(client: str, import_id: str) -> ResponseReturnValue:
    """Stop an import that is not in yet."""
    return _changed(client, ticket_imports.cancel_import, import_id, "{} was cancelled. Nothing of it stays.")


@blueprint.post("/<import_id>/remove")
@access("manager")
def remove(client: str, import_id: str) -> ResponseReturnValue:
    """Let the tickets of an import count no longer."""
    back = url_for("tickets.bring_back", client=client, import_id=import_id)
    said = "{} was removed. Its tickets are deleted for good after a day."
    return _changed(client, ticket_imports.remove_import, import_id, said, Undo(back))


@blueprint.post("/<import_id>/back")
@access("manager")
def bring_back(client: str, import_id: str) -> ResponseReturnValue:
    """Let the tickets of a removed import count again."""
    return _changed(client, ticket_imports.bring_back_import, import_id, "{} counts again.")


@blueprint.post("/<import_id>/forget")
@access("manager")
def forget(client: str, import_id: str) -> ResponseReturnValue:
    """Take an import that failed off the list."""
    with unit.write() as u:
        ticket_imports.forget_import(u, client, import_id)
    return redirect(url_for("tickets.index", client=client), SEE_OTHER)


def _changed(
    client: str, act: Any, import_id: str, said: str, undo: Undo | None = None
) -> ResponseReturnValue:
    try:
        with unit.write() as u:
            found = act(u, client, import_id)
    except NotAllowed as error:
        toast(error.message)
    else:
        toast(said.format(found.name), undo)
        start_work()
    return redirect(url_for("tickets.index", client=client), SEE_OTHER)


@blueprint.get("/<import_id>/rejected.<extension>")
@access("viewer")
def rejected(client: str, import_id: str, extension: str) -> Response:
    """The rows that could not be used, each with its line and the reason."""
    with unit.read() as u:
        found = ticket_imports.get_import(u, client, import_id)
    told = found.report.get("rejected", ()) if found.state == DONE else ()
    table = DataTable(
        "Rejected",
        f"Rejected rows of {found.name}",
        "Rows of the export that could not be used; correct them in the tool and export again.",
        (Column("Line", 8), Column("Reason", 90)),
        tuple((line, reason) for line, reason in told),
    )
    return table_file([table], extension)
