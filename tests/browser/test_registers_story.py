"""One year of a client in the registers, played through the pages; the story is that of the help desk."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.registers_agreement import (
    OTHER_FIGURES,
    TIER_1,
    fill_validity,
    issue_report,
    sign_here,
    type_figure,
    type_value,
)
from tests.browser.registers_reviews import (
    KNOWLEDGE,
    ROTA,
    add_a_factor,
    begin_review,
    close_item,
    decide,
    decide_about_a_goal,
    decide_about_the_agreement,
    go_on_in_review,
    hold_in_review,
    implement,
    measure,
    propose_two,
)
from tests.browser.registers_scene import plant_the_tree, set_the_scene
from tests.browser.registers_signing import (
    draft_from_a_template,
    finalize_and_sign,
    negotiate,
    set_the_targets,
)
from tests.browser.registers_support import (
    SLA,
    Story,
    headed,
    panel,
    press,
    prints,
    row,
    says,
    write,
)
from tests.browser.support import (
    Window,
    running,
)

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def january_is_inside(story: Story) -> None:
    """The first period: worked out, typed in where nothing measures it, inside the target."""
    page = story.page
    story.day("2027-02-02")
    type_figure(story, "Jan 2027", "94", "100")
    headed(page, "SLA-001: the one target with data met")
    page.goto(SLA)
    says(page, "Reporting now")
    story.go("/actions")
    says(page, "No actions yet.")


def set_the_cadences(story: Story) -> None:
    """How often both sides meet: a weekly talk, the monthly, the quarterly and the annual review."""
    page = story.page
    story.go("/reviews")
    headed(page, "No service reviews yet")
    for kind, first in (
        ("Informal sync", "2027-03-03"), ("Monthly review", "2027-03-10"),
        ("Quarterly business review", "2027-07-07"), ("Annual review", "2027-12-08"),
    ):  # fmt: skip
        story.go("/reviews")
        page.get_by_role("link", name=kind, exact=True).click()
        write(page, {"Next on": first, "Begins at": "10:00"})
        press(page, "Save the cadence")
    says(page, "10 Mar 2027", "8 Dec 2027")


def february_misses(story: Story) -> None:
    """Tier 1 misses its target: the indicator shows it, and an action is drafted with a day."""
    page = story.page
    story.day("2027-03-02")
    type_figure(story, "Feb 2027", "80", "100")
    story.go("/goals")
    headed(page, "The one critical success factor is breached")
    says(page, "SLA-001, Resolution by tier 1: 80%, agreed at least 90% in Feb 2027.")
    story.go("/actions")
    says(page, f"{TIER_1}: missed in February 2027", "9 Mar 2027")


def the_sync_watches(story: Story) -> None:
    """The weekly talk notes what worries, and the action is taken up."""
    page = story.page
    story.day("2027-03-03")
    review = begin_review(story, "Informal sync")
    expect(panel(page, "Points and notes")).to_contain_text("What worries anybody")
    page.get_by_label(re.compile("What worries anybody")).fill("Tier 1 is slow: one in five took over a day.")
    page.locator("#part-point-t2 [data-saved][data-state=saved]").wait_for()
    expect(page.get_by_role("heading", name="Decide about improvements")).to_have_count(0)
    press(page, "Close the review")
    page.goto(review)
    says(page, "Tier 1 is slow: one in five took over a day.", "Frozen since it was closed.")
    story.go("/actions/1")
    decide(story, "Start", {})
    says(page, "in progress")


def the_month_proposes(story: Story) -> None:
    """The monthly review: the pack has the miss first, two strategies are proposed and decided about."""
    page = story.page
    story.day("2027-03-10")
    propose_two(story)
    story.go("/reviews")
    press(page, "Plan the next Monthly review")
    press(page, "Make the pack")
    headed(page, "one target missed and two improvements wait for a decision")
    first = panel(page, "Agreements").locator("tbody tr").first
    expect(first).to_contain_text(TIER_1)
    agenda = panel(page, "Agenda")
    for point in (f"Missed: {TIER_1}", f"Decide: CSIP-001 {ROTA}", f"Decide: CSIP-002 {KNOWLEDGE}"):
        expect(agenda).to_contain_text(point)
    press(page, "Begin the review")
    hold_in_review(story, "CSIP-002", "The writers are busy until June", "2027-07-01")
    go_on_in_review(story, "CSIP-001")
    write(
        panel(page, "New action"),
        {"What has to be done": "Say when the rota is ready", "Owner": "Team lead", "Due": "2027-03-31"},
    )
    press(page, "Add the action")
    expect(panel(page, "Decided so far")).to_contain_text("ACT-002 Say when the rota is ready")
    press(page, "Close the review")
    headed(page, "decisions taken")


def the_repair_is_done(story: Story) -> None:
    """The action is done, but nobody can tell yet; the cost of the first improvement is approved."""
    page = story.page
    story.day("2027-03-19")
    story.go("/actions/1")
    decide(story, "Done", {})
    says(page, "No period after it was done has been measured yet, so nobody can tell whether it helped.")
    story.go("/csip/1")
    says(page, "The item needs costing. It can go further once its cost is approved.")
    page.locator("summary", has_text="Title, texts, owner, day, cost").click()
    change = panel(page, "Change what is written")
    write(change, {"Approval of the cost": "Approved"})
    press(change, "Save")
    says(page, "EUR 18 000, approved, budget of 2027")
    decide(story, "Go on to: approved", {"Decided by": "Budget owner"})
    decide(story, "Go on to: in progress", {})
    headed(page, ROTA)
    says(page, "CSIP-001 is in progress")


def spring_is_inside(story: Story) -> None:
    """March began before the repair and proves nothing; April verifies it, and its report is issued."""
    page = story.page
    story.day("2027-04-02")
    type_figure(story, "Mar 2027", "93", "100")
    story.go("/actions/1")
    says(page, "nobody can tell whether it helped")
    story.day("2027-05-04")
    type_figure(story, "Apr 2027", "95", "100")
    story.go("/actions/1")
    decide(story, "Verified", {"What shows it": "April is inside the target again."})
    decide(story, "Close", {})
    says(page, "closed", "April is inside the target again.")
    issue_report(story, "2027-04")


def the_quarter_adds(story: Story) -> None:
    """The quarterly review: first-touch resolution becomes a goal, what was on hold is taken up again."""
    page = story.page
    story.day("2027-07-07")
    type_figure(story, "Jun 2027", "96", "100")
    story.go("/reviews")
    press(page, "Plan the next Quarterly business review")
    press(page, "Make the pack")
    expect(panel(page, "Agenda")).to_contain_text(f"Decide: CSIP-002 {KNOWLEDGE}")
    press(page, "Begin the review")
    review = page.url.removesuffix("/minutes")
    go_on_in_review(story, "CSIP-002")
    page.get_by_label("Service owner").check()
    write(page, {"How we work together": "Good"})
    page.locator("#part-relationship [data-saved][data-state=saved]").wait_for()
    factor = "More is resolved at the first touch"
    add_a_factor(story, factor)
    page.goto(f"{review}/minutes")
    decide_about_a_goal(story, factor, "First touch", "X03", "70")
    page.goto(f"{review}/minutes")
    press(page, "Close the review")
    headed(page, "decisions taken")
    says(page, "Good", "First touch")


def autumn_measures(story: Story) -> None:
    """Both improvements are done; what was measured says how much of the benefit came, and no more."""
    page = story.page
    story.day("2027-07-20")
    implement(story, 1, ())
    story.day("2027-08-02")
    implement(story, 2, ("approved", "in progress"))
    story.day("2027-10-04")
    # (9 - 12) / (8 - 12) = 75% of the way, which is partly.
    measure(story, 1, "2027-08-01", "2027-08-31", "9 h")
    says(page, "75%")
    close_item(story, 1, "Partly realised")
    # (78 - 60) / (75 - 60) = 120% of the way, which is realised.
    measure(story, 2, "2027-09-01", "2027-09-30", "78")
    says(page, "120%")
    close_item(story, 2, "Realised")


def the_year_changes(story: Story) -> None:
    """The annual review: contract and value, one more indicator, and the agreement is to be changed."""
    page = story.page
    story.day("2027-12-08")
    type_figure(story, "Nov 2027", "97", "100")
    for name, typed in OTHER_FIGURES.items():
        type_value(story, name, "Nov 2027", typed)
    story.go("/reviews")
    press(page, "Plan the next Annual review")
    press(page, "Make the pack")
    renewal = panel(page, "Value and renewal")
    for words in ("Service desk contract", "31 Mar 2028", "1 Jan 2028"):
        expect(renewal).to_contain_text(words)
    press(page, "Begin the review")
    review = page.url.removesuffix("/minutes")
    decide_about_the_agreement(
        story, "Tier 1 resolves 95% within eight hours", "The target was met with ease"
    )
    page.goto(f"{review}/minutes")
    decide_about_a_goal(story, "More is resolved at the first touch", "Passed on", "X04", "20")
    page.goto(f"{review}/minutes")
    press(page, "Close the review")
    headed(page, "decision")


def sign_the_next_version(story: Story) -> None:
    """Another target from a day on: what was agreed before stays for the months before."""
    page = story.page
    fill_validity(story, "2028-01-01", "2028-12-31")
    for name, value in (
        (TIER_1, "95"),
        ("Response, P1", "95"),
        ("Availability", "99"),
        ("Major errors", "5"),
    ):
        page.locator("main").get_by_role("link", name=name, exact=True).click()
        write(page, {"Target": value, "Looked at again on": "2028-12-01"})
        press(page, "Save the target")
    press(page, "Go on to finalizing")
    sign_here(story, "Provider", "Service delivery manager")
    sign_here(story, "Customer", "Service owner")
    says(page, "Version 2", "from 1 Jan 2028")
    page.get_by_role("link", name="What changed").click()
    says(page, "90", "95")


def old_months_stay(story: Story) -> None:
    """A month after the change is judged by the new target, a month before still by the old one."""
    page = story.page
    story.day("2028-02-02")
    type_figure(story, "Jan 2028", "92", "100")
    for month, agreed in (("2027-02", "90%"), ("2028-01", "95%")):
        story.go(f"/sla-results?period={month}")
        expect(row(page, TIER_1).locator("[data-k=Agreed]")).to_contain_text(agreed)


def closed_minutes_stay(story: Story) -> None:
    """Closed minutes are read, added to and sent by a link; the calendar lists the days to come."""
    page = story.page
    story.go("/reviews/2/minutes")
    expect(page).to_have_url(re.compile(r"/reviews/2$"))
    says(page, "Frozen since it was closed.", f"CSIP-002 {KNOWLEDGE}: on hold")
    expect(page.get_by_role("link", name="Minutes")).to_have_count(0)
    write(page, {"Add a correction": "The rota was shown to the service owner on 12 March."})
    press(page, "Add to the minutes")
    says(page, "Added after it was closed", "The rota was shown to the service owner")
    write(page, {"For whom": "Auditor"})
    press(page, "Make a link")
    guest = story.window().new_page()
    guest.goto(page.get_by_label(re.compile("^Link for Auditor")).input_value())
    says(guest, "for Auditor", f"CSIP-002 {KNOWLEDGE}: on hold", "The rota was shown to the service owner")
    expect(guest.locator("a[href*='/clients/']")).to_have_count(0)
    prints(guest)
    prints(page)
    story.go("/reviews")
    part = panel(page, "Calendar for other programs")
    write(part, {"For whom": "Service owner"})
    press(part, "Make an address")
    feed = story.window().request.get(page.get_by_label("Address for Service owner").input_value())
    for words in ("Annual review (Corvo Logistics)", "DTSTART:20281208T100000", "DTSTART:20271007T100000"):
        assert words in feed.text()


STEPS = (
    set_the_scene,
    plant_the_tree,
    draft_from_a_template,
    set_the_targets,
    negotiate,
    finalize_and_sign,
    january_is_inside,
    set_the_cadences,
    february_misses,
    the_sync_watches,
    the_month_proposes,
    the_repair_is_done,
    spring_is_inside,
    the_quarter_adds,
    autumn_measures,
    the_year_changes,
    sign_the_next_version,
    old_months_stay,
    closed_minutes_stay,
)


def test_a_year_of_the_registers(window: Window, tmp_path: Path) -> None:
    with running(tmp_path) as site:
        story = Story(window(site).new_page(), tmp_path, lambda **options: window(site, **options))
        for step in STEPS:
            step(story)
