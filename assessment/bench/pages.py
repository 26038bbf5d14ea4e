"""The pages and the saving of an answer, as ratios to a bare Flask route on the same kind of server."""

import gzip
import itertools
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlencode

from assessment.bench.data import AREA, FIRST, SLUG, make_database, open_database
from assessment.bench.figures import Figure
from assessment.bench.serving import TOKEN, Act, Served, Timing, getting, served, timed

ROUNDS = 5
TIMES = 60
WARM_UP = 20
MANY = 1000
PAGE_OF_CLIENTS = 50
PLACE = f"/clients/{FIRST}/assessments/{SLUG}"
PAGES = {
    "question page": (f"{PLACE}/{AREA}", 10.0),
    "results": (f"{PLACE}/results", 15.0),
    "plan": (f"/clients/{FIRST}/plan", 15.0),
    "client list, 50 of 1,000": ("/clients", 10.0),
}
GROWTH = 1.3
MOST_QUERIES = 12
LARGEST_PAGE_KB = 150
LARGEST_PACKED_KB = 15
PRACTICE = "L2-A3-P1"
SMALL_FILE = "small-assessment.yaml"


def saving(server: Served) -> Act:
    """Return an act that saves one rating: token, commit and new scores, with another answer each time."""
    html = server.request("GET", f"{PLACE}/{AREA}", headers={"Accept-Encoding": "identity"})[1].decode()
    found = TOKEN.search(html)
    if found is None:
        raise RuntimeError("the question page has no token")
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Accept": "application/json",
        "X-CSRFToken": found[1],
        "Sec-Fetch-Site": "same-origin",
    }
    version = itertools.count(_version_of(server))
    letters: Iterator[str] = itertools.cycle("LP")

    def act() -> None:
        body = urlencode({"answer": next(letters), "version": next(version)})
        status, data = server.request("POST", f"{PLACE}/{AREA}/practices/{PRACTICE}", body, headers)
        if status != 200:
            raise RuntimeError(f"saving answered {status}: {data[:200]!r}")

    return act


def _version_of(server: Served) -> int:
    # A new database of make_database has every rating at its first version.
    return 1
