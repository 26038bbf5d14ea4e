"""The few pages that belong to no feature: the preferences form and, while developing, the patterns."""

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from assessment.errors import AppError, NotFound
from assessment.services import workspace
from assessment.web import unit
from assessment.web.access import access
from assessment.web.addresses import local_path
from assessment.web.asgi import STOPPING
from assessment.web.errors import wants_json
from assessment.web.security import allow_chart_styles
from assessment.web.shell import THEME_COOKIE, THEMES
from assessment.web.telemetry import metrics_answer

blueprint = Blueprint("site", __name__)

CLIENTS = "clients.index"
ONE_YEAR_SECONDS = 365 * 24 * 60 * 60


@blueprint.get("/")
@access("viewer")
def front() -> Response:
    """Lead to the clients; a feature that has its own front page is registered before this one."""
    if CLIENTS not in current_app.view_functions:
        raise NotFound("There are no clients to show.")
    return redirect(url_for(CLIENTS))


@blueprint.get("/health")
@access("anyone")
def health() -> Response:
    """Say that the server answers, for whoever watches it; nothing about what it holds."""
    return Response("ok\n", mimetype="text/plain")


@blueprint.get("/ready")
@access("anyone")
def ready() -> ResponseReturnValue:
    """Say whether this process can take requests just now, for a load balancer; 503 when it cannot."""
    if request.environ.get(STOPPING):
        return Response("stopping\n", 503, mimetype="text/plain")
    try:
        with unit.read() as opened:
            is_current = workspace.tables_are_current(opened)
    except AppError:
        return Response("the database does not answer\n", 503, mimetype="text/plain")
    if not is_current:
        return Response("the tables are of another edition of the program\n", 503, mimetype="text/plain")
    return Response("ok\n", mimetype="text/plain")


@blueprint.get("/metrics")
@access("anyone")
def metrics() -> Response:
    """The counts for Prometheus; off unless a token is set."""
    return metrics_answer()


@blueprint.post("/preferences")
@access("anyone")
def preferences() -> Response:
    """Remember the theme in a cookie; any other value than light or dark means: follow the system."""
    response = redirect(local_path(request.form.get("next")), code=303)
    theme = request.form.get("theme", "")
    if theme in THEMES:
        secure = bool(current_app.config["SESSION_COOKIE_SECURE"])
        response.set_cookie(THEME_COOKIE, theme, max_age=ONE_YEAR_SECONDS, samesite="Lax", secure=secure)
    else:
        response.delete_cookie(THEME_COOKIE)
    return response


def only_for_builders() -> None:
    """Raise NotFound unless the app runs for those who build it."""
    if not (current_app.debug or current_app.testing):
        raise NotFound("There is no such page.")


@blueprint.get("/patterns")
@access("anyone")
def patterns() -> str:
    """Every component in every state; only while developing and testing."""
    only_for_builders()
    from assessment.web.patterns import pattern_page, pattern_shell

    allow_chart_styles()
    return render_template("patterns.html", page=pattern_page(), shell=pattern_shell())


@blueprint.post("/patterns")
@access("anyone")
def save_pattern() -> ResponseReturnValue:
    """Answer a form of the pattern page as a feature would: the note asks for the kind of answer."""
    only_for_builders()
    from assessment.web.patterns import save_answer

    if not wants_json():
        return redirect(url_for("site.patterns"), code=303)
    return save_answer(request.form)
