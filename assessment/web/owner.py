"""Who is the owner: everybody on the machine itself, else whoever opened the link that serve prints."""

import hmac
import secrets
from collections.abc import Mapping

from flask import Blueprint, Flask, current_app, g, redirect, request
from itsdangerous import BadSignature, URLSafeTimedSerializer
from werkzeug.wrappers import Response

from assessment.config import Settings
from assessment.errors import NotFound
from assessment.web.access import access

blueprint = Blueprint("owner", __name__)

OWNER_COOKIE = "gradino-owner"
OWNER_SALT = "owner"
OWNER_DAYS = 30
OWNER_SECONDS = OWNER_DAYS * 24 * 60 * 60
TOKEN_BYTES = 18
TOKEN = "OWNER_TOKEN"  # noqa: S105  This is the name of a setting, not a secret.
SEE_OTHER = 303


def new_token() -> str:
    """A link's end that opens the app to its owner once."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def is_owner(settings: Settings, cookies: Mapping[str, str]) -> bool:
    """Whether a request comes from the owner; on a server for this machine alone every request does."""
    if settings.on_loopback:
        return True
    value = cookies.get(OWNER_COOKIE)
    if not value:
        return False
    try:
        URLSafeTimedSerializer(settings.secret_key, salt=OWNER_SALT).loads(value, max_age=OWNER_SECONDS)
    except BadSignature:
        return False
    return True


@blueprint.get("/owner/<token>")
@access("anyone")
def enter(token: str) -> Response:
    """Make this browser the owner's; the link works once."""
    kept = current_app.config.get(TOKEN)
    if not kept or not hmac.compare_digest(kept, token):
        raise NotFound("This link was used already or is not complete. Restart the server for a new one.")
    current_app.config[TOKEN] = None
    settings: Settings = current_app.config["SETTINGS"]
    response = redirect("/", SEE_OTHER)
    response.set_cookie(
        OWNER_COOKIE,
        URLSafeTimedSerializer(settings.secret_key, salt=OWNER_SALT).dumps("owner"),
        max_age=OWNER_SECONDS,
        httponly=True,
        samesite="Lax",
        secure=bool(current_app.config["SESSION_COOKIE_SECURE"]),
    )
    return response


def init_owner(app: Flask, settings: Settings) -> None:
    """Give each request its role; a server for this machine alone needs no check."""
    app.register_blueprint(blueprint)
    if settings.on_loopback:
        return

    @app.before_request
    def find_role() -> None:
        g.role = "owner" if is_owner(settings, request.cookies) else "anyone"
