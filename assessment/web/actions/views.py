"""What the page of the action register shows, put into words and addresses once."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import quote, urlencode

from assessment.domain.action_items import DONE, IN_PROGRESS, OPEN, SEVERITIES, SOURCES, STATES, ActionItem
from assessment.domain.findings_actions import attention_sentence, register_title
from assessment.services.actions_register import ActionFilter, ActionRegister, Choices, counted
from assessment.services.results_words import month_in_full
from assessment.web.actions.words import (
    SEVERITY_KINDS,
    SEVERITY_NAMES,
    SHORT_STATES,
    SOURCE_NAMES,
    STATE_KINDS,
    STATE_NAMES,
)
from assessment.web.filters import format_short_date

SORTED_COLUMNS = ("number", "severity", "state", "owner", "due")
Link = tuple[str, str, bool]


@dataclass(frozen=True, slots=True)
class Row:
    """One action as the register shows it; `marks` are pairs of a word and its kind."""

    number: int
    reference: str
    title: str
    about: str
    source: str
    severity: str
    severity_kind: str
    status: str
    kind: str
    owner: str
    due: str
    marks: tuple[tuple[str, str], ...]
    note: str


@dataclass(frozen=True, slots=True)
class RegisterView:
    """The register page. Links are triples of text, address and whether it is the one shown."""

    title: str
    heading: str
    attention: str
    prefix: str
    total: int
    rows: tuple[Row, ...]
    groups: tuple[Link, ...]
    late: Link
    selects: tuple[tuple[str, str, tuple[tuple[str, str], ...], str], ...]
    kept: tuple[tuple[str, str], ...]
    wanted: ActionFilter
    sorts: dict[str, tuple[str, str]]
    back: str
    page: int
    pages: int
    pager: str
    empty: str
    shown: str


def query_of(wanted: ActionFilter, page: int = 1) -> str:
    """Return a filter as the query of an address, without what is as usual."""
    pairs = (
        ("group", wanted.group),
        ("severity", wanted.severity),
        ("owner", wanted.owner),
        ("service", wanted.service),
        ("party", wanted.party),
        ("source", wanted.source),
        ("late", 1 if wanted.late else 0),
        ("q", wanted.words),
        ("sort", "" if wanted.sort == "number" else wanted.sort),
        ("page", page if page > 1 else 0),
    )
    return urlencode([(name, str(value)) for name, value in pairs if value])


def register_view(register: ActionRegister, slug: str, today: date, language: str) -> RegisterView:
    """Return the register page of a client."""
    prefix, wanted = f"/clients/{slug}/actions", register.wanted

    def at(**changes: object) -> str:
        query = query_of(replace(wanted, **changes))  # type: ignore[arg-type]
        return f"{prefix}?{query}" if query else prefix

    first = query_of(wanted)
    counts = register.counts
    return RegisterView(
        title=register_title(counts),
        heading=_heading(register),
        attention=attention_sentence(register.late, counts[DONE], _unowned(register)),
        prefix=prefix,
        total=sum(counts.values()),
        rows=tuple(row_of(item, register.choices, today, language) for item in register.items),
        groups=_group_links(register, at),
        late=(f"Late {register.late}", at(late=not wanted.late), wanted.late),
        selects=_selects(register),
        kept=tuple(
            (name, value)
            for name, value in (
                ("group", wanted.group), ("late", "1" if wanted.late else ""),
                ("sort", wanted.sort if wanted.sort != "number" else ""),
            )
            if value
        ),
        wanted=wanted,
        sorts={
            name: (at(sort=name), "ascending" if name == wanted.sort else "") for name in SORTED_COLUMNS
        },
        back=quote(query_of(wanted, register.page), safe=""),
        page=register.page,
        pages=register.pages,
        pager=f"{prefix}?{first}&page=" if first else f"{prefix}?page=",
        empty="No action of the register fits what is set above.",
        shown=f"{register.matching} actions, {len(register.items)} on this page."
        if register.pages > 1
        else "",
    )  # fmt: skip


def _heading(register: ActionRegister) -> str:
    """What the table is called: the register of the client, or of one party or service."""
    wanted, choices = register.wanted, register.choices
    party = next((o.name for o in choices.parties if o.number == wanted.party), "")
    service = next((o.name for o in choices.services if o.number == wanted.service), "")
    named = ", ".join(name for name in (party, service) if name)
    return f"Actions of {named or register.client.name}"


def _unowned(register: ActionRegister) -> int:
    return sum(
        one.count
        for one in register.tallies
        if one.severity == "high" and not one.owner and one.state in (OPEN, IN_PROGRESS, DONE)
    )


def _group_links(register: ActionRegister, at: Callable[..., str]) -> tuple[Link, ...]:
    counts = counted(register, "state")
    names = (("", "All"), *((state, SHORT_STATES[state]) for state in STATES))
    return tuple(
        (
            f"{name} {counts[state] if state else counts.total()}",
            at(group=state),
            register.wanted.group == state,
        )
        for state, name in names
    )


def _selects(register: ActionRegister) -> tuple[tuple[str, str, tuple[tuple[str, str], ...], str], ...]:
    """The filters that are lists: name, label, choices and the one chosen; none without choices."""
    wanted, choices = register.wanted, register.choices
    owners = sorted({one.owner for one in register.tallies if one.owner}, key=str.casefold)
    found = (
        ("severity", "Any severity", tuple((one, SEVERITY_NAMES[one]) for one in SEVERITIES),
         wanted.severity),
        ("source", "Any source", tuple((one, SOURCE_NAMES[one]) for one in SOURCES), wanted.source),
        ("owner", "Any owner", tuple((one, one) for one in owners), wanted.owner),
        ("service", "Any service", tuple((str(o.number), o.name) for o in choices.services),
         str(wanted.service or "")),
        ("party", "Any party", tuple((str(o.number), o.name) for o in choices.parties),
         str(wanted.party or "")),
    )  # fmt: skip
    return tuple(one for one in found if one[2])


def row_of(item: ActionItem, choices: Choices, today: date, language: str) -> Row:
    """Return one action as a row."""
    about = (choices.service_name(item.service_id), choices.party_name(item.party_id))
    return Row(
        number=item.number,
        reference=item.reference,
        title=item.title,
        about=", ".join(name for name in about if name),
        source=SOURCE_NAMES.get(item.source, item.source),
        severity=SEVERITY_NAMES[item.severity],
        severity_kind=SEVERITY_KINDS[item.severity],
        status=STATE_NAMES[item.state],
        kind=STATE_KINDS.get(item.state, ""),
        owner=item.owner,
        due=format_short_date(item.due_on, language) if item.due_on else "",
        marks=marks_of(item, today),
        note=note_of(item, language),
    )


def note_of(item: ActionItem, language: str) -> str:
    """Return what belongs to the state: since when it is done, what verified it, when it was closed."""
    if item.state == DONE and item.done_on:
        return f"since {format_short_date(item.done_on, language)}"
    if item.verified_period:
        return f"by {month_in_full(item.verified_period)}"
    return f"on {format_short_date(item.closed_on, language)}" if item.closed_on else ""


def marks_of(item: ActionItem, today: date) -> tuple[tuple[str, str], ...]:
    """Return what asks for a look: late, missed again."""
    marks = []
    days = item.days_late(today)
    if days:
        marks.append(("1 day late" if days == 1 else f"{days} days late", "bad"))
    if item.missed_again and item.is_open:
        marks.append((f"Missed {len(item.missed_again) + 1} times", "warn"))
    return tuple(marks)
