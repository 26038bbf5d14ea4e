"""One client as a signed file: all of it and nothing of any other, checked before it comes in anywhere."""

import io
import json
import shutil
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from assessment.config import Settings
from assessment.domain.evidence_files import checked_file
from assessment.errors import AppError, Conflict, NotFound
from assessment.files import client_file
from assessment.files.client_file import ClientFile, UnreadableClientFile, read_client_file, write_client_file
from assessment.services import client_files, signatures
from assessment.services.assessments import reopen_assessment
from assessment.services.bin import delete_client
from assessment.services.claims import claims_page, explain_claim
from assessment.services.client_files import import_client, look_into, pack_client, try_file
from assessment.services.clients import add_client
from assessment.services.own import MetricEntry, PracticeEntry, define_metric, define_practice
from assessment.services.own_practices import rate_own
from assessment.services.rating_changes import RatingChange
from assessment.services.reviews_links import share_calendar
from assessment.store.client_rows import UnfitRows, tables_of_a_client
from assessment.store.database import Database
from assessment.store.queries.clients import get_client
from assessment.store.queries.evidence_files import add_evidence_file, get_evidence_file
from assessment.store.queries.results import list_choices
from assessment.store.queries.workspaces import ensure_workspace
from assessment.store.tables import client as client_table
from assessment.store.tables import metadata
from assessment.web.app import LOCAL_WORKSPACE, create_app
from tests.factories.registers import fill_registers
from tests.factories.reviews import write_reviews
from tests.factories.sla_results import with_results
from tests.factories.slas import story as agreements
from tests.factories.tickets import END, HEAD, SEPTEMBER, with_tickets
from tests.web.conftest import NOW, SECRET
from tests.web.pages import PageClient

ON_POSTGRES = True

CORVO = "corvo-logistics"
RECORD = checked_file("record.txt", b"Forty records")
ELSEWHERE = "another secret of forty characters or so"
OF_ONE_PLACE = {
    "assignment", "fill_in", "join_code", "share_link", "presence", "person", "session", "link", "failure",
    "upload",
}  # fmt: skip

Change = Callable[[dict[str, Any]], None]


@pytest.fixture(scope="session")
def packed(sample_file: Path) -> bytes:
    """Everything of one of the sample clients."""
    opened = Database(f"sqlite:///{sample_file}")
    with opened.read(LOCAL_WORKSPACE, "tests", NOW) as unit:
        content = pack_client(unit, CORVO, SECRET).content
    opened.close()
    return content


@pytest.fixture
def target(database: Database) -> Database:
    """The database to import into, on one of the two engines."""
    return database


@pytest.fixture
def elsewhere(tmp_path: Path, migrated_file: Path) -> Iterator[Database]:
    """Another installation, without a client."""
    path = tmp_path / "elsewhere.sqlite"
    shutil.copyfile(migrated_file, path)
    opened = Database(f"sqlite:///{path}")
    with opened.write(LOCAL_WORKSPACE, "tests", NOW) as unit:
        ensure_workspace(unit, "Elsewhere")
    yield opened
    opened.close()


def read(content: bytes) -> ClientFile:
    return read_client_file(content, signatures.is_signed)


def remade(content: bytes, change: Change) -> bytes:
    """The file with other rows, signed by somebody whose key is as good as any."""
    file = read(content)
    tables = {
        name: [dict(zip(file.columns[name], row, strict=True)) for row in rows]
        for name, rows in file.rows.items()
    }
    change(tables)
    written = [
        (name, file.columns[name], [[row.get(column) for column in file.columns[name]] for row in rows])
        for name, rows in tables.items()
    ]
    return write_client_file(file.head, written, partial(signatures.sign, ELSEWHERE))


def bring(target: Database, content: bytes) -> str:
    with target.write(LOCAL_WORKSPACE, "tests", NOW) as unit:
        return import_client(unit, try_file(unit, content)).slug


def row_count(database: Database) -> int:
    with database.engine.connect() as connection:
        return sum(
            connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in metadata.sorted_tables
        )


def test_every_table_is_of_a_client_or_is_left_out_on_purpose() -> None:
    left = {table.name for table in metadata.sorted_tables} - {table.name for table in tables_of_a_client()}
    assert left == OF_ONE_PLACE | {"workspace"}


@pytest.mark.usefixtures("samples")
def test_a_client_arrives_elsewhere_as_it_left(database: Database, elsewhere: Database) -> None:
    with database.write(LOCAL_WORKSPACE, "tests", NOW) as unit:
        explain_claim(unit, CORVO, claims_page(unit, CORVO).claims[0].claim.key, "Counted by the supplier.")
        define_metric(unit, CORVO, MetricEntry("Same day", "percent", "higher"))
        code = define_practice(unit, CORVO, PracticeEntry("Ask the driver", "A1", 2, 3)).code
        slug = list_choices(unit, get_client(unit, CORVO).id)[0].slug
        reopen_assessment(unit, CORVO, slug, "To rate more")
        rate_own(unit, CORVO, slug, code, RatingChange(0, "L"))
        write_reviews(unit, CORVO)
        share_calendar(unit, CORVO, "Service owner")
        add_evidence_file(unit, get_client(unit, CORVO).id, RECORD, "text/plain", b"Forty records")
        fill_registers(unit, CORVO)
        with_results(unit, CORVO, number=90)
        agreements(unit, CORVO)
    with_tickets(database, LOCAL_WORKSPACE, CORVO, NOW, HEAD + SEPTEMBER + END)
    with database.read(LOCAL_WORKSPACE, "tests", NOW) as unit:
        left = pack_client(unit, CORVO, SECRET).content
    slug = bring(elsewhere, left)
    with elsewhere.read(LOCAL_WORKSPACE, "tests", NOW) as unit:
        again = read(pack_client(unit, slug, SECRET).content)
        kept = get_evidence_file(unit, get_client(unit, slug).id, RECORD.hash)
    assert (kept.media_type, kept.content) == ("text/plain", b"Forty records")
    before = read(left)
    assert "share_link" not in before.rows
    assert {name: rows for name, rows in again.rows.items() if name != "event"} == {
        name: rows for name, rows in before.rows.items() if name != "event"
    }
    added = [row for row in again.rows["event"] if row not in before.rows["event"]]
    assert len(added) == 1
    assert "client imported" in added[0]
    assert (
        min(len(rows) for name, rows in before.rows.items() if name not in ("outcome_answer", "metric_break"))
        > 0
    )


def test_every_page_of_a_client_that_arrived_opens(
    packed: bytes, target: Database, settings: Settings
) -> None:
    bring(target, packed)
    app = create_app(settings, target)
    app.config["CLOCK"] = lambda: NOW
    client = PageClient(app)
    here = f"/clients/{CORVO}"
    for path in (
        "/clients", "/history", here, f"{here}/plan", f"{here}/csip", f"{here}/exports",
        f"{here}/assessments/november-2026", f"{here}/assessments/november-2026/results",
        f"{here}/assessments/november-2026/workshop",
    ):  # fmt: skip
        client.get(path)


@pytest.mark.usefixtures("samples")
def test_nothing_of_another_client_is_in_the_file(database: Database) -> None:
    with database.read(LOCAL_WORKSPACE, "tests", NOW) as unit:
        told = json.dumps(read(pack_client(unit, CORVO, SECRET).content).rows, ensure_ascii=False)
        c = client_table.c
        others = unit.connection.execute(select(c.id, c.name).where(c.slug != CORVO)).all()
    assert len(others) == 7
    for client_id, name in others:
        assert client_id not in told
        assert name not in told
    assert SECRET not in told


@pytest.mark.parametrize("part", ["rows/rating.jsonl", "manifest.json", "signature.json"])
def test_a_file_that_was_changed_is_refused(packed: bytes, part: str) -> None:
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as old, zipfile.ZipFile(changed, "w") as new:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename == part:
                at = content.rindex(b'"') - 2
                content = content[:at] + (b"A" if content[at : at + 1] != b"A" else b"B") + content[at + 1 :]
            new.writestr(entry, content)
    with pytest.raises(UnreadableClientFile):
        read(changed.getvalue())


@pytest.mark.parametrize(
    "content", [b"", b"no file of ours", b"PK\x05\x06" + bytes(18)], ids=["empty", "text", "no parts"]
)
def test_what_is_no_file_of_a_client_is_refused(content: bytes) -> None:
    with pytest.raises(UnreadableClientFile, match="no file of a client"):
        read(content)


def test_a_file_cut_off_anywhere_is_refused(packed: bytes) -> None:
    for share in (1, 3, 5, 7, 9):
        with pytest.raises(UnreadableClientFile):
            read(packed[: len(packed) * share // 10])


def test_a_part_that_unpacks_to_more_than_it_may_is_refused(
    packed: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client_file, "MOST_BYTES_UNPACKED", 10_000)
    with pytest.raises(UnreadableClientFile, match="more than a client can have"):
        read(packed)


@pytest.mark.parametrize("made_at", ["yesterday", "", "0001-01-01T00:00:00+14:00"])
def test_a_file_that_was_made_at_no_time_is_refused_on_the_page(
    client: PageClient, packed: bytes, made_at: str
) -> None:
    file = read(packed)
    tables = [(name, file.columns[name], rows) for name, rows in file.rows.items()]
    head = replace(file.head, made_at=made_at)
    content = write_client_file(head, tables, partial(signatures.sign, ELSEWHERE))
    page = client.post("/clients/import", {"file": (io.BytesIO(content), "client.zip")}, 422)
    assert "no file of a client" in page.text


def another_client(tables: dict[str, Any]) -> None:
    tables["event"][0]["client_id"] = "somebody"


def second_client(tables: dict[str, Any]) -> None:
    tables["client"].append({**tables["client"][0], "id": "second", "slug": "second"})


def poisoned_edition(tables: dict[str, Any]) -> None:
    tables["framework_edition"][0]["text"] += "\n# another text\n"


def wrong_kind(tables: dict[str, Any]) -> None:
    tables["rating"][0]["version"] = "many"


def too_long(tables: dict[str, Any]) -> None:
    tables["client"][0]["name"] = "x" * 400


def no_parent(tables: dict[str, Any]) -> None:
    tables["rating"][0]["assessment_id"] = "nowhere"


def no_score(tables: dict[str, Any]) -> None:
    tables["assessment"][0]["method"] = "magic"


def no_moment(tables: dict[str, Any]) -> None:
    tables["assessment"][0]["created_at"] = "yesterday"


@pytest.mark.parametrize(
    "change",
    [another_client, second_client, poisoned_edition, wrong_kind, too_long, no_parent, no_score, no_moment],
)
def test_rows_that_do_not_fit_are_refused_and_nothing_is_stored(
    packed: bytes, target: Database, change: Change
) -> None:
    before = row_count(target)
    with pytest.raises(UnfitRows):
        bring(target, remade(packed, change))
    assert row_count(target) == before


def test_what_is_here_already_is_never_mixed(packed: bytes, target: Database) -> None:
    bring(target, packed)
    with target.write(LOCAL_WORKSPACE, "tests", NOW) as unit, pytest.raises(Conflict, match="here already"):
        import_client(unit, try_file(unit, packed))
    with target.write(LOCAL_WORKSPACE, "tests", NOW) as unit:
        delete_client(unit, CORVO)
    with target.write(LOCAL_WORKSPACE, "tests", NOW) as unit, pytest.raises(Conflict, match="in the bin"):
        import_client(unit, try_file(unit, packed))


def test_rows_that_are_here_under_another_client_are_not_taken_over(packed: bytes, target: Database) -> None:
    bring(target, packed)

    def renamed(tables: dict[str, Any]) -> None:
        for rows in tables.values():
            for row in rows:
                row.update({"client_id": "second"} if "client_id" in row else {})
        tables["client"][0]["id"] = "second"

    stolen = remade(packed, renamed)
    file = read(stolen)
    head = client_file.Head(
        file.head.schema, file.head.made_at, file.head.program, file.head.workspace, "second", "Second"
    )
    stolen = write_client_file(
        head,
        [(name, file.columns[name], rows) for name, rows in file.rows.items()],
        partial(signatures.sign, ELSEWHERE),
    )
    before = row_count(target)
    with pytest.raises(Conflict, match="here already"):
        bring(target, stolen)
    assert row_count(target) == before


def test_a_namesake_gets_an_address_of_its_own(packed: bytes, target: Database) -> None:
    with target.write(LOCAL_WORKSPACE, "tests", NOW) as unit:
        add_client(unit, name="Corvo Logistics")
        assert look_into(unit, try_file(unit, packed), SECRET).namesakes == 1
    assert bring(target, packed) == f"{CORVO}-2"


def test_looking_changes_nothing_and_says_who_signed(packed: bytes, target: Database) -> None:
    before = row_count(target)
    with target.read(LOCAL_WORKSPACE, "tests", NOW) as unit:
        tried = try_file(unit, packed)
        ours, theirs = look_into(unit, tried, SECRET), look_into(unit, tried, ELSEWHERE)
    assert row_count(target) == before
    assert (ours.is_ours, theirs.is_ours) == (True, False)
    assert ours.fingerprint == signatures.own_fingerprint(SECRET)
    assert dict(ours.counts)["assessments"] == 3


def test_a_file_of_an_unexpected_key_is_refused(packed: bytes, target: Database) -> None:
    with (
        target.write(LOCAL_WORKSPACE, "tests", NOW) as unit,
        pytest.raises(AppError, match="not the one expected"),
    ):
        import_client(unit, try_file(unit, packed), signatures.own_fingerprint(ELSEWHERE))
    with target.write(LOCAL_WORKSPACE, "tests", NOW) as unit:
        assert import_client(unit, try_file(unit, packed), signatures.own_fingerprint(SECRET)).slug == CORVO


def test_a_client_goes_from_page_to_page(
    client: PageClient, samples: None, elsewhere: Database, settings: Settings
) -> None:
    del samples
    key = signatures.own_fingerprint(SECRET)
    assert key in client.get(f"/clients/{CORVO}/exports").text
    taken = client.http.post(f"/clients/{CORVO}/file", data={"csrf_token": client.token()})
    assert taken.mimetype == "application/zip"
    assert f'filename="{CORVO}-2026-11-23.gradino.zip"' in taken.headers["Content-Disposition"]
    assert "Everything of Corvo Logistics exported" in client.get("/history").text
    app = create_app(settings, elsewhere)
    app.config["CLOCK"] = lambda: NOW
    there = PageClient(app)
    empty = there.post("/clients/import", {}, 422)
    assert "Choose the file." in empty.text
    wrong = there.post("/clients/import", {"file": (io.BytesIO(b"no"), "no.zip")}, 422)
    assert "no file of a client" in wrong.text
    page = there.post("/clients/import", {"file": (io.BytesIO(taken.data), "corvo.zip")})
    assert page.h1 == "Import Corvo Logistics"
    assert key in page.text
    address = page.response.request.path
    landed = there.post(address, page.form(address))
    assert landed.response.request.path == f"/clients/{CORVO}"
    there.get(address, status=404)
    again = there.post("/clients/import", {"file": (io.BytesIO(taken.data), "corvo.zip")})
    assert "here already" in again.root.find(role="alert").text
    assert not again.root.find_all("button", text="Import Corvo Logistics")
    refused = there.post(again.response.request.path, {}, 409)
    assert "here already" in refused.root.find(role="alert").text


def test_an_upload_is_forgotten_after_a_day_and_is_not_of_another_workspace(database: Database) -> None:
    with database.write(LOCAL_WORKSPACE, "tests", NOW) as unit:
        kept = client_files.keep_upload(unit, b"content")
        assert client_files.kept_upload(unit, kept) == b"content"
    with database.read("other", "tests", NOW) as unit, pytest.raises(NotFound):
        client_files.kept_upload(unit, kept)
    with database.write(LOCAL_WORKSPACE, "tests", NOW + timedelta(hours=25)) as unit:
        client_files.keep_upload(unit, b"later")
        with pytest.raises(NotFound):
            client_files.kept_upload(unit, kept)
