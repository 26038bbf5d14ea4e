"""The addresses of service reviews, and what all their pages share."""

from flask import Blueprint, request

from assessment.web.forms import read_whole

blueprint = Blueprint("reviews", __name__, url_prefix="/clients/<client>/reviews")

SEE_OTHER, UNPROCESSABLE, CONFLICT = 303, 422, 409
PLACE = "reviews"


def seen() -> int:
    """The version that a form was filled in over."""
    return read_whole(request.form.get("seen")) or 0
