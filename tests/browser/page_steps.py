"""The states of pages that have to be looked at, and the steps that lead into them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

from tests.browser.support import STARTED, WITH_TICKETS, send

CORVO = "/clients/corvo-logistics"
CLOSED = f"{CORVO}/assessments/november-2026"
OPEN = "/clients/comune-di-valdoro/assessments/november-2026"
BEGUN = f"/clients/{STARTED}/assessments/november-2026"
AGREED = f"/clients/{STARTED}"
PLANNED = "/clients/tessera-insurance/plan"
TICKETS = f"/clients/{WITH_TICKETS}/tickets"
SLAS = f"/clients/{STARTED}/slas"
SIX = ",".join(
    (
        "corvo-logistics", "halden-pharma", "northgate-hospital", "tessera-insurance",
        "comune-di-valdoro", "banca-meridiana",
    )
)  # fmt: skip
TOO_LONG = "long " * 100

Steps = Callable[[Any], None]


@dataclass(frozen=True, slots=True)
class Seen:
    """One state of a page: the endpoint, its address, the status, and the steps that lead into the state.

    `part` selects what this state adds to another one that is on the list as a whole. Where charts are not to
    be `drawn`, the page stays as it is before the library for that arrives.
    """

    endpoint: str
    path: str
    status: int = 200
    steps: Steps | None = None
    name: str = ""
    part: str = ""
    drawn: bool = False

    def __str__(self) -> str:
        """The words that pytest shows for it."""
        return self.name or self.path


def refused(
    endpoint: str, path: str, form: str, values: Mapping[str, str], name: str, part: str = ""
) -> Seen:
    """A page after a form on it was refused."""
    return Seen(endpoint, path, steps=lambda page: send(page, form, values), name=name, part=part)


def with_old_token(page: Any) -> None:
    """Send a form whose token nobody gave out."""
    send(page, "main form[method=post]", {"csrf_token": "old", "name": "Typed before"})


def look_into_a_file(page: Any) -> None:
    """Upload the file of a client, as far as the page that says what it holds."""
    token = page.locator("main input[name=csrf_token]").get_attribute("value")
    taken = page.request.post(urljoin(page.url, f"{CORVO}/file"), form={"csrf_token": token})
    given = {"name": "client.zip", "mimeType": "application/zip", "buffer": taken.body()}
    page.locator("input[type=file]").set_input_files(given)
    page.locator("main form[enctype] button").click()
    page.locator("#holds-title").wait_for()


def open_import(name: str) -> Steps:
    """The steps that open the import of a file."""

    def steps(page: Any) -> None:
        page.get_by_role("link", name=name).first.click()
        page.locator("#about-title").wait_for()

    return steps


def open_outage(page: Any) -> None:
    """Open the form of an outage."""
    page.get_by_role("link", name="Change").last.click()
    page.locator("#starts_at").wait_for()


def answer_badly(page: Any) -> None:
    """Let an export be read with a zone that does not exist."""
    open_import("october.csv")(page)
    send(page, "form[action$=mapping]", {"zone": "Nowhere", "act": "start"})


def ask_for_figures(page: Any) -> None:
    """Make a link that asks somebody for figures."""
    page.get_by_role("button", name="Make a link for Service desk lead").click()
    page.locator("#link").wait_for()


def open_fill_in(page: Any) -> None:
    """Open the page of somebody who was asked for figures."""
    ask_for_figures(page)
    page.goto(urlsplit(page.locator("#link").input_value()).path)
    page.get_by_role("button", name="Send the figures").wait_for()


def open_shared(page: Any) -> None:
    """Open a review as somebody without an account does."""
    page.locator("#name").fill("Auditor")
    page.get_by_role("button", name="Make a link").click()
    page.goto(urlsplit(page.locator("#link-1").input_value()).path)
    page.get_by_text("for Auditor").wait_for()


def make_sign_link(page: Any) -> None:
    """Make a link for somebody who only signs."""
    page.get_by_text("A link for somebody who only signs").click()
    page.get_by_label("For whom").fill("Service owner")
    page.get_by_role("button", name="Make a link").click()
    page.locator("#link").wait_for()


def open_sign_link(page: Any) -> None:
    """Open the page of somebody who only signs."""
    make_sign_link(page)
    page.goto(urlsplit(page.locator("#link").input_value()).path)
    page.get_by_role("button", name="Sign").wait_for()


def open_card(page: Any) -> None:
    """Open the form of the first card of a plan."""
    page.locator("[data-change]").first.click()
    page.locator("[data-editor]").wait_for()


def refuse_card(page: Any) -> None:
    """Have the form of a card refused."""
    open_card(page)
    action = page.locator("[data-editor]").get_attribute("data-action")
    page.evaluate("address => document.getElementById('board').setAttribute('action', address)", action)
    send(page, "#board", {"do": "save", "cost_kind": "costed", "cost_amount": "much"})


def open_keys(page: Any) -> None:
    """Open the list of keys."""
    page.get_by_role("button", name="Keys").click()


BEGUN = f"/clients/{STARTED}/assessments/november-2026"
