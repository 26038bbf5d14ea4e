"""The cadences of a client: how often which review is held, who comes, what both sides expect."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from assessment.domain.review_plans import Cadence, cadence_of
from assessment.domain.reviews import KINDS, SYNC
from assessment.errors import Conflict, NotAllowed
from assessment.services import reviews as service
from assessment.services import reviews_pages, reviews_plans
from assessment.web import unit
from assessment.web.access import access
from assessment.web.reviews.blueprint import CONFLICT, PLACE, SEE_OTHER, UNPROCESSABLE, blueprint
from assessment.web.reviews.forms import PlanForm
from assessment.web.sent import seen
from assessment.web.shell import Undo, client_shell, toast


@blueprint.route("/cadences/new", methods=["GET", "POST"])
@access("consultant")
def new_plan(client: str) -> ResponseReturnValue:
    """Set up a cadence, from the draft of its kind."""
    kind = request.values.get("kind", "")
    kind = kind if kind in KINDS else "monthly"
    return form_of(client, cadence_of(kind, KINDS[kind]))


@blueprint.route("/cadences/<int:plan>", methods=["GET", "POST"])
@access("consultant")
def edit_plan(client: str, plan: int) -> ResponseReturnValue:
    """Change a cadence."""
    with unit.read() as u:
        found = reviews_plans.plan_of(u, client, plan)
    return form_of(client, found)


def form_of(client: str, plan: Cadence) -> ResponseReturnValue:
    """The form of a cadence, or the way back to the list when it was saved."""
    with unit.read() as u:
        owner, parties = reviews_pages.parties_of(u, client)
    form = PlanForm(formdata=None) if request.method == "GET" else PlanForm()
    form.offer(plan.kind, parties)
    status = 200
    if request.method == "GET":
        form.show(plan, parties)
    elif form.validate_on_submit():
        status = UNPROCESSABLE
        try:
            with form.show_errors(), unit.write() as u:
                reviews_plans.save_plan(u, client, form.entry(plan.kind, seen()), plan.number)
        except Conflict as error:
            form.form_errors.append(error.message)
            status = CONFLICT
        if not form.errors and not form.form_errors:
            toast(f"“{form.title.data}” was saved.")
            return redirect(url_for("reviews.index", client=client) + "#cadences", SEE_OTHER)
    else:
        status = UNPROCESSABLE
    page = render_template(
        "reviews/plan.html",
        form=form,
        plan=plan,
        kind=KINDS[plan.kind],
        is_sync=plan.kind == SYNC,
        action=request.path,
        seen=plan.version,
        prefix=url_for("reviews.index", client=client),
        shell=client_shell(client, owner.name, PLACE),
    )
    return page, status


@blueprint.post("/cadences/<int:plan>/next")
@access("manager")
def plan_next(client: str, plan: int) -> ResponseReturnValue:
    """Plan the next review of a cadence."""
    try:
        with unit.write() as u:
            made = service.plan_next(u, client, plan)
    except NotAllowed as error:
        toast(error.message)
        return redirect(url_for("reviews.index", client=client), SEE_OTHER)
    toast(f"{made.reference} was planned.")
    return redirect(url_for("reviews.show", client=client, review=made.number), SEE_OTHER)


@blueprint.post("/cadences/<int:plan>/<any(retire, take_up):turn>")
@access("consultant")
def retire_plan(client: str, plan: int, turn: str) -> ResponseReturnValue:
    """Hold a cadence no longer, or take it up again."""
    with unit.write() as u:
        found = reviews_plans.retire_plan(u, client, plan, retired=turn == "retire")
    back = url_for("reviews.retire_plan", client=client, plan=plan, turn="take_up")
    undo = Undo(back) if found.retired else None
    toast(f"“{found.title}” is {'not held any more' if found.retired else 'held again'}.", undo)
    return redirect(url_for("reviews.index", client=client) + "#cadences", SEE_OTHER)
