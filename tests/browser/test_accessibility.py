"""Every page for everybody: assistive tools, keyboard, small windows, own text spacing, themes and paper."""

from pathlib import Path
from typing import Any

import pytest

from assessment.config import Settings
from assessment.web.access import access
from assessment.web.app import create_app
from tests.browser.page_list import ELSEWHERE, NO_PAGES, PAGES, Seen
from tests.browser.support import (
    DESKTOP,
    NARROWEST,
    PHONE,
    Window,
    add_client_by_form,
    open_details,
    running,
    script,
    send,
    start_assessment_by_form,
)

pytestmark = [pytest.mark.browser, pytest.mark.slow]

RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast"]}, "resultTypes": ["violations"]}
EVERYTHING = {"runOnly": {"type": "tag", "values": list(RULES)}, "resultTypes": ["violations"]}


def barriers(page: Any, options: dict[str, Any]) -> list[str]:
    """What the accessibility checker finds, with the element."""
    api = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")
    if not page.evaluate("'axe' in window"):
        page.evaluate(api.Axe().axe_script)
    found = page.evaluate("options => axe.run(options).then(({ violations }) => violations)", options)
    return [
        f"{one['id']}: {node['html'][:160]} {node.get('failureSummary', '')[:240]}"
        for one in found
        for node in one["nodes"]
    ]


def at(page: Any, width: int, scheme: str) -> None:
    """Look at the page in another window and another theme, without loading it again."""
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.set_viewport_size({"width": width, "height": 900})
    # A drawn chart takes a moment to follow its window.
    page.evaluate("() => new Promise((done) => { setTimeout(done, 150); })")


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


def faults_of(page: Any) -> list[str]:
    """Everything that is wrong with the page as it stands, in both themes and at every width."""
    open_details(page)
    found: list[str] = []
    for width, scheme, rules in (
        (DESKTOP, "light", EVERYTHING),
        (DESKTOP, "dark", COLOURS),
        (PHONE, "dark", EVERYTHING),
        (PHONE, "light", COLOURS),
    ):
        at(page, width, scheme)
        found += [f"{width} {scheme}: {one}" for one in barriers(page, rules)]
        if rules is EVERYTHING:
            found += [f"{width}: {one}" for one in page.evaluate(script("look"))]
    at(page, NARROWEST, "light")
    found += [f"{NARROWEST}: {one}" for one in page.evaluate(script("look"))]
    for width in (DESKTOP, NARROWEST):
        at(page, width, "light")
        found += [f"{width}, own spacing: {one}" for one in page.evaluate(script("clipped"))]
    return found


@pytest.mark.parametrize("seen", PAGES, ids=str)
def test_nobody_is_kept_out_of_a_page(window: Window, samples: str, seen: Seen) -> None:
    page = window(samples).new_page()
    open_state(page, seen)
    found = faults_of(page)
    assert not found, "\n".join(found)


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
