"""Keep what ratings say of files and the files themselves together."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from assessment.domain.answers import Evidence, EvidenceFile, Rating
from assessment.errors import InvalidInput
from assessment.store.database import Unit
from assessment.store.queries import evidence_files as queries


def keep_named_files(unit: Unit, client_id: str, old: Sequence[Evidence], new: Sequence[Evidence]) -> None:
    """Let go of files that evidence does not name any more; InvalidInput for a new one that is not here."""
    before, now = _files(old), _files(new)
    added = {hash: file for hash, file in now.items() if hash not in before}
    missing = added.keys() - queries.known_files(unit, client_id, added)
    if missing:
        name = added[min(missing)].name
        raise InvalidInput("evidence", f"The file “{name}” is not here any more. Attach it again.")
    if gone := before.keys() - now.keys():
        queries.let_go(unit, client_id, gone)


def _files(items: Sequence[Evidence]) -> dict[str, EvidenceFile]:
    return {item.file.hash: item.file for item in items if item.file is not None}


def without_missing_files(unit: Unit, client_id: str, ratings: Mapping[str, Rating]) -> dict[str, Rating]:
    """Return ratings whose evidence names only files that the client has; others stay as a note."""
    named = {hash for rating in ratings.values() for hash in _files(rating.evidence)}
    missing = named - queries.known_files(unit, client_id, named)
    if not missing:
        return dict(ratings)
    return {
        practice: replace(
            rating,
            evidence=tuple(
                replace(item, file=None, note=item.note or item.file.name)
                if item.file is not None and item.file.hash in missing
                else item
                for item in rating.evidence
            ),
        )
        for practice, rating in ratings.items()
    }
