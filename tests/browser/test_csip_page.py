"""The register in a real browser: readable at every width, accessible, usable without scripts."""

import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect
from werkzeug.serving import make_server

from assessment.config import Settings
from assessment.domain.csip import Decision
from assessment.services import csip
from assessment.services.clients import add_client
from assessment.services.csip import ItemDraft
from assessment.services.workspace import prepare_store
from assessment.store.database import Database
from assessment.web.app import LOCAL_WORKSPACE, create_app

pytestmark = pytest.mark.browser

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
LIST = "/clients/corvo-logistics/csip"
SMALLEST_WIDTH = 320
GO_ON = Decision("progress")
HOLD = Decision("hold", "Waits for the budget round", date(2027, 1, 15))


@pytest.fixture
def site(tmp_path: Path) -> Iterator[str]:
    """The address of a running app with a small register."""
    url = f"sqlite:///{tmp_path / 'gradino.sqlite'}"
    database = Database(url)
    prepare_store(database, NOW)
    fill(database)
    app = create_app(Settings(data_dir=tmp_path, database_url=url, secret_key="k" * 40), database)
    app.config["CLOCK"] = lambda: NOW
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()
    database.close()


def fill(database: Database) -> None:
    """A client with a late item, one on hold and one whose cost waits."""
    with database.write(LOCAL_WORKSPACE, "Service desk lead", NOW) as unit:
        add_client(unit, name="Corvo Logistics")
        for title, due, cost, decisions in (
            ("Set priority from impact and urgency", date(2026, 11, 14), "none", (GO_ON, GO_ON)),
            ("Self-service for password and access", date(2027, 9, 30), "costed", (GO_ON, HOLD)),
            ("Publish the request catalogue with a form for each request", None, "costed", (GO_ON,)),
        ):
            draft = ItemDraft(title, area_id="A3", owner="Service desk lead", due_on=due, cost_kind=cost)
            item = csip.add_item(unit, "corvo-logistics", draft)
            for decision in decisions:
                item = csip.decide_item(unit, "corvo-logistics", item.number, decision, item.version)


def opened(browser: Browser, width: int, **options: object) -> BrowserContext:
    """A window of a width."""
    return browser.new_context(viewport={"width": width, "height": 900}, **options)  # type: ignore[arg-type]


def faults(page: Page) -> list[str]:
    """What the accessibility checks find on a page."""
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in found]


@pytest.mark.parametrize("path", ["", "?group=done", "/3", "/new"])
@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (390, "dark")])
def test_the_pages_are_accessible(browser: Browser, site: str, path: str, width: int, scheme: str) -> None:
    with opened(browser, width, color_scheme=scheme) as window:
        page = window.new_page()
        logged: list[str] = []
        page.on("console", lambda message: logged.append(message.text))
        page.goto(site + LIST + path)
        assert faults(page) == []
        assert logged == []


@pytest.mark.parametrize("path", ["", "/3", "/new"])
def test_no_page_is_wider_than_a_small_phone(browser: Browser, site: str, path: str) -> None:
    with opened(browser, SMALLEST_WIDTH) as window:
        page = window.new_page()
        page.goto(site + LIST + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= SMALLEST_WIDTH


def test_the_whole_register_fits_a_desktop_window(browser: Browser, site: str) -> None:
    with opened(browser, 1440) as window:
        page = window.new_page()
        page.goto(site + LIST)
        table = page.get_by_role("region", name="Register").last
        assert table.evaluate("box => box.scrollWidth - box.clientWidth") <= 0


def test_a_decision_and_its_way_back_need_no_script(browser: Browser, site: str) -> None:
    with opened(browser, 1440, java_script_enabled=False) as window:
        page = window.new_page()
        page.goto(f"{site}{LIST}?group=in+progress")
        page.get_by_role("link", name="Change CSIP-001").click()
        page.locator("summary", has_text="Put on hold").click()
        form = page.locator("details[open] form")
        form.get_by_label("Reason").fill("No budget before January")
        form.get_by_label("Look at it again on").fill("2027-01-15")
        form.get_by_role("button", name="Put on hold").click()
        expect(page).to_have_url(f"{site}{LIST}?group=in+progress")
        expect(page.get_by_role("status")).to_contain_text("CSIP-001 is on hold until 15 Jan 2027.")
        expect(page.get_by_role("heading", level=1)).to_contain_text("none in progress yet")
        page.get_by_role("status").get_by_role("button", name="Undo").click()
        expect(page.get_by_role("status")).to_contain_text("CSIP-001 is in progress again.")


def test_only_one_decision_is_open_at_a_time(browser: Browser, site: str) -> None:
    with opened(browser, 1440) as window:
        page = window.new_page()
        page.goto(f"{site}{LIST}/1")
        for name in ("Put on hold", "Remove"):
            page.locator("summary", has_text=name).click()
        expect(page.locator("#decide details[open] summary")).to_have_text("Remove")


def test_the_register_prints_without_its_controls(browser: Browser, site: str) -> None:
    with opened(browser, 1000) as window:
        page = window.new_page()
        page.goto(site + LIST)
        page.emulate_media(media="print")
        expect(page.get_by_role("link", name="Change CSIP-001")).to_be_hidden()
        expect(page.get_by_role("link", name="Add item")).to_be_hidden()
        expect(page.get_by_text("Set priority from impact and urgency")).to_be_visible()
