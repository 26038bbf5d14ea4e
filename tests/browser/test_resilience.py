"""What happens when saving fails, the network goes, two people meet or a key is pressed at the wrong time."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.browser.support import SECOND, Window, add_client_by_form, start_assessment_by_form

pytestmark = [pytest.mark.browser, pytest.mark.slow]

FIRST, SECOND_ROW = "L1-A3-P1", "L2-A3-P1"
NOTE = "Agreed with the service desk lead"
SLOWEST_BAR_MS = 5 * SECOND
SHORTEST_TOAST_MS = 10 * SECOND
LONGEST_TOAST_MS = 20 * SECOND
Area = Callable[[str], str]


@pytest.fixture
def area(window: Window, own: str, request: pytest.FixtureRequest) -> str:
    """The address of an area of an assessment that only this test knows."""
    page = window(own).new_page()
    client = add_client_by_form(page, request.node.originalname.removeprefix("test_").replace("_", " ")[:60])
    return start_assessment_by_form(page, client, "November 2026", "2026-11-22") + "/restoration"


@pytest.fixture
def page(window: Window, own: str, area: str) -> Any:
    """A window on the area."""
    opened = window(own).new_page()
    opened.goto(area)
    return opened


def row(page: Any, practice: str = FIRST) -> Any:
    """The row of a practice."""
    return page.locator(f"#p-{practice}")


def note(page: Any, practice: str = FIRST) -> Any:
    """The field for the note of a practice, with the row open."""
    more = row(page, practice).locator("details.more").first
    if more.get_attribute("open") is None:
        more.locator("summary").first.click()
    return page.locator(f"#p-{practice}-note")


def state(page: Any, name: str, practice: str = FIRST) -> Any:
    """The line of a row that says whether it is saved, once it is in a state."""
    line = row(page, practice).locator(f"[data-saved][data-state={name}]")
    line.wait_for()
    return line


def rated(page: Any, practice: str = FIRST) -> str:
    """The answer that a row shows."""
    checked = page.locator(f'[name="p.{practice}.rating"]:checked')
    return str(checked.get_attribute("value")) if checked.count() else ""


def break_saving(page: Any) -> dict[str, bool]:
    """Let every save fail with an error of the server as long as the switch is on."""
    switch = {"on": True}

    def answer(route: Any) -> None:
        if switch["on"]:
            route.fulfill(status=500, content_type="application/json", body='{"error": "It failed"}')
        else:
            route.continue_()

    page.route("**/practices/*", answer)
    return switch


def test_a_server_error_is_seen_and_the_next_try_saves(page: Any) -> None:
    switch = break_saving(page)
    page.keyboard.press("j")
    page.keyboard.press("l")
    assert state(page, "failed").inner_text().startswith("Not saved")
    assert page.locator("[data-saved-all]").inner_text().startswith("Not saved")
    switch["on"] = False
    # The second try comes by itself, with no hand at the keyboard.
    assert state(page, "saved").inner_text().startswith("Saved ")
    page.reload()
    assert rated(page) == "L"


def test_a_lost_network_shows_at_once_and_nothing_is_lost(page: Any) -> None:
    page.context.set_offline(True)
    bar = page.locator(".netbar")
    page.locator(".netbar:not(:empty)").wait_for(timeout=SLOWEST_BAR_MS)
    assert bar.is_visible()
    assert bar.get_attribute("role") == "status"
    page.keyboard.press("j")
    page.keyboard.press("f")
    note(page).fill(NOTE)
    state(page, "failed")
    page.context.set_offline(False)
    state(page, "saved")
    assert "again" in bar.inner_text() or bar.inner_text() == ""
    page.reload()
    assert (rated(page), note(page).input_value()) == ("F", NOTE)


def test_a_server_that_does_not_answer_shows_the_bar_within_five_seconds(page: Any) -> None:
    page.route("**/practices/*", lambda _: None)
    page.keyboard.press("j")
    page.keyboard.press("f")
    waited = page.evaluate(
        """() => new Promise((done) => {
            const bar = document.querySelector(".netbar"), begun = performance.now();
            const look = () => { if (bar.textContent) done(performance.now() - begun); };
            new MutationObserver(look).observe(bar, { childList: true });
            look();
        })"""
    )
    assert waited <= SLOWEST_BAR_MS
    assert state(page, "failed").inner_text().startswith("Not saved")


def test_a_reload_keeps_what_could_not_be_saved(page: Any) -> None:
    switch = break_saving(page)
    note(page).fill(NOTE)
    state(page, "failed")
    page.once("dialog", lambda dialog: dialog.accept())
    page.reload()
    assert note(page).input_value() == NOTE
    switch["on"] = False
    state(page, "saved")
    page.reload()
    assert note(page).input_value() == NOTE


@pytest.mark.parametrize(("button", "kept"), [("Keep mine", "F"), ("Take theirs", "P")])
def test_the_second_of_two_people_sees_both_values(
    window: Window, own: str, area: str, button: str, kept: str
) -> None:
    one, other = window(own).new_page(), window(own).new_page()
    one.goto(area)
    other.goto(area)
    one.keyboard.press("j")
    one.keyboard.press("p")
    state(one, "saved")
    other.keyboard.press("j")
    other.keyboard.press("f")
    box = row(other).locator("[data-conflict]")
    box.wait_for()
    values = dict(zip(box.locator("dt").all_inner_texts(), box.locator("dd").all_inner_texts(), strict=True))
    assert "Fully" in values["Yours"]
    assert "Partly" in values["Theirs"]
    one.reload()
    assert rated(one) == "P", "the first value was overwritten without a word"
    if button == "Take theirs":
        with other.expect_navigation():
            box.get_by_role("button", name=button).click()
    else:
        box.get_by_role("button", name=button).click()
        state(other, "saved")
    assert rated(other) == kept
    one.reload()
    assert rated(one) == kept


def test_letters_are_only_letters_in_a_field(page: Any) -> None:
    field = note(page)
    field.click()
    page.keyboard.type("nplfdxjk15?")
    assert field.input_value() == "nplfdxjk15?"
    assert rated(page) == ""
    assert page.locator("[name='a.placing']:checked").get_attribute("value") == ""
    assert not page.locator("#keys").is_visible()


def test_single_letters_can_be_switched_off(page: Any) -> None:
    page.keyboard.press("?")
    page.get_by_label("Single letters work as keys").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    assert not page.locator("#keys").is_visible()
    row(page).locator("input[type=radio]").first.focus()
    page.keyboard.press("f")
    assert rated(page) == ""
    page.reload()
    page.keyboard.press("j")
    page.keyboard.press("f")
    assert rated(page) == ""
    page.get_by_role("button", name="Keys").click()
    page.get_by_label("Single letters work as keys").check()
    page.keyboard.press("Escape")
    row(page).locator("input[type=radio]").first.focus()
    page.keyboard.press("f")
    assert rated(page) == "F"
    state(page, "saved")


def test_keys_with_control_belong_to_the_browser(page: Any) -> None:
    row(page).locator("input[type=radio]").first.focus()
    page.keyboard.press("Control+f")
    page.keyboard.press("Alt+p")
    assert rated(page) == ""


def archive(page: Any, area: str) -> None:
    """Archive the client of the test, so that a notice with a way back stands on the page."""
    page.goto(area.split("/assessments")[0] + "/edit")
    page.get_by_role("button", name="Archive").click()
    page.locator(".toast").wait_for()


def test_a_notice_stays_for_ten_seconds_and_can_be_reached_by_keyboard(
    window: Window, own: str, area: str
) -> None:
    page = window(own).new_page()
    page.clock.install()
    archive(page, area)
    toast = page.locator(".toast")
    # The clock stands still from here on, because a busy machine takes its time for the keys below.
    now = page.evaluate("Date.now()")
    page.clock.pause_at(datetime.fromtimestamp((now + SHORTEST_TOAST_MS) / SECOND, UTC))
    assert toast.is_visible()
    undo = toast.get_by_role("button", name="Undo")
    for _ in range(200):
        page.keyboard.press("Tab")
        if undo.evaluate("button => button === document.activeElement"):
            break
    assert undo.evaluate("button => button === document.activeElement")
    # A notice that has the focus does not go away under the hand.
    page.clock.fast_forward(LONGEST_TOAST_MS)
    assert toast.is_visible()
    page.keyboard.press("Enter")
    page.wait_for_url("**/clients/*")
    assert "is back in the list" in page.locator(".toast").inner_text()


def test_a_notice_goes_away_by_itself_in_the_end(window: Window, own: str, area: str) -> None:
    page = window(own).new_page()
    page.clock.install()
    archive(page, area)
    page.clock.fast_forward(LONGEST_TOAST_MS)
    page.locator(".toast").wait_for(state="detached")
    assert page.locator("#toasts").inner_text() == ""


def test_a_vote_for_the_level_survives_a_reload(page: Any) -> None:
    page.keyboard.press("3")
    page.locator("#a [data-saved][data-state=saved]").first.wait_for()
    page.reload()
    assert page.locator("#a-placing-3").is_checked()
