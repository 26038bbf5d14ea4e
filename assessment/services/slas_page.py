"""What the page of one agreement reads beside the agreement itself."""

from collections.abc import Sequence
from dataclasses import dataclass

from assessment.services.slas_drafts import subject_of
from assessment.services.slas_links import SlaLink, list_links
from assessment.services.slas_loaded import Loaded, load
from assessment.store.database import Unit
from assessment.store.queries.events import Event as Event
from assessment.store.queries.events import list_events


@dataclass(frozen=True, slots=True)
class SlaPage:
    """An agreement with its history, newest first, and the links that work."""

    loaded: Loaded
    events: Sequence[Event]
    links: tuple[SlaLink, ...]


def sla_page(unit: Unit, client_slug: str, number: int) -> SlaPage:
    """Return the page of an agreement; fifteen queries. Raises NotFound."""
    loaded = load(unit, client_slug, number)
    events = list_events(unit, loaded.client.id, subject_of(loaded.sla))
    return SlaPage(loaded, events, list_links(unit, loaded.client, loaded.sla))
