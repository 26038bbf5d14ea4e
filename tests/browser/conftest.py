"""One Chromium and one server for each test process, because starting them takes longer than most tests."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser.support import DESKTOP, Watch, Window, fill_with_samples, running

NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PATIENCE_MS = 30_000
"""How long a step may take on a busy machine."""


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """The Chromium of this machine; a test is skipped with the reason where there is none."""
    api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    path = next((found for found in map(shutil.which, NAMES) if found), None)
    if path is None:
        pytest.skip("Chromium is not installed on this machine")
    api.expect.set_options(timeout=PATIENCE_MS)
    with api.sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def samples_folder(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the sample clients."""
    folder = tmp_path_factory.mktemp("samples")
    fill_with_samples(folder)
    return folder


@pytest.fixture(scope="session")
def samples(samples_folder: Path) -> Iterator[str]:
    """The address of a server with the sample clients; tests leave these as they are."""
    with running(samples_folder) as address:
        yield address


@pytest.fixture(scope="session")
def empty(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server on which nobody has done anything; tests leave it so."""
    with running(tmp_path_factory.mktemp("empty")) as address:
        yield address


@pytest.fixture(scope="session")
def own(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server on which each test adds a client of its own."""
    with running(tmp_path_factory.mktemp("own")) as address:
        yield address


@pytest.fixture
def fresh(browser: Any, tmp_path: Path) -> Iterator[str]:
    """The address of a server with a new database, for one test."""
    with running(tmp_path) as address:
        yield address


@pytest.fixture
def window(browser: Any) -> Iterator[Window]:
    """Opens windows on a site; the test fails when one of them reports a fault or a foreign request."""
    opened: list[Any] = []
    watches: list[Watch] = []

    def open_window(site: str, width: int = DESKTOP, height: int = 900, **options: Any) -> Any:
        context = browser.new_context(base_url=site, viewport={"width": width, "height": height}, **options)
        context.set_default_timeout(PATIENCE_MS)
        watch = Watch(site)
        context.on("page", watch.follow)
        opened.append(context)
        watches.append(watch)
        return context

    yield open_window
    for context in opened:
        context.close()
    faults = [fault for watch in watches for fault in watch.faults]
    assert not faults, "\n".join(faults)
