"""Migrations go up and down on both engines, leave no drift, keep data, and refuse a newer database."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import MetaData, Table, column, delete, func, inspect, select, table, text

from assessment.services import csip
from assessment.services.csip_names import supplier_named
from assessment.services.demo import load_samples
from assessment.store.database import Database
from assessment.store.migrate import (
    NewerDatabase,
    alembic_config,
    current_revision,
    is_empty,
    known_revisions,
    newest_revision,
    upgrade,
)
from assessment.store.queries import clients
from assessment.store.queries.catalogue import list_parties
from assessment.store.queries.csip import get_item
from assessment.store.queries.csip_parts import list_decisions
from assessment.store.queries.workspaces import ensure_workspace
from assessment.store.tables import actions, catalogue, goals, metadata, remarks, reviews, slas

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def test_an_empty_database_gets_every_table(empty_url: str) -> None:
    database = Database(empty_url)
    assert is_empty(database)
    assert upgrade(database, NOW) is None
    assert set(inspect(database.engine).get_table_names()) == {*metadata.tables, "alembic_version"}
    database.close()


@pytest.fixture
def fresh(empty_url: str) -> Iterator[Database]:
    """A migrated database of this test alone, so that it may spoil it."""
    database = Database(empty_url)
    upgrade(database, NOW)
    yield database
    database.close()


def test_the_tables_are_what_the_code_says(fresh: Database) -> None:
    command.check(alembic_config(fresh))


def test_a_file_is_named_after_its_revision(fresh: Database) -> None:
    script = ScriptDirectory.from_config(alembic_config(fresh))
    found = [one.revision for one in script.walk_revisions()]
    assert tuple(reversed(found)) == known_revisions()
    assert script.get_current_head() == newest_revision() == current_revision(fresh)


def test_down_and_up_again(fresh: Database) -> None:
    database = fresh
    config = alembic_config(database)
    command.downgrade(config, "base")
    assert set(inspect(database.engine).get_table_names()) == {"alembic_version"}
    command.upgrade(config, "head")
    assert "rating" in inspect(database.engine).get_table_names()


def test_no_row_is_lost_on_the_way_down_and_up(fresh: Database) -> None:
    with fresh.write("local", "tester", NOW) as unit:
        ensure_workspace(unit, "Local")
        load_samples(unit)
    before = counts(fresh)
    assert all(before[name] for name in ("client", "assessment", "rating", "event", "vote", "csip_item"))
    config = alembic_config(fresh)
    command.downgrade(config, "0006")
    kept = counts(fresh)
    assert {name: before[name] for name in kept} == kept
    command.downgrade(config, "0005")
    kept = counts(fresh)
    assert {name: before[name] for name in kept} == kept
    command.upgrade(config, "head")
    # The older shape has no place for tags, targets of metrics, and what came with the registers.
    registers = (catalogue, goals, slas, actions, remarks, reviews)
    gone = {table.name for module in registers for table in vars(module).values() if isinstance(table, Table)}
    gone |= {"client_tag", "metric_target", "csip_actual", "calendar"}
    after = counts(fresh)
    # The names that items of the CSIP register carried are services and suppliers again.
    made = {name: after[name] for name in ("service", "party")}
    assert all(0 < made[name] <= before[name] for name in made)
    assert after == before | dict.fromkeys(gone, 0) | made


def counts(database: Database) -> dict[str, int]:
    """How many rows each table has."""
    names = [name for name in inspect(database.engine).get_table_names() if name != "alembic_version"]
    with database.engine.connect() as connection:
        return {
            name: connection.execute(select(func.count()).select_from(table(name))).scalar_one()
            for name in names
        }


def test_a_newer_database_is_refused_and_left_alone(fresh: Database) -> None:
    database = fresh
    with database.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(NewerDatabase, match="newer edition"):
        upgrade(database, NOW)
    assert current_revision(database) == "9999"


def test_a_backup_is_taken_before_a_migration(tmp_path: Path) -> None:
    path = tmp_path / "gradino.sqlite"
    database = Database(f"sqlite:///{path}")
    upgrade(database, NOW)
    with database.write("local", "tester", NOW) as unit:
        unit.connection.execute(
            text("INSERT INTO workspace (id, slug, name, created_at) VALUES ('local', 'local', 'L', '2026')")
        )
        clients.add_client(unit, slug="corvo", name="Corvo", sector="", language="en")
    with database.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0000'"))
    # A revision that is known but not the newest is stood in for by an older stamp.
    with pytest.raises(NewerDatabase):
        upgrade(database, NOW)
    from assessment.store.migrate import copy_sqlite

    copy_sqlite(path, tmp_path / "copy.sqlite")
    copy = Database(f"sqlite:///{tmp_path / 'copy.sqlite'}")
    with copy.read("local", "tester", NOW) as unit:
        assert clients.get_client(unit, "corvo").name == "Corvo"
    copy.close()
    database.close()


def test_sqlite_is_set_up_for_real_use(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'gradino.sqlite'}")
    with database.engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar_one() == "wal"
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar_one() == 1
        assert connection.exec_driver_sql("PRAGMA busy_timeout").scalar_one() == 5000
    database.close()


def test_texts_become_services_and_suppliers_and_decisions_become_rows(fresh: Database) -> None:
    with fresh.write("local", "tester", NOW) as unit:
        ensure_workspace(unit, "Local")
        for slug in ("corvo", "lumen"):
            clients.add_client(unit, slug=slug, name=slug.title(), sector="", language="en")
        for slug in ("corvo", "corvo", "lumen"):
            party = supplier_named(unit, clients.get_client(unit, slug).id, "Network supplier")
            csip.add_item(unit, slug, csip.ItemDraft("Keep router settings", party_id=party))
        go_on, remove = csip.Decision("progress"), csip.Decision("remove", "The service ends")
        for seen, decision in enumerate((go_on, go_on, remove), 1):
            csip.decide_item(unit, "corvo", 1, decision, seen, deciders=["Head of IT"])
        csip.undo_decision(unit, "corvo", 1)
        csip.decide_item(unit, "corvo", 1, go_on, 5)
        corvo = clients.get_client(unit, "corvo").id
        items = [get_item(unit, corvo, number) for number in (1, 2)]
        before = list_decisions(unit, corvo)
    config = alembic_config(fresh)
    command.downgrade(config, "0020")
    with fresh.engine.connect() as connection:
        item = table("csip_item", column("party"))
        assert set(connection.execute(select(item.c.party)).scalars()) == {"Network supplier"}
    with fresh.engine.begin() as connection:
        connection.execute(delete(Table("party", MetaData())))
    command.upgrade(config, "head")
    with fresh.read("local", "tester", NOW) as unit:
        after = list_decisions(unit, corvo)
        made = list_parties(unit, corvo)
        assert [(one.name, one.number, one.role) for one in made] == [("Network supplier", 1, "supplier")]
        again = [get_item(unit, corvo, number) for number in (1, 2)]
    assert [one.party_id for one in again] == [made[0].id] * 2
    for old, new in zip(items, again, strict=True):
        assert replace(new, party_id=old.party_id) == old
    same = [replace(one, id="") for one in before]
    assert [replace(one, id="") for one in after] == same
    assert [(one.decision, bool(one.undone_at)) for one in after] == [
        ("progress", False), ("progress", False), ("remove", True), ("reopen", False), ("progress", False),
    ]  # fmt: skip
