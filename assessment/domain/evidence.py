"""Evidence in words, and which ratings still wait for it."""

from collections.abc import Mapping
from dataclasses import dataclass

from assessment.domain.answers import Evidence, Options, Rating
from assessment.domain.framework import Framework, Practice
from assessment.domain.values import band, group_value, is_capped

STATED = "stated"
WEAK = frozenset({"none", STATED})
TO_COLLECT = ("F", "L")
"""The ratings that somebody should be able to show, the highest first."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A practice rated high whose evidence is missing, or is only what somebody said.

    `letter` is F or L. `is_stated` says that somebody's word is noted, `capped` that the practice counts
    for less until evidence is there.
    """

    practice: Practice
    letter: str
    is_stated: bool
    capped: bool


def to_collect(framework: Framework, ratings: Mapping[str, Rating], options: Options) -> tuple[Wanted, ...]:
    """Return what still has to be shown: the highest rating first, then the highest level."""
    found = [
        Wanted(
            practice,
            letter,
            ratings[practice.id].has_evidence,
            is_capped(framework, practice, ratings[practice.id], options),
        )
        for practice, letter in rated_high(framework, ratings, options)
        if not is_shown(ratings[practice.id])
    ]
    return tuple(sorted(found, key=lambda one: (TO_COLLECT.index(one.letter), -one.practice.level)))


def rated_high(
    framework: Framework, ratings: Mapping[str, Rating], options: Options
) -> list[tuple[Practice, str]]:
    """Return the practices that are rated largely or fully in place, each with its letter."""
    found = []
    for practice in framework.practices.values():
        rating = ratings.get(practice.id)
        if rating is None:
            continue
        value = group_value(rating, framework.values_of[practice.id], options.balance_by_role).value
        letter = band(value) if value is not None else ""
        if letter in TO_COLLECT:
            found.append((practice, letter))
    return found


def is_shown(rating: Rating) -> bool:
    """Return whether more than somebody's word is noted: a document, an observation, a measurement."""
    return any(item.kind not in WEAK for item in rating.evidence)


def evidence_in_words(item: Evidence) -> str:
    """Return one piece of evidence as reports show it: kind, what it shows, link or file, day."""
    said = item.note or (item.file.name if item.file else "")
    words = f"{item.kind}: {said}" if said else item.kind
    file = item.file.name if item.file and item.note else ""
    day = item.day.isoformat() if item.day else ""
    behind = ", ".join(part for part in (item.link, file, day) if part)
    return f"{words} ({behind})" if behind else words


def label_of(item: Evidence) -> str:
    """Return how one piece of evidence is called in a sentence."""
    return item.note or (item.file.name if item.file else "") or item.link or item.kind
