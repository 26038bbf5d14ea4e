"""What an improvement brought: baseline and values from readings, by hand, taken out, and check-ups."""

from collections.abc import Callable
from typing import Any

from flask import redirect, request
from flask.typing import ResponseReturnValue

from assessment.domain.csip_items import CsipItem
from assessment.errors import NotAllowed
from assessment.services import csip_benefit
from assessment.services.csip_item import item_page
from assessment.web import unit
from assessment.web.access import access
from assessment.web.csip.common import (
    SEE_OTHER,
    UNPROCESSABLE,
    blueprint,
    item_address,
    item_html,
)
from assessment.web.csip.forms import ActualForm, CheckForm
from assessment.web.forms import BaseForm
from assessment.web.sent import seen
from assessment.web.shell import Undo, toast


@blueprint.post("/clients/<client>/csip/<int:number>/baseline")
@access("manager")
def baseline(client: str, number: int) -> ResponseReturnValue:
    """Take a reading over as the baseline."""
    period = request.form.get("period", "")
    form = BaseForm()
    return answered(
        client, number, form, lambda u: csip_benefit.take_baseline(u, client, number, period, seen()),
        "The baseline was taken from the reading.", "edit",
    )  # fmt: skip


@blueprint.post("/clients/<client>/csip/<int:number>/reading")
@access("manager")
def reading(client: str, number: int) -> ResponseReturnValue:
    """Take a reading over as the value after implementation."""
    period = request.form.get("period", "")
    return answered(
        client, number, BaseForm(), lambda u: csip_benefit.take_actual(u, client, number, period),
        "The value was taken from the reading.",
    )  # fmt: skip


@blueprint.post("/clients/<client>/csip/<int:number>/actual")
@access("manager")
def actual(client: str, number: int) -> ResponseReturnValue:
    """Record a value after implementation."""
    form = ActualForm()
    return answered(
        client, number, form, lambda u: csip_benefit.add_actual(u, client, number, form.entry()),
        "The value was recorded.",
    )  # fmt: skip


@blueprint.post("/clients/<client>/csip/<int:number>/check")
@access("manager")
def check(client: str, number: int) -> ResponseReturnValue:
    """Record that somebody looked whether an improvement still holds."""
    form = CheckForm(prefix="check")
    note = form.note.data or ""
    return answered(
        client, number, form, lambda u: csip_benefit.check_now(u, client, number, note, seen()),
        "The check-up was recorded.",
    )  # fmt: skip


@blueprint.post("/clients/<client>/csip/<int:number>/withdraw")
@access("manager")
def withdraw(client: str, number: int) -> ResponseReturnValue:
    """Take a value out; the notice puts it back."""
    actual_id = request.form.get("id", "")
    back = request.form.get("act") == "back"
    try:
        with unit.write() as u:
            csip_benefit.withdraw_actual(u, client, number, actual_id, back=back)
    except NotAllowed as error:
        toast(error.message)
    else:
        address = f"{item_address(client, number)}/withdraw"
        way_back = None if back else Undo(address, {"id": actual_id, "act": "back"})
        toast("The value was put back." if back else "The value was taken out.", way_back)
    return redirect(f"{item_address(client, number)}#brought", SEE_OTHER)


def answered(
    client: str, number: int, form: BaseForm, act: Callable[[Any], CsipItem], done: str, what: str = ""
) -> ResponseReturnValue:
    """Do what a form asks for and go back to the item, or show the item with what was refused."""
    if form.validate_on_submit():
        try:
            with form.show_errors(), unit.write() as u:
                item = act(u)
        except NotAllowed as error:
            form.form_errors.append(error.message)
        if not form.errors:
            fields = {"seen": str(item.version), "what": what}
            toast(done, Undo(f"{item_address(client, number)}/undo", fields) if what else None)
            return redirect(f"{item_address(client, number)}#brought", SEE_OTHER)
    with unit.read() as u:
        found = item_page(u, client, number)
    return item_html(client, found, form), UNPROCESSABLE
