"""Who sent a request: somebody signed in, the owner of a machine on which nobody has a password, or nobody.

The cookie of a session holds the workspace and a random text; the database knows the text by its hash only.
"""

import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import cast

from flask import Flask, current_app, g, request
from itsdangerous import BadSignature, URLSafeSerializer
from werkzeug.wrappers import Response

from assessment.config import Settings
from assessment.domain.events import BROWSER
from assessment.domain.people import CONSULTANT, OWNER, Person
from assessment.services import sign_in
from assessment.services.workspace import LOCAL_WORKSPACE, needs_sign_in
from assessment.store.database import Database, Scope
from assessment.web import unit
from assessment.web.access import ACCOUNT_ROLES, Role

SESSION_COOKIE = "gradino-person"
KNOWN_COOKIE = "gradino-known"
KNOWN_SALT = "known browser"
KNOWN_BYTES = 12
KNOWN_SECONDS = 2 * 365 * 24 * 60 * 60
SESSION_SECONDS = timedelta(days=sign_in.MOST_DAYS).total_seconds()
LOCAL_ACTOR = "local owner"
LOOK_AGAIN_SECONDS = 1.0
PROBES = frozenset({"site.health", "site.ready", "site.metrics"})
"""Whoever watches the server asks these, also while the database is away."""

DOOR = "door"


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody whom the app knows. `person` is None for the owner of a machine without passwords."""

    role: Role
    workspace_id: str
    name: str
    person: Person | None = None
    session_id: str = ""
    is_due: bool = False

    @property
    def scope(self) -> Scope:
        """What this person sees, and under which id changes are noted."""
        if self.person is None:
            return Scope(via=BROWSER)
        return Scope(self.person.id, not self.person.sees_all, BROWSER)

    @property
    def leads(self) -> bool:
        """Whether this person may lead workshops."""
        return self.role in (CONSULTANT, OWNER)


LOCAL_OWNER = Who("owner", LOCAL_WORKSPACE, LOCAL_ACTOR)


class Door:
    """Tells whether people have to sign in: always when others can reach the app, else once anybody can."""

    def __init__(self, settings: Settings, database: Database) -> None:
        self._always = settings.needs_sign_in
        self._database = database
        self._needed = False
        self._looked = 0.0

    @property
    def is_shut(self) -> bool:
        """Whether only people who are signed in come in. An account made elsewhere is noticed in a second."""
        if self._always:
            return True
        now = time.monotonic()
        if now - self._looked > LOOK_AGAIN_SECONDS:
            self._needed = needs_sign_in(self._database)
            self._looked = now
        return self._needed

    def look_again(self) -> None:
        """Forget what was found, because an account was just made."""
        self._looked = 0.0


def door_of(app: Flask) -> Door:
    """The door of an app."""
    return cast(Door, app.extensions[DOOR])


def who_of_cookies(app: Flask, cookies: Mapping[str, str]) -> Who | None:
    """Who sends these cookies; also used by the live endpoint, outside any request."""
    if not door_of(app).is_shut:
        return LOCAL_OWNER
    workspace_id, _, token = cookies.get(SESSION_COOKIE, "").partition(".")
    if not workspace_id or not token:
        return None
    database, now = app.extensions["database"], app.config["CLOCK"]()
    with database.read(workspace_id, "sign-in", now) as opened:
        found = sign_in.session_of(opened, token)
    if found is None:
        return None
    person = found.person
    return Who(cast(Role, person.role), workspace_id, person.name, person, found.session_id, found.is_due)


def current_who() -> Who | None:
    """Who sent this request; None for nobody."""
    who: Who | None = g.get("who")
    return who


def signed_in() -> Who:
    """Who sent this request, on a page that only people with a role see. Raises RuntimeError for nobody."""
    who = current_who()
    if who is None:
        raise RuntimeError("this page needs somebody who is signed in")
    return who


def set_who(who: Who | None) -> None:
    """Let the rest of this request run for somebody, or for nobody."""
    g.who = who
    g.role = who.role if who else "anyone"
    if who is not None:
        g.workspace_id, g.actor, g.scope = who.workspace_id, who.name, who.scope


def keep_session(response: Response, workspace_id: str, token: str) -> None:
    """Sign this browser in, and remember that somebody signed in with it."""
    secure = bool(current_app.config["SESSION_COOKIE_SECURE"])
    value = f"{workspace_id}.{token}"
    response.set_cookie(
        SESSION_COOKIE, value, max_age=int(SESSION_SECONDS), httponly=True, samesite="Lax", secure=secure
    )
    known = known_browser() or secrets.token_urlsafe(KNOWN_BYTES)
    response.set_cookie(
        KNOWN_COOKIE,
        _signer().dumps(known),
        max_age=KNOWN_SECONDS,
        httponly=True,
        samesite="Lax",
        secure=secure,
    )


def forget_session(response: Response) -> None:
    """Sign this browser out."""
    response.delete_cookie(SESSION_COOKIE)


def known_browser() -> str:
    """The mark of a browser in which somebody signed in before; '' for a new one."""
    try:
        found = _signer().loads(request.cookies.get(KNOWN_COOKIE, ""))
    except BadSignature:
        return ""
    return found if isinstance(found, str) else ""


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt=KNOWN_SALT)


def init_identity(app: Flask, settings: Settings) -> None:
    """Find out before each request who sent it."""
    app.extensions[DOOR] = Door(settings, app.extensions["database"])

    @app.before_request
    def find_who() -> None:
        if request.endpoint in PROBES:
            set_who(None)
            return
        view = app.view_functions.get(request.endpoint or "")
        if getattr(view, "access", None) not in ACCOUNT_ROLES and SESSION_COOKIE not in request.cookies:
            set_who(None if door_of(app).is_shut else LOCAL_OWNER)
            return
        who = who_of_cookies(app, request.cookies)
        set_who(who)
        if who is not None and who.is_due:
            with unit.write() as opened:
                sign_in.note_use(opened, who.session_id)
