"""Links with which somebody without an account reads an agreement and signs it for one side."""

from dataclasses import dataclass, replace
from datetime import timedelta

from assessment.domain.clients import Client
from assessment.domain.sla_stages import before_signing
from assessment.domain.slas import SIDES, Sla, signed_sides
from assessment.errors import InvalidInput, NotAllowed, NotFound
from assessment.services.slas_drafts import subject_of
from assessment.services.slas_loaded import Loaded, load_by_id
from assessment.services.slas_steps import sign_loaded
from assessment.services.texts import LONGEST_NAME, checked_line
from assessment.store.database import Unit
from assessment.store.queries import sla_links as links
from assessment.store.queries import slas as queries
from assessment.store.queries.clients import get_client
from assessment.store.queries.events import add_event
from assessment.store.queries.sla_links import SlaLink as SlaLink

VALID_DAYS = 30
MOST_LINKS = 50
OVER = "This link does not work any more. Ask whoever sent it for a new one."


@dataclass(frozen=True, slots=True)
class SignPage:
    """What the holder of a link sees; `against` says what has to be done before anybody can sign."""

    link: SlaLink
    loaded: Loaded
    against: tuple[str, ...]
    has_signed: bool


def make_link(unit: Unit, client_slug: str, number: int, side: str, name: str) -> SlaLink:
    """Make a link with which somebody of one side reads and signs. InvalidInput names side or name."""
    client = get_client(unit, client_slug)
    sla = queries.get_sla(unit, client.id, number)
    who = checked_line("name", name, LONGEST_NAME)
    if side not in SIDES:
        raise InvalidInput("side", "Say for which side the person signs.")
    if not who:
        raise InvalidInput("name", "Say for whom the link is.")
    if len(links.list_links(unit, client.id, sla.id)) >= MOST_LINKS:
        raise InvalidInput("name", f"At most {MOST_LINKS} links work at a time. End one first.")
    made = links.add_link(unit, client.id, sla.id, side, who, unit.now + timedelta(days=VALID_DAYS))
    add_event(unit, client.id, subject_of(sla), "sla link made", {"name": who, "side": side})
    return links.get_link(unit, made)[0]


def end_link(unit: Unit, client_slug: str, number: int, link_id: str) -> SlaLink:
    """Let a link work no longer; NotFound where it is none of this agreement."""
    client = get_client(unit, client_slug)
    sla = queries.get_sla(unit, client.id, number)
    found, slug = links.get_link(unit, link_id)
    if slug != client.slug or found.sla_id != sla.id:
        raise NotFound("This link does not work.")
    if found.ended_at is None:
        links.change_link(unit, found.id, ended_at=unit.now)
        said = {"name": found.name, "side": found.side}
        add_event(unit, client.id, subject_of(sla), "sla link ended", said)
    return found


def list_links(unit: Unit, client: Client, sla: Sla) -> tuple[SlaLink, ...]:
    """Return the links of an agreement that work."""
    return links.list_links(unit, client.id, sla.id)


def sign_page(unit: Unit, link_id: str) -> SignPage:
    """Return what the holder of a link may read; NotFound where it does not work."""
    found, slug = links.get_link(unit, link_id)
    if not found.works(unit.now):
        raise NotFound(OVER)
    loaded = load_by_id(unit, get_client(unit, slug), found.sla_id)
    return SignPage(
        found, loaded, before_signing(loaded.standing, unit.today),
        found.side in signed_sides(loaded.signatures, loaded.hash),
    )  # fmt: skip


def note_seen(unit: Unit, link_id: str) -> None:
    """Remember when a link was opened first."""
    found, _ = links.get_link(unit, link_id)
    if found.seen_at is None and found.works(unit.now):
        links.change_link(unit, found.id, seen_at=unit.now)


def sign_by_link(unit: Unit, link_id: str, name: str, role: str, content_hash: str) -> Sla:
    """Sign for the side of a link; raises as `sign` does, and NotFound where the link does not work."""
    page = sign_page(unit, link_id)
    if page.has_signed:
        raise NotAllowed(f"Somebody signed for the {page.link.side} already.")
    as_holder = replace(unit, actor=f"{page.link.name} (by link)")
    return sign_loaded(as_holder, page.loaded, page.link.side, name, role, content_hash)


def name_of(unit: Unit, client_slug: str) -> str:
    """Return the name of a client."""
    return get_client(unit, client_slug).name
