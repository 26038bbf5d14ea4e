"""Add, change, archive and restore clients; one client at a glance."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Required, TypedDict, Unpack

from assessment.domain.clients import SIZES, Client
from assessment.domain.framework import Framework
from assessment.domain.slugs import free_slug, make_slug
from assessment.errors import Conflict, InvalidInput
from assessment.services.assessment_pages import AssessmentLine, line_of
from assessment.services.csip_register import CsipShort as CsipShort
from assessment.services.csip_register import short_view
from assessment.services.editions import framework_of
from assessment.services.framework import shipped_framework
from assessment.services.reviews import Outlook as Outlook
from assessment.services.reviews import outlook_of
from assessment.services.texts import checked_line, checked_text
from assessment.store.database import Unit
from assessment.store.queries import assessments as assessment_queries
from assessment.store.queries import clients as queries
from assessment.store.queries.client_registers import Counted as Counted
from assessment.store.queries.client_registers import Missed as Missed
from assessment.store.queries.client_registers import count_registers
from assessment.store.queries.client_words import FilterWords, list_filter_words
from assessment.store.queries.clients import ClientFilter as ClientFilter
from assessment.store.queries.clients import get_client
from assessment.store.queries.events import Event as Event
from assessment.store.queries.events import add_event, list_events
from assessment.store.queries.people import assign

LANGUAGES = {"en": "English", "it": "Italian"}
MOST_TAGS = 20
LONGEST_TAG = 40
LONGEST_NAME = 120
LONGEST_NOTE = 10_000
RESERVED_SLUGS = frozenset({"new", "compare", "samples", "attention", "import", "charts"})
PAGE_SIZE = 50
RECENT_EVENTS = 12

HISTORY = "client:"
DETAILS = "client:details"


class Details(TypedDict, total=False):
    """What is known of a client; only the name is needed."""

    name: Required[str]
    sector: str
    size: str
    region: str
    tags: Sequence[str]
    shares: bool
    language: str
    note: str


def add_client(unit: Unit, *, is_sample: bool = False, **details: Unpack[Details]) -> Client:
    """Store a new client under a slug made from its name; two clients may have the same name.

    Raises InvalidInput naming the field.
    """
    wanted = _checked(details)
    stem = make_slug(wanted["name"], "client")
    slug = free_slug(stem, queries.list_slugs(unit, stem) | RESERVED_SLUGS)
    client_id = queries.add_client(unit, slug=slug, is_sample=is_sample, **wanted)
    if unit.scope.assigned_only:
        assign(unit, unit.scope.person_id, client_id)
    add_event(unit, client_id, DETAILS, "client added", {"name": wanted["name"]})
    if wanted["shares"]:
        _note_consent(unit, client_id, before=False, now=True)
    return get_client(unit, slug)


def edit_client(unit: Unit, slug: str, *, seen: int | None = None, **details: Unpack[Details]) -> Client:
    """Change what is known of a client; its slug stays, and what is not given becomes empty.

    `seen` is the version that the person looked at. Raises Conflict with both values when somebody
    else changed the client to something different meanwhile.
    """
    client = get_client(unit, slug)
    wanted = _checked(details)
    stored = _stored(client)
    if wanted == stored:
        return client
    if seen is not None and seen != client.version:
        raise Conflict(
            f"Somebody else changed {client.name} before you.", field="name",
            yours=_in_words(wanted), theirs=_in_words(stored), version=client.version,
        )  # fmt: skip
    queries.update_client(unit, client.id, client.version, wanted)
    queries.set_tags(unit, client.id, wanted["tags"])
    before, after = _in_words(stored), _in_words(wanted)
    if before != after:
        said = {"name": wanted["name"], "from": before, "to": after}
        add_event(unit, client.id, DETAILS, "client changed", said)
    if wanted["shares"] != client.shares:
        _note_consent(unit, client.id, before=client.shares, now=wanted["shares"])
    return get_client(unit, slug)


def _note_consent(unit: Unit, client_id: str, *, before: bool, now: bool) -> None:
    words = {True: "agreed", False: "not agreed"}
    add_event(unit, client_id, DETAILS, "consent changed", {"from": words[before], "to": words[now]})


def archive_client(unit: Unit, slug: str) -> Client:
    """Put a client away: it leaves the list and keeps everything."""
    client = get_client(unit, slug)
    if not client.is_archived:
        queries.update_client(unit, client.id, None, {"archived_at": unit.now})
        add_event(unit, client.id, DETAILS, "client archived", {"name": client.name})
    return get_client(unit, slug)


def restore_client(unit: Unit, slug: str) -> Client:
    """Bring an archived client back."""
    client = get_client(unit, slug)
    if client.is_archived:
        queries.update_client(unit, client.id, None, {"archived_at": None})
        add_event(unit, client.id, DETAILS, "client restored", {"name": client.name})
    return get_client(unit, slug)


def client_of(unit: Unit, slug: str) -> Client:
    """Return a client; NotFound when this workspace has none with that slug."""
    return get_client(unit, slug)


def has_namesake(unit: Unit, client: Client) -> bool:
    """Return whether another client in the list has the same name, whatever its case."""
    found = queries.list_clients(unit, ClientFilter(words=client.name, sort="name"), limit=PAGE_SIZE)
    return any(c.id != client.id and c.name.casefold() == client.name.casefold() for c in found)


def read_tags(text: str) -> tuple[str, ...]:
    """Return the tags in a text with commas between them, each once whatever its case, as first written."""
    found: dict[str, str] = {}
    for part in text.split(","):
        tag = " ".join(part.split())
        if tag:
            found.setdefault(tag.casefold(), tag)
    return tuple(found.values())


def _checked(details: Details) -> dict[str, Any]:
    found: dict[str, Any] = {
        "name": checked_line("name", details["name"], LONGEST_NAME),
        "sector": checked_line("sector", details.get("sector", ""), LONGEST_NAME),
        "size": details.get("size", ""),
        "region": checked_line("region", details.get("region", ""), LONGEST_NAME),
        "tags": read_tags(",".join(details.get("tags", ()))),
        "shares": bool(details.get("shares", False)),
        "language": details.get("language", "en"),
        "note": checked_text("note", details.get("note", ""), LONGEST_NOTE),
    }
    if not found["name"]:
        raise InvalidInput("name", "Write the name of the client.")
    if found["language"] not in LANGUAGES:
        raise InvalidInput("language", "Choose one of the languages shown.")
    if found["size"] not in SIZES:
        raise InvalidInput("size", "Choose one of the sizes shown.")
    if len(found["tags"]) > MOST_TAGS or any(len(tag) > LONGEST_TAG for tag in found["tags"]):
        raise InvalidInput("tags", f"Use at most {MOST_TAGS} tags of at most {LONGEST_TAG} characters each.")
    return found


def _stored(client: Client) -> dict[str, Any]:
    return {
        "name": client.name, "sector": client.sector, "size": client.size, "region": client.region,
        "tags": client.tags, "shares": client.shares, "language": client.language, "note": client.note,
    }  # fmt: skip


def _in_words(values: Mapping[str, Any]) -> str:
    language = LANGUAGES.get(values["language"], values["language"])
    parts = [values["name"], values["sector"], SIZES[values["size"]] if values["size"] else "",
             values["region"], ", ".join(values["tags"]), language, values["note"]]  # fmt: skip
    return "; ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Overview:
    """One client at a glance: its assessments, newest first, and what happened lately.

    `latest` is the newest assessment with an answer, `before` the one before it.
    """

    client: Client
    lines: Sequence[AssessmentLine]
    latest: AssessmentLine | None
    before: AssessmentLine | None
    framework: Framework
    events: Sequence[Event]
    register: CsipShort
    reviews: Outlook
    counted: Counted


def overview(unit: Unit, slug: str) -> Overview:
    """Return one client at a glance; seven queries, and one for each framework edition not yet read."""
    client = get_client(unit, slug)
    assessments = assessment_queries.list_assessments(unit, client.id)
    lines = tuple(line_of(unit, one) for one in assessments)
    answered = [line for line in lines if line.mean is not None]
    latest = answered[0] if answered else None
    used = next((one.framework_hash for one in assessments if latest and one.slug == latest.slug), None)
    framework = framework_of(unit, used) if used else shipped_framework()
    events = list_events(unit, client.id, HISTORY, limit=RECENT_EVENTS)
    before = answered[1] if len(answered) > 1 else None
    return Overview(
        client, lines, latest, before, framework, events, short_view(unit, client.id),
        outlook_of(unit, client.id), count_registers(unit, client.id),
    )  # fmt: skip


def words_in_use(unit: Unit) -> FilterWords:
    """Return the sectors, regions and tags that clients have, each in alphabetical order."""
    return list_filter_words(unit)
