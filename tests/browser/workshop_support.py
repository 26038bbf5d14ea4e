"""People in a workshop, each in a window of their own: one who leads, and phones that vote."""

import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from tests.browser.support import PHONE, Window, add_client_by_form, start_assessment_by_form

GROUPS = ("Service desk", "Operations")


def start(page: Any, areas: Sequence[str], title: str = "November 2026") -> str:
    """Make a client with an assessment, and open a workshop on these areas; returns its address."""
    client = add_client_by_form(page, "Corvo Logistics")
    assessment = start_assessment_by_form(page, client, title, "2026-11-23")
    return open_workshop(page, assessment, areas)


def open_workshop(page: Any, assessment: str, areas: Sequence[str], **fields: str) -> str:
    """Open a workshop on these areas through its form; returns its address."""
    page.goto(assessment)
    page.get_by_role("link", name="Workshop", exact=True).click()
    for box in page.locator("#areas input").all():
        box.set_checked(False)
    for area in areas:
        page.get_by_label(area, exact=True).check()
    for name, value in fields.items():
        page.locator(f"#{name}").fill(value)
    page.get_by_role("button", name="Open the workshop").click()
    page.wait_for_selector("#room")
    return str(urlsplit(page.url).path)


def code_on(page: Any) -> str:
    """The code that the facilitator's page shows."""
    return str(page.locator("#join .code").inner_text())


def join(window: Window, site: str, code: str, group: str = GROUPS[0], **options: Any) -> Any:
    """A phone that has typed the code and taken a seat."""
    page = window(site, width=PHONE, height=844, **options).new_page()
    page.goto("/j")
    page.get_by_label("Code on the screen in the room").fill(code.lower())
    page.get_by_role("button", name="Join").click()
    page.get_by_label(group, exact=True).check()
    page.get_by_role("button", name="Take a seat").click()
    page.locator("#room, form.ballot").first.wait_for()
    return page


def ballot(phone: Any, question: str) -> Any:
    """Wait until the phone asks this, and return its form."""
    phone.get_by_role("heading", level=1, name=question, exact=True).wait_for()
    form = phone.locator("form.ballot")
    form.wait_for()
    return form


def choose(phone: Any, question: str, answer: str, target: str = "", importance: str = "") -> None:
    """Pick an answer and press the button; whether it arrives is another matter."""
    form = ballot(phone, question)
    form.locator(f'input[name=answer][value="{answer}"]').check(force=True)
    for name, value in (("target", target), ("importance", importance)):
        if value:
            form.locator(f"select[name={name}]").select_option(value)
    form.get_by_role("button", name=re.compile("Send vote|Change vote")).click()


def vote(phone: Any, question: str, answer: str, target: str = "", importance: str = "") -> None:
    """Vote and wait for the acknowledgement."""
    choose(phone, question, answer, target, importance)
    phone.locator("#sent", has_text="Sent: ").wait_for()


def press(page: Any, name: str) -> None:
    """Press a button of the facilitator's page, which comes back with the new state."""
    page.get_by_role("button", name=re.compile(f"^{re.escape(name)}")).first.click()


def question_on(page: Any) -> str:
    """What the facilitator's page asks just now."""
    return str(page.locator("#room h1").inner_text())
