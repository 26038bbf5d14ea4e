"""The steps of the story in which an agreement is drafted, negotiated and signed."""

from tests.browser.registers_agreement import (
    BEFORE,
    MEASURED,
    TIER_1,
    answer_need,
    fill_validity,
    sign_here,
)
from tests.browser.registers_support import (
    SLA,
    Story,
    headed,
    labelled,
    press,
    prints,
    says,
    told,
    write,
)
from tests.browser.support import (
    open_details,
)


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
    answer_need(
        story, "Nine tickets of ten are resolved by tier 1 the same day", "Can be met", "It was so in autumn"
    )
    answer_need(story, "An answer at night", "Cannot be met", "Nobody works at night")
    headed(page, "Two needs, all answered")


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
            "Name": TIER_1, "Classes": "Tier 1", "Target": "90", "Within": "8 h",
            "Counts as failing from": "75",
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
    write(
        page, {"Hours of the desk": "Office hours", "Why nothing stands behind it": "The desk does it alone."}
    )
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
