"""The pages and the saving of an answer, as ratios to a bare Flask route on the same kind of server."""

import gzip
import itertools
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

from assessment.bench.data import AREA, FIRST, SLUG, make_database, settings_for
from assessment.bench.figures import Figure
from assessment.bench.measuring import TIMES, against_hello, cpu_against_first, missing, queries_of
from assessment.bench.serving import OK, TOKEN, Act, NotMeasured, Served, getting, served
from assessment.config import Settings
from assessment.domain.answers import AnswerSet, Rating, Vote
from assessment.domain.scoring import score
from assessment.files.framework_file import framework_by_id
from assessment.resources import resource_dir
from assessment.services.demo import load_into
from assessment.services.workspace import open_store
from assessment.web.assets import tight_css

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
SAVE_P50, SAVE_CPU = 4.0, 5.0
SCORE_MS = 2.0
SCORE_COMMAND = 4.0
SAMPLES_SECONDS = 4.0
LARGEST_CSS_KB, LARGEST_JS_KB = 40, 30
KB = 1024
# Only the pages of a workshop, and the grid of readings, load these.
ONE_PAGE_SCRIPTS = ("room.js", "workshop.js", "grid.js")
VOTERS = 7
PROCESSES = 7


def saving(server: Served) -> Act:
    """Return an act that saves one rating: token, commit and new scores, with another answer each time."""
    html = server.request("GET", f"{PLACE}/{AREA}", headers={"Accept-Encoding": "identity"})[1].decode()
    found = TOKEN.search(html)
    if found is None:
        raise NotMeasured("the question page has no token")
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Accept": "application/json",
        "X-CSRFToken": found[1],
        "Sec-Fetch-Site": "same-origin",
    }
    # A database of make_database has every rating at its first version.
    version = itertools.count(1)
    letters: Iterator[str] = itertools.cycle("PL")

    def act() -> None:
        fields = {"rating": next(letters), "version": next(version), "note": "Seen in the ticket sample."}
        path = f"{PLACE}/{AREA}/practices/{PRACTICE}"
        status, data = server.request("POST", path, urlencode(fields), headers)
        if status != OK:
            raise NotMeasured(f"saving answered {status}: {data[:200]!r}")

    return act


def ratio_rows(hello: Served, app: Served) -> list[Figure]:
    """Return p50 and processor time of saving and of each page, as multiples of the bare route."""
    rows = against_hello(hello, app, "save rating", saving(app), SAVE_P50, SAVE_CPU)
    for name, (path, limit) in PAGES.items():
        rows += against_hello(hello, app, name, getting(app, path), limit, limit)
    return rows


def growth_rows(small: Served, large: Served) -> list[Figure]:
    """Return the processor time at a thousand clients against one, the databases alternating."""
    acts = {"save rating": (saving(small), saving(large))}
    for name in ("question page", "results", "plan"):
        path = PAGES[name][0]
        acts[name] = (getting(small, path), getting(large, path))
    rows = []
    for name, (one, many) in acts.items():
        title = f"{name}, 1,000 clients against 1"
        try:
            (value,) = cpu_against_first(((small, one), (large, many)))
            rows.append(Figure(title, value, "x CPU", GROWTH))
        except NotMeasured as problem:
            rows.append(missing(title, GROWTH, problem))
    return rows


def list_growth_row(fifty: Served, large: Served) -> Figure:
    """Return the processor time of a full page of the list out of a thousand clients against out of fifty."""
    (value,) = cpu_against_first([(server, getting(server, "/clients")) for server in (fifty, large)])
    return Figure("client list, 50 of 1,000 against 50 of 50", value, "x CPU", GROWTH)


def size_rows(app: Served) -> list[Figure]:
    """Return the size of each page, raw and compressed, and of styles and scripts."""
    rows = []
    for name, (path, _) in PAGES.items():
        status, packed = app.request("GET", path)
        if status != OK:
            rows.append(missing(f"{name}, HTML", LARGEST_PAGE_KB, NotMeasured(f"it answered {status}")))
            continue
        raw = gzip.decompress(packed)
        rows.append(Figure(f"{name}, HTML", len(raw) / KB, "KB", LARGEST_PAGE_KB))
        rows.append(Figure(f"{name}, HTML compressed", len(packed) / KB, "KB", LARGEST_PACKED_KB))
    static = resource_dir("static")
    style = "".join(path.read_text(encoding="utf-8") for path in (static / "css").glob("*.css"))
    css = len(tight_css(style).encode())
    own = [path for path in (static / "js").glob("*.js") if path.name not in ONE_PAGE_SCRIPTS]
    scripts = sum(path.stat().st_size for path in own)
    rows.append(Figure("all styles", css / KB, "KB", LARGEST_CSS_KB))
    rows.append(Figure("all scripts of ours", scripts / KB, "KB", LARGEST_JS_KB))
    return rows


def query_rows(settings: Settings) -> list[Figure]:
    """Return how many queries each page runs, counted inside the process."""
    counts = queries_of(settings, {name: path for name, (path, _) in PAGES.items()})
    return [Figure(f"{name}, queries", count, "queries", MOST_QUERIES) for name, count in counts.items()]


def memory_row() -> Figure:
    """Return how long one assessment takes to score in memory, every practice rated by votes."""
    framework = framework_by_id("pom")
    letters = itertools.cycle(["F", "L", "P", "N", "DK"])
    ratings = {
        practice: Rating(votes=tuple(Vote(next(letters)) for _ in range(VOTERS)))
        for practice in framework.practices
    }
    answers = AnswerSet(ratings=ratings)
    taken = []
    for _ in range(TIMES):
        start = time.perf_counter()
        score(framework, answers)
        taken.append(time.perf_counter() - start)
    return Figure("score one assessment in memory", statistics.median(taken) * 1000, "ms", SCORE_MS)


def samples_row(folder: Path) -> Figure:
    """Return the processor time that loading the sample data takes, both consultancies."""
    database = open_store(settings_for(folder / "samples"))
    begun = time.process_time()
    load_into(database)
    taken = time.process_time() - begun
    database.close()
    return Figure("load the sample data, CPU", taken, "s", SAMPLES_SECONDS)


def command_row(folder: Path) -> Figure:
    """Return the whole process of `score FILE` as a multiple of importing Flask."""
    framework = framework_by_id("pom")
    path = folder / SMALL_FILE
    ratings = "".join(f"  {practice}: {{consensus: L}}\n" for practice in framework.practices)
    path.write_text(
        "format: gradino-assessment/1\nframework: {id: pom}\nclient: {name: Bench}\n"
        f"title: Bench\ndate: 2026-11-22\nratings:\n{ratings}",
        encoding="utf-8",
    )
    command = [sys.executable, "-m", "assessment", "score", str(path)]
    pairs = [
        (_process_seconds([sys.executable, "-c", "import flask"]), _process_seconds(command))
        for _ in range(PROCESSES)
    ]
    ratio = statistics.median(score_time / flask_time for flask_time, score_time in pairs)
    ms = statistics.median(score_time for _, score_time in pairs) * 1000
    return Figure("score FILE, whole process", ratio, "x import flask", SCORE_COMMAND, ms)


def _process_seconds(command: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)  # noqa: S603  The command is our own.
    return time.perf_counter() - start


def measure() -> list[Figure]:
    """Measure everything that the pages promise; takes about a minute."""
    # Scoring comes first: a thousand clients leave so much in memory that collecting it would be timed too.
    rows = [memory_row()]
    with tempfile.TemporaryDirectory(prefix="gradino-bench-") as name:
        folder = Path(name)
        make_database(folder / "one", 1)
        make_database(folder / "fifty", PAGE_OF_CLIENTS)
        settings = make_database(folder / "many", MANY)
        shutil.copytree(folder / "many", folder / "again")
        rows += [command_row(folder), samples_row(folder)]
        with served(None) as hello, served(folder / "many") as many:
            rows += ratio_rows(hello, many)
            rows += size_rows(many)
            with served(folder / "fifty") as fifty:
                rows.append(list_growth_row(fifty, many))
        with served(folder / "one") as one, served(folder / "again") as again:
            rows += growth_rows(one, again)
        rows += query_rows(settings)
    return rows
