"""Sign in and out: the password, the second factor, the sessions, and what stops guessing.

Failures are counted for an account together with the place they come from, never for an account alone:
whoever guesses somebody's password from elsewhere cannot lock that person out. A browser that was signed in
before carries a mark of its own and is counted apart from its address, so a neighbour on the same network
cannot lock it out either.
"""

import hashlib
import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import pyotp

from assessment.domain.people import Person, checked_password
from assessment.errors import InvalidInput, NotAllowed, NotFound
from assessment.services import passwords
from assessment.services.people import TOKEN_BYTES, hash_of, subject_of
from assessment.store.database import Unit
from assessment.store.queries import people as people_queries
from assessment.store.queries import sessions as queries
from assessment.store.queries.events import add_event
from assessment.store.queries.sessions import Session as Session

DAYS_WITHOUT_USE = 14
MOST_DAYS = 90
TOUCH_MINUTES = 10
WINDOW = timedelta(minutes=15)
MOST_OF_ONE_ACCOUNT = 10
MOST_OF_ONE_PLACE = 60
NOTICE_AFTER = 10
LONGEST_BROWSER = 120
CODE_SECONDS = 30
ISSUER = "Gradino"

WRONG = "The address or the password is not right. Check both, or ask an owner for a new link."
WRONG_CODE = "This code is not right, or it was used already. Wait for the next one."


class TooManyTries(NotAllowed):
    """Somebody tried too often from one place; `minutes` says how long to wait."""

    def __init__(self) -> None:
        minutes = WINDOW.seconds // 60
        super().__init__(f"Too many tries from here. Wait {minutes} minutes, or ask an owner for a new link.")


@dataclass(frozen=True, slots=True)
class Attempt:
    """Who tries to sign in: the address typed, the network address, and the mark of a known browser or ''."""

    email: str
    place: str
    known_browser: str = ""

    @property
    def key(self) -> str:
        """Return what the failures of this account from here are counted under."""
        return _key("account", self.email, self.known_browser or self.place)

    @property
    def place_key(self) -> str:
        """Return what all failures from here are counted under."""
        return _key("place", self.known_browser or self.place)


def _key(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def check_tries(unit: Unit, attempt: Attempt) -> None:
    """Raise TooManyTries when this account, or anything, was tried too often from here."""
    since = unit.now - WINDOW
    if queries.count_failures(unit, attempt.key, since) >= MOST_OF_ONE_ACCOUNT:
        raise TooManyTries
    if queries.count_failures(unit, attempt.place_key, since) >= MOST_OF_ONE_PLACE:
        raise TooManyTries


def check_password(unit: Unit, attempt: Attempt, password: str) -> Person | None:
    """Return who this is, or None when the address or the password is wrong; nothing is written.

    Raises TooManyTries before the password is looked at.
    """
    check_tries(unit, attempt)
    try:
        person = people_queries.get_person_by_email(unit, attempt.email)
    except NotFound:
        passwords.fits(None, password)
        return None
    stored = people_queries.get_secrets(unit, person.id).password
    if not passwords.fits(stored, password) or person.is_off:
        return None
    return person


def note_failure(unit: Unit, attempt: Attempt) -> None:
    """Count a failed sign-in; many of one account in one window go into the audit trail once."""
    since = unit.now - WINDOW
    count = queries.add_failure(unit, attempt.key, since)
    queries.add_failure(unit, attempt.place_key, since)
    if count == NOTICE_AFTER:
        said = {"email": attempt.email, "count": count}
        add_event(unit, "", "sign-in", "sign-in failed often", said)


def check_code(unit: Unit, person_id: str, code: str) -> Person:
    """Return the person when the code of the second factor is right; each code works once.

    Raises InvalidInput otherwise.
    """
    person = people_queries.get_person(unit, person_id)
    kept = people_queries.get_secrets(unit, person_id)
    step = _step_of(kept.code_secret or "", code, unit.now)
    if step is None or not people_queries.use_code_step(unit, person_id, step):
        raise InvalidInput("code", WRONG_CODE)
    return person


def _step_of(secret: str, code: str, now: datetime) -> int | None:
    """Return the step of time whose code this is: now, the one before or the one after."""
    tidy = "".join(code.split())
    at_now = int(now.timestamp()) // CODE_SECONDS
    if not secret or not tidy.isdecimal():
        return None
    totp = pyotp.TOTP(secret)
    for step in (at_now, at_now - 1, at_now + 1):
        if secrets.compare_digest(totp.at(step * CODE_SECONDS), tidy):
            return step
    return None


def start_session(unit: Unit, person: Person, browser: str, way: str, attempt: Attempt | None = None) -> str:
    """Sign a person in and return what the cookie of the session holds."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    queries.clear_old(unit, unit.now - WINDOW)
    queries.add_session(
        unit,
        hash_of(token),
        person.id,
        browser[:LONGEST_BROWSER],
        unit.now + timedelta(days=DAYS_WITHOUT_USE),
    )
    if attempt is not None:
        queries.clear_failures(unit, attempt.key)
    add_event(_as(unit, person), "", subject_of(person.id), "signed in", {"name": person.name, "way": way})
    return token


def _as(unit: Unit, person: Person) -> Unit:
    """Return the unit as the person's own, for what somebody does who is not signed in yet."""
    return replace(unit, actor=person.name, scope=replace(unit.scope, person_id=person.id))


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Somebody who is signed in; `is_due` tells whether the use of the session has to be noted."""

    person: Person
    session_id: str
    is_due: bool


def session_of(unit: Unit, token: str) -> SignedIn | None:
    """Return who is signed in with a cookie; None when the session ended. Nothing is written."""
    session_id = hash_of(token)
    found = queries.find_session(unit, session_id)
    if found is None:
        return None
    seen_at, ends_at, person = found
    if ends_at <= unit.now:
        return None
    return SignedIn(person, session_id, unit.now - seen_at > timedelta(minutes=TOUCH_MINUTES))


def note_use(unit: Unit, session_id: str) -> None:
    """Let a session in use end later, yet never after 90 days."""
    queries.touch_session(unit, session_id, timedelta(days=DAYS_WITHOUT_USE), timedelta(days=MOST_DAYS))


def sessions_of(unit: Unit, person: Person) -> list[Session]:
    """Return the browsers in which a person is signed in, last used first."""
    return queries.list_sessions(unit, person.id)


def sign_out(unit: Unit, person: Person, session_id: str) -> None:
    """End one session."""
    queries.end_sessions(unit, person.id, only=session_id)
    add_event(unit, "", subject_of(person.id), "signed out", {"name": person.name})


def link_of(unit: Unit, token: str) -> tuple[Person, str]:
    """Return whose link this is and of which kind; NotFound when it was used or its time is over."""
    found = queries.find_link(unit, hash_of(token))
    if found is None:
        raise NotFound("This link was used already, or its time is over. Ask an owner for a new one.")
    return found


def hashed_password(password: str, email: str = "", name: str = "") -> str:
    """Return what is stored of a new password; InvalidInput when it cannot be set.

    This takes a while, so it is done before a transaction that writes is begun.
    """
    return passwords.hash_password(checked_password(password, email, name))


def set_password_by_link(unit: Unit, token: str, hashed: str) -> Person:
    """Set the password of the person a link belongs to, and use the link up; other sessions end.

    Raises NotFound for a link that does not work.
    """
    person, _ = link_of(unit, token)
    set_password(_as(unit, person), person, hashed)
    if not queries.use_link(unit, hash_of(token)):
        raise NotFound("This link was used already. Ask an owner for a new one.")
    return people_queries.get_person(unit, person.id)


def set_password(unit: Unit, person: Person, hashed: str, keep_session: str = "") -> None:
    """Set a password, hashed before, and end the sessions of the person, but for one."""
    people_queries.update_person(unit, person.id, {"password": hashed})
    queries.end_sessions(unit, person.id, but=keep_session)
    add_event(unit, "", subject_of(person.id), "password set", {"name": person.name})


def check_own_password(unit: Unit, person: Person, field: str, password: str) -> None:
    """Raise InvalidInput naming the field unless this is the person's password; nothing is written."""
    if not passwords.fits(people_queries.get_secrets(unit, person.id).password, password):
        raise InvalidInput(field, "This is not your password.")


def person_from_outside(unit: Unit, email: str, outside_id: str) -> Person:
    """Return the person whom another system vouches for; the first time binds the account to that identity.

    Raises NotAllowed when nobody here has the address, the account is off, or bound to another identity.
    """
    try:
        person = people_queries.get_person_by_email(unit, email)
    except NotFound:
        raise NotAllowed(f"Nobody here has the address {email}. Ask an owner for an invitation.") from None
    bound = people_queries.get_outside_id(unit, person.id)
    if person.is_off or bound not in (None, outside_id):
        raise NotAllowed("This account cannot be used with that sign-in. Ask an owner.")
    if bound is None:
        people_queries.update_person(unit, person.id, {"outside_id": outside_id})
        said = {"name": person.name}
        add_event(_as(unit, person), "", subject_of(person.id), "outside sign-in bound", said)
    return people_queries.get_person(unit, person.id)


def new_code_secret() -> str:
    """Return a new key for a second factor."""
    return pyotp.random_base32()


def code_address(person: Person, secret: str) -> str:
    """Return the address that an authenticator app reads out of a QR code."""
    return pyotp.TOTP(secret).provisioning_uri(name=person.email, issuer_name=ISSUER)


def turn_code_on(unit: Unit, person: Person, secret: str, code: str) -> None:
    """Ask for a second factor from now on; InvalidInput unless a code of the new key proves that it works."""
    step = _step_of(secret, code, unit.now)
    if step is None:
        raise InvalidInput("code", "This code does not fit. Check the clock of the phone, then try again.")
    people_queries.update_person(unit, person.id, {"code_secret": secret, "code_step": step})
    add_event(unit, "", subject_of(person.id), "second factor", {"name": person.name, "to": "on"})


def turn_code_off(unit: Unit, person: Person) -> None:
    """Ask for no second factor any more, after the password was checked."""
    people_queries.update_person(unit, person.id, {"code_secret": None})
    add_event(unit, "", subject_of(person.id), "second factor", {"name": person.name, "to": "off"})
