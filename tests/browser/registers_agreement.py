"""What the story of the registers does with the agreement, and with what is measured of it."""

from collections.abc import Mapping

from tests.browser.registers_support import (
    SLA,
    Story,
    headed,
    panel,
    press,
    prints,
    says,
    told,
    write,
)

TIER_1 = "Resolution by tier 1"
MEASURED = {"Where the figures come from": "Ticket export", "Looked at again on": "2027-12-01"}
BEFORE = {"Value before": "92", "From month": "2026-08", "To month": "2026-11"}
OTHER_FIGURES = {
    "Response, P1": {"Cases that met it": "39", "Of how many cases": "40"},
    "Availability": {"Value": "99.7"},
    "Major errors": {"Value": "2"},
}


def answer_need(story: Story, text: str, verdict: str, reason: str) -> None:
    """Write down one need of the customer and what is said to it."""
    page = story.page
    write(page, {"What the customer needs": text, "What the provider says": verdict, "Why": reason})
    press(page, "Write it down")
    says(page, text, verdict)


def fill_validity(story: Story, begin: str, end: str) -> None:
    """Say from when until when the text holds."""
    page = story.page
    page.goto(f"{SLA}/validity")
    write(page, {"Valid from": begin, "Valid to": end})
    press(page, "Save")


def sign_here(story: Story, side: str, role: str) -> None:
    """Sign on the page of the agreement."""
    page = story.page
    part = panel(page, "Signatures")
    part.locator("summary", has_text="Sign").first.click()
    write(part, {"For the": side, "Name": role, "Role": role})
    press(part, "Sign this text")


def type_figure(story: Story, month: str, met: str, cases: str) -> None:
    """Work out a month, and type how many cases tier 1 resolved in time."""
    page = story.page
    story.go("/sla-results")
    press(page, f"Work out {month}")
    told(page, f"The results up to {month} are worked out.")
    type_value(story, TIER_1, month, {"Cases that met it": met, "Of how many cases": cases})


def type_value(story: Story, target: str, month: str, typed: Mapping[str, str]) -> None:
    """Type the figure of a target for a month that was worked out."""
    page = story.page
    page.goto(f"{SLA}/results")
    page.get_by_role("link", name=f"{target}, {month}: type the figure").click()
    write(page, {**typed, "Where it is from": "Report of the provider"})
    press(page, "Save the figure")


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
