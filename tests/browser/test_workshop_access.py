"""A workshop for everybody: keyboard alone, screen readers, no scripts, large text, big targets."""

from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.browser.looks import faults_of
from tests.browser.support import NARROWEST, PHONE, Window, add_client_by_form, start_assessment_by_form
from tests.browser.workshop_support import (
    ballot,
    code_on,
    join,
    open_workshop,
    press,
    question_on,
    start,
    vote,
)

pytestmark = [pytest.mark.browser, pytest.mark.slow]

AREA, OTHER = "Service restoration", "Decommissioning"
BIG_TARGET = 44
LARGEST_PHONE_PAGE = 60 * 1024
TABS = 60


@pytest.fixture
def lead(window: Window, own: str) -> Any:
    """The facilitator's window on a workshop that nobody has begun."""
    page = window(own).new_page()
    start(page, [AREA, OTHER])
    return page


def observe(window: Window, site: str, lead: Any) -> Any:
    page = window(site).new_page()
    page.goto(lead.get_by_role("link", name="link for observers").get_attribute("href"))
    return page


def test_nobody_is_kept_out_of_a_page_of_those_who_lead(window: Window, own: str, lead: Any) -> None:
    found: list[str] = []

    def look(page: Any, state: str) -> None:
        found.extend(f"{state}: {fault}" for fault in faults_of(page))

    room = urlsplit(lead.url).path
    look(lead, "room before the first question")
    phone = join(window, own, code_on(lead))
    watching = observe(window, own, lead)
    lead.goto(room)
    press(lead, "Begin with")
    vote(phone, question_on(lead), "3")
    look(lead, "room with an open vote")
    lead.goto(f"{room}/screen")
    look(lead, "projector with an open vote")
    lead.goto(room)
    press(lead, "Reveal votes")
    lead.locator("[data-agree]").wait_for()
    look(lead, "room after the reveal")
    watching.locator(".dots").first.wait_for()
    look(watching, "observer after the reveal")
    lead.goto(room)
    lead.locator("#target").fill("lots")
    press(lead, "Agree")
    lead.locator(".errors").wait_for()
    look(lead, "room with a refusal")
    lead.goto(room)
    press(lead, "Park for evidence")
    lead.locator(".toast", has_text="Parked: the mean of the votes is kept.").wait_for()
    look(lead, "room with a parked question and the next one")
    press(lead, "End the workshop")
    look(lead, "minutes")
    lead.goto(room)
    look(lead, "room at the end")
    assert not found, "\n".join(found)


def test_nobody_is_kept_out_of_a_page_of_a_phone(window: Window, own: str, lead: Any) -> None:
    found: list[str] = []

    def look(page: Any, state: str) -> None:
        found.extend(f"{state}: {fault}" for fault in faults_of(page))

    code = code_on(lead)
    phone = window(own, width=PHONE).new_page()
    phone.goto("/j")
    look(phone, "code")
    phone.goto("/j?code=AAA-AAA")
    look(phone, "wrong code")
    phone.goto(f"/j/{code.replace('-', '')}")
    look(phone, "seat")
    phone.get_by_role("button", name="Take a seat").click()
    phone.wait_for_selector("#room")
    look(phone, "waiting")
    press(lead, "Begin with")
    question = question_on(lead)
    ballot(phone, question)
    look(phone, "ballot")
    vote(phone, question, "3")
    look(phone, "vote sent")
    press(lead, "Reveal votes")
    phone.locator(".tally").wait_for()
    look(phone, "picture")
    press(lead, "Park for evidence")
    press(lead, "End the workshop")
    phone.get_by_role("heading", name="Thank you. The workshop has ended").wait_for()
    look(phone, "end")
    assert not found, "\n".join(found)


def test_nobody_is_kept_out_of_a_survey(window: Window, own: str) -> None:
    page = window(own).new_page()
    assessment = start_assessment_by_form(
        page, add_client_by_form(page, "Survey client"), "November 2026", "2026-11-23"
    )
    page.goto(f"{assessment}/workshop")
    found = [f"form: {fault}" for fault in faults_of(page)]
    page.get_by_label("By link first: a survey until a date").check()
    open_survey(page, assessment)
    found += [f"room of a survey: {fault}" for fault in faults_of(page)]
    phone = join(window, own, code_on(page))
    found += [f"survey: {fault}" for fault in faults_of(phone)]
    phone.locator('input[name=answer][value="2"]').check(force=True)
    phone.get_by_role("button", name="Save").click()
    phone.get_by_role("heading", name="All questions are answered. Thank you").wait_for()
    found += [f"survey answered: {fault}" for fault in faults_of(phone)]
    page.reload()
    assert "1 joined, 1 answered all 1 questions." in page.locator("main").inner_text()
    assert "Please answer the questions on Survey client" in page.locator("#reminder").input_value()
    press(page, "Close the survey")
    page.get_by_text("1 person voted.").first.or_(page.locator("#agenda")).first.wait_for()
    phone.reload()
    assert not found, "\n".join(found)


def open_survey(page: Any, assessment: str) -> None:
    page.goto(f"{assessment}/workshop")
    page.get_by_label("By link first: a survey until a date").check()
    page.get_by_label("The survey ends on").fill("2026-12-01")
    for box in page.locator("#areas input").all():
        box.set_checked(False)
    page.get_by_label(AREA, exact=True).check()
    page.get_by_role("button", name="Open the workshop").click()
    page.wait_for_selector("#room")


def test_a_workshop_is_led_with_single_keys(window: Window, own: str, lead: Any) -> None:
    phone = join(window, own, code_on(lead))
    lead.reload()
    lead.keyboard.press("Enter")
    lead.get_by_role("button", name="Reveal votes").wait_for()
    first = question_on(lead)
    vote(phone, first, "3")
    lead.keyboard.press("a")
    assert lead.evaluate("location.hash") == "#agenda"
    lead.keyboard.press("j")
    assert lead.evaluate("location.hash") == "#join"
    lead.keyboard.press("r")
    lead.locator("[data-agree]").wait_for()
    lead.keyboard.press("v")
    lead.locator("#count", has_text="0 of 1 have voted").wait_for()
    vote(phone, first, "2")
    lead.keyboard.press("r")
    lead.locator("[data-agree]").wait_for()
    lead.keyboard.press("4")
    assert lead.locator("[data-agree] input[name=answer]:checked").get_attribute("value") == "4"
    lead.keyboard.press("Enter")
    lead.locator("#room h1", has_not_text=first).wait_for()
    phone.locator("h1", has_not_text=first).wait_for()
    lead.goto(f"{urlsplit(lead.url).path}/minutes")
    assert "step 4 Advanced" in lead.locator("main").inner_text()


def tab_to(page: Any, name: str) -> None:
    """Press the tab key until the control with that name has the focus, and fail when it never has."""
    for _ in range(TABS):
        page.keyboard.press("Tab")
        focused = page.evaluate("document.activeElement.innerText || document.activeElement.value || ''")
        if str(focused).strip().startswith(name):
            return
    raise AssertionError(f"the tab key does not reach {name}")


def test_a_workshop_is_led_and_voted_in_with_tab_and_enter(window: Window, own: str, lead: Any) -> None:
    phone = join(window, own, code_on(lead))
    lead.reload()
    tab_to(lead, "Begin with")
    lead.keyboard.press("Enter")
    lead.get_by_role("button", name="Reveal votes").wait_for()
    question = question_on(lead)
    ballot(phone, question)
    phone.locator("input[name=answer]").first.focus()
    for _ in range(3):
        phone.keyboard.press("ArrowDown")
    assert phone.locator("input[name=answer]:checked").get_attribute("value") == "4"
    tab_to(phone, "Send vote")
    phone.keyboard.press("Enter")
    phone.locator("#sent", has_text="Sent: 4 Advanced. You can change it until the reveal.").wait_for()
    tab_to(lead, "Reveal votes")
    lead.keyboard.press("Enter")
    lead.locator("[data-agree]").wait_for()
    tab_to(lead, "Park for evidence")
    lead.keyboard.press("Enter")
    lead.locator(".toast", has_text="Parked: the mean of the votes is kept.").wait_for()
    tab_to(lead, "End the workshop")
    lead.keyboard.press("Enter")
    lead.get_by_role("heading", name="Minutes of the workshop").wait_for()


def test_changes_are_said_to_those_who_listen(window: Window, own: str, lead: Any) -> None:
    phone = join(window, own, code_on(lead))
    watching = observe(window, own, lead)
    second = window(own).new_page()
    second.goto(urlsplit(lead.url).path)
    second.locator("#live", has_text="Live").wait_for()
    press(lead, "Begin with")
    question = question_on(lead)
    for page in (phone, watching):
        page.locator("#announce", has_text=question if page is phone else "Which step").wait_for(
            state="attached"
        )
    vote(phone, question, "3")
    assert phone.locator("#sent").get_attribute("role") == "status"
    second.locator("#announce", has_text="1 of 1 have voted").wait_for(state="attached")
    press(lead, "Reveal votes")
    for page in (watching, second):
        page.locator("#announce", has_text="One vote so far.").wait_for(state="attached")
    phone.locator("#announce", has_text="One vote so far.").wait_for(state="attached")
    for page in (phone, watching, second):
        assert page.locator("#announce").get_attribute("role") == "status"


def test_a_workshop_works_without_scripts(window: Window, own: str) -> None:
    lead = window(own, java_script_enabled=False).new_page()
    assessment = start_assessment_by_form(
        lead, add_client_by_form(lead, "Client without scripts"), "November 2026", "2026-11-23"
    )
    room = open_workshop(lead, assessment, [AREA])
    phone = join(window, own, code_on(lead), java_script_enabled=False)
    press(lead, "Begin with")
    question = question_on(lead)
    phone.get_by_role("link", name="Refresh").click()
    ballot(phone, question).locator('input[name=answer][value="3"]').check(force=True)
    phone.get_by_role("button", name="Send vote").click()
    phone.locator("#sent", has_text="Sent: 3 Intermediate. You can change it until the reveal.").wait_for()
    phone.locator('input[name=answer][value="2"]').check(force=True)
    phone.get_by_role("button", name="Change vote").click()
    phone.locator("#sent", has_text="Sent: 2 Basic.").wait_for()
    lead.goto(room)
    assert "1 of 1 have voted" in lead.locator("#count").inner_text()
    press(lead, "Reveal votes")
    phone.get_by_role("link", name="Refresh").click()
    assert "1 person voted." in phone.locator("main").inner_text()
    assert phone.locator(".tally .mine:visible").count() == 1
    press(lead, "Agree")
    press(lead, "Skip for now")
    press(lead, "End the workshop")
    assert "step 2 Basic" in lead.locator("main").inner_text()
    phone.get_by_role("link", name="Refresh").click()
    phone.get_by_role("button", name="Partly").click()
    phone.get_by_text("Sent. Thank you.").wait_for()


def test_what_a_thumb_presses_is_large_and_a_page_is_small(window: Window, own: str, lead: Any) -> None:
    phone = window(own, width=NARROWEST).new_page()
    phone.goto(f"/j/{code_on(lead).replace('-', '')}")
    assert small_targets(phone) == []
    phone.get_by_role("button", name="Take a seat").click()
    phone.wait_for_selector("#room")
    press(lead, "Begin with")
    ballot(phone, question_on(lead))
    assert small_targets(phone) == []
    phone.reload()
    phone.locator("#live", has_text="Connected").wait_for()
    sent = phone.evaluate(
        """() => ["navigation", "resource"].flatMap((kind) => performance.getEntriesByType(kind))
            .filter((one) => !one.name.includes("/live/"))
            .reduce((sum, one) => sum + one.encodedBodySize, 0)"""
    )
    assert 1000 < sent < LARGEST_PHONE_PAGE


def small_targets(page: Any) -> list[str]:
    """The controls of a phone that are too low for a thumb; a choice is its label."""
    found: list[str] = page.evaluate(
        """(least) => ["button", "select", "input:not([type=hidden])"]
            .flatMap((kind) => [...document.querySelectorAll(`main ${kind}`)])
            .map((one) => one.closest("label") ?? one)
            .filter((one) => one.getBoundingClientRect().height < least)
            .map((one) => one.outerHTML.slice(0, 120))""",
        BIG_TARGET,
    )
    return found
