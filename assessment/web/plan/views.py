"""What the plan page shows: the choices in its address, its lanes of cards, its roadmap, its sentences."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from markupsafe import Markup

from assessment.domain.findings_plan import beyond_in_words, chain_in_words, plan_lede, plan_title, short_area
from assessment.domain.framework import localise
from assessment.domain.numbers import plain
from assessment.domain.plan import PlanItem
from assessment.domain.priority import CLASSES
from assessment.services.plan import PlanView, what_if
from assessment.services.plan_made import Made
from assessment.web.filters import format_number, format_short_date
from assessment.web.plan.cards import Card, Computed, cards_of, computed_of
from assessment.web.plan.choices import COSTS, GROUPS, Choices, Links
from assessment.web.plan.roadmap import (
    Bar,
    Forecast,
    WaveHead,
    bars_of,
    first_day,
    forecast_of,
    span_in_words,
    wave_heads,
)

NOW, NEXT, LATER = "Now", "Next", "Later"
LAST_OF_NEXT = 3
BY_RANK = "By rank"


class DrawnChart:
    """The chart as its template reads it, with the drawing that is in memory."""

    __slots__ = ("made",)

    def __init__(self, made: Made) -> None:
        self.made = made

    def __getattr__(self, name: str) -> Any:
        return self.made.svg if name == "svg" else getattr(self.made.chart, name)


@dataclass(frozen=True, slots=True)
class Lane:
    """One column of the board."""

    title: str
    hint: str
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class PlanPage:
    """Everything that the plan page shows. `prefix` is the address of the plan of this client.

    `moves` are the waves as pairs of value and text, `move_options` the same drawn for a card that is not
    pinned; `computed` are the computed values of the item whose form is open.
    """

    prefix: str
    title: str
    lede: str
    view: PlanView
    choices: Choices
    links: Links
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
    untargeted: str
    moves: tuple[tuple[int, str], ...]
    move_options: Markup
    computed: Computed | None
    undo: str = ""
    undo_event: str = ""

    def at(self, view: PlanView) -> "PlanPage":
        """Return the page with what the history says now, which is no part of the drawing."""
        last = view.last_change
        said = str((last.data or {}).get("said", "")) if last else ""
        return replace(self, view=view, undo=said, undo_event=last.id if last else "")

    @property
    def items(self) -> tuple[PlanItem, ...]:
        """Return the planned items by rank."""
        return self.view.plan.items

    @property
    def chart(self) -> DrawnChart:
        """Return the chart of value against effort, drawn already."""
        return DrawnChart(self.view.made)

    @property
    def change_href(self) -> str:
        """Return the address of the page with the form of one card open, up to the id of its practice."""
        address = self.choices.href(self.prefix, change="")
        return f"{address}{'&' if '?' in address else '?'}change="

    @property
    def close_href(self) -> str:
        """Return the address of the page with no form open."""
        return self.choices.href(self.prefix, change="")


ORDER_RULES = {
    "value_per_effort": "Order is benefit for each unit of remaining effort, then what it unlocks.",
    "gap_x_importance": "Order is the gap to the target times its importance, then what it unlocks.",
    "wsjf": "Order is cost of delay over job size, then what it unlocks.",
    "value_effort_matrix": "Order is the quadrant of benefit against effort, then what it unlocks.",
}


def page_of(view: PlanView, choices: Choices, links: Links) -> PlanPage:
    """Return the page of a plan."""
    prefix = f"/clients/{view.place.client.slug}/plan"
    cards = cards_of(view, choices.done)
    shown = tuple(card for card in cards if not choices.cost or card.cost_kind == choices.cost)
    opened = choices.change
    moves = tuple((wave.number, f"Wave {wave.number}") for wave in view.plan.waves)
    return PlanPage(
        prefix=prefix,
        title=plan_title(view.plan, view.framework),
        lede=plan_lede(view.plan, view.card.mean_index),
        view=view,
        choices=choices,
        links=links,
        lanes=LANES[choices.group](view, shown),
        groups=group_links(choices, prefix),
        costs=cost_links(cards, choices, prefix),
        heads=wave_heads(view),
        bars=bars_of(view),
        beyond=beyond_in_words(view.plan),
        beyond_items=beyond_items(view, cards),
        chain=chain_in_words(view.plan),
        forecast=forecast_of(view, what_if(view, choices.done)),
        order=ORDER_RULES.get(view.kept.settings.method, ""),
        untargeted=untargeted_in_words(view),
        moves=((0, BY_RANK), *moves),
        move_options=options_of(moves),
        computed=computed_of(view.framework, view.plan.item(opened)) if opened in view.made.why else None,
    )


def options_of(moves: Sequence[tuple[int, str]]) -> Markup:
    """Return the options of a card that is not pinned, drawn once because all such cards share them."""
    drawn = Markup("").join(Markup('<option value="{}">{}</option>').format(*move) for move in moves)
    return Markup('<option value="">{}</option>').format(BY_RANK) + drawn


def beyond_items(view: PlanView, cards: Sequence[Card]) -> tuple[tuple[Card, str], ...]:
    """Return the cards that no wave has room for, with the days that are left."""
    by_practice = {card.practice: card for card in cards}
    return tuple(
        (by_practice[part.practice], f"{plain(part.days)} days") for part in view.plan.beyond_horizon
    )


def untargeted_in_words(view: PlanView) -> str:
    """Return which assessed areas have no target, or ""."""
    names = [
        short_area(view.framework, score.area)
        for score in view.card.areas
        if score.target is None and score.index is not None
    ]
    if not names:
        return ""
    listed = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
    if len(names) == 1:
        return f"{listed} has no target, so nothing of it is planned."
    return f"{listed} have no target, so nothing of them is planned."


def group_links(choices: Choices, prefix: str) -> tuple[tuple[str, str, bool], ...]:
    """Return the ways to group the board."""
    return tuple(
        (text, choices.href(prefix, group="" if key == "wave" else key, change=""), key == choices.group)
        for key, text in GROUPS.items()
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
        LATER: later_in_words(view, last),
    }
    return tuple(Lane(name, hints[name], tuple(found)) for name, found in lanes.items())


def later_in_words(view: PlanView, last: int) -> str:
    """Return where Later begins: it has no end, since it holds what no wave has room for."""
    if last <= LAST_OF_NEXT:
        return "after the last wave"
    if view.kept.starts_on is None:
        return f"from wave {LAST_OF_NEXT + 1}"
    return f"from {format_short_date(first_day(view, LAST_OF_NEXT + 1))}"


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
