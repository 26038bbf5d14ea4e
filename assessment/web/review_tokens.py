"""The end of a link to a review or a calendar: signed, so that nobody finds another by trying."""

from flask import current_app, url_for
from itsdangerous import BadSignature, URLSafeSerializer

from assessment.web.addresses import public_base

SALT = "review"
PARTS = 2


def token_of(workspace_id: str, link_id: str) -> str:
    """The end of the link."""
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt=SALT).dumps([workspace_id, link_id])


def ids_in(token: str) -> tuple[str, str] | None:
    """The ids of the workspace and the link, or None when it was altered."""
    try:
        found = URLSafeSerializer(current_app.config["SECRET_KEY"], salt=SALT).loads(token)
    except BadSignature:
        return None
    return (str(found[0]), str(found[1])) if isinstance(found, list) and len(found) == PARTS else None


def address_of(workspace_id: str, link_id: str, kind: str) -> str:
    """The whole address of a link, as it is sent."""
    endpoint = "shared_reviews.calendar" if kind == "calendar" else "shared_reviews.show"
    return public_base() + url_for(endpoint, token=token_of(workspace_id, link_id))
