"""A look at a whole page for everybody: assistive tools, themes, small windows, own text spacing."""

from typing import Any

import pytest

from tests.browser.support import DESKTOP, NARROWEST, PHONE, open_details, script

RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
ONLY_FAULTS = {"resultTypes": ["violations"], "preload": False, "selectors": False}
EVERYTHING = {"runOnly": {"type": "tag", "values": list(RULES)}, **ONLY_FAULTS}
# How far colours stand apart takes three quarters of the checker's time; our own look at it takes a moment.
NO_COLOURS = {**EVERYTHING, "rules": {"color-contrast": {"enabled": False}}}
# What another theme and another width can change beside the colours; names, roles and order stay as they are.
EYE_RULES = ("link-in-text-block", "scrollable-region-focusable")
OF_THE_EYE = {"runOnly": {"type": "rule", "values": list(EYE_RULES)}, **ONLY_FAULTS}


def barriers(page: Any, options: dict[str, Any], part: str = "") -> list[str]:
    """What the accessibility checker finds, with the element; `part` selects what is looked at."""
    api = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")
    if not page.evaluate("'axe' in window"):
        page.evaluate(api.Axe().axe_script)
    found = page.evaluate(
        """([part, options]) => {
            const parts = part ? [...document.querySelectorAll(part)] : [document];
            if (!parts.length) throw new Error(`nothing is ${part}`);
            return axe.run({ include: parts }, options).then(({ violations }) => violations);
        }""",
        [part, options],
    )
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
    page.evaluate(
        "() => new Promise((done) => "
        "setTimeout(done, document.querySelector('[data-figure-url], [data-drawn]') ? 150 : 30))"
    )


def faults_of(page: Any, part: str = "", again: bool = False) -> list[str]:
    """Everything that is wrong with the page as it stands, in both themes and at every width.

    `part` selects what is new where the rest of the page is looked at in another state. With `again` the
    page was looked at in its first state, so the checker does not go through its colours once more.
    """
    open_details(page)
    found: list[str] = []
    for width, scheme, rules, checks in (
        (DESKTOP, "light", NO_COLOURS if again else EVERYTHING, ("look", "clipped", "contrast")),
        (PHONE, "dark", None if again else OF_THE_EYE, ("look", "contrast")),
        (NARROWEST, "light", None, ("look", "clipped")),
    ):
        at(page, width, scheme)
        if rules is not None:
            found += [f"{width} {scheme}: {one}" for one in barriers(page, rules, part)]
        for check in checks:
            found += [f"{width}, {check}: {one}" for one in page.evaluate(script(check))]
    return found
