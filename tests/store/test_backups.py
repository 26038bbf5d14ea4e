"""A backup holds everything, comes back on either engine, and shows when it is damaged."""

import gzip
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from assessment.errors import AppError
from assessment.services.backups import back_up, copy, restore
from assessment.services.clients import add_client
from assessment.store.archive import DamagedBackup, fingerprint, tables_of
from assessment.store.database import Database
from assessment.store.migrate import is_empty, upgrade
from assessment.store.queries.workspaces import ensure_workspace
from assessment.store.tables import client
from tests.factories.planned import planned_client
from tests.store.conftest import NOW, WORKSPACE


@pytest.fixture
def filled(database: Database) -> Database:
    """A database with a client, its assessment and its plan, on either engine."""
    with database.write(WORKSPACE, "tests", NOW) as unit:
        planned_client(unit)
    return database


@pytest.fixture
def target(empty_url: str) -> Iterator[Database]:
    """An empty database, on either engine."""
    opened = Database(empty_url.replace("gradino.sqlite", "target.sqlite"))
    yield opened
    opened.close()


def fingerprints(database: Database) -> dict[str, tuple[int, str]]:
    with database.engine.connect() as connection:
        return {
            table.name: fingerprint(connection, table) for table in tables_of(connection, database.schema)
        }


def test_a_backup_comes_back_as_it_was_on_either_engine(
    filled: Database, target: Database, tmp_path: Path
) -> None:
    path, rows = back_up(filled, tmp_path / "one.backup.gz", NOW)
    assert rows > 20
    assert path.stat().st_mode & 0o077 == 0
    assert restore(target, path, NOW) == rows
    assert fingerprints(target) == fingerprints(filled)


def test_a_copy_is_compared_table_by_table(filled: Database, target: Database) -> None:
    copied = copy(filled, target, NOW)
    assert copied == fingerprints(filled) == fingerprints(target)
    assert copied["rating"][0] > 5


def test_the_one_thing_that_differs_is_seen(filled: Database, target: Database) -> None:
    copy(filled, target, NOW)
    with target.engine.begin() as connection:
        connection.execute(client.update().values(note="changed"))
    before = fingerprints(filled)
    changed = [name for name, found in fingerprints(target).items() if found != before[name]]
    assert changed == ["client"]


def test_a_place_that_holds_something_is_left_alone(
    filled: Database, target: Database, tmp_path: Path
) -> None:
    path, _ = back_up(filled, tmp_path / "one.backup.gz", NOW)
    upgrade(target, NOW)
    for act in (lambda: restore(target, path, NOW), lambda: copy(filled, target, NOW)):
        with pytest.raises(AppError, match="not empty"):
            act()


@pytest.mark.parametrize("fault", ["cut", "changed", "other", "missing"])
def test_a_damaged_backup_restores_nothing(
    database: Database, target: Database, tmp_path: Path, fault: str
) -> None:
    with database.write(WORKSPACE, "tests", NOW) as unit:
        add_client(unit, name="Corvo")
    path, _ = back_up(database, tmp_path / "one.backup.gz", NOW)
    text = gzip.decompress(path.read_bytes())
    if fault == "cut":
        path.write_bytes(path.read_bytes()[:-20])
    elif fault == "changed":
        path.write_bytes(gzip.compress(text.replace(b"Corvo", b"Corva")))
    elif fault == "other":
        path.write_text("not a backup")
    else:
        path.write_bytes(gzip.compress(b"\n".join(text.splitlines()[:-1])))
    with pytest.raises(DamagedBackup):
        restore(target, path, NOW)
    assert is_empty(target)


def test_a_backup_of_an_older_schema_is_brought_up_to_date(
    database: Database, target: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from assessment.store import archive, migrate

    path, _ = back_up(database, tmp_path / "one.backup.gz", NOW)
    lines = gzip.decompress(path.read_bytes()).splitlines(keepends=True)
    assert b'"schema":"' in lines[0]
    with pytest.raises(AppError, match="does not know"):
        archive.make_tables(target, "9999")
    assert migrate.current_revision(target) is None


def test_what_is_written_while_a_backup_runs_is_in_or_out_as_a_whole(
    filled: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from assessment.store import archive

    plain, added = archive.rows_of, []

    def and_meanwhile(connection, table):  # type: ignore[no-untyped-def]
        if table.name == "client" and not added:
            with filled.write(WORKSPACE, "tests", NOW) as unit:
                added.append(add_client(unit, name="Meanwhile").name)
        return plain(connection, table)

    monkeypatch.setattr(archive, "rows_of", and_meanwhile)
    path, _ = back_up(filled, tmp_path / "one.backup.gz", NOW)
    assert added == ["Meanwhile"]
    assert b"Meanwhile" not in gzip.decompress(path.read_bytes())
    with filled.read(WORKSPACE, "tests", NOW) as unit:
        assert unit.connection.execute(select(func.count()).where(client.c.name == "Meanwhile")).scalar() == 1


def test_only_the_newest_backups_are_kept(database: Database, tmp_path: Path) -> None:
    folder = tmp_path / "nightly"
    for day in range(5):
        back_up(database, folder, NOW + timedelta(days=day), keep=3)
    (folder / "notes.txt").write_text("stays")
    names = sorted(path.name for path in folder.iterdir())
    assert names == [f"gradino-2026112{day}-090000.backup.gz" for day in (5, 6, 7)] + ["notes.txt"]


def test_a_folder_that_cannot_be_written_is_told(database: Database, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(AppError, match="No backup was made"):
        back_up(database, tmp_path / "file" / "below", NOW)


def test_another_workspace_is_in_the_backup_too(database: Database, target: Database, tmp_path: Path) -> None:
    with database.write("other", "tests", NOW) as unit:
        ensure_workspace(unit, "Other")
        add_client(unit, name="Theirs")
    path, _ = back_up(database, tmp_path / "one.backup.gz", NOW)
    restore(target, path, NOW)
    with target.read("other", "tests", NOW) as unit:
        assert unit.connection.execute(select(client.c.name)).scalars().all() == ["Theirs"]


def test_a_source_that_is_not_there_is_told_and_not_made(target: Database, tmp_path: Path) -> None:
    nowhere = Database(f"sqlite:///{tmp_path / 'nowhere.sqlite'}")
    with pytest.raises(AppError, match="nothing to copy from"):
        copy(nowhere, target, NOW)
    nowhere.close()
    assert not (tmp_path / "nowhere.sqlite").exists()
    assert is_empty(target)
