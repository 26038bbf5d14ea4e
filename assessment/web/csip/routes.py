"""The pages of the CSIP register: the list, one item, a new item, decisions and their way back."""

from collections.abc import Mapping
from urllib.parse import quote

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from assessment.domain.csip import DECISIONS, GROUPS, REOPEN
from assessment.errors import InvalidInput, NotAllowed
from assessment.services import csip
from assessment.services.csip_drafts import COST_KINDS
from assessment.services.csip_register import ItemPage, item_page, new_item_page
from assessment.web import unit
from assessment.web.access import access
from assessment.web.csip.forms import CARRIED, DecisionForm, ItemForm, NewItemForm
from assessment.web.csip.item_view import item_view
from assessment.web.csip.notices import decided_sentence
from assessment.web.csip.views import SORTED_COLUMNS, register_view
from assessment.web.csip.words import STATE_NAMES
from assessment.web.filters import current_language
from assessment.web.shell import Undo, client_shell, toast

blueprint = Blueprint("csip", __name__)

SEE_OTHER = 303
UNPROCESSABLE = 422
LARGEST_PAGE = 100_000
LONGEST_BACK = 500
PLACE = "csip"


@blueprint.get("/clients/<client>/csip")
@access("viewer")
def index(client: str) -> str:
    """The register of a client."""
    args = request.args
    group, cost, sort = args.get("group", ""), args.get("cost", ""), args.get("sort", "")
    wanted = csip.CsipFilter(
        group=group if group in GROUPS else "",
        cost=cost if cost in COST_KINDS else "",
        owner=args.get("owner", ""),
        words=args.get("q", "").strip()[:200],
        sort=sort if sort in SORTED_COLUMNS else "number",
    )
    with unit.read() as u:
        found = csip.register_of(u, client, wanted, whole_number(args.get("page", ""), 1))
    page = register_view(found, client, unit.today(), current_language())
    shell = client_shell(client, found.client.name, PLACE, {PLACE: page.total})
    exports = f"/clients/{client}/exports" if "exports.index" in current_app.view_functions else ""
    return render_template("csip/index.html", page=page, client=found.client, exports=exports, shell=shell)


def whole_number(text: str | None, otherwise: int) -> int:
    """The number in an address or a hidden field, or `otherwise` for anything that is none."""
    if not text or not (text.isascii() and text.isdecimal()) or len(text) > len(str(LARGEST_PAGE)):
        return otherwise
    return int(text)


@blueprint.route("/clients/<client>/csip/new", methods=["GET", "POST"])
@access("manager")
def new(client: str) -> ResponseReturnValue:
    """Add an improvement by hand."""
    form = NewItemForm() if request.method == "POST" else NewItemForm(formdata=None)
    with unit.read() as u:
        owner, areas = new_item_page(u, client)
    form.offer_areas(areas)
    if request.method == "GET":
        form.take(request.args, CARRIED)
    if form.validate_on_submit():
        with form.show_errors(), unit.write() as u:
            item = csip.add_item(u, client, form.draft(form.origin.data), form.gate())
        if not form.errors:
            toast(f"{item.reference} was put into the register.")
            return redirect(item_address(client, item.number), SEE_OTHER)
    shell = client_shell(client, owner.name, PLACE)
    page = render_template("csip/new.html", form=form, client=owner, shell=shell)
    return page, UNPROCESSABLE if form.errors else 200


@blueprint.get("/clients/<client>/csip/<int:number>")
@access("viewer")
def show(client: str, number: int) -> str:
    """One item with everything that is known of it."""
    with unit.read() as u:
        found = item_page(u, client, number)
    form = ItemForm(formdata=None)
    form.offer_areas(found.areas)
    form.show_item(found.item)
    return item_html(client, found, form)


def item_html(
    client: str,
    found: ItemPage,
    edit_form: ItemForm,
    refused: DecisionForm | ItemForm | None = None,
    kind: str = "",
) -> str:
    """The page of an item; `refused` is the form that has errors, `kind` the decision it was about."""
    view = item_view(found, client, unit.today(), current_language())
    forms = {choice.kind: DecisionForm(formdata=None, prefix=choice.kind) for choice in view.choices}
    for form in forms.values():
        form.decided_on.data = unit.today()
    if isinstance(refused, DecisionForm):
        forms[kind] = refused
    return render_template(
        "csip/show.html",
        page=view,
        client=found.client,
        edit_form=edit_form,
        decisions=forms,
        form=refused,
        refused_kind=kind,
        back=request.values.get("back"),
        seen=request.form.get("seen", found.item.version) if refused else found.item.version,
        today=unit.today(),
        shell=client_shell(client, found.client.name, PLACE),
    )


@blueprint.post("/clients/<client>/csip/<int:number>")
@access("manager")
def edit(client: str, number: int) -> ResponseReturnValue:
    """Change what is written about an item."""
    form = ItemForm()
    with unit.read() as u:
        found = item_page(u, client, number)
    form.offer_areas(found.areas)
    if form.validate_on_submit():
        try:
            with form.show_errors(), unit.write() as u:
                csip.edit_item(u, client, number, form.draft(), seen())
        except NotAllowed as error:
            form.form_errors.append(error.message)
        if not form.errors:
            toast(f"{found.item.reference} was saved.")
            return redirect(item_address(client, number), SEE_OTHER)
    return item_html(client, found, form, form), UNPROCESSABLE


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
                item = csip.decide_item(u, client, number, form.decision(kind), seen())
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
    edit_form = ItemForm(formdata=None)
    edit_form.offer_areas(found.areas)
    edit_form.show_item(found.item)
    return item_html(client, found, edit_form, form, kind), UNPROCESSABLE


@blueprint.post("/clients/<client>/csip/<int:number>/undo")
@access("manager")
def undo(client: str, number: int) -> ResponseReturnValue:
    """Take the last decision about an item back."""
    try:
        with unit.write() as u:
            item = csip.undo_decision(u, client, number, seen())
    except NotAllowed as error:
        toast(error.message)
    else:
        toast(f"The decision was taken back. {item.reference} is {STATE_NAMES[item.state].lower()} again.")
    return redirect(address_after(client, number), SEE_OTHER)


def seen() -> int:
    """The version that the person looked at; 0, which never fits, when the form holds no number."""
    return whole_number(request.form.get("seen"), 0)


def item_address(client: str, number: int) -> str:
    """The address of an item."""
    return url_for("csip.show", client=client, number=number)


def back_field() -> Mapping[str, str]:
    """The query of the register that the person came from, as a hidden field; nothing when from elsewhere."""
    back = request.form.get("back")
    return {} if back is None or len(back) > LONGEST_BACK else {"back": back}


def address_after(client: str, number: int) -> str:
    """The register as the person left it, or the item for who came from elsewhere."""
    back = back_field().get("back")
    if back is None:
        return item_address(client, number)
    register = url_for("csip.index", client=client)
    return f"{register}?{quote(back, safe='=&+%')}" if back else register
