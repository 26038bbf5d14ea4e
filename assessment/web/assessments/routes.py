"""The list of assessments, the forms that start and change one, its task list, and the check at the end."""

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from assessment.domain.clients import Client
from assessment.services import assessment_pages, assessments
from assessment.services.framework import framework_choices, shipped_framework
from assessment.web import unit
from assessment.web.access import access, may
from assessment.web.assessments import views
from assessment.web.assessments.forms import (
    EMPTY_START,
    ReopenForm,
    SettingsForm,
    StartForm,
    stored_settings,
)
from assessment.web.filters import current_language, format_month
from assessment.web.forms import options
from assessment.web.shell import Undo, client_shell, toast

blueprint = Blueprint("assessments", __name__, url_prefix="/clients/<client>/assessments")

HERE = "assessments"
UNPROCESSABLE = 422
SEE_OTHER = 303


@blueprint.get("")
@access("viewer")
def index(client: str) -> str:
    """Every assessment of a client, newest first."""
    with unit.read() as u:
        owner, lines = assessment_pages.list_page(u, client)
    prefix = f"/clients/{client}/assessments"
    return render_template(
        "assessments/index.html",
        title=views.list_title(owner.name, lines),
        rows=views.list_rows(lines, prefix),
        prefix=prefix,
        can_start=not owner.is_archived and may("consultant"),
        shell=client_shell(client, owner.name, HERE),
    )


@blueprint.route("/new", methods=["GET", "POST"])
@access("consultant")
def new(client: str) -> ResponseReturnValue:
    """Start an assessment, empty or as a copy of an earlier one."""
    with unit.read() as u:
        owner, stored = assessments.list_for_client(u, client)
    day, usual = unit.today(), shipped_framework().scoring.method
    form = StartForm(title=format_month(day), held_on=day, method=usual)
    form.framework.choices = options(*framework_choices(current_language()))
    copies = [(one.slug, f"A copy of {one.title}") for one in stored]
    form.copy_of.choices = options((EMPTY_START, "Nothing: every practice is open"), *copies)
    if form.validate_on_submit():
        with form.show_errors(), unit.write() as u:
            settings = form.settings
            place = assessments.start_assessment(
                u, client, title=settings.title, held_on=settings.held_on, scope=settings.scope,
                method=settings.method, options=settings.options, framework_id=form.framework.data,
                copy_of=form.copy_of.data or None,
            )  # fmt: skip
        if not form.errors:
            toast(f"{place.assessment.title} was started.")
            return redirect(f"/clients/{client}/assessments/{place.assessment.slug}", SEE_OTHER)
    page = render_template(
        "assessments/form.html",
        form=form,
        title="Start an assessment",
        submit="Start the assessment",
        back=f"/clients/{client}/assessments" if stored else f"/clients/{client}",
        copies=len(stored),
        methods=assessments.METHOD_HINTS,
        shell=client_shell(client, owner.name, HERE),
    )
    return page, UNPROCESSABLE if form.errors else 200


@blueprint.get("/<assessment>")
@access("viewer")
def show(client: str, assessment: str) -> str:
    """The task list of an assessment."""
    with unit.read() as u:
        tasks = assessment_pages.task_list(u, client, assessment, current_language())
    page = views.task_page(tasks, f"/clients/{client}/assessments/{assessment}")
    return render_template(
        "assessments/show.html", page=page, shell=frame(tasks.place.client), crumbs=crumbs(tasks, "")
    )


@blueprint.route("/<assessment>/settings", methods=["GET", "POST"])
@access("consultant")
def settings(client: str, assessment: str) -> ResponseReturnValue:
    """Change title, date, scope and method; a new method scores the same answers again."""
    with unit.read() as u:
        place = assessments.open_place(u, client, assessment)
    form = SettingsForm(obj=stored_settings(place.assessment))
    address = f"/clients/{client}/assessments/{assessment}"
    if form.validate_on_submit():
        with form.show_errors(), unit.write() as u:
            assessments.change_assessment(u, client, assessment, form.settings, form.seen)
        if not form.errors:
            toast("The settings were saved.")
            return redirect(address, SEE_OTHER)
    page = render_template(
        "assessments/form.html",
        form=form,
        title=f"Settings of {place.assessment.title}",
        submit="Save",
        back=address,
        copies=0,
        methods=assessments.METHOD_HINTS,
        shell=frame(place.client),
    )
    return page, UNPROCESSABLE if form.errors else 200


@blueprint.get("/<assessment>/check")
@access("viewer")
def check(client: str, assessment: str) -> str:
    """What is missing before the assessment is closed."""
    return check_page(client, assessment, ReopenForm())


def check_page(client: str, assessment: str, form: ReopenForm) -> str:
    """The check page, with the form that opens a closed assessment again."""
    with unit.read() as u:
        found = assessment_pages.check_page(u, client, assessment, current_language())
    return render_template(
        "assessments/check.html",
        page=views.check_view(found, f"/clients/{client}/assessments/{assessment}"),
        form=form,
        shell=frame(found.tasks.place.client),
        crumbs=crumbs(found.tasks, "Check"),
    )


@blueprint.post("/<assessment>/close")
@access("consultant")
def close(client: str, assessment: str) -> ResponseReturnValue:
    """Close the assessment and freeze its results."""
    address = f"/clients/{client}/assessments/{assessment}"
    with unit.write() as u:
        place = assessments.close_assessment(u, client, assessment)
    undo = Undo(f"{address}/reopen", {"reason": "Closed by mistake"})
    toast(f"{place.assessment.title} was closed and its results are frozen.", undo)
    return redirect(f"{address}/check", SEE_OTHER)


@blueprint.post("/<assessment>/reopen")
@access("consultant")
def reopen(client: str, assessment: str) -> ResponseReturnValue:
    """Open a closed assessment again; the reason is recorded."""
    form = ReopenForm(request.form)
    if form.validate():
        with form.show_errors(), unit.write() as u:
            place = assessments.reopen_assessment(u, client, assessment, form.reason.data or "")
        if not form.errors:
            toast(f"{place.assessment.title} is open again.")
            return redirect(f"/clients/{client}/assessments/{assessment}", SEE_OTHER)
    return check_page(client, assessment, form), UNPROCESSABLE


def frame(owner: Client) -> object:
    """The frame of a page of one client."""
    return client_shell(owner.slug, owner.name, HERE)


def crumbs(tasks: assessment_pages.TaskList, here: str) -> tuple[tuple[str, str], ...]:
    """Where a page below an assessment is."""
    owner, assessment = tasks.place.client, tasks.place.assessment
    above = ((owner.name, f"/clients/{owner.slug}"), ("Assessments", f"/clients/{owner.slug}/assessments"))
    if not here:
        return (*above, (assessment.title, ""))
    return (*above, (assessment.title, f"/clients/{owner.slug}/assessments/{assessment.slug}"), (here, ""))
