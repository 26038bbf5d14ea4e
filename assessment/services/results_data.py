"""Everything that the results of one assessment are computed from, gathered in at most eight queries."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assessment.domain.answers import AnswerSet, AreaAnswer, Reading
from assessment.domain.comparison import Move, comparable, moves
from assessment.domain.editions import LeftOut, Shared, only, shared_practices, within
from assessment.domain.extra_metrics import with_own
from assessment.domain.framework import Framework, localise
from assessment.domain.methods import METHOD_KEYS
from assessment.domain.metric_targets import MetricTarget
from assessment.domain.names import title_name
from assessment.domain.own import OwnThings
from assessment.domain.scoring import ScoreCard, overall, score, score_values
from assessment.domain.values import PracticeValue, practice_values
from assessment.errors import NotFound
from assessment.services.editions import framework_of
from assessment.services.scores import answers_of
from assessment.store import scores as packing
from assessment.store.database import Unit
from assessment.store.queries import answers as answer_queries
from assessment.store.queries.assessments import Place, get_place
from assessment.store.queries.metric_targets import list_targets
from assessment.store.queries.own import OwnRating, list_own_rated
from assessment.store.queries.results import Choice, list_choices, readings_by_metric

NO_ANSWER = AreaAnswer()


@dataclass(frozen=True, slots=True)
class Before:
    """An earlier assessment under the same method; `problem` says why it must not be compared.

    `left_out` are practices that do not mean the same in the two editions: the moves are without them.
    """

    choice: Choice
    card: ScoreCard
    moves: tuple[Move, ...]
    problem: str
    left_out: tuple[LeftOut, ...] = ()


@dataclass(frozen=True, slots=True)
class Results:
    """One assessment with its answers, values and card; `before` is the assessment it is compared with."""

    place: Place
    framework: Framework
    answers: AnswerSet
    values: Mapping[str, PracticeValue]
    card: ScoreCard
    choices: tuple[Choice, ...]
    before: Before | None
    readings: Mapping[str, Sequence[Reading]]
    targets: Mapping[str, MetricTarget]
    own: OwnThings
    said: Mapping[str, OwnRating]
    language: str

    @property
    def names(self) -> dict[str, str]:
        """The name of each area by its id."""
        return {area.id: localise(area.name, self.language) for area in self.framework.areas}

    @property
    def title_names(self) -> dict[str, str]:
        """The names that titles use: the short one where the full one would not fit a title."""
        return {area.id: title_name(area, self.language) for area in self.framework.areas}

    @property
    def viewed_under_another(self) -> bool:
        """Whether the person looks at the assessment under a method that is not its own."""
        return self.card.requested != self.place.assessment.method


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for, and everything that could change the answer except the answers themselves.

    The answers are told apart by the revision of the assessment, which grows with each of them.
    """

    place: Place
    other: Place | None
    framework: Framework
    choices: tuple[Choice, ...]
    choice: Choice | None
    method: str | None
    readings: Mapping[str, Sequence[Reading]]
    targets: Mapping[str, MetricTarget]
    own: OwnThings
    said: Mapping[str, OwnRating]
    language: str

    @property
    def key(self) -> Hashable:
        """What two requests have in common that get the same page."""
        here, other = self.place.assessment, self.other.assessment if self.other else None
        return (
            (here.id, here.revision, here.version, here.framework_hash),
            (other.id, other.revision, other.version) if other else None,
            (self.place.client.name, self.place.client.slug),
            self.choices,
            self.method,
            self.language,
            tuple(one for series in self.readings.values() for one in series),
            tuple(self.targets.values()),
            self.own,
            tuple(self.said.items()),
        )


def what_is_asked(
    unit: Unit,
    client_slug: str,
    slug: str,
    *,
    against: str | None = None,
    method: str | None = None,
    language: str = "en",
) -> Asked:
    """Return what a page about results is made from, answers left out.

    `against` is the slug of the assessment to compare with. Raises NotFound for another client's slug and
    for a method that does not exist.
    """
    if method is not None and method not in METHOD_KEYS:
        raise NotFound("There is no such scoring method.")
    place = get_place(unit, client_slug, slug)
    framework = framework_of(unit, place.assessment.framework_hash)
    choices = tuple(list_choices(unit, place.client.id))
    choice = _chosen(place, choices, against)
    other = get_place(unit, client_slug, choice.slug) if choice else None
    readings = readings_by_metric(unit, place.client.id, framework.id)
    targets = list_targets(unit, place.client.id, framework.id) if readings else {}
    own, said = list_own_rated(unit, place.client.id, framework.id, place.assessment.id)
    framework = with_own(framework, own.metrics)
    return Asked(place, other, framework, choices, choice, method, readings, targets, own, said, language)


def load_results(
    unit: Unit,
    client_slug: str,
    slug: str,
    *,
    against: str | None = None,
    method: str | None = None,
    language: str = "en",
) -> Results:
    """Return the results of an assessment; see what_is_asked for the choices."""
    return answered(
        unit, what_is_asked(unit, client_slug, slug, against=against, method=method, language=language)
    )


def answered(unit: Unit, asked: Asked) -> Results:
    """Return the results that were asked for, from the answers and the stored card."""
    place, framework = asked.place, asked.framework
    answers = _answers(unit, place)
    values = practice_values(framework, answers.ratings, answers.options)
    card = _card(place, framework, answers, values, asked.method)
    before = _before(unit, asked, card, answers)
    return Results(
        place, framework, answers, values, card, asked.choices, before, asked.readings, asked.targets,
        asked.own, asked.said, asked.language,
    )  # fmt: skip


def _answers(unit: Unit, place: Place) -> AnswerSet:
    ratings = answer_queries.list_ratings(unit, place.assessment.id)
    areas = answer_queries.list_area_answers(unit, place.assessment.id)
    return AnswerSet(
        ratings={key: kept.answer for key, kept in ratings.items()},
        areas={key: kept.answer for key, kept in areas.items()},
        method=place.assessment.method,
        options=place.assessment.options,
    )


def _card(
    place: Place,
    framework: Framework,
    answers: AnswerSet,
    values: Mapping[str, PracticeValue],
    method: str | None,
) -> ScoreCard:
    stored = place.assessment.scores
    if stored and method in (None, stored["requested"]):
        return packing.unpack(framework, stored)
    return score_values(framework, answers, values, method)


def _before(unit: Unit, asked: Asked, card: ScoreCard, answers: AnswerSet) -> Before | None:
    if asked.choice is None or asked.other is None:
        return None
    other = asked.other.assessment
    framework = framework_of(unit, other.framework_hash)
    if framework.id != asked.framework.id:
        return None
    if other.framework_hash != asked.place.assessment.framework_hash:
        shared = shared_practices([asked.framework, framework])
        if not shared.is_all:
            return _over_shared(
                asked.choice,
                (asked.framework, framework),
                shared,
                (answers, answers_of(unit, other)),
                card.method,
            )
    stored = other.scores or {}
    if stored.get("method") == card.method:
        found = _indexes_only(framework, stored)
    else:
        found = score(framework, answers_of(unit, other), card.method)
    return Before(asked.choice, found, moves(card, found), comparable(card, found))


def _over_shared(
    choice: Choice,
    editions: tuple[Framework, Framework],
    shared: Shared,
    answers: tuple[AnswerSet, AnswerSet],
    method: str,
) -> Before:
    """Compare two assessments of different editions over the practices that kept their meaning."""
    now, before = (
        score(only(edition, shared.kept), within(given, shared.kept), method)
        for edition, given in zip(editions, answers, strict=True)
    )
    return Before(choice, before, moves(now, before), comparable(now, before), shared.left_out)


def _indexes_only(framework: Framework, stored: Mapping[str, Any]) -> ScoreCard:
    """A stored card without its cells: a comparison needs the indexes alone."""
    areas = [packing.unpack_area(a.id, stored["areas"][a.id], with_cells=False) for a in framework.areas]
    return overall(framework, areas, stored["method"], stored["requested"])


def _chosen(place: Place, choices: tuple[Choice, ...], against: str | None) -> Choice | None:
    """The assessment that was asked for, else the one held last before this one."""
    if against:
        found = next((one for one in choices if one.slug == against), None)
        if found is None or found.id == place.assessment.id:
            raise NotFound("There is no such assessment to compare with.")
        return found
    here = (place.assessment.held_on, place.assessment.id)
    return next((one for one in choices if (one.held_on, one.id) < here), None)
