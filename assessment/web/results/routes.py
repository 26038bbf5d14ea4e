"""The results of an assessment, of one area of it, and the figures of its charts."""

from flask import Blueprint, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from assessment.services import results, results_area, results_charts
from assessment.web import unit
from assessment.web.access import access
from assessment.web.results.forms import HeadlineForm
from assessment.web.results.views import crumbs_of, links_for, query_of
from assessment.web.security import allow_chart_styles
from assessment.web.shell import Undo, client_shell, toast

blueprint = Blueprint("results", __name__)

SEE_OTHER = 303
UNPROCESSABLE = 422


def asked(name: str) -> str | None:
    """A choice from the address, None when it is empty."""
    return request.args.get(name, "").strip() or None


@blueprint.get("/clients/<client>/results")
@access("viewer")
def latest(client: str) -> ResponseReturnValue:
    """The results of the latest assessment that has any."""
    with unit.read() as u:
        slug, name, found = results.latest_slug(u, client)
    if found is not None:
        return redirect(url_for("results.show", client=slug, assessment=found))
    return render_template(
        "results/none.html", client=name, slug=slug, shell=client_shell(slug, name, "results")
    )


@blueprint.get("/clients/<client>/assessments/<assessment>/results")
@access("viewer")
def show(client: str, assessment: str) -> str:
    """What the assessment found."""
    return results_html(client, assessment, None)


def results_html(client: str, assessment: str, form: HeadlineForm | None) -> str:
    """The results page, with the form for its title as it was sent when it was refused."""
    against, method = asked("against"), asked("method")
    with unit.read() as u:
        page = results.results_page(u, client, assessment, against=against, method=method)
    links = links_for(page.client_slug, page.slug)
    if not page.empty:
        allow_chart_styles()
    if form is None:
        form = HeadlineForm(data={"headline": page.headline, "version": str(page.version)})
    return render_template(
        "results/show.html" if not page.empty else "results/empty.html",
        page=page,
        title=page.title,
        links=links,
        crumbs=crumbs_of(page.client, page.assessment, links),
        query=query_of(against, method),
        form=form,
        shell=client_shell(page.client_slug, page.client, "results"),
    )


@blueprint.post("/clients/<client>/assessments/<assessment>/results")
@access("consultant")
def save_headline(client: str, assessment: str) -> ResponseReturnValue:
    """Take a title of the person's own, or go back to the one that the data gives."""
    form = HeadlineForm()
    before = None
    if form.validate_on_submit():
        with form.show_errors(), unit.write() as u:
            before = results.set_headline(u, client, assessment, form.headline.data or "", form.seen)
    if form.errors or before is None:
        return results_html(client, assessment, form), UNPROCESSABLE
    here = url_for("results.show", client=client, assessment=assessment)
    back = Undo(here, {"headline": before, "version": str(form.seen + 1)})
    toast("Title saved." if form.headline.data else "The title is the found one again.", back)
    return redirect(here, SEE_OTHER)


@blueprint.get("/clients/<client>/assessments/<assessment>/results/<area>")
@access("viewer")
def show_area(client: str, assessment: str, area: str) -> str:
    """How the index of one area came about."""
    with unit.read() as u:
        page = results_area.area_page(u, client, assessment, area, method=asked("method"))
    if page.lines:
        allow_chart_styles()
    links = links_for(page.client_slug, page.slug)
    return render_template(
        "results/area.html",
        page=page,
        title=page.title,
        links=links,
        crumbs=crumbs_of(page.client, page.assessment, links, page.area),
        shell=client_shell(page.client_slug, page.client, "results"),
    )


@blueprint.get("/clients/<client>/assessments/<assessment>/results/charts/<key>.json")
@access("viewer")
def figure(client: str, assessment: str, key: str) -> ResponseReturnValue:
    """One chart of the page as a Plotly figure."""
    with unit.read() as u:
        found = results_charts.chart_figure(
            u, client, assessment, key, against=asked("against"), method=asked("method")
        )
    return jsonify(found)
