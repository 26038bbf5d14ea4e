"""Add, change, archive and restore clients; the portfolio and one client at a glance."""

from collections.abc import Sequence
from dataclasses import dataclass

from assessment.domain.clients import Client
from assessment.domain.framework import Framework
from assessment.domain.slugs import free_slug, make_slug
from assessment.errors import Conflict, InvalidInput
from assessment.services.assessment_pages import AssessmentLine, line_of
from assessment.services.csip_register import CsipShort as CsipShort
from assessment.services.csip_register import short_view
from assessment.services.editions import framework_of
from assessment.services.framework import shipped_framework
from assessment.services.texts import checked_line, checked_text
from assessment.store.database import Unit
from assessment.store.queries import assessments as assessment_queries
from assessment.store.queries import clients as queries
from assessment.store.queries.clients import ClientFilter as ClientFilter
from assessment.store.queries.clients import get_client
from assessment.store.queries.events import Event as Event
from assessment.store.queries.events import add_event, list_events
from assessment.store.queries.people import assign

LANGUAGES = {"en": "English", "it": "Italian"}
LONGEST_NAME = 120
LONGEST_NOTE = 10_000
RESERVED_SLUGS = frozenset({"new", "compare", "samples"})
PAGE_SIZE = 50
RECENT_EVENTS = 12

HISTORY = "client:"
DETAILS = "client:details"


def add_client(
    unit: Unit,
    *,
    name: str,
    sector: str = "",
    language: str = "en",
    note: str = "",
    is_sample: bool = False,
) -> Client:
    """Store a new client under a slug made from its name; two clients may have the same name.

    Raises InvalidInput naming the field.
    """
    wanted = _checked(name, sector, language, note)
    stem = make_slug(wanted["name"], "client")
    slug = free_slug(stem, queries.list_slugs(unit, stem) | RESERVED_SLUGS)
    client_id = queries.add_client(unit, slug=slug, is_sample=is_sample, **wanted)
    if unit.scope.assigned_only:
        assign(unit, unit.scope.person_id, client_id)
    add_event(unit, client_id, DETAILS, "client added", {"name": wanted["name"]})
    return get_client(unit, slug)


def edit_client(
    unit: Unit,
    slug: str,
    *,
    name: str,
    sector: str = "",
    language: str = "en",
    note: str = "",
    seen: int | None = None,
) -> Client:
    """Change what is known of a client; its slug stays.

    `seen` is the version that the person looked at. Raises Conflict with both values when somebody
    else changed the client to something different meanwhile.
    """
    client = get_client(unit, slug)
    wanted = _checked(name, sector, language, note)
    stored = {"name": client.name, "sector": client.sector, "language": client.language, "note": client.note}
    if wanted == stored:
        return client
    if seen is not None and seen != client.version:
        raise Conflict(
            f"Somebody else changed {client.name} before you.", field="name",
            yours=_in_words(wanted), theirs=_in_words(stored), version=client.version,
        )  # fmt: skip
    queries.update_client(unit, client.id, client.version, wanted)
    said = {"name": wanted["name"], "from": _in_words(stored), "to": _in_words(wanted)}
    add_event(unit, client.id, DETAILS, "client changed", said)
    return get_client(unit, slug)


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


def _checked(name: str, sector: str, language: str, note: str) -> dict[str, str]:
    found = {
        "name": checked_line("name", name, LONGEST_NAME),
        "sector": checked_line("sector", sector, LONGEST_NAME),
        "language": language,
        "note": checked_text("note", note, LONGEST_NOTE),
    }
    if not found["name"]:
        raise InvalidInput("name", "Write the name of the client.")
    if language not in LANGUAGES:
        raise InvalidInput("language", "Choose one of the languages shown.")
    return found


def _in_words(values: dict[str, str]) -> str:
    language = LANGUAGES.get(values["language"], values["language"])
    parts = [values["name"], values["sector"], language, values["note"]]
    return "; ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Portfolio:
    """One page of the client list. `total` counts every client that matches the filter."""

    wanted: ClientFilter
    clients: Sequence[Client]
    total: int
    page: int
    sectors: Sequence[str]
    framework: Framework

    @property
    def pages(self) -> int:
        """Return how many pages there are, at least one."""
        return max(1, -(-self.total // PAGE_SIZE))


def portfolio_page(unit: Unit, wanted: ClientFilter, page: int = 1) -> Portfolio:
    """Return one page of the clients that match; at most three queries and no assessment is loaded."""
    page = max(1, page)
    offset = (page - 1) * PAGE_SIZE
    clients = queries.list_clients(unit, wanted, limit=PAGE_SIZE, offset=offset)
    ends_here = len(clients) < PAGE_SIZE and (clients or page == 1)
    total = offset + len(clients) if ends_here else queries.count_clients(unit, wanted)
    return Portfolio(wanted, clients, total, page, queries.list_sectors(unit), shipped_framework())


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


def overview(unit: Unit, slug: str) -> Overview:
    """Return one client at a glance; four queries, and one more for each framework edition not yet read."""
    client = get_client(unit, slug)
    assessments = assessment_queries.list_assessments(unit, client.id)
    lines = tuple(line_of(unit, one) for one in assessments)
    answered = [line for line in lines if line.mean is not None]
    latest = answered[0] if answered else None
    used = next((one.framework_hash for one in assessments if latest and one.slug == latest.slug), None)
    framework = framework_of(unit, used) if used else shipped_framework()
    events = list_events(unit, client.id, HISTORY, limit=RECENT_EVENTS)
    before = answered[1] if len(answered) > 1 else None
    return Overview(client, lines, latest, before, framework, events, short_view(unit, client.id))


def sectors_in_use(unit: Unit) -> list[str]:
    """Return every sector that a client has, in alphabetical order."""
    return queries.list_sectors(unit)
