"""What the register page shows, put into words and addresses once, so that its template only places them."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import quote, urlencode

from assessment.domain.csip import GROUPS, REMOVED
from assessment.domain.csip_items import COSTED, CsipItem
from assessment.domain.findings_csip import Money, attention_sentence, register_title
from assessment.domain.wording import capital
from assessment.services.csip import CsipFilter
from assessment.services.csip_register import Register, choices, marked
from assessment.web.csip.words import (
    APPROVAL_NAMES,
    COST_NAMES,
    GROUP_KINDS,
    GROUP_NAMES,
    NO_ADDED_COST,
    STATE_NAMES,
    VERDICT_NAMES,
)
from assessment.web.filters import format_money, format_short_date

PARAMETERS = ("group", "cost", "owner", "q", "sort")
SORTED_COLUMNS = ("number", "state", "owner", "due", "progress")
DESCENDING = "progress"

Link = tuple[str, str, bool]


@dataclass(frozen=True, slots=True)
class Row:
    """One item as the register shows it; `marks` are pairs of a word and its kind."""

    number: int
    reference: str
    title: str
    area: str
    level_from: int | None
    level_to: int | None
    status: str
    kind: str
    cost: str
    approval: str
    owner: str
    due: str
    progress: int
    marks: tuple[tuple[str, str], ...]
    note: str


@dataclass(frozen=True, slots=True)
class RegisterView:
    """The register page. Links are triples of text, address and whether it is the one shown."""

    title: str
    attention: str
    money: str
    prefix: str
    total: int
    rows: tuple[Row, ...]
    groups: tuple[Link, ...]
    costs: tuple[Link, ...]
    owners: tuple[str, ...]
    wanted: CsipFilter
    sorts: dict[str, tuple[str, str]]
    back: str
    page: int
    pages: int
    pager: str
    empty: str
    shown: str

    @property
    def narrowed(self) -> bool:
        """Return whether any filter is set."""
        return self.wanted != CsipFilter(sort=self.wanted.sort)


def query_of(wanted: CsipFilter, page: int = 1) -> str:
    """Return a filter as the query of an address, without what is as usual."""
    values = (wanted.group, wanted.cost, wanted.owner, wanted.words, wanted.sort)
    pairs = [(name, value) for name, value in zip(PARAMETERS, values, strict=True) if value]
    pairs = [pair for pair in pairs if pair != ("sort", "number")]
    return urlencode([*pairs, ("page", str(page))] if page > 1 else pairs)


def register_view(register: Register, slug: str, today: date, language: str) -> RegisterView:
    """Return the register page of a client."""
    prefix, wanted = f"/clients/{slug}/csip", register.wanted

    def at(**changes: str) -> str:
        query = query_of(replace(wanted, **changes))
        return f"{prefix}?{query}" if query else prefix

    tallies = register.tallies
    first = query_of(wanted)
    orders = {name: (at(sort=name), _order(name) if name == wanted.sort else "") for name in SORTED_COLUMNS}
    return RegisterView(
        title=register_title(register.counts, register.waiting),
        attention=attention_sentence(
            marked(tallies, "late"), marked(tallies, "look_again"), marked(tallies, "stale")
        ),
        money="; ".join(money_sentence(one, language) for one in register.money),
        prefix=prefix,
        total=sum(register.counts.values()),
        rows=tuple(
            _row(item, register.area_names.get(item.id, ""), today, language) for item in register.items
        ),
        groups=_group_links(register, at),
        costs=tuple(
            (name, at(cost=cost), wanted.cost == cost)
            for cost, name in (("", "Any cost"), *COST_NAMES.items())
        ),
        owners=tuple(sorted((one for one in choices(register, "owner") if one), key=str.casefold)),
        wanted=wanted,
        sorts=orders,
        back=quote(query_of(wanted, register.page), safe=""),
        page=register.page,
        pages=register.pages,
        pager=f"{prefix}?{first}&page=" if first else f"{prefix}?page=",
        empty=_empty_text(wanted),
        shown=_shown(register),
    )


def _order(name: str) -> str:
    return "descending" if name == DESCENDING else "ascending"


def _group_links(register: Register, at: Callable[..., str]) -> tuple[Link, ...]:
    counts = choices(register, "group")
    names = (("", "All"), *((group, GROUP_NAMES[group]) for group in GROUPS))
    return tuple(
        (
            f"{name} {counts[group] if group else counts.total()}",
            at(group=group),
            register.wanted.group == group,
        )
        for group, name in names
    )


def _shown(register: Register) -> str:
    if register.pages == 1:
        return ""
    return f"{register.matching} items, {len(register.items)} on this page."


def _empty_text(wanted: CsipFilter) -> str:
    if wanted.words or wanted.cost or wanted.owner or not wanted.group:
        return "No item of the register fits what is set above."
    texts = {
        "proposed": "No item waits to be started.",
        "in progress": "Nothing is in progress. Open a proposed item and decide to go on.",
        "on hold": "No item is on hold.",
        "done": "No item is done yet.",
        "removed": "No item was removed.",
    }
    return texts[wanted.group]


def _row(item: CsipItem, area: str, today: date, language: str) -> Row:
    return Row(
        number=item.number,
        reference=item.reference,
        title=item.title,
        area=area,
        level_from=item.level_from,
        level_to=item.level_to,
        status=STATE_NAMES[item.state],
        kind=GROUP_KINDS.get(item.group, ""),
        cost=cost_text(item, language),
        approval=APPROVAL_NAMES[item.cost_approval] if item.cost_kind == COSTED else "",
        owner=item.owner,
        due=format_short_date(item.due_on, language) if item.due_on else "",
        progress=item.progress,
        marks=marks_of(item, today),
        note=note_of(item, language),
    )


def note_of(item: CsipItem, language: str) -> str:
    """Return what belongs to the state: until when on hold, since when removed, how much it brought."""
    if item.verdict:
        return VERDICT_NAMES[item.verdict].lower()
    if item.state == REMOVED:
        return f"since {format_short_date(item.updated_at.date(), language)}"
    return f"until {format_short_date(item.look_again_on, language)}" if item.look_again_on else ""


def cost_text(item: CsipItem, language: str) -> str:
    """Return what an item costs, in words."""
    if item.cost_kind != COSTED:
        return NO_ADDED_COST
    if item.cost_amount is None:
        return "Amount not known"
    return format_money(item.cost_amount, item.cost_currency, language)


def marks_of(item: CsipItem, today: date) -> tuple[tuple[str, str], ...]:
    """Return what asks for a look: late, the day to look again, untouched for long."""
    marks = []
    days = item.days_late(today)
    if days:
        marks.append(("1 day late" if days == 1 else f"{days} days late", "bad"))
    if item.look_again_is_due(today):
        marks.append(("Look again now", "bad"))
    if item.is_stale(today):
        marks.append(("Stale", "warn"))
    return tuple(marks)


def money_sentence(money: Money, language: str) -> str:
    """Return the sums of one currency in words; an idle sum is left out."""
    parts = (("committed", money.committed), ("asked for", money.asked), ("on hold", money.held))
    shown = [f"{word} {format_money(sum_, money.currency, language)}" for word, sum_ in parts if sum_]
    return capital(", ".join(shown))
