"""Where the story of the registers begins: the client, its parties, its service and its goals."""

from tests.browser.registers_support import CLIENT, HOME, Story, headed, press, says, write
from tests.browser.support import add_client_by_form


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
            "What is aimed at": "Time to resolution",
            "Metric that shows it": "M19 Mean time to resolve incidents", "The target is": "At most",
            "Target": "8 h", "From": "2026-12-01",
        },
    )  # fmt: skip
    press(page, "Save")
    story.go("/goals")
    says(page, "Time to resolution", "target at most 8 h")
