"""Enter the figures of a month by a link, without an account."""

from collections.abc import Mapping

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from assessment.domain.wording import capital, plural
from assessment.errors import NotFound
from assessment.services import fill_ins
from assessment.services.metric_grid import GridFaults
from assessment.services.question_rows import EXAMPLES
from assessment.services.results_metrics import period_name
from assessment.web import unit
from assessment.web.access import access
from assessment.web.fill_in_links import ids_in
from assessment.web.filters import current_language
from assessment.web.limits import refuse_flood
from assessment.web.shell import Shell, toast

blueprint = Blueprint("fill_in", __name__, url_prefix="/f")

SEE_OTHER, UNPROCESSABLE = 303, 422
LONGEST_CELL = 60
FIELD = "m."


@blueprint.get("/<token>")
@access("anyone")
def show(token: str) -> ResponseReturnValue:
    """What is asked for."""
    return page_html(token, {}, {})


def page_html(token: str, typed: Mapping[str, str], faults: Mapping[str, str], seen: str = "") -> str:
    """The page; what was typed and not saved stays in its fields."""
    with unit.read() as u:
        found = fill_ins.fill_in_page(u, entered(token), current_language())
    return render_template(
        "fill_in/show.html",
        found=found,
        month=period_name(found.fill_in.period),
        action=request.path,
        typed=typed,
        faults=faults,
        seen=seen or found.seen,
        examples=EXAMPLES,
        shell=Shell(()),
    )


def entered(token: str) -> str:
    """The id behind a link, with the rest of the request in its workspace. Raises NotFound."""
    found = ids_in(token)
    if found is None:
        raise NotFound("This link does not work. See whether it was copied as a whole.")
    return found[1]


@blueprint.before_request
def enter_workspace() -> None:
    """Let the request work in the workspace that the link leads to."""
    found = ids_in(str((request.view_args or {}).get("token", "")))
    if found is not None:
        unit.work_in(found[0])


@blueprint.post("/<token>")
@access("anyone")
def save(token: str) -> ResponseReturnValue:
    """Save what was typed: all of it, or nothing with a sentence for each field."""
    fill_in_id = entered(token)
    refuse_flood(fill_in_id)
    typed = {
        name.removeprefix(FIELD): text[: LONGEST_CELL + 1]
        for name, text in request.form.items()
        if name.startswith(FIELD)
    }
    seen = request.form.get("seen", "")
    try:
        with unit.write() as u:
            number = fill_ins.fill_in(u, fill_in_id, typed, seen)
    except GridFaults as error:
        faults = {metric: text for (metric, _), text in error.faults.items()}
        return page_html(token, typed, faults, seen), UNPROCESSABLE
    toast(f"Thank you. {capital(plural(number, 'figure'))} saved." if number else "Nothing was new.")
    return redirect(url_for("fill_in.show", token=token), SEE_OTHER)
