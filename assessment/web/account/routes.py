"""One's own account: the password, the second factor, and the browsers that are signed in."""

from dataclasses import dataclass

from flask import Blueprint, current_app, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from itsdangerous import BadSignature, URLSafeTimedSerializer
from werkzeug.wrappers import Response

from assessment.domain.people import ROLES, Person
from assessment.errors import NotAllowed
from assessment.services import people, sign_in
from assessment.services.sign_in import Session
from assessment.web import unit
from assessment.web.access import access
from assessment.web.account.forms import ChangePasswordForm, CodeOffForm, CodeOnForm
from assessment.web.forms import BaseForm
from assessment.web.identity import signed_in
from assessment.web.qr import qr_svg
from assessment.web.shell import main_shell, toast

blueprint = Blueprint("account", __name__, url_prefix="/account")

SEE_OTHER = 303
UNPROCESSABLE = 422
SECRET_SALT, SECRET_SECONDS = "second factor", 15 * 60
OFF = "off"


@dataclass(frozen=True, slots=True)
class AccountPage:
    """What the page shows of somebody."""

    person: Person
    role: str
    clients: list[str]
    sessions: list[Session]
    here: str


def own_person() -> Person:
    """Whoever sent this request, who has an account. Raises NotAllowed on a machine without passwords."""
    person = signed_in().person
    if person is None:
        raise NotAllowed("No password is asked on this machine, so there is no account to change.")
    return person


def account_page(status: int = 200, **forms: BaseForm) -> ResponseReturnValue:
    """The page, with the form that was refused."""
    who = signed_in()
    if who.person is None:
        return render_template("account/local.html", shell=main_shell("account"))
    with unit.read() as opened:
        page = AccountPage(
            who.person,
            ROLES[who.person.role],
            [name for _, name in people.clients_of(opened, who.person.id)],
            sign_in.sessions_of(opened, who.person),
            who.session_id,
        )
    given = {"password_form": ChangePasswordForm(), "off_form": CodeOffForm(prefix=OFF), **forms}
    return render_template("account/show.html", page=page, shell=main_shell("account"), **given), status


@blueprint.get("")
@access("viewer")
def show() -> ResponseReturnValue:
    """One's own account."""
    return account_page()


@blueprint.post("/password")
@access("viewer")
def password() -> ResponseReturnValue:
    """Change one's own password; every other browser is signed out."""
    person, form = own_person(), ChangePasswordForm()
    if form.validate():
        with form.show_errors():
            with unit.read() as opened:
                sign_in.check_own_password(opened, person, "old_password", form.old_password.data or "")
            hashed = sign_in.hashed_password(form.password.data or "", person.email, person.name)
            with unit.write() as opened:
                sign_in.set_password(opened, person, hashed, signed_in().session_id)
        if not form.errors:
            toast("The password was changed. Other browsers were signed out.")
            return redirect(url_for("account.show"), SEE_OTHER)
    return account_page(UNPROCESSABLE, password_form=form)


def secret_signer() -> URLSafeTimedSerializer:
    """Signs the key of a second factor on its way to the page and back."""
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt=SECRET_SALT)


@blueprint.route("/code", methods=["GET", "POST"])
@access("viewer")
def code() -> ResponseReturnValue:
    """Turn the second factor on: the picture of the key, and the first code that proves it works."""
    person, form = own_person(), CodeOnForm()
    try:
        secret, owner = secret_signer().loads(form.secret.data or "", max_age=SECRET_SECONDS)
    except BadSignature:
        secret, owner = "", ""
    if owner != person.id:
        secret = sign_in.new_code_secret()
        form.secret.data = secret_signer().dumps([secret, person.id])
    if form.validate_on_submit():
        with form.show_errors(), unit.write() as opened:
            sign_in.turn_code_on(opened, person, secret, form.code.data or "")
        if not form.errors:
            toast("From now on you sign in with your password and a code.")
            return redirect(url_for("account.show"), SEE_OTHER)
    address = sign_in.code_address(person, secret)
    page = render_template(
        "account/code.html", form=form, picture=qr_svg(address), secret=secret, shell=main_shell("account")
    )
    return page, UNPROCESSABLE if form.errors else 200


@blueprint.post("/code/off")
@access("viewer")
def code_off() -> ResponseReturnValue:
    """Take one's own second factor away."""
    person, form = own_person(), CodeOffForm(prefix=OFF)
    if form.validate():
        with form.show_errors():
            with unit.read() as opened:
                sign_in.check_own_password(opened, person, "password", form.password.data or "")
            with unit.write() as opened:
                sign_in.turn_code_off(opened, person)
        if not form.errors:
            toast("You sign in with your password alone.")
            return redirect(url_for("account.show"), SEE_OTHER)
    return account_page(UNPROCESSABLE, off_form=form)


@blueprint.post("/sessions/<session_id>/end")
@access("viewer")
def end_session(session_id: str) -> Response:
    """Sign one browser out."""
    with unit.write() as opened:
        people.end_sessions(opened, own_person().id, only=session_id)
    toast("That browser was signed out.")
    return redirect(url_for("account.show"), SEE_OTHER)


@blueprint.post("/sessions/end-others")
@access("viewer")
def end_others() -> Response:
    """Sign every other browser out."""
    with unit.write() as opened:
        people.end_sessions(opened, own_person().id, but=signed_in().session_id)
    toast("Every other browser was signed out.")
    return redirect(url_for("account.show"), SEE_OTHER)
