"""The framework browser: what is asked, why, and how it is measured."""

from flask import Blueprint, render_template

from assessment.domain.wording import plural
from assessment.errors import NotFound
from assessment.services import framework
from assessment.web.access import access
from assessment.web.filters import current_language
from assessment.web.forms import read_whole
from assessment.web.shell import main_shell

blueprint = Blueprint("framework", __name__, url_prefix="/framework")

HERE = "framework"
EFFORT = {1: "very small", 2: "small", 3: "medium", 4: "large", 5: "very large"}


@blueprint.get("")
@access("viewer")
def index() -> str:
    """Areas and levels at a glance."""
    page = framework.matrix_page(language=current_language())
    return render_template("framework/index.html", page=page, shell=main_shell(HERE))


@blueprint.get("/<area>/<level>")
@access("viewer")
def cell(area: str, level: str) -> str:
    """One area at one level."""
    number = read_whole(level)
    if number is None:
        raise NotFound("The framework has no such area or level.")
    page = framework.cell_page(area, number, language=current_language())
    count = plural(len(page.practices), "practice")
    title = f"{page.area_name} at level {page.level} takes {count}"
    crumbs = (("Framework", "/framework"), (page.area_name, ""), (f"{page.level} {page.level_name}", ""))
    return render_template(
        "framework/cell.html", page=page, title=title, crumbs=crumbs, effort=EFFORT, shell=main_shell(HERE)
    )


@blueprint.get("/metrics")
@access("viewer")
def metrics() -> str:
    """The metric catalogue with definitions."""
    found = framework.metrics_page(language=current_language())
    tickets = sum(1 for metric in found if metric.from_tickets != "no")
    title = f"{len(found)} metrics, {tickets} of them in full or in part from tickets"
    return render_template(
        "framework/metrics.html", metrics=found, title=title, crumbs=below("Metrics"), shell=main_shell(HERE)
    )


@blueprint.get("/glossary")
@access("viewer")
def glossary() -> str:
    """The words of the framework."""
    terms = framework.glossary_page(language=current_language())
    return render_template(
        "framework/glossary.html", terms=terms, title=f"{len(terms)} words that the framework uses",
        crumbs=below("Glossary"), shell=main_shell(HERE),
    )  # fmt: skip


def below(here: str) -> tuple[tuple[str, str], ...]:
    """Where a page below the matrix is."""
    return (("Framework", "/framework"), (here, ""))
