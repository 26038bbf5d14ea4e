"""The same work with scripts switched off: forms, links and pages alone have to be enough."""

from typing import Any

import pytest

from tests.browser.support import Window, add_client_by_form, start_assessment_by_form

pytestmark = [pytest.mark.browser, pytest.mark.slow]

AREA = "restoration"
PRACTICE = "L2-A3-P1"
HOLD_UNTIL = "2027-01-15"
XLSX_BEGINS = b"PK"


@pytest.fixture
def page(window: Window, own: str) -> Any:
    """A window in which no script runs."""
    return window(own, java_script_enabled=False, accept_downloads=True).new_page()


def choose(page: Any, name: str, value: str) -> None:
    """Press the words of one radio button, as a hand would; the button itself is drawn by its label."""
    page.locator(f'label:has(input[name="{name}"][value="{value}"])').click()


def started(page: Any, client: str) -> tuple[str, str]:
    """A new client with an open assessment: the addresses of both."""
    home = add_client_by_form(page, client)
    return home, start_assessment_by_form(page, home, "November 2026", "2026-11-22")


def rate_area(page: Any, assessment: str) -> None:
    """Rate two levels of an area, set a target and send the whole form."""
    page.goto(f"{assessment}/{AREA}")
    choose(page, "p.L1-A3-P1.rating", "F")
    choose(page, f"p.{PRACTICE}.rating", "P")
    page.get_by_label("Target", exact=True).select_option("3")
    page.get_by_role("button", name="Save", exact=True).last.click()


def test_ratings_results_and_plan(page: Any) -> None:
    home, assessment = started(page, "Client of forms")
    rate_area(page, assessment)
    assert page.locator(f'[name="p.{PRACTICE}.rating"]:checked').get_attribute("value") == "P"
    assert page.get_by_label("Target", exact=True).input_value() == "3"

    # Level 1 is in place and a third of level 2: an index of 1 + 1/3, whatever the open levels above hold.
    page.goto(f"{assessment}/results")
    row = page.locator("table.db tbody tr", has=page.locator(f"a[href*='/{AREA}']"))
    assert row.locator("[data-k=Now]").inner_text() == "1.3"
    assert row.locator("[data-k=Gap]").inner_text() == "1.7"

    page.goto(f"{home}/plan")
    card = page.locator(f"#i-{PRACTICE}")
    card.get_by_role("link", name="Change").click()
    page.get_by_label("Effort", exact=True).select_option("5")
    page.get_by_role("button", name="Save", exact=True).last.click()
    # Two thirds of 40 person-days are left: 27.
    assert "27" in page.locator(f"#i-{PRACTICE} .tags").inner_text()
    page.locator("#plan-acts").get_by_role("button", name="Undo").click()
    # Two thirds of 5 person-days: 4.
    assert "4 days" in page.locator(f"#i-{PRACTICE} .tags").inner_text().replace("\u00a0", " ")


def test_from_the_plan_to_a_decision_and_a_file(page: Any) -> None:
    home, assessment = started(page, "Client on paper")
    rate_area(page, assessment)
    page.goto(f"{home}/plan")
    page.locator(f"#d-{PRACTICE}").check()
    page.get_by_role("button", name="Send to CSIP").click()
    page.get_by_role("button", name="Add to the register").click()

    page.goto(f"{home}/csip/1")
    page.locator("summary", has_text="Put on hold").click()
    form = page.locator("details[open] form")
    form.get_by_label("Reason").fill("No hands before the new year")
    form.get_by_label("Look at it again on").fill(HOLD_UNTIL)
    form.get_by_role("button", name="Put on hold").click()
    assert "15 Jan 2027" in page.locator("main").inner_text()
    page.locator("#toasts").get_by_role("button", name="Undo").click()
    assert "15 Jan 2027" not in page.locator("main .lede").inner_text()

    page.goto(f"{home}/exports")
    with page.expect_download() as waiting:
        page.locator("button[name=format][value=xlsx]").click()
    assert waiting.value.path().read_bytes().startswith(XLSX_BEGINS)


def test_a_refused_form_keeps_what_was_typed_and_says_what_is_wrong(page: Any) -> None:
    home = add_client_by_form(page, "Client with a fault")
    page.goto(f"{home}/csip/new")
    page.get_by_label("Expected benefit").fill("Fewer calls")
    page.get_by_role("button", name="Add item").click()
    assert page.title().startswith("Error:")
    summary = page.locator(".errors")
    assert summary.get_by_role("link").first.get_attribute("href") == "#title"
    assert page.locator("#title-error").is_visible()
    assert page.get_by_label("Expected benefit").input_value() == "Fewer calls"


def test_the_theme_stays_chosen(page: Any) -> None:
    page.goto("/clients")
    page.get_by_role("button", name="Dark").click()
    assert page.locator("html").get_attribute("data-theme") == "dark"
    page.goto("/framework")
    assert page.locator("html").get_attribute("data-theme") == "dark"
    page.get_by_role("button", name="System").click()
    assert page.locator("html").get_attribute("data-theme") is None


def test_an_area_is_closed_checked_and_opened_again(page: Any) -> None:
    _, assessment = started(page, "Client that closes")
    rate_area(page, assessment)
    page.goto(f"{assessment}/check")
    page.get_by_role("button", name="Close the assessment").click()
    assert "Closed on" in page.locator("main").inner_text()
    page.goto(f"{assessment}/{AREA}")
    assert page.locator(f'[name="p.{PRACTICE}.rating"]').first.is_disabled()
    page.goto(f"{assessment}/check")
    page.get_by_label("Why it is opened again").fill("One answer was wrong")
    page.get_by_role("button", name="Open the assessment again").click()
    page.goto(f"{assessment}/{AREA}")
    assert page.locator(f'[name="p.{PRACTICE}.rating"]').first.is_enabled()


def test_evidence_is_attached_taken_out_and_brought_back(page: Any) -> None:
    _, assessment = started(page, "Client of evidence")
    page.goto(f"{assessment}/{AREA}")
    row = page.locator(f"#p-{PRACTICE}")
    row.locator("summary").first.click()
    row.get_by_label("What it shows").fill("Forty records")
    record = {"name": "record.txt", "mimeType": "text/plain", "buffer": b"Forty records"}
    row.get_by_label("A file as evidence").set_input_files(record)
    row.get_by_role("button", name="Attach").click()
    assert page.get_by_role("link", name="record.txt").is_visible()
    assert row.get_by_label("What it shows").first.input_value() == "Forty records"
    row.get_by_role("button", name="Remove the evidence record.txt").click()
    assert page.get_by_role("link", name="record.txt").count() == 0
    page.get_by_role("button", name="Undo").click()
    assert page.get_by_role("link", name="record.txt").count() == 1
