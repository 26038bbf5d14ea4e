"""The bin: nobody finds a deleted client, everything comes back within thirty days, and nothing after."""

from datetime import timedelta

from sqlalchemy import func, select

from assessment.services.bin import erase_old
from assessment.services.workspace import ensure_local_workspace
from assessment.store.database import Database
from assessment.store.tables import event, metadata
from assessment.web.app import LOCAL_WORKSPACE
from tests.web.conftest import NOW
from tests.web.fixtures_clients import add, rate, start
from tests.web.pages import PageClient

ON_POSTGRES = True

CORVO = "/clients/corvo-logistics"


def bring(client: PageClient, database: Database) -> str:
    """Put a client with an assessment into the bin and return its id."""
    made = add(database)
    rate(database, start(database, made.slug), {"L1-A3-P1": "F"})
    assert "30 days" in client.get(f"{CORVO}/delete").text
    client.post(f"{CORVO}/delete")
    return made.id


def rows_of_clients(database: Database, client_id: str) -> dict[str, int]:
    """How many rows still name the client, by table."""
    with database.engine.connect() as connection:
        return {
            table.name: count
            for table in metadata.sorted_tables
            if "client_id" in table.c
            and (
                count := connection.execute(
                    select(func.count()).select_from(table).where(table.c.client_id == client_id)
                ).scalar_one()
            )
        }


def test_a_deleted_client_is_found_nowhere_and_comes_back_whole(
    client: PageClient, database: Database
) -> None:
    client_id = bring(client, database)
    before = rows_of_clients(database, client_id)
    client.get(CORVO, status=404)
    client.get(f"{CORVO}/assessments/november-2026/results", status=404)
    assert "Corvo" not in client.get("/clients").text
    assert "Corvo Logistics" in client.get("/bin").text
    told = client.get("/history")
    assert "Corvo Logistics" in told.text
    assert not told.root.find_all("a", href=CORVO)
    client.post(f"/bin/{client_id}/restore")
    client.get(f"{CORVO}/assessments/november-2026/results")
    after = rows_of_clients(database, client_id)
    assert {**after, "event": 0} == {**before, "event": 0}
    assert "The bin is empty" in client.get("/bin").text


def test_the_notice_takes_a_deletion_back(client: PageClient, database: Database) -> None:
    add(database)
    page = client.post(f"{CORVO}/delete")
    undo = next(form for form in page.root.find_all("form") if "/bin/" in form.attrs.get("action", ""))
    client.post(undo.attrs["action"])
    client.get(CORVO)


def test_what_is_erased_leaves_its_history_and_nothing_else(client: PageClient, database: Database) -> None:
    client_id = bring(client, database)
    client.post(f"/bin/{client_id}/erase")
    assert list(rows_of_clients(database, client_id)) == ["event"]
    assert "Corvo Logistics deleted for good" in client.get("/history").text
    client.post(f"/bin/{client_id}/restore", status=404)


def test_after_thirty_days_it_is_gone_at_the_next_start_or_look(
    client: PageClient, database: Database
) -> None:
    client_id = bring(client, database)
    with database.write(LOCAL_WORKSPACE, "tests", NOW + timedelta(days=30, seconds=-1)) as unit:
        assert erase_old(unit) == 0
    ensure_local_workspace(database, NOW + timedelta(days=30))
    assert list(rows_of_clients(database, client_id)) == ["event"]
    with database.engine.connect() as connection:
        kinds = connection.execute(
            select(event.c.kind).where(event.c.client_id == client_id).order_by(event.c.id)
        ).scalars()
        assert list(kinds)[-2:] == ["client deleted", "client erased"]


def test_another_client_of_the_same_name_gets_another_address(client: PageClient, database: Database) -> None:
    client_id = bring(client, database)
    assert add(database).slug == "corvo-logistics-2"
    client.post(f"/bin/{client_id}/restore")
    client.get(CORVO)
    client.get(f"{CORVO}-2")


def test_a_client_that_is_not_in_the_bin_is_not_erased(client: PageClient, database: Database) -> None:
    made = add(database)
    client.post(f"/bin/{made.id}/erase", status=404)
    client.get(CORVO)
