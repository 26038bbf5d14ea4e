"""The services of a client, the parties on either side, and the contracts between them."""

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
