"""What the assessment of a workshop holds for its questions, in words for people at the table."""

from collections.abc import Mapping, Set
from dataclasses import dataclass
from fractions import Fraction

from assessment.domain.answers import AreaAnswer, Rating
from assessment.domain.framework import Framework, Practice, localise
from assessment.domain.numbers import plain
from assessment.domain.scoring import placing_of
from assessment.domain.values import NA, group_value
from assessment.domain.workshops import Question
from assessment.services.rating_changes import answer_in_words
from assessment.store.database import Unit
from assessment.store.queries import answers as answer_queries
from assessment.store.queries.workshops import Workshop


@dataclass(frozen=True, slots=True)
class StoredAnswers:
    """What the assessment holds for some areas, read at once for everything that is said of it."""

    areas: Mapping[str, AreaAnswer]
    ratings: Mapping[str, Rating]

    def words(self, framework: Framework, question: Question) -> str:
        """Return the stored answer to a question in words."""
        if question.practice_id is None:
            return _placing_words(framework, self.areas.get(question.area_id, AreaAnswer()))
        rating = self.ratings.get(question.practice_id)
        if rating is None:
            return "no rating"
        return rating_words(framework, framework.practices[question.practice_id], rating)


def stored_answers(unit: Unit, workshop: Workshop, area_ids: Set[str]) -> StoredAnswers:
    """Return what the assessment of a workshop holds for some areas, in two queries."""
    areas = answer_queries.list_area_answers(unit, workshop.assessment_id)
    ratings = answer_queries.list_ratings(unit, workshop.assessment_id, area_ids)
    return StoredAnswers(
        {area_id: kept.answer for area_id, kept in areas.items()},
        {practice_id: kept.answer for practice_id, kept in ratings.items()},
    )


def _placing_words(framework: Framework, answer: AreaAnswer) -> str:
    placing = placing_of(answer)
    if placing is None:
        return "no step"
    level = framework.level_by_number.get(int(placing))
    name = f" {localise(level.name)}" if level and placing.denominator == 1 else ""
    return f"step {plain(placing)}{name}"


def rating_words(framework: Framework, practice: Practice, rating: Rating) -> str:
    """Return a rating in words: the agreed answer, or the mean of the votes."""
    if rating.consensus is not None:
        return answer_in_words(framework, practice, rating.consensus)
    found = group_value(rating, framework.values_of[practice.id])
    if found.value is None:
        return "does not apply" if found.state == NA else "not known"
    return f"{nearest_step(framework, practice, found.value)}, mean {plain(found.value)}"


def nearest_step(framework: Framework, practice: Practice, value: Fraction) -> str:
    """Return the name of the scale step nearest to a value, the lower one of two."""
    return localise(
        min(framework.scale_of(practice), key=lambda step: (abs(step.value - value), step.value)).name
    )
