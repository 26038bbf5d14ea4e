"""The pages of the action register: the list, one action, a new one, decisions, moves between registers."""

from urllib.parse import urlencode

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from assessment.domain.action_items import SEVERITIES, SOURCES, STATES
from assessment.domain.actions import DECISIONS
from assessment.errors import InvalidInput, NotAllowed
from assessment.services import actions
from assessment.services.actions_moves import REFERENCES, moves_named, moves_of
from assessment.services.actions_register import ActionPage, action_page, new_action_page
from assessment.web import sent, unit
from assessment.web.access import access
from assessment.web.actions.forms import CARRIED, ActionForm, DecisionForm, MoveForm, NewActionForm
from assessment.web.actions.item_view import action_view
from assessment.web.actions.views import SORTED_COLUMNS, register_view
from assessment.web.actions.words import STATE_NAMES
from assessment.web.filters import current_language
from assessment.web.sent import back_field, seen, whole_number
from assessment.web.shell import Undo, client_shell, toast

blueprint = Blueprint("actions", __name__)

SEE_OTHER, UNPROCESSABLE = 303, 422
LONGEST_CARRIED = 1500
PLACE = "actions"
HOME = "/clients/<client>/actions"
ONE = f"{HOME}/<int:number>"


def filter_asked_for() -> actions.ActionFilter:
    """The filter in the address; what does not fit is as if it were not there."""
    args = request.args
    group, severity, source = (args.get(name, "") for name in ("group", "severity", "source"))
    sort = args.get("sort", "")
    return actions.ActionFilter(
        group=group if group in STATES else "",
        severity=severity if severity in SEVERITIES else "",
        owner=args.get("owner", "").replace("\x00", ""),
        service=whole_number(args.get("service"), 0),
        party=whole_number(args.get("party"), 0),
        source=source if source in SOURCES else "",
        late=args.get("late") == "1",
        words=args.get("q", "").replace("\x00", "").strip()[:200],
        sort=sort if sort in SORTED_COLUMNS else "number",
    )


@blueprint.get(HOME)
@access("viewer")
def index(client: str) -> str:
    """The action register of a client."""
    with unit.read() as u:
        found = actions.register_of(u, client, filter_asked_for(), whole_number(request.args.get("page"), 1))
    page = register_view(found, client, unit.today(), current_language())
    shell = client_shell(client, found.client.name, PLACE, {PLACE: page.total})
    return render_template("actions/index.html", page=page, client=found.client, shell=shell)


@blueprint.route(f"{HOME}/new", methods=["GET", "POST"])
@access("manager")
def new(client: str) -> ResponseReturnValue:
    """Add an action by hand; what goes beyond the agreement is led to the other register."""
    form = NewActionForm() if request.method == "POST" else NewActionForm(formdata=None)
    with unit.read() as u:
        owner, choices = new_action_page(u, client)
    form.offer(choices)
    if request.method == "GET":
        form.take(request.args, CARRIED)
    elsewhere = ""
    if form.validate_on_submit():
        if form.goes_beyond():
            elsewhere = f"/clients/{client}/csip/new?{carried_query(form)}"
            form.restores.errors = ["What goes beyond the agreement belongs to the CSIP register."]
        else:
            with form.show_errors(), unit.write() as u:
                item = actions.add_action(u, client, form.draft())
            if not form.errors:
                toast(f"{item.reference} was put into the register.")
                return redirect(item_address(client, item.number), SEE_OTHER)
    shell = client_shell(client, owner.name, PLACE)
    page = render_template("actions/new.html", form=form, client=owner, elsewhere=elsewhere, shell=shell)
    return page, UNPROCESSABLE if form.errors else 200


def carried_query(form: NewActionForm) -> str:
    """What was typed, as the query of the other register's form; a long text is cut."""
    return urlencode({name: value[:LONGEST_CARRIED] for name, value in form.carried().items()})


@blueprint.get(ONE)
@access("viewer")
def show(client: str, number: int) -> str:
    """One action with everything that is known of it."""
    return item_html(client, found_page(client, number))


def found_page(client: str, number: int) -> ActionPage:
    """Everything about one action."""
    with unit.read() as u:
        return action_page(u, client, number)


def item_html(
    client: str,
    found: ActionPage,
    refused: ActionForm | DecisionForm | MoveForm | None = None,
    kind: str = "",
) -> str:
    """The page of an action; `refused` is the form that has errors, `kind` the decision it was about."""
    view = action_view(found, client, unit.today(), current_language())
    edit_form = refused if isinstance(refused, ActionForm) else ActionForm(formdata=None)
    edit_form.offer(found.choices, found.item)
    if edit_form is not refused:
        edit_form.show_item(found.item)
    forms = {choice.kind: DecisionForm(formdata=None, prefix=choice.kind) for choice in view.choices}
    for form in forms.values():
        form.decided_on.data = unit.today()
    if isinstance(refused, DecisionForm):
        forms[kind] = refused
    move = refused if isinstance(refused, MoveForm) else MoveForm(formdata=None, prefix="move")
    return render_template(
        "actions/show.html",
        page=view,
        client=found.client,
        edit_form=edit_form,
        decisions=forms,
        move_form=move,
        form=refused,
        refused_kind=kind,
        back=request.values.get("back"),
        seen=request.form.get("seen", found.item.version) if refused else found.item.version,
        shell=client_shell(client, found.client.name, PLACE),
    )


@blueprint.post(ONE)
@access("manager")
def edit(client: str, number: int) -> ResponseReturnValue:
    """Change what is written about an action."""
    form = ActionForm()
    found = found_page(client, number)
    form.offer(found.choices, found.item)
    if form.validate_on_submit():
        try:
            with form.show_errors(), unit.write() as u:
                actions.edit_action(u, client, number, form.draft(), seen())
        except NotAllowed as error:
            form.form_errors.append(error.message)
        if not form.errors:
            toast(f"{found.item.reference} was saved.")
            return redirect(item_address(client, number), SEE_OTHER)
    return item_html(client, found, form), UNPROCESSABLE


@blueprint.post(f"{ONE}/decision")
@access("manager")
def decide(client: str, number: int) -> ResponseReturnValue:
    """Record a decision about an action; the notice takes it back."""
    kind = request.form.get("decision", "")
    if kind not in DECISIONS:
        found_page(client, number)
        raise InvalidInput("decision", "Choose one of the decisions shown.")
    form = DecisionForm(prefix=kind)
    if form.validate_on_submit():
        try:
            with form.show_errors(), unit.write() as u:
                item = actions.decide_action(u, client, number, form.decision(kind), seen())
        except NotAllowed as error:
            form.form_errors.append(error.message)
        if not form.errors:
            back = {"seen": str(item.version), **back_field()}
            said = f"{item.reference} is now {STATE_NAMES[item.state].lower()}."
            toast(said, Undo(f"{item_address(client, number)}/undo", back))
            return redirect(address_after(client, number), SEE_OTHER)
    return item_html(client, found_page(client, number), form, kind), UNPROCESSABLE


@blueprint.post(f"{ONE}/undo")
@access("manager")
def undo(client: str, number: int) -> ResponseReturnValue:
    """Take the last decision about an action back."""
    try:
        with unit.write() as u:
            item = actions.undo_decision(u, client, number, seen())
    except NotAllowed as error:
        toast(error.message)
    else:
        toast(f"The decision was taken back. {item.reference} is {STATE_NAMES[item.state].lower()} again.")
    return redirect(address_after(client, number), SEE_OTHER)


@blueprint.post(f"{ONE}/move")
@access("manager")
def move(client: str, number: int) -> ResponseReturnValue:
    """Put an action into the CSIP register."""
    form = MoveForm(prefix="move")
    found = found_page(client, number)
    if form.validate_on_submit():
        try:
            with form.show_errors(), unit.write() as u:
                said = (form.reason.data or "", form.override.data or "")
                item = actions.move_to_csip(u, client, number, *said)
        except NotAllowed as error:
            form.form_errors.append(error.message)
        if not form.errors:
            toast(f"{found.item.reference} was moved. It is {item.reference} of the CSIP register now.")
            return redirect(f"/clients/{client}/csip/{item.number}", SEE_OTHER)
    return item_html(client, found, form), UNPROCESSABLE


@blueprint.post("/clients/<client>/csip/<int:number>/move")
@access("manager")
def move_here(client: str, number: int) -> ResponseReturnValue:
    """Put an improvement into the action register; a refusal is told on its page."""
    address = f"/clients/{client}/csip/{number}"
    try:
        with unit.write() as u:
            item = actions.move_to_actions(u, client, number, request.form.get("reason", ""))
    except (NotAllowed, InvalidInput) as error:
        toast(error.message)
        return redirect(address, SEE_OTHER)
    toast(f"It was moved to the action register. It is {item.reference} now.")
    return redirect(item_address(client, item.number), SEE_OTHER)


@blueprint.app_template_global("moves_of")
def moves_shown(client: str, register: str, number: int) -> list[tuple[str, str, str, str]]:
    """The moves of an item for its page: to or from, the other number, its address and the reason."""
    with unit.read() as u:
        found = moves_of(u, client, register, number)
    return [
        (way, REFERENCES[other](there), f"/clients/{client}/{other}/{there}", reason)
        for way, other, there, reason in found
    ]


@blueprint.app_template_global("moves_named")
def moves_found(client: str, register: str, words: str) -> list[tuple[str, str, str]]:
    """What became of the number looked for, where it was moved: old number, new number, its address."""
    if not words:
        return []
    with unit.read() as u:
        found = moves_named(u, client, register, words)
    return [
        (
            REFERENCES[one.from_register](one.from_number),
            REFERENCES[one.to_register](one.to_number),
            f"/clients/{client}/{one.to_register}/{one.to_number}",
        )
        for one in found
    ]


def item_address(client: str, number: int) -> str:
    """The address of an action."""
    return url_for("actions.show", client=client, number=number)


def address_after(client: str, number: int) -> str:
    """The register as the person left it, or the action for who came from elsewhere."""
    return sent.address_after(url_for("actions.index", client=client), item_address(client, number))
