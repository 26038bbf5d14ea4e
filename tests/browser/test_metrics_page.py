"""The grid of readings in a real browser: a pasted block, the arrow keys, a fault, and the chart after it."""

import re
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from tests.browser.support import Window, add_client_by_form

pytestmark = pytest.mark.browser

BLOCK = "58\t59.5\n7 h 50 min\t2 h 5 min\n"


def metrics_of_new_client(page: Any) -> str:
    """Add a client and return the address of its metrics."""
    return f"{add_client_by_form(page, f'Corvo {uuid4().hex[:6]}')}/metrics"


def paste(page: Any, name: str, text: str) -> None:
    """Paste a text into a cell, as a spreadsheet would give it."""
    page.locator(f'[name="{name}"]').evaluate(
        """(cell, text) => {
            const data = new DataTransfer();
            data.setData("text", text);
            const given = {clipboardData: data, bubbles: true, cancelable: true};
            cell.dispatchEvent(new ClipboardEvent("paste", given));
        }""",
        text,
    )


def test_a_block_is_pasted_saved_and_drawn(own: str, window: Window) -> None:
    page = window(own).new_page()
    metrics = metrics_of_new_client(page)
    page.goto(f"{metrics}/grid?area=incident&until=2026-10")
    paste(page, "M18:2026-09", BLOCK)
    expect(page.locator('[name="M18:2026-10"]')).to_have_value("59.5")
    expect(page.locator('[name="M19:2026-09"]')).to_have_value("7 h 50 min")
    page.locator('[name="M18:2026-08"]').focus()
    page.keyboard.type("57")
    page.keyboard.press("ArrowDown")
    page.keyboard.type("soon")
    page.keyboard.press("ArrowUp")
    expect(page.locator('[name="M18:2026-08"]')).to_be_focused()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("Nothing was saved yet.")
    fault = page.locator('[name="M19:2026-08"]')
    expect(fault).to_have_value("soon")
    expect(fault).to_have_attribute("aria-invalid", "true")
    fault.fill("8 h")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("6 readings were saved.")).to_be_visible()
    page.goto(f"{metrics}/M18")
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Incidents resolved by the desk: 59.5%, better than before"
    )


def test_a_target_and_a_reading_without_scripts(own: str, window: Window) -> None:
    page = window(own, java_script_enabled=False).new_page()
    metrics = metrics_of_new_client(page)
    page.goto(f"{metrics}/M37")
    page.get_by_label("Target (optional)").fill("90")
    page.get_by_role("button", name="Save the target").click()
    page.get_by_text("Two parts instead of the value").click()
    page.get_by_label("Numerator").fill("18")
    page.get_by_label("Denominator").fill("20")
    page.get_by_role("button", name="Save the reading").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Requests completed inside the SLA: 90%, target met"
    )
    page.get_by_role("button", name=re.compile("Withdraw")).click()
    expect(page.get_by_text("No month has a value yet.")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("tbody td[data-k=Value]")).to_contain_text("90%")
