"""What the browser tests share: a running server, windows that report faults, and looks at a whole page."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from assessment.services import actions, csip
from assessment.services.actions import ActionDraft, Decision
from assessment.services.assessments import start_assessment
from assessment.services.clients import add_client
from assessment.services.demo import load_samples
from assessment.services.metric_edits import mark_break
from assessment.services.own import MetricEntry, PracticeEntry, define_metric, define_practice
from assessment.services.remarks import add_remark, attach, change_remark
from assessment.services.ticket_imports import take_file
from assessment.services.ticket_work import work
from assessment.services.workspace import LOCAL_WORKSPACE, prepare_store
from assessment.store.database import Database, Unit
from tests.browser.on_a_day import DAY as NOW
from tests.factories.reviews import write_reviews
from tests.factories.sla_results import with_results
from tests.factories.slas import story as agreements
from tests.factories.tickets import END, HEAD, SEPTEMBER, with_tickets

SCRIPTS = Path(__file__).parent / "scripts"
PROJECT = Path(__file__).parents[2]
ON_A_DAY = "tests.browser.on_a_day"
READY = "Gradino is ready: "
DESKTOP = 1440
PHONE = 390
NARROWEST = 320
SECOND = 1000

# Clients that are added to the samples, because every state of a page has to be looked at.
BLANK = "blank-client"
STARTED = "started-client"
WITH_TICKETS = "client-with-tickets"
WRONG = "INC4,Ann Example,2026-09-29 08:00,2026-09-28 08:00,,Closed,2 - Low,Desk,true\n"
OPEN_AREA = f"/clients/{STARTED}/assessments/november-2026/restoration"


@contextmanager
def running(folder: Path, *, debug: bool = False) -> Iterator[str]:
    """Serve the data of a folder with a process of its own, on a free port; yields the address."""
    command = [sys.executable, "-m", ON_A_DAY, "serve", "--port", "0", "--data", str(folder)]
    environment = {"GRADINO_DEBUG": "1"} if debug else {}
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env=own_environment(environment), cwd=PROJECT
    )
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        assert line.startswith(READY), f"the server did not start: {line!r}"
        yield line.removeprefix(READY).split(" ", maxsplit=1)[0].strip()
    finally:
        process.terminate()
        process.communicate(timeout=10)


def own_environment(more: Mapping[str, str]) -> dict[str, str]:
    """The environment of this process without the settings of a run that somebody works with."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GRADINO_")}
    return {**kept, **more}


def fill_with_samples(folder: Path) -> None:
    """Put the sample clients into a new database, one client without anything and one that has just begun."""
    folder.mkdir(exist_ok=True)
    database = Database(f"sqlite:///{folder / 'gradino.sqlite'}")
    prepare_store(database, NOW)
    with database.write(LOCAL_WORKSPACE, "tests", NOW) as unit:
        load_samples(unit)
        add_client(unit, name="Blank client")
        add_client(unit, name="Started client")
        start_assessment(unit, STARTED, title="November 2026", held_on=date(2026, 11, 22))
        define_metric(unit, STARTED, MetricEntry("Same day", "percent", "higher", cells=(("A9", 5),)))
        define_practice(unit, STARTED, PracticeEntry("Ask the driver first", "A9", 5, 3))
        mark_break(unit, STARTED, "OWN-01", "2026-08", "New ticketing tool")
        add_register(unit)
        with_results(unit, STARTED)
        add_client(unit, name="Client with tickets")
        write_reviews(unit, "corvo-logistics")
        agreements(unit, STARTED)
    bring_tickets(database)
    database.close()


def add_register(unit: Unit) -> None:
    """Give a client actions in several states, one with comments and a file, one moved to its register."""
    late = date(2026, 11, 20)
    draft = ActionDraft("Answer priority 1 within 15 minutes", "Missed in **October**.", severity="high",
                        due_on=late, root_cause="The evening shift is short of one person.")  # fmt: skip
    first = actions.add_action(unit, STARTED, draft)
    actions.decide_action(unit, STARTED, 1, Decision("start"), first.version)
    subject = actions.subject_of(first)
    said = add_remark(unit, STARTED, subject, "The rota is being changed.", "provider")
    change_remark(unit, STARTED, said.id, "The rota is changed from December on.", said.version)
    attach(unit, STARTED, subject, "rota.txt", b"Evening: two people")
    csip.add_item(unit, STARTED, csip.ItemDraft("Bring the desk back to its hours", owner="Desk lead"))
    actions.move_to_actions(unit, STARTED, 1, "The hours were agreed")
    actions.add_action(unit, STARTED, ActionDraft("Clear the backlog of requests", severity="low"))
    actions.decide_action(unit, STARTED, 3, Decision("cancel", "The backlog is gone"), 1)


def bring_tickets(database: Database) -> None:
    """Give a client one export that is in, one that waits for answers and one that could not be read."""
    with_tickets(database, LOCAL_WORKSPACE, WITH_TICKETS, NOW, HEAD + SEPTEMBER + END + WRONG)
    asked = HEAD + SEPTEMBER.replace("2026-09-01", "01/09/2026").replace("Closed", "Weg")
    with database.write(LOCAL_WORKSPACE, "tests", NOW) as unit:
        take_file(unit, WITH_TICKETS, "october.csv", asked.encode())
        take_file(unit, WITH_TICKETS, "report.csv", b"%PDF-1.7")
    work(database, lambda: NOW)


@dataclass
class Watch:
    """What went wrong in the windows of a test, and where their requests went."""

    site: str
    faults: list[str] = field(default_factory=list)

    def follow(self, page: Any) -> None:
        """Note errors of scripts, refusals of the content policy, and requests that leave the site."""
        page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))
        page.on("console", self._read)
        page.on("request", self._look)

    def _read(self, message: Any) -> None:
        # Plotly brings a style sheet for maps, which are never drawn here; the policy keeps it out.
        if "/plotly." in message.location["url"]:
            return
        if message.type == "error" and "Content Security Policy" in message.text:
            self.faults.append(f"policy at {message.location['url']}: {message.text[:300]}")

    def _look(self, request: Any) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in ("http", "https") and parts.netloc != urlsplit(self.site).netloc:
            self.faults.append(f"leaves the origin: {request.url[:200]}")


Window = Callable[..., Any]


def script(name: str) -> str:
    """The text of a script that looks at a page."""
    return (SCRIPTS / f"{name}.js").read_text(encoding="utf-8")


def send(page: Any, form: str, values: Mapping[str, str]) -> None:
    """Send a form as a browser without our scripts would, with other values in some of its fields."""
    with page.expect_navigation():
        page.evaluate(
            """([selector, values]) => {
                const form = document.querySelector(selector);
                for (const [name, value] of Object.entries(values)) {
                    let field = form.elements[name];
                    if (!field) {
                        field = Object.assign(document.createElement("input"), { type: "hidden", name });
                        form.append(field);
                    }
                    field.value = value;
                }
                HTMLFormElement.prototype.submit.call(form);
            }""",
            [form, dict(values)],
        )


def open_details(page: Any) -> None:
    """Open everything that is folded away, so that it is looked at too."""
    page.evaluate(
        "document.querySelectorAll('details')"
        ".forEach((one) => { one.removeAttribute('name'); one.open = true; })"
    )


def add_client_by_form(page: Any, name: str) -> str:
    """Add a client through its page; returns the address of the client."""
    page.goto("/clients/new")
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_role("button", name="Add client").click()
    page.wait_for_url("**/clients/*")
    return str(urlsplit(page.url).path)


def start_assessment_by_form(page: Any, client: str, title: str, day: str) -> str:
    """Start an empty assessment through its page; returns its address."""
    page.goto(f"{client}/assessments/new")
    page.get_by_label("Title").fill(title)
    page.get_by_label("Date").fill(day)
    page.get_by_role("button", name="Start").click()
    page.wait_for_url(lambda address: not str(address).endswith("/new"))
    return str(urlsplit(page.url).path)
