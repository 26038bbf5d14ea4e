"""The question page in a real browser: keys, saving by itself, and what happens when saving fails."""

import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from werkzeug.serving import make_server

from assessment.config import Settings
from assessment.services import assessments, clients
from assessment.services.workspace import LOCAL_WORKSPACE, prepare_store
from assessment.store.database import Database
from assessment.web.app import create_app
from assessment.web.unit import utc_clock

pytestmark = pytest.mark.browser

AREA = "/clients/corvo-logistics/assessments/november-2026/restoration"
FIRST, SECOND = "L1-A3-P1", "L2-A3-P1"
SECRET = "a key that only tests use, long enough"


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """A running app with one open assessment; the address of one of its areas."""
    settings = Settings(tmp_path, f"sqlite:///{tmp_path / 'gradino.sqlite'}", SECRET)
    database = Database(settings.database_url)
    prepare_store(database)
    with database.write(LOCAL_WORKSPACE, "tests", utc_clock()) as unit:
        clients.add_client(unit, name="Corvo Logistics")
        assessments.start_assessment(
            unit, "corvo-logistics", title="November 2026", held_on=date(2026, 11, 22)
        )
    server = make_server("127.0.0.1", 0, create_app(settings, database), threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}{AREA}"
    server.shutdown()
    thread.join()
    server.server_close()
    database.close()


@pytest.fixture
def tab(browser: Any, address: str) -> Iterator[Any]:
    """A browser tab on the area."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.goto(address)
    yield page
    context.close()


def row(tab: Any, practice: str) -> Any:
    """The row of one practice."""
    return tab.locator(f"#p-{practice}")


def chosen(tab: Any, practice: str) -> str:
    """The rating that a practice shows."""
    return str(tab.evaluate(f"document.querySelector('[name=\"p.{practice}.rating\"]:checked')?.value ?? ''"))


def wait_saved(tab: Any, practice: str) -> None:
    """Wait until the row says that it is saved."""
    tab.wait_for_selector(f"#p-{practice} [data-saved][data-state=saved]")


def test_an_area_is_rated_with_keys_alone(tab: Any) -> None:
    tab.keyboard.press("j")
    tab.keyboard.press("f")
    wait_saved(tab, FIRST)
    tab.keyboard.press("j")
    tab.keyboard.press("p")
    wait_saved(tab, SECOND)
    tab.keyboard.press("2")
    tab.wait_for_selector("#a [data-saved][data-state=saved]")
    tab.reload()
    assert (chosen(tab, FIRST), chosen(tab, SECOND)) == ("F", "P")
    assert tab.locator("#a-placing-2").is_checked()
    assert "33% in place" in tab.locator("#coverage-L2").inner_text()


def test_does_not_apply_waits_for_its_reason(tab: Any) -> None:
    tab.keyboard.press("j")
    tab.keyboard.press("x")
    reason = tab.locator(f"#p-{FIRST}-reason")
    assert reason.evaluate("field => field === document.activeElement")
    assert row(tab, FIRST).locator("[data-saved]").inner_text() == "Say why it does not apply"
    reason.fill("No services of our own")
    wait_saved(tab, FIRST)
    tab.reload()
    assert (chosen(tab, FIRST), tab.locator(f"#p-{FIRST}-reason").input_value()) == (
        "NA",
        "No services of our own",
    )


def test_a_note_is_kept_and_read_back(tab: Any) -> None:
    row(tab, FIRST).locator("summary").first.click()
    note = tab.locator(f"#p-{FIRST}-note")
    note.fill("**Since May**")
    wait_saved(tab, FIRST)
    assert tab.locator(f"#p-{FIRST}-read strong").inner_text() == "Since May"
    assert note.input_value() == "**Since May**"


def test_a_failed_save_is_seen_and_tried_again(tab: Any) -> None:
    broken = {"now": True}

    def answer(route: Any) -> None:
        if broken["now"]:
            route.fulfill(status=500, content_type="application/json", body='{"error": "Broken"}')
        else:
            route.continue_()

    tab.route("**/practices/*", answer)
    tab.keyboard.press("j")
    tab.keyboard.press("l")
    failed = row(tab, FIRST).locator("[data-saved][data-state=failed]")
    failed.wait_for()
    assert failed.inner_text().startswith("Not saved")
    assert tab.locator("[data-saved-all]").inner_text() == "Not saved"
    assert "The server cannot save just now" in tab.locator(".netbar").inner_text()
    broken["now"] = False
    failed.get_by_role("button", name="Try again").click()
    wait_saved(tab, FIRST)
    assert tab.locator("[data-saved-all]").inner_text().startswith("Saved")
    tab.reload()
    assert chosen(tab, FIRST) == "L"


def test_what_was_typed_offline_is_sent_when_the_connection_is_back(tab: Any) -> None:
    tab.context.set_offline(True)
    tab.keyboard.press("j")
    tab.keyboard.press("f")
    row(tab, FIRST).locator("[data-saved][data-state=failed]").wait_for()
    assert "Not connected" in tab.locator(".netbar").inner_text()
    tab.context.set_offline(False)
    wait_saved(tab, FIRST)
    tab.reload()
    assert chosen(tab, FIRST) == "F"


def test_two_tabs_show_both_values(tab: Any, address: str) -> None:
    other = tab.context.new_page()
    other.goto(address)
    other.keyboard.press("j")
    other.keyboard.press("p")
    wait_saved(other, FIRST)
    tab.keyboard.press("j")
    tab.keyboard.press("f")
    box = row(tab, FIRST).locator("[data-conflict]")
    box.wait_for()
    assert "Fully" in box.inner_text()
    assert "Partly" in box.inner_text()
    box.get_by_role("button", name="Keep mine").click()
    wait_saved(tab, FIRST)
    other.reload()
    assert chosen(other, FIRST) == "F"


def test_letters_do_nothing_when_the_keys_are_off(tab: Any) -> None:
    tab.evaluate("localStorage.setItem('gradino:keys-off', '1')")
    tab.locator(f'[name="p.{FIRST}.rating"]').first.focus()
    tab.keyboard.press("f")
    assert chosen(tab, FIRST) == ""


def test_nothing_is_wider_than_a_phone(tab: Any) -> None:
    for width in (390, 320):
        tab.set_viewport_size({"width": width, "height": 844})
        assert tab.evaluate("document.documentElement.scrollWidth") <= width


def test_nothing_is_wrong_for_assistive_technology(tab: Any) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")
    tab.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    for scheme in ("light", "dark"):
        tab.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        found = axe.Axe().run(tab).response["violations"]
        assert [(one["id"], one["nodes"][0]["html"][:200]) for one in found] == []


def test_the_mouse_places_an_area_in_halves(tab: Any) -> None:
    for value in ("2.5", "4", "1.5"):
        box = tab.locator(f'label:has(> input[name="a.placing"][value="{value}"])').first.bounding_box()
        tab.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        tab.mouse.down()
        tab.wait_for_timeout(80)
        tab.mouse.up()
        assert tab.locator('input[name="a.placing"]:checked').get_attribute("value") == value


def test_the_last_practice_shown_leads_on_to_the_other_levels(tab: Any) -> None:
    closed = tab.locator("details.others:not([open])")
    assert closed.count() == 1
    for _ in range(12):
        tab.keyboard.press("j")
        if not closed.count():
            break
    assert closed.count() == 0


def test_a_file_is_attached_taken_out_at_once_and_brought_back(tab: Any, tmp_path: Path) -> None:
    record = tmp_path / "Record of forty.txt"
    record.write_text("Forty records were looked at.", encoding="utf-8")
    row(tab, FIRST).locator("summary").first.click()
    row(tab, FIRST).get_by_label("A file as evidence").set_input_files(record)
    row(tab, FIRST).get_by_role("button", name="Attach").click()
    link = tab.get_by_role("link", name="Record of forty.txt")
    with tab.expect_download() as taken:
        link.click()
    assert taken.value.suggested_filename == "Record of forty.txt"
    # What is typed and not saved yet when the button is pressed is neither lost nor a conflict.
    tab.fill(f"#p-{FIRST}-note", "Typed at the last moment")
    row(tab, FIRST).get_by_role("button", name="Remove the evidence").click()
    tab.wait_for_selector("text=The evidence was removed.")
    assert link.count() == 0
    assert tab.input_value(f"#p-{FIRST}-note") == "Typed at the last moment"
    assert tab.locator(".conflict, .errors").count() == 0
    tab.get_by_role("button", name="Undo").click()
    tab.wait_for_selector("text=The evidence is back.")
    assert link.is_visible()
