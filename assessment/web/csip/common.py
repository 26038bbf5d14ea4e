"""What the routes of the register share: their blueprint, the page of one item, the way afterwards."""

from collections.abc import Mapping
from urllib.parse import quote

from flask import Blueprint, render_template, request, url_for

from assessment.domain.csip import CLOSED
from assessment.services.csip_item import ItemPage
from assessment.web import unit
from assessment.web.csip.forms import ActualForm, CheckForm, DecisionForm, ItemForm
from assessment.web.csip.item_view import item_view
from assessment.web.filters import current_language
from assessment.web.forms import BaseForm
from assessment.web.shell import client_shell

blueprint = Blueprint("csip", __name__)

SEE_OTHER = 303
UNPROCESSABLE = 422
LARGEST_PAGE = 100_000
LONGEST_BACK = 500
PLACE = "csip"


def whole_number(text: str | None, otherwise: int) -> int:
    """The number in an address or a hidden field, or `otherwise` for anything that is none."""
    if not text or not (text.isascii() and text.isdecimal()) or len(text) > len(str(LARGEST_PAGE)):
        return otherwise
    return int(text)


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
