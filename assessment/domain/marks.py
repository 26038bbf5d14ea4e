"""Where each practice of a client stands, one letter a practice, so that many clients are counted quickly."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assessment.domain.framework import Framework, Practice
from assessment.domain.methods import HALF
from assessment.domain.scoring import AreaScore
from assessment.domain.values import NA, PracticeValue

IN_PLACE, PARTLY, MISSING, UNKNOWN, NOT_APPLICABLE = "y", "p", "m", "?", "-"
NEXT_PARTLY, NEXT_MISSING = "P", "M"
"""Capitals stand for next steps: practices that the level reached, or the one after it, still lacks."""

NEXT = frozenset({NEXT_PARTLY, NEXT_MISSING})


@dataclass(frozen=True, slots=True)
class Tally:
    """How many clients have a practice in place, and at how many it is a next step that is lacking.

    `known` counts the clients of which it is known where the practice stands.
    """

    practice: str
    known: int
    in_place: int
    next_partly: int
    next_missing: int

    @property
    def lacking(self) -> int:
        """Return at how many clients the practice is a next step that is not fully in place."""
        return self.next_partly + self.next_missing


def mark_of(framework: Framework, practice: Practice, value: PracticeValue, level: int | None) -> str:
    """Return the letter of one value; `level` is what the area has reached.

    A practice is in place above the mark from which a level counts as achieved, and missing up to one half.
    """
    if value.state == NA:
        return NOT_APPLICABLE
    if not value.has_value:
        return UNKNOWN
    if value.low > framework.scoring.achieved_above:
        return IN_PLACE
    letter = PARTLY if value.low > HALF else MISSING
    return letter.upper() if practice.level <= (level or 0) + 1 else letter


def marks_of(
    framework: Framework, values: Mapping[str, PracticeValue], areas: Mapping[str, AreaScore]
) -> str:
    """Return the letter of every practice, in the order of the framework."""
    return "".join(
        [
            mark_of(framework, one, values[one.id], areas[one.area].level)
            for one in framework.practices.values()
        ]
    )


def remarked(
    framework: Framework, marks: str, values: Mapping[str, PracticeValue], areas: Mapping[str, AreaScore]
) -> str:
    """Return `marks` with the letters of some areas made anew from their values and scores."""
    letters = list(marks)
    at = framework.practice_order
    for area_id, area in areas.items():
        for practice in framework.practices_of[area_id]:
            letters[at[practice.id]] = mark_of(framework, practice, values[practice.id], area.level)
    return "".join(letters)


def tallies(framework: Framework, marks: Sequence[str]) -> tuple[Tally, ...]:
    """Count many clients practice by practice; marks of another length belong to no such edition."""
    width = len(framework.practices)
    letters = "".join([one for one in marks if len(one) == width]).encode("ascii")
    found = []
    for at, practice in enumerate(framework.practices):
        column = letters[at::width]
        in_place, partly, missing = column.count(b"y"), column.count(b"P"), column.count(b"M")
        known = in_place + partly + missing + column.count(b"p") + column.count(b"m")
        found.append(Tally(practice, known, in_place, partly, missing))
    return tuple(found)


def weakest(found: Sequence[Tally], most: int) -> tuple[Tally, ...]:
    """Return the practices that are a lacking next step at the most clients.

    Of two at as many clients the one that is wholly missing more often comes first, then the order given.
    """
    counted = [one for one in found if one.lacking]
    counted.sort(key=lambda one: (-one.lacking, -one.next_missing))
    return tuple(counted[:most])
