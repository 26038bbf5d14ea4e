"""A look at a whole page for everybody: assistive tools, themes, small windows, own text spacing."""

from typing import Any

import pytest

from tests.browser.support import DESKTOP, NARROWEST, PHONE, open_details, script

RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
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


def faults_of(page: Any) -> list[str]:
    """Everything that is wrong with the page as it stands, in both themes and at every width."""
    open_details(page)
    found: list[str] = []
    # Every rule at both widths and in both themes, colours among them; the other two pairs would repeat that.
    for width, scheme in ((DESKTOP, "light"), (PHONE, "dark")):
        at(page, width, scheme)
        found += [f"{width} {scheme}: {one}" for one in barriers(page, EVERYTHING)]
        found += [f"{width}: {one}" for one in page.evaluate(script("look"))]
    at(page, NARROWEST, "light")
    found += [f"{NARROWEST}: {one}" for one in page.evaluate(script("look"))]
    for width in (DESKTOP, NARROWEST):
        at(page, width, "light")
        found += [f"{width}, own spacing: {one}" for one in page.evaluate(script("clipped"))]
    return found
