"""The pages of what counts for tickets: working hours, desk groups, routes, targets."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from assessment.errors import Conflict, InvalidInput, NotAllowed
from assessment.services import ticket_rules
from assessment.services.clients import client_of
from assessment.services.ticket_settings import zones
from assessment.web import unit
from assessment.web.access import access
from assessment.web.shell import client_shell, toast
from assessment.web.ticket_rules.forms import calendar_entry, rules_entry
from assessment.web.ticket_rules.views import calendar_view, rules_view
from assessment.web.work import start_work

blueprint = Blueprint("ticket_rules", __name__, url_prefix="/clients/<client>/tickets/rules")

SEE_OTHER, CONFLICT, UNPROCESSABLE = 303, 409, 422
PLACE = "metrics"


@blueprint.get("")
@access("manager")
def show(client: str) -> str:
    """What counts for the tickets of a client."""
    return rules_html(client, None)


def rules_html(client: str, refused: InvalidInput | Conflict | None) -> str:
    """The form of what counts, with what was wrong about it."""
    with unit.read() as u:
        found = ticket_rules.rules_page(u, client)
    return render_template(
        "ticket_rules/show.html",
        page=rules_view(found, rules_entry() if refused else None),
        refused=refused,
        zones=zones(),
        shell=client_shell(client, found.client.name, PLACE),
    )


@blueprint.post("")
@access("manager")
def save_rules(client: str) -> ResponseReturnValue:
    """Store what counts; the tickets are counted again."""
    try:
        with unit.write() as u:
            ticket_rules.set_rules(u, client, rules_entry())
    except InvalidInput as error:
        return rules_html(client, error), UNPROCESSABLE
    except Conflict as error:
        return rules_html(client, error), CONFLICT
    start_work()
    toast("Saved. The tickets are counted again.")
    return redirect(url_for("tickets.index", client=client), SEE_OTHER)


@blueprint.get("/calendars/<calendar_id>")
@access("manager")
def calendar(client: str, calendar_id: str) -> str:
    """Working hours, or the form for new ones."""
    return calendar_html(client, calendar_id, None)


def calendar_html(client: str, calendar_id: str, refused: InvalidInput | Conflict | None) -> str:
    """The form of a calendar; one that was refused is shown as it was typed."""
    with unit.read() as u:
        found = client_of(u, client)
        kept = None if calendar_id == "new" else ticket_rules.get_calendar(u, client, calendar_id)[1]
    typed = request.form.to_dict() if refused else None
    return render_template(
        "ticket_rules/calendar.html",
        page=calendar_view(found.slug, found.name, kept, typed),
        refused=refused,
        zones=zones(),
        shell=client_shell(client, found.name, PLACE),
    )


@blueprint.post("/calendars/<calendar_id>")
@access("manager")
def save_calendar(client: str, calendar_id: str) -> ResponseReturnValue:
    """Store working hours."""
    named = "" if calendar_id == "new" else calendar_id
    try:
        with unit.write() as u:
            ticket_rules.save_calendar(u, client, named, calendar_entry())
    except InvalidInput as error:
        return calendar_html(client, calendar_id, error), UNPROCESSABLE
    except Conflict as error:
        return calendar_html(client, calendar_id, error), CONFLICT
    start_work()
    toast("The calendar was saved." if named else "The calendar was saved. Choose it below to count by it.")
    return redirect(url_for("ticket_rules.show", client=client), SEE_OTHER)


@blueprint.post("/calendars/<calendar_id>/delete")
@access("manager")
def delete_calendar(client: str, calendar_id: str) -> ResponseReturnValue:
    """Delete a calendar that is not in use."""
    try:
        with unit.write() as u:
            gone = ticket_rules.delete_calendar(u, client, calendar_id)
    except NotAllowed as error:
        toast(error.message)
    else:
        toast(f"The calendar {gone.name} was deleted.")
    return redirect(url_for("ticket_rules.show", client=client), SEE_OTHER)
