"""The pages of the metrics of a client: the list, one metric, and the grid of many readings."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from assessment.errors import AppError, InvalidInput, NotAllowed
from assessment.services import claims as claim_check
from assessment.services import fill_ins, metric_edits, metric_grid, metrics
from assessment.services.clients import client_of
from assessment.services.metric_grid import BETWEEN, GridFaults, GridPage
from assessment.services.results_metrics import period_name
from assessment.web import unit
from assessment.web.access import access, may
from assessment.web.addresses import public_base
from assessment.web.fill_in_links import token_of
from assessment.web.filters import current_language
from assessment.web.forms import read_whole
from assessment.web.metrics.claim_views import claims_view
from assessment.web.metrics.forms import BreakForm, ReadingForm, TableForm, TargetForm
from assessment.web.metrics.views import grid_table, grid_view, list_view, metric_view
from assessment.web.shell import Undo, client_shell, toast
from assessment.web.tables import table_file

blueprint = Blueprint("metrics", __name__, url_prefix="/clients/<client>/metrics")

SEE_OTHER, UNPROCESSABLE = 303, 422
PLACE = "metrics"
LONGEST_CELL = 60
MOST_CELLS = 5000
Cells = dict[tuple[str, str], str]


@blueprint.get("")
@access("viewer")
def index(client: str) -> str:
    """Which metrics are collected, and where they stand."""
    with unit.read() as u:
        found = metrics.metrics_page(u, client, current_language())
        asked = fill_ins.list_asked(u, found.client.id) if may("manager") else ()
    page = list_view(found, request.args.get("show", ""), asked)
    return render_template("metrics/index.html", page=page, shell=shell_of(client, found.client.name))


def shell_of(client: str, name: str) -> Any:
    """The frame of these pages."""
    return client_shell(client, name, PLACE)


@blueprint.get("/<metric>")
@access("viewer")
def show(client: str, metric: str) -> str:
    """One metric with its definition, its readings and its target."""
    return metric_html(client, metric, ReadingForm(formdata=None), None)


def metric_html(
    client: str,
    metric: str,
    reading: ReadingForm,
    target: TargetForm | None,
    broken: BreakForm | None = None,
) -> str:
    """The page of a metric; a form that was refused is shown as it was typed."""
    with unit.read() as u:
        found = metrics.metric_page(u, client, metric, current_language())
    refused = next((form for form in (reading, target, broken) if form is not None and form.errors), None)
    if target is None:
        target = TargetForm(formdata=None)
        target.show(found)
    if not reading.is_submitted() or refused is not reading:
        reading.period.data = reading.period.data or found.month
        reading.scope.data = reading.scope.data or found.scope
    return render_template(
        "metrics/show.html",
        page=metric_view(found),
        reading=reading,
        target=target,
        broken=broken or BreakForm(formdata=None),
        form=refused,
        seen=request.form.get("seen", found.target.version) if refused is target else found.target.version,
        shell=shell_of(client, found.client.name),
    )


@blueprint.post("/<metric>/readings")
@access("manager")
def enter(client: str, metric: str) -> ResponseReturnValue:
    """Enter a reading; an earlier one for the same month is kept as its history."""
    form = ReadingForm()
    if form.validate_on_submit():
        with form.show_errors(), unit.write() as u:
            made = metric_edits.enter_reading(u, client, metric, form.entry())
        if not form.errors:
            toast(f"The reading of {made.period} was saved.")
            return redirect(address(client, metric), SEE_OTHER)
    return metric_html(client, metric, form, None), UNPROCESSABLE


@blueprint.post("/<metric>/readings/<reading>/withdraw")
@access("manager")
def withdraw(client: str, metric: str, reading: str) -> ResponseReturnValue:
    """Take a reading out; the notice brings it back."""
    try:
        with unit.write() as u:
            gone = metric_edits.withdraw_reading(u, client, metric, reading)
    except NotAllowed as error:
        toast(error.message)
    else:
        back = url_for("metrics.bring_back", client=client, metric=metric, reading=reading)
        toast(f"The reading of {gone.period} was withdrawn.", Undo(back))
    return redirect(address(client, metric), SEE_OTHER)


@blueprint.post("/<metric>/readings/<reading>/back")
@access("manager")
def bring_back(client: str, metric: str, reading: str) -> ResponseReturnValue:
    """Bring a withdrawn reading back."""
    try:
        with unit.write() as u:
            found = metric_edits.bring_back_reading(u, client, metric, reading)
    except NotAllowed as error:
        toast(error.message)
    else:
        toast(f"The reading of {found.period} counts again.")
    return redirect(address(client, metric), SEE_OTHER)


@blueprint.post("/<metric>/target")
@access("manager")
def target(client: str, metric: str) -> ResponseReturnValue:
    """Set target, baseline and who provides the figures."""
    form = TargetForm()
    if form.validate_on_submit():
        with form.show_errors(), unit.write() as u:
            metric_edits.set_target(u, client, metric, form.entry(read_whole(request.form.get("seen")) or 0))
        if not form.errors:
            toast("The target was saved.")
            return redirect(address(client, metric), SEE_OTHER)
    return metric_html(client, metric, ReadingForm(formdata=None), form), UNPROCESSABLE


@blueprint.post("/<metric>/breaks")
@access("manager")
def mark_break(client: str, metric: str) -> ResponseReturnValue:
    """Mark a month at which the series begins anew."""
    form = BreakForm()
    if form.validate_on_submit():
        period, reason = form.period.data or "", form.reason.data or ""
        with form.show_errors(), unit.write() as u:
            made = metric_edits.mark_break(u, client, metric, period, reason)
        if not form.errors:
            toast(f"A new series begins in {period_name(made.period)}.")
            return redirect(address(client, metric), SEE_OTHER)
    return metric_html(client, metric, ReadingForm(formdata=None), None, form), UNPROCESSABLE


@blueprint.post("/<metric>/breaks/<period>/remove")
@access("manager")
def remove_break(client: str, metric: str, period: str) -> ResponseReturnValue:
    """Take a break out; the notice puts it back."""
    try:
        with unit.write() as u:
            gone = metric_edits.take_out_break(u, client, metric, period)
    except NotAllowed as error:
        toast(error.message)
    else:
        back = Undo(url_for("metrics.mark_break", client=client, metric=metric), asdict(gone))
        toast(f"The break of {period_name(gone.period)} was taken out.", back)
    return redirect(address(client, metric), SEE_OTHER)


def address(client: str, metric: str) -> str:
    """The address of a metric."""
    return url_for("metrics.show", client=client, metric=metric)


@blueprint.post("/asked")
@access("manager")
def ask(client: str) -> ResponseReturnValue:
    """Make a link for whoever provides figures, and show it."""
    try:
        with unit.write() as u:
            made = fill_ins.ask_for_figures(
                u, client, request.form.get("name", ""), request.form.get("period", "")
            )
    except InvalidInput as error:
        toast(error.message)
        return redirect(url_for("metrics.index", client=client), SEE_OTHER)
    with unit.read() as u:
        name = client_of(u, client).name
    link = url_for("fill_in.show", token=token_of(unit.current_workspace(), made.id))
    return render_template(
        "metrics/link.html",
        name=made.name,
        count=len(made.metrics),
        month=period_name(made.period),
        days=fill_ins.VALID_DAYS,
        link=f"{public_base()}{link}",
        prefix=url_for("metrics.index", client=client),
        shell=shell_of(client, name),
    )


@blueprint.post("/asked/<fill_in_id>/end")
@access("manager")
def end_asking(client: str, fill_in_id: str) -> ResponseReturnValue:
    """Let a link work no longer."""
    with unit.write() as u:
        ended = fill_ins.end_fill_in(u, client, fill_in_id)
    toast(f"The link of {ended.name} does not work any more.")
    return redirect(url_for("metrics.index", client=client), SEE_OTHER)


@blueprint.get("/claims")
@access("viewer")
def claims(client: str) -> str:
    """What is claimed against what the figures say."""
    return claims_html(client, "", "")


def claims_html(client: str, refused: str, problem: str) -> str:
    """The claim check; `refused` is the key of the explanation that could not be taken."""
    with unit.read() as u:
        found = claim_check.claims_page(u, client, current_language())
    page = claims_view(found, refused, problem)
    return render_template("metrics/claims.html", page=page, shell=shell_of(client, found.client.name))


@blueprint.post("/claims")
@access("manager")
def explain(client: str) -> ResponseReturnValue:
    """Say why a disagreement is none."""
    key = request.form.get("key", "")
    try:
        with unit.write() as u:
            claim_check.explain_claim(u, client, key, request.form.get("reason", ""))
    except InvalidInput as error:
        return claims_html(client, key, error.message), UNPROCESSABLE
    except NotAllowed as error:
        toast(error.message)
    else:
        toast("Explained.", Undo(url_for("metrics.take_up", client=client), {"key": key}))
    return redirect(url_for("metrics.claims", client=client), SEE_OTHER)


@blueprint.post("/claims/again")
@access("manager")
def take_up(client: str) -> ResponseReturnValue:
    """Take an explanation back."""
    try:
        with unit.write() as u:
            claim_check.take_up_claim(u, client, request.form.get("key", ""))
    except NotAllowed as error:
        toast(error.message)
    return redirect(url_for("metrics.claims", client=client), SEE_OTHER)


@blueprint.get("/grid")
@access("manager")
def grid(client: str) -> str:
    """Many readings at once, metrics by months."""
    return grid_html(client, {}, {}, ())


def grid_html(
    client: str,
    typed: Mapping[tuple[str, str], str],
    faults: Mapping[tuple[str, str], str],
    notes: tuple[str, ...],
    seen: str = "",
) -> str:
    """The grid; what was typed and not saved stays in its cells."""
    with unit.read() as u:
        found = shown_grid(u, client, typed)
    page = grid_view(found, typed, faults, notes, seen or found.seen)
    return render_template(
        "metrics/grid.html",
        page=page,
        table=TableForm(formdata=None),
        shell=shell_of(client, found.client.name),
    )


def shown_grid(u: Any, client: str, typed: Mapping[tuple[str, str], str] | None = None) -> GridPage:
    """The grid that the address asks for, with everything that was typed."""
    area, until = request.args.get("area", ""), request.args.get("until", "")
    return metric_grid.grid_page(u, client, area, until, current_language(), typed or ())


@blueprint.post("/grid")
@access("manager")
def save_grid(client: str) -> ResponseReturnValue:
    """Save what was changed in the grid: all of it, or nothing with a sentence for each cell."""
    cells, seen = typed_cells(), request.form.get("seen", "")
    try:
        with unit.write() as u:
            number = metric_grid.save_grid(u, client, cells, seen)
    except GridFaults as error:
        return grid_html(client, cells, error.faults, (error.message,), seen), UNPROCESSABLE
    toast(f"{number} readings were saved." if number != 1 else "One reading was saved.")
    return redirect(f"{url_for('metrics.grid', client=client)}?{request.query_string.decode()}", SEE_OTHER)


def typed_cells() -> Cells:
    """The cells that were sent, by metric and month."""
    cells: Cells = {}
    for name, text in list(request.form.items())[:MOST_CELLS]:
        metric, between, period = name.partition(BETWEEN)
        if between:
            cells[metric, period] = text[: LONGEST_CELL + 1]
    return cells


@blueprint.get("/grid.<extension>")
@access("manager")
def template(client: str, extension: str) -> Response:
    """The grid as a table to fill in elsewhere."""
    with unit.read() as u:
        found = shown_grid(u, client)
    return table_file([grid_table(found)], extension)


@blueprint.post("/grid/table")
@access("manager")
def upload(client: str) -> ResponseReturnValue:
    """Put a filled-in table into the cells of the grid; nothing is saved before somebody looked at it."""
    form = TableForm()
    if not form.validate_on_submit():
        message = next(iter(form.file.errors), "Choose the file.")
        return grid_html(client, {}, {}, (message,)), UNPROCESSABLE
    try:
        cells, notes = metric_grid.cells_of_file(form.file.data.read(), form.file.data.filename or "table")
    except AppError as error:
        return grid_html(client, {}, {}, (error.message,)), UNPROCESSABLE
    said = f"{len(cells)} values were read from the file. Look at them, then save."
    return grid_html(client, cells, {}, (said, *notes))
