"""What may be changed about a rating, checked in one place whichever way the change came in."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from assessment.domain.answers import (
    DONT_KNOW,
    EVIDENCE_KINDS,
    NOT_APPLICABLE,
    Evidence,
    EvidenceFile,
    Rating,
)
from assessment.domain.evidence_files import HASH, kind_of, tidy_name
from assessment.domain.framework import Framework, Practice, localise
from assessment.errors import InvalidInput
from assessment.services.texts import checked_text, sensible_day

LONGEST_NOTE = 10_000
LONGEST_LINE = 1_000
MOST_EVIDENCE = 20
SHOWN_IN_CONFLICT = 200
UNREADABLE_DAY = date.min
"""Stands for a day that was typed and that nobody can read."""


@dataclass(frozen=True, slots=True)
class RatingChange:
    """What somebody changed about a practice. None leaves a field as it is; answer "" takes the rating back.

    `seen` is the version the person looked at, 0 for a practice that had no rating yet.
    """

    seen: int
    answer: str | None = None
    reason: str | None = None
    note: str | None = None
    evidence: tuple[Evidence, ...] | None = None


def answers_allowed(framework: Framework, practice: Practice) -> tuple[str, ...]:
    """Return the answer ids that a practice takes, its scale first, then DK and NA."""
    return (*(step.id for step in framework.scale_of(practice)), DONT_KNOW, NOT_APPLICABLE)


def changed_rating(framework: Framework, practice: Practice, old: Rating, change: RatingChange) -> Rating:
    """Return the rating after a change; InvalidInput names the field that cannot be taken."""
    changed: dict[str, Any] = {}
    if change.answer is not None and (change.answer or None) != old.consensus:
        answer = change.answer or None
        if answer is not None and answer not in answers_allowed(framework, practice):
            raise InvalidInput("rating", "Choose one of the answers shown.")
        changed = {"consensus": answer, "agreed": False, "bulk": False}
    if change.reason is not None:
        changed["reason"] = checked_text("reason", change.reason, LONGEST_LINE)
    if change.note is not None:
        changed["note"] = checked_text("note", change.note, LONGEST_NOTE)
    if change.evidence is not None:
        changed["evidence"] = checked_evidence(change.evidence)
    new = replace(old, **changed)
    if new.consensus == NOT_APPLICABLE and not new.reason:
        raise InvalidInput("reason", "Say why this practice does not apply here.")
    return new


def checked_evidence(items: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """Return the pieces of evidence without empty ones; InvalidInput for what cannot be taken."""
    if len(items) > MOST_EVIDENCE:
        raise InvalidInput("evidence", f"At most {MOST_EVIDENCE} pieces of evidence fit one practice.")
    checked = []
    for item in items:
        if item.kind not in EVIDENCE_KINDS:
            raise InvalidInput("evidence", "Choose what kind of evidence this is.")
        link = checked_text("evidence", item.link, LONGEST_LINE)
        if link and not link.startswith(("https://", "http://")):
            raise InvalidInput("evidence", "A link starts with https:// or http://.")
        note = checked_text("evidence", item.note, LONGEST_LINE)
        new = replace(item, note=note, link=link, day=_checked_day(item.day), file=_checked_file(item.file))
        if new.says_something or item.kind != "none":
            checked.append(new)
    return tuple(checked)


def _checked_day(day: date | None) -> date | None:
    if day == UNREADABLE_DAY:
        raise InvalidInput("evidence", "Write the day as year, month and day, for example 2026-11-22.")
    return sensible_day("evidence", day)


def _checked_file(file: EvidenceFile | None) -> EvidenceFile | None:
    if file is None:
        return None
    if not HASH.match(file.hash) or file.size < 0 or kind_of(file.name) is None:
        raise InvalidInput("evidence", "This file is not known. Attach it again.")
    return replace(file, name=tidy_name(file.name))


def answer_in_words(framework: Framework, practice: Practice, answer: str | None) -> str:
    """Return how a rating is called on the page."""
    if answer == DONT_KNOW:
        return "Don't know"
    if answer == NOT_APPLICABLE:
        return "Does not apply"
    for step in framework.scale_of(practice):
        if step.id == answer:
            return localise(step.name) or step.id
    return "Not rated"


def both_in_words(framework: Framework, practice: Practice, new: Rating, old: Rating) -> tuple[str, str]:
    """Return two ratings in words that show where they differ: the answer, then what was written."""
    parts: list[tuple[str, str]] = [
        (
            answer_in_words(framework, practice, new.consensus),
            answer_in_words(framework, practice, old.consensus),
        )
    ]
    for name, mine, theirs in (("reason", new.reason, old.reason), ("note", new.note, old.note)):
        if mine != theirs:
            parts.append((f"{name}: {_shortened(mine)}", f"{name}: {_shortened(theirs)}"))
    if new.evidence != old.evidence:
        parts.append((f"{len(new.evidence)} pieces of evidence", f"{len(old.evidence)} pieces of evidence"))
    return "\n".join(mine for mine, _ in parts), "\n".join(theirs for _, theirs in parts)


def _shortened(text: str) -> str:
    if not text:
        return "nothing"
    return text if len(text) <= SHOWN_IN_CONFLICT else text[:SHOWN_IN_CONFLICT] + "…"


def for_history(rating: Rating) -> dict[str, object]:
    """Return a rating as its history keeps it: what was said, and how much evidence there was."""
    said: dict[str, object] = {"answer": rating.consensus}
    if rating.note:
        said["note"] = rating.note
    if rating.reason:
        said["reason"] = rating.reason
    if rating.evidence:
        said["evidence"] = len(rating.evidence)
    return said
