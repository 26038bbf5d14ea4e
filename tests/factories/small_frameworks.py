"""The framework that comes with the program, and small ones made to measure, with answers to them."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cache

from assessment.domain.answers import AnswerSet, AreaAnswer, Rating
from assessment.domain.framework import Area, Cell, Framework, Level, Practice, ScaleStep, Scoring
from assessment.files.framework_file import framework_by_id

SCALE = tuple(
    ScaleStep(letter, Fraction(points, 3), {"en": name})
    for points, (letter, name) in enumerate(
        [("N", "Not in place"), ("P", "Partly"), ("L", "Largely"), ("F", "Fully")]
    )
)
MOST_EFFORT = 5


@cache
def pom() -> Framework:
    """The framework that comes with the program."""
    return framework_by_id("pom")


def small_framework(
    counts: Sequence[Sequence[int]],
    *,
    implied_by: Mapping[str, tuple[str, ...]] | None = None,
    needs: Mapping[str, tuple[str, ...]] | None = None,
    weights: Mapping[str, Fraction] | None = None,
) -> Framework:
    """A framework with `counts[area][level]` practices; ids read L1-A1-P1 and so on."""

    def practice(key: str, area: str, level: int) -> Practice:
        return Practice(
            key,
            area,
            level,
            {"en": f"Practice {key}"},
            effort=min(level, MOST_EFFORT),
            weight=(weights or {}).get(key, Fraction(1)),
            implied_by=(implied_by or {}).get(key, ()),
            needs=(needs or {}).get(key, ()),
        )

    def cell(area: str, level: int, count: int) -> Cell:
        keys = [f"L{level}-{area}-P{number}" for number in range(1, count + 1)]
        return Cell(level, tuple(practice(key, area, level) for key in keys))

    areas = []
    for number, row in enumerate(counts, start=1):
        area = f"A{number}"
        cells = tuple(cell(area, level, count) for level, count in enumerate(row, start=1))
        areas.append(Area(area, f"area-{number}", {"en": f"Area {number}"}, cells))
    levels = tuple(Level(number, {"en": f"Level {number}"}) for number in range(1, len(counts[0]) + 1))
    return Framework(
        "small",
        "1.0",
        ("en",),
        {"en": "Small"},
        {"en": "Made for tests"},
        levels,
        SCALE,
        Scoring(),
        tuple(areas),
    )


def rated(
    framework: Framework, by_level: Mapping[int, str], default: str | None = None, target: int | None = None
) -> AnswerSet:
    """Answers with one consensus per level; `default` for the other levels, else they stay unknown."""
    given = {p.id: by_level.get(p.level, default) for p in framework.practices.values()}
    ratings = {key: Rating(consensus=answer) for key, answer in given.items() if answer is not None}
    areas = {} if target is None else {a.id: AreaAnswer(target=Fraction(target)) for a in framework.areas}
    return AnswerSet(ratings, areas)
