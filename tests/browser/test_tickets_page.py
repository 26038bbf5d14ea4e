"""Tickets in a real browser: from the export to the figures, the claim check and the plan."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.support import Window, fill_with_samples, running
from tests.factories.tickets import END, HEAD, SEPTEMBER

pytestmark = pytest.mark.browser

CLIENT = "/clients/halden-pharma"
READING_MS = 120_000
"""How long an export of twenty thousand tickets may take on a busy machine."""


@pytest.fixture
def site(browser: Any, tmp_path: Path) -> Iterator[str]:
    """A server of its own with the sample clients."""
    fill_with_samples(tmp_path / "data")
    with running(tmp_path / "data") as address:
        yield address


def upload(page: Any, site: str, path: Path) -> None:
    """Choose a file and wait for the question how it is read."""
    page.goto(f"{site}{CLIENT}/tickets")
    page.get_by_label("Ticket export").set_input_files(path)
    page.get_by_role("button", name="Look into the file").click()
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text("Is this how the export is to be read?", timeout=READING_MS)


def bring_in(page: Any, words: str) -> None:
    """Say in which zone the times are, let the tickets be read, and go to their figures."""
    page.get_by_label("Time zone of the times").fill("UTC")
    page.get_by_role("button", name="Bring the tickets in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(words, timeout=READING_MS)
    page.get_by_role("link", name="What the tickets say").click()
    expect(page.get_by_role("heading", name="What the tickets say")).to_be_visible(timeout=READING_MS)


def uci_export() -> Path:
    """The real export of one row each; the test is skipped with the reason where it is not there."""
    folder = os.environ.get("GRADINO_TEST_DATA")
    path = Path(folder or "") / "tickets" / "servicenow_uci498_incidents_one_row_each.csv.gz"
    if not folder or not path.is_file():
        pytest.skip("GRADINO_TEST_DATA names no folder with real ticket exports")
    return path


def test_a_real_export_reaches_results_claim_check_and_plan(site: str, window: Window) -> None:
    page = window(site).new_page()
    upload(page, site, uci_export())
    expect(page.get_by_label("Resolved", exact=True)).to_have_value("resolved_at")
    page.get_by_role("button", name="Bring the tickets in").click()
    expect(page.get_by_role("alert")).to_contain_text("Say in which one they are.")
    bring_in(page, "24,918 tickets came in")
    figures = page.get_by_role("table", name="What the tickets say")
    for name, value in (
        ("Mean time to resolve incidents", "178 h 10 min"),
        ("Requests handled as the SLA demands", "63.4%"),
        ("Requests completed inside the SLA", "61.8%"),
        ("Resolved without reassignment", "51.4%"),
    ):
        expect(figures.get_by_role("row", name=name)).to_contain_text(value)

    page.goto(f"{site}{CLIENT}/metrics/M08")
    page.get_by_label("Target (optional)").fill("90")
    page.get_by_role("button", name="Save the target").click()
    expect(page.get_by_text("The target was saved.")).to_be_visible()

    page.goto(f"{site}{CLIENT}/results")
    expect(page.get_by_text("Requests completed inside the SLA").first).to_be_visible()

    page.goto(f"{site}{CLIENT}/metrics/claims")
    finding = page.get_by_role("listitem").filter(has_text="nobody collects").first
    finding.get_by_text("Explained because").click()
    finding.get_by_role("textbox").fill("The supplier counts it from January on.")
    finding.get_by_role("button", name="Explain").click()
    expect(page.get_by_text("Explained.", exact=True)).to_be_visible()
    expect(page.get_by_text("The supplier counts it from January on.")).to_be_attached()

    page.goto(f"{site}{CLIENT}/plan")
    expect(page.locator("main")).to_contain_text("Requests handled as the SLA demands misses its target")


def test_a_file_is_sent_and_settled_without_scripts(site: str, window: Window, tmp_path: Path) -> None:
    path = tmp_path / "september.csv"
    path.write_text(HEAD + SEPTEMBER + END, encoding="utf-8")
    page = window(site, java_script_enabled=False).new_page()
    page.goto(f"{site}{CLIENT}/tickets")
    page.get_by_label("Ticket export").set_input_files(path)
    page.get_by_role("button", name="Look into the file").click()
    look_until(page, "Is this how the export is to be read?")
    page.get_by_label("Time zone of the times").fill("UTC")
    page.get_by_role("button", name="Bring the tickets in").click()
    look_until(page, "3 tickets came in")


def look_until(page: Any, words: str) -> None:
    """Look again, as somebody without scripts does, until the heading is this."""
    for _ in range(120):
        if page.get_by_role("heading", level=1).inner_text() == words:
            return
        page.wait_for_timeout(500)
        page.reload()
    raise AssertionError(f"the page never said {words!r}")


def test_a_lost_connection_does_not_lose_the_upload(site: str, window: Window, tmp_path: Path) -> None:
    path = tmp_path / "september.csv"
    path.write_text(HEAD + SEPTEMBER + END, encoding="utf-8")
    page = window(site).new_page()
    lost: list[str] = []

    def lose_the_first(route: Any) -> None:
        if lost:
            route.continue_()
        else:
            lost.append(route.request.url)
            route.abort()

    page.route("**/pieces/0", lose_the_first)
    upload(page, site, path)
    assert len(lost) == 1
