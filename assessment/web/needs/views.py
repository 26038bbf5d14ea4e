"""What the needs pages show, put into words once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from assessment.domain.needs import (
    ACTION,
    AGREEMENT,
    ASSESSMENT,
    CONTRACT,
    CSIP,
    EVIDENCE,
    KINDS,
    READING,
    REVIEW,
    TARGET,
    Need,
    needs_title,
)
from assessment.domain.wording import count_word, plural
from assessment.services.needs import AllNeeds, ClientNeeds
from assessment.web.filters import format_short_date

MOST_OF_A_CLIENT = 20
KIND_NAMES = {
    CSIP: "CSIP",
    ACTION: "Actions",
    TARGET: "Missed targets",
    AGREEMENT: "Agreements",
    CONTRACT: "Contracts",
    REVIEW: "Reviews",
    READING: "Metrics",
    EVIDENCE: "Evidence",
    ASSESSMENT: "Assessments",
}
Link = tuple[str, str, bool]


@dataclass(frozen=True, slots=True)
class Line:
    """One need as the page shows it; `tag` is its day, or how late it is."""

    subject: str
    sentence: str
    href: str
    tag: str
    kind: str
    mine: bool


@dataclass(frozen=True, slots=True)
class Group:
    """The needs of one client, as far as they are shown here; `more` leads to the others."""

    name: str
    href: str
    about: str
    lines: tuple[Line, ...]
    more: str


@dataclass(frozen=True, slots=True)
class NeedsView:
    """A needs page. Links are triples of text, address and whether it is the one shown."""

    title: str
    lede: str
    total: int
    groups: tuple[Group, ...]
    kinds: tuple[Link, ...]
    owners: tuple[Link, ...]
    empty: str
    home: str
    back: str
    page: int
    pages: int
    pager: str


def line_of(need: Need, today: date, language: str) -> Line:
    """Return one need as a line."""
    days = need.days_late(today)
    tag = format_short_date(need.due_on, language) if need.due_on else ""
    if days:
        tag = "1 day late" if days == 1 else f"{days} days late"
    return Line(need.subject, need.sentence, need.address, tag, "bad" if days else "", need.mine)


def kept(needs: Sequence[Need], kind: str, *, mine: bool) -> tuple[Need, ...]:
    """Return the needs of one kind, or of all, and only those of whoever looks where that is asked for."""
    return tuple(one for one in needs if kind in ("", one.kind) and (one.mine or not mine))


def query_of(kind: str, *, mine: bool) -> str:
    """Return a filter as the query of an address."""
    parts = [f"kind={kind}"] if kind else []
    parts += ["mine=1"] if mine else []
    return "&".join(parts)


def _links(
    needs: Sequence[Need], home: str, kind: str, *, mine: bool
) -> tuple[tuple[Link, ...], tuple[Link, ...]]:
    def at(kind: str, *, mine: bool) -> str:
        query = query_of(kind, mine=mine)
        return f"{home}?{query}" if query else home

    seen = kept(needs, "", mine=mine)
    counts = {one: sum(1 for need in seen if need.kind == one) for one in KINDS}
    kinds = [(f"All {len(seen)}", at("", mine=mine), not kind)]
    kinds += [
        (f"{KIND_NAMES[one]} {counts[one]}", at(one, mine=mine), kind == one)
        for one in KINDS
        if counts[one] or kind == one
    ]
    own = sum(1 for need in needs if need.mine)
    owners = (("Everybody's", at(kind, mine=False), not mine), (f"Mine {own}", at(kind, mine=True), mine))
    return tuple(kinds), owners


def _view(
    needs: Sequence[Need],
    groups: Sequence[Group],
    home: str,
    kind: str,
    today: date,
    *,
    mine: bool,
    pages: tuple[int, int] = (1, 1),
) -> NeedsView:
    kinds, owners = _links(needs, home, kind, mine=mine)
    shown = kept(needs, kind, mine=mine)
    first = query_of(kind, mine=mine)
    return NeedsView(
        title=needs_title(shown, today) if shown or not needs else "Nothing here fits what is set",
        lede="What is past its day stands first." if any(one.days_late(today) for one in shown) else "",
        total=len(needs),
        groups=tuple(group for group in groups if group.lines),
        kinds=kinds,
        owners=owners,
        empty="Nothing fits what is set above." if needs else "",
        home=home,
        back=home.rpartition("/")[0] or "/clients",
        page=pages[0],
        pages=pages[1],
        pager=f"{home}?{first}&page=" if first else f"{home}?page=",
    )


def client_view(found: ClientNeeds, kind: str, today: date, language: str, *, mine: bool) -> NeedsView:
    """Return the needs page of one client."""
    home = f"/clients/{found.client.slug}/needs"
    needs = kept(found.needs, kind, mine=mine)
    lines = tuple(line_of(one, today, language) for one in needs)
    group = Group(found.client.name, "", "", lines, "")
    return _view(found.needs, [group], home, kind, today, mine=mine)


def all_view(found: AllNeeds, kind: str, today: date, language: str, *, mine: bool) -> NeedsView:
    """Return the needs page above the clients: each client with what is most pressing of it."""
    groups = [_group(one, kind, today, language, mine=mine) for one in found.groups]
    pages = (found.page, found.pages)
    return _view(found.needs, groups, "/needs", kind, today, mine=mine, pages=pages)


def _group(found: ClientNeeds, kind: str, today: date, language: str, *, mine: bool) -> Group:
    needs = kept(found.needs, kind, mine=mine)
    late = sum(1 for one in needs if one.days_late(today))
    about = plural(len(needs), "thing")
    if late:
        about += f", {count_word(late)} past {'its' if late == 1 else 'their'} day"
    query = query_of(kind, mine=mine)
    home = f"/clients/{found.client.slug}/needs"
    more = len(needs) - MOST_OF_A_CLIENT
    return Group(
        found.client.name,
        f"{home}?{query}" if query else home,
        about,
        tuple(line_of(one, today, language) for one in needs[:MOST_OF_A_CLIENT]),
        f"{plural(more, 'more thing')}" if more > 0 else "",
    )
