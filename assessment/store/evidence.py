"""How pieces of evidence are kept: [kind, note, link], and what else one has behind these."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from assessment.domain.answers import Evidence, EvidenceFile

PLAIN = 3


def pack_evidence(items: Iterable[Evidence]) -> list[list[Any]]:
    """Return pieces of evidence as they are stored."""
    return [_packed(item) for item in items]


def _packed(item: Evidence) -> list[Any]:
    plain = [item.kind, item.note, item.link]
    if item.day is None and item.file is None and not item.metric:
        return plain
    file = [item.file.name, item.file.hash, item.file.size] if item.file else None
    return [*plain, item.day.isoformat() if item.day else None, file, item.metric, item.period]


def unpack_evidence(stored: Iterable[list[Any]]) -> tuple[Evidence, ...]:
    """Return the pieces of evidence that were packed."""
    return tuple(Evidence(*item) if len(item) <= PLAIN else _unpacked(*item) for item in stored)


def _unpacked(
    kind: str, note: str, link: str, day: str | None, file: list[Any] | None, metric: str, period: str
) -> Evidence:
    return Evidence(
        kind,
        note,
        link,
        date.fromisoformat(day) if day else None,
        EvidenceFile(*file) if file else None,
        metric,
        period,
    )
