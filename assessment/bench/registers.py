"""Pages of large registers and the making of a review's pack, as ratios to a bare Flask route."""

import tempfile
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlencode

from assessment.bench.data import FIRST
from assessment.bench.figures import Figure
from assessment.bench.measuring import against_hello, counted_statements, queries_of
from assessment.bench.register_client import make_registers
from assessment.bench.register_meetings import WAITING
from assessment.bench.serving import TOKEN, Act, NotMeasured, Served, getting, served
from assessment.config import Settings
from assessment.services.reviews import prepare_review
from assessment.services.reviews_pack import gather
from assessment.services.workspace import LOCAL_WORKSPACE
from assessment.store.database import Database
from assessment.store.queries.clients import get_client
from assessment.store.queries.reviews import get_review

HOME = f"/clients/{FIRST}"
PAGES = {
    "CSIP list, 2,000 improvements": f"{HOME}/csip",
    "CSIP board, 2,000 improvements": f"{HOME}/csip?view=board",
    "CSIP calendar, 2,000 improvements": f"{HOME}/csip?view=calendar",
    "action register, 500 actions": f"{HOME}/actions",
    "agreements, 50": f"{HOME}/slas",
    "results of 50 agreements": f"{HOME}/sla-results",
    "results of one agreement, 5 years": f"{HOME}/slas/7/results",
    "needs of a client": f"{HOME}/needs",
    "goals": f"{HOME}/goals",
    "services": f"{HOME}/services",
    "reviews of 5 years": f"{HOME}/reviews",
    "review with its pack": f"{HOME}/reviews/{WAITING}",
}
PACK = "making the pack of a quarterly review"
PAGE_TIMES, PACK_TIMES = 10, 5
MOST, MOST_FOR_PACK, MOST_QUERIES = 20.0, 150.0, 15
SEE_OTHER = 303


def making(server: Served) -> Act:
    """Return an act that makes the pack of the review that waits, each time anew."""
    status, data = server.request(
        "GET", PAGES["review with its pack"], headers={"Accept-Encoding": "identity"}
    )
    token = TOKEN.search(data.decode())
    if token is None:
        raise NotMeasured(f"the page of the review answered {status} without a token")
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "X-CSRFToken": token[1],
        "Sec-Fetch-Site": "same-origin",
    }
    # The pack was made once before the measurement, and every making raises the version by one.
    version = 2

    def act() -> None:
        nonlocal version
        path = f"{PAGES['review with its pack']}/prepare"
        status, data = server.request("POST", path, urlencode({"seen": version}), headers)
        if status != SEE_OTHER:
            raise NotMeasured(f"making the pack answered {status}: {data[:200]!r}")
        version += 1

    return act


def ratio_rows(hello: Served, app: Served) -> list[Figure]:
    """Return p50 and processor time of each page and of making a pack, as multiples of the bare route."""
    rows = []
    for name, path in PAGES.items():
        rows += against_hello(hello, app, name, getting(app, path), MOST, MOST, times=PAGE_TIMES)
    return rows + against_hello(hello, app, PACK, making(app), MOST_FOR_PACK, MOST_FOR_PACK, times=PACK_TIMES)


def _make_once(settings: Settings) -> int:
    """Make the pack for the first time and return in how many queries it was gathered."""
    database, now = Database(settings.database_url), datetime.now(UTC)
    with database.write(LOCAL_WORKSPACE, "bench", now) as unit:
        client = get_client(unit, FIRST)
        review = get_review(unit, client.id, WAITING)
        with counted_statements(database) as seen:
            gather(unit, client, review)
        prepare_review(unit, FIRST, WAITING, review.version)
    database.close()
    return len(seen)


def measure() -> list[Figure]:
    """Measure what large registers cost; takes about two minutes."""
    with tempfile.TemporaryDirectory(prefix="gradino-registers-") as name:
        folder = Path(name)
        settings = make_registers(folder, datetime.now(UTC).date())
        counts = {PACK: _make_once(settings)} | queries_of(settings, PAGES)
        with served(None) as hello, served(folder) as app:
            rows = ratio_rows(hello, app)
        return rows + [
            Figure(f"{name}, queries", counts[name], "queries", MOST_QUERIES) for name in (*PAGES, PACK)
        ]
