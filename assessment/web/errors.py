"""What a page says when something went wrong: one table from the kind of error to status and words."""

import logging
import secrets
from dataclasses import dataclass

from flask import Flask, Response, g, jsonify, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError, generate_csrf
from werkzeug.exceptions import HTTPException

from assessment import errors
from assessment.web.access import SignInNeeded, is_outside
from assessment.web.security import SAFE_METHODS, comes_from_elsewhere

logger = logging.getLogger(__name__)

REQUEST_ID_BYTES = 6
TOO_BUSY_SECONDS = "2"
BAD_REQUEST = 400
CONFLICT = 409
SERVER_ERROR = 500
UNAVAILABLE = 503
UNAUTHORISED = 401
SEE_OTHER = 303
SESSION_ENDED = (
    "Your session has ended. Sign in again in another tab; what you typed stays here and is saved after that."
)
PHONE_PATHS = ("/j", "/o/")
DOOR_PATHS = ("/sign-in", "/invitation/")
JOIN_FRAME, DOOR_FRAME, APP_FRAME = "join/base.html", "sign_in/base.html", "base.html"
SECRET_FIELDS = frozenset({"csrf_token", "password", "new_password", "code"})


@dataclass(frozen=True, slots=True)
class Problem:
    """The words for one status: what happened and where to go from here."""

    status: int
    title: str
    text: str


PROBLEMS = {
    problem.status: problem
    for problem in (
        Problem(400, "The request could not be read", "Go back, check what was typed and send it again."),
        Problem(403, "You cannot open this page", "It belongs to somebody with another role."),
        Problem(404, "There is no such page", "It may have been removed, or the address has a typing fault."),
        Problem(405, "This address does not take that kind of request", "Open it from a page of this app."),
        Problem(409, "Somebody changed this before you", "Open the page again to see the newest values."),
        Problem(
            413, "The file is too large", "A file may have at most 5 MB. Go back and choose a smaller one."
        ),
        Problem(
            415, "This kind of file is not read here", "Go back and choose a file of a kind that is listed."
        ),
        Problem(421, "Wrong address", "Use the address that the server printed when it started."),
        Problem(422, "Something typed does not fit", "Go back, correct it and send it again."),
        Problem(429, "Too many requests at once", "Wait a minute, then try again."),
        Problem(500, "Something went wrong on our side", "Nothing that was saved before is lost. Try again."),
        Problem(503, "The database is busy", "Nothing was saved by this step. Wait a moment and try again."),
    )
}

# The first row whose class fits wins, so a subclass stands above its base.
STATUS_OF_ERROR: tuple[tuple[type[errors.AppError], int], ...] = (
    (errors.NotFound, 404),
    (errors.NotAllowed, 403),
    (errors.Conflict, CONFLICT),
    (errors.InvalidInput, 422),
    (errors.FileProblems, 422),
    (errors.Unavailable, UNAVAILABLE),
    (errors.AppError, 400),
)


def status_of(error: errors.AppError) -> int:
    """The HTTP status of one of our own errors."""
    return next(status for kind, status in STATUS_OF_ERROR if isinstance(error, kind))


def wants_json() -> bool:
    """Whether this request asks for JSON rather than for a page, as the saving script does."""
    best = request.accept_mimetypes.best_match(["text/html", "application/json"], "text/html")
    return best == "application/json"


def frame() -> dict[str, str]:
    """The template around an error page, and where its reader can go from there."""
    if request.path.startswith(PHONE_PATHS):
        return {"frame_template": JOIN_FRAME, "link": "/j", "link_text": "Join a workshop"}
    if is_outside() or request.path.startswith(DOOR_PATHS):
        return {"frame_template": DOOR_FRAME, "link": "/sign-in", "link_text": "Sign in"}
    return {"frame_template": APP_FRAME, "link": "/", "link_text": "Go to the clients"}


def request_id() -> str:
    """A short id of this request, the same in the log, in the header and on the page."""
    if "request_id" not in g:
        g.request_id = secrets.token_hex(REQUEST_ID_BYTES)
    found: str = g.request_id
    return found


def problem_response(status: int, text: str | None = None, field: str | None = None) -> Response:
    """The page or the JSON for a status, with the error's own sentence where it has one."""
    problem = PROBLEMS.get(status, PROBLEMS[400])
    shown = text or problem.text
    if wants_json():
        body = {"error": shown} | ({"field": field} if field else {})
        response = jsonify(body)
    else:
        words = {
            "problem": problem,
            "text": shown,
            "request_id": request_id() if status >= SERVER_ERROR else None,
        }
        response = make_response(render_template("errors/problem.html", **words, **frame()))
    response.status_code = status
    if status == UNAVAILABLE:
        response.headers["Retry-After"] = TOO_BUSY_SECONDS
    return response


def resend_fields() -> list[tuple[str, str]]:
    """What the refused form held, without its token and without anything secret."""
    return [(name, value) for name, value in request.form.items(multi=True) if name not in SECRET_FIELDS]


def own_error(error: errors.AppError) -> ResponseReturnValue:
    """The answer to one of our own errors: its sentence is meant for the person who sees it."""
    return problem_response(status_of(error), error.message, getattr(error, "field", None))


def conflict_error(error: errors.Conflict) -> ResponseReturnValue:
    """Both values side by side: for the saving script as JSON, else as a page."""
    if wants_json():
        names = ("field", "yours", "theirs", "by", "version")
        return jsonify(conflict={name: getattr(error, name) for name in names}), CONFLICT
    back = request.referrer if request.referrer and not comes_from_elsewhere() else frame()["link"]
    return render_template("errors/conflict.html", conflict=error, back=back, **frame()), CONFLICT


def again_page(title: str, text: str) -> str:
    """A page with everything that a form held, which sends it again."""
    fields, files = resend_fields(), bool(request.files)
    return render_template("errors/again.html", title=title, text=text, fields=fields, files=files, **frame())


def unavailable(error: errors.Unavailable) -> ResponseReturnValue:
    """The database could not do it: a form is kept on the page, so that nobody types it again."""
    if wants_json() or request.method in SAFE_METHODS:
        return own_error(error)
    page = again_page("Not saved yet", error.message)
    return page, UNAVAILABLE, {"Retry-After": TOO_BUSY_SECONDS}


def stale_form(_error: CSRFError) -> ResponseReturnValue:
    """A form whose token is unknown: what was typed is kept and can be sent again."""
    if wants_json():
        return jsonify(error="The page was open for too long.", csrf_token=generate_csrf()), BAD_REQUEST
    text = "The page was open for so long that the server no longer knew it. Nothing was saved yet."
    return again_page("Send the form again", text), BAD_REQUEST


def sign_in_needed(_error: SignInNeeded) -> ResponseReturnValue:
    """Lead to the sign-in; what a form held is carried through it."""
    if wants_json():
        return jsonify(error=SESSION_ENDED), UNAUTHORISED
    if request.method in SAFE_METHODS:
        here = request.full_path if request.query_string else request.path
        return redirect(
            url_for("sign_in.form", next=here) if here != "/" else url_for("sign_in.form"), SEE_OTHER
        )
    from assessment.web.sign_in.forms import SignInForm
    from assessment.web.sign_in.kept import Kept
    from assessment.web.sign_in.routes import sign_in_page

    target = request.full_path if request.query_string else request.path
    kept = Kept(tuple(resend_fields()), target, bool(request.files))
    return sign_in_page(SignInForm(formdata=None, next=target), kept), UNAUTHORISED


def http_error(error: HTTPException) -> ResponseReturnValue:
    """An error that Flask raised, such as an address that is not there."""
    if error.code is None or error.code < BAD_REQUEST:
        return error.get_response()
    return problem_response(error.code)


def unexpected(_error: Exception) -> ResponseReturnValue:
    """Anything else: the log gets the details, the page only the number under which they stand."""
    route = request.url_rule.rule if request.url_rule else "no such address"
    logger.exception("request %s: %s %s failed", request_id(), request.method, route)
    return problem_response(SERVER_ERROR)


def init_errors(app: Flask) -> None:
    """Register one handler for each kind of error."""
    app.register_error_handler(errors.AppError, own_error)
    app.register_error_handler(errors.Conflict, conflict_error)
    app.register_error_handler(errors.Unavailable, unavailable)
    app.register_error_handler(SignInNeeded, sign_in_needed)
    app.register_error_handler(CSRFError, stale_form)
    app.register_error_handler(HTTPException, http_error)
    app.register_error_handler(Exception, unexpected)
