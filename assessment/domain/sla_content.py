"""What a service level agreement says: ten points and its targets; docs/method.md, "SLA"."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import date
from fractions import Fraction
from typing import Any

RESPONSE = "response"
RESOLUTION = "resolution"
AVAILABILITY = "availability"
FUNCTIONALITY = "functionality"
METRIC = "metric"
TARGET_KINDS = (RESPONSE, RESOLUTION, AVAILABILITY, FUNCTIONALITY, METRIC)

AT_LEAST = ">="
AT_MOST = "<="
OPERATORS = (AT_LEAST, AT_MOST)

PERIODS = ("month", "quarter", "year")
LENGTHS: Mapping[str, int] = dict(zip(PERIODS, (1, 3, 12), strict=True))
"""How many months each kind of period has."""

ALWAYS = "always"
"""Stands in the place of a calendar's id where every minute of the clock counts."""

EXAMPLE = "Example, to be agreed"
"""Stands as the source of a target that came with a template, until somebody says the real one."""

PER_MISS = "miss"
PER_POINT = "point"
CREDIT_PER = (PER_MISS, PER_POINT)
"""A credit is for every period that missed the target, or for every point by which it was missed."""

POINTS = (
    "description", "hours", "availability", "support", "performance", "functionality", "charges",
    "continuity", "security", "changes",
)  # fmt: skip
"""The ten points of an agreement, in the order in which they are written."""


@dataclass(frozen=True, slots=True)
class Underpinning:
    """A time that somebody behind the provider promised: it has to fit into the target."""

    name: str
    minutes: Fraction


@dataclass(frozen=True, slots=True)
class Target:
    """One service level target. `key` stays the same from version to version.

    Response and resolution: `value` percent of the cases of `classes` within `limit_minutes` (or within
    `limit_text` where the time is agreed case by case). Availability: percent of the service hours.
    Functionality: at most `value` errors of a `category`. Metric: a metric of the catalogue, the extra ones
    or the client's own. `unacceptable` is the value from which on the service counts as failing.
    `limit_words` is the limit as it was typed, such as 8 business h. `calendar_id` is a calendar of the
    client, ALWAYS for every minute of the clock, or "" for the service hours of the agreement.
    """

    key: str
    kind: str
    name: str
    metric_id: str = ""
    framework_id: str = ""
    goal_id: str = ""
    classes: tuple[str, ...] = ()
    site: str = ""
    category: str = ""
    operator: str = AT_LEAST
    value: Fraction | None = None
    unit: str = ""
    limit_minutes: Fraction | None = None
    limit_text: str = ""
    unacceptable: Fraction | None = None
    period: str = PERIODS[0]
    calendar_id: str = ""
    source: str = ""
    baseline: Fraction | None = None
    baseline_from: str = ""
    baseline_to: str = ""
    review_on: date | None = None
    underpinned_by: tuple[Underpinning, ...] = ()
    accepted_because: str = ""
    limit_words: str = ""


@dataclass(frozen=True, slots=True)
class Credit:
    """What a missed target costs the provider: an amount or percent of the charge, for each miss or point."""

    target_key: str
    per: str
    percent: Fraction | None = None
    amount: Fraction | None = None
    at_most_percent: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Signatory:
    """Who signs, and for which side: provider or customer."""

    side: str
    name: str
    role: str = ""


@dataclass(frozen=True, slots=True)
class SlaContent:
    """The ten points with their prose in Markdown (`prose`, by point) and what can be checked about each.

    `waivers` says, by point, why it is left out; they are signed with the rest. `categories` are those of
    errors; `supports` the agreements behind this one, `stands_alone` why there is none.
    """

    prose: Mapping[str, str] = field(default_factory=dict)
    functions: tuple[str, ...] = ()
    deliverables: tuple[str, ...] = ()
    scale: str = ""
    impact: str = ""
    priority: str = ""
    signatories: tuple[Signatory, ...] = ()
    hours_calendar_id: str = ""
    maintenance: str = ""
    routes: tuple[str, ...] = ()
    desk_calendar_id: str = ""
    after_hours: str = ""
    targets: tuple[Target, ...] = ()
    price: Fraction | None = None
    price_per: str = PERIODS[0]
    currency: str = ""
    formula: str = ""
    credits: tuple[Credit, ...] = ()
    recovery_plan: str = ""
    recovery_time_minutes: Fraction | None = None
    recovery_point_minutes: Fraction | None = None
    declared_disaster: bool = False
    measures: tuple[str, ...] = ()
    change_policy: str = ""
    change_route: str = ""
    change_notice_days: int | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    waivers: Mapping[str, str] = field(default_factory=dict)
    categories: tuple[str, ...] = ()
    supports: tuple[str, ...] = ()
    stands_alone: str = ""


NO_CONTENT = SlaContent()

_PARTS: Mapping[str, type] = {"signatories": Signatory, "targets": Target, "credits": Credit}
_FRACTIONS = frozenset(
    {
        "value", "limit_minutes", "unacceptable", "baseline", "minutes", "percent", "amount",
        "at_most_percent", "price", "recovery_time_minutes", "recovery_point_minutes",
    }
)  # fmt: skip
_DAYS = frozenset({"valid_from", "valid_to", "review_on"})


def content_data(content: SlaContent) -> dict[str, Any]:
    """Return the content as JSON keeps it: fractions and days as text."""
    data: dict[str, Any] = _plain(asdict(content))
    return data


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Fraction) else value


def content_of(data: Mapping[str, Any]) -> SlaContent:
    """Return the content that `content_data` made JSON of; what an older edition lacks stays empty."""
    made: SlaContent = _made(SlaContent, data)
    return made


def _made(kind: type, data: Mapping[str, Any]) -> Any:
    known = {one.name for one in fields(kind)}
    return kind(**{name: _value(name, value) for name, value in data.items() if name in known})


def _value(name: str, value: Any) -> Any:
    if value is None:
        return None
    if name in _PARTS:
        return tuple(_made(_PARTS[name], one) for one in value)
    if name == "underpinned_by":
        return tuple(_made(Underpinning, one) for one in value)
    if name in _FRACTIONS:
        return Fraction(value)
    if name in _DAYS:
        return date.fromisoformat(value)
    return tuple(value) if isinstance(value, list) else value


def hash_of(content: SlaContent) -> str:
    """Return the SHA-256 of the content, which changes with every edit: what people sign."""
    text = json.dumps(content_data(content), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def calendars_of(content: SlaContent) -> frozenset[str]:
    """Return the ids of the calendars that an agreement counts by."""
    named = {content.hours_calendar_id, content.desk_calendar_id}
    return frozenset(named | {one.calendar_id for one in content.targets}) - {""}
