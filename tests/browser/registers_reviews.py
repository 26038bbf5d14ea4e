"""What the story of the registers does in reviews, and with what reviews decide about."""

import re
from collections.abc import Mapping, Sequence

from playwright.sync_api import expect

from tests.browser.registers_support import (
    SLA,
    Story,
    choose,
    headed,
    panel,
    press,
    says,
    write,
)
from tests.browser.support import (
    open_details,
)

ROTA, KNOWLEDGE = "A second technician in the first line", "Known faults written down for the first line"


def begin_review(story: Story, cadence: str) -> str:
    """Plan the next review of a cadence, make its pack and begin it; returns its address."""
    page = story.page
    story.go("/reviews")
    press(page, f"Plan the next {cadence}")
    review = page.url
    press(page, "Make the pack")
    press(page, "Begin the review")
    headed(page, "Minutes")
    return str(review)


def decide(story: Story, label: str, values: Mapping[str, str]) -> None:
    """Take one of the decisions that the page of an item offers."""
    part = panel(story.page, "Decide")
    one = part.locator("details", has=story.page.locator("summary", has_text=label))
    one.locator("summary").click()
    write(one, values)
    press(one, label)


def add_improvement(story: Story, title: str, values: Mapping[str, str], cost: str = "") -> None:
    """Put an improvement into the register that a review proposed."""
    page = story.page
    story.go("/csip/new")
    page.get_by_label("No, it goes beyond what was agreed").check()
    open_details(page)
    if cost:
        page.get_by_label("Has a cost of its own").check()
        write(page, {"Amount": cost, "Approval of the cost": "Asked for"})
    write(page, {"What is to get better": title, "Where it comes from": "Service review", **values})
    press(page, "Add item")
    says(page, title)


def propose_two(story: Story) -> None:
    """The strategies of the provider: one has a cost, the other needs writers."""
    add_improvement(
        story, ROTA,
        {
            "Expected benefit": "Tickets wait less", "Owner": "Service delivery manager",
            "Service": "Service desk", "Due": "2027-07-31", "What is measured": "A duration",
            "Metric": "M19 Mean time to resolve incidents", "Baseline": "12 h",
            "Baseline of": "2027-02-28", "Target": "8 h",
        },
        cost="18000",
    )  # fmt: skip
    add_improvement(
        story, KNOWLEDGE,
        {
            "Expected benefit": "More is resolved at the first touch", "Owner": "Service desk lead",
            "Service": "Service desk", "Due": "2027-10-31", "Metric": "X03 Resolved at the first touch",
            "What is measured": "Percent", "Baseline": "60", "Baseline of": "2027-02-28", "Target": "75",
        },
    )  # fmt: skip


def hold_in_review(story: Story, reference: str, reason: str, look_again: str) -> None:
    """Put an improvement on hold in the minutes."""
    part = panel(story.page, "Decide about improvements")
    part.get_by_label(re.compile(reference)).check()
    write(
        part,
        {
            "Decision": "Put on hold", "Reason (for a hold or a removal)": reason,
            "Look again on (for a hold)": look_again,
        },
    )  # fmt: skip
    press(part, "Decide")
    expect(panel(story.page, "Decided so far")).to_contain_text(f"{reference} {KNOWLEDGE}: on hold")


def go_on_in_review(story: Story, reference: str) -> None:
    """Let an improvement go on in the minutes."""
    part = panel(story.page, "Decide about improvements")
    part.get_by_label(re.compile(reference)).check()
    write(part, {"Decision": "Go on"})
    press(part, "Decide")
    expect(panel(story.page, "Decided so far")).to_contain_text(reference)


def decide_about_the_agreement(story: Story, text: str, reason: str) -> None:
    """Decide in the annual review that the agreement changes; its stage moves back to negotiation."""
    page = story.page
    open_details(page)
    part = panel(page, "Decide about an agreement")
    choose(part, "Agreement", "SLA-001")
    write(
        part,
        {
            "Decision": "Change it: negotiate anew", "More about it (needed for another one)": text,
            "Reason (for a change or an end)": reason,
        },
    )  # fmt: skip
    press(part, "Decide")
    expect(panel(page, "Decided so far")).to_contain_text(text)
    page.goto(SLA)
    headed(page, "Service desk is being negotiated, round 1")


def decide_about_a_goal(story: Story, factor: str, title: str, metric: str, target: str) -> None:
    """Decide in the minutes that an indicator is added under a success factor."""
    page = story.page
    open_details(page)
    part = panel(page, "Decide about a success factor")
    choose(part, "Success factor or indicator", factor)
    better = "At most" if metric.startswith("X04") else "At least"
    write(
        part,
        {
            "Decision": "Add an indicator under it", "What is aimed at from then on (empty: as now)": title,
            "The target is": better, "Target (empty: as now)": target,
        },
    )  # fmt: skip
    choose(part, "Metric of an indicator", metric)
    press(part, "Decide")
    expect(panel(page, "Decided so far")).to_contain_text(title)
    story.go("/goals")
    says(page, title, f"target {better.lower()} {target}")


def add_a_factor(story: Story, title: str) -> None:
    """Add a success factor on the page of goals, settled in the review that is held."""
    page = story.page
    story.go("/goals/new?kind=csf")
    write(page, {"What is aimed at": title, "From": "2027-07-07"})
    choose(page, "Settled in", "Quarterly business review")
    press(page, "Save")
    says(page, title)


def implement(story: Story, number: int, before: Sequence[str]) -> None:
    """Let an improvement go on until it is implemented."""
    story.go(f"/csip/{number}")
    for state in (*before, "implemented"):
        decide(story, f"Go on to: {state}", {})


def measure(story: Story, number: int, begin: str, end: str, value: str) -> None:
    """Enter what was measured after an improvement was implemented."""
    page = story.page
    story.go(f"/csip/{number}")
    page.locator("summary", has_text="Enter a value after the implementation").click()
    write(page.locator("#brought"), {"From": begin, "To and with": end, "Value": value})
    press(page, "Record the value")


def close_item(story: Story, number: int, verdict: str) -> None:
    """Close an improvement with the verdict that the figures propose."""
    page = story.page
    says(page, f"Closing it proposes: {verdict.lower()}.")
    decide(story, "Go on to: benefit check", {})
    part = panel(page, "Decide")
    part.locator("summary", has_text="Go on to: closed").click()
    part.get_by_label(verdict, exact=True).check()
    press(part, "Go on to: closed")
    expect(page.get_by_role("heading", name=f"The benefit was {verdict.lower()}")).to_be_visible()
