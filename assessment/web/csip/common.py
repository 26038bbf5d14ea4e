"""What the routes of the register share: their blueprint, the page of one item, the way afterwards."""

from flask import Blueprint, render_template, request, url_for

from assessment.domain.csip import CLOSED
from assessment.services.csip_item import ItemPage
from assessment.web import sent, unit
from assessment.web.csip.forms import ActualForm, CheckForm, DecisionForm, ItemForm
from assessment.web.csip.item_view import item_view
from assessment.web.filters import current_language
from assessment.web.forms import BaseForm
from assessment.web.shell import client_shell

blueprint = Blueprint("csip", __name__)

SEE_OTHER = 303
UNPROCESSABLE = 422
PLACE = "csip"


def item_html(client: str, found: ItemPage, refused: BaseForm | None = None, kind: str = "") -> str:
    """The page of an item; `refused` is the form that has errors, `kind` the decision it was about."""
    view = item_view(found, client, unit.today(), current_language())
    forms = {choice.kind: DecisionForm(formdata=None, prefix=choice.kind) for choice in view.choices}
    for choice in view.choices:
        forms[choice.kind].decided_on.data = unit.today()
        if choice.leads_to == CLOSED and found.benefit.benefit is not None:
            forms[choice.kind].verdict.data = found.benefit.benefit.verdict
    if isinstance(refused, DecisionForm):
        forms[kind] = refused
    return render_template(
        "csip/show.html",
        page=view,
        client=found.client,
        edit_form=refused if isinstance(refused, ItemForm) else filled(found),
        actual_form=refused if isinstance(refused, ActualForm) else ActualForm(formdata=None),
        check_form=refused if isinstance(refused, CheckForm) else CheckForm(formdata=None, prefix="check"),
        decisions=forms,
        form=refused,
        refused_kind=kind,
        back=request.values.get("back"),
        seen=request.form.get("seen", found.item.version) if refused else found.item.version,
        today=unit.today(),
        shell=client_shell(client, found.client.name, PLACE),
    )


def filled(found: ItemPage) -> ItemForm:
    """The form with what an item says."""
    form = ItemForm(formdata=None)
    form.offer(found.links, found.item)
    form.show_item(found.item)
    return form


def item_address(client: str, number: int) -> str:
    """The address of an item."""
    return url_for("csip.show", client=client, number=number)


def address_after(client: str, number: int) -> str:
    """The register as the person left it, or the item for who came from elsewhere."""
    return sent.address_after(url_for("csip.index", client=client), item_address(client, number))
