"""Agreements to begin with: a service desk, a network, an application; every value is an example."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction

from assessment.domain.catalogue import CUSTOMER, PROVIDER
from assessment.domain.sla_content import (
    ALWAYS,
    AT_LEAST,
    AT_MOST,
    AVAILABILITY,
    EXAMPLE,
    FUNCTIONALITY,
    PER_POINT,
    RESOLUTION,
    RESPONSE,
    Credit,
    Signatory,
    SlaContent,
    Target,
)
from assessment.domain.sla_target_checks import unit_of

HOUR = 60
EMPTY, DESK, NETWORK, APPLICATION = "empty", "desk", "network", "application"
SIGNATORIES = (
    Signatory(PROVIDER, "Service delivery manager", "Service delivery manager"),
    Signatory(CUSTOMER, "Service owner", "Service owner"),
)
CATEGORIES = ("Blocking", "Major", "Minor")


def _timed(key: str, kind: str, of: str, value: int, worst: int, minutes: int, words: str) -> Target:
    name = {RESPONSE: "Response", RESOLUTION: "Resolution"}[kind]
    return Target(
        key, kind, f"{name}, {of}", classes=(of,), operator=AT_LEAST, value=Fraction(value),
        unit=unit_of(kind), unacceptable=Fraction(worst), limit_minutes=Fraction(minutes), limit_words=words,
        source=EXAMPLE,
    )  # fmt: skip


def _available(key: str, value: str, worst: str, calendar: str = "") -> Target:
    return Target(
        key, AVAILABILITY, "Availability", operator=AT_LEAST, value=Fraction(value), unit="percent",
        unacceptable=Fraction(worst), calendar_id=calendar, source=EXAMPLE,
    )  # fmt: skip


def _errors(key: str, category: str, value: int) -> Target:
    return Target(
        key, FUNCTIONALITY, f"{category} errors", category=category, operator=AT_MOST, value=Fraction(value),
        unit="count", unacceptable=Fraction(2 * value + 1), source=EXAMPLE,
    )  # fmt: skip


BASE = SlaContent(
    signatories=SIGNATORIES,
    maintenance="Maintenance that was announced five working days ahead does not count as an outage.",
    routes=("Portal", "Telephone", "E-mail"),
    after_hours="Outside its hours the desk takes only what stops the work of many, by telephone.",
    price_per="month",
    currency="EUR",
    recovery_plan="Recovery plan of the provider, in its newest edition",
    change_policy="Change policy of the provider",
    change_route="Change request in the portal",
    change_notice_days=10,
    categories=CATEGORIES,
    prose={
        "description": "**Example.** Say in a few sentences what the customer gets and what it is for.",
        "changes": "A service review proposes a change of this agreement; it holds once both sides signed.",
    },
)


def service_desk() -> SlaContent:
    """Return an agreement about a service desk."""
    return replace(
        BASE,
        functions=("Help with incidents", "Requests for equipment and access"),
        deliverables=("One point of contact", "A report each month"),
        scale="Example: 400 users at two sites",
        impact="Without it people wait longer for help; their own work goes on.",
        priority="Medium",
        targets=(
            _timed("p1-response", RESPONSE, "P1", 95, 85, 15, "15 min"),
            _timed("p2-response", RESPONSE, "P2", 90, 80, HOUR, "1 h"),
            _timed("p3-response", RESPONSE, "P3", 90, 80, 4 * HOUR, "4 h"),
            _timed("p1-resolution", RESOLUTION, "P1", 90, 80, 4 * HOUR, "4 h"),
            _timed("p2-resolution", RESOLUTION, "P2", 90, 80, 8 * HOUR, "8 h"),
            _timed("p3-resolution", RESOLUTION, "P3", 85, 75, 24 * HOUR, "24 h"),
            _available("availability", "99", "97"),
            _errors("wrong-routing", "Major", 5),
        ),
        formula="price_per_user * users",
        recovery_time_minutes=Fraction(4 * HOUR),
        recovery_point_minutes=Fraction(24 * HOUR),
        declared_disaster=True,
        measures=("Callers are identified before a password is reset", "Remote sessions are recorded"),
    )


def network() -> SlaContent:
    """Return an agreement about a network."""
    return replace(
        BASE,
        functions=("Connection of the sites", "Access to the internet"),
        deliverables=("Managed lines and routers", "Configuration kept at a second place"),
        scale="Example: six sites, two lines at each",
        impact="Without it a site cannot work.",
        priority="High",
        targets=(
            _available("availability", "99.9", "99.5", ALWAYS),
            _timed("site-down", RESOLUTION, "Site down", 95, 85, 4 * HOUR, "4 h"),
            _timed("line-down", RESOLUTION, "One line down", 90, 80, 8 * HOUR, "8 h"),
            _errors("failed-changes", "Blocking", 0),
        ),
        price=Fraction(1000),
        credits=(Credit("availability", PER_POINT, percent=Fraction(10), at_most_percent=Fraction(30)),),
        recovery_time_minutes=Fraction(3 * HOUR),
        recovery_point_minutes=Fraction(24 * HOUR),
        declared_disaster=False,
        measures=("Access to devices only with two factors", "Firmware is renewed twice a year"),
    )


def application() -> SlaContent:
    """Return an agreement about one application."""
    return replace(
        BASE,
        functions=("Orders are taken and invoiced",),
        deliverables=("The application with its interfaces", "Two releases a year"),
        scale="Example: 120 users, 3 000 orders a day",
        impact="Without it orders are written by hand and entered later.",
        priority="High",
        targets=(
            _available("availability", "99.5", "98.5"),
            _timed("p1-response", RESPONSE, "P1", 95, 85, 30, "30 min"),
            _timed("p1-resolution", RESOLUTION, "P1", 90, 80, 8 * HOUR, "8 h"),
            _timed("p2-resolution", RESOLUTION, "P2", 90, 80, 24 * HOUR, "24 h"),
            _errors("blocking-errors", "Blocking", 0),
            _errors("major-errors", "Major", 2),
        ),
        price=Fraction(2500),
        credits=(Credit("availability", PER_POINT, percent=Fraction(5), at_most_percent=Fraction(20)),),
        recovery_time_minutes=Fraction(2 * HOUR),
        recovery_point_minutes=Fraction(HOUR),
        measures=("Rights are reviewed every quarter", "Data is encrypted where it is kept"),
    )


TEMPLATES: Mapping[str, tuple[str, Callable[[], SlaContent]]] = {
    EMPTY: ("Empty", SlaContent),
    DESK: ("A service desk", service_desk),
    NETWORK: ("A network", network),
    APPLICATION: ("An application", application),
}
"""What a new agreement can begin with: the name and what makes it."""
