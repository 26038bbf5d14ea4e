"""From an implemented improvement back to its practice: what the next assessment is asked and says."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from assessment.domain.answers import Rating
from assessment.domain.clients import Client
from assessment.domain.csip import DONE, GROUP_OF
from assessment.domain.csip_items import CsipItem, reference_of
from assessment.domain.csip_practice import practice_outcome
from assessment.domain.framework import Framework
from assessment.domain.values import group_value
from assessment.store.database import Unit
from assessment.store.queries.csip_practice import list_claims, list_practice_ratings


@dataclass(frozen=True, slots=True)
class PracticeProof:
    """The value of a practice before an improvement and in the next assessment after it.

    `outcome` is confirmed, partly confirmed, refused or open; `slug` and `title` are of the later assessment,
    both "" where none was held yet.
    """

    practice: str
    before: Fraction | None
    after: Fraction | None
    outcome: str
    slug: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """What the register says is in place, for the assessment that has to confirm or refuse it."""

    reference: str
    number: int
    practice: str


def proof_of(unit: Unit, client: Client, item: CsipItem, framework: Framework) -> PracticeProof | None:
    """Return what the assessments say of the practice of an item; None for what is not implemented."""
    practice = item.practice_id
    if practice is None or item.implemented_on is None or GROUP_OF[item.state] != DONE:
        return None
    before: Fraction | None = None
    later: tuple[Fraction | None, str, str] | None = None
    for one in list_practice_ratings(unit, client.id, practice):
        value = _value(framework, practice, one.rating)
        if one.assessment_id == item.assessment_id:
            before = value
        elif one.held_on >= item.implemented_on and later is None and value is not None:
            later = value, one.slug, one.title
    after, slug, title = later or (None, "", "")
    return PracticeProof(practice, before, after, practice_outcome(before, after), slug, title)


def _value(framework: Framework, practice: str, rating: Rating) -> Fraction | None:
    worth = framework.values_of.get(practice)
    return None if worth is None else group_value(rating, worth).value


def claims_of(unit: Unit, client_id: str, assessment_id: str, practices: Sequence[str]) -> tuple[Claim, ...]:
    """Return which of these practices the register says are in place since an earlier assessment."""
    return tuple(
        Claim(reference_of(number), number, practice)
        for number, practice in list_claims(unit, client_id, assessment_id, practices)
    )
