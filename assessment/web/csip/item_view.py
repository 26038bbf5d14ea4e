"""What the page of one CSIP item shows: where it stands, where it comes from, what can be decided."""

from dataclasses import dataclass
from datetime import date

from flask import current_app

from assessment.domain.csip import LATE_GROUPS, ON_HOLD, REMOVED
from assessment.domain.csip_items import CsipItem
from assessment.domain.findings_csip import blocked_because
from assessment.services.csip import DECIDED, last_decision
from assessment.services.csip_item import ItemPage, MetricNow
from assessment.web.csip.brought import Brought, brought_of
from assessment.web.csip.choices import Choice, choices_of
from assessment.web.csip.history import Entry, history_of
from assessment.web.csip.views import cost_text, marks_of, note_of
from assessment.web.csip.words import (
    APPROVAL_NAMES,
    BETTER,
    ORIGIN_NAMES,
    PRIORITY_NAMES,
    PROOF_SENTENCES,
    SIDE_NAMES,
    SIZE_NAMES,
    STATE_NAMES,
    TIMESCALE_NAMES,
)
from assessment.web.filters import format_month, format_share, format_short_date

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ItemView:
    """The page of one item. `facts`, `about` and `origin` are pairs of name and value, both texts.

    `proof` says what the next assessment made of it: a sentence, the ratings before and after, an address.
    """

    item: CsipItem
    title: str
    standing: str
    marks: Pairs
    facts: Pairs
    about: Pairs
    origin: Pairs
    plan_href: str
    plan_title: str
    metric: MetricNow | None
    metric_rows: Pairs
    brought: Brought
    proof: tuple[str, Pairs, str, str] | None
    hint: str
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
        marks=marks_of(item, today, page.reviewed_on),
        facts=facts_of(page, language),
        about=about_of(page),
        origin=origin_of(page, language),
        plan_href=f"/clients/{slug}/plan?assessment={page.origin.slug}#i-{item.practice_id}"
        if page.origin and has_plan
        else "",
        plan_title=page.origin.title if page.origin else "",
        metric=page.metric,
        metric_rows=metric_rows(page.metric, language),
        brought=brought_of(page, today, language),
        proof=proof_of_view(page, slug, language),
        hint=page.hint,
        choices=choices_of(item),
        blocked=blocked_because(item.standing) if item.is_open else "",
        reason=reason_of(page),
        can_edit=item.is_open,
        can_undo=last_decision(page.events) is not None,
        history=history_of(page, language),
        prefix=f"{prefix}/{item.number}",
        register=prefix,
    )


def proof_of_view(page: ItemPage, slug: str, language: str) -> tuple[str, Pairs, str, str] | None:
    """Return what the next assessment made of the practice, or None for what is not implemented."""
    proof = page.proof
    if proof is None:
        return None
    values = (("Before", proof.before), (proof.title or "Next assessment", proof.after))
    rows = tuple(
        (name, "not rated" if value is None else f"{format_share(value, 0, language)} in place")
        for name, value in values
    )
    href = f"/clients/{slug}/assessments/{proof.slug}" if proof.slug else ""
    return PROOF_SENTENCES[proof.outcome], rows, href, proof.title


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


def facts_of(page: ItemPage, language: str) -> Pairs:
    """Return what is written about an item, without its long texts."""
    item = page.item
    cost = cost_text(item, language)
    if item.cost_kind == "costed":
        cost = f"{cost}, {APPROVAL_NAMES[item.cost_approval]}"
        cost += f", budget of {item.year}" if item.year else ""
    owner = item.owner or "Nobody yet"
    if item.owner_side:
        owner = f"{owner} ({SIDE_NAMES[item.owner_side].lower()})"
    priority = PRIORITY_NAMES.get(item.ranked, "")
    pairs = (
        ("Owner", owner),
        ("Owner on the other side", item.other_owner),
        ("Due", format_short_date(item.due_on, language) if item.due_on else "No day yet"),
        ("Priority", f"{priority}, set by hand" if item.priority else priority),
        ("Size", SIZE_NAMES.get(item.size, "")),
        ("Timescale", TIMESCALE_NAMES.get(item.timescale, "")),
        ("Cost", cost),
        ("Progress", f"{item.progress}%"),
        ("Started", format_short_date(item.started_on, language) if item.started_on else ""),
        ("Implemented", format_short_date(item.implemented_on, language) if item.implemented_on else ""),
        ("Raised", f"{format_short_date(item.raised_on, language)}, {item.raised_by}"),
        ("Moved here from", item.moved_from),
    )
    return tuple(pair for pair in pairs if pair[1])


def about_of(page: ItemPage) -> Pairs:
    """Return the service, supplier, target and goal that an item is about, and what else it touches."""
    item, links = page.item, page.links
    target = next(
        (one for one in links.targets if (one.sla_id, one.key) == (item.sla_id, item.sla_target)), None
    )
    names = dict(links.practices or {}) | {one.id: one.name.get("en", one.id) for one in page.areas}
    names |= page.metric_names
    others = [f"{code} {names.get(code, '')}".strip() for codes in item.also.values() for code in codes]
    pairs = (
        ("Service", next((one.name for one in links.services if one.id == item.service_id), "")),
        ("Supplier or other party", next((one.name for one in links.parties if one.id == item.party_id), "")),
        ("Target of an agreement", f"SLA-{target.number:03d} {target.name}" if target else ""),
        ("CSF or KPI", next((title for goal, _, title in links.goals if goal == item.goal_id), "")),
        ("Metric", page.metric_names.get(item.metric_id or "", "")),
        ("Also about", "; ".join(others)),
    )
    return tuple(pair for pair in pairs if pair[1])


def origin_of(page: ItemPage, language: str) -> Pairs:
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


def metric_rows(metric: MetricNow | None, language: str) -> Pairs:
    """Return the readings of the item's metric as pairs of a label and a value."""
    if metric is None:
        return ()
    labels = (("When it was raised", metric.before), ("Now", metric.latest))
    found = [(f"{label}, {_month(pair[0], language)}", pair[1]) for label, pair in labels if pair]
    return (*found, ("Direction", BETTER[metric.direction])) if metric.direction in BETTER else tuple(found)


def _month(period: str, language: str) -> str:
    return format_month(date.fromisoformat(f"{period}-01"), language)
