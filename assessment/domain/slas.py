"""Agreements as records: where each stands, who signed what, which version holds on which day."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from assessment.domain.catalogue import CUSTOMER, PROVIDER
from assessment.domain.sla_content import SlaContent

SIDES = (PROVIDER, CUSTOMER)

CAN_MEET, CANNOT_MEET, BEYOND, OPEN = "can meet", "cannot meet", "beyond", ""
VERDICTS = (CAN_MEET, CANNOT_MEET, BEYOND)
"""What the provider says about a need of the customer; beyond is more than was asked for."""

CADENCES = ("monthly", "quarterly", "semi-annual", "annual")


@dataclass(frozen=True, slots=True)
class Sla:
    """An agreement. `draft` is what is being worked on, None while the newest version stands as it is."""

    id: str
    number: int
    title: str
    service_id: str
    customer_id: str | None = None
    provider_id: str | None = None
    stage: str = ""
    round: int = 1
    draft: SlaContent | None = None
    cadence: str = CADENCES[0]
    ended_on: date | None = None
    end_reason: str = ""
    updated_at: datetime | None = None
    updated_by: str = ""
    version: int = 0

    @property
    def reference(self) -> str:
        """Return the number as people say it: SLA-001."""
        return f"SLA-{self.number:03d}"

    @property
    def both_sides(self) -> bool:
        """Return whether the provider and the customer are named."""
        return bool(self.customer_id and self.provider_id)


@dataclass(frozen=True, slots=True)
class SlaVersion:
    """An agreement as it was signed; it holds from `valid_from` to the end of `valid_to`."""

    number: int
    content: SlaContent
    hash: str
    valid_from: date
    valid_to: date | None
    frozen_at: datetime
    frozen_by: str

    def holds_on(self, day: date) -> bool:
        """Return whether it is the one that holds on a day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Signature:
    """A name under a content; `voided_at` says since when another content stands there."""

    id: str
    hash: str
    side: str
    name: str
    role: str
    signed_at: datetime
    signed_by: str = ""
    voided_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Need:
    """Something the customer needs, what the provider says about it, and the target that meets it."""

    id: str
    number: int
    text: str
    verdict: str = OPEN
    reason: str = ""
    target_key: str = ""
    version: int = 0


@dataclass(frozen=True, slots=True)
class Current:
    """An agreement with the version that holds; `number` and `content` are None where none does."""

    sla: Sla
    number: int | None = None
    content: SlaContent | None = None
    valid_from: date | None = None
    valid_to: date | None = None


def version_of(versions: Iterable[SlaVersion], day: date) -> SlaVersion | None:
    """Return the version that holds on a day: the newest of those that do, None where none does."""
    holding = [one for one in versions if one.holds_on(day)]
    return max(holding, key=lambda one: one.number, default=None)


def signed_sides(signatures: Iterable[Signature], content_hash: str) -> frozenset[str]:
    """Return the sides whose signature under exactly this content stands."""
    return frozenset(one.side for one in signatures if one.hash == content_hash and one.voided_at is None)


def last_day_before(following: SlaContent, day: date, own_end: date | None) -> date:
    """Return the last day of a version after which `following` holds; `day` is when that was signed."""
    last = (following.valid_from or day) - timedelta(days=1)
    return last if own_end is None else min(last, own_end)


@dataclass(frozen=True, slots=True)
class Standing:
    """Everything that the rules of the stages ask about an agreement; see domain/sla_stages.py."""

    stage: str
    round: int = 1
    has_service: bool = False
    both_sides: bool = False
    has_draft: bool = True
    open_targets: Sequence[str] = ()
    open_points: Sequence[str] = ()
    has_supplier: bool = False
    supports_named: bool = False
    signed: frozenset[str] = field(default_factory=frozenset)
    in_force: bool = False
    valid_from: date | None = None
    waiting_for: date | None = None
    held_from: date | None = None
    names: Mapping[str, str] = field(default_factory=dict)
