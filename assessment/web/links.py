"""Links to pages of features that may not be there."""

import re

from flask import current_app
from werkzeug.exceptions import HTTPException

# Long lists ask for the same page of ever other numbers, and to match an address is slow.
NUMBER = re.compile(r"(?<=/)\d+(?=/|\Z)")
END = re.compile("[?#]")
PATHS_IN_MEMORY = 2048


def leads_somewhere(address: str) -> bool:
    """Whether a page of this app answers at a local address, whatever it then finds."""
    path = NUMBER.sub("1", END.split(address, maxsplit=1)[0])
    known: dict[str, bool] = current_app.extensions.setdefault("answering", {})
    if path not in known:
        if len(known) >= PATHS_IN_MEMORY:
            known.clear()
        known[path] = _answers(path)
    return known[path]


def _answers(path: str) -> bool:
    try:
        current_app.url_map.bind("localhost").match(path, method="GET")
    except HTTPException:
        return False
    return True


def first_page(*addresses: str) -> str:
    """The first of some addresses that a page answers at, "" where none does."""
    return next((one for one in addresses if leads_somewhere(one)), "")
