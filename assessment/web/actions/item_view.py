"""What the page of one action shows: where it stands, what was missed, what can be decided."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from assessment.domain.action_items import CANCELLED, DONE, LATE_STATES, VERIFIED, ActionItem
from assessment.domain.actions import (
    BACK,
    CANCEL,
    CLOSE,
    MOVES,
    OUTSIDE,
    VERIFY,
    WAITING,
    Proof,
    allowed_decisions,
    refused_because,
    standing_of,
)
from assessment.domain.numbers import plain
from assessment.services.actions_changes import last_decision
from assessment.services.actions_register import ActionPage
from assessment.services.results_words import month_in_full
from assessment.web.actions.history import Entry, history_of
from assessment.web.actions.views import marks_of
from assessment.web.actions.words import DECISION_NAMES, SEVERITY_NAMES, SIDE_NAMES, SOURCE_NAMES, STATE_NAMES
from assessment.web.filters import format_short_date


@dataclass(frozen=True, slots=True)
class Choice:
    """A decision that can be made: what it is called and what it asks for."""

    kind: str
    label: str
    hint: str
    reason_label: str
    needs_reason: bool
    is_danger: bool


@dataclass(frozen=True, slots=True)
class ActionView:
    """The page of one action. `facts` and `origin` are pairs of name and value, both texts."""

    item: ActionItem
    title: str
    standing: str
    marks: tuple[tuple[str, str], ...]
    facts: tuple[tuple[str, str], ...]
    origin: tuple[tuple[str, str], ...]
    sla_href: str
    choices: tuple[Choice, ...]
    blocked: str
    can_edit: bool
    can_move: bool
    is_repair: bool
    can_undo: bool
    history: tuple[Entry, ...]
    prefix: str
    register: str


def action_view(page: ActionPage, slug: str, today: date, language: str) -> ActionView:
    """Return the page of one action."""
    item, prefix = page.item, f"/clients/{slug}/actions"
    sla = page.choices.slas.get(item.sla_id or "")
    return ActionView(
        item=item,
        title=item.title,
        standing=standing_sentence(item, language),
        marks=marks_of(item, today),
        facts=facts_of(page, language),
        origin=origin_of(page),
        sla_href=f"/clients/{slug}/slas/{sla.number}" if sla else "",
        choices=choices_of(item, page.proof),
        blocked=blocked_sentence(item, page.proof),
        can_edit=item.is_open,
        can_move=item.is_open,
        is_repair=page.is_repair,
        can_undo=last_decision(page.events) is not None,
        history=history_of(page, language),
        prefix=f"{prefix}/{item.number}",
        register=prefix,
    )


def standing_sentence(item: ActionItem, language: str) -> str:
    """Return where an action stands: its state, its day and its owner."""
    parts = [f"{item.reference} is {STATE_NAMES[item.state].lower()}"]
    if item.state == CANCELLED and item.closed_on:
        parts[0] += f" since {format_short_date(item.closed_on, language)}"
    if item.state == VERIFIED and item.verified_period:
        parts[0] += f" by {month_in_full(item.verified_period)}"
    if item.due_on and item.state in LATE_STATES:
        parts.append(f"due {format_short_date(item.due_on, language)}")
    if item.is_open:
        parts.append(f"owned by {item.owner}" if item.owner else "without an owner")
    return ", ".join(parts) + "."


def blocked_sentence(item: ActionItem, proof: Proof) -> str:
    """Return what an action that is done waits for, or what the next period says against it."""
    if item.state != DONE or not item.has_target:
        return ""
    if proof.state == WAITING:
        return refused_because(standing_of(item), VERIFY, proof)
    month = month_in_full(proof.period)
    if proof.state == OUTSIDE:
        by = f" by {plain(abs(proof.variance))}" if proof.variance is not None else ""
        return f"{month} was still outside the target{by}, so the action is not verified. Go on with it."
    return f"{month} was inside the target again: the action can be verified."


def facts_of(page: ActionPage, language: str) -> tuple[tuple[str, str], ...]:
    """Return what is written about an action, without its long texts."""
    item = page.item
    owner = item.owner or "Nobody yet"
    if item.owner_side:
        owner = f"{owner} ({SIDE_NAMES[item.owner_side].lower()})"
    days = (("Started", item.started_on), ("Done", item.done_on), ("Finished", item.closed_on))
    pairs = (
        ("Owner", owner),
        ("Due", format_short_date(item.due_on, language) if item.due_on else "No day yet"),
        ("Severity", SEVERITY_NAMES[item.severity]),
        ("Service", page.choices.service_name(item.service_id)),
        ("Party", page.choices.party_name(item.party_id)),
        *((name, format_short_date(day, language) if day else "") for name, day in days),
        ("Raised", f"{format_short_date(item.raised_on, language)}, {item.raised_by}"),
    )
    return tuple(pair for pair in pairs if pair[1])


def origin_of(page: ActionPage) -> tuple[tuple[str, str], ...]:
    """Return where an action comes from and in which periods its target was missed."""
    item = page.item
    missed = [(item.period, item.variance), *item.missed_again] if item.period else [*item.missed_again]
    said = [
        f"{month_in_full(period)} by {plain(abs(variance))}"
        if variance is not None
        else month_in_full(period)
        for period, variance in missed
        if period
    ]
    pairs = (
        ("Source", SOURCE_NAMES.get(item.source, item.source)),
        ("Target", page.choices.target_name(item)),
        ("Missed", "; ".join(said)),
    )
    return tuple(pair for pair in pairs if pair[1])


def choices_of(item: ActionItem, proof: Proof) -> tuple[Choice, ...]:
    """Return the decisions that an action allows, in the order in which the page offers them."""
    return tuple(_choice(item, kind) for kind in allowed_decisions(standing_of(item), proof))


def _choice(item: ActionItem, kind: str) -> Choice:
    hints: Mapping[str, str] = {
        VERIFY: "The next measured period shows that the service is back at what was agreed."
        if item.has_target
        else "Say what shows that the service is back at what was agreed, and since when.",
        BACK: "The service is not back at what was agreed, so the work goes on.",
        CLOSE: "Nothing is left to do. The action stays in the register.",
        CANCEL: "It stays in the register with the reason.",
    }
    leads_to = STATE_NAMES[MOVES[item.state][kind]].lower()
    needs = kind == CANCEL or (kind in (VERIFY, BACK) and not item.has_target)
    label = "What shows it" if kind == VERIFY else "Reason"
    hint = hints.get(kind, f"The action becomes: {leads_to}.")
    return Choice(kind, DECISION_NAMES[kind], hint, label, needs, kind == CANCEL)
