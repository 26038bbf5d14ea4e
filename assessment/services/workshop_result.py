"""What a workshop came to, for everybody who took part: where people placed each area, and its level."""

from dataclasses import dataclass

from assessment.domain.framework import Framework, localise
from assessment.domain.numbers import plain
from assessment.domain.scoring import AreaScore
from assessment.services.workshop_questions import agenda_areas
from assessment.store import scores as packing
from assessment.store.database import Unit
from assessment.store.queries.assessments import get_place
from assessment.store.queries.workshops import Workshop

INDEX_PLACES = 1


@dataclass(frozen=True, slots=True)
class ResultRow:
    """One area: the step at which the group placed it, the level and index of its answers, in words.

    `level` is empty, as is `index`, while no practice of the area has an answer.
    """

    name: str
    placed: str
    level: str
    index: str


def result_of(unit: Unit, framework: Framework, workshop: Workshop) -> tuple[ResultRow, ...]:
    """Return the areas of a workshop that have an answer, from the scores stored with the assessment."""
    packed = get_place(unit, workshop.client_slug, workshop.assessment_slug).assessment.scores or {}
    found = []
    for area in agenda_areas(framework, workshop):
        score = packing.unpack_area(area.id, packed["areas"][area.id], with_cells=False)
        if score.placing is not None or score.valued:
            found.append(_row(framework, localise(area.name), score))
    return tuple(found)


def _row(framework: Framework, name: str, score: AreaScore) -> ResultRow:
    level = ""
    if score.level is not None and score.valued:
        known = framework.level_by_number.get(score.level)
        level = f"{score.level} {localise(known.name)}" if known else str(score.level)
    return ResultRow(
        name,
        plain(score.placing) if score.placing is not None else "",
        level,
        plain(score.index, INDEX_PLACES) if score.index is not None and score.valued else "",
    )
