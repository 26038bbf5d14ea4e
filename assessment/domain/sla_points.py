"""The ten points of an agreement: their names, which fields belong to each, and what they are called."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from assessment.domain.sla_content import SlaContent, content_data

POINT_NAMES: Mapping[str, str] = {
    "description": "Service description",
    "hours": "Service hours",
    "availability": "Availability",
    "support": "Support levels",
    "performance": "Performance",
    "functionality": "Functionality",
    "charges": "Charges",
    "continuity": "Continuity",
    "security": "Security",
    "changes": "Changes",
}

VALIDITY = "validity"
"""Stands beside the ten points: from when to when the agreement holds."""

POINT_FIELDS: Mapping[str, tuple[str, ...]] = {
    "description": ("functions", "deliverables", "scale", "impact", "priority", "signatories"),
    "hours": ("hours_calendar_id",),
    "availability": ("maintenance",),
    "support": ("routes", "desk_calendar_id", "after_hours", "supports", "stands_alone"),
    "performance": (),
    "functionality": ("categories",),
    "charges": ("price", "price_per", "currency", "formula", "credits"),
    "continuity": (
        "recovery_plan", "recovery_time_minutes", "recovery_point_minutes", "declared_disaster",
    ),
    "security": ("measures",),
    "changes": ("change_policy", "change_route", "change_notice_days"),
    VALIDITY: ("valid_from", "valid_to"),
}  # fmt: skip

FIELD_NAMES: Mapping[str, str] = {
    "functions": "Business functions",
    "deliverables": "Deliverables",
    "scale": "Scale",
    "impact": "Impact",
    "priority": "Priority",
    "signatories": "Who signs",
    "hours_calendar_id": "Service hours",
    "maintenance": "Planned maintenance",
    "routes": "Ways to reach the desk",
    "desk_calendar_id": "Hours of the desk",
    "after_hours": "After hours",
    "supports": "Agreements behind it",
    "stands_alone": "Why nothing stands behind it",
    "categories": "Categories of errors",
    "price": "Price",
    "price_per": "Price for each",
    "currency": "Currency",
    "formula": "Formula",
    "credits": "Credits",
    "recovery_plan": "Recovery plan",
    "recovery_time_minutes": "Recovery time",
    "recovery_point_minutes": "Recovery point",
    "declared_disaster": "Only for a declared disaster",
    "measures": "Measures",
    "change_policy": "Change policy",
    "change_route": "Way to ask for a change",
    "change_notice_days": "Notice, in days",
    "valid_from": "Valid from",
    "valid_to": "Valid to",
}


def part_of(content: SlaContent, point: str) -> dict[str, Any]:
    """Return what an agreement says about a point as JSON keeps it: fields, prose and waiver."""
    data = content_data(content)
    part = {name: data[name] for name in POINT_FIELDS[point]}
    return part | {"prose": content.prose.get(point, ""), "waiver": content.waivers.get(point, "")}


def mark_of(part: Any) -> str:
    """Return a short mark of a part, other as soon as the part is: to notice that somebody changed it."""
    text = json.dumps(part, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
