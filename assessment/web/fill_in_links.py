"""The end of a link that asks for figures: signed, so that nobody finds another by trying."""

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer

SALT = "fill-in"
PARTS = 2


def token_of(workspace_id: str, fill_in_id: str) -> str:
    """The end of the link."""
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt=SALT).dumps([workspace_id, fill_in_id])


def ids_in(token: str) -> tuple[str, str] | None:
    """The ids of the workspace and the request in a link, or None when it was altered."""
    try:
        found = URLSafeSerializer(current_app.config["SECRET_KEY"], salt=SALT).loads(token)
    except BadSignature:
        return None
    return (str(found[0]), str(found[1])) if isinstance(found, list) and len(found) == PARTS else None
