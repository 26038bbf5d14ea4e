"""Delete a client, take it out of the bin, or delete it for good."""

from datetime import timedelta

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from assessment.services import bin as bins
from assessment.services import clients
from assessment.web import unit
from assessment.web.access import access
from assessment.web.shell import Undo, client_shell, main_shell, toast

blueprint = Blueprint("bin", __name__)

SEE_OTHER = 303


@blueprint.get("/bin")
@access("owner")
def index() -> str:
    """What lies in the bin, and until when."""
    with unit.write() as opened:
        found = bins.clients_in_bin(opened)
    stay = timedelta(days=bins.DAYS_IN_THE_BIN)
    rows = [(client, client.deleted_at + stay) for client in found if client.deleted_at]
    return render_template("bin/index.html", rows=rows, shell=main_shell("clients"))


@blueprint.route("/clients/<client>/delete", methods=["GET", "POST"])
@access("owner")
def delete(client: str) -> ResponseReturnValue:
    """Ask, then put a client into the bin."""
    if request.method == "POST":
        with unit.write() as opened:
            gone = bins.delete_client(opened, client)
        back = Undo(url_for("bin.restore", client_id=gone.id))
        toast(f"{gone.name} is in the bin for {bins.DAYS_IN_THE_BIN} days.", back)
        return redirect(url_for("clients.index"), SEE_OTHER)
    with unit.read() as opened:
        found = clients.client_of(opened, client)
    return render_template(
        "bin/delete.html", client=found, days=bins.DAYS_IN_THE_BIN,
        shell=client_shell(client, found.name, "overview"),
    )  # fmt: skip


@blueprint.post("/bin/<client_id>/restore")
@access("owner")
def restore(client_id: str) -> Response:
    """Take a client out of the bin."""
    with unit.write() as opened:
        back = bins.undelete_client(opened, client_id)
    toast(f"{back.name} is back with everything.")
    return redirect(url_for("clients.show", client=back.slug), SEE_OTHER)


@blueprint.post("/bin/<client_id>/erase")
@access("owner")
def erase(client_id: str) -> Response:
    """Delete a client for good before its time in the bin is over."""
    with unit.write() as opened:
        gone = bins.erase_client(opened, client_id)
    toast(f"{gone.name} was deleted for good. Its history stays.")
    return redirect(url_for("bin.index"), SEE_OTHER)
