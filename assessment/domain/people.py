"""Who may do what: the four roles of people with an account, and what a new account needs."""

import re
from dataclasses import dataclass
from datetime import datetime

from assessment.errors import InvalidInput

OWNER, CONSULTANT, MANAGER, VIEWER = "owner", "consultant", "manager", "viewer"

# From the one who may do most to the one who may do least; a role may do what the later ones may.
ROLES = {
    OWNER: "Owner",
    CONSULTANT: "Consultant",
    MANAGER: "Client manager",
    VIEWER: "Viewer",
}
ROLE_WORDS = {
    OWNER: "Every client, the people and their roles",
    CONSULTANT: "Everything of the clients assigned to them, and new clients",
    MANAGER: "Reads all of one client; changes its plan, its registers and its reviews",
    VIEWER: "Reads the clients assigned to them",
}
ONE_CLIENT_ROLES = frozenset({MANAGER})

SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 200
LONGEST_EMAIL = 254
EMAIL = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\"]+\.[^@\s,;<>\".]+")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with an account in a workspace.

    `has_password` tells whether the invitation was used, `has_code` whether a second factor is asked for.
    """

    id: str
    email: str
    name: str
    role: str
    has_password: bool
    has_code: bool
    created_at: datetime
    off_at: datetime | None
    version: int

    @property
    def is_off(self) -> bool:
        """Return whether the account was switched off."""
        return self.off_at is not None

    @property
    def sees_all(self) -> bool:
        """Return whether the person sees every client without being assigned to it."""
        return self.role == OWNER


def checked_email(text: str) -> str:
    """Return an address as it is stored, in small letters. Raises InvalidInput for one that cannot be."""
    tidy = text.strip().lower()
    if len(tidy) > LONGEST_EMAIL or not EMAIL.fullmatch(tidy):
        raise InvalidInput("email", "Write an e-mail address such as name@example.org.")
    return tidy


def checked_role(role: str) -> str:
    """Return a role. Raises InvalidInput for any other word."""
    if role not in ROLES:
        raise InvalidInput("role", "Choose one of the roles shown.")
    return role


def checked_password(password: str, email: str = "", name: str = "") -> str:
    """Return a password that may be set: long enough, and not the person's own name or address.

    Raises InvalidInput. There is no rule about kinds of characters: length is what counts.
    """
    if len(password) < SHORTEST_PASSWORD:
        raise InvalidInput(
            "password", f"A password needs at least {SHORTEST_PASSWORD} characters. A few words do well."
        )
    if len(password) > LONGEST_PASSWORD:
        raise InvalidInput("password", f"A password may have at most {LONGEST_PASSWORD} characters.")
    plain = password.casefold()
    if len(set(plain)) < 5 or plain in {email.casefold(), name.casefold()}:
        raise InvalidInput("password", "This password is too easy to guess. A few words do well.")
    return password


def check_clients_of_role(role: str, clients: int) -> None:
    """Raise InvalidInput when a role cannot have so many clients."""
    if role in ONE_CLIENT_ROLES and clients > 1:
        raise InvalidInput("clients", "A client manager belongs to one client. Choose one.")
