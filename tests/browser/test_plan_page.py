"""The plan page in a real browser: moves without loading again, focus that stays, and no barrier."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from werkzeug.serving import make_server

from assessment.config import Settings
from assessment.store.database import Database
from assessment.store.migrate import upgrade
from assessment.store.queries.workspaces import ensure_workspace
from assessment.web.app import LOCAL_WORKSPACE, create_app
from tests.factories.planned import FIRST, PLAN, SECOND, planned_client

pytestmark = [pytest.mark.browser, pytest.mark.slow]

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
NARROWEST = 320
# A busy machine is not a fault.
PATIENCE_MS = 20_000


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the app with one planned client."""
    folder = tmp_path_factory.mktemp("plan-page")
    url = f"sqlite:///{folder / 'gradino.sqlite'}"
    database = Database(url)
    upgrade(database, NOW)
    with database.write(LOCAL_WORKSPACE, "tests", NOW) as unit:
        ensure_workspace(unit, "Local")
        planned_client(unit)
    app = create_app(Settings(Path(folder), url, secret_key="only for tests, long enough"), database)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    database.close()


@pytest.fixture
def chromium(browser: Browser) -> Browser:
    """The browser that all tests share."""
    return browser


@pytest.fixture
def tab(chromium: Browser) -> Iterator[Page]:
    """A fresh tab that fails the test on an error in a script."""
    tab = chromium.new_page(viewport={"width": 1440, "height": 900})
    faults: list[str] = []
    tab.on("pageerror", lambda error: faults.append(str(error)))
    yield tab
    tab.close()
    assert faults == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_barrier_on_the_page_and_in_an_open_form(
    chromium: Browser, site: str, scheme: Literal["light", "dark"]
) -> None:
    tab = chromium.new_page(color_scheme=scheme, viewport={"width": 1280, "height": 900})
    for address in (f"{PLAN}?change={FIRST}&done={FIRST}", f"{PLAN}/csip"):
        tab.goto(site + address)
        tab.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        found = Axe().run(tab)
        assert found.violations_count == 0, found.generate_report()
    tab.close()


def test_nothing_is_wider_than_a_narrow_phone(chromium: Browser, site: str) -> None:
    tab = chromium.new_page(viewport={"width": NARROWEST, "height": 640})
    tab.goto(f"{site}{PLAN}?change={FIRST}")
    tab.evaluate("document.getElementById('settings').open = true")
    assert tab.evaluate("document.documentElement.scrollWidth") == NARROWEST
    tab.close()


def test_a_move_by_keyboard_changes_the_board_keeps_the_focus_and_can_be_undone(tab: Page, site: str) -> None:
    tab.goto(site + PLAN)
    tab.locator(f"#w-{FIRST}").focus()
    tab.keyboard.press("End")
    tag = tab.locator(f"#i-{FIRST} .tags")
    expect(tag).to_contain_text("pinned to wave")
    expect(tab.locator(f"#w-{FIRST}")).to_be_focused()
    tab.get_by_role("button", name="Undo", exact=True).last.click()
    expect(tag).not_to_contain_text("pinned")


def test_a_value_changed_in_a_card_moves_it_at_once_and_reset_brings_it_back(tab: Page, site: str) -> None:
    tab.goto(site + PLAN)
    rank = tab.locator(f"#i-{FIRST} h3 .id")
    before = rank.inner_text()
    tab.locator(f"#c-{FIRST}").click()
    expect(tab.locator("#effort")).to_be_focused()
    tab.locator("#effort").select_option("5")
    expect(rank).not_to_have_text(before)
    expect(tab.locator("#effort")).to_be_focused()
    tab.get_by_role("button", name="Reset effort").click()
    expect(rank).to_have_text(before)
    tab.get_by_role("link", name="Close").click()
    expect(tab.locator(f"#c-{FIRST}")).to_be_focused()


def test_ticking_items_says_what_the_index_becomes(tab: Page, site: str) -> None:
    tab.goto(site + PLAN)
    tab.locator(f"#d-{FIRST}").check()
    tab.locator(f"#d-{SECOND}").check()
    expect(tab.locator("#forecast")).to_contain_text("If these two items are done")
    tab.locator(f"#d-{SECOND}").uncheck()
    expect(tab.locator("#forecast")).to_contain_text("If this item is done")


def test_a_refused_move_opens_the_form_with_the_reason(tab: Page, site: str) -> None:
    tab.goto(site + PLAN)
    tab.locator(f"#w-{SECOND}").select_option("1")
    expect(tab.locator("[data-editor] .error")).to_contain_text("cannot start in wave 1")
    expect(tab.locator("#pin_wave")).to_be_focused()


def test_everything_works_without_a_script(chromium: Browser, site: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto(site + PLAN)
    tab.locator(f"#w-{FIRST}").select_option("2")
    tab.locator(f"#i-{FIRST}").get_by_role("button", name="Move").click()
    expect(tab.locator(f"#i-{FIRST} .tags")).to_contain_text("pinned to wave 2")
    tab.locator("#plan-acts").get_by_role("button", name="Undo").click()
    expect(tab.locator(f"#i-{FIRST} .tags")).not_to_contain_text("pinned")
    tab.locator(f"#d-{FIRST}").check()
    tab.get_by_role("button", name="Show what the ticked items change").click()
    expect(tab.locator("#forecast")).to_contain_text("If this item is done")
    context.close()
