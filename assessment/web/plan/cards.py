"""One card of the plan: what to do, why there, how long, and what somebody set by hand."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from assessment.domain.candidates import FIND_OUT
from assessment.domain.csip_items import COSTED, reference_of
from assessment.domain.edits import Cost
from assessment.domain.findings_plan import short_area
from assessment.domain.framework import Framework, localise
from assessment.domain.plan import PlanItem
from assessment.domain.priority import DEFAULT_IMPACT, DEFAULT_URGENCY, FIND_OUT_EFFORT, MAJOR, QUICK_WIN
from assessment.services.plan import PlanView
from assessment.web.filters import NO_BREAK, format_money

CLASS_TAGS: Mapping[str, str] = {QUICK_WIN: " ok", MAJOR: " warn"}


@dataclass(frozen=True, slots=True)
class Card:
    """One plan item as its card shows it; every number is text already.

    `level` is the area's level now, `to` the level of the practice. `pinned` is the wave that somebody fixed,
    0 for none. `done` says that its CSIP item is implemented. `by_hand` names explicit values beside the
    computed ones.
    """

    practice: str
    rank: int
    text: str
    find_out: bool
    area_id: str
    area: str
    level: int
    to: int
    klass: str
    klass_tag: str
    days: int
    wave: int | None
    wave_text: str
    pinned: int
    done: bool
    cost_kind: str
    cost: str
    csip: int | None
    csip_text: str
    why: str
    arithmetic: str
    by_hand: str
    chosen: bool
    version: int


def cards_of(view: PlanView, chosen: Collection[str]) -> tuple[Card, ...]:
    """Return a card for each item, by rank."""
    framework = view.framework
    levels = {score.area: score.level or 0 for score in view.card.areas}
    areas = {score.area: short_area(framework, score.area) for score in view.card.areas}
    return tuple(card_of(view, item, levels, areas, item.practice in chosen) for item in view.plan.items)


def card_of(
    view: PlanView, item: PlanItem, levels: Mapping[str, int], areas: Mapping[str, str], chosen: bool
) -> Card:
    """Return the card of one item; `levels` and `areas` are the level and the short name of each area."""
    why = view.made.why[item.practice]
    edit = view.kept.items.get(item.practice)
    done = view.sent.done.get(item.practice)
    csip = done.number if done else view.sent.numbers.get(item.practice)
    return Card(
        practice=item.practice,
        rank=item.rank,
        text=localise(view.framework.practices[item.practice].text),
        find_out=item.kind == FIND_OUT,
        area_id=item.area,
        area=areas[item.area],
        level=levels[item.area],
        to=item.level,
        klass=item.klass,
        klass_tag=CLASS_TAGS.get(item.klass, ""),
        days=item.days,
        wave=item.wave,
        wave_text=f"done in {waves_in_words(item)}" if done else waves_in_words(item),
        pinned=item.pin.wave if item.pin and not done else 0,
        done=done is not None,
        cost_kind=cost_kind(item.cost),
        cost=cost_text(item.cost),
        csip=csip,
        csip_text=reference_of(csip) if csip else "",
        why=f"{'. '.join(why.reasons)}.",
        arithmetic=why.arithmetic,
        by_hand=by_hand(view.framework, item) if edit else "",
        chosen=chosen,
        version=edit.version if edit else 0,
    )


def waves_in_words(item: PlanItem) -> str:
    """Return in which waves the work lies: "wave 2", "waves 2 to 4", "beyond the waves"."""
    if not item.waves:
        return "beyond the waves"
    first, last = item.waves[0], item.waves[-1]
    return f"wave{NO_BREAK}{first}" if first == last else f"waves {first} to {last}"


def cost_kind(cost: Cost | None) -> str:
    """Return none, costed, or open where nobody said."""
    return cost.kind if cost else "open"


def cost_text(cost: Cost | None) -> str:
    """Return a cost as the card shows it."""
    if cost is None:
        return "Cost not set"
    if cost.kind != COSTED:
        return "No cost"
    return "Costed" if cost.amount is None else format_money(cost.amount, cost.currency)


@dataclass(frozen=True, slots=True)
class Computed:
    """The values that count as long as nobody sets others."""

    effort: int
    impact: int = DEFAULT_IMPACT
    urgency: int = DEFAULT_URGENCY


def computed_of(framework: Framework, item: PlanItem) -> Computed:
    """Return the computed effort, impact and urgency of an item."""
    return Computed(FIND_OUT_EFFORT if item.kind == FIND_OUT else framework.practices[item.practice].effort)


def by_hand(framework: Framework, item: PlanItem) -> str:
    """Return the values set by hand with the computed ones: "effort 4, computed 3"."""
    computed, inputs = computed_of(framework, item), item.inputs
    pairs = (
        ("effort", inputs.effort, computed.effort),
        ("impact", inputs.impact, computed.impact),
        ("urgency", inputs.urgency, computed.urgency),
    )
    return "; ".join(f"{name} {given}, computed {own}" for name, given, own in pairs if given != own)
