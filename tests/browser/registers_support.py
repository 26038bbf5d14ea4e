"""What the story of a year in the registers does on the pages, step by step, as a person does it."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from playwright.sync_api import expect

from tests.browser.on_a_day import turn_to

CLIENT = "Corvo Logistics"
HOME = "/clients/corvo-logistics"
SLA = f"{HOME}/slas/1"
NEVER_ON_PAPER = ".rail, .nav, .foot, .toasts, .skip, .btn, button, select, input, textarea"


@dataclass
class Story:
    """The window of the one who writes, the folder with the day of the server, and how to open windows."""

    page: Any
    folder: Path
    window: Callable[..., Any]

    def day(self, text: str) -> None:
        """Let it be another day."""
        turn_to(self.folder, date.fromisoformat(text))

    def go(self, path: str) -> None:
        """Open a page of the client."""
        self.page.goto(f"{HOME}{path}")


def labelled(scope: Any, label: str) -> Any:
    """The control with this label, whether it may stay empty or not."""
    return scope.get_by_label(re.compile(rf"^{re.escape(label)}( \(optional\))?$"))


def write(scope: Any, values: Mapping[str, str]) -> None:
    """Fill the fields with these labels: choices by their words, all others by typing."""
    for label, value in values.items():
        field = labelled(scope, label)
        if field.evaluate("one => one.tagName") == "SELECT":
            field.select_option(label=value)
        else:
            field.fill(value)


def choose(page: Any, label: str, words: str) -> None:
    """Choose the one option whose words hold these."""
    field = labelled(page, label)
    field.select_option(label=field.locator("option", has_text=words).last.inner_text())


def press(scope: Any, name: str) -> None:
    """Press a button with exactly these words, and wait for the page that follows."""
    button = scope.get_by_role("button", name=name, exact=True)
    with button.page.expect_navigation():
        button.click()


def says(page: Any, *texts: str) -> None:
    """The page shows each of these texts."""
    for text in texts:
        expect(page.locator("main")).to_contain_text(text)


def headed(page: Any, text: str | re.Pattern[str]) -> None:
    """The heading of the page says this."""
    expect(page.get_by_role("heading", level=1)).to_contain_text(text)


def told(page: Any, text: str) -> None:
    """The page says in passing what was done."""
    expect(page.locator("#toasts, .toast").first).to_contain_text(text)


def row(page: Any, text: str) -> Any:
    """The line of a table whose head says this."""
    return page.locator("tbody tr", has=page.locator("th", has_text=text)).first


def panel(page: Any, heading: str) -> Any:
    """The part of a page below a heading."""
    return page.locator("section.panel", has=page.get_by_role("heading", name=heading)).first


def prints(page: Any) -> None:
    """The page as it is comes onto paper whole: its text, and nothing to press or to go elsewhere with."""
    page.emulate_media(media="print")
    shown = page.evaluate(
        """(controls) => [...document.querySelectorAll(controls)]
            .filter((element) => element.checkVisibility({ visibilityProperty: true }))
            .filter((element) => !element.closest("dialog"))
            .map((element) => element.outerHTML.slice(0, 100))""",
        NEVER_ON_PAPER,
    )
    assert shown == []
    assert page.get_by_role("heading", level=1).is_visible()
    page.emulate_media(media="screen")
