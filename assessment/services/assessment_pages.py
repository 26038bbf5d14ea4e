"""What the pages of an assessment show: the list, the task list of areas, and the check before closing."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import partial

from assessment.domain.answers import NOT_APPLICABLE, Rating
from assessment.domain.assessments import Assessment
from assessment.domain.clients import Client
from assessment.domain.findings import has_answers
from assessment.domain.framework import Area, Framework, Practice, localise
from assessment.domain.scoring import AreaScore, ScoreCard
from assessment.domain.wording import METHOD_NAMES, capital, plural
from assessment.services.editions import framework_of
from assessment.store import scores as packing
from assessment.store.database import Unit
from assessment.store.queries import answers as answer_queries
from assessment.store.queries.assessments import Place, get_place, list_assessments
from assessment.store.queries.clients import get_client

NOT_STARTED = "Not started"
IN_PROGRESS = "In progress"
ALL_RATED = "All rated"
DONE = "Done"


@dataclass(frozen=True, slots=True)
class AssessmentLine:
    """One assessment in a list. `mean` is None as long as nothing is answered."""

    slug: str
    title: str
    held_on: date
    is_open: bool
    rated: int
    practices: int
    mean: Fraction | None
    provisional: bool
    method: str
    card: ScoreCard


def card_of(framework: Framework, assessment: Assessment) -> ScoreCard:
    """Return the stored score card of an assessment."""
    return packing.unpack(framework, assessment.scores or {})


def line_of(unit: Unit, assessment: Assessment) -> AssessmentLine:
    """Return an assessment as a line of a list, read from its stored score card."""
    framework = framework_of(unit, assessment.framework_hash)
    card = card_of(framework, assessment)
    known = any(has_answers(area) for area in card.areas)
    return AssessmentLine(
        assessment.slug,
        assessment.title,
        assessment.held_on,
        assessment.is_open,
        sum(area.rated for area in card.areas),
        len(framework.practices),
        card.mean_index if known else None,
        card.provisional,
        METHOD_NAMES[card.method],
        card,
    )


def list_page(unit: Unit, client_slug: str) -> tuple[Client, tuple[AssessmentLine, ...]]:
    """Return a client with a line for each of its assessments, newest first."""
    client = get_client(unit, client_slug)
    return client, tuple(line_of(unit, one) for one in list_assessments(unit, client.id))


@dataclass(frozen=True, slots=True)
class TaskArea:
    """One area of the task list. `score` holds index, level, placing and target."""

    id: str
    slug: str
    name: str
    short: str
    status: str
    practices: int
    score: AreaScore

    @property
    def left(self) -> int:
        """Return how many practices carry no answer of their own."""
        return self.practices - self.score.rated

    @property
    def answered(self) -> bool:
        """Return whether anything is known of the area."""
        return has_answers(self.score)


@dataclass(frozen=True, slots=True)
class TaskList:
    """The areas of one assessment with how far each is."""

    place: Place
    framework: Framework
    card: ScoreCard
    areas: tuple[TaskArea, ...]
    baseline: str

    @property
    def rated(self) -> int:
        """Return how many practices carry an answer of their own."""
        return sum(area.score.rated for area in self.areas)

    @property
    def practices(self) -> int:
        """Return how many practices there are."""
        return sum(area.practices for area in self.areas)

    @property
    def next_area(self) -> TaskArea | None:
        """Return the first area that is neither rated in full nor marked as done."""
        return next((area for area in self.areas if area.status not in (ALL_RATED, DONE)), None)

    @property
    def title(self) -> str:
        """Return how far the assessment is, as a finding."""
        title = self.place.assessment.title
        if not self.place.assessment.is_open:
            return f"{title} is closed and its results are frozen"
        if not any(area.answered for area in self.areas):
            return f"Nothing is rated yet in {title}"
        left = sum(1 for area in self.areas if area.status not in (ALL_RATED, DONE))
        if not left:
            return f"All areas of {title} are rated"
        return f"{capital(plural(left, 'area'))} of {title} {'is' if left == 1 else 'are'} left to rate"


def status_of(score: AreaScore, practices: int, done: bool) -> str:
    """Return how far an area is; the mark that people set stands above what is counted."""
    if done:
        return DONE
    if score.rated >= practices:
        return ALL_RATED
    return IN_PROGRESS if score.rated or score.placing is not None else NOT_STARTED


def task_list(unit: Unit, client_slug: str, slug: str, language: str = "en") -> TaskList:
    """Return the task list of an assessment; three queries at most."""
    place = get_place(unit, client_slug, slug)
    framework = framework_of(unit, place.assessment.framework_hash)
    kept = answer_queries.list_area_answers(unit, place.assessment.id)
    done = {area for area, answer in kept.items() if answer.done}
    card = card_of(framework, place.assessment)
    areas = tuple(
        _task_area(framework, area, score, area.id in done, language)
        for area, score in zip(framework.areas, card.areas, strict=True)
    )
    return TaskList(place, framework, card, areas, _baseline(unit, place))


def _task_area(framework: Framework, area: Area, score: AreaScore, done: bool, language: str) -> TaskArea:
    practices = len(framework.practices_of[area.id])
    status = status_of(score, practices, done)
    name, short = localise(area.name, language), localise(area.short, language)
    return TaskArea(area.id, area.slug, name, short or name, status, practices, score)


def _baseline(unit: Unit, place: Place) -> str:
    baseline = place.assessment.baseline_id
    if baseline is None:
        return ""
    found = [one.title for one in list_assessments(unit, place.client.id) if one.id == baseline]
    return found[0] if found else ""


@dataclass(frozen=True, slots=True)
class Lack:
    """Something that is missing of one practice."""

    practice: str
    text: str


@dataclass(frozen=True, slots=True)
class CheckArea:
    """One area of the check page with all that is missing."""

    area: TaskArea
    without_reason: tuple[Lack, ...]
    without_note: tuple[Lack, ...]
    no_target: bool

    @property
    def complete(self) -> bool:
        """Return whether nothing that matters is missing; a note is only a wish."""
        return not (self.area.left or self.without_reason or self.no_target)


@dataclass(frozen=True, slots=True)
class CheckPage:
    """What is missing before an assessment is closed."""

    tasks: TaskList
    areas: tuple[CheckArea, ...]

    @property
    def title(self) -> str:
        """Return what is missing as a finding."""
        title = self.tasks.place.assessment.title
        if not self.tasks.place.assessment.is_open:
            return f"{title} is closed and its results are frozen"
        unrated = sum(area.area.left for area in self.areas)
        targets = sum(1 for area in self.areas if area.no_target)
        parts = []
        if unrated:
            parts.append(f"{plural(unrated, 'practice')} {'is' if unrated == 1 else 'are'} not rated")
        if targets:
            parts.append(f"{plural(targets, 'area')} {'has' if targets == 1 else 'have'} no target")
        return capital(" and ".join(parts)) if parts else f"Nothing is missing in {title}"


def check_page(unit: Unit, client_slug: str, slug: str, language: str = "en") -> CheckPage:
    """Return what is missing in each area; four queries at most."""
    tasks = task_list(unit, client_slug, slug, language)
    kept = answer_queries.list_ratings(unit, tasks.place.assessment.id)
    ratings = {practice: one.answer for practice, one in kept.items()}
    areas = []
    for task in tasks.areas:
        practices = tasks.framework.practices_of[task.id]
        areas.append(
            CheckArea(
                task,
                _lacks(practices, ratings, lambda _, rating: _lacks_reason(rating), language),
                _lacks(practices, ratings, partial(_lacks_note, tasks.framework), language),
                task.score.target is None,
            )
        )
    return CheckPage(tasks, tuple(areas))


def _lacks(
    practices: Sequence[Practice],
    ratings: Mapping[str, Rating],
    is_lacking: Callable[[Practice, Rating], bool],
    language: str,
) -> tuple[Lack, ...]:
    return tuple(
        Lack(practice.id, localise(practice.text, language))
        for practice in practices
        if practice.id in ratings and is_lacking(practice, ratings[practice.id])
    )


def _lacks_reason(rating: Rating) -> bool:
    return rating.consensus == NOT_APPLICABLE and not rating.reason


def _lacks_note(framework: Framework, practice: Practice, rating: Rating) -> bool:
    """Return whether a practice is agreed at an end of its scale and nothing says why."""
    scale = framework.scale_of(practice)
    extreme = rating.consensus in (scale[0].id, scale[-1].id)
    return extreme and not rating.note and not rating.has_evidence
