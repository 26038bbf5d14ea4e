"""What the register page shows, put into words and addresses once, so that its template only places them."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import quote, urlencode

from assessment.domain.csip import GROUPS, REMOVED
from assessment.domain.csip_items import COSTED, CsipItem
from assessment.domain.csip_starters import starters_for
from assessment.domain.findings_csip import Money, attention_sentence, register_title
from assessment.domain.wording import capital
from assessment.services.csip import CsipFilter
from assessment.services.csip_register import CALENDAR, LIST, ROWS_ON_A_PAGE, Register, choices, marked
from assessment.web.csip.choices import Choice, choices_of
from assessment.web.csip.ideas import starter_address
from assessment.web.csip.lanes import DayGroup, Lane, days_of, lanes_of, month_links, month_query
from assessment.web.csip.money import BudgetRow, budget_rows
from assessment.web.csip.words import (
    APPROVAL_NAMES,
    COST_NAMES,
    GROUP_KINDS,
    GROUP_NAMES,
    NO_ADDED_COST,
    STATE_NAMES,
    VERDICT_NAMES,
)
from assessment.web.filters import format_money, format_month, format_short_date

PARAMETERS = ("group", "cost", "owner", "q", "sort", "service", "party", "year")
VIEW_NAMES = (("list", "List"), ("board", "Board"), ("calendar", "Calendar"))
SORTED_COLUMNS = ("number", "state", "owner", "due", "progress")
DESCENDING = "progress"

Link = tuple[str, str, bool]
Option = tuple[str, str, bool]


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
    change: str = ""
    choices: tuple[Choice, ...] = ()
    version: int = 0


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
    view: str
    views: tuple[Link, ...]
    heading: str
    party: str
    services: tuple[Option, ...]
    parties: tuple[Option, ...]
    years: tuple[Option, ...]
    lanes: tuple[Lane, ...]
    days: tuple[DayGroup, ...]
    months: tuple[tuple[str, str], ...]
    month: str
    budget: tuple[BudgetRow, ...]
    starters: tuple[tuple[str, str], ...]
    close: str
    query: str
    new: str
    all: str
    hidden: tuple[tuple[str, str], ...]


def query_of(wanted: CsipFilter, page: int = 1, view: str = LIST, month: str = "") -> str:
    """Return a filter as the query of an address, without what is as usual."""
    values = (
        wanted.group, wanted.cost, wanted.owner, wanted.words, wanted.sort, wanted.service, wanted.party,
        wanted.year,
    )  # fmt: skip
    pairs = [(name, str(value)) for name, value in zip(PARAMETERS, values, strict=True) if value]
    pairs = [pair for pair in pairs if pair != ("sort", "number")]
    pairs += [("view", view)] if view != LIST else []
    pairs += [("month", month)] if month and view == CALENDAR else []
    return urlencode([*pairs, ("page", str(page))] if page > 1 else pairs)


def register_view(register: Register, slug: str, today: date, language: str) -> RegisterView:
    """Return the register page of a client, or of one of its suppliers."""
    prefix, wanted = f"/clients/{slug}/csip", register.wanted
    month = month_query(register.month)

    def at(view: str = register.view, **changes: Any) -> str:
        query = query_of(replace(wanted, **changes), view=view, month=month)
        return f"{prefix}?{query}" if query else prefix

    tallies, party = register.tallies, register.party
    here = query_of(wanted, register.page, register.view, month)
    first = query_of(wanted, view=register.view)
    orders = {name: (at(sort=name), _order(name) if name == wanted.sort else "") for name in SORTED_COLUMNS}
    total = sum(register.counts.values())
    return RegisterView(
        title=title_of(register),
        attention=attention_sentence(
            *(marked(tallies, mark) for mark in ("late", "look_again", "stale", "check"))
        ),
        money="; ".join(money_sentence(one, language) for one in register.money),
        prefix=prefix,
        total=total,
        rows=tuple(
            _row(item, register, prefix, today, language)
            for item in (register.items if register.view == LIST else ())
        ),
        groups=_group_links(register, at),
        costs=tuple(
            (name, at(cost=cost), wanted.cost == cost)
            for cost, name in (("", "Any cost"), *COST_NAMES.items())
        ),
        owners=tuple(sorted((one for one in choices(register, "owner") if one), key=str.casefold)),
        wanted=wanted,
        sorts=orders,
        back=quote(here, safe=""),
        page=register.page,
        pages=register.pages if register.view == LIST else 1,
        pager=f"{prefix}?{first}&page=" if first else f"{prefix}?page=",
        empty=_empty_text(register),
        shown=_shown(register),
        view=register.view,
        views=tuple((name, at(view=view), view == register.view) for view, name in VIEW_NAMES),
        heading=f"Register of {party.name}" if party else f"Register of {register.client.name}",
        party=party.name if party else "",
        services=_options(register.services, wanted.service),
        parties=_options(register.parties, wanted.party),
        years=tuple((str(year), str(year), year == wanted.year) for year in register.years),
        lanes=lanes_of(register, prefix, today, language),
        days=days_of(register, prefix, language),
        months=month_links(register, prefix, wanted, query_of),
        month=_month_title(register, language),
        budget=budget_rows(register.budget, language),
        starters=_starters(register, slug, total),
        close=f"{prefix}?{here}" if here else prefix,
        query=here,
        new=f"{prefix}/new?party={party.number}" if party else f"{prefix}/new",
        all=f"{prefix}?party={party.number}" if party else prefix,
        hidden=_hidden(register, month),
    )


def title_of(register: Register) -> str:
    """Return what the register comes to, with the name of the supplier whose register it is."""
    title = register_title(register.counts, register.waiting)
    return f"{register.party.name}: {title[:1].lower()}{title[1:]}" if register.party else title


def _options(rows: Any, chosen: int | None) -> tuple[Option, ...]:
    shown = (one for one in rows if not one.retired or one.number == chosen)
    return tuple((str(one.number), one.name, one.number == chosen) for one in shown)


def _starters(register: Register, slug: str, total: int) -> tuple[tuple[str, str], ...]:
    """Return title and address of the ideas to start with, where a supplier has no item yet."""
    if register.party is None or total:
        return ()
    found = starters_for(register.party.kind)
    return tuple((one.title, starter_address(slug, one.key, register.party.number)) for one in found)


def _hidden(register: Register, month: str) -> tuple[tuple[str, str], ...]:
    """Return what the form of the filters carries along."""
    wanted = register.wanted
    pairs = [("group", wanted.group), ("cost", wanted.cost)]
    pairs += [("sort", wanted.sort)] if wanted.sort != "number" else []
    pairs += [("view", register.view)] if register.view != LIST else []
    pairs += [("month", month)] if register.view == CALENDAR else []
    return tuple(pair for pair in pairs if pair[1])


def _month_title(register: Register, language: str) -> str:
    return format_month(register.month, language) if register.month else ""


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
    if register.view != LIST or register.matching <= ROWS_ON_A_PAGE:
        return ""
    return f"{register.matching} items, {len(register.items)} on this page."


def _empty_text(register: Register) -> str:
    wanted = register.wanted
    if register.view == CALENDAR:
        return "Nothing is due in this month, no item on hold comes back, and no check-up is planned."
    if replace(wanted, group="", sort="number", party=None) != CsipFilter() or not wanted.group:
        return "No item of the register fits what is set above."
    texts = {
        "proposed": "No item waits to be started.",
        "in progress": "Nothing is in progress. Open a proposed item and decide to go on.",
        "on hold": "No item is on hold.",
        "done": "No item is done yet.",
        "removed": "No item was removed.",
    }
    return texts[wanted.group]


def _row(item: CsipItem, register: Register, prefix: str, today: date, language: str) -> Row:
    query = query_of(register.wanted, register.page)
    return Row(
        number=item.number,
        reference=item.reference,
        title=item.title,
        area=register.area_names.get(item.id, ""),
        level_from=item.level_from,
        level_to=item.level_to,
        status=STATE_NAMES[item.state],
        kind=GROUP_KINDS.get(item.group, ""),
        cost=cost_text(item, language),
        approval=APPROVAL_NAMES[item.cost_approval] if item.cost_kind == COSTED else "",
        owner=item.owner,
        due=format_short_date(item.due_on, language) if item.due_on else "",
        progress=item.progress,
        marks=marks_of(item, today, register.reviewed_on(item)),
        note=note_of(item, language),
        change=f"{prefix}?{query}{'&' if query else ''}change={item.number}#i-{item.number}",
        choices=choices_of(item),
        version=item.version,
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


def marks_of(item: CsipItem, today: date, reviewed_on: date | None = None) -> tuple[tuple[str, str], ...]:
    """Return what asks for a look: late, the day to look again or to check, untouched for long."""
    marks = []
    days = item.days_late(today)
    if days:
        marks.append(("1 day late" if days == 1 else f"{days} days late", "bad"))
    if item.look_again_is_due(today):
        marks.append(("Look again now", "bad"))
    if item.check_is_due(today):
        marks.append(("Check now", "warn"))
    if item.is_stale(today, reviewed_on):
        marks.append(("Stale", "warn"))
    return tuple(marks)


def money_sentence(money: Money, language: str) -> str:
    """Return the sums of one currency in words; an idle sum is left out."""
    parts = (("committed", money.committed), ("asked for", money.asked), ("on hold", money.held))
    shown = [f"{word} {format_money(sum_, money.currency, language)}" for word, sum_ in parts if sum_]
    return capital(", ".join(shown))
