"""Take the pictures that the manual shows: `python -m tests.browser.pictures` with the sample data served."""

import shutil
import sys
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.browser.conftest import ARGUMENTS, NAMES

FOLDER = Path(__file__).parents[2] / "docs" / "pictures"
CORVO = "/clients/corvo-logistics"
OPEN = "/clients/comune-di-valdoro/assessments/november-2026"
PAGES = {
    "clients": "/clients",
    "assessment": OPEN,
    "question": f"{OPEN}/restoration",
    "results": f"{CORVO}/assessments/november-2026/results",
    "plan": f"{CORVO}/plan",
    "csip": f"{CORVO}/csip",
    "exports": f"{CORVO}/exports",
}
DESK, PHONE = (1440, 900), (390, 844)
VIEWS = ((DESK, "light", ""), (DESK, "dark", "-dark"), (PHONE, "light", ""))


def main(base: str) -> None:
    """Take every page on a desk and on a phone, and the desk in the dark theme too."""
    found = next((path for path in map(shutil.which, NAMES) if path), None)
    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=list(ARGUMENTS))
        for name, path in PAGES.items():
            for size, theme, ending in VIEWS:
                take(browser, base + path, size, theme, FOLDER / f"{name}-{size[0]}{ending}.png")
        browser.close()


def take(browser: Browser, address: str, size: tuple[int, int], theme: str, target: Path) -> None:
    """Take one picture of the first screen."""
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        color_scheme="dark" if theme == "dark" else "light",
    )
    page = context.new_page()
    page.goto(address)
    page.wait_for_load_state("networkidle")
    page.screenshot(path=target)
    context.close()


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000")
