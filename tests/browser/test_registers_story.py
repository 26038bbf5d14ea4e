"""One year of a client in the registers, played through the pages; the story is that of the help desk."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.registers_support import (
    CLIENT, HOME, SLA, Story, headed, labelled, panel, press, prints, row, says, told, write,
)
from tests.browser.support import Window, add_client_by_form, open_details, running

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def set_the_scene(story: Story) -> None:
    """The client, both parties, working hours, the service and its contract."""
    page = story.page
    story.day("2026-12-01")
    assert add_client_by_form(page, CLIENT) == HOME
    story.go("/services")
    says(page, "No service yet.")
    for name, role, manager in (
        ("Service desk provider", "Provider", "Service delivery manager"),
        ("Corvo Logistics", "Customer", "Service owner"),
    ):
        story.go("/parties/new")
        write(page, {"Name": name, "Service delivery manager": manager})
        page.get_by_label(role, exact=True).check()
        press(page, "Save")
        headed(page, name)
    story.go("/tickets/rules/calendars/new")
    days = dict.fromkeys(("Monday", "Tuesday", "Wednesday", "Thursday", "Friday"), "08:00-17:00")
    write(page, {"Name": "Office hours", "Time zone": "Europe/Rome", **days})
    press(page, "Save the calendar")
    story.go("/services/new")
    write(
        page,
        {
            "Name": "Service desk", "Description": "One place for help.",
            "Provider": "Service desk provider", "Service hours": "Office hours", "Owner": "Service owner",
        },
    )  # fmt: skip
    press(page, "Save")
    headed(page, "Service desk")
    story.go("/contracts/new")
    write(
        page,
        {
            "Title": "Service desk contract", "With": "Service desk provider", "From": "2026-01-01",
            "Until": "2028-03-31", "Days of notice": "90", "Value": "120000",
        },
    )  # fmt: skip
    page.get_by_label("Service desk", exact=True).check()
    press(page, "Save")
    headed(page, "Service desk contract")
    story.go("/services")
    says(page, "31 Mar 2028")


def plant_the_tree(story: Story) -> None:
    """A success factor and the indicator that shows it."""
    page = story.page
    story.go("/goals")
    says(page, "Begin with what has to go right.")
    page.get_by_role("link", name="Add a CSF").click()
    write(page, {"What is aimed at": "The help desk resolves what it can itself", "From": "2026-12-01"})
    press(page, "Save")
    headed(page, "The one critical success factor is not known")
    page.get_by_role("link", name="Add a KPI under CSF 1").click()
    write(
        page,
        {
            "What is aimed at": "Time to resolution", "Metric that shows it": "M19 Mean time to resolve incidents",
            "The target is": "At most", "Target": "8 h", "From": "2026-12-01",
        },
    )  # fmt: skip
    press(page, "Save")
    story.go("/goals")
    says(page, "Time to resolution", "target at most 8 h")


def draft_from_a_template(story: Story) -> None:
    """The agreement begins with a template; what the customer needs is asked before."""
    page = story.page
    story.go("/slas")
    page.get_by_role("link", name="Draft an agreement").first.click()
    parties = {"Provider": "Service desk provider (provider)", "Customer": "Corvo Logistics (customer)"}
    write(page, {"Service": "Service desk", **parties, "Begin with": "A service desk"})
    press(page, "Draft it")
    headed(page, "Service desk is being negotiated, round 1")
    says(page, "Nobody wrote down yet what the customer needs.")
    page.get_by_role("link", name="Write the needs down").click()
    answer_need(story, "Nine tickets of ten are resolved by tier 1 the same day", "Can be met", "It was so in autumn")
    answer_need(story, "An answer at night", "Cannot be met", "Nobody works at night")
    headed(page, "Two needs, all answered")


def answer_need(story: Story, text: str, verdict: str, reason: str) -> None:
    """Write down one need of the customer and what is said to it."""
    page = story.page
    write(page, {"What the customer needs": text, "What the provider says": verdict, "Why": reason})
    press(page, "Write it down")
    says(page, text, verdict)


def set_the_targets(story: Story) -> None:
    """Targets of the template go or become real ones, and the one of tier 1 is added."""
    page = story.page
    page.goto(SLA)
    says(page, "Go on to finalizing", "not yet", "Some targets are not ready")
    for name in ("Response, P2", "Response, P3", "Resolution, P1", "Resolution, P2", "Resolution, P3"):
        press(page, f"Remove {name}")
        told(page, name)
    fill_validity(story, "2027-01-01", "2028-06-30")
    page.goto(f"{SLA}/targets/new?kind=resolution")
    write(
        page,
        {
            "Name": TIER_1, "Classes": "Tier 1", "Target": "90", "Within": "8 h", "Counts as failing from": "75",
            "Indicator that it serves": "KPI 2 Time to resolution", **MEASURED,
        },
    )  # fmt: skip
    open_details(page)
    write(page, BEFORE)
    press(page, "Save the target")
    says(page, TIER_1, "at least 90%")
    for name, value in (("Response, P1", "97"), ("Availability", "99.6"), ("Major errors", "3")):
        page.locator("main").get_by_role("link", name=name, exact=True).click()
        open_details(page)
        write(page, MEASURED | BEFORE | {"Value before": value})
        press(page, "Save the target")
        headed(page, "Service desk is being negotiated")


def fill_validity(story: Story, begin: str, end: str) -> None:
    """Say from when until when the text holds."""
    page = story.page
    page.goto(f"{SLA}/validity")
    write(page, {"Valid from": begin, "Valid to": end})
    press(page, "Save")


TIER_1 = "Resolution by tier 1"
MEASURED = {"Where the figures come from": "Ticket export", "Looked at again on": "2027-12-01"}
BEFORE = {"Value before": "92", "From month": "2026-08", "To month": "2026-11"}


def negotiate(story: Story) -> None:
    """A round, the checks of the targets, and what is still missing, said in words."""
    page = story.page
    page.goto(SLA)
    says(page, "Eight of ten points are filled, one of four targets is ready.")
    open_details(page)
    says(page, "The baseline of 2026-08 to 2026-11 meets it.", "Nobody signed this version.")
    says(page, "Some targets are not ready: Response, P1 (T)")
    press(page, "Begin another round")
    headed(page, "Service desk is being negotiated, round 2")
    page.goto(f"{SLA}/hours")
    write(page, {"Service hours": "Office hours"})
    press(page, "Save and go to the next point")
    headed(page, "Availability")
    page.goto(f"{SLA}/support")
    write(page, {"Hours of the desk": "Office hours", "Why nothing stands behind it": "The desk does it alone."})
    press(page, "Save")
    page.goto(f"{SLA}/charges")
    write(page, {"Formula": "", "Price": "10000"})
    press(page, "Save")
    says(page, "Ten of ten points are filled, four of four targets are ready.")


def finalize_and_sign(story: Story) -> None:
    """Both sides sign one text: the provider here, the customer with a link and without an account."""
    page = story.page
    page.goto(SLA)
    press(page, "Go on to finalizing")
    headed(page, "Service desk is being finalized")
    page.locator("summary", has_text="A link for somebody who only signs").click()
    write(page, {"For whom": "Service owner", "Signs for the": "Customer"})
    press(page, "Make a link")
    link = labelled(page, "The link").input_value()
    page.goto(SLA)
    sign_here(story, "Provider", "Service delivery manager")
    says(page, "for the provider")
    guest = story.window(java_script_enabled=False).new_page()
    guest.goto(link)
    says(guest, "at least 90%", "Your signature is for exactly this text")
    write(guest, {"Your name": "Service owner", "Your role": "Service owner"})
    press(guest, "Sign")
    says(guest, "This text is signed for the customer. Thank you.")
    page.goto(SLA)
    headed(page, "Service desk is signed and not in force yet")
    says(page, "Both sides signed. It holds from 1 Jan 2027 on.")
    prints(page)


def sign_here(story: Story, side: str, role: str) -> None:
    """Sign on the page of the agreement."""
    page = story.page
    part = panel(page, "Signatures")
    part.locator("summary", has_text="Sign").first.click()
    write(part, {"For the": side, "Name": role, "Role": role})
    press(part, "Sign this text")


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


def type_figure(story: Story, month: str, met: str, cases: str) -> None:
    """Work out a month, and type how many cases tier 1 resolved in time."""
    page = story.page
    story.go("/sla-results")
    press(page, f"Work out {month}")
    told(page, f"The results up to {month} are worked out.")
    type_value(story, TIER_1, month, {"Cases that met it": met, "Of how many cases": cases})


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
    write(panel(page, "New action"), {"What has to be done": "Say when the rota is ready", "Owner": "Team lead", "Due": "2027-03-31"})
    press(page, "Add the action")
    expect(panel(page, "Decided so far")).to_contain_text("ACT-002 Say when the rota is ready")
    press(page, "Close the review")
    headed(page, "decisions taken")


ROTA, KNOWLEDGE = "A second technician in the first line", "Known faults written down for the first line"


def propose_two(story: Story) -> None:
    """The strategies of the provider: one has a cost, the other needs writers."""
    add_improvement(
        story, ROTA,
        {
            "Expected benefit": "Tickets wait less", "Owner": "Service delivery manager",
            "Service": "Service desk", "Due": "2027-07-31", "Metric": "M19 Mean time to resolve incidents",
            "What is measured": "A duration", "Baseline": "12 h", "Baseline of": "2027-02-28", "Target": "8 h",
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


def issue_report(story: Story, period: str) -> None:
    """Issue the report of a month; the agreement can be reviewed from then on."""
    page = story.page
    page.goto(f"{SLA}/reports/new?period={period}")
    write(page, {"Who gets it": "Service owner"})
    press(page, "Issue the report")
    headed(page, "no target missed")
    prints(page)
    page.goto(SLA)
    says(page, "Reviewing now")


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
    decide_to_add_a_goal(story, "First-touch resolution, shown by X03")
    page.get_by_label("Service owner").check()
    write(page, {"How we work together": "Good"})
    page.locator("#part-relationship [data-saved][data-state=saved]").wait_for()
    add_goals(story, "More is resolved at the first touch", "First touch", "X03 Resolved at the first touch", "70")
    page.goto(f"{review}/minutes")
    press(page, "Close the review")
    headed(page, "decisions taken")
    says(page, "Good", "First-touch resolution, shown by X03")


def decide_to_add_a_goal(story: Story, text: str) -> None:
    """Write down in the minutes that the review adds a goal."""
    part = panel(story.page, "Other decision")
    write(
        part,
        {
            "About": "A success factor or indicator: add one", "What was decided": text,
            "Reason (for a change or an end)": "The client wants fewer calls for one thing",
        },
    )  # fmt: skip
    press(part, "Write it down")
    expect(panel(story.page, "Decided so far")).to_contain_text(text)


def add_goals(story: Story, factor: str, title: str, metric: str, target: str) -> None:
    """Add a success factor with its indicator on the page of goals, settled in the review that is held."""
    page = story.page
    story.go("/goals/new?kind=csf")
    write(page, {"What is aimed at": factor, "From": "2027-07-07"})
    choose(page, "Settled in", "Quarterly business review")
    press(page, "Save")
    add_an_indicator(story, "CSF 3", title, metric, target)


def add_an_indicator(story: Story, factor: str, title: str, metric: str, target: str) -> None:
    """Hang one more indicator under a success factor, settled in the newest review."""
    page = story.page
    story.go("/goals")
    page.get_by_role("link", name=f"Add a KPI under {factor}").click()
    better = "At most" if metric.startswith("X04") else "At least"
    write(
        page,
        {
            "What is aimed at": title, "Metric that shows it": metric, "The target is": better,
            "Target": target,
        },
    )  # fmt: skip
    choose(page, "Settled in", "review")
    press(page, "Save")
    says(page, title, f"target {better.lower()} {target}")


def choose(page: Any, label: str, words: str) -> None:
    """Choose the one option whose words hold these."""
    field = labelled(page, label)
    field.select_option(label=field.locator("option", has_text=words).last.inner_text())


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
    decide_about_the_agreement(story, "Tier 1 resolves 95% within eight hours", "The target was met with ease")
    add_an_indicator(story, "CSF 3", "Passed on", "X04 Passed to tier 2", "20")
    page.goto(f"{review}/minutes")
    press(page, "Close the review")
    headed(page, "decision")


def decide_about_the_agreement(story: Story, text: str, reason: str) -> None:
    """Decide in the annual review that the agreement changes; its stage moves back to negotiation."""
    page = story.page
    part = panel(page, "Other decision")
    write(
        part,
        {
            "About": "An agreement: change it", "What was decided": text,
            "Reason (for a change or an end)": reason,
        },
    )  # fmt: skip
    press(part, "Write it down")
    expect(panel(page, "Decided so far")).to_contain_text(f"Agreement to be changed: {text}")
    page.goto(SLA)
    part = panel(page, "Stage").locator("details", has=page.locator("summary", has_text="Change it"))
    part.locator("summary").click()
    write(part, {"Why": reason})
    press(part, "Change it")
    headed(page, "Service desk is being negotiated, round 1")


def sign_the_next_version(story: Story) -> None:
    """Another target from a day on: what was agreed before stays for the months before."""
    page = story.page
    fill_validity(story, "2028-01-01", "2028-12-31")
    for name, value in ((TIER_1, "95"), ("Response, P1", "95"), ("Availability", "99"), ("Major errors", "5")):
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


OTHER_FIGURES = {
    "Response, P1": {"Cases that met it": "39", "Of how many cases": "40"},
    "Availability": {"Value": "99.7"},
    "Major errors": {"Value": "2"},
}


def type_value(story: Story, target: str, month: str, typed: Mapping[str, str]) -> None:
    """Type the figure of a target for a month that was worked out."""
    page = story.page
    page.goto(f"{SLA}/results")
    page.get_by_role("link", name=f"{target}, {month}: type the figure").click()
    write(page, {**typed, "Where it is from": "Report of the provider"})
    press(page, "Save the figure")


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


STEPS = (
    set_the_scene, plant_the_tree, draft_from_a_template, set_the_targets, negotiate, finalize_and_sign,
    january_is_inside, set_the_cadences, february_misses, the_sync_watches,
    the_month_proposes, the_repair_is_done, spring_is_inside, the_quarter_adds, autumn_measures,
    the_year_changes, sign_the_next_version, old_months_stay,
)
