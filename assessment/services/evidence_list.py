"""What still has to be shown in an assessment: ratings without evidence, and what could prove them."""

from collections.abc import Mapping
from dataclasses import dataclass

from assessment.domain.evidence import Wanted, rated_high, to_collect
from assessment.domain.framework import Framework, localise
from assessment.services.editions import framework_of
from assessment.services.evidence import asks_for
from assessment.services.readings import reading_in_words
from assessment.services.results_words import month_in_full
from assessment.store.database import Unit
from assessment.store.queries import answers as answer_queries
from assessment.store.queries.assessments import Place, get_place
from assessment.store.queries.latest_readings import list_latest_readings
from assessment.store.queries.metric_targets import list_targets


@dataclass(frozen=True, slots=True)
class Proof:
    """A metric that could prove a practice: its latest value in words, and who provides the figures."""

    metric: str
    name: str
    latest: str
    provider: str


@dataclass(frozen=True, slots=True)
class ToShow:
    """One practice that waits for evidence; `hint` says what would show it."""

    wanted: Wanted
    area: str
    area_slug: str
    text: str
    answer: str
    hint: str
    proofs: tuple[Proof, ...]


@dataclass(frozen=True, slots=True)
class EvidenceList:
    """The list of one assessment, what matters most first.

    `high` practices are rated largely or fully in place; `capped` of those without evidence count for less.
    """

    place: Place
    rows: tuple[ToShow, ...]
    high: int
    capped: int

    @property
    def is_capping(self) -> bool:
        """Return whether ratings without evidence count for less."""
        return self.place.assessment.options.cap_without_evidence


def evidence_list(unit: Unit, client_slug: str, slug: str, language: str = "en") -> EvidenceList:
    """Return what still has to be shown; NotFound for another client's assessment."""
    place = get_place(unit, client_slug, slug)
    framework = framework_of(unit, place.assessment.framework_hash)
    kept = answer_queries.list_ratings(unit, place.assessment.id)
    ratings = {practice: one.answer for practice, one in kept.items()}
    found = to_collect(framework, ratings, place.assessment.options)
    proofs = _proofs(unit, place, framework, language)
    return EvidenceList(
        place,
        tuple(_row(framework, one, proofs, language) for one in found),
        len(rated_high(framework, ratings, place.assessment.options)),
        sum(1 for one in found if one.capped),
    )


def _row(framework: Framework, wanted: Wanted, proofs: Mapping[str, Proof], language: str) -> ToShow:
    practice = wanted.practice
    area = framework.area_by_id[practice.area]
    own = [proof for metric, proof in proofs.items() if asks_for(framework, practice, metric)]
    return ToShow(
        wanted,
        localise(area.name, language),
        area.slug,
        localise(practice.text, language),
        next(
            (
                localise(step.name, language)
                for step in framework.scale_of(practice)
                if step.id == wanted.letter
            ),
            wanted.letter,
        ),
        localise(practice.evidence, language),
        tuple(own),
    )


def _proofs(unit: Unit, place: Place, framework: Framework, language: str) -> dict[str, Proof]:
    """Every metric of the catalogue as a proof, by its id."""
    latest = list_latest_readings(unit, place.client.id, framework.id, [m.id for m in framework.metrics])
    targets = list_targets(unit, place.client.id, framework.id)
    found = {}
    for metric in framework.metrics:
        reading, target = latest.get(metric.id), targets.get(metric.id)
        words = f"{reading_in_words(metric, reading)} in {month_in_full(reading.period)}" if reading else ""
        name = localise(metric.name, language)
        found[metric.id] = Proof(metric.id, name, words, target.provider if target else "")
    return found
