"""One client beside its unnamed peers."""

from flask import Blueprint, render_template, request

from assessment.services import peers
from assessment.web import unit
from assessment.web.access import access
from assessment.web.peers.views import view_of
from assessment.web.shell import client_shell

blueprint = Blueprint("peers", __name__, url_prefix="/clients/<client>/peers")


@blueprint.get("")
@access("viewer")
def show(client: str) -> str:
    """The client beside those that are like it in what the address asks for."""
    with unit.read() as u:
        found = peers.peers_page(u, client, request.args.getlist("like"))
    page = view_of(found, unit.today())
    return render_template(
        "peers/show.html", page=page, shell=client_shell(client, found.client.name, "peers")
    )
