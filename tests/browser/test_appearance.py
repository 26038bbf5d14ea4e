"""What a page does to the eye: themes, movement, jumps, paper, projector, and how much it weighs."""

import re
from itertools import pairwise
from typing import Any

import pytest

from tests.browser.page_steps import CLOSED, CORVO, OPEN
from tests.browser.support import DESKTOP, OPEN_AREA, PHONE, Window

pytestmark = [pytest.mark.browser, pytest.mark.slow]

RESULTS, PLAN, REGISTER = f"{CLOSED}/results", f"{CORVO}/plan", f"{CORVO}/csip"
MOST_SHIFT = 0.02
PAPER_WIDTH = 718
"""A4 less the margins that a browser leaves, in CSS pixels."""
HEAVIEST_BYTES = 200_000
LEAST_PROJECTED = 18
LEAST_STEP = 1.25
"""How much lighter or darker, as a contrast, a level has to be than the next."""
NOT_ON_PAPER = ".rail, .nav, .foot, .toasts, .skip, .btn, button, select, input, textarea"
GROUND = "getComputedStyle(document.body).backgroundColor"
SHIFT = """() => new Promise((done) => {
    let sum = 0;
    new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) if (!entry.hadRecentInput) sum += entry.value;
    }).observe({ type: "layout-shift", buffered: true });
    setTimeout(() => done(sum), 150);
})"""


def wait_for_charts(page: Any) -> None:
    """Go through the page once, so that every chart that draws itself has done so."""
    for box in page.locator("[data-figure-url]").all():
        box.scroll_into_view_if_needed()
        page.locator("[data-figure-url][data-drawn]").first.wait_for()
    for box in page.locator("[data-figure-url]").all():
        box.scroll_into_view_if_needed()
    page.evaluate("scrollTo(0, 0)")


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
@pytest.mark.parametrize("path", [RESULTS, PLAN, "/clients"])
def test_nothing_jumps_while_a_page_loads(window: Window, samples: str, path: str, width: int) -> None:
    page = window(samples, width).new_page()
    page.goto(path)
    wait_for_charts(page)
    assert page.evaluate(SHIFT) < MOST_SHIFT


def test_another_theme_needs_no_new_page_and_never_flashes(window: Window, samples: str) -> None:
    page = window(samples, color_scheme="light").new_page()
    page.goto(RESULTS)
    wait_for_charts(page)
    page.evaluate("window.sameDocument = true")
    light = page.evaluate(GROUND)
    words = "getComputedStyle(document.querySelector('[data-drawn] svg text')).fill"
    drawn = page.evaluate(words)
    with page.expect_response("**/preferences"):
        page.get_by_role("button", name="Dark").click()
    assert page.evaluate("window.sameDocument")
    assert page.evaluate(GROUND) != light
    page.wait_for_timeout(300)
    assert page.evaluate(words) != drawn
    # The server sends the next page dark, so no script has to repaint it.
    answer = page.goto("/framework")
    assert re.search(r'<html[^>]+data-theme="dark"', answer.text())
    assert page.evaluate(GROUND) != light


def test_without_a_choice_the_theme_follows_the_system(window: Window, samples: str) -> None:
    page = window(samples, color_scheme="light").new_page()
    page.goto("/clients")
    light = page.evaluate(GROUND)
    page.emulate_media(color_scheme="dark")
    assert page.evaluate(GROUND) != light


@pytest.mark.parametrize("path", [OPEN_AREA, RESULTS, PLAN, REGISTER])
def test_nothing_moves_for_who_asked_for_stillness(window: Window, samples: str, path: str) -> None:
    page = window(samples, reduced_motion="reduce").new_page()
    page.goto(path)
    moving = page.evaluate(
        """() => [...document.querySelectorAll("*")].filter((element) => {
            const style = getComputedStyle(element);
            const long = (times) => times.split(",").some((time) => parseFloat(time) > 0.01);
            const animated = style.animationName !== "none" && long(style.animationDuration);
            return animated || long(style.transitionDuration);
        }).map((element) => element.outerHTML.slice(0, 100))"""
    )
    assert moving == []
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"


@pytest.mark.parametrize("path", [RESULTS, PLAN, REGISTER])
def test_paper_gets_the_content_and_nothing_to_press(window: Window, samples: str, path: str) -> None:
    page = window(samples, PAPER_WIDTH).new_page()
    page.goto(path)
    page.emulate_media(media="print")
    shown = page.evaluate(
        """(controls) => [...document.querySelectorAll(controls)]
            .filter((element) => element.checkVisibility({ visibilityProperty: true }))
            .filter((element) => !element.closest("dialog"))
            .map((element) => element.outerHTML.slice(0, 100))""",
        NOT_ON_PAPER,
    )
    assert shown == []
    split = page.evaluate(
        """() => [...document.querySelectorAll("#main .panel")]
            .filter((panel) => panel.checkVisibility() && getComputedStyle(panel).breakInside !== "avoid"
                && panel.getBoundingClientRect().height < innerHeight)
            .map((panel) => panel.outerHTML.slice(0, 100))"""
    )
    assert split == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PAPER_WIDTH
    assert page.locator("h1").is_visible()
    assert page.pdf(format="A4").startswith(b"%PDF")


def test_levels_differ_in_lightness_and_carry_their_number(window: Window, samples: str) -> None:
    page = window(samples).new_page()
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.goto(OPEN)
        found = page.evaluate(
            """() => [1, 2, 3, 4, 5].map((level) => {
                const box = document.createElement("span");
                box.className = "sq";
                box.dataset.l = level;
                document.querySelector("main").append(box);
                const canvas = new OffscreenCanvas(1, 1).getContext("2d");
                canvas.fillStyle = getComputedStyle(box).backgroundColor;
                canvas.fillRect(0, 0, 1, 1);
                const [red, green, blue] = [...canvas.getImageData(0, 0, 1, 1).data].map((part) => part / 255)
                    .map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
                return 0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05;
            })"""
        )
        steps = [max(one, then) / min(one, then) for one, then in pairwise(found)]
        assert found in (sorted(found), sorted(found, reverse=True))
        assert min(steps) > LEAST_STEP
    page.goto("/clients")
    squares = page.locator("main .sq[data-l]").all_inner_texts()
    assert squares
    assert all(text.strip() for text in squares)


@pytest.mark.parametrize("path", ["/clients", RESULTS, PLAN])
def test_every_chart_has_a_title_a_summary_and_its_numbers(window: Window, samples: str, path: str) -> None:
    page = window(samples).new_page()
    page.goto(path)
    charts = page.evaluate(
        """() => [...document.querySelectorAll("main [role=img]:not([aria-hidden=true])")].map((chart) => {
            const panel = chart.closest(".panel, section");
            return {
                summary: (chart.getAttribute("aria-label") ?? "").length,
                title: panel?.querySelector("h2, h3")?.textContent.trim().length ?? 0,
                tables: panel?.parentElement.querySelectorAll("table").length ?? 0,
            };
        })"""
    )
    assert charts
    assert [
        chart for chart in charts if not (chart["summary"] > 20 and chart["title"] > 5 and chart["tables"])
    ] == []


def test_the_question_can_be_read_from_the_back_of_the_room(window: Window, samples: str) -> None:
    page = window(samples, 1920, 1080).new_page()
    page.goto(f"{OPEN}/restoration?present=1")
    sizes = page.evaluate(
        """() => [".question-title", ".says label", ".stair label", ".statement"].flatMap((selector) =>
            [...document.querySelectorAll(selector)].filter((one) => one.checkVisibility())
                .map((one) => [selector, parseFloat(getComputedStyle(one).fontSize)]))"""
    )
    assert {selector for selector, _ in sizes} >= {".question-title", ".says label", ".statement"}
    assert [one for one in sizes if one[1] < LEAST_PROJECTED] == []


def test_the_list_of_clients_is_light(window: Window, samples: str) -> None:
    page = window(samples).new_page()
    received: list[Any] = []
    page.on("response", lambda answer: received.append(answer))
    page.goto("/clients", wait_until="networkidle")
    weights = {answer.url: len(answer.body()) for answer in received if answer.status == 200}
    assert len(weights) > 2
    counted = {url: size for url, size in weights.items() if "font" not in url and "plotly" not in url}
    assert sum(counted.values()) < HEAVIEST_BYTES, counted


def test_the_language_of_the_page_is_named(window: Window, samples: str) -> None:
    page = window(samples, locale="it-IT").new_page()
    answer = page.goto("/clients")
    assert page.locator("html").get_attribute("lang") in ("en", "it")
    assert answer.headers.get("content-language", page.locator("html").get_attribute("lang")) == (
        page.locator("html").get_attribute("lang")
    )
