"""The signed cookie that keeps a seat for half a day or a whole survey, and the link of an observer."""

from datetime import datetime

from flask import Response, current_app, g, request
from itsdangerous import BadSignature, URLSafeSerializer

from assessment.web import unit

SEAT_COOKIE = "gradino-seat"
SEAT_SECONDS = 12 * 60 * 60
SEAT_SALT = "seat"
OBSERVER_SALT = "observer"


def signed_seat(secret: str, seat_id: str, until: float) -> str:
    """The value of the cookie for a seat that is kept until a moment, in seconds since 1970."""
    return URLSafeSerializer(secret, salt=SEAT_SALT).dumps([seat_id, int(until)])


def seat_of_cookie(secret: str, value: str | None, now: float) -> str | None:
    """The seat id in a cookie, or None when it is missing, altered, or its time is over."""
    if not value:
        return None
    try:
        seat_id, until = URLSafeSerializer(secret, salt=SEAT_SALT).loads(value)
    except (BadSignature, TypeError, ValueError):
        return None
    return str(seat_id) if isinstance(until, int) and now < until else None


def current_seat() -> str | None:
    """The seat id of whoever sent this request, read once for each request."""
    if "seat_id" not in g:
        now = unit.now().timestamp()
        g.seat_id = seat_of_cookie(current_app.config["SECRET_KEY"], request.cookies.get(SEAT_COOKIE), now)
    found: str | None = g.seat_id
    return found


def keep_seat(response: Response, seat_id: str, ends: datetime) -> None:
    """Give the phone its seat for the next twelve hours, or for as long as a survey is open."""
    now = unit.now().timestamp()
    until = max(now + SEAT_SECONDS, ends.timestamp())
    response.set_cookie(
        SEAT_COOKIE,
        signed_seat(current_app.config["SECRET_KEY"], seat_id, until),
        max_age=int(until - now),
        httponly=True,
        samesite="Lax",
        secure=bool(current_app.config["SESSION_COOKIE_SECURE"]),
    )


def observer_token(secret: str, workspace_id: str, workshop_id: str) -> str:
    """The end of the link with which somebody looks on; it shows only what is revealed."""
    return URLSafeSerializer(secret, salt=OBSERVER_SALT).dumps([workspace_id, workshop_id])


def observed_workshop(secret: str, token: str) -> tuple[str, str] | None:
    """The ids of the workspace and the workshop in an observer's link, or None when it was altered."""
    try:
        found = URLSafeSerializer(secret, salt=OBSERVER_SALT).loads(token)
    except BadSignature:
        return None
    return (str(found[0]), str(found[1])) if isinstance(found, list) and len(found) == 2 else None
