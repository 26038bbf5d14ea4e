"""The addresses of evidence: a file to save, and the list of what still has to be collected."""

from urllib.parse import quote

from flask import Blueprint, Response, abort, redirect, render_template, request
from flask.typing import ResponseReturnValue

from assessment.domain.evidence_files import kind_of, tidy_name
from assessment.errors import InvalidInput, NotAllowed
from assessment.services import evidence
from assessment.services.evidence_list import evidence_list
from assessment.web import unit
from assessment.web.access import access
from assessment.web.evidence.views import list_table, list_view
from assessment.web.files import file_answer
from assessment.web.filters import current_language
from assessment.web.shell import client_shell, toast
from assessment.web.tables import table_file

blueprint = Blueprint("evidence", __name__, url_prefix="/clients/<client>")

SEE_OTHER = 303
PLACE = "assessments"
ANY_BYTES = "application/octet-stream"
IN_PLAIN_NAME = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_. ()")


@blueprint.get("/evidence/<digest>/<file_name>")
@access("viewer")
def download(client: str, digest: str, file_name: str) -> Response:
    """A file that was attached as evidence, to save and never to be shown in place."""
    plain = tidy_name(file_name)
    kind = kind_of(plain)
    if kind is None:
        abort(404)
    with unit.read() as u:
        found = evidence.evidence_content(u, client, digest)
    fits = found.media_type == kind.media_type
    answer = file_answer(found.content, kind.media_type if fits else ANY_BYTES, ascii_name(plain))
    disposition = answer.headers["Content-Disposition"]
    answer.headers["Content-Disposition"] = f"{disposition}; filename*=UTF-8''{quote(plain, safe='')}"
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


def ascii_name(name: str) -> str:
    """The name with a line in place of what a header cannot hold."""
    return "".join(char if char in IN_PLAIN_NAME else "_" for char in name)


@blueprint.get("/assessments/<assessment>/evidence")
@access("viewer")
def index(client: str, assessment: str) -> str:
    """What still has to be shown."""
    with unit.read() as u:
        found = evidence_list(u, client, assessment, current_language())
    home = f"/clients/{client}"
    prefix = f"{home}/assessments/{assessment}"
    owner, title = found.place.client, found.place.assessment.title
    return render_template(
        "evidence/index.html",
        page=list_view(found, prefix, home),
        crumbs=(
            (owner.name, home),
            ("Assessments", f"{home}/assessments"),
            (title, prefix),
            ("Evidence", ""),
        ),
        shell=client_shell(client, owner.name, PLACE),
    )


@blueprint.post("/assessments/<assessment>/evidence/readings")
@access("consultant")
def attach(client: str, assessment: str) -> ResponseReturnValue:
    """Note the latest reading of a metric as evidence of a practice, from a workshop or from the list."""
    form = request.form
    try:
        with unit.write() as u:
            is_new = evidence.attach_reading(
                u, client, assessment, form.get("metric", ""), form.get("practice", "")
            )
    except (InvalidInput, NotAllowed) as error:
        toast(error.message)
    else:
        toast("The reading is noted as evidence." if is_new else "This reading is noted as evidence already.")
    prefix = f"/clients/{client}/assessments/{assessment}"
    workshop = form.get("workshop", "")
    back = f"{prefix}/workshop/{workshop}" if workshop.isalnum() else f"{prefix}/evidence"
    return redirect(back, SEE_OTHER)


@blueprint.get("/assessments/<assessment>/evidence.<extension>")
@access("viewer")
def table(client: str, assessment: str, extension: str) -> Response:
    """The list as a table."""
    with unit.read() as u:
        found = evidence_list(u, client, assessment, current_language())
    return table_file([list_table(found)], extension)
