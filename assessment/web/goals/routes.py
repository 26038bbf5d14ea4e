"""The pages of the goals: the tree, one goal with its past, the forms, and what moves or retires one."""

from datetime import date

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from assessment.domain.goals import CSF, KINDS, KPI, Goal
from assessment.errors import Conflict, NotAllowed
from assessment.services import goal_edits
from assessment.services.goal_edits import change_goal, move_goal, retire_goal
from assessment.services.goal_states import label_of
from assessment.services.goals import GoalFormPage, form_page, found_goal, goal_page, goals_page
from assessment.web import unit
from assessment.web.access import access
from assessment.web.filters import current_language
from assessment.web.forms import read_whole
from assessment.web.goals.forms import GoalForm
from assessment.web.goals.views import goal_view, tree_view
from assessment.web.goals.words import ADD_WORDS, KIND_WORDS
from assessment.web.sent import seen_or_kept
from assessment.web.shell import Undo, client_shell, toast

blueprint = Blueprint("goals", __name__, url_prefix="/clients/<client>/goals")

SEE_OTHER, UNPROCESSABLE, CONFLICT_STATUS = 303, 422, 409
PLACE = "goals"
FIRST_YEAR, LAST_YEAR = 1990, 2100


def day_asked() -> date | None:
    """The day in the address on which the goals are looked at; None for today and for what is no day."""
    try:
        day = date.fromisoformat(request.args.get("on", ""))
    except ValueError:
        return None
    return day if FIRST_YEAR <= day.year <= LAST_YEAR else None


@blueprint.get("")
@access("viewer")
def index(client: str) -> str:
    """The goals of a client as a tree, today or on another day."""
    with unit.read() as u:
        tree, services = goals_page(u, client, day_asked())
    page = tree_view(tree, services, unit.today(), current_language())
    shell = client_shell(client, tree.client.name, PLACE)
    return render_template("goals/index.html", page=page, client=tree.client, shell=shell)


@blueprint.get("/<int:number>")
@access("viewer")
def show(client: str, number: int) -> str:
    """One goal with all that it ever said."""
    with unit.read() as u:
        found = goal_page(u, client, number, day_asked())
    return render_template(
        "goals/show.html",
        page=goal_view(found, unit.today(), current_language()),
        client=found.tree.client,
        shell=client_shell(client, found.tree.client.name, PLACE),
    )


@blueprint.route("/new", methods=["GET", "POST"])
@access("manager")
def new(client: str) -> ResponseReturnValue:
    """Add a goal; the address says which kind, and may name what it stands under."""
    kind = request.args.get("kind", CSF)
    kind = kind if kind in KINDS else CSF
    with unit.read() as u:
        page = form_page(u, client)
    form = GoalForm()
    form.offer(page, kind, None)
    if request.method == "GET":
        form.parent.data = request.args.get("parent", "")
        form.valid_from.data = unit.today()
        return form_html(page, form, kind, None)
    if not form.validate_on_submit():
        return form_html(page, form, kind, None), UNPROCESSABLE
    with form.show_errors(), unit.write() as u:
        goal = goal_edits.add_goal(u, client, kind, read_whole(form.parent.data), form.entry(0))
    if form.errors or form.form_errors:
        return form_html(page, form, kind, None), UNPROCESSABLE
    toast(f"{label_of(goal)} was added.")
    return redirect(url_for("goals.index", client=client), SEE_OTHER)


@blueprint.route("/<int:number>/change", methods=["GET", "POST"])
@access("manager")
def change(client: str, number: int) -> ResponseReturnValue:
    """Let a goal say something else from a day on; what it said before stays in its history."""
    with unit.read() as u:
        page = form_page(u, client)
    goal = found_goal(page.goals, number)
    form = GoalForm()
    form.offer(page, goal.kind, goal)
    if request.method == "GET":
        above = next((one for one in page.goals if one.id == goal.parent_id), None)
        form.show(goal, above, page.framework)
        form.valid_from.data = max(unit.today(), goal.newest.valid_from)
        return form_html(page, form, goal.kind, goal)
    if not form.validate_on_submit():
        return form_html(page, form, goal.kind, goal), UNPROCESSABLE
    try:
        with form.show_errors(), unit.write() as u:
            change_goal(u, client, number, form.entry(seen_or_kept()))
    except Conflict as error:
        return form_html(page, form, goal.kind, goal, error), CONFLICT_STATUS
    if form.errors or form.form_errors:
        return form_html(page, form, goal.kind, goal), UNPROCESSABLE
    toast(f"{label_of(goal)} was saved.")
    return redirect(url_for("goals.show", client=client, number=number), SEE_OTHER)


def form_html(
    page: GoalFormPage, form: GoalForm, kind: str, goal: Goal | None, conflict: Conflict | None = None
) -> str:
    """The page with the form of a goal."""
    slug = page.client.slug
    back = url_for("goals.index", client=slug)
    if goal is not None:
        back = url_for("goals.show", client=slug, number=goal.number)
    return render_template(
        "goals/form.html",
        form=form,
        title=f"Change {label_of(goal)}" if goal else ADD_WORDS[kind],
        lede=KIND_WORDS[kind],
        stored=goal,
        is_kpi=kind == KPI,
        name=label_of(goal) if goal else "Goals",
        seen=request.form.get("seen") or (goal.version if goal else 0),
        action=request.full_path if request.query_string else request.path,
        prefix=back,
        conflict=conflict,
        shell=client_shell(slug, page.client.name, PLACE),
    )


@blueprint.post("/example")
@access("manager")
def example(client: str) -> ResponseReturnValue:
    """Begin with an example, to be put into the client's own words."""
    try:
        with unit.write() as u:
            goal = goal_edits.add_example(u, client)
    except NotAllowed as error:
        toast(error.message)
    else:
        back = url_for("goals.retire", client=client, number=goal.number)
        toast("The example was added. Put it into your own words.", Undo(back))
    return redirect(url_for("goals.index", client=client), SEE_OTHER)


@blueprint.post("/<int:number>/up")
@access("manager")
def up(client: str, number: int) -> ResponseReturnValue:
    """Put a goal one place further up."""
    return moved(client, number, up=True)


@blueprint.post("/<int:number>/down")
@access("manager")
def down(client: str, number: int) -> ResponseReturnValue:
    """Put a goal one place further down."""
    return moved(client, number, up=False)


def moved(client: str, number: int, *, up: bool) -> ResponseReturnValue:
    """Move a goal; the notice moves it back."""
    try:
        with unit.write() as u:
            goal = move_goal(u, client, number, up=up)
    except NotAllowed as error:
        toast(error.message)
    else:
        back = url_for("goals.down" if up else "goals.up", client=client, number=number)
        toast(f"{label_of(goal)} was put further {'up' if up else 'down'}.", Undo(back))
    return redirect(url_for("goals.index", client=client), SEE_OTHER)


@blueprint.post("/<int:number>/retire")
@access("manager")
def retire(client: str, number: int) -> ResponseReturnValue:
    """Take a goal with all under it out of the tree; the notice takes it up again."""
    return put(client, number, retired=True)


@blueprint.post("/<int:number>/take-up")
@access("manager")
def take_up(client: str, number: int) -> ResponseReturnValue:
    """Take a retired goal up again."""
    return put(client, number, retired=False)


def put(client: str, number: int, *, retired: bool) -> ResponseReturnValue:
    """Retire or take up, and say so."""
    try:
        with unit.write() as u:
            goal = retire_goal(u, client, number, retired=retired)
    except NotAllowed as error:
        toast(error.message)
    else:
        back = url_for("goals.take_up", client=client, number=number)
        word = "was retired with all that stands under it" if retired else "is in use again"
        toast(f"{label_of(goal)} {word}.", Undo(back) if retired else None)
    return redirect(url_for("goals.index", client=client), SEE_OTHER)
