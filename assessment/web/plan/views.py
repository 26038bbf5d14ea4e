"""What the plan page shows: the choices in its address, its lanes of cards, its roadmap, its sentences."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from assessment.domain.findings_plan import beyond_in_words, chain_in_words, plan_lede, plan_title
from assessment.domain.framework import localise
from assessment.domain.numbers import plain
from assessment.domain.plan import PlanItem
from assessment.domain.priority import CLASSES
from assessment.services.plan import PlanView, what_if
from assessment.web.filters import format_number
from assessment.web.plan.cards import Card, cards_of
from assessment.web.plan.roadmap import (
    Bar,
    Forecast,
    WaveHead,
    bars_of,
    forecast_of,
    span_in_words,
    wave_heads,
)

GROUPS = {"wave": "Horizon", "area": "Practice area", "class": "Class"}
COSTS = {"": "All", "none": "No cost", "costed": "Costed", "open": "Not set"}
NOW, NEXT, LATER = "Now", "Next", "Later"
LAST_OF_NEXT = 3
MOST_CHOSEN = 200


@dataclass(frozen=True, slots=True)
class Choices:
    """What the address of the page asks for; anything unknown falls back to the default."""

    assessment: str = ""
    group: str = "wave"
    cost: str = ""
    done: tuple[str, ...] = ()
    change: str = ""

    def href(self, prefix: str, **other: str) -> str:
        """Return the address of the page with some of the choices changed."""
        wanted = {
            "assessment": self.assessment,
            "group": "" if self.group == "wave" else self.group,
            "cost": self.cost,
            "done": ",".join(self.done),
            **other,
        }
        query = urlencode({name: value for name, value in wanted.items() if value}, safe=",")
        return f"{prefix}?{query}" if query else prefix


def choices_of(args: Mapping[str, str], done: Iterable[str] = ()) -> Choices:
    """Return the choices in an address or a form. Practices to be done come repeated, or joined by commas."""
    chosen = [part for text in done for part in text.split(",") if part]
    group, cost = args.get("group", ""), args.get("cost", "")
    return Choices(
        args.get("assessment", ""),
        group if group in GROUPS else "wave",
        cost if cost in COSTS else "",
        tuple(dict.fromkeys(chosen))[:MOST_CHOSEN],
        args.get("change", ""),
    )


@dataclass(frozen=True, slots=True)
class Lane:
    """One column of the board."""

    title: str
    hint: str
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class PlanPage:
    """Everything that the plan page shows. `prefix` is the address of the plan of this client."""

    prefix: str
    client: str
    client_slug: str
    assessment: str
    title: str
    lede: str
    view: PlanView
    choices: Choices
    lanes: tuple[Lane, ...]
    groups: tuple[tuple[str, str, bool], ...]
    costs: tuple[tuple[str, str, bool], ...]
    heads: tuple[WaveHead, ...]
    bars: tuple[Bar, ...]
    beyond: str
    beyond_items: tuple[tuple[Card, str], ...]
    chain: str
    forecast: Forecast
    order: str
    undo: str = ""

    @property
    def items(self) -> tuple[PlanItem, ...]:
        """Return the planned items by rank."""
        return self.view.plan.items


ORDER_RULES = {
    "value_per_effort": "Order is benefit for each unit of remaining effort, then what it unlocks.",
    "gap_x_importance": "Order is the gap to the target times its importance, then what it unlocks.",
    "wsjf": "Order is cost of delay over job size, then what it unlocks.",
    "value_effort_matrix": "Order is the quadrant of benefit against effort, then what it unlocks.",
}


def page_of(view: PlanView, choices: Choices) -> PlanPage:
    """Return the page of a plan."""
    place = view.place
    prefix = f"/clients/{place.client.slug}/plan"
    cards = cards_of(view, choices.done)
    shown = tuple(card for card in cards if not choices.cost or card.cost_kind == choices.cost)
    by_practice = {card.practice: card for card in cards}
    beyond = tuple(
        (by_practice[part.practice], f"{plain(part.days)} days") for part in view.plan.beyond_horizon
    )
    return PlanPage(
        prefix=prefix,
        client=place.client.name,
        client_slug=place.client.slug,
        assessment=place.assessment.title,
        title=plan_title(view.plan, view.framework),
        lede=plan_lede(view.plan, view.card.mean_index),
        view=view,
        choices=choices,
        lanes=LANES[choices.group](view, shown),
        groups=tuple(
            (text, choices.href(prefix, group=key, change=""), key == choices.group)
            for key, text in GROUPS.items()
        ),
        costs=cost_links(cards, choices, prefix),
        heads=wave_heads(view),
        bars=bars_of(view),
        beyond=beyond_in_words(view.plan),
        beyond_items=beyond,
        chain=chain_in_words(view.plan),
        forecast=forecast_of(view, what_if(view, choices.done)),
        order=ORDER_RULES.get(view.kept.settings.method, ""),
        undo=str((view.last_change.data or {}).get("said", "")) if view.last_change else "",
    )


def cost_links(cards: Sequence[Card], choices: Choices, prefix: str) -> tuple[tuple[str, str, bool], ...]:
    """Return the cost filter with its counts; kinds that no item has are left out."""
    counts = {kind: sum(card.cost_kind == kind for card in cards) for kind in COSTS if kind}
    counts[""] = len(cards)
    return tuple(
        (f"{text} {counts[kind]}", choices.href(prefix, cost=kind, change=""), kind == choices.cost)
        for kind, text in COSTS.items()
        if counts[kind] or kind in ("", "none", "costed", choices.cost)
    )


def lanes_by_wave(view: PlanView, cards: Sequence[Card]) -> tuple[Lane, ...]:
    """Return Now (wave 1), Next (waves 2 and 3) and Later (the rest)."""
    lanes: dict[str, list[Card]] = {NOW: [], NEXT: [], LATER: []}
    for card in cards:
        lanes[horizon(card.wave)].append(card)
    last = len(view.plan.waves)
    hints = {
        NOW: span_in_words(view, 1, 1),
        NEXT: span_in_words(view, 2, min(LAST_OF_NEXT, last)) if last > 1 else "",
        LATER: "after the last wave" if last <= LAST_OF_NEXT else span_in_words(view, LAST_OF_NEXT + 1, last),
    }
    return tuple(Lane(name, hints[name], tuple(found)) for name, found in lanes.items())


def horizon(wave: int | None) -> str:
    """Return where a wave stands on the roadmap: only the wave is stored."""
    if wave is None or wave > LAST_OF_NEXT:
        return LATER
    return NOW if wave == 1 else NEXT


def lanes_by_area(view: PlanView, cards: Sequence[Card]) -> tuple[Lane, ...]:
    """Return one lane for each area with items, the largest gap first."""
    lanes = []
    for score in view.card.areas:
        found = tuple(card for card in cards if card.area_id == score.area)
        if not found or score.index is None or score.target is None:
            continue
        gap = score.target - score.index
        name = localise(view.framework.area_by_id[score.area].name)
        hint = f"{format_number(score.index)} now, target {format_number(score.target)}"
        lanes.append((-gap, Lane(name, hint, found)))
    return tuple(lane for _, lane in sorted(lanes, key=lambda pair: pair[0]))


def lanes_by_class(view: PlanView, cards: Sequence[Card]) -> tuple[Lane, ...]:
    """Return one lane for each class with items."""
    lanes = []
    for klass in CLASSES:
        found = tuple(card for card in cards if card.klass == klass)
        if found:
            days = sum(card.days for card in found)
            lanes.append(Lane(klass.capitalize(), f"{days} days", found))
    return tuple(lanes)


LANES: Mapping[str, Callable[[PlanView, Sequence[Card]], tuple[Lane, ...]]] = {
    "wave": lanes_by_wave,
    "area": lanes_by_area,
    "class": lanes_by_class,
}
