"""Who is the owner: everybody on the machine itself, else whoever used a link that serve or the owner made.

A link works once. It is kept as an empty file in the data folder whose name is the hash of the link's end, so
that it works in every process of the server, and so that whoever reads the folder's listing gets no link.
"""

import hashlib
import secrets
from collections.abc import Mapping
from pathlib import Path

from flask import Blueprint, Flask, current_app, g, redirect, render_template, request
from flask.typing import ResponseReturnValue
from itsdangerous import BadSignature, URLSafeTimedSerializer
from werkzeug.wrappers import Response

from assessment.config import OWNER_ONLY, OWNER_ONLY_FOLDER, Settings
from assessment.errors import AppError, NotFound
from assessment.web.access import access
from assessment.web.addresses import public_base
from assessment.web.limits import count_wrong_code, refuse_guessing

blueprint = Blueprint("owner", __name__, url_prefix="/owner")

FOLDER = "owner-links"
OWNER_COOKIE = "gradino-owner"
OWNER_SALT = "owner"
OWNER_DAYS = 30
OWNER_SECONDS = OWNER_DAYS * 24 * 60 * 60
TOKEN_BYTES = 18
SEE_OTHER = 303
USED = "This link was used already or is not complete. Ask for a new one, or restart the server to get one."


def new_link(data_dir: Path) -> str:
    """Make the end of a link that opens the app to its owner once.

    Raises AppError when the data folder cannot be written.
    """
    token = secrets.token_urlsafe(TOKEN_BYTES)
    place = _place(data_dir, token)
    try:
        place.parent.mkdir(mode=OWNER_ONLY_FOLDER, exist_ok=True)
        place.touch(mode=OWNER_ONLY, exist_ok=False)
    except OSError as error:
        raise AppError(f"No link could be made: {place.parent} cannot be written.") from error
    return token


def forget_links(data_dir: Path) -> None:
    """Take back every link that nobody has used."""
    for place in (data_dir / FOLDER).glob("*"):
        place.unlink(missing_ok=True)


def is_open(data_dir: Path, token: str) -> bool:
    """Whether a link still works."""
    return _place(data_dir, token).is_file()


def use_link(data_dir: Path, token: str) -> bool:
    """Use a link up; whether it still worked. Of two who use it at once, one gets it."""
    try:
        _place(data_dir, token).unlink()
    except OSError:
        return False
    return True


def _place(data_dir: Path, token: str) -> Path:
    return data_dir / FOLDER / hashlib.sha256(token.encode()).hexdigest()


def is_owner(settings: Settings, cookies: Mapping[str, str]) -> bool:
    """Whether a request comes from the owner; on a server for this machine alone every request does."""
    if not settings.needs_owner_link:
        return True
    value = cookies.get(OWNER_COOKIE)
    if not value:
        return False
    try:
        _signer(settings).loads(value, max_age=OWNER_SECONDS)
    except BadSignature:
        return False
    return True


def _signer(settings: Settings) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(settings.secret_key, salt=OWNER_SALT)


def _settings() -> Settings:
    settings: Settings = current_app.config["SETTINGS"]
    return settings


@blueprint.get("/<token>")
@access("anyone")
def enter(token: str) -> ResponseReturnValue:
    """Ask before the link is used up, because a chat that previews links opens them too."""
    if is_owner(_settings(), request.cookies):
        return redirect("/", SEE_OTHER)
    refuse_guessing()
    if not is_open(_settings().data_dir, token):
        count_wrong_code()
        raise NotFound(USED)
    return render_template("owner/enter.html", token=token, days=OWNER_DAYS)


@blueprint.post("/<token>")
@access("anyone")
def use(token: str) -> Response:
    """Make this browser the owner's; the link works once."""
    settings = _settings()
    refuse_guessing()
    if not use_link(settings.data_dir, token):
        count_wrong_code()
        raise NotFound(USED)
    response = redirect("/", SEE_OTHER)
    response.set_cookie(
        OWNER_COOKIE,
        _signer(settings).dumps("owner"),
        max_age=OWNER_SECONDS,
        httponly=True,
        samesite="Lax",
        secure=bool(current_app.config["SESSION_COOKIE_SECURE"]),
    )
    return response


@blueprint.route("", methods=["GET", "POST"])
@access("owner")
def invite() -> ResponseReturnValue:
    """Make a link for a second browser, such as that of a second facilitator."""
    settings = _settings()
    link = ""
    if request.method == "POST" and settings.needs_owner_link:
        link = f"{public_base()}/owner/{new_link(settings.data_dir)}"
    return render_template("owner/invite.html", needed=settings.needs_owner_link, link=link, days=OWNER_DAYS)


def init_owner(app: Flask, settings: Settings) -> None:
    """Give each request its role; a server for this machine alone needs no check."""
    app.register_blueprint(blueprint)
    if not settings.needs_owner_link:
        return

    @app.before_request
    def find_role() -> None:
        g.role = "owner" if is_owner(settings, request.cookies) else "anyone"
