"""The addresses of service reviews, and what all their pages share."""

from flask import Blueprint

blueprint = Blueprint("reviews", __name__, url_prefix="/clients/<client>/reviews")

SEE_OTHER, UNPROCESSABLE, CONFLICT = 303, 422, 409
PLACE = "reviews"
