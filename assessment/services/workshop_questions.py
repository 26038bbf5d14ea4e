"""The questions of a workshop in words: what is asked, with which answers, and the picture of its votes."""

from collections.abc import Sequence
from dataclasses import dataclass

from assessment.domain.answers import DONT_KNOW, NOT_APPLICABLE
from assessment.domain.framework import Area, Framework, Practice, localise
from assessment.domain.pictures import Picture, picture_of
from assessment.domain.workshops import Ballot
from assessment.store.queries.workshops import Workshop

CANNOT_JUDGE = "I cannot judge this"
DOES_NOT_APPLY = "This does not apply here"


@dataclass(frozen=True, slots=True)
class Step:
    """One answer of a question: `id` is what a vote says, `label` what the square shows."""

    id: str
    label: str
    name: str
    text: str
    level: str = ""


OTHER_ANSWERS = (
    Step(DONT_KNOW, "?", CANNOT_JUDGE, "Counts as present, not in the median."),
    Step(NOT_APPLICABLE, "–", DOES_NOT_APPLY, "Counts as present, not in the median."),
)


def agenda_areas(framework: Framework, workshop: Workshop) -> tuple[Area, ...]:
    """Return the areas of a workshop in the order of its agenda."""
    if not workshop.areas:
        return framework.areas
    return tuple(framework.area_by_id[area] for area in workshop.areas if area in framework.area_by_id)


def question_text(area: Area, practice: Practice | None, language: str) -> str:
    """Return what is asked aloud, in the language of the workshop."""
    if practice is not None:
        return localise(practice.question, language) or localise(practice.text, language)
    return localise(area.question, language) or localise(area.name, language)


def steps_of(framework: Framework, area: Area, practice: Practice | None, language: str) -> tuple[Step, ...]:
    """Return the steps of a question, lowest first: the levels of an area or the scale of a practice."""
    if practice is None:
        return tuple(
            Step(
                str(level.number),
                str(level.number),
                localise(level.name, language),
                localise(area.steps.get(level.number, level.meaning), language),
                str(level.number),
            )
            for level in framework.levels
        )
    return tuple(
        Step(step.id, step.id, localise(step.name, language), localise(step.help, language))
        for step in framework.scale_of(practice)
    )


def picture_for(framework: Framework, practice: Practice | None, ballots: Sequence[Ballot]) -> Picture:
    """Return the picture of the revealed votes on a question: of a practice, or with None of an area."""
    if practice is None:
        return picture_of(ballots, [str(number) for number in framework.level_numbers], in_levels=True)
    return picture_of(ballots, [step.id for step in framework.scale_of(practice)], in_levels=False)
