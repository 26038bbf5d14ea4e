"""What the page of one service, party or contract shows."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from assessment.domain.catalogue import Contract, Party, Service
from assessment.domain.wording import capital, plural
from assessment.services.catalogue import CONTRACT, PARTY, SERVICE, kind_of, name_of
from assessment.services.catalogue_pages import Agreement, EntryPage, Event, Outage, Use
from assessment.web.catalogue.views import ContractRow, Named, contract_rows, named
from assessment.web.catalogue.words import (
    KIND_NAMES,
    MODE_NAMES,
    ROLE_NAMES,
    notice_text,
    state_tag,
    term_text,
    value_text,
)
from assessment.web.filters import format_moment, format_short_date

PLURALS = {SERVICE: "services", PARTY: "parties", CONTRACT: "contracts"}
FIRST_WORDS = {
    "catalogue added": "Added",
    "catalogue retired": "Retired",
    "catalogue taken up": "Taken up again",
}
LISTS = (
    ("csip", "CSIP", "Open improvements", "No improvement is open."),
    ("actions", "ACT", "Open actions", "No action is open."),
    ("slas", "SLA", "Service level agreements", "There is no agreement yet."),
    ("reviews", "REV", "Reviews", "No review was planned yet."),
)


@dataclass(frozen=True, slots=True)
class Line:
    """One thing in a list: its number, its title with an address, and its state."""

    reference: str
    title: str
    href: str
    state: str
    day: str


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of what belongs to an entry; `href` is the register it comes from."""

    key: str
    title: str
    lines: tuple[Line, ...]
    empty: str
    href: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the history, with the attributes that components/history.html reads."""

    at: str
    at_iso: str
    who: str
    what: str
    was: str = ""
    now: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class EntryView:
    """The page of one service, party or contract. `facts` are pairs of a label and a text or a link."""

    kind: str
    title: str
    lede: str
    state: tuple[str, str] | None
    retired: bool
    note: str
    facts: tuple[tuple[str, Named], ...]
    services: tuple[Named, ...]
    contracts: tuple[ContractRow, ...]
    listings: tuple[Listing, ...]
    outages: tuple[tuple[str, str], ...]
    history: tuple[Entry, ...]
    prefix: str
    add_contract: str


def entry_view(found: EntryPage, today: date, language: str) -> EntryView:
    """Return the page of one entry."""
    entry, home = found.entry, f"/clients/{found.catalogue.client.slug}"
    kind = kind_of(entry)
    parties = {one.id: one for one in found.catalogue.parties}
    return EntryView(
        kind,
        name_of(entry),
        _lede(found, today, language),
        state_tag(entry, today) if isinstance(entry, Contract) else None,
        entry.retired,
        entry.description if isinstance(entry, Service) else entry.note,
        tuple(_facts(found, home, language)),
        () if kind == SERVICE else tuple((s.name, f"{home}/services/{s.number}") for s in found.services),
        contract_rows(found.contracts, parties, home, today, language),
        tuple(_listings(found, home, language)),
        tuple(_outage(one, found, language) for one in found.outages),
        tuple(line for event in found.events for line in _history(event, language)),
        f"{home}/{PLURALS[kind]}/{entry.number}",
        f"{home}/contracts/new?party_id={entry.id}" if kind == PARTY else "",
    )


def _lede(found: EntryPage, today: date, language: str) -> str:
    entry = found.entry
    if isinstance(entry, Contract):
        return notice_text(entry, today, language)
    counts = [
        plural(len(found.csip), "open improvement"),
        plural(len(found.actions), "open action"),
        plural(sum(1 for one in found.agreements if not one.ended), "agreement"),
    ]
    if isinstance(entry, Party):
        return f"{ROLE_NAMES[entry.role]}, with {', '.join(counts[:-1])} and {counts[-1]}."
    return capital(f"{', '.join(counts[:-1])} and {counts[-1]}.")


def _facts(found: EntryPage, home: str, language: str) -> Iterator[tuple[str, Named]]:
    parties = {one.id: one for one in found.catalogue.parties}
    entry = found.entry
    nobody = ("Not named yet", "")
    if isinstance(entry, Service):
        yield "Provider", named(parties.get(entry.provider_id or ""), home) if entry.provider_id else nobody
        if entry.supplier_id:
            yield "Supplier", named(parties.get(entry.supplier_id), home)
        yield "Owner", (entry.owner or "Nobody yet", "")
        hours = dict(found.catalogue.calendars).get(entry.calendar_id or "", "Not agreed")
        yield "Service hours", (hours, "")
    elif isinstance(entry, Party):
        kind = KIND_NAMES[entry.kind] if entry.kind else ""
        yield "Role", (ROLE_NAMES[entry.role], "")
        if kind:
            yield "What it does", (kind, "")
        yield "Service delivery manager", (entry.manager or "Nobody named yet", "")
        yield "Contact", (entry.contact or "None", "")
        yield "Reviewed", (MODE_NAMES[entry.mode], "")
    else:
        yield "With", named(parties.get(entry.party_id), home)
        yield "Term", (term_text(entry, language), "")
        if entry.notice_by is not None:
            yield "Notice day", (format_short_date(entry.notice_by, language), "")
        if entry.notice_days is not None:
            yield "Notice", (plural(entry.notice_days, "day"), "")
        yield "Value", (value_text(entry, language) or "Not known", "")


def _listings(found: EntryPage, home: str, language: str) -> Iterator[Listing]:
    entry = found.entry
    if isinstance(entry, Contract):
        return
    narrowed = f"?{kind_of(entry)}={entry.number}"
    agreements = [_agreement(one) for one in found.agreements]
    kept: Mapping[str, Sequence[Use]] = {
        "csip": found.csip,
        "actions": found.actions,
        "slas": agreements,
        "reviews": found.reviews,
    }
    for key, prefix, title, empty in LISTS:
        if key == "reviews" and isinstance(entry, Service):
            continue
        lines = tuple(_line(one, prefix, f"{home}/{key}", language) for one in kept[key])
        yield Listing(key, title, lines, empty, f"{home}/{key}{narrowed}")


def _agreement(one: Agreement) -> Use:
    return Use(one.number, one.title, "ended" if one.ended else one.stage)


def _line(one: Use, prefix: str, register: str, language: str) -> Line:
    day = format_short_date(one.day, language) if one.day else ""
    return Line(f"{prefix}-{one.number:03d}", one.title, f"{register}/{one.number}", capital(one.state), day)


def _outage(one: Outage, found: EntryPage, language: str) -> tuple[str, str]:
    names = found.catalogue.names()
    start = format_moment(one.starts_at, language)
    when = f"{start} to {format_moment(one.ends_at, language)}" if one.ends_at else f"Since {start}"
    kind = "Planned" if one.planned else "Unplanned"
    reason = f": {one.reason}" if one.reason else ""
    return (
        when,
        f"{kind}, {names.get(one.service_id, '')}{reason}",
    )


def _history(event: Event, language: str) -> Iterator[Entry]:
    when = (format_moment(event.at, language), event.at.isoformat(), event.actor)
    data = event.data or {}
    if event.kind in FIRST_WORDS:
        yield Entry(*when, FIRST_WORDS[event.kind])
        return
    for label, now in data.get("to", {}).items():
        yield Entry(*when, label, data.get("from", {}).get(label, ""), now)
