"""Every page for everybody: assistive tools, keyboard, small windows, own text spacing, themes and paper."""

from pathlib import Path
from typing import Any

import pytest

from assessment.config import Settings
from assessment.web.access import access
from assessment.web.app import create_app
from tests.browser.looks import at, faults_of
from tests.browser.page_list import ELSEWHERE, NO_PAGES, PAGES, Seen
from tests.browser.support import (
    PHONE,
    Window,
    add_client_by_form,
    running,
    script,
    send,
    start_assessment_by_form,
)

pytestmark = [pytest.mark.browser, pytest.mark.slow]


FIRST_STATES = {seen.endpoint for seen in PAGES if seen.steps is None}


def open_state(page: Any, seen: Seen) -> None:
    """Bring a page into its state."""
    answer = page.goto(seen.path)
    assert answer.status == seen.status
    if seen.steps:
        seen.steps(page)


def test_every_page_is_on_the_list(tmp_path: Path) -> None:
    app = create_app(Settings(tmp_path, f"sqlite:///{tmp_path / 'unused.sqlite'}", "k" * 40))
    routed = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    app.extensions["database"].close()
    assert routed == {seen.endpoint for seen in PAGES if seen.endpoint} | NO_PAGES | ELSEWHERE


@pytest.mark.parametrize("seen", PAGES, ids=str)
def test_nobody_is_kept_out_of_a_page(window: Window, samples: str, seen: Seen) -> None:
    page = window(samples).new_page()
    if not seen.drawn:
        page.route("**/plotly*", lambda route: route.abort())
    open_state(page, seen)
    found = faults_of(page, seen.part, again=seen.steps is not None and seen.endpoint in FIRST_STATES)
    assert not found, "\n".join(found)


@pytest.mark.parametrize(("scheme", "colour"), [("light", "#8a8a8a"), ("dark", "#6a6a6a")])
def test_a_faint_text_is_found_in_any_theme(window: Window, samples: str, scheme: str, colour: str) -> None:
    page = window(samples).new_page()
    page.goto("/clients/new")
    at(page, PHONE, scheme)
    assert page.evaluate(script("contrast")) == []
    page.evaluate("colour => { document.querySelector('main label').style.color = colour; }", colour)
    (found,) = page.evaluate(script("contrast"))
    assert found.startswith("contrast 3.")


def test_nobody_is_kept_out_of_the_list_of_patterns(window: Window, browser: Any, tmp_path: Path) -> None:
    with running(tmp_path, debug=True) as site:
        page = window(site).new_page()
        page.goto("/patterns")
        found = faults_of(page)
    assert not found, "\n".join(found)


def test_nobody_is_kept_out_when_two_people_changed_the_same(window: Window, own: str) -> None:
    page = window(own).new_page()
    client = add_client_by_form(page, "Client of two people")
    area = start_assessment_by_form(page, client, "November 2026", "2026-11-22") + "/restoration"
    page.goto(area)
    other = page.context.new_page()
    other.goto(area)
    send(other, "form[action$=restoration]", {"do": "save", "p.L1-A3-P1.rating": "P"})
    send(page, "form[action$=restoration]", {"do": "save", "p.L1-A3-P1.rating": "F"})
    assert page.locator("[data-conflict]").count() == 1
    found = faults_of(page)
    assert not found, "\n".join(found)


def test_nobody_is_kept_out_when_the_server_fails(window: Window, samples: str, tmp_path: Path) -> None:
    app = create_app(Settings(tmp_path, f"sqlite:///{tmp_path / 'unused.sqlite'}", "k" * 40))
    app.view_functions["clients.index"] = access("owner")(broken)
    answer = app.test_client().get("/clients")
    app.extensions["database"].close()
    assert answer.status_code == 500
    page = window(samples).new_page()
    page.route(
        "**/clients", lambda route: route.fulfill(status=500, content_type="text/html", body=answer.text)
    )
    page.goto("/clients")
    assert page.locator("h1").inner_text() == "Something went wrong on our side"
    found = faults_of(page)
    assert not found, "\n".join(found)


def broken() -> str:
    """A view with a fault."""
    raise RuntimeError("planted")
