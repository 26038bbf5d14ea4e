"""The pages of outages: all of them, one, and what is done with it."""

from datetime import datetime

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from assessment.domain.outages import Outage
from assessment.domain.wording import capital, plural
from assessment.errors import Conflict, InvalidInput, NotAllowed
from assessment.services import outages as service
from assessment.web import unit
from assessment.web.access import access
from assessment.web.forms import read_whole
from assessment.web.outages.forms import OutageForm
from assessment.web.outages.views import outages_view
from assessment.web.sent import seen
from assessment.web.shell import Undo, client_shell, toast

blueprint = Blueprint("outages", __name__, url_prefix="/clients/<client>/outages")

SEE_OTHER, CONFLICT, UNPROCESSABLE = 303, 409, 422
PLACE = "sla-results"
YES = "yes"


@blueprint.get("")
@access("viewer")
def index(client: str) -> str:
    """The outages of a client."""
    return index_html(client, OutageForm(formdata=None))


def index_html(client: str, form: OutageForm) -> str:
    """The page with all outages and the form of a new one."""
    with unit.read() as u:
        found = service.outages_page(u, client)
    form.offer(found.services)
    return render_template(
        "outages/index.html",
        page=outages_view(found, unit.now(), read_whole(request.args.get("page")) or 1),
        form=form,
        shell=client_shell(client, found.client.name, PLACE),
    )


@blueprint.post("")
@access("manager")
def add(client: str) -> ResponseReturnValue:
    """Note an outage."""
    form = OutageForm()
    if form.validate_on_submit():
        with form.show_errors(), unit.write() as u:
            service.save_outage(u, client, "", form.entry(0))
        if not form.errors and not form.form_errors:
            toast("The outage was noted, and the availability worked out again.")
            return redirect(url_for("outages.index", client=client), SEE_OTHER)
    return index_html(client, form), UNPROCESSABLE


@blueprint.post("/from-tickets")
@access("manager")
def from_tickets(client: str) -> ResponseReturnValue:
    """Take the outages over that tickets tell of."""
    with unit.write() as u:
        count = service.take_over_outages(u, client)
    if count:
        toast(f"{capital(plural(count, 'outage'))} taken over from the tickets.")
    else:
        toast("No ticket tells of an outage of a service here that was not noted before.")
    return redirect(url_for("outages.index", client=client), SEE_OTHER)


@blueprint.post("/bring-back")
@access("manager")
def bring_back(client: str) -> ResponseReturnValue:
    """Note an outage again that was deleted a moment ago."""
    form = request.form
    try:
        ends = form.get("ends_at", "")
        starts_at = datetime.fromisoformat(form.get("starts_at", ""))
        ends_at = datetime.fromisoformat(ends) if ends else None
        if starts_at.tzinfo is None or (ends_at is not None and ends_at.tzinfo is None):
            raise ValueError
    except ValueError:
        with unit.read() as u:
            service.outages_page(u, client)
        raise InvalidInput("starts_at", "Say when the outage began.") from None
    gone = Outage(
        "", form.get("service", ""), starts_at, ends_at, form.get("planned") == YES,
        form.get("reason", "")[:300], form.get("source", "")[:300],
    )  # fmt: skip
    with unit.write() as u:
        service.bring_back_outage(u, client, gone)
    toast("The outage is there again.")
    return redirect(url_for("outages.index", client=client), SEE_OTHER)


@blueprint.get("/<outage_id>")
@access("manager")
def edit(client: str, outage_id: str) -> str:
    """The form of an outage that is there."""
    with unit.read() as u:
        found, kept = service.get_outage(u, client, outage_id)
    form = OutageForm(formdata=None)
    form.show(kept, found.zone)
    return edit_html(client, outage_id, form)


def edit_html(client: str, outage_id: str, form: OutageForm, refused: Conflict | None = None) -> str:
    """The page of one outage; `refused` is what somebody else stored."""
    with unit.read() as u:
        found, kept = service.get_outage(u, client, outage_id)
    form.offer(found.services, kept)
    return render_template(
        "outages/edit.html",
        form=form,
        kept=kept,
        zone=found.zone.key,
        prefix=url_for("outages.index", client=client),
        seen=kept.version if refused or not form.errors else request.form.get("seen", kept.version),
        refused=refused,
        shell=client_shell(client, found.client.name, PLACE),
    )


@blueprint.post("/<outage_id>")
@access("manager")
def change(client: str, outage_id: str) -> ResponseReturnValue:
    """Change an outage."""
    form = OutageForm()
    refused, status = None, UNPROCESSABLE
    if form.validate_on_submit():
        try:
            with form.show_errors(), unit.write() as u:
                service.save_outage(u, client, outage_id, form.entry(seen()))
        except Conflict as error:
            refused, status = error, CONFLICT
        if not form.errors and not form.form_errors and refused is None:
            toast("The outage was saved, and the availability worked out again.")
            return redirect(url_for("outages.index", client=client), SEE_OTHER)
    return edit_html(client, outage_id, form, refused), status


@blueprint.post("/<outage_id>/end")
@access("manager")
def end(client: str, outage_id: str) -> ResponseReturnValue:
    """Note that a service is there again."""
    try:
        with unit.write() as u:
            service.end_outage(u, client, outage_id, seen())
    except NotAllowed as error:
        toast(error.message)
    else:
        toast("The outage is over. Change its end where that was earlier.")
    return redirect(url_for("outages.index", client=client), SEE_OTHER)


@blueprint.post("/<outage_id>/delete")
@access("manager")
def delete(client: str, outage_id: str) -> ResponseReturnValue:
    """Delete an outage that was noted by mistake; the notice brings it back."""
    with unit.write() as u:
        gone = service.delete_outage(u, client, outage_id, seen())
    fields = {
        "service": gone.service_id,
        "starts_at": gone.starts_at.isoformat(),
        "ends_at": gone.ends_at.isoformat() if gone.ends_at else "",
        "planned": YES if gone.planned else "",
        "reason": gone.reason,
        "source": gone.source,
    }
    toast("The outage was deleted.", Undo(url_for("outages.bring_back", client=client), fields))
    return redirect(url_for("outages.index", client=client), SEE_OTHER)
