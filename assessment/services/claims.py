"""What the latest assessment of a client claims against its figures, and what was explained."""

from dataclasses import dataclass

from assessment.domain.claims import Claim, Collected, claims_of, collected_of
from assessment.domain.clients import Client
from assessment.domain.framework import Framework
from assessment.errors import InvalidInput, NotAllowed, NotFound
from assessment.services.rating_changes import LONGEST_NOTE
from assessment.services.results_data import load_results
from assessment.services.texts import checked_text
from assessment.store.database import Unit
from assessment.store.queries.assessments import list_scored
from assessment.store.queries.claims import (
    ClaimNote,
    delete_claim_note,
    list_claim_notes,
    save_claim_note,
)
from assessment.store.queries.clients import get_client
from assessment.store.queries.events import add_event

LONGEST_KEY = 120


@dataclass(frozen=True, slots=True)
class CheckedClaim:
    """A disagreement, and why it is none where somebody explained it. `is_new` says that it changed since."""

    claim: Claim
    note: ClaimNote | None

    @property
    def is_new(self) -> bool:
        """Return whether the figures moved since it was explained."""
        return self.note is not None and self.note.said != self.claim.sentence


@dataclass(frozen=True, slots=True)
class ClaimsPage:
    """The claim check of the latest assessment with an answer; `assessment` is "" where there is none."""

    client: Client
    assessment: str
    slug: str
    framework: Framework | None
    claims: tuple[CheckedClaim, ...]
    collected: tuple[Collected, ...]


def claims_page(unit: Unit, client_slug: str, language: str = "en") -> ClaimsPage:
    """Return what the claims of a client and its figures do not agree on."""
    client = get_client(unit, client_slug)
    latest = list_scored(unit, client.id, limit=1)
    if not latest:
        return ClaimsPage(client, "", "", None, (), ())
    results = load_results(unit, client_slug, latest[0].slug, language=language)
    framework = results.framework
    breaks = {metric: target.breaks for metric, target in results.targets.items()}
    notes = list_claim_notes(unit, client.id, framework.id)
    found = claims_of(framework, results.card, results.readings, language, breaks)
    return ClaimsPage(
        client,
        latest[0].title,
        latest[0].slug,
        framework,
        tuple(CheckedClaim(one, notes.get(one.key)) for one in found),
        collected_of(framework, results.card, results.readings),
    )


def explain_claim(unit: Unit, client_slug: str, key: str, reason: str) -> Claim:
    """Note why a disagreement is none, and return it.

    Raises InvalidInput without a reason, NotAllowed where the figures do not disagree any more.
    """
    found = _claim(unit, client_slug, key)
    text = checked_text("reason", reason, LONGEST_NOTE)
    if not text:
        raise InvalidInput("reason", "Say why, so that the next person knows.")
    client, framework_id, claim = found
    save_claim_note(unit, client.id, framework_id, claim.key, text, claim.sentence)
    said = {"what": claim.sentence, "reason": text}
    add_event(unit, client.id, f"claim:{claim.key}", "claim explained", said)
    return claim


def take_up_claim(unit: Unit, client_slug: str, key: str) -> Claim:
    """Take an explanation back and return what it was about; NotAllowed where there is none."""
    client, framework_id, claim = _claim(unit, client_slug, key)
    if not delete_claim_note(unit, client.id, framework_id, claim.key):
        raise NotAllowed("This was not explained, or somebody took the explanation back already.")
    add_event(unit, client.id, f"claim:{claim.key}", "claim taken up again", {"what": claim.sentence})
    return claim


def _claim(unit: Unit, client_slug: str, key: str) -> tuple[Client, str, Claim]:
    page = claims_page(unit, client_slug)
    found = next((one.claim for one in page.claims if one.claim.key == key[:LONGEST_KEY]), None)
    if found is None or page.framework is None:
        if page.framework is None:
            raise NotFound("This client has no assessment with an answer yet.")
        raise NotAllowed("The figures do not disagree here any more.")
    return page.client, page.framework.id, found
