"""The pages of results: a client in a month, one agreement over time, charges, reports."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from assessment.domain.wording import capital, plural
from assessment.errors import Conflict, InvalidInput, NotAllowed
from assessment.services import sla_charges, sla_computing, sla_figures, sla_reports, sla_results
from assessment.services.readings import PERIOD
from assessment.services.results_metrics import period_name
from assessment.services.sla_results import AgreementResults
from assessment.web import unit
from assessment.web.access import access
from assessment.web.forms import read_whole
from assessment.web.shell import client_shell, toast
from assessment.web.sla_results.agreement_view import agreement_view
from assessment.web.sla_results.charges_view import charges_view
from assessment.web.sla_results.forms import FigureForm, ReportForm
from assessment.web.sla_results.report_view import report_view
from assessment.web.sla_results.views import index_view

blueprint = Blueprint("sla_results", __name__, url_prefix="/clients/<client>")

SEE_OTHER, CONFLICT, UNPROCESSABLE = 303, 409, 422
PLACE = "sla-results"


@blueprint.get("/sla-results")
@access("viewer")
def index(client: str) -> str:
    """The results of all agreements in a month."""
    with unit.read() as u:
        asked = read_whole(request.args.get("page")) or 1
        found = sla_results.results_page(u, client, request.args.get("period", ""), asked)
    page = index_view(found, asked)
    shell = client_shell(client, found.client.name, PLACE)
    return render_template("sla_results/index.html", page=page, shell=shell)


@blueprint.post("/sla-results")
@access("manager")
def work_out(client: str) -> ResponseReturnValue:
    """Work out the results up to a month."""
    until = request.form.get("until", "")
    with unit.read() as u:
        worked = sla_computing.work_out(u, client, until)
    with unit.write() as u:
        found = sla_computing.keep_results(u, worked)
    if found:
        last = max(one.period for one in found)
        counted = plural(sum(1 for one in found if one.missed and one.period == last), "target")
        month = period_name(last)
        toast(f"The results up to {month} are worked out. {capital(counted)} missed in {month}.")
    else:
        toast("There is nothing to work out: no agreement was in force for a whole period.")
    return redirect(url_for("sla_results.index", client=client), SEE_OTHER)


@blueprint.get("/sla-results/charges")
@access("viewer")
def charges(client: str) -> str:
    """What all agreements cost in a month, with the credits of missed targets."""
    with unit.read() as u:
        found = sla_charges.charges_page(u, client, request.args.get("period", ""))
    shell = client_shell(client, found.client.name, PLACE)
    return render_template("sla_results/charges.html", page=charges_view(found), shell=shell)


@blueprint.post("/sla-results/charges")
@access("manager")
def write_credits(client: str) -> ResponseReturnValue:
    """Write the credits of a month into the metric that adds them up."""
    month = request.form.get("period", "")
    try:
        with unit.write() as u:
            reading = sla_charges.write_credits(u, client, month)
    except NotAllowed as error:
        toast(error.message)
    else:
        toast(f"The credits of {period_name(reading.period)} are now a reading of {reading.metric}.")
    return redirect(url_for("sla_results.charges", client=client, period=month), SEE_OTHER)


@blueprint.get("/slas/<int:number>/results")
@access("viewer")
def show(client: str, number: int) -> str:
    """The results of one agreement over time."""
    with unit.read() as u:
        found = sla_results.agreement_results(u, client, number)
    key, period = request.args.get("target", ""), request.args.get("period", "")
    form = FigureForm(formdata=None)
    form.show(found.figures.get((found.agreement.id, key, period)))
    return agreement_html(client, found, form, key, period)


def agreement_html(
    client: str,
    found: AgreementResults,
    form: FigureForm,
    key: str,
    period: str,
    refused: Conflict | None = None,
) -> str:
    """The page of one agreement with the form of a figure; `refused` is what somebody else stored."""
    until = request.args.get("until", "")
    page = agreement_view(found, until if PERIOD.match(until) else "", key, period)
    return render_template(
        "sla_results/agreement.html",
        page=page,
        form=form,
        refused=refused,
        seen=page.chosen.seen if page.chosen else 0,
        shell=client_shell(client, found.client.name, PLACE),
    )


@blueprint.post("/slas/<int:number>/results")
@access("manager")
def enter(client: str, number: int) -> ResponseReturnValue:
    """Store a figure that was typed for a target and a period."""
    key, period = request.form.get("target", ""), request.form.get("period", "")
    form = FigureForm()
    refused, status = None, UNPROCESSABLE
    if form.validate_on_submit():
        try:
            with form.show_errors(), unit.write() as u:
                entry = form.entry(read_whole(request.form.get("seen")) or 0)
                result = sla_figures.enter_figure(u, client, number, key, period, entry)
        except Conflict as error:
            refused, status = error, CONFLICT
        if not form.errors and refused is None:
            toast(f"The figure of {result.name} for {period_name(period)} was saved: {result.state}.")
            return redirect(url_for("sla_results.show", client=client, number=number), SEE_OTHER)
    with unit.read() as u:
        found = sla_results.agreement_results(u, client, number)
    return agreement_html(client, found, form, key, period, refused), status


@blueprint.post("/slas/<int:number>/results/take-out")
@access("manager")
def take_out(client: str, number: int) -> ResponseReturnValue:
    """Take a typed figure out, so that readings or tickets count again."""
    key, period = request.form.get("target", ""), request.form.get("period", "")
    try:
        with unit.write() as u:
            seen = read_whole(request.form.get("seen")) or 0
            result = sla_figures.take_out_figure(u, client, number, key, period, seen)
    except NotAllowed as error:
        toast(error.message)
    else:
        toast(f"The figure of {result.name} for {period_name(period)} was taken out; the history keeps it.")
    return redirect(url_for("sla_results.show", client=client, number=number), SEE_OTHER)


@blueprint.get("/slas/<int:number>/reports/new")
@access("manager")
def new_report(client: str, number: int) -> ResponseReturnValue:
    """What a report of a period would say, with who gets it."""
    return report_form(client, number, request.args.get("period", ""), ReportForm(formdata=None))


def report_form(client: str, number: int, period: str, form: ReportForm) -> ResponseReturnValue:
    """The page on which a report is issued; the results where there is nothing to report."""
    try:
        with unit.read() as u:
            wanted = period or sla_results.agreement_results(u, client, number).latest
            draft = sla_reports.draft_report(u, client, number, wanted)
    except (NotAllowed, InvalidInput) as error:
        toast(error.message)
        return redirect(url_for("sla_results.show", client=client, number=number), SEE_OTHER)
    earlier = draft.earlier[0] if draft.earlier else None
    if form.receivers.data is None and earlier is not None:
        form.receivers.data = "\n".join(earlier.receivers)
    page = render_template(
        "sla_results/report_new.html",
        page=report_view(draft.content),
        form=form,
        draft=draft,
        earlier=earlier,
        home=f"/clients/{client}",
        shell=client_shell(client, draft.client.name, PLACE),
    )
    return page, UNPROCESSABLE if form.errors else 200


@blueprint.post("/slas/<int:number>/reports/new")
@access("manager")
def issue_report(client: str, number: int) -> ResponseReturnValue:
    """Issue a report; it is frozen from then on."""
    form, period = ReportForm(), request.form.get("period", "")
    if form.validate_on_submit():
        try:
            with form.show_errors(), unit.write() as u:
                names = (form.receivers.data or "").splitlines()
                made = sla_reports.issue_report(u, client, number, period, names, form.note.data or "")
        except NotAllowed as error:
            toast(error.message)
            return redirect(url_for("sla_results.show", client=client, number=number), SEE_OTHER)
        if not form.errors and not form.form_errors:
            toast(f"{made.reference} was issued and is frozen.")
            address = url_for("sla_results.report", client=client, number=number, report=made.number)
            return redirect(address, SEE_OTHER)
    return report_form(client, number, period, form)


@blueprint.get("/slas/<int:number>/reports/<int:report>")
@access("viewer")
def report(client: str, number: int, report: int) -> str:
    """A report as it was issued."""
    with unit.read() as u:
        found = sla_reports.issued_report(u, client, number, report)
    return render_template(
        "sla_results/report.html",
        page=report_view(found.report.content),
        found=found,
        home=f"/clients/{client}",
        shell=client_shell(client, found.client.name, PLACE),
    )
