"""The services of a client, the parties on either side, and the contracts between them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

PROVIDER = "provider"
CUSTOMER = "customer"
SUPPLIER = "supplier"
ROLES = (PROVIDER, CUSTOMER, SUPPLIER)

KINDS = ("network", "desktop", "application", "hosting", "telecoms", "other")
"""What a supplier does; its starter ideas for improvements follow from it."""

MEETING = "meeting"
DESK = "desk"
MODES = (MEETING, DESK)
"""How a party is reviewed: in a meeting, or at the desk from data alone where one never meets."""

RENEWALS = ("ends", "renews", "open")
"""What happens at the end of a contract: it ends, it renews itself without notice, or it has no end."""

PER = ("year", "month", "whole")
ENDS, RENEWS, OPEN = RENEWALS

NEAR_DAYS = 60
"""So many days before a notice day or an end, a contract asks for a look."""

NOT_BEGUN = "not begun"
RUNNING = "running"
NOTICE_NEAR = "notice day near"
ENDS_SOON = "ends soon"
RENEWED = "renewed itself"
ENDED = "ended"
CONTRACT_STATES = (NOTICE_NEAR, ENDS_SOON, RENEWED, RUNNING, NOT_BEGUN, ENDED)
"""What asks for a look comes first."""


@dataclass(frozen=True, slots=True)
class Party:
    """A provider, the customer or a supplier. `manager` is who answers for the service on its side."""

    id: str
    number: int
    name: str
    role: str
    kind: str = ""
    manager: str = ""
    contact: str = ""
    mode: str = MEETING
    note: str = ""
    retired: bool = False
    version: int = 0


@dataclass(frozen=True, slots=True)
class Service:
    """Something that a client gets. `supplier_id` is the party behind the provider, where there is one."""

    id: str
    number: int
    name: str
    description: str = ""
    provider_id: str | None = None
    supplier_id: str | None = None
    calendar_id: str | None = None
    owner: str = ""
    retired: bool = False
    version: int = 0


@dataclass(frozen=True, slots=True)
class Contract:
    """What was signed with a party; `services` are the ids of the services that it is about."""

    id: str
    number: int
    party_id: str
    title: str
    starts_on: date
    ends_on: date | None = None
    renewal: str = RENEWALS[0]
    notice_days: int | None = None
    value: Fraction | None = None
    currency: str = ""
    value_per: str = PER[0]
    services: tuple[str, ...] = ()
    note: str = ""
    retired: bool = False
    version: int = 0

    @property
    def notice_by(self) -> date | None:
        """Return the last day on which notice can be given; None where there is no end or no notice."""
        if self.ends_on is None or self.notice_days is None:
            return None
        return self.ends_on - timedelta(days=self.notice_days)


def contract_state(contract: Contract, today: date) -> str:
    """Return where a contract stands on a day: one of CONTRACT_STATES.

    One that renews itself never ends by itself; after its end it says so until the new end is written down.
    """
    if today < contract.starts_on:
        return NOT_BEGUN
    if contract.ends_on is None:
        return RUNNING
    if contract.ends_on < today:
        return ENDED if contract.renewal == ENDS else RENEWED
    if _is_near(contract.notice_by, today):
        return NOTICE_NEAR
    return ENDS_SOON if contract.renewal == ENDS and _is_near(contract.ends_on, today) else RUNNING


def _is_near(day: date | None, today: date) -> bool:
    return day is not None and today <= day <= today + timedelta(days=NEAR_DAYS)


def contract_fault(contract: Contract) -> tuple[str, str] | None:
    """Return the field that does not fit the others and a sentence about it; None where all fit."""
    if contract.renewal == OPEN and contract.ends_on is not None:
        return "ends_on", "A contract without an end has no last day. Take the day out, or say how it ends."
    if contract.renewal != OPEN and contract.ends_on is None:
        return "ends_on", "Say on which day the contract ends, or that it has no end."
    if contract.ends_on is not None and contract.ends_on < contract.starts_on:
        return "ends_on", "A contract ends on or after the day on which it begins."
    if contract.notice_by is not None and contract.notice_by < contract.starts_on:
        return "notice_days", "With so many days of notice, notice would be due before the contract begins."
    if contract.value is not None and not contract.currency:
        return "currency", "Say in which currency the value is, for example EUR."
    return None


def contract_of_service(service_id: str, contracts: Iterable[Contract], today: date) -> Contract | None:
    """Return the contract that a service runs under: of those that are not over, the one that ends first."""
    covering = [one for one in contracts if service_id in one.services and not one.retired]
    running = [one for one in covering if contract_state(one, today) != ENDED]
    return min(running, key=lambda one: (one.ends_on or date.max, one.number), default=None)
