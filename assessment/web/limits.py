"""Limits on what one phone or one address may try, counted in this process."""

from threading import Timer

from flask import current_app, request
from limits import parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from werkzeug.exceptions import TooManyRequests

WRONG_CODES = parse("20/minute")
VOTES = parse("10/second")
SIGNATURES = parse("10/minute")
LIMITER = "limiter"
CLEAN_SECONDS = 5.0


class Storage(MemoryStorage):
    """Counts in memory, cleared of what has expired every few seconds.

    The library would start a thread ten milliseconds after every vote to look through all seats.
    """

    @property
    def timer(self) -> Timer:
        """What clears next."""
        return self._timer

    @timer.setter
    def timer(self, following: Timer) -> None:
        following.interval = CLEAN_SECONDS
        following.daemon = True
        self._timer = following


def _limiter() -> MovingWindowRateLimiter:
    found: MovingWindowRateLimiter | None = current_app.extensions.get(LIMITER)
    if found is None:
        found = current_app.extensions[LIMITER] = MovingWindowRateLimiter(Storage())
    return found


def _address() -> str:
    return request.remote_addr or "unknown"


def refuse_guessing() -> None:
    """Raise TooManyRequests when this address has tried too many wrong codes within a minute."""
    if not _limiter().test(WRONG_CODES, "code", _address()):
        raise TooManyRequests


def count_wrong_code() -> None:
    """Remember that this address tried a code that no workshop has."""
    _limiter().hit(WRONG_CODES, "code", _address())


def refuse_flood(who: str) -> None:
    """Raise TooManyRequests when one seat (or an address without one) votes faster than people can."""
    if not _limiter().hit(VOTES, "vote", who or _address()):
        raise TooManyRequests


def refuse_many_signatures(link: str) -> None:
    """Raise TooManyRequests when somebody tries to sign with one link more often than people do."""
    if not _limiter().hit(SIGNATURES, "signature", link):
        raise TooManyRequests
