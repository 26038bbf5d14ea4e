"""The page of the exports and the files that it hands out."""

from flask import Blueprint, Response, abort, current_app, render_template, request
from flask.typing import ResponseReturnValue

from assessment.domain.report import Report, without_costs, without_owners
from assessment.exports import EXPORTERS, exporter_of
from assessment.exports.base import Exporter, file_name
from assessment.services import reports
from assessment.services.signatures import own_fingerprint
from assessment.web import unit
from assessment.web.access import access
from assessment.web.exports.forms import ExportForm
from assessment.web.exports.views import view_of
from assessment.web.files import file_answer
from assessment.web.shell import client_shell

blueprint = Blueprint("exports", __name__, url_prefix="/clients/<client>/exports")

UNPROCESSABLE = 422


@blueprint.get("")
@access("viewer")
def index(client: str) -> str:
    """What can be taken home, in which formats."""
    return page_html(client, request.args.get("assessment", ""), None)


@blueprint.post("/roadmap")
@access("viewer")
def take(client: str) -> ResponseReturnValue:
    """Hand out a file and note in the history that it was taken."""
    form = ExportForm()
    wanted = form.assessment.data or ""
    if not form.validate_on_submit():
        return page_html(client, wanted, form), UNPROCESSABLE
    exporter = exporter_of(form.format.data or "")
    report, slug = load(client, wanted)
    answer = file_of(chosen(report, form.leave_costs.data, form.leave_owners.data), exporter)
    # Noted after the file is made, so that the database is not held while it is written.
    with unit.write() as u:
        reports.record_export(u, client, slug, exporter.key)
    return answer


@blueprint.get("/roadmap.<extension>")
@access("viewer")
def download(client: str, extension: str) -> Response:
    """The same file under an address to bookmark; `costs=0` and `owners=0` leave them out."""
    exporter = next((one for one in EXPORTERS.values() if one.extension == extension), None)
    if exporter is None:
        abort(404)
    args = request.args
    report, _slug = load(client, args.get("assessment", ""))
    return file_of(chosen(report, args.get("costs") == "0", args.get("owners") == "0"), exporter)


def load(client: str, assessment: str) -> tuple[Report, str]:
    """The report of an assessment, else of the latest one, and the slug of the assessment."""
    with unit.read() as u:
        return reports.report_and_slug(u, client, assessment or None)


def chosen(report: Report, leave_costs: bool, leave_owners: bool) -> Report:
    """The report without what was to be left out."""
    if leave_costs:
        report = without_costs(report)
    return without_owners(report) if leave_owners else report


def file_of(report: Report, exporter: Exporter) -> Response:
    """A report as a file to save."""
    return file_answer(exporter.write(report), exporter.media_type, file_name(report, exporter))


def page_html(client: str, assessment: str, form: ExportForm | None) -> str:
    """The page, with the form as it was sent when it was refused."""
    with unit.read() as u:
        page = reports.exports_page(u, client, assessment or None)
    return render_template(
        "exports/index.html" if page.extent else "exports/empty.html",
        shown=view_of(page),
        page=page,
        key=own_fingerprint(current_app.config["SETTINGS"].secret_key),
        title=page.title,
        form=form or ExportForm(formdata=None),
        shell=client_shell(page.client_slug, page.client, "exports"),
    )
