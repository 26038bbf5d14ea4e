"""The pages of the CSIP register: the list, one item, a new item, decisions and their way back."""

from datetime import date

from flask import current_app, redirect, render_template, request
from flask.typing import ResponseReturnValue

from assessment.domain.csip import DECISIONS, GROUPS, REOPEN
from assessment.domain.csip_items import CsipItem
from assessment.domain.csip_starters import starter_of
from assessment.errors import InvalidInput, NotAllowed
from assessment.services import csip
from assessment.services.csip_drafts import COST_KINDS
from assessment.services.csip_item import item_page, new_item_page
from assessment.services.csip_links import Links
from assessment.services.csip_register import LIST, VIEWS
from assessment.services.texts import sensible_day
from assessment.web import unit
from assessment.web.access import access
from assessment.web.csip import values as values
from assessment.web.csip.common import (
    PLACE,
    SEE_OTHER,
    UNPROCESSABLE,
    address_after,
    blueprint,
    filled,
    item_address,
    item_html,
)
from assessment.web.csip.forms import CARRIED, DecisionForm, ItemForm, NewItemForm, QuickForm
from assessment.web.csip.ideas import starters_of
from assessment.web.csip.notices import decided_sentence
from assessment.web.csip.views import SORTED_COLUMNS, register_view
from assessment.web.csip.words import STATE_NAMES
from assessment.web.filters import current_language
from assessment.web.sent import back_field, seen, whole_number
from assessment.web.shell import Undo, client_shell, toast

NO_NUMBER = -1


@blueprint.get("/clients/<client>/csip")
@access("viewer")
def index(client: str) -> str:
    """The register of a client, or of one of its suppliers."""
    args = request.args
    shown = args.get("view", LIST) if args.get("view") in VIEWS else LIST
    with unit.read() as u:
        found = csip.register_of(
            u, client, wanted_of_request(), whole_number(args.get("page", ""), 1), shown, month_of_request()
        )
    page = register_view(found, client, unit.today(), current_language())
    opened = next((one for one in found.items if one.number == number_of("change")), None)
    shell = client_shell(client, found.client.name, PLACE, {} if found.party else {PLACE: page.total})
    exports = f"/clients/{client}/exports" if "exports.index" in current_app.view_functions else ""
    return render_template(
        "csip/index.html", page=page, client=found.client, exports=exports, shell=shell,
        opened=opened, forms=forms_of(opened),
    )  # fmt: skip


def wanted_of_request() -> csip.CsipFilter:
    """What the address narrows the register to; what makes no sense is left out."""
    args = request.args
    group, cost, sort = args.get("group", ""), args.get("cost", ""), args.get("sort", "")
    return csip.CsipFilter(
        group=group if group in GROUPS else "",
        cost=cost if cost in COST_KINDS else "",
        owner=args.get("owner", ""),
        words=args.get("q", "").strip()[:200],
        sort=sort if sort in SORTED_COLUMNS else "number",
        service=number_of("service"),
        party=number_of("party"),
        year=number_of("year"),
    )


def number_of(name: str) -> int | None:
    """A number in the address; None for none, and one that nothing has for what is no number."""
    text = request.args.get(name)
    return whole_number(text, NO_NUMBER) if text else None


def month_of_request() -> date | None:
    """The month in the address, such as 2026-12; None for none and for one that nobody means."""
    try:
        return sensible_day("month", date.fromisoformat(f"{request.args.get('month', '')[:7]}-01"))
    except (ValueError, InvalidInput):
        return None


def forms_of(item: CsipItem | None) -> dict[str, DecisionForm | QuickForm]:
    """The forms of the one row that is open for a change."""
    if item is None:
        return {}
    quick = QuickForm(formdata=None, prefix="quick")
    quick.show_item(item)
    forms: dict[str, DecisionForm | QuickForm] = {"quick": quick}
    for kind in (*DECISIONS, REOPEN):
        forms[kind] = form = DecisionForm(formdata=None, prefix=kind)
        form.decided_on.data = unit.today()
    return forms


@blueprint.route("/clients/<client>/csip/new", methods=["GET", "POST"])
@access("manager")
def new(client: str) -> ResponseReturnValue:
    """Add an improvement by hand."""
    form = NewItemForm() if request.method == "POST" else NewItemForm(formdata=None)
    with unit.read() as u:
        owner, links = new_item_page(u, client)
    form.offer(links)
    if request.method == "GET":
        form.take(request.args, CARRIED)
        prefill(form, links)
    if form.validate_on_submit():
        with form.show_errors(), unit.write() as u:
            item = csip.add_item(u, client, form.draft(form.origin.data), form.gate())
        if not form.errors:
            toast(f"{item.reference} was put into the register.")
            return redirect(item_address(client, item.number), SEE_OTHER)
    page = render_template(
        "csip/new.html", form=form, client=owner, shell=client_shell(client, owner.name, PLACE),
        starters=starters_of(client, links, number_of("party")),
    )  # fmt: skip
    return page, UNPROCESSABLE if form.errors else 200


def prefill(form: NewItemForm, links: Links) -> None:
    """Fill a new form with an idea to start with and with the supplier that the address names."""
    party = next((one for one in links.parties if one.number == number_of("party")), None)
    if party is not None:
        form.party_id.data = party.id
    starter = starter_of(request.args.get("starter", ""))
    if starter is not None:
        form.title.data, form.description.data = starter.title, starter.description
        form.expected_benefit.data = starter.benefit
        form.cost_kind.data = "costed" if starter.costed else "none"


@blueprint.get("/clients/<client>/csip/<int:number>")
@access("viewer")
def show(client: str, number: int) -> str:
    """One item with everything that is known of it."""
    with unit.read() as u:
        found = item_page(u, client, number)
    return item_html(client, found)


@blueprint.post("/clients/<client>/csip/<int:number>")
@access("manager")
def edit(client: str, number: int) -> ResponseReturnValue:
    """Change what is written about an item."""
    form = ItemForm()
    with unit.read() as u:
        found = item_page(u, client, number)
    form.offer(found.links, found.item)
    if form.validate_on_submit():
        try:
            with form.show_errors(), unit.write() as u:
                item = csip.edit_item(u, client, number, form.draft(item=found.item), seen())
        except NotAllowed as error:
            form.form_errors.append(error.message)
        if not form.errors:
            saved(client, found.item, item)
            return redirect(item_address(client, number), SEE_OTHER)
    return item_html(client, found, form), UNPROCESSABLE


def saved(client: str, before: CsipItem, item: CsipItem) -> None:
    """Say that a change was stored, with its way back where something changed."""
    undo = {"seen": str(item.version), "what": "edit", **back_field()}
    changed = item.version != before.version
    way_back = Undo(f"{item_address(client, item.number)}/undo", undo) if changed else None
    toast(f"{item.reference} was saved.", way_back)


@blueprint.post("/clients/<client>/csip/<int:number>/quick")
@access("manager")
def quick(client: str, number: int) -> ResponseReturnValue:
    """Change owner and due day in the list; what is refused is shown on the page of the item."""
    form = QuickForm(prefix="quick")
    with unit.read() as u:
        found = item_page(u, client, number)
    if form.validate_on_submit():
        try:
            with form.show_errors(), unit.write() as u:
                item = csip.change_fields(u, client, number, form.values(), seen())
        except NotAllowed as error:
            form.form_errors.append(error.message)
        if not form.errors:
            saved(client, found.item, item)
            return redirect(address_after(client, number), SEE_OTHER)
    edited = filled(found)
    edited.owner.data, edited.due_on.data = form.owner.data, form.due_on.data
    edited.owner.errors, edited.due_on.errors = form.owner.errors, form.due_on.errors
    edited.form_errors += form.form_errors
    return item_html(client, found, edited), UNPROCESSABLE


@blueprint.post("/clients/<client>/csip/<int:number>/decision")
@access("manager")
def decide(client: str, number: int) -> ResponseReturnValue:
    """Record a decision about an item; the notice takes it back."""
    kind = request.form.get("decision", "")
    if kind not in (*DECISIONS, REOPEN):
        with unit.read() as u:
            item_page(u, client, number)
        raise InvalidInput("decision", "Choose one of the decisions shown.")
    form = DecisionForm(prefix=kind)
    if form.validate_on_submit():
        try:
            with form.show_errors(), unit.write() as u:
                item = csip.decide_item(u, client, number, form.decision(kind), seen(), deciders=form.named())
        except NotAllowed as error:
            form.form_errors.append(error.message)
        if not form.errors:
            back = {"seen": str(item.version), **back_field()}
            toast(
                decided_sentence(item, kind, current_language()),
                Undo(f"{item_address(client, number)}/undo", back),
            )
            return redirect(address_after(client, number), SEE_OTHER)
    with unit.read() as u:
        found = item_page(u, client, number)
    return item_html(client, found, form, kind), UNPROCESSABLE


@blueprint.post("/clients/<client>/csip/<int:number>/undo")
@access("manager")
def undo(client: str, number: int) -> ResponseReturnValue:
    """Take the last decision about an item back, or the last change of what is written."""
    is_edit = request.form.get("what") == "edit"
    try:
        with unit.write() as u:
            take_back = csip.undo_edit if is_edit else csip.undo_decision
            item = take_back(u, client, number, seen())
    except NotAllowed as error:
        toast(error.message)
    else:
        state = STATE_NAMES[item.state].lower()
        toast(
            f"The change of {item.reference} was taken back."
            if is_edit
            else f"The decision was taken back. {item.reference} is {state} again."
        )
    return redirect(address_after(client, number), SEE_OTHER)
