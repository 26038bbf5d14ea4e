"""Backups of a whole database while it is in use, restored into an empty one; copies to another engine."""

from contextlib import suppress
from datetime import datetime
from pathlib import Path

from assessment.config import OWNER_ONLY
from assessment.errors import AppError
from assessment.store.archive import copy_rows, read_archive, write_archive
from assessment.store.database import Database
from assessment.store.migrate import is_empty

ENDING = ".backup.gz"
PART = ".part"


def back_up(database: Database, place: Path, now: datetime, keep: int = 0) -> tuple[Path, int]:
    """Write a backup and return its file and how many rows are in it.

    A folder gets a new file with the time in its name; with `keep` only so many of the newest stay there.
    A file that cannot be written whole never takes the place of an older one.
    """
    folder = place.is_dir() or keep > 0
    path = place / f"gradino-{now:%Y%m%d-%H%M%S}{ENDING}" if folder else place
    part = path.with_name(path.name + PART)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.touch(mode=OWNER_ONLY, exist_ok=True)
        counts = write_archive(database, part, now)
        part.replace(path)
    except OSError as error:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        reason = error.strerror or "it cannot be written"
        raise AppError(f"No backup was made: {path} cannot be used ({reason}).") from error
    if keep:
        for old in sorted(place.glob(f"gradino-*{ENDING}"))[:-keep]:
            old.unlink(missing_ok=True)
    return path, sum(counts.values())


def restore(database: Database, path: Path, now: datetime) -> int:
    """Put a backup into an empty database and return how many rows it has."""
    if not path.is_file():
        raise AppError(f"There is no file {path}.")
    return sum(read_archive(database, path, now).values())


def copy(source: Database, target: Database, now: datetime) -> dict[str, tuple[int, str]]:
    """Copy everything into an empty database and return rows and hash of each table, checked on both.

    Raises AppError when there is nothing to copy, or when what is there to copy to is not empty.
    """
    if not source.exists or is_empty(source):
        raise AppError("There is nothing to copy from: the database to copy is not there, or it is empty.")
    return copy_rows(source, target, now)
