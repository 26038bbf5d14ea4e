"""The pages of what a client has of its own: both lists, one metric, one practice."""

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from assessment.domain.own import OwnMetric
from assessment.errors import Conflict, NotAllowed
from assessment.services import own as service
from assessment.services.own import OwnPage
from assessment.web import unit
from assessment.web.access import access, may
from assessment.web.forms import read_whole
from assessment.web.own.forms import UNIT_WORDS, MetricForm, PracticeForm
from assessment.web.own.views import own_view
from assessment.web.shell import Undo, client_shell, toast

blueprint = Blueprint("own", __name__, url_prefix="/clients/<client>/own")

SEE_OTHER, UNPROCESSABLE, CONFLICT = 303, 422, 409
PLACE = "metrics"
Form = MetricForm | PracticeForm


@blueprint.get("")
@access("viewer")
def index(client: str) -> str:
    """The own metrics and practices of a client."""
    found = page_of(client)
    shell = client_shell(client, found.client.name, PLACE)
    return render_template("own/index.html", page=own_view(found), shell=shell)


def page_of(client: str) -> OwnPage:
    """Everything that a client has of its own."""
    with unit.read() as u:
        return service.own_page(u, client)


@blueprint.get("/metrics/new")
@access("consultant")
def new_metric(client: str) -> str:
    """The form of a new own metric."""
    return form_html(client, page_of(client), MetricForm(formdata=None))


@blueprint.post("/metrics/new")
@access("consultant")
def add_metric(client: str) -> ResponseReturnValue:
    """Define a new own metric."""
    return saved(client, MetricForm(), "")


@blueprint.get("/practices/new")
@access("consultant")
def new_practice(client: str) -> str:
    """The form of a new own practice; the address may name its area and level."""
    form = PracticeForm(formdata=None)
    form.area.data, form.level.data = request.args.get("area", ""), request.args.get("level", "")
    return form_html(client, page_of(client), form)


@blueprint.post("/practices/new")
@access("consultant")
def add_practice(client: str) -> ResponseReturnValue:
    """Define a new own practice."""
    return saved(client, PracticeForm(), "")


@blueprint.get("/<item>")
@access("consultant")
def edit(client: str, item: str) -> str:
    """The form of an own metric or practice that is there."""
    found = page_of(client)
    own = service.found_own(found, item)
    service.check_owner(own, may_all=may("owner"))
    form: Form
    if isinstance(own, OwnMetric):
        form = MetricForm(formdata=None)
        form.show(own)
    else:
        form = PracticeForm(formdata=None)
        form.show(own)
    return form_html(client, found, form, item)


@blueprint.post("/<item>")
@access("consultant")
def change(client: str, item: str) -> ResponseReturnValue:
    """Change an own metric or practice."""
    own = service.found_own(page_of(client), item)
    service.check_owner(own, may_all=may("owner"))
    return saved(client, MetricForm() if isinstance(own, OwnMetric) else PracticeForm(), item)


def saved(client: str, form: Form, code: str) -> ResponseReturnValue:
    """Store what a form says and go back to the list, or show the form again."""
    found = page_of(client)
    form.offer(found.framework)
    status = UNPROCESSABLE
    if form.validate_on_submit():
        if form.owner.data == "all" and not code and not may("owner"):
            raise NotAllowed("Only an owner of the workspace adds something for every client.")
        seen = read_whole(request.form.get("seen")) or 0
        try:
            with form.show_errors(), unit.write() as u:
                if isinstance(form, MetricForm):
                    name = service.define_metric(u, client, form.entry(seen), code).name
                else:
                    name = service.define_practice(u, client, form.entry(seen), code).text
        except Conflict as error:
            form.form_errors.append(error.message)
            status = CONFLICT
        if not form.errors and not form.form_errors:
            toast(f"“{name}” was saved.")
            return redirect(url_for("own.index", client=client), SEE_OTHER)
    return form_html(client, found, form, code), status


def form_html(client: str, found: OwnPage, form: Form, code: str = "") -> str:
    """The page with the form of an own metric or practice."""
    form.offer(found.framework)
    own: Any = service.found_own(found, code) if code else None
    kind = "metric" if isinstance(form, MetricForm) else "practice"
    return render_template(
        f"own/{kind}.html",
        form=form,
        own=own,
        unit=UNIT_WORDS.get(own.unit, "") if own and kind == "metric" else "",
        action=request.path,
        seen=own.version if own else 0,
        prefix=url_for("own.index", client=client),
        shell=client_shell(client, found.client.name, PLACE),
    )


@blueprint.post("/<item>/retire")
@access("consultant")
def retire(client: str, item: str) -> ResponseReturnValue:
    """Take an own metric or practice out of use; the notice takes it up again."""
    return moved(client, item, retired=True)


@blueprint.post("/<item>/take-up")
@access("consultant")
def take_up(client: str, item: str) -> ResponseReturnValue:
    """Take a retired own metric or practice up again."""
    return moved(client, item, retired=False)


def moved(client: str, item: str, *, retired: bool) -> ResponseReturnValue:
    """Retire or take up, and say so."""
    try:
        with unit.write() as u:
            act = service.retire_own if retired else service.take_up_own
            own = act(u, client, item, may_all=may("owner"))
    except NotAllowed as error:
        toast(error.message)
    else:
        name = service.name_of(own)
        undo = Undo(url_for("own.take_up", client=client, item=item)) if retired else None
        toast(f"“{name}” {'was retired' if retired else 'is in use again'}.", undo)
    return redirect(url_for("own.index", client=client), SEE_OTHER)
