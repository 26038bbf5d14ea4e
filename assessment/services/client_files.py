"""Take a client along as one signed file, look into such a file, and bring the client in elsewhere."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import Table
from sqlalchemy.exc import SQLAlchemyError

from assessment import __version__
from assessment.domain.clients import Client
from assessment.domain.slugs import free_slug, make_slug
from assessment.errors import AppError, Conflict, NotFound
from assessment.files.client_file import ENDING as ENDING
from assessment.files.client_file import MOST_BYTES as MOST_BYTES
from assessment.files.client_file import Head, read_client_file, write_client_file
from assessment.files.framework_file import parse_framework
from assessment.services import signatures
from assessment.services.clients import DETAILS, RESERVED_SLUGS
from assessment.services.scores import rescore_everything
from assessment.store.client_rows import UnfitRows, checked_rows, rows_of_client, take_in, try_rows
from assessment.store.database import Database, Unit
from assessment.store.migrate import newest_revision
from assessment.store.queries import assessments as assessment_queries
from assessment.store.queries import clients as queries
from assessment.store.queries import uploads
from assessment.store.queries.events import add_event
from assessment.store.queries.people import list_workspaces
from assessment.store.tables import client as client_table
from assessment.store.tables import framework_edition

SHOWN = {
    "assessment": "assessments", "rating": "ratings", "outcome_answer": "outcomes noted",
    "reading": "readings", "csip_item": "improvements", "workshop": "workshops",
    "event": "events of the history",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Tried:
    """A file whose rows were stored, brought up to date and scored in a place of their own."""

    head: Head
    key: bytes
    rows: Mapping[Table, list[dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class Packed:
    """A client as a file to save. `rows` counts what is in it, `fingerprint` names the key that signed it."""

    name: str
    content: bytes
    rows: int
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Arrival:
    """What a file would bring in. `is_ours` says that this installation signed it.

    `there` is the name of the client when it is here already, `in_bin` whether it lies in the bin;
    `namesakes` counts other clients of the same name.
    """

    name: str
    workspace: str
    made_at: str
    program: str
    fingerprint: str
    is_ours: bool
    counts: list[tuple[str, int]]
    there: str
    in_bin: bool
    namesakes: int


def pack_client(unit: Unit, slug: str, secret: str) -> Packed:
    """Return everything of a client, and nothing of any other, as one signed file."""
    client = queries.get_client(unit, slug)
    count = 0

    def counted(rows: Any) -> list[list[Any]]:
        nonlocal count
        found = list(rows)
        count += len(found)
        return found

    tables = [(name, columns, counted(rows)) for name, columns, rows in rows_of_client(unit, client.id)]
    place = next(one.name for one in list_workspaces(unit) if one.id == unit.workspace_id)
    head = Head(newest_revision(), unit.now.isoformat(), __version__, place, client.id, client.name)
    content = write_client_file(head, tables, partial(signatures.sign, secret))
    key = signatures.own_fingerprint(secret)
    return Packed(f"{client.slug}-{unit.today.isoformat()}{ENDING}", content, count, key)


def note_packed(unit: Unit, slug: str, packed: Packed) -> None:
    """Note in the history that a client was taken along."""
    client = queries.get_client(unit, slug)
    add_event(unit, client.id, DETAILS, "client exported", {"name": client.name, "rows": packed.rows})


def keep_upload(unit: Unit, content: bytes) -> str:
    """Keep an uploaded file until it is imported or a day has passed, and return its id."""
    uploads.delete_old(unit)
    return uploads.add_upload(unit, content)


def kept_upload(unit: Unit, upload_id: str) -> bytes:
    """Return an uploaded file. Raises NotFound when it is no longer there."""
    return uploads.get_upload(unit, upload_id)


def try_file(unit: Unit, content: bytes) -> Tried:
    """Return what a file holds, after all of it was tried in a place of its own.

    Raises UnreadableClientFile or UnfitRows, both of which say what is wrong.
    """
    file = read_client_file(content, signatures.is_signed)
    with TemporaryDirectory(prefix="gradino-") as folder:
        place = Database(f"sqlite:///{Path(folder) / 'client.sqlite'}")
        try:
            rows = {name: (columns, file.rows[name]) for name, columns in file.columns.items()}
            try_rows(place, file.head.schema, unit.workspace_id, rows, unit)
            found = checked_rows(place)
            if found[client_table][0]["id"] != file.head.client_id:
                raise UnfitRows("The file announces another client than it holds. Nothing was imported.")
            _check_editions(found[framework_edition])
            _check_scores(place, unit, found[client_table][0])
        finally:
            place.close()
    return Tried(file.head, file.key, found)


def look_into(unit: Unit, tried: Tried, secret: str) -> Arrival:
    """Return what a file that was tried would bring in."""
    head, rows = tried.head, tried.rows
    there = queries.client_by_id(unit, head.client_id)
    name = str(rows[client_table][0]["name"])
    counts = {table.name: len(found) for table, found in rows.items()}
    return Arrival(
        name, head.workspace, head.made_at, head.program,
        signatures.fingerprint(tried.key), tried.key == signatures.public_key(secret),
        [(words, counts[table]) for table, words in SHOWN.items() if counts.get(table)],
        there.name if there else "", bool(there and there.deleted_at),
        queries.count_named(unit, name),
    )  # fmt: skip


def import_client(unit: Unit, tried: Tried, expected: str = "") -> Client:
    """Bring in the client of a file that was tried, with everything that belongs to it, and return it.

    `expected` is the fingerprint that the sender told; AppError when another installation signed the file.
    Raises Conflict when the client is here already. Nothing is stored then.
    """
    signer = signatures.fingerprint(tried.key)
    if expected and expected.split() != signer.split():
        raise AppError(f"The file was signed with the key {signer}, which is not the one expected.")
    there = queries.client_by_id(unit, tried.head.client_id)
    if there is not None:
        where = "lies in the bin: delete it there for good first" if there.deleted_at else "is here already"
        raise Conflict(f"{there.name} {where}. Nothing was imported.")
    row = tried.rows[client_table][0]
    stem = make_slug(row["name"], "client")
    slug = free_slug(stem, queries.list_slugs(unit, stem) | RESERVED_SLUGS)
    arriving = {**row, "slug": slug, "deleted_at": None}
    count = take_in(unit, {**tried.rows, client_table: [arriving]})
    said = {"name": row["name"], "origin": tried.head.workspace or signer, "rows": count}
    add_event(unit, row["id"], DETAILS, "client imported", said)
    return queries.get_client(unit, slug)


def import_upload(unit: Unit, upload_id: str) -> Client:
    """Bring in the client of an uploaded file, and forget the file."""
    imported = import_client(unit, try_file(unit, uploads.get_upload(unit, upload_id)))
    uploads.delete_upload(unit, upload_id)
    return imported


def _check_editions(rows: list[dict[str, Any]]) -> None:
    """Raise UnfitRows for an edition under a hash that is not its own: other clients would come to use it."""
    for row in rows:
        if hashlib.sha256(row["text"].encode()).hexdigest() != row["hash"]:
            raise UnfitRows("A framework in the file is not the one that it claims to be.")
        try:
            parse_framework(row["text"], row["framework_id"])
        except AppError as error:
            raise UnfitRows("A framework in the file cannot be read. Nothing was imported.") from error


def _check_scores(place: Database, unit: Unit, client: Mapping[str, Any]) -> None:
    """Raise UnfitRows unless every assessment of the client can be scored."""
    try:
        with place.write(unit.workspace_id, unit.actor, unit.now) as inside:
            for row in assessment_queries.list_assessments(inside, client["id"]):
                rescore_everything(inside, assessment_queries.get_place(inside, client["slug"], row.slug))
    except (
        SQLAlchemyError,
        NotFound,
        ArithmeticError,
        LookupError,
        TypeError,
        ValueError,
        AttributeError,
    ) as e:
        raise UnfitRows("The answers in the file cannot be scored. Nothing was imported.") from e
