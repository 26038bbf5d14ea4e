"""Links to pages of features that may not be there."""

from urllib.parse import urlsplit

from flask import current_app
from werkzeug.exceptions import HTTPException


def leads_somewhere(address: str) -> bool:
    """Whether a page of this app answers at a local address, whatever it then finds."""
    try:
        current_app.url_map.bind("localhost").match(urlsplit(address).path, method="GET")
    except HTTPException:
        return False
    return True


def first_page(*addresses: str) -> str:
    """The first of some addresses that a page answers at, "" where none does."""
    return next((one for one in addresses if leads_somewhere(one)), "")
