"""The plan page, the changes made on it, and the way from the plan into the register."""

from collections.abc import Callable, Mapping

from flask import Blueprint, current_app, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from assessment.domain.edits import Pin
from assessment.errors import InvalidInput, NotFound
from assessment.services import plan as plans
from assessment.services import plan_edits as edits
from assessment.services.clients import client_of
from assessment.services.csip_from_plan import SentToCsip, send_to_csip
from assessment.services.csip_waves import outcomes_of
from assessment.services.plan import PlanView
from assessment.web import unit
from assessment.web.access import access
from assessment.web.errors import wants_json
from assessment.web.plan import pages
from assessment.web.plan.choices import Choices, choices_of
from assessment.web.plan.forms import ItemForm, SettingsForm, item_form, show_error, whole_number
from assessment.web.plan.sending import send_page_of, sent_sentence
from assessment.web.shell import Undo, client_shell, toast

blueprint = Blueprint("plan", __name__, url_prefix="/clients/<client>/plan")

UNPROCESSABLE = 422
SEE_OTHER = 303
RESETS: Mapping[str, Callable[[int], edits.ItemChange]] = {
    "effort": lambda seen: edits.ItemChange(seen, effort=None),
    "impact": lambda seen: edits.ItemChange(seen, impact=None),
    "urgency": lambda seen: edits.ItemChange(seen, urgency=None),
}


def choices_in_address() -> Choices:
    """What the address asks for."""
    return choices_of(request.args, request.args.getlist("done"))


def choices_in_form() -> Choices:
    """What the form that was sent carries along of the address it came from."""
    return choices_of(request.form, request.form.getlist("done"))


@blueprint.get("")
@access("viewer")
def show(client: str) -> ResponseReturnValue:
    """The plan of the client's latest assessment, or of another one."""
    choices = choices_in_address()
    with unit.read() as u:
        found, place = plans.find_place(u, client, choices.assessment or None)
        view = plans.view_of(u, place) if place else None
        picker = pages.picker_of(view, plans.scored_assessments(u, view.place), choices) if view else None
        came = outcomes_of(u, view) if view else ()
    nothing = pages.empty_page(found, view)
    if view is None or picker is None or nothing is not None:
        shell = client_shell(found.slug, found.name, "plan")
        return render_template("plan/empty.html", page=nothing, picker=picker, shell=shell)
    return pages.full_page(view, picker, choices, form_asked_for(view, choices), came=came)


@blueprint.get("/parts")
@access("viewer")
def parts(client: str) -> ResponseReturnValue:
    """Parts of the page as JSON: what chosen items change, or the board with the form of one card."""
    choices = choices_in_address()
    with unit.read() as u:
        view = plans.plan_of(u, client, choices.assessment or None)
    if request.args.get("part") == "forecast":
        return jsonify(fragments=pages.forecast_fragment(view, choices))
    return jsonify(pages.fragments(view, choices, form_asked_for(view, choices)))


@blueprint.get("/figure")
@access("viewer")
def figure(client: str) -> ResponseReturnValue:
    """The chart of value against effort for Plotly."""
    with unit.read() as u:
        view = plans.plan_of(u, client, choices_in_address().assessment or None)
    return jsonify(view.made.chart.figure)


def form_asked_for(view: PlanView, choices: Choices) -> ItemForm | None:
    """The form of the card that the address opens; None when it names no item of the plan."""
    if choices.change not in view.made.why:
        return None
    return item_form(view, view.plan.item(choices.change))


@blueprint.post("/items/<practice>")
@access("manager")
def item(client: str, practice: str) -> ResponseReturnValue:
    """Change one item: move it, take a value back, or save its form."""
    choices = choices_in_form()
    try:
        change = change_asked_for(practice)
        with unit.write() as u:
            changed = edits.change_item(u, client, practice, change, choices.assessment or None)
    except InvalidInput as error:
        return item_refused(client, practice, choices, error)
    return after_change(changed, choices, practice)


def change_asked_for(practice: str) -> edits.ItemChange:
    """The change that the pressed button stands for. Raises InvalidInput naming the field."""
    action, _, rest = request.form.get("do", "save").partition("-")
    if action == "move":
        wave = request.form.get(f"wave-{practice}", "")
        pin = Pin(whole_number("pin_wave", wave)) if wave else None
        return edits.ItemChange(whole_number("version", rest or "0"), pin=pin)
    if action == "reset" and rest in RESETS:
        seen = whole_number("version", request.form.get("version", "0"))
        return RESETS[rest](seen)
    form = ItemForm(request.form)
    if not form.validate():
        name, errors = next(iter(form.errors.items()))
        raise InvalidInput(str(name), str(errors[0]))
    return form.change


def item_refused(client: str, practice: str, choices: Choices, error: InvalidInput) -> ResponseReturnValue:
    """The page again with the form of the item open, what was typed in it and the error at its field."""
    with unit.read() as u:
        view = plans.plan_of(u, client, choices.assessment or None)
        picker = pages.picker_of(view, plans.scored_assessments(u, view.place), choices)
    if practice not in view.made.why:
        raise NotFound("This practice is not in the plan any more. Load the plan again.")
    saved = request.form.get("do", "save") == "save"
    form = item_form(view, view.plan.item(practice), request.form if saved else None)
    if not saved and error.field == "pin_wave":
        form.pin_wave.data = request.form.get(f"wave-{practice}", "")
    show_error(form, error)
    choices = pages.opened(choices, practice)
    if wants_json():
        body = pages.fragments(view, choices, form)
        return jsonify({**body, "error": str(error), "field": error.field}), UNPROCESSABLE
    return pages.full_page(view, picker, choices, form), UNPROCESSABLE


def after_change(changed: edits.Changed, choices: Choices, practice: str = "") -> ResponseReturnValue:
    """The way on after a change: the new parts for the script, else back to the card, with Undo."""
    prefix = pages.prefix_of(changed.view)
    undo = undo_of(changed, choices, prefix)
    text = pages.changed_sentence(changed)
    if wants_json():
        form = form_asked_for(changed.view, choices)
        body = pages.fragments(changed.view, choices, form)
        said = {"text": text} | ({"action": undo.action, "fields": undo.fields} if undo else {})
        return jsonify({**body, "toast": said} if changed.event else body)
    if changed.event:
        toast(text, undo)
    anchor = f"#i-{practice}" if practice in changed.view.made.why else ""
    return redirect(choices.href(prefix, change="") + anchor, SEE_OTHER)


def undo_of(changed: edits.Changed, choices: Choices, prefix: str) -> Undo | None:
    """The button that takes this change back; a change that took one back has none."""
    if changed.event is None or changed.view.last_change is not changed.event:
        return None
    fields = {"event": changed.event.id, "assessment": choices.assessment}
    return Undo(f"{prefix}/undo", fields | {"group": choices.group, "cost": choices.cost})


@blueprint.post("/undo")
@access("manager")
def undo(client: str) -> ResponseReturnValue:
    """Take back the newest change of the plan."""
    choices = choices_in_form()
    event = request.form.get("event") or None
    with unit.write() as u:
        changed = edits.undo_last(u, client, event, choices.assessment or None)
    practice = str((changed.event.data or {}).get("practice", "")) if changed.event else ""
    return after_change(changed, choices, practice)


@blueprint.post("/settings")
@access("manager")
def settings(client: str) -> ResponseReturnValue:
    """Change how the plan is ranked and cut into waves."""
    choices = choices_in_form()
    form = SettingsForm(request.form)
    if form.validate():
        with form.show_errors(), unit.write() as u:
            changed = edits.change_settings(u, client, form.change, choices.assessment or None)
        if not form.errors:
            return after_change(changed, choices)
    with unit.read() as u:
        view = plans.plan_of(u, client, choices.assessment or None)
        picker = pages.picker_of(view, plans.scored_assessments(u, view.place), choices)
    return pages.full_page(view, picker, choices, None, form), UNPROCESSABLE


@blueprint.post("/select")
@access("viewer")
def select(client: str) -> ResponseReturnValue:
    """Go on with the ticked items: to the register, or back to the plan with what they change."""
    with unit.read() as u:
        client_of(u, client)
    choices = choices_in_form()
    prefix = f"/clients/{client}/plan"
    if request.form.get("to") == "csip":
        return redirect(choices.href(f"{prefix}/csip"), SEE_OTHER)
    return redirect(choices.href(prefix) + "#forecast", SEE_OTHER)


@blueprint.route("/csip", methods=["GET", "POST"])
@access("manager")
def send(client: str) -> ResponseReturnValue:
    """Show which items become improvements in the register, and make them."""
    posted = request.method == "POST"
    choices = choices_in_form() if posted else choices_in_address()
    prefix = f"/clients/{client}/plan"
    error = ""
    if posted:
        try:
            with unit.write() as u:
                sent = send_to_csip(u, client, choices.done, choices.assessment or None)
        except InvalidInput as problem:
            error = str(problem)
        else:
            toast(sent_sentence(sent))
            return redirect(address_after_sending(client, sent, choices), SEE_OTHER)
    with unit.read() as u:
        view = plans.plan_of(u, client, choices.assessment or None)
    page = send_page_of(view, choices, error)
    shell = client_shell(client, view.place.client.name, "plan")
    back = choices.href(prefix)
    html = render_template("plan/csip.html", page=page, title=page.title, shell=shell, back=back)
    return html, UNPROCESSABLE if error else 200


def address_after_sending(client: str, sent: SentToCsip, choices: Choices) -> str:
    """The only item that was asked for and is there already, else the plan."""
    if not sent.created and len(sent.existing) == 1 and "csip.show" in current_app.view_functions:
        return url_for("csip.show", client=client, number=sent.existing[0])
    return Choices(choices.assessment).href(f"/clients/{client}/plan")
