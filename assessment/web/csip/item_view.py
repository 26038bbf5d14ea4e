"""What the page of one CSIP item shows: where it stands, where it comes from, what can be decided."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from flask import current_app

from assessment.domain.csip import CLOSED, LATE_GROUPS, ON_HOLD, PROGRESS, REMOVED
from assessment.domain.csip_items import CsipItem
from assessment.domain.findings_csip import blocked_because, ways
from assessment.services.csip import DECIDED, last_decision
from assessment.services.csip_register import ItemPage, MetricNow
from assessment.web.csip.history import Entry, history_of
from assessment.web.csip.views import cost_text, marks_of, note_of
from assessment.web.csip.words import (
    APPROVAL_NAMES,
    BETTER,
    DECISION_NAMES,
    ORIGIN_NAMES,
    SIDE_NAMES,
    STATE_NAMES,
)
from assessment.web.filters import format_month, format_short_date


@dataclass(frozen=True, slots=True)
class Choice:
    """A decision that can be made: what it is called, what it leads to, and which fields it asks for."""

    kind: str
    label: str
    hint: str
    needs_reason: bool
    needs_day: bool
    needs_verdict: bool


@dataclass(frozen=True, slots=True)
class ItemView:
    """The page of one item. `facts` and `origin` are pairs of name and value, both texts."""

    item: CsipItem
    title: str
    standing: str
    marks: tuple[tuple[str, str], ...]
    facts: tuple[tuple[str, str], ...]
    origin: tuple[tuple[str, str], ...]
    plan_href: str
    plan_title: str
    metric: MetricNow | None
    metric_rows: tuple[tuple[str, str], ...]
    choices: tuple[Choice, ...]
    blocked: str
    reason: str
    can_edit: bool
    can_undo: bool
    history: tuple[Entry, ...]
    prefix: str
    register: str


def item_view(page: ItemPage, slug: str, today: date, language: str) -> ItemView:
    """Return the page of one item."""
    item = page.item
    prefix = f"/clients/{slug}/csip"
    has_plan = page.origin is not None and item.practice_id and "plan.show" in current_app.view_functions
    return ItemView(
        item=item,
        title=item.title,
        standing=standing_sentence(item, language),
        marks=marks_of(item, today),
        facts=facts_of(item, language),
        origin=origin_of(page, language),
        plan_href=f"/clients/{slug}/plan?assessment={page.origin.slug}#i-{item.practice_id}"
        if page.origin and has_plan
        else "",
        plan_title=page.origin.title if page.origin else "",
        metric=page.metric,
        metric_rows=metric_rows(page.metric, language),
        choices=choices_of(item),
        blocked=blocked_because(item.standing) if item.is_open else "",
        reason=reason_of(page),
        can_edit=item.is_open,
        can_undo=last_decision(page.events) is not None,
        history=history_of(page, language),
        prefix=f"{prefix}/{item.number}",
        register=prefix,
    )


def standing_sentence(item: CsipItem, language: str) -> str:
    """Return where an item stands: its state, its owner and its day."""
    parts = [f"{item.reference} is {STATE_NAMES[item.state].lower()}"]
    note = note_of(item, language)
    if note:
        parts[0] += f", {note}" if item.verdict else f" {note}"
    if item.due_on and item.group in LATE_GROUPS:
        parts.append(f"due {format_short_date(item.due_on, language)}")
    if item.is_open:
        parts.append(f"owned by {item.owner}" if item.owner else "without an owner")
    return ", ".join(parts) + "."


def reason_of(page: ItemPage) -> str:
    """Return why an item was put on hold or removed, or nothing for an item that is neither."""
    if page.item.state not in (ON_HOLD, REMOVED):
        return ""
    decided = (event.data or {} for event in page.events if event.kind == DECIDED)
    reasons = (data.get("reason", "") for data in decided if data.get("to") == page.item.state)
    return str(next(reasons, ""))


def facts_of(item: CsipItem, language: str) -> tuple[tuple[str, str], ...]:
    """Return what is written about an item, without its long texts."""
    cost = cost_text(item, language)
    if item.cost_kind == "costed":
        cost = f"{cost}, {APPROVAL_NAMES[item.cost_approval]}"
    owner = item.owner or "Nobody yet"
    if item.owner_side:
        owner = f"{owner} ({SIDE_NAMES[item.owner_side].lower()})"
    pairs = (
        ("Owner", owner),
        ("Due", format_short_date(item.due_on, language) if item.due_on else "No day yet"),
        ("Cost", cost),
        ("Progress", f"{item.progress}%"),
        ("Service", item.service),
        ("Party", item.party),
        ("Raised", f"{format_short_date(item.raised_on, language)}, {item.raised_by}"),
    )
    return tuple(pair for pair in pairs if pair[1])


def origin_of(page: ItemPage, language: str) -> tuple[tuple[str, str], ...]:
    """Return where an item comes from, as pairs of name and value."""
    item = page.item
    area = (page.area.name.get(language) or page.area.name.get("en", page.area.id)) if page.area else ""
    pairs = (
        ("Origin", ORIGIN_NAMES.get(item.origin, item.origin)),
        ("Area", area),
        ("Practice", page.practice),
        ("Wave", str(item.wave) if item.wave else ""),
        ("Effort", f"{item.effort} of 5" if item.effort else ""),
        ("Why it ranked there", item.because),
    )
    return tuple(pair for pair in pairs if pair[1])


def metric_rows(metric: MetricNow | None, language: str) -> tuple[tuple[str, str], ...]:
    """Return the readings of the item's metric as pairs of a label and a value."""
    if metric is None:
        return ()
    labels = (("When it was raised", metric.before), ("Now", metric.latest))
    found = [(f"{label}, {_month(pair[0], language)}", pair[1]) for label, pair in labels if pair]
    return (*found, ("Direction", BETTER[metric.direction])) if metric.direction in BETTER else tuple(found)


def _month(period: str, language: str) -> str:
    return format_month(date.fromisoformat(f"{period}-01"), language)


def choices_of(item: CsipItem) -> tuple[Choice, ...]:
    """Return the decisions that an item allows, in the order in which the page offers them."""
    return tuple(_choice(item, way.decision, way.leads_to) for way in ways(item.standing))


def _choice(item: CsipItem, kind: str, leads_to: str) -> Choice:
    hints: Mapping[str, str] = {
        "progress": f"The item becomes: {STATE_NAMES[leads_to].lower()}.",
        "hold": "It comes back to where it stands now. Say why, and when to look at it again.",
        "remove": "It stays in the register with the reason, and can be opened again.",
        "reopen": f"The item becomes: {STATE_NAMES[leads_to].lower()}. The removal stays in its history.",
    }
    label = DECISION_NAMES[kind]
    if kind == PROGRESS:
        verb = "Take up again" if item.state == ON_HOLD else "Go on to"
        label = f"{verb}: {STATE_NAMES[leads_to].lower()}"
    return Choice(
        kind,
        label,
        hints[kind],
        needs_reason=kind != PROGRESS,
        needs_day=kind == "hold",
        needs_verdict=kind == PROGRESS and leads_to == CLOSED,
    )
