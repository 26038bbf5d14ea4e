"""Who may open which page: every view says so, and the app refuses to start when one does not."""

from collections.abc import Callable
from typing import Literal, TypeVar

from flask import Flask, abort, g, request

from assessment.errors import AppError

Role = Literal["anyone", "viewer", "manager", "consultant", "owner"]
View = TypeVar("View", bound=Callable[..., object])

# A later role may do everything that an earlier one may.
ROLE_ORDER: tuple[Role, ...] = ("anyone", "viewer", "manager", "consultant", "owner")
ACCOUNT_ROLES = frozenset(ROLE_ORDER[1:])


class SignInNeeded(AppError):
    """The page is for people who are signed in, and nobody is."""


class AccessMissing(RuntimeError):
    """A view was registered without saying who may use it."""


def access(role: Role) -> Callable[[View], View]:
    """Mark a view with the least role that may use it; put it directly above the function.

    Raises ValueError for a role that is not in ROLE_ORDER.
    """
    if role not in ROLE_ORDER:
        raise ValueError(f"{role!r} is not one of {', '.join(ROLE_ORDER)}")

    def mark(view: View) -> View:
        view.access = role  # type: ignore[attr-defined]
        return view

    return mark


def current_role() -> Role:
    """The role of whoever sent this request."""
    role: Role = g.get("role", "anyone")
    return role


def may(role: Role) -> bool:
    """Whether whoever sent this request may do what this role may."""
    return ROLE_ORDER.index(current_role()) >= ROLE_ORDER.index(role)


def is_outside() -> bool:
    """Whether whoever sent this request has no account here, such as the phones of a workshop."""
    return current_role() not in ACCOUNT_ROLES


def views_without_access(app: Flask) -> list[str]:
    """The endpoints whose view does not say who may use it, in alphabetical order."""
    return sorted(name for name, view in app.view_functions.items() if getattr(view, "access", None) is None)


def init_access(app: Flask) -> None:
    """Refuse to start when a view has no role, and check the role before each request.

    Raises AccessMissing with the names of the endpoints.
    """
    missing = views_without_access(app)
    if missing:
        raise AccessMissing("these views do not say who may use them: " + ", ".join(missing))
    app.jinja_env.globals["may"] = may

    @app.before_request
    def check_role() -> None:
        if request.endpoint is None:
            return
        needed: Role = getattr(app.view_functions[request.endpoint], "access", "owner")
        if may(needed):
            return
        if is_outside():
            raise SignInNeeded("Sign in to open this page.")
        abort(403)
