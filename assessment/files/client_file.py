"""Everything of one client as one file: a ZIP with a manifest, a signature of it, and lines of rows.

The manifest holds the hash and the number of rows of every table, so that the signature covers them all.
"""

import base64
import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from assessment.errors import AppError

FORMAT = "gradino-client/1"
MANIFEST, SIGNATURE = "manifest.json", "signature.json"
ALGORITHM = "Ed25519"
ENDING = ".gradino.zip"
MOST_BYTES = 100 * 1024 * 1024
MOST_BYTES_UNPACKED = 400 * 1024 * 1024
MOST_PARTS = 100
LONGEST_MANIFEST = 200_000
ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)

Table = tuple[str, list[str], Iterable[list[Any]]]
Sign = Callable[[bytes], tuple[bytes, bytes]]
"""Signs bytes and returns the public key and the signature."""

Verify = Callable[[bytes, bytes, bytes], bool]
"""Whether a signature of some bytes was made with the key of that public key."""


class UnreadableClientFile(AppError):
    """A file that is none of ours, not whole, or changed since it was signed."""


@dataclass(frozen=True, slots=True)
class Head:
    """What a file says of itself. `schema` is the revision of the tables that its rows were read from."""

    schema: str
    made_at: str
    program: str
    workspace: str
    client_id: str
    client_name: str


@dataclass(frozen=True, slots=True)
class ClientFile:
    """A file whose signature and hashes were checked. `key` is the public key it is signed with."""

    head: Head
    key: bytes
    columns: Mapping[str, list[str]]
    rows: Mapping[str, list[list[Any]]]

    def counts(self) -> dict[str, int]:
        """Return how many rows each table has in the file."""
        return {name: len(rows) for name, rows in self.rows.items()}


def write_client_file(head: Head, tables: Iterable[Table], sign: Sign) -> bytes:
    """Return the file: the same rows at the same moment give the same bytes."""
    parts: dict[str, dict[str, Any]] = {}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, columns, rows in tables:
            lines = [_json(row) for row in rows]
            content = b"".join(line + b"\n" for line in lines)
            parts[name] = {
                "columns": columns,
                "rows": len(lines),
                "sha256": hashlib.sha256(content).hexdigest(),
            }
            archive.writestr(_entry(_path_of(name)), content, zipfile.ZIP_DEFLATED)
        manifest = _json({"format": FORMAT, **_words(head), "tables": parts})
        key, signature = sign(manifest)
        signed = {"algorithm": ALGORITHM, "key": _text(key), "signature": _text(signature)}
        archive.writestr(_entry(MANIFEST), manifest)
        archive.writestr(_entry(SIGNATURE), _json(signed))
    return packed.getvalue()


def read_client_file(content: bytes, verify: Verify) -> ClientFile:
    """Return what a file holds, after its size, signature and hashes were checked.

    Raises UnreadableClientFile with a sentence that says what is wrong.
    """
    if len(content) > MOST_BYTES:
        raise UnreadableClientFile(f"The file is larger than {MOST_BYTES // 1024**2} MB.")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _read(archive, verify)
    except (
        zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, KeyError, ValueError, TypeError,
        AttributeError, RecursionError, OverflowError,
    ) as error:  # fmt: skip
        raise UnreadableClientFile(
            "This is no file of a client made by Gradino, or it is damaged."
        ) from error


def _read(archive: zipfile.ZipFile, verify: Verify) -> ClientFile:
    entries = archive.infolist()
    if len(entries) > MOST_PARTS or sum(entry.file_size for entry in entries) > MOST_BYTES_UNPACKED:
        raise UnreadableClientFile("The file holds more than a client can have.")
    manifest = _bytes_of(archive, MANIFEST, LONGEST_MANIFEST)
    signed = json.loads(_bytes_of(archive, SIGNATURE, LONGEST_MANIFEST))
    told = json.loads(manifest)
    if told["format"] != FORMAT:
        raise UnreadableClientFile("The file was made by an edition of Gradino that this one cannot read.")
    key, signature = base64.b64decode(signed["key"]), base64.b64decode(signed["signature"])
    if signed["algorithm"] != ALGORITHM or not verify(key, manifest, signature):
        raise UnreadableClientFile("The signature does not fit: the file was changed after it was made.")
    parts: dict[str, dict[str, Any]] = told["tables"]
    if {entry.filename for entry in entries} != {MANIFEST, SIGNATURE, *map(_path_of, parts)}:
        raise UnreadableClientFile("The file holds other parts than it announces.")
    made_at = datetime.fromisoformat(told["made_at"]).astimezone(UTC)
    head = Head(
        str(told["schema"]), made_at.isoformat(), str(told["program"]), str(told["workspace"]),
        str(told["client_id"]), str(told["client_name"]),
    )  # fmt: skip
    rows = {name: list(_rows_of(archive, name, part)) for name, part in parts.items()}
    return ClientFile(head, key, {name: list(part["columns"]) for name, part in parts.items()}, rows)


def _rows_of(archive: zipfile.ZipFile, name: str, part: Mapping[str, Any]) -> Iterator[list[Any]]:
    content = _bytes_of(archive, _path_of(name), MOST_BYTES_UNPACKED)
    lines = content.splitlines()
    if hashlib.sha256(content).hexdigest() != part["sha256"] or len(lines) != part["rows"]:
        raise UnreadableClientFile(f"The part {name} is not what was signed.")
    for line in lines:
        row = json.loads(line)
        if not isinstance(row, list) or len(row) != len(part["columns"]):
            raise UnreadableClientFile(f"The part {name} has a row that is none.")
        yield row


def _bytes_of(archive: zipfile.ZipFile, name: str, most: int) -> bytes:
    """The bytes of a part, never more than it may have, whatever the file says of its size."""
    with archive.open(name) as part:
        content = part.read(most + 1)
    if len(content) > most:
        raise UnreadableClientFile("The file holds more than a client can have.")
    return content


def _path_of(table: str) -> str:
    return f"rows/{table}.jsonl"


def _entry(name: str) -> zipfile.ZipInfo:
    return zipfile.ZipInfo(name, ZIP_EPOCH)


def _words(head: Head) -> dict[str, str]:
    return {
        "schema": head.schema, "made_at": head.made_at, "program": head.program,
        "workspace": head.workspace, "client_id": head.client_id, "client_name": head.client_name,
    }  # fmt: skip


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _text(value: bytes) -> str:
    return base64.b64encode(value).decode("ascii")
