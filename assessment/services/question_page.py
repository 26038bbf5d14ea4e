"""Everything that the question page of one area shows, gathered in a fixed number of queries."""

from collections.abc import Mapping
from datetime import datetime
from fractions import Fraction
from functools import lru_cache

from assessment.domain.answers import AreaAnswer, Rating
from assessment.domain.csip_practice import practice_outcome
from assessment.domain.extra_metrics import with_own
from assessment.domain.framework import Area, Framework, Level, localise
from assessment.domain.numbers import plain
from assessment.domain.scoring import AreaScore
from assessment.domain.values import PracticeValue, practice_values
from assessment.services.csip_practice import claims_of
from assessment.services.editions import framework_of
from assessment.services.open_assessment import area_of
from assessment.services.own_practices import own_rows
from assessment.services.question_model import ClaimRow, LevelGroup, PracticeRow, QuestionPage, Step
from assessment.services.question_rows import metric_rows, outcome_rows, practice_rows
from assessment.services.question_words import (
    coverage_of,
    standing_of,
    strip_cell,
)
from assessment.services.scores import needed_areas
from assessment.store import scores as packing
from assessment.store.database import Unit
from assessment.store.queries import answers as answer_queries
from assessment.store.queries.answers import Kept, KeptArea
from assessment.store.queries.assessments import Place, get_place
from assessment.store.queries.own import list_own_rated

HALF = Fraction(1, 2)
NO_AREA = AreaAnswer()


def area_page(unit: Unit, client_slug: str, slug: str, area_slug: str) -> QuestionPage:
    """Return the page of one area: nine queries whatever the number of answers.

    Raises NotFound for another client's assessment and for an area that the framework does not have.
    """
    place = get_place(unit, client_slug, slug)
    assessment = place.assessment
    framework = framework_of(unit, assessment.framework_hash)
    area = area_of(framework, area_slug)
    needed = needed_areas(framework, area.id)
    ratings = answer_queries.list_ratings(unit, assessment.id, needed)
    kept_area = answer_queries.list_area_answers(unit, assessment.id).get(area.id)
    values = practice_values(
        framework, {i: kept.answer for i, kept in ratings.items()}, assessment.options, needed
    )
    packed = assessment.scores or {}
    score = packing.unpack_area(area.id, packed["areas"][area.id])
    answer = kept_area.answer if kept_area else NO_AREA
    focus = focus_level(framework, score)
    rows = practice_rows(unit, place, framework, area, ratings, values)
    own, said = list_own_rated(unit, place.client.id, framework.id, assessment.id)
    measured = with_own(framework, own.metrics)
    return QuestionPage(
        client_slug=place.client.slug,
        client_name=place.client.name,
        slug=assessment.slug,
        title=assessment.title,
        is_open=assessment.is_open,
        area_id=area.id,
        area_slug=area.slug,
        area_name=localise(area.name),
        question=localise(area.question) or localise(area.name),
        position=framework.area_order[area.id] + 1,
        count=len(framework.areas),
        strip=tuple(strip_cell(a, packed["areas"][a.id], a.id == area.id) for a in framework.areas),
        steps=_steps(framework, area),
        placings=halves(Fraction(framework.level_numbers[0]), framework.top),
        targets=halves(Fraction(0), framework.top),
        placing=_typed(answer.placing),
        target=_typed(answer.target),
        importance=_typed(answer.importance),
        note=answer.note,
        done=kept_area.done if kept_area else False,
        version=kept_area.version if kept_area else 0,
        saved_at=_latest_save(ratings, area.id, framework, kept_area),
        standing=standing_of(framework, score, packed["method"]),
        focus=focus,
        groups=_groups(framework, area, score, rows, focus),
        outcomes=outcome_rows(unit, assessment.id, area),
        metrics=metric_rows(unit, place, measured, measured.area_by_id[area.id], ratings),
        own=own_rows(framework, area, own.practices, said),
        before=_neighbour(framework, area, -1),
        after=_neighbour(framework, area, 1),
        claims=_claims(unit, place, area, values),
    )


def _claims(
    unit: Unit, place: Place, area: Area, values: Mapping[str, PracticeValue]
) -> tuple[ClaimRow, ...]:
    """Return what the register says is in place since an earlier assessment."""
    texts = {one.id: localise(one.text) for cell in area.cells for one in cell.practices}
    return tuple(
        ClaimRow(
            one.reference,
            f"/clients/{place.client.slug}/csip/{one.number}",
            one.practice,
            texts[one.practice],
            practice_outcome(None, values[one.practice].own),
        )
        for one in claims_of(unit, place.client.id, place.assessment.id, tuple(texts))
    )


def framework_and_area(unit: Unit, client_slug: str, slug: str, area_slug: str) -> tuple[Framework, Area]:
    """Return the framework of an assessment and one area of it."""
    framework = framework_of(unit, get_place(unit, client_slug, slug).assessment.framework_hash)
    return framework, area_of(framework, area_slug)


def focus_level(framework: Framework, score: AreaScore) -> int:
    """Return the level to ask first: the placing, else one above the level reached, else the first."""
    numbers = framework.level_numbers
    if score.placing is not None:
        return max((n for n in numbers if n <= score.placing), default=numbers[0])
    if score.level is None or not score.valued:
        return numbers[0]
    return next((n for n in numbers if n > score.level), numbers[-1])


@lru_cache
def halves(lowest: Fraction, highest: int) -> tuple[str, ...]:
    """Return the values from lowest to highest in steps of a half, as they are typed."""
    count = int((highest - lowest) / HALF) + 1
    return tuple(plain(lowest + HALF * step) for step in range(count))


def _typed(value: Fraction | None) -> str:
    return "" if value is None else plain(value)


def _latest_save(
    ratings: Mapping[str, Kept[Rating]], area_id: str, framework: Framework, area: KeptArea | None
) -> datetime | None:
    moments = [k.updated_at for i, k in ratings.items() if framework.practices[i].area == area_id]
    if area is not None:
        moments.append(area.updated_at)
    return max(moments, default=None)


def _steps(framework: Framework, area: Area) -> tuple[Step, ...]:
    return tuple(
        Step(level.number, localise(level.name), localise(area.steps.get(level.number, level.meaning)))
        for level in framework.levels
    )


def _neighbour(framework: Framework, area: Area, step: int) -> tuple[str, str] | None:
    position = framework.area_order[area.id] + step
    if not 0 <= position < len(framework.areas):
        return None
    other = framework.areas[position]
    return other.slug, localise(other.name)


def _groups(
    framework: Framework, area: Area, score: AreaScore, rows: Mapping[str, PracticeRow], focus: int
) -> tuple[LevelGroup, ...]:
    near = framework.levels_near(Fraction(focus))
    far = [number for number in framework.level_numbers if number not in near]
    cells = {cell.level: cell for cell in score.cells}
    groups = []
    for number in (*near, *far):
        level: Level = framework.level_by_number[number]
        own = tuple(rows[practice.id] for practice in area.cell(number).practices)
        if not own:
            continue
        groups.append(
            LevelGroup(
                number,
                localise(level.name),
                localise(level.meaning),
                coverage_of(cells[number]),
                own,
                number in near,
                any(row.rating not in ("NA", row.scale[-1][0]) for row in own),
            )
        )
    return tuple(groups)
