"""Sign in with a password and, where it is on, a code; sign out; use an invitation."""

from flask import Blueprint, current_app, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from itsdangerous import BadSignature, URLSafeTimedSerializer
from werkzeug.wrappers import Response

from assessment.domain.people import ROLES, Person
from assessment.errors import InvalidInput, NotAllowed, NotFound
from assessment.services import sign_in
from assessment.services.sign_in import Attempt
from assessment.web import unit
from assessment.web.access import access
from assessment.web.addresses import local_path
from assessment.web.identity import (
    current_who,
    door_of,
    forget_session,
    keep_session,
    known_browser,
    set_who,
    signed_in,
)
from assessment.web.sign_in import outside
from assessment.web.sign_in.forms import CodeForm, OutsideForm, PasswordForm, SignInForm
from assessment.web.sign_in.kept import Kept, kept_in_form
from assessment.web.sign_in.places import in_workspace, workspace_typed, workspaces

blueprint = Blueprint("sign_in", __name__)

SEE_OTHER = 303
UNPROCESSABLE = 422
TOO_MANY = 429
BROWSERS = {
    "Edg/": "Edge", "OPR/": "Opera", "Firefox/": "Firefox", "Chrome/": "Chrome", "Safari/": "Safari",
}  # fmt: skip
SYSTEMS = {
    "Android": "Android", "iPhone": "iPhone", "iPad": "iPad", "Windows": "Windows", "Mac OS": "macOS",
    "Linux": "Linux",
}  # fmt: skip
HALF_SALT, HALF_SECONDS = "half signed in", 5 * 60


@blueprint.get("/sign-in")
@access("anyone")
def form() -> ResponseReturnValue:
    """Ask who is there."""
    target = local_path(request.args.get("next"))
    if current_who() is not None:
        return redirect(target, SEE_OTHER)
    blank = SignInForm(next=target)
    return sign_in_page(blank, Kept())


@blueprint.post("/sign-in")
@access("anyone")
def check() -> ResponseReturnValue:
    """Check the address and the password, then ask for the code or open the app."""
    form, kept = SignInForm(), kept_in_form()
    if not form.validate():
        return sign_in_page(form, kept), UNPROCESSABLE
    place = workspace_typed(form.workspace.data or "")
    if place is None:
        form.workspace.errors = ["There is no workspace of that name."]
        return sign_in_page(form, kept), UNPROCESSABLE
    in_workspace(place.id)
    attempt = attempt_of(form.email.data or "")
    try:
        person = checked_person(attempt, form.password.data or "")
    except sign_in.TooManyTries as error:
        form.form_errors.append(error.message)
        return sign_in_page(form, kept), TOO_MANY
    if person is None:
        form.form_errors.append(sign_in.WRONG)
        return sign_in_page(form, kept), UNPROCESSABLE
    if person.has_code:
        half = half_signer().dumps([place.id, person.id, attempt.email])
        return code_page(CodeForm(half=half, next=form.next.data), kept)
    return come_in(person, kept, form.next.data or "/", "password", attempt)


def attempt_of(email: str) -> Attempt:
    """Who tries to sign in, from where."""
    return Attempt(email.strip().lower(), request.remote_addr or "", known_browser())


def checked_person(attempt: Attempt, password: str) -> Person | None:
    """Who this is; a failure is counted in a transaction of its own."""
    with unit.read() as opened:
        person = sign_in.check_password(opened, attempt, password)
    if person is None:
        with unit.write() as opened:
            sign_in.note_failure(opened, attempt)
    return person


@blueprint.post("/sign-in/code")
@access("anyone")
def check_code() -> ResponseReturnValue:
    """Check the code of the second factor, then open the app."""
    form, kept = CodeForm(), kept_in_form()
    try:
        place_id, person_id, email = half_signer().loads(form.half.data or "", max_age=HALF_SECONDS)
    except BadSignature:
        return redirect(url_for("sign_in.form", next=form.next.data), SEE_OTHER)
    in_workspace(place_id)
    attempt = attempt_of(email)
    try:
        with unit.write() as opened:
            sign_in.check_tries(opened, attempt)
            person = sign_in.check_code(opened, person_id, form.code.data or "")
    except (InvalidInput, NotAllowed) as error:
        form.code.errors = [error.message]
        if isinstance(error, InvalidInput):
            with unit.write() as opened:
                sign_in.note_failure(opened, attempt)
        return code_page(form, kept), UNPROCESSABLE if isinstance(error, InvalidInput) else TOO_MANY
    return come_in(person, kept, form.next.data or "/", "password and code", attempt)


def half_signer() -> URLSafeTimedSerializer:
    """Signs what a person has proved between the password and the code."""
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt=HALF_SALT)


def come_in(
    person: Person, kept: Kept, target: str, way: str, attempt: Attempt | None = None
) -> ResponseReturnValue:
    """Sign the person in, then go on to where they wanted to, or offer to send what was kept."""
    with unit.write() as opened:
        token = sign_in.start_session(opened, person, browser_name(), way, attempt)
    door_of(current_app).look_again()
    if kept.fields:
        response = make_response(render_template("sign_in/send_again.html", kept=kept))
    else:
        response = make_response(redirect(local_path(target), SEE_OTHER))
    keep_session(response, unit.current_workspace(), token)
    return response


def browser_name() -> str:
    """The browser and the system of this request in a few words, for the list of sessions."""
    agent = request.user_agent.string
    browser = next((name for mark, name in BROWSERS.items() if mark in agent), "Browser")
    system = next((name for mark, name in SYSTEMS.items() if mark in agent), "")
    return f"{browser} on {system}" if system else browser


def sign_in_page(form: SignInForm, kept: Kept, elsewhere: OutsideForm | None = None) -> str:
    """The page that asks who is there."""
    return render_template(
        "sign_in/form.html",
        form=form,
        elsewhere=elsewhere or OutsideForm(None, next=form.next.data),
        kept=kept,
        several=len(workspaces()) > 1,
        outside=outside.name_of(current_app.config["SETTINGS"]),
    )


def code_page(form: CodeForm, kept: Kept) -> str:
    """The page that asks for the code of the second factor."""
    return render_template("sign_in/code.html", form=form, kept=kept)


@blueprint.post("/sign-out")
@access("viewer")
def leave() -> Response:
    """End this session."""
    who = signed_in()
    response = redirect(url_for("sign_in.form"), SEE_OTHER)
    if who.person is not None:
        with unit.write() as opened:
            sign_in.sign_out(opened, who.person, who.session_id)
    forget_session(response)
    return response


@blueprint.route("/invitation/<token>", methods=["GET", "POST"])
@access("anyone")
def invitation(token: str) -> ResponseReturnValue:
    """Set the password that an invitation or a link for a new password lets set, once."""
    place_id, _, end = token.partition(".")
    in_workspace(place_id)
    with unit.read() as opened:
        try:
            person, _ = sign_in.link_of(opened, end)
        except NotFound as error:
            return render_template("sign_in/spent.html", text=error.message), 404
    form = PasswordForm()
    if form.validate_on_submit():
        with form.show_errors():
            hashed = sign_in.hashed_password(form.password.data or "", person.email, person.name)
            with unit.write() as opened:
                person = sign_in.set_password_by_link(opened, end, hashed)
        if not form.errors:
            if person.has_code:
                return redirect(url_for("sign_in.form"), SEE_OTHER)
            set_who(None)
            in_workspace(place_id)
            return come_in(person, Kept(), "/", "link")
    page = render_template("sign_in/invitation.html", form=form, person=person, role=ROLES[person.role])
    return page, UNPROCESSABLE if form.errors else 200


@blueprint.get("/sign-in/outside")
@access("anyone")
def go_outside() -> ResponseReturnValue:
    """Send the person to the sign-in of another system."""
    asked = OutsideForm(request.args)
    target = local_path(asked.next.data)
    place = workspace_typed(asked.place.data or "")
    if place is None:
        asked.place.errors = ["There is no workspace of that name."]
        return sign_in_page(SignInForm(None, next=target), Kept(), asked), UNPROCESSABLE
    return outside.go(place.id, target)


@blueprint.get("/sign-in/outside/back")
@access("anyone")
def come_back() -> ResponseReturnValue:
    """Take the person whom another system vouches for, when that address has an account here."""
    place_id, email, outside_id, target = outside.come_back()
    in_workspace(place_id)
    with unit.write() as opened:
        person = sign_in.person_from_outside(opened, email, outside_id)
    return come_in(person, Kept(), target, "outside")
