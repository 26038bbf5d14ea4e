"""Two editions of one framework: which practices kept their meaning, so that only those are compared."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from assessment.domain.answers import AnswerSet
from assessment.domain.framework import Cell, Framework, Practice, localise

T = TypeVar("T")

MISSING = "is not in every edition"
MOVED_AREA = "belongs to another area"
MOVED_LEVEL = "stands at another level"
WEIGHED = "counts with another weight"
RATED_OTHERWISE = "is rated on another scale"
REWORDED = "asks for something else in other words"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A practice that is not compared, and why; the area and the text are those of the edition it is in."""

    practice: str
    area: str
    text: str
    why: str


@dataclass(frozen=True, slots=True)
class Shared:
    """The practices that mean the same in several editions, by id, and those that are left out."""

    kept: frozenset[str]
    left_out: tuple[LeftOut, ...]

    @property
    def is_all(self) -> bool:
        """Return whether the editions differ in nothing that is compared."""
        return not self.left_out


def shared_practices(editions: Sequence[Framework]) -> Shared:
    """Return what is shared by editions of one framework; the first gives the order and the language.

    A practice kept its meaning when its area, level, weight, scale and words are the same; capitals, spaces
    and marks of punctuation make no difference.
    """
    first = editions[0]
    kept: set[str] = set()
    left_out: list[LeftOut] = []
    known = {practice.id: practice for one in reversed(editions) for practice in one.practices.values()}
    for practice_id in sorted(known, key=lambda i: (first.practice_order.get(i, len(known)), i)):
        practice = known[practice_id]
        why = _difference(practice_id, editions)
        if why:
            left_out.append(LeftOut(practice_id, practice.area, localise(practice.text), why))
        else:
            kept.add(practice_id)
    return Shared(frozenset(kept), tuple(left_out))


def _difference(practice_id: str, editions: Sequence[Framework]) -> str:
    found = [one.practices.get(practice_id) for one in editions]
    present = [practice for practice in found if practice is not None]
    if len(present) < len(editions):
        return MISSING
    if not _alike([practice.area for practice in present]):
        return MOVED_AREA
    if not _alike([practice.level for practice in present]):
        return MOVED_LEVEL
    if not _alike([practice.weight for practice in present]):
        return WEIGHED
    scales = [edition.values_of[practice_id] for edition in editions]
    if any(scale != scales[0] for scale in scales):
        return RATED_OTHERWISE
    return "" if _alike([_words(practice) for practice in present]) else REWORDED


def _alike(values: Sequence[T]) -> bool:
    return all(value == values[0] for value in values)


def _words(practice: Practice) -> str:
    letters = (c if c.isalnum() else " " for c in localise(practice.text).casefold())
    return " ".join("".join(letters).split())


def only(framework: Framework, kept: Collection[str]) -> Framework:
    """Return an edition with only some of its practices; a level without any of them counts as achieved."""
    return replace(
        framework,
        areas=tuple(
            replace(area, cells=tuple(_only_cell(cell, kept) for cell in area.cells))
            for area in framework.areas
        ),
    )


def _only_cell(cell: Cell, kept: Collection[str]) -> Cell:
    practices = tuple(
        replace(
            practice,
            implied_by=tuple(one for one in practice.implied_by if one in kept),
            needs=tuple(one for one in practice.needs if one in kept),
        )
        for practice in cell.practices
        if practice.id in kept
    )
    return replace(cell, practices=practices)


def within(answers: AnswerSet, kept: Collection[str]) -> AnswerSet:
    """Return answers with the ratings of some practices only."""
    return replace(answers, ratings={one: rating for one, rating in answers.ratings.items() if one in kept})
