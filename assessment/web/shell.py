"""The frame of every page: where one can go, whose client this is, and what has just been done."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from flask import Flask, current_app, flash, request, url_for
from werkzeug.routing import BuildError

from assessment.web import unit
from assessment.web.access import Role, may
from assessment.web.filters import current_language
from assessment.web.identity import current_who

THEMES = ("light", "dark")
THEME_COOKIE = "theme"
TOAST = "toast"


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the navigation: a key that pages name, the words, and the endpoint behind it."""

    key: str
    label: str
    endpoint: str


@dataclass(frozen=True, slots=True)
class NavLink:
    """One entry as drawn: its address, its count or None, and whether the page is in it."""

    label: str
    href: str
    count: int | None = None
    current: bool = False


@dataclass(frozen=True, slots=True)
class Shell:
    """The frame around a page; client_name is None on the pages above one client."""

    links: tuple[NavLink, ...]
    client_name: str | None = None
    client_href: str | None = None


# The endpoints that features give their first page; an entry whose endpoint is not there is not drawn.
MAIN_PLACES = (
    Place("clients", "Clients", "clients.index"),
    Place("needs", "Needs you", "needs.everywhere"),
    Place("compare", "Compare", "compare.show"),
    Place("framework", "Framework", "framework.index"),
    Place("people", "People", "people.index"),
    Place("history", "History", "history.index"),
)
CLIENT_PLACES = (
    Place("overview", "Overview", "clients.show"),
    Place("needs", "Needs you", "needs.index"),
    Place("assessments", "Assessments", "assessments.index"),
    Place("results", "Results", "results.latest"),
    Place("metrics", "Metrics", "metrics.index"),
    Place("peers", "Peers", "peers.show"),
    Place("plan", "Plan", "plan.show"),
    Place("services", "Services", "catalogue.index"),
    Place("goals", "Goals", "goals.index"),
    Place("csip", "CSIP register", "csip.index"),
    Place("actions", "Action register", "actions.index"),
    Place("sla-results", "SLA results", "sla_results.index"),
    Place("reviews", "Service reviews", "reviews.index"),
    Place("slas", "Agreements", "slas.index"),
    Place("exports", "Exports", "exports.index"),
    Place("history", "History", "history.of_client"),
)


def place_href(place: Place, values: Mapping[str, str]) -> str | None:
    """The address of a place, or None when no feature offers it."""
    if place.endpoint not in current_app.view_functions:
        return None
    try:
        return url_for(place.endpoint, **values)  # type: ignore[arg-type]
    except BuildError:
        return None


def role_of(endpoint: str) -> Role:
    """The least role that may open an endpoint."""
    role: Role = getattr(current_app.view_functions.get(endpoint), "access", "owner")
    return role


def nav_links(
    places: tuple[Place, ...], here: str, values: Mapping[str, str], counts: Mapping[str, int]
) -> tuple[NavLink, ...]:
    """The places that exist, in order, with the one that the page is in marked."""
    found = ((place, place_href(place, values)) for place in places if may(role_of(place.endpoint)))
    return tuple(
        NavLink(place.label, href, counts.get(place.key), place.key == here)
        for place, href in found
        if href is not None
    )


def main_shell(here: str = "", counts: Mapping[str, int] | None = None) -> Shell:
    """The frame of a page above one client; here is the key of a place in MAIN_PLACES."""
    return Shell(nav_links(MAIN_PLACES, here, {}, counts or {}))


def client_shell(slug: str, name: str, here: str, counts: Mapping[str, int] | None = None) -> Shell:
    """The frame of a page of one client; here is the key of a place in CLIENT_PLACES.

    Endpoints of client pages take the client's slug as the argument `client`.
    """
    links = nav_links(CLIENT_PLACES, here, {"client": slug}, counts or {})
    return Shell(links, name, place_href(CLIENT_PLACES[0], {"client": slug}))


@dataclass(frozen=True, slots=True)
class Undo:
    """How to take back what a toast reports: where the form goes and what it carries."""

    action: str
    fields: Mapping[str, str] = field(default_factory=dict)
    label: str = "Undo"


def toast(text: str, undo: Undo | None = None) -> None:
    """Show a sentence on the next page, with an Undo button when there is a way back."""
    message: dict[str, object] = {"text": text}
    if undo is not None:
        message |= {"action": undo.action, "fields": dict(undo.fields), "label": undo.label}
    flash(message, TOAST)  # type: ignore[arg-type]


def current_theme() -> str | None:
    """The theme that the person chose, or None to follow the system."""
    theme = request.cookies.get(THEME_COOKIE)
    return theme if theme in THEMES else None


def init_shell(app: Flask) -> None:
    """Give every template the theme, the language and the frame for pages that bring none."""

    @app.context_processor
    def frame() -> dict[str, object]:
        return {
            "theme": current_theme(),
            "language": current_language(),
            "main_shell": main_shell,
            "now": unit.now,
            "who": current_who(),
        }
