"""The pages with everything that waits for a person: at one client, and at all clients."""

from flask import Blueprint, render_template, request

from assessment.domain.needs import KINDS
from assessment.services import needs
from assessment.web import unit
from assessment.web.access import access
from assessment.web.filters import current_language
from assessment.web.forms import read_whole
from assessment.web.needs.views import all_view, client_view
from assessment.web.shell import client_shell, main_shell

blueprint = Blueprint("needs", __name__)

PLACE = "needs"
LARGEST_PAGE = 100_000


def filter_asked_for() -> tuple[str, bool]:
    """The kind of need in the address, "" for all, and whether only one's own are wanted."""
    kind = request.args.get("kind", "")
    return kind if kind in KINDS else "", request.args.get("mine") == "1"


@blueprint.get("/clients/<client>/needs")
@access("viewer")
def index(client: str) -> str:
    """What waits for somebody at one client."""
    kind, mine = filter_asked_for()
    with unit.read() as u:
        found = needs.needs_of(u, client)
    page = client_view(found, kind, unit.today(), current_language(), mine=mine)
    shell = client_shell(client, found.client.name, PLACE, {PLACE: page.total})
    return render_template("needs/index.html", page=page, client=found.client, shell=shell)


@blueprint.get("/needs")
@access("viewer")
def everywhere() -> str:
    """What waits for somebody at all clients that the person sees."""
    kind, mine = filter_asked_for()
    at = min(max(1, read_whole(request.args.get("page")) or 1), LARGEST_PAGE)
    with unit.read() as u:
        found = needs.needs_of_all(u, at)
    page = all_view(found, kind, unit.today(), current_language(), mine=mine)
    counts = {PLACE: page.total} if page.pages == 1 else {}
    return render_template("needs/index.html", page=page, client=None, shell=main_shell(PLACE, counts))
