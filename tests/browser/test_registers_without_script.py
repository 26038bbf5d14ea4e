"""The registers work without scripts, as forms."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.registers_support import (
    panel,
    press,
    says,
    write,
)
from tests.browser.support import (
    Window,
    add_client_by_form,
)

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_the_registers_are_kept_without_scripts(window: Window, own: str) -> None:
    page = window(own, java_script_enabled=False).new_page()
    home = add_client_by_form(page, "Client of registers")
    for title in ("Set priorities", "Publish the catalogue"):
        page.goto(f"{home}/csip/new")
        page.get_by_label("No, it goes beyond what was agreed").check()
        write(page, {"What is to get better": title})
        press(page, "Add item")
    page.goto(f"{home}/actions/new")
    page.get_by_label("Yes", exact=True).check()
    write(page, {"What is to be put right": "Answer the telephone again", "Due": "2026-12-01"})
    press(page, "Add action")
    says(page, "Answer the telephone again", "ACT-001")
    page.goto(f"{home}/reviews/new?kind=qbr")
    write(page, {"Day": "2026-11-23"})
    press(page, "Plan it")
    press(page, "Make the pack")
    press(page, "Begin the review")
    part = panel(page, "Decide about improvements")
    for number in (1, 2):
        part.get_by_label(re.compile(f"CSIP-00{number}")).check()
    write(part, {"Decision": "Put on hold", "Reason (for a hold or a removal)": "No budget"})
    press(part, "Decide")
    says(page, "Say when to look at the item again.")
    write(panel(page, "Decide about improvements"), {"Look again on (for a hold)": "2027-02-01"})
    press(panel(page, "Decide about improvements"), "Decide")
    for number in (1, 2):
        expect(panel(page, "Decided so far")).to_contain_text(re.compile(rf"CSIP-00{number} [^:]+: on hold"))
    page.get_by_label("Service delivery manager").check()
    write(page, {"Other notes (Markdown works)": "Both came **late**.", "How we work together": "Working"})
    press(page, "Save all")
    press(page, "Close the review")
    says(page, "Both came late.", "Working", "Service delivery manager")
