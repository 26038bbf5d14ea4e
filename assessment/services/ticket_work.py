"""The work that waits beside the pages: look into exports, read them, count the tickets; one thing at a time.

Every step is a short transaction of its own, so that nobody waits for it, and says that it is still at work.
What was cancelled meanwhile is noticed at the next step. A process that dies leaves its export to the next.
"""

import hashlib
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from assessment.domain.events import PROGRAM
from assessment.domain.ticket_checks import suspicions
from assessment.domain.ticket_imports import (
    ARRIVING,
    ASKING,
    AT_WORK,
    CANCELLED,
    DONE,
    FAILED,
    LOOKING,
    READING,
    REMOVED,
    TO_LOOK,
)
from assessment.domain.tickets import Ticket
from assessment.errors import AppError, FileProblems, InvalidInput, Unavailable
from assessment.files.problems import in_one_sentence
from assessment.files.tickets.layouts import AUTO
from assessment.files.tickets.look import layout_of_file, look_into
from assessment.files.tickets.reader import read_tickets
from assessment.services.sla_computing import keep_results, work_out
from assessment.services.ticket_counts import count_tickets
from assessment.services.ticket_settings import look_json, settings_of
from assessment.store.database import Database, Scope, Unit
from assessment.store.queries import ticket_imports as imports
from assessment.store.queries.clients import client_by_id
from assessment.store.queries.events import add_event
from assessment.store.queries.people import list_workspaces
from assessment.store.queries.ticket_imports import TicketImport
from assessment.store.queries.ticket_rules import (
    get_mapping,
    next_uncounted,
    save_mapping,
    want_count,
)
from assessment.store.queries.tickets import add_tickets, delete_tickets

LOCAL_WORKSPACE, ACTOR = "local", "system"
SILENT = timedelta(seconds=60)
KEPT_FOR = timedelta(days=1)
SAY_EVERY = 0.3
LEFT_ALONE = (ARRIVING, TO_LOOK, ASKING, REMOVED, CANCELLED, FAILED)
FEWEST_AT_ONCE, MOST_AT_ONCE = 50, 2000
BATCH_SECONDS = 0.02
LONGEST_WORD = 300
MOST_REJECTED = 200
NO_ROOM = "The file could not be unpacked on this machine: {reason}. Make room for it, then choose it again."
UNEXPECTED = "The file could not be read because of a fault in this program. Nothing of it was taken."
TOO_LARGE = "The file is too large for the memory of this machine. Export one year at a time."

EXPECTED = (AppError, OSError, MemoryError)

Clock = Callable[[], datetime]


class Cancelled(Exception):
    """Somebody cancelled the export, or another process has taken it over."""


def has_work(database: Database, now: datetime) -> bool:
    """Return whether anything waits."""
    with database.read(LOCAL_WORKSPACE, ACTOR, now) as unit:
        return any(
            imports.next_waiting(inside, now - SILENT) is not None or next_uncounted(inside) is not None
            for inside in (replace(unit, workspace_id=place.id) for place in list_workspaces(unit))
        )


def work(database: Database, clock: Clock) -> int:
    """Do what waits in every workspace, until nothing does; return how many things were done."""
    done = 0
    with database.read(LOCAL_WORKSPACE, ACTOR, clock()) as unit:
        places = [place.id for place in list_workspaces(unit)]
    for place in places:
        worker = Worker(database, place, clock)
        while worker.do_next():
            done += 1
        worker.tidy()
    return done


class Worker:
    """Works in one workspace, for whoever wanted each thing."""

    def __init__(self, database: Database, workspace_id: str, clock: Clock) -> None:
        self._database = database
        self._workspace_id = workspace_id
        self._clock = clock
        self._actor = ACTOR

    @contextmanager
    def _write(self) -> Iterator[Unit]:
        scope = Scope(via=PROGRAM)
        with self._database.write(self._workspace_id, self._actor, self._clock(), scope) as unit:
            yield unit

    @contextmanager
    def _read(self) -> Iterator[Unit]:
        with self._database.read(self._workspace_id, self._actor, self._clock()) as unit:
            yield unit

    def do_next(self) -> bool:
        """Do one thing that waits; False when nothing does."""
        with self._write() as unit:
            found = imports.next_waiting(unit, unit.now - SILENT)
            if found is not None:
                state = AT_WORK.get(found.state, found.state)
                if not imports.take_over(unit, found, state):
                    return True  # Another process was faster; there may be something else to do.
                found = replace(found, state=state)
            uncounted = None if found else next_uncounted(unit)
        if found is not None:
            self._actor = found.made_by
            self._do(found)
        elif uncounted is not None:
            client_id, self._actor = uncounted
            count_tickets(self._read, self._write, client_id)
            self._work_out_agreements(client_id)
        self._actor = ACTOR
        return found is not None or uncounted is not None

    def _work_out_agreements(self, client_id: str) -> None:
        with self._read() as unit:
            client = client_by_id(unit, client_id)
            worked = work_out(unit, client.slug) if client is not None else None
        if worked is not None and worked.found:
            with self._write() as unit:
                keep_results(unit, worked)

    def _do(self, found: TicketImport) -> None:
        try:
            with self._file(found) as path:
                if found.state == LOOKING:
                    self._look(found, path)
                else:
                    self._bring_in(found, path)
        except Cancelled:
            self._clear(found.id)
        except Unavailable:
            raise  # The database is busy: the export waits for the next process.
        except InvalidInput as error:
            self._ask(found, error)
        except Exception as error:
            self._fail(found, _sentence_on(error))
            if not isinstance(error, EXPECTED):
                raise

    def _ask(self, found: TicketImport, error: InvalidInput) -> None:
        """Let somebody answer what only turned out after the look, such as a zone that some times lack."""
        asked = {**found.found, "needs_zone": found.found.get("needs_zone") or error.field == "zone"}
        with self._write() as unit:
            imports.move(
                unit, found.id, [LOOKING, READING], state=ASKING, found={**asked, "asked": error.message}
            )

    def _fail(self, found: TicketImport, problem: str) -> None:
        with self._write() as unit:
            states = (*AT_WORK, *AT_WORK.values())
            imports.move(unit, found.id, states, state=FAILED, problem=problem, ended_at=unit.now)
        self._clear(found.id)

    def _clear(self, import_id: str) -> None:
        """Delete the file of an export and its tickets."""
        self._clear_file(import_id)
        self._clear_tickets(import_id)

    def _clear_file(self, import_id: str) -> None:
        """Delete the file of an export, a piece at a time."""
        while True:
            with self._write() as unit:
                if not imports.delete_piece(unit, import_id):
                    return

    def _clear_tickets(self, import_id: str) -> None:
        """Delete the tickets of an export, a part at a time."""
        while True:
            with self._write() as unit:
                if not delete_tickets(unit, import_id, MOST_AT_ONCE):
                    return

    @contextmanager
    def _file(self, found: TicketImport) -> Iterator[Path]:
        """Yield the file of an export on this machine, for as long as it is needed."""
        with tempfile.TemporaryDirectory(prefix="gradino-") as folder:
            path = Path(folder) / "export"
            with path.open("wb") as file, self._read() as unit:
                for piece in imports.pieces_of(unit, found.id):
                    file.write(piece)
            yield path

    def _look(self, found: TicketImport, path: Path) -> None:
        with path.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        with self._read() as unit:
            same = imports.find_same(unit, found.client_id, sha256)
        if same is not None:
            raise AppError(
                f"This is the same file as {same.name}, which came in on {same.made_at:%d %b %Y} with "
                f"{same.tickets} tickets. To read it in another way, remove that import first."
            )
        settings, layout = dict(found.settings), found.layout
        if not layout:
            layout, headers = layout_of_file(path, found.name)
            with self._read() as unit:
                settings = dict(get_mapping(unit, found.client_id, layout)[0])
            there = {*headers, ""}
            known = {name: text for name, text in settings.get("columns", {}).items() if text in there}
            settings["columns"] = known
        look = look_into(path, found.name, layout, settings_of(settings))
        with self._write() as unit:
            imports.move(
                unit, found.id, [LOOKING], state=ASKING, sha256=sha256, layout=layout, settings=settings,
                found=look_json(look, settings_of(settings).zone_info), rows_all=look.rows,
            )  # fmt: skip

    def _bring_in(self, found: TicketImport, path: Path) -> None:
        said = time.monotonic()

        def progress(rows: int) -> None:
            nonlocal said
            if time.monotonic() - said > SAY_EVERY:
                self._say(found, rows)
                said = time.monotonic()

        read = read_tickets(path, found.name, found.layout or AUTO, settings_of(found.settings), progress)
        self._clear_tickets(found.id)  # A process that died may have stored some.
        self._store(found, read.tickets, read.rows_read)
        report = {
            "read": read.rows_read,
            "used": read.rows_used,
            "rejected": [[one.line, one.reason] for one in read.rejected[:MOST_REJECTED]],
            "rejected_count": read.rejected_count,
            "is_log": read.is_log,
            "notes": list(read.notes),
            "counts": dict(read.counts),
            "suspicions": [one.sentence for one in suspicions(read.tickets, read.known, read.counts)],
        }
        with self._write() as unit:
            done = imports.move(
                unit, found.id, [READING], state=DONE, report=report, rows_done=read.rows_read,
                rows_all=read.rows_read, tickets=len(read.tickets), ended_at=unit.now,
            )  # fmt: skip
            if not done:
                raise Cancelled
            save_mapping(unit, found.client_id, found.layout, found.settings)
            want_count(unit, found.client_id)
            data = {"name": found.name, "rows": read.rows_used, "tickets": len(read.tickets)}
            add_event(unit, found.client_id, f"tickets:{found.id}", "tickets imported", data)
        if not found.keeps_file:
            self._clear_file(found.id)

    def _say(self, found: TicketImport, rows: int) -> None:
        with self._write() as unit:
            if not imports.move(unit, found.id, [READING], rows_done=rows):
                raise Cancelled

    def _store(self, found: TicketImport, tickets: Sequence[Ticket], rows: int) -> None:
        """Store the tickets, as many at a time as take a fiftieth of a second."""
        at, size = 0, FEWEST_AT_ONCE
        while at < len(tickets):
            batch = [_shortened(one) for one in tickets[at : at + size]]
            begun = time.monotonic()
            with self._write() as unit:
                if not imports.move(unit, found.id, [READING], rows_done=rows):
                    raise Cancelled
                add_tickets(unit, found.id, batch)
            took = time.monotonic() - begun
            at += size
            factor = min(2.0, BATCH_SECONDS / max(took, 0.001))
            size = max(FEWEST_AT_ONCE, min(MOST_AT_ONCE, int(size * factor)))

    def tidy(self) -> None:
        """Forget uploads that nobody went on with for a day, and what was removed a day ago."""
        with self._write() as unit:
            old = imports.list_over(unit, LEFT_ALONE, unit.now - KEPT_FOR)
            # Cancelled first, so that nobody goes on with something of which a part is gone.
            gone = [one for one in old if imports.move(unit, one, LEFT_ALONE, state=CANCELLED)]
        for import_id in gone:
            self._clear(import_id)
            with self._write() as unit:
                imports.delete_import(unit, import_id)


def _shortened(ticket: Ticket) -> Ticket:
    """Return a ticket whose words fit their columns and hold no character that a database refuses."""
    changed: dict[str, Any] = {}
    for name, value in zip(Ticket._fields, ticket, strict=True):
        if isinstance(value, str) and (len(value) > LONGEST_WORD or "\x00" in value):
            changed[name] = value.replace("\x00", "")[:LONGEST_WORD]
    return ticket._replace(**changed) if changed else ticket


def _sentence_on(error: Exception) -> str:
    """Return what to tell about an error that kept an export from being read."""
    if isinstance(error, FileProblems):
        return in_one_sentence(error)
    if isinstance(error, AppError):
        return error.message
    if isinstance(error, OSError):
        return NO_ROOM.format(reason=error.strerror or "no reason was given")
    return TOO_LARGE if isinstance(error, MemoryError) else UNEXPECTED
