"""The signed cookie that keeps a seat for twelve hours, and the signed link of an observer."""

from flask import Response, current_app, request
from itsdangerous import BadSignature, URLSafeSerializer, URLSafeTimedSerializer

SEAT_COOKIE = "gradino-seat"
SEAT_SECONDS = 12 * 60 * 60
SEAT_SALT = "seat"
OBSERVER_SALT = "observer"


def signed_seat(secret: str, seat_id: str) -> str:
    """The value of the cookie for a seat."""
    return URLSafeTimedSerializer(secret, salt=SEAT_SALT).dumps(seat_id)


def seat_of_cookie(secret: str, value: str | None) -> str | None:
    """The seat id in a cookie, or None when it is missing, altered or older than twelve hours."""
    if not value:
        return None
    try:
        found = URLSafeTimedSerializer(secret, salt=SEAT_SALT).loads(value, max_age=SEAT_SECONDS)
    except BadSignature:
        return None
    return found if isinstance(found, str) else None


def current_seat() -> str | None:
    """The seat id of whoever sent this request."""
    return seat_of_cookie(current_app.config["SECRET_KEY"], request.cookies.get(SEAT_COOKIE))


def keep_seat(response: Response, seat_id: str) -> None:
    """Give the phone its seat for the next twelve hours."""
    response.set_cookie(
        SEAT_COOKIE,
        signed_seat(current_app.config["SECRET_KEY"], seat_id),
        max_age=SEAT_SECONDS,
        httponly=True,
        samesite="Lax",
        secure=bool(current_app.config["SESSION_COOKIE_SECURE"]),
    )


def observer_token(secret: str, workshop_id: str) -> str:
    """The end of the link with which somebody looks on; it shows only what is revealed."""
    return URLSafeSerializer(secret, salt=OBSERVER_SALT).dumps(workshop_id)


def observed_workshop(secret: str, token: str) -> str | None:
    """The workshop id in an observer's link, or None when the link was altered."""
    try:
        found = URLSafeSerializer(secret, salt=OBSERVER_SALT).loads(token)
    except BadSignature:
        return None
    return found if isinstance(found, str) else None
