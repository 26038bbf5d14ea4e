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


def question_text(area: Area, practice: Practice | None) -> str:
    """Return what is asked aloud."""
    if practice is not None:
        return localise(practice.question) or localise(practice.text)
    return localise(area.question) or localise(area.name)


def steps_of(framework: Framework, area: Area, practice: Practice | None) -> tuple[Step, ...]:
    """Return the steps of a question, lowest first: the levels of an area or the scale of a practice."""
    if practice is None:
        return tuple(
            Step(
                str(level.number),
                str(level.number),
                localise(level.name),
                localise(area.steps.get(level.number, level.meaning)),
                str(level.number),
            )
            for level in framework.levels
        )
    return tuple(
        Step(step.id, step.id, localise(step.name), localise(step.help))
        for step in framework.scale_of(practice)
    )


def picture_for(
    framework: Framework, area: Area, practice: Practice | None, ballots: Sequence[Ballot]
) -> Picture:
    """Return the picture of the revealed votes on a question."""
    steps = [step.id for step in steps_of(framework, area, practice)]
    return picture_of(ballots, steps, practice is None)
