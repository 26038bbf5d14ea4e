"""Everything can be reached and seen with the keyboard alone."""

from itertools import pairwise
from typing import Any

import pytest

from tests.browser.page_steps import CLOSED, CORVO, OPEN
from tests.browser.support import DESKTOP, OPEN_AREA, PHONE, Window, script

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PLACES = (
    "/clients",
    "/clients/new",
    CORVO,
    f"{OPEN}/check",
    OPEN_AREA,
    f"{CLOSED}/results",
    f"{CORVO}/plan",
    f"{CORVO}/csip",
    f"{CORVO}/csip/2",
    f"{CORVO}/exports",
    "/framework",
)
MOST_STEPS = 70
CONTROLS = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']"


def walk(page: Any, most: int = MOST_STEPS) -> list[dict[str, Any]]:
    """What gets the focus, step by step, until the page has been gone round once or `most` steps are made."""
    steps: list[dict[str, Any]] = []
    look = script("focus")
    for _ in range(most):
        page.keyboard.press("Tab")
        found = page.evaluate(look)
        if found is None or (len(steps) > 1 and found["skip"]):
            break
        steps.append(found)
    return steps


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
@pytest.mark.parametrize("path", PLACES)
def test_the_focus_is_seen_at_every_step(window: Window, samples: str, path: str, width: int) -> None:
    page = window(samples, width, color_scheme="dark" if width == PHONE else "light").new_page()
    page.goto(path)
    steps = walk(page)
    assert len(steps) > 5
    assert steps[0]["skip"], "the first step is not the link to the content"
    assert [step["name"] for step in steps if not step["ring"]] == [], "no ring around it"
    assert [step["name"] for step in steps if not step["open"]] == [], "something covers it"
    pairs = pairwise(steps)
    stuck = [one["name"] for one, then in pairs if one["key"] == then["key"] and not one["parts"]]
    assert stuck == [], "the focus does not leave it"


def test_the_first_link_leads_to_the_content(window: Window, samples: str) -> None:
    page = window(samples).new_page()
    page.goto(f"{CORVO}/csip")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate(script("focus"))["main"]
    page.keyboard.press("Tab")
    assert page.evaluate("document.getElementById('main').contains(document.activeElement)")


def test_the_order_of_the_focus_is_the_order_of_the_page(window: Window, samples: str) -> None:
    page = window(samples).new_page()
    page.goto(f"{CORVO}/csip")
    assert (
        page.evaluate("[...document.querySelectorAll('[tabindex]')].filter((one) => one.tabIndex > 0).length")
        == 0
    )
    page.locator("#main").focus()
    order = page.evaluate(
        "selector => [...document.querySelectorAll(`#main :is(${selector})`)]"
        ".filter((one) => one.checkVisibility() && one.tabIndex >= 0).length",
        CONTROLS,
    )
    tops = []
    for _ in range(min(order, MOST_STEPS)):
        page.keyboard.press("Tab")
        tops.append(
            page.evaluate("document.activeElement.compareDocumentPosition(document.getElementById('main'))")
        )
    # Every step stays inside the content, which is what "contains, precedes" says.
    assert {top & 8 for top in tops} == {8}


@pytest.mark.parametrize("path", [OPEN_AREA, f"{CORVO}/plan", "/clients/new"])
def test_the_focus_is_seen_in_the_colours_that_a_reader_forces(
    window: Window, samples: str, path: str
) -> None:
    page = window(samples, forced_colors="active").new_page()
    page.goto(path)
    assert [step["name"] for step in walk(page, 40) if not step["ring"]] == []


def test_the_list_of_keys_keeps_the_focus_and_gives_it_back(window: Window, samples: str) -> None:
    page = window(samples).new_page()
    page.goto("/clients")
    opener = page.get_by_role("button", name="Keys")
    opener.focus()
    page.keyboard.press("Enter")
    for _ in range(4):
        page.keyboard.press("Tab")
        assert page.evaluate(
            "document.activeElement === document.body || !!document.activeElement.closest('dialog')"
        )
    page.keyboard.press("Escape")
    assert opener.evaluate("button => button === document.activeElement")


def test_errors_get_the_focus_and_lead_to_their_fields(window: Window, samples: str) -> None:
    page = window(samples).new_page()
    page.goto(f"{CORVO}/csip/new")
    page.locator("#title").press("Enter")
    page.wait_for_load_state()
    assert page.title().startswith("Error:")
    assert page.evaluate("document.activeElement.matches('.errors')")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.type("Typed")
    assert page.locator("#title").input_value() == "Typed"
