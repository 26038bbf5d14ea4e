"""Passwords: hashed with argon2, a few at a time, so that a rush of sign-ins cannot take the memory."""

from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from assessment.errors import Unavailable

AT_ONCE = 2
LONGEST_WAIT_SECONDS = 20.0

_hasher = PasswordHasher()
_free = BoundedSemaphore(AT_ONCE)

# The hash of a password that nobody has: checked when there is no account, so that the answer takes as long.
_NOBODY = "$argon2id$v=19$m=65536,t=3,p=4$c29tZSBzYWx0IG9mIG91cnM$vDhdV5Ipu5PSBRnaPTNd9XPK6G8XK0m9ZqJ6Dlyvm8E"


class _Turn:
    """One of the few places in which a password is hashed."""

    def __enter__(self) -> None:
        if not _free.acquire(timeout=LONGEST_WAIT_SECONDS):
            raise Unavailable("Many people are signing in just now. Wait a moment, then try again.")

    def __exit__(self, *_: object) -> None:
        _free.release()


def hash_password(password: str) -> str:
    """Return what is stored of a password. Raises Unavailable when too many wait for their turn."""
    with _Turn():
        return _hasher.hash(password)


def fits(stored: str | None, password: str) -> bool:
    """Return whether a password is the one whose hash is stored; it takes as long when there is none.

    Raises Unavailable when too many wait for their turn.
    """
    with _Turn():
        try:
            _hasher.verify(stored or _NOBODY, password)
        except (VerificationError, InvalidHashError):
            return False
    return stored is not None
